//! What a match remembers of its own past: how far it has got, and, where undo is known, the entries it could be rebuilt from.
//! A plain value; going back is done elsewhere.

use serde::{Deserialize, Serialize};
use title::{Courtesy, Info, Seat, Seats};

use crate::{
    event::{Entry, Event},
    ids::Rev,
    limits::UNDO_ENTRIES,
    wire::Refused,
};

/// The past of a match, as far as it counts: what was taken back is not in it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Memory {
    /// How many actions there were.
    pub(super) moves: u64,
    /// Who has acted at all.
    pub(super) acted: Seats,
    entries: Vec<Entry>,
    /// So many of the entries can't be taken back: the last of them drew chance or revealed something.
    settled: usize,
    /// There were more entries than are kept: nothing can be taken back any more.
    overflowed: bool,
}

/// See [`Memory::mark`].
pub(super) struct Mark {
    moves: u64,
    acted: Seats,
    entries: usize,
    settled: usize,
    overflowed: bool,
}

impl Memory {
    /// Takes note of an entry of the journal; `settles` says that the match can't be taken back to before it.
    pub(super) fn note(&mut self, entry: &Entry, info: &Info, settles: bool) {
        self.count(entry);
        let counts = matches!(
            entry.event,
            Event::Start(_)
                | Event::Action { .. }
                | Event::Alarm { .. }
                | Event::Presence { .. }
                | Event::Courtesy { .. }
        );
        if !counts || !info.courtesies.contains(&Courtesy::Undo) {
            return;
        }
        if self.overflowed {
            // Not at once: the entry that was too much may turn out not to happen.
            self.entries = Vec::new();
        } else if self.entries.len() >= UNDO_ENTRIES {
            self.overflowed = true;
        } else {
            self.entries.push(entry.clone());
            if settles {
                self.settled = self.entries.len();
            }
        }
    }

    /// Nothing of the past can be taken back any more.
    pub(super) fn forget(&mut self) {
        (self.entries, self.overflowed) = (Vec::new(), true);
    }

    fn count(&mut self, entry: &Entry) {
        if let Event::Action { seat, .. } = entry.event {
            self.moves += 1;
            self.acted = self.acted.iter().chain([seat]).collect();
        }
    }

    /// The past as it is, to come back to if what is noted next turns out not to happen.
    pub(super) fn mark(&self) -> Mark {
        let Memory { moves, acted, settled, overflowed, .. } = *self;
        Mark { moves, acted, entries: self.entries.len(), settled, overflowed }
    }

    /// Forgets what was noted since `mark`.
    pub(super) fn back_to(&mut self, mark: Mark) {
        let Mark { moves, acted, entries, settled, overflowed } = mark;
        self.entries.truncate(entries);
        (self.moves, self.acted, self.settled, self.overflowed) = (moves, acted, settled, overflowed);
    }

    /// The past before the last action of `seat`, to its last event that changed the game for other reasons than who is
    /// there; or why there is no way back to it.
    pub(super) fn before_last_of(&self, seat: Seat) -> Result<&[Entry], Refused> {
        let entries = if self.overflowed { &[][..] } else { &self.entries };
        let action = entries.iter().rposition(|entry| is_action_of(entry, seat));
        let last = action.and_then(|action| entries[..action].iter().rposition(|entry| changes_the_game(&entry.event)));
        let kept = &entries[..=last.ok_or(Refused::NOTHING_TO_UNDO)?];
        if kept.len() < self.settled { Err(Refused::UNDO_PAST_CHANCE) } else { Ok(kept) }
    }

    /// The past up to the event `to`, without the comings and goings since.
    pub(super) fn up_to(&self, to: Rev) -> &[Entry] {
        let last = self.entries.iter().rposition(|entry| entry.rev <= to && changes_the_game(&entry.event));
        &self.entries[..last.map_or(0, |last| last + 1)]
    }

    /// The memory as it was when `kept`, a beginning of its entries, was all of them.
    pub(super) fn of(&self, kept: &[Entry]) -> Memory {
        let mut earlier = Memory { entries: kept.to_vec(), settled: self.settled.min(kept.len()), ..Memory::default() };
        kept.iter().for_each(|entry| earlier.count(entry));
        earlier
    }
}

fn is_action_of(entry: &Entry, by: Seat) -> bool {
    matches!(entry.event, Event::Action { seat, .. } if seat == by)
}

fn changes_the_game(event: &Event) -> bool {
    !matches!(event, Event::Presence { .. }) && !matches!(event, Event::Courtesy { others, .. } if others.is_empty())
}
