//! What is found of tables without going through all of them: by the timer's key, by short code, by who sits there. It knows
//! ids only, and follows what the tables say.

use std::collections::{BTreeMap, BTreeSet};

use title::Rng;

use crate::{
    code_word,
    ids::{PlayerId, TableId},
    table::TableRecord,
    wire::Phase,
};

/// The timer's first key for a table; smaller ones are the lobby's own.
const FIRST_KEY: u64 = 16;

/// The ways to find a table.
#[derive(Default)]
pub(super) struct Index {
    keys: BTreeMap<u64, TableId>,
    keys_given: u64,
    codes: BTreeMap<String, TableId>,
    seats: BTreeMap<PlayerId, BTreeSet<TableId>>,
}

impl Index {
    /// A key for a table: greater than those of all before it.
    pub(super) fn key_for(&mut self, id: &TableId) -> u64 {
        let key = FIRST_KEY + self.keys_given;
        self.keys_given += 1;
        self.keys.insert(key, id.clone());
        key
    }

    /// The table of a key.
    pub(super) fn by_key(&self, key: u64) -> Option<&TableId> {
        self.keys.get(&key)
    }

    /// The table that gathers players under a code, in small letters.
    pub(super) fn by_code(&self, code: &str) -> Option<&TableId> {
        self.codes.get(code)
    }

    /// The tables at which a player sits.
    pub(super) fn seats_of(&self, player: &PlayerId) -> impl Iterator<Item = &TableId> {
        self.seats.get(player).into_iter().flatten()
    }

    /// At how many tables a player sits.
    pub(super) fn seats_taken(&self, player: &PlayerId) -> usize {
        self.seats.get(player).map_or(0, BTreeSet::len)
    }

    /// Follows a table that has changed: `seated` are the people who sat there before, and then those who do. Gives it a code
    /// while it gathers players, and takes it back after.
    pub(super) fn follow(&mut self, record: &mut TableRecord, seated: &mut BTreeSet<PlayerId>, rng: &mut Rng) {
        let people: BTreeSet<PlayerId> = record.people().cloned().collect();
        for left in seated.difference(&people) {
            self.unseat(left, &record.table);
        }
        for sat in people.difference(seated) {
            self.seats.entry(sat.clone()).or_default().insert(record.table.clone());
        }
        *seated = people;
        match (record.phase == Phase::Gathering, record.code.is_empty()) {
            (true, true) => {
                let mut code = code_word::code(rng);
                while self.codes.contains_key(&code) {
                    code = code_word::code(rng);
                }
                record.code = code;
                self.codes.insert(record.code.clone(), record.table.clone());
            }
            (true, false) => _ = self.codes.insert(record.code.clone(), record.table.clone()),
            (false, _) => _ = self.codes.remove(&std::mem::take(&mut record.code)),
        }
    }

    /// A table is no more.
    pub(super) fn forget(&mut self, key: u64, record: &TableRecord, seated: &BTreeSet<PlayerId>) {
        self.keys.remove(&key);
        self.codes.remove(&record.code);
        for player in seated {
            self.unseat(player, &record.table);
        }
    }

    /// All tables leave. Their keys are never given again: what the timer still says of them is nothing to others.
    pub(super) fn clear(&mut self) {
        *self = Index { keys_given: self.keys_given, ..Index::default() };
    }

    fn unseat(&mut self, player: &PlayerId, table: &TableId) {
        if let Some(tables) = self.seats.get_mut(player) {
            tables.remove(table);
            if tables.is_empty() {
                self.seats.remove(player);
            }
        }
    }
}
