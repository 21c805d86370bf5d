//! The proposals of a match: who proposes what, who has agreed, when it lapses. A plain value; it knows nothing of what a
//! proposal leads to.

use serde::{Deserialize, Serialize};
use title::{Seat, Seats};

use crate::{
    limits::OFFER_MS,
    wire::{Offering, Proposal, Refused},
};

/// Everything that is proposed, and was a moment ago.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Offers {
    standing: Vec<Standing>,
    /// Who has proposed what in vain since their last action: they must act before they ask again.
    asked: Vec<(Seat, Proposal)>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Standing {
    what: Proposal,
    by: Seat,
    /// Who agrees, the proposer first of all.
    agreed: Seats,
    until_ms: u64,
}

impl Offers {
    /// Whether `seat` may propose `what` now.
    pub(super) fn may_offer(&self, seat: Seat, what: Proposal) -> Result<(), Refused> {
        if self.agreed(what).contains(seat) {
            return Err(Refused::OFFER_STANDS);
        }
        if self.asked.contains(&(seat, what)) { Err(Refused::OFFER_TOO_SOON) } else { Ok(()) }
    }

    /// `seat` proposes `what` at the service time `now_ms`.
    pub(super) fn offer(&mut self, seat: Seat, what: Proposal, now_ms: u64) {
        self.asked.push((seat, what));
        self.standing.push(Standing { what, by: seat, agreed: Seats::only(seat), until_ms: now_ms + OFFER_MS });
    }

    /// Who proposes `what`, if anybody does.
    pub(super) fn by(&self, what: Proposal) -> Option<Seat> {
        self.standing.iter().find(|standing| standing.what == what).map(|standing| standing.by)
    }

    /// Who agrees to `what` by now.
    pub(super) fn agreed(&self, what: Proposal) -> Seats {
        self.standing.iter().find(|standing| standing.what == what).map_or(Seats::none(), |standing| standing.agreed)
    }

    /// `seat` agrees to `what`.
    pub(super) fn agree(&mut self, seat: Seat, what: Proposal) {
        for standing in self.standing.iter_mut().filter(|standing| standing.what == what) {
            standing.agreed = standing.agreed.iter().chain([seat]).collect();
        }
    }

    /// `what` is no longer proposed.
    pub(super) fn end(&mut self, what: Proposal) {
        self.standing.retain(|standing| standing.what != what);
    }

    /// Everybody agreed to `what`: whoever proposed it may do so again.
    pub(super) fn grant(&mut self, what: Proposal) {
        let by = self.by(what);
        self.asked.retain(|(seat, asked)| *asked != what || Some(*seat) != by);
        self.end(what);
    }

    /// `seat` has acted. Who plays on without having agreed declines a draw, and what was to be taken back is no longer the
    /// last action.
    pub(super) fn acted(&mut self, seat: Seat) {
        self.standing.retain(|standing| match standing.what {
            Proposal::Draw => standing.agreed.contains(seat),
            Proposal::Undo => false,
            Proposal::Pause => true,
        });
        self.asked.retain(|(asked, _)| *asked != seat);
    }

    /// When the next of them lapses, in service time.
    pub(super) fn next_lapse_ms(&self) -> Option<u64> {
        self.standing.iter().map(|standing| standing.until_ms).min()
    }

    /// One that has lapsed by the service time `now_ms`.
    pub(super) fn lapsed(&self, now_ms: u64) -> Option<Proposal> {
        self.standing.iter().find(|standing| standing.until_ms <= now_ms).map(|standing| standing.what)
    }

    /// Those that stand, for viewers.
    pub(super) fn shown(&self) -> Vec<Offering> {
        let shown =
            |standing: &Standing| Offering { what: standing.what, by: standing.by.0, until_ms: standing.until_ms };
        self.standing.iter().map(shown).collect()
    }
}
