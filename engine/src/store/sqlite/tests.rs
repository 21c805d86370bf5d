//! What only this store promises: what happens to its files.

use std::{
    fs::{self, File},
    path::Path,
};

use rusqlite::Connection;
use tempfile::TempDir;

use super::*;
use crate::{
    ids::Epoch,
    limits::{CHECKPOINT_PAGES, FREE_PAGES, LOG_PAGES, RETIRED_ROWS},
    store::suite::{append, entry, id, last, snapshot, table},
};

const DAY_S: u64 = 24 * 3_600;
const KEPT: SqliteSettings = SqliteSettings { keep_finished_days: 365, disk_budget_bytes: u64::MAX };

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn open(folder: &Path) -> SqliteStore {
    SqliteStore::open(folder, KEPT).unwrap()
}

fn log_of(folder: &Path) -> PathBuf {
    folder.join("turnwheel.sqlite3-wal")
}

fn tend(store: &mut SqliteStore, wall_s: u64) {
    while store.tend(wall_s).unwrap() {}
}

/// Commits `count` entries of the match `a.0.1`, one at a time, from the first that isn't there yet.
fn play(store: &mut SqliteStore, epoch: Epoch, count: u64) {
    let game = id("a", "1");
    let from = store.history(&game).unwrap().map_or(0, |history| history.entries.len() as u64);
    for index in from..from + count {
        store.commit(index, &[append(&game, epoch, index)]).unwrap();
    }
}

fn entries(store: &mut SqliteStore) -> usize {
    store.load(&id("a", "1")).unwrap().map_or(0, |stored| stored.entries.len())
}

/// A copy of the folder as it is, as a crash would leave it.
fn copy(folder: &Path) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    for file in fs::read_dir(folder).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
    }
    copy
}

#[test]
fn sqlite_store_passes_the_suite() {
    let mut folders = Vec::new();
    crate::store::suite::run(|| {
        folders.push(folder());
        Box::new(open(folders.last().unwrap().path()))
    });
}

#[test]
fn a_copy_of_the_folder_has_all_that_was_committed() {
    let folder = folder();
    let mut store = open(folder.path());
    let epoch = store.claim(&id("a", "1").worker).unwrap();
    for count in 1..=20 {
        play(&mut store, epoch, 1);
        if count % 7 == 0 {
            // Some of it in the database, some in the log.
            tend::checkpoint(store.connection.as_ref().unwrap(), 0).ok().unwrap();
        }
        let copied = copy(folder.path());
        assert_eq!(entries(&mut SqliteStore::read_only(copied.path()).unwrap()), count, "for tools too");
        let mut copied = open(copied.path());
        assert_eq!(entries(&mut copied), count);
        assert_eq!(copied.service_ms(), Ok(count as u64 - 1));
    }
}

#[test]
fn a_torn_log_has_all_commits_before_the_tear() {
    let folder = folder();
    let mut store = open(folder.path());
    let epoch = store.claim(&id("a", "1").worker).unwrap();
    play(&mut store, epoch, 1);
    let mut lengths = vec![];
    for _ in 0..4 {
        play(&mut store, epoch, 1);
        lengths.push(fs::metadata(log_of(folder.path())).unwrap().len());
    }
    let whole = lengths[3];
    for cut in (lengths[0]..=whole).rev().step_by(1_111).chain([whole - 1, lengths[2], lengths[2] - 1]) {
        let torn = copy(folder.path());
        File::options().write(true).open(log_of(torn.path())).unwrap().set_len(cut).unwrap();
        // The index of the log does not survive either.
        fs::remove_file(torn.path().join("turnwheel.sqlite3-shm")).unwrap();
        let kept = 1 + lengths.iter().filter(|length| **length <= cut).count();
        assert_eq!(entries(&mut open(torn.path())), kept, "cut at {cut} of {lengths:?}");
    }
    // Bytes that are there and wrong count as torn too.
    let torn = copy(folder.path());
    let mut bytes = fs::read(log_of(torn.path())).unwrap();
    let at = usize::try_from(lengths[2]).unwrap() + 100;
    bytes[at] ^= 1;
    fs::write(log_of(torn.path()), bytes).unwrap();
    fs::remove_file(torn.path().join("turnwheel.sqlite3-shm")).unwrap();
    assert_eq!(entries(&mut open(torn.path())), 4);
}

