//! The schedule under virtual time: short stories, and many random ones against a model that counts tick by tick.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use timer::limits::{SUBSCRIBERS_MAX, TICK_HZ_MAX};
use timer::{Command, Deliver, Due, DueAlarm, DueTicks, Key, Observed, Refusal, Schedule, SubscriberId, TickRefusal};

const ME: SubscriberId = SubscriberId(7);

fn alarm(key: u64, at_us: u64, generation: u64) -> Command {
    Command::Alarm { key: Key(key), at_us, generation }
}

fn ticks(key: u64, hz: u32, from_us: u64, generation: u64) -> Command {
    Command::Ticks { key: Key(key), hz, from_us, generation }
}

fn cancel(key: u64) -> Command {
    Command::Cancel { key: Key(key) }
}

fn schedule_with(commands: &[Command]) -> Schedule {
    let mut schedule = Schedule::new(0);
    schedule.subscribe(ME).expect("the first subscriber is welcome");
    for command in commands {
        schedule.command(0, ME, *command).expect("the commands of these stories are allowed");
    }
    schedule
}

/// What went off, by (key, generation), and what ticked, by (key, first, count).
type Told = (Vec<(u64, u64)>, Vec<(u64, u64, u32)>);

fn told(deliveries: &[Deliver]) -> Told {
    let alarms = deliveries.iter().flat_map(|to| &to.due.alarms).map(|due| (due.key.0, due.generation));
    let ticks = deliveries.iter().flat_map(|to| &to.due.ticks).map(|due| (due.key.0, due.first, due.count));
    (alarms.collect(), ticks.collect())
}

#[test]
fn an_alarm_goes_off_once_and_not_before_its_time() {
    let mut schedule = schedule_with(&[alarm(1, 1_000, 9)]);
    assert_eq!(schedule.next_wake(), Some(1_000));
    assert_eq!(schedule.beat(999), []);
    let due =
        Due { beat_us: 1_003, alarms: vec![DueAlarm { key: Key(1), generation: 9, planned_us: 1_000 }], ticks: vec![] };
    assert_eq!(schedule.beat(1_003), [Deliver { subscriber: ME, due }]);
    assert_eq!(schedule.next_wake(), None);
    assert_eq!(schedule.handled(2_000, ME), []);
    assert_eq!(schedule.beat(1_000_000), []);
}

#[test]
fn alarms_are_told_by_their_time_and_then_as_they_were_armed() {
    let mut schedule = schedule_with(&[alarm(5, 200, 0), alarm(4, 100, 0), alarm(9, 200, 0), alarm(1, 200, 0)]);
    assert_eq!(told(&schedule.beat(300)).0, [(4, 0), (5, 0), (9, 0), (1, 0)]);
}

#[test]
fn a_replaced_alarm_goes_off_as_the_new_one_only() {
    let mut schedule = schedule_with(&[alarm(1, 100, 1), alarm(1, 300, 2)]);
    assert_eq!(schedule.beat(200), []);
    assert_eq!(told(&schedule.beat(300)).0, [(1, 2)]);
}

#[test]
fn a_key_holds_an_alarm_or_ticks_and_not_both() {
    let mut schedule = schedule_with(&[alarm(1, 100, 1), ticks(1, 10, 0, 2)]);
    assert_eq!(told(&schedule.beat(100_000)), (vec![], vec![(1, 1, 1)]));
    schedule.handled(100_000, ME);
    schedule.command(100_000, ME, alarm(1, 500_000, 3)).unwrap();
    assert_eq!(told(&schedule.beat(1_000_000)), (vec![(1, 3)], vec![]));
}

#[test]
fn what_falls_due_while_a_message_is_under_way_is_merged_into_the_next() {
    let mut schedule = schedule_with(&[ticks(1, 10, 0, 0), alarm(2, 350_000, 0), alarm(3, 250_000, 0)]);
    assert_eq!(told(&schedule.beat(100_000)), (vec![], vec![(1, 1, 1)]));
    assert_eq!(schedule.beat(200_000), []);
    assert_eq!(schedule.beat(350_000), []);
    schedule.command(360_000, ME, alarm(4, 1, 0)).unwrap();
    let deliveries = schedule.handled(400_000, ME);
    assert_eq!(told(&deliveries), (vec![(4, 0), (3, 0), (2, 0)], vec![(1, 2, 3)]));
    assert_eq!(deliveries[0].due.ticks[0].planned_us, 200_000);
    assert_eq!(deliveries[0].due.beat_us, 400_000);
}

