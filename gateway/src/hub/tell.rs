//! What clients are told: what other roles have for them is passed on, and every message is counted by its class.

use bytes::Bytes;
use engine::{
    ids::{Seq, SessionId},
    messages::{Delivered, Done},
    wire::{Command, Outbound, Refused, ServerMessage},
};

use super::{Hub, HubEffect, counts::Class, seek::End};
use crate::{
    flow::{Frame, Spent},
    messages::{ConnectionId, ToConnection},
};

impl Hub {
    /// Passes on what another role has for a session.
    pub(super) fn deliver(&mut self, id: SessionId, what: &Delivered) {
        match what {
            // A receiver that was told twice answers twice.
            Delivered::Answer { command: (_, seq), result } => {
                if self.sessions.get(&id).is_some_and(|session| session.is_underway(*seq)) {
                    self.answer(id, *seq, result.clone());
                }
            }
            Delivered::Update { match_id, epoch, rev, tick, message } => {
                let Some(session) = self.watches.get(&id).and_then(|id| self.sessions.get_mut(id)) else { return };
                if session.have(match_id).is_none_or(|(seen, _)| *epoch >= seen) {
                    session.seen = Some((match_id.clone(), *epoch, *rev));
                    if let Some(watch) = &mut session.watch {
                        watch.window.shown(*tick);
                    }
                    let id = session.id;
                    self.send(id, Class::Moves, message.clone());
                }
            }
            Delivered::Frame { tick, hz, delta, message, .. } => {
                self.frame(id, Frame { tick: *tick, hz: *hz, delta: *delta, message: message.clone() });
            }
            Delivered::NoMatch { why, .. } => {
                let id = self.watches.get(&id).copied().unwrap_or(id);
                if let Some(connection) = self.sessions.get(&id).and_then(|session| session.connection) {
                    self.refuse(connection, None, why);
                }
            }
            Delivered::Table(state) => self.show_table(id, state),
            Delivered::TableClosed { table, reason } => self.table_closed(id, table, reason),
            Delivered::Lobby(message) => {
                if self.sessions.get(&id).is_some_and(|session| session.watches_lobby) {
                    self.send(id, Class::Lobby, message.clone());
                }
            }
            Delivered::Seated(table) => self.seek_over(id, End::Seated(table.clone())),
            Delivered::SeekEnded(why) => self.seek_over(id, End::Alone(why.clone())),
        }
    }

    /// Answers the command `seq` of a session, unless that was done before.
    pub(super) fn answer(&mut self, id: SessionId, seq: Seq, result: Result<Done, Refused>) {
        let refused = result.as_ref().err().cloned();
        let done = refused.is_none();
        let Some(session) = self.sessions.get_mut(&id) else { return };
        let Some((pending, answer)) = session.answer(seq, result) else { return };
        self.send(id, Class::Answers, answer);
        let Some(pending) = pending else { return };
        match &pending.command {
            Command::OpenTable { table } => self.opened(id, table, refused.as_ref()),
            Command::Seek { title, options } => self.seek_answered(id, title, options, done),
            Command::CancelSeek if done => self.seek_cancelled(id),
            _ => {}
        }
        self.carry_on(id, pending.receiver());
    }

    /// Tells a client that something was refused: the command `seq`, or what was no command.
    pub(super) fn refuse(&mut self, connection: ConnectionId, seq: Option<Seq>, refused: &Refused) {
        let Refused { code, reason } = refused.clone();
        let error = Outbound::plain(ServerMessage::Error { seq, code, reason: reason.into_owned() }).encode();
        self.say(connection, if seq.is_some() { Class::Answers } else { Class::Other }, error);
    }

    /// Sends to a session's connection, if it has one.
    pub(super) fn send(&mut self, id: SessionId, class: Class, message: Bytes) {
        if let Some(connection) = self.sessions.get(&id).and_then(|session| session.connection) {
            self.say(connection, class, message);
        }
    }

    /// Sends a message to a connection. One that is closed for what was sent before is sent no more.
    pub(super) fn say(&mut self, connection: ConnectionId, class: Class, message: Bytes) {
        let spent = match self.links.get_mut(&connection) {
            Some(link) if link.closing => return,
            Some(link) => link.budget.spend(message.len()),
            // One that is turned away gets its reason, and that is all.
            None => Spent::Fine,
        };
        if spent == Spent::Over {
            return self.over.push(connection);
        }
        self.counts.sent(class, message.len());
        self.ask(connection, ToConnection::Send(message));
        if spent == Spent::Ping {
            self.ping(connection);
        }
    }

    /// Pings a client: to see whether it is there, how far away it is, and what it has read.
    pub(super) fn ping(&mut self, connection: ConnectionId) {
        let Some(link) = self.links.get_mut(&connection) else { return };
        let number = link.budget.ping();
        if let Some(watch) = link.session.and_then(|id| self.sessions.get_mut(&id)).and_then(|one| one.watch.as_mut()) {
            watch.window.pinged(number);
        }
        self.ask(connection, ToConnection::Ping(number));
    }

    /// Asks something of a connection.
    pub(super) fn ask(&mut self, connection: ConnectionId, what: ToConnection) {
        self.out.push(HubEffect::Connection(connection, what));
    }
}
