//! The journal of a match: its events as they are stored. A match can be rebuilt from them alone, so each holds all that
//! the rules were told.

use serde::{Deserialize, Serialize};
use title::{Presence, Seat, Seats, Seed};

use crate::{
    ids::{ClientId, Rev, Seq, TableId},
    wire::{Courteous, Holder},
};

/// One entry of a journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place in the journal, from 0 and without gaps.
    pub index: u64,
    /// The revision the match had after it.
    pub rev: Rev,
    /// Its match time, in milliseconds.
    pub at_ms: u64,
    /// By how much the match's time was behind the server's when it was handled, in milliseconds.
    pub offset_ms: i64,
    /// How many ticks had run before it.
    pub tick: u64,
    /// The inputs that seats came to hold at ticks since the entry before, as MessagePack: each with its tick and its seat.
    /// Empty for none. Here they cost no entry of their own, however often players change them.
    #[serde(with = "serde_bytes")]
    pub inputs: Vec<u8>,
    /// What happened.
    pub event: Event,
}

/// What happened in a match. Payloads are the title's, as MessagePack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The match began.
    Start(Start),
    /// A seat acted.
    Action {
        /// Which.
        seat: Seat,
        /// The command that asked for it.
        command: (ClientId, Seq),
        /// How much lag was given back for it, in milliseconds.
        lag_ms: u64,
        /// The title's action.
        #[serde(with = "serde_bytes")]
        action: Vec<u8>,
    },
    /// An alarm came due.
    Alarm {
        /// The title's name of it.
        #[serde(with = "serde_bytes")]
        alarm: Vec<u8>,
    },
    /// A player came or went.
    Presence {
        /// Whose seat.
        seat: Seat,
        /// Here or away.
        presence: Presence,
    },
    /// A tick brought something that counts. The entry's `tick` includes it.
    Checkpoint,
    /// So many ticks had run by now. No revision of its own.
    Ticks,
    /// So many ticks were left out. No revision of its own.
    Skipped {
        /// How many.
        count: u64,
    },
    /// A courtesy.
    Courtesy {
        /// Whose; nobody's when time brought it.
        seat: Option<Seat>,
        /// The command that asked for it.
        command: Option<(ClientId, Seq)>,
        /// What it came to.
        courtesy: Courteous,
        /// The others it concerns: those who are given time, or lose by a claim.
        others: Seats,
    },
    /// By consent the match went back to just after the event `to`, with its time.
    TakenBack {
        /// The seat whose consent was the last.
        seat: Seat,
        /// The command that gave it.
        command: (ClientId, Seq),
        /// The revision of the last event that still counts.
        to: Rev,
    },
    /// The event before it was shown late: the match's time stood still meanwhile.
    Released,
    /// The title panicked over an action, which was refused and changed nothing. No revision of its own.
    Poisoned {
        /// Who acted.
        seat: Seat,
        /// The title's action, as it came.
        #[serde(with = "serde_bytes")]
        action: Vec<u8>,
        /// What the title said.
        message: String,
    },
    /// The match goes on under other rules, from the snapshot stored with this. No revision of its own.
    Migrated {
        /// The version of the rules before.
        from: u32,
    },
    /// The title failed, and the match ended of it.
    Fault {
        /// What it said.
        message: String,
    },
    /// Nobody came back to it, and the match ended.
    Abandoned,
}

/// All a match starts from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Start {
    /// The table it is played at.
    pub table: TableId,
    /// The rules it is played by.
    pub rules_version: u32,
    /// The title's options, complete.
    pub options: serde_json::Value,
    /// Where its chance starts from.
    pub seed: Seed,
    /// Who sits where.
    pub holders: Vec<Holder>,
    /// The seats whose players were not there.
    pub away: Seats,
    /// The game it begins with, if that is another match's and not the title's first position.
    #[serde(with = "serde_bytes")]
    pub position: Option<Vec<u8>>,
}
