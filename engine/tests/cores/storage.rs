//! A store that goes away and comes back: what was never stored was never seen, and nobody suffers for a neighbour.

use engine::{
    ids::{Epoch, WorkerId},
    limits::{RELOAD_MS, UNCOMMITTED},
    messages::{Create, ToLobby, ToWorker},
    store::Store,
    wire::Refused,
    worker::WorkerCore,
};
use serde_json::{Value, json};

use crate::{
    stage::{ANN, BOB, Disk, EVE, PLAYERS, Stage, answer_of, no_match, revs},
    toys::{Counter, Do, Rally, RallyOptions},
};

const UNAVAILABLE: &str = "storage_unavailable";

#[test]
fn what_was_not_stored_is_not_seen_and_its_command_is_refused() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.acts(ANN, 1, Do::Add(1)).unwrap();
    stage.delivered.clear();
    stage.disk.break_down();
    stage.act("m", BOB, 1, Do::Add(500));
    let told = stage.taken(BOB);
    assert_eq!(told.into_iter().filter_map(answer_of).collect::<Vec<_>>(), [Err(UNAVAILABLE.to_string())]);
    assert_eq!(stage.taken(ANN), []);
    stage.disk.mend();
    stage.advance(RELOAD_MS);
    for who in [ANN, BOB] {
        let seen = stage.updates(who);
        assert_eq!((revs(&seen), seen[0].epoch, seen[0].cause.as_str()), (vec![1], 2, "snapshot"));
        assert_eq!(seen[0].view()["count"], 1);
    }
    assert_eq!(stage.acts(BOB, 2, Do::Add(2)), Ok(2), "it goes on");
}

#[test]
fn matches_with_nothing_to_lose_go_on() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.create("n", json!({"seats": 2, "goal": 1}));
    stage.attach("n", EVE);
    stage.delivered.clear();
    stage.disk.break_down();
    stage.act("m", ANN, 1, Do::Add(1));
    stage.disk.mend();
    stage.advance(RELOAD_MS);
    assert_eq!(stage.taken(EVE), [], "its onlookers notice nothing");
    stage.act("n", ANN, 1, Do::Add(3));
    let seen = stage.updates(EVE);
    assert_eq!((seen[0].epoch, seen[0].rev), (1, 1));
    assert!(stage.disk.journal(&stage.id("n")).unwrap().len() == 2);
}

#[test]
fn commands_wait_while_the_store_is_away() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.disk.break_down();
    stage.act("m", ANN, 1, Do::Add(1));
    stage.delivered.clear();
    for _ in 0..5 {
        stage.advance(RELOAD_MS);
    }
    stage.act("m", ANN, 2, Do::Add(2));
    stage.create("n", json!({"seats": 2, "goal": 1}));
    assert!(stage.delivered.is_empty());
    stage.disk.mend();
    stage.advance(RELOAD_MS);
    let answers: Vec<_> = stage.taken(ANN).into_iter().filter_map(answer_of).collect();
    assert_eq!(answers, [Ok(1)]);
    assert_eq!(stage.look().view()["count"], 2);
    assert!(stage.lobby.iter().any(|message| matches!(message, ToLobby::Created(id, _) if id.code == "n")));
    assert!(matches!(stage.lobby[0], ToLobby::WorkerUp(_)));
}

#[test]
fn alarms_that_fall_due_while_the_store_is_away_ring_when_it_is_back() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.acts(ANN, 1, Do::Set("tea".to_string(), 200)).unwrap();
    stage.create("n", json!({"seats": 2, "goal": 1}));
    stage.disk.break_down();
    stage.act("n", ANN, 1, Do::Add(1));
    stage.advance(300);
    assert_eq!(stage.kinds(), ["action"]);
    stage.disk.mend();
    stage.advance(RELOAD_MS);
    assert_eq!(stage.kinds(), ["action", "alarm"]);
}

