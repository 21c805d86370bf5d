//! The actor with time moved by hand: every moment is exact, and nothing waits.

use std::sync::{Arc, Mutex};

use timer::{AdvanceRefusal, Clock, Key, Observed, TickRefusal, Timer};
use tokio::sync::mpsc::unbounded_channel;

use crate::probe::{Probe, Resign, story};

#[test]
fn an_alarm_comes_at_its_time_and_not_before() {
    story(async {
        let timer = Timer::start(Clock::by_hand());
        let mut ear = Probe::start(&timer, |sub| sub.alarm(Key(1), 5_500, 42), |_, _| {});
        ear.begun().await;
        timer.advance(5).await.unwrap();
        assert_eq!(ear.so_far(), []);
        timer.advance(1).await.unwrap();
        let due = ear.next().await;
        assert_eq!((due.beat_us, due.alarms[0].planned_us, due.alarms[0].generation), (5_500, 5_500, 42));
        assert_eq!((timer.clock().now_us(), timer.clock().now_ms()), (6_000, 6));
        timer.stop();
    });
}

#[test]
fn alarms_armed_in_reaction_are_honoured_in_the_same_advance() {
    story(async {
        let timer = Timer::start(Clock::by_hand());
        let clock = timer.clock();
        let seen = Arc::new(Mutex::new(vec![]));
        let clocks = seen.clone();
        let mut ear = Probe::start(
            &timer,
            |sub| sub.alarm(Key(0), 1_000_000, 0),
            move |due, sub| {
                clocks.lock().unwrap().push(clock.now_us());
                for alarm in &due.alarms {
                    // A second later, and again; the last one beyond the window.
                    sub.alarm(Key(alarm.key.0 + 1), due.beat_us + 1_000_000, 0);
                }
            },
        );
        ear.begun().await;
        timer.advance(4_500).await.unwrap();
        let told: Vec<_> = ear.so_far().iter().map(|due| (due.beat_us, due.alarms[0].key.0)).collect();
        assert_eq!(told, [(1_000_000, 0), (2_000_000, 1), (3_000_000, 2), (4_000_000, 3)]);
        let clocks = seen.lock().unwrap().clone();
        assert_eq!(clocks, [1_000_000, 2_000_000, 3_000_000, 4_000_000], "nobody sees the clock ahead of the message");
        assert_eq!(timer.clock().now_ms(), 4_500);
        assert_eq!(timer.observe().await.alarms, 1);
        timer.stop();
    });
}

#[test]
fn an_alarm_for_a_moment_that_has_passed_comes_in_an_advance_by_nothing() {
    story(async {
        let timer = Timer::start(Clock::by_hand_from(9_000_000));
        let mut ear = Probe::start(&timer, |sub| sub.alarm(Key(1), 1, 0), |_, _| {});
        ear.begun().await;
        assert_eq!(timer.observe().await.alarms, 1);
        assert_eq!(ear.so_far(), []);
        timer.advance(0).await.unwrap();
        let due = ear.next().await;
        assert_eq!((due.beat_us, due.alarms[0].planned_us), (9_000_000, 1));
        timer.stop();
    });
}

#[test]
fn a_handler_that_cancels_the_next_alarm_is_not_told_of_it() {
    story(async {
        let timer = Timer::start(Clock::by_hand());
        let mut ear = Probe::start(
            &timer,
            |sub| {
                sub.alarm(Key(1), 1_000, 0);
                sub.alarm(Key(2), 1_001, 0);
                sub.alarm(Key(3), 1_002, 0);
            },
            |due, sub| {
                if due.alarms.iter().any(|alarm| alarm.key == Key(1)) {
                    sub.cancel(Key(2));
                }
            },
        );
        ear.begun().await;
        timer.advance(10).await.unwrap();
        let told: Vec<_> = ear.so_far().iter().map(|due| due.alarms[0].key.0).collect();
        assert_eq!(told, [1, 3]);
        timer.stop();
    });
}

