//! The ticks of a real-time match: inputs between them, what they lead to, and what is left out when there are too many.

use title::{Effects, Shown, Title};

use super::{Effected, Match, MatchEffect, grid::Grid};
use crate::{
    event::Event,
    ids::{Address, PlayerId},
    limits, panics,
    wire::{Cause, Happened, from_payload},
};

impl<T: Title> Match<T> {
    /// A player's control from `tick` on, given in the session `who`. What is nobody's is dropped, and so is what can't be read.
    pub fn input(&mut self, who: Address, player: &PlayerId, number: u64, tick: u64, payload: &[u8]) {
        let Some(seat) = self.seat_of(player) else { return };
        match panics::caught(|| from_payload(payload)) {
            Some(Ok(input)) => {
                let late = self.inputs.receive(seat.index(), who, number, tick, input, self.play.ticks());
                self.counts.inputs_late += u64::from(late);
            }
            Some(Err(_)) | None => self.counts.inputs_bad += 1,
        }
    }

    /// Runs `count` ticks; of too many, leaves the rest out.
    pub fn tick(&mut self, count: u64, now_ms: u64) -> Effected {
        self.now_ms = now_ms;
        let mut out = Vec::new();
        let run = count.min(limits::TICKS_CAUGHT_UP);
        let mut untold = 0;
        for number in 1..=run {
            if self.tick_hz().is_none() {
                return out;
            }
            let before = self.rev;
            self.tick_once(&mut out);
            // Every tick is told once: by an update, or by a frame. Changes are told one by one, and of whole positions only
            // the last is worth a frame.
            if self.rev != before {
                self.leave_out(std::mem::take(&mut untold));
            } else if T::INFO.delta_frames || number == run {
                self.leave_out(std::mem::take(&mut untold));
                self.tell_frames(&mut out);
            } else {
                untold += 1;
            }
        }
        if count > run && self.tick_hz().is_some() {
            self.counts.ticks_skipped += count - run;
            self.play.skip_ticks(count - run);
            out.push(self.recorded(Event::Skipped { count: count - run }, false));
        }
        // A crash may cost a real-time match its last second, and no more.
        let hz = u64::from(self.play.tick_hz().unwrap_or(u32::MAX));
        if self.play.ticks() >= self.inputs.journalled_tick + hz {
            out.push(self.recorded(Event::Ticks, false));
        }
        out
    }

    fn tick_once(&mut self, out: &mut Effected) {
        self.counts.ticks_run += 1;
        self.counts.inputs_applied += self.inputs.reach(self.play.ticks() + 1);
        match self.play.tick(self.inputs.held()) {
            Ok(effects) => {
                self.time.happened(self.play.now_ms());
                out.extend(self.ticked(effects));
            }
            Err(refusal) => out.extend(self.fault(format!("tick: {refusal:?}"))),
        }
        // What was shown could not be rebuilt without what the players held; elsewhere that may wait for the next entry.
        if self.shown == Shown::WhenStored && self.inputs.has_changed() {
            out.push(self.recorded(Event::Ticks, false));
        }
    }

    /// Of so many ticks nobody is told.
    fn leave_out(&mut self, untold: u64) {
        if untold > 0 {
            self.counts.frames_skipped += untold * self.frames().map_or(0, |frames| frames.len() as u64);
        }
    }

    fn tell_frames(&mut self, out: &mut Effected) {
        match self.frames() {
            Ok(frames) => {
                self.counts.frames_made += frames.len() as u64;
                out.extend(frames);
            }
            Err(message) => out.extend(self.fault(message)),
        }
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
        self.tell_lobby(effects.ended, &mut out);
        out
    }

    /// Leaves out the ticks that were due before `now_ms`, which nobody could see, and those up to the next moment on the
    /// grid of its rate: there it goes on, together with all others.
    pub fn skip_missed_ticks(&mut self, now_ms: u64) -> Effected {
        self.now_ms = now_ms;
        let (Some(hz), Some(last_ms)) = (self.tick_hz(), self.ticks_from_ms()) else { return Vec::new() };
        let (grid, passed) = (Grid::of(hz), self.play.ticks_passed());
        // Every tick of this number is on the grid, and this many such steps on is the first that hasn't passed.
        let origin_ms = last_ms - passed * 1000 / u64::from(hz);
        let steps = now_ms.saturating_sub(origin_ms).div_ceil(grid.ms).max(passed.div_ceil(grid.ticks));
        let count = steps * grid.ticks - passed;
        if count == 0 {
            return Vec::new();
        }
        self.play.skip_ticks(count);
        vec![self.recorded(Event::Skipped { count }, false)]
    }

    pub(super) fn recorded(&mut self, event: Event, last: bool) -> MatchEffect {
        let entry = self.entry(event);
        self.record(entry, false, last)
    }
}
