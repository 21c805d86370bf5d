//! A copy of the database as it is at one moment, made while a server may be writing to it.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use super::open::{self, OpenError};

/// Why there is no backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is nothing that could be copied.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Something is there already.
    #[error("{0} is there already, and a backup overwrites nothing")]
    Exists(PathBuf),
    /// The copy can't be made.
    #[error("can't write {0}: {1}")]
    Write(PathBuf, String),
}

/// Writes what is stored in the folder `data` to `file`, which must not be there yet. When it is there, it is whole and on disk.
pub fn backup(data: &Path, file: &Path) -> Result<(), BackupError> {
    let connection = open::for_reading(data)?;
    let failed = |error: io::Error| BackupError::Write(file.to_path_buf(), error.to_string());
    if file.try_exists().map_err(failed)? {
        return Err(BackupError::Exists(file.to_path_buf()));
    }
    let mut partial = file.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    match fs::remove_file(&partial) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    let name = partial.to_str().ok_or_else(|| failed(io::Error::other("its name is no text")))?;
    let copied = connection.execute("VACUUM INTO ?1", [name]);
    copied.map_err(|error| BackupError::Write(file.to_path_buf(), error.to_string()))?;
    File::open(&partial).and_then(|copy| copy.sync_all()).map_err(failed)?;
    fs::rename(&partial, file).map_err(failed)?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)
}
