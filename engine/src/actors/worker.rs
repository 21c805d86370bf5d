//! The worker's shell: an actor on a thread of its own. When it falls, its guard tells the assembly, which starts another.

use actix::{Actor, ActorContext, Addr, Arbiter, AsyncContext, Context, Handler, Message, MessageResult, Recipient};
use timer::{Due, Timer};

use super::{Alarms, Fall, Fallen, Line, Pulse, Role, Routes, fall::FallGuard};
use crate::{
    limits::WORKER_MAILBOX,
    messages::ToWorker,
    worker::{WorkerCore, WorkerEffect, WorkerSeen},
};

/// Runs a [`WorkerCore`].
pub struct WorkerActor {
    core: Box<dyn WorkerCore>,
    routes: Routes,
    alarms: Alarms,
    pulse: Pulse,
    _guard: FallGuard,
}

/// Asks for a small copy of a worker's state.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "WorkerSeen")]
pub struct ObserveWorker;

impl WorkerActor {
    /// Starts the worker on `arbiter`'s thread and puts it in its place.
    pub fn start_on(
        arbiter: &Arbiter,
        core: Box<dyn WorkerCore>,
        routes: Routes,
        timer: Timer,
        assembly: Recipient<Fallen>,
    ) -> Addr<WorkerActor> {
        WorkerActor::start_in_arbiter(&arbiter.handle(), move |context| {
            context.set_mailbox_capacity(WORKER_MAILBOX);
            let pulse = Pulse::new(format!("worker {}", core.id()));
            let alarms = Alarms::new(timer, pulse.role().to_string());
            let guard = FallGuard::new(Role::Worker(core.id().clone()), assembly);
            WorkerActor { core, routes, alarms, pulse, _guard: guard }
        })
    }

    fn perform(&mut self, effects: Vec<WorkerEffect>) {
        for effect in effects {
            match effect {
                WorkerEffect::Hub(hub, message) => self.routes.to_hub(hub, message),
                WorkerEffect::EveryHub(message) => self.routes.to_every_hub(&message),
                WorkerEffect::Bots(message) => self.routes.to_bots(message),
                WorkerEffect::Lobby(message) => self.routes.to_lobby(message),
                WorkerEffect::Recorder(message) => self.routes.to_recorder(message),
                WorkerEffect::Timer(wish) => self.alarms.arrange(wish),
            }
        }
    }
}

impl Actor for WorkerActor {
    type Context = Context<Self>;

    fn started(&mut self, context: &mut Context<Self>) {
        self.alarms.open(context.address().recipient());
        // In its place before its first word, so that it can be answered.
        let own = context.address();
        let line = Line::new(own.clone().recipient(), &self.pulse);
        self.routes.set_worker(self.core.id().clone(), line, own.recipient());
        let effects = self.core.start();
        self.perform(effects);
    }
}

impl Handler<ToWorker> for WorkerActor {
    type Result = ();

    fn handle(&mut self, message: ToWorker, _: &mut Context<Self>) {
        self.pulse.taken();
        let clock = self.alarms.clock();
        let begun_us = clock.now_us();
        let effects = self.core.handle(begun_us / 1000, message);
        self.perform(effects);
        self.pulse.handled(&clock, begun_us, "message");
    }
}

impl Handler<Due> for WorkerActor {
    type Result = ();

    fn handle(&mut self, due: Due, _: &mut Context<Self>) {
        let clock = self.alarms.clock();
        let begun_us = clock.now_us();
        let effects = self.core.due(begun_us / 1000, &due);
        self.perform(effects);
        self.pulse.handled(&clock, begun_us, "due");
    }
}

impl Handler<ObserveWorker> for WorkerActor {
    type Result = MessageResult<ObserveWorker>;

    fn handle(&mut self, _: ObserveWorker, _: &mut Context<Self>) -> MessageResult<ObserveWorker> {
        MessageResult(self.core.observe())
    }
}

impl Handler<Fall> for WorkerActor {
    type Result = ();

    fn handle(&mut self, _: Fall, context: &mut Context<Self>) {
        context.terminate();
    }
}
