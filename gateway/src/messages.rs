//! The messages between sockets and hubs.

use actix::{Message, Recipient};
use bytes::Bytes;
use engine::{player::Player, wire::Inbound};

use crate::{connection::CloseCode, socket_handle::SocketHandle};

/// A connection within its process; never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub u64);

/// From a connection to its hub.
#[derive(Clone, Debug, Message)]
#[rtype(result = "()")]
pub struct FromConnection {
    /// Which connection.
    pub connection: ConnectionId,
    /// What it says.
    pub what: Arrival,
}

/// What a connection says to its hub.
#[derive(Clone, Debug)]
pub enum Arrival {
    /// A client sent this.
    Received {
        /// The message.
        inbound: Inbound,
        /// Whether it came too fast to be carried out.
        too_fast: bool,
        /// When, in milliseconds of service time.
        received_ms: u64,
    },
    /// The client answered a ping; `None` if it was none that waited for its answer.
    Heard(Option<Answered>),
    /// The connection is over.
    Gone,
}

/// A ping that was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Its number.
    pub ping: u64,
    /// How long that took, in milliseconds.
    pub round_trip_ms: u64,
}

/// A new connection, to its hub: before anything else of it.
#[derive(Clone, Message)]
#[rtype(result = "()")]
pub struct Connected {
    /// Which connection.
    pub connection: ConnectionId,
    /// Whose, by their token.
    pub player: Player,
    /// Where to send what is for it.
    pub recipient: Recipient<ToConnection>,
    /// How to end its socket from outside.
    pub socket: Option<SocketHandle>,
}

/// From a hub to a connection.
#[derive(Clone, Debug, PartialEq, Eq, Message)]
#[rtype(result = "()")]
pub enum ToConnection {
    /// Send this message, which is MessagePack.
    Send(Bytes),
    /// Ping the client; the pings of a connection are numbered, rising.
    Ping(u64),
    /// Close with this code.
    Close(CloseCode),
}

/// From the assembly to a hub: the server is about to stop.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "()")]
pub struct Stopping;
