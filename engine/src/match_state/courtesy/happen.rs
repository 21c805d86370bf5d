//! What a courtesy does to a match: once when it is asked for or time brings it, and again from a journal.

use title::{Courtesy, Forfeit, Next, Outcome, Refusal, Seat, Seats, Title};

use super::{
    super::{grid::Grid, rebuild::Notes, take::Told, undo::Undo},
    Asked, Effected, Match,
};
use crate::{
    event::Event,
    limits,
    wire::{Cause, Courteous, Deed, Happened, Proposal, Refused},
};

/// A courtesy that is about to happen.
#[derive(Clone, Copy)]
pub(super) struct Happening {
    pub(super) seat: Option<Seat>,
    pub(super) courtesy: Courteous,
    pub(super) others: Seats,
}

impl Happening {
    pub(super) fn of(seat: Seat, deed: Deed) -> Happening {
        Happening { seat: Some(seat), courtesy: Courteous { deed, what: None }, others: Seats::none() }
    }

    pub(super) fn about(seat: Seat, deed: Deed, what: Proposal) -> Happening {
        Happening { courtesy: Courteous { deed, what: Some(what) }, ..Happening::of(seat, deed) }
    }

    fn by_time(deed: Deed, what: Option<Proposal>) -> Happening {
        Happening { seat: None, courtesy: Courteous { deed, what }, others: Seats::none() }
    }
}

impl<T: Title> Match<T> {
    /// Applies a courtesy that was asked for and makes it an event; or, on an `Err`, leaves everything as it was.
    pub(super) fn happen(&mut self, asked: Asked, happening: Happening) -> Result<Effected, Refused> {
        let Asked { seat, command, at_ms, .. } = asked;
        let next = self.after(at_ms, happening).map_err(|refusal| self.refused(refusal, &[]))?;
        let Happening { courtesy, others, .. } = happening;
        let event = Event::Courtesy { seat: Some(seat), command: Some(command.clone()), courtesy, others };
        let out = self.apply(next, at_ms, happening, event).map_err(|message| self.title_failed(&message, &[]))?;
        self.applied.insert(seat, command, self.rev);
        Ok(out)
    }

    fn apply(&mut self, next: Next<T>, at_ms: u64, happening: Happening, event: Event) -> Result<Effected, String> {
        let Happening { seat, courtesy, .. } = happening;
        let kept = self.keep();
        self.remember(seat, courtesy, at_ms);
        let happened = Happened { cause: Cause::Courtesy, seat: seat.map(|seat| seat.0), courtesy: Some(courtesy) };
        // The end of a pause must be seen by all at the same moment; the rest takes nobody's time.
        let holds = matches!(courtesy.deed, Deed::Resumed);
        self.take(next, Told { event, happened, holds }, kept)
    }

    /// The game after a courtesy: the part the title has a say in.
    fn after(&self, at_ms: u64, happening: Happening) -> Result<Next<T>, Refusal> {
        let Happening { seat, courtesy, others } = happening;
        match (courtesy.deed, courtesy.what) {
            (Deed::Resigned, _) => self.play.forfeit(at_ms, seat.into_iter().collect(), Forfeit::Resigned),
            (Deed::Claimed, _) => self.play.forfeit(at_ms, others, Forfeit::Left),
            (Deed::TimeAdded, _) => self.play.add_time(at_ms, others),
            (Deed::Aborted, _) => Ok(self.ended(at_ms, Outcome::void("aborted"))),
            (Deed::NoShow, _) => Ok(self.ended(at_ms, Outcome::void("no_show"))),
            (Deed::Resumed, _) => {
                let mut next = self.play.unchanged(at_ms);
                next.play.restart_ticks(at_ms);
                Ok(next)
            }
            (Deed::Accepted, Some(Proposal::Draw)) => Ok(self.ended(at_ms, Outcome::draw(self.play.seats(), "agreed"))),
            (Deed::Accepted | Deed::Agreed | Deed::Offered | Deed::Declined | Deed::Withdrawn | Deed::Expired, _) => {
                Ok(self.play.unchanged(at_ms))
            }
        }
    }

    fn ended(&self, at_ms: u64, outcome: Outcome) -> Next<T> {
        let mut next = self.play.unchanged(at_ms);
        next.play.end(outcome);
        next.effects.ended = true;
        next
    }

