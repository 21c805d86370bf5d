//! The recorder: one commit for all that came meanwhile, answers in order, and a failure that stays with whom it hit.

use engine::{
    event::{Entry, Event, Start},
    ids::{Epoch, MatchId, Rev, WorkerId},
    messages::{ToLobby, ToRecorder, ToWorker},
    recorder::{Answer, Recorder},
    store::{Find, Record, Store, StoreError},
    table::TableRecord,
};
use serde_json::json;
use title::{Seats, Seed};

use crate::stage::{Disk, worker_id};

fn append(worker: &WorkerId, epoch: Epoch, rev: u64) -> Record {
    let start = Start {
        table: "t".into(),
        rules_version: 1,
        options: json!({}),
        seed: Seed::number(1),
        holders: vec![],
        away: Seats::none(),
        position: None,
    };
    let event = if rev == 0 { Event::Start(start) } else { Event::Checkpoint };
    let entry = Entry { index: rev, rev: Rev(rev), at_ms: 0, offset_ms: 0, tick: 0, inputs: Vec::new(), event };
    let id = MatchId { worker: worker.clone(), code: "m".to_string() };
    Record::Append { id, epoch, entry, last: false, wake_ms: None }
}

fn record(worker: &WorkerId, epoch: Epoch, ticket: u64) -> ToRecorder {
    ToRecorder::Record { worker: worker.clone(), ticket, records: vec![append(worker, epoch, ticket - 1)] }
}

fn table(word: &str, games: u32) -> TableRecord {
    TableRecord { games, ..TableRecord::new(word.into(), "a", json!({}), 1, 0) }
}

/// A recorder, its disk, and two workers that have claimed.
fn set_up() -> (Recorder, Disk, [WorkerId; 2]) {
    let disk = Disk::default();
    let mut recorder = Recorder::new(Box::new(disk.clone()));
    let workers = ["a", "b"].map(worker_id);
    for worker in &workers {
        recorder.handle(ToRecorder::Claim(worker.clone()));
    }
    assert_eq!(recorder.write(1).len(), 2);
    (recorder, disk, workers)
}

/// The answers to commits as (title, ticket, whether it went well).
fn commits(answers: Vec<Answer>) -> Vec<(String, u64, bool)> {
    let commit = |answer: Answer| match answer {
        Answer::Worker(worker, ToWorker::Committed { ticket, result }) => Some((worker.title, ticket, result.is_ok())),
        Answer::Lobby(ToLobby::Kept { ticket, result }) => Some(("lobby".to_string(), ticket, result.is_ok())),
        Answer::Worker(..) | Answer::Lobby(_) => None,
    };
    answers.into_iter().filter_map(commit).collect()
}

/// The lobby wants these stored.
fn keep(ticket: u64, records: Vec<Record>) -> ToRecorder {
    ToRecorder::Keep { ticket, records }
}

fn kept(table: TableRecord) -> Record {
    Record::Table { table, asleep_until_ms: None }
}

fn done(title: &str, ticket: u64) -> (String, u64, bool) {
    (title.to_string(), ticket, true)
}

fn failed(title: &str, ticket: u64) -> (String, u64, bool) {
    (title.to_string(), ticket, false)
}

#[test]
fn what_came_meanwhile_shares_one_commit() {
    let (mut recorder, disk, [a, b]) = set_up();
    for message in [record(&a, Epoch(1), 1), record(&b, Epoch(1), 1), record(&a, Epoch(1), 2)] {
        recorder.handle(message);
    }
    recorder.handle(keep(1, vec![kept(table("t", 0))]));
    assert_eq!(
        commits(recorder.write(1)),
        [done("lobby", 1), done("a", 2), done("b", 1)],
        "the last ticket stands for those before it"
    );
    assert_eq!(disk.0.lock().unwrap().commits, [4]);
    assert_eq!(recorder.write(1).len(), 0, "nothing new, nothing written");
    assert_eq!(disk.clone().tables(&Find::All).unwrap(), [table("t", 0)]);
}

#[test]
fn tables_are_found_as_the_lobby_recorded_them_and_cut_nobody_else_s_commit() {
    let (mut recorder, disk, [a, _]) = set_up();
    recorder.handle(keep(1, vec![kept(table("t", 0))]));
    recorder.handle(ToRecorder::Find(Find::All));
    recorder.handle(record(&a, Epoch(1), 1));
    recorder.handle(ToRecorder::Find(Find::All));
    recorder.handle(record(&a, Epoch(1), 2));
    let answers = recorder.write(1);
    let [Answer::Lobby(ToLobby::Kept { .. }), Answer::Lobby(ToLobby::Found { tables, .. }), ..] = &answers[..] else {
        panic!("{answers:?}")
    };
    assert_eq!(*tables, Ok(vec![table("t", 0)]));
    assert_eq!(disk.0.lock().unwrap().commits, [1, 2]);
}

