//! What becomes of that which a match asks for: what is stored together, and when what was said may be heard.

use title::Title;

use super::{Slot, Worker, WorkerEffect};
use crate::{
    ids::MatchId,
    match_state::MatchEffect,
    messages::{Delivery, ToHub, ToLobby, ToRecorder},
    outbox::Post,
    store::Record,
};

impl<T: Title> Worker<T> {
    /// Does what a match asked for, and sees to its alarms.
    pub(super) fn perform(&mut self, now_ms: u64, match_id: &MatchId, effects: Vec<MatchEffect>) {
        let (Some(slot), Some(epoch)) = (self.slots.get_mut(match_id), self.epoch) else { return };
        self.counts.add(slot.game.take_counts());
        // Most ticks store nothing.
        let stores = effects.iter().any(|effect| !matches!(effect, MatchEffect::Post { .. }));
        let wake_ms = if stores { slot.game.wake_ms(now_ms) } else { None };
        for effect in effects {
            match effect {
                MatchEffect::Record { entry, holds, last } => {
                    self.batch.push(Record::Append { id: match_id.clone(), epoch, entry, last, wake_ms });
                    slot.wake_ms = wake_ms;
                    slot.recorded(self.ticket, now_ms);
                    if holds {
                        slot.held = Some(self.ticket);
                    }
                }
                MatchEffect::Save(snapshot) => {
                    slot.saved = snapshot.entries;
                    slot.wake_ms = wake_ms;
                    self.batch.push(Record::Snapshot { id: match_id.clone(), epoch, snapshot, wake_ms });
                    slot.recorded(self.ticket, now_ms);
                }
                MatchEffect::Post { post, wait } => slot.outbox.push(wait.then_some(slot.ticket), post),
            }
        }
        self.save_if_far(now_ms, match_id);
        self.settle(now_ms, match_id);
    }

    /// Says what may be said, arms what is due next, and lets go of a match that nobody needs in memory.
    pub(super) fn settle(&mut self, now_ms: u64, match_id: &MatchId) {
        let Some(slot) = self.slots.get_mut(match_id) else { return };
        slot.stored(self.committed);
        let posts = slot.outbox.release(self.committed);
        self.counts.frames_skipped += slot.outbox.take_skipped();
        let released = slot.held.take_if(|ticket| *ticket <= self.committed).is_some();
        let effects = if released { slot.game.released(now_ms) } else { Vec::new() };
        slot.arm(now_ms, &mut self.out);
        if !slot.outbox.is_empty() || slot.held.is_some() || slot.ticket > self.committed {
            // What it may say then, and whether it may go, is seen when all of it is stored.
            self.holding.entry(slot.ticket).or_default().insert(match_id.clone());
        } else if slot.game.outcome().is_some() && !slot.game.is_watched() {
            self.release_slot(match_id);
        }
        for post in posts {
            self.say(match_id, post);
        }
        if effects.is_empty() {
            self.fall_asleep(now_ms, match_id);
        } else {
            self.perform(now_ms, match_id, effects);
        }
    }

    pub(super) fn say(&mut self, match_id: &MatchId, post: Post) {
        match post {
            Post::Sessions(to, what) => {
                for (hub, delivery) in Delivery::by_hub(to, &what) {
                    self.hubs.entry(hub).or_default().push(delivery);
                }
            }
            Post::Lobby(table, said) => self.out.push(WorkerEffect::Lobby(said.about(match_id.clone(), table))),
        }
    }

    /// Tells the lobby whether this worker is late, if there is something to tell.
    pub(super) fn say_late(&mut self, late: Option<bool>) {
        self.out.extend(late.map(|late| WorkerEffect::Lobby(ToLobby::Late(self.id.clone(), late))));
    }

    /// Ends a handler: everything it stores in one commit, everything it says to a hub in one message.
    pub(super) fn finish(&mut self) -> Vec<WorkerEffect> {
        if !self.batch.is_empty() {
            let records = std::mem::take(&mut self.batch);
            let entries = appended(&records);
            self.in_flight.push_back((self.ticket, entries));
            self.in_flight_records += entries;
            let record = ToRecorder::Record { worker: self.id.clone(), ticket: self.ticket, records };
            self.out.push(WorkerEffect::Recorder(record));
            self.ticket += 1;
        }
        if self.lateness.is_late() && !self.slots.values().any(Slot::is_ticking) {
            let said = self.lateness.nothing_ticks();
            self.say_late(said);
        }
        let mut out = std::mem::take(&mut self.out);
        let hubs = std::mem::take(&mut self.hubs);
        out.extend(hubs.into_iter().map(|(hub, deliveries)| WorkerEffect::Hub(hub, ToHub::Deliver(deliveries))));
        out
    }
}

/// How many of these are entries. Snapshots are few, and nobody sends a command to have one.
pub(super) fn appended(records: &[Record]) -> usize {
    records.iter().filter(|record| matches!(record, Record::Append { .. })).count()
}
