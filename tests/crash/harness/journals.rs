//! What is stored, read with the engine's own store and changed by nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use engine::{
    event::Entry,
    ids::{MatchId, TableId},
    store::{Find, SqliteStore, Store, StoreError},
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
    pub(crate) fn read(data: &Path) -> Result<Journals, StoreError> {
        let mut store = SqliteStore::read_only(data)?;
        let mut journals = Journals::default();
        loop {
            let after = journals.matches.last_key_value().map(|(match_id, _)| match_id.clone());
            let page = store.matches(after.as_ref(), PAGE)?;
            let full = page.len() == PAGE;
            for match_id in page {
                let history = store.history(&match_id)?.ok_or_else(|| vanished(&match_id))?;
                journals.matches.insert(match_id, history.entries);
            }
            if !full {
                break;
            }
        }
        journals.tables = store.tables(&Find::All)?.into_iter().map(|table| table.table).collect();
        Ok(journals)
    }

    pub(crate) fn entries(&self) -> usize {
        self.matches.values().map(Vec::len).sum()
    }
}

fn vanished(match_id: &MatchId) -> StoreError {
    StoreError::Unavailable(format!("{match_id} is listed and has no history"))
}
