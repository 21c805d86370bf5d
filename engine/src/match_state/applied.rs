//! The commands a match has applied, so that a repeat is answered and not applied again.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};
use title::Seat;

use crate::{
    ids::{ClientId, Rev, Seq},
    limits::APPLIED_KEPT,
};

/// The last commands applied of each client in each seat: nobody can use up another's numbers under that client's name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Applied {
    clients: BTreeMap<(Seat, ClientId), VecDeque<(Seq, Rev)>>,
}

impl Applied {
    /// The event that `command` of `seat` became, if it was applied.
    pub(super) fn find(&self, seat: Seat, (client, seq): &(ClientId, Seq)) -> Option<Rev> {
        let applied = self.clients.get(&(seat, client.clone()))?;
        applied.iter().rev().find(|(applied, _)| applied == seq).map(|(_, rev)| *rev)
    }

    /// `command` of `seat` became the event `rev`.
    pub(super) fn insert(&mut self, seat: Seat, (client, seq): (ClientId, Seq), rev: Rev) {
        let client = (seat, client);
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
