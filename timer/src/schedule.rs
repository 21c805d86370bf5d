//! Who is told what, and when: the decisions of the timer, for any number of subscribers.
//!
//! A plain struct that is told `now` and answers with what to deliver. It knows no clock, no actor and no address, so
//! the server and a simulation under virtual time run the same one. Its driver repeats three things: call
//! [`Schedule::beat`] when [`Schedule::next_wake`] comes, carry every [`Deliver`] to its subscriber, and report
//! [`Schedule::handled`] when the subscriber is through with it.

mod subscriber;

use std::collections::{BTreeMap, BTreeSet};

use crate::delays::Delays;
use crate::due::{Due, Key, Micros, SubscriberId};
use crate::lateness::Lateness;
use crate::limits::{KEYS_PER_SUBSCRIBER_MAX, SUBSCRIBERS_MAX};
use crate::rate::{TickRate, TickRefusal};
use crate::wheel::Wheel;
use subscriber::Subscriber;

/// The alarms and ticks of all subscribers.
#[derive(Clone, Debug)]
pub struct Schedule {
    wheel: Wheel<(SubscriberId, Key)>,
    subscribers: BTreeMap<SubscriberId, Subscriber>,
    armings: u64,
    refused: u64,
}

/// What a subscriber asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Goes off once, at `at_us`; at the next beat if that has passed.
    Alarm {
        /// What the subscriber calls it.
        key: Key,
        /// When it goes off.
        at_us: Micros,
        /// Comes back in the [`Due`], so that a firing that crossed a cancellation is recognised.
        generation: u64,
    },
    /// Ticks without end: tick `n`, from 1, is planned at exactly `from_us + n * 1_000_000 / hz`.
    ///
    /// Ticks of one rate and one origin fall due together, in one beat and one message; so give what may tick together
    /// the same origin, or origins a whole number of ticks apart.
    Ticks {
        /// What the subscriber calls them.
        key: Key,
        /// How many a second.
        hz: u32,
        /// The origin they are counted from.
        from_us: Micros,
        /// Comes back in the [`Due`], so that a firing that crossed a cancellation is recognised.
        generation: u64,
    },
    /// Forgets the alarm or the ticks under `key`, also what has fallen due and was not yet sent.
    Cancel {
        /// What the subscriber calls it.
        key: Key,
    },
}

/// Why something was refused. What was refused changed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such subscriber; it may have just left.
    #[error("no subscriber {}", .0.0)]
    UnknownSubscriber(SubscriberId),
    /// There are [`SUBSCRIBERS_MAX`] already.
    #[error("there are already {SUBSCRIBERS_MAX} subscribers")]
    TooManySubscribers(SubscriberId),
    /// The subscriber has [`KEYS_PER_SUBSCRIBER_MAX`] keys already.
    #[error("subscriber {} has already {KEYS_PER_SUBSCRIBER_MAX} keys", .0.0)]
    TooManyKeys(SubscriberId, Key),
    /// No such tick rate.
    #[error(transparent)]
    TickRate(#[from] TickRefusal),
}

/// What the driver has to carry to a subscriber.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deliver {
    /// To whom.
    pub subscriber: SubscriberId,
    /// What it is told.
    pub due: Due,
}

/// A small copy of the state, for tests and for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    /// How many subscribers there are.
    pub subscribers: usize,
    /// How many alarms are armed and have not fallen due.
    pub alarms: usize,
    /// How many keys are ticking.
    pub ticks: usize,
    /// To how many subscribers a [`Due`] is on its way, or being handled.
    pub in_flight: usize,
    /// How many commands and subscribers were refused at a limit since the start.
    pub refused: u64,
}

impl Schedule {
    /// An empty schedule that stands at `now_us`.
    pub fn new(now_us: Micros) -> Self {
        Schedule { wheel: Wheel::new(now_us), subscribers: BTreeMap::new(), armings: 0, refused: 0 }
    }

    /// Takes a newcomer. Whoever gives out the ids never gives one twice.
    pub fn subscribe(&mut self, subscriber: SubscriberId) -> Result<(), Refusal> {
        if self.subscribers.len() >= SUBSCRIBERS_MAX {
            self.refused += 1;
            return Err(Refusal::TooManySubscribers(subscriber));
        }
        let known = self.subscribers.insert(subscriber, Subscriber::new());
        assert!(known.is_none(), "an id of a subscriber was given out twice");
        Ok(())
    }

    /// Forgets a subscriber with all that it had armed. Tells whether it was there.
    pub fn unsubscribe(&mut self, subscriber: SubscriberId) -> bool {
        let Some(left) = self.subscribers.remove(&subscriber) else { return false };
        for key in left.armed_keys() {
            self.wheel.cancel(&(subscriber, key));
        }
        true
    }

