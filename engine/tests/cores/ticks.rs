//! Real-time matches: frames, catching up, and what a crash may cost.

mod changes;
mod grid;
mod inputs;
mod overload;
mod pauses;

use engine::{
    event::Event,
    limits::TICKS_CAUGHT_UP,
    messages::{Attach, Delivered, ToWorker},
    worker::WorkerCore,
};
use serde_json::{Value, json};

use crate::{
    stage::{ANN, BOB, EVE, Seen, Stage, frame_of, session},
    toys::{Push, Rally, RallyOptions},
};

fn playing(options: RallyOptions) -> Stage<Rally> {
    Stage::playing(serde_json::to_value(options).unwrap())
}

/// The tick that an update or a frame tells.
fn tick_of(what: &Delivered) -> Option<u64> {
    match what {
        Delivered::Update { tick, .. } => *tick,
        Delivered::Frame { tick, .. } => Some(*tick),
        _ => None,
    }
}

fn numbers(frames: &[Value], field: &str) -> Vec<u64> {
    frames.iter().map(|frame| frame[field].as_u64().unwrap()).collect()
}

#[test]
fn each_tick_is_one_frame_for_each_watcher() {
    let mut stage = playing(RallyOptions::default());
    stage.attach("m", EVE);
    stage.advance(500);
    for who in [ANN, BOB, EVE] {
        assert_eq!(numbers(&stage.frames(who), "tick"), (1..=10).collect::<Vec<_>>());
    }
}

#[test]
fn every_tick_is_told_once_by_an_update_or_by_a_frame() {
    let mut stage = playing(RallyOptions { note_every: 3, checkpoint_every: 7, ..RallyOptions::default() });
    stage.advance(2_000);
    let told: Vec<u64> = stage.taken(ANN).iter().map(|what| tick_of(what).unwrap()).collect();
    assert_eq!(told, (1..=40).collect::<Vec<_>>());
}

#[test]
fn a_tick_that_nobody_is_told_of_is_counted() {
    let mut stage = playing(RallyOptions { note_every: 3, ..RallyOptions::default() });
    stage.stall(250);
    let told: Vec<u64> = stage.taken(ANN).iter().map(|what| tick_of(what).unwrap()).collect();
    assert_eq!((told, stage.worker.observe().counts.frames_skipped), (vec![3, 5], 2 * 3));
}

#[test]
fn a_late_worker_makes_up_for_some_ticks_and_skips_the_rest() {
    let mut stage = playing(RallyOptions::default());
    stage.stall(50 * TICKS_CAUGHT_UP);
    assert_eq!(numbers(&stage.frames(ANN), "tick"), [TICKS_CAUGHT_UP], "only the latest is worth a frame");
    assert_eq!(stage.kinds(), [""; 0]);
    stage.stall(50 * (TICKS_CAUGHT_UP + 5));
    assert_eq!(numbers(&stage.frames(ANN), "tick"), [2 * TICKS_CAUGHT_UP]);
    let journal = stage.journal();
    assert_eq!(journal.last().unwrap().event, Event::Skipped { count: 5 });
    stage.advance(50);
    let seen = stage.look();
    assert_eq!(seen.json["now_ms"], stage.now, "the ticks left out took their time");
    let counts = stage.worker.observe().counts;
    assert_eq!((counts.ticks_run, counts.ticks_skipped), (2 * TICKS_CAUGHT_UP + 1, 5));
    assert_eq!(
        (counts.frames_made, counts.frames_skipped),
        (2 * 3, 2 * 2 * (TICKS_CAUGHT_UP - 1)),
        "for two audiences"
    );
}

#[test]
fn shown_at_once_a_frame_does_not_wait_for_the_store_and_a_checkpoint_does() {
    let mut stage = playing(RallyOptions { checkpoint_every: 4, ..RallyOptions::default() });
    stage.hold = true;
    stage.input("m", ANN, 1, Push(1));
    stage.advance(150);
    assert_eq!(numbers(&stage.frames(ANN), "tick"), [1, 2, 3]);
    stage.advance(150);
    assert_eq!(stage.taken(ANN), [], "the point, and what comes behind it");
    stage.release();
    let told = stage.taken(ANN);
    let update = Seen::of(&told[0]).unwrap();
    assert_eq!((update.rev, update.cause.as_str(), &update.json["tick"]), (1, "checkpoint", &json!(4)));
    let frames: Vec<_> = told.iter().filter_map(frame_of).collect();
    assert_eq!(numbers(&frames, "tick"), [6], "of the frames only the newest");
}

