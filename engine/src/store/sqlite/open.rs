//! How a database is opened: whose it is, in which version, and that it keeps its promises about the disk. Everything
//! that can be wrong with a data folder is told here, in words that say what to do.

use std::{
    fs::{self, File, TryLockError},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::schema::{APPLICATION_ID, STEPS, VERSION};
use crate::limits::{CACHED_STATEMENTS, STORE_BUSY_MS};

/// The database's name in the data folder.
const FILE: &str = "turnwheel.sqlite3";

/// Held locked by the server that uses the folder.
const LOCK: &str = "lock";

/// How long another program is waited for.
pub(super) const BUSY: Duration = Duration::from_millis(STORE_BUSY_MS);

/// Why a data folder can't be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder can't be made, or its lock can't.
    #[error("can't use the data folder {0}: {1}")]
    Folder(PathBuf, io::Error),
    /// Another server uses it.
    #[error("another server uses the data folder {0}; stop that one, or give this one a folder of its own")]
    Locked(PathBuf),
    /// There is nothing to read.
    #[error("there is no database at {0}; is this the data folder of a server?")]
    Missing(PathBuf),
    /// The file is something else, or damaged beyond recognition.
    #[error("{0} is no database of turnwheel ({1}); move it away and restore a backup, or start without one")]
    Foreign(PathBuf, String),
    /// A newer program has written it.
    #[error(
        "{0} was written by a newer turnwheel (schema {1}, and this one knows up to {VERSION}); start that one, or restore a \
         backup from before it"
    )]
    Newer(PathBuf, i64),
    /// An older program has written it, and it was opened for reading only.
    #[error(
        "{0} was written by an older turnwheel (schema {1}, and this one reads {VERSION}); start the server on it once"
    )]
    Older(PathBuf, i64),
    /// It may be read and not written.
    #[error("{0} can't be written; give the server's user the right to write this file, its folder and all in it")]
    ReadOnly(PathBuf),
    /// It can't keep what is acknowledged.
    #[error("{0} can't keep what it is given: {1}; use a folder on a local disk")]
    Unsafe(PathBuf, String),
    /// Anything else.
    #[error("can't open {0}: {1}")]
    Other(PathBuf, String),
}

impl OpenError {
    fn of(file: &Path, error: &rusqlite::Error) -> OpenError {
        let file = file.to_path_buf();
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => OpenError::Foreign(file, error.to_string()),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => OpenError::ReadOnly(file),
            _ => OpenError::Other(file, error.to_string()),
        }
    }
}

/// Where the database of a data folder is.
pub(super) fn file_in(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// Makes the folder if it isn't there, and keeps other servers out of it for as long as the file is held.
pub(super) fn lock(folder: &Path) -> Result<File, OpenError> {
    let failed = |error| OpenError::Folder(folder.to_path_buf(), error);
    if !folder.try_exists().map_err(failed)? {
        fs::create_dir_all(folder).map_err(failed)?;
        // The folder is in its parent for good only when the parent is on disk.
        if let Some(parent) = folder.canonicalize().map_err(failed)?.parent() {
            File::open(parent).and_then(|parent| parent.sync_all()).map_err(failed)?;
        }
    }
    let file = File::options().create(true).truncate(false).write(true).open(folder.join(LOCK)).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::Locked(folder.to_path_buf())),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

/// Whether there may be no database yet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum First {
    /// There may be none: it is made.
    Yes,
    /// There was one: if it is gone, an empty one in its place would be a lie.
    No,
}

/// Opens the database for the server that holds the folder's lock, and brings it to the newest version.
pub(super) fn for_writing(folder: &Path, first: First) -> Result<Connection, OpenError> {
    let file = file_in(folder);
    let failed = |error: rusqlite::Error| OpenError::of(&file, &error);
    check_files(folder, first)?;
    let create = if first == First::Yes { OpenFlags::SQLITE_OPEN_CREATE } else { OpenFlags::empty() };
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | create;
    let mut connection = Connection::open_with_flags(&file, flags).map_err(failed)?;
    prepare(&connection).map_err(failed)?;
    let version = version(&connection, &file)?;
    if version == 0 && first == First::No {
        return Err(OpenError::Foreign(file, "what was stored is gone".to_string()));
    }
    if version == 0 {
        // Only a database without any table can be told.
        connection.pragma_update(None, "auto_vacuum", "INCREMENTAL").map_err(failed)?;
    }
    keep_promises(&connection, &file)?;
    for (step, sql) in (1..).zip(STEPS).filter(|(step, _)| *step > version) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive).map_err(failed)?;
        transaction.execute_batch(sql).map_err(failed)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(failed)?;
        transaction.pragma_update(None, "user_version", step).map_err(failed)?;
        transaction.commit().map_err(failed)?;
    }
    Ok(connection)
}

