//! What a client says to the server.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Proposal;
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
        /// The last number this client has given a command, if it comes back. Of those up to it that it sends again, the ones
        /// left out were answered, by a server that is gone perhaps: they are no hole.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        last_seq: Option<Seq>,
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
        /// The tick it is for: it holds from that tick on. One that has run already, or 0, means the next.
        #[serde(default)]
        #[ts(type = "number")]
        tick: u64,
        /// As in `seen`: 0 says nothing.
        #[serde(default)]
        #[ts(type = "number")]
        seen: u64,
    },
    /// Tells the newest tick this client has a frame of, so that the server knows how much it may send. Due every few frames,
    /// unless inputs tell it anyway.
    Seen {
        /// The match it is shown.
        match_id: MatchId,
        /// The tick of the frame.
        #[ts(type = "number")]
        tick: u64,
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

/// Who plays which side in a table's first match. Later ones swap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Sides {
    /// As they sit.
    #[default]
    Chosen,
    /// Drawn by lot when the match begins.
    Random,
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
        /// Which seat to take; the first if left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        seat: Option<u8>,
        /// Who plays which side in the first match.
        #[serde(default)]
        sides: Sides,
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
    /// Gives the match up.
    Resign {
        /// Which.
        match_id: MatchId,
    },
    /// Ends the match for nobody, before the second move.
    Abort {
        /// Which.
        match_id: MatchId,
    },
    /// Claims the win: an awaited player has been gone for long. The update's `gone` tells from when on.
    Claim {
        /// In which match.
        match_id: MatchId,
    },
    /// Gives the others more time.
    AddTime {
        /// In which match.
        match_id: MatchId,
    },
    /// Ends a pause.
    Resume {
        /// In which match.
        match_id: MatchId,
    },
    /// Proposes something to the others. Proposing what they propose already agrees to it.
    Offer {
        /// In which match.
        match_id: MatchId,
        /// What.
        what: Proposal,
    },
    /// Answers a proposal; a no by the proposer takes it back.
    Answer {
        /// In which match.
        match_id: MatchId,
        /// Which proposal.
        what: Proposal,
        /// Yes or no.
        accept: bool,
    },
    /// Wants to be told of the public tables from now on, by `lobby` messages.
    WatchLobby,
    /// Doesn't any more.
    UnwatchLobby,
    /// Waits for somebody who wants to play the same with the same options: a `seated` or `seek_ended` follows. A player
    /// seeks once at a time; a later `seek` takes the place of the one before. Losing the connection ends it.
    Seek {
        /// The title's name.
        title: String,
        /// The title's options; what is left out takes its default.
        #[serde(default)]
        #[ts(type = "Record<string, unknown>")]
        options: serde_json::Value,
    },
    /// Doesn't wait any more.
    CancelSeek,
}

impl Command {
    /// The match it is about, if it is one that a worker carries out.
    pub fn match_id(&self) -> Option<&MatchId> {
        match self {
            Command::Act { match_id }
            | Command::Resign { match_id }
            | Command::Abort { match_id }
            | Command::Claim { match_id }
            | Command::AddTime { match_id }
            | Command::Resume { match_id }
            | Command::Offer { match_id, .. }
            | Command::Answer { match_id, .. } => Some(match_id),
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
            | Command::CancelSeek => None,
        }
    }
}