#[test]
fn a_cancellation_or_replacement_reaches_what_waits_to_be_sent() {
    let mut schedule = schedule_with(&[alarm(9, 1, 0), alarm(1, 10, 0), alarm(2, 10, 0), ticks(3, 100, 0, 0)]);
    assert_eq!(told(&schedule.beat(1)).0, [(9, 0)]);
    assert_eq!(schedule.beat(10_000), []);
    schedule.command(10_001, ME, cancel(1)).unwrap();
    schedule.command(10_001, ME, alarm(2, 99_000, 1)).unwrap();
    schedule.command(10_001, ME, cancel(3)).unwrap();
    assert_eq!(schedule.handled(20_000, ME), []);
    assert_eq!(told(&schedule.beat(99_000)), (vec![(2, 1)], vec![]));
}

#[test]
fn a_slow_subscriber_holds_up_nobody_else() {
    let other = SubscriberId(8);
    let mut schedule = schedule_with(&[ticks(1, 10, 0, 0)]);
    schedule.subscribe(other).unwrap();
    schedule.command(0, other, ticks(1, 10, 0, 0)).unwrap();
    let first: Vec<_> = schedule.beat(100_000).iter().map(|to| to.subscriber).collect();
    assert_eq!(first, [ME, other]);
    for beat in 2..50 {
        schedule.handled(beat * 100_000 - 1, other);
        let next: Vec<_> = schedule.beat(beat * 100_000).iter().map(|to| to.subscriber).collect();
        assert_eq!(next, [other]);
    }
    assert_eq!(schedule.observe(), Observed { subscribers: 2, alarms: 0, ticks: 2, in_flight: 2, refused: 0 });
}

#[test]
fn who_leaves_is_told_nothing_more() {
    let mut schedule = schedule_with(&[ticks(1, 10, 0, 0), alarm(2, 10, 0)]);
    schedule.beat(10);
    schedule.beat(200_000);
    assert!(schedule.unsubscribe(ME));
    assert!(!schedule.unsubscribe(ME));
    assert_eq!(schedule.handled(300_000, ME), []);
    assert_eq!(schedule.next_wake(), None);
    assert_eq!(schedule.command(0, ME, alarm(1, 1, 1)), Err(Refusal::UnknownSubscriber(ME)));
    assert_eq!(schedule.observe(), Observed::default());
}

#[test]
fn an_hour_of_ticks_has_no_tick_too_many_and_none_off_its_plan() {
    for hz in [60, 30, 7] {
        let from_us = 123_457;
        let mut schedule = schedule_with(&[ticks(1, hz, from_us, 0)]);
        let end_us = from_us + 3_600_000_000;
        let mut number = 0;
        while let Some(wake_us) = schedule.next_wake().filter(|wake_us| *wake_us <= end_us) {
            for deliver in schedule.beat(wake_us) {
                number += 1;
                let planned_us = from_us + number * 1_000_000 / u64::from(hz);
                let tick = DueTicks { key: Key(1), generation: 0, first: number, count: 1, planned_us };
                assert_eq!((wake_us, deliver.due.ticks), (planned_us, vec![tick]));
            }
            schedule.handled(wake_us, ME);
        }
        assert_eq!(number, 3600 * u64::from(hz));
    }
}

#[test]
fn ticks_missed_for_long_come_as_one_entry_with_their_count() {
    let mut schedule = schedule_with(&[ticks(1, 240, 0, 0)]);
    assert_eq!(told(&schedule.beat(3_600_000_000)).1, [(1, 1, 240 * 3600)]);
    schedule.handled(3_600_000_000, ME);
    let years_us = 3_600_000_000 * 24 * 365 * 2;
    assert_eq!(told(&schedule.beat(years_us)).1, [(1, 240 * 3600 + 1, u32::MAX)], "the count stops at its maximum");
    schedule.handled(years_us, ME);
    let next = told(&schedule.beat(years_us + 4_166)).1;
    assert_eq!(next, [(1, years_us / 1_000_000 * 240 + 1, 1)], "and the numbers go on all the same");
}

#[test]
fn a_rate_out_of_bounds_is_refused_and_leaves_what_was_armed() {
    let mut schedule = schedule_with(&[alarm(1, 100, 0)]);
    let too_fast = TickRefusal::TooFast { hz: TICK_HZ_MAX + 1 };
    assert_eq!(schedule.command(0, ME, ticks(1, 0, 0, 0)), Err(TickRefusal::Zero.into()));
    assert_eq!(schedule.command(0, ME, ticks(1, TICK_HZ_MAX + 1, 0, 0)), Err(too_fast.into()));
    assert_eq!(schedule.observe().refused, 2);
    assert_eq!(told(&schedule.beat(100)).0, [(1, 0)]);
    schedule.command(100, ME, ticks(1, TICK_HZ_MAX, 0, 0)).unwrap();
}

