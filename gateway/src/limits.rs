//! Every bound of the gateway: its name, its reason, and what happens when it is reached.

/// Bytes of one message of a client, fragments together. An action of a board game is some dozens; more is closed as too
/// large (1009).
pub const MESSAGE_BYTES: usize = 64 * 1024;

/// Fragments of one message. Empty ones cost no bytes but never end; more is closed as too large (1009).
pub const FRAGMENTS: usize = 64;

/// Commands of a session that wait for their answer. One more is refused as `too_many_unanswered`.
pub const UNANSWERED: usize = 16;

/// Answers a session keeps to give them again. More than can be unanswered, so that a client which lost its connection finds
/// every answer; an older number is refused as `stale_seq`.
pub const ANSWERS_KEPT: usize = 48;

/// Commands per second of a connection, and how many may come at once. Faster ones are refused as `too_fast`.
pub const COMMANDS_PER_S: u32 = 20;
/// See [`COMMANDS_PER_S`]: a person clicks in bursts.
pub const COMMANDS_AT_ONCE: u32 = 40;

/// Other messages per second of a connection: inputs at the rate of a display, pings. Faster ones are dropped and counted as
/// strikes.
pub const MESSAGES_PER_S: u32 = 240;
/// See [`MESSAGES_PER_S`]: what a stalled network lets through at once.
pub const MESSAGES_AT_ONCE: u32 = 480;

/// Messages at once that can't be read or come too fast, before a connection is closed (1008): a client that errs so often
/// won't mend.
pub const STRIKES: u32 = 100;
/// See [`STRIKES`]: how long it takes until one is forgiven, in milliseconds. A network that stalls now and then in a long
/// match must not add up to a bad client.
pub const STRIKE_MS: u64 = 1_000;

/// How long a connection may stay silent before its `hello`, in milliseconds. Then it is closed (1002).
pub const HELLO_MS: u64 = 10_000;

/// Between two pings of the server, in milliseconds.
pub const PING_MS: u64 = 10_000;

/// Round trips of a connection that its lag is the shortest of. A burst of delay passes unnoticed; a way that has become
/// longer for good is believed after as many pings.
pub const LAG_SAMPLES: usize = 4;

/// How long a client may leave pings unanswered, in milliseconds: it is half-open, or reads nothing. Then its socket is shut
/// down, and its session waits for another.
pub const SILENCE_MS: u64 = 25_000;

/// The latest at which a client that reads nothing is gone, in milliseconds: the silence, noticed at the next ping.
pub const STALLED_GONE_MS: u64 = SILENCE_MS + PING_MS;

/// Unacknowledged bytes may stand in the kernel this long, in milliseconds, before it gives the socket up (`TCP_USER_TIMEOUT`).
pub const TCP_USER_TIMEOUT_MS: u64 = 30_000;

/// Bytes the kernel may hold for a client that doesn't read. Left alone it takes megabytes; a board game needs a few
/// kilobytes.
pub const SOCKET_SEND_BYTES: usize = 128 * 1024;

/// Bytes of a response held before its writing, per connection.
pub const WRITE_BUFFER_BYTES: usize = 16 * 1024;

/// Messages that wait for a connection's actor. A client so far behind is shut down; its session goes on from where it was.
pub const CONNECTION_MAILBOX: usize = 256;

/// Messages that wait for a hub. Beyond it a connection that has more to say is closed (4001) and comes back later.
pub const HUB_MAILBOX: usize = 16_384;

/// Frames of a real-time match that a client may leave unacknowledged because it gathers what it says: it tells at the third
/// at the latest. The window is larger, or such a client would wait for frames and the server for its word.
pub const FRAMES_UNTOLD: usize = 3;

/// How long a frame and its acknowledgement may take beyond the shortest round trip of the connection, in milliseconds, before
/// frames are left out: a wireless network's usual hiccup, and a client that tells once a frame is drawn. A longer slack
/// would show a slow reader an older picture.
pub const FRAME_SLACK_MS: u64 = 250;

/// Frames that may be unacknowledged, however far away a client is: a second's worth. While there are as many, frames are left
/// out, and the newest goes out when there is room.
pub const FRAMES_UNSEEN_MAX: usize = 64;

