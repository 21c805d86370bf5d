//! Where matches and tables outlive a worker, and the process. One trait, several implementations, one suite that each must
//! pass ([`suite`]). A store blocks: it is called on the recorder's thread only. It does not look into what it keeps.

mod memory;
#[cfg(test)]
mod model;
mod sqlite;
pub mod suite;

pub use memory::MemoryStore;
pub use sqlite::{BackupError, OpenError, SqliteSettings, SqliteStore, backup};

use crate::{
    event::Entry,
    ids::{Epoch, MatchId, PlayerId, TableId, WorkerId},
    table::TableRecord,
};

/// Keeps what must not be lost.
pub trait Store: Send {
    /// Stores all of `records`, in order, or none of them. When this returns `Ok` they survive a crash. `now_ms`, in
    /// milliseconds of service time, is kept with them; without records it is kept alone.
    fn commit(&mut self, now_ms: u64, records: &[Record]) -> Result<(), StoreError>;

    /// The greatest service time ever committed, in milliseconds; 0 if there was none. Service time goes on from here.
    fn service_ms(&mut self) -> Result<u64, StoreError>;

    /// Makes the caller the owner of a worker's matches: a new epoch, greater than any before. What an older epoch appends
    /// from now on is refused as [`StoreError::Fenced`].
    fn claim(&mut self, worker: &WorkerId) -> Result<Epoch, StoreError>;

    /// What is needed to go on with a match; `None` if there is no such match.
    fn load(&mut self, id: &MatchId) -> Result<Option<Stored>, StoreError>;

    /// All there is of a match, for replays and checks; `None` if there is no such match.
    fn history(&mut self, id: &MatchId) -> Result<Option<History>, StoreError>;

    /// The matches of a worker that have not ended and must be in memory by `until_ms` of service time, each with the time by
    /// which it must: the earliest first, and at most `limit`.
    fn wakes(&mut self, worker: &WorkerId, until_ms: u64, limit: usize) -> Result<Vec<(u64, MatchId)>, StoreError>;

    /// Whether there is a match that has not ended.
    fn has_live(&mut self) -> Result<bool, StoreError>;

    /// All matches in the order of their ids, those after `after` and at most `limit`.
    fn matches(&mut self, after: Option<&MatchId>, limit: usize) -> Result<Vec<MatchId>, StoreError>;

    /// The tables that `find` names: those that are due in the order in which they are, others in the order of their ids.
    fn tables(&mut self, find: &Find) -> Result<Vec<TableRecord>, StoreError>;

    /// Does a little of what needn't be done in a commit, such as forgetting what is kept no longer: within a second of each
    /// commit, and every second while a match goes on. `wall_s` is the time of day in Unix seconds. Whether there is more of
    /// it to do.
    fn tend(&mut self, wall_s: u64) -> Result<bool, StoreError> {
        let _ = wall_s;
        Ok(false)
    }
}

/// One thing to store.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// Another entry of a match's journal. The first is its start.
    Append {
        /// Which match.
        id: MatchId,
        /// The epoch of its owner.
        epoch: Epoch,
        /// The entry.
        entry: Entry,
        /// Whether the match ended with it.
        last: bool,
        /// When the match must be in memory again, in milliseconds of service time; `None`: when somebody asks for it.
        wake_ms: Option<u64>,
    },
    /// A match as it is after all that was appended so far.
    Snapshot {
        /// Which match.
        id: MatchId,
        /// The epoch of its owner.
        epoch: Epoch,
        /// The match.
        snapshot: Snapshot,
        /// When it must be in memory again, as with an entry.
        wake_ms: Option<u64>,
    },
    /// A table as it is now, in place of how it was.
    Table {
        /// The table.
        table: TableRecord,
        /// Until when it is asleep unless somebody asks for it, in milliseconds of service time; `None`: it is awake, and the
        /// lobby wants it when it comes up.
        asleep_until_ms: Option<u64>,
    },
    /// A table is no more.
    TableGone(TableId),
}

/// A match at one point of its journal. Of each match a store keeps the newest, and all bases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// How many entries of the journal it includes.
    pub entries: u64,
    /// The rules it was made under.
    pub rules_version: u32,
    /// Whether it begins the match anew under these rules, so that the entries before it can't be played again.
    pub base: bool,
    /// SHA-256 of the game in it, for checks.
    pub hash: [u8; 32],
    /// The whole match, as only the match reads it.
    pub state: Vec<u8>,
}

/// What is needed to go on with a match.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stored {
    /// The newest snapshot.
    pub snapshot: Option<Snapshot>,
    /// The entries of the journal that it doesn't include, in order.
    pub entries: Vec<Entry>,
    /// When the match must be in memory, as it was said last.
    pub wake_ms: Option<u64>,
}

/// All there is of a match.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// Its journal, whole and in order.
    pub entries: Vec<Entry>,
    /// The snapshots that are kept, the oldest first.
    pub snapshots: Vec<Snapshot>,
    /// Whether it has ended.
    pub ended: bool,
}

/// Tables to be found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Find {
    /// Those that are awake.
    Awake,
    /// Those that are asleep until `until_ms` of service time at the latest, at most `limit` of them.
    Due {
        /// Until when.
        until_ms: u64,
        /// How many at most.
        limit: usize,
    },
    /// This one.
    Table(TableId),
    /// Those at which a player sits.
    Of(PlayerId),
    /// All.
    All,
}

/// Why a store could not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Somebody else owns the match by now.
    #[error("another owner has claimed this match")]
    Fenced,
    /// An entry doesn't follow the last one of its journal. Whoever wrote it doesn't know the match as it is stored.
    #[error("entry {index} of {id} doesn't follow the last one stored")]
    Hole {
        /// Which match.
        id: MatchId,
        /// The entry's place.
        index: u64,
    },
    /// The store does not work at the moment.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
}
