//! Draws: offered, agreed, declined, taken back, forgotten.

use engine::{limits::OFFER_MS, messages::Doing, wire::Proposal::Draw};
use serde_json::json;

use crate::board::{Board, CAT, refused};
use crate::stage::{ANN, BOB};

#[test]
fn two_who_agree_share_the_first_place() {
    let mut board = Board::clocked();
    assert!(board.offers(ANN, Draw).is_ok());
    assert!(board.agrees(BOB, Draw).is_ok());
    assert_eq!(board.ended(), json!({ "places": [1, 1], "reason": "agreed" }));
}

#[test]
fn to_offer_what_is_offered_is_to_agree() {
    let mut board = Board::clocked();
    board.offers(ANN, Draw).unwrap();
    board.offers(BOB, Draw).unwrap();
    assert_eq!(board.ended()["reason"], "agreed");
}

#[test]
fn an_offer_stands_until_it_is_answered_and_its_maker_cant_answer_it() {
    let mut board = Board::clocked();
    for answer in [true, false] {
        assert_eq!(board.asks(BOB, Doing::Answer(Draw, answer)), refused("no_offer"));
    }
    board.offers(ANN, Draw).unwrap();
    assert_eq!(board.offers(ANN, Draw), refused("offer_stands"));
    assert_eq!(board.agrees(ANN, Draw), refused("offer_stands"));
    board.declines(BOB, Draw).unwrap();
    assert_eq!(board.agrees(BOB, Draw), refused("no_offer"));
    assert_eq!(board.ended(), json!(null));
}

#[test]
fn who_was_declined_or_withdrew_makes_a_move_before_asking_again() {
    for answerer in [ANN, BOB] {
        let mut board = Board::clocked();
        board.offers(ANN, Draw).unwrap();
        board.declines(answerer, Draw).unwrap();
        assert_eq!(board.offers(ANN, Draw), refused("offer_too_soon"));
        assert!(board.offers(BOB, Draw).is_ok(), "another may ask");
        board.declines(BOB, Draw).unwrap();
        board.adds(ANN);
        assert!(board.offers(ANN, Draw).is_ok());
    }
}

#[test]
fn who_plays_on_declines_and_who_offers_may_play() {
    let mut board = Board::clocked();
    board.offers(ANN, Draw).unwrap();
    board.adds(ANN);
    assert_eq!(board.stage.look().json["offers"][0]["by"], 0, "one offers with one's move");
    board.adds(BOB);
    assert_eq!(board.stage.look().json["offers"], json!([]));
    assert_eq!(board.agrees(BOB, Draw), refused("no_offer"));
}

#[test]
fn an_offer_lapses_to_the_millisecond() {
    let mut board = Board::clocked();
    board.offers(BOB, Draw).unwrap();
    let until = board.stage.look().json["offers"][0]["until_ms"].clone();
    assert_eq!(until, board.stage.now + OFFER_MS);
    board.stage.advance(OFFER_MS - 1);
    assert_eq!(board.stage.look().json["offers"].as_array().unwrap().len(), 1);
    // Ann's flag would fall in the same millisecond.
    board.asks(BOB, Doing::AddTime).unwrap();
    board.stage.advance(1);
    let seen = board.stage.look();
    assert_eq!(seen.json["offers"], json!([]));
    let told = board.stage.updates(ANN).pop().unwrap();
    assert_eq!(
        told.json["happened"],
        json!({ "cause": "courtesy", "seat": null, "courtesy": { "deed": "expired", "what": "draw" } })
    );
    assert_eq!(board.agrees(ANN, Draw), refused("no_offer"));
    assert_eq!(board.offers(BOB, Draw), refused("offer_too_soon"));
}

#[test]
fn a_bot_declines() {
    let mut board = Board::with_a_bot();
    board.adds(ANN);
    assert_eq!(board.offers(ANN, Draw), refused("bot_declines"));
    assert_eq!(board.stage.kinds(), ["action"]);
}

#[test]
fn three_agree_one_after_the_other() {
    let mut board = Board::of_three();
    board.offers(BOB, Draw).unwrap();
    assert!(board.agrees(ANN, Draw).is_ok());
    assert_eq!(board.agrees(ANN, Draw), refused("offer_stands"), "once is enough");
    assert_eq!(board.offers(ANN, Draw), refused("offer_stands"));
    let mut board = board.crash();
    board.stage.attach("m", CAT);
    // Ann has agreed; that she plays meanwhile takes nothing back.
    board.adds(ANN);
    assert_eq!(board.ended(), json!(null));
    board.agrees(CAT, Draw).unwrap();
    assert_eq!(board.ended(), json!({ "places": [1, 1, 1], "reason": "agreed" }));
}

#[test]
fn one_of_three_declines_for_all() {
    let mut board = Board::of_three();
    board.offers(BOB, Draw).unwrap();
    board.agrees(ANN, Draw).unwrap();
    board.declines(CAT, Draw).unwrap();
    assert_eq!(board.stage.look().json["offers"], json!([]));
    board.offers(ANN, Draw).unwrap();
    board.agrees(CAT, Draw).unwrap();
    assert_eq!(board.ended(), json!(null), "an earlier yes counts for nothing");
}

#[test]
fn an_offer_outlives_a_crash_and_lapses_when_it_would_have() {
    let mut board = Board::clocked();
    board.asks(BOB, Doing::AddTime).unwrap();
    board.offers(ANN, Draw).unwrap();
    board.stage.advance(OFFER_MS - 10);
    let mut board = board.crash();
    assert_eq!(board.stage.look().json["offers"][0]["what"], "draw");
    assert_eq!(board.offers(ANN, Draw), refused("offer_stands"));
    board.stage.advance(9);
    assert_eq!(board.stage.look().json["offers"].as_array().unwrap().len(), 1);
    board.stage.advance(1);
    assert_eq!(board.stage.look().json["offers"], json!([]));
    let mut board = board.crash();
    assert_eq!(board.offers(ANN, Draw), refused("offer_too_soon"));
}