/// Bytes that were sent on a connection and are not known to be received. The longest list of tables and some views fit twice.
/// Who is sent more is closed (4001), and comes back to where it was.
pub const BYTES_UNSEEN_MAX: u64 = 512 * 1024;

/// Bytes after which a client is pinged out of turn, so that what it has read is known: a small part of [`BYTES_UNSEEN_MAX`],
/// some hundred frames.
pub const BYTES_PER_PING: u64 = 32 * 1024;

/// Pings that may wait for their answer on one connection. Of more, the oldest is not timed any more; there are so many only
/// when a client is about to be closed.
pub const PINGS_UNANSWERED: usize = 32;

/// How long a socket has to take the code it is closed with for pressure, in milliseconds. Then it is shut down, code or not:
/// one that stalls takes nothing.
pub const CLOSE_MS: u64 = 2_000;

/// How long a session outlives its last connection, in milliseconds: a tunnel, a sleeping laptop's lid. Then it is forgotten;
/// the seat stays the player's.
pub const SESSION_KEPT_MS: u64 = 120_000;

/// Sessions of one player: tabs, and page loads of the last minutes. For one more the oldest that waits is forgotten; if all
/// are connected, it is refused as `too_many_sessions`.
pub const SESSIONS_PER_PLAYER: usize = 32;

/// Sessions of one hub, and connections. One more of either is refused as `too_many_sessions`.
pub const SESSIONS: usize = 50_000;

/// Connections from one address (one /64 of IPv6, where a household has that many addresses): a school behind one router.
/// One more is refused as `too_many_sockets`.
pub const SOCKETS_PER_ADDRESS: usize = 128;

/// Short codes that one address (see [`SOCKETS_PER_ADDRESS`]) may ask for in vain at once: a class that mistypes what stands
/// on the board. After that it is refused as `too_fast`, whatever it asks for.
pub const CODE_MISSES: u32 = 20;
/// See [`CODE_MISSES`]: how long it takes until one more is let pass, in milliseconds. At this rate an address that tries out
/// codes day and night finds one of a thousand tables in four months.
pub const CODE_MISS_MS: u64 = 30_000;

/// Addresses whose misses are remembered. While there are as many, all others are refused as `too_fast` on a miss: only an
/// attack has so many.
pub const CODE_ADDRESSES: usize = 50_000;

/// Bytes of a request's JSON body. More is refused as `too_large`.
pub const BODY_BYTES: usize = 16 * 1024;

/// Matches that are played again at once for those who want to see them, or to go on from one: processors are there for those
/// who play. One more is refused as `busy`.
pub const REPLAYS_AT_ONCE: usize = 2;

/// Connections of one gateway thread, sockets and requests together. More wait in the kernel's queue.
pub const CONNECTIONS_PER_THREAD: usize = 25_000;

/// How long a client may take to send its request, in milliseconds.
pub const REQUEST_MS: u64 = 10_000;

/// How long a guest's token is good, in seconds: whoever comes back within it is the same guest.
pub const TOKEN_S: u64 = 90 * 24 * 3600;

/// The longest a graceful stop may take, in seconds. Then connections are dropped as they are.
pub const STOP_S: u64 = 5;

const _: () = assert!(PING_MS < SILENCE_MS, "a client is pinged before it is given up");
const _: () = assert!(UNANSWERED < ANSWERS_KEPT, "every unanswered command finds its answer");
const _: () = assert!(SILENCE_MS < SESSION_KEPT_MS, "a session outlives the noticing of its death");
const _: () = assert!(BYTES_PER_PING * 4 <= BYTES_UNSEEN_MAX, "a client is pinged well before it is over its budget");
const _: () = assert!(
    BYTES_UNSEEN_MAX / BYTES_PER_PING + SILENCE_MS / PING_MS + 2 < PINGS_UNANSWERED as u64,
    "every ping of a client that is not closed is timed"
);
const _: () = assert!(FRAMES_UNTOLD < FRAMES_UNSEEN_MAX, "who gathers what it tells is not left waiting");
