//! Tiny titles that do on demand what titles may do, good and bad. They log what reaches them, so that a test can read in a
//! view what the title was told.

pub(crate) mod blitz;
pub(crate) mod chase;
pub(crate) mod trail;

use serde::{Deserialize, Serialize};
use title::{
    Audience, Cx, Info, Legal, Outcome, Plan, Presence, Rejection, Seat, Seats, Shown, Title, Viewer, Wire,
    schemars::{self, JsonSchema},
};

/// Turn-based, with secrets: seats take turns at adding to a count.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Counter {
    count: u64,
    turn: Seat,
    log: Vec<String>,
    secrets: Vec<u64>,
    broken: Option<Part>,
}

/// A part of a title that panics from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Part {
    View,
    Presence,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct CounterOptions {
    pub(crate) seats: u8,
    pub(crate) goal: u64,
}

impl Default for CounterOptions {
    fn default() -> CounterOptions {
        CounterOptions { seats: 2, goal: 1000 }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Do {
    /// Adds, and passes the turn. Zero is against the rules.
    Add(u64),
    /// Draws from the match's chance.
    Roll,
    /// Sets the alarm of this name, this many milliseconds from now.
    Set(String, u64),
    Cancel(String),
    Break(Part),
    /// Changes everything it can get at, and then panics.
    Explode,
    Give(u64),
}

#[derive(Serialize, Deserialize)]
pub(crate) struct CounterView {
    count: u64,
    log: Vec<String>,
    secret: Option<u64>,
}
/// What just happened, as one number.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Told(u64);
Wire!(CounterOptions, Do, CounterView, Told);

impl Title for Counter {
    const INFO: Info = Info::new("counter", "Counter", "Add up.").with_secrets();
    type Options = CounterOptions;
    type Action = Do;
    type View = CounterView;
    type Note = Told;
    type Alarm = String;
    type Input = ();
    type Frame = ();

    fn plan(options: &CounterOptions) -> Result<Plan, Rejection> {
        match options.goal {
            0 => Err(Rejection::new("no_goal", "Give a goal above zero.")),
            13 => panic!("unlucky"),
            _ => Ok(Plan::turn_based(options.seats)),
        }
    }

    fn start(options: CounterOptions, cx: &mut Cx<Self>) -> Result<Self, Rejection> {
        assert_ne!(options.goal, 666, "a start that panics");
        let secrets = (0..cx.seats()).map(|_| 1_000_000 + cx.rng().below(1_000_000)).collect();
        Ok(Counter { count: 0, turn: Seat(0), log: Vec::new(), secrets, broken: None })
    }

    fn turn(&self) -> Seats {
        Seats::only(self.turn)
    }

    fn act(&mut self, seat: Seat, action: Do, cx: &mut Cx<Self>) -> Result<(), Rejection> {
        match action {
            Do::Add(0) => return Err(Rejection::new("zero", "Add something.")),
            Do::Add(number) => {
                self.count += number;
                self.turn = seat.next(cx.seats());
                self.log.push(format!("{seat} adds {number} at {}", cx.now()));
                cx.note(Audience::Everyone, Told(number));
                if self.count >= 1000 {
                    cx.end(Outcome::win(seat, cx.seats(), "goal"));
                }
            }
            Do::Roll => self.log.push(format!("rolls {}", cx.rng().below(1_000_000))),
            Do::Set(name, in_ms) => cx.set_alarm(name, cx.now().saturating_add(in_ms)),
            Do::Cancel(name) => cx.cancel_alarm(name),
            Do::Break(part) => self.broken = Some(part),
            Do::Explode => {
                self.count = 0;
                cx.rng().bits();
                cx.set_alarm("shrapnel".to_string(), cx.now());
                panic!("an action that panics");
            }
            Do::Give(note) => cx.note(Audience::Only(Seats::only(seat)), Told(note)),
        }
        Ok(())
    }

    fn alarm(&mut self, alarm: String, cx: &mut Cx<Self>) {
        self.log.push(format!("{alarm} at {}", cx.now()));
        match alarm.as_str() {
            "boom" => panic!("an alarm that panics"),
            "again" => cx.set_alarm(alarm, cx.now()),
            _ => {}
        }
    }

    fn presence(&mut self, seat: Seat, presence: Presence, cx: &mut Cx<Self>) {
        assert_ne!(self.broken, Some(Part::Presence), "a presence that panics");
        self.log.push(format!("{seat} {presence:?} at {}", cx.now()));
    }

    fn view(&self, viewer: Viewer) -> CounterView {
        assert_ne!(self.broken, Some(Part::View), "a view that panics");
        let secret = match viewer {
            Viewer::Seat(seat) => Some(self.secrets[seat.index()]),
            Viewer::Spectator => None,
        };
        CounterView { count: self.count, log: self.log.clone(), secret }
    }

    fn legal(&self, _: Seat) -> Legal<Do> {
        Legal::Listed(vec![Do::Add(1), Do::Add(2)])
    }
}

/// Real-time, without secrets: a ball that drifts by chance and by what the seats hold.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Rally {
    ticks: u64,
    ball: i64,
    log: Vec<String>,
    options: RallyOptions,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct RallyOptions {
    pub(crate) hz: u32,
    pub(crate) when_stored: bool,
    /// A checkpoint every so many ticks; 0 for none.
    pub(crate) checkpoint_every: u64,
    /// A note every so many ticks; 0 for none.
    pub(crate) note_every: u64,
    pub(crate) panic_at: u64,
    pub(crate) frame_panics_at: u64,
    pub(crate) view_panics_at: u64,
    pub(crate) end_at: u64,
}

impl Default for RallyOptions {
    fn default() -> RallyOptions {
        RallyOptions {
            hz: 20,
            when_stored: false,
            checkpoint_every: 0,
            note_every: 0,
            panic_at: 0,
            frame_panics_at: 0,
            view_panics_at: 0,
            end_at: 0,
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stroke {
    /// Draws from the match's chance.
    Serve,
    /// Sets an alarm so many milliseconds from now.
    Lob(u64),
}

#[derive(Serialize, Deserialize)]
pub(crate) struct RallyView {
    ticks: u64,
    ball: i64,
    log: Vec<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct RallyFrame {
    ball: i64,
}
Wire!(RallyOptions, Stroke, RallyView, RallyFrame);

/// A control held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Push(pub(crate) i8);
Wire!(Push);

fn every(count: u64, ticks: u64) -> bool {
    count > 0 && ticks.is_multiple_of(count)
}

impl Title for Rally {
    const INFO: Info = Info::new("rally", "Rally", "Keep the ball going.");
    type Options = RallyOptions;
    type Action = Stroke;
    type View = RallyView;
    type Note = Told;
    type Alarm = u8;
    type Input = Push;
    type Frame = RallyFrame;

    fn plan(options: &RallyOptions) -> Result<Plan, Rejection> {
        let plan = Plan::real_time(2, options.hz);
        Ok(if options.when_stored { Plan { shown: Shown::WhenStored, ..plan } } else { plan })
    }

    fn start(options: RallyOptions, _: &mut Cx<Self>) -> Result<Self, Rejection> {
        Ok(Rally { ticks: 0, ball: 0, log: Vec::new(), options })
    }

    fn turn(&self) -> Seats {
        Seats::all(2)
    }

    fn act(&mut self, seat: Seat, stroke: Stroke, cx: &mut Cx<Self>) -> Result<(), Rejection> {
        match stroke {
            Stroke::Serve => self.log.push(format!("{seat} serves {} at {}", cx.rng().below(100), cx.now())),
            Stroke::Lob(in_ms) => cx.set_alarm(seat.0, cx.now() + in_ms),
        }
        Ok(())
    }

    fn tick(&mut self, inputs: &[Push], cx: &mut Cx<Self>) {
        self.ticks += 1;
        let drift = i64::try_from(cx.rng().below(3)).unwrap();
        self.ball = self.ball * 3 % 10_007 + inputs.iter().map(|push| i64::from(push.0)).sum::<i64>() * 100 + drift;
        let options = self.options;
        assert_ne!(options.panic_at, self.ticks, "a tick that panics");
        if every(options.note_every, self.ticks) {
            cx.note(Audience::Everyone, Told(self.ticks));
        }
        if every(options.checkpoint_every, self.ticks) {
            self.log.push(format!("point at {}", cx.now()));
            cx.checkpoint();
        }
        if options.end_at == self.ticks {
            cx.end(Outcome::draw(2, "time"));
        }
    }

    fn frame(&self, _: Viewer) -> Option<RallyFrame> {
        assert!(self.ticks == 0 || self.options.frame_panics_at != self.ticks, "a frame that panics");
        Some(RallyFrame { ball: self.ball })
    }

    fn alarm(&mut self, alarm: u8, cx: &mut Cx<Self>) {
        self.log.push(format!("lob {alarm} lands at {}", cx.now()));
        cx.rng().bits();
    }

    fn presence(&mut self, seat: Seat, presence: Presence, cx: &mut Cx<Self>) {
        self.log.push(format!("{seat} {presence:?} at {}", cx.now()));
    }

    fn view(&self, _: Viewer) -> RallyView {
        assert!(self.ticks == 0 || self.options.view_panics_at != self.ticks, "a view that panics");
        RallyView { ticks: self.ticks, ball: self.ball, log: self.log.clone() }
    }
}

/// Two seats pass a turn to and fro, and may take days for it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Unhurried(Seat);

impl Title for Unhurried {
    const INFO: Info = Info::new("unhurried", "Unhurried", "Pass.");
    type Options = title::NoOptions;
    type Action = ();
    type View = ();
    type Note = ();
    type Alarm = ();
    type Input = ();
    type Frame = ();

    fn plan(_: &title::NoOptions) -> Result<Plan, Rejection> {
        Ok(Plan::turn_based(2).unhurried())
    }

    fn start(_: title::NoOptions, _: &mut Cx<Self>) -> Result<Self, Rejection> {
        Ok(Unhurried(Seat(0)))
    }

    fn turn(&self) -> Seats {
        Seats::only(self.0)
    }

    fn act(&mut self, seat: Seat, (): (), cx: &mut Cx<Self>) -> Result<(), Rejection> {
        self.0 = seat.next(cx.seats());
        Ok(())
    }

    fn view(&self, _: Viewer) {}
}
