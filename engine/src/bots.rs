//! The bots: players without a browser. A bot sits at a table, attaches to its match as a session does, sees the updates
//! its seat is shown, and acts by the same message as any player. It knows no title: it picks from the `legal` of its update.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::Value;
use timer::Due;
use title::Rng;

use crate::{
    arrange::Arrange,
    ids::{Address, ClientId, Epoch, HubId, MatchId, PlayerId, Rev, Seq, SessionId, WorkerId},
    limits::BOT_THINK_MS,
    messages::{Act, Attach, Delivered, ToHub, ToLobby, ToWorker},
    wire::{ServerMessage, from_payload, to_payload},
};

/// Something the bots ask their shell to do.
#[derive(Clone, Debug)]
pub enum BotsEffect {
    /// Send this to a worker.
    Worker(WorkerId, ToWorker),
    /// Send this to the lobby.
    Lobby(ToLobby),
    /// Ask this of the timer.
    Timer(Arrange),
}

/// All bots of a server.
pub struct Bots {
    hub: HubId,
    rng: Rng,
    sessions: BTreeMap<SessionId, Bot>,
    next: u64,
}

/// One bot in one match.
struct Bot {
    player: PlayerId,
    match_id: MatchId,
    client: ClientId,
    have: Option<(Epoch, Rev)>,
    seq: Seq,
    /// What it could do by the last update.
    legal: Vec<Value>,
    /// What it did and has no answer to yet.
    acting: Option<Bytes>,
    generation: u64,
}

/// What a bot reads of an update's payload.
#[derive(Deserialize)]
struct Shown {
    legal: Option<Vec<Value>>,
}

impl Bots {
    /// No bots yet; `hub` is what workers know them by.
    pub fn new(hub: HubId, rng: Rng) -> Bots {
        Bots { hub, rng, sessions: BTreeMap::new(), next: 0 }
    }

    /// The first thing to do: ask in which matches bots sit.
    pub fn start(&mut self) -> Vec<BotsEffect> {
        vec![BotsEffect::Lobby(ToLobby::BotsUp)]
    }

    /// Handles one message to the end.
    pub fn handle(&mut self, now_ms: u64, message: ToHub) -> Vec<BotsEffect> {
        let mut out = Vec::new();
        match message {
            ToHub::BotSeated { match_id, bot } => self.seated(match_id, bot, &mut out),
            ToHub::WorkerUp(worker) => self.worker_up(now_ms, &worker, &mut out),
            ToHub::LobbyUp => {}
            ToHub::Deliver(deliveries) => {
                for delivery in deliveries {
                    for session in delivery.to {
                        self.delivered(now_ms, session, &delivery.what, &mut out);
                    }
                }
            }
        }
        out
    }

    fn seated(&mut self, match_id: MatchId, player: PlayerId, out: &mut Vec<BotsEffect>) {
        // The lobby says it again when it doesn't know whether it was heard.
        if self.sessions.values().any(|bot| bot.match_id == match_id && bot.player == player) {
            return;
        }
        self.next += 1;
        let session = SessionId(self.next);
        let client = ClientId(format!("{player}-{}", crate::code_word::word(&mut self.rng)));
        let (have, legal, acting) = (None, Vec::new(), None);
        let bot = Bot { player, match_id, client, have, seq: Seq(0), legal, acting, generation: 0 };
        out.push(bot.attach(self.address(session)));
        self.sessions.insert(session, bot);
    }

    fn worker_up(&mut self, now_ms: u64, worker: &WorkerId, out: &mut Vec<BotsEffect>) {
        let hub = self.hub;
        for (session, bot) in self.sessions.iter_mut().filter(|(_, bot)| bot.match_id.worker == *worker) {
            let who = Address { hub, session: *session };
            out.push(bot.attach(who));
            if let Some(payload) = bot.acting.clone() {
                out.push(bot.act(who, now_ms, payload));
            }
        }
    }

