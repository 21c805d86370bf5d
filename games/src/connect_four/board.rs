//! The grid of connect four: where discs come to lie, and rows of four. It knows no clock and no table.

use serde::{Deserialize, Serialize};
use title::Seat;

pub(super) const COLUMNS: usize = 7;
pub(super) const ROWS: usize = 6;

/// Bits per column: one for each row, and one on top that stays empty, so that no row of four runs from the top of a
/// column into the foot of the next.
const STRIDE: usize = ROWS + 1;
/// How far two neighbours are apart: in a column, in a row, and on the two diagonals.
const STEPS: [usize; 4] = [1, STRIDE, STRIDE - 1, STRIDE + 1];
/// The likely good columns first: most rows of four go through the middle.
const FROM_THE_MIDDLE: [usize; COLUMNS] = [3, 2, 4, 1, 5, 0, 6];

/// A position, as a set of discs for each seat. Bit `column * 7 + height` is a cell, heights from the foot:
/// ```text
///  6 13 20 27 34 41 48   always empty
///  5 12 19 26 33 40 47
///  …                     (rows of a view count from the top)
///  0  7 14 21 28 35 42
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Board {
    discs: [u64; 2],
}

impl Board {
    /// The position that a view shows.
    pub(super) fn of(cells: &[Option<Seat>]) -> Board {
        let mut board = Board::default();
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
        (0..COLUMNS * ROWS).map(disc).collect()
    }

    /// How many discs have been put.
    pub(super) fn discs(self) -> u32 {
        self.all().count_ones()
    }

    /// Whose move it is, or would be if the game weren't over.
    pub(super) fn turn(self) -> Seat {
        if self.discs().is_multiple_of(2) { Seat(0) } else { Seat(1) }
    }

    pub(super) fn has_room(self, column: usize) -> bool {
        self.height(column) < ROWS
    }

    pub(super) fn is_full(self) -> bool {
        !(0..COLUMNS).any(|column| self.has_room(column))
    }

    /// The columns that may be chosen, from the middle outwards; none when the game is over.
    pub(super) fn columns(self) -> impl Iterator<Item = usize> {
        let over = self.has_won(self.turn().next(2));
        FROM_THE_MIDDLE.into_iter().filter(move |column| !over && self.has_room(*column))
    }

    /// The cell in which a disc in this column comes to lie; the column has room.
    pub(super) fn landing(self, column: usize) -> usize {
        (ROWS - 1 - self.height(column)) * COLUMNS + column
    }

    /// The position after a disc in this column, which has room.
    pub(super) fn put(mut self, column: usize) -> Board {
        self.discs[self.turn().index()] |= 1 << (column * STRIDE + self.height(column));
        self
    }

    /// Whether there are four of this seat's discs in a row.
    pub(super) fn has_won(self, seat: Seat) -> bool {
        let discs = self.discs[seat.index()];
        STEPS.iter().any(|step| {
            let pairs = discs & discs >> step;
            pairs & pairs >> (2 * step) != 0
        })
    }

    /// How many of the cells of `line` each seat has.
    pub(super) fn in_line(self, line: u64) -> [u32; 2] {
        self.discs.map(|discs| (discs & line).count_ones())
    }

    fn all(self) -> u64 {
        self.discs[0] | self.discs[1]
    }

    fn height(self, column: usize) -> usize {
        let discs = self.all() >> (column * STRIDE) & ((1 << ROWS) - 1);
        discs.count_ones() as usize
    }
}

/// The bit of a cell of a view.
fn bit(cell: usize) -> u64 {
    1 << (cell % COLUMNS * STRIDE + ROWS - 1 - cell / COLUMNS)
}

/// All rows of four, as sets of bits.
pub(super) fn lines() -> Vec<u64> {
    let inside = (0..COLUMNS * ROWS).fold(0, |all, cell| all | bit(cell));
    let line = |from: usize, step: usize| (0..4).fold(0u64, |line, disc| line | 1 << (from + disc * step));
    let lines = STEPS.iter().flat_map(|step| (0..COLUMNS * STRIDE - 3 * step).map(move |from| line(from, *step)));
    lines.filter(|line| line & inside == *line).collect()
}
