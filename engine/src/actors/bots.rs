//! The bots' shell.

use actix::{Actor, Addr, Arbiter, AsyncContext, Context, Handler};
use timer::{Due, Key, Subscription, Timer};

use super::Routes;
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
}

impl BotsActor {
    /// Starts the bots on `arbiter`'s thread and puts them in their place.
    pub fn start_on(arbiter: &Arbiter, core: Bots, routes: Routes, timer: Timer) -> Addr<BotsActor> {
        let address = BotsActor::start_in_arbiter(&arbiter.handle(), {
            let routes = routes.clone();
            move |context| {
                context.set_mailbox_capacity(ROLE_MAILBOX);
                BotsActor { core, routes, timer, subscription: None }
            }
        });
        routes.set_bots(address.clone().recipient());
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
