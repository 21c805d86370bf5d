//! Tic-tac-toe by its rules.

use title::Table;

use super::*;

const X: Seat = Seat(0);
const O: Seat = Seat(1);

/// Plays the cells in turn.
fn play(cells: &[usize]) -> Table<TicTacToe> {
    let mut table = Table::start(NoOptions {});
    for (turn, cell) in cells.iter().enumerate() {
        table.act(if turn % 2 == 0 { 0 } else { 1 }, Place { cell: *cell }).unwrap();
    }
    table
}

#[test]
fn every_line_wins_for_either_seat() {
    for line in LINES {
        let [a, b, c] = line;
        let others: Vec<usize> = (0..9).filter(|cell| !line.contains(cell)).collect();
        let table = play(&[a, others[0], b, others[1], c]);
        assert_eq!(table.outcome(), Some(&Outcome::win(X, 2, "three_in_a_row")), "{line:?}");

        // Three of the other cells that are no line themselves: the last of them, or the one before.
        let [p, q, mut r] = [others[0], others[1], others[2]];
        if LINES.contains(&[p, q, r]) {
            r = others[3];
        }
        let table = play(&[p, a, q, b, r, c]);
        assert_eq!(table.outcome(), Some(&Outcome::win(O, 2, "three_in_a_row")), "{line:?}");
    }
}

#[test]
fn a_full_board_without_a_line_is_a_draw() {
    assert_eq!(play(&[0, 1, 2, 4, 3, 5, 7, 6, 8]).outcome(), Some(&Outcome::draw(2, "board_full")));
}

#[test]
fn a_line_with_the_last_cell_wins() {
    assert_eq!(play(&[0, 1, 2, 3, 4, 5, 7, 6, 8]).outcome(), Some(&Outcome::win(X, 2, "three_in_a_row")));
}

#[test]
fn cells_that_are_taken_or_not_there_are_refused() {
    let mut table = play(&[4]);
    assert_eq!(table.act(1, Place { cell: 4 }).unwrap_err().code, "cell_taken");
    assert_eq!(table.act(1, Place { cell: 9 }).unwrap_err().code, "no_such_cell");
    assert_eq!(table.act(0, Place { cell: 0 }).unwrap_err().code, "not_your_turn");
    assert!(table.act(1, Place { cell: 8 }).is_ok());
}

#[test]
fn there_are_255168_games() {
    // The published count of complete games of tic-tac-toe: 131,184 and 77,904 are won by the first and the second, 46,080
    // are drawn.
    fn count(cells: &mut Vec<usize>, ends: &mut [u32; 3]) {
        let table = play(cells);
        if let Some(outcome) = table.outcome() {
            let winners = outcome.winners();
            ends[if winners.contains(X) {
                0
            } else if winners.contains(O) {
                1
            } else {
                2
            }] += 1;
            return;
        }
        for Place { cell } in table.legal(0) {
            cells.push(cell);
            count(cells, ends);
            cells.pop();
        }
    }
    // One opening of each kind, weighed by how many look alike: a corner, an edge, the middle.
    let mut ends = [0; 3];
    for (opening, alike) in [(0, 4), (1, 4), (4, 1)] {
        let mut some = [0; 3];
        count(&mut vec![opening], &mut some);
        ends.iter_mut().zip(some).for_each(|(end, some)| *end += some * alike);
    }
    assert_eq!(ends, [131_184, 77_904, 46_080]);
}
