//! Every bound of the engine: its name, its reason, and what happens when it is reached.

/// Answered commands a match remembers of each player, so that a repeat is told from a new one even after a crash. More
/// than a client may leave unanswered; the oldest is forgotten.
pub const APPLIED_KEPT: usize = 64;

/// Refused commands a match remembers: copies of one come within moments of each other, so a few of each player's are enough.
/// The oldest is forgotten.
pub const REFUSALS_KEPT: usize = 64;

/// Updates a match keeps for those who come back after a short cut. Older ones are dropped: who missed more gets the whole
/// view.
pub const RING_UPDATES: usize = 32;

/// Alarms of one match that fire in a row. A title whose alarm sets itself for the same moment again would never let go of
/// the worker; the rest fire at the next beat.
pub const ALARMS_IN_A_ROW: usize = 64;

/// Ticks of one match made up for at once after a delay. More would delay the neighbours; the rest is skipped and counted.
pub const TICKS_CAUGHT_UP: u64 = 8;

/// How late a worker's ticks are, in milliseconds, when it is late: three ticks at 60 a second, more than a jitter buffer
/// should have to hide. Who is later than that each time for [`LATE_FOR_MS`] gets no new matches: tables for it are refused
/// as `busy`.
pub const LATE_MS: u64 = 50;

/// How long a worker must have been late to count as late, in milliseconds: a single stall is over before a table is made.
pub const LATE_FOR_MS: u64 = 1_000;

/// How late a worker may be, in milliseconds, to be in time again. Well below [`LATE_MS`], so that it doesn't go to and fro.
pub const IN_TIME_MS: u64 = 20;

/// How long a worker must have been in time to count so again, in milliseconds: the next table should not overload it at once.
pub const IN_TIME_FOR_MS: u64 = 3_000;

/// Ticks that an input may be stamped ahead of the last one that ran, and so the inputs kept for each seat: half a second at 60
/// a second, more than anybody's lead. One that is stamped later than that is taken for the last of them.
pub const INPUTS_AHEAD: u64 = 32;

/// Ticks that a watcher who misses frames waits for the update that was asked for. Then it is asked for again: the wish may
/// have met a full mailbox, or a worker that fell.
pub const RESYNC_AGAIN_TICKS: u64 = 64;

/// Legal actions listed in an update. A longer list is left out (`null`): hints aren't worth a large message per move.
pub const LEGAL_LISTED: usize = 512;

/// How long a seat that nobody is connected to counts as here after a start or a recovery, in milliseconds: the players'
/// hubs need a moment to come back. Then it is away.
pub const SETTLE_MS: u64 = 5_000;

/// Network lag given back to a player with each action, in milliseconds: the way round the world and a slow last mile. Whoever
/// is farther away, or seems to be, pays for the rest.
pub const LAG_QUOTA_MS: u64 = 300;

/// When an event is shown later than this after it was handled, in milliseconds, the match's time is told anew: until then
/// clocks on the page run ahead by as much. Shorter delays are told with the next event.
pub const RELEASE_TOLD_MS: u64 = 100;

/// Actions after which a match counts and can't be aborted any more: one by each of two.
pub const ABORTABLE_MOVES: u64 = 2;

/// How long a proposal waits for an answer, in milliseconds. Then it expires, and its proposer may ask again after their next
/// action.
pub const OFFER_MS: u64 = 60_000;

/// How long a pause lasts at most, in milliseconds. Then the match goes on by itself: nobody is kept from it for ever.
pub const PAUSE_MS: u64 = 10 * 60_000;

/// How long an awaited player may be gone before the others may claim the win, in milliseconds: a page reloads, a train
/// leaves a tunnel.
pub const CLAIM_GRACE_MS: u64 = 30_000;

/// How long an awaited player who has never acted may be away, in milliseconds. Then the match ends for nobody.
pub const NO_SHOW_MS: u64 = 30_000;

/// Gifts of time each seat may make in one match. One more is refused as `enough_given`: a match must end some day.
pub const GIFTS: u8 = 20;

/// Entries a match that knows undo keeps of its own journal. A match that has more forgets them all, and nothing can be taken
/// back in it any more.
pub const UNDO_ENTRIES: usize = 4_096;

/// Sessions that watch one match from one seat, or without a seat. One more is refused as `busy`.
pub const WATCHERS: usize = 1_000;

/// Commands and records of one worker that wait for the store. One more command is refused as `busy`, and ticks wait to be
/// made up for or skipped: memory stays flat when the disk is slow.
pub const UNCOMMITTED: usize = 4_096;

/// How long a worker or the lobby waits before it asks the store again for what it couldn't read, in milliseconds.
pub const RELOAD_MS: u64 = 500;

/// Between two marks of the time in the store, in milliseconds, while a match goes on and nothing else is stored: one and a half
/// times as much may come back to a clock when the process is killed.
pub const MARK_MS: u64 = 1_000;

