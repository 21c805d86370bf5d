//! The arbiter: a title that has nothing but clocks, and does with them what seat 0 says.

use serde::{Deserialize, Serialize};
use title::*;

/// Clocks, and whoever starts and stops them.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Arbiter {
    clock: Clock,
    rings: u32,
}

#[derive(Default, Serialize, Deserialize, schemars::JsonSchema)]
pub(crate) struct Options {
    time: TimeControl,
    seats: u8,
}

/// One method of a clock; `Store` puts it away and takes it out again, `Ring` is an alarm that nobody set.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Do {
    Start(u8),
    Press,
    Stop,
    Give(u8, u64),
    Store,
    Ring,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct View {
    clock: ClockFace,
    /// How often the alarm came.
    rings: u32,
}

/// A flag fell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Fell {
    pub(crate) seat: Seat,
    pub(crate) at_ms: u64,
}
Wire!(Options, Do, View, Fell);

impl Title for Arbiter {
    const INFO: Info = Info::new("arbiter", "Arbiter", "Minds the clocks.");
    type Options = Options;
    type Action = Do;
    type View = View;
    type Note = Fell;
    type Alarm = ();
    type Input = ();
    type Frame = ();

    fn plan(options: &Options) -> Result<Plan, Rejection> {
        options.time.check().map(|()| Plan::turn_based(options.seats))
    }

    fn start(options: Options, cx: &mut Cx<Self>) -> Result<Self, Rejection> {
        Ok(Arbiter { clock: Clock::new(options.time, cx.seats()), rings: 0 })
    }

    fn turn(&self) -> Seats {
        Seats::only(Seat(0))
    }

    fn act(&mut self, _: Seat, action: Do, cx: &mut Cx<Self>) -> Result<(), Rejection> {
        match action {
            Do::Start(seat) => self.clock.start(Seat(seat), (), cx),
            Do::Press => self.clock.press((), cx),
            Do::Stop => self.clock.stop((), cx),
            Do::Give(seat, ms) => self.clock.give(Seat(seat), ms, (), cx)?,
            Do::Store => {
                let stored = rmp_serde::to_vec_named(&self.clock).unwrap();
                let restored: Clock = rmp_serde::from_slice(&stored).unwrap();
                assert_eq!(restored, self.clock);
                self.clock = restored;
            }
            Do::Ring => self.alarm((), cx),
        }
        Ok(())
    }

    fn alarm(&mut self, (): (), cx: &mut Cx<Self>) {
        self.rings += 1;
        // The match goes on after a flag has fallen, so that a second fall would be heard.
        if let Some(seat) = self.clock.rang((), cx) {
            cx.note(Audience::Everyone, Fell { seat, at_ms: cx.now() });
        }
    }

    fn view(&self, _: Viewer) -> View {
        View { clock: self.clock.face(), rings: self.rings }
    }
}

/// A table with these clocks, none of them running.
pub(crate) fn watch(time: TimeControl, seats: u8) -> Table<Arbiter> {
    Table::start(Options { time, seats })
}

pub(crate) fn face(table: &Table<Arbiter>) -> ClockFace {
    table.view(Viewer::Spectator).clock
}

pub(crate) fn falls(table: &Table<Arbiter>) -> Vec<Fell> {
    table.notes(Viewer::Spectator)
}

pub(crate) fn rings(table: &Table<Arbiter>) -> u32 {
    table.view(Viewer::Spectator).rings
}
