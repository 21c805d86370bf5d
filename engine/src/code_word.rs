//! Short random words for links, ids and codes: easy to read out, hard to guess.

use title::Rng;

/// Letters and digits that can't be taken for one another: no 0/o, 1/l/i, and no vowels to spell something with.
const ALPHABET: &[u8] = b"23456789bcdfghjkmnpqrstvwxz";

/// The letters of a word. 27^10 are more than 2^47: guessing one of 100,000 tables takes two thousand million tries.
const LETTERS: usize = 10;

/// The letters of a code. 27^6 are more than 2^28: short enough to be typed in, too many to be tried out by those who may try
/// a few times a minute.
pub const CODE_LETTERS: usize = 6;

/// A new random word.
pub fn word(rng: &mut Rng) -> String {
    letters(rng, LETTERS)
}

/// A new random code. It may be taken; a word is as good as never.
pub fn code(rng: &mut Rng) -> String {
    letters(rng, CODE_LETTERS)
}

fn letters(rng: &mut Rng, count: usize) -> String {
    (0..count).map(|_| char::from(*rng.choose(ALPHABET).expect("the alphabet isn't empty"))).collect()
}
