//! The store of a server on one machine: an SQLite database in the data folder. What it answers `Ok` to is on disk. It knows
//! rows and pages, and of a match only what it is asked by: its name, when it must wake, and whether it has ended.
//!
//! Commits go to the write-ahead log alone, one `fdatasync` each; what may wait is done when the store is tended.

mod backup;
mod open;
mod read;
mod schema;
mod tend;
#[cfg(test)]
mod tests;
mod write;

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, ErrorCode, ffi};

pub use backup::{BackupError, backup};
pub use open::OpenError;
use tend::Copied;

use super::{Find, History, Record, Store, StoreError, Stored};
use crate::{
    ids::{Epoch, MatchId, WorkerId},
    limits::{DISK_BUDGET_BYTES, KEEP_FINISHED_DAYS, LOG_PAGES},
    table::TableRecord,
};

/// How much is kept, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SqliteSettings {
    /// For how many days a finished match is kept.
    pub keep_finished_days: u64,
    /// How many bytes the database may fill. Above that the oldest finished matches go first; unfinished ones never do.
    pub disk_budget_bytes: u64,
}

impl Default for SqliteSettings {
    fn default() -> SqliteSettings {
        SqliteSettings { keep_finished_days: KEEP_FINISHED_DAYS, disk_budget_bytes: DISK_BUDGET_BYTES }
    }
}

/// A store in a data folder.
pub struct SqliteStore {
    folder: PathBuf,
    settings: SqliteSettings,
    /// Keeps other servers out of the folder. A store that only reads needs none.
    lock: Option<File>,
    /// `None` after something went wrong that a new connection may find right.
    connection: Option<Connection>,
    /// Pages of the log that somebody kept from being copied the last time a commit tried.
    kept_pages: i64,
}

impl SqliteStore {
    /// Opens the store of the folder `data`, which is made if it isn't there, for the one server that writes to it.
    pub fn open(data: &Path, settings: SqliteSettings) -> Result<SqliteStore, OpenError> {
        let lock = Some(open::lock(data)?);
        let connection = Some(open::for_writing(data, open::First::Yes)?);
        Ok(SqliteStore { folder: data.to_path_buf(), settings, lock, connection, kept_pages: 0 })
    }

    /// Opens the store of the folder `data` to look at it, beside a server or without one. It refuses to be written to.
    pub fn read_only(data: &Path) -> Result<SqliteStore, OpenError> {
        let settings = SqliteSettings { keep_finished_days: u64::MAX, disk_budget_bytes: u64::MAX };
        let connection = Some(open::for_reading(data)?);
        Ok(SqliteStore { folder: data.to_path_buf(), settings, lock: None, connection, kept_pages: 0 })
    }

    /// Does `work` on the connection, on a new one if the last was lost.
    fn with<R>(&mut self, work: impl FnOnce(&mut Connection) -> Result<R, Failure>) -> Result<R, StoreError> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.reopen().map_err(|error| StoreError::Unavailable(error.to_string()))?,
        };
        let result = work(&mut connection);
        if result.as_ref().err().is_none_or(Failure::leaves_connection) && connection.is_autocommit() {
            self.connection = Some(connection);
        }
        result.map_err(|failure| match failure {
            Failure::Refused(error) => error,
            Failure::Database(error) => StoreError::Unavailable(error.to_string()),
        })
    }

    fn reopen(&self) -> Result<Connection, OpenError> {
        match self.lock {
            Some(_) => open::for_writing(&self.folder, open::First::No),
            None => open::for_reading(&self.folder),
        }
    }
}

impl Store for SqliteStore {
    fn commit(&mut self, now_ms: u64, records: &[Record]) -> Result<(), StoreError> {
        self.with(|connection| write::commit(connection, now_ms, records))?;
        // Usually there is little in the log, because it is copied when the store is tended. Who reads for long keeps it from
        // that; then it is tried again when it has grown as much once more, not with each commit.
        let bound = LOG_PAGES + self.kept_pages;
        match self.with(|connection| tend::checkpoint(connection, bound)) {
            Ok(Copied::Nothing) => {}
            Ok(Copied::All) => self.kept_pages = 0,
            Ok(Copied::AllBut(pages)) => self.kept_pages = pages,
            Err(error) => tracing::warn!(%error, "the log could not be copied into the database"),
        }
        Ok(())
    }

    fn service_ms(&mut self) -> Result<u64, StoreError> {
        self.with(read::service_ms)
    }

    fn claim(&mut self, worker: &WorkerId) -> Result<Epoch, StoreError> {
        self.with(|connection| write::claim(connection, worker))
    }

    fn load(&mut self, id: &MatchId) -> Result<Option<Stored>, StoreError> {
        self.with(|connection| read::load(connection, id))
    }

    fn history(&mut self, id: &MatchId) -> Result<Option<History>, StoreError> {
        self.with(|connection| read::history(connection, id))
    }

    fn wakes(&mut self, worker: &WorkerId, until_ms: u64, limit: usize) -> Result<Vec<(u64, MatchId)>, StoreError> {
        self.with(|connection| read::wakes(connection, worker, until_ms, limit))
    }

    fn has_live(&mut self) -> Result<bool, StoreError> {
        self.with(read::has_live)
    }

    fn matches(&mut self, after: Option<&MatchId>, limit: usize) -> Result<Vec<MatchId>, StoreError> {
        self.with(|connection| read::matches(connection, after, limit))
    }

    fn tables(&mut self, find: &Find) -> Result<Vec<TableRecord>, StoreError> {
        self.with(|connection| read::tables(connection, find))
    }

    fn tend(&mut self, wall_s: u64) -> Result<bool, StoreError> {
        let settings = self.settings;
        self.with(|connection| tend::tend(connection, settings, wall_s))
    }
}

/// What keeps a store from doing what it was asked.
enum Failure {
    /// It may not be done.
    Refused(StoreError),
    /// It could not be done.
    Database(rusqlite::Error),
}

impl Failure {
    /// Whether the connection is as good as before.
    ///
    /// After a write or a sync that failed it is, and must stay: the next commit writes to the same place of the log again. A
    /// new connection would read the log and could find there, unsynced, what this commit has left of itself.
    fn leaves_connection(&self) -> bool {
        let Failure::Database(error) = self else { return true };
        match error.sqlite_error_code() {
            None | Some(ErrorCode::DiskFull | ErrorCode::DatabaseBusy) => true,
            Some(_) => error
                .sqlite_error()
                .is_some_and(|error| [ffi::SQLITE_IOERR_WRITE, ffi::SQLITE_IOERR_FSYNC].contains(&error.extended_code)),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Refused(error)
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Failure {
        Failure::Database(error)
    }
}

/// A number as SQLite has it. What is beyond is as good as never.
fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A number that was stored by [`number`].
fn time(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}
