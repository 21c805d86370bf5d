//! The bots' shell.

use actix::{Actor, ActorContext, Addr, ArbiterHandle, AsyncContext, Context, Handler, Recipient};
use timer::{Due, Timer};
use title::Rng;

use super::{Alarms, Fall, Fallen, HubPlace, Role, Routes, fall::FallGuard};
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
    _guard: FallGuard,
}

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
            BotsActor { core, routes, alarms: Alarms::new(timer, "bots".to_string()), place, _guard: guard }
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
                BotsEffect::Lobby(message) => self.routes.to_lobby(message),
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
        self.routes.set_bots(self.place.id(), context.address().recipient());
        let effects = self.core.start();
        self.perform(effects);
    }
}

impl Handler<ToHub> for BotsActor {
    type Result = ();

    fn handle(&mut self, message: ToHub, _: &mut Context<Self>) {
        let effects = self.core.handle(self.alarms.now_ms(), message);
        self.perform(effects);
    }
}

impl Handler<Due> for BotsActor {
    type Result = ();

    fn handle(&mut self, due: Due, _: &mut Context<Self>) {
        let effects = self.core.due(self.alarms.now_ms(), &due);
        self.perform(effects);
    }
}

impl Handler<Fall> for BotsActor {
    type Result = ();

    fn handle(&mut self, _: Fall, context: &mut Context<Self>) {
        context.terminate();
    }
}
