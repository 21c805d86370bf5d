//! What an update says of courtesies, to each of those who see the match.

use engine::{
    limits::{CLAIM_GRACE_MS, OFFER_MS, SETTLE_MS},
    messages::Doing,
    wire::Proposal,
};
use serde_json::json;

use crate::board::Board;
use crate::{
    stage::{ANN, BOB, EVE},
    toys::blitz::Blitz,
};

#[test]
fn each_is_told_what_they_may_ask_for() {
    let mut board = Board::<Blitz>::new(json!({}));
    assert_eq!(board.may(ANN), json!(["abort", "draw", "pause", "add_time"]));
    board.adds(ANN);
    assert_eq!(board.may(ANN), json!(["abort", "draw", "undo", "pause", "add_time"]));
    assert_eq!(board.may(BOB), json!(["abort", "draw", "pause", "add_time"]));
    board.adds(BOB);
    assert_eq!(board.may(BOB), json!(["resign", "draw", "undo", "pause", "add_time"]));
    assert_eq!(board.may(EVE), json!([]), "an onlooker asks for nothing");
    board.offers(ANN, Proposal::Draw).unwrap();
    assert_eq!(board.may(ANN), json!(["resign", "undo", "pause", "add_time"]));
    assert_eq!(board.may(BOB), json!(["resign", "draw", "undo", "pause", "add_time"]), "that is: to agree");
    board.offers(BOB, Proposal::Pause).unwrap();
    board.agrees(ANN, Proposal::Pause).unwrap();
    assert_eq!(board.may(ANN), json!(["resign", "undo", "add_time", "resume"]));
    board.asks(ANN, Doing::Resign).unwrap();
    assert_eq!((board.may(ANN), board.may(BOB)), (json!([]), json!([])));
}

#[test]
fn proposals_are_told_to_everybody_alike() {
    let mut board = Board::clocked();
    board.stage.attach("m", EVE);
    board.stage.delivered.clear();
    board.offers(BOB, Proposal::Draw).unwrap();
    let until_ms = board.stage.now + OFFER_MS;
    // The answer of Bob's was read with his update.
    for who in [ANN, EVE] {
        let told = board.stage.updates(who).pop().unwrap();
        assert_eq!(told.json["offers"], json!([{ "what": "draw", "by": 1, "until_ms": until_ms }]));
        assert_eq!(
            told.json["happened"],
            json!({ "cause": "courtesy", "seat": 1, "courtesy": { "deed": "offered", "what": "draw" } })
        );
    }
    board.agrees(ANN, Proposal::Draw).unwrap();
    let told = board.stage.updates(EVE).pop().unwrap();
    assert_eq!(told.json["offers"], json!([]));
    assert_eq!(told.json["happened"]["courtesy"], json!({ "deed": "accepted", "what": "draw" }));
}

#[test]
fn who_is_missed_is_told_to_everybody_and_the_claim_to_those_who_have_it() {
    let mut board = Board::clocked();
    board.stage.advance(SETTLE_MS);
    board.stage.detach("m", ANN);
    let claim_ms = board.stage.now + CLAIM_GRACE_MS;
    for who in [BOB, EVE] {
        let seen = board.seen_by(who);
        assert_eq!(seen.json["gone"], json!([{ "seat": 0, "claim_ms": claim_ms }]));
        assert_eq!(seen.json["courtesies"].to_string().contains("claim"), who == BOB);
    }
    board.stage.attach("m", ANN);
    assert!(!board.may(BOB).to_string().contains("claim"));
}

#[test]
fn the_offset_tells_the_matchs_time_whatever_it_stood_still_for() {
    let mut board = Board::clocked();
    assert_eq!(board.stage.look().json["offset_ms"], 0);
    board.offers(ANN, Proposal::Pause).unwrap();
    board.agrees(BOB, Proposal::Pause).unwrap();
    board.stage.advance(7_000);
    board.asks(ANN, Doing::Resume).unwrap();
    assert_eq!(board.stage.look().json["offset_ms"], 7_000);
    // Ann's move is stored 50 ms late: that is told with the next event.
    board.stage.hold = true;
    board.stage.act("m", ANN, 99, crate::toys::blitz::Move::Add(1));
    board.stage.now += 50;
    board.stage.release();
    assert_eq!(board.stage.updates(BOB).pop().unwrap().json["offset_ms"], 7_000);
    assert_eq!(board.stage.look().json["offset_ms"], 7_050, "who comes now is told what is so");
    board.stage.delivered.clear();
    board.adds(BOB);
    assert_eq!(board.stage.look().json["offset_ms"], 7_050);
    let mut board = board.crash();
    assert_eq!(board.stage.look().json["offset_ms"], 7_050);
}

#[test]
fn a_match_that_went_back_has_a_larger_offset() {
    let mut board = Board::clocked();
    board.stage.advance(5_000);
    board.adds(ANN);
    board.stage.advance(4_000);
    board.offers(ANN, Proposal::Undo).unwrap();
    board.agrees(BOB, Proposal::Undo).unwrap();
    let seen = board.stage.look();
    assert_eq!((&seen.json["offset_ms"], &seen.json["now_ms"]), (&json!(9_000), &json!(1_000)));
}

#[test]
fn a_release_that_is_late_is_told_and_journalled() {
    let mut board = Board::clocked();
    for (late_ms, released) in [(engine::limits::RELEASE_TOLD_MS - 1, false), (engine::limits::RELEASE_TOLD_MS, true)] {
        let before = board.stage.kinds().len();
        let who = if released { BOB } else { ANN };
        board.stage.hold = true;
        board.stage.act("m", who, 50, crate::toys::blitz::Move::Add(1));
        board.stage.now += late_ms;
        board.stage.release();
        let wanted: &[&str] = if released { &["action", "released"] } else { &["action"] };
        assert_eq!(board.stage.kinds()[before..], *wanted);
    }
    let told = board.stage.updates(ANN).pop().unwrap();
    assert_eq!(told.json["happened"], json!({ "cause": "released", "seat": null }));
}
