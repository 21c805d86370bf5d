//! A game in two parts, to be kept and brought back: the position, which its title's author may write differently under other
//! rules, and all that is around it, which is the host's. It knows no format.

use serde::{Deserialize, Serialize};

use super::{Play, Ticks};
use crate::{Outcome, Rng, Seed, Title};

/// All there is of a game but its position. `A` names the title's alarms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Around<A> {
    seats: u8,
    tick_hz: Option<u32>,
    rng: Rng,
    /// In the order of their names.
    alarms: Vec<(A, u64)>,
    now_ms: u64,
    ticks: Ticks,
    reveals: u64,
    outcome: Option<Outcome>,
}

impl<T: Title> Play<T> {
    /// All there is of the game but its position.
    pub fn around(&self) -> Around<T::Alarm> {
        Around {
            seats: self.seats,
            tick_hz: self.tick_hz,
            rng: self.rng.clone(),
            alarms: self.alarms.iter().map(|(alarm, at_ms)| (alarm.clone(), *at_ms)).collect(),
            now_ms: self.now_ms,
            ticks: self.ticks,
            reveals: self.reveals,
            outcome: self.outcome.clone(),
        }
    }

    /// The game of this position and what was around it.
    pub fn join(state: T, around: Around<T::Alarm>) -> Play<T> {
        let Around { seats, tick_hz, rng, alarms, now_ms, ticks, reveals, outcome } = around;
        Play { state, seats, tick_hz, rng, alarms: alarms.into_iter().collect(), now_ms, ticks, reveals, outcome }
    }

    /// The same game with chance that starts from `seed`: what was drawn before says nothing of what will be.
    pub fn reseeded(self, seed: Seed) -> Play<T> {
        Play { rng: Rng::new(seed), ..self }
    }
}
