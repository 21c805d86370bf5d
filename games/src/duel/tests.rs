//! Duel by its rules: simultaneous choices, secrets, and what happens to those who don't choose.

use proptest::{prop_assert, prop_assert_eq, proptest};
use title::Table;

use super::*;

const SPECTATOR: Viewer = Viewer::Spectator;
const ONE: Viewer = Viewer::Seat(Seat(0));
const TWO: Viewer = Viewer::Seat(Seat(1));

fn choose(number: u8) -> Choose {
    Choose { number }
}

fn play(rounds: &[[u8; 2]]) -> Table<Duel> {
    let mut table = Table::start(Options::default());
    for [one, two] in rounds {
        table.act(0, choose(*one)).unwrap();
        table.act(1, choose(*two)).unwrap();
    }
    table
}

#[test]
fn the_higher_number_scores_unless_undercut() {
    let cases = [
        ([5, 1], Some(0)),
        ([1, 5], Some(1)),
        ([5, 4], Some(1)),
        ([2, 1], Some(1)),
        ([1, 2], Some(0)),
        ([3, 1], Some(0)),
        ([3, 3], None),
    ];
    for (numbers, seat) in cases {
        assert_eq!(winner(numbers), seat.map(Seat), "{numbers:?}");
    }
}

#[test]
fn three_rounds_win_early() {
    let table = play(&[[5, 1], [5, 1], [5, 1]]);
    assert_eq!(table.outcome(), Some(&Outcome::win(Seat(0), 2, "best_of_five")));
    assert_eq!(table.view(SPECTATOR).countdown, None);
}

#[test]
fn five_level_rounds_are_a_draw() {
    let table = play(&[[1, 1], [2, 2], [5, 1], [1, 5], [3, 3]]);
    assert_eq!(table.outcome(), Some(&Outcome::draw(2, "level")));
}

#[test]
fn a_choice_is_seen_by_its_seat_alone_until_both_have_chosen() {
    let mut table = play(&[]);
    table.act(1, choose(4)).unwrap();
    assert_eq!(table.view(TWO).mine, Some(4));
    for other in [ONE, SPECTATOR] {
        assert_eq!((table.view(other).mine, table.view(other).chosen), (None, [false, true]));
    }
    assert!(table.notes(SPECTATOR).is_empty());
    table.act(0, choose(1)).unwrap();
    assert_eq!(table.notes(SPECTATOR), [Revealed { numbers: [1, 4], winner: Some(Seat(1)) }]);
}

#[test]
fn a_choice_stands() {
    let mut table = play(&[]);
    table.act(0, choose(4)).unwrap();
    assert_eq!(table.act(0, choose(5)).unwrap_err().code, "not_your_turn");
    assert_eq!(table.turn(), Seats::only(Seat(1)));
}

#[test]
fn numbers_outside_the_range_are_refused() {
    let mut table = play(&[]);
    for number in [0, 6] {
        assert_eq!(table.act(0, choose(number)).unwrap_err().code, "no_such_number");
    }
    for number in [1, 5] {
        assert!(play(&[]).act(0, choose(number)).is_ok());
    }
}

#[test]
fn the_default_stands_in_for_who_lets_the_limit_pass() {
    let mut table = Table::<Duel>::start(Options { choose_seconds: 10, default_number: 3 });
    table.act(0, choose(1)).unwrap();
    table.advance(9_999);
    assert!(table.notes(ONE).is_empty());
    table.advance(1);
    assert_eq!(table.notes(ONE), [Revealed { numbers: [1, 3], winner: Some(Seat(1)) }]);
    table.advance(40_000);
    assert_eq!(table.outcome(), Some(&Outcome::win(Seat(1), 2, "best_of_five")), "left alone, the rest is level");
}

#[test]
fn options_are_held_to_their_bounds() {
    let plan = |choose_seconds, default_number| Duel::plan(&Options { choose_seconds, default_number }).is_ok();
    assert!(plan(5, 1) && plan(120, 5));
    assert!(!plan(4, 1) && !plan(121, 1) && !plan(5, 0) && !plan(5, 6));
}

proptest! {
    #[test]
    fn others_see_the_same_whatever_was_chosen(one in 1u8..=5, other in 1u8..=5) {
        let seen = |number| {
            let mut table = play(&[[5, 1]]);
            table.act(0, choose(number)).unwrap();
            (table.view(TWO), table.view(SPECTATOR), table.notes(TWO))
        };
        prop_assert_eq!(seen(one), seen(other));
    }

    #[test]
    fn every_duel_ends(numbers in proptest::collection::vec((1u8..=5, 1u8..=5), 5)) {
        let mut table = Table::<Duel>::start(Options::default());
        for (one, two) in numbers {
            let _ = table.act(0, choose(one));
            let _ = table.act(1, choose(two));
        }
        prop_assert!(table.outcome().is_some());
    }
}
