//! Short random words for links and ids: easy to read out, hard to guess.

use title::Rng;

/// Letters and digits that can't be taken for one another: no 0/o, 1/l/i, and no vowels to spell something with.
const ALPHABET: &[u8] = b"23456789bcdfghjkmnpqrstvwxz";

/// The letters of a word. 27^10 are more than 2^47: guessing one of 100,000 tables takes two thousand million tries.
const LETTERS: usize = 10;

/// A new random word.
pub fn word(rng: &mut Rng) -> String {
    (0..LETTERS).map(|_| char::from(*rng.choose(ALPHABET).expect("the alphabet isn't empty"))).collect()
}