    fn delivered(&mut self, now_ms: u64, session: SessionId, what: &Delivered, out: &mut Vec<BotsEffect>) {
        let Some(bot) = self.sessions.get_mut(&session) else { return };
        match what {
            Delivered::Update { epoch, rev, message, .. } => {
                if bot.have.is_some_and(|have| (*epoch, *rev) < have) {
                    return;
                }
                bot.have = Some((*epoch, *rev));
                let Some((over, legal)) = read(message) else { return };
                if over {
                    self.leave(session, out);
                    return;
                }
                bot.legal = legal;
                bot.generation += 1;
                if bot.legal.is_empty() {
                    out.push(BotsEffect::Timer(Arrange::Cancel { key: session.0 }));
                } else {
                    let at_ms = now_ms + BOT_THINK_MS;
                    out.push(BotsEffect::Timer(Arrange::Alarm { key: session.0, at_ms, generation: bot.generation }));
                }
            }
            Delivered::Answer { command, result } => {
                if command.1 == bot.seq {
                    bot.acting = None;
                    if let Err(refused) = result {
                        // It was late, or the store is away: the situation tells what to do, so think again.
                        tracing::debug!(code = %refused.code.0, match_id = %bot.match_id, "a bot was refused");
                        bot.generation += 1;
                        let at_ms = now_ms + BOT_THINK_MS;
                        out.push(BotsEffect::Timer(Arrange::Alarm {
                            key: session.0,
                            at_ms,
                            generation: bot.generation,
                        }));
                    }
                }
            }
            Delivered::NoMatch { .. } => {
                self.sessions.remove(&session);
                out.push(BotsEffect::Timer(Arrange::Cancel { key: session.0 }));
            }
            Delivered::Frame { .. } | Delivered::Table(_) | Delivered::TableClosed { .. } => {}
        }
    }

    fn leave(&mut self, session: SessionId, out: &mut Vec<BotsEffect>) {
        let who = self.address(session);
        if let Some(bot) = self.sessions.remove(&session) {
            out.push(BotsEffect::Timer(Arrange::Cancel { key: session.0 }));
            out.push(BotsEffect::Worker(bot.match_id.worker.clone(), ToWorker::Detach { match_id: bot.match_id, who }));
        }
    }

    /// Handles what has fallen due: a bot has thought.
    pub fn due(&mut self, now_ms: u64, due: &Due) -> Vec<BotsEffect> {
        let mut out = Vec::new();
        for alarm in &due.alarms {
            let session = SessionId(alarm.key.0);
            let who = self.address(session);
            let Some(bot) = self.sessions.get_mut(&session).filter(|bot| bot.generation == alarm.generation) else {
                continue;
            };
            let Some(payload) = self.rng.choose(&bot.legal).and_then(|action| to_payload(action).ok()) else {
                continue;
            };
            bot.seq.0 += 1;
            bot.acting = Some(payload.clone());
            out.push(bot.act(who, now_ms, payload));
        }
        out
    }

    /// How many bots play.
    pub fn playing(&self) -> usize {
        self.sessions.len()
    }

    fn address(&self, session: SessionId) -> Address {
        Address { hub: self.hub, session }
    }
}

impl Bot {
    fn attach(&self, who: Address) -> BotsEffect {
        let attach = Attach { match_id: self.match_id.clone(), who, player: self.player.clone(), have: self.have };
        BotsEffect::Worker(self.match_id.worker.clone(), ToWorker::Attach(attach))
    }

    fn act(&self, who: Address, received_ms: u64, payload: Bytes) -> BotsEffect {
        let act = Act {
            match_id: self.match_id.clone(),
            who,
            player: self.player.clone(),
            command: (self.client.clone(), self.seq),
            received_ms,
            payload,
        };
        BotsEffect::Worker(self.match_id.worker.clone(), ToWorker::Act(act))
    }
}

/// Whether the match is over by this update, and what its receiver could do.
fn read(message: &[u8]) -> Option<(bool, Vec<Value>)> {
    let mut rest = message;
    let envelope = ServerMessage::deserialize(&mut rmp_serde::Deserializer::new(&mut rest)).ok()?;
    let ServerMessage::Update { outcome, .. } = envelope else { return None };
    let legal = from_payload::<Shown>(rest).ok().and_then(|shown| shown.legal).unwrap_or_default();
    Some((outcome.is_some(), legal))
}
