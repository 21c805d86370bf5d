//! The recorder's shell: an actor on a thread of its own, because its store blocks.

use actix::{Actor, Addr, Arbiter, AsyncContext, Context, Handler, Message, MessageResult};
use timer::{Due, Timer};
use tokio::sync::oneshot;

use super::{Alarms, Line, Pulse, RecorderDoor, Routes};
use crate::{
    arrange::Arrange,
    ids::MatchId,
    limits::{MARK_MS, ROLE_MAILBOX},
    messages::ToRecorder,
    recorder::{Answer, Recorder, RecorderSeen},
    store::{History, StoreError},
};

/// Runs a [`Recorder`].
pub struct RecorderActor {
    core: Recorder,
    routes: Routes,
    alarms: Alarms,
    pulse: Pulse,
    write_asked: bool,
    /// Whether a beat is to come.
    beats: bool,
    /// Goes with the actor, however that comes to its end.
    _stands: Stands,
}

/// Held for as long as there is a recorder: whoever has the other end is told when it is gone.
pub type Stands = oneshot::Sender<()>;

/// Asks for all that is stored of a match.
#[derive(Clone, Debug, Message)]
#[rtype(result = "Result<Option<History>, StoreError>")]
pub struct AskHistory(pub MatchId);

/// Asks to be answered when everything that was recorded before is written, as far as the store takes it.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "()")]
pub struct WhenWritten;

/// Asks what was counted.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "RecorderSeen")]
pub struct ObserveRecorder;

/// To itself: write what has come. It goes to the end of the mailbox, so all that came meanwhile shares one commit.
#[derive(Message)]
#[rtype(result = "()")]
struct Write;

/// To itself: there is more for the store to do in its own time. What was recorded meanwhile goes before it.
#[derive(Message)]
#[rtype(result = "()")]
struct Tend;

impl RecorderActor {
    /// Starts the recorder on `arbiter`'s thread and puts it in its place. `stands` is held until it ends or falls.
    pub fn start_on(
        arbiter: &Arbiter,
        core: Recorder,
        routes: Routes,
        timer: Timer,
        stands: Stands,
    ) -> Addr<RecorderActor> {
        let pulse = Pulse::new("recorder".to_string());
        let address = RecorderActor::start_in_arbiter(&arbiter.handle(), {
            let (routes, pulse) = (routes.clone(), pulse.clone());
            move |context| {
                context.set_mailbox_capacity(ROLE_MAILBOX);
                let mut alarms = Alarms::new(timer, pulse.role().to_string());
                alarms.open(context.address().recipient());
                RecorderActor { core, routes, alarms, pulse, write_asked: false, beats: false, _stands: stands }
            }
        });
        let door = RecorderDoor { history: address.clone().recipient(), observe: address.clone().recipient() };
        // Before anybody is started who could ask it for something.
        routes.set_recorder(Line::new(address.clone().recipient(), &pulse), door);
        address
    }

    fn write(&mut self) {
        for answer in self.core.write(self.alarms.now_ms()) {
            match answer {
                // Answers always go in: there is at most one for each commit the worker has in flight.
                Answer::Worker(worker, answer) => _ = self.routes.to_worker(&worker, answer),
                Answer::Lobby(answer) => self.routes.to_lobby(answer),
            }
        }
    }

    fn tend(&mut self, context: &mut Context<Self>) {
        if self.core.tend(self.alarms.clock().wall_s()) {
            context.notify(Tend);
        }
    }

    /// There is a beat to come, from now on.
    fn beat(&mut self) {
        if !self.beats {
            self.beats = true;
            let at_ms = self.alarms.now_ms() + MARK_MS;
            self.alarms.arrange(Arrange::Alarm { key: 0, at_ms, generation: 0 });
        }
    }
}

impl Actor for RecorderActor {
    type Context = Context<Self>;

    fn started(&mut self, _: &mut Context<Self>) {
        self.beat();
    }
}

impl Handler<ToRecorder> for RecorderActor {
    type Result = ();

    fn handle(&mut self, message: ToRecorder, context: &mut Context<Self>) {
        self.pulse.taken();
        self.core.handle(message);
        if !self.write_asked {
            self.write_asked = true;
            context.notify(Write);
        }
    }
}

impl Handler<Write> for RecorderActor {
    type Result = ();

    fn handle(&mut self, _: Write, _: &mut Context<Self>) {
        self.write_asked = false;
        let begun_us = self.alarms.clock().now_us();
        self.write();
        self.beat();
        self.pulse.took(&self.alarms.clock(), begun_us);
    }
}

impl Handler<Due> for RecorderActor {
    type Result = ();

    fn handle(&mut self, _: Due, context: &mut Context<Self>) {
        self.beats = false;
        if self.core.mark(self.alarms.now_ms()) {
            self.beat();
        }
        self.tend(context);
    }
}

impl Handler<Tend> for RecorderActor {
    type Result = ();

    fn handle(&mut self, _: Tend, context: &mut Context<Self>) {
        self.tend(context);
    }
}

impl Handler<WhenWritten> for RecorderActor {
    type Result = ();

    fn handle(&mut self, _: WhenWritten, _: &mut Context<Self>) {
        // Everything in the mailbox is handled before what an actor says to itself: without this, what was recorded just before
        // the question would not be written.
        self.write();
        self.core.mark(self.alarms.now_ms());
    }
}

impl Handler<AskHistory> for RecorderActor {
    type Result = Result<Option<History>, StoreError>;

    fn handle(&mut self, AskHistory(id): AskHistory, _: &mut Context<Self>) -> Self::Result {
        self.core.history(&id)
    }
}

impl Handler<ObserveRecorder> for RecorderActor {
    type Result = MessageResult<ObserveRecorder>;

    fn handle(&mut self, _: ObserveRecorder, _: &mut Context<Self>) -> MessageResult<ObserveRecorder> {
        MessageResult(self.core.observe())
    }
}
