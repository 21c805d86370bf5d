//! The frames of a match on their way to one client: so many may be unacknowledged as the way there and back takes, and a
//! little more. When that many are, the newest is kept and goes out as soon as there is room; those between are left out. So
//! a client that can't keep up gets the newest, not a queue of old ones; and while what it acknowledges is late, the window
//! narrows by a frame with each word, because what lies in a queue on the way there is read when it is old.

use std::collections::VecDeque;

use bytes::Bytes;
use engine::follower::{Follower, Verdict};

use crate::limits::{FRAME_SLACK_MS, FRAMES_UNSEEN_MAX, FRAMES_UNTOLD};

/// What one attachment to a match has sent its client.
#[derive(Debug, Default)]
pub(crate) struct Window {
    follower: Follower,
    /// The ticks of the frames that were sent and not acknowledged.
    unseen: VecDeque<u64>,
    /// The newest frame, while there is no room for it.
    kept: Option<Frame>,
    /// The tick of the newest frame there was, sent or not.
    newest: u64,
    /// By how many frames it is narrower than it could be: what is read late is read from a queue.
    narrowed: usize,
    /// A ping without an answer, and the tick of the last frame sent before it.
    pinged: Option<(u64, u64)>,
    skipped: u64,
}

/// A frame.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) tick: u64,
    pub(crate) hz: u32,
    pub(crate) delta: bool,
    pub(crate) message: Bytes,
}

/// What to do.
#[derive(Debug, PartialEq)]
pub(crate) enum Offered {
    /// Nothing: the frame waits, or is left out.
    Nothing,
    /// Send this frame.
    Send(Bytes),
    /// Ask the match for a whole view: the client has missed frames without which it can't follow.
    Resync,
}

impl Window {
    /// The client is sent an update, which shows the position after `tick` if it tells one.
    pub(crate) fn shown(&mut self, tick: Option<u64>) {
        self.follower.shown(tick);
        let Some(tick) = tick else { return };
        // It came after the frame that waits, which shows nothing new now.
        if self.kept.take().is_some_and(|kept| kept.tick != tick) {
            self.skipped += 1;
        }
        // Frames come in the order of ticks, so later ones than this are of ticks that were lost and are numbered anew.
        if self.unseen.back().is_some_and(|last| *last > tick) {
            self.unseen.clear();
            self.pinged = None;
            self.newest = tick;
        }
    }

    /// There is a new frame, for a client whose round trip takes `round_trip_ms` when nothing delays it.
    pub(crate) fn offer(&mut self, frame: Frame, round_trip_ms: u64) -> Offered {
        self.newest = frame.tick;
        if self.kept.replace(frame).is_some() {
            self.skipped += 1;
        }
        self.next(round_trip_ms)
    }

    /// The client has the frame of `tick` and all that were sent before it.
    pub(crate) fn seen(&mut self, tick: u64, round_trip_ms: u64) -> Offered {
        let before = self.unseen.len();
        while self.unseen.front().is_some_and(|sent| *sent <= tick) {
            self.unseen.pop_front();
        }
        if let Some(Frame { hz, .. }) = self.kept
            && self.unseen.len() < before
        {
            // Ticks are time: by how many the match has gone on is how long the frame and its acknowledgement took.
            let most = frames_unseen(hz, round_trip_ms);
            let late = self.newest.saturating_sub(tick) > most as u64;
            self.narrowed = if late { (self.narrowed + 1).min(most) } else { self.narrowed.saturating_sub(1) };
        } else {
            self.narrowed = self.narrowed.saturating_sub(1);
        }
        self.next(round_trip_ms)
    }

    /// A ping goes out after all that was sent.
    pub(crate) fn pinged(&mut self, number: u64) {
        if self.pinged.is_none() {
            self.pinged = self.unseen.back().map(|tick| (number, *tick));
        }
    }

    /// The ping `number` was answered, so what was sent before it has been read. A client that never tells what it has seen
    /// gets a few frames this way, and one whose word was lost gets on.
    pub(crate) fn ponged(&mut self, number: u64, round_trip_ms: u64) -> Offered {
        match self.pinged.take_if(|(ping, _)| *ping <= number) {
            Some((_, tick)) => self.seen(tick, round_trip_ms),
            None => Offered::Nothing,
        }
    }

    /// How many frames were left out since it was last asked.
    pub(crate) fn take_skipped(&mut self) -> u64 {
        std::mem::take(&mut self.skipped)
    }

    fn next(&mut self, round_trip_ms: u64) -> Offered {
        let Some(Frame { tick, hz, delta, .. }) = self.kept else { return Offered::Nothing };
        let last = self.follower.tick();
        // A whole view for who is about to fall behind again would be one more thing to read; it comes when they have caught up.
        let catches_up = delta && last.is_some_and(|last| tick > last + 1);
        let wide = frames_unseen(hz, round_trip_ms).saturating_sub(self.narrowed).max(FRAMES_UNTOLD);
        let most = if catches_up { FRAMES_UNTOLD } else { wide };
        if self.unseen.len() >= most {
            return Offered::Nothing;
        }
        let Some(frame) = self.kept.take() else { return Offered::Nothing };
        let verdict = self.follower.frame(tick, delta);
        if verdict == Verdict::Pass {
            self.unseen.push_back(tick);
            return Offered::Send(frame.message);
        }
        // What the client has been shown already it doesn't miss, nor anything before it was shown the first.
        if last.is_some_and(|last| tick > last) {
            self.skipped += 1;
        }
        if verdict == Verdict::Resync { Offered::Resync } else { Offered::Nothing }
    }
}

/// How many frames may be unacknowledged at `hz` frames a second.
fn frames_unseen(hz: u32, round_trip_ms: u64) -> usize {
    let on_the_way = round_trip_ms.saturating_add(FRAME_SLACK_MS).saturating_mul(u64::from(hz)).div_ceil(1000);
    let frames = usize::try_from(on_the_way).unwrap_or(FRAMES_UNSEEN_MAX);
    frames.saturating_add(FRAMES_UNTOLD - 1).min(FRAMES_UNSEEN_MAX)
}

#[cfg(test)]
mod tests;
