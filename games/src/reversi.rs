//! Reversi, also known as Othello: a disc turns over the others' discs that it encloses; who has most at the end
//! wins. What discs do is `board`'s; `bot` sees views only.

mod board;
mod bot;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use title::{
    Clock, ClockFace, Courtesy, Cx, GIFT_MS, Info, Legal, Outcome, Plan, Preset, Rejection, Rng, Seat, Seats,
    TimeControl, Title, Viewer, Wire,
};

use self::board::{Board, CELLS};

/// Moves that are on no clock: the first of each seat.
const MOVES_OFF_CLOCK: u32 = 2;

/// A game. Nobody is ever awaited who can't move: passing is done for one.
#[derive(Clone, Serialize, Deserialize)]
pub struct Reversi {
    board: Board,
    /// The cell of the last disc.
    last: Option<usize>,
    /// Who had to pass after it.
    passed: Option<Seat>,
    clock: Clock,
}

/// What a table chooses.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Options {
    time: TimeControl,
}

/// Puts a disc into a cell, from 0 at the top left, row by row, to 63.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Put {
    cell: usize,
}

/// What everyone sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Whose disc is in each of the 64 cells, row by row from the top left.
    cells: Vec<Option<Seat>>,
    /// The cell of the last disc.
    last: Option<usize>,
    /// Who had to pass just now.
    passed: Option<Seat>,
    /// How many discs each seat has.
    counts: [u32; 2],
    clock: ClockFace,
}

Wire!(Options, Put, View);

impl Title for Reversi {
    const INFO: Info = Info::new("reversi", "Reversi", "Enclose discs to turn them over; most discs at the end win.")
        .with_courtesies(Courtesy::ALL)
        .with_sides(&["Black", "White"])
        .with_bot("Corner keeper");
    type Options = Options;
    type Action = Put;
    type View = View;
    type Note = ();
    type Alarm = ();
    type Input = ();
    type Frame = ();

    fn plan(options: &Options) -> Result<Plan, Rejection> {
        options.time.check()?;
        let plan = Plan::turn_based(2);
        Ok(if options.time.is_unhurried() { plan.unhurried() } else { plan })
    }

    fn start(options: Options, cx: &mut Cx<Self>) -> Result<Self, Rejection> {
        let clock = Clock::new(options.time, cx.seats());
        Ok(Reversi { board: Board::start(), last: None, passed: None, clock })
    }

    fn turn(&self) -> Seats {
        Seats::only(self.board.turn())
    }

    fn act(&mut self, seat: Seat, Put { cell }: Put, cx: &mut Cx<Self>) -> Result<(), Rejection> {
        if cell >= CELLS {
            return Err(Rejection::new("no_such_cell", "Choose a cell from 0 to 63."));
        }
        if self.board.is_taken(cell) {
            return Err(Rejection::new("cell_taken", "That cell is taken; choose an empty one."));
        }
        if !self.board.may_put(cell) {
            return Err(Rejection::new("nothing_enclosed", "Choose a cell where your disc encloses others."));
        }
        self.board = self.board.put(cell);
        self.last = Some(cell);
        self.passed = (self.board.turn() == seat && !self.board.is_over()).then(|| seat.next(2));
        self.clock.press((), cx);
        if self.board.is_over() {
            cx.end(self.result());
        } else if self.board.discs() >= Board::start().discs() + MOVES_OFF_CLOCK {
            self.clock.start(self.board.turn(), (), cx);
        }
        Ok(())
    }

    fn alarm(&mut self, (): (), cx: &mut Cx<Self>) {
        if let Some(seat) = self.clock.rang((), cx) {
            cx.end(Outcome::win(seat.next(2), 2, "time"));
        }
    }

    fn add_time(&mut self, seat: Seat, cx: &mut Cx<Self>) -> Result<(), Rejection> {
        self.clock.give(seat, GIFT_MS, (), cx)
    }

    fn view(&self, _: Viewer) -> View {
        View {
            cells: self.board.cells(),
            last: self.last,
            passed: self.passed,
            counts: self.board.counts(),
            clock: self.clock.face(),
        }
    }

    fn legal(&self, seat: Seat) -> Legal<Put> {
        let cells = self.board.moves().filter(|_| seat == self.board.turn());
        Legal::Listed(cells.map(|cell| Put { cell }).collect())
    }

    fn presets() -> Vec<Preset<Options>> {
        let increment = TimeControl::Increment { base_s: 300, increment_s: 3 };
        [("5+3", increment), ("Unlimited", TimeControl::Unlimited)]
            .map(|(label, time)| Preset { label, options: Options { time } })
            .into()
    }

    fn bot(view: &View, seat: Seat, rng: &mut Rng) -> Option<Put> {
        bot::choose(view, seat, bot::NODES, rng)
    }
}

impl Reversi {
    /// How it ends when nobody can move any more.
    fn result(&self) -> Outcome {
        match self.board.counts() {
            [black, white] if black > white => Outcome::win(Seat(0), 2, "most_discs"),
            [black, white] if black < white => Outcome::win(Seat(1), 2, "most_discs"),
            _ => Outcome::draw(2, "even_discs"),
        }
    }
}

#[cfg(test)]
mod tests;
