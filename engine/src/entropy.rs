//! The one place where randomness enters the program. Everything else draws from generators seeded here, so that a
//! simulation can seed them itself.

use title::Seed;

/// A seed from the operating system.
#[expect(clippy::disallowed_methods, reason = "this is the one named place")]
pub fn seed() -> Seed {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).expect("a server without a source of entropy can't be safe");
    Seed(seed)
}