/// Finds out what may not be written before SQLite does, of which no connection is open now: it would content itself with reading,
/// and leave files behind that can't be written either. A new database is its owner's alone: it holds what players must not see.
fn check_files(folder: &Path, first: First) -> Result<(), OpenError> {
    for name in [FILE.to_string(), format!("{FILE}-wal"), format!("{FILE}-shm")] {
        let create = first == First::Yes && name == FILE;
        let file = folder.join(name);
        match File::options().append(true).create(create).mode(0o600).open(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error)
                if [io::ErrorKind::PermissionDenied, io::ErrorKind::ReadOnlyFilesystem].contains(&error.kind()) =>
            {
                return Err(OpenError::ReadOnly(file));
            }
            Err(error) => return Err(OpenError::Other(file, error.to_string())),
            Ok(_) => {}
        }
    }
    Ok(())
}

/// Opens the database to look at it, beside a server or without one, in a folder that needn't be writable.
pub(super) fn for_reading(folder: &Path) -> Result<Connection, OpenError> {
    let file = file_in(folder);
    if !file.try_exists().map_err(|error| OpenError::Folder(folder.to_path_buf(), error))? {
        return Err(OpenError::Missing(file));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = |name: &Path, flags| {
        let failed = |error: rusqlite::Error| OpenError::of(&file, &error);
        let connection = Connection::open_with_flags(name, flags).map_err(failed)?;
        prepare(&connection).map_err(failed)?;
        match version(&connection, &file)? {
            VERSION => Ok(connection),
            0 => Err(OpenError::Missing(file.clone())),
            older => Err(OpenError::Older(file.clone(), older)),
        }
    };
    match open(&file, flags) {
        // Readers beside a server need files to agree in, which can't be made here. They are not needed if there is nobody to
        // agree with.
        Err(OpenError::Other(..) | OpenError::ReadOnly(_)) if is_at_rest(folder) => {
            open(&immutable(&file), flags | OpenFlags::SQLITE_OPEN_URI)
        }
        result => result,
    }
}

/// Whether all there is stands in the database's file alone.
fn is_at_rest(folder: &Path) -> bool {
    fs::metadata(folder.join(format!("{FILE}-wal"))).map_or(true, |log| log.len() == 0)
}

/// The name of a file that nobody writes.
pub(super) fn immutable(file: &Path) -> PathBuf {
    let mut name = String::from("file:");
    for byte in file.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => name.push(char::from(*byte)),
            byte => name += &format!("%{byte:02X}"),
        }
    }
    PathBuf::from(name + "?immutable=1")
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    connection.pragma_update(None, "trusted_schema", false)
}

/// The version of the schema; 0 for a database without anything in it.
fn version(connection: &Connection, file: &Path) -> Result<i64, OpenError> {
    let failed = |error: rusqlite::Error| OpenError::of(file, &error);
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(failed);
    let (program, version) = (number("PRAGMA application_id")?, number("PRAGMA user_version")?);
    let is_empty = number("SELECT count(*) FROM sqlite_schema")? == 0;
    match (program, version) {
        (0, 0) if is_empty => Ok(0),
        (APPLICATION_ID, 1..=VERSION) => Ok(version),
        (APPLICATION_ID, newer) if newer > VERSION => Err(OpenError::Newer(file.to_path_buf(), newer)),
        _ => Err(OpenError::Foreign(file.to_path_buf(), "another program has written it".to_string())),
    }
}

/// Sets what durability depends on, and reads it back: SQLite answers a setting that it can't follow with silence.
fn keep_promises(connection: &Connection, file: &Path) -> Result<(), OpenError> {
    // What a commit wrote is on disk before the commit is answered, on every system; the log is copied into the database when
    // the store is tended, not by whichever commit comes along; pages freed go back to the disk.
    let promises = [
        ("journal_mode", "WAL", "wal"),
        ("synchronous", "FULL", "2"),
        ("fullfsync", "ON", "1"),
        ("checkpoint_fullfsync", "ON", "1"),
        ("wal_autocheckpoint", "0", "0"),
        ("auto_vacuum", "INCREMENTAL", "2"),
    ];
    let failed = |error: rusqlite::Error| OpenError::of(file, &error);
    for (name, value, expected) in promises {
        connection.pragma_update(None, name, value).map_err(failed)?;
        let kept: rusqlite::types::Value =
            connection.pragma_query_value(None, name, |row| row.get(0)).map_err(failed)?;
        let kept = match kept {
            rusqlite::types::Value::Integer(number) => number.to_string(),
            rusqlite::types::Value::Text(text) => text,
            other => format!("{other:?}"),
        };
        if kept != expected {
            return Err(OpenError::Unsafe(file.to_path_buf(), format!("{name} is {kept} where {value} was asked for")));
        }
    }
    Ok(())
}
