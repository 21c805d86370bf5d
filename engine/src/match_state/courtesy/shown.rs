//! What viewers are told of courtesies: what they may ask for, what is proposed, who is missed.

use title::{Courtesy, Seat, Seats, Title};

use super::Match;
use crate::{
    limits,
    wire::{Ask, Gone, Offering, Proposal},
};

impl<T: Title> Match<T> {
    /// Whether time can be given. The title is asked once for all of them: it is tried on a copy, and copies of some titles are
    /// dear.
    pub(in super::super) fn takes_gifts(&self) -> bool {
        self.knows(Courtesy::AddTime).is_ok() && self.play.add_time(0, Seats::all(self.play.seats())).is_ok()
    }

    /// What `seat` may ask for now, given whether it may give time.
    pub(in super::super) fn asks(&self, seat: Seat, gives: bool) -> Vec<Ask> {
        if self.play.outcome().is_some() {
            return Vec::new();
        }
        let mut asks = Vec::new();
        if self.knows(Courtesy::Abort).is_ok() && self.may_abort() {
            asks.push(Ask::Abort);
        } else if self.knows(Courtesy::Resign).is_ok() {
            asks.push(Ask::Resign);
        }
        let proposals = [(Proposal::Draw, Ask::Draw), (Proposal::Undo, Ask::Undo), (Proposal::Pause, Ask::Pause)];
        asks.extend(proposals.into_iter().filter(|(what, _)| self.may_offer(seat, *what).is_ok()).map(|(_, ask)| ask));
        if gives && self.gifts_of(seat) < limits::GIFTS {
            asks.push(Ask::AddTime);
        }
        if self.time.is_paused() {
            asks.push(Ask::Resume);
        }
        if self.knows(Courtesy::Claim).is_ok() && self.absence.claims().any(|(gone, _)| gone != seat) {
            asks.push(Ask::Claim);
        }
        asks
    }

    /// The proposals that stand, for viewers.
    pub(in super::super) fn offers_shown(&self) -> Vec<Offering> {
        if self.play.outcome().is_some() { Vec::new() } else { self.offers.shown() }
    }

    /// Who is missed, for viewers.
    pub(in super::super) fn gone_shown(&self) -> Vec<Gone> {
        if self.play.outcome().is_some() || self.knows(Courtesy::Claim).is_err() {
            return Vec::new();
        }
        self.absence.claims().map(|(seat, claim_ms)| Gone { seat: seat.0, claim_ms }).collect()
    }
}
