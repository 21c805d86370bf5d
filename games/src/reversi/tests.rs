//! Reversi by its rules: every way to end, passing, clocks, refusals.

mod bot;
mod games;

use title::{SeatTime, Table};

use super::*;

const ALL: Viewer = Viewer::Spectator;
const BLACK: Seat = Seat(0);
const WHITE: Seat = Seat(1);

fn put(cell: usize) -> Put {
    Put { cell }
}

/// The cell of a name: `a1` is the top left one, `h1` the top right one.
fn cell(name: &str) -> usize {
    let [column, row] = name.as_bytes() else { panic!("{name} names no cell") };
    usize::from(row - b'1') * 8 + usize::from(column - b'a')
}

/// Plays the moves of a transcript, each by whoever is awaited.
fn play_with(time: TimeControl, transcript: &str) -> Table<Reversi> {
    let mut table = Table::start(Options { time });
    for place in 0..transcript.len() / 2 {
        let seat = table.turn().iter().next().unwrap();
        table.act(seat.0, put(cell(&transcript[place * 2..place * 2 + 2]))).unwrap();
    }
    table
}

fn play(transcript: &str) -> Table<Reversi> {
    play_with(TimeControl::Unlimited, transcript)
}

/// Games to the end: their moves, and how many discs Black and White have then.
const GAMES: [(&str, [u32; 2]); 12] = [
    // A full board: either side has more, or both the same.
    (
        "e6d6c6f6d3c5b4f7f4d7g6f3e8b7e3g8e7h5f2c4b5b3g7c8b2c7h6h7b8e2a8g3h8f8e1a7g2h1g4a3h2a6d8c1b6a2c2f5c3d1h3a5a1g5b1f1h4d2g1a4",
        [47, 17],
    ),
    (
        "f5d6c4b3c5f4a2g5g4b5a6g3h4c3f6a3a4g6h2g2b4a5d3a7b6g7h7a1h6d2f2b7f7h5c2e2e6b1f1h3c7g1d1b8f3b2e7h1e3g8h8e1f8c1d7e8c6c8a8d8",
        [26, 38],
    ),
    (
        "f5f4d3c4b3d6g4d2e6h4d1c6e3b4g5h5a4f7f6f3g3g2h3h2h6a2h1e2c3g6c2g1d7f2b5b7e8d8e1c1g7g8c8f1b6a6b1b2b8a5c5a3f8e7h7a1c7a8a7h8",
        [32, 32],
    ),
    (
        "e6f4c3d6f5c6c5e7f8g5g3f3g4e8g6e3d2h2c7e2d8c1f7h5h4b6d1d3b5h7f2b8g7d7b7b4a4h3a3f1a5c8g2e1a8a6f6g8b2h1c2h6g1a2b1a7h8b3a1c4",
        [32, 32],
    ),
    // Cells are left, but nobody can enclose anything.
    (
        "e6f4c3c6c4e7f7b4d7g8f5c2c5c7e8b6g6d6f3g3a3g7f8d8a6a7d2b5c8h5f6b7b2g5h2g4h8h7e3b3h6h4b8a5a4c1a8g2d1e1f2g1e2a1d3h3a2",
        [53, 8],
    ),
    (
        "e6d6c6f4f3f6g4b6f7f8g8e3c7d7a5h8c3c8b7e7e8c4b8a8a7b5g7f5a6g6h6d8a4f2b3h7g5b2d3h3g3c5d2h4f1a3c2d1a1a2e2b4b1c1e1h5g2",
        [7, 54],
    ),
    // One side has nothing left: the shortest games there are.
    ("d3c3b3d2e1d6d7e3f4", [13, 0]),
    ("e6f4e3f6g5d6e7f5c5", [13, 0]),
    ("d3c3b3e3f5a3c4e6f4g4", [0, 14]),
    ("d3c3c4e3d2c1c2c5b3a3", [0, 14]),
    // With passes of either side, several in a row too.
    (
        "e6f4g3d6c5b4d7f6e3d8g6h6c3h2g5d2e7f5c6b5a3b6h7h8f7d3g4c7g2f2a5f8g8g7c8b3a7h4a4c4h3b7a6b8h1a8a2b2f3c2g1f1c1d1h5a1e8e2b1e1",
        [51, 13],
    ),
    (
        "e6d6c6f4c3c4c5d7g3f5e7b6b4c7g5f6c8b7a7h5b5f8g6a3d8e8h6a8g8h7b3h4f7b8d3a6a5h8g7h2f3d2e2g4d1a2h3a4h1e1f1c2e3f2",
        [6, 52],
    ),
];

