//! What a match wants to say, held back until what it reveals is stored. One FIFO per match: nothing overtakes, so every
//! viewer sees the same events in the same order.

use std::collections::VecDeque;

use title::{Outcome, Seats};

use crate::{
    ids::{Address, MatchId, TableId},
    messages::{Delivered, ToLobby},
    wire::Refused,
};

/// The number of a commit; a worker's commits are answered in their order.
pub type Ticket = u64;

/// Something to be said once.
#[derive(Clone, Debug, PartialEq)]
pub enum Post {
    /// To sessions.
    Sessions(Vec<Address>, Delivered),
    /// To the lobby, about the match of a table.
    Lobby(TableId, Said),
}

/// What a match says to the lobby.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// It has begun.
    Created,
    /// It can't be started.
    Refused(Refused),
    /// It waits for these.
    Turn(Seats),
    /// It has ended like this.
    Ended(Outcome),
}

impl Said {
    /// The message to the lobby, from the match `id` of `table`.
    pub fn about(self, id: MatchId, table: TableId) -> ToLobby {
        match self {
            Said::Created => ToLobby::Created(id, table),
            Said::Refused(refused) => ToLobby::CreateRefused(id, table, refused),
            Said::Turn(turn) => ToLobby::Turn(id, table, turn),
            Said::Ended(outcome) => ToLobby::Ended(id, table, outcome),
        }
    }
}

/// The outbox of a match.
#[derive(Debug, Default)]
pub struct Outbox {
    held: VecDeque<(Option<Ticket>, Post)>,
    /// Frames that were left out since it was last asked.
    skipped: u64,
}

impl Outbox {
    /// Says `post` after everything before it, and after the commit `wait`.
    pub fn push(&mut self, wait: Option<Ticket>, post: Post) {
        self.held.push_back((wait, post));
    }

    /// Takes what may be said now that all commits up to `committed` are stored. Of frames that have to wait on, for the same
    /// sessions, only the newest is kept: memory stays flat, and it alone is worth sending.
    pub fn release(&mut self, committed: Ticket) -> Vec<Post> {
        let free = self.held.iter().take_while(|(wait, _)| wait.is_none_or(|ticket| ticket <= committed)).count();
        let free = self.held.drain(..free).map(|(_, post)| post).collect();
        self.keep_newest();
        free
    }

    fn keep_newest(&mut self) {
        let before = self.held.len();
        let mut newer: Vec<Vec<Address>> = Vec::new();
        for at in (0..before).rev() {
            let Some((_, Post::Sessions(to, Delivered::Frame { .. }))) = self.held.get(at) else { continue };
            if newer.contains(to) {
                self.held.remove(at);
            } else {
                newer.push(to.clone());
            }
        }
        self.skipped += (before - self.held.len()) as u64;
    }

    /// How many frames were left out since it was last asked.
    pub fn take_skipped(&mut self) -> u64 {
        std::mem::take(&mut self.skipped)
    }

    /// Gives everything up: what is held was never stored and must not be seen. Returns what those who wait for an answer
    /// are told instead.
    pub fn drop_held(&mut self) -> Vec<Post> {
        let held = std::mem::take(&mut self.held);
        held.into_iter().filter_map(|(_, post)| instead(post)).collect()
    }

    /// Whether nothing is held back.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }
}

fn instead(post: Post) -> Option<Post> {
    match post {
        Post::Sessions(to, Delivered::Answer { command, .. }) => {
            Some(Post::Sessions(to, Delivered::Answer { command, result: Err(Refused::STORAGE_UNAVAILABLE) }))
        }
        // This one reveals nothing, and nothing else would come in its place.
        post @ Post::Sessions(_, Delivered::NoMatch { .. }) => Some(post),
        // Sessions are shown the match anew, and the lobby asks anew, once the worker is up again.
        Post::Sessions(..) | Post::Lobby(..) => None,
    }
}
