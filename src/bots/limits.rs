//! Every bound of the dummy players: its name, its reason, and what happens when it is reached.

/// Sockets opened from one source address. Below the server's bound for one address; on loopback the next 127.x.y.z is taken
/// for more, elsewhere the server refuses what is too many and the report says so.
pub(super) const SOCKETS_PER_SOURCE: usize = 100;

/// Sockets being opened at the same time. The others wait: a server's queue of unanswered connections is short.
pub(super) const DIALS_AT_ONCE: usize = 32;

/// Tables being made at the same time. The others wait, so that a rush of starts isn't what is measured.
pub(super) const TABLES_AT_ONCE: usize = 32;

/// How long a refused table waits before it is asked for again, in milliseconds.
pub(super) const TABLE_AGAIN_MS: u64 = 500;

/// How long connecting and starting all matches may take together, in milliseconds. Then what has started is measured, and the
/// report says how many these are.
pub(super) const SETUP_MS: u64 = 90_000;

/// How long a server rests before its memory is read, and matches run before they are measured, in milliseconds.
pub(super) const SETTLE_MS: u64 = 1000;

/// How long it may take a number of frames to arrive beyond the time they were planned for, in milliseconds. Then the report says
/// what has arrived.
pub(super) const OVERTIME_MS: u64 = 20_000;

/// Frames a watcher may have seen without telling, as the browser client has it.
pub(super) const ACK_FRAMES: u32 = 3;

/// How many ticks an input is for the future, as a client close by would stamp it.
pub(super) const LEAD_TICKS: u64 = 2;

/// Parts of one period of inputs: players act one part after the other and not all at once.
pub(super) const SLICES: usize = 8;

/// Inputs between two thoughts of a player who isn't asked to think: half a second at 60 a second.
pub(super) const THINK_EVERY: u32 = 30;

/// Inputs of a player whose effect hasn't been seen. One more drops the oldest and counts it as unseen.
pub(super) const INPUTS_REMEMBERED: usize = 256;

/// Bytes that wait for a socket that takes no more. A player with more is given up and counted as an error.
pub(super) const BACKLOG_BYTES: usize = 256 * 1024;

/// Bytes of one message of the server. A longer one is none of this protocol, and its connection is given up.
pub(super) const MESSAGE_BYTES: usize = 1024 * 1024;

/// The longest time that the histograms tell apart, in microseconds. Longer ones count as this long.
pub(super) const SPAN_US_MAX: u64 = 60_000_000;

/// Digits that the histograms keep of a time.
pub(super) const SPAN_DIGITS: u8 = 3;

/// How long a spawned server may take to say where it serves, in milliseconds.
pub(super) const SPAWN_MS: u64 = 20_000;
