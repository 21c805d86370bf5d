//! What the lobby asks its shell to do.

use crate::{
    arrange::Arrange,
    ids::{Address, WorkerId},
    messages::{Delivered, ToHub, ToRecorder, ToWorker},
};

/// Something the lobby asks its shell to do.
#[derive(Clone, Debug)]
pub enum LobbyEffect {
    /// Send these to the sessions' hubs: for each session in the list, the same.
    Deliver(Vec<Address>, Delivered),
    /// Send this to every hub, and to the bots.
    EveryHub(ToHub),
    /// Send this to a worker.
    Worker(WorkerId, ToWorker),
    /// Send this to the recorder.
    Recorder(ToRecorder),
    /// Ask this of the timer.
    Timer(Arrange),
}

impl LobbyEffect {
    pub(super) fn deliver(to: Vec<Address>, what: Delivered) -> LobbyEffect {
        LobbyEffect::Deliver(to, what)
    }
}
