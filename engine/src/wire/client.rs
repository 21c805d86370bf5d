//! What a client says to the server.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{ClientId, Epoch, MatchId, Rev, Seq, TableId};

/// A message from a client. The first on a connection is `hello`; anything before it is refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientMessage {
    /// Opens the session of `client`, or takes it up again. Answered by `welcome`.
    Hello {
        /// Which tab speaks: 8 to 64 letters, digits, `-` or `_`, random.
        client: ClientId,
        /// The last update this client saw, if it comes back: it then gets what it missed since.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        have: Option<Have>,
    },
    /// Asks for something to be done. Answered by one `ok` or `error` with the same `seq`.
    Command {
        /// The number of the command, one more than the last.
        seq: Seq,
        /// What to do.
        command: Command,
    },
    /// The newest control of this player in a real-time match; the payload is the title's input. Answered by the frame
    /// that applied it.
    Input {
        /// The match it is for.
        match_id: MatchId,
        /// The number of the input, rising; frames name the last one they applied.
        #[ts(type = "number")]
        input: u64,
    },
    /// Asks for a `pong`, to measure the way and the server's clock.
    Ping {
        /// Comes back as it is.
        #[ts(type = "number")]
        echo: u64,
    },
}

/// The last update a returning client saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Have {
    /// Of which match.
    pub match_id: MatchId,
    /// Its epoch.
    pub epoch: Epoch,
    /// Its revision.
    pub rev: Rev,
}

/// Who may find a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Offer {
    /// Whoever has the link.
    #[default]
    Private,
    /// Everyone: it stands in the list of open tables until it is full.
    Open,
}

/// Something a client asks to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Makes a table and takes its first seat. `ok` names the table.
    CreateTable {
        /// The title's name.
        title: String,
        /// The title's options; what is left out takes its default.
        #[serde(default)]
        #[ts(type = "Record<string, unknown>")]
        options: serde_json::Value,
        /// Who may find it.
        #[serde(default)]
        offer: Offer,
    },
    /// Looks at a table from now on, instead of any other: brings `table` and `update` messages until `close_table`.
    OpenTable {
        /// Which.
        table: TableId,
    },
    /// Looks at no table any more.
    CloseTable,
    /// Takes a seat. The match starts when the last one is taken.
    Sit {
        /// At which table.
        table: TableId,
        /// Which seat; the first free one if left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        seat: Option<u8>,
    },
    /// Gives one's seat back, while no match is being played.
    Stand {
        /// At which table.
        table: TableId,
    },
    /// Seats a bot. Only those who sit may ask.
    SeatBot {
        /// At which table.
        table: TableId,
        /// Which seat; the first free one if left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        seat: Option<u8>,
    },
    /// Sends a bot away, while no match is being played. Only those who sit may ask.
    UnseatBot {
        /// At which table.
        table: TableId,
        /// Which seat.
        seat: u8,
    },
    /// Agrees to play again with the seats swapped. The match starts when every player at the table agrees.
    Rematch {
        /// At which table.
        table: TableId,
    },
    /// Acts in a match; the payload is the title's action.
    Act {
        /// In which match.
        match_id: MatchId,
    },
}
