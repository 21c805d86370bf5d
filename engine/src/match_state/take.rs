//! How an event becomes the match: the position, its entry in the journal and what everybody is told of it, or nothing at all.

use title::{Next, Shown, Title};

use super::{Effected, Match, absence::Absence, courtesy::Courtesies, memory::Mark, offers::Offers, time::MatchTime};
use crate::{
    event::{Entry, Event},
    limits,
    wire::{Cause, Happened},
};

/// What is said of an event.
pub(super) struct Told {
    /// To the journal.
    pub(super) event: Event,
    /// To viewers.
    pub(super) happened: Happened,
    /// Whether somebody must answer it: then the match's time stands until it can be seen.
    pub(super) holds: bool,
}

/// All that an event changes of a match besides the game itself, as it was before.
pub(super) struct Kept {
    time: MatchTime,
    offers: Offers,
    courtesies: Courtesies,
    absence: Absence,
    memory: Mark,
}

impl<T: Title> Match<T> {
    /// The match as it is, for [`Match::take`] to come back to.
    pub(super) fn keep(&self) -> Kept {
        Kept {
            time: self.time,
            offers: self.offers.clone(),
            courtesies: self.courtesies.clone(),
            absence: self.absence.clone(),
            memory: self.memory.mark(),
        }
    }

    /// Makes `next` the position, if every viewer can be shown it; else the match is as it was when it was `kept`.
    pub(super) fn take(&mut self, next: Next<T>, told: Told, kept: Kept) -> Result<Effected, String> {
        let Next { play, effects } = next;
        let before = std::mem::replace(&mut self.play, play);
        let holds = told.holds && self.waits_to_be_seen();
        self.rev.0 += 1;
        self.time.happened(self.play.now_ms());
        if holds {
            self.time.hold();
        }
        self.time.tell(self.now_ms);
        let entry = self.entry(told.event);
        self.memory.note(&entry, &T::INFO, self.play.is_past_recall(&before));
        self.mind_absence();
        let updates = match self.updates(told.happened, &effects.notes) {
            Ok(updates) => updates,
            Err(message) => {
                self.play = before;
                self.rev.0 -= 1;
                let Kept { time, offers, courtesies, absence, memory } = kept;
                (self.time, self.offers, self.courtesies, self.absence) = (time, offers, courtesies, absence);
                self.memory.back_to(memory);
                return Err(message);
            }
        };
        let mut out = vec![self.record(entry, holds, effects.ended)];
        self.show(updates, true, &mut out);
        self.tell_lobby(effects.ended, &mut out);
        Ok(out)
    }

    /// What was recorded last and had to be seen is stored, as of `now_ms`: the match's time runs on.
    pub fn released(&mut self, now_ms: u64) -> Effected {
        self.now_ms = now_ms;
        self.time.released(now_ms);
        if self.time.untold_ms() < limits::RELEASE_TOLD_MS || self.play.outcome().is_some() {
            return Vec::new();
        }
        let next = self.play.unchanged(0);
        let told = Told { event: Event::Released, happened: Happened::plain(Cause::Released, None), holds: false };
        let kept = self.keep();
        // A title that can't be looked at any more will be found out by its next event.
        self.take(next, told, kept).unwrap_or_default()
    }

    /// Whether the match's time stands until an event can be seen. Ticks wait for nobody.
    pub(super) fn waits_to_be_seen(&self) -> bool {
        self.shown == Shown::WhenStored && self.play.tick_hz().is_none()
    }

    /// An entry of the journal about the position as it is. What the seats hold is added when it is recorded.
    pub(super) fn entry(&self, event: Event) -> Entry {
        let (at_ms, offset_ms) = (self.play.now_ms(), self.time.offset(self.now_ms));
        Entry {
            index: self.entries,
            rev: self.rev,
            at_ms,
            offset_ms,
            tick: self.play.ticks(),
            inputs: Vec::new(),
            event,
        }
    }
}