    /// Does what a subscriber asks for. Nothing is delivered here, not even an alarm whose time has passed: that is
    /// for the next [`Schedule::beat`], which [`Schedule::next_wake`] then calls for.
    pub fn command(&mut self, now_us: Micros, subscriber: SubscriberId, command: Command) -> Result<(), Refusal> {
        let refusal = match self.try_command(now_us, subscriber, command) {
            Ok(()) => return Ok(()),
            Err(refusal) => refusal,
        };
        // A subscriber that leaves while its last commands are under way is an ordinary case.
        if !matches!(refusal, Refusal::UnknownSubscriber(_)) {
            self.refused += 1;
        }
        Err(refusal)
    }

    /// Collects all that has fallen due by `now_us`: one [`Deliver`] for each subscriber that has something and has no
    /// other on its way, by id.
    pub fn beat(&mut self, now_us: Micros) -> Vec<Deliver> {
        let mut told = BTreeSet::new();
        self.collect(now_us, &mut told);
        self.deliver(told)
    }

    /// Notes that a subscriber is through with its last [`Due`]; what has fallen due meanwhile goes out with a beat. A
    /// report from someone who left is only a beat.
    pub fn handled(&mut self, now_us: Micros, subscriber: SubscriberId) -> Vec<Deliver> {
        let mut told = BTreeSet::new();
        if let Some(state) = self.subscribers.get_mut(&subscriber) {
            state.handled(now_us);
            told.insert(subscriber);
        }
        self.collect(now_us, &mut told);
        self.deliver(told)
    }

    /// When the next [`Schedule::beat`] is needed; `None` when nothing is armed.
    ///
    /// It is never too late. After a cancellation it may be too early; then the beat delivers nothing, and the answer
    /// afterwards is a later one.
    pub fn next_wake(&self) -> Option<Micros> {
        self.wheel.next_at()
    }

    /// A small copy of the state.
    pub fn observe(&self) -> Observed {
        let mut observed =
            Observed { subscribers: self.subscribers.len(), refused: self.refused, ..Observed::default() };
        for subscriber in self.subscribers.values() {
            observed.alarms += subscriber.alarms_armed();
            observed.ticks += subscriber.ticks_armed();
            observed.in_flight += usize::from(subscriber.is_in_flight());
        }
        observed
    }

    /// To how many subscribers a [`Due`] is on its way.
    pub fn in_flight(&self) -> usize {
        self.subscribers.values().filter(|subscriber| subscriber.is_in_flight()).count()
    }

    /// How late a subscriber was served, and how long it took to handle what it got.
    pub fn lateness(&self, subscriber: SubscriberId) -> Option<(Lateness, Lateness)> {
        self.subscribers.get(&subscriber).map(Subscriber::lateness)
    }

    /// The same, counted in slots.
    pub fn delays(&self, subscriber: SubscriberId) -> Option<(Delays, Delays)> {
        self.subscribers.get(&subscriber).map(Subscriber::delays)
    }

    fn try_command(&mut self, now_us: Micros, id: SubscriberId, command: Command) -> Result<(), Refusal> {
        let subscriber = self.subscribers.get_mut(&id).ok_or(Refusal::UnknownSubscriber(id))?;
        let next_us = match command {
            Command::Cancel { key } => {
                subscriber.disarm(key);
                self.wheel.cancel(&(id, key));
                return Ok(());
            }
            Command::Alarm { key, at_us, generation } => {
                subscriber.check_room(id, key)?;
                self.armings += 1;
                subscriber.arm_alarm(now_us, key, generation, at_us, self.armings);
                (key, Some(at_us))
            }
            Command::Ticks { key, hz, from_us, generation } => {
                let rate = TickRate::new(hz)?;
                subscriber.check_room(id, key)?;
                (key, subscriber.arm_ticks(now_us, key, generation, rate, from_us))
            }
        };
        match next_us {
            (key, Some(next_us)) => self.wheel.insert((id, key), next_us),
            (key, None) => {
                self.wheel.cancel(&(id, key));
            }
        }
        Ok(())
    }

    /// Moves what has expired from the wheel to its subscribers, and names them in `told`.
    fn collect(&mut self, now_us: Micros, told: &mut BTreeSet<SubscriberId>) {
        for ((id, key), _) in self.wheel.advance(now_us) {
            let now_us = self.wheel.now();
            let subscriber = self.subscribers.get_mut(&id).expect("who leaves takes its keys out of the wheel");
            if let Some(next_us) = subscriber.fall_due(now_us, key) {
                self.wheel.insert((id, key), next_us);
            }
            told.insert(id);
        }
    }

    fn deliver(&mut self, told: BTreeSet<SubscriberId>) -> Vec<Deliver> {
        let now_us = self.wheel.now();
        let send_due = |id| {
            let due = self.subscribers.get_mut(&id)?.send_due(now_us)?;
            Some(Deliver { subscriber: id, due })
        };
        told.into_iter().filter_map(send_due).collect()
    }
}
