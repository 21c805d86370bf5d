//! The ways to deal out time at a table, and what each means for the time of one seat. It knows no match and no
//! alarm: the [`crate::Clock`] does the asking.

use std::ops::RangeInclusive;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SeatTime;
use crate::Rejection;

/// The longest base time, in seconds: three hours, more than any tournament gives. It keeps a sitting a sitting; who
/// wants longer takes days. Beyond it [`TimeControl::check`] refuses, as for all of these.
const BASE_S_MAX: u32 = 3 * 60 * 60;
/// The longest increment, delay or period, in seconds: three minutes. More would outgrow the base time.
const BONUS_S_MAX: u32 = 3 * 60;
/// The most periods: 25 of three minutes make as much again as a long base time.
const PERIODS_MAX: u8 = 25;
/// The longest time for each move, in seconds: an hour. Who wants longer takes days.
const MOVE_S_MAX: u32 = 60 * 60;
/// The most days for each move: a fortnight, so that a match outlasts a holiday but not its players' memory of it.
const DAYS_MAX: u32 = 14;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// How time is dealt out at a table: a field of a title's options, whose `plan` should call [`TimeControl::check`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
// The form's help is for players, the sentence above for authors.
#[schemars(title = "Time", description = "How much time each player has.")]
pub enum TimeControl {
    /// Nobody's time is kept.
    #[default]
    #[schemars(title = "Unlimited")]
    Unlimited,
    /// All the time there is for the whole game.
    #[schemars(title = "Sudden death")]
    SuddenDeath {
        /// Time for the whole game, in seconds.
        #[schemars(title = "Base time (s)", range(min = 1, max = BASE_S_MAX), extend("default" = 600))]
        base_s: u32,
    },
    /// Time for the game, and some more for every move made (Fischer).
    #[schemars(title = "Increment")]
    Increment {
        /// Time to begin with, in seconds. With none it begins with one increment.
        #[schemars(title = "Base time (s)", range(min = 0, max = BASE_S_MAX), extend("default" = 300))]
        base_s: u32,
        /// What is added when a move is made, in seconds.
        #[schemars(title = "Increment (s)", range(min = 0, max = BONUS_S_MAX), extend("default" = 3))]
        increment_s: u32,
    },
    /// Time for the game that begins to run a little into each move.
    #[schemars(title = "Delay")]
    Delay {
        /// Time for the whole game beyond the delays, in seconds.
        #[schemars(title = "Base time (s)", range(min = 0, max = BASE_S_MAX), extend("default" = 300))]
        base_s: u32,
        /// How long each move is free, in seconds. What isn't used of it is not saved.
        #[schemars(title = "Delay (s)", range(min = 0, max = BONUS_S_MAX), extend("default" = 3))]
        delay_s: u32,
    },
    /// Time for the game, then periods: a move within a period keeps it whole, a period used up is gone.
    #[schemars(title = "Byo-yomi")]
    ByoYomi {
        /// Time before the first period, in seconds.
        #[schemars(title = "Base time (s)", range(min = 0, max = BASE_S_MAX), extend("default" = 600))]
        base_s: u32,
        /// How many periods follow it.
        #[schemars(title = "Periods", range(min = 1, max = PERIODS_MAX), extend("default" = 5))]
        periods: u8,
        /// How long each of them is, in seconds.
        #[schemars(title = "Period (s)", range(min = 1, max = BONUS_S_MAX), extend("default" = 30))]
        period_s: u32,
    },
    /// The same time for each move.
    #[schemars(title = "Per move")]
    PerMove {
        /// Time for each move, in seconds.
        #[schemars(title = "Time per move (s)", range(min = 1, max = MOVE_S_MAX), extend("default" = 60))]
        move_s: u32,
    },
    /// Days for each move: a match by correspondence.
    #[schemars(title = "Correspondence")]
    Days {
        /// Days for each move.
        #[schemars(title = "Days per move", range(min = 1, max = DAYS_MAX), extend("default" = 3))]
        days: u32,
    },
}
crate::Wire!(TimeControl);

