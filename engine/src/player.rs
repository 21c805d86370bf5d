//! Who plays: what the gateway proved about a client, and how the lobby remembers it.

use serde::{Deserialize, Serialize};

use crate::{
    ids::PlayerId,
    wire::{Holder, HolderKind},
};

/// A player as the gateway knows them from their token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Player {
    /// Who it is.
    pub id: PlayerId,
    /// The name others see.
    pub name: String,
}

impl Player {
    /// This player in a seat.
    pub fn holder(&self) -> Holder {
        Holder { player: self.id.clone(), name: self.name.clone(), kind: HolderKind::Player }
    }
}
