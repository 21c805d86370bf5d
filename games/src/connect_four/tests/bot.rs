//! What the bot of connect four owes to whoever plays it.

use title::Seed;

use super::{super::bot, *};
use crate::search::trial;

#[test]
fn the_bot_takes_a_win_and_blocks_one() {
    // Down, across and aslant, for either seat; then against either.
    let wins = [("010101", 0), ("6010101", 0), ("001122", 3), ("6001122", 3), ("0112232336", 3), ("60112232336", 3)];
    let blocks = [("01020", 0), ("601020", 0), ("00112", 3), ("600112", 3)];
    for (columns, column) in wins.into_iter().chain(blocks) {
        let table = play(columns);
        let seat = table.turn().iter().next().unwrap();
        assert_eq!(table.bot(seat.0, &mut Rng::new(Seed::number(0))), Some(put(column)), "{columns}");
        assert_eq!(table.bot(seat.next(2).0, &mut Rng::new(Seed::number(0))), None, "{columns}");
    }
    let [won, helped] = trial::sees_what_is_near::<ConnectFour>(100, 12);
    assert!(won > 20 && helped > 20, "{won} {helped}");
}

#[test]
fn the_bot_beats_chance() {
    let won = trial::wins_against_chance::<ConnectFour>(20, |view, seat, rng| bot::choose(view, seat, 500, rng));
    assert!(won >= 18, "{won} of 20");
}

#[test]
fn the_bot_leaves_equals_to_chance() {
    // Left and right are the same here.
    let answers = (0..20).map(|seed| play("333333").bot(0, &mut Rng::new(Seed::number(seed))).unwrap().column);
    assert!(BTreeSet::from_iter(answers).len() > 1);
}
