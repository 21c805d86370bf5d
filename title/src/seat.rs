//! Who is at a match: seats, sets of seats, viewers, and audiences of notes. No player identity in here: a title never
//! learns who sits.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A place in a match, numbered from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seat(pub u8);

impl Seat {
    /// This seat's number as an index into a list with one entry per seat.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The seat after this one, going round a table of `seats`.
    pub fn next(self, seats: u8) -> Seat {
        Seat((self.0 + 1) % seats)
    }
}

impl fmt::Display for Seat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A set of seats: whom a match waits for, who hears a note.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seats(u32);

impl Seats {
    /// The most seats a match can have: the width of the set.
    pub const MAX: u8 = 32;

    /// Nobody.
    pub const fn none() -> Seats {
        Seats(0)
    }

    /// The one seat.
    pub fn only(seat: Seat) -> Seats {
        Seats(1 << seat.0)
    }

    /// The first `count` seats, which is everyone at a table of that size.
    pub fn all(count: u8) -> Seats {
        (0..count).map(Seat).collect()
    }

    /// Whether `seat` is among them.
    pub fn contains(self, seat: Seat) -> bool {
        seat.0 < Self::MAX && self.0 & (1 << seat.0) != 0
    }

    /// Whether nobody is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The seats in rising order.
    pub fn iter(self) -> impl Iterator<Item = Seat> {
        (0..Self::MAX).map(Seat).filter(move |seat| self.contains(*seat))
    }
}

impl FromIterator<Seat> for Seats {
    fn from_iter<I: IntoIterator<Item = Seat>>(seats: I) -> Seats {
        Seats(seats.into_iter().fold(0, |set, seat| set | 1 << seat.0))
    }
}

/// Somebody who looks at a match: from a seat, or from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Viewer {
    /// The player in this seat.
    Seat(Seat),
    /// Anyone without a seat.
    Spectator,
}

/// Who hears a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Every seat and every spectator.
    Everyone,
    /// These seats and nobody else.
    Only(Seats),
}

impl Audience {
    /// Whether `viewer` is in this audience.
    pub fn includes(self, viewer: Viewer) -> bool {
        match (self, viewer) {
            (Audience::Everyone, _) => true,
            (Audience::Only(seats), Viewer::Seat(seat)) => seats.contains(seat),
            (Audience::Only(_), Viewer::Spectator) => false,
        }
    }
}
