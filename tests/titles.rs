//! Titles for stories about faults and real time: each does one thing that no bundled title would.

use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use serde::{Deserialize, Serialize};
use title::{Cx, Info, NoOptions, Outcome, Plan, Rejection, Rng, Seat, Seats, Title, Viewer, Wire};
use tokio::sync::Notify;

/// Counts its moves; the move `spin` keeps the thread until the story lets go.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Spinner {
    moves: u32,
}

/// Told when a spin has begun.
pub(crate) static SPINNING: Notify = Notify::const_new();

static RELEASED: AtomicBool = AtomicBool::new(false);

/// Ends the spin when it is dropped, however the story ends.
pub(crate) struct Release;

impl Drop for Release {
    fn drop(&mut self) {
        RELEASED.store(true, Ordering::Release);
    }
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Spin {
    spin: bool,
}

/// A number to look at.
#[derive(Serialize, Deserialize)]
pub(crate) struct Count {
    count: u32,
}

Wire!(Spin, Count);

impl Title for Spinner {
    const INFO: Info = Info::new("spinner", "Spinner", "Counts, or hogs its thread.");
    type Options = NoOptions;
    type Action = Spin;
    type View = Count;
    type Note = ();
    type Alarm = ();
    type Input = ();
    type Frame = ();

    fn plan(_: &NoOptions) -> Result<Plan, Rejection> {
        Ok(Plan::turn_based(1))
    }

    fn start(_: NoOptions, _: &mut Cx<Self>) -> Result<Self, Rejection> {
        Ok(Spinner { moves: 0 })
    }

    fn turn(&self) -> Seats {
        Seats::only(Seat(0))
    }

    fn act(&mut self, _: Seat, action: Spin, _: &mut Cx<Self>) -> Result<(), Rejection> {
        if action.spin {
            SPINNING.notify_one();
            while !RELEASED.load(Ordering::Acquire) {
                std::hint::spin_loop();
            }
        }
        self.moves += 1;
        Ok(())
    }

    fn view(&self, _: Viewer) -> Count {
        Count { count: self.moves }
    }
}

/// Has a bot that thinks until the story lets go.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Ponderer {
    moves: u32,
}

/// Told when a bot of [`Ponderer`] has begun to think.
pub(crate) static PONDERING: Notify = Notify::const_new();

static ENOUGH: AtomicBool = AtomicBool::new(false);

/// Stories of [`Ponderer`] are told one after another: what lets go of one bot would let go of the other.
static ONE_STORY: Mutex<()> = Mutex::new(());

/// Ends the thinking when the story says so or when it is dropped, however the story ends.
pub(crate) struct Enough {
    _alone: MutexGuard<'static, ()>,
}

impl Enough {
    /// From now on bots of [`Ponderer`] think until they are let go.
    pub(crate) fn not_yet() -> Enough {
        let alone = ONE_STORY.lock().unwrap_or_else(PoisonError::into_inner);
        ENOUGH.store(false, Ordering::Release);
        Enough { _alone: alone }
    }

    /// Lets the bots go; to be kept until they have.
    pub(crate) fn let_go(&self) {
        ENOUGH.store(true, Ordering::Release);
    }
}

impl Drop for Enough {
    fn drop(&mut self) {
        self.let_go();
    }
}

impl Title for Ponderer {
    const INFO: Info = Info::new("ponderer", "Ponderer", "Takes its time.").with_bot("Slow thinker");
    type Options = NoOptions;
    type Action = Nudge;
    type View = Count;
    type Note = ();
    type Alarm = ();
    type Input = ();
    type Frame = ();

    fn plan(_: &NoOptions) -> Result<Plan, Rejection> {
        Ok(Plan::turn_based(2))
    }

    fn start(_: NoOptions, _: &mut Cx<Self>) -> Result<Self, Rejection> {
        Ok(Ponderer { moves: 0 })
    }

    fn turn(&self) -> Seats {
        Seats::only(Seat(u8::from(!self.moves.is_multiple_of(2))))
    }

    fn act(&mut self, _: Seat, _: Nudge, _: &mut Cx<Self>) -> Result<(), Rejection> {
        self.moves += 1;
        Ok(())
    }

    fn view(&self, _: Viewer) -> Count {
        Count { count: self.moves }
    }

    fn bot(_: &Count, _: Seat, _: &mut Rng) -> Option<Nudge> {
        PONDERING.notify_one();
        while !ENOUGH.load(Ordering::Acquire) {
            std::hint::spin_loop();
        }
        Some(Nudge {})
    }
}

/// Panics where it is told to.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Grumpy {
    moves: u32,
    blind: bool,
}

#[derive(Default, Serialize, Deserialize, title::schemars::JsonSchema)]
pub(crate) struct Mood {
    /// Whether it panics at the start.
    at_start: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Grumble {
    /// Count one more.
    Move,
    /// Panic in the action.
    Act,
    /// Count one more, and panic in every view from then on.
    View,
    /// Set an alarm that panics, a second from now.
    Alarm,
}

Wire!(Mood, Grumble);

impl Title for Grumpy {
    const INFO: Info = Info::new("grumpy", "Grumpy", "Panics on demand.");
    type Options = Mood;
    type Action = Grumble;
    type View = Count;
    type Note = ();
    type Alarm = ();
    type Input = ();
    type Frame = ();

    fn plan(_: &Mood) -> Result<Plan, Rejection> {
        Ok(Plan::turn_based(1))
    }

