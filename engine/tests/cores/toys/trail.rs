//! A toy whose frames tell only what a tick has changed, and that can be paused.

use serde::{Deserialize, Serialize};
use title::{
    Courtesy, Cx, Info, Outcome, Plan, Presence, Rejection, Seat, Seats, Title, Viewer, Wire,
    schemars::{self, JsonSchema},
};

use super::{Push, Told, every};

/// Real-time: a trail that grows at each tick by what the seats hold, and a little chance.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Trail {
    cells: Vec<i64>,
    /// When the last tick was, and who came and went.
    log: Vec<String>,
    options: TrailOptions,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct TrailOptions {
    pub(crate) hz: u32,
    /// A checkpoint every so many ticks; 0 for none.
    pub(crate) checkpoint_every: u64,
    pub(crate) end_at: u64,
}

impl Default for TrailOptions {
    fn default() -> TrailOptions {
        TrailOptions { hz: 60, checkpoint_every: 0, end_at: 0 }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct TrailView {
    pub(crate) cells: Vec<i64>,
    pub(crate) log: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct TrailFrame {
    cell: i64,
}

/// Write down what time it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Stamp;
Wire!(TrailOptions, TrailView, TrailFrame, Stamp);

impl Title for Trail {
    const INFO: Info = Info::new("trail", "Trail", "Go on and on.")
        .with_courtesies(&[Courtesy::Resign, Courtesy::Pause, Courtesy::Rematch])
        .with_delta_frames();
    type Options = TrailOptions;
    type Action = Stamp;
    type View = TrailView;
    type Note = Told;
    type Alarm = String;
    type Input = Push;
    type Frame = TrailFrame;

    fn plan(options: &TrailOptions) -> Result<Plan, Rejection> {
        Ok(Plan::real_time(2, options.hz))
    }

    fn start(options: TrailOptions, _: &mut Cx<Self>) -> Result<Self, Rejection> {
        Ok(Trail { cells: Vec::new(), log: Vec::new(), options })
    }

    fn turn(&self) -> Seats {
        Seats::all(2)
    }

    fn act(&mut self, _: Seat, _: Stamp, cx: &mut Cx<Self>) -> Result<(), Rejection> {
        self.log.push(format!("{} cells at {}", self.cells.len(), cx.now()));
        cx.set_alarm("tea".to_string(), cx.now() + 10);
        Ok(())
    }

    fn tick(&mut self, inputs: &[Push], cx: &mut Cx<Self>) {
        let chance = i64::try_from(cx.rng().below(3)).unwrap();
        self.cells.push(inputs.iter().map(|push| i64::from(push.0)).sum::<i64>() * 10 + chance);
        let ticks = self.cells.len() as u64;
        if every(self.options.checkpoint_every, ticks) {
            self.log.push(format!("{ticks} cells at {}", cx.now()));
            cx.checkpoint();
        }
        if self.options.end_at == ticks {
            cx.end(Outcome::draw(2, "time"));
        }
    }

    fn frame(&self, _: Viewer) -> Option<TrailFrame> {
        self.cells.last().map(|cell| TrailFrame { cell: *cell })
    }

    fn follow(view: &mut TrailView, frame: &TrailFrame) {
        view.cells.push(frame.cell);
    }

    fn alarm(&mut self, alarm: String, cx: &mut Cx<Self>) {
        self.log.push(format!("{alarm} after {} cells at {}", self.cells.len(), cx.now()));
    }

    fn presence(&mut self, seat: Seat, presence: Presence, cx: &mut Cx<Self>) {
        self.log.push(format!("{seat} {presence:?} at {}", cx.now()));
    }

    fn view(&self, _: Viewer) -> TrailView {
        TrailView { cells: self.cells.clone(), log: self.log.clone() }
    }
}
