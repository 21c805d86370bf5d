//! One commit: records become rows, all of them in one transaction. Who may write, and where, is checked inside it.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{CachedStatement, Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::{Failure, number, time};
use crate::{
    event::Entry,
    ids::{Epoch, MatchId, TableId, WorkerId},
    store::{Record, Snapshot, StoreError},
    table::TableRecord,
};

/// All of `records`, or none.
pub(super) fn commit(connection: &mut Connection, now_ms: u64, records: &[Record]) -> Result<(), Failure> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut batch = Batch { transaction: &transaction, owners: BTreeMap::new(), matches: BTreeMap::new() };
    for record in records {
        match record {
            Record::Append { id, epoch, entry, last, wake_ms } => {
                batch.check_owner(&id.worker, *epoch)?;
                batch.append(id, entry, *last)?;
                batch.wake(id, *wake_ms);
            }
            Record::Snapshot { id, epoch, snapshot, wake_ms } => {
                batch.check_owner(&id.worker, *epoch)?;
                batch.keep_snapshot(id, snapshot)?;
                batch.wake(id, *wake_ms);
            }
            Record::Table { table, asleep_until_ms } => batch.keep_table(table, *asleep_until_ms)?,
            Record::TableGone(table) => batch.drop_table(table)?,
        }
    }
    batch.keep_matches()?;
    batch.statement("UPDATE service SET now_ms = ?1 WHERE now_ms < ?1")?.execute([number(now_ms)])?;
    transaction.commit()?;
    Ok(())
}

/// A new epoch for a worker.
pub(super) fn claim(connection: &mut Connection, worker: &WorkerId) -> Result<Epoch, Failure> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO epochs (title, shard, epoch) VALUES (?1, ?2, 1)
         ON CONFLICT (title, shard) DO UPDATE SET epoch = epoch + 1 RETURNING epoch",
    )?;
    let epoch: i64 = statement.query_one(params![worker.title, worker.shard], |row| row.get(0))?;
    Ok(Epoch(time(epoch)))
}

/// A commit under way.
struct Batch<'a> {
    transaction: &'a Transaction<'a>,
    /// The newest epochs of the workers it is of.
    owners: BTreeMap<&'a WorkerId, i64>,
    /// The matches it is about: each is looked up once, and written once if it has changed.
    matches: BTreeMap<&'a MatchId, Row>,
}

/// A match's row, and what is to become of it.
struct Row {
    key: i64,
    entries: u64,
    was: (bool, Option<i64>),
    ended: bool,
    wake_ms: Option<i64>,
}

