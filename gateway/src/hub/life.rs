//! The life and death of connections and sessions: who has room, who is heard of, who is given up, who is forgotten.

use engine::{
    arrange::Arrange,
    ids::{ClientId, PlayerId, SessionId},
    wire::{Outbound, Refused, ServerMessage},
};
use timer::Due;

use super::{AlarmKey, Hub, HubEffect, counts::Class};
use crate::{
    connection::CloseCode,
    limits::{CLOSE_MS, HELLO_MS, PING_MS, SESSION_KEPT_MS, SESSIONS, SESSIONS_PER_PLAYER, SILENCE_MS},
    messages::{Answered, ConnectionId, ToConnection},
    session::Session,
};

impl Hub {
    /// Whether there is room for one more session of `player`; makes some at the expense of their oldest that waits.
    pub(super) fn has_room(&mut self, player: &PlayerId) -> bool {
        let first = (player.clone(), ClientId(String::new()));
        let own = self.by_client.range(first..).take_while(|((owner, _), _)| owner == player).map(|(_, id)| *id);
        let own: Vec<SessionId> = own.collect();
        if own.len() >= SESSIONS_PER_PLAYER {
            let waits = |id: &SessionId| self.sessions.get(id).is_some_and(|session| session.connection.is_none());
            let Some(oldest) = own.into_iter().filter(waits).min() else { return false };
            self.forget(oldest);
        }
        self.sessions.len() < SESSIONS
    }

    pub(super) fn forget(&mut self, id: SessionId) {
        if let Some(session) = self.sessions.remove(&id) {
            self.by_client.remove(&(session.player.id, session.client));
            self.out.push(HubEffect::Timer(Arrange::Cancel { key: AlarmKey::Session(id).number() }));
        }
    }

    pub(super) fn gone(&mut self, now_ms: u64, connection: ConnectionId) {
        let Some(link) = self.links.remove(&connection) else { return };
        self.out.push(HubEffect::Timer(Arrange::Cancel { key: AlarmKey::Connection(connection).number() }));
        self.out.push(HubEffect::Forget(connection));
        if let Some(id) = link.session {
            self.parted(now_ms, connection, id);
        }
    }

    /// A session's connection is lost to it: it waits for another.
    fn parted(&mut self, now_ms: u64, connection: ConnectionId, id: SessionId) {
        let Some(session) = self.sessions.get_mut(&id) else { return };
        // A newer connection may have taken the session over.
        if session.connection != Some(connection) {
            return;
        }
        session.connection = None;
        session.generation += 1;
        let generation = session.generation;
        self.out.push(AlarmKey::Session(id).alarm(now_ms + SESSION_KEPT_MS, generation));
        self.look_away(id);
        self.leave_seek(id);
    }

    /// A connection answered a ping, or said that it is there.
    pub(super) fn heard(&mut self, now_ms: u64, connection: ConnectionId, answered: Option<Answered>) {
        let Some(link) = self.links.get_mut(&connection) else { return };
        link.heard_ms = now_ms;
        let Some(Answered { ping, round_trip_ms }) = answered else { return };
        link.lag.measured(round_trip_ms);
        link.budget.ponged(ping);
        if let Some(id) = link.session {
            self.with_window(id, |window, round_trip_ms| window.ponged(ping, round_trip_ms));
        }
    }

    /// Handles what has fallen due: pings, silences, sessions nobody came back to.
    pub fn due(&mut self, now_ms: u64, due: &Due) -> Vec<HubEffect> {
        self.now_ms = now_ms;
        for alarm in &due.alarms {
            match AlarmKey::of(alarm.key.0) {
                AlarmKey::Connection(connection) => self.mind(now_ms, connection),
                AlarmKey::Session(id) => {
                    let waits =
                        |session: &&Session| session.connection.is_none() && session.generation == alarm.generation;
                    if self.sessions.get(&id).filter(waits).is_some() {
                        self.forget(id);
                    }
                }
            }
        }
        self.take()
    }

    /// Looks after a connection: pings it, and ends it if it doesn't answer.
    pub(super) fn mind(&mut self, now_ms: u64, connection: ConnectionId) {
        let Some(link) = self.links.get(&connection) else { return };
        if link.closing {
            self.out.push(HubEffect::ShutDown(connection));
            return self.gone(now_ms, connection);
        }
        let silent = now_ms >= link.heard_ms + SILENCE_MS;
        if link.session.is_none() && now_ms >= link.opened_ms + HELLO_MS {
            tracing::debug!(?connection, "no hello in time");
            self.ask(connection, ToConnection::Close(CloseCode::Protocol));
        }
        if silent {
            tracing::info!(?connection, "a silent connection is shut down");
            self.counts.closed_for_silence += 1;
            self.out.push(HubEffect::ShutDown(connection));
            self.gone(now_ms, connection);
            return;
        }
        self.ping(connection);
        self.out.push(AlarmKey::Connection(connection).alarm(now_ms + PING_MS, 0));
    }

    /// A connection's mailbox is full: it doesn't read as fast as it is spoken to. Its session goes on without it.
    pub fn overrun(&mut self, now_ms: u64, connection: ConnectionId) -> Vec<HubEffect> {
        self.now_ms = now_ms;
        tracing::info!(?connection, "a connection that reads too slowly is shut down");
        // Who was given up before has been counted.
        self.counts.closed_for_pressure += u64::from(self.links.get(&connection).is_some_and(|link| !link.closing));
        self.out.push(HubEffect::ShutDown(connection));
        self.gone(now_ms, connection);
        self.take()
    }

    /// A connection is over its budget. It is told so with a code, and shut down if its socket doesn't take that soon; its
    /// session goes on without it at once.
    pub(super) fn give_up(&mut self, connection: ConnectionId) {
        let Some(link) = self.links.get_mut(&connection).filter(|link| !link.closing) else { return };
        tracing::info!(?connection, unseen = link.budget.unseen(), "a connection that reads too slowly is closed");
        link.closing = true;
        let session = link.session.take();
        self.counts.closed_for_pressure += 1;
        self.ask(connection, ToConnection::Close(CloseCode::Pressure));
        self.out.push(AlarmKey::Connection(connection).alarm(self.now_ms + CLOSE_MS, 0));
        if let Some(id) = session {
            self.parted(self.now_ms, connection, id);
        }
    }

    /// The server is about to stop: everybody is told, and comes back to the next one.
    pub fn stop(&mut self) -> Vec<HubEffect> {
        self.stopping = true;
        let Refused { code, reason } = Refused::STOPPING;
        let notice = Outbound::plain(ServerMessage::Notice { code, reason: reason.into_owned() }).encode();
        for connection in self.links.keys().copied().collect::<Vec<_>>() {
            self.say(connection, Class::Other, notice.clone());
            self.ask(connection, ToConnection::Close(CloseCode::Restart));
        }
        self.take()
    }

    /// Closes a connection that has lost its session to a newer one.
    pub(super) fn drop_link(&mut self, connection: ConnectionId, code: CloseCode) {
        self.links.remove(&connection);
        self.out.push(HubEffect::Timer(Arrange::Cancel { key: AlarmKey::Connection(connection).number() }));
        self.turn_away(connection, code);
    }

    /// Closes a connection of which nothing is known any more, or was ever.
    pub(super) fn turn_away(&mut self, connection: ConnectionId, code: CloseCode) {
        self.ask(connection, ToConnection::Close(code));
        self.out.push(HubEffect::Forget(connection));
    }
}
