//! Stories of single moves: what is given back, what nobody can take, and who wins at the same millisecond.

use engine::{
    limits::{LAG_QUOTA_MS, OFFER_MS},
    messages::Doing,
    wire::{Proposal, to_payload},
};
use serde_json::{Value, json};

use crate::{
    board::{Board, refused},
    stage::{ANN, BOB, Stage, WAKE_KEY},
    toys::{Counter, Do, Rally, blitz::Move},
};

/// How far away Ann is.
const FAR_MS: u64 = 200;

/// Ann's clock runs, and that she is far away was seen by her first move.
fn far() -> Board {
    far_with(json!({}))
}

fn far_with(options: Value) -> Board {
    let mut board = Board::new(options);
    board.adds_from(ANN, board.stage.now, FAR_MS).unwrap();
    board.adds(BOB);
    board
}

#[test]
fn lag_is_given_back_up_to_the_quota_however_much_there_was() {
    for (lag_ms, back_ms) in
        [(0, 0), (LAG_QUOTA_MS, LAG_QUOTA_MS), (LAG_QUOTA_MS + 1, LAG_QUOTA_MS), (u64::MAX, LAG_QUOTA_MS)]
    {
        let mut board = Board::clocked();
        board.stage.advance(5_000);
        board.adds_from(ANN, board.stage.now, lag_ms).unwrap();
        assert_eq!(board.left_ms(0), 55_000 + back_ms);
    }
}

#[test]
fn no_more_is_given_back_than_there_was_time() {
    let mut board = Board::clocked();
    board.stage.advance(50);
    board.adds_from(ANN, board.stage.now, LAG_QUOTA_MS).unwrap();
    assert_eq!(board.left_ms(0), 60_000);
}

#[test]
fn who_acts_often_in_one_turn_is_given_back_one_quota_and_cant_stop_the_time() {
    for crashes in [false, true] {
        let mut board = Board::clocked();
        for _ in 0..20 {
            board.stage.advance(LAG_QUOTA_MS);
            let show = Doing::Action(to_payload(&Move::Show).unwrap());
            board.asks_from(ANN, show, board.stage.now, LAG_QUOTA_MS).unwrap();
            board = if crashes { board.crash() } else { board };
        }
        assert_eq!(board.left_ms(0), 60_000 - 19 * LAG_QUOTA_MS);
        // With the next turn there is a next quota.
        board.adds(ANN);
        board.adds(BOB);
        let left_ms = board.left_ms(0);
        board.stage.advance(1_000);
        board.adds_from(ANN, board.stage.now, LAG_QUOTA_MS).unwrap();
        assert_eq!(board.left_ms(0), left_ms - 1_000 + LAG_QUOTA_MS);
    }
}

#[test]
fn a_stamp_from_the_future_or_from_before_the_position_was_seen_is_none() {
    for (received_ms, left_ms) in [(u64::MAX, 55_000), (0, 60_000)] {
        let mut board = Board::clocked();
        board.stage.advance(5_000);
        board.adds_from(ANN, received_ms, 0).unwrap();
        assert_eq!(board.left_ms(0), left_ms);
        assert_eq!(board.left_ms(1), 60_000);
    }
}

#[test]
fn a_flag_waits_for_the_move_that_was_made_before_it() {
    let mut board = far();
    board.stage.advance(60_000 + FAR_MS - 1);
    assert_eq!(board.ended(), json!(null));
    board.adds_from(ANN, board.stage.now, FAR_MS).unwrap();
    assert_eq!((board.left_ms(0), board.ended()), (1, json!(null)));
}

#[test]
fn and_falls_at_its_own_time_if_there_was_none() {
    let mut board = far();
    board.stage.advance(60_000 + FAR_MS);
    let seen = board.stage.look();
    assert_eq!((seen.ended(), &seen.json["now_ms"]), (Some("time"), &json!(61_000)));
    // Late is late, though the timer's word is later still.
    let mut board = far();
    board.stage.now += 60_000 + FAR_MS + 1;
    assert_eq!(board.adds_from(ANN, board.stage.now, FAR_MS), refused("match_over"));
    assert_eq!(board.stage.look().json["now_ms"], 61_000);
}

#[test]
fn how_far_a_player_is_outlives_a_crash() {
    let mut board = far().crash();
    board.stage.advance(60_000 + FAR_MS - 1);
    board.adds_from(ANN, board.stage.now, FAR_MS).unwrap();
    assert_eq!(board.left_ms(0), 1);
}

