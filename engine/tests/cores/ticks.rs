//! Real-time matches: frames, inputs, catching up, and what a crash may cost.

use engine::{
    event::Event,
    limits::TICKS_CAUGHT_UP,
    messages::{Attach, ToWorker},
};
use serde_json::{Value, json};

use crate::{
    stage::{ANN, BOB, EVE, Seen, Stage, frame_of, session},
    toys::{Push, Rally, RallyOptions},
};

fn playing(options: RallyOptions) -> Stage<Rally> {
    Stage::playing(serde_json::to_value(options).unwrap())
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
    let inputs = stage.journal().into_iter().find_map(|entry| match entry.event {
        Event::Inputs { inputs } => Some(engine::wire::from_payload::<Vec<Push>>(&inputs).unwrap()),
        _ => None,
    });
    assert_eq!(inputs, Some(vec![Push(3), Push(-1)]));
}

#[test]
fn inputs_that_cant_be_read_are_dropped() {
    let mut stage = playing(RallyOptions::default());
    stage.input("m", ANN, 1, "up");
    stage.input("nowhere", ANN, 1, Push(1));
    stage.advance(50);
    assert_eq!(stage.frames(ANN)[0]["input"], 0);
}

#[test]
fn a_page_that_was_loaded_anew_counts_its_inputs_from_the_start() {
    let mut stage = playing(RallyOptions::default());
    stage.input("m", ANN, 5_000, Push(1));
    stage.advance(50);
    stage.detach("m", ANN);
    let attach = Attach { match_id: stage.id("m"), who: session(77), player: "ann".into(), have: None };
    stage.tell(ToWorker::Attach(attach));
    stage.input("m", ANN, 1, Push(2));
    stage.advance(50);
    assert_eq!(stage.frames(77).pop().unwrap()["input"], 1);
}

#[test]
fn inputs_are_journalled_when_they_change_and_not_each_tick() {
    let mut stage = playing(RallyOptions::default());
    for number in 1..=10 {
        stage.input("m", ANN, number, Push(1));
        stage.advance(50);
    }
    assert_eq!(stage.kinds(), ["inputs"]);
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
    // The tick that was just due when it came up is made up for.
    assert_eq!(stage.frames(ANN).len(), 11);
}

#[test]
fn a_rate_that_cant_be_had_is_no_match() {
    use engine::messages::ToLobby;
    for (hz, can) in
        [(0, false), (1, true), (timer::limits::TICK_HZ_MAX, true), (timer::limits::TICK_HZ_MAX + 1, false)]
    {
        let mut stage = Stage::<Rally>::new();
        stage.create("m", serde_json::to_value(RallyOptions { hz, ..RallyOptions::default() }).unwrap());
        assert_eq!(matches!(stage.lobby.last(), Some(ToLobby::Created(_))), can, "{hz}");
    }
}
