//! Who is missed at a match: the seats it waits for whose players are away, and since when, in service time. From this follow
//! the claim of the win and the end of a match that somebody never came to.

use serde::{Deserialize, Serialize};
use title::{Seat, Seats, Title};

use super::Match;
use crate::limits::{CLAIM_GRACE_MS, NO_SHOW_MS};

/// Since when each seat has been missed, in service time.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Absence {
    missed: Vec<(Seat, u64)>,
}

impl Absence {
    /// The match waits for `missed`, who are away, as of `now_ms`. Who was missed before has been since then.
    pub(super) fn update(&mut self, missed: Seats, now_ms: u64) {
        self.missed.retain(|(seat, _)| missed.contains(*seat));
        for seat in missed.iter() {
            if self.missed.iter().all(|(known, _)| *known != seat) {
                self.missed.push((seat, now_ms));
            }
        }
    }

    /// The missed seats, each with the service time from which the win may be claimed from it.
    pub(super) fn claims(&self) -> impl Iterator<Item = (Seat, u64)> {
        self.missed.iter().map(|(seat, since_ms)| (*seat, since_ms + CLAIM_GRACE_MS))
    }

    /// Those of whom the win may be claimed at `now_ms`.
    pub(super) fn claimable(&self, now_ms: u64) -> Seats {
        self.claims().filter(|(_, at_ms)| *at_ms <= now_ms).map(|(seat, _)| seat).collect()
    }

    /// When the first of those who never acted counts as a no-show.
    pub(super) fn no_show_ms(&self, acted: Seats) -> Option<u64> {
        let never = self.missed.iter().filter(|(seat, _)| !acted.contains(*seat));
        never.map(|(_, since_ms)| since_ms + NO_SHOW_MS).min()
    }
}

impl<T: Title> Match<T> {
    /// Who is missed may have changed by the last event.
    pub(super) fn mind_absence(&mut self) {
        let missed = if self.unhurried || self.time.is_paused() || self.play.outcome().is_some() {
            Seats::none()
        } else {
            // A real-time match waits for everybody all the time.
            let turn = self.turn();
            let awaited = if turn.is_empty() { Seats::all(self.play.seats()) } else { turn };
            self.away.iter().filter(|seat| awaited.contains(*seat)).collect()
        };
        self.absence.update(missed, self.time.service(self.play.now_ms(), self.now_ms));
    }
}
