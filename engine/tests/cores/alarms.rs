//! Alarms: whichever comes first in the mailbox wins, and what was cancelled or replaced never reaches the title.

use engine::worker::WorkerCore;
use serde_json::json;

use crate::{
    stage::{ANN, BOB, Stage},
    toys::{Counter, Do},
};

fn set(stage: &mut Stage<Counter>, seq: u64, name: &str, in_ms: u64) {
    stage.acts(ANN, seq, Do::Set(name.to_string(), in_ms)).unwrap();
}

/// What the title's alarms logged.
fn rung(stage: &mut Stage<Counter>) -> Vec<String> {
    stage.look().log()
}

#[test]
fn an_alarm_reaches_the_title_at_its_time_and_once() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    set(&mut stage, 1, "tea", 300);
    stage.advance(299);
    assert_eq!(rung(&mut stage), [""; 0]);
    stage.advance(1);
    assert_eq!(rung(&mut stage), ["tea at 1300"]);
    stage.advance(10_000);
    assert_eq!(rung(&mut stage), ["tea at 1300"]);
}

#[test]
fn an_alarm_cancelled_by_what_came_first_never_reaches_the_title() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    set(&mut stage, 1, "tea", 300);
    stage.now += 300;
    // The timer has sent its message; the action is in the mailbox before it.
    let late = stage.take_due();
    assert_eq!(late.alarms.len(), 1);
    stage.acts(ANN, 2, Do::Cancel("tea".to_string())).unwrap();
    stage.tell_due(&late);
    assert_eq!(rung(&mut stage), [""; 0]);
    assert_eq!(stage.worker.observe().stale_alarms, 1);
}

#[test]
fn an_alarm_that_comes_first_wins() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    set(&mut stage, 1, "tea", 300);
    stage.advance(300);
    stage.acts(ANN, 2, Do::Cancel("tea".to_string())).unwrap();
    assert_eq!(rung(&mut stage), ["tea at 1300"]);
}

#[test]
fn a_replaced_alarm_rings_once_and_at_the_new_time() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    set(&mut stage, 1, "tea", 300);
    stage.now += 300;
    let late = stage.take_due();
    set(&mut stage, 2, "tea", 300);
    stage.tell_due(&late);
    assert_eq!(rung(&mut stage), [""; 0]);
    stage.advance(300);
    assert_eq!(rung(&mut stage), ["tea at 1600"]);
}

#[test]
fn alarms_ring_in_the_order_of_their_times() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    for (seq, (name, in_ms)) in [("c", 30), ("a", 20), ("b", 20), ("d", 40)].into_iter().enumerate() {
        set(&mut stage, seq as u64 + 1, name, in_ms);
    }
    stage.stall(35);
    assert_eq!(rung(&mut stage), ["a at 1020", "b at 1020"], "each at its own time, however late it is noticed");
    // What they brought was seen 15 ms late, so the rest comes as much later.
    stage.advance(9);
    assert_eq!(rung(&mut stage).len(), 2);
    stage.advance(11);
    assert_eq!(rung(&mut stage)[2..], ["c at 1030", "d at 1040"]);
}

#[test]
fn an_alarm_that_sets_itself_for_now_lets_go_of_the_worker() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.create("n", json!({"seats": 2, "goal": 1}));
    set(&mut stage, 1, "again", 10);
    stage.stall(10);
    assert_eq!(rung(&mut stage).len(), engine::limits::ALARMS_IN_A_ROW);
    stage.act("n", ANN, 1, Do::Add(1));
    stage.beat();
    assert_eq!(rung(&mut stage).len(), 2 * engine::limits::ALARMS_IN_A_ROW, "the rest goes on at the next beat");
}

#[test]
fn alarms_outlive_a_crash() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    set(&mut stage, 1, "tea", 300);
    let mut stage = stage.crash();
    stage.advance(300);
    assert_eq!(rung(&mut stage), ["tea at 1300"]);
}

#[test]
fn the_end_of_a_match_is_the_end_of_its_alarms() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    set(&mut stage, 1, "tea", 300);
    stage.acts(ANN, 2, Do::Add(1000)).unwrap();
    assert!(stage.alarms.is_empty());
    stage.detach("m", ANN);
    stage.detach("m", BOB);
    assert_eq!(stage.worker.observe().matches, 0, "nobody needs it in memory");
}

#[test]
fn an_alarm_at_the_end_of_time_is_no_harm() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    set(&mut stage, 1, "never", u64::MAX);
    stage.advance(100_000);
    assert_eq!(rung(&mut stage), [""; 0]);
}
