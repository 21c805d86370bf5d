//! What of the lobby can be seen from outside: numbers for tests and for those who run the server.

use super::Lobby;

/// A small copy of the lobby's state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LobbySeen {
    /// Tables there are, gathering, playing and over.
    pub tables: usize,
    /// Matches at these tables, being played or just over.
    pub matches: usize,
    /// Players who wait to be paired.
    pub seekers: usize,
}

impl Lobby {
    /// A small copy of its state.
    pub fn observe(&self) -> LobbySeen {
        LobbySeen { tables: self.tables.len(), matches: self.matches.len(), seekers: self.seekers.count() }
    }
}
