//! The thinker's shell: an actor on a thread of its own, because a bot's search takes as long as it takes. It has no core: all
//! it does is to ask the title.

use actix::{Actor, ActorContext, Addr, Arbiter, AsyncContext, Context, Handler, Recipient};
use timer::Clock;

use super::{Fall, Fallen, Line, Pulse, Role, Routes, fall::FallGuard};
use crate::{
    limits::ROLE_MAILBOX,
    messages::{Think, ToHub},
    titles::Titles,
};

/// Thinks for all bots, for one after the other.
pub struct ThinkerActor {
    titles: Titles,
    routes: Routes,
    clock: Clock,
    pulse: Pulse,
    _guard: FallGuard,
}

impl ThinkerActor {
    /// Starts the thinker on `arbiter`'s thread and puts it in its place.
    pub fn start_on(
        arbiter: &Arbiter,
        titles: Titles,
        routes: Routes,
        clock: Clock,
        assembly: Recipient<Fallen>,
    ) -> Addr<ThinkerActor> {
        ThinkerActor::start_in_arbiter(&arbiter.handle(), move |context| {
            context.set_mailbox_capacity(ROLE_MAILBOX);
            let pulse = Pulse::new("thinker".to_string());
            ThinkerActor { titles, routes, clock, pulse, _guard: FallGuard::new(Role::Thinker, assembly) }
        })
    }
}

impl Actor for ThinkerActor {
    type Context = Context<Self>;

    fn started(&mut self, context: &mut Context<Self>) {
        // In its place before its first word, so that it can be answered.
        self.routes.set_thinker(Line::new(context.address().recipient(), &self.pulse));
        self.routes.to_bots(ToHub::ThinkerUp);
    }
}

impl Handler<Think> for ThinkerActor {
    type Result = ();

    fn handle(&mut self, think: Think, _: &mut Context<Self>) {
        self.pulse.taken();
        let begun_us = self.clock.now_us();
        let Think { who, generation, title, seat, payload, seed } = think;
        let action = self.titles.get(&title).ok().and_then(|offered| offered.think(&payload, seat, seed));
        // To the bots that asked: those that came up since know nothing of it.
        self.routes.to_hub(who.hub, ToHub::Thought { session: who.session, generation, action });
        self.pulse.took(&self.clock, begun_us);
    }
}

impl Handler<Fall> for ThinkerActor {
    type Result = ();

    fn handle(&mut self, _: Fall, context: &mut Context<Self>) {
        context.terminate();
    }
}
