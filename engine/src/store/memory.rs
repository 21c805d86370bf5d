//! The store that forgets when the process ends. It keeps the contract in every other respect, so that whatever is built
//! on the trait can be tested on it.

use std::{
    collections::{BTreeMap, VecDeque},
    ops::Bound,
};

use super::{Find, History, Record, Snapshot, Store, StoreError, Stored};
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
    tables: BTreeMap<TableId, Kept>,
    service_ms: u64,
}

#[derive(Clone, Default)]
struct Journal {
    entries: Vec<Entry>,
    /// By the number of entries they include.
    snapshots: BTreeMap<u64, Snapshot>,
    ended: bool,
    wake_ms: Option<u64>,
}

#[derive(Clone)]
struct Kept {
    table: TableRecord,
    asleep_until_ms: Option<u64>,
}

impl MemoryStore {
    /// Whether all of `records` can be stored.
    fn check(&self, records: &[Record]) -> Result<(), StoreError> {
        let mut lengths: BTreeMap<&MatchId, u64> = BTreeMap::new();
        for record in records {
            let (Record::Append { id, epoch, .. } | Record::Snapshot { id, epoch, .. }) = record else { continue };
            if self.epochs.get(&id.worker).is_some_and(|owner| epoch < owner) {
                return Err(StoreError::Fenced);
            }
            let stored = || self.matches.get(id).map_or(0, |journal| journal.entries.len() as u64);
            let length = lengths.entry(id).or_insert_with(stored);
            let (index, follows) = match record {
                Record::Append { entry, .. } => (entry.index, entry.index == *length),
                Record::Snapshot { snapshot, .. } => (snapshot.entries, snapshot.entries == *length && *length > 0),
                Record::Table { .. } | Record::TableGone(_) => continue,
            };
            if !follows {
                return Err(StoreError::Hole { id: id.clone(), index });
            }
            *length += u64::from(matches!(record, Record::Append { .. }));
        }
        Ok(())
    }

    fn store(&mut self, record: &Record) {
        match record {
            Record::Append { id, entry, last, wake_ms, .. } => {
                let journal = self.matches.entry(id.clone()).or_default();
                journal.entries.push(entry.clone());
                journal.wake_ms = *wake_ms;
                if *last && !journal.ended {
                    journal.ended = true;
                    self.finished.push_back(id.clone());
                }
            }
            Record::Snapshot { id, snapshot, wake_ms, .. } => {
                let journal = self.matches.entry(id.clone()).or_default();
                journal.snapshots.retain(|_, older| older.base);
                // In the place of a base it is one.
                let base = snapshot.base || journal.snapshots.contains_key(&snapshot.entries);
                journal.snapshots.insert(snapshot.entries, Snapshot { base, ..snapshot.clone() });
                journal.wake_ms = *wake_ms;
            }
            Record::Table { table, asleep_until_ms } => {
                let kept = Kept { table: table.clone(), asleep_until_ms: *asleep_until_ms };
                self.tables.insert(table.table.clone(), kept);
            }
            Record::TableGone(table) => _ = self.tables.remove(table),
        }
    }
}

impl Store for MemoryStore {
    fn commit(&mut self, now_ms: u64, records: &[Record]) -> Result<(), StoreError> {
        self.check(records)?;
        self.service_ms = self.service_ms.max(now_ms);
        records.iter().for_each(|record| self.store(record));
        while self.finished.len() > FINISHED_IN_MEMORY {
            self.finished.pop_front().and_then(|oldest| self.matches.remove(&oldest));
        }
        Ok(())
    }

    fn service_ms(&mut self) -> Result<u64, StoreError> {
        Ok(self.service_ms)
    }

    fn claim(&mut self, worker: &WorkerId) -> Result<Epoch, StoreError> {
        let epoch = self.epochs.entry(worker.clone()).or_default();
        epoch.0 += 1;
        Ok(*epoch)
    }

    fn load(&mut self, id: &MatchId) -> Result<Option<Stored>, StoreError> {
        let Some(journal) = self.matches.get(id) else { return Ok(None) };
        let snapshot = journal.snapshots.values().next_back().cloned();
        let included = snapshot.as_ref().map_or(0, |snapshot| snapshot.entries);
        let entries = journal.entries.iter().filter(|entry| entry.index >= included).cloned().collect();
        let wake_ms = journal.wake_ms.filter(|_| !journal.ended);
        Ok(Some(Stored { snapshot, entries, wake_ms }))
    }

    fn history(&mut self, id: &MatchId) -> Result<Option<History>, StoreError> {
        Ok(self.matches.get(id).map(|journal| History {
            entries: journal.entries.clone(),
            snapshots: journal.snapshots.values().cloned().collect(),
            ended: journal.ended,
        }))
    }

    fn wakes(&mut self, worker: &WorkerId, until_ms: u64, limit: usize) -> Result<Vec<(u64, MatchId)>, StoreError> {
        let live = self.matches.iter().filter(|(id, journal)| id.worker == *worker && !journal.ended);
        let due = live.filter_map(|(id, journal)| Some((journal.wake_ms.filter(|at| *at <= until_ms)?, id.clone())));
        let mut due: Vec<(u64, MatchId)> = due.collect();
        due.sort();
        due.truncate(limit);
        Ok(due)
    }

    fn has_live(&mut self) -> Result<bool, StoreError> {
        Ok(self.matches.values().any(|journal| !journal.ended))
    }

    fn matches(&mut self, after: Option<&MatchId>, limit: usize) -> Result<Vec<MatchId>, StoreError> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        Ok(self.matches.range((from, Bound::Unbounded)).map(|(id, _)| id.clone()).take(limit).collect())
    }

    fn tables(&mut self, find: &Find) -> Result<Vec<TableRecord>, StoreError> {
        let mut found: Vec<&Kept> = self.tables.values().filter(|kept| is_found(kept, find)).collect();
        if let Find::Due { limit, .. } = find {
            found.sort_by_key(|kept| kept.asleep_until_ms);
            found.truncate(*limit);
        }
        Ok(found.into_iter().map(|kept| kept.table.clone()).collect())
    }
}

fn is_found(Kept { table, asleep_until_ms }: &Kept, find: &Find) -> bool {
    match find {
        Find::Awake => asleep_until_ms.is_none(),
        Find::Due { until_ms, .. } => asleep_until_ms.is_some_and(|at| at <= *until_ms),
        Find::Table(id) => table.table == *id,
        Find::Of(player) => table.seat_of(player).is_some(),
        Find::All => true,
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
