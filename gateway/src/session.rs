//! One player's presence in one browser tab. It outlives connections: it holds what must be true across them, the numbers
//! and answers of commands. A plain struct in a hub; it sends nothing itself.

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use engine::{
    ids::{ClientId, Epoch, MatchId, Rev, Seq, SessionId, TableId, WorkerId},
    messages::Done,
    player::Player,
    wire::{Command, Outbound, Refused, ServerMessage},
};

use crate::{
    hub::{Seek, Watch},
    limits::{ANSWERS_KEPT, UNANSWERED},
    messages::ConnectionId,
};

/// A session.
pub struct Session {
    pub(crate) id: SessionId,
    pub(crate) player: Player,
    pub(crate) client: ClientId,
    pub(crate) connection: Option<ConnectionId>,
    /// The table it looks at.
    pub(crate) table: Option<TableId>,
    /// The table it is about to turn to: the lobby has been asked.
    pub(crate) opening: Option<TableId>,
    /// Whether it watches the list of public tables.
    pub(crate) watches_lobby: bool,
    /// Whether it waits for partners, or what came of that.
    pub(crate) seek: Seek,
    /// The match it is shown, and the last update that was passed on or that its client said it has.
    pub(crate) watch: Option<Watch>,
    pub(crate) seen: Option<(MatchId, Epoch, Rev)>,
    last: Option<Seq>,
    /// Up to here numbers may be left out: the client has an answer to those.
    holes_until: Seq,
    answers: VecDeque<(Seq, Bytes)>,
    pending: BTreeMap<Seq, Pending>,
    /// Grows with each setting of its alarm.
    pub(crate) generation: u64,
}

/// A command on its way, kept to be sent again if its receiver falls.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    pub(crate) command: Command,
    pub(crate) payload: Option<Bytes>,
    pub(crate) received_ms: u64,
}

impl Pending {
    /// Who carries it out: a worker, or the lobby.
    pub(crate) fn receiver(&self) -> Option<&WorkerId> {
        self.command.match_id().map(|match_id| &match_id.worker)
    }
}

/// What becomes of a command by its number.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Numbered {
    /// It is new: carry it out.
    New,
    /// It is on its way; its answer will come.
    Underway,
    /// It was answered: like this.
    Answered(Bytes),
    /// It is refused, and the refusal is kept as its answer.
    Refused(Refused),
    /// It is refused for its number alone, which stays open or is long gone.
    BadNumber(Refused),
}

impl Session {
    pub(crate) fn new(id: SessionId, player: Player, client: ClientId) -> Session {
        Session {
            id,
            player,
            client,
            connection: None,
            table: None,
            opening: None,
            watches_lobby: false,
            seek: Seek::default(),
            watch: None,
            seen: None,
            last: None,
            holes_until: Seq(0),
            answers: VecDeque::new(),
            pending: BTreeMap::new(),
            generation: 0,
        }
    }

    /// The number of the last command it knows.
    pub(crate) fn last(&self) -> Option<Seq> {
        self.last
    }

    /// The client has said hello, and that it had given commands these numbers by then. Those it sends again have no answer; the
    /// others have, from a server before this one perhaps, so nothing is missing where they are left out.
    pub(crate) fn comes_back(&mut self, given: Option<Seq>) {
        self.holes_until = given.unwrap_or_default();
    }

    /// Takes note of a command's number.
    pub(crate) fn number(&mut self, seq: Seq) -> Numbered {
        if let Some((_, answer)) = self.answers.iter().find(|(answered, _)| *answered == seq) {
            return Numbered::Answered(answer.clone());
        }
        if self.is_underway(seq) {
            return Numbered::Underway;
        }
        match self.last {
            _ if seq.0 == 0 => return Numbered::BadNumber(Refused::STALE_SEQ),
            Some(last) if seq <= last => return Numbered::BadNumber(Refused::STALE_SEQ),
            Some(last) if seq.0 > last.max(self.holes_until).0.saturating_add(1) => {
                return Numbered::BadNumber(Refused::SEQ_GAP);
            }
            // A session that knows nothing of its client takes the first number it hears.
            Some(_) | None => self.last = Some(seq),
        }
        if self.pending.len() >= UNANSWERED { Numbered::Refused(Refused::TOO_MANY_UNANSWERED) } else { Numbered::New }
    }

    /// The command `seq` is accepted, and waits for its answer.
    pub(crate) fn underway(&mut self, seq: Seq, pending: Pending) {
        self.pending.insert(seq, pending);
    }

    /// Whether the command `seq` waits for its answer.
    pub(crate) fn is_underway(&self, seq: Seq) -> bool {
        self.pending.contains_key(&seq)
    }

    /// The command `seq` is answered: keeps the answer, encoded, and returns it. `None` if it had been answered before.
    pub(crate) fn answer(&mut self, seq: Seq, result: Result<Done, Refused>) -> Option<(Option<Pending>, Bytes)> {
        if self.answers.iter().any(|(answered, _)| *answered == seq) {
            return None;
        }
        let pending = self.pending.remove(&seq);
        let message = match result {
            Ok(Done { table, rev }) => ServerMessage::Ok { seq, table, rev },
            Err(Refused { code, reason }) => ServerMessage::Error { seq: Some(seq), code, reason: reason.into_owned() },
        };
        let answer = Outbound::plain(message).encode();
        self.answers.push_back((seq, answer.clone()));
        if self.answers.len() > ANSWERS_KEPT {
            self.answers.pop_front();
        }
        Some((pending, answer))
    }

    /// The command that `receiver` is to carry out now: the first it has not answered. The others wait for that, so that a
    /// receiver which falls can't leave one out and do the next before it is told again.
    pub(crate) fn front(&self, receiver: Option<&WorkerId>) -> Option<(Seq, &Pending)> {
        self.pending.iter().find(|(_, pending)| pending.receiver() == receiver).map(|(seq, pending)| (*seq, pending))
    }

    /// Whether it is shown the match `match_id`.
    pub(crate) fn is_shown(&self, match_id: &MatchId) -> bool {
        self.watch.as_ref().is_some_and(|watch| watch.match_id == *match_id)
    }

    /// What its client should be spared when it attaches to `match_id`: the last update it has.
    pub(crate) fn have(&self, match_id: &MatchId) -> Option<(Epoch, Rev)> {
        self.seen.as_ref().filter(|(seen, ..)| seen == match_id).map(|(_, epoch, rev)| (*epoch, *rev))
    }
}

#[cfg(test)]
mod tests;
