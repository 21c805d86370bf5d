//! A real-time toy with a bot that steers: each seat's hunter chases a hare that runs to and fro. Once with frames that say all,
//! once with frames that tell changes only.

use serde::{Deserialize, Serialize};
use title::{
    Audience, Cx, Info, Outcome, Plan, Rejection, Rng, Seat, Seats, Title, Viewer, Wire,
    schemars::{self, JsonSchema},
};

use super::Told;

/// The chase; `DELTA` says whether its frames tell changes only.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Chase<const DELTA: bool> {
    ticks: u64,
    hare: i64,
    hunters: [i64; 2],
    options: ChaseOptions,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct ChaseOptions {
    /// A note, and so an update, every so many ticks; 0 for none.
    pub(crate) note_every: u64,
    /// After how many ticks it ends; 0 for never.
    pub(crate) end_at: u64,
}

/// What everybody sees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ChaseView {
    pub(crate) hare: i64,
    pub(crate) hunters: [i64; 2],
}

/// Where the hare is, or how far it has moved; and where the hunters are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ChaseFrame(pub(crate) i64, pub(crate) [i64; 2]);

/// Which way to run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Run(pub(crate) i8);
Wire!(ChaseOptions, ChaseView, ChaseFrame, Run);

/// A hare that is seen here is more than the bot can bear.
pub(crate) const UNBEARABLE: i64 = 1313;

/// A frame that puts the hare here can't be followed.
pub(crate) const LOST: i64 = 6666;

impl<const DELTA: bool> Title for Chase<DELTA> {
    const INFO: Info = {
        let name = if DELTA { "chase_by_delta" } else { "chase" };
        let info = Info::new(name, "Chase", "Catch the hare.").with_bot("Hound");
        if DELTA { info.with_delta_frames() } else { info }
    };
    type Options = ChaseOptions;
    type Action = ();
    type View = ChaseView;
    type Note = Told;
    type Alarm = ();
    type Input = Run;
    type Frame = ChaseFrame;

    fn plan(_: &ChaseOptions) -> Result<Plan, Rejection> {
        Ok(Plan::real_time(2, 20))
    }

    fn start(options: ChaseOptions, _: &mut Cx<Self>) -> Result<Self, Rejection> {
        Ok(Chase { ticks: 0, hare: 0, hunters: [-20, 20], options })
    }

    fn turn(&self) -> Seats {
        Seats::none()
    }

    fn act(&mut self, _: Seat, (): (), _: &mut Cx<Self>) -> Result<(), Rejection> {
        Err(Rejection::new("run", "Steer."))
    }

    fn tick(&mut self, inputs: &[Run], cx: &mut Cx<Self>) {
        self.ticks += 1;
        self.hare += step(self.ticks);
        for (hunter, run) in self.hunters.iter_mut().zip(inputs) {
            *hunter += i64::from(run.0.signum());
        }
        if self.options.note_every > 0 && self.ticks.is_multiple_of(self.options.note_every) {
            cx.note(Audience::Everyone, Told(self.ticks));
        }
        if self.options.end_at == self.ticks {
            cx.end(Outcome::draw(2, "dusk"));
        }
    }

    fn frame(&self, _: Viewer) -> Option<ChaseFrame> {
        Some(if DELTA { ChaseFrame(step(self.ticks), self.hunters) } else { ChaseFrame(self.hare, self.hunters) })
    }

    fn follow(view: &mut ChaseView, frame: &ChaseFrame) {
        view.hunters = frame.1;
        view.hare = if DELTA { view.hare + frame.0 } else { frame.0 };
        assert_ne!(view.hare, LOST, "a frame that panics");
    }

    fn view(&self, _: Viewer) -> ChaseView {
        ChaseView { hare: self.hare, hunters: self.hunters }
    }

    fn steer(view: &ChaseView, seat: Seat, rng: &mut Rng) -> Option<Run> {
        assert_ne!(view.hare, UNBEARABLE, "a bot that panics");
        let way = (view.hare - view.hunters[seat.index()]).signum();
        // Close by it is a matter of luck, and sometimes of no idea.
        match way {
            0 if rng.below(2) == 0 => None,
            way => Some(Run(i8::try_from(way).unwrap())),
        }
    }
}

/// How far the hare moves at a tick: back and forth, with a drift.
fn step(ticks: u64) -> i64 {
    [3, -1, -1, 2, -2, 0][usize::try_from(ticks % 6).unwrap()]
}
