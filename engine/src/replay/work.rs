//! How much work it is to play a history again, before it is done: nobody may keep a processor busy by asking for a match.

use crate::event::{Entry, Event};

/// How many ticks and entries are played when these are, those counted again that a way back leads through.
pub(super) fn work(entries: &[Entry]) -> u64 {
    let ticks = entries.last().map_or(0, |last| last.tick);
    let entries = (1u64..).zip(entries).map(|(number, entry)| match entry.event {
        Event::TakenBack { .. } => number,
        _ => 1,
    });
    entries.fold(ticks, u64::saturating_add)
}
