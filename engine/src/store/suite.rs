//! What every store promises, as checks that each implementation runs on empty stores of its kind. They panic where a
//! promise is broken.

use serde_json::json;
use title::{Seats, Seed};

use super::{Find, Record, Snapshot, Store, StoreError};
use crate::{
    event::{Entry, Event, Start},
    ids::{Epoch, MatchId, PlayerId, Rev, WorkerId},
    table::TableRecord,
    wire::{Holder, HolderKind, Offer, Phase, Sides},
};

/// Runs every check, each on a store of its own made by `make`.
pub fn run(mut make: impl FnMut() -> Box<dyn Store>) {
    journals_come_back_in_order(&mut *make());
    holes_are_refused(&mut *make());
    a_match_goes_on_from_its_newest_snapshot(&mut *make());
    bases_stay_and_of_other_snapshots_the_newest(&mut *make());
    snapshots_of_something_else_are_refused(&mut *make());
    histories_are_whole(&mut *make());
    service_time_never_goes_back(&mut *make());
    claims_grow_and_fence(&mut *make());
    refused_batches_leave_nothing(&mut *make());
    wakes_come_in_their_order(&mut *make());
    workers_have_their_own_wakes(&mut *make());
    ended_matches_are_kept_and_not_woken(&mut *make());
    matches_come_page_by_page(&mut *make());
    tables_are_replaced_and_removed(&mut *make());
    tables_are_found(&mut *make());
    tables_fall_asleep_and_wake(&mut *make());
    tending_changes_nothing_that_is_kept(&mut *make());
}

pub(super) fn worker(title: &str) -> WorkerId {
    WorkerId { title: title.to_string(), shard: 0 }
}

pub(super) fn id(title: &str, code: &str) -> MatchId {
    MatchId { worker: worker(title), code: code.to_string() }
}

fn start() -> Event {
    Event::Start(Start {
        table: "t".into(),
        rules_version: 1,
        options: json!({ "size": 3, "name": "ü" }),
        seed: Seed::number(1),
        holders: vec![],
        away: Seats::none(),
        position: Some(vec![0, 128, 255]),
    })
}

/// An entry: the first is a start.
pub(super) fn entry(index: u64) -> Entry {
    let event = if index == 0 { start() } else { Event::Checkpoint };
    Entry { index, rev: Rev(index), at_ms: index * 10, offset_ms: -1, tick: 0, inputs: vec![200, 7], event }
}

pub(super) fn append(id: &MatchId, epoch: Epoch, index: u64) -> Record {
    Record::Append { id: id.clone(), epoch, entry: entry(index), last: false, wake_ms: None }
}

fn waking(id: &MatchId, epoch: Epoch, index: u64, wake_ms: u64) -> Record {
    Record::Append { id: id.clone(), epoch, entry: entry(index), last: false, wake_ms: Some(wake_ms) }
}

pub(super) fn last(id: &MatchId, epoch: Epoch, index: u64) -> Record {
    Record::Append { id: id.clone(), epoch, entry: entry(index), last: true, wake_ms: Some(1) }
}

pub(super) fn snapshot(entries: u64, base: bool) -> Snapshot {
    let byte = u8::try_from(entries).unwrap_or(u8::MAX);
    Snapshot { entries, rules_version: 3, base, hash: [byte; 32], state: vec![byte, 255, 0] }
}

fn keep(id: &MatchId, epoch: Epoch, snapshot: Snapshot) -> Record {
    Record::Snapshot { id: id.clone(), epoch, snapshot, wake_ms: None }
}

pub(super) fn table(word: &str) -> TableRecord {
    TableRecord {
        table: word.into(),
        title: "a".to_string(),
        options: json!({}),
        sides: Sides::Chosen,
        code: String::new(),
        offer: Offer::Open,
        holders: vec![None, None],
        phase: Phase::Gathering,
        match_id: None,
        games: 0,
        outcome: None,
        rematch: vec![false, false],
        turn: Seats::none(),
        fork: None,
        applied: Vec::new(),
        made_ms: 0,
        asleep_until_ms: None,
    }
}

pub(super) fn holder(player: &str) -> Holder {
    Holder { player: player.into(), name: "N".to_string(), kind: HolderKind::Player }
}

fn awake(table: TableRecord) -> Record {
    Record::Table { table, asleep_until_ms: None }
}

fn asleep(table: TableRecord, until_ms: u64) -> Record {
    Record::Table { table, asleep_until_ms: Some(until_ms) }
}

fn hole(id: &MatchId, index: u64) -> Result<(), StoreError> {
    Err(StoreError::Hole { id: id.clone(), index })
}

fn claim(store: &mut dyn Store, id: &MatchId) -> Epoch {
    store.claim(&id.worker).expect("a claim")
}

