//! What a core asks of the timer, in the milliseconds and keys of its own choosing. One word for all cores, so that one piece
//! of shell does what it says.

/// A wish about the timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrange {
    /// Set an alarm, in place of an earlier one of this key.
    Alarm {
        /// The core's key.
        key: u64,
        /// When, in milliseconds of service time.
        at_ms: u64,
        /// Comes back with it.
        generation: u64,
    },
    /// Ask for ticks.
    Ticks {
        /// The core's key.
        key: u64,
        /// How many a second.
        hz: u32,
        /// From when on, in milliseconds of service time.
        from_ms: u64,
    },
    /// Forget an alarm or ticks.
    Cancel {
        /// The core's key.
        key: u64,
    },
}
