//! When something in a match happened, by what is known of the players' lag: what was received now was done a little earlier,
//! and what others have done may still be on its way.

use serde::{Deserialize, Serialize};
use title::{Seat, Seats, Title};

use super::Match;
use crate::limits::LAG_QUOTA_MS;

/// The lag of each seat.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Lags(Vec<Lag>);

/// What was given back to a seat, in milliseconds.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Lag {
    /// The most at once, so far.
    longest_ms: u64,
    /// All of it since the match began to wait for the seat. Who could have as much back with every action, and whose actions
    /// don't end their turn, would stop the time by acting often.
    in_turn_ms: u64,
}

impl Lags {
    /// Nothing was given back to any of the seats.
    pub(super) fn none(seats: u8) -> Lags {
        Lags(vec![Lag::default(); usize::from(seats)])
    }

    /// What is given back to `seat` whose way is `lag_ms` long.
    pub(super) fn due(&self, seat: Seat, lag_ms: u64) -> u64 {
        let spent_ms = self.0.get(seat.index()).map_or(0, |lag| lag.in_turn_ms);
        lag_ms.min(LAG_QUOTA_MS.saturating_sub(spent_ms))
    }

    /// `seat` was given back `lag_ms`.
    pub(super) fn given(&mut self, seat: Seat, lag_ms: u64) {
        if let Some(lag) = self.0.get_mut(seat.index()) {
            lag.longest_ms = lag_ms.max(lag.longest_ms);
            lag.in_turn_ms += lag_ms;
        }
    }

    /// The match waits for `turn` now: the others begin anew when it waits for them again.
    pub(super) fn awaited(&mut self, turn: Seats) {
        for (_, lag) in (0u8..).zip(&mut self.0).filter(|(seat, _)| !turn.contains(Seat(*seat))) {
            lag.in_turn_ms = 0;
        }
    }
}

impl<T: Title> Match<T> {
    /// How long an alarm waits for what was done before it by those who are awaited, save by `but`, and is still on its way, in
    /// milliseconds: the most that was given back to one of them. The alarm happens at its own time all the same. Ticks wait
    /// for nobody, and neither do alarms among them.
    pub(super) fn grace_ms(&self, but: Option<Seat>) -> u64 {
        if self.play.tick_hz().is_some() {
            return 0;
        }
        let others = self.turn().iter().filter(|seat| Some(*seat) != but);
        others.filter_map(|seat| self.lags.0.get(seat.index())).map(|lag| lag.longest_ms).max().unwrap_or(0)
    }

    /// The match time of what was received at the service time `received_ms` and is dated back by `back_ms`. It is never later
    /// than an alarm that still waits for others: that comes behind it.
    pub(super) fn dated(&self, received_ms: u64, back_ms: u64) -> u64 {
        let at_ms = self.time.of_receipt(received_ms, back_ms);
        self.play.next_alarm_ms().map_or(at_ms, |alarm_ms| at_ms.min(alarm_ms.max(self.play.now_ms())))
    }
}
