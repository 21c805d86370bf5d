//! Gifts of time.

use engine::{limits::GIFTS, messages::Doing::AddTime};
use serde_json::json;
use title::GIFT_MS;

use crate::board::{Board, refused};
use crate::{
    stage::{ANN, BOB},
    toys::blitz::Blitz,
};

#[test]
fn a_gift_moves_the_flag() {
    let mut board = Board::clocked();
    board.stage.advance(30_000);
    board.asks(BOB, AddTime).unwrap();
    assert_eq!((board.left_ms(0), board.left_ms(1)), (30_000 + GIFT_MS, 60_000));
    board.stage.advance(30_000 + GIFT_MS - 1);
    assert_eq!(board.ended(), json!(null));
    board.stage.advance(1);
    assert_eq!(board.ended(), json!({ "places": [2, 1], "reason": "time" }));
}

#[test]
fn it_goes_to_all_others_and_never_to_the_giver() {
    let mut board = Board::of_three();
    board.asks(BOB, AddTime).unwrap();
    assert_eq!([0, 1, 2].map(|seat| board.left_ms(seat)), [75_000, 60_000, 75_000]);
}

#[test]
fn where_there_is_no_clock_there_is_nothing_to_give() {
    for time in [json!({ "kind": "unlimited" }), json!({ "kind": "days", "days": 3 })] {
        let mut board = Board::<Blitz>::new(json!({ "time": time }));
        assert!(!board.may(ANN).to_string().contains("add_time"));
        assert_eq!(board.asks(ANN, AddTime), refused("rules.no_clock"));
        assert_eq!(board.stage.kinds(), [""; 0]);
    }
}

#[test]
fn the_last_gift_allowed_and_the_first_refused() {
    let mut board = Board::clocked();
    for _ in 1..GIFTS {
        board.asks(BOB, AddTime).unwrap();
    }
    let mut board = board.crash();
    assert!(board.may(BOB).to_string().contains("add_time"));
    assert!(board.asks(BOB, AddTime).is_ok());
    assert!(!board.may(BOB).to_string().contains("add_time"));
    assert_eq!(board.asks(BOB, AddTime), refused("enough_given"));
    assert_eq!(board.left_ms(0), 60_000 + u64::from(GIFTS) * GIFT_MS);
    assert!(board.asks(ANN, AddTime).is_ok(), "the other has gifts of her own");
    let mut board = board.crash();
    assert_eq!(board.asks(BOB, AddTime), refused("enough_given"), "they are counted across a crash");
}

#[test]
fn a_gift_that_came_in_time_counts_though_the_worker_is_late() {
    let mut board = Board::clocked();
    board.stage.now += 61_000;
    board.asks_from(BOB, AddTime, board.stage.now - 1_001, 0).unwrap();
    board.stage.beat();
    assert_eq!((board.ended(), board.left_ms(0)), (json!(null), GIFT_MS - 1_000));
}
