//! What clocks promise, told by a title that has nothing but clocks: a table for each control, and 10,000 games against
//! a naive model.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

#[path = "clock/arbiter.rs"]
mod arbiter;
#[path = "clock/controls.rs"]
mod controls;
#[path = "clock/games.rs"]
mod games;
#[path = "clock/model.rs"]
mod model;

use title::{GIFT_MS, Seat, SeatTime, Table, TimeControl};

use self::arbiter::{Arbiter, Do, Fell, face, falls, rings, watch};

const SUDDEN_DEATH: TimeControl = TimeControl::SuddenDeath { base_s: 10 };
const INCREMENT: TimeControl = TimeControl::Increment { base_s: 10, increment_s: 3 };
const DELAY: TimeControl = TimeControl::Delay { base_s: 10, delay_s: 3 };
const BYO_YOMI: TimeControl = TimeControl::ByoYomi { base_s: 10, periods: 2, period_s: 5 };
const PER_MOVE: TimeControl = TimeControl::PerMove { move_s: 10 };
const DAYS: TimeControl = TimeControl::Days { days: 1 };
const DAY_MS: u64 = 86_400_000;

/// Seat 0 makes moves after thinking for so long, and each leaves it so much, in so many periods. Then it moves no
/// more, and its flag falls after so long and not a millisecond before.
fn check(control: TimeControl, moves: &[(u64, u64, u8)], flag_ms: u64) {
    let mut table = watch(control, 2);
    let before = face(&table).seats[1];
    let mut now_ms = 0;
    for (think_ms, remaining_ms, periods) in moves {
        table.act(0, Do::Start(0)).unwrap();
        table.advance(*think_ms);
        table.act(0, Do::Press).unwrap();
        let left = SeatTime { remaining_ms: *remaining_ms, periods: *periods };
        assert_eq!(face(&table).seats[0], left, "{control:?} after {think_ms} of {moves:?}");
        // What passes between moves is nobody's.
        table.advance(DAY_MS);
        now_ms += think_ms + DAY_MS;
    }
    table.act(0, Do::Start(0)).unwrap();
    table.advance(flag_ms - 1);
    assert_eq!(falls(&table), [], "{control:?} after {moves:?}");
    table.advance(DAY_MS);
    assert_eq!(falls(&table), [Fell { seat: Seat(0), at_ms: now_ms + flag_ms }], "{control:?} after {moves:?}");
    let face = face(&table);
    assert_eq!((face.seats[0].remaining_ms, face.seats[1], face.running), (0, before, None));
}

#[test]
fn sudden_death_is_spent_and_never_grows() {
    check(SUDDEN_DEATH, &[], 10_000);
    check(SUDDEN_DEATH, &[(0, 10_000, 0), (4_000, 6_000, 0), (5_999, 1, 0)], 1);
}

#[test]
fn an_increment_is_added_when_the_move_is_made() {
    check(INCREMENT, &[], 10_000);
    check(INCREMENT, &[(0, 13_000, 0), (1_000, 15_000, 0), (14_999, 3_001, 0)], 3_001);
    let bare = TimeControl::Increment { base_s: 0, increment_s: 3 };
    check(bare, &[], 3_000);
    check(bare, &[(1_000, 5_000, 0)], 5_000);
}

#[test]
fn a_delay_is_free_and_not_saved() {
    check(DELAY, &[], 13_000);
    check(DELAY, &[(0, 10_000, 0), (3_000, 10_000, 0), (3_001, 9_999, 0), (12_998, 1, 0)], 3_001);
    check(TimeControl::Delay { base_s: 0, delay_s: 3 }, &[(2_999, 0, 0), (1, 0, 0)], 3_000);
}

#[test]
fn a_period_stays_whole_until_it_is_used_up() {
    check(BYO_YOMI, &[], 20_000);
    check(BYO_YOMI, &[(9_999, 1, 2)], 10_001);
    // The base time ends in the very millisecond in which the first period begins.
    check(BYO_YOMI, &[(10_000, 5_000, 1), (4_999, 5_000, 1)], 10_000);
    check(BYO_YOMI, &[(14_999, 5_000, 1)], 10_000);
    check(BYO_YOMI, &[(15_000, 5_000, 0), (4_999, 5_000, 0)], 5_000);
    check(TimeControl::ByoYomi { base_s: 0, periods: 2, period_s: 5 }, &[(4_999, 5_000, 1), (5_000, 5_000, 0)], 5_000);
}

#[test]
fn time_per_move_is_whole_for_each() {
    check(PER_MOVE, &[], 10_000);
    check(PER_MOVE, &[(9_999, 10_000, 0), (0, 10_000, 0)], 10_000);
    check(DAYS, &[(DAY_MS - 1, DAY_MS, 0)], DAY_MS);
}

#[test]
fn unlimited_time_has_no_flag() {
    let mut table = watch(TimeControl::Unlimited, 2);
    table.act(0, Do::Start(0)).unwrap();
    table.advance(100 * DAY_MS);
    let face = face(&table);
    assert_eq!((face.running, falls(&table)), (None, vec![]));
    assert_eq!(face.seats, [SeatTime { remaining_ms: 0, periods: 0 }; 2]);
}

