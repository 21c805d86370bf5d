//! What the server says to a client.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Ask, Code, Courteous, Gone, Offering, TableState};
use crate::ids::{Epoch, MatchId, PlayerId, Rev, Seq, TableId};

/// A message from the server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerMessage {
    /// Answers `hello`.
    Welcome {
        /// Who this client is to the server.
        player: PlayerId,
        /// The name others see.
        name: String,
        /// The number of the last command the server knows of this client; null if it knows none. The next new
        /// command follows it; unanswered ones may be sent again under their numbers.
        last_seq: Option<Seq>,
        /// The server's clock in milliseconds, to which all times in messages refer.
        #[ts(type = "number")]
        now_ms: u64,
    },
    /// A command was done.
    Ok {
        /// Which.
        seq: Seq,
        /// The table it made, for `create_table`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        table: Option<TableId>,
        /// The event it became, for `act`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        rev: Option<Rev>,
    },
    /// Something was refused, and nothing changed.
    Error {
        /// Which command; left out if it was none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        seq: Option<Seq>,
        /// A stable code: one of the protocol's, or `rules.` and the title's own.
        code: Code,
        /// A sentence that says what to do.
        reason: String,
    },
    /// The table looked at, whole.
    Table {
        /// All there is to see of it.
        table: TableState,
    },
    /// The table looked at is no more.
    TableClosed {
        /// Which.
        table: TableId,
        /// Why, in a sentence.
        reason: String,
    },
    /// Answers `watch_lobby`, and then tells what has changed among the public tables: those with a free seat and somebody
    /// there, and those that are played at. Of each kind those made last, up to a bound.
    Lobby {
        /// Whether `tables` are all there are; else only those that are new or have changed.
        whole: bool,
        /// Public tables, those made last first.
        tables: Vec<TableState>,
        /// Tables that are no longer public or no more.
        gone: Vec<TableId>,
        /// The tables at which this player waits for others or plays, public or not: those that wait for the player first,
        /// then those made last. Told with a whole list, and all of them anew when one has changed; else left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        mine: Option<Vec<TableState>>,
    },
    /// `seek` was successful: a table with everybody at it. Open it. Told again after a reconnect, until it was opened.
    Seated {
        /// Which.
        table: TableId,
    },
    /// `seek` has ended without a table. One that comes before the `ok` of a seek is about the seek before it.
    SeekEnded {
        /// A stable code.
        code: Code,
        /// Why, in a sentence.
        reason: String,
    },
    /// What a match has come to. The payload is a map with `view` (the title's view), `notes` (a list of the title's
    /// notes) and `legal` (a list of the title's actions that this viewer could do now, or null if unlisted).
    Update {
        /// Which match.
        match_id: MatchId,
        /// Who sends it: a client drops what comes from a smaller epoch than it has seen.
        epoch: Epoch,
        /// The number of the event. One that isn't above the last seen of the same epoch is a repeat to drop.
        rev: Rev,
        /// The seat it is shown from; null for a spectator.
        seat: Option<u8>,
        /// What led here.
        happened: Happened,
        /// The match's time at the event, in milliseconds, to which every time in the view refers.
        #[ts(type = "number")]
        now_ms: u64,
        /// While it runs, the match's time is the server's clock less this, in milliseconds.
        #[ts(type = "number")]
        offset_ms: i64,
        /// Whether the match's time stands still, at `now_ms`: the players have agreed to pause.
        paused: bool,
        /// The proposals that wait for an answer.
        offers: Vec<Offering>,
        /// What this viewer may ask of the match now.
        courtesies: Vec<Ask>,
        /// The seats the match waits for whose players are away.
        gone: Vec<Gone>,
        /// The seats the match waits for.
        turn: Vec<u8>,
        /// The seats whose player is away.
        away: Vec<u8>,
        /// How it ended, if it has.
        outcome: Option<Standing>,
        /// In a real-time match, the ticks that have run.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional, type = "number")]
        tick: Option<u64>,
        /// In a real-time match, the ticks a second.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        hz: Option<u32>,
    },
    /// One tick of a real-time match; the payload is the title's frame. Gaps in `tick` are normal.
    Frame {
        /// Which match.
        match_id: MatchId,
        /// As in `update`.
        epoch: Epoch,
        /// The number of the tick.
        #[ts(type = "number")]
        tick: u64,
        /// The last input of this client's seat that was applied; 0 for none.
        #[ts(type = "number")]
        input: u64,
    },
    /// Something to know that answers nothing: the server is about to stop, say.
    Notice {
        /// A stable code.
        code: Code,
        /// A sentence.
        reason: String,
    },
    /// Answers `ping`.
    Pong {
        /// As it was sent.
        #[ts(type = "number")]
        echo: u64,
        /// The server's clock, in milliseconds.
        #[ts(type = "number")]
        now_ms: u64,
    },
}

/// What led to an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Happened {
    /// What kind of event it was.
    pub cause: Cause,
    /// Whose, if one seat's.
    pub seat: Option<u8>,
    /// Which courtesy it was, if it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub courtesy: Option<Courteous>,
}

impl Happened {
    /// An event that is no courtesy.
    pub fn plain(cause: Cause, seat: Option<u8>) -> Happened {
        Happened { cause, seat, courtesy: None }
    }
}

/// The kinds of events a client is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Nothing new: this is how things stand.
    Snapshot,
    /// The match began.
    Start,
    /// A seat acted.
    Action,
    /// An alarm of the title came due.
    Alarm,
    /// A player came or went.
    Presence,
    /// A tick brought something that counts.
    Checkpoint,
    /// A courtesy: `courtesy` says which.
    Courtesy,
    /// The store took its time with the last event, and the match's time stood still meanwhile.
    Released,
    /// The title failed, and the match ended of it.
    Fault,
}

/// How a match ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Standing {
    /// The place of each seat, 1 the best, equal places a tie; empty if the match counts for nobody.
    pub places: Vec<u8>,
    /// Why it ended: a stable code of the title, or `faulted`.
    pub reason: String,
}

impl From<&title::Outcome> for Standing {
    fn from(outcome: &title::Outcome) -> Standing {
        Standing { places: outcome.places.clone(), reason: outcome.reason.to_string() }
    }
}
