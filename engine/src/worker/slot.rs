//! A match in a worker's memory, with what the worker must remember about it: its outbox and its entries at the timer.

use std::collections::VecDeque;

use title::Title;

use super::WorkerEffect;
use crate::{
    arrange::Arrange,
    match_state::Match,
    outbox::{Outbox, Ticket},
};

/// A match and its worker's notes on it.
pub(super) struct Slot<T: Title> {
    pub(super) game: Match<T>,
    pub(super) outbox: Outbox,
    /// The commit of the last thing recorded for it.
    pub(super) ticket: Ticket,
    /// How many entries of its journal the last snapshot includes.
    pub(super) saved: u64,
    /// When it must be in memory again, as it was said to the store last.
    pub(super) wake_ms: Option<u64>,
    /// The commit until which the match's time stands.
    pub(super) held: Option<Ticket>,
    /// The commits that aren't stored yet, each with the match's time when it was asked for.
    unstored: VecDeque<(Ticket, u64)>,
    /// Its alarm's key at the timer; its ticks' is the next.
    pub(super) key: u64,
    armed: Option<u64>,
    /// Grows with each setting of the alarm: a firing under an older one comes too late.
    generation: u64,
    ticking: bool,
    /// The time its ticks are counted from, in microseconds of service time.
    ticks_from_us: u64,
    /// Ticks that fell due and had to wait.
    pub(super) ticks_due: u64,
}

impl<T: Title> Slot<T> {
    pub(super) fn new(game: Match<T>, key: u64) -> Slot<T> {
        Slot {
            game,
            outbox: Outbox::default(),
            ticket: 0,
            saved: 0,
            wake_ms: None,
            held: None,
            unstored: VecDeque::new(),
            key,
            armed: None,
            generation: 0,
            ticking: false,
            ticks_from_us: 0,
            ticks_due: 0,
        }
    }

    /// Something of the match is to be stored with the commit `ticket`.
    pub(super) fn recorded(&mut self, ticket: Ticket, now_ms: u64) {
        self.ticket = ticket;
        if self.unstored.back().is_none_or(|(last, _)| *last < ticket) {
            self.unstored.push_back((ticket, self.game.time_ms(now_ms)));
        }
    }

    /// Everything up to the commit `ticket` is stored.
    pub(super) fn stored(&mut self, ticket: Ticket) {
        while self.unstored.pop_front_if(|(first, _)| *first <= ticket).is_some() {}
    }

    /// The match's time when the first thing happened that isn't stored.
    pub(super) fn unstored_since_ms(&self) -> Option<u64> {
        self.unstored.front().map(|(_, at_ms)| *at_ms)
    }

    /// Tells the timer what the match needs now, where that has changed.
    pub(super) fn arm(&mut self, now_ms: u64, out: &mut Vec<WorkerEffect>) {
        let due = self.game.next_due_ms();
        if due != self.armed {
            self.generation += 1;
            out.push(match due {
                Some(at_ms) => {
                    WorkerEffect::Timer(Arrange::Alarm { key: self.key, at_ms, generation: self.generation })
                }
                None => WorkerEffect::Timer(Arrange::Cancel { key: self.key }),
            });
            self.armed = due;
        }
        match (self.game.tick_hz(), self.ticking) {
            (Some(hz), false) => {
                let from_ms = self.game.ticks_from_ms().unwrap_or(now_ms);
                self.ticks_from_us = from_ms.saturating_mul(1000);
                out.push(WorkerEffect::Timer(Arrange::Ticks { key: self.key + 1, hz, from_ms }));
                self.ticking = true;
            }
            (None, true) => {
                out.push(WorkerEffect::Timer(Arrange::Cancel { key: self.key + 1 }));
                self.ticking = false;
                self.ticks_due = 0;
            }
            (Some(_), true) | (None, false) => {}
        }
    }

    /// The alarm set under `generation` rang: whether it is the one that counts.
    pub(super) fn alarm_rang(&mut self, generation: u64) -> bool {
        let counts = self.armed.is_some() && generation == self.generation;
        if counts {
            self.armed = None;
        }
        counts
    }

    /// Whether it has ticks.
    pub(super) fn is_ticking(&self) -> bool {
        self.ticking
    }

    /// Whether ticks count of which the first was planned for `planned_us`. Others were on their way when they were cancelled.
    pub(super) fn counts_ticks(&self, planned_us: u64) -> bool {
        self.ticking && planned_us > self.ticks_from_us
    }
}
