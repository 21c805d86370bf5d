//! The rules' no. The engine's own refusals (out of turn, match over) are made in the engine; this is a title speaking.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Why the rules refuse an action or a set of options: a stable code for programs and a sentence for the player.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// Stable, `snake_case`, never changed once published: `cell_taken`.
    pub code: Cow<'static, str>,
    /// A sentence that tells the player what to do: `That cell is taken; choose an empty one.`
    pub reason: Cow<'static, str>,
}

impl Rejection {
    /// A rejection with this code and this sentence.
    pub const fn new(code: &'static str, reason: &'static str) -> Rejection {
        Rejection { code: Cow::Borrowed(code), reason: Cow::Borrowed(reason) }
    }
}
