//! The grid that ticks stand on. All matches of one rate tick at the same moments of service time, so that the timer wakes
//! once for all of them and a worker gets one message, not one for each match. Tick times are whole fractions of a second,
//! and only some of them fall on a whole millisecond: those are the grid, and a match begins, goes on after a pause and comes
//! back from the store on it. So its ticks are planned exactly, however long it lasts.

/// The grid of a rate: every so many milliseconds, every so many ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    pub(super) ms: u64,
    pub(super) ticks: u64,
}

impl Grid {
    /// The grid of `hz` ticks a second: 50 ms at 60 or 20, 100 ms at 30 or 10, never more than a second.
    pub(super) fn of(hz: u32) -> Grid {
        let hz = u64::from(hz.max(1));
        let steps = common(1000, hz);
        Grid { ms: 1000 / steps, ticks: hz / steps }
    }

    /// The first moment on it at or after `service_ms`.
    pub(super) fn next_ms(self, service_ms: u64) -> u64 {
        service_ms.div_ceil(self.ms).saturating_mul(self.ms)
    }
}

/// The greatest common divisor.
fn common(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { common(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rate_meets_whole_milliseconds_as_often_as_it_can() {
        let grids = [1, 7, 10, 15, 20, 30, 60, 240].map(|hz| (Grid::of(hz).ms, Grid::of(hz).ticks));
        assert_eq!(grids, [(1000, 1), (1000, 7), (100, 1), (200, 3), (50, 1), (100, 3), (50, 3), (25, 6)]);
        for hz in 1..=timer::limits::TICK_HZ_MAX {
            let Grid { ms, ticks } = Grid::of(hz);
            assert_eq!((ticks * 1000 / u64::from(hz), 1000 % ms), (ms, 0));
        }
    }

    #[test]
    fn the_next_moment_is_now_or_soon() {
        let grid = Grid::of(60);
        assert_eq!([0, 1, 49, 50, 51].map(|ms| grid.next_ms(ms)), [0, 50, 50, 50, 100]);
    }
}
