//! Tic-tac-toe: the shortest honest title, and the first page of the authors' guide.

use serde::{Deserialize, Serialize};
use title::{Courtesy, Cx, Info, Legal, NoOptions, Outcome, Plan, Rejection, Seat, Seats, Title, Viewer, Wire};

const LINES: [[usize; 3]; 8] = [[0, 1, 2], [3, 4, 5], [6, 7, 8], [0, 3, 6], [1, 4, 7], [2, 5, 8], [0, 4, 8], [2, 4, 6]];

/// A position: the cells from the top left, row by row, and whose turn it is.
#[derive(Clone, Serialize, Deserialize)]
pub struct TicTacToe {
    cells: [Option<Seat>; 9],
    turn: Seat,
}

/// Puts the seat's mark into a cell, from 0 to 8.
#[derive(Serialize, Deserialize)]
pub struct Place {
    cell: usize,
}

/// What everyone sees.
#[derive(Serialize, Deserialize)]
pub struct View {
    cells: [Option<Seat>; 9],
}

Wire!(Place, View);

impl Title for TicTacToe {
    const INFO: Info = Info::new("tic_tac_toe", "Tic-tac-toe", "Three in a row wins.")
        .with_courtesies(Courtesy::UNTIMED)
        .with_sides(&["X", "O"]);
    type Options = NoOptions;
    type Action = Place;
    type View = View;
    type Note = ();
    type Alarm = ();
    type Input = ();
    type Frame = ();

    fn plan(_: &NoOptions) -> Result<Plan, Rejection> {
        Ok(Plan::turn_based(2))
    }

    fn start(_: NoOptions, _: &mut Cx<Self>) -> Result<Self, Rejection> {
        Ok(TicTacToe { cells: [None; 9], turn: Seat(0) })
    }

    fn turn(&self) -> Seats {
        Seats::only(self.turn)
    }

    fn act(&mut self, seat: Seat, place: Place, cx: &mut Cx<Self>) -> Result<(), Rejection> {
        match self.cells.get_mut(place.cell) {
            Some(cell @ None) => *cell = Some(seat),
            Some(_) => return Err(Rejection::new("cell_taken", "That cell is taken; choose an empty one.")),
            None => return Err(Rejection::new("no_such_cell", "Choose a cell from 0 to 8.")),
        }
        self.turn = seat.next(2);
        if LINES.iter().any(|line| line.iter().all(|cell| self.cells[*cell] == Some(seat))) {
            cx.end(Outcome::win(seat, 2, "three_in_a_row"));
        } else if self.cells.iter().all(Option::is_some) {
            cx.end(Outcome::draw(2, "board_full"));
        }
        Ok(())
    }

    fn view(&self, _: Viewer) -> View {
        View { cells: self.cells }
    }

    fn legal(&self, _: Seat) -> Legal<Place> {
        Legal::Listed((0..9).filter(|cell| self.cells[*cell].is_none()).map(|cell| Place { cell }).collect())
    }
}

#[cfg(test)]
mod tests;
