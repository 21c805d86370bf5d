//! A journal without what was taken back: the shortest way to where it leads.

use title::{Presence, Seats};

use crate::event::{Entry, Event};

/// The entries that count in the end, in order. Who came and went meanwhile isn't taken back: those who are there or away
/// now and were not then come or go right after what is left, as in the match itself, in the place of the entry that took back.
pub(super) fn effective(entries: &[Entry]) -> Vec<Entry> {
    let mut kept: Vec<Entry> = Vec::new();
    for entry in entries {
        let Event::TakenBack { to, .. } = entry.event else {
            kept.push(entry.clone());
            continue;
        };
        let now = away(&kept);
        let last = kept.iter().rposition(|entry| entry.rev <= to && changes_the_game(&entry.event));
        kept.truncate(last.map_or(0, |last| last + 1));
        let then = away(&kept);
        let Some(last) = kept.last().cloned() else { continue };
        for seat in Seats::all(Seats::MAX).iter().filter(|seat| now.contains(*seat) != then.contains(*seat)) {
            let presence = if now.contains(seat) { Presence::Away } else { Presence::Here };
            let event = Event::Presence { seat, presence };
            kept.push(Entry { index: entry.index, inputs: Vec::new(), event, ..last.clone() });
        }
    }
    kept
}

/// Who is away after these.
fn away(entries: &[Entry]) -> Seats {
    entries.iter().fold(Seats::none(), |away, entry| match &entry.event {
        Event::Start(start) => start.away,
        Event::Presence { seat, presence: Presence::Away } => away.iter().chain([*seat]).collect(),
        Event::Presence { seat, presence: Presence::Here } => away.iter().filter(|other| other != seat).collect(),
        _ => away,
    })
}

/// Whether a way back may end here: not at a coming or going, nor at a courtesy that the rules heard nothing of.
fn changes_the_game(event: &Event) -> bool {
    match event {
        Event::Start(_) | Event::Action { .. } | Event::Alarm { .. } => true,
        Event::Courtesy { others, .. } => !others.is_empty(),
        Event::Presence { .. }
        | Event::Checkpoint
        | Event::Ticks
        | Event::Skipped { .. }
        | Event::TakenBack { .. }
        | Event::Released
        | Event::Fault { .. }
        | Event::Abandoned
        | Event::Poisoned { .. }
        | Event::Migrated { .. } => false,
    }
}
