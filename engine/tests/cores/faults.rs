//! Titles that panic: an action is refused as if it had never been tried, everything else ends its match and no other.

use engine::{
    event::{Entry, Event},
    limits::POISON_KEPT,
    messages::ToLobby,
    worker::WorkerCore,
};
use serde_json::{Value, json};

use crate::{
    stage::{ANN, BOB, EVE, Stage, revs, seat},
    toys::{Counter, Do, Part, Rally, RallyOptions},
};

fn rally(options: RallyOptions) -> Value {
    serde_json::to_value(options).unwrap()
}

/// How the lobby was told that matches ended.
fn ends(lobby: &[ToLobby]) -> Vec<String> {
    let ended = |message: &ToLobby| match message {
        ToLobby::Ended(_, _, outcome) => Some(outcome.reason.to_string()),
        _ => None,
    };
    lobby.iter().filter_map(ended).collect()
}

#[test]
fn an_action_that_panics_is_refused_and_has_changed_nothing() {
    // Two matches alike, in one of which a panic comes between: they stay alike, alarms and chance included.
    let mut stages = [Stage::<Counter>::playing(json!({})), Stage::<Counter>::playing(json!({}))];
    for stage in &mut stages {
        stage.acts(ANN, 1, Do::Set("tea".to_string(), 100)).unwrap();
    }
    assert_eq!(stages[1].acts(ANN, 2, Do::Explode), Err("title_failed".to_string()));
    assert_eq!(stages[1].acts(ANN, 3, Do::Break(Part::View)), Err("title_failed".to_string()));
    let [one, two] = &mut stages;
    for stage in [&mut *one, &mut *two] {
        stage.acts(ANN, 9, Do::Roll).unwrap();
        stage.advance(200);
        assert_eq!(stage.acts(ANN, 10, Do::Add(1)), Ok(4));
    }
    assert_eq!(one.look(), two.look());
    let poisoned = |entry: &Entry| match &entry.event {
        Event::Poisoned { seat, message, .. } => Some((*seat, message.clone())),
        _ => None,
    };
    let kept: Vec<_> = two.journal().iter().filter_map(poisoned).collect();
    assert_eq!(
        kept,
        [
            (seat(0), "an action that panics".to_string()),
            (seat(0), "the title panicked while it was looked at".to_string())
        ]
    );
    assert_eq!(one.kinds(), two.kinds().into_iter().filter(|kind| *kind != "poisoned").collect::<Vec<_>>());
}

#[test]
fn so_many_actions_that_panic_are_kept_and_no_more() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    for seq in 1..=u64::from(POISON_KEPT) + 3 {
        assert_eq!(stage.acts(ANN, seq, Do::Explode), Err("title_failed".to_string()));
    }
    assert_eq!(stage.kinds(), vec!["poisoned"; usize::from(POISON_KEPT)]);
    let mut stage = stage.crash();
    stage.attach("m", ANN);
    stage.attach("m", BOB);
    assert_eq!(stage.acts(ANN, 99, Do::Explode), Err("title_failed".to_string()));
    assert_eq!(stage.kinds().len(), usize::from(POISON_KEPT), "a crash starts nothing anew");
    assert_eq!(stage.acts(ANN, 100, Do::Add(1)), Ok(1));
}

#[test]
fn an_alarm_that_panics_ends_its_match_and_no_other() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.create("n", json!({"seats": 2, "goal": 1}));
    stage.acts(ANN, 1, Do::Set("boom".to_string(), 50)).unwrap();
    stage.acts(ANN, 2, Do::Set("tea".to_string(), 60)).unwrap();
    stage.delivered.clear();
    stage.lobby.clear();
    stage.advance(100);
    for who in [ANN, BOB] {
        let seen = stage.updates(who).pop().unwrap();
        assert_eq!((seen.cause.as_str(), seen.ended(), seen.rev), ("fault", Some("faulted"), 3));
        assert_eq!(seen.log(), [""; 0], "the position before the panic");
    }
    assert_eq!(ends(&stage.lobby), ["faulted"]);
    assert_eq!(stage.kinds(), ["action", "action", "fault"], "its journal is kept");
    assert_eq!(stage.acts(ANN, 3, Do::Add(1)), Err("match_over".to_string()));
    stage.act("n", ANN, 1, Do::Add(1));
    assert_eq!(stage.answer(ANN), Ok(1));
}

