//! The clocks of a game: when they run, and what follows when a flag falls.

use title::GIFT_MS;

use super::*;

const MINUTE: TimeControl = TimeControl::SuddenDeath { base_s: 60 };
const MINUTE_MS: u64 = 60_000;

/// A game with a minute each from this position.
fn minute_from(fen: &str) -> Table<Chess> {
    Table::start(options(MINUTE, false, fen))
}

fn running(table: &Table<Chess>) -> Option<Seat> {
    table.view(SPECTATOR).clock.running
}

fn remaining(table: &Table<Chess>) -> [u64; 2] {
    let seats = table.view(SPECTATOR).clock.seats;
    [seats[0].remaining_ms, seats[1].remaining_ms]
}

#[test]
fn the_first_move_of_each_is_on_no_clock() {
    let mut table: Table<Chess> = Table::start(Options { time: MINUTE, ..Options::default() });
    for text in ["e2e4", "e7e5"] {
        assert_eq!(running(&table), None);
        table.advance(10 * MINUTE_MS);
        play(&mut table, text);
    }
    assert_eq!((running(&table), remaining(&table)), (Some(Seat(0)), [MINUTE_MS; 2]));
    table.advance(1_000);
    play(&mut table, "g1f3");
    assert_eq!((running(&table), remaining(&table)), (Some(Seat(1)), [MINUTE_MS - 1_000, MINUTE_MS]));
}

#[test]
fn a_move_earns_its_increment_and_a_refused_one_nothing() {
    let time = TimeControl::Increment { base_s: 60, increment_s: 2 };
    let mut table: Table<Chess> = Table::start(Options { time, ..Options::default() });
    play(&mut table, "e2e4 e7e5");
    table.advance(5_000);
    try_move(&mut table, "g1g3").unwrap_err();
    assert_eq!(running(&table), Some(Seat(0)));
    table.advance(5_000);
    play(&mut table, "g1f3");
    assert_eq!(remaining(&table), [MINUTE_MS - 10_000 + 2_000, MINUTE_MS]);
}

#[test]
fn a_fallen_flag_loses() {
    for (fen, moves, [mover, other]) in both("4k3/4p3/8/8/8/8/4P3/4K3 w - - 0 1", "e1d1 e8d8") {
        let mut table = minute_from(&fen);
        play(&mut table, &moves);
        table.advance(MINUTE_MS - 1);
        assert_eq!(table.outcome(), None);
        table.advance(1);
        assert_eq!(table.outcome(), Some(&Outcome::win(Seat(other), 2, "time")));
        assert_eq!((running(&table), remaining(&table)[usize::from(mover)]), (None, 0));
    }
}

#[test]
fn a_fallen_flag_is_a_draw_against_who_cannot_mate() {
    let cases = [
        ("a bare king", "4k3/8/8/8/8/8/4P3/4K3 w - - 0 1", "draw"),
        ("a knight against a queen", "3nk3/8/8/8/8/8/8/Q3K3 w - - 0 1", "draw"),
        ("a knight against a rook", "3nk3/8/8/8/8/8/8/R3K3 w - - 0 1", "win"),
        ("a bishop against a rook", "3bk3/8/8/8/8/8/8/1R2K3 w - - 0 1", "draw"),
        ("a pawn against a queen", "3k4/3p4/8/8/8/8/8/Q3K3 w - - 0 1", "win"),
    ];
    for (name, fen, expected) in cases {
        for (fen, moves, [_, other]) in both(fen, "e1f2") {
            let mut table = minute_from(&fen);
            play(&mut table, &moves);
            // Any answer will do; then who moved first is on the clock.
            let answer = listed(&table).pop().unwrap();
            play(&mut table, &answer);
            if table.outcome().is_some() {
                panic!("{name} has ended too soon");
            }
            table.advance(MINUTE_MS);
            let outcome = if expected == "win" {
                Outcome::win(Seat(other), 2, "time")
            } else {
                Outcome::draw(2, "time_insufficient")
            };
            assert_eq!(table.outcome(), Some(&outcome), "{name}: {fen}");
        }
    }
}

#[test]
fn the_end_of_the_game_stops_the_clock() {
    let mut table: Table<Chess> = Table::start(Options { time: MINUTE, ..Options::default() });
    play(&mut table, "f2f3 e7e5 g2g4");
    table.advance(7_000);
    play(&mut table, "d8h4");
    table.advance(10 * MINUTE_MS);
    assert_eq!((reason(&table), running(&table)), (Some("checkmate"), None));
    assert_eq!(remaining(&table), [MINUTE_MS, MINUTE_MS - 7_000]);
}

#[test]
fn who_resigns_has_lost_whatever_the_other_has() {
    for (fen, moves, [mover, other]) in both("4k3/8/8/8/8/8/4P3/4K3 w - - 0 1", "e1d1 e8d8") {
        let mut table = minute_from(&fen);
        play(&mut table, &moves);
        table.forfeit(mover, Forfeit::Resigned).unwrap();
        assert_eq!(table.outcome(), Some(&Outcome::win(Seat(other), 2, "resigned")));
        assert_eq!(running(&table), None);
    }
}

#[test]
fn who_has_left_has_lost_unless_the_other_could_not_mate() {
    for (fen, moves, [mover, other]) in both("4k3/8/8/8/8/8/4P3/4K3 w - - 0 1", "e1d1 e8d8") {
        for (gone, outcome) in [(mover, Outcome::draw(2, "left")), (other, Outcome::win(Seat(mover), 2, "left"))] {
            let mut table = minute_from(&fen);
            play(&mut table, &moves);
            table.forfeit(gone, Forfeit::Left).unwrap();
            assert_eq!(table.outcome(), Some(&outcome), "{fen}");
        }
    }
}

#[test]
fn time_can_be_given_and_moves_the_flag() {
    let mut table: Table<Chess> = Table::start(Options { time: MINUTE, ..Options::default() });
    play(&mut table, "e2e4 e7e5");
    table.add_time(0).unwrap();
    assert_eq!(remaining(&table), [MINUTE_MS + GIFT_MS, MINUTE_MS]);
    table.advance(MINUTE_MS + GIFT_MS - 1);
    assert_eq!(table.outcome(), None);
    table.advance(1);
    assert_eq!(reason(&table), Some("time"));
    assert_eq!(new().add_time(0).unwrap_err().code, "no_clock");
}
