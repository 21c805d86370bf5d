//! What need not be done in a commit, a small step at a time: the log is copied into the database, finished matches go when
//! their time is over or the disk is full, and the pages they leave go back to the disk.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::{Failure, SqliteSettings, number, open::BUSY};
use crate::limits::{CHECKPOINT_PAGES, FREE_PAGES, RETIRED_ROWS, TRUNCATED_PAGES, VACUUMED_PAGES};

const DAY_S: u64 = 24 * 3_600;

/// Does one step; whether there is more to do at once.
pub(super) fn tend(connection: &mut Connection, settings: SqliteSettings, wall_s: u64) -> Result<bool, Failure> {
    if checkpoint(connection, CHECKPOINT_PAGES)? == Copied::All {
        return Ok(true);
    }
    stamp(connection, wall_s)?;
    Ok(sweep(connection)? || retire(connection, settings, wall_s)? || shrink(connection)?)
}

/// What became of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Copied {
    /// There was too little to begin.
    Nothing,
    /// All of it is in the database.
    All,
    /// So many pages are not: somebody reads what was there before them.
    AllBut(i64),
}

/// Copies the log into the database if more than `pages` of it wait for that. What a reader beside the server still needs stays
/// for the next time. The log is written from its start again afterwards, and cut when it was very long.
pub(super) fn checkpoint(connection: &Connection, pages: i64) -> Result<Copied, Failure> {
    let ask = |mode: &str| {
        let mut statement = connection.prepare_cached(&format!("PRAGMA wal_checkpoint({mode})"))?;
        statement.query_one([], |row| Ok((row.get::<_, i64>(1)?, row.get::<_, i64>(2)?)))
    };
    let (log, copied) = ask("NOOP")?;
    if log - copied <= pages {
        return Ok(Copied::Nothing);
    }
    let (log, copied) = ask("PASSIVE")?;
    if copied < log {
        return Ok(Copied::AllBut(log - copied));
    }
    if log > TRUNCATED_PAGES {
        // A reader would be waited for.
        connection.busy_timeout(Duration::ZERO)?;
        let cut = ask("TRUNCATE");
        connection.busy_timeout(BUSY)?;
        cut?;
    }
    Ok(Copied::All)
}

/// Notes when matches ended. Never earlier than others before them: a clock that was wrong for a while makes none of them old.
fn stamp(connection: &Connection, wall_s: u64) -> Result<(), Failure> {
    let mut statement = connection.prepare_cached(
        "UPDATE matches SET ended_s = max(?1, coalesce((SELECT max(ended_s) FROM matches WHERE ended = 1), 0))
         WHERE key IN (SELECT key FROM matches WHERE ended = 1 AND ended_s IS NULL LIMIT ?2)",
    )?;
    statement.execute(params![number(wall_s), RETIRED_ROWS])?;
    Ok(())
}

/// Drops some rows of a match that is no more.
fn sweep(connection: &mut Connection) -> Result<bool, Failure> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
    let going = transaction.prepare_cached("SELECT match FROM going LIMIT 1")?.query_row([], |row| row.get(0));
    let Some(key): Option<i64> = going.optional()? else { return Ok(false) };
    let rows = transaction
        .prepare_cached(
            "DELETE FROM journal WHERE match = ?1
             AND n < (SELECT min(n) FROM journal WHERE match = ?1) + ?2",
        )?
        .execute(params![key, RETIRED_ROWS])?;
    if rows == 0 {
        transaction.prepare_cached("DELETE FROM snapshots WHERE match = ?1")?.execute([key])?;
        transaction.prepare_cached("DELETE FROM going WHERE match = ?1")?.execute([key])?;
    }
    transaction.commit()?;
    Ok(true)
}

/// Gives up the oldest finished match if it was kept long enough, or if the disk has no more room. Its rows go by and by.
fn retire(connection: &mut Connection, settings: SqliteSettings, wall_s: u64) -> Result<bool, Failure> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
    let oldest = transaction
        .prepare_cached(
            "SELECT key, ended_s FROM matches WHERE ended = 1 AND ended_s IS NOT NULL ORDER BY ended_s, key LIMIT 1",
        )?
        .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))
        .optional()?;
    let Some((key, ended_s)) = oldest else { return Ok(false) };
    let kept_s = settings.keep_finished_days.saturating_mul(DAY_S);
    let is_old = number(wall_s).saturating_sub(ended_s) > number(kept_s);
    if !is_old && used_bytes(&transaction)? <= number(settings.disk_budget_bytes) {
        return Ok(false);
    }
    transaction.prepare_cached("INSERT INTO going (match) VALUES (?1)")?.execute([key])?;
    transaction.prepare_cached("DELETE FROM matches WHERE key = ?1")?.execute([key])?;
    transaction.commit()?;
    Ok(true)
}

/// Returns some free pages to the disk. A few are kept: what is written next takes them.
fn shrink(connection: &Connection) -> Result<bool, Failure> {
    let free = pragma(connection, "freelist_count")?;
    if free <= FREE_PAGES {
        return Ok(false);
    }
    let mut statement = connection.prepare_cached(&format!("PRAGMA incremental_vacuum({VACUUMED_PAGES})"))?;
    // Each row that is asked for frees one page.
    let mut rows = statement.query([])?;
    while rows.next()?.is_some() {}
    Ok(true)
}

/// What the database fills of its file.
fn used_bytes(connection: &Connection) -> Result<i64, Failure> {
    let pages = pragma(connection, "page_count")? - pragma(connection, "freelist_count")?;
    Ok(pages * pragma(connection, "page_size")?)
}

fn pragma(connection: &Connection, name: &str) -> Result<i64, Failure> {
    Ok(connection.prepare_cached(&format!("PRAGMA {name}"))?.query_one([], |row| row.get(0))?)
}
