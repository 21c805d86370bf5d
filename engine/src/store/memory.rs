//! The store that forgets when the process ends. It keeps the contract in every other respect, so that whatever is built
//! on the trait can be tested on it.

use std::collections::{BTreeMap, VecDeque};

use super::{Record, Store, StoreError};
use crate::{
    event::Entry,
    ids::{Epoch, MatchId, TableId, WorkerId},
    limits::FINISHED_IN_MEMORY,
    table::TableRecord,
};

/// A store in memory.
#[derive(Clone, Default)]
pub struct MemoryStore {
    matches: BTreeMap<MatchId, Journal>,
    finished: VecDeque<MatchId>,
    epochs: BTreeMap<WorkerId, Epoch>,
    tables: BTreeMap<TableId, TableRecord>,
}

#[derive(Clone, Default)]
struct Journal {
    entries: Vec<Entry>,
    ended: bool,
}

impl Store for MemoryStore {
    fn commit(&mut self, records: &[Record]) -> Result<(), StoreError> {
        for record in records {
            if let Record::Append { id, epoch, .. } = record
                && self.epochs.get(&id.worker).is_some_and(|owner| epoch < owner)
            {
                return Err(StoreError::Fenced);
            }
        }
        for record in records {
            match record {
                Record::Append { id, entry, last, .. } => {
                    let journal = self.matches.entry(id.clone()).or_default();
                    journal.entries.push(entry.clone());
                    if *last && !journal.ended {
                        journal.ended = true;
                        self.finished.push_back(id.clone());
                    }
                }
                Record::Table(table) => _ = self.tables.insert(table.table.clone(), table.clone()),
                Record::TableGone(table) => _ = self.tables.remove(table),
            }
        }
        while self.finished.len() > FINISHED_IN_MEMORY {
            self.finished.pop_front().and_then(|oldest| self.matches.remove(&oldest));
        }
        Ok(())
    }

    fn claim(&mut self, worker: &WorkerId) -> Result<Epoch, StoreError> {
        let epoch = self.epochs.entry(worker.clone()).or_default();
        epoch.0 += 1;
        Ok(*epoch)
    }

    fn load(&mut self, id: &MatchId) -> Result<Option<Vec<Entry>>, StoreError> {
        Ok(self.matches.get(id).map(|journal| journal.entries.clone()))
    }

    fn live(&mut self, worker: &WorkerId) -> Result<Vec<MatchId>, StoreError> {
        let live = self.matches.iter().filter(|(id, journal)| id.worker == *worker && !journal.ended);
        Ok(live.map(|(id, _)| id.clone()).collect())
    }

    fn tables(&mut self) -> Result<Vec<TableRecord>, StoreError> {
        Ok(self.tables.values().cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_store_passes_the_suite() {
        super::super::suite::run(|| Box::new(MemoryStore::default()));
    }
}