#[test]
fn shown_at_once_a_note_does_not_wait() {
    let mut stage = playing(RallyOptions { note_every: 2, ..RallyOptions::default() });
    stage.hold = true;
    stage.advance(100);
    assert_eq!(stage.updates(ANN).pop().unwrap().rev, 1);
}

#[test]
fn shown_at_once_the_end_waits_for_the_store() {
    let mut stage = playing(RallyOptions { end_at: 3, ..RallyOptions::default() });
    stage.hold = true;
    stage.advance(1_000);
    assert_eq!(numbers(&stage.frames(ANN), "tick"), [1, 2]);
    assert!(stage.lobby.is_empty());
    stage.release();
    assert_eq!(stage.updates(ANN).pop().unwrap().ended(), Some("time"));
    assert_eq!(stage.lobby.len(), 1);
}

#[test]
fn the_end_stops_the_ticks() {
    let mut stage = playing(RallyOptions { end_at: 3, ..RallyOptions::default() });
    stage.advance(10_000);
    let seen = stage.updates(ANN).pop().unwrap();
    assert_eq!((seen.ended(), seen.rev), (Some("time"), 1));
    assert!(stage.ticks.is_empty() && stage.lobby.len() == 1);
    assert_eq!(stage.kinds(), ["checkpoint"]);
}

#[test]
fn shown_when_stored_frames_wait_too() {
    let mut stage = playing(RallyOptions { when_stored: true, ..RallyOptions::default() });
    stage.hold = true;
    stage.input("m", ANN, 1, Push(1));
    stage.advance(200);
    assert_eq!(stage.taken(ANN), []);
    stage.release();
    assert_eq!(numbers(&stage.frames(ANN), "tick"), [4]);
}

#[test]
fn a_crash_costs_no_more_than_the_last_second_of_ticks() {
    for ms in [950, 1_000, 1_950, 7_777] {
        let mut stage = playing(RallyOptions::default());
        stage.advance(ms);
        let ticks = stage.look().json["tick"].as_u64().unwrap();
        let mut stage = stage.crash();
        let kept = stage.look().json["tick"].as_u64().unwrap();
        assert!(ticks - kept < 20, "{ms}: {kept} of {ticks}");
        stage.attach("m", ANN);
        stage.advance(100);
        let first = stage.frames(ANN)[0]["tick"].as_u64().unwrap();
        assert_eq!(first, kept + 1);
        assert!(stage.now - stage.look().json["now_ms"].as_u64().unwrap() <= 50, "and it ticks in the present");
    }
}

#[test]
fn time_the_server_was_down_is_skipped_in_one_go() {
    let mut stage = playing(RallyOptions::default());
    stage.advance(1_000);
    let disk = stage.disk.clone();
    let mut stage = Stage::<Rally>::on(disk, 100_000);
    assert!(matches!(stage.journal().last().unwrap().event, Event::Skipped { count: 1_920.. }));
    stage.attach("m", ANN);
    stage.delivered.clear();
    stage.advance(500);
    assert_eq!(numbers(&stage.frames(ANN), "tick"), (21..=30).collect::<Vec<_>>(), "no number was used up");
}

#[test]
fn a_rate_that_cant_be_had_is_no_match() {
    use engine::messages::ToLobby;
    for (hz, can) in
        [(0, false), (1, true), (timer::limits::TICK_HZ_MAX, true), (timer::limits::TICK_HZ_MAX + 1, false)]
    {
        let mut stage = Stage::<Rally>::new();
        stage.create("m", serde_json::to_value(RallyOptions { hz, ..RallyOptions::default() }).unwrap());
        assert_eq!(matches!(stage.lobby.last(), Some(ToLobby::Created(..))), can, "{hz}");
    }
}
