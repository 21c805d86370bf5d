//! The hub: holds the sessions of one gateway thread, passes commands on and what comes back out, and decides about the life
//! and death of connections. A plain struct: it knows no socket and no clock, and never looks into a title's payload.

mod actor;
mod carry_out;
mod counts;
mod effect;
mod frames;
mod life;
mod look;
mod seek;
mod tell;

use std::collections::{BTreeMap, BTreeSet};

use engine::{
    arrange::Arrange,
    ids::{Address, ClientId, HubId, PlayerId, Seq, SessionId, WorkerId},
    messages::{Delivery, ToHub},
    player::Player,
    wire::{ClientMessage, Command, Have, Inbound, Outbound, Refused, ServerMessage},
};

use self::counts::Class;
pub use self::{
    actor::{HubActor, ObserveHub},
    counts::HubCounts,
    effect::HubEffect,
};
pub(crate) use self::{look::Watch, seek::Seek};
use crate::{
    connection::CloseCode,
    flow::Budget,
    lag::Lag,
    limits::{HELLO_MS, PING_MS, SESSIONS},
    messages::{Arrival, ConnectionId, FromConnection},
    session::{Numbered, Pending, Session},
};

/// The core of a hub.
pub struct Hub {
    id: HubId,
    workers: BTreeSet<WorkerId>,
    sessions: BTreeMap<SessionId, Session>,
    by_client: BTreeMap<(PlayerId, ClientId), SessionId>,
    /// The sessions behind the addresses of their attachments.
    watches: BTreeMap<SessionId, SessionId>,
    links: BTreeMap<ConnectionId, Link>,
    next_session: u64,
    stopping: bool,
    counts: HubCounts,
    /// The time of what is being handled.
    now_ms: u64,
    /// Connections that have turned out to be over their budget in it.
    over: Vec<ConnectionId>,
    out: Vec<HubEffect>,
}

/// What the hub knows of a connection.
struct Link {
    player: Player,
    session: Option<SessionId>,
    opened_ms: u64,
    /// When it last answered a ping, which only a client that reads can.
    heard_ms: u64,
    lag: Lag,
    /// What it was sent and may not have read.
    budget: Budget,
    /// Whether it has been given up: it is told so, if it still listens, and hears and says nothing else.
    closing: bool,
}

/// What an alarm of the hub is about; its number is the timer's key.
enum AlarmKey {
    Connection(ConnectionId),
    Session(SessionId),
}

/// A small copy of a hub's state, for tests and operators.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HubSeen {
    /// Connections that are open.
    pub connections: usize,
    /// Sessions, connected or waiting.
    pub sessions: usize,
    /// What was sent, and what was not.
    pub counts: HubCounts,
}

impl Hub {
    /// A hub without sessions, in a server of these workers.
    pub fn new(id: HubId, workers: BTreeSet<WorkerId>) -> Hub {
        Hub {
            id,
            workers,
            sessions: BTreeMap::new(),
            by_client: BTreeMap::new(),
            watches: BTreeMap::new(),
            links: BTreeMap::new(),
            next_session: 0,
            stopping: false,
            counts: HubCounts::default(),
            now_ms: 0,
            over: Vec::new(),
            out: Vec::new(),
        }
    }

    /// A connection of `player` has opened.
    pub fn connected(&mut self, now_ms: u64, connection: ConnectionId, player: Player) -> Vec<HubEffect> {
        self.now_ms = now_ms;
        if self.stopping {
            self.turn_away(connection, CloseCode::Restart);
            return self.take();
        }
        if self.links.len() >= SESSIONS {
            self.refuse(connection, None, &Refused::TOO_MANY_SESSIONS);
            self.turn_away(connection, CloseCode::Pressure);
            return self.take();
        }
        let (lag, budget) = (Lag::default(), Budget::default());
        let link = Link { player, session: None, opened_ms: now_ms, heard_ms: now_ms, lag, budget, closing: false };
        self.links.insert(connection, link);
        // How far away it is should be known before its first move.
        self.ping(connection);
        self.out.push(AlarmKey::Connection(connection).alarm(now_ms + PING_MS.min(HELLO_MS), 0));
        self.take()
    }

