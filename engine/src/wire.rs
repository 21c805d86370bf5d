//! The player's protocol: every message between a client and the server, as one set of serde types that both encodings
//! and the TypeScript client share. It imports ids and nothing else of the engine: the core stands beside it, not above.
//!
//! docs/PROTOCOL.md tells the same to people; a test holds the two together.

mod client;
mod code;
mod codec;
mod courtesy;
mod server;
mod table;

pub use client::{ClientMessage, Command, Have, Offer, Sides};
pub use code::{Code, Refused};
pub use codec::{Codec, DecodeError, Inbound, Outbound, decode, from_payload, json_of, to_payload};
pub use courtesy::{Ask, Courteous, Deed, Gone, Offering, Proposal};
pub use server::{Cause, Happened, ServerMessage, Standing};
pub use table::{Holder, HolderKind, Phase, SeatState, TableState};
