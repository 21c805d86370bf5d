//! The clock of the program: the only place that asks the system what time it is.
//!
//! It tells service time, which starts at the clock's origin, and, for stamps that outlive the process, the seconds of
//! the wall clock. It does not wait, and it does not tell anyone that time has passed; that is the timer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::due::Micros;
use crate::rate::SECOND_US;

/// What a clock moved by hand takes for the wall clock at service time 0, in Unix seconds (14 November 2023).
pub const HAND_WALL_EPOCH_S: u64 = 1_700_000_000;

/// A clock that anyone may hold; all clones tell the same time.
#[derive(Clone, Debug)]
pub struct Clock {
    source: Source,
}

#[derive(Clone, Debug)]
enum Source {
    Real { origin: Instant, origin_us: Micros },
    Hand(Arc<AtomicU64>),
}

impl Clock {
    /// A clock that runs by itself, from 0.
    pub fn real() -> Self {
        Clock::real_from(0)
    }

    /// A clock that runs by itself, from `origin_us`: service time goes on where an earlier process left it.
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else is told to ask")]
    pub fn real_from(origin_us: Micros) -> Self {
        Clock { source: Source::Real { origin: Instant::now(), origin_us } }
    }

    /// A clock that stands at 0 until it is moved.
    pub fn by_hand() -> Self {
        Clock::by_hand_from(0)
    }

    /// A clock that stands at `origin_us` until it is moved.
    pub fn by_hand_from(origin_us: Micros) -> Self {
        Clock { source: Source::Hand(Arc::new(AtomicU64::new(origin_us))) }
    }

    /// The same kind of clock, at `origin_us` now: where an earlier process has left service time. One moved by hand is moved on.
    pub fn going_on_from(self, origin_us: Micros) -> Self {
        match self.source {
            Source::Real { .. } => Clock::real_from(origin_us),
            Source::Hand(_) => {
                self.advance_to(origin_us);
                self
            }
        }
    }

    /// Service time in microseconds.
    pub fn now_us(&self) -> Micros {
        match &self.source {
            Source::Real { origin, origin_us } => origin_us.saturating_add(micros_since(*origin)),
            Source::Hand(now_us) => now_us.load(Ordering::SeqCst),
        }
    }

    /// Service time in whole milliseconds.
    pub fn now_ms(&self) -> u64 {
        self.now_us() / 1000
    }

    /// The wall clock in Unix seconds, for stamps that must mean something to another process (a token's expiry).
    /// It may jump; nothing is ever scheduled by it. A clock moved by hand counts from [`HAND_WALL_EPOCH_S`].
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else is told to ask")]
    pub fn wall_s(&self) -> u64 {
        match &self.source {
            // A wall clock set before 1970 makes every stamp expired, which is the safe side.
            Source::Real { .. } => SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()),
            Source::Hand(_) => HAND_WALL_EPOCH_S + self.now_us() / SECOND_US,
        }
    }

    /// Whether this clock is moved by hand.
    pub fn is_by_hand(&self) -> bool {
        matches!(self.source, Source::Hand(_))
    }

    /// Moves a clock by hand to `us`, never back. Tells whether this is such a clock; nobody moves a real one.
    ///
    /// This is for those who drive a [`crate::Schedule`] themselves. With an actor, use [`crate::Timer::advance`],
    /// which also delivers what falls due on the way.
    pub fn advance_to(&self, us: Micros) -> bool {
        match &self.source {
            Source::Real { .. } => false,
            Source::Hand(now_us) => {
                now_us.fetch_max(us, Ordering::SeqCst);
                true
            }
        }
    }

    /// The system's name for a moment of service time, if the clock is real and the system can name it.
    pub(crate) fn instant_at(&self, us: Micros) -> Option<Instant> {
        match &self.source {
            Source::Real { origin, origin_us } => {
                origin.checked_add(Duration::from_micros(us.saturating_sub(*origin_us)))
            }
            Source::Hand(_) => None,
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else is told to ask")]
fn micros_since(origin: Instant) -> Micros {
    let since = Instant::now().saturating_duration_since(origin);
    u64::try_from(since.as_micros()).expect("no process runs for half a million years")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_of_a_clock_by_hand_move_together_and_never_back() {
        let clock = Clock::by_hand();
        let other = clock.clone();
        assert!(clock.advance_to(2_500_000));
        assert!(clock.advance_to(1));
        assert_eq!((other.now_us(), other.now_ms()), (2_500_000, 2500));
        assert_eq!(other.wall_s(), HAND_WALL_EPOCH_S + 2);
        assert_eq!((clock.going_on_from(7_000_000).now_us(), other.now_us()), (7_000_000, 7_000_000));
        assert_eq!(other.going_on_from(1).now_us(), 7_000_000);
    }

    #[test]
    fn a_real_clock_starts_where_it_is_told_and_obeys_no_hand() {
        let clock = Clock::real_from(5_000_000);
        let first_us = clock.now_us();
        assert!(first_us >= 5_000_000);
        assert!(!clock.advance_to(u64::MAX));
        let second_us = clock.now_us();
        assert!(second_us >= first_us && second_us < u64::MAX);
        let later = clock.clone().going_on_from(9_000_000_000);
        assert!(later.now_us() >= 9_000_000_000 && later.instant_at(9_000_000_001).is_some());
        assert!(clock.wall_s() > HAND_WALL_EPOCH_S, "the wall clock is later than the day this was written");
    }
}
