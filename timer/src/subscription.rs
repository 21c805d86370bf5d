//! A subscriber's handle: sets its alarms and ticks, and ends the subscription by being dropped.
//!
//! It passes instructions on in the order given, and decides nothing but whether a tick rate exists.

use actix::Addr;

use crate::actor::TimerActor;
use crate::due::{Key, Micros, SubscriberId};
use crate::messages::{Instruct, Unsubscribe};
use crate::rate::{TickRate, TickRefusal};
use crate::schedule::Command;

/// One subscriber's line to the timer; dropping it unsubscribes.
///
/// Instructions are queued past the bound of the timer's mailbox, because a cancellation that was refused for want of
/// room would break a promise, and no handler can wait. What bounds them is the subscriber: it gives at most one for
/// each key in one run of a handler (the last one counts), and the timer does with each far less than its handler did.
#[derive(Debug)]
pub struct Subscription {
    id: SubscriberId,
    timer: Addr<TimerActor>,
}

impl Subscription {
    pub(crate) fn new(id: SubscriberId, timer: Addr<TimerActor>) -> Self {
        Subscription { id, timer }
    }

    /// Who the subscriber is to the timer.
    pub fn id(&self) -> SubscriberId {
        self.id
    }

    /// Arms a one-shot alarm under `key`, in place of what was there: see [`Command::Alarm`].
    pub fn alarm(&self, key: Key, at_us: Micros, generation: u64) {
        self.instruct(Command::Alarm { key, at_us, generation });
    }

    /// Arms ticks under `key`, in place of what was there: see [`Command::Ticks`]. Refused, nothing changes.
    pub fn ticks(&self, key: Key, hz: u32, from_us: Micros, generation: u64) -> Result<(), TickRefusal> {
        TickRate::new(hz)?;
        self.instruct(Command::Ticks { key, hz, from_us, generation });
        Ok(())
    }

    /// Forgets the alarm or ticks under `key`. A [`crate::Due`] that has already been sent may still speak of it.
    pub fn cancel(&self, key: Key) {
        self.instruct(Command::Cancel { key });
    }

    fn instruct(&self, command: Command) {
        self.timer.do_send(Instruct { subscriber: self.id, command });
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.timer.do_send(Unsubscribe { subscriber: self.id });
    }
}
