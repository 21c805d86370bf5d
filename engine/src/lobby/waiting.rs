//! What has come and waits for tables from the store. It knows who says what and what that lacks, and gives each back when it
//! lacks nothing any more, so that nobody's words overtake one another. Others don't wait for it.

use std::collections::{BTreeMap, BTreeSet};

use super::arrival::{Arrival, Need, Sender};
use crate::ids::HubId;

/// The number of one that waits: they rise in the order in which they came.
type Number = u64;

/// All that wait.
#[derive(Default)]
pub(super) struct Waiting {
    items: BTreeMap<Number, Item>,
    last: Number,
    senders: BTreeMap<Sender, BTreeSet<Number>>,
    /// Who needs what, be it in memory already: it must not leave.
    needs: BTreeMap<Need, BTreeSet<Number>>,
    /// Those that lack nothing, and wait for nobody's earlier words.
    free: BTreeSet<Number>,
    /// What the store has been asked for.
    asked: BTreeSet<Need>,
    /// What the store could not find out, to be asked again.
    failed: BTreeSet<Need>,
}

/// One that waits.
struct Item {
    arrival: Arrival,
    sender: Sender,
    needs: Vec<Need>,
    /// Those of its needs that the store has not answered yet.
    missing: Vec<Need>,
}

impl Waiting {
    /// How many wait.
    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether something of this sender waits.
    pub(super) fn has(&self, sender: &Sender) -> bool {
        self.senders.contains_key(sender)
    }

    /// Whether something that waits needs this.
    pub(super) fn needs(&self, need: &Need) -> bool {
        self.needs.contains_key(need)
    }

    /// Lets `arrival` wait for what is `missing` of its needs. Returns what the store is to be asked for.
    pub(super) fn push(&mut self, arrival: Arrival, sender: Sender, needs: Vec<Need>, missing: Vec<Need>) -> Vec<Need> {
        self.last += 1;
        self.senders.entry(sender.clone()).or_default().insert(self.last);
        for need in &needs {
            self.needs.entry(need.clone()).or_default().insert(self.last);
        }
        let new: Vec<Need> = missing.iter().filter(|need| self.asked.insert((*need).clone())).cloned().collect();
        self.items.insert(self.last, Item { arrival, sender: sender.clone(), needs, missing });
        self.mind(&sender);
        new
    }

    /// The store has answered: nobody lacks this any more.
    pub(super) fn found(&mut self, need: &Need) {
        self.asked.remove(need);
        for number in self.needs.get(need).cloned().unwrap_or_default() {
            let Some(item) = self.items.get_mut(&number) else { continue };
            item.missing.retain(|missing| missing != need);
            let sender = item.sender.clone();
            self.mind(&sender);
        }
    }

    /// The next that can be handled.
    pub(super) fn pop(&mut self) -> Option<Arrival> {
        let number = *self.free.first()?;
        self.take(number)
    }

    /// The store could not answer, and is to be asked again. Returns those who are to be refused: who waits for an answer and
    /// would wait for this.
    pub(super) fn failed(&mut self, need: &Need) -> Vec<Arrival> {
        self.failed.insert(need.clone());
        let lack = |number: &&Number| self.items.get(*number).is_some_and(|item| item.missing.contains(need));
        let stuck = self.needs.get(need).into_iter().flatten().filter(lack);
        let stuck: BTreeSet<&Sender> = stuck.filter_map(|number| Some(&self.items.get(number)?.sender)).collect();
        let theirs = stuck.into_iter().filter_map(|sender| self.senders.get(sender)).flatten();
        let theirs: Vec<Number> = theirs
            .filter(|number| self.items.get(number).is_some_and(|item| item.arrival.is_answered()))
            .copied()
            .collect();
        theirs.into_iter().filter_map(|number| self.take(number)).collect()
    }

    /// What is to be asked again, as far as somebody still lacks it.
    pub(super) fn again(&mut self) -> Vec<Need> {
        let failed = std::mem::take(&mut self.failed);
        let (again, over): (Vec<Need>, Vec<Need>) = failed.into_iter().partition(|need| self.needs.contains_key(need));
        for need in over {
            self.asked.remove(&need);
        }
        again
    }

    /// Forgets what sessions of a hub said: it is gone, and they with it.
    pub(super) fn hub_gone(&mut self, hub: HubId) {
        let of_it = |(number, item): (&Number, &Item)| item.arrival.is_of(hub).then_some(*number);
        for number in self.items.iter().filter_map(of_it).collect::<Vec<_>>() {
            self.take(number);
        }
    }

    /// Gives everything back, in the order in which it came, and forgets it.
    pub(super) fn clear(&mut self) -> Vec<Arrival> {
        std::mem::take(self).items.into_values().map(|item| item.arrival).collect()
    }

    fn take(&mut self, number: Number) -> Option<Arrival> {
        let Item { arrival, sender, needs, .. } = self.items.remove(&number)?;
        self.free.remove(&number);
        less(&mut self.senders, &sender, number);
        for need in &needs {
            less(&mut self.needs, need, number);
        }
        self.mind(&sender);
        Some(arrival)
    }

    /// The first words of a sender may be free now.
    fn mind(&mut self, sender: &Sender) {
        let Some(first) = self.senders.get(sender).and_then(BTreeSet::first) else { return };
        if self.items.get(first).is_some_and(|item| item.missing.is_empty()) {
            self.free.insert(*first);
        }
    }
}

fn less<K: Ord>(numbers: &mut BTreeMap<K, BTreeSet<Number>>, key: &K, number: Number) {
    if let Some(its) = numbers.get_mut(key) {
        its.remove(&number);
        if its.is_empty() {
            numbers.remove(key);
        }
    }
}