    /// Handles what a connection says.
    pub fn arrived(&mut self, now_ms: u64, from: FromConnection) -> Vec<HubEffect> {
        self.now_ms = now_ms;
        let FromConnection { connection, what } = from;
        match what {
            Arrival::Heard(answered) => self.heard(now_ms, connection, answered),
            Arrival::Gone => self.gone(now_ms, connection),
            Arrival::Received { inbound, too_fast, received_ms } => {
                self.received(now_ms, connection, inbound, too_fast, received_ms);
            }
        }
        self.take()
    }

    fn received(&mut self, now_ms: u64, connection: ConnectionId, inbound: Inbound, too_fast: bool, received_ms: u64) {
        let Some(link) = self.links.get(&connection).filter(|link| !link.closing) else { return };
        let Inbound { message, payload } = inbound;
        match (message, link.session) {
            (ClientMessage::Ping { echo }, _) => {
                let pong = Outbound::plain(ServerMessage::Pong { echo, now_ms }).encode();
                self.say(connection, Class::Other, pong);
            }
            (ClientMessage::Hello { .. }, Some(_)) => self.refuse(connection, None, &Refused::HELLO_AGAIN),
            (ClientMessage::Hello { client, have, last_seq }, None) => {
                self.hello(now_ms, connection, client, have, last_seq);
            }
            (ClientMessage::Command { seq, .. }, None) => self.refuse(connection, Some(seq), &Refused::HELLO_FIRST),
            (ClientMessage::Input { .. } | ClientMessage::Seen { .. }, None) => {
                self.refuse(connection, None, &Refused::HELLO_FIRST)
            }
            (ClientMessage::Command { seq, command }, Some(session)) => {
                let pending = Pending { command, payload, received_ms };
                self.command(session, seq, pending, too_fast);
            }
            (ClientMessage::Input { match_id, input, tick, seen }, Some(session)) => {
                self.seen(session, &match_id, seen);
                self.input(connection, session, match_id, (input, tick), payload);
            }
            (ClientMessage::Seen { match_id, tick }, Some(session)) => self.seen(session, &match_id, tick),
        }
    }

    fn hello(
        &mut self,
        now_ms: u64,
        connection: ConnectionId,
        client: ClientId,
        have: Option<Have>,
        given: Option<Seq>,
    ) {
        let letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
        if !(8..=64).contains(&client.0.len()) || !client.0.chars().all(letter) {
            return self.refuse(connection, None, &Refused::BAD_CLIENT);
        }
        let Some(player) = self.links.get(&connection).map(|link| link.player.clone()) else { return };
        let key = (player.id.clone(), client.clone());
        let known = self.by_client.get(&key).copied();
        if known.is_none() && !self.has_room(&player.id) {
            self.refuse(connection, None, &Refused::TOO_MANY_SESSIONS);
            return self.drop_link(connection, CloseCode::Pressure);
        }
        let Some(link) = self.links.get_mut(&connection) else { return };
        let id = known.unwrap_or_else(|| {
            self.next_session += 1;
            SessionId(self.next_session)
        });
        link.session = Some(id);
        self.by_client.insert(key, id);
        let session = self.sessions.entry(id).or_insert_with(|| Session::new(id, player.clone(), client));
        session.seen = have.map(|Have { match_id, epoch, rev }| (match_id, epoch, rev));
        session.comes_back(given);
        let (older, last_seq) = (session.connection.replace(connection), session.last());
        if let Some(older) = older {
            self.drop_link(older, CloseCode::Superseded);
            self.detach(id);
        }
        if known.is_some() {
            self.out.push(HubEffect::Timer(Arrange::Cancel { key: AlarmKey::Session(id).number() }));
        }
        let Player { id: player, name } = player;
        let welcome = Outbound::plain(ServerMessage::Welcome { player, name, last_seq, now_ms }).encode();
        self.say(connection, Class::Other, welcome);
        self.look_again(id);
        self.tell_seek(id);
    }

