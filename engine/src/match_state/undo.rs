//! Taking back: a match is rebuilt from its own journal to just after an earlier event, and its time goes back there with it.
//! Refused where the way back leads past chance drawn or secrets revealed: nobody can forget those.

use title::{Next, Presence, Seat, Seats, Title};

use super::{Match, memory::Memory};
use crate::{
    event::{Entry, Event},
    ids::{Epoch, Rev},
    wire::{Proposal, Refused},
};

/// A way back.
pub(super) struct Undo<T: Title> {
    /// The last event that still counts.
    pub(super) to: Rev,
    /// The game as it was, with those away who are away now.
    next: Next<T>,
    memory: Memory,
    at_ms: u64,
}

impl<T: Title> Match<T> {
    /// Whether the last action of `seat` could be taken back, as far as memory tells: else why not.
    pub(super) fn may_undo(&self, seat: Seat) -> Result<&[Entry], Refused> {
        if self.play.tick_hz().is_some() { Err(Refused::NOTHING_TO_UNDO) } else { self.memory.before_last_of(seat) }
    }

    /// The way back to before the last action of `seat`.
    pub(super) fn undo(&mut self, seat: Seat) -> Result<Undo<T>, Refused> {
        let undo = self.way_back(self.may_undo(seat)?);
        let undo = undo.map_err(|message| self.title_failed(&message, &[]))?;
        // Who has come or gone since may have drawn chance on the way.
        if self.play.is_past_recall(&undo.next.play) { Err(Refused::UNDO_PAST_CHANCE) } else { Ok(undo) }
    }

    /// The way back to just after the last of `kept`, entries of this match from its start on.
    fn way_back(&self, kept: &[Entry]) -> Result<Undo<T>, String> {
        let [Entry { at_ms, event: Event::Start(start), .. }, rest @ ..] = kept else {
            return Err("the past doesn't begin with a start".to_string());
        };
        let (mut earlier, _) =
            Match::<T>::begin(self.id.clone(), Epoch(0), start, *at_ms).map_err(|failure| failure.to_string())?;
        for entry in rest {
            earlier.play_again(entry, &mut |_, _| {})?;
        }
        earlier.memory = self.memory.of(kept);
        let Some(Entry { rev, at_ms, .. }) = kept.last() else { return Err("no past".to_string()) };
        // Players come and go in a time of their own: that isn't taken back.
        for seat in Seats::all(self.play.seats()).iter() {
            if earlier.away.contains(seat) != self.away.contains(seat) {
                let presence = if self.away.contains(seat) { Presence::Away } else { Presence::Here };
                let event = Event::Presence { seat, presence };
                let entry =
                    Entry { index: 0, rev: *rev, at_ms: *at_ms, offset_ms: 0, tick: 0, inputs: Vec::new(), event };
                earlier.play_again(&entry, &mut |_, _| {})?;
                earlier.memory.note(&entry, &T::INFO, false);
            }
        }
        let mut next = earlier.play.unchanged(*at_ms);
        next.effects.ended = next.play.outcome().is_some();
        Ok(Undo { to: *rev, next, memory: earlier.memory, at_ms: *at_ms })
    }

    /// Makes the match forget what comes after `undo`, at the service time `now_ms`, and gives the game it goes on with.
    pub(super) fn go_back(&mut self, undo: Undo<T>, now_ms: u64) -> Next<T> {
        self.memory = undo.memory;
        self.offers.grant(Proposal::Undo);
        self.offers.end(Proposal::Draw);
        self.time.rewind(undo.at_ms, now_ms);
        undo.next
    }

    /// Goes back once more, as a journal says.
    pub(super) fn go_back_again(&mut self, to: Rev) -> Result<(), String> {
        let undo = self.way_back(self.memory.up_to(to))?;
        self.play = self.go_back(undo, self.now_ms).play;
        Ok(())
    }
}
