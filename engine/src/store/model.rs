//! Stores beside a model that is too simple to be wrong: it keeps the list of all that was committed, and answers each
//! question by reading that list from its beginning.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tempfile::TempDir;

use super::{
    Find, History, MemoryStore, Record, Snapshot, SqliteSettings, SqliteStore, Store, StoreError, Stored,
    suite::{entry, holder, id, snapshot, table},
};
use crate::{
    ids::{Epoch, MatchId, PlayerId, TableId, WorkerId},
    table::TableRecord,
};

#[derive(Clone, Default)]
struct Model {
    service_ms: u64,
    claims: Vec<WorkerId>,
    records: Vec<Record>,
}

impl Model {
    fn epoch(&self, worker: &WorkerId) -> Epoch {
        Epoch(self.claims.iter().filter(|claimed| *claimed == worker).count() as u64)
    }

    fn claim(&mut self, worker: &WorkerId) -> Epoch {
        self.claims.push(worker.clone());
        self.epoch(worker)
    }

    fn commit(&mut self, now_ms: u64, records: &[Record]) -> Result<(), StoreError> {
        let mut after = self.clone();
        for record in records {
            let (Record::Append { id, epoch, .. } | Record::Snapshot { id, epoch, .. }) = record else {
                after.records.push(record.clone());
                continue;
            };
            if *epoch < self.epoch(&id.worker) {
                return Err(StoreError::Fenced);
            }
            let length = after.length(id);
            let (index, fits) = match record {
                Record::Snapshot { snapshot, .. } => (snapshot.entries, length > 0 && snapshot.entries == length),
                Record::Append { entry, .. } => (entry.index, entry.index == length),
                _ => continue,
            };
            if !fits {
                return Err(StoreError::Hole { id: id.clone(), index });
            }
            after.records.push(record.clone());
        }
        after.service_ms = self.service_ms.max(now_ms);
        *self = after;
        Ok(())
    }

    fn length(&self, id: &MatchId) -> u64 {
        self.history(id).map_or(0, |history| history.entries.len() as u64)
    }

    fn history(&self, game: &MatchId) -> Option<History> {
        let mut history = History { entries: vec![], snapshots: vec![], ended: false };
        for record in &self.records {
            match record {
                Record::Append { id, entry, last, .. } if id == game => {
                    history.entries.push(entry.clone());
                    history.ended |= last;
                }
                Record::Snapshot { id, snapshot, .. } if id == game => {
                    history.snapshots.retain(|kept| kept.base);
                    let replaced = history.snapshots.pop_if(|kept| kept.entries == snapshot.entries);
                    let base = snapshot.base || replaced.is_some();
                    history.snapshots.push(Snapshot { base, ..snapshot.clone() });
                }
                _ => {}
            }
        }
        (!history.entries.is_empty()).then_some(history)
    }

    fn load(&self, game: &MatchId) -> Option<Stored> {
        let history = self.history(game)?;
        let snapshot = history.snapshots.into_iter().next_back();
        let from = snapshot.as_ref().map_or(0, |snapshot| snapshot.entries);
        let entries = history.entries.into_iter().filter(|entry| entry.index >= from).collect();
        Some(Stored { snapshot, entries, wake_ms: self.wake_ms(game) })
    }

    fn matches(&self) -> Vec<MatchId> {
        let mut ids: Vec<MatchId> = Vec::new();
        for record in &self.records {
            if let Record::Append { id, .. } = record {
                ids.push(id.clone());
            }
        }
        ids.sort();
        ids.dedup();
        ids
    }

    fn wake_ms(&self, game: &MatchId) -> Option<u64> {
        let mut wake = None;
        for record in &self.records {
            if let Record::Append { id, wake_ms, .. } | Record::Snapshot { id, wake_ms, .. } = record
                && id == game
            {
                wake = *wake_ms;
            }
        }
        let ended = self.history(game).is_some_and(|history| history.ended);
        wake.filter(|_| !ended)
    }

    fn wakes(&self, worker: &WorkerId, until: u64) -> Vec<(u64, MatchId)> {
        let mut wakes = Vec::new();
        for game in self.matches().into_iter().filter(|game| game.worker == *worker) {
            wakes.extend(self.wake_ms(&game).filter(|wake| *wake <= until).map(|wake| (wake, game)));
        }
        wakes.sort();
        wakes
    }