/// How near an alarm must be for its match to stay in memory, in milliseconds, and how far ahead a worker looks for those that
/// sleep: reading a match is cheap, but a ten-second clock should not go through the store with each move.
pub const NEAR_MS: u64 = 60_000;

/// Steps of a match that are shown in one answer: as many as a page needs to begin with. Who wants more asks for the next.
pub const REPLAY_STEPS: u64 = 1_000;

/// Bytes of views and notes in one such answer, beyond which no further step is told in it: views of some titles are large.
pub const REPLAY_BYTES: usize = 4 << 20;

/// Steps that ticks make at most in a second of a real-time match: to the eye of who looks for a moment, that is all of it.
pub const REPLAY_HZ: u32 = 10;

/// Ticks and entries of a match that can be shown again: nine hours at 60 Hz, seconds of work. A longer one is refused as
/// `too_long`; whoever runs the server can look at it still.
pub const REPLAY_WORK: u64 = 2_000_000;

/// Ticks and entries of a match that others can be begun from. That is done by the worker, between the ticks of all its other
/// matches, so it may take no longer than a few of those: ten minutes at 60 Hz. A longer match is refused as `too_long`.
pub const FORK_WORK: u64 = 36_000;

/// Matches that a worker wakes at once for their alarms. The rest come [`RELOAD_MS`] later: nobody should wait for all of them.
pub const WAKES_AT_ONCE: usize = 256;

/// Entries of a journal after which a match that stays in memory is stored as a whole, so that few have to be played again
/// to wake it.
pub const SNAPSHOT_ENTRIES: u64 = 256;

/// Actions journalled of one match for having made its title panic. Of more, only the log tells: nobody should fill a disk
/// with what was refused.
pub const POISON_KEPT: u8 = 8;

/// A handler that runs longer than this, in milliseconds, is warned about: 60 ticks a second leave 16.
pub const SLOW_HANDLER_MS: u64 = 10;

/// Tables of the whole server that are awake. One more is refused as `tables_full`; those that sleep cost a disk only.
pub const TABLES: usize = 100_000;

/// Tables at which one player may sit whose matches are over in one sitting. One more is refused as `too_many_tables`.
pub const TABLES_PER_PLAYER: usize = 8;

/// Tables at which one player may sit whose matches may take days: nobody waits at the board there, and who plays by letter
/// plays many at a time. One more is refused as `too_many_tables`.
pub const UNHURRIED_PER_PLAYER: usize = 100;

/// Tables one player may have made from places in other matches at which nobody sits yet: they count for nobody's seats. One
/// more is refused as `too_many_tables`.
pub const FORKS_PER_PLAYER: usize = 8;

/// Commands a table remembers, so that a repeat is told from a new one even after a crash: the one that made it and the last
/// of the others. A client sends again what it has no answer to as soon as it is back; more commands than this are seldom
/// applied to a table meanwhile. Of those after the first the oldest is forgotten.
pub const COMMANDS_KEPT: usize = 16;

/// Commits of the lobby that wait for the store. While there are as many, whatever is asked of it is refused as `busy`: memory
/// stays flat when the disk is slow.
pub const LOBBY_UNCOMMITTED: u64 = 4_096;

/// Messages held back by the lobby until what they follow from is stored. Beyond that the store counts as failed: the lobby
/// forgets all it knows, and comes up again from the store when that answers.
pub const LOBBY_HELD: usize = 131_072;

/// Messages that wait for a table that sleeps, or for all tables of a player. While there are as many, whatever is asked of the
/// lobby is refused as `busy`.
pub const LOBBY_WAITING: usize = 8_192;

/// The same for looks and the like, which aren't refused: more than all sessions have to say when a lobby comes up. Beyond that
/// the store counts as failed, as with [`LOBBY_HELD`].
pub const LOBBY_WAITING_MAX: usize = 131_072;

/// Between two rounds in which the lobby puts tables to sleep, in milliseconds, while there are some that might. A page that is
/// loaded anew is back before.
pub const SLEEP_BEAT_MS: u64 = 60_000;

/// Between two questions to the store about tables that have slept too long, in milliseconds, and how much too long that is:
/// nobody waits for them to be closed, and one that somebody has come back to may have to be stored as awake first.
pub const DUE_BEAT_MS: u64 = 3_600_000;

/// How long a table must have until it is closed to be put to sleep, in milliseconds: for less it isn't worth a commit.
pub const SLEEP_WORTH_MS: u64 = 10 * 60_000;

/// Tables put to sleep in one commit, and tables taken from the store at once to be closed. More follow soon: nobody should
/// wait for them.
pub const SLEEP_AT_ONCE: usize = 512;

/// Bytes of a table's options. More is refused as `bad_options`.
pub const OPTIONS_BYTES: usize = 4_096;