#[test]
fn a_start_that_was_not_stored_is_asked_for_again_by_the_lobby() {
    let mut stage = Stage::<Counter>::new();
    stage.disk.break_down();
    let create = stage.creation("m", json!({"seats": 2, "goal": 1}), &PLAYERS);
    stage.lobby.clear();
    stage.tell(ToWorker::Create(create.clone()));
    assert!(stage.lobby.is_empty(), "whether it was begun isn't known");
    stage.disk.mend();
    stage.advance(RELOAD_MS);
    assert!(matches!(&stage.lobby[..], [ToLobby::WorkerUp(_)]));
    stage.tell(ToWorker::Create(Create { again: true, ..create }));
    assert!(matches!(&stage.lobby[..], [_, ToLobby::Created(..)]));
    assert_eq!(stage.journal().len(), 1);
}

#[test]
fn a_stored_match_is_not_refused_for_a_commit_that_failed_beside_the_question() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.disk.break_down();
    stage.hold = true;
    stage.act("m", ANN, 1, Do::Add(1));
    stage.tell(ToWorker::Report(stage.id("m"), "t".into()));
    stage.release();
    assert!(stage.lobby.is_empty(), "{:?}", stage.lobby);
    stage.disk.mend();
    stage.advance(RELOAD_MS);
    stage.tell(ToWorker::Report(stage.id("m"), "t".into()));
    assert!(matches!(&stage.lobby[..], [ToLobby::WorkerUp(_), ToLobby::Created(..)]));
}

#[test]
fn the_lobbys_question_waits_for_a_store_that_cant_be_read() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.acts(ANN, 1, Do::Add(1000)).unwrap();
    let mut stage = stage.crash();
    stage.lobby.clear();
    stage.disk.0.lock().unwrap().unreadable = true;
    stage.tell(ToWorker::Report(stage.id("m"), "t".into()));
    stage.attach("m", EVE);
    assert_eq!(no_match(&stage.taken(EVE)), None, "it is being asked for already");
    stage.advance(RELOAD_MS);
    assert_eq!(no_match(&stage.taken(EVE)), Some(Refused::STORAGE_UNAVAILABLE));
    stage.act("n", ANN, 1, Do::Add(1));
    assert_eq!(stage.answer(ANN), Err(UNAVAILABLE.to_string()));
    stage.disk.0.lock().unwrap().unreadable = false;
    stage.advance(RELOAD_MS);
    assert!(matches!(&stage.lobby[..], [ToLobby::Ended(_, _, outcome)] if outcome.reason == "goal"));
    assert_eq!(stage.worker.observe().matches, 0);
}

#[test]
fn a_worker_without_a_store_waits_for_it() {
    let disk = Disk::default();
    disk.break_down();
    let mut stage = Stage::<Counter>::on(disk, 0);
    stage.create("m", json!({"seats": 2, "goal": 1}));
    stage.advance(3 * RELOAD_MS);
    assert!(stage.lobby.is_empty());
    stage.disk.mend();
    stage.advance(RELOAD_MS);
    assert!(matches!(&stage.lobby[..], [ToLobby::WorkerUp(_), ToLobby::Created(..)]));
}

#[test]
fn what_waits_for_a_claim_is_bounded() {
    let disk = Disk::default();
    disk.break_down();
    let mut stage = Stage::<Rally>::on(disk, 0);
    for number in 1..=3 * UNCOMMITTED as u64 {
        stage.input("m", ANN, number, 1);
        stage.attach("m", ANN);
        stage.detach("m", BOB);
    }
    for seq in 1..UNCOMMITTED as u64 {
        stage.act("m", ANN, seq, "serve");
    }
    assert!(stage.delivered.is_empty(), "inputs and repeated looks take no room");
    stage.act("m", ANN, UNCOMMITTED as u64, "serve");
    assert_eq!(stage.answer(ANN), Err("busy".to_string()));
}

