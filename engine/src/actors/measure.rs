//! How long handlers run: counted for whoever asks, and a warning for one that is slow.

use timer::Clock;

use crate::limits::SLOW_HANDLER_MS;

/// The times of a role's handlers since it came up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandlerTimes {
    /// How many ran.
    pub count: u64,
    /// All of them together, in microseconds.
    pub total_us: u64,
    /// The longest, in microseconds.
    pub max_us: u64,
    /// How many were slower than [`SLOW_HANDLER_MS`].
    pub slow: u64,
}

impl HandlerTimes {
    /// Runs a handler and takes its time.
    pub(super) fn measure<R>(
        &mut self,
        clock: &Clock,
        role: &str,
        what: &'static str,
        handler: impl FnOnce() -> R,
    ) -> R {
        let begun_us = clock.now_us();
        let result = handler();
        let took_us = clock.now_us().saturating_sub(begun_us);
        self.count += 1;
        self.total_us += took_us;
        self.max_us = self.max_us.max(took_us);
        if took_us >= SLOW_HANDLER_MS * 1000 {
            self.slow += 1;
            tracing::warn!(role, what, took_us, "slow handler");
        }
        result
    }
}