#[test]
fn a_match_is_read_after_what_was_recorded_of_it() {
    let (mut recorder, disk, [a, _]) = set_up();
    let id = MatchId { worker: a.clone(), code: "m".to_string() };
    recorder.handle(record(&a, Epoch(1), 1));
    recorder.handle(ToRecorder::Load(id));
    recorder.handle(record(&a, Epoch(1), 2));
    let answers = recorder.write(1);
    assert!(matches!(
        &answers[..],
        [
            Answer::Worker(_, ToWorker::Committed { ticket: 1, result: Ok(()) }),
            Answer::Worker(_, ToWorker::Loaded { stored: Ok(Some(stored)), .. }),
            Answer::Worker(_, ToWorker::Committed { ticket: 2, result: Ok(()) }),
        ] if stored.entries.len() == 1
    ));
    assert_eq!(disk.0.lock().unwrap().commits, [1, 1]);
}

#[test]
fn a_claim_brings_the_next_epoch() {
    let (mut recorder, _, [a, _]) = set_up();
    recorder.handle(record(&a, Epoch(1), 1));
    recorder.handle(ToRecorder::Claim(a.clone()));
    let answers = recorder.write(1);
    assert!(matches!(answers[1], Answer::Worker(_, ToWorker::Claimed(Ok(Epoch(2))))), "{answers:?}");
}

#[test]
fn the_time_is_stored_with_every_commit_and_each_second_without_one() {
    let (mut recorder, disk, [a, _]) = set_up();
    let stored = || disk.clone().service_ms().unwrap();
    recorder.handle(record(&a, Epoch(1), 1));
    recorder.write(5_000);
    assert_eq!(stored(), 5_000);
    recorder.mark(5_499);
    assert_eq!(stored(), 5_000, "that was a moment ago");
    recorder.mark(5_500);
    assert_eq!(stored(), 5_500);
    disk.break_down();
    recorder.mark(7_000);
    disk.mend();
    recorder.mark(7_001);
    assert_eq!((stored(), recorder.observe().failed), (7_001, 1));
}

#[test]
fn after_a_failure_a_worker_is_refused_until_it_claims() {
    let (mut recorder, disk, [a, b]) = set_up();
    disk.break_down();
    recorder.handle(record(&a, Epoch(1), 1));
    assert_eq!(commits(recorder.write(1)), [failed("a", 1)]);
    disk.mend();
    recorder.handle(record(&a, Epoch(1), 2));
    recorder.handle(record(&b, Epoch(1), 1));
    assert_eq!(commits(recorder.write(1)), [failed("a", 2), done("b", 1)], "it stood on what is not there");
    recorder.handle(ToRecorder::Claim(a.clone()));
    recorder.handle(record(&a, Epoch(2), 1));
    assert_eq!(commits(recorder.write(1)), [done("a", 1)]);
}

#[test]
fn a_claim_that_fails_mends_nothing() {
    let (mut recorder, disk, [a, _]) = set_up();
    disk.break_down();
    recorder.handle(record(&a, Epoch(1), 1));
    recorder.handle(ToRecorder::Claim(a.clone()));
    assert!(matches!(recorder.write(1)[1], Answer::Worker(_, ToWorker::Claimed(Err(StoreError::Unavailable(_))))));
    disk.mend();
    recorder.handle(record(&a, Epoch(1), 2));
    assert_eq!(commits(recorder.write(1)), [failed("a", 2)]);
}

#[test]
fn a_worker_that_lost_its_matches_takes_nobody_along() {
    let (mut recorder, disk, [a, b]) = set_up();
    disk.clone().claim(&a).unwrap();
    for message in [record(&b, Epoch(1), 1), record(&a, Epoch(1), 1), record(&b, Epoch(1), 2)] {
        recorder.handle(message);
    }
    recorder.handle(keep(1, vec![kept(table("t", 0))]));
    assert_eq!(commits(recorder.write(1)), [done("lobby", 1), failed("a", 1), done("b", 2)]);
    let id = MatchId { worker: b, code: "m".to_string() };
    assert_eq!(disk.journal(&id).unwrap().len(), 2);
    assert_eq!(disk.clone().tables(&Find::All).unwrap().len(), 1);
}

#[test]
fn after_a_failure_the_lobby_is_refused_until_it_asks_for_what_is_stored() {
    let (mut recorder, disk, _) = set_up();
    disk.break_down();
    recorder.handle(keep(1, vec![kept(table("t", 0))]));
    recorder.handle(ToRecorder::Find(Find::Awake));
    assert_eq!(commits(recorder.write(1)), [failed("lobby", 1)]);
    disk.mend();
    recorder.handle(keep(2, vec![kept(table("t", 1))]));
    assert_eq!(commits(recorder.write(1)), [failed("lobby", 2)], "it stood on what is not there");
    recorder.handle(ToRecorder::Find(Find::Awake));
    recorder.handle(keep(3, vec![kept(table("t", 2))]));
    assert_eq!(commits(recorder.write(1)), [done("lobby", 3)]);
    assert_eq!(disk.clone().tables(&Find::All).unwrap(), [table("t", 2)]);
}
