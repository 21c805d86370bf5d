//! Waiting for partners: what the lobby knows of it, what the client knows, and that the two agree. A wait ends with its
//! connection; how it ended is told again to a client that comes back, for it may not have heard it.

use engine::{
    ids::{SessionId, TableId},
    messages::{ToLobby, Wish},
    wire::{Outbound, Refused, ServerMessage},
};
use serde_json::Value;

use super::{Hub, HubEffect, counts::Class};

/// Whether a session waits for partners.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Seek {
    /// Whether the lobby has been asked, and has not answered yet.
    asked: bool,
    state: State,
}

#[derive(Clone, Debug, Default, PartialEq)]
enum State {
    /// It doesn't.
    #[default]
    No,
    /// It waits to play this.
    For(Wish),
    /// It doesn't any more. Its client is told so, and told again when it comes back: that it asks for something else meanwhile
    /// doesn't mean that it has heard.
    Over(End),
}

/// How a wait has ended.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum End {
    /// With partners, at this table.
    Seated(TableId),
    /// Without.
    Alone(Refused),
}

impl End {
    fn message(self) -> ServerMessage {
        match self {
            End::Seated(table) => ServerMessage::Seated { table },
            End::Alone(Refused { code, reason }) => ServerMessage::SeekEnded { code, reason: reason.into_owned() },
        }
    }
}

impl Hub {
    /// The lobby is about to be asked for partners. `false` if the client is gone: whoever isn't there doesn't wait.
    pub(super) fn seeks(&mut self, id: SessionId) -> bool {
        let Some(session) = self.sessions.get_mut(&id) else { return false };
        session.seek.asked = session.connection.is_some();
        session.seek.asked
    }

    /// The lobby has answered a `seek`.
    pub(super) fn seek_answered(&mut self, id: SessionId, title: &str, options: &Value, done: bool) {
        let Some(session) = self.sessions.get_mut(&id) else { return };
        let asked = std::mem::take(&mut session.seek.asked);
        if done && asked {
            session.seek.state = State::For(Wish { title: title.to_string(), options: options.clone() });
        } else if done {
            // The connection was cut meanwhile, and the lobby told so. The client takes this for an end of an earlier wait
            // unless it comes after the answer.
            self.tell_seek(id);
        }
    }

    /// The lobby has done as a `cancel_seek` said.
    pub(super) fn seek_cancelled(&mut self, id: SessionId) {
        if let Some(session) = self.sessions.get_mut(&id) {
            session.seek.state = State::No;
        }
    }

    /// The lobby says that the session waits no more, and why.
    pub(super) fn seek_over(&mut self, id: SessionId, end: End) {
        if let Some(session) = self.sessions.get_mut(&id) {
            session.seek.state = State::Over(end);
            self.tell_seek(id);
        }
    }

    /// Tells the client how its wait has ended, if it has and the client may not know it.
    pub(super) fn tell_seek(&mut self, id: SessionId) {
        if let Some(State::Over(end)) = self.sessions.get(&id).map(|session| &session.seek.state) {
            let told = Outbound::plain(end.clone().message()).encode();
            self.send(id, Class::Lobby, told);
        }
    }

    /// The client comes to `table`: if that is where partners were found, it knows of them.
    pub(super) fn seat_is_known(&mut self, id: SessionId, table: &TableId) {
        if let Some(session) = self.sessions.get_mut(&id)
            && matches!(&session.seek.state, State::Over(End::Seated(found)) if found == table)
        {
            session.seek.state = State::No;
        }
    }

    /// The connection is gone: its player has left the queue.
    pub(super) fn leave_seek(&mut self, id: SessionId) {
        let who = self.address(id);
        let Some(session) = self.sessions.get_mut(&id) else { return };
        if std::mem::take(&mut session.seek.asked) || matches!(session.seek.state, State::For(_)) {
            // Partners that were found before are waiting somewhere; that is what they must hear.
            if !matches!(session.seek.state, State::Over(End::Seated(_))) {
                session.seek.state = State::Over(End::Alone(Refused::SEEK_LEFT));
            }
            let player = session.player.id.clone();
            self.out.push(HubEffect::Lobby(ToLobby::Unseek { who, player }));
        }
    }

    /// The lobby has come up and knows of nobody who waits.
    pub(super) fn seek_on(&mut self, id: SessionId) {
        let who = self.address(id);
        let Some(session) = self.sessions.get(&id) else { return };
        if let State::For(wish) = &session.seek.state {
            let (player, wish) = (session.player.clone(), wish.clone());
            self.out.push(HubEffect::Lobby(ToLobby::SeekOn { who, player, wish }));
        }
    }
}
