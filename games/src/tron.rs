//! Tron: riders who leave a wall behind them wherever they go. Whoever meets a wall, the field's edge or another rider is
//! out, and the last one riding wins.
//!
//! It stands here to keep three things honest: frames that tell only what has changed, more than two seats, and players who
//! are out while a match goes on.

mod bot;
mod field;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use title::{
    Audience, Courtesy, Cx, Forfeit, Info, Outcome, Plan, Preset, Rejection, Rng, Seat, Seats, Title, Viewer, Wire,
};

use self::field::{COLUMNS, Cell, Direction, Field, ROWS};

/// Ticks a second; in each every rider goes on by one cell. From one end of the field to the other it takes three seconds.
const TICKS_PER_S: u32 = 15;
/// Ticks before the riders start: three seconds to find one's own.
const WAIT: u16 = 45;
/// How many may ride.
const RIDERS: std::ops::RangeInclusive<u8> = 2..=4;

/// Where each seat starts, and in which direction. What is ahead of the first two is the same, and of the last two.
const STARTS: [(Cell, Direction); 4] = [
    (Cell(8, 15), Direction::Right),
    (Cell(39, 16), Direction::Left),
    (Cell(24, 5), Direction::Down),
    (Cell(23, 26), Direction::Up),
];

/// A position.
#[derive(Clone, Serialize, Deserialize)]
pub struct Tron {
    wait: u16,
    riders: Vec<Rider>,
    /// The cells of all trails.
    field: Field,
    /// What the last tick has changed.
    last: Vec<Went>,
}

/// What a table chooses.
#[derive(Clone, Copy, Serialize, Deserialize, JsonSchema)]
pub struct Options {
    /// How many ride: two to four.
    #[schemars(title = "Riders", range(min = 2, max = 4))]
    riders: u8,
}

impl Default for Options {
    fn default() -> Options {
        Options { riders: *RIDERS.start() }
    }
}

/// Where a player wants to go. `Straight` is for who has not said yet; the opposite of where the rider goes is the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Control {
    /// On as before.
    #[default]
    Straight,
    /// To the first row.
    Up,
    /// To the last column.
    Right,
    /// To the last row.
    Down,
    /// To the first column.
    Left,
}

/// A rider and the wall behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Rider {
    /// The cell where it started, every cell in which it turned, and the cell where it is, in this order; the start alone
    /// before it has moved. A cell is `[column, row]`, from 0 at the top left.
    trail: Vec<Cell>,
    /// The way it came into its cell; before the start, the way it will go unless its player wants otherwise.
    direction: Direction,
    /// Its place once it is out, 1 the best; those who are out at the same tick share one. The last one riding has none: it
    /// is the match's winner.
    place: Option<u8>,
}

/// What everyone sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// How many cells the field is wide.
    columns: i8,
    /// How many cells it is high.
    rows: i8,
    /// Ticks until the riders start; 0 when they ride.
    wait: u16,
    /// By seat.
    riders: Vec<Rider>,
}

/// What a tick has changed: for each seat what became of its rider. Empty for a tick of the countdown, which is then one
/// tick shorter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Frame(Vec<Went>);

/// What became of a rider in a tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Went {
    /// It is a row further up.
    Up,
    /// It is a column further to the right.
    Right,
    /// It is a row further down.
    Down,
    /// It is a column further to the left.
    Left,
    /// It is out now, and stays where it was.
    Crashed,
    /// It was out before.
    Out,
}

/// What just happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Note {
    /// Riders met a wall, the edge or each other, at the same tick.
    Crashed {
        /// Whose.
        seats: Vec<Seat>,
    },
    /// A player gave up.
    GaveUp {
        /// Which.
        seat: Seat,
    },
}

/// There is nothing to do in tron but to ride.
#[derive(Debug, Serialize, Deserialize)]
pub enum Nothing {}

Wire!(Options, Control, View, Frame, Note, Nothing);

impl Control {
    /// The way a rider goes that has come this way.
    fn after(self, before: Direction) -> Direction {
        let wanted = match self {
            Control::Straight => before,
            Control::Up => Direction::Up,
            Control::Right => Direction::Right,
            Control::Down => Direction::Down,
            Control::Left => Direction::Left,
        };
        if wanted == before.opposite() { before } else { wanted }
    }
}

impl Went {
    fn on(direction: Direction) -> Went {
        match direction {
            Direction::Up => Went::Up,
            Direction::Right => Went::Right,
            Direction::Down => Went::Down,
            Direction::Left => Went::Left,
        }
    }

    fn direction(self) -> Option<Direction> {
        match self {
            Went::Up => Some(Direction::Up),
            Went::Right => Some(Direction::Right),
            Went::Down => Some(Direction::Down),
            Went::Left => Some(Direction::Left),
            Went::Crashed | Went::Out => None,
        }
    }
}

impl Rider {
    fn head(&self) -> Cell {
        self.trail.last().copied().unwrap_or_default()
    }

    fn go(&mut self, direction: Direction) {
        let head = self.head().next(direction);
        // Straight on, the last stretch grows; after a turn, and from the start, the cell that is left stays as a corner.
        if direction == self.direction && self.trail.len() > 1 {
            self.trail.pop();
        }
        self.trail.push(head);
        self.direction = direction;
    }
}

