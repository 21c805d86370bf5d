//! A role's pulse: how many messages wait for it, and how long its handlers run. It is felt without asking the role, so a
//! role that is stuck has one too; and a warning is logged for each handler that was slow.
//!
//! It knows nothing of who publishes it.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering::Relaxed},
};

use actix::{Message, Recipient, prelude::SendError};
use timer::{Clock, Delays};

use crate::limits::SLOW_HANDLER_MS;

/// What is counted of one shell since it came up. Clones share the counts.
#[derive(Clone)]
pub struct Pulse(Arc<Counted>);

struct Counted {
    role: String,
    sent: Lonely,
    handlers: Handlers,
}

/// Counted by every sender. It has a cache line of its own, so that they don't slow down the handlers' counting.
#[repr(align(64))]
#[derive(Default)]
struct Lonely(AtomicU64);

/// Counted by the shell itself only.
#[repr(align(64))]
#[derive(Default)]
struct Handlers {
    taken: AtomicU64,
    slots: [AtomicU64; Delays::SLOTS],
    sum_us: AtomicU64,
}

impl Pulse {
    /// The pulse of a shell that comes up, by the name its role has at the timer.
    pub fn new(role: String) -> Pulse {
        Pulse(Arc::new(Counted { role, sent: Lonely::default(), handlers: Handlers::default() }))
    }

    /// The role's name.
    pub fn role(&self) -> &str {
        &self.0.role
    }

    /// The shell takes a message that came over a [`Line`] out of its mailbox.
    pub fn taken(&self) {
        self.0.handlers.taken.fetch_add(1, Relaxed);
    }

    /// A handler that began at `begun_us` returns now; it is told of when it was slow.
    pub fn handled(&self, clock: &Clock, begun_us: u64, what: &'static str) {
        let took_us = self.took(clock, begun_us);
        if took_us >= SLOW_HANDLER_MS * 1000 {
            tracing::warn!(role = self.role(), what, took_us, "slow handler");
        }
    }

    /// A handler that began at `begun_us` returns now, and may have taken its time: a search, a disk. Returns how long it took, in
    /// microseconds.
    pub fn took(&self, clock: &Clock, begun_us: u64) -> u64 {
        let took_us = clock.now_us().saturating_sub(begun_us);
        self.0.handlers.slots[Delays::slot_of(took_us)].fetch_add(1, Relaxed);
        self.0.handlers.sum_us.fetch_add(took_us, Relaxed);
        took_us
    }

    /// How many messages that came over a [`Line`] wait in the mailbox.
    pub fn waiting(&self) -> u64 {
        // In this order, so that what is sent and taken in between can't make it less than none.
        let taken = self.0.handlers.taken.load(Relaxed);
        self.0.sent.0.load(Relaxed).saturating_sub(taken)
    }

    /// How long the handlers ran.
    pub fn times(&self) -> Delays {
        let handlers = &self.0.handlers;
        Delays {
            slots: std::array::from_fn(|slot| handlers.slots[slot].load(Relaxed)),
            sum_us: handlers.sum_us.load(Relaxed),
        }
    }
}

/// A way to a shell that counts what is sent over it.
pub struct Line<M>
where
    M: Message + Send + 'static,
    M::Result: Send,
{
    recipient: Recipient<M>,
    pulse: Option<Pulse>,
}

impl<M> Line<M>
where
    M: Message + Send + 'static,
    M::Result: Send,
{
    /// A way to `recipient`, whose pulse this is. Its handler of `M` calls [`Pulse::taken`].
    pub fn new(recipient: Recipient<M>, pulse: &Pulse) -> Line<M> {
        Line { recipient, pulse: Some(pulse.clone()) }
    }

    /// A way to somebody whose pulse is nobody's business.
    pub fn uncounted(recipient: Recipient<M>) -> Line<M> {
        Line { recipient, pulse: None }
    }

    /// Sends past the mailbox's bound.
    pub fn do_send(&self, message: M) {
        self.count();
        self.recipient.do_send(message);
    }

    /// Sends, or hands back what doesn't fit.
    pub fn try_send(&self, message: M) -> Result<(), SendError<M>> {
        self.recipient.try_send(message)?;
        self.count();
        Ok(())
    }

    /// The pulse at its end.
    pub fn pulse(&self) -> Option<&Pulse> {
        self.pulse.as_ref()
    }

    fn count(&self) {
        if let Some(pulse) = &self.pulse {
            pulse.0.sent.0.fetch_add(1, Relaxed);
        }
    }
}

// Derived, it would ask for messages that can be cloned.
impl<M> Clone for Line<M>
where
    M: Message + Send + 'static,
    M::Result: Send,
{
    fn clone(&self) -> Line<M> {
        Line { recipient: self.recipient.clone(), pulse: self.pulse.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_handler_is_told_from_a_quick_one() {
        let (clock, pulse) = (Clock::by_hand(), Pulse::new("lobby".to_string()));
        pulse.handled(&clock, clock.now_us(), "message");
        let begun_us = clock.now_us();
        clock.advance_to(30_000);
        pulse.handled(&clock, begun_us, "message");
        let times = pulse.times();
        assert_eq!((times.count(), times.sum_us), (2, 30_000));
        assert_eq!((times.slots[0], times.slots[Delays::slot_of(30_000)]), (1, 1));
    }
}
