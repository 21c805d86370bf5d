//! Time controls as a table chooses them: their bounds, and what they look like on the wire.

use title::TimeControl;

use super::{BYO_YOMI, DAYS, DELAY, INCREMENT, PER_MOVE, SUDDEN_DEATH};

#[test]
fn controls_are_held_to_their_bounds() {
    use TimeControl::{ByoYomi, Days, Delay, Increment, PerMove, SuddenDeath, Unlimited};
    let fine = [
        Unlimited,
        SuddenDeath { base_s: 1 },
        SuddenDeath { base_s: 10_800 },
        Increment { base_s: 0, increment_s: 1 },
        Increment { base_s: 1, increment_s: 0 },
        Increment { base_s: 10_800, increment_s: 180 },
        Delay { base_s: 0, delay_s: 1 },
        Delay { base_s: 10_800, delay_s: 180 },
        ByoYomi { base_s: 0, periods: 1, period_s: 1 },
        ByoYomi { base_s: 10_800, periods: 25, period_s: 180 },
        PerMove { move_s: 1 },
        PerMove { move_s: 3_600 },
        Days { days: 1 },
        Days { days: 14 },
    ];
    let refused = [
        SuddenDeath { base_s: 0 },
        SuddenDeath { base_s: 10_801 },
        Increment { base_s: 0, increment_s: 0 },
        Increment { base_s: 10_801, increment_s: 1 },
        Increment { base_s: 1, increment_s: 181 },
        Delay { base_s: 0, delay_s: 0 },
        Delay { base_s: u32::MAX, delay_s: u32::MAX },
        ByoYomi { base_s: 60, periods: 0, period_s: 5 },
        ByoYomi { base_s: 60, periods: 26, period_s: 5 },
        ByoYomi { base_s: 60, periods: 1, period_s: 0 },
        ByoYomi { base_s: 60, periods: 1, period_s: 181 },
        PerMove { move_s: 0 },
        PerMove { move_s: 3_601 },
        Days { days: 0 },
        Days { days: 15 },
    ];
    for control in fine {
        assert_eq!(control.check(), Ok(()), "{control:?}");
        assert_eq!(control.is_unhurried(), matches!(control, Days { .. }));
    }
    for control in refused {
        assert_eq!(control.check().unwrap_err().code, "bad_time", "{control:?}");
    }
    let reason = SuddenDeath { base_s: 0 }.check().unwrap_err().reason;
    assert_eq!(reason, "The base time must be 1 to 10800 seconds.");
}

#[test]
fn a_control_says_its_kind_and_its_numbers() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Said {
        kind: String,
        base_s: u32,
        periods: u8,
        period_s: u32,
    }
    let bytes = rmp_serde::to_vec_named(&BYO_YOMI).unwrap();
    let said: Said = rmp_serde::from_slice(&bytes).unwrap();
    assert_eq!(said, Said { kind: "byo_yomi".to_string(), base_s: 10, periods: 2, period_s: 5 });
    for control in [TimeControl::Unlimited, SUDDEN_DEATH, INCREMENT, DELAY, BYO_YOMI, PER_MOVE, DAYS] {
        let bytes = rmp_serde::to_vec_named(&control).unwrap();
        assert_eq!(rmp_serde::from_slice::<TimeControl>(&bytes).unwrap(), control);
    }
}
