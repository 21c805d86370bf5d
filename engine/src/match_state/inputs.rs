//! What the seats of a real-time match hold: each seat's control, and those that came before the tick they are for. Plain
//! values; it knows no title but by its inputs, and neither players nor time.

use std::collections::VecDeque;

use crate::limits::INPUTS_AHEAD;

/// The inputs of a match.
pub(super) struct Inputs<I> {
    seats: Vec<Held<I>>,
    /// What the last journalled tick ran with.
    journalled: Vec<I>,
    /// The tick of the last journal entry.
    pub(super) journalled_tick: u64,
}

/// The inputs of one seat.
struct Held<I> {
    holds: I,
    /// The number of the input that it holds; 0 before the first of a session.
    number: u64,
    /// Those to come. Both ticks and numbers rise: an input that can't come to hold before a newer one does isn't kept. So
    /// there are at most as many as ticks ahead, [`INPUTS_AHEAD`].
    ahead: VecDeque<Stamped<I>>,
}

struct Stamped<I> {
    tick: u64,
    number: u64,
    input: I,
}

impl<I: Copy + Default + PartialEq> Inputs<I> {
    /// No seat has touched anything yet.
    pub(super) fn none(seats: u8) -> Inputs<I> {
        let held = || Held { holds: I::default(), number: 0, ahead: VecDeque::new() };
        Inputs {
            seats: (0..seats).map(|_| held()).collect(),
            journalled: vec![I::default(); usize::from(seats)],
            journalled_tick: 0,
        }
    }

    /// Input `number` of the seat at `index` is to hold from `tick` on, when `ticks` have run; from the next one, if that
    /// has run. Whether it came too late for its tick.
    pub(super) fn receive(&mut self, index: usize, number: u64, tick: u64, input: I, ticks: u64) -> bool {
        let Some(held) = self.seats.get_mut(index) else { return false };
        if number <= held.number {
            return false;
        }
        let at = tick.clamp(ticks + 1, ticks + INPUTS_AHEAD);
        // Of two for one tick, or in the wrong order, the newer one holds.
        let before = held.ahead.partition_point(|stamped| stamped.tick <= at);
        if before.checked_sub(1).is_none_or(|last| held.ahead[last].number < number) {
            held.ahead.retain(|stamped| stamped.tick < at || stamped.number > number);
            let place = held.ahead.partition_point(|stamped| stamped.tick < at);
            held.ahead.insert(place, Stamped { tick: at, number, input });
        }
        (1..=ticks).contains(&tick)
    }

    /// The seats come to hold what they should at `tick`, the next one. How many inputs came to hold, those among them that
    /// a newer one replaced at once not counted.
    pub(super) fn reach(&mut self, tick: u64) -> u64 {
        let mut applied = 0;
        for held in &mut self.seats {
            let due = held.ahead.partition_point(|stamped| stamped.tick <= tick);
            if let Some(Stamped { number, input, .. }) = held.ahead.drain(..due).next_back() {
                (held.holds, held.number) = (input, number);
                applied += 1;
            }
        }
        applied
    }

    /// What a tick runs with, where that is not what the journal tells by now; from now on it does.
    pub(super) fn unjournalled(&mut self) -> Option<&[I]> {
        let same = self.seats.iter().map(|held| held.holds).eq(self.journalled.iter().copied());
        if same {
            return None;
        }
        self.journalled = self.seats.iter().map(|held| held.holds).collect();
        Some(&self.journalled)
    }

    /// What the seats hold, as it was journalled.
    pub(super) fn journalled(&self) -> &[I] {
        &self.journalled
    }

    /// A journal says that the seats hold this.
    pub(super) fn replayed(&mut self, inputs: Vec<I>) {
        for (held, input) in self.seats.iter_mut().zip(&inputs) {
            held.holds = *input;
        }
        self.journalled = inputs;
    }

    /// The number of the last input of a seat that a tick has run with; 0 for none.
    pub(super) fn applied(&self, index: usize) -> u64 {
        self.seats.get(index).map_or(0, |held| held.number)
    }

    /// A new session numbers a seat's inputs from the start again. What the seat holds it goes on holding.
    pub(super) fn renumber(&mut self, index: usize) {
        if let Some(held) = self.seats.get_mut(index) {
            held.number = 0;
            held.ahead.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The naive model keeps everything that ever came, and at each tick looks for the newest that may hold.
        #[test]
        fn at_each_tick_the_newest_that_is_for_it_or_an_earlier_one_holds(
            steps in prop::collection::vec(prop_oneof![
                3 => (1u64..60, 0u64..60).prop_map(Some),
                1 => Just(None),
            ], 1..200),
        ) {
            let mut inputs = Inputs::<u64>::none(1);
            let mut naive: Vec<(u64, u64)> = Vec::new();
            let (mut ticks, mut holds) = (0, 0);
            for step in steps {
                match step {
                    Some((number, tick)) => {
                        let late = inputs.receive(0, number, tick, number, ticks);
                        prop_assert_eq!(late, number > holds && tick > 0 && tick <= ticks);
                        naive.push((number, tick.max(ticks + 1).min(ticks + INPUTS_AHEAD)));
                    }
                    None => {
                        let before = holds;
                        ticks += 1;
                        let may = naive.iter().filter(|(_, tick)| *tick <= ticks).map(|(number, _)| *number);
                        holds = may.max().unwrap_or(0).max(holds);
                        prop_assert_eq!(inputs.reach(ticks), u64::from(holds != before));
                    }
                }
                prop_assert_eq!((inputs.applied(0), inputs.seats[0].holds), (holds, holds));
                prop_assert!(inputs.seats[0].ahead.len() <= usize::try_from(INPUTS_AHEAD).unwrap());
            }
        }
    }

    #[test]
    fn one_that_is_stamped_too_far_ahead_is_taken_for_the_last_that_may_be() {
        let mut inputs = Inputs::<u8>::none(1);
        for (number, tick) in [(1, INPUTS_AHEAD), (2, INPUTS_AHEAD + 1), (3, u64::MAX)] {
            assert!(!inputs.receive(0, number, tick, 1, 0));
        }
        assert_eq!((inputs.reach(INPUTS_AHEAD - 1), inputs.applied(0)), (0, 0));
        assert_eq!((inputs.reach(INPUTS_AHEAD), inputs.applied(0)), (1, 3));
    }

    #[test]
    fn a_new_session_holds_what_the_one_before_held_and_nothing_it_had_in_mind() {
        let mut inputs = Inputs::<u8>::none(2);
        inputs.receive(0, 7, 0, 7, 0);
        inputs.reach(1);
        inputs.receive(0, 8, 9, 8, 1);
        inputs.renumber(0);
        assert_eq!((inputs.reach(9), inputs.applied(0), inputs.unjournalled()), (0, 0, Some(&[7, 0][..])));
        inputs.receive(0, 1, 0, 1, 9);
        assert_eq!((inputs.reach(10), inputs.applied(0)), (1, 1));
    }
}
