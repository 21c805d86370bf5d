//! What a hub asks its shell to do.

use engine::{
    arrange::Arrange,
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
    /// Ask this of the timer.
    Timer(Arrange),
}
