//! What the players say, as websocket frames one after the other in one buffer, until the sockets are given it.

use super::websocket::{self, Opcode};

/// Bytes to be written to sockets, one after the other in one buffer.
#[derive(Default)]
pub(super) struct Outgoing {
    pub(super) bytes: Vec<u8>,
    /// Whose they are, and where they end.
    pub(super) to: Vec<(usize, usize)>,
    draft: Vec<u8>,
}

impl Outgoing {
    pub(super) fn message(&mut self, player: usize, mask: u64, write: impl FnOnce(&mut Vec<u8>)) {
        self.draft.clear();
        write(&mut self.draft);
        websocket::write(&mut self.bytes, Opcode::Binary, mask_of(mask), &self.draft);
        self.to.push((player, self.bytes.len()));
    }

    pub(super) fn pong(&mut self, player: usize, mask: u64, body: &[u8]) {
        websocket::write(&mut self.bytes, Opcode::Pong, mask_of(mask), body);
        self.to.push((player, self.bytes.len()));
    }

    /// Forgets what has been written.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.to.clear();
    }
}

fn mask_of(bits: u64) -> [u8; 4] {
    (bits as u32).to_ne_bytes()
}
