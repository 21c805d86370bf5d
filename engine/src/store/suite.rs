//! What every store promises, as checks that each implementation runs on empty stores of its kind. They panic where a
//! promise is broken.

use serde_json::json;
use title::{Seats, Seed};

use super::{Find, Record, Store, StoreError};
use crate::{
    event::{Entry, Event, Start},
    ids::{Epoch, MatchId, Rev, WorkerId},
    table::TableRecord,
    wire::{Offer, Phase, Sides},
};

/// Runs every check, each on a store of its own made by `make`.
pub fn run(mut make: impl FnMut() -> Box<dyn Store>) {
    journals_come_back_in_order(&mut *make());
    ended_matches_are_not_live(&mut *make());
    workers_have_their_own_matches(&mut *make());
    claims_grow_and_fence(&mut *make());
    refused_batches_leave_nothing(&mut *make());
    tables_are_replaced_and_removed(&mut *make());
}

fn worker(title: &str) -> WorkerId {
    WorkerId { title: title.to_string(), shard: 0 }
}

fn id(title: &str, code: &str) -> MatchId {
    MatchId { worker: worker(title), code: code.to_string() }
}

fn start() -> Event {
    Event::Start(Start {
        table: "t".into(),
        rules_version: 1,
        options: json!({}),
        seed: Seed::number(1),
        holders: vec![],
        away: Seats::none(),
        position: None,
    })
}

fn append(id: &MatchId, epoch: Epoch, index: u64, event: Event, last: bool) -> Record {
    let (at_ms, wake_ms) = (index * 10, (!last).then_some(index * 1_000));
    let entry = Entry { index, rev: Rev(index), at_ms, offset_ms: 0, tick: 0, inputs: Vec::new(), event };
    Record::Append { id: id.clone(), epoch, entry, last, wake_ms }
}

/// The matches of a worker that must ever be woken.
fn live(store: &mut dyn Store, worker: &WorkerId) -> Vec<MatchId> {
    let mut live: Vec<MatchId> =
        store.wakes(worker, u64::MAX / 2, usize::MAX).expect("the wakes").into_iter().map(|(_, id)| id).collect();
    live.sort();
    live
}

fn journals_come_back_in_order(store: &mut dyn Store) {
    let game = id("a", "1");
    let epoch = store.claim(&game.worker).expect("a claim");
    store.commit(1, &[append(&game, epoch, 0, start(), false)]).expect("a commit");
    store
        .commit(1, &[append(&game, epoch, 1, Event::Checkpoint, false), append(&game, epoch, 2, Event::Ticks, false)])
        .expect("a commit");
    let journal = store.load(&game).expect("a load").expect("a stored match").entries;
    assert_eq!(journal.iter().map(|entry| entry.rev.0).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(journal[0].event, start());
    assert_eq!(store.load(&id("a", "2")).expect("a load"), None);
}

fn ended_matches_are_not_live(store: &mut dyn Store) {
    let (one, two) = (id("a", "1"), id("a", "2"));
    let epoch = store.claim(&one.worker).expect("a claim");
    store
        .commit(1, &[append(&two, epoch, 0, start(), false), append(&one, epoch, 0, start(), false)])
        .expect("a commit");
    assert_eq!(live(store, &one.worker), [one.clone(), two.clone()]);
    store.commit(1, &[append(&one, epoch, 1, Event::Abandoned, true)]).expect("a commit");
    assert_eq!(live(store, &one.worker), [two]);
    assert_eq!(store.load(&one).expect("a load").map(|stored| stored.entries.len()), Some(2));
}

fn workers_have_their_own_matches(store: &mut dyn Store) {
    let (a, b) = (id("a", "1"), id("b", "1"));
    for game in [&a, &b] {
        let epoch = store.claim(&game.worker).expect("a claim");
        store.commit(1, &[append(game, epoch, 0, start(), false)]).expect("a commit");
    }
    assert_eq!(live(store, &a.worker), [a]);
    assert_eq!(live(store, &b.worker), [b]);
}

fn claims_grow_and_fence(store: &mut dyn Store) {
    let game = id("a", "1");
    let old = store.claim(&game.worker).expect("a claim");
    let new = store.claim(&game.worker).expect("a claim");
    assert!(new > old, "an epoch grows");
    assert_eq!(store.commit(1, &[append(&game, old, 0, start(), false)]), Err(StoreError::Fenced));
    assert_eq!(store.commit(1, &[append(&game, new, 0, start(), false)]), Ok(()));
    assert!(store.claim(&worker("b")).is_ok(), "another worker's claim stands beside it");
    assert_eq!(store.commit(1, &[append(&game, new, 1, Event::Checkpoint, false)]), Ok(()));
}

fn refused_batches_leave_nothing(store: &mut dyn Store) {
    let (a, b) = (id("a", "1"), id("b", "1"));
    let old = store.claim(&b.worker).expect("a claim");
    store.claim(&b.worker).expect("a claim");
    let epoch = store.claim(&a.worker).expect("a claim");
    let batch = [append(&a, epoch, 0, start(), false), append(&b, old, 0, start(), false)];
    assert_eq!(store.commit(1, &batch), Err(StoreError::Fenced));
    assert_eq!(store.load(&a), Ok(None), "all of a batch or none of it");
}

fn tables_are_replaced_and_removed(store: &mut dyn Store) {
    let table = |word: &str, games| TableRecord {
        table: word.into(),
        title: "a".to_string(),
        options: json!({}),
        sides: Sides::Chosen,
        code: String::new(),
        offer: Offer::Open,
        holders: vec![None, None],
        phase: Phase::Gathering,
        match_id: None,
        games,
        outcome: None,
        turn: Seats::none(),
        fork: None,
        applied: Vec::new(),
        ..TableRecord::new(word.into(), "a", json!({}), 2, 0)
    };
    let kept = |table| Record::Table { table, asleep_until_ms: None };
    store.commit(1, &[kept(table("y", 0)), kept(table("x", 0))]).expect("a commit");
    store.commit(1, &[kept(table("y", 1))]).expect("a commit");
    assert_eq!(store.tables(&Find::All).expect("the tables"), [table("x", 0), table("y", 1)]);
    store.commit(1, &[Record::TableGone("x".into())]).expect("a commit");
    assert_eq!(store.tables(&Find::All).expect("the tables"), [table("y", 1)]);
}
