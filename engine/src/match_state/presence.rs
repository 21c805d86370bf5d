//! Whether the players of a match are there: what the title is told, and when.

use title::{Presence, Refusal, Seat, Seats, Title, Viewer};

use super::{Effected, Match, take::Told};
use crate::{
    event::Event,
    wire::{Cause, Happened, HolderKind},
};

impl<T: Title> Match<T> {
    /// Tells the title who is away, once it is settled who comes back after a start or a recovery.
    pub(super) fn settled(&mut self, due_ms: u64) -> Effected {
        let mut out = Vec::new();
        if self.settle_ms.is_some_and(|at| at <= due_ms) {
            self.settle_ms = None;
            for seat in Seats::all(self.play.seats()).iter() {
                out.extend(self.presence(seat, due_ms));
            }
        }
        out
    }

    /// Whether the player of `seat` is connected may have changed at the service time `noticed_ms`.
    pub(super) fn presence(&mut self, seat: Seat, noticed_ms: u64) -> Effected {
        let connected = self.watchers.values().any(|watcher| watcher.viewer == Viewer::Seat(seat));
        let bot = self.holders.get(seat.index()).is_some_and(|holder| holder.kind == HolderKind::Bot);
        // Until it is settled who comes back, a missing player is not yet away.
        let here = connected || bot || (self.settle_ms.is_some() && !self.away.contains(seat));
        if here != self.away.contains(seat) && (here || !self.untold.contains(seat)) {
            return Vec::new();
        }
        let presence = if here { Presence::Here } else { Presence::Away };
        // Dated so that it takes no time from an action that is on its way: those who come and go could do that at will.
        let back_ms = self.grace_ms(None);
        let mut out = self.alarms(self.time.of_receipt(noticed_ms, back_ms).saturating_sub(1));
        match self.play.presence(self.dated(noticed_ms, back_ms), seat, presence) {
            Ok(next) => {
                let kept = self.keep();
                self.set_presence(seat, presence);
                let event = Event::Presence { seat, presence };
                let happened = Happened::plain(Cause::Presence, Some(seat.0));
                let taken = self.take(next, Told { event, happened, holds: false }, kept);
                out.extend(taken.unwrap_or_else(|message| self.fault(message)));
            }
            Err(Refusal::Over) => {}
            Err(refusal) => out.extend(self.fault(format!("presence: {refusal:?}"))),
        }
        out
    }

    pub(super) fn set_presence(&mut self, seat: Seat, presence: Presence) {
        self.untold = self.untold.iter().filter(|other| *other != seat).collect();
        let others = self.away.iter().filter(|other| *other != seat);
        self.away = match presence {
            Presence::Here => others.collect(),
            Presence::Away => others.chain([seat]).collect(),
        };
    }
}
