//! What of the lobby can be seen from outside: numbers for tests and for those who run the server.

use super::Lobby;

/// A small copy of the lobby's state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LobbySeen {
    /// Tables that are awake, gathering, playing and over.
    pub tables: usize,
    /// Matches at these tables, being played or just over.
    pub matches: usize,
    /// Players who wait to be paired.
    pub seekers: usize,
    /// Messages that wait for tables that sleep.
    pub waiting: usize,
    /// Messages held back until what they follow from is stored.
    pub held: usize,
}

impl Lobby {
    /// A small copy of its state.
    pub fn observe(&self) -> LobbySeen {
        LobbySeen {
            tables: self.tables.len(),
            matches: self.tables.values().filter(|table| table.record.match_id.is_some()).count(),
            seekers: self.seekers.count(),
            waiting: self.waiting.len(),
            held: self.outbox.held(),
        }
    }
}
