//! How often ticks come, and the one place that turns a moment into a tick number and back.
//!
//! Every tick is planned from the origin in whole numbers, so an hour of ticks ends where the origin says, and no
//! rounding adds up.

use std::num::NonZeroU32;

use crate::due::Micros;
use crate::limits::TICK_HZ_MAX;

/// Microseconds in a second.
pub(crate) const SECOND_US: u64 = 1_000_000;

/// A permitted tick rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TickRate(NonZeroU32);

/// Why a tick rate was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TickRefusal {
    /// No ticks at all were asked for.
    #[error("a tick rate of 0 Hz never ticks")]
    Zero,
    /// More than [`TICK_HZ_MAX`] was asked for.
    #[error("{hz} Hz is above the fastest tick rate of {TICK_HZ_MAX} Hz")]
    TooFast {
        /// What was asked for.
        hz: u32,
    },
}

impl TickRate {
    /// Checks a rate given in ticks a second.
    pub fn new(hz: u32) -> Result<Self, TickRefusal> {
        match NonZeroU32::new(hz) {
            None => Err(TickRefusal::Zero),
            Some(_) if hz > TICK_HZ_MAX => Err(TickRefusal::TooFast { hz }),
            Some(hz) => Ok(TickRate(hz)),
        }
    }

    /// The ticks a second.
    pub fn hz(self) -> u32 {
        self.0.get()
    }

    /// When tick `number` is planned: exactly `from_us + number * 1_000_000 / hz`, rounded down once. Nothing if that
    /// is past the end of time.
    pub fn planned_us(self, from_us: Micros, number: u64) -> Option<Micros> {
        let since = u128::from(number) * u128::from(SECOND_US) / u128::from(self.hz());
        from_us.checked_add(u64::try_from(since).ok()?)
    }

    /// The number of the last tick planned at or before `now_us`; 0 before the first.
    pub fn last_by(self, from_us: Micros, now_us: Micros) -> u64 {
        let Some(since) = now_us.checked_sub(from_us) else { return 0 };
        // floor(k * second / hz) <= since  <=>  k * second < (since + 1) * hz
        let number = ((u128::from(since) + 1) * u128::from(self.hz()) - 1) / u128::from(SECOND_US);
        u64::try_from(number).expect("TICK_HZ_MAX is below the microseconds of a second, so ticks are fewer than those")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_allowed_rate_and_the_first_refused() {
        assert_eq!(TickRate::new(0), Err(TickRefusal::Zero));
        assert_eq!(TickRate::new(1).map(TickRate::hz), Ok(1));
        assert_eq!(TickRate::new(TICK_HZ_MAX).map(TickRate::hz), Ok(TICK_HZ_MAX));
        assert_eq!(TickRate::new(TICK_HZ_MAX + 1), Err(TickRefusal::TooFast { hz: TICK_HZ_MAX + 1 }));
    }

    #[test]
    fn a_tick_is_the_last_one_from_its_planned_time_on_and_not_before() {
        for hz in [1, 7, 30, 59, 60, 240] {
            let rate = TickRate::new(hz).unwrap();
            for number in (1..500).chain([1 << 40]) {
                let planned_us = rate.planned_us(1234, number).unwrap();
                assert_eq!(rate.last_by(1234, planned_us), number);
                assert_eq!(rate.last_by(1234, planned_us - 1), number - 1);
            }
        }
    }

    #[test]
    fn ticks_end_where_time_ends() {
        let rate = TickRate::new(1).unwrap();
        assert_eq!(rate.planned_us(u64::MAX - SECOND_US, 1), Some(u64::MAX));
        assert_eq!(rate.planned_us(u64::MAX - SECOND_US, 2), None);
        assert_eq!(rate.planned_us(0, u64::MAX), None);
        assert_eq!(rate.last_by(0, u64::MAX), u64::MAX / SECOND_US);
    }
}