fn commit(store: &mut dyn Store, records: &[Record]) {
    store.commit(0, records).expect("a commit");
}

/// The words of the tables that are found.
fn words(store: &mut dyn Store, find: Find) -> Vec<String> {
    store.tables(&find).expect("the tables").into_iter().map(|table| table.table.0).collect()
}

fn journals_come_back_in_order(store: &mut dyn Store) {
    let game = id("a", "1");
    let epoch = claim(store, &game);
    commit(store, &[append(&game, epoch, 0)]);
    commit(store, &[append(&game, epoch, 1), append(&game, epoch, 2)]);
    let stored = store.load(&game).expect("a load").expect("a stored match");
    assert_eq!(stored.entries, [entry(0), entry(1), entry(2)]);
    assert_eq!(stored.snapshot, None);
    assert_eq!(store.load(&id("a", "2")), Ok(None));
    assert_eq!(store.load(&id("b", "1")), Ok(None));
}

fn holes_are_refused(store: &mut dyn Store) {
    let game = id("a", "1");
    let epoch = claim(store, &game);
    assert_eq!(store.commit(0, &[append(&game, epoch, 1)]), hole(&game, 1), "it doesn't begin with 0");
    assert_eq!(store.load(&game), Ok(None), "nothing is left of it");
    commit(store, &[append(&game, epoch, 0), append(&game, epoch, 1)]);
    for index in [0, 1, 3] {
        assert_eq!(store.commit(0, &[append(&game, epoch, index)]), hole(&game, index), "{index} after 1");
    }
    let repeated = [append(&game, epoch, 2), append(&game, epoch, 2)];
    assert_eq!(store.commit(0, &repeated), hole(&game, 2), "in one batch too");
    commit(store, &[append(&game, epoch, 2)]);
}

fn a_match_goes_on_from_its_newest_snapshot(store: &mut dyn Store) {
    let game = id("a", "1");
    let epoch = claim(store, &game);
    commit(store, &[append(&game, epoch, 0), append(&game, epoch, 1), keep(&game, epoch, snapshot(2, false))]);
    let stored = store.load(&game).expect("a load").expect("a stored match");
    assert_eq!((stored.snapshot, stored.entries), (Some(snapshot(2, false)), vec![]));
    commit(store, &[append(&game, epoch, 2), keep(&game, epoch, snapshot(3, false)), append(&game, epoch, 3)]);
    let stored = store.load(&game).expect("a load").expect("a stored match");
    assert_eq!((stored.snapshot, stored.entries), (Some(snapshot(3, false)), vec![entry(3)]));
}

fn bases_stay_and_of_other_snapshots_the_newest(store: &mut dyn Store) {
    let game = id("a", "1");
    let epoch = claim(store, &game);
    for (entries, base) in [(1, true), (2, false), (3, true), (4, false), (5, false)] {
        commit(store, &[append(&game, epoch, entries - 1), keep(&game, epoch, snapshot(entries, base))]);
    }
    let kept = |store: &mut dyn Store| store.history(&game).expect("a history").expect("a stored match").snapshots;
    assert_eq!(kept(store), [snapshot(1, true), snapshot(3, true), snapshot(5, false)]);
    commit(store, &[append(&game, epoch, 5), keep(&game, epoch, snapshot(6, true))]);
    let later = Snapshot { state: vec![9], ..snapshot(6, false) };
    commit(store, &[keep(&game, epoch, later.clone())]);
    let last = Snapshot { base: true, ..later };
    assert_eq!(kept(store), [snapshot(1, true), snapshot(3, true), last], "in the place of a base it is one");
}

fn snapshots_of_something_else_are_refused(store: &mut dyn Store) {
    let game = id("a", "1");
    let epoch = claim(store, &game);
    assert_eq!(store.commit(0, &[keep(&game, epoch, snapshot(0, false))]), hole(&game, 0), "there is no match");
    commit(store, &[append(&game, epoch, 0), append(&game, epoch, 1)]);
    for entries in [0, 1, 3] {
        let refused = [keep(&game, epoch, snapshot(entries, false))];
        assert_eq!(store.commit(0, &refused), hole(&game, entries), "of {entries} where there are 2");
    }
    commit(store, &[append(&game, epoch, 2), keep(&game, epoch, snapshot(3, false))]);
}

fn histories_are_whole(store: &mut dyn Store) {
    let game = id("a", "1");
    let epoch = claim(store, &game);
    commit(store, &[append(&game, epoch, 0), keep(&game, epoch, snapshot(1, false)), append(&game, epoch, 1)]);
    let history = store.history(&game).expect("a history").expect("a stored match");
    assert_eq!((history.entries, history.ended), (vec![entry(0), entry(1)], false));
    commit(store, &[last(&game, epoch, 2)]);
    let history = store.history(&game).expect("a history").expect("a stored match");
    assert_eq!((history.entries.len(), history.snapshots, history.ended), (3, vec![snapshot(1, false)], true));
    assert_eq!(store.history(&id("a", "2")), Ok(None));
}

