//! A table: who sits where, and what is being played. A plain value the lobby keeps and the store stores; it sends
//! nothing and decides nothing about other tables.

use serde::{Deserialize, Serialize};
use title::{Seat, Seats};

use crate::{
    ids::{ClientId, MatchId, PlayerId, Rev, Seq, TableId},
    limits::COMMANDS_KEPT,
    wire::{Holder, HolderKind, Offer, Phase, Refused, Sides, Standing},
};

/// What is stored of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableRecord {
    /// The word in its link.
    pub table: TableId,
    /// Which game is played here.
    pub title: String,
    /// The title's options, complete.
    pub options: serde_json::Value,
    /// Who may find it.
    pub offer: Offer,
    /// Who plays which side in the first match.
    pub sides: Sides,
    /// The letters it can be found by while it gathers players.
    pub code: String,
    /// Who sits where.
    pub holders: Vec<Option<Holder>>,
    /// What is going on.
    pub phase: Phase,
    /// The match being set up or played, or the last one.
    pub match_id: Option<MatchId>,
    /// How many matches were started here.
    pub games: u32,
    /// How the last match ended, once it has.
    pub outcome: Option<Standing>,
    /// Who agreed to play again, seat by seat.
    pub rematch: Vec<bool>,
    /// Whom an unhurried match waits for.
    pub turn: Seats,
    /// Where in another match the matches played here begin; `None`: at the title's first position.
    pub fork: Option<Fork>,
    /// The commands that brought it here: first the one that made it, then the last few others. Who sends one of them again
    /// is told that it is done.
    pub applied: Vec<(ClientId, Seq)>,
    /// When it was made, in milliseconds of service time.
    pub made_ms: u64,
    /// While it sleeps: when it is closed if nobody has come back to it by then, in milliseconds of service time.
    pub asleep_until_ms: Option<u64>,
}

/// A place in a match that others begin from, with new chance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fork {
    /// Which match.
    pub match_id: MatchId,
    /// The last of its events that still counts.
    pub at: Rev,
}

impl TableRecord {
    /// A private table of so many seats with nobody at it.
    pub fn new(table: TableId, title: &str, options: serde_json::Value, seats: usize, made_ms: u64) -> TableRecord {
        TableRecord {
            table,
            title: title.to_string(),
            options,
            offer: Offer::Private,
            sides: Sides::Chosen,
            code: String::new(),
            holders: vec![None; seats],
            phase: Phase::Gathering,
            match_id: None,
            games: 0,
            outcome: None,
            rematch: vec![false; seats],
            turn: Seats::none(),
            fork: None,
            applied: Vec::new(),
            made_ms,
            asleep_until_ms: None,
        }
    }

    /// Whether this command has been applied here.
    pub fn has_applied(&self, command: &(ClientId, Seq)) -> bool {
        self.applied.contains(command)
    }

    /// Remembers that a command was applied. The one that made the table stays, of the others the oldest makes room.
    pub fn note_applied(&mut self, command: &(ClientId, Seq)) {
        if self.applied.len() >= COMMANDS_KEPT {
            self.applied.remove(1);
        }
        self.applied.push(command.clone());
    }

    /// The people who sit here, not the bots.
    pub fn people(&self) -> impl Iterator<Item = &PlayerId> {
        let people = self.holders.iter().flatten().filter(|holder| holder.kind == HolderKind::Player);
        people.map(|holder| &holder.player)
    }

    /// Whether an unhurried match waits for this player.
    pub fn awaits(&self, player: &PlayerId) -> bool {
        let seat = self.seat_of(player).and_then(|seat| u8::try_from(seat).ok());
        seat.is_some_and(|seat| self.turn.contains(Seat(seat)))
    }

    /// The seat of a player.
    pub fn seat_of(&self, player: &PlayerId) -> Option<usize> {
        self.holders.iter().position(|holder| holder.as_ref().is_some_and(|holder| holder.player == *player))
    }

    /// Whether every seat is taken.
    pub fn is_full(&self) -> bool {
        self.holders.iter().all(Option::is_some)
    }

    /// Whether a match is being set up or played.
    pub fn is_playing(&self) -> bool {
        matches!(self.phase, Phase::Starting | Phase::Playing)
    }

    /// Puts `holder` into `seat`, or into the first free one.
    pub fn sit(&mut self, seat: Option<u8>, holder: Holder) -> Result<(), Refused> {
        if self.seat_of(&holder.player).is_some() {
            return Err(Refused::ALREADY_SEATED);
        }
        let place = match seat {
            Some(seat) => self.holders.get_mut(usize::from(seat)).ok_or(Refused::NO_SUCH_SEAT)?,
            None => self.holders.iter_mut().find(|place| place.is_none()).ok_or(Refused::TABLE_FULL)?,
        };
        if place.is_some() {
            return Err(Refused::SEAT_TAKEN);
        }
        *place = Some(holder);
        Ok(())
    }

    /// Frees the seat of `player`.
    pub fn stand(&mut self, player: &PlayerId) -> Result<(), Refused> {
        let seat = self.seat_of(player).ok_or(Refused::NOT_SEATED)?;
        self.free(seat)
    }

    /// Frees the seat of a bot.
    pub fn unseat_bot(&mut self, seat: u8) -> Result<(), Refused> {
        let place = self.holders.get(usize::from(seat)).ok_or(Refused::NO_SUCH_SEAT)?;
        if !place.as_ref().is_some_and(|holder| holder.kind == HolderKind::Bot) {
            return Err(Refused::NOT_A_BOT);
        }
        self.free(usize::from(seat))
    }

    fn free(&mut self, seat: usize) -> Result<(), Refused> {
        if self.is_playing() {
            return Err(Refused::MATCH_RUNNING);
        }
        self.holders[seat] = None;
        self.rematch.fill(false);
        // Whoever comes next plays a first match with those who stay, not a repetition.
        self.phase = Phase::Gathering;
        Ok(())
    }

    /// Everybody moves on by one seat: with two, they swap.
    pub fn rotate(&mut self) {
        self.holders.rotate_right(1);
    }
}
