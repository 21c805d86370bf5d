//! The door of a worker: what its shell and the simulation see of one, of whatever title.

use std::collections::BTreeMap;

use timer::Due;
use title::Title;

use super::{RETRY_KEY, WAKE_KEY, Worker, slot::Slot};
use crate::{
    arrange::Arrange,
    ids::{HubId, MatchId, WorkerId},
    match_state::Counts,
    messages::{ToHub, ToLobby, ToRecorder, ToWorker},
};

/// Something a worker asks its shell to do.
#[derive(Clone, Debug)]
pub enum WorkerEffect {
    /// Send this to a hub.
    Hub(HubId, ToHub),
    /// Send this to every hub, and to the bots.
    EveryHub(ToHub),
    /// Send this to the bots.
    Bots(ToHub),
    /// Send this to the lobby.
    Lobby(ToLobby),
    /// Send this to the recorder.
    Recorder(ToRecorder),
    /// Ask this of the timer.
    Timer(Arrange),
}

/// A small copy of a worker's state, for tests and operators.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorkerSeen {
    /// Matches in memory.
    pub matches: usize,
    /// Alarms that came too late to count, since the start.
    pub stale_alarms: u64,
    /// Records that wait for the store.
    pub uncommitted: usize,
    /// Of real time, since the start.
    pub counts: Counts,
    /// How late the last ticks were, in milliseconds: from the time the first of them was planned for to the moment they
    /// were run. 0 while nothing ticks.
    pub late_ms: u64,
    /// Whether that has been too much for too long, so that the lobby sends nobody here.
    pub is_late: bool,
}

/// A worker of any title: what its shell and the simulation see of [`Worker`].
pub trait WorkerCore: Send {
    /// Which worker it is.
    fn id(&self) -> &WorkerId;
    /// The first thing to do.
    fn start(&mut self) -> Vec<WorkerEffect>;
    /// Handles one message to the end.
    fn handle(&mut self, now_ms: u64, message: ToWorker) -> Vec<WorkerEffect>;
    /// Handles what has fallen due.
    fn due(&mut self, now_ms: u64, due: &Due) -> Vec<WorkerEffect>;
    /// A small copy of its state.
    fn observe(&self) -> WorkerSeen;
}

impl<T: Title> WorkerCore for Worker<T> {
    fn id(&self) -> &WorkerId {
        &self.id
    }

    fn start(&mut self) -> Vec<WorkerEffect> {
        vec![WorkerEffect::Recorder(ToRecorder::Claim(self.id.clone()))]
    }

    fn handle(&mut self, now_ms: u64, message: ToWorker) -> Vec<WorkerEffect> {
        self.receive(now_ms, message);
        self.finish()
    }

    fn due(&mut self, now_ms: u64, due: &Due) -> Vec<WorkerEffect> {
        // What was received after the timer sent this is behind it in the mailbox, however late it is handled.
        let due_ms = due.beat_us / 1000;
        for alarm in &due.alarms {
            match alarm.key.0 {
                RETRY_KEY => {
                    self.retry();
                    continue;
                }
                WAKE_KEY => {
                    self.look_for_wakes();
                    continue;
                }
                _ => {}
            }
            let Some((match_id, slot)) = slot_of(&self.keys, &mut self.slots, alarm.key.0) else { continue };
            if !slot.alarm_rang(alarm.generation) {
                self.stale_alarms += 1;
                continue;
            }
            // While the store hasn't made this worker the owner nothing may happen; the alarm is set again by then.
            if self.epoch.is_some() {
                let effects = slot.game.due(due_ms, now_ms);
                self.perform(now_ms, &match_id, effects);
            }
        }
        let mut oldest_us = None;
        for ticks in &due.ticks {
            let wait = self.epoch.is_none() || self.is_behind();
            let Some((match_id, slot)) = slot_of(&self.keys, &mut self.slots, ticks.key.0) else { continue };
            if !slot.counts_ticks(ticks.planned_us) {
                continue;
            }
            oldest_us = Some(oldest_us.map_or(ticks.planned_us, |oldest: u64| oldest.min(ticks.planned_us)));
            slot.ticks_due += u64::from(ticks.count);
            if !wait {
                let effects = slot.game.tick(std::mem::take(&mut slot.ticks_due), now_ms);
                self.perform(now_ms, &match_id, effects);
            }
        }
        if let Some(planned_us) = oldest_us {
            let said = self.lateness.measured(now_ms, now_ms.saturating_sub(planned_us / 1000));
            self.say_late(said);
        }
        self.finish()
    }

    fn observe(&self) -> WorkerSeen {
        WorkerSeen {
            matches: self.slots.len(),
            stale_alarms: self.stale_alarms,
            uncommitted: self.uncommitted(),
            counts: self.counts,
            late_ms: self.lateness.late_ms(),
            is_late: self.lateness.is_late(),
        }
    }
}

fn slot_of<'a, T: Title>(
    keys: &BTreeMap<u64, MatchId>,
    slots: &'a mut BTreeMap<MatchId, Slot<T>>,
    key: u64,
) -> Option<(MatchId, &'a mut Slot<T>)> {
    let match_id = keys.get(&key)?;
    Some((match_id.clone(), slots.get_mut(match_id)?))
}
