//! What the lobby asks its shell to do.

use crate::{
    arrange::Arrange,
    ids::{Address, WorkerId},
    messages::{Delivered, ToHub, ToRecorder, ToWorker},
    wire::{Refused, TableState},
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
    /// Answer a question of a page or a program.
    Reply {
        /// Which.
        question: u64,
        /// The table it was about.
        result: Result<TableState, Refused>,
    },
    /// Ask this of the timer.
    Timer(Arrange),
}

impl LobbyEffect {
    pub(super) fn deliver(to: Vec<Address>, what: Delivered) -> LobbyEffect {
        LobbyEffect::Deliver(to, what)
    }

    /// What is said in place of this when what it follows from could not be stored: those who wait for an answer are told so.
    /// The others say again what they want when the lobby has come up, so that everything else is told anew.
    pub(super) fn unstored(self) -> Option<LobbyEffect> {
        match self {
            LobbyEffect::Deliver(to, Delivered::Answer { command, .. }) => {
                let result = Err(Refused::STORAGE_UNAVAILABLE);
                Some(LobbyEffect::Deliver(to, Delivered::Answer { command, result }))
            }
            LobbyEffect::Reply { question, .. } => {
                Some(LobbyEffect::Reply { question, result: Err(Refused::STORAGE_UNAVAILABLE) })
            }
            _ => None,
        }
    }
}