impl<'a> Batch<'a> {
    fn statement(&self, sql: &str) -> rusqlite::Result<CachedStatement<'a>> {
        self.transaction.prepare_cached(sql)
    }

    fn check_owner(&mut self, worker: &'a WorkerId, epoch: Epoch) -> Result<(), Failure> {
        let owner = match self.owners.get(worker) {
            Some(owner) => *owner,
            None => {
                let mut statement = self.statement("SELECT epoch FROM epochs WHERE title = ?1 AND shard = ?2")?;
                let owner = statement.query_row(params![worker.title, worker.shard], |row| row.get(0)).optional()?;
                *self.owners.entry(worker).or_insert(owner.unwrap_or(0))
            }
        };
        if number(epoch.0) < owner { Err(StoreError::Fenced.into()) } else { Ok(()) }
    }

    /// The row of a match that the store knows.
    fn find(&mut self, id: &'a MatchId) -> Result<Option<&mut Row>, Failure> {
        if !self.matches.contains_key(id) {
            let mut statement = self.statement(
                "SELECT key, ended, wake_ms, (SELECT max(n) + 1 FROM journal WHERE match = key)
                 FROM matches WHERE title = ?1 AND shard = ?2 AND code = ?3",
            )?;
            let found = params![id.worker.title, id.worker.shard, id.code];
            let row = statement.query_row(found, |row| {
                let was = (row.get(1)?, row.get(2)?);
                let entries: Option<i64> = row.get(3)?;
                let entries = time(entries.unwrap_or(0));
                Ok(Row { key: row.get(0)?, entries, was, ended: was.0, wake_ms: was.1 })
            });
            let Some(row) = row.optional()? else { return Ok(None) };
            self.matches.insert(id, row);
        }
        Ok(self.matches.get_mut(id))
    }

    fn append(&mut self, id: &'a MatchId, entry: &Entry, last: bool) -> Result<(), Failure> {
        let mut statement = self.statement("INSERT INTO journal (match, n, entry) VALUES (?1, ?2, ?3)")?;
        if self.find(id)?.is_none() {
            let key = self
                .statement("INSERT INTO matches (title, shard, code, ended) VALUES (?1, ?2, ?3, 0)")?
                .insert(params![id.worker.title, id.worker.shard, id.code])?;
            self.matches.insert(id, Row { key, entries: 0, was: (false, None), ended: false, wake_ms: None });
        }
        let hole = || StoreError::Hole { id: id.clone(), index: entry.index };
        let row = self.matches.get_mut(id).filter(|row| row.entries == entry.index).ok_or_else(hole)?;
        statement.execute(params![row.key, number(entry.index), encode(entry)?])?;
        row.entries += 1;
        row.ended |= last;
        Ok(())
    }

    fn keep_snapshot(&mut self, id: &'a MatchId, snapshot: &Snapshot) -> Result<(), Failure> {
        let mut drop = self.statement("DELETE FROM snapshots WHERE match = ?1 AND base = 0")?;
        // In the place of a base it is one.
        let mut keep = self.statement(
            "INSERT INTO snapshots (match, n, base, rules_version, hash, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (match, n) DO UPDATE SET rules_version = ?4, hash = ?5, state = ?6",
        )?;
        let Snapshot { entries, rules_version, base, hash, state } = snapshot;
        let hole = || StoreError::Hole { id: id.clone(), index: *entries };
        let row = self.find(id)?.filter(|row| row.entries == *entries).ok_or_else(hole)?;
        drop.execute([row.key])?;
        keep.execute(params![row.key, number(*entries), base, rules_version, hash, state])?;
        Ok(())
    }

    /// Notes when a match that was just written must be in memory again.
    fn wake(&mut self, id: &MatchId, wake_ms: Option<u64>) {
        if let Some(row) = self.matches.get_mut(id) {
            row.wake_ms = wake_ms.filter(|_| !row.ended).map(number);
        }
    }

    fn keep_table(&self, table: &TableRecord, asleep_until_ms: Option<u64>) -> Result<(), Failure> {
        let id = &table.table.0;
        let mut keep = self.statement(
            "INSERT INTO tables (id, until_ms, record) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET until_ms = ?2, record = ?3",
        )?;
        keep.execute(params![id, asleep_until_ms.map(number), encode(table)?])?;
        let now: BTreeSet<&str> = table.holders.iter().flatten().map(|holder| holder.player.0.as_str()).collect();
        let mut statement = self.statement("SELECT player FROM seats WHERE table_id = ?1")?;
        let before = statement.query_map([id], |row| row.get::<_, String>(0))?;
        let before = before.collect::<rusqlite::Result<BTreeSet<String>>>()?;
        let mut leave = self.statement("DELETE FROM seats WHERE player = ?1 AND table_id = ?2")?;
        for player in before.iter().filter(|player| !now.contains(player.as_str())) {
            leave.execute([player, id])?;
        }
        let mut sit = self.statement("INSERT INTO seats (player, table_id) VALUES (?1, ?2)")?;
        for player in now.into_iter().filter(|player| !before.contains(*player)) {
            sit.execute([player, id])?;
        }
        Ok(())
    }

    fn drop_table(&self, table: &TableId) -> Result<(), Failure> {
        self.statement("DELETE FROM tables WHERE id = ?1")?.execute([&table.0])?;
        self.statement("DELETE FROM seats WHERE table_id = ?1")?.execute([&table.0])?;
        Ok(())
    }

    fn keep_matches(&self) -> Result<(), Failure> {
        let mut statement = self.statement("UPDATE matches SET ended = ?2, wake_ms = ?3 WHERE key = ?1")?;
        for row in self.matches.values().filter(|row| row.was != (row.ended, row.wake_ms)) {
            statement.execute(params![row.key, row.ended, row.wake_ms])?;
        }
        Ok(())
    }
}

/// By name, so that what is stored today can be read when there is more to store.
fn encode(value: &impl serde::Serialize) -> Result<Vec<u8>, Failure> {
    rmp_serde::to_vec_named(value).map_err(|error| StoreError::Unavailable(error.to_string()).into())
}
