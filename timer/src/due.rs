//! The words of the timer: who is told, about what, and the message that tells them.
//!
//! Plain data. What a key or a generation stands for is the subscriber's business and unknown here.

/// A moment or a span in microseconds of service time.
pub type Micros = u64;

/// One of those that the timer serves. Ids are given out once and never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubscriberId(pub u32);

/// What a subscriber calls one of its alarms or ticks. One key holds one thing: arming it again replaces what was
/// there, be it an alarm or ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub u64);

/// All that has fallen due for one subscriber: the one message it gets about time.
///
/// At most one is on its way to a subscriber. What falls due until it has been handled is merged into the next one.
/// A cancellation may cross a `Due` that has already been sent; the generation tells the subscriber that it is late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The time at which this message was made: the subscriber's `now`.
    pub beat_us: Micros,
    /// The alarms, by their planned time and then by the order in which they were armed.
    pub alarms: Vec<DueAlarm>,
    /// The ticks, one entry for each key, by the planned time of the first and then by key.
    pub ticks: Vec<DueTicks>,
}

/// One alarm that went off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueAlarm {
    /// The key it was armed under, now free again.
    pub key: Key,
    /// The generation it was armed with.
    pub generation: u64,
    /// The time it was armed for, never after [`Due::beat_us`].
    pub planned_us: Micros,
}

/// The ticks of one key that have fallen due since the last ones told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueTicks {
    /// The key they are armed under.
    pub key: Key,
    /// The generation they were armed with.
    pub generation: u64,
    /// The number of the first one; the first of all is number 1.
    pub first: u64,
    /// How many there are, in a row from `first`. It stops growing at its maximum; the next `first` still counts all.
    pub count: u32,
    /// The time the first one was planned for. [`crate::TickRate::planned_us`] gives the others.
    pub planned_us: Micros,
}
