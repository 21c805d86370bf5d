//! Connect four by its rules: every row of four, every way to end, clocks, refusals.

mod bot;
mod games;

use std::collections::BTreeSet;

use title::{Forfeit, SeatTime, Table};

use self::games::rows_of_four;
use super::{
    board::{ROWS, lines},
    *,
};

const ALL: Viewer = Viewer::Spectator;

fn put(column: usize) -> Put {
    Put { column }
}

/// Plays columns, written one after the other, in turn.
fn play_with(time: TimeControl, columns: &str) -> Table<ConnectFour> {
    let mut table = Table::start(Options { time });
    for (turn, column) in columns.chars().enumerate() {
        table.act(u8::from(turn % 2 == 1), put(column.to_digit(10).unwrap() as usize)).unwrap();
    }
    table
}

fn play(columns: &str) -> Table<ConnectFour> {
    play_with(TimeControl::Unlimited, columns)
}

/// The position with this seat's discs in these cells and nothing else, whether they could lie there or not.
fn only(seat: Seat, cells: &[usize]) -> Board {
    let disc = |cell| cells.contains(&cell).then_some(seat);
    Board::of(&(0..COLUMNS * ROWS).map(disc).collect::<Vec<_>>())
}

#[test]
fn all_69_rows_of_four_win_for_either_seat_and_three_of_them_do_not() {
    let rows = rows_of_four();
    assert_eq!((rows.len(), lines().len()), (69, 69));
    for row in rows {
        for (seat, other) in [(Seat(0), Seat(1)), (Seat(1), Seat(0))] {
            assert!(only(seat, &row).has_won(seat) && !only(seat, &row).has_won(other), "{row:?}");
            for gap in row {
                let three: Vec<usize> = row.into_iter().filter(|cell| *cell != gap).collect();
                assert!(!only(seat, &three).has_won(seat), "{three:?}");
            }
        }
    }
}

#[test]
fn four_cells_that_are_no_row_do_not_win() {
    let rows: BTreeSet<[usize; 4]> = rows_of_four().into_iter().map(sorted).collect();
    // Every four cells of which three are neighbours somewhere: where a row could be seen that goes round an edge.
    for row in &rows {
        for stray in 0..COLUMNS * ROWS {
            let four = sorted([row[0], row[1], row[2], stray]);
            let wins = only(Seat(0), &four).has_won(Seat(0));
            assert_eq!(wins, rows.contains(&four), "{four:?}");
        }
    }
}

fn sorted(mut cells: [usize; 4]) -> [usize; 4] {
    cells.sort_unstable();
    cells
}

#[test]
fn four_in_a_row_win_in_every_direction_for_either_seat() {
    let games = [("0101010", "6"), ("0011223", "6"), ("01122323363", "6"), ("65544343303", "0")];
    for (game, elsewhere) in games {
        assert_eq!(play(game).outcome(), Some(&Outcome::win(Seat(0), 2, "four_in_a_row")), "{game}");
        // One move elsewhere first, and the other seat makes these.
        let swapped = elsewhere.to_string() + game;
        assert_eq!(play(&swapped).outcome(), Some(&Outcome::win(Seat(1), 2, "four_in_a_row")), "{swapped}");
        for short in [&game[..game.len() - 1], &swapped[..game.len()]] {
            assert_eq!(play(short).outcome(), None, "{short}");
        }
    }
}

#[test]
fn a_full_board_without_a_row_of_four_is_a_draw() {
    for game in ["530560356602521461465444224651110020123333", "040402256041322266330436655125106351345411"] {
        assert_eq!(play(game).outcome(), Some(&Outcome::draw(2, "full_board")));
        assert_eq!(play(&game[..41]).outcome(), None);
    }
}

#[test]
fn a_row_of_four_with_the_last_disc_wins() {
    for game in ["205022041344352113060630556241565363146241", "240456631641246163061445133252255100352003"] {
        assert_eq!(play(game).outcome(), Some(&Outcome::win(Seat(1), 2, "four_in_a_row")));
    }
}

#[test]
fn a_disc_falls_onto_the_others() {
    let view = play("330").view(ALL);
    let discs: Vec<_> =
        view.cells.iter().enumerate().filter_map(|(cell, disc)| disc.map(|seat| (cell, seat))).collect();
    assert_eq!(discs, [(31, Seat(1)), (35, Seat(0)), (38, Seat(0))]);
    assert_eq!((view.cells.len(), view.last), (42, Some(35)));
    assert_eq!(play("").view(ALL).last, None);
}

#[test]
fn columns_that_are_full_or_not_there_are_refused() {
    let mut table = play("333333");
    assert_eq!(table.act(0, put(3)).unwrap_err().code, "column_full");
    assert_eq!(table.act(0, put(7)).unwrap_err().code, "no_such_column");
    assert_eq!(table.act(1, put(0)).unwrap_err().code, "not_your_turn");
    assert!(!table.legal(0).contains(&put(3)) && table.legal(1).is_empty());
    assert!(table.act(0, put(0)).is_ok());
}

#[test]
fn the_first_move_of_each_seat_is_on_no_clock() {
    let time = TimeControl::Increment { base_s: 60, increment_s: 2 };
    let mut table = play_with(time, "");
    table.advance(3_600_000);
    table.act(0, put(0)).unwrap();
    table.advance(3_600_000);
    table.act(1, put(0)).unwrap();
    assert_eq!(table.view(ALL).clock.running, Some(Seat(0)));
    table.advance(10_000);
    table.act(0, put(1)).unwrap();
    let left = |remaining_ms| SeatTime { remaining_ms, periods: 0 };
    assert_eq!(table.view(ALL).clock.seats, [left(52_000), left(60_000)]);
    table.advance(59_999);
    assert_eq!(table.outcome(), None);
    table.advance(1);
    assert_eq!(table.outcome(), Some(&Outcome::win(Seat(0), 2, "time")));
    assert_eq!(table.view(ALL).clock.running, None);
}

#[test]
fn a_won_game_has_no_clock_running() {
    let table = play_with(TimeControl::SuddenDeath { base_s: 60 }, "0101010");
    assert_eq!(table.view(ALL).clock.running, None);
}

#[test]
fn time_can_be_given_and_a_game_given_up() {
    let mut table = play_with(TimeControl::SuddenDeath { base_s: 60 }, "01");
    table.add_time(0).unwrap();
    table.advance(74_999);
    assert_eq!(table.outcome(), None);
    table.forfeit(0, Forfeit::Resigned).unwrap();
    assert_eq!(table.outcome().map(|outcome| (outcome.winners(), &*outcome.reason)), {
        Some((Seats::only(Seat(1)), "resigned"))
    });
    assert_eq!(play("").add_time(0).unwrap_err().code, "no_clock");
}

#[test]
fn options_are_held_to_the_bounds_of_time() {
    let plan = |time| ConnectFour::plan(&Options { time });
    assert_eq!(plan(TimeControl::SuddenDeath { base_s: 0 }).unwrap_err().code, "bad_time");
    assert_eq!(plan(TimeControl::Days { days: 2 }), Ok(Plan::turn_based(2).unhurried()));
    for Preset { label, options } in ConnectFour::presets() {
        assert_eq!(ConnectFour::plan(&options), Ok(Plan::turn_based(2)), "{label}");
    }
}
