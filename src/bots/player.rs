//! One player or spectator: a connection, what it was shown, and what it is about to do.

use std::collections::VecDeque;

use bytes::Bytes;
use timer::Micros;

use super::{
    control::Control,
    heard::Shown,
    limits::{INPUTS_REMEMBERED, LEAD_TICKS},
    say::Steer,
    tally::Tally,
};

/// One of those who have a connection.
#[derive(Default)]
pub(super) struct Player {
    /// Bytes of a message that isn't there whole.
    pub(super) kept: Vec<u8>,
    /// The number of its last command.
    pub(super) seq: u64,
    pub(super) line: Line,
    /// Whether the match it is shown goes on.
    pub(super) plays: bool,
    /// Whether it has been shown a match at all.
    pub(super) began: bool,
    pub(super) match_id: String,
    pub(super) seat: Option<u8>,
    pub(super) control: Option<Control>,
    /// The action to do at the next beat.
    pub(super) action: Option<Bytes>,
    /// The number of the action that waits for its answer.
    pub(super) acting: Option<u64>,
    /// Whether the table has said that the match is over, and the match itself has.
    pub(super) table_over: bool,
    pub(super) match_over: bool,
    /// Frames seen and not told.
    pub(super) untold: u32,
    /// Frames and updates since measuring began.
    pub(super) told: u64,
    hz: Option<u32>,
    /// Since when frames are due to it.
    due_since: Option<Micros>,
    /// The last frame: its tick, and when it came.
    last: Option<(u64, Micros)>,
    tick: u64,
    input: u64,
    /// Inputs whose effect hasn't been seen: number, tick it is for, when it was sent.
    sent: VecDeque<(u64, u64, Micros)>,
}

/// How far a connection is.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Line {
    #[default]
    Opening,
    Welcomed,
    Lost,
}

impl Player {
    /// Takes in an update. Tells whether it is the first of another match.
    pub(super) fn shown(&mut self, shown: &Shown<'_>, now: Micros, tally: &mut Tally) -> bool {
        let other = self.match_id != shown.match_id;
        if other {
            self.match_id = shown.match_id.to_string();
            self.sent.clear();
            (self.tick, self.input, self.control, self.action) = (0, 0, None, None);
        }
        // What was due until now was due at the rate until now: a match that is over has none.
        self.settle(now, tally);
        (self.seat, self.hz) = (shown.seat, shown.hz);
        (self.plays, self.match_over) = (!shown.over, shown.over);
        self.began = true;
        self.tick = shown.tick.unwrap_or_default().max(self.tick);
        self.told += 1;
        if other || shown.over || shown.paused {
            self.last = None;
        }
        let due = self.plays && !shown.paused && self.hz.is_some();
        self.due_since = due.then_some(now);
        other
    }

    /// Takes in a frame.
    pub(super) fn framed(&mut self, tick: u64, input: u64, payload: &[u8], now: Micros, tally: &mut Tally) {
        tally.count(|tally| &mut tally.frames, 1);
        tally.count(|tally| &mut tally.frame_bytes, payload.len() as u64);
        self.told += 1;
        self.untold += 1;
        if let (Some((before, at)), Some(hz)) = (self.last, self.hz) {
            let ticks = tick.saturating_sub(before);
            tally.count(|tally| &mut tally.merged, ticks.saturating_sub(1));
            let planned = ticks * 1_000_000 / u64::from(hz);
            tally.span(|tally| &mut tally.deviation, (now - at).abs_diff(planned));
        }
        while let Some(&(number, due, at)) = self.sent.front()
            && number <= input
        {
            self.sent.pop_front();
            tally.span(|tally| &mut tally.effect, now - at);
            // The last frame was of its tick or a later one, and didn't have it.
            let late = self.last.is_some_and(|(before, _)| before >= due) && tick > due;
            tally.count(|tally| &mut tally.inputs_late, u64::from(late));
        }
        self.last = Some((tick, now));
        self.tick = tick.max(self.tick);
        if let Some(control) = &mut self.control {
            control.framed(payload);
        }
    }

    /// The next input, if the player has a control to send.
    pub(super) fn steer(&mut self, now: Micros, tally: &mut Tally) -> Option<Steer<'_>> {
        let payload = self.control.as_mut()?.next()?;
        self.input += 1;
        self.untold = 0;
        let tick = self.tick + LEAD_TICKS;
        if self.sent.len() == INPUTS_REMEMBERED {
            self.sent.pop_front();
            tally.count(|tally| &mut tally.inputs_unseen, 1);
        }
        self.sent.push_back((self.input, tick, now));
        tally.count(|tally| &mut tally.inputs, 1);
        Some(Steer { match_id: &self.match_id, input: self.input, tick, seen: self.tick, payload })
    }

    /// The newest tick it has seen.
    pub(super) fn tick(&self) -> u64 {
        self.tick
    }

    /// Counts the frames that were due to it until now.
    pub(super) fn settle(&mut self, now: Micros, tally: &mut Tally) {
        if let (Some(since), Some(hz)) = (self.due_since, self.hz) {
            tally.expect(now - since, hz);
            self.due_since = Some(now);
        }
    }
}
