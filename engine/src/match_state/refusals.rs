//! The commands a match has refused lately. Hubs say again what has no answer when a worker comes up, and the first copy may
//! have been on its way all the same: a refusal stands, whatever has changed since.

use std::collections::VecDeque;

use title::Seat;

use crate::{
    ids::{ClientId, Seq},
    limits::REFUSALS_KEPT,
    wire::Refused,
};

/// The last commands refused, the oldest first.
#[derive(Default)]
pub(super) struct Refusals(VecDeque<(Seat, (ClientId, Seq), Refused)>);

impl Refusals {
    /// How `command` of `seat` was refused, if it was.
    pub(super) fn find(&self, seat: Seat, command: &(ClientId, Seq)) -> Option<Refused> {
        let mut refused = self.0.iter().rev();
        refused.find(|(by, refused, _)| *by == seat && refused == command).map(|(.., why)| why.clone())
    }

    /// `command` of `seat` is refused.
    pub(super) fn insert(&mut self, seat: Seat, command: (ClientId, Seq), why: Refused) {
        self.0.push_back((seat, command, why));
        if self.0.len() > REFUSALS_KEPT {
            self.0.pop_front();
        }
    }
}
