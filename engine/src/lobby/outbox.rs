//! What the lobby says, held back until what it follows from is stored. One FIFO for all of it: nothing overtakes, so nobody
//! hears of something before the commit that it rests on, be it another's.

use std::collections::VecDeque;

use super::LobbyEffect;
use crate::{limits, outbox::Ticket};

/// The outbox of the lobby.
#[derive(Default)]
pub(super) struct Outbox {
    held: VecDeque<(Ticket, LobbyEffect)>,
    /// The last commit asked for.
    asked: Ticket,
    /// The last commit that was answered.
    answered: Ticket,
}

impl Outbox {
    /// The number of the commit that is asked for next.
    pub(super) fn next(&self) -> Ticket {
        self.asked + 1
    }

    /// A commit is asked for.
    pub(super) fn ask(&mut self) -> Ticket {
        self.asked += 1;
        self.asked
    }

    /// Takes what is to be said after all commits asked for so far. Hands back what need not wait.
    pub(super) fn hold(&mut self, effects: Vec<LobbyEffect>) -> Vec<LobbyEffect> {
        if self.asked == self.answered {
            return effects;
        }
        let ticket = self.asked;
        self.held.extend(effects.into_iter().map(|effect| (ticket, effect)));
        Vec::new()
    }

    /// Whether the answer to a commit is awaited. It isn't of one that was given up.
    pub(super) fn awaits(&self, ticket: Ticket) -> bool {
        self.answered < ticket && ticket <= self.asked
    }

    /// A commit is stored, and all before it. What may be said now.
    pub(super) fn release(&mut self, ticket: Ticket) -> Vec<LobbyEffect> {
        self.answered = ticket;
        let free = self.held.iter().take_while(|(wait, _)| *wait <= ticket).count();
        self.held.drain(..free).map(|(_, effect)| effect).collect()
    }

    /// Gives everything up: commits asked for are awaited no more. What those are told who wait for an answer.
    pub(super) fn give_up(&mut self) -> Vec<LobbyEffect> {
        self.answered = self.asked;
        std::mem::take(&mut self.held).into_iter().filter_map(|(_, effect)| effect.unstored()).collect()
    }

    /// Whether no more should be asked for.
    pub(super) fn is_full(&self) -> bool {
        self.asked - self.answered >= limits::LOBBY_UNCOMMITTED
    }

    /// Whether more is held back than can be.
    pub(super) fn is_overfull(&self) -> bool {
        self.held.len() > limits::LOBBY_HELD
    }

    /// How many messages are held back.
    pub(super) fn held(&self) -> usize {
        self.held.len()
    }
}
