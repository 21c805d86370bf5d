//! A bot that has played on many a pavement: it misses no short combination and knows no theory. It is told
//! what a player sees, the view, and no more.

use title::{Rng, Seat};

use super::{
    Put, View,
    board::{self, Board},
};
use crate::search::{self, Position, WON};

/// Positions looked at for one move: six or seven plies, which is the strength wanted (it can be beaten by whoever
/// plans), and about ten milliseconds. When they are used up, the best move found so far is played.
pub(super) const NODES: u32 = 20_000;

/// What a row of four is worth in which a seat has so many discs and the other has none.
const CHANCE: [i32; 5] = [0, 1, 5, 25, 0];

/// What `seat` does in `view`, after at most `nodes` positions looked at. `None` if it isn't to move or can't.
pub(super) fn choose(view: &View, seat: Seat, nodes: u32, rng: &mut Rng) -> Option<Put> {
    let lines = board::lines();
    let seen = Seen { board: Board::of(&view.cells), lines: &lines };
    if seen.turn() != seat {
        return None;
    }
    search::best(&seen, nodes, rng).map(|column| Put { column })
}

/// A position, and the rows of four that are counted in it.
#[derive(Clone, Copy)]
struct Seen<'a> {
    board: Board,
    lines: &'a [u64],
}

impl Position for Seen<'_> {
    type Move = usize;

    fn turn(&self) -> Seat {
        self.board.turn()
    }

    fn moves(&self) -> impl Iterator<Item = usize> {
        self.board.columns()
    }

    fn after(&self, column: usize) -> Self {
        Seen { board: self.board.put(column), ..*self }
    }

    fn worth(&self) -> i32 {
        if self.board.has_won(self.turn().next(2)) {
            return -WON;
        }
        if self.board.is_full() {
            return 0;
        }
        let chances = self.lines.iter().map(|line| match self.board.in_line(*line) {
            [mine, 0] => CHANCE[mine as usize],
            [0, theirs] => -CHANCE[theirs as usize],
            _ => 0,
        });
        let first: i32 = chances.sum();
        if self.turn() == Seat(0) { first } else { -first }
    }
}
