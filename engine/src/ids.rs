//! The names of things that cross a room or a wire. Every id is a type of its own, so that the compiler catches a seat
//! passed as a player. Nothing in here knows what it names.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Declares a text id: opaque to whoever holds it, shown as it is.
macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        #[ts(type = "string")]
        pub struct $name(pub String);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> $name {
                $name(text.to_string())
            }
        }
    };
}

/// Declares a counting id.
macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident($number:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        #[ts(type = "number")]
        pub struct $name(pub $number);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

text_id! {
    /// A person or a bot, as the server knows them. Public: it proves nothing without the signed token around it.
    PlayerId
}
text_id! {
    /// One browser tab or program run, random, chosen by it. With a [`Seq`] it names a command for ever.
    ClientId
}
text_id! {
    /// A table: the word in its link.
    TableId
}
number_id! {
    /// The number of a client's command, from 1 and without holes.
    Seq(u64)
}
number_id! {
    /// Counts the journalled events of a match except ticks, without gaps; the start is 0.
    Rev(u64)
}
number_id! {
    /// Grows each time a match's owner changes or starts again. What comes from a smaller one is out of date.
    Epoch(u64)
}
number_id! {
    /// A hub, or anything else that holds sessions.
    HubId(u32)
}
number_id! {
    /// A session within its hub; never used twice.
    SessionId(u64)
}

/// Where a session is: what deliveries are addressed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// The hub that holds it.
    pub hub: HubId,
    /// Which of the hub's sessions.
    pub session: SessionId,
}

/// A worker: a title, or one shard of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WorkerId {
    /// The title's name.
    pub title: String,
    /// The shard, from 0.
    pub shard: u16,
}

impl fmt::Display for WorkerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.title, self.shard)
    }
}

/// A match, written `TITLE.SHARD.CODE`: whoever holds it knows which worker to ask.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct MatchId {
    /// The worker that owns it.
    pub worker: WorkerId,
    /// What tells it from the worker's other matches.
    pub code: String,
}

impl fmt::Display for MatchId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.worker, self.code)
    }
}

impl From<MatchId> for String {
    fn from(id: MatchId) -> String {
        id.to_string()
    }
}

/// A text that isn't a match id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a match id is written TITLE.SHARD.CODE")]
pub struct NotAMatchId;

impl FromStr for MatchId {
    type Err = NotAMatchId;

    fn from_str(text: &str) -> Result<MatchId, NotAMatchId> {
        let mut parts = text.splitn(3, '.');
        let (Some(title), Some(shard), Some(code)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NotAMatchId);
        };
        let shard = shard.parse().map_err(|_| NotAMatchId)?;
        Ok(MatchId { worker: WorkerId { title: title.to_string(), shard }, code: code.to_string() })
    }
}

impl TryFrom<String> for MatchId {
    type Error = NotAMatchId;

    fn try_from(text: String) -> Result<MatchId, NotAMatchId> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn match_id_reads_as_written() {
        let id: MatchId = "tic_tac_toe.2.k3j9x2mq".parse().unwrap();
        assert_eq!((id.worker.title.as_str(), id.worker.shard, id.code.as_str()), ("tic_tac_toe", 2, "k3j9x2mq"));
        assert_eq!(id.to_string(), "tic_tac_toe.2.k3j9x2mq");
        for wrong in ["", "chess", "chess.0", "chess.x.abc", "chess.70000.abc"] {
            assert_eq!(wrong.parse::<MatchId>(), Err(NotAMatchId), "{wrong}");
        }
    }
}
