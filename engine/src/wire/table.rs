//! A table as clients see it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Offer, Sides, Standing};
use crate::ids::{MatchId, PlayerId, TableId};

/// All there is to see of a table. Sent whole on each change; getting it twice is harmless.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct TableState {
    /// The word in its link.
    pub table: TableId,
    /// Which game is played here.
    pub title: String,
    /// The title's options, complete.
    #[ts(type = "Record<string, unknown>")]
    pub options: serde_json::Value,
    /// Who may find it.
    pub offer: Offer,
    /// Who plays which side in the first match.
    pub sides: Sides,
    /// A few letters to find it by while it gathers players; null once a match has begun.
    pub code: Option<String>,
    /// Its seats, in order.
    pub seats: Vec<SeatState>,
    /// What is going on.
    pub phase: Phase,
    /// The match being played, or the last one.
    pub match_id: Option<MatchId>,
    /// How many matches were started here.
    pub games: u32,
    /// How the last match ended, once it has.
    pub outcome: Option<Standing>,
    /// The seats that a match which may take days waits for. Of other matches nothing is told here.
    pub turn: Vec<u8>,
    /// How many people look on without a seat.
    pub spectators: u32,
}

/// One seat of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SeatState {
    /// Who sits there.
    pub holder: Option<Holder>,
    /// Whether they agreed to play again.
    pub rematch: bool,
    /// Whether they look at the table now. A bot always does.
    pub here: bool,
}

/// Who sits in a seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Holder {
    /// Their id; compare it with that of `welcome` to find oneself.
    pub player: PlayerId,
    /// Their name.
    pub name: String,
    /// A person or a bot.
    pub kind: HolderKind,
}

/// A person or a bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HolderKind {
    /// Somebody with a browser or a program.
    Player,
    /// One of the server's own.
    Bot,
}

/// What is going on at a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Seats are being taken.
    Gathering,
    /// All seats are taken and the match is being set up.
    Starting,
    /// A match is being played.
    Playing,
    /// The last match has ended; a rematch may follow.
    Finished,
}