#[test]
fn nobody_can_forestall_a_move_that_is_on_its_way() {
    type Nuisance = fn(&mut Board);
    let nuisances: [Nuisance; 8] = [
        |board| assert_eq!(board.acts(BOB, Move::Add(1)), refused("not_your_turn")),
        |board| assert_eq!(board.acts(BOB, "nonsense"), refused("bad_action")),
        |board| _ = board.offers(BOB, Proposal::Draw).unwrap(),
        |board| _ = board.asks(BOB, Doing::Claim),
        |board| {
            board.stage.detach("m", BOB);
            board.stage.attach("m", BOB);
        },
        |board| {
            board.stage.detach("m", ANN);
            board.stage.attach("m", ANN);
        },
        |board| _ = board.offers(ANN, Proposal::Draw).unwrap(),
        |board| board.stage.beat(),
    ];
    for (number, nuisance) in nuisances.into_iter().enumerate() {
        for after_ms in [0, FAR_MS / 2, FAR_MS - 2] {
            let mut board = far();
            // Long settled who is there.
            board.stage.advance(60_000 + after_ms);
            nuisance(&mut board);
            board.stage.advance(FAR_MS - 1 - after_ms);
            assert_eq!(board.ended(), json!(null), "nuisance {number}");
            board.adds_from(ANN, board.stage.now, FAR_MS).unwrap();
            assert_eq!(board.left_ms(0), 1, "nuisance {number}");
        }
    }
}

#[test]
fn what_takes_no_time_costs_none() {
    type Aside = fn(&mut Board);
    let asides: [Aside; 4] = [
        |board| _ = board.asks(BOB, Doing::AddTime).unwrap(),
        |board| _ = board.asks_from(ANN, Doing::Offer(Proposal::Draw), board.stage.now, FAR_MS).unwrap(),
        |board| {
            board.offers(BOB, Proposal::Draw).unwrap();
            board.declines(ANN, Proposal::Draw).unwrap();
        },
        |board| {
            board.stage.detach("m", ANN);
            board.stage.attach("m", ANN);
        },
    ];
    for (number, aside) in asides.into_iter().enumerate() {
        let mut board = far();
        board.stage.advance(10_000);
        aside(&mut board);
        board.stage.advance(10);
        let gift_ms = if number == 0 { title::GIFT_MS } else { 0 };
        board.adds_from(ANN, board.stage.now, FAR_MS).unwrap();
        assert_eq!(board.left_ms(0), 50_000 + gift_ms + FAR_MS - 10, "aside {number}");
    }
}

#[test]
fn what_was_received_before_the_timers_word_is_in_time_however_late_the_worker() {
    let mut board = Board::clocked();
    board.offers(BOB, Proposal::Draw).unwrap();
    board.asks(BOB, Doing::AddTime).unwrap();
    // The proposal lapses at 60 s, the flag falls at 75 s, and the worker comes to either at 90 s.
    board.stage.now += OFFER_MS;
    let late = board.stage.take_due();
    assert_eq!(late.alarms.iter().filter(|alarm| alarm.key.0 != WAKE_KEY).count(), 1);
    let received_ms = board.stage.now + 10_000;
    board.stage.now += 30_000;
    board.stage.tell_due(&late);
    assert_eq!(board.ended(), json!(null));
    board.adds_from(ANN, received_ms, 0).unwrap();
    assert_eq!(board.left_ms(0), 5_000);
}

#[test]
fn of_two_at_the_same_millisecond_the_first_in_the_mailbox_wins() {
    for late_ms in [0, 2_000] {
        let mut board = Board::clocked();
        board.stage.now += 60_000;
        let (flag, received_ms) = (board.stage.take_due(), board.stage.now);
        board.stage.now += late_ms;
        board.adds_from(ANN, received_ms, 0).unwrap();
        board.stage.tell_due(&flag);
        assert_eq!((board.ended(), board.left_ms(0)), (json!(null), 0));

        let mut board = Board::clocked();
        board.stage.now += 60_000;
        let (flag, received_ms) = (board.stage.take_due(), board.stage.now);
        board.stage.now += late_ms;
        board.stage.tell_due(&flag);
        assert_eq!(board.adds_from(ANN, received_ms, 0), refused("match_over"));
        assert_eq!(board.ended()["reason"], "time");
    }
}

#[test]
fn a_move_a_millisecond_late_is_late_though_it_is_first_in_the_mailbox() {
    let mut board = Board::clocked();
    board.stage.now += 60_001;
    assert_eq!(board.adds_from(ANN, board.stage.now, 0), refused("match_over"));
}

