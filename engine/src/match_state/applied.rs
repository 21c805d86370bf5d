//! The commands a match has applied, so that a repeat is answered and not applied again.

use std::collections::{BTreeMap, VecDeque};

use crate::{
    ids::{ClientId, Rev, Seq},
    limits::APPLIED_KEPT,
};

/// The last commands applied of each client.
#[derive(Default)]
pub(super) struct Applied {
    clients: BTreeMap<ClientId, VecDeque<(Seq, Rev)>>,
}

impl Applied {
    /// The event that `command` became, if it was applied.
    pub(super) fn find(&self, command: &(ClientId, Seq)) -> Option<Rev> {
        let (_, rev) = self.clients.get(&command.0)?.iter().rev().find(|(seq, _)| *seq == command.1)?;
        Some(*rev)
    }

    /// `command` became the event `rev`.
    pub(super) fn insert(&mut self, (client, seq): (ClientId, Seq), rev: Rev) {
        // Each page load is a client of its own. Those that fell silent longest ago make room.
        if self.clients.len() >= APPLIED_KEPT && !self.clients.contains_key(&client) {
            let oldest = self.clients.iter().min_by_key(|(_, applied)| applied.back().map(|(_, rev)| *rev));
            if let Some(oldest) = oldest.map(|(client, _)| client.clone()) {
                self.clients.remove(&oldest);
            }
        }
        let applied = self.clients.entry(client).or_default();
        applied.push_back((seq, rev));
        if applied.len() > APPLIED_KEPT {
            applied.pop_front();
        }
    }
}
