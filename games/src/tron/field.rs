//! Tron's field: cells, the ways between them, and which of them are walls. It knows no riders and no rules.

use serde::{Deserialize, Serialize};

/// How many cells the field is wide. A row fits into 64 bits.
pub(super) const COLUMNS: i8 = 48;
/// How many cells it is high.
pub(super) const ROWS: i8 = 32;

/// A cell: column and row, from 0 at the top left. It may lie outside of the field, where everything is wall.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cell(pub(super) i8, pub(super) i8);

/// A way from a cell to the one beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Direction {
    /// To the row before.
    Up,
    /// To the next column.
    Right,
    /// To the next row.
    Down,
    /// To the column before.
    Left,
}

/// The columns of a row, as bits.
const ROW: u64 = (1 << COLUMNS) - 1;

/// A set of cells, such as the walls: a bit a column, a number a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Field([u64; ROWS as usize]);

impl Direction {
    pub(super) const ALL: [Direction; 4] = [Direction::Up, Direction::Right, Direction::Down, Direction::Left];

    pub(super) fn opposite(self) -> Direction {
        match self {
            Direction::Up => Direction::Down,
            Direction::Right => Direction::Left,
            Direction::Down => Direction::Up,
            Direction::Left => Direction::Right,
        }
    }
}

impl Cell {
    /// The cell beside it.
    pub(super) fn next(self, direction: Direction) -> Cell {
        let Cell(column, row) = self;
        match direction {
            Direction::Up => Cell(column, row.saturating_sub(1)),
            Direction::Right => Cell(column.saturating_add(1), row),
            Direction::Down => Cell(column, row.saturating_add(1)),
            Direction::Left => Cell(column.saturating_sub(1), row),
        }
    }

    /// Where its row and its bit are in a field; `None` outside.
    fn place(self) -> Option<(usize, u64)> {
        let Cell(column, row) = self;
        let inside = (0..COLUMNS).contains(&column) && (0..ROWS).contains(&row);
        inside.then(|| (usize::from(row.unsigned_abs()), 1 << column))
    }
}

impl Field {
    /// Adds a cell, if it lies inside.
    pub(super) fn take(&mut self, cell: Cell) {
        if let Some((row, bit)) = cell.place() {
            self.0[row] |= bit;
        }
    }

    /// Adds every cell of a trail that is told by its corners.
    pub(super) fn take_trail(&mut self, trail: &[Cell]) {
        trail.first().into_iter().for_each(|start| self.take(*start));
        for ends in trail.windows(2) {
            let (Cell(column, row), Cell(to_column, to_row)) = (ends[0], ends[1]);
            for row in row.min(to_row)..=row.max(to_row) {
                for column in column.min(to_column)..=column.max(to_column) {
                    self.take(Cell(column, row));
                }
            }
        }
    }

    /// Whether a cell lies inside and is not in the set.
    pub(super) fn is_free(&self, cell: Cell) -> bool {
        cell.place().is_some_and(|(row, bit)| self.0[row] & bit == 0)
    }

    /// The cells of the set and all beside them.
    pub(super) fn grown(&self) -> Field {
        let mut grown = *self;
        for (row, bits) in self.0.iter().enumerate() {
            grown.0[row] |= (bits << 1 | bits >> 1) & ROW;
            if row > 0 {
                grown.0[row - 1] |= bits;
            }
            if row + 1 < self.0.len() {
                grown.0[row + 1] |= bits;
            }
        }
        grown
    }

    /// The cells of either set.
    pub(super) fn and(mut self, other: &Field) -> Field {
        self.0.iter_mut().zip(other.0).for_each(|(bits, others)| *bits |= others);
        self
    }

    /// The cells of the set that are not in the other.
    pub(super) fn without(mut self, other: &Field) -> Field {
        self.0.iter_mut().zip(other.0).for_each(|(bits, others)| *bits &= !others);
        self
    }

    /// How many cells are in it.
    pub(super) fn count(&self) -> u32 {
        self.0.iter().map(|bits| bits.count_ones()).sum()
    }
}