#[test]
fn a_move_made_before_the_position_is_shown_costs_nothing_whatever_the_store_does() {
    let mut board = Board::clocked();
    board.stage.hold = true;
    board.stage.act("m", ANN, 50, Move::Add(1));
    board.stage.advance(90_000);
    board.stage.act("m", BOB, 50, Move::Add(1));
    board.stage.advance(90_000);
    board.stage.release();
    assert_eq!((board.left_ms(0), board.left_ms(1)), (60_000, 60_000));
    board.stage.advance(1_000);
    assert_eq!(board.left_ms(0), 59_000, "and then it runs");
}

#[test]
fn lag_that_was_never_seen_before_is_given_back_but_a_flag_doesnt_wait_for_it() {
    // What is known of a player's way is what their moves have shown: a way that grows in the last second is believed late.
    let mut board = Board::clocked();
    board.stage.advance(59_000);
    board.adds_from(ANN, board.stage.now, FAR_MS).unwrap();
    assert_eq!(board.left_ms(0), 1_000 + FAR_MS);
    let mut board = Board::clocked();
    board.stage.advance(60_000);
    assert_eq!(board.adds_from(ANN, board.stage.now, FAR_MS), refused("match_over"));
}

#[test]
fn a_period_that_passes_takes_nothing_of_the_next() {
    let byo_yomi = json!({ "time": { "kind": "byo_yomi", "base_s": 5, "periods": 2, "period_s": 10 } });
    let mut board = far_with(byo_yomi);
    board.stage.advance(5_000 + FAR_MS);
    let clock = board.stage.look().view()["clock"].clone();
    assert_eq!(clock["seats"][0], json!({ "remaining_ms": 10_000, "periods": 1 }));
    assert_eq!(board.left_ms(0), 10_000, "what it waited for her move is nobody's time");
    board.stage.advance(10_000 + FAR_MS - 1);
    assert_eq!(board.left_ms(0), 0);
    board.stage.advance(1);
    board.stage.advance(9_999 + FAR_MS);
    assert_eq!(board.ended(), json!(null));
    board.stage.advance(1);
    assert_eq!(board.ended()["reason"], "time");
}

#[test]
fn in_real_time_nothing_waits_for_anybodys_lag() {
    let mut stage = Stage::<Rally>::playing(json!({}));
    let lob = Doing::Action(to_payload(&json!({ "lob": 100 })).unwrap());
    let act = stage.deed("m", ANN, 1, lob);
    stage.tell(engine::messages::ToWorker::Act(engine::messages::Act { lag_ms: LAG_QUOTA_MS, ..act }));
    stage.advance(99);
    assert!(stage.look().log().is_empty());
    stage.advance(1);
    assert_eq!(stage.look().log(), ["lob 0 lands at 1100"]);
}

#[test]
fn an_alarm_at_the_end_of_time_is_no_harm_after_any_delay() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.hold = true;
    stage.act("m", ANN, 1, Do::Set("never".to_string(), u64::MAX));
    stage.advance(5_000);
    stage.release();
    stage.advance(100_000);
    assert_eq!(stage.look().log(), [""; 0]);
}

#[test]
fn a_store_that_fails_is_nobodys_time() {
    let mut board = Board::clocked();
    board.stage.advance(20_000);
    board.stage.disk.break_down();
    assert_eq!(board.adds_from(ANN, board.stage.now - 5_000, 0), refused("storage_unavailable"));
    board.stage.advance(10 * 60_000);
    board.stage.disk.mend();
    board.stage.advance(engine::limits::RELOAD_MS);
    assert_eq!((board.ended(), board.left_ms(0)), (json!(null), 45_000), "it stood since her move");
    board.stage.advance(1_000);
    board.adds(ANN);
    assert_eq!(board.left_ms(0), 44_000);
    let mut board = board.crash();
    assert_eq!((board.left_ms(0), board.left_ms(1)), (44_000, 60_000));
}

#[test]
fn a_store_that_fails_twice_gives_nothing_twice() {
    let mut board = Board::clocked();
    board.stage.advance(20_000);
    for _ in 0..2 {
        board.stage.disk.break_down();
        board.asks(BOB, Doing::AddTime).unwrap_err();
        board.stage.advance(60_000);
        board.stage.disk.mend();
        board.stage.advance(engine::limits::RELOAD_MS);
        assert_eq!(board.left_ms(0), 40_000);
    }
}
