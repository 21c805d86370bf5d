//! The bots: players without a browser. A bot sits at a table, attaches to its match as a session does, sees the updates
//! its seat is shown, and acts by the same message as any player. It knows no title, and doesn't think itself: the thinker
//! does, for however long it takes, from the payload of the bot's update. In a real-time match the steersman holds its
//! control, and is shown every frame for that.

mod bot;
mod effect;
mod helm;
mod realtime;

use std::collections::BTreeMap;

use timer::Due;
use title::Rng;

use self::bot::{Bot, Mind, Shown};
pub use self::effect::BotsEffect;
use crate::{
    arrange::Arrange,
    entropy,
    ids::{Address, HubId, MatchId, PlayerId, SessionId, WorkerId},
    limits::BOT_THINK_MS,
    messages::{Delivered, Think, ToHub, ToWorker},
};

/// All bots of a server.
pub struct Bots {
    hub: HubId,
    rng: Rng,
    sessions: BTreeMap<SessionId, Bot>,
    next: u64,
    /// Bots of real-time matches that were shown something or may ask again.
    shown: Vec<SessionId>,
    /// Those that left, of which the steersman hasn't heard.
    left: Vec<SessionId>,
    now_ms: u64,
    out: Vec<BotsEffect>,
}

impl Bots {
    /// No bots yet; `hub` is what workers know them by.
    pub fn new(hub: HubId, rng: Rng) -> Bots {
        let (sessions, shown, left, out) = (BTreeMap::new(), Vec::new(), Vec::new(), Vec::new());
        Bots { hub, rng, sessions, next: 0, shown, left, now_ms: 0, out }
    }

    /// The first thing to do: ask in which matches bots sit.
    pub fn start(&mut self) -> Vec<BotsEffect> {
        vec![BotsEffect::EveryWorker(ToWorker::BotsUp)]
    }

    /// How many bots there are, one for each seat a bot has.
    pub fn count(&self) -> usize {
        self.sessions.len()
    }

    /// Handles one message to the end.
    pub fn handle(&mut self, now_ms: u64, message: ToHub) -> Vec<BotsEffect> {
        self.now_ms = now_ms;
        match message {
            ToHub::BotSeated { match_id, bot } => self.seated(match_id, bot),
            ToHub::WorkerUp(worker) => self.worker_up(&worker),
            ToHub::LobbyUp => {}
            ToHub::Thought { session, generation, action } => self.thought(session, generation, action),
            ToHub::ThinkerUp => self.thinker_up(),
            ToHub::Steered(steered) => self.steered(steered),
            ToHub::SteersmanUp => self.steersman_up(),
            ToHub::Deliver(deliveries) => {
                for delivery in deliveries {
                    for session in delivery.to {
                        self.delivered(session, &delivery.what);
                    }
                }
            }
        }
        self.steer();
        std::mem::take(&mut self.out)
    }

    fn seated(&mut self, match_id: MatchId, player: PlayerId) {
        // A worker says it again when it doesn't know whether it was heard.
        if self.sessions.values().any(|bot| bot.match_id == match_id && bot.player == player) {
            return;
        }
        self.next += 1;
        let session = SessionId(self.next);
        let bot = Bot::new(match_id, player, &mut self.rng);
        self.out.push(bot.attach(self.address(session)));
        self.sessions.insert(session, bot);
    }

    fn worker_up(&mut self, worker: &WorkerId) {
        let hub = self.hub;
        for (session, bot) in self.sessions.iter().filter(|(_, bot)| bot.match_id.worker == *worker) {
            let who = Address { hub, session: *session };
            self.out.push(bot.attach(who));
            if let Some(payload) = bot.acting.clone() {
                self.out.push(bot.act(who, self.now_ms, payload));
            }
        }
    }

    fn delivered(&mut self, session: SessionId, what: &Delivered) {
        let Some(bot) = self.sessions.get_mut(&session) else { return };
        match what {
            Delivered::Update { epoch, rev, tick, message, .. } => {
                if bot.have.is_some_and(|have| (*epoch, *rev) < have) {
                    return;
                }
                bot.have = Some((*epoch, *rev));
                let Some(shown) = Shown::read(message) else { return };
                if shown.over {
                    return self.leave(session);
                }
                if let (Some(tick), Some(real_time)) = (*tick, shown.real_time) {
                    self.updated(session, tick, real_time);
                }
                self.situation(session, shown.turn);
            }
            Delivered::Frame { epoch, tick, delta, message, .. } => {
                // A worker that fell may have said this last.
                if bot.have.is_some_and(|(shown_by, _)| shown_by == *epoch) {
                    self.framed(session, *tick, *delta, message);
                }
            }
            Delivered::Answer { command, result } => {
                if command.1 != bot.seq {
                    return;
                }
                bot.acting = None;
                if let Err(refused) = result {
                    // It was late, or the store is away: the situation tells what to do, so it thinks again.
                    tracing::debug!(code = %refused.code.0, match_id = %bot.match_id, "a bot was refused");
                    if bot.turn.is_some() && bot.mind == Mind::Idle {
                        self.wait(session);
                    }
                }
            }
            // It may have been said before the bot attached anew: if the match goes on, its worker says once more that it sits there.
            Delivered::NoMatch { .. } => self.leave(session),
            // A bot looks at matches only.
            Delivered::Table(_)
            | Delivered::TableClosed { .. }
            | Delivered::Lobby(_)
            | Delivered::Seated(_)
            | Delivered::SeekEnded(_) => {}
        }
    }

