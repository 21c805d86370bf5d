//! What is counted and measured while the players play. Nothing counts outside the measured time but errors.

use std::collections::BTreeMap;

use hdrhistogram::Histogram;
use timer::Micros;

use super::limits::{SPAN_DIGITS, SPAN_US_MAX};

/// The figures of one run.
pub(super) struct Tally {
    open: bool,
    pub(super) errors: BTreeMap<String, u64>,
    pub(super) frames: u64,
    pub(super) frame_bytes: u64,
    /// Frames that would have come, were there one at each tick: microseconds times ticks a second.
    expected: u64,
    pub(super) merged: u64,
    pub(super) inputs: u64,
    pub(super) inputs_late: u64,
    pub(super) inputs_unseen: u64,
    pub(super) moves: u64,
    pub(super) beats_missed: u64,
    pub(super) deviation: Histogram<u64>,
    pub(super) effect: Histogram<u64>,
    pub(super) opponent: Histogram<u64>,
}

impl Default for Tally {
    fn default() -> Tally {
        let spans = || Histogram::new_with_bounds(1, SPAN_US_MAX, SPAN_DIGITS).expect("the bounds fit a histogram");
        Tally {
            open: false,
            errors: BTreeMap::new(),
            frames: 0,
            frame_bytes: 0,
            expected: 0,
            merged: 0,
            inputs: 0,
            inputs_late: 0,
            inputs_unseen: 0,
            moves: 0,
            beats_missed: 0,
            deviation: spans(),
            effect: spans(),
            opponent: spans(),
        }
    }
}

impl Tally {
    /// From now on everything counts, or nothing any more.
    pub(super) fn set_open(&mut self, open: bool) {
        self.open = open;
    }

    pub(super) fn error(&mut self, code: &str) {
        *self.errors.entry(code.to_string()).or_default() += 1;
    }

    /// Counts `count` of what `which` names.
    pub(super) fn count(&mut self, which: impl FnOnce(&mut Tally) -> &mut u64, count: u64) {
        if self.open {
            *which(self) += count;
        }
    }

    /// A span for what `which` names.
    pub(super) fn span(&mut self, which: impl FnOnce(&mut Tally) -> &mut Histogram<u64>, us: Micros) {
        if self.open {
            which(self).saturating_record(us);
        }
    }

    /// Somebody was to be sent frames at this rate for so long.
    pub(super) fn expect(&mut self, us: Micros, hz: u32) {
        self.count(|tally| &mut tally.expected, us * u64::from(hz));
    }

    pub(super) fn frames_expected(&self) -> u64 {
        self.expected / 1_000_000
    }
}