#[test]
fn a_folder_has_one_server() {
    let folder = folder();
    let store = open(folder.path());
    let error = SqliteStore::open(folder.path(), KEPT).err().unwrap();
    assert!(matches!(error, OpenError::Locked(_)), "{error}");
    drop(store);
    open(folder.path());
}

#[test]
fn a_folder_is_made() {
    let folder = folder();
    let data = folder.path().join("deep").join("data");
    let mut store = open(&data);
    assert_eq!(store.service_ms(), Ok(0));
}

#[test]
fn a_database_of_the_first_schema_is_brought_up_and_gone_on_with() {
    let folder = folder();
    let old = Connection::open(open::file_in(folder.path())).unwrap();
    old.pragma_update(None, "auto_vacuum", "INCREMENTAL").unwrap();
    old.execute_batch(schema::STEPS[0]).unwrap();
    old.pragma_update(None, "application_id", schema::APPLICATION_ID).unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    let record = rmp_serde::to_vec_named(&table("x")).unwrap();
    old.execute("INSERT INTO tables (id, code, record) VALUES ('x', 'KQXZ', ?1)", [record]).unwrap();
    drop(old);
    assert!(matches!(SqliteStore::read_only(folder.path()), Err(OpenError::Older(_, 1))));
    let mut store = open(folder.path());
    store.commit(1, &[Record::Table { table: table("y"), asleep_until_ms: None }]).unwrap();
    assert_eq!(store.tables(&Find::Awake), Ok(vec![table("x"), table("y")]));
}

