//! Whether a worker keeps up with its ticks: late is who has been late for a while, and in time again who has been in time
//! for longer. One long stall is neither. It knows numbers only.

use crate::limits::{IN_TIME_FOR_MS, IN_TIME_MS, LATE_FOR_MS, LATE_MS};

/// How late a worker is with its ticks.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lateness {
    late_ms: u64,
    late: bool,
    /// Since when what was measured has said the opposite of `late`, each time.
    turning_ms: Option<u64>,
    /// When it was said last that the worker is late.
    said_ms: u64,
}

impl Lateness {
    /// The oldest tick that is handled at `now_ms` is `late_ms` late. Returns what the lobby should hear.
    pub(super) fn measured(&mut self, now_ms: u64, late_ms: u64) -> Option<bool> {
        self.late_ms = late_ms;
        let (turns, for_ms) =
            if self.late { (late_ms < IN_TIME_MS, IN_TIME_FOR_MS) } else { (late_ms >= LATE_MS, LATE_FOR_MS) };
        self.turning_ms = turns.then(|| self.turning_ms.unwrap_or(now_ms));
        if self.turning_ms.is_some_and(|since_ms| now_ms - since_ms >= for_ms) {
            (self.late, self.turning_ms, self.said_ms) = (!self.late, None, now_ms);
            return Some(self.late);
        }
        // Said again and again while it is so: a lobby may have come up anew meanwhile.
        if self.late && now_ms - self.said_ms >= LATE_FOR_MS {
            self.said_ms = now_ms;
            return Some(true);
        }
        None
    }

    /// Nothing ticks any more. Returns what the lobby should hear.
    pub(super) fn nothing_ticks(&mut self) -> Option<bool> {
        std::mem::take(self).late.then_some(false)
    }

    /// How late the last ticks were, in milliseconds.
    pub(super) fn late_ms(&self) -> u64 {
        self.late_ms
    }

    /// Whether the lobby was told so.
    pub(super) fn is_late(&self) -> bool {
        self.late
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of these measurements, one every 100 ms from `from_ms` on.
    fn said(lateness: &mut Lateness, from_ms: u64, count: u64, late_ms: u64) -> Vec<(u64, bool)> {
        let at = (0..count).map(|n| from_ms + n * 100);
        at.filter_map(|at_ms| Some((at_ms, lateness.measured(at_ms, late_ms)?))).collect()
    }

    #[test]
    fn one_long_stall_is_not_yet_late() {
        let mut lateness = Lateness::default();
        assert_eq!(said(&mut lateness, 0, 50, 0), []);
        assert_eq!(lateness.measured(60_000, 55_000), None);
        assert_eq!(said(&mut lateness, 60_100, 50, 2), []);
    }

    #[test]
    fn who_stays_late_says_so_again_until_in_time_for_long() {
        let mut lateness = Lateness::default();
        let late = said(&mut lateness, 0, 31, LATE_MS);
        assert_eq!(late, [(LATE_FOR_MS, true), (2 * LATE_FOR_MS, true), (3 * LATE_FOR_MS, true)]);
        assert!(lateness.is_late() && lateness.late_ms() == LATE_MS);
        assert_eq!(said(&mut lateness, 3_100, 5, IN_TIME_MS - 1), []);
        assert_eq!(said(&mut lateness, 3_600, 1, IN_TIME_MS), [], "a relapse: in time is counted from the start again");
        let in_time = said(&mut lateness, 3_700, IN_TIME_FOR_MS / 100 + 1, 0);
        assert_eq!(in_time.last(), Some(&(3_700 + IN_TIME_FOR_MS, false)));
        assert_eq!(said(&mut lateness, 9_000, 20, IN_TIME_MS + 1), [], "between the two bounds nothing turns");
    }

    #[test]
    fn the_last_one_late_and_the_first_one_in_time_are_told_apart() {
        let mut lateness = Lateness::default();
        assert_eq!(said(&mut lateness, 0, 50, LATE_MS - 1), []);
    }

    #[test]
    fn who_has_nothing_to_be_late_with_is_in_time() {
        let mut lateness = Lateness::default();
        said(&mut lateness, 0, 20, LATE_MS);
        assert_eq!(lateness.nothing_ticks(), Some(false));
        assert_eq!((lateness.nothing_ticks(), lateness.late_ms(), lateness.is_late()), (None, 0, false));
    }
}
