//! The one place where randomness enters the program. Everything else draws from generators seeded here, so that a
//! simulation can seed them itself.

use title::{Rng, Seed};

/// A seed from the operating system.
#[expect(clippy::disallowed_methods, reason = "this is the one named place")]
pub fn seed() -> Seed {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).expect("a server without a source of entropy can't be safe");
    Seed(seed)
}

/// A seed for another generator, drawn from one.
pub fn drawn(rng: &mut Rng) -> Seed {
    let mut seed = Seed([0; 32]);
    seed.0.chunks_mut(8).for_each(|chunk| chunk.copy_from_slice(&rng.bits().to_le_bytes()));
    seed
}
