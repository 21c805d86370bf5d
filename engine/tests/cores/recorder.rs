//! The recorder: one commit for all that came meanwhile, answers in order, and a failure that stays with whom it hit.

use engine::{
    event::{Entry, Event, Start},
    ids::{Epoch, MatchId, Rev, WorkerId},
    messages::{Claim, ToRecorder, ToWorker},
    recorder::Recorder,
    store::{Record, Store, StoreError},
    table::TableRecord,
    wire::{Offer, Phase, Sides},
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
    };
    let event = if rev == 0 { Event::Start(start) } else { Event::Checkpoint };
    let entry = Entry { rev: Rev(rev), at_ms: 0, offset_ms: 0, tick: 0, inputs: Vec::new(), event };
    let id = MatchId { worker: worker.clone(), code: "m".to_string() };
    Record::Append { id, epoch, entry, last: false }
}

fn record(worker: &WorkerId, epoch: Epoch, ticket: u64) -> ToRecorder {
    ToRecorder::Record { worker: worker.clone(), ticket, records: vec![append(worker, epoch, ticket - 1)] }
}

fn table(word: &str, games: u32) -> TableRecord {
    TableRecord {
        table: word.into(),
        title: "a".to_string(),
        options: json!({}),
        offer: Offer::Open,
        sides: Sides::Chosen,
        code: String::new(),
        holders: vec![None],
        phase: Phase::Gathering,
        match_id: None,
        games,
        outcome: None,
        origin: None,
    }
}

/// A recorder, its disk, and two workers that have claimed.
fn set_up() -> (Recorder, Disk, [WorkerId; 2]) {
    let disk = Disk::default();
    let mut recorder = Recorder::new(Box::new(disk.clone()));
    let workers = ["a", "b"].map(worker_id);
    for worker in &workers {
        recorder.handle(ToRecorder::Claim(worker.clone()));
    }
    assert_eq!(recorder.write().len(), 2);
    (recorder, disk, workers)
}

/// The answers to commits as (title, ticket, whether it went well).
fn commits(answers: Vec<(WorkerId, ToWorker)>) -> Vec<(String, u64, bool)> {
    let commit = |(worker, answer): (WorkerId, ToWorker)| match answer {
        ToWorker::Committed { ticket, result } => Some((worker.title, ticket, result.is_ok())),
        _ => None,
    };
    answers.into_iter().filter_map(commit).collect()
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
    recorder.handle(ToRecorder::Keep(vec![Record::Table(table("t", 0))]));
    assert_eq!(commits(recorder.write()), [done("a", 2), done("b", 1)], "the last ticket stands for those before it");
    assert_eq!(disk.0.lock().unwrap().commits, [4]);
    assert_eq!(recorder.write().len(), 0, "nothing new, nothing written");
    assert_eq!(recorder.tables().unwrap(), [table("t", 0)]);
}

#[test]
fn a_match_is_read_after_what_was_recorded_of_it() {
    let (mut recorder, disk, [a, _]) = set_up();
    let id = MatchId { worker: a.clone(), code: "m".to_string() };
    recorder.handle(record(&a, Epoch(1), 1));
    recorder.handle(ToRecorder::Load(id));
    recorder.handle(record(&a, Epoch(1), 2));
    let answers = recorder.write();
    assert!(matches!(
        &answers[..],
        [
            (_, ToWorker::Committed { ticket: 1, result: Ok(()) }),
            (_, ToWorker::Loaded { journal: Ok(Some(journal)), .. }),
            (_, ToWorker::Committed { ticket: 2, result: Ok(()) }),
        ] if journal.len() == 1
    ));
    assert_eq!(disk.0.lock().unwrap().commits, [1, 1]);
}

#[test]
fn a_claim_brings_live_matches_and_the_next_epoch() {
    let (mut recorder, _, [a, _]) = set_up();
    recorder.handle(record(&a, Epoch(1), 1));
    recorder.handle(ToRecorder::Claim(a.clone()));
    let answers = recorder.write();
    let Some((_, ToWorker::Claimed(Ok(Claim { epoch, journals })))) = answers.get(1) else { panic!("{answers:?}") };
    assert_eq!((*epoch, journals.len(), journals[0].1.len()), (Epoch(2), 1, 1));
}

#[test]
fn after_a_failure_a_worker_is_refused_until_it_claims() {
    let (mut recorder, disk, [a, b]) = set_up();
    disk.break_down();
    recorder.handle(record(&a, Epoch(1), 1));
    assert_eq!(commits(recorder.write()), [failed("a", 1)]);
    disk.mend();
    recorder.handle(record(&a, Epoch(1), 2));
    recorder.handle(record(&b, Epoch(1), 1));
    assert_eq!(commits(recorder.write()), [failed("a", 2), done("b", 1)], "it stood on what is not there");
    recorder.handle(ToRecorder::Claim(a.clone()));
    recorder.handle(record(&a, Epoch(2), 3));
    assert_eq!(commits(recorder.write()), [done("a", 3)]);
}

#[test]
fn a_claim_that_fails_mends_nothing() {
    let (mut recorder, disk, [a, _]) = set_up();
    disk.break_down();
    recorder.handle(record(&a, Epoch(1), 1));
    recorder.handle(ToRecorder::Claim(a.clone()));
    assert!(matches!(recorder.write()[1].1, ToWorker::Claimed(Err(StoreError::Unavailable(_)))));
    disk.mend();
    recorder.handle(record(&a, Epoch(1), 2));
    assert_eq!(commits(recorder.write()), [failed("a", 2)]);
}

#[test]
fn a_worker_that_lost_its_matches_takes_nobody_along() {
    let (mut recorder, disk, [a, b]) = set_up();
    disk.clone().claim(&a).unwrap();
    for message in [record(&b, Epoch(1), 1), record(&a, Epoch(1), 1), record(&b, Epoch(1), 2)] {
        recorder.handle(message);
    }
    recorder.handle(ToRecorder::Keep(vec![Record::Table(table("t", 0))]));
    assert_eq!(commits(recorder.write()), [failed("a", 1), done("b", 2)]);
    let id = MatchId { worker: b, code: "m".to_string() };
    assert_eq!(disk.journal(&id).unwrap().len(), 2);
    assert_eq!(recorder.tables().unwrap().len(), 1);
}

#[test]
fn tables_that_could_not_be_stored_go_along_with_the_next_commit() {
    let (mut recorder, disk, _) = set_up();
    recorder.handle(ToRecorder::Keep(vec![Record::Table(table("old", 0))]));
    recorder.write();
    disk.break_down();
    for records in
        [vec![Record::Table(table("t", 0))], vec![Record::Table(table("t", 1)), Record::TableGone("old".into())]]
    {
        recorder.handle(ToRecorder::Keep(records));
        recorder.write();
    }
    disk.mend();
    recorder.handle(ToRecorder::Keep(vec![Record::Table(table("u", 0))]));
    recorder.write();
    assert_eq!(recorder.tables().unwrap(), [table("t", 1), table("u", 0)]);
}
