//! What a hub asks its shell to do.

use engine::{
    ids::WorkerId,
    messages::{ToLobby, ToWorker},
};

use crate::messages::{ConnectionId, ToConnection};

/// Something a hub asks its shell to do.
#[derive(Clone, Debug)]
pub enum HubEffect {
    /// Send this to a connection.
    Connection(ConnectionId, ToConnection),
    /// End a connection's socket from outside.
    ShutDown(ConnectionId),
    /// Nothing more is for this connection.
    Forget(ConnectionId),
    /// Send this to a worker.
    Worker(WorkerId, ToWorker),
    /// Send this to the lobby.
    Lobby(ToLobby),
    /// Set an alarm at the timer.
    Alarm {
        /// The timer's key.
        key: u64,
        /// When, in milliseconds of service time.
        at_ms: u64,
        /// Comes back with it.
        generation: u64,
    },
    /// Forget an alarm.
    Cancel {
        /// The timer's key.
        key: u64,
    },
}
