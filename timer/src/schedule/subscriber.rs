//! One subscriber's part of the schedule: what it has armed, what has fallen due and waits to be sent, and whether a
//! message is on its way to it.
//!
//! It does not know when the next thing is due; that is the wheel's.

use std::collections::BTreeMap;

use super::{KEYS_PER_SUBSCRIBER_MAX, Refusal};
use crate::delays::Delays;
use crate::due::{Due, DueAlarm, DueTicks, Key, Micros, SubscriberId};
use crate::lateness::{Lateness, Meter};
use crate::rate::TickRate;

/// A key stands in `alarms` or in `tickers`, never in both, and has exactly then an entry in the wheel. What fell due
/// and was not sent stands in `due_alarms` and `due_ticks`: at most one entry a key, so a subscriber that is slow for
/// long costs no more memory than one that is slow for a moment.
#[derive(Clone, Debug)]
pub(super) struct Subscriber {
    alarms: BTreeMap<Key, Alarm>,
    tickers: BTreeMap<Key, Ticker>,
    due_alarms: BTreeMap<Key, Alarm>,
    due_ticks: BTreeMap<Key, DueTicks>,
    sent_us: Option<Micros>,
    timer: Meter,
    handler: Meter,
}

#[derive(Clone, Copy, Debug)]
struct Alarm {
    planned_us: Micros,
    generation: u64,
    armed_us: Micros,
    /// Counts armings, so that alarms planned for one moment keep their order.
    order: u64,
}

#[derive(Clone, Copy, Debug)]
struct Ticker {
    rate: TickRate,
    from_us: Micros,
    generation: u64,
    armed_us: Micros,
    /// The number of the first tick that has not fallen due.
    next: u64,
}

impl Subscriber {
    pub(super) fn new() -> Self {
        Subscriber {
            alarms: BTreeMap::new(),
            tickers: BTreeMap::new(),
            due_alarms: BTreeMap::new(),
            due_ticks: BTreeMap::new(),
            sent_us: None,
            timer: Meter::new(),
            handler: Meter::new(),
        }
    }

    /// Whether `key` may be armed: it is there already, or there is room for one more.
    pub(super) fn check_room(&self, id: SubscriberId, key: Key) -> Result<(), Refusal> {
        let known = self.alarms.contains_key(&key)
            || self.tickers.contains_key(&key)
            || self.due_alarms.contains_key(&key)
            || self.due_ticks.contains_key(&key);
        // Ticks that wait to be sent are still armed, so they are counted once.
        let keys = self.alarms.len() + self.tickers.len() + self.due_alarms.len();
        if known || keys < KEYS_PER_SUBSCRIBER_MAX { Ok(()) } else { Err(Refusal::TooManyKeys(id, key)) }
    }

    pub(super) fn arm_alarm(&mut self, now_us: Micros, key: Key, generation: u64, planned_us: Micros, order: u64) {
        self.disarm(key);
        self.alarms.insert(key, Alarm { planned_us, generation, armed_us: now_us, order });
    }

    /// Answers when the first tick is due, or nothing if there will be none before time ends.
    pub(super) fn arm_ticks(
        &mut self,
        now_us: Micros,
        key: Key,
        generation: u64,
        rate: TickRate,
        from_us: Micros,
    ) -> Option<Micros> {
        self.disarm(key);
        let first_us = rate.planned_us(from_us, 1)?;
        self.tickers.insert(key, Ticker { rate, from_us, generation, armed_us: now_us, next: 1 });
        Some(first_us)
    }

    /// Forgets all about `key`, also what has fallen due and was not sent.
    pub(super) fn disarm(&mut self, key: Key) {
        self.alarms.remove(&key);
        self.tickers.remove(&key);
        self.due_alarms.remove(&key);
        self.due_ticks.remove(&key);
    }

    /// Moves what expired under `key` to what waits to be sent. Answers when the wheel has to call again for it.
    pub(super) fn fall_due(&mut self, now_us: Micros, key: Key) -> Option<Micros> {
        if let Some(alarm) = self.alarms.remove(&key) {
            self.timer.record(now_us - alarm.planned_us.max(alarm.armed_us).min(now_us));
            self.due_alarms.insert(key, alarm);
            return None;
        }
        let ticker = self.tickers.get_mut(&key).expect("the wheel holds armed keys only");
        let ticks = ticker.fall_due(now_us, key);
        self.timer.record(now_us - ticks.planned_us.max(ticker.armed_us).min(now_us));
        let next_us = ticker.rate.planned_us(ticker.from_us, ticker.next);
        if next_us.is_none() {
            self.tickers.remove(&key);
        }
        let waiting = self.due_ticks.entry(key).or_insert(DueTicks { count: 0, ..ticks });
        waiting.count = waiting.count.saturating_add(ticks.count);
        next_us
    }

