//! What a session looks at: the list of public tables, and a table, and through it the table's match. The lobby tells which
//! match that is; the hub then attaches the session to it, and to the next one after a rematch, without the client asking.
//!
//! Each attachment has an address of its own. What a worker still had on its way to an earlier one (before a cut, or of
//! another match) finds nobody, so an update never overtakes those that a returning client missed.

use engine::{
    ids::{MatchId, SessionId, TableId},
    messages::{Attach, ToLobby, ToWorker},
    wire::{Outbound, Refused, ServerMessage, TableState},
};

use super::{Hub, HubEffect, counts::Class};
use crate::flow::Window;

/// A session's attachment to a match.
#[derive(Debug)]
pub(crate) struct Watch {
    /// What the worker knows it by.
    pub(super) address: SessionId,
    pub(crate) match_id: MatchId,
    /// Its frames on their way to the client.
    pub(super) window: Window,
}

impl Hub {
    /// The session wants to look at `table`. It looks where it looked before until the lobby shows it the table.
    pub(super) fn open(&mut self, id: SessionId, table: TableId) {
        self.seat_is_known(id, &table);
        if let Some(session) = self.sessions.get_mut(&id) {
            session.opening = Some(table);
        }
    }

    /// The lobby has answered whether the session may look at `table`: if not, why.
    pub(super) fn opened(&mut self, id: SessionId, table: &TableId, refused: Option<&Refused>) {
        let Some(session) = self.sessions.get_mut(&id) else { return };
        session.opening = None;
        match refused {
            None => self.look_at(id, Some(table.clone())),
            Some(refused) if *refused == Refused::UNKNOWN_TABLE && session.table.as_ref() == Some(table) => {
                self.look_at(id, None);
            }
            // Refused means that nothing has changed. The lobby may have been told of the other table meanwhile, after a cut.
            Some(_) => self.look_back(id),
        }
    }

    /// The session looks at `table` from now on, or at none.
    pub(super) fn look_at(&mut self, id: SessionId, table: Option<TableId>) {
        let Some(session) = self.sessions.get_mut(&id) else { return };
        if session.table == table {
            return;
        }
        let closing = table.is_none();
        session.table = table;
        // Whoever turns to a table is shown it from the beginning, were it the one they have just left.
        session.seen = None;
        self.detach(id);
        // Opening another table tells the lobby by itself.
        if closing {
            self.tell_look(id, None);
        }
    }

    /// The session's connection is gone: its player is no longer here, though the session is.
    pub(super) fn look_away(&mut self, id: SessionId) {
        self.detach(id);
        let Some(session) = self.sessions.get(&id) else { return };
        let (looks, watches) = (session.table.is_some() || session.opening.is_some(), session.watches_lobby);
        if looks {
            self.tell_look(id, None);
        }
        if watches {
            self.out.push(HubEffect::Lobby(ToLobby::Unwatch(self.address(id))));
        }
    }

    /// The session's connection is back, or the lobby is: the lobby's answer shows the table, and then its match.
    pub(super) fn look_again(&mut self, id: SessionId) {
        self.look_back(id);
        if self.sessions.get(&id).is_some_and(|session| session.watches_lobby) {
            self.watch_lobby(id);
        }
    }

    /// Tells the lobby which table the session looks at, if it is there to look.
    fn look_back(&mut self, id: SessionId) {
        let Some(session) = self.sessions.get(&id).filter(|session| session.connection.is_some()) else { return };
        if let Some(table) = session.opening.clone().or_else(|| session.table.clone()) {
            self.tell_look(id, Some(table));
        }
    }

    /// The session wants to be told of the public tables, from the beginning.
    pub(super) fn watch_lobby(&mut self, id: SessionId) {
        let who = self.address(id);
        let Some(session) = self.sessions.get_mut(&id) else { return };
        session.watches_lobby = true;
        // Who isn't connected is told when they are back.
        if session.connection.is_some() {
            let player = session.player.id.clone();
            self.out.push(HubEffect::Lobby(ToLobby::Watch { who, player }));
        }
    }

    /// The session doesn't want to be told of the public tables any more.
    pub(super) fn unwatch_lobby(&mut self, id: SessionId) {
        if let Some(session) = self.sessions.get_mut(&id)
            && std::mem::take(&mut session.watches_lobby)
        {
            self.out.push(HubEffect::Lobby(ToLobby::Unwatch(self.address(id))));
        }
    }

    /// The lobby says how a table stands.
    pub(super) fn show_table(&mut self, id: SessionId, state: &TableState) {
        if self.sessions.get(&id).is_some_and(|session| session.opening.as_ref() == Some(&state.table)) {
            self.look_at(id, Some(state.table.clone()));
        }
        let Some(session) = self.sessions.get(&id) else { return };
        if session.table.as_ref() != Some(&state.table) || session.connection.is_none() {
            return;
        }
        let watching = session.watch.as_ref().map(|watch| watch.match_id.clone());
        self.send(id, Class::Lobby, Outbound::plain(ServerMessage::Table { table: state.clone() }).encode());
        if let Some(match_id) = state.match_id.clone().filter(|match_id| watching.as_ref() != Some(match_id)) {
            self.attach(id, match_id);
        }
    }

    /// The lobby says that a table is no more.
    pub(super) fn table_closed(&mut self, id: SessionId, table: &TableId, reason: &str) {
        let Some(session) = self.sessions.get_mut(&id) else { return };
        if session.table.as_ref() != Some(table) {
            return;
        }
        session.table = None;
        self.detach(id);
        let closed = ServerMessage::TableClosed { table: table.clone(), reason: reason.to_string() };
        self.send(id, Class::Lobby, Outbound::plain(closed).encode());
    }

    /// Asks a worker to show the session a match, from where its client is, and nothing else any more.
    pub(super) fn attach(&mut self, id: SessionId, match_id: MatchId) {
        self.detach(id);
        self.next_session += 1;
        let address = SessionId(self.next_session);
        let Some(session) = self.sessions.get_mut(&id) else { return };
        session.watch = Some(Watch { address, match_id: match_id.clone(), window: Window::default() });
        let (have, player) = (session.have(&match_id), session.player.id.clone());
        self.watches.insert(address, id);
        let attach = Attach { match_id: match_id.clone(), who: self.address(address), player, have };
        self.out.push(HubEffect::Worker(match_id.worker, ToWorker::Attach(attach)));
    }

    pub(super) fn detach(&mut self, id: SessionId) {
        let Some(watch) = self.sessions.get_mut(&id).and_then(|session| session.watch.take()) else { return };
        self.watches.remove(&watch.address);
        let (match_id, who) = (watch.match_id, self.address(watch.address));
        self.out.push(HubEffect::Worker(match_id.worker.clone(), ToWorker::Detach { match_id, who }));
    }

    pub(super) fn tell_look(&mut self, id: SessionId, table: Option<TableId>) {
        let who = self.address(id);
        let Some(session) = self.sessions.get(&id) else { return };
        let player = session.player.id.clone();
        self.out.push(HubEffect::Lobby(ToLobby::Look { who, player, table }));
    }
}
