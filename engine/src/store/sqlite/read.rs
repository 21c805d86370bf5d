//! Rows become what was stored.

use rusqlite::{Connection, OptionalExtension, Params, Row, Transaction, TransactionBehavior, params};
use serde::de::DeserializeOwned;

use super::{Failure, number, time};
use crate::{
    event::Entry,
    ids::{MatchId, WorkerId},
    store::{Find, History, Snapshot, StoreError, Stored},
    table::TableRecord,
};

/// The high-water mark of service time.
pub(super) fn service_ms(connection: &mut Connection) -> Result<u64, Failure> {
    let mut statement = connection.prepare_cached("SELECT now_ms FROM service")?;
    Ok(time(statement.query_one([], |row| row.get(0))?))
}

/// A match to go on with.
pub(super) fn load(connection: &mut Connection, id: &MatchId) -> Result<Option<Stored>, Failure> {
    let look = look(connection)?;
    let Some((key, _, wake_ms)) = find(&look, id)? else { return Ok(None) };
    let snapshot = snapshots(&look, key, "ORDER BY n DESC LIMIT 1")?.pop();
    let entries = entries(&look, key, id, snapshot.as_ref().map_or(0, |snapshot| snapshot.entries))?;
    Ok(Some(Stored { snapshot, entries, wake_ms }))
}

/// All there is of a match.
pub(super) fn history(connection: &mut Connection, id: &MatchId) -> Result<Option<History>, Failure> {
    let look = look(connection)?;
    let Some((key, ended, _)) = find(&look, id)? else { return Ok(None) };
    let (entries, snapshots) = (entries(&look, key, id, 0)?, snapshots(&look, key, "ORDER BY n")?);
    Ok(Some(History { entries, snapshots, ended }))
}

/// Matches to be woken.
pub(super) fn wakes(
    connection: &mut Connection,
    worker: &WorkerId,
    until_ms: u64,
    limit: usize,
) -> Result<Vec<(u64, MatchId)>, Failure> {
    let mut statement = connection.prepare_cached(
        "SELECT wake_ms, code FROM matches
         WHERE title = ?1 AND shard = ?2 AND ended = 0 AND wake_ms IS NOT NULL AND wake_ms <= ?3
         ORDER BY wake_ms, code LIMIT ?4",
    )?;
    let rows = statement.query_map(params![worker.title, worker.shard, number(until_ms), count(limit)], |row| {
        Ok((time(row.get(0)?), MatchId { worker: worker.clone(), code: row.get(1)? }))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether any match goes on.
pub(super) fn has_live(connection: &mut Connection) -> Result<bool, Failure> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM matches WHERE ended = 0 LIMIT 1")?;
    Ok(statement.exists([])?)
}

/// A page of the list of matches.
pub(super) fn matches(
    connection: &mut Connection,
    after: Option<&MatchId>,
    limit: usize,
) -> Result<Vec<MatchId>, Failure> {
    let mut statement = connection.prepare_cached(
        "SELECT title, shard, code FROM matches WHERE (title, shard, code) > (?1, ?2, ?3)
         ORDER BY title, shard, code LIMIT ?4",
    )?;
    let id = |row: &Row<'_>| {
        let worker = WorkerId { title: row.get(0)?, shard: row.get(1)? };
        Ok(MatchId { worker, code: row.get(2)? })
    };
    // No shard is below 0, so this is before all of them.
    let (title, shard, code) =
        after.map_or(("", -1, ""), |id| (&id.worker.title, i64::from(id.worker.shard), &id.code));
    let rows = statement.query_map(params![title, shard, code, count(limit)], id)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Tables that are looked for.
pub(super) fn tables(connection: &mut Connection, what: &Find) -> Result<Vec<TableRecord>, Failure> {
    let records = |condition: &str, params: &[&dyn rusqlite::ToSql]| {
        let sql = format!("SELECT id, record FROM tables WHERE {condition}");
        let rows: Vec<(String, Vec<u8>)> = collect(connection, &sql, params, |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.iter().filter_map(|(id, bytes)| readable(id, bytes)).collect())
    };
    match what {
        Find::Awake => records("until_ms IS NULL ORDER BY id", &[]),
        Find::Due { until_ms, limit } => records(
            "until_ms IS NOT NULL AND until_ms <= ?1 ORDER BY until_ms, id LIMIT ?2",
            &[&number(*until_ms), &count(*limit)],
        ),
        Find::Table(table) => records("id = ?1", &[&table.0]),
        Find::Of(player) => records("id IN (SELECT table_id FROM seats WHERE player = ?1) ORDER BY id", &[&player.0]),
        Find::All => records("TRUE ORDER BY id", &[]),
    }
}

/// One table that can't be read is left where it is, and keeps nobody from the others.
fn readable(id: &str, bytes: &[u8]) -> Option<TableRecord> {
    let table = rmp_serde::from_slice(bytes);
    table.inspect_err(|error| tracing::error!(table = id, %error, "a stored table can't be read")).ok()
}

/// Several questions that are to be answered from one state, whoever writes meanwhile.
fn look(connection: &mut Connection) -> Result<Transaction<'_>, Failure> {
    Ok(connection.transaction_with_behavior(TransactionBehavior::Deferred)?)
}

/// The key of a match, whether it has ended, and when it must be in memory.
fn find(connection: &Connection, id: &MatchId) -> Result<Option<(i64, bool, Option<u64>)>, Failure> {
    let mut statement = connection
        .prepare_cached("SELECT key, ended, wake_ms FROM matches WHERE title = ?1 AND shard = ?2 AND code = ?3")?;
    let found = params![id.worker.title, id.worker.shard, id.code];
    Ok(statement
        .query_row(found, |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, Option<i64>>(2)?.map(time))))
        .optional()?)
}

fn entries(connection: &Connection, key: i64, id: &MatchId, from: u64) -> Result<Vec<Entry>, Failure> {
    let sql = "SELECT entry FROM journal WHERE match = ?1 AND n >= ?2 ORDER BY n";
    let blobs: Vec<Vec<u8>> = collect(connection, sql, params![key, number(from)], |row| row.get(0))?;
    blobs.iter().map(|bytes| decode(bytes, &format!("an entry of {id}"))).collect()
}

fn snapshots(connection: &Connection, key: i64, order: &str) -> Result<Vec<Snapshot>, Failure> {
    let sql = format!("SELECT n, rules_version, base, hash, state FROM snapshots WHERE match = ?1 {order}");
    collect(connection, &sql, params![key], |row| {
        let (entries, rules_version, base) = (time(row.get(0)?), row.get(1)?, row.get(2)?);
        Ok(Snapshot { entries, rules_version, base, hash: row.get(3)?, state: row.get(4)? })
    })
}

fn collect<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, Failure> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params, read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn decode<T: DeserializeOwned>(bytes: &[u8], what: &str) -> Result<T, Failure> {
    let unreadable = |error| StoreError::Unavailable(format!("{what} can't be read: {error}"));
    Ok(rmp_serde::from_slice(bytes).map_err(unreadable)?)
}

fn count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