#[test]
fn who_has_most_discs_wins_when_nobody_can_move() {
    for (transcript, counts) in GAMES {
        let table = play(transcript);
        let outcome = match counts {
            [black, white] if black > white => Outcome::win(BLACK, 2, "most_discs"),
            [black, white] if black < white => Outcome::win(WHITE, 2, "most_discs"),
            _ => Outcome::draw(2, "even_discs"),
        };
        assert_eq!((table.outcome(), table.view(ALL).counts), (Some(&outcome), counts), "{transcript}");
        assert_eq!(table.view(ALL).passed, None, "{transcript}");
        assert!(table.legal(0).is_empty() && table.legal(1).is_empty());
        assert_eq!(play(&transcript[..transcript.len() - 2]).outcome(), None, "{transcript}");
    }
}

#[test]
fn black_begins_with_four_moves() {
    let table = play("");
    let view = table.view(ALL);
    assert_eq!((view.counts, view.last, view.passed, table.turn()), ([2, 2], None, None, Seats::only(BLACK)));
    let discs = ["d4", "e4", "d5", "e5"].map(|name| view.cells[cell(name)]);
    assert_eq!(discs, [Some(WHITE), Some(BLACK), Some(BLACK), Some(WHITE)]);
    assert_eq!(sorted(table.legal(0)), ["d3", "c4", "f5", "e6"].map(cell));
    assert!(table.legal(1).is_empty());
}

fn sorted(puts: Vec<Put>) -> Vec<usize> {
    let mut cells: Vec<usize> = puts.into_iter().map(|put| put.cell).collect();
    cells.sort_unstable();
    cells
}

#[test]
fn cells_that_are_taken_or_enclose_nothing_are_refused() {
    let mut table = play("");
    for (name, code) in [("d4", "cell_taken"), ("c3", "nothing_enclosed"), ("a1", "nothing_enclosed")] {
        assert_eq!(table.act(0, put(cell(name))).unwrap_err().code, code, "{name}");
    }
    assert_eq!(table.act(0, put(64)).unwrap_err().code, "no_such_cell");
    assert_eq!(table.act(1, put(cell("f5"))).unwrap_err().code, "not_your_turn");
    assert!(table.act(0, put(cell("f5"))).is_ok());
}

#[test]
fn a_disc_turns_over_all_it_encloses() {
    // c5 closes the row, the column and the diagonal; nothing beyond the next black disc is turned.
    let view = play("e6f4e3f6g5d6e7f5c5").view(ALL);
    assert_eq!((view.counts, view.last), ([13, 0], Some(cell("c5"))));
    assert_eq!(view.cells.iter().flatten().count(), 13);
}

#[test]
fn who_cannot_move_passes_and_everyone_sees_it() {
    for ((transcript, _), expected) in
        GAMES[10..].iter().zip([&[(45, WHITE), (46, WHITE), (59, WHITE)][..], &[(38, BLACK), (39, BLACK)]])
    {
        let mut passes = Vec::new();
        for moves in 1..transcript.len() / 2 {
            let table = play(&transcript[..moves * 2]);
            if let Some(seat) = table.view(ALL).passed {
                assert!(table.legal(seat.0).is_empty() && !table.legal(seat.next(2).0).is_empty());
                assert_eq!(table.turn(), Seats::only(seat.next(2)));
                passes.push((moves, seat));
            }
        }
        assert_eq!(passes, expected, "{transcript}");
    }
}

#[test]
fn the_first_move_of_each_seat_is_on_no_clock() {
    let mut table = play_with(TimeControl::SuddenDeath { base_s: 60 }, "");
    table.advance(3_600_000);
    table.act(0, put(cell("f5"))).unwrap();
    table.advance(3_600_000);
    table.act(1, put(cell("d6"))).unwrap();
    table.advance(20_000);
    table.add_time(1).unwrap();
    table.act(0, put(cell("c4"))).unwrap();
    let left = |remaining_ms| SeatTime { remaining_ms, periods: 0 };
    assert_eq!(table.view(ALL).clock.seats, [left(40_000), left(75_000)]);
    table.advance(74_999);
    assert_eq!(table.outcome(), None);
    table.advance(1);
    assert_eq!(table.outcome(), Some(&Outcome::win(BLACK, 2, "time")));
}

#[test]
fn who_moves_twice_in_a_row_has_its_own_time_running() {
    let (transcript, _) = GAMES[10];
    let control = TimeControl::SuddenDeath { base_s: 60 };
    for moves in 2..transcript.len() / 2 {
        let table = play_with(control, &transcript[..moves * 2]);
        assert_eq!(table.view(ALL).clock.running, table.turn().iter().next(), "after {moves} moves");
    }
    assert_eq!(play_with(control, transcript).view(ALL).clock.running, None);
}

#[test]
fn options_are_held_to_the_bounds_of_time() {
    let plan = |time| Reversi::plan(&Options { time });
    assert_eq!(plan(TimeControl::PerMove { move_s: 0 }).unwrap_err().code, "bad_time");
    assert_eq!(plan(TimeControl::Days { days: 2 }), Ok(Plan::turn_based(2).unhurried()));
    for Preset { label, options } in Reversi::presets() {
        assert_eq!(Reversi::plan(&options), Ok(Plan::turn_based(2)), "{label}");
    }
}
