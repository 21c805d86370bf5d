//! Workers that are late with their ticks. A table for one more match would make it worse for all who play there, so none is
//! made for a title whose workers are all late, and nobody begins to wait for one. What was promised before is kept: who has
//! a table may fill it, and who has played may play again, for that match takes the place of another.

use std::collections::BTreeSet;

use super::Lobby;
use crate::{ids::WorkerId, wire::Refused};

/// The workers that have said that they are late.
#[derive(Default)]
pub(super) struct LateWorkers(BTreeSet<WorkerId>);

impl LateWorkers {
    /// A worker says whether it is late. One that has come up anew is not.
    pub(super) fn said(&mut self, worker: WorkerId, late: bool) {
        if late {
            self.0.insert(worker);
        } else {
            self.0.remove(&worker);
        }
    }
}

impl Lobby {
    /// Whether a new match of `title` would find a worker that keeps up.
    pub(super) fn keeps_up(&self, title: &str) -> Result<(), Refused> {
        if self.in_time(title).next().is_some() { Ok(()) } else { Err(Refused::BUSY) }
    }

    /// The worker of a new match of `title`: by lot one that keeps up, or any if none does.
    pub(super) fn pick_worker(&mut self, title: &str) -> WorkerId {
        let in_time: Vec<u16> = self.in_time(title).collect();
        let shards = if in_time.is_empty() { (0..self.shards).collect() } else { in_time };
        let lot = usize::try_from(self.rng.below(shards.len() as u64)).expect("below the number of shards, a usize");
        WorkerId { title: title.to_string(), shard: shards[lot] }
    }

    fn in_time(&self, title: &str) -> impl Iterator<Item = u16> {
        let late: BTreeSet<u16> =
            self.late.0.iter().filter(|worker| worker.title == title).map(|worker| worker.shard).collect();
        (0..self.shards).filter(move |shard| !late.contains(shard))
    }
}
