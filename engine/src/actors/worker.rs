//! The worker's shell: an actor on a thread of its own. When it falls, its guard tells the assembly, which starts another.

use actix::{Actor, ActorContext, Addr, Arbiter, AsyncContext, Context, Handler, Message, MessageResult, Recipient};
use timer::{Due, Key, Subscription, Timer};

use super::{Fall, Fallen, HandlerTimes, Role, Routes, fall::FallGuard};
use crate::{
    limits::WORKER_MAILBOX,
    messages::ToWorker,
    worker::{WorkerCore, WorkerEffect, WorkerSeen},
};

/// Runs a [`WorkerCore`].
pub struct WorkerActor {
    core: Box<dyn WorkerCore>,
    routes: Routes,
    timer: Timer,
    subscription: Option<Subscription>,
    times: HandlerTimes,
    role: String,
    _guard: FallGuard,
}

/// Asks for a small copy of a worker's state.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "(WorkerSeen, HandlerTimes)")]
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
        let worker = core.id().clone();
        let address = WorkerActor::start_in_arbiter(&arbiter.handle(), {
            let routes = routes.clone();
            move |context| {
                context.set_mailbox_capacity(WORKER_MAILBOX);
                let role = format!("worker {}", core.id());
                let guard = FallGuard::new(Role::Worker(core.id().clone()), assembly);
                WorkerActor {
                    core,
                    routes,
                    timer,
                    subscription: None,
                    times: HandlerTimes::default(),
                    role,
                    _guard: guard,
                }
            }
        });
        routes.set_worker(worker, address.clone().recipient());
        address
    }

    fn perform(&mut self, effects: Vec<WorkerEffect>) {
        for effect in effects {
            match effect {
                WorkerEffect::Hub(hub, message) => self.routes.to_hub(hub, message),
                WorkerEffect::EveryHub(message) => self.routes.to_every_hub(&message),
                WorkerEffect::Lobby(message) => self.routes.to_lobby(message),
                WorkerEffect::Recorder(message) => self.routes.to_recorder(message),
                WorkerEffect::Alarm { key, at_ms, generation } => {
                    if let Some(subscription) = &self.subscription {
                        subscription.alarm(Key(key), at_ms.saturating_mul(1000), generation);
                    }
                }
                WorkerEffect::Ticks { key, hz, from_ms } => {
                    if let Some(subscription) = &self.subscription
                        && let Err(refusal) = subscription.ticks(Key(key), hz, from_ms.saturating_mul(1000), 0)
                    {
                        tracing::error!(role = self.role, %refusal, "a title wants ticks that can't be had");
                    }
                }
                WorkerEffect::Cancel { key } => {
                    if let Some(subscription) = &self.subscription {
                        subscription.cancel(Key(key));
                    }
                }
            }
        }
    }
}

impl Actor for WorkerActor {
    type Context = Context<Self>;

    fn started(&mut self, context: &mut Context<Self>) {
        self.subscription = Some(self.timer.register(&self.role, context.address().recipient()));
        let effects = self.core.start();
        self.perform(effects);
    }
}

impl Handler<ToWorker> for WorkerActor {
    type Result = ();

    fn handle(&mut self, message: ToWorker, _: &mut Context<Self>) {
        let clock = self.timer.clock();
        let now_ms = clock.now_ms();
        let core = &mut self.core;
        let effects = self.times.measure(&clock, &self.role, "message", || core.handle(now_ms, message));
        self.perform(effects);
    }
}

impl Handler<Due> for WorkerActor {
    type Result = ();

    fn handle(&mut self, due: Due, _: &mut Context<Self>) {
        let clock = self.timer.clock();
        let now_ms = clock.now_ms();
        let core = &mut self.core;
        let effects = self.times.measure(&clock, &self.role, "due", || core.due(now_ms, &due));
        self.perform(effects);
    }
}

impl Handler<ObserveWorker> for WorkerActor {
    type Result = MessageResult<ObserveWorker>;

    fn handle(&mut self, _: ObserveWorker, _: &mut Context<Self>) -> MessageResult<ObserveWorker> {
        MessageResult((self.core.observe(), self.times))
    }
}

impl Handler<Fall> for WorkerActor {
    type Result = ();

    fn handle(&mut self, _: Fall, context: &mut Context<Self>) {
        context.terminate();
    }
}
