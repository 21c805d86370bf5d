//! Bots of real-time matches: what they are shown goes to the steersman, all that came at once in one message, and what it
//! answers goes to the matches.

use bytes::Bytes;

use super::{
    Bots, BotsEffect,
    bot::Turn,
    helm::{Framed, Helm},
};
use crate::{
    entropy,
    ids::{Address, SessionId},
    messages::{Steer, Steered},
};

impl Bots {
    /// A bot is shown how its match stands after `tick`.
    pub(super) fn updated(&mut self, session: SessionId, tick: u64, (seat, payload): Turn) {
        let Some(bot) = self.sessions.get_mut(&session) else { return };
        let (title, seed) = (&bot.match_id.worker.title, entropy::drawn(&mut self.rng));
        bot.helm.get_or_insert_with(Helm::default).shown(tick, title, seat, seed, payload);
        self.shown.push(session);
    }

    /// A bot is sent a frame.
    pub(super) fn framed(&mut self, session: SessionId, tick: u64, delta: bool, message: &Bytes) {
        let who = self.address(session);
        let Some(bot) = self.sessions.get_mut(&session) else { return };
        let Some(helm) = &mut bot.helm else { return };
        match helm.framed(tick, delta, message) {
            Framed::Kept => {}
            Framed::Resync => self.out.push(bot.attach(who)),
            Framed::Again(input) => self.say(session, input),
        }
        self.shown.push(session);
    }

    /// Asks the steersman about all who were shown something, except those it is asked about still.
    pub(super) fn steer(&mut self) {
        let sessions = &mut self.sessions;
        let asked = self.shown.drain(..).filter_map(|session| sessions.get_mut(&session)?.helm.as_mut()?.ask(session));
        let (shown, left) = (asked.collect::<Vec<_>>(), std::mem::take(&mut self.left));
        if !shown.is_empty() || !left.is_empty() {
            self.out.push(BotsEffect::Steer(Steer { hub: self.hub, left, shown }));
        }
    }

    /// The steersman has answered.
    pub(super) fn steered(&mut self, steered: Vec<Steered>) {
        for Steered { bot: session, generation, input } in steered {
            let helm = self.sessions.get_mut(&session).and_then(|bot| bot.helm.as_mut());
            if helm.is_some_and(|helm| helm.answered(generation)) {
                if let Some(input) = input {
                    self.say(session, input);
                }
                self.shown.push(session);
            }
        }
    }

    /// The steersman has come up, and has no minds: each begins with how its match stands.
    pub(super) fn steersman_up(&mut self) {
        let hub = self.hub;
        for (session, bot) in &mut self.sessions {
            if let Some(helm) = &mut bot.helm {
                helm.steersman_up();
                self.out.push(bot.attach(Address { hub, session: *session }));
            }
        }
    }

    fn say(&mut self, session: SessionId, input: Bytes) {
        let who = self.address(session);
        let Some(bot) = self.sessions.get_mut(&session) else { return };
        let Some(helm) = &mut bot.helm else { return };
        let number = helm.say(input.clone());
        self.out.push(bot.input(who, number, input));
    }
}
