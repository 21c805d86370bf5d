//! How a match ended. Ratings and results are computed from this by others; a title only states it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{Seat, Seats};

/// The end of a match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The place of each seat, 1 the best; equal places are a tie. Empty when the match counts for nobody.
    pub places: Vec<u8>,
    /// Why it ended, as a stable `snake_case` code: `three_in_a_row`, `timeout`.
    pub reason: Cow<'static, str>,
}

impl Outcome {
    /// One seat wins, the others share the second place.
    pub fn win(winner: Seat, seats: u8, reason: &'static str) -> Outcome {
        Outcome::ranked((0..seats).map(|seat| if Seat(seat) == winner { 1 } else { 2 }).collect(), reason)
    }

    /// Everybody shares the first place.
    pub fn draw(seats: u8, reason: &'static str) -> Outcome {
        Outcome::ranked(vec![1; usize::from(seats)], reason)
    }

    /// A full ranking: the place of each seat, 1 the best.
    pub fn ranked(places: Vec<u8>, reason: &'static str) -> Outcome {
        Outcome { places, reason: Cow::Borrowed(reason) }
    }

    /// A match that counts for nobody.
    pub fn void(reason: &'static str) -> Outcome {
        Outcome::ranked(Vec::new(), reason)
    }

    /// The seats in the first place, if they are not everybody; nobody in a draw or a void match.
    pub fn winners(&self) -> Seats {
        if self.places.iter().all(|place| *place == 1) {
            return Seats::none();
        }
        (0u8..).zip(&self.places).filter(|(_, place)| **place == 1).map(|(seat, _)| Seat(seat)).collect()
    }
}
