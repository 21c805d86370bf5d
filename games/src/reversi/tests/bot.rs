//! What the bot of reversi owes to whoever plays it.

use std::collections::BTreeSet;

use title::Seed;

use super::{super::bot, *};
use crate::search::trial;

#[test]
fn the_bot_takes_a_win_and_blocks_one() {
    for (transcript, _) in &GAMES[6..10] {
        let mut table = play(&transcript[..transcript.len() - 2]);
        let seat = table.turn().iter().next().unwrap();
        let action = table.bot(seat.0, &mut Rng::new(Seed::number(0))).unwrap();
        table.act(seat.0, action).unwrap();
        assert_eq!(table.outcome(), Some(&Outcome::win(seat, 2, "most_discs")), "{transcript}");
    }
    let [won, helped] = trial::sees_what_is_near::<Reversi>(200, 4);
    assert!(won > 20 && helped > 5, "{won} {helped}");
}

#[test]
fn the_bot_beats_chance() {
    let won = trial::wins_against_chance::<Reversi>(20, |view, seat, rng| bot::choose(view, seat, 300, rng));
    assert!(won >= 18, "{won} of 20");
}

#[test]
fn the_bot_leaves_equals_to_chance() {
    // All four first moves are the same.
    let first = |seed| play("").bot(0, &mut Rng::new(Seed::number(seed))).unwrap().cell;
    assert_eq!((0..20).map(first).collect::<BTreeSet<_>>().len(), 4);
}
