//! The actor with the real clock: what comes, in which order, and not before; never how soon.

use timer::{Clock, Key, Observed, Timer};
use tokio::sync::mpsc::unbounded_channel;

use crate::probe::{Probe, story};

#[test]
fn alarms_come_in_order_and_not_before_their_time() {
    story(async {
        let timer = Timer::start(Clock::real());
        let clock = timer.clock();
        let now_us = clock.now_us();
        let mut ear = Probe::start(
            &timer,
            move |sub| {
                sub.alarm(Key(3), now_us + 9_000, 0);
                sub.alarm(Key(2), now_us + 6_000, 0);
                sub.alarm(Key(4), now_us + 4_000, 0);
                sub.alarm(Key(1), now_us + 3_000, 0);
                sub.alarm(Key(0), 0, 0);
                sub.cancel(Key(4));
            },
            |_, _| {},
        );
        let mut told = vec![];
        while told.len() < 4 {
            let due = ear.next().await;
            assert!(clock.now_us() >= due.beat_us);
            assert!(due.alarms.iter().all(|alarm| alarm.planned_us <= due.beat_us));
            told.extend(due.alarms.iter().map(|alarm| alarm.key.0));
        }
        assert_eq!(told, [0, 1, 2, 3]);
        assert_eq!(timer.observe().await.alarms, 0);
        let lateness = timer.lateness().await;
        assert_eq!((lateness[0].name.as_str(), lateness[0].timer.count), ("probe", 4));
        timer.stop();
    });
}

#[test]
fn every_tick_is_told_once_whoever_is_how_late() {
    story(async {
        let timer = Timer::start(Clock::real());
        let from_us = timer.clock().now_us();
        let mut ear = Probe::start(&timer, move |sub| sub.ticks(Key(1), 240, from_us, 5).unwrap(), |_, _| {});
        let mut next = 1;
        while next <= 24 {
            let due = ear.next().await;
            let ticks = due.ticks[0];
            assert_eq!((ticks.first, ticks.generation), (next, 5));
            assert_eq!(ticks.planned_us, from_us + next * 1_000_000 / 240);
            next += u64::from(ticks.count);
            assert!(from_us + (next - 1) * 1_000_000 / 240 <= due.beat_us, "no tick before its time");
        }
        timer.stop();
    });
}

#[test]
fn a_subscriber_that_hogs_its_thread_delays_nobody_else() {
    story(async {
        let timer = Timer::start(Clock::real());
        let from_us = timer.clock().now_us();
        let (release, released) = std::sync::mpsc::channel::<()>();
        let (begin, mut begun) = unbounded_channel();
        let elsewhere = actix::Arbiter::new();
        let mut hog = Probe::start_on(
            &elsewhere.handle(),
            &timer,
            move |sub| sub.ticks(Key(1), 240, from_us, 0).unwrap(),
            move |due, _| {
                begin.send(due.beat_us).unwrap();
                // Until the test lets go; from then on the channel is closed and this returns at once.
                let _ = released.recv();
            },
        );
        let begun_us = begun.recv().await.unwrap();

        let mut other = Probe::start(&timer, move |sub| sub.ticks(Key(1), 240, from_us, 0).unwrap(), |_, _| {});
        let mut latest_us = 0;
        for _ in 0..20 {
            latest_us = other.next().await.beat_us;
        }
        assert_eq!(hog.so_far(), [], "it is still at its first message");
        assert_eq!(timer.observe().await.subscribers, 2);

        drop(release);
        let first = hog.next().await.ticks[0];
        let second = hog.next().await.ticks[0];
        assert_eq!(second.first, first.first + u64::from(first.count));
        assert!(first.count + second.count >= 20, "what fell due meanwhile came as one");
        let hog_us = timer.lateness().await[0].handler.max_us;
        assert!(hog_us >= latest_us - begun_us, "the delay is told as the handler's");
        timer.stop();
        elsewhere.stop();
    });
}

#[test]
fn a_stopped_timer_serves_nobody() {
    story(async {
        let timer = Timer::start(Clock::real());
        let ear = Probe::start(&timer, |sub| sub.alarm(Key(1), 1 << 60, 0), |_, _| {});
        ear.begun().await;
        assert_eq!(timer.observe().await.subscribers, 1);
        timer.stop();
        assert_eq!(timer.observe().await, Observed::default());
        assert_eq!(timer.lateness().await, []);
    });
}
