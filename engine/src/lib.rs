//! What a match is and who runs it: matches, workers, the lobby, bots, the journal and the store, the messages between the
//! roles, and the player's protocol.
//!
//! The cores (`match_state`, [`worker`], [`lobby`], [`bots`], [`recorder`]) are plain structs: a message in, effects out.
//! They know no actor, no clock and no socket; [`actors`] are the thin shells that feed them and do what they ask. No title
//! is named in here, and no HTTP.

pub mod actors;
pub mod arrange;
pub mod bots;
pub mod code_word;
pub mod entropy;
pub mod event;
pub mod follower;
pub mod ids;
pub mod limits;
pub mod lobby;
pub mod match_state;
pub mod messages;
pub mod outbox;
pub mod panics;
pub mod player;
pub mod recorder;
pub mod replay;
pub mod steersman;
pub mod store;
pub mod table;
pub mod titles;
pub mod wire;
pub mod worker;
