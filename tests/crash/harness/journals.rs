//! What is stored, read with the engine's own store and changed by nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::Path,
};

use engine::{
    event::Entry,
    ids::{MatchId, TableId},
    store::{Find, SqliteStore, Store},
};

/// The matches that are read at a time.
const PAGE: usize = 256;

/// What a store holds.
#[derive(Default)]
pub(crate) struct Journals {
    pub(crate) matches: BTreeMap<MatchId, Vec<Entry>>,
    pub(crate) tables: BTreeSet<TableId>,
}

impl Journals {
    /// All that stands in a data folder, whether a server has it open or not.
    pub(crate) fn read(data: &Path) -> io::Result<Journals> {
        let mut store = SqliteStore::read_only(data).map_err(io::Error::other)?;
        let mut journals = Journals::default();
        loop {
            let after = journals.matches.last_key_value().map(|(match_id, _)| match_id.clone());
            let page = store.matches(after.as_ref(), PAGE).map_err(io::Error::other)?;
            let full = page.len() == PAGE;
            for match_id in page {
                let history = store.history(&match_id).map_err(io::Error::other)?;
                let history = history.ok_or_else(|| io::Error::other(format!("{match_id} has no history")))?;
                journals.matches.insert(match_id, history.entries);
            }
            if !full {
                break;
            }
        }
        let tables = store.tables(&Find::All).map_err(io::Error::other)?;
        journals.tables = tables.into_iter().map(|table| table.table).collect();
        Ok(journals)
    }

    pub(crate) fn entries(&self) -> usize {
        self.matches.values().map(Vec::len).sum()
    }
}
