//! A toy with clocks that knows every courtesy, and one that knows none.

use std::cell::Cell;

use serde::{Deserialize, Serialize};
use title::{
    Audience, Clock, ClockFace, Courtesy, Cx, Forfeit, GIFT_MS, Info, Legal, NoOptions, Outcome, Plan, Presence,
    Rejection, Seat, Seats, TimeControl, Title, Viewer, Wire,
    schemars::{self, JsonSchema},
};

use super::Told;

/// Turn-based, under a clock that runs for a seat from its second move on. Seats take turns at adding to a count.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Blitz {
    count: u64,
    turn: Seat,
    moves: Vec<u32>,
    clock: Clock,
    log: Vec<String>,
    quiet: bool,
    wary: bool,
    broken: Option<Piece>,
}

/// A piece of the title that panics from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Piece {
    Forfeit,
    AddTime,
    /// As soon as an alarm has come.
    Turn,
}

thread_local! {
    /// Whether views panic, for no reason that the state knows: no event is to blame for it.
    static VIEWS_PANIC: Cell<bool> = const { Cell::new(false) };
}

/// From now on the views of this test panic, or don't.
pub(crate) fn panic_over_views(panic: bool) {
    VIEWS_PANIC.set(panic);
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct BlitzOptions {
    pub(crate) seats: u8,
    pub(crate) time: TimeControl,
    /// It keeps no log.
    pub(crate) quiet: bool,
}

impl Default for BlitzOptions {
    fn default() -> BlitzOptions {
        BlitzOptions { seats: 2, time: TimeControl::SuddenDeath { base_s: 60 }, quiet: false }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Move {
    /// Adds, presses the clock and passes the turn.
    Add(u64),
    /// Draws from the match's chance, and goes on.
    Roll,
    /// Turns a card over, and goes on.
    Show,
    /// Sets an alarm of this name, so many milliseconds from now, and goes on.
    Set(String, u64),
    /// From now on chance is drawn when somebody comes or goes, or no longer is.
    Wary(bool),
    /// Something will panic from now on.
    Break(Piece),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Ring {
    Flag,
    /// Called `again`, it sets itself once more. Called `roll`, it draws chance.
    Named(String),
}

#[derive(Serialize, Deserialize)]
pub(crate) struct BlitzView {
    count: u64,
    log: Vec<String>,
    clock: ClockFace,
}
Wire!(BlitzOptions, Move, BlitzView);

impl Blitz {
    fn write(&mut self, line: String) {
        if !self.quiet {
            self.log.push(line);
        }
    }

    fn rang_once(&self) -> bool {
        self.log.iter().any(|line| line.contains(" rings at "))
    }
}

impl Title for Blitz {
    const INFO: Info = Info::new("blitz", "Blitz", "Add up in time.").with_courtesies(Courtesy::ALL);
    type Options = BlitzOptions;
    type Action = Move;
    type View = BlitzView;
    type Note = Told;
    type Alarm = Ring;
    type Input = ();
    type Frame = ();

    fn plan(options: &BlitzOptions) -> Result<Plan, Rejection> {
        options.time.check()?;
        let plan = Plan::turn_based(options.seats);
        Ok(if options.time.is_unhurried() { plan.unhurried() } else { plan })
    }

    fn start(options: BlitzOptions, _: &mut Cx<Self>) -> Result<Self, Rejection> {
        let clock = Clock::new(options.time, options.seats);
        let moves = vec![0; usize::from(options.seats)];
        Ok(Blitz {
            count: 0,
            turn: Seat(0),
            moves,
            clock,
            log: Vec::new(),
            quiet: options.quiet,
            wary: false,
            broken: None,
        })
    }

    fn turn(&self) -> Seats {
        assert!(self.broken != Some(Piece::Turn) || !self.rang_once(), "a turn that panics");
        Seats::only(self.turn)
    }

    fn act(&mut self, seat: Seat, play: Move, cx: &mut Cx<Self>) -> Result<(), Rejection> {
        match play {
            Move::Add(number) => {
                self.count += number;
                self.write(format!("{seat} adds {number} at {}", cx.now()));
                self.clock.press(Ring::Flag, cx);
                self.moves[seat.index()] += 1;
                self.turn = seat.next(cx.seats());
                if self.moves[self.turn.index()] > 0 {
                    self.clock.start(self.turn, Ring::Flag, cx);
                }
                cx.note(Audience::Everyone, Told(number));
            }
            Move::Roll => self.log.push(format!("rolls {}", cx.rng().below(1_000_000))),
            Move::Show => cx.reveal(),
            Move::Set(name, in_ms) => cx.set_alarm(Ring::Named(name), cx.now().saturating_add(in_ms)),
            Move::Wary(wary) => self.wary = wary,
            Move::Break(piece) => self.broken = Some(piece),
        }
        Ok(())
    }

    fn alarm(&mut self, alarm: Ring, cx: &mut Cx<Self>) {
        match alarm {
            Ring::Flag => {
                if let Some(seat) = self.clock.rang(Ring::Flag, cx) {
                    let places = (0..cx.seats()).map(|other| if Seat(other) == seat { cx.seats() } else { 1 });
                    cx.end(Outcome::ranked(places.collect(), "time"));
                }
            }
            Ring::Named(name) => {
                self.log.push(format!("{name} rings at {}", cx.now()));
                match name.as_str() {
                    "again" => cx.set_alarm(Ring::Named(name), cx.now()),
                    "roll" => _ = cx.rng().bits(),
                    _ => {}
                }
            }
        }
    }

    fn presence(&mut self, seat: Seat, presence: Presence, cx: &mut Cx<Self>) {
        if self.wary {
            cx.rng().bits();
        }
        self.write(format!("{seat} {presence:?} at {}", cx.now()));
    }

    fn view(&self, _: Viewer) -> BlitzView {
        assert!(!VIEWS_PANIC.get(), "a view that panics");
        BlitzView { count: self.count, log: self.log.clone(), clock: self.clock.face() }
    }

    fn legal(&self, _: Seat) -> Legal<Move> {
        Legal::Listed(vec![Move::Add(1)])
    }

    fn forfeit(&mut self, seat: Seat, forfeit: Forfeit, cx: &mut Cx<Self>) {
        assert_ne!(self.broken, Some(Piece::Forfeit), "a forfeit that panics");
        let places = (0..cx.seats()).map(|other| if Seat(other) == seat { cx.seats() } else { 1 });
        cx.end(Outcome::ranked(places.collect(), forfeit.reason()));
    }

    fn add_time(&mut self, seat: Seat, cx: &mut Cx<Self>) -> Result<(), Rejection> {
        assert_ne!(self.broken, Some(Piece::AddTime), "a gift that panics");
        self.clock.give(seat, GIFT_MS, Ring::Flag, cx)
    }
}

/// Two seats wait for each other and for nothing else. It knows no courtesy.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Stern;

#[derive(Serialize, Deserialize)]
pub(crate) struct SternView {}
Wire!(SternView);

impl Title for Stern {
    const INFO: Info = Info::new("stern", "Stern", "Play.").with_courtesies(&[]);
    type Options = NoOptions;
    type Action = ();
    type View = SternView;
    type Note = ();
    type Alarm = ();
    type Input = ();
    type Frame = ();

    fn plan(_: &NoOptions) -> Result<Plan, Rejection> {
        Ok(Plan::turn_based(2))
    }

    fn start(_: NoOptions, _: &mut Cx<Self>) -> Result<Self, Rejection> {
        Ok(Stern)
    }

    fn turn(&self) -> Seats {
        Seats::only(Seat(0))
    }

    fn act(&mut self, _: Seat, (): (), _: &mut Cx<Self>) -> Result<(), Rejection> {
        Ok(())
    }

    fn view(&self, _: Viewer) -> SternView {
        SternView {}
    }
}