#[test]
fn the_last_command_that_may_wait_for_a_commit_and_the_first_refused() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.hold = true;
    for seq in 1..=UNCOMMITTED as u64 {
        stage.act("m", ANN, seq, Do::Give(1));
    }
    assert_eq!(stage.worker.observe().uncommitted, UNCOMMITTED);
    assert!(stage.delivered.is_empty());
    stage.act("m", ANN, UNCOMMITTED as u64 + 1, Do::Give(1));
    assert_eq!(stage.answer(ANN), Err("busy".to_string()));
    stage.release();
    assert_eq!(stage.worker.observe().uncommitted, 0);
    assert_eq!(stage.acts(ANN, UNCOMMITTED as u64 + 2, Do::Give(1)), Ok(UNCOMMITTED as u64 + 1));
}

#[test]
fn ticks_wait_for_a_store_that_is_far_behind_and_are_made_up_for_or_skipped() {
    let options = RallyOptions { note_every: 1, ..RallyOptions::default() };
    let mut stage = Stage::<Rally>::playing(serde_json::to_value(options).unwrap());
    stage.hold = true;
    stage.advance(10 * 60_000);
    assert!(stage.worker.observe().uncommitted <= UNCOMMITTED, "{}", stage.worker.observe().uncommitted);
    stage.release();
    stage.advance(1_000);
    let seen = stage.look();
    assert_eq!(*stage.kinds().iter().filter(|kind| **kind == "skipped").collect::<Vec<_>>(), [&"skipped"]);
    let late = stage.now - seen.json["now_ms"].as_u64().unwrap();
    assert!(late <= 50, "its time is the server's again, {late} ms late");
}

#[test]
fn ticks_of_a_healthy_match_that_fell_due_without_a_store_are_skipped_not_lost() {
    let mut stage = Stage::<Rally>::playing(json!({}));
    stage.advance(1_000);
    // Another match of the worker loses the store just after this one had something stored.
    stage.disk.break_down();
    stage.create("n", json!({}));
    stage.advance(60_000);
    stage.disk.mend();
    stage.advance(2 * RELOAD_MS);
    stage.delivered.clear();
    stage.act("m", ANN, 1, "serve");
    let late = stage.now - stage.updates(ANN).pop().unwrap().json["now_ms"].as_u64().unwrap();
    assert!(late <= 50);
    stage.advance(100);
    stage.delivered.clear();
    let seen = stage.look();
    let late = stage.now - seen.json["now_ms"].as_u64().unwrap();
    assert!(late <= 100, "{late}");
    assert!(stage.kinds().contains(&"skipped"));
}

#[test]
fn a_worker_takes_no_answer_for_the_one_before_it() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.acts(ANN, 1, Do::Add(1)).unwrap();
    let disk = stage.disk.clone();
    let now = stage.now;
    let mut next = Stage::<Counter>::on(disk, now);
    // Its first claim fails, and an answer to its forerunner's commit arrives late.
    let mut fresh = engine::worker::Worker::<Counter>::new(WorkerId { title: "counter".to_string(), shard: 0 });
    fresh.start();
    fresh.handle(now, ToWorker::Committed { ticket: 1_000_000, result: Ok(()) });
    fresh.handle(now, ToWorker::Claimed(Ok(Epoch(9))));
    let stored = next.disk.clone().load(&next.id("m")).unwrap();
    next.worker = fresh;
    next.hold = true;
    next.attach("m", ANN);
    next.tell(ToWorker::Loaded { match_id: next.id("m"), stored: Ok(stored) });
    next.attach("m", BOB);
    next.delivered.clear();
    next.act("m", BOB, 1, Do::Add(1));
    assert!(next.delivered.is_empty(), "nothing is shown before it is stored");
}

#[test]
fn the_loser_of_a_match_to_another_owner_writes_nothing() {
    let mut old = Stage::<Counter>::playing(json!({}));
    let mut new = Stage::<Counter>::on(old.disk.clone(), old.now);
    assert_eq!(old.acts(ANN, 1, Do::Add(1)), Err(UNAVAILABLE.to_string()));
    assert_eq!(new.acts(ANN, 1, Do::Add(7)), Ok(1));
    assert_eq!(new.look().view()["count"], Value::from(7));
}
