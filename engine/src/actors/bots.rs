//! The bots' shell.

use actix::{Actor, ActorContext, Addr, ArbiterHandle, AsyncContext, Context, Handler, Message, Recipient};
use timer::{Due, Timer};
use title::Rng;

use super::{Alarms, Fall, Fallen, HubPlace, Line, Pulse, Role, Routes, fall::FallGuard};
use crate::{
    bots::{Bots, BotsEffect},
    limits::ROLE_MAILBOX,
    messages::ToHub,
};

/// Runs [`Bots`].
pub struct BotsActor {
    core: Bots,
    routes: Routes,
    alarms: Alarms,
    place: HubPlace,
    pulse: Pulse,
    _guard: FallGuard,
}

/// Asks how many bots there are.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "usize")]
pub struct ObserveBots;

impl BotsActor {
    /// Starts the bots on `arbiter`'s thread and puts them in their place.
    pub fn start_on(
        arbiter: &ArbiterHandle,
        rng: Rng,
        routes: Routes,
        timer: Timer,
        assembly: Recipient<Fallen>,
    ) -> Addr<BotsActor> {
        let place = routes.place_hub();
        BotsActor::start_in_arbiter(arbiter, move |context| {
            context.set_mailbox_capacity(ROLE_MAILBOX);
            let core = Bots::new(place.id(), rng);
            let guard = FallGuard::new(Role::Bots, assembly);
            let pulse = Pulse::new("bots".to_string());
            let alarms = Alarms::new(timer, pulse.role().to_string());
            BotsActor { core, routes, alarms, place, pulse, _guard: guard }
        })
    }

    fn perform(&mut self, effects: Vec<BotsEffect>) {
        for effect in effects {
            match effect {
                BotsEffect::Worker(worker, message) => {
                    if let Err(act) = self.routes.to_worker(&worker, message) {
                        let effects = self.core.handle(self.alarms.now_ms(), act.refused_as_busy().into());
                        self.perform(effects);
                    }
                }
                BotsEffect::EveryWorker(message) => self.routes.to_every_worker(&message),
                BotsEffect::Think(think) => self.routes.to_thinker(think),
                BotsEffect::Steer(steer) => self.routes.to_steersman(steer),
                BotsEffect::Timer(wish) => self.alarms.arrange(wish),
            }
        }
    }
}

impl Actor for BotsActor {
    type Context = Context<Self>;

    fn started(&mut self, context: &mut Context<Self>) {
        self.alarms.open(context.address().recipient());
        let own = context.address();
        let line = Line::new(own.clone().recipient(), &self.pulse);
        self.routes.set_bots(self.place.id(), line, own.recipient());
        let effects = self.core.start();
        self.perform(effects);
    }
}

impl Handler<ToHub> for BotsActor {
    type Result = ();

    fn handle(&mut self, message: ToHub, _: &mut Context<Self>) {
        self.pulse.taken();
        let clock = self.alarms.clock();
        let begun_us = clock.now_us();
        let effects = self.core.handle(begun_us / 1000, message);
        self.perform(effects);
        self.pulse.handled(&clock, begun_us, "message");
    }
}

impl Handler<Due> for BotsActor {
    type Result = ();

    fn handle(&mut self, due: Due, _: &mut Context<Self>) {
        let clock = self.alarms.clock();
        let begun_us = clock.now_us();
        let effects = self.core.due(begun_us / 1000, &due);
        self.perform(effects);
        self.pulse.handled(&clock, begun_us, "due");
    }
}

impl Handler<ObserveBots> for BotsActor {
    type Result = usize;

    fn handle(&mut self, _: ObserveBots, _: &mut Context<Self>) -> usize {
        self.core.count()
    }
}

impl Handler<Fall> for BotsActor {
    type Result = ();

    fn handle(&mut self, _: Fall, context: &mut Context<Self>) {
        context.terminate();
    }
}