    /// Makes the one message of all that waits, unless another is on its way or nothing waits.
    pub(super) fn send_due(&mut self, now_us: Micros) -> Option<Due> {
        if self.is_in_flight() || (self.due_alarms.is_empty() && self.due_ticks.is_empty()) {
            return None;
        }
        let mut alarms: Vec<_> = std::mem::take(&mut self.due_alarms).into_iter().collect();
        alarms.sort_unstable_by_key(|(_, alarm)| (alarm.planned_us, alarm.order));
        let mut ticks: Vec<_> = std::mem::take(&mut self.due_ticks).into_values().collect();
        ticks.sort_unstable_by_key(|ticks| (ticks.planned_us, ticks.key));
        self.sent_us = Some(now_us);
        let alarms = alarms.into_iter().map(|(key, alarm)| alarm.due(key)).collect();
        Some(Due { beat_us: now_us, alarms, ticks })
    }

    /// The message on its way has been handled.
    pub(super) fn handled(&mut self, now_us: Micros) {
        if let Some(sent_us) = self.sent_us.take() {
            self.handler.record(now_us.saturating_sub(sent_us));
        }
    }

    pub(super) fn is_in_flight(&self) -> bool {
        self.sent_us.is_some()
    }

    pub(super) fn alarms_armed(&self) -> usize {
        self.alarms.len()
    }

    pub(super) fn ticks_armed(&self) -> usize {
        self.tickers.len()
    }

    pub(super) fn armed_keys(&self) -> impl Iterator<Item = Key> {
        self.alarms.keys().chain(self.tickers.keys()).copied()
    }

    /// The timer's and the handler's.
    pub(super) fn lateness(&self) -> (Lateness, Lateness) {
        (self.timer.summary(), self.handler.summary())
    }

    /// The timer's and the handler's.
    pub(super) fn delays(&self) -> (Delays, Delays) {
        (self.timer.delays(), self.handler.delays())
    }
}

impl Alarm {
    fn due(self, key: Key) -> DueAlarm {
        DueAlarm { key, generation: self.generation, planned_us: self.planned_us }
    }
}

impl Ticker {
    /// All ticks planned by `now_us` that have not fallen due before: at least one, since the wheel called.
    fn fall_due(&mut self, now_us: Micros, key: Key) -> DueTicks {
        let first = self.next;
        let last = self.rate.last_by(self.from_us, now_us);
        self.next = last + 1;
        let count = u32::try_from(last - first + 1).unwrap_or(u32::MAX);
        let planned_us = self.rate.planned_us(self.from_us, first).expect("the wheel called for this very moment");
        DueTicks { key, generation: self.generation, first, count, planned_us }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_key_has_room_and_one_more_has_none() {
        let (me, one_more) = (SubscriberId(1), Key(KEYS_PER_SUBSCRIBER_MAX as u64));
        let alarm = Alarm { planned_us: 0, generation: 0, armed_us: 0, order: 0 };
        let mut subscriber = Subscriber::new();
        // Filled directly: a million armings through the door would take the test seconds.
        subscriber.alarms = (1..one_more.0).map(|key| (Key(key), alarm)).collect();
        assert_eq!(subscriber.check_room(me, Key(0)), Ok(()));
        subscriber.arm_alarm(0, Key(0), 0, 5, 1);
        assert_eq!(subscriber.check_room(me, one_more), Err(Refusal::TooManyKeys(me, one_more)));
        assert_eq!(subscriber.check_room(me, Key(0)), Ok(()), "what is there may be replaced");
        subscriber.fall_due(5, Key(0));
        assert_eq!(subscriber.check_room(me, one_more), Err(Refusal::TooManyKeys(me, one_more)), "it still waits");
        subscriber.send_due(5);
        assert_eq!(subscriber.check_room(me, one_more), Ok(()));
    }
}