#[test]
fn ticks_and_several_subscribers_keep_their_own_pace() {
    story(async {
        let timer = Timer::start(Clock::by_hand());
        let mut fast = Probe::start(&timer, |sub| sub.ticks(Key(1), 60, 0, 0).unwrap(), |_, _| {});
        let mut slow = Probe::start(
            &timer,
            |sub| {
                assert_eq!(sub.ticks(Key(1), 0, 0, 0), Err(TickRefusal::Zero));
                sub.ticks(Key(1), 7, 0, 0).unwrap();
            },
            |_, _| {},
        );
        fast.begun().await;
        slow.begun().await;
        timer.advance(10_000).await.unwrap();
        let (fast, slow) = (fast.so_far(), slow.so_far());
        assert_eq!((fast.len(), slow.len()), (600, 70));
        assert!(fast.iter().all(|due| due.ticks[0].count == 1 && due.beat_us == due.ticks[0].planned_us));
        assert_eq!(fast[599].beat_us, 10_000_000);
        let lateness = timer.lateness().await;
        assert_eq!(
            lateness.iter().map(|of| (of.timer.count, of.timer.max_us)).collect::<Vec<_>>(),
            [(600, 0), (70, 0)]
        );
        assert_eq!(lateness.iter().map(|of| of.handler.count).collect::<Vec<_>>(), [600, 70]);
        let delays = timer.delays().await;
        assert_eq!(
            delays.iter().map(|of| (of.timer.slots[0], of.timer.sum_us)).collect::<Vec<_>>(),
            [(600, 0), (70, 0)]
        );
        assert_eq!(delays.iter().map(|of| of.handler.count()).collect::<Vec<_>>(), [600, 70]);
        timer.stop();
    });
}

#[test]
fn dropping_the_subscription_unsubscribes() {
    story(async {
        let timer = Timer::start(Clock::by_hand());
        let mut ear = Probe::start(&timer, |sub| sub.ticks(Key(1), 10, 0, 0).unwrap(), |_, _| {});
        ear.begun().await;
        timer.advance(100).await.unwrap();
        let observed = Observed { subscribers: 1, alarms: 0, ticks: 1, in_flight: 0, refused: 0 };
        assert_eq!(timer.observe().await, observed);
        ear.addr.send(Resign).await.unwrap();
        timer.advance(1_000).await.unwrap();
        assert_eq!(ear.so_far().len(), 1);
        assert_eq!(timer.observe().await, Observed::default());
        timer.stop();
    });
}

#[test]
fn a_subscriber_that_ended_is_forgotten_and_time_goes_on() {
    story(async {
        let timer = Timer::start(Clock::by_hand());
        let ear = Probe::start(&timer, |_| {}, |_, _| {});
        ear.begun().await;
        // Held outside the actor, so that only the missing mailbox can tell.
        let orphan = timer.register("orphan", ear.addr.clone().recipient());
        orphan.ticks(Key(1), 10, 0, 0).unwrap();
        ear.end().await;
        timer.advance(1_000).await.unwrap();
        assert_eq!(timer.observe().await, Observed::default());
        orphan.alarm(Key(2), 0, 0);
        assert_eq!(timer.observe().await, Observed::default());
        timer.stop();
    });
}

#[test]
fn a_handler_that_panics_ends_its_own_subscription_only() {
    story(async {
        let timer = Timer::start(Clock::by_hand());
        let clumsy = Probe::start(&timer, |sub| sub.alarm(Key(1), 1_000, 0), |_, _| panic!("part of the story"));
        let mut other = Probe::start(&timer, |sub| sub.ticks(Key(1), 100, 0, 0).unwrap(), |_, _| {});
        clumsy.begun().await;
        other.begun().await;
        timer.advance(1_000).await.unwrap();
        assert_eq!(other.so_far().len(), 100);
        assert_eq!(timer.observe().await.subscribers, 1);
        timer.stop();
    });
}

#[test]
fn time_is_moved_by_one_at_a_time_and_a_real_clock_by_nobody() {
    story(async {
        let timer = Timer::start(Clock::by_hand());
        let (release, released) = std::sync::mpsc::channel::<()>();
        let (begin, mut begun) = unbounded_channel();
        let elsewhere = actix::Arbiter::new();
        let mut ear = Probe::start_on(
            &elsewhere.handle(),
            &timer,
            |sub| sub.alarm(Key(1), 1_000, 0),
            move |_, _| {
                begin.send(()).unwrap();
                released.recv().unwrap();
            },
        );
        ear.begun().await;
        let first = actix::spawn({
            let timer = timer.clone();
            async move { timer.advance(10).await }
        });
        begun.recv().await.unwrap();
        assert_eq!(timer.advance(10).await, Err(AdvanceRefusal::Busy));
        assert_eq!(timer.clock().now_us(), 1_000, "time stands still until the handler is through");
        release.send(()).unwrap();
        assert_eq!(first.await.unwrap(), Ok(()));
        assert_eq!(timer.clock().now_ms(), 10);
        ear.next().await;
        timer.stop();
        assert_eq!(timer.advance(10).await, Err(AdvanceRefusal::Stopped));
        elsewhere.stop();

        let real = Timer::start(Clock::real());
        assert_eq!(real.advance(1).await, Err(AdvanceRefusal::RealClock));
        real.stop();
    });
}