fn service_time_never_goes_back(store: &mut dyn Store) {
    assert_eq!(store.service_ms(), Ok(0));
    for (now_ms, mark_ms) in [(5_000, 5_000), (4_000, 5_000), (5_001, 5_001)] {
        assert_eq!(store.commit(now_ms, &[]), Ok(()));
        assert_eq!(store.service_ms(), Ok(mark_ms));
    }
    let game = id("a", "1");
    assert_eq!(store.commit(6_000, &[append(&game, Epoch(1), 1)]), hole(&game, 1));
    assert_eq!(store.service_ms(), Ok(5_001), "what was refused has not happened");
}

fn claims_grow_and_fence(store: &mut dyn Store) {
    let game = id("a", "1");
    let old = claim(store, &game);
    let new = claim(store, &game);
    assert!(new > old, "an epoch grows");
    assert_eq!(store.commit(0, &[append(&game, old, 0)]), Err(StoreError::Fenced));
    commit(store, &[append(&game, new, 0)]);
    assert_eq!(store.commit(0, &[keep(&game, old, snapshot(1, false))]), Err(StoreError::Fenced), "snapshots too");
    assert!(store.claim(&worker("b")).is_ok(), "another worker's claim stands beside it");
    commit(store, &[append(&game, new, 1)]);
}

fn refused_batches_leave_nothing(store: &mut dyn Store) {
    let (a, b) = (id("a", "1"), id("b", "1"));
    let old = claim(store, &b);
    claim(store, &b);
    let epoch = claim(store, &a);
    let rest = [append(&a, epoch, 0), keep(&a, epoch, snapshot(1, false)), awake(table("x"))];
    let fenced = [&rest[..], &[append(&b, old, 0)]].concat();
    assert_eq!(store.commit(0, &fenced), Err(StoreError::Fenced));
    let torn = [&rest[..], &[append(&a, epoch, 2)]].concat();
    assert_eq!(store.commit(0, &torn), hole(&a, 2));
    assert_eq!(store.load(&a), Ok(None), "all of a batch or none of it");
    assert_eq!(store.tables(&Find::All), Ok(vec![]));
    commit(store, &rest);
}

fn wakes_come_in_their_order(store: &mut dyn Store) {
    let [one, two, three, four] = ["1", "2", "3", "4"].map(|code| id("a", code));
    let epoch = claim(store, &one);
    commit(
        store,
        &[
            waking(&three, epoch, 0, 10),
            waking(&two, epoch, 0, 20),
            append(&four, epoch, 0),
            waking(&one, epoch, 0, 20),
        ],
    );
    let mut wakes = |until_ms, limit| store.wakes(&one.worker, until_ms, limit).expect("the wakes");
    assert_eq!(wakes(20, 9), [(10, three.clone()), (20, one.clone()), (20, two.clone())]);
    assert_eq!(wakes(20, 2), [(10, three.clone()), (20, one.clone())]);
    assert_eq!(wakes(19, 9), [(10, three.clone())]);
    assert_eq!(wakes(u64::MAX, 9).len(), 3);
    assert_eq!(wakes(9, 9), []);
    // What the last entry says counts.
    commit(store, &[waking(&four, epoch, 1, 5), append(&three, epoch, 1), waking(&one, epoch, 1, 21)]);
    assert_eq!(store.wakes(&one.worker, 20, 9), Ok(vec![(5, four.clone()), (20, two.clone())]));
    // Or what the last snapshot says.
    let asleep = Record::Snapshot { id: four.clone(), epoch, snapshot: snapshot(2, false), wake_ms: Some(15) };
    commit(store, &[asleep, keep(&two, epoch, snapshot(1, false))]);
    assert_eq!(store.wakes(&one.worker, 20, 9), Ok(vec![(15, four)]));
}

fn workers_have_their_own_wakes(store: &mut dyn Store) {
    let (a, b) = (id("a", "1"), id("b", "1"));
    let mut shard = a.clone();
    shard.worker.shard = 1;
    for game in [&a, &b, &shard] {
        let epoch = claim(store, game);
        commit(store, &[waking(game, epoch, 0, 7)]);
    }
    for game in [&a, &b, &shard] {
        assert_eq!(store.wakes(&game.worker, 7, 9), Ok(vec![(7, game.clone())]));
    }
}

