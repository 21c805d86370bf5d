//! The bots' shell.

use actix::{Actor, ActorContext, Addr, ArbiterHandle, AsyncContext, Context, Handler, Recipient};
use timer::{Due, Key, Subscription, Timer};
use title::Rng;

use super::{Fall, Fallen, HubPlace, Role, Routes, fall::FallGuard};
use crate::{
    bots::{Bots, BotsEffect},
    limits::ROLE_MAILBOX,
    messages::ToHub,
};

/// Runs [`Bots`].
pub struct BotsActor {
    core: Bots,
    routes: Routes,
    timer: Timer,
    subscription: Option<Subscription>,
    _place: HubPlace,
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
        let id = place.id();
        let address = BotsActor::start_in_arbiter(arbiter, {
            let routes = routes.clone();
            move |context| {
                context.set_mailbox_capacity(ROLE_MAILBOX);
                let guard = FallGuard::new(Role::Bots, assembly);
                BotsActor { core: Bots::new(id, rng), routes, timer, subscription: None, _place: place, _guard: guard }
            }
        });
        routes.set_bots(id, address.clone().recipient());
        address
    }

    fn perform(&mut self, effects: Vec<BotsEffect>) {
        for effect in effects {
            match effect {
                BotsEffect::Worker(worker, message) => {
                    if let Err(act) = self.routes.to_worker(&worker, message) {
                        let effects = self.core.handle(self.timer.clock().now_ms(), act.refused_as_busy().into());
                        self.perform(effects);
                    }
                }
                BotsEffect::Lobby(message) => self.routes.to_lobby(message),
                BotsEffect::Alarm { key, at_ms, generation } => {
                    if let Some(subscription) = &self.subscription {
                        subscription.alarm(Key(key), at_ms.saturating_mul(1000), generation);
                    }
                }
                BotsEffect::Cancel { key } => {
                    if let Some(subscription) = &self.subscription {
                        subscription.cancel(Key(key));
                    }
                }
            }
        }
    }
}

impl Actor for BotsActor {
    type Context = Context<Self>;

    fn started(&mut self, context: &mut Context<Self>) {
        self.subscription = Some(self.timer.register("bots", context.address().recipient()));
        let effects = self.core.start();
        self.perform(effects);
    }
}

impl Handler<ToHub> for BotsActor {
    type Result = ();

    fn handle(&mut self, message: ToHub, _: &mut Context<Self>) {
        let effects = self.core.handle(self.timer.clock().now_ms(), message);
        self.perform(effects);
    }
}

impl Handler<Due> for BotsActor {
    type Result = ();

    fn handle(&mut self, due: Due, _: &mut Context<Self>) {
        let effects = self.core.due(self.timer.clock().now_ms(), &due);
        self.perform(effects);
    }
}

impl Handler<Fall> for BotsActor {
    type Result = ();

    fn handle(&mut self, _: Fall, context: &mut Context<Self>) {
        context.terminate();
    }
}