#[test]
fn the_last_subscriber_has_room_and_one_more_has_none() {
    let mut schedule = Schedule::new(0);
    for id in 0..SUBSCRIBERS_MAX as u32 {
        schedule.subscribe(SubscriberId(id)).unwrap();
    }
    let one_more = SubscriberId(SUBSCRIBERS_MAX as u32);
    assert_eq!(schedule.subscribe(one_more), Err(Refusal::TooManySubscribers(one_more)));
    schedule.unsubscribe(SubscriberId(0));
    schedule.subscribe(one_more).unwrap();
}

#[test]
fn the_timers_lateness_and_the_handlers_are_kept_apart() {
    let mut schedule = schedule_with(&[alarm(1, 1_000, 0), alarm(2, 2_000, 0)]);
    schedule.beat(1_050);
    // The second falls due on time while the first is handled: its wait is the handler's, not the timer's.
    schedule.beat(2_000);
    assert_eq!(told(&schedule.handled(61_050, ME)).0, [(2, 0)]);
    schedule.handled(61_060, ME);
    // Armed for a moment long past, it is late by nobody's fault.
    schedule.command(100_000, ME, alarm(3, 5, 0)).unwrap();
    schedule.beat(100_007);
    let (timer, handler) = schedule.lateness(ME).unwrap();
    assert_eq!((timer.count, timer.p50_us, timer.max_us), (3, 7, 50));
    assert_eq!((handler.count, handler.p50_us, handler.max_us), (2, 10, 60_000));
}

/// One subscriber as the model sees it: every tick is a line of its own.
#[derive(Default)]
struct Model {
    armed: BTreeMap<u64, Armed>,
    waiting_alarms: Vec<(u64, u64, DueAlarm)>,
    waiting_ticks: Vec<(u64, u64, u64, u64)>,
    in_flight: bool,
}

enum Armed {
    Alarm { at_us: u64, order: u64, generation: u64 },
    Ticks { hz: u64, from_us: u64, next: u64, generation: u64 },
}

impl Model {
    fn arm(&mut self, key: u64, armed: Armed) {
        self.cancel(key);
        self.armed.insert(key, armed);
    }

    fn cancel(&mut self, key: u64) {
        self.armed.remove(&key);
        self.waiting_alarms.retain(|waiting| waiting.2.key != Key(key));
        self.waiting_ticks.retain(|waiting| waiting.1 != key);
    }

    fn beat(&mut self, now_us: u64) -> Option<Due> {
        let mut gone = vec![];
        for (key, armed) in &mut self.armed {
            match armed {
                Armed::Alarm { at_us, order, generation } if *at_us <= now_us => {
                    let due = DueAlarm { key: Key(*key), generation: *generation, planned_us: *at_us };
                    self.waiting_alarms.push((*at_us, *order, due));
                    gone.push(*key);
                }
                Armed::Alarm { .. } => {}
                Armed::Ticks { hz, from_us, next, generation } => {
                    while *from_us + *next * 1_000_000 / *hz <= now_us {
                        let planned_us = *from_us + *next * 1_000_000 / *hz;
                        self.waiting_ticks.push((planned_us, *key, *next, *generation));
                        *next += 1;
                    }
                }
            }
        }
        self.armed.retain(|key, _| !gone.contains(key));
        if self.in_flight || (self.waiting_alarms.is_empty() && self.waiting_ticks.is_empty()) {
            return None;
        }
        self.in_flight = true;
        self.waiting_alarms.sort_unstable_by_key(|waiting| (waiting.0, waiting.1));
        self.waiting_ticks.sort_unstable();
        let mut ticks: Vec<DueTicks> = vec![];
        for (planned_us, key, number, generation) in self.waiting_ticks.drain(..) {
            match ticks.iter_mut().find(|ticks| ticks.key == Key(key)) {
                Some(ticks) => ticks.count += 1,
                None => ticks.push(DueTicks { key: Key(key), generation, first: number, count: 1, planned_us }),
            }
        }
        let alarms = self.waiting_alarms.drain(..).map(|waiting| waiting.2).collect();
        Some(Due { beat_us: now_us, alarms, ticks })
    }
}

#[derive(Clone, Debug)]
enum Step {
    Alarm { subscriber: u32, key: u64, in_us: i64 },
    Ticks { subscriber: u32, key: u64, hz: u32, in_us: i64 },
    Cancel { subscriber: u32, key: u64 },
    Handled { subscriber: u32 },
    Leave { subscriber: u32 },
    Wait { us: u64 },
    WaitForWake,
}