fn ended_matches_are_kept_and_not_woken(store: &mut dyn Store) {
    let (one, two) = (id("a", "1"), id("a", "2"));
    let epoch = claim(store, &one);
    assert_eq!(store.has_live(), Ok(false));
    commit(store, &[waking(&two, epoch, 0, 3), waking(&one, epoch, 0, 3)]);
    commit(store, &[last(&one, epoch, 1)]);
    assert_eq!(store.has_live(), Ok(true));
    assert_eq!(store.wakes(&one.worker, 9, 9), Ok(vec![(3, two.clone())]));
    let stored = store.load(&one).expect("a load").expect("a stored match");
    assert_eq!(stored.entries.len(), 2);
    commit(store, &[last(&two, epoch, 1)]);
    assert_eq!(store.has_live(), Ok(false));
    assert_eq!(store.matches(None, 9), Ok(vec![one, two]));
}

fn matches_come_page_by_page(store: &mut dyn Store) {
    let mut far = id("a", "9");
    far.worker.shard = 10;
    let mut near = id("a", "9");
    near.worker.shard = 2;
    // By title, then by shard as a number, then by code.
    let order = [id("A", "z"), id("a", "1"), id("a", "10"), id("a", "2"), near, far, id("b", "1")];
    for game in order.iter().rev() {
        let epoch = claim(store, game);
        commit(store, &[append(game, epoch, 0)]);
    }
    let mut found = Vec::new();
    loop {
        let page = store.matches(found.last(), 2).expect("a page");
        assert!(page.len() <= 2, "a page has an end");
        if page.is_empty() {
            break;
        }
        found.extend(page);
    }
    assert_eq!(found, order);
    assert_eq!(store.matches(Some(&id("a", "11")), 1), Ok(vec![id("a", "2")]), "it needn't be there");
}

fn tables_are_replaced_and_removed(store: &mut dyn Store) {
    commit(store, &[awake(table("y")), awake(table("x"))]);
    let later = TableRecord { games: 1, ..table("y") };
    commit(store, &[awake(later.clone())]);
    assert_eq!(store.tables(&Find::All), Ok(vec![table("x"), later.clone()]));
    commit(store, &[Record::TableGone("x".into())]);
    assert_eq!(store.tables(&Find::All), Ok(vec![later]));
    commit(store, &[Record::TableGone("x".into())]);
}

fn tables_are_found(store: &mut dyn Store) {
    let held = TableRecord { holders: vec![Some(holder("p")), None, Some(holder("q"))], ..table("c") };
    let mut also = TableRecord { holders: vec![Some(holder("q"))], ..table("a") };
    commit(store, &[asleep(held.clone(), 9), awake(table("b")), awake(also.clone())]);
    assert_eq!(store.tables(&Find::Table("c".into())), Ok(vec![held]));
    assert_eq!(store.tables(&Find::Table("d".into())), Ok(vec![]));
    let of = |player: &str| Find::Of(PlayerId::from(player));
    assert_eq!(words(store, of("p")), ["c"]);
    assert_eq!(words(store, of("q")), ["a", "c"]);
    assert_eq!(words(store, of("r")), [""; 0]);
    also.holders = vec![Some(holder("r"))];
    commit(store, &[awake(also), Record::TableGone("c".into())]);
    assert_eq!((words(store, of("q")), words(store, of("r"))), (vec![], vec!["a".to_string()]));
}

fn tables_fall_asleep_and_wake(store: &mut dyn Store) {
    commit(store, &[asleep(table("c"), 10), asleep(table("a"), 30), awake(table("b")), asleep(table("d"), 20)]);
    assert_eq!(words(store, Find::Awake), ["b"]);
    assert_eq!(words(store, Find::All), ["a", "b", "c", "d"]);
    let due = |until_ms, limit| Find::Due { until_ms, limit };
    assert_eq!(words(store, due(9, 9)), [""; 0]);
    assert_eq!(words(store, due(20, 9)), ["c", "d"]);
    assert_eq!(words(store, due(99, 2)), ["c", "d"], "those whose time came first");
    assert_eq!(words(store, due(99, 9)), ["c", "d", "a"]);
    commit(store, &[awake(table("c")), asleep(table("b"), 5)]);
    assert_eq!(words(store, Find::Awake), ["c"]);
    assert_eq!(words(store, due(99, 9)), ["b", "d", "a"]);
}

fn tending_changes_nothing_that_is_kept(store: &mut dyn Store) {
    let (ended, going_on) = (id("a", "1"), id("a", "2"));
    let epoch = claim(store, &ended);
    commit(store, &[append(&ended, epoch, 0), last(&ended, epoch, 1), append(&going_on, epoch, 0), awake(table("x"))]);
    while store.tend(1_000_000).expect("to be tended") {}
    assert_eq!(store.matches(None, 9), Ok(vec![ended.clone(), going_on]));
    assert!(store.load(&ended).expect("a load").is_some());
    assert_eq!(words(store, Find::All), ["x"]);
}