#[test]
fn a_newer_schema_is_left_alone() {
    let folder = folder();
    drop(open(folder.path()));
    let file = open::file_in(folder.path());
    let newer = schema::VERSION + 1;
    Connection::open(&file).unwrap().pragma_update(None, "user_version", newer).unwrap();
    let before = fs::read(&file).unwrap();
    let error = SqliteStore::open(folder.path(), KEPT).err().unwrap();
    assert!(matches!(error, OpenError::Newer(_, found) if found == newer), "{error}");
    assert!(error.to_string().contains("start that one, or restore a backup"), "{error}");
    assert!(matches!(SqliteStore::read_only(folder.path()), Err(OpenError::Newer(..))));
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn what_is_no_database_of_ours_is_left_alone() {
    let text = b"Dear diary, today I was mistaken for a database. ".repeat(100);
    let other = {
        let folder = folder();
        let file = folder.path().join("other");
        Connection::open(&file).unwrap().execute_batch("CREATE TABLE birds (name TEXT)").unwrap();
        fs::read(file).unwrap()
    };
    let ours = {
        let folder = folder();
        drop(open(folder.path()));
        fs::read(open::file_in(folder.path())).unwrap()
    };
    for bytes in [&text[..], &other, &ours[..50], &ours[..700]] {
        let folder = folder();
        let file = open::file_in(folder.path());
        fs::write(&file, bytes).unwrap();
        let error = SqliteStore::open(folder.path(), KEPT).err().unwrap();
        assert!(matches!(error, OpenError::Foreign(..)), "{} bytes: {error}", bytes.len());
        assert!(SqliteStore::read_only(folder.path()).is_err());
        assert_eq!(fs::read(&file).unwrap(), bytes);
    }
}

#[test]
fn an_empty_file_is_a_beginning() {
    let folder = folder();
    File::create(open::file_in(folder.path())).unwrap();
    assert_eq!(open(folder.path()).service_ms(), Ok(0));
}

#[test]
fn a_database_that_is_gone_is_not_begun_anew() {
    let folder = folder();
    let mut store = open(folder.path());
    store.commit(7, &[]).unwrap();
    store.connection = None;
    let away = folder.path().join("away");
    fs::rename(open::file_in(folder.path()), &away).unwrap();
    assert!(matches!(store.service_ms(), Err(StoreError::Unavailable(_))));
    assert!(!open::file_in(folder.path()).exists());
    fs::rename(&away, open::file_in(folder.path())).unwrap();
    assert_eq!(store.service_ms(), Ok(7), "and it is found again");
}

#[test]
fn tools_read_beside_a_server_and_without_one() {
    let folder = folder();
    assert!(matches!(SqliteStore::read_only(folder.path()), Err(OpenError::Missing(_))));
    let mut store = open(folder.path());
    let epoch = store.claim(&id("a", "1").worker).unwrap();
    play(&mut store, epoch, 1);
    let mut tool = SqliteStore::read_only(folder.path()).unwrap();
    assert_eq!(entries(&mut tool), 1);
    play(&mut store, epoch, 1);
    assert_eq!(entries(&mut tool), 2);
    assert!(matches!(tool.commit(9, &[]), Err(StoreError::Unavailable(_))), "it reads and does not write");
    assert_eq!(entries(&mut tool), 2);
    drop((tool, store));
    assert_eq!(entries(&mut SqliteStore::read_only(folder.path()).unwrap()), 2);
}

#[test]
fn a_file_that_nobody_writes_can_be_read_as_it_is() {
    let folder = folder();
    let mut store = open(folder.path());
    let epoch = store.claim(&id("a", "1").worker).unwrap();
    play(&mut store, epoch, 3);
    drop(store);
    let odd = folder.path().join("50% of a #name?");
    fs::copy(open::file_in(folder.path()), &odd).unwrap();
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY | rusqlite::OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(open::immutable(&odd), flags).unwrap();
    let count: i64 = connection.query_row("SELECT count(*) FROM journal", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 3);
}

#[test]
fn the_log_stays_short() {
    let folder = folder();
    let mut store = open(folder.path());
    let game = id("a", "1");
    let epoch = store.claim(&game.worker).unwrap();
    let mut large = entry(0);
    large.inputs = vec![1; 200 * 4_096];
    let mut longest = 0;
    for index in 0..40 {
        large.index = index;
        let record = Record::Append { id: game.clone(), epoch, entry: large.clone(), last: false, wake_ms: None };
        store.commit(0, &[record]).unwrap();
        tend(&mut store, 0);
        longest = longest.max(fs::metadata(log_of(folder.path())).unwrap().len());
    }
    assert!(longest < 4_200 * u64::try_from(CHECKPOINT_PAGES + 300).unwrap(), "{longest} bytes");
    assert_eq!(entries(&mut store), 40);
}

#[test]
fn a_store_that_is_never_idle_cuts_its_log_itself() {
    let folder = folder();
    let mut store = open(folder.path());
    let game = id("a", "1");
    let epoch = store.claim(&game.worker).unwrap();
    let mut large = entry(0);
    large.inputs = vec![1; usize::try_from(LOG_PAGES / 4).unwrap() * 4_096];
    let mut lengths = vec![];
    for index in 0..5 {
        large.index = index;
        let record = Record::Append { id: game.clone(), epoch, entry: large.clone(), last: false, wake_ms: None };
        store.commit(0, &[record]).unwrap();
        lengths.push(fs::metadata(log_of(folder.path())).unwrap().len());
    }
    assert!(lengths[..3].is_sorted() && lengths.contains(&0), "{lengths:?}");
    assert_eq!(entries(&mut store), 5);
}

#[test]
fn a_reader_holds_nobody_up() {
    let folder = folder();
    let mut store = open(folder.path());
    let epoch = store.claim(&id("a", "1").worker).unwrap();
    play(&mut store, epoch, 5);
    let reader = open::for_reading(folder.path()).unwrap();
    reader.execute_batch("BEGIN; SELECT * FROM journal").unwrap();
    play(&mut store, epoch, 5);
    // It can't copy what the reader must not see, and tries again later instead of waiting for it.
    let copied = tend::checkpoint(store.connection.as_ref().unwrap(), 0).ok().unwrap();
    assert!(matches!(copied, Copied::AllBut(pages) if pages > 0), "{copied:?}");
    play(&mut store, epoch, 5);
    reader.execute_batch("COMMIT").unwrap();
    assert_eq!(tend::checkpoint(store.connection.as_ref().unwrap(), 0).ok(), Some(Copied::All));
    assert_eq!(entries(&mut store), 15);
}

/// Ends matches with these codes, one after the other, each a day after the one before.
fn end(store: &mut SqliteStore, codes: &[&str]) -> u64 {
    let epoch = store.claim(&id("a", "1").worker).unwrap();
    let mut wall_s = 0;
    for code in codes {
        let game = id("a", code);
        let mut large = entry(0);
        large.inputs = vec![1; 400_000];
        let first = Record::Append { id: game.clone(), epoch, entry: large, last: false, wake_ms: None };
        let snapshot = Record::Snapshot { id: game.clone(), epoch, snapshot: snapshot(1, false), wake_ms: None };
        store.commit(0, &[first, snapshot, last(&game, epoch, 1)]).unwrap();
        wall_s += DAY_S;
        tend(store, wall_s);
    }
    wall_s
}

fn codes(store: &mut SqliteStore) -> Vec<String> {
    store.matches(None, 99).unwrap().into_iter().map(|id| id.code).collect()
}

#[test]
fn finished_matches_go_when_they_are_old() {
    let folder = folder();
    let mut store = SqliteStore::open(folder.path(), SqliteSettings { keep_finished_days: 10, ..KEPT }).unwrap();
    let epoch = store.claim(&id("a", "1").worker).unwrap();
    store.commit(0, &[append(&id("a", "open"), epoch, 0)]).unwrap();
    let ended_s = end(&mut store, &["2", "1", "3"]);
    tend(&mut store, ended_s + 8 * DAY_S);
    assert_eq!(codes(&mut store), ["1", "2", "3", "open"]);
    tend(&mut store, ended_s + 8 * DAY_S + 1);
    assert_eq!(codes(&mut store), ["1", "3", "open"]);
    assert_eq!(store.load(&id("a", "2")), Ok(None));
    tend(&mut store, ended_s + 900 * DAY_S);
    assert_eq!(codes(&mut store), ["open"], "an unfinished match never goes");
}

#[test]
fn above_the_budget_the_oldest_finished_go() {
    let folder = folder();
    let budget = SqliteSettings { disk_budget_bytes: 1_000_000, ..KEPT };
    let mut store = SqliteStore::open(folder.path(), budget).unwrap();
    end(&mut store, &["4", "3", "2", "1"]);
    assert_eq!(codes(&mut store), ["1", "2"]);
    assert!(store.history(&id("a", "1")).unwrap().is_some_and(|history| history.snapshots.len() == 1));
}

#[test]
fn what_goes_is_given_back_to_the_disk() {
    let folder = folder();
    let mut store = SqliteStore::open(folder.path(), SqliteSettings { keep_finished_days: 1, ..KEPT }).unwrap();
    let codes: Vec<String> = (0..40).map(|code| code.to_string()).collect();
    let epoch = store.claim(&id("a", "1").worker).unwrap();
    for code in &codes {
        let game = id("a", code);
        let mut large = entry(0);
        large.inputs = vec![1; 400_000];
        let first = Record::Append { id: game.clone(), epoch, entry: large, last: true, wake_ms: None };
        store.commit(0, &[first]).unwrap();
    }
    tend(&mut store, 1);
    let full = fs::metadata(open::file_in(folder.path())).unwrap().len();
    tend(&mut store, 9 * DAY_S);
    tend::checkpoint(store.connection.as_ref().unwrap(), 0).ok().unwrap();
    let left = fs::metadata(open::file_in(folder.path())).unwrap().len();
    assert!(full > 12_000_000 && left < 4_096 * u64::try_from(FREE_PAGES + 50).unwrap(), "{full} bytes, then {left}");
}

#[test]
fn a_long_match_goes_little_by_little() {
    let folder = folder();
    let mut store = SqliteStore::open(folder.path(), SqliteSettings { keep_finished_days: 1, ..KEPT }).unwrap();
    let game = id("a", "1");
    let epoch = store.claim(&game.worker).unwrap();
    let count = 3 * RETIRED_ROWS.unsigned_abs();
    let records: Vec<Record> = (0..count).map(|index| append(&game, epoch, index)).collect();
    store.commit(0, &records).unwrap();
    store.commit(0, &[last(&game, epoch, count)]).unwrap();
    tend(&mut store, 1);
    let mut steps = 0;
    while store.tend(9 * DAY_S).unwrap() {
        steps += 1;
        assert_eq!(store.load(&game), Ok(None), "it is there whole, or not at all");
        // Another match may begin under its name meanwhile, and is not touched.
        if steps == 2 {
            store.commit(0, &[append(&game, epoch, 0)]).unwrap();
            break;
        }
    }
    while store.tend(9 * DAY_S).unwrap() {
        steps += 1;
    }
    assert!(steps >= 5, "{steps} steps");
    assert_eq!(entries(&mut store), 1);
    let rows = |table: &str| -> i64 {
        let connection = store.connection.as_ref().unwrap();
        connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    };
    assert_eq!((rows("journal"), rows("going"), rows("matches")), (1, 0, 1));
}

#[test]
fn a_clock_that_was_wrong_for_a_while_makes_no_match_old() {
    let folder = folder();
    let mut store = SqliteStore::open(folder.path(), SqliteSettings { keep_finished_days: 10, ..KEPT }).unwrap();
    let epoch = store.claim(&id("a", "1").worker).unwrap();
    for (code, wall_s) in [("1", 1_000 * DAY_S), ("2", 5), ("3", 1_001 * DAY_S)] {
        let game = id("a", code);
        store.commit(0, &[append(&game, epoch, 0), last(&game, epoch, 1)]).unwrap();
        tend(&mut store, wall_s);
    }
    assert_eq!(codes(&mut store), ["1", "2", "3"]);
}

#[test]
fn a_backup_is_whole_and_overwrites_nothing() {
    let folder = folder();
    let mut store = open(folder.path());
    let epoch = store.claim(&id("a", "1").worker).unwrap();
    play(&mut store, epoch, 5);
    store.commit(99, &[Record::Table { table: table("x"), asleep_until_ms: None }]).unwrap();
    let kept = tempfile::tempdir().unwrap();
    let file = kept.path().join("turnwheel.sqlite3");
    // Left by one that was interrupted.
    fs::write(kept.path().join("turnwheel.sqlite3.partial"), b"half of it").unwrap();
    backup(folder.path(), &file).unwrap();
    play(&mut store, epoch, 1);
    let error = backup(folder.path(), &file).err().unwrap();
    assert!(matches!(error, BackupError::Exists(_)), "{error}");

    let mut restored = open(kept.path());
    assert_eq!(entries(&mut restored), 5);
    assert_eq!(restored.service_ms(), Ok(99));
    assert_eq!(restored.tables(&Find::All), Ok(vec![table("x")]));
    play(&mut restored, epoch, 1);
    let left: Vec<_> = fs::read_dir(kept.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().ends_with(".partial")), "{left:?}");
}

