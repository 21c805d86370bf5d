//! Courtesies as clients see them: what may be asked of a match besides the title's actions, and what came of it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Something that needs the others' consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Proposal {
    /// End the match as a draw.
    Draw,
    /// Take the proposer's last action back, with all that came after it, and the time it took.
    Undo,
    /// Stop the match's time until somebody resumes.
    Pause,
}

/// What a viewer may ask of the match now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// `resign`.
    Resign,
    /// `abort`.
    Abort,
    /// `offer` with `draw`.
    Draw,
    /// `offer` with `undo`.
    Undo,
    /// `offer` with `pause`.
    Pause,
    /// `add_time`.
    AddTime,
    /// `resume`.
    Resume,
    /// `claim`, once the time named in `gone` has come.
    Claim,
}

/// A proposal that waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Offering {
    /// What is proposed.
    pub what: Proposal,
    /// By which seat.
    pub by: u8,
    /// When it expires, by the server's clock in milliseconds.
    #[ts(type = "number")]
    pub until_ms: u64,
}

/// A seat the match waits for whose player is away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Gone {
    /// Which.
    pub seat: u8,
    /// From when on the win may be claimed, by the server's clock in milliseconds.
    #[ts(type = "number")]
    pub claim_ms: u64,
}

/// A courtesy that led to an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Courteous {
    /// What was done.
    pub deed: Deed,
    /// Of which proposal, if of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub what: Option<Proposal>,
}

/// What a courtesy came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// The seat gave up.
    Resigned,
    /// The match ended for nobody.
    Aborted,
    /// The seat claimed the win, for the others have been gone for long.
    Claimed,
    /// The seat gave the others time.
    TimeAdded,
    /// The match goes on after a pause.
    Resumed,
    /// The seat proposes something.
    Offered,
    /// The seat agrees to a proposal; others are still asked.
    Agreed,
    /// Everybody asked agrees to a proposal: it has happened.
    Accepted,
    /// The seat doesn't agree.
    Declined,
    /// The seat takes its own proposal back.
    Withdrawn,
    /// Nobody answered in time.
    Expired,
    /// An awaited player never came, and the match ended for nobody.
    NoShow,
}