    /// What the match itself remembers of a courtesy that is dated at `at_ms`.
    fn remember(&mut self, seat: Option<Seat>, courtesy: Courteous, at_ms: u64) {
        match (courtesy.deed, courtesy.what) {
            (Deed::Offered, Some(what)) => {
                let service_ms = self.time.service(at_ms, self.now_ms);
                seat.into_iter().for_each(|seat| self.offers.offer(seat, what, service_ms));
            }
            (Deed::Agreed, Some(what)) => seat.into_iter().for_each(|seat| self.offers.agree(seat, what)),
            (Deed::Accepted, Some(Proposal::Pause)) => {
                self.offers.grant(Proposal::Pause);
                self.time.pause(at_ms);
                self.courtesies.pause_until_ms = Some(self.time.service(at_ms, self.now_ms) + limits::PAUSE_MS);
            }
            (Deed::Accepted | Deed::Declined | Deed::Withdrawn | Deed::Expired, Some(what)) => self.offers.end(what),
            (Deed::Resumed, _) => {
                // Ticks go on where the grid has the next moment for them: match time stands so much longer.
                let hz = self.play.tick_hz();
                self.time.resume(hz.map_or(self.now_ms, |hz| Grid::of(hz).next_ms(self.now_ms)));
                self.courtesies.pause_until_ms = None;
            }
            (Deed::TimeAdded, _) => {
                self.courtesies.gifts.resize(usize::from(self.play.seats()), 0);
                if let Some(seat) = seat {
                    self.courtesies.gifts[seat.index()] += 1;
                }
            }
            (
                Deed::Resigned
                | Deed::Aborted
                | Deed::Claimed
                | Deed::NoShow
                | Deed::Offered
                | Deed::Agreed
                | Deed::Accepted
                | Deed::Declined
                | Deed::Withdrawn
                | Deed::Expired,
                _,
            ) => {}
        }
    }

    /// Does again what a journal says, at `at_ms` of match time.
    pub(in super::super) fn courtesy_again(
        &mut self,
        at_ms: u64,
        seat: Option<Seat>,
        courtesy: Courteous,
        others: Seats,
    ) -> Result<Notes<T>, String> {
        let notes = self.take_again(self.after(at_ms, Happening { seat, courtesy, others }))?;
        self.remember(seat, courtesy, at_ms);
        Ok(notes)
    }

    /// Everybody agreed to take something back.
    pub(super) fn take_back(&mut self, asked: Asked, undo: Undo<T>) -> Result<Effected, Refused> {
        let Asked { seat, command, .. } = asked;
        let courtesy = Courteous { deed: Deed::Accepted, what: Some(Proposal::Undo) };
        let event = Event::TakenBack { seat, command: command.clone(), to: undo.to };
        let happened = Happened { cause: Cause::Courtesy, seat: Some(seat.0), courtesy: Some(courtesy) };
        let (kept, memory) = (self.keep(), self.memory.clone());
        let next = self.go_back(undo, self.now_ms);
        let out = self.take(next, Told { event, happened, holds: true }, kept).map_err(|message| {
            self.memory = memory;
            self.title_failed(&message, &[])
        })?;
        self.applied.insert(seat, command, self.rev);
        Ok(out)
    }

    /// What time alone brings by the service time `due_ms`: proposals lapse, pauses end, who never came is not waited for any
    /// more.
    pub(in super::super) fn courtesies_due(&mut self, due_ms: u64) -> Effected {
        let mut out = Vec::new();
        while self.play.outcome().is_none()
            && let Some((deed, what)) = self.courtesy_due(due_ms)
        {
            let happening = Happening::by_time(deed, what);
            let Happening { seat, courtesy, others } = happening;
            let at_ms = self.dated(due_ms, self.grace_ms(None));
            let event = Event::Courtesy { seat, command: None, courtesy, others };
            let next = self.after(at_ms, happening).map_err(|refusal| format!("{deed:?}: {refusal:?}"));
            let taken = next.and_then(|next| self.apply(next, at_ms, happening, event));
            // Nobody can be refused: a title that can't be shown such an event would be woken for it for ever.
            out.extend(taken.unwrap_or_else(|message| self.fault(message)));
        }
        out
    }

    fn courtesy_due(&self, due_ms: u64) -> Option<(Deed, Option<Proposal>)> {
        if let Some(what) = self.offers.lapsed(due_ms) {
            return Some((Deed::Expired, Some(what)));
        }
        if self.courtesies.pause_until_ms.is_some_and(|at| at <= due_ms) {
            return Some((Deed::Resumed, None));
        }
        self.no_show_ms().filter(|at| *at <= due_ms).map(|_| (Deed::NoShow, None))
    }

    /// When [`Match::courtesies_due`] has something to do next, in service time.
    pub(in super::super) fn courtesies_due_ms(&self) -> Option<u64> {
        let pause = self.courtesies.pause_until_ms;
        self.offers.next_lapse_ms().into_iter().chain(pause).chain(self.no_show_ms()).min()
    }

    fn no_show_ms(&self) -> Option<u64> {
        let minds = self.knows(Courtesy::Abort).is_ok() && self.may_abort();
        self.absence.no_show_ms(self.memory.acted).filter(|_| minds)
    }
}