    fn start(mood: Mood, _: &mut Cx<Self>) -> Result<Self, Rejection> {
        assert!(!mood.at_start, "not today");
        Ok(Grumpy { moves: 0, blind: false })
    }

    fn turn(&self) -> Seats {
        Seats::only(Seat(0))
    }

    fn act(&mut self, _: Seat, grumble: Grumble, cx: &mut Cx<Self>) -> Result<(), Rejection> {
        self.moves += 1;
        match grumble {
            Grumble::Move => {}
            Grumble::Act => panic!("no"),
            Grumble::View => self.blind = true,
            Grumble::Alarm => cx.set_alarm((), cx.now() + 1_000),
        }
        Ok(())
    }

    fn alarm(&mut self, (): (), _: &mut Cx<Self>) {
        panic!("what time is it?");
    }

    fn view(&self, _: Viewer) -> Count {
        assert!(!self.blind, "nothing to see");
        Count { count: self.moves }
    }
}

/// Has views of 32 KB.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Big {
    moves: u32,
}

/// Bytes of a view of [`Big`].
pub(crate) const BIG_BYTES: usize = 32 * 1024;

#[derive(Serialize, Deserialize)]
pub(crate) struct Nudge {}

#[derive(Serialize, Deserialize)]
pub(crate) struct Wall {
    count: u32,
    text: String,
}

Wire!(Nudge, Wall);

impl Title for Big {
    const INFO: Info = Info::new("big", "Big", "Has much to show.");
    type Options = NoOptions;
    type Action = Nudge;
    type View = Wall;
    type Note = ();
    type Alarm = ();
    type Input = ();
    type Frame = ();

    fn plan(_: &NoOptions) -> Result<Plan, Rejection> {
        Ok(Plan::turn_based(1))
    }

    fn start(_: NoOptions, _: &mut Cx<Self>) -> Result<Self, Rejection> {
        Ok(Big { moves: 0 })
    }

    fn turn(&self) -> Seats {
        Seats::only(Seat(0))
    }

    fn act(&mut self, _: Seat, _: Nudge, _: &mut Cx<Self>) -> Result<(), Rejection> {
        self.moves += 1;
        Ok(())
    }

    fn view(&self, _: Viewer) -> Wall {
        Wall { count: self.moves, text: "#".repeat(BIG_BYTES) }
    }
}

/// Moves two marks by their players' controls, twenty times a second. Its bot moves to where the other's mark is.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Ticker {
    marks: [i64; 2],
}

/// Milliseconds between two ticks of [`Ticker`].
pub(crate) const TICK_MS: u64 = 50;

/// How far one's mark is moved at each tick.
#[derive(Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Push {
    by: i64,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Marks {
    marks: [i64; 2],
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Whistle {
    /// Ends the match.
    Stop,
}

Wire!(Push, Marks, Whistle);

impl Title for Ticker {
    const INFO: Info = Info::new("ticker", "Ticker", "Marks move.").with_bot("Shadow");
    type Options = NoOptions;
    type Action = Whistle;
    type View = Marks;
    type Note = ();
    type Alarm = ();
    type Input = Push;
    type Frame = Marks;

    fn plan(_: &NoOptions) -> Result<Plan, Rejection> {
        Ok(Plan::real_time(2, 20))
    }

    fn start(_: NoOptions, _: &mut Cx<Self>) -> Result<Self, Rejection> {
        Ok(Ticker { marks: [0; 2] })
    }

    fn turn(&self) -> Seats {
        Seats::all(2)
    }

    fn act(&mut self, _: Seat, Whistle::Stop: Whistle, cx: &mut Cx<Self>) -> Result<(), Rejection> {
        cx.end(Outcome::draw(2, "whistle"));
        Ok(())
    }

    fn tick(&mut self, inputs: &[Push], _: &mut Cx<Self>) {
        for (mark, input) in self.marks.iter_mut().zip(inputs) {
            *mark += input.by;
        }
    }

    fn frame(&self, _: Viewer) -> Option<Marks> {
        Some(Marks { marks: self.marks })
    }

    fn follow(view: &mut Marks, frame: &Marks) {
        view.marks = frame.marks;
    }

    fn view(&self, _: Viewer) -> Marks {
        Marks { marks: self.marks }
    }

    fn steer(view: &Marks, seat: Seat, _: &mut Rng) -> Option<Push> {
        let [own, other] = [seat, seat.next(2)].map(|seat| view.marks[seat.index()]);
        Some(Push { by: (other - own).signum() })
    }
}

/// A board for two that lists nothing that may be done, and has no bot of its own.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Mute {}

impl Title for Mute {
    const INFO: Info = Info::new("mute", "Mute", "Says nothing of what may be done.");
    type Options = NoOptions;
    type Action = Nudge;
    type View = ();
    type Note = ();
    type Alarm = ();
    type Input = ();
    type Frame = ();

    fn plan(_: &NoOptions) -> Result<Plan, Rejection> {
        Ok(Plan::turn_based(2))
    }

    fn start(_: NoOptions, _: &mut Cx<Self>) -> Result<Self, Rejection> {
        Ok(Mute {})
    }

    fn turn(&self) -> Seats {
        Seats::only(Seat(0))
    }

    fn act(&mut self, _: Seat, _: Nudge, _: &mut Cx<Self>) -> Result<(), Rejection> {
        Ok(())
    }

    fn view(&self, _: Viewer) {}
}
