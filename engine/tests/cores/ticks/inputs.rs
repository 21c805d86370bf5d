//! Inputs: for which tick they hold, what is told of them, and what the journal knows of them.

use engine::{limits::INPUTS_AHEAD, wire::from_payload};

use super::*;

/// What the journal of match `m` says by the end of the running second: from which tick on which seat held what.
fn journalled(stage: &mut Stage<Rally>) -> Vec<(u64, usize, i8)> {
    stage.advance(1_000);
    let told = stage.journal().into_iter().filter(|entry| !entry.inputs.is_empty());
    let changes = told.flat_map(|entry| from_payload::<Vec<(u64, usize, Push)>>(&entry.inputs).unwrap());
    changes.map(|(tick, seat, push)| (tick, seat, push.0)).collect()
}

#[test]
fn the_newest_input_wins_and_stale_ones_are_dropped() {
    let mut stage = playing(RallyOptions::default());
    stage.input("m", ANN, 1, Push(1));
    stage.input("m", ANN, 3, Push(3));
    stage.input("m", ANN, 2, Push(2));
    stage.input("m", ANN, 3, Push(4));
    stage.input("m", BOB, 8, Push(-1));
    stage.input("m", EVE, 9, Push(9));
    stage.advance(50);
    let frame = |who: u64, stage: &mut Stage<Rally>| stage.frames(who).pop().unwrap();
    assert_eq!(frame(ANN, &mut stage)["input"], 3, "a frame names the input it has applied");
    assert_eq!(frame(BOB, &mut stage)["input"], 8);
    assert_eq!(journalled(&mut stage), [(1, 0, 3), (1, 1, -1)]);
}

#[test]
fn an_input_holds_from_its_tick_on_and_is_named_no_sooner() {
    let mut stage = playing(RallyOptions::default());
    stage.input_at("m", ANN, 1, 3, Push(1));
    stage.input_at("m", ANN, 2, 5, Push(2));
    stage.input_at("m", BOB, 1, 4, Push(-1));
    stage.advance(300);
    assert_eq!(numbers(&stage.frames(ANN), "input"), [0, 0, 1, 1, 2, 2]);
    assert_eq!(numbers(&stage.frames(BOB), "input"), [0, 0, 0, 1, 1, 1]);
    assert_eq!(journalled(&mut stage), [(3, 0, 1), (4, 1, -1), (5, 0, 2)]);
}

#[test]
fn a_late_input_holds_from_the_next_tick_on_and_is_counted() {
    let mut stage = playing(RallyOptions::default());
    stage.advance(200);
    stage.input_at("m", ANN, 1, 4, Push(1));
    stage.input_at("m", BOB, 1, 5, Push(1));
    stage.input_at("m", BOB, 2, 0, Push(2));
    stage.advance(50);
    assert_eq!(stage.frames(ANN).pop().unwrap()["input"], 1);
    assert_eq!(stage.frames(BOB).pop().unwrap()["input"], 2, "no tick at all is the next one");
    let counts = stage.worker.observe().counts;
    assert_eq!((counts.inputs_late, counts.inputs_applied, counts.inputs_bad), (1, 2, 0));
}

#[test]
fn nobody_plans_farther_ahead_than_may_be() {
    let mut stage = playing(RallyOptions::default());
    stage.input_at("m", ANN, 1, u64::MAX, Push(1));
    stage.advance(50 * INPUTS_AHEAD);
    let inputs = numbers(&stage.frames(ANN), "input");
    assert_eq!(inputs.iter().filter(|number| **number == 0).count() as u64, INPUTS_AHEAD - 1);
    assert_eq!(inputs.last(), Some(&1));
}

#[test]
fn of_ticks_made_up_for_each_runs_with_its_own_input() {
    let mut stage = playing(RallyOptions::default());
    let held = [(1, 5), (2, 4), (3, 9), (4, 1), (5, 7)];
    for (tick, push) in held {
        stage.input_at("m", ANN, tick, tick, Push(push));
    }
    stage.stall(250);
    assert_eq!(journalled(&mut stage), held.map(|(tick, push)| (tick, 0, push)));
}

#[test]
fn inputs_that_cant_be_read_are_dropped_and_counted() {
    let mut stage = playing(RallyOptions::default());
    stage.input("m", ANN, 1, "up");
    stage.input("nowhere", ANN, 1, Push(1));
    stage.advance(50);
    assert_eq!(stage.frames(ANN)[0]["input"], 0);
    assert_eq!(stage.worker.observe().counts.inputs_bad, 1);
}

#[test]
fn a_page_that_was_loaded_anew_counts_its_inputs_from_the_start() {
    let mut stage = playing(RallyOptions::default());
    stage.input("m", ANN, 5_000, Push(1));
    stage.advance(50);
    stage.input_at("m", ANN, 5_001, 10, Push(9));
    stage.detach("m", ANN);
    let attach = Attach { match_id: stage.id("m"), who: session(77), player: "ann".into(), have: None };
    stage.tell(ToWorker::Attach(attach));
    stage.input("m", ANN, 1, Push(2));
    stage.advance(500);
    let frames = stage.frames(77);
    assert!(frames.iter().all(|frame| frame["input"] == 1), "what the old page had in mind is forgotten");
    assert_eq!(journalled(&mut stage), [(1, 0, 1), (2, 0, 2)]);
}

#[test]
fn who_attaches_again_from_the_same_session_goes_on_counting() {
    let mut stage = playing(RallyOptions::default());
    stage.input("m", ANN, 7, Push(1));
    stage.advance(50);
    stage.attach("m", ANN);
    stage.input("m", ANN, 3, Push(2));
    stage.advance(50);
    assert_eq!(numbers(&stage.frames(ANN), "input"), [7, 7]);
}

#[test]
fn however_often_inputs_change_the_journal_has_one_entry_a_second() {
    let mut stage = playing(RallyOptions::default());
    for number in 1..=100 {
        stage.input("m", ANN, number, Push(i8::try_from(number % 7).unwrap()));
        stage.advance(50);
    }
    assert_eq!(stage.kinds(), ["ticks"; 5]);
    assert_eq!(stage.worker.observe().counts.inputs_applied, 100);
    assert_eq!(journalled(&mut stage).len(), 100);
}

#[test]
fn an_input_that_changes_nothing_is_not_journalled() {
    let mut stage = playing(RallyOptions::default());
    for number in 1..=100 {
        stage.input("m", ANN, number, Push(1));
        stage.advance(50);
    }
    assert_eq!(journalled(&mut stage), [(1, 0, 1)]);
}
