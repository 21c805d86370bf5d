//! The ticks of a real-time match: inputs between them, what they lead to, and what is left out when there are too many.

use title::{Effects, Shown, Title};

use super::{Effected, Match, MatchEffect};
use crate::{
    event::Event,
    ids::PlayerId,
    limits, panics,
    wire::{Cause, Happened, from_payload, to_payload},
};

impl<T: Title> Match<T> {
    /// A player's newest control. One that isn't newer than the last is dropped, and so is one of nobody's.
    pub fn input(&mut self, player: &PlayerId, number: u64, _tick: u64, payload: &[u8]) {
        let Some(seat) = self.seat_of(player) else { return };
        if let Some(Ok(input)) = panics::caught(|| from_payload(payload))
            && number > self.inputs.numbers[seat.index()]
        {
            self.inputs.newest[seat.index()] = input;
            self.inputs.numbers[seat.index()] = number;
        }
    }

    /// Runs `count` ticks; of too many, leaves the rest out.
    pub fn tick(&mut self, count: u64, now_ms: u64) -> Effected {
        self.now_ms = now_ms;
        let mut out = Vec::new();
        let run = count.min(limits::TICKS_CAUGHT_UP);
        for _ in 0..run {
            if self.tick_hz().is_none() {
                return out;
            }
            if self.inputs.newest != self.inputs.journalled {
                self.inputs.journalled.clone_from(&self.inputs.newest);
                let inputs = to_payload(&self.inputs.journalled).map(|bytes| bytes.to_vec()).unwrap_or_default();
                out.push(self.recorded(Event::Inputs { inputs }, false));
            }
            match self.play.tick(&self.inputs.journalled) {
                Ok(effects) => {
                    self.time.happened(self.play.now_ms());
                    out.extend(self.ticked(effects));
                }
                Err(refusal) => out.extend(self.fault(format!("tick: {refusal:?}"))),
            }
        }
        if count > run && self.play.outcome().is_none() {
            self.play.skip_ticks(count - run);
            out.push(self.recorded(Event::Skipped { count: count - run }, false));
        }
        // A crash may cost a real-time match its last second, and no more.
        let hz = u64::from(self.play.tick_hz().unwrap_or(u32::MAX));
        if self.play.ticks() >= self.inputs.journalled_tick + hz {
            out.push(self.recorded(Event::Ticks, false));
        }
        if self.play.outcome().is_none() {
            match self.frames() {
                Ok(frames) => out.extend(frames),
                Err(message) => out.extend(self.fault(message)),
            }
        }
        out
    }

    /// What a tick leads to besides frames.
    fn ticked(&mut self, effects: Effects<T::Note>) -> Effected {
        if effects.notes.is_empty() && !effects.checkpoint && !effects.ended {
            return Vec::new();
        }
        self.rev.0 += 1;
        let updates = match self.updates(Happened::plain(Cause::Checkpoint, None), &effects.notes) {
            Ok(updates) => updates,
            Err(message) => {
                self.rev.0 -= 1;
                return self.fault(message);
            }
        };
        let mut out = vec![self.recorded(Event::Checkpoint, effects.ended)];
        let wait = effects.checkpoint || effects.ended || self.shown == Shown::WhenStored;
        self.show(updates, wait, &mut out);
        self.tell_end(effects.ended, &mut out);
        out
    }

    /// Leaves out the ticks that were due before `now_ms`: nobody could see them.
    pub fn skip_missed_ticks(&mut self, now_ms: u64) -> Effected {
        self.now_ms = now_ms;
        let (Some(hz), Some(next_ms)) = (self.tick_hz(), self.next_tick_ms()) else { return Vec::new() };
        let missed = now_ms.saturating_sub(next_ms) * u64::from(hz) / 1000;
        if missed == 0 {
            return Vec::new();
        }
        self.play.skip_ticks(missed);
        vec![self.recorded(Event::Skipped { count: missed }, false)]
    }

    fn recorded(&mut self, event: Event, last: bool) -> MatchEffect {
        let entry = self.entry(event);
        self.record(entry, false, last)
    }
}
