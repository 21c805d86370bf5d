//! The one armed wake-up of the timer: the wait for a moment of the real clock.
//!
//! On Linux it is a timerfd, which is as exact as the kernel; tokio's own sleep rounds up to a millisecond and serves
//! where there is no timerfd. Here is the only wait of the program. It does not know what it is woken for.

#[cfg(target_os = "linux")]
mod timerfd;

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep};

use crate::clock::Clock;
use crate::due::Micros;

/// A wake-up that can be set again and again, also while somebody waits for it.
#[derive(Debug)]
pub(crate) struct Wake {
    clock: Clock,
    alarm: Alarm,
}

#[derive(Debug)]
enum Alarm {
    #[cfg(target_os = "linux")]
    Timerfd(timerfd::Timerfd),
    Sleep {
        sleep: RefCell<Pin<Box<Sleep>>>,
        never: Instant,
    },
}

impl Wake {
    /// The best wake-up there is here. Must be called on a thread of the runtime that will wait for it.
    pub(crate) fn new(clock: Clock) -> Self {
        #[cfg(target_os = "linux")]
        match timerfd::Timerfd::new() {
            Ok(timerfd) => return Wake { clock, alarm: Alarm::Timerfd(timerfd) },
            Err(error) => tracing::warn!(%error, "no timerfd, ticks are rounded to milliseconds"),
        }
        Wake::sleeping(clock)
    }

    #[expect(clippy::disallowed_methods, reason = "the timer is the one who waits, so that nobody else has to")]
    fn sleeping(clock: Clock) -> Self {
        let sleep = Box::pin(tokio::time::sleep(NEVER));
        let never = sleep.deadline();
        Wake { clock, alarm: Alarm::Sleep { sleep: RefCell::new(sleep), never } }
    }

    /// Sets the wake-up for `at_us` in place of what it was set for, or for never. A moment that has passed wakes at
    /// once.
    pub(crate) fn arm(&self, at_us: Option<Micros>) {
        match &self.alarm {
            #[cfg(target_os = "linux")]
            Alarm::Timerfd(timerfd) => {
                timerfd.arm(at_us.map(|at_us| Duration::from_micros(at_us.saturating_sub(self.clock.now_us()))))
            }
            Alarm::Sleep { sleep, never } => {
                let at = at_us.and_then(|at_us| self.clock.instant_at(at_us)).map(Instant::from_std);
                sleep.borrow_mut().as_mut().reset(at.map_or(*never, |at| at.min(*never)));
            }
        }
    }

    /// Resolves when the wake-up comes, once for each time it was armed.
    pub(crate) async fn fired(&self) {
        match &self.alarm {
            #[cfg(target_os = "linux")]
            Alarm::Timerfd(timerfd) => timerfd.fired().await,
            Alarm::Sleep { sleep, never } => {
                poll_fn(|cx| {
                    let mut sleep = sleep.borrow_mut();
                    ready!(sleep.as_mut().poll(cx));
                    // A sleep that has ended stays ended, so without this the next wait would be none.
                    sleep.as_mut().reset(*never);
                    Poll::Ready(())
                })
                .await;
            }
        }
    }
}

/// Longer than any process runs, and short enough to be added to any moment.
const NEVER: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;

    fn wakes_not_before_what_it_was_set_for(make: fn(Clock) -> Wake) {
        actix::System::new().block_on(async {
            let clock = Clock::real_from(7_000_000);
            let wake = Rc::new(make(clock.clone()));
            wake.arm(Some(0));
            wake.fired().await;

            for _ in 0..3 {
                let at_us = clock.now_us() + 3_000;
                // Armed while somebody waits, and more than once: the last word counts.
                let waiting = actix::spawn({
                    let wake = wake.clone();
                    async move { wake.fired().await }
                });
                wake.arm(Some(clock.now_us() + 3_600_000_000));
                wake.arm(None);
                wake.arm(Some(at_us));
                waiting.await.unwrap();
                assert!(clock.now_us() >= at_us);
            }
        });
    }

    #[test]
    fn the_best_wake_up_wakes_not_before_what_it_was_set_for() {
        wakes_not_before_what_it_was_set_for(Wake::new);
    }

    #[test]
    fn the_fallback_wakes_not_before_what_it_was_set_for() {
        wakes_not_before_what_it_was_set_for(Wake::sleeping);
    }
}