    fn command(&mut self, id: SessionId, seq: Seq, pending: Pending, too_fast: bool) {
        let Some(session) = self.sessions.get_mut(&id) else { return };
        let Some(connection) = session.connection else { return };
        match session.number(seq) {
            Numbered::Underway => {}
            Numbered::Answered(answer) => {
                self.say(connection, Class::Answers, answer);
                // Whoever asks again for partners has not heard the answer, and takes an end that came before it for another's.
                self.tell_seek(id);
            }
            Numbered::BadNumber(refused) => self.refuse(connection, Some(seq), &refused),
            Numbered::Refused(refused) => self.answer(id, seq, Err(refused)),
            Numbered::New if too_fast => self.answer(id, seq, Err(Refused::TOO_FAST)),
            Numbered::New => {
                let first = session.front(pending.receiver()).is_none();
                session.underway(seq, pending.clone());
                if first {
                    self.carry_out(id, seq, pending);
                }
            }
        }
    }

    /// Handles a message of another role.
    pub fn handle(&mut self, now_ms: u64, message: ToHub) -> Vec<HubEffect> {
        self.now_ms = now_ms;
        match message {
            ToHub::Deliver(deliveries) => {
                for Delivery { to, what } in deliveries {
                    for session in to {
                        self.deliver(session, &what);
                    }
                }
            }
            ToHub::WorkerUp(worker) => self.worker_up(&worker),
            ToHub::LobbyUp => self.lobby_up(),
            // Bots have a hub of their own.
            ToHub::BotSeated { .. }
            | ToHub::Thought { .. }
            | ToHub::ThinkerUp
            | ToHub::Steered(_)
            | ToHub::SteersmanUp => {}
        }
        self.take()
    }

    /// A worker has come up: what it was sent before may be lost with the one before it.
    fn worker_up(&mut self, worker: &WorkerId) {
        let ids: Vec<SessionId> = self.sessions.keys().copied().collect();
        for id in ids {
            let Some(session) = self.sessions.get(&id) else { continue };
            let watched = session.watch.as_ref().map(|watch| watch.match_id.clone());
            if let Some(match_id) = watched.filter(|match_id| match_id.worker == *worker) {
                self.attach(id, match_id);
            }
            self.carry_on(id, Some(worker));
        }
    }

    /// The lobby has come up: it knows of nobody's looks and seeks, and may have lost what it was asked.
    fn lobby_up(&mut self) {
        let ids: Vec<SessionId> = self.sessions.keys().copied().collect();
        for id in ids {
            self.look_again(id);
            self.seek_on(id);
            self.carry_on(id, None);
        }
    }

    /// Has `receiver` carry out the session's next command for it; once more, if it may have lost that.
    fn carry_on(&mut self, id: SessionId, receiver: Option<&WorkerId>) {
        let next = self.sessions.get(&id).and_then(|session| session.front(receiver));
        let Some((seq, pending)) = next.map(|(seq, pending)| (seq, pending.clone())) else { return };
        let opens = matches!(pending.command, Command::OpenTable { .. });
        self.carry_out(id, seq, pending);
        // Opening a table counts as looking at it, which who is not connected doesn't.
        if opens && self.sessions.get(&id).is_some_and(|session| session.connection.is_none()) {
            self.tell_look(id, None);
        }
    }

    fn address(&self, session: SessionId) -> Address {
        Address { hub: self.id, session }
    }

    fn take(&mut self) -> Vec<HubEffect> {
        for connection in std::mem::take(&mut self.over) {
            self.give_up(connection);
        }
        std::mem::take(&mut self.out)
    }

    /// A small copy of its state.
    pub fn observe(&self) -> HubSeen {
        HubSeen { connections: self.links.len(), sessions: self.sessions.len(), counts: self.counts }
    }
}

impl AlarmKey {
    /// Even numbers are connections, odd ones sessions.
    fn number(&self) -> u64 {
        match self {
            AlarmKey::Connection(ConnectionId(number)) => number * 2,
            AlarmKey::Session(SessionId(number)) => number * 2 + 1,
        }
    }

    fn of(key: u64) -> AlarmKey {
        if key.is_multiple_of(2) {
            AlarmKey::Connection(ConnectionId(key / 2))
        } else {
            AlarmKey::Session(SessionId(key / 2))
        }
    }

    fn alarm(&self, at_ms: u64, generation: u64) -> HubEffect {
        HubEffect::Timer(Arrange::Alarm { key: self.number(), at_ms, generation })
    }
}

#[cfg(test)]
mod tests;
