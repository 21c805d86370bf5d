//! Every bound of the timer, why it is there, and what happens to whoever meets it.
//!
//! Numbers and policies only; the code that applies a bound names it from here.

/// The fastest ticks anyone may ask for.
///
/// A screen shows no more than this, and each tick costs every subscriber a message. Policy: refuse, with
/// [`crate::TickRefusal::TooFast`] at the call.
pub const TICK_HZ_MAX: u32 = 240;

/// How many keys one subscriber may have armed or fallen due and not yet sent.
///
/// A key costs about two hundred bytes, so this is a leak of a subscriber, not a busy one. Policy: refuse the new key,
/// count it in [`crate::Observed::refused`], and log an error with the subscriber's name; replacing a key that is
/// there is always allowed.
pub const KEYS_PER_SUBSCRIBER_MAX: usize = 1 << 20;

/// How many subscribers there may be at once.
///
/// There is one for each thread that wants to know the time, and each costs two histograms of about 20 KB. Policy:
/// refuse the newcomer, count it in [`crate::Observed::refused`], and log an error with its name.
pub const SUBSCRIBERS_MAX: usize = 1024;

/// How much of a subscriber's name is kept. Names come from the program and are for people. Policy: cut.
pub const SUBSCRIBER_NAME_CHARS_MAX: usize = 64;

/// The timer's mailbox.
///
/// It bounds those who wait for an answer (observing, reading lateness). Clients' instructions are queued past it, for
/// the reason given at [`crate::Subscription`]. Policy: the asker waits.
pub const MAILBOX_CAPACITY: usize = 1024;

/// The longest lateness that the histograms tell apart. Policy: longer ones count as this long; the maximum is kept
/// exactly.
pub const LATENESS_US_MAX: u64 = 60_000_000;

/// The precision of the lateness histograms: two digits are enough to judge a delay, three cost eight times the
/// memory.
pub const LATENESS_DIGITS: u8 = 2;

/// Where [`crate::Delays`] are told apart, in microseconds.
///
/// From what a message costs to what a player calls a hang, about two and a half to a step; 16 and 33 ms are a frame of
/// 60 and of 30 a second. Policy: what is longer than the last is counted beyond it.
pub const DELAY_BOUNDS_US: [u64; 17] = [
    10, 25, 50, 100, 250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 33_000, 50_000, 100_000, 250_000, 1_000_000,
    5_000_000,
];

const _: () = assert!(TICK_HZ_MAX as u64 <= crate::rate::SECOND_US, "two ticks of one key would share a microsecond");
const _: () = assert!(KEYS_PER_SUBSCRIBER_MAX > 0 && SUBSCRIBERS_MAX > 0, "a timer that serves nobody");
const _: () = assert!(LATENESS_US_MAX >= 2, "a histogram needs a range");