/// What a tick has changed, carried out: in the rules and by whoever follows.
fn carry_out(riders: &mut [Rider], went: &[Went]) {
    let crashed = went.iter().filter(|went| **went == Went::Crashed).count();
    let riding = riders.iter().filter(|rider| rider.place.is_none()).count();
    // Everyone who rides on is before them.
    let place = u8::try_from(riding.saturating_sub(crashed) + 1).ok();
    for (rider, went) in riders.iter_mut().zip(went) {
        match went.direction() {
            Some(direction) => rider.go(direction),
            None if *went == Went::Crashed => rider.place = place,
            None => {}
        }
    }
}

impl Tron {
    /// Where every rider gets to with these controls. A cell of any trail is a wall, and so is one that two enter at once.
    fn went(&self, inputs: &[Control]) -> Vec<Went> {
        let ways: Vec<Option<Direction>> = self
            .riders
            .iter()
            .enumerate()
            .map(|(seat, rider)| {
                let control = inputs.get(seat).copied().unwrap_or_default();
                rider.place.is_none().then(|| control.after(rider.direction))
            })
            .collect();
        let next = |seat: usize| ways[seat].map(|way| self.riders[seat].head().next(way));
        let met = |seat: usize| (0..ways.len()).any(|other| other != seat && next(other) == next(seat));
        (0..ways.len())
            .map(|seat| match (ways[seat], next(seat)) {
                (Some(way), Some(cell)) if self.field.is_free(cell) && !met(seat) => Went::on(way),
                (Some(_), _) => Went::Crashed,
                (None, _) => Went::Out,
            })
            .collect()
    }

    /// Ends the match if no two ride any more.
    fn end_if_decided(&self, reason: &'static str, cx: &mut Cx<Self>) {
        if self.riders.iter().filter(|rider| rider.place.is_none()).count() <= 1 {
            let places = self.riders.iter().map(|rider| rider.place.unwrap_or(1)).collect();
            cx.end(Outcome::ranked(places, reason));
        }
    }
}

impl Title for Tron {
    const INFO: Info = Info::new("tron", "Tron", "Ride, and leave a wall behind you; the last one riding wins.")
        .with_courtesies(&[Courtesy::Resign, Courtesy::Rematch])
        .with_bot("Wall rider")
        .with_delta_frames();
    type Options = Options;
    type Action = Nothing;
    type View = View;
    type Note = Note;
    type Alarm = ();
    type Input = Control;
    type Frame = Frame;

    fn plan(options: &Options) -> Result<Plan, Rejection> {
        if !RIDERS.contains(&options.riders) {
            return Err(Rejection::new("riders", "Two to four can ride."));
        }
        Ok(Plan::real_time(options.riders, TICKS_PER_S))
    }

    fn start(_: Options, cx: &mut Cx<Self>) -> Result<Self, Rejection> {
        let starts = &STARTS[..usize::from(cx.seats())];
        let riders: Vec<Rider> = starts
            .iter()
            .map(|(cell, direction)| Rider { trail: vec![*cell], direction: *direction, place: None })
            .collect();
        let mut field = Field::default();
        starts.iter().for_each(|(cell, _)| field.take(*cell));
        Ok(Tron { wait: WAIT, riders, field, last: Vec::new() })
    }

    fn turn(&self) -> Seats {
        Seats::none()
    }

    fn act(&mut self, _: Seat, nothing: Nothing, _: &mut Cx<Self>) -> Result<(), Rejection> {
        match nothing {}
    }

    fn tick(&mut self, inputs: &[Control], cx: &mut Cx<Self>) {
        if self.wait > 0 {
            self.wait -= 1;
            return;
        }
        self.last = self.went(inputs);
        carry_out(&mut self.riders, &self.last);
        self.riders.iter().for_each(|rider| self.field.take(rider.head()));
        let crashed = (0u8..).zip(&self.last).filter(|(_, went)| **went == Went::Crashed);
        let seats: Vec<Seat> = crashed.map(|(seat, _)| Seat(seat)).collect();
        if !seats.is_empty() {
            cx.note(Audience::Everyone, Note::Crashed { seats });
            cx.checkpoint();
            let anyone_rides = self.riders.iter().any(|rider| rider.place.is_none());
            self.end_if_decided(if anyone_rides { "last_one_riding" } else { "crashed_together" }, cx);
        }
    }

    fn frame(&self, _: Viewer) -> Option<Frame> {
        Some(Frame(self.last.clone()))
    }

    fn follow(view: &mut View, Frame(went): &Frame) {
        if went.is_empty() {
            view.wait = view.wait.saturating_sub(1);
        } else {
            carry_out(&mut view.riders, went);
        }
    }

    fn forfeit(&mut self, seat: Seat, forfeit: Forfeit, cx: &mut Cx<Self>) {
        // Who is out already can't lose more.
        if self.riders[seat.index()].place.is_none() {
            let went: Vec<Went> =
                (0..cx.seats()).map(|other| if Seat(other) == seat { Went::Crashed } else { Went::Out }).collect();
            carry_out(&mut self.riders, &went);
            cx.note(Audience::Everyone, Note::GaveUp { seat });
            self.end_if_decided(forfeit.reason(), cx);
        }
    }

    fn view(&self, _: Viewer) -> View {
        View { columns: COLUMNS, rows: ROWS, wait: self.wait, riders: self.riders.clone() }
    }

    fn presets() -> Vec<Preset<Options>> {
        [("2 riders", 2), ("4 riders", 4)].map(|(label, riders)| Preset { label, options: Options { riders } }).into()
    }

    fn steer(view: &View, seat: Seat, rng: &mut Rng) -> Option<Control> {
        bot::steer(view, seat, rng)
    }
}

#[cfg(test)]
mod tests;