impl TimeControl {
    /// Refuses, as `bad_time`, what is out of bounds, and a base time of 0 with nothing beside it.
    pub fn check(self) -> Result<(), Rejection> {
        match self {
            TimeControl::Unlimited => Ok(()),
            TimeControl::SuddenDeath { base_s } => within("The base time", base_s, 1..=BASE_S_MAX, "seconds"),
            TimeControl::Increment { base_s, increment_s: bonus_s }
            | TimeControl::Delay { base_s, delay_s: bonus_s } => {
                within("The base time", base_s, 0..=BASE_S_MAX, "seconds")?;
                within("The increment or delay", bonus_s, 0..=BONUS_S_MAX, "seconds")?;
                if base_s + bonus_s == 0 {
                    return Err(Rejection::new("bad_time", "Give a base time, an increment or a delay."));
                }
                Ok(())
            }
            TimeControl::ByoYomi { base_s, periods, period_s } => {
                within("The base time", base_s, 0..=BASE_S_MAX, "seconds")?;
                within("The number of periods", u32::from(periods), 1..=u32::from(PERIODS_MAX), "periods")?;
                within("A period", period_s, 1..=BONUS_S_MAX, "seconds")
            }
            TimeControl::PerMove { move_s } => within("The time per move", move_s, 1..=MOVE_S_MAX, "seconds"),
            TimeControl::Days { days } => within("The time per move", days, 1..=DAYS_MAX, "days"),
        }
    }

    /// Whether a match may take days: for [`crate::Plan::unhurried`].
    pub fn is_unhurried(self) -> bool {
        matches!(self, TimeControl::Days { .. })
    }

    /// Whether time can be given. Days are full again with every move: seconds more of them help nobody.
    pub(super) fn takes_gifts(self) -> bool {
        !matches!(self, TimeControl::Unlimited | TimeControl::Days { .. })
    }

    /// What a seat has before its first move.
    pub(super) fn opening(self) -> SeatTime {
        let (remaining_ms, periods) = match self {
            TimeControl::Unlimited => (0, 0),
            TimeControl::Increment { base_s: 0, increment_s } => (ms(increment_s), 0),
            TimeControl::SuddenDeath { base_s }
            | TimeControl::Increment { base_s, .. }
            | TimeControl::Delay { base_s, .. } => (ms(base_s), 0),
            TimeControl::ByoYomi { base_s: 0, periods, period_s } => (ms(period_s), periods.saturating_sub(1)),
            TimeControl::ByoYomi { base_s, periods, .. } => (ms(base_s), periods),
            TimeControl::PerMove { .. } | TimeControl::Days { .. } => (self.renewed_ms(), 0),
        };
        SeatTime { remaining_ms, periods }
    }

    /// How long the beginning of each move is not charged.
    pub(super) fn free_ms(self) -> u64 {
        if let TimeControl::Delay { delay_s, .. } = self { ms(delay_s) } else { 0 }
    }

    /// A move was made with `time` left: what there is for the next one.
    pub(super) fn moved(self, time: SeatTime) -> SeatTime {
        let remaining_ms = match self {
            TimeControl::Increment { increment_s, .. } => time.remaining_ms + ms(increment_s),
            // All periods stand before it: this was the base time, which is not renewed.
            TimeControl::ByoYomi { periods, .. } if time.periods == periods => time.remaining_ms,
            // More than a whole one is left of gifts alone; they are spent before it and stay.
            _ => time.remaining_ms.max(self.renewed_ms()),
        };
        SeatTime { remaining_ms, ..time }
    }

    /// All that remained of `time` is used up: the next period, if there is one.
    pub(super) fn next_period(self, time: SeatTime) -> Option<SeatTime> {
        time.periods.checked_sub(1).map(|periods| SeatTime { remaining_ms: self.renewed_ms(), periods })
    }

    /// What a move makes whole again: a period, the time for a move.
    fn renewed_ms(self) -> u64 {
        match self {
            TimeControl::ByoYomi { period_s, .. } => ms(period_s),
            TimeControl::PerMove { move_s } => ms(move_s),
            TimeControl::Days { days } => u64::from(days) * DAY_MS,
            TimeControl::Unlimited
            | TimeControl::SuddenDeath { .. }
            | TimeControl::Increment { .. }
            | TimeControl::Delay { .. } => 0,
        }
    }
}

fn ms(s: u32) -> u64 {
    u64::from(s) * 1000
}

fn within(what: &str, value: u32, bounds: RangeInclusive<u32>, unit: &str) -> Result<(), Rejection> {
    if bounds.contains(&value) {
        return Ok(());
    }
    let reason = format!("{what} must be {} to {} {unit}.", bounds.start(), bounds.end());
    Err(Rejection { code: "bad_time".into(), reason: reason.into() })
}
