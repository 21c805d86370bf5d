//! The tables of the database, as a list of steps from nothing to now. A step that has been released is never changed; what
//! comes later is another step.

/// Marks a database as ours: `TWHL`.
pub(super) const APPLICATION_ID: i64 = 0x5457_484C;

/// One step for each version of the schema, from 1.
pub(super) const STEPS: &[&str] = &[FIRST, SECOND];

/// The version this program writes.
pub(super) const VERSION: i64 = STEPS.len() as i64;

/// `service` has one row. Keys of matches are never given twice, because the rows of one that is no more go little by
/// little (`going`). `ended_s` is by the wall clock, and null until the store was tended after the end. A table without
/// `until_ms` is awake.
const FIRST: &str = "
CREATE TABLE service (id INTEGER PRIMARY KEY CHECK (id = 0), now_ms INTEGER NOT NULL) STRICT;
INSERT INTO service VALUES (0, 0);

CREATE TABLE epochs (
    title TEXT NOT NULL, shard INTEGER NOT NULL, epoch INTEGER NOT NULL,
    PRIMARY KEY (title, shard)
) STRICT, WITHOUT ROWID;

CREATE TABLE matches (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL, shard INTEGER NOT NULL, code TEXT NOT NULL,
    ended INTEGER NOT NULL, ended_s INTEGER, wake_ms INTEGER,
    UNIQUE (title, shard, code)
) STRICT;
CREATE INDEX wakes ON matches (title, shard, wake_ms, code) WHERE ended = 0 AND wake_ms IS NOT NULL;
CREATE INDEX live ON matches (key) WHERE ended = 0;
CREATE INDEX finished ON matches (ended_s, key) WHERE ended = 1;

CREATE TABLE journal (
    match INTEGER NOT NULL, n INTEGER NOT NULL, entry BLOB NOT NULL,
    PRIMARY KEY (match, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshots (
    match INTEGER NOT NULL, n INTEGER NOT NULL, base INTEGER NOT NULL,
    rules_version INTEGER NOT NULL, hash BLOB NOT NULL, state BLOB NOT NULL,
    PRIMARY KEY (match, n)
) STRICT;

CREATE TABLE going (match INTEGER PRIMARY KEY) STRICT;

CREATE TABLE tables (
    id TEXT PRIMARY KEY, code TEXT NOT NULL, until_ms INTEGER, record BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX awake ON tables (id) WHERE until_ms IS NULL;
CREATE INDEX due ON tables (until_ms, id) WHERE until_ms IS NOT NULL;
CREATE INDEX codes ON tables (code, id) WHERE code <> '';

CREATE TABLE seats (
    player TEXT NOT NULL, table_id TEXT NOT NULL,
    PRIMARY KEY (player, table_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX seats_of ON seats (table_id);
";

/// Nobody looks for a table by its code here: the lobby knows those of the tables that have one, which don't sleep.
const SECOND: &str = "
DROP INDEX codes;
ALTER TABLE tables DROP COLUMN code;
";
