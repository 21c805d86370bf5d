//! A shell's line to the timer: says what its core asks, and turns milliseconds into the timer's microseconds in the one
//! place where they meet.

use actix::Recipient;
use timer::{Clock, Due, Key, Subscription, Timer};

use crate::arrange::Arrange;

/// A role's subscription at the timer, from the moment it has an address.
pub struct Alarms {
    timer: Timer,
    role: String,
    subscription: Option<Subscription>,
}

impl Alarms {
    /// A line for `role`, not yet open.
    pub fn new(timer: Timer, role: String) -> Alarms {
        Alarms { timer, role, subscription: None }
    }

    /// Opens the line: what falls due is sent to `recipient`. What is asked before that is lost.
    pub fn open(&mut self, recipient: Recipient<Due>) {
        self.subscription = Some(self.timer.register(&self.role, recipient));
    }

    /// The clock.
    pub fn clock(&self) -> Clock {
        self.timer.clock()
    }

    /// The time in milliseconds of service time.
    pub fn now_ms(&self) -> u64 {
        self.timer.clock().now_ms()
    }

    /// What it was opened for.
    pub fn role(&self) -> &str {
        &self.role
    }

    /// Says to the timer what a core asks.
    pub fn arrange(&self, wish: Arrange) {
        let Some(subscription) = &self.subscription else { return };
        match wish {
            Arrange::Alarm { key, at_ms, generation } => {
                subscription.alarm(Key(key), at_ms.saturating_mul(1000), generation);
            }
            Arrange::Ticks { key, hz, from_ms } => {
                if let Err(refusal) = subscription.ticks(Key(key), hz, from_ms.saturating_mul(1000), 0) {
                    tracing::error!(role = self.role, %refusal, "a title wants ticks that can't be had");
                }
            }
            Arrange::Cancel { key } => subscription.cancel(Key(key)),
        }
    }
}
