//! The recorder's shell: an actor on a thread of its own, because its store blocks.

use actix::{Actor, Addr, Arbiter, AsyncContext, Context, Handler, Message};

use timer::Clock;

use super::{Line, Pulse, Routes};
use crate::{limits::ROLE_MAILBOX, messages::ToRecorder, recorder::Recorder, store::StoreError, table::TableRecord};

/// Runs a [`Recorder`].
pub struct RecorderActor {
    core: Recorder,
    routes: Routes,
    clock: Clock,
    pulse: Pulse,
    write_asked: bool,
}

/// Asks for the tables as stored.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "Result<Vec<TableRecord>, StoreError>")]
pub struct StoredTables;

/// To itself: write what has come. It goes to the end of the mailbox, so all that came meanwhile shares one commit.
#[derive(Message)]
#[rtype(result = "()")]
struct Write;

impl RecorderActor {
    /// Starts the recorder on `arbiter`'s thread and puts it in its place.
    pub fn start_on(arbiter: &Arbiter, core: Recorder, routes: Routes, clock: Clock) -> Addr<RecorderActor> {
        let pulse = Pulse::new("recorder".to_string());
        let address = RecorderActor::start_in_arbiter(&arbiter.handle(), {
            let (routes, pulse) = (routes.clone(), pulse.clone());
            move |context| {
                context.set_mailbox_capacity(ROLE_MAILBOX);
                RecorderActor { core, routes, clock, pulse, write_asked: false }
            }
        });
        // Before anybody is started who could ask it for something.
        routes.set_recorder(Line::new(address.clone().recipient(), &pulse));
        address
    }

    fn write(&mut self) {
        for (worker, answer) in self.core.write() {
            // Answers always go in: there is at most one for each commit the worker has in flight.
            let _ = self.routes.to_worker(&worker, answer);
        }
    }
}

impl Actor for RecorderActor {
    type Context = Context<Self>;
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
        let begun_us = self.clock.now_us();
        self.write();
        self.pulse.took(&self.clock, begun_us);
    }
}

impl Handler<StoredTables> for RecorderActor {
    type Result = Result<Vec<TableRecord>, StoreError>;

    fn handle(&mut self, _: StoredTables, _: &mut Context<Self>) -> Self::Result {
        // Everything in the mailbox is handled before what an actor says to itself: without this, what was recorded just before
        // the question would not be in the answer.
        self.write();
        self.core.tables()
    }
}
