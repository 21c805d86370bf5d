//! The door to the players: HTTP, websockets, sessions, sign-in, limits, and the client's files.
//!
//! A connection's actor lives and dies with its socket and only moves messages; what must outlive it is a [`session`] in a
//! [`hub`]. The gateway doesn't know a single title: payloads pass through it as bytes.

mod api;
mod client_files;
mod flow;
mod gateway;
mod guard;
mod guesses;
mod lag;
mod socket;

pub mod connection;
pub mod credit;
pub mod hub;
pub mod identity;
pub mod limits;
pub mod messages;
pub mod peer;
pub mod session;
pub mod socket_handle;

pub use gateway::{Gateway, Hubs, Parts, State};
