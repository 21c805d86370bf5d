//! Connect four: discs fall into columns, and four of one's own in a row win. A whole title in small: a position with
//! its view, clocks, presets and a bot. What discs do is `board`'s; `bot` sees views only.

mod board;
mod bot;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use title::{
    Clock, ClockFace, Courtesy, Cx, GIFT_MS, Info, Legal, Outcome, Plan, Preset, Rejection, Rng, Seat, Seats,
    TimeControl, Title, Viewer, Wire,
};

use self::board::{Board, COLUMNS};

/// Moves that are on no clock: the first of each seat.
const MOVES_OFF_CLOCK: u32 = 2;

/// A game.
#[derive(Clone, Serialize, Deserialize)]
pub struct ConnectFour {
    board: Board,
    /// The cell of the last disc.
    last: Option<usize>,
    clock: Clock,
}

/// What a table chooses.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Options {
    time: TimeControl,
}

/// Lets a disc fall into a column, from 0 on the left to 6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Put {
    column: usize,
}

/// What everyone sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Whose disc is in each of the 42 cells, row by row from the top left.
    cells: Vec<Option<Seat>>,
    /// The cell of the last disc.
    last: Option<usize>,
    clock: ClockFace,
}

Wire!(Options, Put, View);

impl Title for ConnectFour {
    const INFO: Info = Info::new("connect_four", "Connect four", "Drop discs; four in a row, in any direction, win.")
        .with_courtesies(Courtesy::ALL)
        .with_sides(&["Red", "Yellow"])
        .with_bot("Pavement player");
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
        Ok(ConnectFour { board: Board::default(), last: None, clock: Clock::new(options.time, cx.seats()) })
    }

    fn turn(&self) -> Seats {
        Seats::only(self.board.turn())
    }

    fn act(&mut self, seat: Seat, Put { column }: Put, cx: &mut Cx<Self>) -> Result<(), Rejection> {
        if column >= COLUMNS {
            return Err(Rejection::new("no_such_column", "Choose a column from 0 to 6."));
        }
        if !self.board.has_room(column) {
            return Err(Rejection::new("column_full", "That column is full; choose another one."));
        }
        self.last = Some(self.board.landing(column));
        self.board = self.board.put(column);
        self.clock.press((), cx);
        if self.board.has_won(seat) {
            cx.end(Outcome::win(seat, 2, "four_in_a_row"));
        } else if self.board.is_full() {
            cx.end(Outcome::draw(2, "full_board"));
        } else if self.board.discs() >= MOVES_OFF_CLOCK {
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
        View { cells: self.board.cells(), last: self.last, clock: self.clock.face() }
    }

    fn legal(&self, seat: Seat) -> Legal<Put> {
        let columns = self.board.columns().filter(|_| seat == self.board.turn());
        Legal::Listed(columns.map(|column| Put { column }).collect())
    }

    fn presets() -> Vec<Preset<Options>> {
        let increment = TimeControl::Increment { base_s: 180, increment_s: 2 };
        [("3+2", increment), ("Unlimited", TimeControl::Unlimited)]
            .map(|(label, time)| Preset { label, options: Options { time } })
            .into()
    }

    fn bot(view: &View, seat: Seat, rng: &mut Rng) -> Option<Put> {
        bot::choose(view, seat, bot::NODES, rng)
    }
}

#[cfg(test)]
mod tests;
