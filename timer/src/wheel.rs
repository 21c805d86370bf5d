//! A hierarchical timing wheel: which key comes next, over plain numbers.
//!
//! It knows no clock and no unit; `now` is whatever the caller says, and only grows. Setting, replacing and cancelling
//! cost the same however many keys there are.
//!
//! ```text
//!              11 levels of 64 slots; a level reads one base-64 digit of a moment
//!
//! level  0   [ 0| 1| 2| ... |63]    one slot is 1 unit wide,       the level covers 64
//! level  1   [ 0| 1| 2| ... |63]    one slot is 64 wide,           the level covers 64^2 = 4096
//! level  2   [ 0| 1| 2| ... |63]    one slot is 64^2 wide,         the level covers 64^3
//!   ...
//! level 10   [ 0| 1| ... |15]       one slot is 64^10 = 2^60 wide, the level covers all of u64
//!
//! overdue    [ ]                    moments that had passed when they were set
//! ```
//!
//! A moment lives at the level of the highest digit in which it differs from `now`, in the slot of its own digit there.
//! So all digits above agree with `now`, that digit is greater than `now`'s, and it follows that
//!
//! * everything on a level comes before everything on the levels above it;
//! * on a level, slots to the left come first, and only slots to the right of `now`'s digit are occupied;
//! * the first occupied slot of the lowest occupied level holds the earliest moment.
//!
//! When `now` enters a slot, what is due there leaves, and the rest moves down to a lower level; nothing moves more
//! than once per level.

use std::collections::HashMap;
use std::hash::Hash;

const DIGIT_BITS: usize = 6;
const SLOTS: usize = 1 << DIGIT_BITS;
const LEVELS: usize = u64::BITS.div_ceil(DIGIT_BITS as u32) as usize;

/// Keys in the order of the moments they are set for. The head of the module draws it.
#[derive(Clone, Debug)]
pub struct Wheel<K> {
    now: u64,
    levels: Vec<Level<K>>,
    overdue: Slot<K>,
    // Never iterated, so its order, which differs from process to process, reaches nobody.
    entries: HashMap<K, Entry>,
    inserted: u64,
}

#[derive(Clone, Debug)]
struct Level<K> {
    /// Bit n is set when slot n is not empty.
    occupied: u64,
    slots: Vec<Slot<K>>,
}

#[derive(Clone, Debug)]
struct Slot<K> {
    keys: Vec<K>,
    /// No moment in the slot is before this. It is exact until the earliest key is cancelled.
    earliest: u64,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    at: u64,
    /// Counts insertions, so that equal moments keep their order.
    order: u64,
    place: Place,
    /// Where in the slot's list the key stands.
    index: usize,
}

#[derive(Clone, Copy, Debug)]
enum Place {
    Overdue,
    Level { level: usize, slot: usize },
}

impl<K: Copy + Eq + Hash> Wheel<K> {
    /// An empty wheel that stands at `now`.
    pub fn new(now: u64) -> Self {
        let level = Level { occupied: 0, slots: vec![Slot::new(); SLOTS] };
        Wheel { now, levels: vec![level; LEVELS], overdue: Slot::new(), entries: HashMap::new(), inserted: 0 }
    }

    /// The latest moment the wheel was told.
    pub fn now(&self) -> u64 {
        self.now
    }

    /// How many keys are set.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no key is set.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Sets `key` for the moment `at`, in place of the moment it was set for before. A moment that has passed, and
    /// `now` itself, expires at the next [`Wheel::advance`].
    pub fn insert(&mut self, key: K, at: u64) {
        self.cancel(&key);
        self.inserted += 1;
        self.put(key, at, self.inserted);
    }

    /// Forgets `key`. Tells whether it was set.
    pub fn cancel(&mut self, key: &K) -> bool {
        let Some(entry) = self.entries.remove(key) else { return false };
        let slot = self.slot_mut(entry.place);
        slot.keys.swap_remove(entry.index);
        let moved = slot.keys.get(entry.index).copied();
        if slot.keys.is_empty() {
            self.clear(entry.place);
        }
        if let Some(moved) = moved {
            self.entries.get_mut(&moved).expect("every key in a slot has its entry").index = entry.index;
        }
        true
    }

