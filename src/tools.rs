//! What an operator does with a store besides serving from it: look whether it is sound, look at a match, write one down as
//! a case, open a table from one, keep a copy. All but the fork read the data folder, beside a running server or without
//! one, and change nothing in it.

mod arguments;
mod backup;
mod export;
mod fork;
mod replay;
mod verify;

use std::{io, net::SocketAddr, path::Path};

use engine::{
    ids::MatchId,
    replay::ExportError,
    store::{BackupError, History, OpenError, SqliteStore, Store, StoreError},
    titles::{Offered, Titles},
    wire::Refused,
};

use crate::ask::AskError;

pub use self::{
    arguments::{Backup, Export, Fork, Replay, Verify},
    backup::backup,
    export::export,
    fork::fork,
    replay::replay,
    verify::{Verdict, verify},
};

/// Why a tool can't do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum ToolError {
    /// The store can't be opened.
    #[error("{0}")]
    Open(#[from] OpenError),
    /// The store can't be read.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// There is no such match in it.
    #[error("there is no match {0} in this data folder")]
    NoMatch(MatchId),
    /// The match is of a title that this program doesn't know.
    #[error("this program knows no title {0}")]
    NoTitle(String),
    /// The engine, or the server, says no.
    #[error("{} ({})", .0.reason, .0.code.0)]
    Refused(Refused),
    /// The match can't be written down.
    #[error("{0}")]
    Export(#[from] ExportError),
    /// The copy can't be made.
    #[error("{0}")]
    Backup(#[from] BackupError),
    /// A file or the terminal says no.
    #[error("{0}: {1}")]
    Io(String, io::Error),
    /// What answers is no server of this kind.
    #[error("no Turnwheel server answers at {0}: {1}")]
    Server(SocketAddr, AskError),
}

impl ToolError {
    /// Nobody reads on: that ends a tool, but is nothing to complain about.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, ToolError::Io(_, error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    fn output(error: io::Error) -> ToolError {
        ToolError::Io("the output".to_string(), error)
    }
}

/// A match in the store of `data`, and its title.
fn find<'a>(titles: &'a Titles, data: &Path, id: &MatchId) -> Result<(&'a Offered, History), ToolError> {
    let mut store = SqliteStore::read_only(data)?;
    let history = store.history(id)?.ok_or_else(|| ToolError::NoMatch(id.clone()))?;
    let offered = titles.get(&id.worker.title).map_err(|_| ToolError::NoTitle(id.worker.title.clone()))?;
    Ok((offered, history))
}
