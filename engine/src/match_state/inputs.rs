//! What the seats of a real-time match hold: each seat's control, those that came before the tick they are for, and those the
//! journal doesn't know of yet. Plain values; it knows no title but by its inputs, and neither players nor time.

use std::collections::VecDeque;

use crate::{ids::Address, limits::INPUTS_AHEAD};

/// The inputs of a match.
pub(super) struct Inputs<I> {
    /// What each seat holds.
    holds: Vec<I>,
    seats: Vec<Received<I>>,
    /// What has changed since the last journal entry. There is one at least every second, so these are few.
    changes: Vec<Change<I>>,
    /// The tick of the last journal entry.
    pub(super) journalled_tick: u64,
}

/// From this tick on the seat of this index holds this.
pub(super) type Change<I> = (u64, usize, I);

/// What came for one seat.
struct Received<I> {
    /// The session that steers: numbers are its own.
    from: Option<Address>,
    /// The number of the input that the seat holds; 0 before the first of the session.
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
        Inputs::holding(vec![I::default(); usize::from(seats)])
    }

    /// The seats hold these, and nothing has come for any.
    pub(super) fn holding(holds: Vec<I>) -> Inputs<I> {
        let received = |_| Received { from: None, number: 0, ahead: VecDeque::new() };
        let seats = holds.iter().map(received).collect();
        Inputs { holds, seats, changes: Vec::new(), journalled_tick: 0 }
    }

    /// Input `number` of the session `from` is to hold for the seat at `index` from `tick` on, when `ticks` have run; from the
    /// next one, if that has run. Of two sessions the one that spoke last steers. Whether it came too late for its tick.
    pub(super) fn receive(
        &mut self,
        index: usize,
        from: Address,
        number: u64,
        tick: u64,
        input: I,
        ticks: u64,
    ) -> bool {
        if self.seats.get(index).is_some_and(|received| received.from != Some(from)) {
            self.renumber(index);
        }
        let Some(received) = self.seats.get_mut(index) else { return false };
        received.from = Some(from);
        if number <= received.number {
            return false;
        }
        let at = tick.clamp(ticks + 1, ticks + INPUTS_AHEAD);
        // Of two for one tick, or in the wrong order, the newer one holds.
        let before = received.ahead.partition_point(|stamped| stamped.tick <= at);
        if before.checked_sub(1).is_none_or(|last| received.ahead[last].number < number) {
            received.ahead.retain(|stamped| stamped.tick < at || stamped.number > number);
            let place = received.ahead.partition_point(|stamped| stamped.tick < at);
            received.ahead.insert(place, Stamped { tick: at, number, input });
        }
        (1..=ticks).contains(&tick)
    }

    /// The seats come to hold what they should at `tick`, the next one. How many inputs came to hold, those among them that
    /// a newer one replaced at once not counted.
    pub(super) fn reach(&mut self, tick: u64) -> u64 {
        let mut applied = 0;
        for (index, (holds, received)) in self.holds.iter_mut().zip(&mut self.seats).enumerate() {
            let due = received.ahead.partition_point(|stamped| stamped.tick <= tick);
            if let Some(Stamped { number, input, .. }) = received.ahead.drain(..due).next_back() {
                received.number = number;
                applied += 1;
                if *holds != input {
                    *holds = input;
                    self.changes.push((tick, index, input));
                }
            }
        }
        applied
    }

    /// What the seats hold.
    pub(super) fn held(&self) -> &[I] {
        &self.holds
    }

    /// Whether something has changed that the journal doesn't know of.
    pub(super) fn has_changed(&self) -> bool {
        !self.changes.is_empty()
    }

    /// What has changed since it was last asked, for the journal.
    pub(super) fn take_changes(&mut self) -> Vec<Change<I>> {
        std::mem::take(&mut self.changes)
    }

    /// The seats come to hold what a journal says they did at `tick`.
    pub(super) fn reach_again(&mut self, tick: u64, changes: &[Change<I>]) {
        for (_, index, input) in changes.iter().filter(|(at, ..)| *at == tick) {
            if let Some(holds) = self.holds.get_mut(*index) {
                *holds = *input;
            }
        }
    }

    /// The number of the last input of a seat that a tick has run with; 0 for none.
    pub(super) fn applied(&self, index: usize) -> u64 {
        self.seats.get(index).map_or(0, |received| received.number)
    }

    /// Another session numbers a seat's inputs from the start again. What the seat holds it goes on holding.
    pub(super) fn renumber(&mut self, index: usize) {
        if let Some(received) = self.seats.get_mut(index) {
            (received.from, received.number) = (None, 0);
            received.ahead.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ids::{HubId, SessionId};

    /// One of a player's tabs.
    fn tab(number: u64) -> Address {
        Address { hub: HubId(1), session: SessionId(number) }
    }

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
                        let late = inputs.receive(0, tab(1), number, tick, number, ticks);
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
                prop_assert_eq!((inputs.applied(0), inputs.holds[0]), (holds, holds));
                prop_assert!(inputs.seats[0].ahead.len() <= usize::try_from(INPUTS_AHEAD).unwrap());
            }
        }
    }

    #[test]
    fn one_that_is_stamped_too_far_ahead_is_taken_for_the_last_that_may_be() {
        let mut inputs = Inputs::<u8>::none(1);
        for (number, tick) in [(1, INPUTS_AHEAD), (2, INPUTS_AHEAD + 1), (3, u64::MAX)] {
            assert!(!inputs.receive(0, tab(1), number, tick, 1, 0));
        }
        assert_eq!((inputs.reach(INPUTS_AHEAD - 1), inputs.applied(0)), (0, 0));
        assert_eq!((inputs.reach(INPUTS_AHEAD), inputs.applied(0)), (1, 3));
    }

    #[test]
    fn the_journal_is_told_of_changes_only_and_makes_the_same_of_them() {
        let mut inputs = Inputs::<u8>::none(2);
        for (tick, seat, input) in [(1, 0, 7), (2, 0, 7), (3, 1, 2), (4, 0, 0)] {
            inputs.receive(seat, tab(1), tick, tick, input, 0);
        }
        assert_eq!((1..=4).map(|tick| inputs.reach(tick)).sum::<u64>(), 4);
        let changes = inputs.take_changes();
        assert_eq!((&changes[..], inputs.take_changes().len()), (&[(1, 0, 7), (3, 1, 2), (4, 0, 0)][..], 0));
        let mut again = Inputs::<u8>::none(2);
        let held = (1..=4).map(|tick| {
            again.reach_again(tick, &changes);
            again.held().to_vec()
        });
        assert_eq!(held.collect::<Vec<_>>(), [[7, 0], [7, 0], [7, 2], [0, 2]]);
    }

    #[test]
    fn a_new_session_holds_what_the_one_before_held_and_nothing_it_had_in_mind() {
        let mut inputs = Inputs::<u8>::none(2);
        inputs.receive(0, tab(1), 7, 0, 7, 0);
        inputs.reach(1);
        inputs.receive(0, tab(1), 8, 9, 8, 1);
        inputs.renumber(0);
        assert_eq!((inputs.reach(9), inputs.applied(0), inputs.held()), (0, 0, &[7, 0][..]));
        inputs.receive(0, tab(2), 1, 0, 1, 9);
        assert_eq!((inputs.reach(10), inputs.applied(0)), (1, 1));
    }
    #[test]
    fn of_two_tabs_the_one_that_spoke_last_steers() {
        let mut inputs = Inputs::<u8>::none(1);
        let spoken = [(1, 5_000, 1), (2, 1, 2), (2, 2, 3), (1, 5_001, 4), (2, 3, 5)];
        for (tick, (who, number, input)) in (1..).zip(spoken) {
            inputs.receive(0, tab(who), number, 0, input, tick - 1);
            assert_eq!((inputs.reach(tick), inputs.held(), inputs.applied(0)), (1, &[input][..], number));
        }
    }
}
