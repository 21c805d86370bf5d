//! From a command to whoever carries it out: a worker, the lobby, or the hub itself. Nothing is decided here but the way.

use bytes::Bytes;
use engine::{
    ids::{Seq, SessionId},
    messages::{Act, Doing, Done, NewTable, TableCommand, ToLobby, ToWorker, Wish},
    wire::{Command, Refused},
};

use super::{Hub, HubEffect};
use crate::session::Pending;

impl Hub {
    /// Sends a command to whoever carries it out; or does so itself.
    pub(super) fn carry_out(&mut self, id: SessionId, seq: Seq, pending: Pending) {
        let Pending { command: asked, payload, received_ms } = pending;
        if let Some(match_id) = asked.match_id().cloned() {
            if !self.workers.contains(&match_id.worker) {
                return self.answer(id, seq, Err(Refused::UNKNOWN_MATCH));
            }
            let Some(what) = doing(&asked, payload) else { return self.answer(id, seq, Err(Refused::BAD_ACTION)) };
            let (who, lag_ms) = (self.address(id), self.lag_ms(id));
            let Some(session) = self.sessions.get(&id) else { return };
            let (player, command) = (session.player.id.clone(), (session.client.clone(), seq));
            let worker = match_id.worker.clone();
            let act = Act { match_id, who, player, command, received_ms, lag_ms, what };
            return self.out.push(HubEffect::Worker(worker, ToWorker::Act(act)));
        }
        let what = match asked {
            Command::CloseTable => {
                self.look_at(id, None);
                return self.answer(id, seq, Ok(Done::default()));
            }
            Command::OpenTable { table } => {
                self.open(id, table.clone());
                TableCommand::Open(table)
            }
            Command::CreateTable { .. } | Command::Seek { .. } if self.stopping => {
                return self.answer(id, seq, Err(Refused::STOPPING));
            }
            Command::CreateTable { title, options, offer, seat, sides } => {
                TableCommand::Create(NewTable { title, options, offer, seat, sides, fork: None })
            }
            Command::Sit { table, seat } => TableCommand::Sit(table, seat),
            Command::Stand { table } => TableCommand::Stand(table),
            Command::SeatBot { table, seat } => TableCommand::SeatBot(table, seat),
            Command::UnseatBot { table, seat } => TableCommand::UnseatBot(table, seat),
            Command::Rematch { table } => TableCommand::Rematch(table),
            Command::Act { .. }
            | Command::Resign { .. }
            | Command::Abort { .. }
            | Command::Claim { .. }
            | Command::AddTime { .. }
            | Command::Resume { .. }
            | Command::Offer { .. }
            | Command::Answer { .. } => return,
            Command::WatchLobby => {
                self.watch_lobby(id);
                return self.answer(id, seq, Ok(Done::default()));
            }
            Command::UnwatchLobby => {
                self.unwatch_lobby(id);
                return self.answer(id, seq, Ok(Done::default()));
            }
            Command::Seek { title, options } => {
                if !self.seeks(id) {
                    return self.answer(id, seq, Err(Refused::SEEK_LEFT));
                }
                TableCommand::Seek(Wish { title, options })
            }
            Command::CancelSeek => TableCommand::CancelSeek,
        };
        let who = self.address(id);
        let Some(session) = self.sessions.get(&id) else { return };
        let (player, command) = (session.player.clone(), (session.client.clone(), seq));
        self.out.push(HubEffect::Lobby(ToLobby::Ask { who, player, command, what }));
    }

    /// The lag of a session's connection.
    fn lag_ms(&self, id: SessionId) -> u64 {
        let link = self.sessions.get(&id).and_then(|session| self.links.get(&session.connection?));
        link.map_or(0, |link| link.lag.round_trip_ms())
    }
}

/// What a worker is to do by a command; `None` if the action is missing, or it is no command for a worker.
fn doing(command: &Command, payload: Option<Bytes>) -> Option<Doing> {
    Some(match command {
        Command::Act { .. } => Doing::Action(payload?),
        Command::Resign { .. } => Doing::Resign,
        Command::Abort { .. } => Doing::Abort,
        Command::Claim { .. } => Doing::Claim,
        Command::AddTime { .. } => Doing::AddTime,
        Command::Resume { .. } => Doing::Resume,
        Command::Offer { what, .. } => Doing::Offer(*what),
        Command::Answer { what, accept, .. } => Doing::Answer(*what, *accept),
        Command::CreateTable { .. }
        | Command::OpenTable { .. }
        | Command::CloseTable
        | Command::Sit { .. }
        | Command::Stand { .. }
        | Command::SeatBot { .. }
        | Command::UnseatBot { .. }
        | Command::Rematch { .. }
        | Command::WatchLobby
        | Command::UnwatchLobby
        | Command::Seek { .. }
        | Command::CancelSeek => return None,
    })
}
