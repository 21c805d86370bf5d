//! A bot that knows what beginners are told: corners are kept, cells beside an open corner shunned, choice is worth
//! more than discs. It knows what a player sees, the view, and no more.

use title::{Rng, Seat};

use super::{
    Put, View,
    board::{self, Board},
};
use crate::search::{self, Position, WON};

/// Positions looked at for one move: five or six plies, which is the strength wanted (it can be beaten by whoever
/// counts), and about ten milliseconds. When they are used up, the best move found so far is played.
pub(super) const NODES: u32 = 20_000;

/// Kinds of cells and what a disc there is worth, those that are likely good moves first.
const KINDS: [(u64, i32); 5] = [
    (CORNERS, 100),
    (EDGES, 8),
    (!(CORNERS | EDGES | BESIDE | BEFORE), 1),
    // From here the other may get to the corner.
    (BESIDE, -15),
    (BEFORE, -35),
];
const CORNERS: u64 = 0x8100_0000_0000_0081;
/// On the edge, but not next to a corner.
const EDGES: u64 = 0x3c00_8181_8181_003c;
/// On the edge next to a corner.
const BESIDE: u64 = 0x4281_0000_0000_8142;
/// Next to a corner towards the middle.
const BEFORE: u64 = 0x0042_0000_0000_4200;

/// What a cell is worth in which one may move.
const CHOICE: i32 = 6;

/// What `seat` does in `view`, after at most `nodes` positions looked at. `None` if it can't move.
pub(super) fn choose(view: &View, seat: Seat, nodes: u32, rng: &mut Rng) -> Option<Put> {
    search::best(&Board::of(&view.cells, seat), nodes, rng).map(|cell| Put { cell })
}

impl Position for Board {
    type Move = usize;

    fn turn(&self) -> Seat {
        Board::turn(*self)
    }

    fn moves(&self) -> impl Iterator<Item = usize> {
        let open = self.open(Board::turn(*self));
        KINDS.iter().flat_map(move |(kind, _)| board::cells_of(open & kind))
    }

    fn after(&self, cell: usize) -> Board {
        self.put(cell)
    }

    fn worth(&self) -> i32 {
        let me = Board::turn(*self);
        let other = me.next(2);
        if self.is_over() {
            let [mine, theirs] = [me, other].map(|seat| self.sets()[seat.index()].count_ones().cast_signed());
            return (mine - theirs).signum() * WON + mine - theirs;
        }
        let [mine, theirs] = [me, other].map(|seat| {
            let discs = self.sets()[seat.index()];
            let places: i32 = KINDS.iter().map(|(kind, worth)| (discs & kind).count_ones().cast_signed() * worth).sum();
            places + self.open(seat).count_ones().cast_signed() * CHOICE
        });
        mine - theirs
    }
}
