//! The last updates of a match, encoded for every viewer, for those who come back after a short cut.

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use title::Viewer;

use crate::{ids::Rev, limits::RING_UPDATES};

/// One event's encoded `update` for each viewer.
pub(super) type Updates = BTreeMap<Viewer, Bytes>;

/// The last [`RING_UPDATES`] events, without gaps.
#[derive(Default)]
pub(super) struct Ring {
    events: VecDeque<(Rev, Updates)>,
}

impl Ring {
    pub(super) fn push(&mut self, rev: Rev, updates: Updates) {
        self.events.push_back((rev, updates));
        if self.events.len() > RING_UPDATES {
            self.events.pop_front();
        }
    }

    /// What came after `rev` up to `last`, in order; `None` if not all of it is here any more.
    pub(super) fn since(&self, rev: Rev, last: Rev) -> Option<impl Iterator<Item = (Rev, &Updates)>> {
        let complete =
            rev == last || (rev < last && self.events.front().is_some_and(|(first, _)| first.0 <= rev.0 + 1));
        complete.then(|| self.events.iter().filter(move |(at, _)| *at > rev).map(|(at, updates)| (*at, updates)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};

    use super::*;

    proptest! {
        #[test]
        fn what_was_missed_is_all_there_or_not_given(first in 0u64..50, pushed in 0u64..100, have in 0u64..200) {
            let mut ring = Ring::default();
            (first..first + pushed).for_each(|rev| ring.push(Rev(rev), Updates::new()));
            let last = (first + pushed).saturating_sub(1);
            let missed = ring.since(Rev(have), Rev(last)).map(|missed| missed.map(|(rev, _)| rev.0).collect::<Vec<_>>());
            // The naive model: everything that was ever pushed, of which the last few are kept.
            let kept: Vec<u64> = (first + pushed.saturating_sub(RING_UPDATES as u64)..first + pushed).collect();
            let wanted: Vec<u64> = (have + 1..=last).collect();
            let complete = have <= last && wanted.iter().all(|rev| kept.contains(rev));
            prop_assert_eq!(missed, complete.then_some(wanted));
        }
    }
}