#[test]
fn a_table_that_cannot_be_read_keeps_nobody_from_the_others() {
    let folder = folder();
    let mut store = open(folder.path());
    let kept = ["x", "y"].map(|word| Record::Table { table: table(word), asleep_until_ms: None });
    store.commit(0, &kept).unwrap();
    let spoil = "UPDATE tables SET record = x'c1' WHERE id = 'x'";
    store.connection.as_ref().unwrap().execute_batch(spoil).unwrap();
    assert_eq!(store.tables(&Find::Awake), Ok(vec![table("y")]));
    store.commit(0, &kept).unwrap();
    assert_eq!(store.tables(&Find::Awake), Ok(vec![table("x"), table("y")]));
}

#[test]
fn no_connection_is_lost_over_a_refusal() {
    let folder = folder();
    let mut store = open(folder.path());
    let game = id("a", "1");
    assert!(matches!(store.commit(0, &[append(&game, Epoch(1), 3)]), Err(StoreError::Hole { .. })));
    assert!(store.connection.is_some());
    assert_eq!(store.commit(0, &[append(&game, Epoch(1), 0)]), Ok(()));
}

#[test]
fn a_full_disk_is_told_and_gone_when_there_is_room() {
    let folder = folder();
    let mut store = open(folder.path());
    let epoch = store.claim(&id("a", "1").worker).unwrap();
    play(&mut store, epoch, 3);
    let pages = |store: &SqliteStore, pages: i64| {
        let connection = store.connection.as_ref().unwrap();
        connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |row| row.get::<_, i64>(0)).unwrap()
    };
    let full = pages(&store, 1);
    let game = id("a", "2");
    let mut large = entry(0);
    large.inputs = vec![1; 100_000];
    let record = [Record::Append { id: game, epoch, entry: large, last: false, wake_ms: None }];
    for _ in 0..2 {
        let error = store.commit(0, &record).unwrap_err();
        assert!(matches!(&error, StoreError::Unavailable(text) if text.contains("full")), "{error}");
        assert_eq!(entries(&mut store), 3, "what is there can be read");
    }
    pages(&store, full + 1_000);
    assert_eq!(store.commit(0, &record), Ok(()));
}
