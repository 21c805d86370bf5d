//! How long the way to a client and back takes, by the server's own pings. Nothing a client says goes into it: a ping is
//! answered by the browser itself, the answer must carry what the ping did, and a client that answers late enough to look
//! slower than it is must do so every time, and gains no more than the match's quota.

use std::collections::VecDeque;

use crate::limits::LAG_SAMPLES;

/// The round trips of one connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lag {
    samples: VecDeque<u64>,
    least_ms: Option<u64>,
}

impl Lag {
    /// A ping was answered after this time.
    pub(crate) fn measured(&mut self, round_trip_ms: u64) {
        self.least_ms = Some(self.least_ms.unwrap_or(u64::MAX).min(round_trip_ms));
        self.samples.push_back(round_trip_ms);
        if self.samples.len() > LAG_SAMPLES {
            self.samples.pop_front();
        }
    }

    /// The shortest round trip there ever was, in milliseconds; 0 before the first. A queue that a slow reader lets grow delays
    /// its pings, too: the last ones would tell the length of the queue.
    pub(crate) fn least_ms(&self) -> u64 {
        self.least_ms.unwrap_or(0)
    }

    /// The shortest of the last round trips, in milliseconds: what the way takes when nothing else delays it. 0 before the
    /// first.
    pub(crate) fn round_trip_ms(&self) -> u64 {
        self.samples.iter().min().copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert, prop_assert_eq, proptest};

    use super::*;

    proptest! {
        /// Whatever was delayed before, one prompt answer among the last is believed.
        #[test]
        fn late_answers_gain_nothing_beside_one_in_time(late in proptest::collection::vec(50u64..5_000, 0..20), prompt in 0u64..50) {
            let mut lag = Lag::default();
            late.iter().for_each(|ms| lag.measured(*ms));
            lag.measured(prompt);
            prop_assert_eq!(lag.round_trip_ms(), prompt);
        }

        #[test]
        fn it_is_never_more_than_the_last_answer(all in proptest::collection::vec(0u64..5_000, 1..20)) {
            let mut lag = Lag::default();
            all.iter().for_each(|ms| lag.measured(*ms));
            prop_assert!(lag.round_trip_ms() <= *all.last().unwrap());
        }
    }
}
