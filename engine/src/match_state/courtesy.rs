//! Courtesies of a match: what players ask for beside the rules. Here each is judged; what it then does to the match is done
//! elsewhere, by the same code when the match is rebuilt. The title is asked only where it has a say.

mod happen;
mod shown;

use serde::{Deserialize, Serialize};
use title::{Courtesy, Seat, Seats, Title};

use self::happen::Happening;
use super::{Effected, Match};
use crate::{
    ids::{ClientId, Seq},
    limits,
    messages::Doing,
    wire::{Deed, HolderKind, Proposal, Refused},
};

/// What is remembered of a match's courtesies beside its offers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Courtesies {
    /// How often each seat has given time.
    gifts: Vec<u8>,
    /// When a pause ends by itself, in service time.
    pause_until_ms: Option<u64>,
}

/// Who asks for something, and when.
pub(super) struct Asked {
    pub(super) seat: Seat,
    pub(super) command: (ClientId, Seq),
    /// The match time it is dated at.
    pub(super) at_ms: u64,
    /// When it was received, in service time.
    pub(super) received_ms: u64,
}

impl<T: Title> Match<T> {
    /// A seat asks for a courtesy.
    pub(super) fn ask(&mut self, asked: Asked, what: &Doing) -> Result<Effected, Refused> {
        if self.play.outcome().is_some() {
            return Err(Refused::MATCH_OVER);
        }
        let seat = asked.seat;
        let happening = match what {
            Doing::Resign => {
                self.knows(Courtesy::Resign)?;
                Happening::of(seat, Deed::Resigned)
            }
            Doing::Abort => {
                self.knows(Courtesy::Abort)?;
                if self.may_abort() {
                    Happening::of(seat, Deed::Aborted)
                } else {
                    return Err(Refused::TOO_LATE_TO_ABORT);
                }
            }
            Doing::Claim => {
                self.knows(Courtesy::Claim)?;
                let gone = self.absence.claimable(asked.received_ms).iter().filter(|other| *other != seat);
                let gone = gone.collect::<Seats>();
                if gone.is_empty() {
                    return Err(Refused::NOT_GONE);
                }
                Happening { others: gone, ..Happening::of(seat, Deed::Claimed) }
            }
            Doing::AddTime => {
                self.knows(Courtesy::AddTime)?;
                if self.gifts_of(seat) >= limits::GIFTS {
                    return Err(Refused::ENOUGH_GIVEN);
                }
                Happening { others: self.others(seat), ..Happening::of(seat, Deed::TimeAdded) }
            }
            Doing::Resume if self.time.is_paused() => Happening::of(seat, Deed::Resumed),
            Doing::Resume => return Err(Refused::NOT_PAUSED),
            Doing::Offer(what) if self.offers.by(*what).is_some_and(|by| by != seat) => {
                return self.agree(asked, *what);
            }
            Doing::Offer(what) => {
                self.may_offer(seat, *what)?;
                if self.persons().iter().all(|other| other == seat) {
                    return self.agreed(asked, *what);
                }
                Happening::about(seat, Deed::Offered, *what)
            }
            Doing::Answer(what, accept) => match (self.offers.by(*what), accept) {
                (None, _) => return Err(Refused::NO_OFFER),
                (Some(_), true) => return self.agree(asked, *what),
                (Some(by), false) if by == seat => Happening::about(seat, Deed::Withdrawn, *what),
                (Some(_), false) => Happening::about(seat, Deed::Declined, *what),
            },
            Doing::Action(_) => return Err(Refused::NO_COURTESY),
        };
        self.happen(asked, happening)
    }

    /// A seat agrees to `what`, which is proposed.
    fn agree(&mut self, asked: Asked, what: Proposal) -> Result<Effected, Refused> {
        let (seat, agreed) = (asked.seat, self.offers.agreed(what));
        if agreed.contains(seat) {
            return Err(Refused::OFFER_STANDS);
        }
        if self.persons().iter().all(|person| person == seat || agreed.contains(person)) {
            return self.agreed(asked, what);
        }
        self.happen(asked, Happening::about(seat, Deed::Agreed, what))
    }

    /// Everybody agrees to `what`, the one who asks as the last.
    fn agreed(&mut self, asked: Asked, what: Proposal) -> Result<Effected, Refused> {
        let seat = asked.seat;
        match what {
            Proposal::Draw | Proposal::Pause => self.happen(asked, Happening::about(seat, Deed::Accepted, what)),
            Proposal::Undo => {
                let undo = self.undo(self.offers.by(what).unwrap_or(seat))?;
                self.take_back(asked, undo)
            }
        }
    }

    fn may_offer(&self, seat: Seat, what: Proposal) -> Result<(), Refused> {
        match what {
            Proposal::Draw => {
                self.knows(Courtesy::Draw)?;
                if self.persons().iter().all(|person| person == seat) {
                    return Err(Refused::BOT_DECLINES);
                }
            }
            Proposal::Undo => {
                self.knows(Courtesy::Undo)?;
                self.may_undo(seat)?;
            }
            Proposal::Pause => {
                self.knows(Courtesy::Pause)?;
                if self.time.is_paused() {
                    return Err(Refused::PAUSED);
                }
            }
        }
        self.offers.may_offer(seat, what)
    }

    fn knows(&self, courtesy: Courtesy) -> Result<(), Refused> {
        if T::INFO.courtesies.contains(&courtesy) { Ok(()) } else { Err(Refused::NO_COURTESY) }
    }

    fn may_abort(&self) -> bool {
        self.memory.moves < limits::ABORTABLE_MOVES
    }

    fn others(&self, seat: Seat) -> Seats {
        Seats::all(self.play.seats()).iter().filter(|other| *other != seat).collect()
    }

    /// The seats with people, who can be asked.
    pub(super) fn persons(&self) -> Seats {
        let holders = (0u8..).zip(&self.holders);
        holders.filter(|(_, holder)| holder.kind == HolderKind::Player).map(|(seat, _)| Seat(seat)).collect()
    }

    fn gifts_of(&self, seat: Seat) -> u8 {
        self.courtesies.gifts.get(seat.index()).copied().unwrap_or(0)
    }
}
