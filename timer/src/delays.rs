//! Delays, counted by how long they were, between bounds that never change: what can be added up over roles and over time.
//!
//! Plain numbers that only rise. Percentiles of a single run are better read from [`crate::Lateness`]; these are for
//! whoever reads them again and again and looks at what was added.

use crate::due::Micros;
use crate::limits::DELAY_BOUNDS_US;

/// How many delays there were up to each of [`DELAY_BOUNDS_US`], and beyond the last, since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delays {
    /// How many fell into each slot. Slot `n` ends with bound `n`; the last one has no end.
    pub slots: [u64; Delays::SLOTS],
    /// All of them together, in microseconds.
    pub sum_us: Micros,
}

impl Delays {
    /// How many slots there are.
    pub const SLOTS: usize = DELAY_BOUNDS_US.len() + 1;

    /// The slot of a delay.
    pub fn slot_of(delay_us: Micros) -> usize {
        DELAY_BOUNDS_US.partition_point(|bound_us| *bound_us < delay_us)
    }

    /// Counts a delay.
    pub fn record(&mut self, delay_us: Micros) {
        self.slots[Delays::slot_of(delay_us)] += 1;
        self.sum_us = self.sum_us.saturating_add(delay_us);
    }

    /// Counts those of another besides.
    pub fn add(&mut self, other: &Delays) {
        for (slot, more) in self.slots.iter_mut().zip(other.slots) {
            *slot += more;
        }
        self.sum_us = self.sum_us.saturating_add(other.sum_us);
    }

    /// How many there were.
    pub fn count(&self) -> u64 {
        self.slots.iter().sum()
    }
}

/// The delays of one subscriber.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriberDelays {
    /// The name it was registered with.
    pub name: String,
    /// The timer's, as in [`crate::SubscriberLateness::timer`].
    pub timer: Delays,
    /// The handler's, as in [`crate::SubscriberLateness::handler`].
    pub handler: Delays,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_belongs_to_the_slot_it_ends() {
        for (slot, bound_us) in DELAY_BOUNDS_US.into_iter().enumerate() {
            assert_eq!((Delays::slot_of(bound_us), Delays::slot_of(bound_us + 1)), (slot, slot + 1));
        }
        assert_eq!((Delays::slot_of(0), Delays::slot_of(u64::MAX)), (0, Delays::SLOTS - 1));
    }

    #[test]
    fn every_delay_is_counted_once() {
        let mut delays = Delays::default();
        [0, 10, 11, 1_000, u64::MAX].into_iter().for_each(|delay_us| delays.record(delay_us));
        assert_eq!((delays.count(), delays.sum_us), (5, u64::MAX));
        assert_eq!((delays.slots[0], delays.slots[1], delays.slots[Delays::SLOTS - 1]), (2, 1, 1));
        delays.add(&delays.clone());
        assert_eq!((delays.count(), delays.slots[0], delays.sum_us), (10, 4, u64::MAX));
    }
}
