//! Where matches and tables outlive a worker. One trait, several implementations, one suite that each must pass
//! ([`suite`]). A store blocks: it is called on the recorder's thread only. It does not look into what it keeps.

mod memory;
pub mod suite;

pub use memory::MemoryStore;

use crate::{
    event::Entry,
    ids::{Epoch, MatchId, TableId, WorkerId},
    table::TableRecord,
};

/// Keeps what must not be lost.
pub trait Store: Send {
    /// Stores all of `records`, in order, or none of them. When this returns `Ok` they survive a crash.
    fn commit(&mut self, records: &[Record]) -> Result<(), StoreError>;

    /// Makes the caller the owner of a worker's matches: a new epoch, greater than any before. What an older epoch appends
    /// from now on is refused as [`StoreError::Fenced`].
    fn claim(&mut self, worker: &WorkerId) -> Result<Epoch, StoreError>;

    /// The journal of a match, in order; `None` if there is no such match.
    fn load(&mut self, id: &MatchId) -> Result<Option<Vec<Entry>>, StoreError>;

    /// The matches of a worker that have not ended, in the order of their ids.
    fn live(&mut self, worker: &WorkerId) -> Result<Vec<MatchId>, StoreError>;

    /// All tables, in the order of their ids.
    fn tables(&mut self) -> Result<Vec<TableRecord>, StoreError>;
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
    },
    /// A table as it is now, in place of how it was.
    Table(TableRecord),
    /// A table is no more.
    TableGone(TableId),
}

/// Why a store could not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Somebody else owns the match by now.
    #[error("another owner has claimed this match")]
    Fenced,
    /// The store does not work at the moment.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
}