#[test]
fn a_presence_that_panics_ends_its_match() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.advance(6_000);
    stage.acts(ANN, 1, Do::Break(Part::Presence)).unwrap();
    stage.delivered.clear();
    stage.detach("m", ANN);
    assert_eq!(stage.updates(BOB)[0].ended(), Some("faulted"));
    assert_eq!(stage.kinds(), ["action", "fault"]);
}

#[test]
fn a_tick_that_panics_ends_its_match_and_no_other() {
    let mut stage = Stage::<Rally>::playing(rally(RallyOptions { panic_at: 5, ..RallyOptions::default() }));
    stage.create("n", rally(RallyOptions::default()));
    stage.attach("n", EVE);
    stage.delivered.clear();
    stage.advance(1_000);
    let seen = stage.updates(ANN).pop().unwrap();
    assert_eq!((seen.cause.as_str(), seen.ended(), seen.rev), ("fault", Some("faulted"), 1));
    assert_eq!(stage.frames(EVE).len(), 20, "the other goes on");
    assert_eq!(ends(&stage.lobby), ["faulted"]);
}

#[test]
fn a_match_that_ended_of_a_tick_can_be_looked_at_later() {
    let mut stage = Stage::<Rally>::playing(rally(RallyOptions { panic_at: 5, ..RallyOptions::default() }));
    stage.advance(1_000);
    let before = stage.look();
    let mut stage = stage.crash();
    let after = stage.look();
    assert_eq!(after.ended(), Some("faulted"));
    assert_eq!((after.view(), after.rev), (before.view(), before.rev));
}

#[test]
fn a_frame_that_panics_ends_its_match() {
    let mut stage = Stage::<Rally>::playing(rally(RallyOptions { frame_panics_at: 5, ..RallyOptions::default() }));
    stage.advance(1_000);
    assert_eq!(stage.updates(ANN).pop().unwrap().ended(), Some("faulted"));
    assert_eq!(stage.crash().look().ended(), Some("faulted"));
}

#[test]
fn a_view_that_panics_after_a_tick_ends_the_match_without_a_gap() {
    // The tick itself would have ended the match: what nobody could be shown didn't happen.
    for end_at in [0, 5] {
        let options = RallyOptions { view_panics_at: 5, checkpoint_every: 5, end_at, ..RallyOptions::default() };
        let mut stage = Stage::<Rally>::playing(rally(options));
        stage.advance(1_000);
        let seen = stage.updates(BOB);
        assert_eq!(revs(&seen), [1]);
        assert_eq!((seen[0].ended(), &seen[0].json["payload"]), (Some("faulted"), &bare()));
        assert_eq!(ends(&stage.lobby), ["faulted"]);
        assert_eq!(stage.kinds(), ["fault"]);
        stage.detach("m", ANN);
        stage.detach("m", BOB);
        let seen = stage.look();
        assert_eq!((seen.ended(), &seen.json["payload"]), (Some("faulted"), &bare()), "it is answered all the same");
    }
}

fn bare() -> Value {
    json!({"view": null, "notes": [], "legal": []})
}

#[test]
fn a_view_that_panics_before_one_who_comes_ends_the_match() {
    let mut stage = Stage::<Rally>::playing(rally(RallyOptions { view_panics_at: 2, ..RallyOptions::default() }));
    stage.advance(100);
    stage.attach("m", EVE);
    assert_eq!(stage.updates(EVE).pop().unwrap().ended(), Some("faulted"));
    assert_eq!(stage.updates(ANN).pop().unwrap().ended(), Some("faulted"));
}

#[test]
fn an_abandoned_match_ends_and_is_let_go() {
    use engine::messages::ToWorker;
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.tell(ToWorker::Abandon(stage.id("m")));
    assert_eq!(stage.updates(ANN).pop().unwrap().ended(), Some("abandoned"));
    stage.tell(ToWorker::Abandon(stage.id("m")));
    assert_eq!(stage.kinds(), ["abandoned"], "once");
    stage.detach("m", ANN);
    stage.detach("m", BOB);
    assert_eq!(stage.worker.observe().matches, 0);
    assert_eq!(stage.look().ended(), Some("abandoned"), "it can still be looked at");
    assert_eq!(stage.worker.observe().matches, 0);
}