    fn leave(&mut self, session: SessionId) {
        let who = self.address(session);
        if let Some(bot) = self.sessions.remove(&session) {
            self.out.push(BotsEffect::Timer(Arrange::Cancel { key: session.0 }));
            if bot.helm.is_some() {
                self.left.push(session);
            }
            self.out.push(bot.detach(who));
        }
    }

    /// A bot is shown that its match waits for it, or that it doesn't.
    fn situation(&mut self, session: SessionId, turn: Option<bot::Turn>) {
        let Some(bot) = self.sessions.get_mut(&session) else { return };
        // What changes nothing for it doesn't make it start again, or whoever comes and goes could keep it from acting.
        if turn.is_some() && turn == bot.turn && bot.mind != Mind::Idle {
            return;
        }
        bot.turn = turn;
        if bot.turn.is_some() {
            self.wait(session);
        } else {
            bot.generation += 1;
            bot.mind = Mind::Idle;
            self.out.push(BotsEffect::Timer(Arrange::Cancel { key: session.0 }));
        }
    }

    /// Lets some time pass before the bot thinks, so that its moves can be followed; no more than if it had waited already.
    fn wait(&mut self, session: SessionId) {
        let Some(bot) = self.sessions.get_mut(&session) else { return };
        let at_ms = match bot.mind {
            Mind::Waiting { at_ms } => at_ms,
            Mind::Idle | Mind::Ready | Mind::Thinking => self.now_ms + BOT_THINK_MS,
        };
        bot.generation += 1;
        bot.mind = Mind::Waiting { at_ms };
        self.out.push(BotsEffect::Timer(Arrange::Alarm { key: session.0, at_ms, generation: bot.generation }));
    }

    /// Handles what has fallen due: bots have waited long enough.
    pub fn due(&mut self, now_ms: u64, due: &Due) -> Vec<BotsEffect> {
        self.now_ms = now_ms;
        for alarm in &due.alarms {
            let session = SessionId(alarm.key.0);
            let waits = |bot: &&mut Bot| bot.generation == alarm.generation && matches!(bot.mind, Mind::Waiting { .. });
            if let Some(bot) = self.sessions.get_mut(&session).filter(waits) {
                bot.mind = Mind::Ready;
                self.think(session);
            }
        }
        std::mem::take(&mut self.out)
    }

    /// Has the thinker think for a bot that is ready, unless it does so still about an older situation.
    fn think(&mut self, session: SessionId) {
        let who = self.address(session);
        let Some(bot) = self.sessions.get_mut(&session) else { return };
        if bot.mind != Mind::Ready || bot.asked.is_some() {
            return;
        }
        let Some((seat, payload)) = bot.turn.clone() else { return };
        bot.mind = Mind::Thinking;
        bot.asked = Some(bot.generation);
        let (title, generation) = (bot.match_id.worker.title.clone(), bot.generation);
        let seed = entropy::drawn(&mut self.rng);
        self.out.push(BotsEffect::Think(Think { who, generation, title, seat, payload, seed }));
    }

    /// The thinker has thought for a bot: if its situation is still the same, it acts.
    fn thought(&mut self, session: SessionId, generation: u64, action: Option<bytes::Bytes>) {
        let who = self.address(session);
        let Some(bot) = self.sessions.get_mut(&session).filter(|bot| bot.asked == Some(generation)) else { return };
        bot.asked = None;
        if bot.generation != generation {
            return self.think(session);
        }
        bot.mind = Mind::Idle;
        match action {
            Some(payload) => {
                bot.seq.0 += 1;
                bot.acting = Some(payload.clone());
                self.out.push(bot.act(who, self.now_ms, payload));
            }
            None => tracing::debug!(match_id = %bot.match_id, "a bot finds nothing to do"),
        }
    }

    /// The thinker has come up: what it was asked is asked again.
    fn thinker_up(&mut self) {
        for session in self.sessions.keys().copied().collect::<Vec<_>>() {
            let Some(bot) = self.sessions.get_mut(&session).filter(|bot| bot.asked.is_some()) else { continue };
            bot.asked = None;
            if bot.mind == Mind::Thinking {
                bot.mind = Mind::Ready;
            }
            self.think(session);
        }
    }

    /// How many bots play.
    pub fn playing(&self) -> usize {
        self.sessions.len()
    }

    fn address(&self, session: SessionId) -> Address {
        Address { hub: self.hub, session }
    }
}
