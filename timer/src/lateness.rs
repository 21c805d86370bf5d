//! How late things were: the timer's own lateness and the handlers', kept apart.
//!
//! Numbers in, percentiles out; it does not know where the numbers come from. One number alone would not tell
//! whether the timer woke up late or a subscriber was slow.

use hdrhistogram::Histogram;

use crate::delays::Delays;
use crate::due::Micros;
use crate::limits::{LATENESS_DIGITS, LATENESS_US_MAX};

/// What a histogram of delays says, since the subscriber was registered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lateness {
    /// How many delays were recorded.
    pub count: u64,
    /// Half of them were at most this long.
    pub p50_us: Micros,
    /// 99 of 100 were at most this long.
    pub p99_us: Micros,
    /// 999 of 1000 were at most this long.
    pub p999_us: Micros,
    /// The longest one, exactly.
    pub max_us: Micros,
}

/// How late one subscriber was served, and how long it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriberLateness {
    /// The name it was registered with.
    pub name: String,
    /// The timer's: from the planned time (or from the arming, if that came later) to the beat that found it due.
    pub timer: Lateness,
    /// The handler's: from the beat that sent a [`crate::Due`] to the news that it was handled.
    pub handler: Lateness,
}

/// Collects delays.
#[derive(Clone, Debug)]
pub(crate) struct Meter {
    histogram: Histogram<u64>,
    delays: Delays,
    max_us: Micros,
}

impl Meter {
    pub(crate) fn new() -> Self {
        let histogram = Histogram::new_with_bounds(1, LATENESS_US_MAX, LATENESS_DIGITS)
            .expect("the bounds are constants that a histogram can have");
        Meter { histogram, delays: Delays::default(), max_us: 0 }
    }

    pub(crate) fn record(&mut self, delay_us: Micros) {
        self.histogram.saturating_record(delay_us);
        self.delays.record(delay_us);
        self.max_us = self.max_us.max(delay_us);
    }

    /// The same in slots. Cheap to read, where a summary walks through the whole histogram.
    pub(crate) fn delays(&self) -> Delays {
        self.delays
    }

    pub(crate) fn summary(&self) -> Lateness {
        // A bucket's upper edge may lie above the longest delay in it.
        let quantile = |quantile| self.histogram.value_at_quantile(quantile).min(self.max_us);
        Lateness {
            count: self.histogram.len(),
            p50_us: quantile(0.5),
            p99_us: quantile(0.99),
            p999_us: quantile(0.999),
            max_us: self.max_us,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_recorded_is_all_zero() {
        assert_eq!(Meter::new().summary(), Lateness::default());
    }

    #[test]
    fn one_long_delay_shows_in_the_tail_only() {
        let mut meter = Meter::new();
        (0..999).for_each(|_| meter.record(100));
        meter.record(90_000_000);
        let lateness = meter.summary();
        assert_eq!((lateness.count, lateness.p50_us, lateness.p99_us), (1000, 100, 100));
        assert_eq!(lateness.max_us, 90_000_000, "the longest is kept though the histogram ends before it");
    }
}
