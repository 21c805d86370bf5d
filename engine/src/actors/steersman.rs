//! The steersman's shell: an actor on a thread of its own, because it runs what titles bring, and neither the lobby nor a
//! match should wait for that.

use actix::{Actor, ActorContext, Addr, Arbiter, AsyncContext, Context, Handler, Recipient};
use timer::Clock;

use super::{Fall, Fallen, Line, Pulse, Role, Routes, fall::FallGuard};
use crate::{
    limits::ROLE_MAILBOX,
    messages::{Steer, ToHub},
    steersman::Steersman,
    titles::Titles,
};

/// Runs a [`Steersman`].
pub struct SteersmanActor {
    core: Steersman,
    routes: Routes,
    clock: Clock,
    pulse: Pulse,
    _guard: FallGuard,
}

impl SteersmanActor {
    /// Starts the steersman on `arbiter`'s thread and puts it in its place.
    pub fn start_on(
        arbiter: &Arbiter,
        titles: Titles,
        routes: Routes,
        clock: Clock,
        assembly: Recipient<Fallen>,
    ) -> Addr<SteersmanActor> {
        SteersmanActor::start_in_arbiter(&arbiter.handle(), move |context| {
            context.set_mailbox_capacity(ROLE_MAILBOX);
            let core = Steersman::new(titles);
            let pulse = Pulse::new("steersman".to_string());
            SteersmanActor { core, routes, clock, pulse, _guard: FallGuard::new(Role::Steersman, assembly) }
        })
    }
}

impl Actor for SteersmanActor {
    type Context = Context<Self>;

    fn started(&mut self, context: &mut Context<Self>) {
        // In its place before its first word, so that it can be asked.
        self.routes.set_steersman(Line::new(context.address().recipient(), &self.pulse));
        self.routes.to_bots(ToHub::SteersmanUp);
    }
}

impl Handler<Steer> for SteersmanActor {
    type Result = ();

    fn handle(&mut self, steer: Steer, _: &mut Context<Self>) {
        self.pulse.taken();
        let begun_us = self.clock.now_us();
        let hub = steer.hub;
        let steered = self.core.handle(steer);
        if !steered.is_empty() {
            // To the bots that asked: those that came up since know nothing of it.
            self.routes.to_hub(hub, ToHub::Steered(steered));
        }
        self.pulse.handled(&self.clock, begun_us, "steer");
    }
}

impl Handler<Fall> for SteersmanActor {
    type Result = ();

    fn handle(&mut self, _: Fall, context: &mut Context<Self>) {
        context.terminate();
    }
}