    fn tables(&self, find: &Find) -> Vec<TableRecord> {
        let mut all: BTreeMap<TableId, (TableRecord, Option<u64>)> = BTreeMap::new();
        for record in &self.records {
            match record {
                Record::Table { table, asleep_until_ms } => {
                    all.insert(table.table.clone(), (table.clone(), *asleep_until_ms));
                }
                Record::TableGone(table) => _ = all.remove(table),
                _ => {}
            }
        }
        let mut found: Vec<_> = all.into_values().collect();
        match find {
            Find::All => {}
            Find::Awake => found.retain(|(_, until)| until.is_none()),
            Find::Table(id) => found.retain(|(table, _)| table.table == *id),
            Find::Of(player) => found.retain(|(table, _)| table.seat_of(player).is_some()),
            Find::Due { until_ms, limit } => {
                found.retain(|(_, until)| until.is_some_and(|until| until <= *until_ms));
                found.sort_by_key(|(table, until)| (*until, table.table.clone()));
                found.truncate(*limit);
            }
        }
        found.into_iter().map(|(table, _)| table).collect()
    }
}

/// What is done, in small numbers: which match, table, player. Made into records when it is known what the store has.
#[derive(Clone, Debug)]
enum Step {
    Claim(u8),
    Commit(u64, Vec<Piece>),
}

#[derive(Clone, Debug)]
enum Piece {
    Append { game: u8, outdated: bool, skew: i8, last: bool, wake_ms: Option<u64> },
    Snapshot { game: u8, outdated: bool, skew: i8, base: bool, wake_ms: Option<u64> },
    Table { table: u8, players: Vec<Option<u8>>, code: u8, until_ms: Option<u64> },
    TableGone(u8),
}

fn games() -> Vec<MatchId> {
    let mut other = id("a", "1");
    other.worker.shard = 1;
    vec![id("a", "1"), id("a", "2"), id("b", "1"), other]
}

fn rarely() -> impl Strategy<Value = bool> {
    prop::bool::weighted(0.05)
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let wake = prop::option::of(0..6_u64);
    let skew = || prop_oneof![20 => Just(0), 1 => Just(-1_i8), 1 => Just(1)];
    let append = (0..4_u8, rarely(), skew(), prop::bool::weighted(0.1), wake.clone());
    let append =
        append.prop_map(|(game, outdated, skew, last, wake_ms)| Piece::Append { game, outdated, skew, last, wake_ms });
    let snapshot = (0..4_u8, rarely(), skew(), any::<bool>(), wake.clone())
        .prop_map(|(game, outdated, skew, base, wake_ms)| Piece::Snapshot { game, outdated, skew, base, wake_ms });
    let players = prop::collection::vec(prop::option::of(0..3_u8), 0..3);
    let table = (0..4_u8, players, 0..3_u8, wake).prop_map(|(table, players, code, until_ms)| Piece::Table {
        table,
        players,
        code,
        until_ms,
    });
    let piece = prop_oneof![8 => append, 3 => snapshot, 3 => table, 1 => (0..4_u8).prop_map(Piece::TableGone)];
    let commit = (0..100_u64, prop::collection::vec(piece, 0..6)).prop_map(|(now, pieces)| Step::Commit(now, pieces));
    prop::collection::vec(prop_oneof![8 => commit, 1 => (0..4_u8).prop_map(Step::Claim)], 1..20)
}