/// Open tables in the list for the home page, the newest first, and as many live ones. The rest are left out.
pub const TABLES_LISTED: usize = 200;

/// Between two words of the lobby about what has changed, in milliseconds: to those who watch the list of tables, and to
/// those who look at a table about who else does. However much happens in between, each is told once; faster than this
/// nobody reads.
pub const LOBBY_BEAT_MS: u64 = 300;

/// How long a table without a match stays when nobody looks at it, in milliseconds. Then it is closed.
pub const TABLE_IDLE_MS: u64 = 5 * 60_000;

/// How long a table with a match stays when nobody looks at it, in milliseconds: somebody may come back after a night. Then
/// the match ends as `abandoned` and the table is closed.
pub const MATCH_IDLE_MS: u64 = 24 * 3_600_000;

/// The same for a match that may take days, in milliseconds: longer than anybody may take for a move, so that its own clock
/// ends it.
pub const UNHURRIED_IDLE_MS: u64 = 15 * 24 * 3_600_000;

/// How long a bot waits before it thinks and then acts, in milliseconds, so that its move can be followed.
pub const BOT_THINK_MS: u64 = 500;

/// Frames kept for a bot of a real-time match while the steersman is busy with what it was shown before: about a second of
/// those that tell only changes; of others the newest is enough. Of more it is shown none, and asks its match how things
/// stand.
pub const BOT_FRAMES: usize = 64;

/// Ticks after which a bot whose input hasn't been applied says it again: it may have met a full mailbox.
pub const INPUT_AGAIN_TICKS: u64 = 32;

/// Finished matches the memory store keeps. The oldest is dropped: memory is all it has.
pub const FINISHED_IN_MEMORY: usize = 10_000;

/// For how many days a finished match is kept where nothing else is said. A year, so that a player can look at an old game
/// again; then it is deleted.
pub const KEEP_FINISHED_DAYS: u64 = 365;

/// How many bytes a database may fill where nothing else is said: 10 GiB, some millions of games. Above it the oldest finished
/// matches are deleted first; unfinished ones never.
pub const DISK_BUDGET_BYTES: u64 = 10 << 30;

/// Pages of the write-ahead log, of 4 KiB, that may wait to be copied into the database while there is something to commit. More
/// are copied when the store is idle. Who comes meanwhile waits for some tens of milliseconds: seldom, and most pages are copied
/// once for many commits.
pub const CHECKPOINT_PAGES: i64 = 4_096;

/// Pages of the log at which a commit copies them itself: a store that is never idle can't let its log grow for ever.
pub const LOG_PAGES: i64 = 16_384;

/// A log of more pages than this is cut when it has been copied. A shorter one keeps its length, because writing anew what is
/// there is quicker than making a file longer.
pub const TRUNCATED_PAGES: i64 = 8_192;

/// Rows of the journal of a finished match that are deleted at a time, so that a commit which comes meanwhile waits for no
/// more than these.
pub const RETIRED_ROWS: i64 = 512;

/// Pages of the database that stay free for what is written next. More go back to the disk.
pub const FREE_PAGES: i64 = 1_024;

/// Pages that go back to the disk at a time, each of which is moved from the end of the file.
pub const VACUUMED_PAGES: i64 = 256;

/// How long the store waits for another program that holds the database, such as a tool in an operator's hands, in
/// milliseconds. Then the commit fails as `storage_unavailable`.
pub const STORE_BUSY_MS: u64 = 5_000;

/// Statements that a connection keeps prepared: more than there are.
pub const CACHED_STATEMENTS: usize = 64;

/// Messages waiting for a worker. A hub that meets a full box tells the player `busy`.
pub const WORKER_MAILBOX: usize = 16_384;

/// Messages waiting for the lobby, the bots, the thinker, the steersman or the recorder. Their senders are bounded by credits and by what is
/// uncommitted, so this is headroom.
pub const ROLE_MAILBOX: usize = 16_384;

const _: () = assert!(CHECKPOINT_PAGES < TRUNCATED_PAGES && TRUNCATED_PAGES < LOG_PAGES, "an idle store copies first");
const _: () = assert!(SETTLE_MS < TABLE_IDLE_MS, "a table outlives the settling of its match");
const _: () = assert!(SETTLE_MS < NEAR_MS, "a match that was woken stays until it is settled who is there");
const _: () =
    assert!(TABLE_IDLE_MS < SLEEP_WORTH_MS && SLEEP_WORTH_MS < MATCH_IDLE_MS, "only tables with a match sleep");
const _: () = assert!(COMMANDS_KEPT > 1, "a table knows the command that made it");
const _: () = assert!(IN_TIME_MS < LATE_MS && LATE_FOR_MS < IN_TIME_FOR_MS, "late and in time are told apart");
const _: () = assert!(BOT_THINK_MS < SETTLE_MS, "a bot acts before absent players are noticed");
