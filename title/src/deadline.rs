//! A limit per move with a default action: a plain value that a title holds and calls. It knows no clock: it is told
//! `now` by the context and asks for its end as an alarm.

use serde::{Deserialize, Serialize};

use crate::{Cx, Title};

/// A limit for each move, and what is played for those who let it pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline<A> {
    limit_ms: u64,
    running: Option<Running<A>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Running<A> {
    since_ms: u64,
    default: A,
}

/// A running limit as viewers see it: at match time `t` there are `remaining_ms - (t - since_ms)` left. Every message
/// carries the server's match time beside it, so no wall clock is compared with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Countdown {
    /// Milliseconds left when it started to run.
    pub remaining_ms: u64,
    /// The match time, in milliseconds, at which it started to run.
    pub since_ms: u64,
}

impl<A> Deadline<A> {
    /// A limit of `limit_s` seconds per move, 0 for none.
    pub fn new(limit_s: u32) -> Deadline<A> {
        Deadline { limit_ms: u64::from(limit_s) * 1000, running: None }
    }

    /// A move is awaited from now on: sets `alarm` for the end of it, and remembers what to play then.
    pub fn start<T: Title>(&mut self, alarm: T::Alarm, default: A, cx: &mut Cx<T>) {
        if self.limit_ms > 0 {
            self.running = Some(Running { since_ms: cx.now(), default });
            cx.set_alarm(alarm, cx.now() + self.limit_ms);
        }
    }

    /// No move is awaited any more.
    pub fn stop<T: Title>(&mut self, alarm: T::Alarm, cx: &mut Cx<T>) {
        self.running = None;
        cx.cancel_alarm(alarm);
    }

    /// The limit has passed: what to play for those who let it; `None` if it wasn't running.
    pub fn lapse(&mut self) -> Option<A> {
        self.running.take().map(|running| running.default)
    }

    /// The running limit, for a view; `None` while nothing runs.
    pub fn countdown(&self) -> Option<Countdown> {
        self.running.as_ref().map(|running| Countdown { remaining_ms: self.limit_ms, since_ms: running.since_ms })
    }
}
