//! The handle that starts the timer and talks to it.
//!
//! It holds the actor's address and decides nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use actix::{Actor, Addr, Arbiter, AsyncContext, Recipient};

use crate::actor::TimerActor;
use crate::clock::Clock;
use crate::delays::SubscriberDelays;
use crate::due::{Due, SubscriberId};
use crate::lateness::SubscriberLateness;
use crate::limits::{MAILBOX_CAPACITY, SUBSCRIBER_NAME_CHARS_MAX};
use crate::messages::{Advance, Observe, ReadDelays, ReadLateness, Stop, Subscribe};
use crate::schedule::Observed;
use crate::subscription::Subscription;

/// A running timer. Clones are handles of the same one.
///
/// The actor has a thread of its own, so that whoever hogs another thread delays neither the timer nor those it serves
/// elsewhere. It ends with [`Timer::stop`], or when the last handle and the last [`Subscription`] are gone.
#[derive(Clone, Debug)]
pub struct Timer {
    clock: Clock,
    addr: Addr<TimerActor>,
    ids: Arc<AtomicU32>,
}

/// Why time was not moved by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AdvanceRefusal {
    /// The clock runs by itself.
    #[error("a real clock is not moved by hand")]
    RealClock,
    /// Somebody else is moving it and has not arrived.
    #[error("the clock is being moved already")]
    Busy,
    /// The timer has stopped.
    #[error("the timer has stopped")]
    Stopped,
}

impl Timer {
    /// Starts a timer that goes by `clock`. Must be called inside an actix `System`.
    pub fn start(clock: Clock) -> Self {
        Timer::start_on(&Arbiter::new(), clock)
    }

    fn start_on(arbiter: &Arbiter, clock: Clock) -> Self {
        let theirs = clock.clone();
        let addr = TimerActor::start_in_arbiter(&arbiter.handle(), move |context| {
            context.set_mailbox_capacity(MAILBOX_CAPACITY);
            TimerActor::new(theirs, context.address().downgrade())
        });
        Timer { clock, addr, ids: Arc::new(AtomicU32::new(0)) }
    }

    /// The clock that this timer goes by.
    pub fn clock(&self) -> Clock {
        self.clock.clone()
    }

    /// Makes `recipient` a subscriber: from now on it is sent a [`Due`] whenever something it armed through the
    /// returned [`Subscription`] falls due. The name is for people.
    ///
    /// Returning from its handler (or resolving the future it returns) tells the timer that the `Due` has been handled
    /// and the next may come. The timer keeps nobody alive: an actor whose last address elsewhere is dropped ends as
    /// ever, though a [`Due`] that is just being sent may still find it, and is then no longer a subscriber.
    pub fn register(&self, name: &str, recipient: Recipient<Due>) -> Subscription {
        let id = SubscriberId(self.ids.fetch_add(1, Ordering::Relaxed));
        let name = name.chars().take(SUBSCRIBER_NAME_CHARS_MAX).collect();
        // Not waiting for an answer is safe here: a thread registers once in its life.
        self.addr.do_send(Subscribe { id, name, recipient: recipient.downgrade() });
        Subscription::new(id, self.addr.clone())
    }

    /// Moves a clock by hand forward by `ms`, and resolves when it stands there and all that fell due on the way has
    /// been handled.
    ///
    /// Time moves in steps, to each planned moment in turn. At each, everybody who has something due is sent it, and
    /// time stands still until all of them have handled it. So what a handler arms inside the window goes off in this
    /// same advance, at its time and in its order, and a handler never sees the clock ahead of what it is told.
    ///
    /// With a clock by hand nothing is delivered except during an advance; `advance(0)` delivers what is due already.
    /// The timer waits for the handlers it told, not for what these set off in further actors: an alarm armed by one of
    /// those counts from when it arrives. A handler that always arms for a moment that has passed is called forever.
    pub async fn advance(&self, ms: u64) -> Result<(), AdvanceRefusal> {
        let by_us = ms.saturating_mul(1000);
        self.addr.send(Advance { by_us }).await.unwrap_or(Err(AdvanceRefusal::Stopped))
    }

    /// How late each subscriber was served and how long it took, by the order of registration. A timer that has stopped
    /// serves nobody.
    pub async fn lateness(&self) -> Vec<SubscriberLateness> {
        self.addr.send(ReadLateness).await.unwrap_or_default()
    }

    /// The same, counted in slots: cheap to ask for again and again.
    pub async fn delays(&self) -> Vec<SubscriberDelays> {
        self.addr.send(ReadDelays).await.unwrap_or_default()
    }

    /// A small copy of the state. All that this thread asked of the timer before is in it. A timer that has stopped
    /// serves nobody.
    pub async fn observe(&self) -> Observed {
        self.addr.send(Observe).await.unwrap_or_default()
    }

    /// Stops the timer and its thread. Nobody is told anything any more, and what subscribers still ask for is dropped.
    pub fn stop(&self) {
        self.addr.do_send(Stop);
    }
}

#[cfg(test)]
mod tests {
    use actix::System;

    use super::*;

    fn the_thread_ends(clock: Clock, end: impl FnOnce(Timer) -> Option<Timer>) {
        System::new().block_on(async {
            let arbiter = Arbiter::new();
            let timer = Timer::start_on(&arbiter, clock);
            assert_eq!(timer.observe().await, Observed::default());
            let left = end(timer);
            arbiter.join().unwrap();
            drop(left);
        });
    }

    fn stop(timer: Timer) -> Option<Timer> {
        timer.stop();
        Some(timer)
    }

    fn let_go(_: Timer) -> Option<Timer> {
        None
    }

    #[test]
    fn a_stopped_timer_ends_its_thread_though_a_handle_is_left() {
        the_thread_ends(Clock::real(), stop);
        the_thread_ends(Clock::by_hand(), stop);
    }

    #[test]
    fn a_timer_without_handles_ends_its_thread() {
        the_thread_ends(Clock::real(), let_go);
        the_thread_ends(Clock::by_hand(), let_go);
    }
}