    /// Moves on to `now` and takes out every key set for that moment or an earlier one, by moment and then in the order
    /// of insertion. Time never goes back: an earlier `now` than the last one counts as the last one.
    pub fn advance(&mut self, now: u64) -> Vec<(K, u64)> {
        let now = now.max(self.now);
        let mut due = self.take(Place::Overdue);
        let mut later = Vec::new();
        while let Some((level, slot)) = self.first_occupied() {
            if self.slot_start(level, slot) > now {
                break;
            }
            let (passed, ahead): (Vec<_>, Vec<_>) =
                self.take(Place::Level { level, slot }).into_iter().partition(|(_, entry)| entry.at <= now);
            due.extend(passed);
            later.extend(ahead);
        }
        self.now = now;
        for (key, entry) in later {
            self.put(key, entry.at, entry.order);
        }
        due.sort_unstable_by_key(|(_, entry)| (entry.at, entry.order));
        due.into_iter().map(|(key, entry)| (key, entry.at)).collect()
    }

    /// A moment before which nothing expires; `None` when no key is set.
    ///
    /// It is the earliest moment set, except after that one was cancelled: then it may be too early. Advancing to it
    /// always makes progress: either something expires, or the answer afterwards is a later one.
    pub fn next_at(&self) -> Option<u64> {
        if !self.overdue.keys.is_empty() {
            return Some(self.overdue.earliest);
        }
        self.first_occupied().map(|(level, slot)| self.levels[level].slots[slot].earliest)
    }

    fn put(&mut self, key: K, at: u64, order: u64) {
        let place = self.place_of(at);
        if let Place::Level { level, slot } = place {
            self.levels[level].occupied |= 1 << slot;
        }
        let slot = self.slot_mut(place);
        slot.earliest = slot.earliest.min(at);
        let index = slot.keys.len();
        slot.keys.push(key);
        self.entries.insert(key, Entry { at, order, place, index });
    }

    /// Empties a slot and forgets its keys.
    fn take(&mut self, place: Place) -> Vec<(K, Entry)> {
        let keys = std::mem::take(&mut self.slot_mut(place).keys);
        self.clear(place);
        keys.into_iter()
            .map(|key| (key, self.entries.remove(&key).expect("every key in a slot has its entry")))
            .collect()
    }

    fn clear(&mut self, place: Place) {
        self.slot_mut(place).earliest = u64::MAX;
        if let Place::Level { level, slot } = place {
            self.levels[level].occupied &= !(1 << slot);
        }
    }

    fn slot_mut(&mut self, place: Place) -> &mut Slot<K> {
        match place {
            Place::Overdue => &mut self.overdue,
            Place::Level { level, slot } => &mut self.levels[level].slots[slot],
        }
    }

    fn place_of(&self, at: u64) -> Place {
        if at <= self.now {
            return Place::Overdue;
        }
        let level = (at ^ self.now).ilog2() as usize / DIGIT_BITS;
        Place::Level { level, slot: (at >> (level * DIGIT_BITS)) as usize % SLOTS }
    }

    fn first_occupied(&self) -> Option<(usize, usize)> {
        let level = self.levels.iter().position(|level| level.occupied != 0)?;
        Some((level, self.levels[level].occupied.trailing_zeros() as usize))
    }

    /// The first moment of an occupied slot: `now`'s digits above the level, the slot's own, and zeros below.
    fn slot_start(&self, level: usize, slot: usize) -> u64 {
        let below = (level * DIGIT_BITS) as u32;
        let above = below + DIGIT_BITS as u32;
        let digits_above = self.now.checked_shr(above).and_then(|high| high.checked_shl(above)).unwrap_or(0);
        digits_above | ((slot as u64) << below)
    }
}

impl<K> Slot<K> {
    fn new() -> Self {
        Slot { keys: Vec::new(), earliest: u64::MAX }
    }
}
