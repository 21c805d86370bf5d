//! What a match asks for: entries to store, and things to say.

use title::Rejection;

use crate::{event::Entry, outbox::Post, store::Snapshot};

/// Something a match asks its worker to do.
#[derive(Clone, Debug, PartialEq)]
pub enum MatchEffect {
    /// Add this to the journal.
    Record {
        /// What to add.
        entry: Entry,
        /// Whether the match's time stands until it is stored.
        holds: bool,
        /// Whether nothing comes after it.
        last: bool,
    },
    /// Store the match as it is.
    Save(Snapshot),
    /// Say this, after all that was said before.
    Post {
        /// What to whom.
        post: Post,
        /// Whether everything recorded so far must be stored first.
        wait: bool,
    },
}

/// Why a match can't begin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The options aren't the title's.
    #[error("the options don't fit the title")]
    Options,
    /// The position it should begin with isn't one of these rules.
    #[error("the rules can't go on from the position")]
    Position,
    /// The rules said no.
    #[error("the rules refuse: {}", .0.reason)]
    Rejected(Rejection),
    /// The rules panicked.
    #[error("the title failed: {0}")]
    Title(String),
}
