//! What the bots ask their shell to do.

use crate::{
    arrange::Arrange,
    ids::WorkerId,
    messages::{Steer, Think, ToWorker},
};

/// Something the bots ask their shell to do.
#[derive(Clone, Debug)]
pub enum BotsEffect {
    /// Send this to a worker.
    Worker(WorkerId, ToWorker),
    /// Send this to every worker.
    EveryWorker(ToWorker),
    /// Send this to the thinker.
    Think(Think),
    /// Send this to the steersman.
    Steer(Steer),
    /// Ask this of the timer.
    Timer(Arrange),
}
