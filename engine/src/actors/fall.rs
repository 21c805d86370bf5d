//! How the assembly learns that a shell is gone. A panic in a handler drops the actor without a word, so the word is in the
//! drop itself.

use actix::{Message, Recipient};

use crate::ids::WorkerId;

/// A role whose shell can be started again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// A worker.
    Worker(WorkerId),
    /// The lobby.
    Lobby,
    /// The bots.
    Bots,
    /// The thinker.
    Thinker,
    /// The steersman.
    Steersman,
}

/// A shell is gone, however it went.
#[derive(Clone, Debug, Message)]
#[rtype(result = "()")]
pub struct Fallen(pub Role);

/// Ends a shell without ceremony, as a defect in it would. For operators with a stuck role, and for tests.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "()")]
pub struct Fall;

/// Says [`Fallen`] when it is dropped.
pub(super) struct FallGuard {
    role: Role,
    assembly: Recipient<Fallen>,
}

impl FallGuard {
    pub(super) fn new(role: Role, assembly: Recipient<Fallen>) -> FallGuard {
        FallGuard { role, assembly }
    }
}

impl Drop for FallGuard {
    fn drop(&mut self) {
        // One message a fall; and an assembly that is gone has no use for it.
        self.assembly.do_send(Fallen(self.role.clone()));
    }
}