fn step() -> impl Strategy<Value = Step> {
    let (subscriber, key) = (0..3u32, 0..6u64);
    let in_us = prop_oneof![-5_000..50_000i64, Just(0), -1_000_000..20_000_000i64];
    let hz = prop::sample::select(vec![1u32, 7, 30, 60, 240]);
    prop_oneof![
        6 => (subscriber.clone(), key.clone(), in_us.clone())
            .prop_map(|(subscriber, key, in_us)| Step::Alarm { subscriber, key, in_us }),
        2 => (subscriber.clone(), key.clone(), hz, in_us)
            .prop_map(|(subscriber, key, hz, in_us)| Step::Ticks { subscriber, key, hz, in_us }),
        2 => (subscriber.clone(), key).prop_map(|(subscriber, key)| Step::Cancel { subscriber, key }),
        6 => subscriber.clone().prop_map(|subscriber| Step::Handled { subscriber }),
        1 => subscriber.prop_map(|subscriber| Step::Leave { subscriber }),
        4 => prop_oneof![Just(0), 0..100_000u64, 0..3_000_000u64].prop_map(|us| Step::Wait { us }),
        8 => Just(Step::WaitForWake),
    ]
}

proptest! {
    #[test]
    fn the_schedule_does_what_the_model_does(steps in prop::collection::vec(step(), 1..150)) {
        let mut now_us = 2_000_000;
        let mut schedule = Schedule::new(now_us);
        let mut models: Vec<(SubscriberId, Model)> = vec![];
        for id in 0..3 {
            schedule.subscribe(SubscriberId(id)).unwrap();
            models.push((SubscriberId(id), Model::default()));
        }
        // Every arming has a generation of its own, so that each firing tells which arming it came from.
        let mut armings = 0;
        let mut next_id = 3;
        let mut dead = BTreeSet::new();
        let mut latest = BTreeMap::new();

        for step in steps {
            let (deliveries, expected) = match step {
                Step::Alarm { subscriber, key, in_us } => {
                    let (id, model) = &mut models[subscriber as usize];
                    armings += 1;
                    let at_us = now_us.saturating_add_signed(in_us);
                    schedule.command(now_us, *id, alarm(key, at_us, armings)).unwrap();
                    model.arm(key, Armed::Alarm { at_us, order: armings, generation: armings });
                    dead.extend(latest.insert((*id, key), armings));
                    continue;
                }
                Step::Ticks { subscriber, key, hz, in_us } => {
                    let (id, model) = &mut models[subscriber as usize];
                    armings += 1;
                    let from_us = now_us.saturating_add_signed(in_us);
                    schedule.command(now_us, *id, ticks(key, hz, from_us, armings)).unwrap();
                    model.arm(key, Armed::Ticks { hz: u64::from(hz), from_us, next: 1, generation: armings });
                    dead.extend(latest.insert((*id, key), armings));
                    continue;
                }
                Step::Cancel { subscriber, key } => {
                    let (id, model) = &mut models[subscriber as usize];
                    schedule.command(now_us, *id, cancel(key)).unwrap();
                    model.cancel(key);
                    dead.extend(latest.remove(&(*id, key)));
                    continue;
                }
                Step::Leave { subscriber } => {
                    let (id, model) = &mut models[subscriber as usize];
                    prop_assert!(schedule.unsubscribe(*id));
                    *id = SubscriberId(next_id);
                    *model = Model::default();
                    schedule.subscribe(*id).unwrap();
                    next_id += 1;
                    models.sort_by_key(|(id, _)| *id);
                    continue;
                }
                Step::Handled { subscriber } => {
                    models[subscriber as usize].1.in_flight = false;
                    let deliveries = schedule.handled(now_us, models[subscriber as usize].0);
                    (deliveries, beat(&mut models, now_us))
                }
                Step::Wait { us } => {
                    now_us += us;
                    (schedule.beat(now_us), beat(&mut models, now_us))
                }
                Step::WaitForWake => {
                    let Some(wake_us) = schedule.next_wake() else { continue };
                    now_us = now_us.max(wake_us);
                    let deliveries = schedule.beat(now_us);
                    prop_assert!(schedule.next_wake().is_none_or(|next_us| next_us > now_us), "a beat makes progress");
                    (deliveries, beat(&mut models, now_us))
                }
            };
            for Deliver { due, .. } in &deliveries {
                for due_alarm in &due.alarms {
                    prop_assert!(due_alarm.planned_us <= due.beat_us, "never before its time");
                    prop_assert!(dead.insert(due_alarm.generation), "once for each arming, and never when cancelled");
                }
                for due_ticks in &due.ticks {
                    prop_assert!(due_ticks.planned_us <= due.beat_us && due_ticks.count > 0);
                    prop_assert!(!dead.contains(&due_ticks.generation), "never when cancelled");
                }
            }
            prop_assert_eq!(deliveries, expected);
            let in_flight = models.iter().filter(|(_, model)| model.in_flight).count();
            prop_assert_eq!(schedule.in_flight(), in_flight);
        }
    }
}

fn beat(models: &mut [(SubscriberId, Model)], now_us: u64) -> Vec<Deliver> {
    let beat = |(subscriber, model): &mut (SubscriberId, Model)| {
        Some(Deliver { subscriber: *subscriber, due: model.beat(now_us)? })
    };
    models.iter_mut().filter_map(beat).collect()
}
