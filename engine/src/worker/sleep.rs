//! Matches that nobody needs in memory, and those that are needed again: who sleeps is stored as a whole first; who must be
//! awake for an alarm is asked of the store a while before.

use std::collections::VecDeque;

use title::Title;

use super::{WAKE_KEY, Worker, WorkerEffect};
use crate::{
    arrange::Arrange,
    ids::MatchId,
    limits::{NEAR_MS, RELOAD_MS, SNAPSHOT_ENTRIES, WAKES_AT_ONCE},
    messages::{Delivered, ToHub, ToRecorder},
    outbox::Post,
    store::StoreError,
    wire::Refused,
};

impl<T: Title> Worker<T> {
    /// Asks which matches must be woken next. Those that are here, and those that can't be gone on with, may stand among them, so
    /// as many more are asked for.
    pub(super) fn look_for_wakes(&mut self) {
        if self.epoch.is_some() {
            self.looks_ms = None;
            self.wakes_asked = WAKES_AT_ONCE + self.slots.len() + self.loading.len() + self.unplayable.len();
            let wakes = ToRecorder::Wakes { worker: self.id.clone(), limit: self.wakes_asked };
            self.out.push(WorkerEffect::Recorder(wakes));
        }
    }

    /// These must be woken next, some of them soon.
    pub(super) fn wake(&mut self, now_ms: u64, wakes: Result<Vec<(u64, MatchId)>, StoreError>) {
        let wakes = match wakes {
            Ok(wakes) => wakes,
            Err(error) => {
                tracing::warn!(worker = %self.id, %error, "which matches are due can't be read");
                return self.look_at(now_ms + RELOAD_MS);
            }
        };
        let full = wakes.len() >= self.wakes_asked;
        let asleep = |id: &MatchId| {
            !self.slots.contains_key(id) && !self.loading.contains_key(id) && !self.unplayable.contains_key(id)
        };
        let mut asleep: VecDeque<(u64, MatchId)> = wakes.into_iter().filter(|(_, id)| asleep(id)).collect();
        for _ in 0..WAKES_AT_ONCE {
            let Some((_, id)) = asleep.pop_front_if(|(at_ms, _)| *at_ms <= now_ms + NEAR_MS) else { break };
            self.load(id, Vec::new());
        }
        match asleep.front() {
            Some((at_ms, _)) => self.look_at(at_ms.saturating_sub(NEAR_MS / 2).max(now_ms + RELOAD_MS)),
            None if full => self.look_at(now_ms + RELOAD_MS),
            None => {}
        }
    }

    /// Looks at `at_ms` for matches to wake, if it doesn't before that.
    fn look_at(&mut self, at_ms: u64) {
        if self.looks_ms.is_none_or(|looks_ms| at_ms < looks_ms) {
            self.looks_ms = Some(at_ms);
            let alarm = Arrange::Alarm { key: WAKE_KEY, at_ms, generation: 0 };
            self.out.push(WorkerEffect::Timer(alarm));
        }
    }

    /// Stores a match as a whole if it has come far since it was last, or has ended.
    pub(super) fn save_if_far(&mut self, now_ms: u64, match_id: &MatchId) {
        let Some(slot) = self.slots.get(match_id) else { return };
        let unsaved = slot.game.entries() - slot.saved;
        if unsaved >= SNAPSHOT_ENTRIES || (unsaved > 0 && slot.game.outcome().is_some()) {
            self.save(now_ms, match_id);
        }
    }

    fn save(&mut self, now_ms: u64, match_id: &MatchId) {
        let Some(slot) = self.slots.get_mut(match_id) else { return };
        match slot.game.save(now_ms) {
            Some(effects) => self.perform(now_ms, match_id, effects),
            None => {
                // It can still be rebuilt from its journal; this is tried again when it has come as far again.
                tracing::error!(%match_id, report = crate::panics::last(), "a title can't be written down");
                slot.saved = slot.game.entries();
            }
        }
    }

    /// Lets a match go that nobody misses, once all of it is stored.
    pub(super) fn fall_asleep(&mut self, now_ms: u64, match_id: &MatchId) {
        let Some(slot) = self.slots.get(match_id) else { return };
        if slot.ticket > self.committed || !slot.game.may_sleep(now_ms) {
            return;
        }
        if slot.saved < slot.game.entries() || slot.wake_ms != slot.game.wake_ms(now_ms) {
            self.save(now_ms, match_id);
            if self.slots.get(match_id).is_none_or(|slot| slot.ticket > self.committed) {
                return;
            }
        }
        if let Some(slot) = self.release_slot(match_id) {
            if let Some(wake_ms) = slot.wake_ms {
                self.look_at(wake_ms.saturating_sub(NEAR_MS / 2));
            }
            let what = Delivered::NoMatch { match_id: match_id.clone(), why: Refused::ASLEEP };
            let bots = slot.game.bots_watching();
            if !bots.is_empty() {
                self.say(match_id, Post::Sessions(bots, what));
            }
        }
    }

    /// The server is about to stop: every match that goes on is stored as a whole, so that it can be gone on with under other
    /// rules.
    pub(super) fn save_all(&mut self, now_ms: u64) {
        for match_id in self.slots.keys().cloned().collect::<Vec<_>>() {
            if self.slots.get(&match_id).is_some_and(|slot| slot.saved < slot.game.entries()) {
                self.save(now_ms, &match_id);
            }
        }
    }

    /// Tells the bots that play in a match that it is here.
    pub(super) fn seat_bots(&mut self, match_id: &MatchId) {
        let Some(slot) = self.slots.get(match_id) else { return };
        let seated = slot.game.bots().map(|bot| ToHub::BotSeated { match_id: match_id.clone(), bot: bot.clone() });
        self.out.extend(seated.map(WorkerEffect::Bots));
    }

    /// The bots have come up, and know of no match.
    pub(super) fn seat_bots_again(&mut self) {
        for match_id in self.slots.keys().cloned().collect::<Vec<_>>() {
            self.seat_bots(&match_id);
        }
    }

    /// The lobby has come up: it is told of every match that goes on here, so that none goes on of which no table knows.
    pub(super) fn say_all(&mut self, now_ms: u64) {
        let live = self.slots.iter().filter(|(_, slot)| slot.game.outcome().is_none());
        let said: Vec<_> = live.map(|(match_id, slot)| (match_id.clone(), slot.game.said())).collect();
        for (match_id, said) in said {
            self.perform(now_ms, &match_id, said);
        }
    }
}
