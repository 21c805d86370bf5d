//! The board of reversi: which discs one encloses, and who moves next. It knows no clock and no table.

use serde::{Deserialize, Serialize};
use title::Seat;

pub(super) const CELLS: usize = 64;

/// All columns but the rightmost, and all but the leftmost: a disc that leaves the board on one side must not come in
/// on the other.
const NOT_LAST: u64 = 0x7f7f_7f7f_7f7f_7f7f;
const NOT_FIRST: u64 = 0xfefe_fefe_fefe_fefe;

/// A position: a set of discs for each seat, in which bit `row * 8 + column` is a cell and the top left is bit 0, and
/// whose move it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Board {
    discs: [u64; 2],
    turn: Seat,
}

impl Board {
    /// The four discs in the middle; the first seat has the upper right and the lower left one.
    pub(super) fn start() -> Board {
        Board { discs: [1 << 28 | 1 << 35, 1 << 27 | 1 << 36], turn: Seat(0) }
    }

    /// The position that a view shows when it is the move of `turn`.
    pub(super) fn of(cells: &[Option<Seat>], turn: Seat) -> Board {
        let mut board = Board { discs: [0; 2], turn };
        for (cell, disc) in cells.iter().enumerate() {
            if let Some(seat) = disc {
                board.discs[seat.index()] |= bit(cell);
            }
        }
        board
    }

    /// What lies in each cell, row by row from the top left.
    pub(super) fn cells(self) -> Vec<Option<Seat>> {
        let disc = |cell| (0..2).map(Seat).find(|seat| self.discs[seat.index()] & bit(cell) != 0);
        (0..CELLS).map(disc).collect()
    }

    /// Whose move it is. When it is over, whose it was.
    pub(super) fn turn(self) -> Seat {
        self.turn
    }

    pub(super) fn counts(self) -> [u32; 2] {
        self.discs.map(u64::count_ones)
    }

    pub(super) fn discs(self) -> u32 {
        self.counts().iter().sum()
    }

    pub(super) fn is_taken(self, cell: usize) -> bool {
        (self.discs[0] | self.discs[1]) & bit(cell) != 0
    }

    /// Whether who is to move may put a disc there.
    pub(super) fn may_put(self, cell: usize) -> bool {
        self.open(self.turn) & bit(cell) != 0
    }

    /// Where who is to move may put a disc.
    pub(super) fn moves(self) -> impl Iterator<Item = usize> {
        cells_of(self.open(self.turn))
    }

    /// Whether nobody can move any more. Nobody is to move who can't while the other can.
    pub(super) fn is_over(self) -> bool {
        self.open(self.turn) == 0
    }

    /// The position after a disc in a cell where it may be put. If the other can't move then, the same seat is to
    /// move again.
    pub(super) fn put(self, cell: usize) -> Board {
        let (me, other) = (self.turn, self.turn.next(2));
        let disc = bit(cell);
        let turned = DIRECTIONS.iter().fold(0, |all, step| all | self.enclosed(disc, *step));
        let mut next = self;
        next.discs[me.index()] |= disc | turned;
        next.discs[other.index()] &= !turned;
        if next.open(other) != 0 {
            next.turn = other;
        }
        next
    }

    /// The cells in which `seat` may put a disc.
    pub(super) fn open(self, seat: Seat) -> u64 {
        let (mine, theirs) = (self.discs[seat.index()], self.discs[seat.next(2).index()]);
        let empty = !(mine | theirs);
        DIRECTIONS.iter().fold(0, |open, step| open | step(run(mine, theirs, *step)) & empty)
    }

    /// The discs of each seat.
    pub(super) fn sets(self) -> [u64; 2] {
        self.discs
    }

    /// What `disc`, newly put by who is to move, turns over in one direction: the others' discs next to it, if there
    /// is one of its own behind them.
    fn enclosed(self, disc: u64, step: Step) -> u64 {
        let (mine, theirs) = (self.discs[self.turn.index()], self.discs[self.turn.next(2).index()]);
        let between = run(disc, theirs, step);
        if step(between) & mine == 0 { 0 } else { between }
    }
}

fn bit(cell: usize) -> u64 {
    1 << cell
}

/// Moves every disc of a set to its neighbouring cell; those at that edge drop off.
type Step = fn(u64) -> u64;

const DIRECTIONS: [Step; 8] = [
    |set| set >> 8,
    |set| set << 8,
    |set| (set & NOT_LAST) << 1,
    |set| (set & NOT_FIRST) >> 1,
    |set| (set & NOT_LAST) << 9,
    |set| (set & NOT_FIRST) >> 9,
    |set| (set & NOT_FIRST) << 7,
    |set| (set & NOT_LAST) >> 7,
];

/// The unbroken discs of `through` that lie next to `from` in one direction. Six are the most that can lie between two.
fn run(from: u64, through: u64, step: Step) -> u64 {
    let mut run = step(from) & through;
    for _ in 0..5 {
        run |= step(run) & through;
    }
    run
}

/// The cells of a set.
pub(super) fn cells_of(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let cell = set.trailing_zeros() as usize;
        // Takes the lowest bit away; nothing is left of an empty set.
        set &= set.checked_sub(1)?;
        Some(cell)
    })
}
