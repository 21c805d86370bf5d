//! Chance that replays: a pinned generator with ranges and shuffles of our own, because those of the common crates may
//! change value between versions and a replay may not. Its state is part of the match.

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng as _, SeedableRng};
use serde::{Deserialize, Serialize};

/// Where a match's chance starts from. Drawn from the operating system by the engine, or written down in a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seed(pub [u8; 32]);

impl Seed {
    /// A seed written down as one number, for tests and simulations.
    pub fn number(number: u64) -> Seed {
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&number.to_le_bytes());
        Seed(seed)
    }
}

/// A source of chance. The generator is ChaCha with 8 rounds, whose output for a seed is fixed by its specification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rng {
    generator: ChaCha8Rng,
}

impl Rng {
    /// The generator that `seed` stands for.
    pub fn new(seed: Seed) -> Rng {
        Rng { generator: ChaCha8Rng::from_seed(seed.0) }
    }

    /// 64 even bits.
    pub fn bits(&mut self) -> u64 {
        self.generator.next_u64()
    }

    /// An even choice of `0..bound`; 0 for a bound of 0. Draws again rather than favour small numbers.
    pub fn below(&mut self, bound: u64) -> u64 {
        if bound <= 1 {
            return 0;
        }
        // The largest multiple of `bound` that fits: what lies above it would make the first remainders likelier.
        let fair = u64::MAX - u64::MAX % bound;
        loop {
            let bits = self.bits();
            if bits < fair {
                return bits % bound;
            }
        }
    }

    /// An even choice among `items`; `None` of none.
    pub fn choose<'a, X>(&mut self, items: &'a [X]) -> Option<&'a X> {
        items.get(usize::try_from(self.below(items.len() as u64)).expect("an index below a length fits in usize"))
    }

    /// Puts `items` into an even random order (Fisher and Yates, from the end).
    pub fn shuffle<X>(&mut self, items: &mut [X]) {
        for last in (1..items.len()).rev() {
            let other = usize::try_from(self.below(last as u64 + 1)).expect("an index below a length fits in usize");
            items.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert, prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn published_vector_is_reproduced() {
        // ChaCha8 of an all-zero key and nonce begins with the bytes 3e 00 ef 2f 89 5f 40 d6.
        assert_eq!(Rng::new(Seed([0; 32])).bits().to_le_bytes(), [0x3e, 0x00, 0xef, 0x2f, 0x89, 0x5f, 0x40, 0xd6]);
    }

    #[test]
    fn choices_are_pinned() {
        let mut rng = Rng::new(Seed::number(1));
        let mut cards: Vec<u8> = (0..8).collect();
        rng.shuffle(&mut cards);
        let dice: Vec<u64> = (0..8).map(|_| rng.below(6)).collect();
        assert_eq!((cards, dice), (vec![1, 3, 2, 6, 4, 0, 5, 7], vec![2, 2, 2, 0, 1, 1, 2, 2]));
    }

    #[test]
    fn a_die_is_even() {
        let mut rng = Rng::new(Seed::number(7));
        let mut faces = [0u32; 6];
        (0..60_000).for_each(|_| faces[usize::try_from(rng.below(6)).unwrap()] += 1);
        // Five standard deviations of a fair die thrown 60,000 times are 456.
        assert!(faces.iter().all(|count| count.abs_diff(10_000) < 456), "{faces:?}");
    }

    proptest! {
        #[test]
        fn below_stays_below(seed: u64, bound in 1u64..) {
            prop_assert!(Rng::new(Seed::number(seed)).below(bound) < bound);
        }

        #[test]
        fn shuffle_keeps_every_item(seed: u64, count in 0usize..60) {
            let mut items: Vec<usize> = (0..count).collect();
            Rng::new(Seed::number(seed)).shuffle(&mut items);
            items.sort_unstable();
            prop_assert!(items.into_iter().eq(0..count));
        }

        #[test]
        fn stored_state_draws_on_alike(seed: u64, drawn in 0usize..100) {
            let mut rng = Rng::new(Seed::number(seed));
            for _ in 0..drawn {
                rng.bits();
            }
            let mut restored: Rng = rmp_serde::from_slice(&rmp_serde::to_vec_named(&rng).unwrap()).unwrap();
            prop_assert_eq!(rng.bits(), restored.bits());
        }
    }
}
