//! A worker that can't keep up: what goes first, what is left out, and whom it tells.

use engine::{
    limits::{IN_TIME_FOR_MS, LATE_FOR_MS, LATE_MS},
    messages::ToLobby,
    worker::WorkerSeen,
};

use super::*;
use crate::{
    stage::worker_id,
    toys::{
        Stroke,
        trail::{Stamp, Trail},
    },
};

/// Lets the worker handle its ticks `late_ms` late, for so long.
fn lags(stage: &mut Stage<Rally>, late_ms: u64, for_ms: u64) {
    let until = stage.now + for_ms;
    while stage.now < until {
        stage.stall(late_ms.max(50));
    }
}

fn late(stage: &mut Stage<Rally>) -> Vec<bool> {
    let said = stage.lobby.drain(..).filter_map(|said| match said {
        ToLobby::Late(worker, late) => {
            assert_eq!(worker, worker_id("rally"));
            Some(late)
        }
        _ => None,
    });
    said.collect()
}

#[test]
fn of_what_is_due_alarms_come_before_ticks() {
    let mut stage = Stage::<Trail>::new();
    stage.create("m", json!({}));
    stage.attach("m", ANN);
    stage.act("m", ANN, 1, Stamp);
    stage.stall(1_000);
    let log = stage.look().log();
    assert_eq!(log.last().unwrap(), "tea after 0 cells at 1010", "and at its own time");
}

#[test]
fn a_worker_that_stays_late_says_so_and_says_when_it_is_in_time_again() {
    let mut stage = playing(RallyOptions::default());
    stage.stall(10 * LATE_MS);
    assert_eq!(late(&mut stage), [false; 0], "a single stall is none of the lobby's business");
    lags(&mut stage, 2 * LATE_MS, LATE_FOR_MS + 4 * LATE_MS);
    assert_eq!(late(&mut stage), [true]);
    let WorkerSeen { is_late, late_ms, .. } = stage.worker.observe();
    assert!(is_late && late_ms >= LATE_MS, "{late_ms}");
    lags(&mut stage, 2 * LATE_MS, LATE_FOR_MS + 4 * LATE_MS);
    assert_eq!(late(&mut stage), [true], "said again: a new lobby has not heard it");
    stage.advance(IN_TIME_FOR_MS / 2);
    assert!(!late(&mut stage).contains(&false), "not so soon");
    stage.advance(IN_TIME_FOR_MS);
    assert_eq!(late(&mut stage).last(), Some(&false));
    stage.advance(IN_TIME_FOR_MS);
    assert_eq!(late(&mut stage), [false; 0], "it is said once");
    assert!(!stage.worker.observe().is_late);
}

#[test]
fn a_late_worker_whose_matches_are_over_is_in_time() {
    let mut stage = playing(RallyOptions { end_at: 60, ..RallyOptions::default() });
    lags(&mut stage, 2 * LATE_MS, 2 * LATE_FOR_MS);
    assert_eq!(late(&mut stage).first(), Some(&true));
    stage.stall(8 * 50);
    stage.stall(8 * 50);
    stage.stall(8 * 50);
    assert_eq!(late(&mut stage).last(), Some(&false));
    assert_eq!(stage.worker.observe().late_ms, 0);
}

#[test]
fn a_worker_that_comes_up_again_is_not_late() {
    let mut stage = playing(RallyOptions::default());
    lags(&mut stage, 2 * LATE_MS, 2 * LATE_FOR_MS);
    assert!(stage.worker.observe().is_late);
    stage.disk.break_down();
    stage.act("m", ANN, 1, Stroke::Serve);
    stage.disk.mend();
    stage.advance(5_000);
    assert!(!stage.worker.observe().is_late);
    let up = stage.lobby.iter().rposition(|said| matches!(said, ToLobby::WorkerUp(_))).unwrap();
    assert!(!stage.lobby[up..].iter().any(|said| matches!(said, ToLobby::Late(_, true))));
}

#[test]
fn ticks_that_wait_for_the_store_are_not_lateness() {
    let mut stage = playing(RallyOptions::default());
    stage.hold = true;
    stage.advance(20_000);
    assert_eq!(late(&mut stage), [false; 0]);
    assert_eq!(stage.worker.observe().late_ms, 0);
}
