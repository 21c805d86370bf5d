//! What can be made of a stored match afterwards: its steps for those who look at it, a check of its snapshots, a case for
//! tests, a position to play on from. All of it is a function of the history and the rules alone. It knows no store, no
//! actor and no HTTP, and who may look at which match at all is asked elsewhere.

mod check;
mod effective;
mod export;
mod position;
mod steps;
mod work;

use std::fmt;

use serde::Serialize;
use serde_json::value::RawValue;
use title::Seat;

pub(crate) use self::{check::check, export::export, position::position, steps::replay};
pub use self::{
    check::{Checked, Finding},
    export::ExportError,
    position::Position,
};
use crate::{
    ids::{MatchId, PlayerId, Rev, TableId},
    match_state::RebuildError,
    wire::{Courteous, Holder, Refused, Standing},
};

/// A match as somebody asks to see it again.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Who asks.
    pub by: By,
    /// The seat it is to be seen from; from none, as an onlooker.
    pub seat: Option<Seat>,
    /// The first step.
    pub from: u64,
    /// How many steps at most.
    pub steps: u64,
}

/// Who asks to see a match again, and so how much of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// Anybody: of a match that has ended what onlookers saw, and what its title says is no secret any more.
    Anyone,
    /// A player: what their own seat saw as well.
    Player(PlayerId),
    /// Whoever runs the server: everything, and of matches that go on too.
    Operator,
}

/// A match step by step.
#[derive(Debug, Serialize)]
pub struct Replay {
    /// Which match.
    pub match_id: MatchId,
    /// Its title.
    pub title: &'static str,
    /// The table it was played at.
    pub table: TableId,
    /// The title's options, complete.
    pub options: serde_json::Value,
    /// Who sat where.
    pub holders: Vec<Holder>,
    /// How it ended; null if it goes on.
    pub outcome: Option<Standing>,
    /// In a real-time match, its rate.
    pub real_time: Option<Rate>,
    /// The seats from which whoever asks may see it.
    pub seats: Vec<u8>,
    /// How many steps there are.
    pub steps_total: u64,
    /// The number of the first of `steps`.
    pub from: u64,
    /// Those asked for, or as many of them as are told at once.
    pub steps: Vec<Step>,
}

/// How fast a real-time match goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Rate {
    /// Ticks a second.
    pub hz: u32,
}

/// One step of a match.
#[derive(Debug, Serialize)]
pub struct Step {
    /// Its number, from 0.
    pub step: u64,
    /// The revision of the match.
    pub rev: Rev,
    /// In a real-time match, the ticks that had run.
    pub tick: Option<u64>,
    /// Its match time, in milliseconds.
    pub at_ms: u64,
    /// What led here.
    pub cause: StepCause,
    /// Whose event it was, if one seat's.
    pub seat: Option<u8>,
    /// Which courtesy it was, if it was one.
    pub courtesy: Option<Courteous>,
    /// The seats the match waited for.
    pub turn: Vec<u8>,
    /// What the seat did: for whoever runs the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<Box<RawValue>>,
    /// What was seen.
    pub view: Box<RawValue>,
    /// What was told.
    pub notes: Vec<Box<RawValue>>,
}

/// What led to a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepCause {
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
    /// Time passed.
    Tick,
    /// A courtesy: `courtesy` says which.
    Courtesy,
    /// The title failed, and the match ended of it.
    Fault,
    /// Nobody came back to it, and the match ended.
    Abandoned,
}

impl fmt::Display for StepCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// What somebody is told who asks for a match that can't be played again.
fn refused(error: RebuildError) -> Refused {
    match error {
        RebuildError::OtherRules(_) => Refused::OTHER_RULES,
        error => {
            tracing::error!(%error, report = crate::panics::last(), "a stored match can't be played again");
            Refused::TITLE_FAILED
        }
    }
}