#[test]
fn a_stopped_clock_is_charged_and_earns_nothing() {
    for (control, remaining_ms) in [(INCREMENT, 6_000), (DELAY, 9_000), (PER_MOVE, 6_000)] {
        let mut table = watch(control, 2);
        table.act(0, Do::Start(1)).unwrap();
        table.advance(4_000);
        table.act(0, Do::Stop).unwrap();
        table.advance(DAY_MS);
        let face = face(&table);
        assert_eq!((face.seats[1].remaining_ms, face.running), (remaining_ms, None), "{control:?}");
        assert_eq!(falls(&table), []);
    }
}

#[test]
fn a_clock_that_starts_stops_the_other() {
    let mut table = watch(INCREMENT, 2);
    table.act(0, Do::Start(0)).unwrap();
    table.advance(4_000);
    table.act(0, Do::Start(1)).unwrap();
    table.advance(DAY_MS);
    assert_eq!(face(&table).seats[0].remaining_ms, 6_000);
    assert_eq!(falls(&table), [Fell { seat: Seat(1), at_ms: 14_000 }]);
}

#[test]
fn a_move_in_the_millisecond_of_the_flag_is_too_late() {
    let mut table = watch(INCREMENT, 2);
    table.act(0, Do::Start(0)).unwrap();
    table.advance(10_000);
    table.act(0, Do::Press).unwrap();
    assert_eq!((falls(&table).len(), face(&table).seats[0].remaining_ms), (1, 0));
}

#[test]
fn a_gift_counts_for_whoever_gets_it() {
    // Half-way through seat 0's move it or the other is given time.
    let given = |control, seat| -> Table<Arbiter> {
        let mut table = watch(control, 2);
        table.act(0, Do::Start(0)).unwrap();
        table.advance(5_000);
        table.act(0, Do::Give(seat, GIFT_MS)).unwrap();
        table
    };
    for (control, flag_ms) in [(SUDDEN_DEATH, 10_000), (DELAY, 13_000), (BYO_YOMI, 20_000), (PER_MOVE, 10_000)] {
        for (seat, more_ms) in [(0, GIFT_MS), (1, 0)] {
            let mut table = given(control, seat);
            table.advance(DAY_MS);
            assert_eq!(falls(&table), [Fell { seat: Seat(0), at_ms: flag_ms + more_ms }], "{control:?} to {seat}");
        }
    }
    let mut table = given(SUDDEN_DEATH, 1);
    assert_eq!(face(&table).seats[1].remaining_ms, 25_000);
    table.act(0, Do::Press).unwrap();
    assert_eq!(face(&table).seats[0].remaining_ms, 5_000);
}

#[test]
fn a_gift_moves_the_alarm_and_a_stop_cancels_it() {
    let mut table = watch(SUDDEN_DEATH, 2);
    table.act(0, Do::Start(0)).unwrap();
    table.act(0, Do::Give(0, GIFT_MS)).unwrap();
    table.advance(24_999);
    assert_eq!(rings(&table), 0);
    table.act(0, Do::Press).unwrap();
    table.advance(DAY_MS);
    assert_eq!(rings(&table), 0);
}

#[test]
fn an_alarm_that_nobody_set_changes_nothing() {
    for control in [INCREMENT, DELAY, BYO_YOMI] {
        let mut table = watch(control, 2);
        table.act(0, Do::Ring).unwrap();
        table.act(0, Do::Start(0)).unwrap();
        table.advance(9_999);
        let before = face(&table);
        table.act(0, Do::Ring).unwrap();
        assert_eq!((face(&table), falls(&table)), (before, vec![]), "{control:?}");
        table.advance(DAY_MS);
        assert_eq!(falls(&table).len(), 1, "{control:?}");
    }
}

#[test]
fn a_gift_is_spent_before_the_time_for_a_move() {
    let mut table = watch(PER_MOVE, 2);
    table.act(0, Do::Give(0, GIFT_MS)).unwrap();
    for (think_ms, remaining_ms) in [(0, 25_000), (5_000, 20_000), (15_000, 10_000), (3_000, 10_000)] {
        table.act(0, Do::Start(0)).unwrap();
        table.advance(think_ms);
        table.act(0, Do::Press).unwrap();
        assert_eq!(face(&table).seats[0].remaining_ms, remaining_ms, "after {think_ms}");
    }
}

#[test]
fn gifts_are_refused_where_no_seconds_are_kept_and_above_six_hours() {
    for control in [TimeControl::Unlimited, DAYS] {
        assert_eq!(watch(control, 2).act(0, Do::Give(0, 1)).unwrap_err().code, "no_clock");
    }
    let mut table = watch(SUDDEN_DEATH, 2);
    let room_ms = 6 * 3_600_000 - 10_000;
    assert_eq!(table.act(0, Do::Give(1, room_ms + 1)).unwrap_err().code, "too_much_time");
    table.act(0, Do::Give(1, room_ms)).unwrap();
    assert_eq!(table.act(0, Do::Give(1, 1)).unwrap_err().code, "too_much_time");
    // What has run off meanwhile may be given again.
    table.act(0, Do::Start(1)).unwrap();
    table.advance(500);
    table.act(0, Do::Give(1, 500)).unwrap();
    assert_eq!(table.act(0, Do::Give(1, u64::MAX)).unwrap_err().code, "too_much_time");
}