/// The records of a batch, as they would follow what the model has.
fn records(model: &Model, pieces: &[Piece]) -> Vec<Record> {
    let games = games();
    let mut lengths: BTreeMap<&MatchId, u64> = games.iter().map(|game| (game, model.length(game))).collect();
    let epoch = |game: &MatchId, outdated: bool| Epoch(model.epoch(&game.worker).0.saturating_sub(u64::from(outdated)));
    let mut records = Vec::new();
    for piece in pieces {
        records.push(match piece.clone() {
            Piece::Append { game, outdated, skew, last, wake_ms } => {
                let id = &games[usize::from(game)];
                let length = lengths.entry(id).or_default();
                let entry = entry(length.saturating_add_signed(skew.into()));
                *length += 1;
                Record::Append { id: id.clone(), epoch: epoch(id, outdated), entry, last, wake_ms }
            }
            Piece::Snapshot { game, outdated, skew, base, wake_ms } => {
                let id = &games[usize::from(game)];
                let snapshot = snapshot(lengths[id].saturating_add_signed(skew.into()), base);
                Record::Snapshot { id: id.clone(), epoch: epoch(id, outdated), snapshot, wake_ms }
            }
            Piece::Table { table: word, players, code, until_ms } => {
                let mut table = table(&word.to_string());
                table.code = ["", "AB", "CD"][usize::from(code)].to_string();
                table.holders = Vec::new();
                for player in players {
                    // Nobody sits twice at one table.
                    let player = player.map(|player| holder(&player.to_string()));
                    let player = player.filter(|holder| table.seat_of(&holder.player).is_none());
                    table.holders.push(player);
                }
                Record::Table { table, asleep_until_ms: until_ms }
            }
            Piece::TableGone(word) => Record::TableGone(TableId(word.to_string())),
        });
    }
    records
}

fn compare(store: &mut dyn Store, model: &Model) {
    assert_eq!(store.service_ms(), Ok(model.service_ms));
    for game in games() {
        assert_eq!(store.load(&game), Ok(model.load(&game)));
        assert_eq!(store.history(&game), Ok(model.history(&game)));
        for (until_ms, limit) in [(0, 9), (3, 1), (9, 2), (9, 9)] {
            let wakes = model.wakes(&game.worker, until_ms).into_iter().take(limit).collect();
            assert_eq!(store.wakes(&game.worker, until_ms, limit), Ok(wakes));
        }
        let after = model.matches().into_iter().filter(|id| *id > game).take(2).collect();
        assert_eq!(store.matches(Some(&game), 2), Ok(after));
    }
    assert_eq!(store.matches(None, 99), Ok(model.matches()));
    let of = |player: &str| Find::Of(PlayerId::from(player));
    let due = |until_ms, limit| Find::Due { until_ms, limit };
    let table = |word: &str| Find::Table(word.into());
    let finds = [Find::All, Find::Awake, of("0"), of("1"), of("2"), due(3, 1), due(9, 2), due(9, 9)];
    for find in finds.into_iter().chain(["0", "1", "2", "3"].map(table)) {
        assert_eq!(store.tables(&find), Ok(model.tables(&find)), "{find:?}");
    }
}

/// Does `steps` to a store and to the model. After each the store may be exchanged for what it left behind.
fn same(steps: &[Step], mut store: Box<dyn Store>, mut again: impl FnMut(Box<dyn Store>) -> Box<dyn Store>) {
    let mut model = Model::default();
    for step in steps {
        match step {
            Step::Claim(game) => {
                let worker = &games()[usize::from(*game)].worker;
                assert_eq!(store.claim(worker), Ok(model.claim(worker)));
            }
            Step::Commit(now_ms, pieces) => {
                let records = records(&model, pieces);
                assert_eq!(store.commit(*now_ms, &records), model.commit(*now_ms, &records));
            }
        }
        store = again(store);
        compare(&mut *store, &model);
    }
}

const SETTINGS: SqliteSettings = SqliteSettings { keep_finished_days: 1, disk_budget_bytes: u64::MAX };

/// A folder in memory where there is such a place: thousands of syncs of a slow disk would tell nothing more.
fn folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn memory_store_does_what_the_model_does(steps in steps()) {
        same(&steps, Box::new(MemoryStore::default()), |store| store);
    }

    #[test]
    fn sqlite_store_does_what_the_model_does(steps in steps()) {
        let folder = folder();
        let store = SqliteStore::open(folder.path(), SETTINGS).unwrap();
        same(&steps, Box::new(store), |mut store| {
            // No time passes, so nothing is old.
            while store.tend(0).unwrap() {}
            store
        });
    }

    #[test]
    fn sqlite_store_reopened_after_each_step_answers_the_same(steps in steps()) {
        let folder = folder();
        let open = || Box::new(SqliteStore::open(folder.path(), SETTINGS).unwrap());
        same(&steps, open(), |store| {
            drop(store);
            open()
        });
    }
}
