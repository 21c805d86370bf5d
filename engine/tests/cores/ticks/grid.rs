//! When ticks are planned: exactly, for as long as it takes, and at the same moments for all matches of a rate. Driven by the
//! timer's own schedule, under virtual time to the microsecond.

use engine::{arrange::Arrange, messages::Doing, worker::WorkerEffect};
use timer::{Command, Due, Key, Schedule, SubscriberId};
use title::Title;

use super::*;
use crate::{
    stage::worker_id,
    toys::trail::{Stamp, Trail, TrailOptions},
};

const ME: SubscriberId = SubscriberId(1);

/// A worker whose store answers at once, and the schedule that it is woken by.
struct Clockwork<T: Title> {
    stage: Stage<T>,
    schedule: Schedule,
    /// The keys that tick.
    armed: Vec<u64>,
}

impl<T: Title> Clockwork<T> {
    /// The stage's timer is the schedule from now on.
    fn of(stage: Stage<T>) -> Clockwork<T> {
        let mut schedule = Schedule::new(stage.now * 1000);
        schedule.subscribe(ME).unwrap();
        let mut clockwork = Clockwork { stage, schedule, armed: Vec::new() };
        clockwork.arm();
        clockwork
    }

    fn arm(&mut self) {
        self.armed.retain(|key| self.stage.ticks.contains_key(key));
        for (key, ticker) in &self.stage.ticks {
            if !self.armed.contains(key) {
                let hz = u32::try_from(ticker.hz).unwrap();
                let ticks = Command::Ticks { key: Key(*key), hz, from_us: ticker.from_ms * 1000, generation: 0 };
                self.schedule.command(self.stage.now * 1000, ME, ticks).unwrap();
                self.armed.push(*key);
            }
        }
    }

    /// The next message of the timer, which the worker handles at once.
    fn beat(&mut self) -> Due {
        let at_us = self.schedule.next_wake().unwrap();
        let mut due = self.schedule.beat(at_us);
        let due = due.pop().unwrap().due;
        self.stage.now = at_us / 1000;
        self.stage.tell_due(&due);
        self.schedule.handled(at_us, ME);
        self.arm();
        due
    }
}

#[test]
fn over_an_hour_each_tick_is_planned_at_its_exact_time() {
    let mut stage = Stage::<Rally>::new();
    stage.now = 1_234;
    stage.create("m", serde_json::to_value(RallyOptions { hz: 60, ..RallyOptions::default() }).unwrap());
    let mut clockwork = Clockwork::of(stage);
    let start_us = 1_250_000;
    for number in 1..=60 * 3_600u64 {
        let due = clockwork.beat();
        let planned_us = start_us + number * 1_000_000 / 60;
        assert_eq!((due.beat_us, due.ticks[0].planned_us, due.ticks[0].count), (planned_us, planned_us, 1));
    }
    let seen = clockwork.stage.look();
    assert_eq!((&seen.json["tick"], &seen.json["now_ms"]), (&json!(216_000), &json!(3_601_250)));
    assert_eq!(clockwork.stage.worker.observe().counts.ticks_skipped, 0);
}

#[test]
fn matches_that_begin_at_any_time_tick_together() {
    for hz in [10, 15, 20, 30, 60, 240] {
        let mut stage = Stage::<Trail>::new();
        for (number, wait_ms) in [0, 1, 7, 33, 120, 333].into_iter().enumerate() {
            stage.now += wait_ms;
            let options = TrailOptions { hz, ..TrailOptions::default() };
            stage.create(&format!("m{number}"), serde_json::to_value(options).unwrap());
        }
        stage.now += 1_000;
        let mut clockwork = Clockwork::of(stage);
        clockwork.beat();
        for _ in 0..hz {
            let due = clockwork.beat();
            assert_eq!(due.ticks.len(), 6, "all in one message");
            assert!(due.ticks.iter().all(|ticks| ticks.count == 1 && ticks.planned_us == due.beat_us));
        }
    }
}

#[test]
fn after_a_crash_and_after_a_pause_they_still_tick_together() {
    let mut stage = Stage::<Trail>::new();
    for code in ["m", "n", "o"] {
        stage.create(code, json!({}));
        stage.now += 11;
    }
    stage.attach("m", ANN);
    stage.attach("m", BOB);
    stage.advance(777);
    let now = stage.now + 4_321;
    let mut stage = Stage::<Trail>::on(stage.disk, now);
    stage.attach("m", ANN);
    stage.attach("m", BOB);
    let deeds = [
        (ANN, Doing::Offer(engine::wire::Proposal::Pause)),
        (BOB, Doing::Answer(engine::wire::Proposal::Pause, true)),
        (BOB, Doing::Resume),
    ];
    for (seq, (who, what)) in (1..).zip(deeds) {
        stage.advance(133);
        let act = stage.deed("m", who, seq, what);
        stage.tell(ToWorker::Act(act));
    }
    stage.advance(100);
    let mut clockwork = Clockwork::of(stage);
    clockwork.beat();
    for _ in 0..60 {
        assert_eq!(clockwork.beat().ticks.len(), 3);
    }
    clockwork.stage.act("m", ANN, 9, Stamp);
    let log = clockwork.stage.look().log().pop().unwrap();
    assert!(log.contains("cells at"), "{log}");
}

#[test]
fn ticks_cancelled_on_their_way_are_no_ticks_of_those_that_come_after() {
    let mut stage = Stage::<Trail>::new();
    stage.create("m", json!({}));
    stage.attach("m", ANN);
    stage.attach("m", BOB);
    stage.advance(100);
    stage.now += 17;
    let on_its_way = stage.take_due();
    let pause = [
        (ANN, Doing::Offer(engine::wire::Proposal::Pause)),
        (BOB, Doing::Answer(engine::wire::Proposal::Pause, true)),
        (BOB, Doing::Resume),
    ];
    for (seq, (who, what)) in (1..).zip(pause) {
        let act = stage.deed("m", who, seq, what);
        stage.tell(ToWorker::Act(act));
    }
    let before = stage.look().json["tick"].clone();
    stage.tell_due(&on_its_way);
    assert_eq!(stage.look().json["tick"], before);
}

#[test]
fn a_worker_asks_the_timer_for_whole_moments_of_the_grid() {
    let mut worker = engine::worker::Worker::<Trail>::new(worker_id("trail"));
    assert!(!worker.start().is_empty());
    let mut stage = Stage::<Trail>::new();
    stage.now = 12_345;
    let create = stage.creation("m", json!({ "hz": 15 }), &["ann", "bob"]);
    let effects = stage.worker.handle(stage.now, ToWorker::Create(create));
    let asked = effects.into_iter().find_map(|effect| match effect {
        WorkerEffect::Timer(Arrange::Ticks { hz, from_ms, .. }) => Some((hz, from_ms)),
        _ => None,
    });
    assert_eq!(asked, Some((15, 12_400)));
}
