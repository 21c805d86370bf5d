//! The wheel against a list that is searched from end to end.

use proptest::prelude::*;
use timer::Wheel;

/// The simplest thing that could be right.
#[derive(Default)]
struct Model {
    now: u64,
    inserted: u64,
    entries: Vec<(u64, u64, u8)>,
}

impl Model {
    fn insert(&mut self, key: u8, at: u64) {
        self.cancel(key);
        self.inserted += 1;
        self.entries.push((at, self.inserted, key));
    }

    fn cancel(&mut self, key: u8) -> bool {
        let before = self.entries.len();
        self.entries.retain(|entry| entry.2 != key);
        self.entries.len() < before
    }

    fn advance(&mut self, now: u64) -> Vec<(u8, u64)> {
        self.now = self.now.max(now);
        self.entries.sort_unstable();
        let due = self.entries.partition_point(|entry| entry.0 <= self.now);
        self.entries.drain(..due).map(|(at, _, key)| (key, at)).collect()
    }

    fn earliest(&self) -> Option<u64> {
        self.entries.iter().map(|entry| entry.0).min()
    }
}

#[derive(Clone, Debug)]
enum Step {
    /// So far from now, or at this very moment.
    InsertAfter(u8, u64),
    InsertAt(u8, u64),
    Cancel(u8),
    AdvanceBy(u64),
    AdvanceToNext,
}

/// Near and far alike: every power of two is as likely as every other, so that all levels and edges are met.
fn distance() -> impl Strategy<Value = u64> {
    prop_oneof![
        Just(0),
        0..4u64,
        (0..64u32, any::<u64>()).prop_map(|(bits, noise)| (1 << bits) | (noise & ((1 << bits) - 1))),
        (0..64u32).prop_map(|bits| 1 << bits),
        (0..64u32).prop_map(|bits| (1 << bits) - 1),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let key = 0..24u8;
    prop_oneof![
        6 => (key.clone(), distance()).prop_map(|(key, distance)| Step::InsertAfter(key, distance)),
        2 => (key.clone(), distance()).prop_map(|(key, at)| Step::InsertAt(key, at)),
        1 => Just(Step::InsertAt(0, u64::MAX)),
        2 => key.prop_map(Step::Cancel),
        2 => distance().prop_map(Step::AdvanceBy),
        3 => Just(Step::AdvanceToNext),
    ]
}

proptest! {
    #[test]
    fn the_wheel_does_what_a_sorted_list_does(start in distance(), steps in prop::collection::vec(step(), 1..200)) {
        let mut wheel = Wheel::new(start);
        let mut model = Model { now: start, ..Model::default() };
        for step in steps {
            match step {
                Step::InsertAfter(key, distance) => {
                    let at = model.now.saturating_add(distance);
                    wheel.insert(key, at);
                    model.insert(key, at);
                }
                Step::InsertAt(key, at) => {
                    wheel.insert(key, at);
                    model.insert(key, at);
                }
                Step::Cancel(key) => prop_assert_eq!(wheel.cancel(&key), model.cancel(key)),
                Step::AdvanceBy(distance) => {
                    let now = model.now.saturating_add(distance);
                    prop_assert_eq!(wheel.advance(now), model.advance(now));
                }
                Step::AdvanceToNext => {
                    if let Some(next) = wheel.next_at() {
                        let due = wheel.advance(next);
                        prop_assert!(!due.is_empty() || wheel.next_at() > Some(next) || wheel.is_empty());
                        prop_assert_eq!(due, model.advance(next));
                    }
                }
            }
            prop_assert_eq!(wheel.len(), model.entries.len());
            prop_assert_eq!(wheel.now(), model.now);
            prop_assert_eq!(wheel.next_at().is_some(), model.earliest().is_some());
            prop_assert!(wheel.next_at() <= model.earliest(), "whoever sleeps until next_at misses nothing");
        }
        prop_assert_eq!(wheel.advance(u64::MAX), model.advance(u64::MAX));
        prop_assert!(wheel.is_empty() && wheel.next_at().is_none());
    }

    #[test]
    fn without_cancellations_the_next_moment_is_exact(moments in prop::collection::btree_set(distance(), 1..50)) {
        let mut wheel = Wheel::new(0);
        for (key, at) in moments.iter().rev().enumerate() {
            wheel.insert(key, *at);
        }
        for at in &moments {
            prop_assert_eq!(wheel.next_at(), Some(*at));
            prop_assert_eq!(wheel.advance(*at).len(), 1);
        }
    }
}

#[test]
fn what_is_set_for_one_moment_expires_in_the_order_it_was_set() {
    let mut wheel = Wheel::new(0);
    for key in ["c", "a", "b", "late"] {
        wheel.insert(key, 5_000);
    }
    wheel.insert("c", 5_000);
    wheel.insert("late", 5_001);
    wheel.insert("past", 0);
    assert_eq!(wheel.advance(4_999), [("past", 0)]);
    assert_eq!(wheel.advance(5_001), [("a", 5_000), ("b", 5_000), ("c", 5_000), ("late", 5_001)]);
}

#[test]
fn time_never_goes_back() {
    let mut wheel = Wheel::new(100);
    wheel.insert("now", 100);
    wheel.insert("then", 101);
    assert_eq!(wheel.advance(3), [("now", 100)]);
    assert_eq!(wheel.now(), 100);
}
