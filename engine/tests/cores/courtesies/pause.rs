//! Pauses: the match's time stands until somebody resumes.

use engine::{
    limits::{OFFER_MS, PAUSE_MS, SETTLE_MS},
    messages::Doing,
    wire::Proposal::*,
};
use serde_json::json;

use crate::board::{Board, refused};
use crate::{
    stage::{ANN, BOB},
    toys::{
        Rally,
        blitz::{Blitz, Move},
    },
};

/// A match that has been paused 10 s after Ann's clock began to run, with an alarm to come in another second.
fn paused() -> Board {
    let mut board = Board::clocked();
    board.stage.advance(SETTLE_MS);
    board.acts(ANN, Move::Set("tea".to_string(), 6_000)).unwrap();
    board.stage.advance(5_000);
    board.offers(ANN, Pause).unwrap();
    board.agrees(BOB, Pause).unwrap();
    board
}

#[test]
fn time_stands_and_nothing_rings_however_late() {
    let mut board = paused();
    let before = board.stage.look();
    assert_eq!((&before.json["paused"], &before.json["now_ms"]), (&json!(true), &json!(11_000)));
    board.stage.stall(PAUSE_MS - 1);
    board.stage.beat();
    assert_eq!(board.stage.look().log(), before.log());
    assert_eq!((board.left_ms(0), board.ended()), (50_000, json!(null)));
    board.asks(BOB, Doing::Resume).unwrap();
    board.stage.advance(999);
    assert_eq!(board.stage.look().log(), before.log());
    board.stage.advance(1);
    assert_eq!(board.stage.look().log().pop().unwrap(), "tea rings at 12000");
    assert_eq!(board.left_ms(0), 49_000);
}

#[test]
fn nobody_acts_in_it_and_what_takes_no_time_is_still_done() {
    let mut board = paused();
    assert_eq!(board.acts(ANN, Move::Add(1)), refused("paused"));
    assert_eq!(board.acts(BOB, Move::Add(1)), refused("paused"));
    assert_eq!(board.offers(BOB, Pause), refused("paused"));
    board.asks(BOB, Doing::AddTime).unwrap();
    assert_eq!(board.left_ms(0), 65_000);
    board.offers(ANN, Draw).unwrap();
    board.stage.advance(OFFER_MS);
    assert_eq!(board.agrees(BOB, Draw), refused("no_offer"), "a proposal lapses by the server's clock");
    board.asks(BOB, Doing::Resign).unwrap();
    assert_eq!(board.ended()["reason"], "resigned");
    assert!(board.stage.alarms.is_empty());
}

#[test]
fn either_ends_it() {
    for who in [ANN, BOB] {
        let mut board = paused();
        assert!(board.asks(who, Doing::Resume).is_ok());
        assert_eq!(board.stage.look().json["paused"], false);
        assert_eq!(board.asks(who, Doing::Resume), refused("not_paused"));
        board.adds(ANN);
    }
}

#[test]
fn it_ends_by_itself_to_the_millisecond() {
    let mut board = paused();
    board.stage.advance(PAUSE_MS - 1);
    assert_eq!(board.stage.look().json["paused"], true);
    board.stage.advance(1);
    assert_eq!(board.stage.look().json["paused"], false);
    let told = board.stage.updates(BOB).pop().unwrap();
    assert_eq!(told.json["happened"], json!({ "cause": "courtesy", "seat": null, "courtesy": { "deed": "resumed" } }));
    assert_eq!(board.left_ms(0), 50_000);
}

#[test]
fn it_outlives_a_crash_and_ends_when_it_would_have() {
    let mut board = paused();
    board.stage.advance(PAUSE_MS - 10_000);
    let before = board.stage.look();
    let mut board = board.crash();
    let after = board.stage.look();
    assert_eq!(
        (&after.json["paused"], after.view(), &after.json["now_ms"]),
        (&json!(true), before.view(), &before.json["now_ms"])
    );
    assert_eq!(board.acts(ANN, Move::Add(1)), refused("paused"));
    board.stage.advance(9_999);
    assert_eq!((board.stage.look().json["paused"].clone(), board.left_ms(0)), (json!(true), 50_000));
    board.stage.advance(1);
    assert_eq!(board.stage.look().json["paused"], false);
    let mut board = board.crash();
    board.stage.advance(1_000);
    assert_eq!(board.left_ms(0), 49_000);
}

#[test]
fn a_bot_pauses_at_once() {
    let mut board = Board::with_a_bot();
    board.offers(ANN, Pause).unwrap();
    assert_eq!(board.stage.look().json["paused"], true);
    assert_eq!(board.acts(BOB, Move::Add(1)), refused("paused"), "it too waits");
}

#[test]
fn it_can_be_proposed_again_after_one_that_was_granted_and_not_after_one_that_was_not() {
    let mut board = paused();
    board.asks(ANN, Doing::Resume).unwrap();
    assert!(board.offers(ANN, Pause).is_ok());
    board.declines(BOB, Pause).unwrap();
    assert_eq!(board.offers(ANN, Pause), refused("offer_too_soon"));
    board.adds(ANN);
    assert!(board.offers(ANN, Pause).is_ok());
    board.adds(BOB);
    assert!(board.agrees(BOB, Pause).is_ok(), "a move doesn't answer it");
}

#[test]
fn whom_a_match_waited_for_is_not_missed_in_a_pause() {
    let mut board = paused();
    board.stage.detach("m", ANN);
    assert_eq!(board.stage.look().json["gone"], json!([]));
    board.stage.advance(PAUSE_MS - 1);
    assert_eq!(board.asks(BOB, Doing::Claim), refused("not_gone"));
    board.asks(BOB, Doing::Resume).unwrap();
    let claim_ms = board.stage.look().json["gone"][0]["claim_ms"].as_u64().unwrap();
    assert_eq!(claim_ms, board.stage.now + engine::limits::CLAIM_GRACE_MS, "missed from now on");
}

#[test]
fn an_alarm_that_is_late_already_rings_before_the_pause() {
    let mut board = Board::clocked();
    board.acts(ANN, Move::Set("tea".to_string(), 100)).unwrap();
    board.offers(ANN, Pause).unwrap();
    // The worker hears of the answer before it hears from the timer.
    board.stage.now += 200;
    board.agrees(BOB, Pause).unwrap();
    let seen = board.stage.look();
    assert_eq!((seen.log().pop().unwrap().as_str(), &seen.json["paused"]), ("tea rings at 1100", &json!(true)));
}

#[test]
fn an_alarm_of_the_very_millisecond_waits_for_the_end_of_the_pause() {
    let mut board = Board::clocked();
    board.acts(ANN, Move::Set("tea".to_string(), 100)).unwrap();
    board.offers(ANN, Pause).unwrap();
    board.offers(ANN, Draw).unwrap();
    board.stage.now += 100;
    board.agrees(BOB, Pause).unwrap();
    let before = board.stage.look().log();
    // Something else wakes the match meanwhile.
    board.stage.advance(OFFER_MS);
    let seen = board.stage.look();
    assert_eq!((seen.log(), &seen.json["offers"]), (before, &json!([])));
    board.asks(ANN, Doing::Resume).unwrap();
    board.stage.advance(0);
    assert_eq!(board.stage.look().log().pop().unwrap(), "tea rings at 1100");
}

#[test]
fn time_runs_again_when_the_end_of_the_pause_can_be_seen() {
    let mut board = paused();
    board.stage.hold = true;
    let resume = board.stage.deed("m", BOB, 9, Doing::Resume);
    board.stage.tell(engine::messages::ToWorker::Act(resume));
    board.stage.advance(5_000);
    board.stage.release();
    assert_eq!(board.left_ms(0), 50_000);
    board.stage.advance(1_000);
    assert_eq!(board.left_ms(0), 49_000);
}

#[test]
fn a_pause_begins_when_it_is_agreed_though_the_worker_is_late() {
    let mut board = Board::clocked();
    board.offers(ANN, Pause).unwrap();
    board.stage.now += 5_000;
    board.asks_from(BOB, Doing::Answer(Pause, true), board.stage.now - 4_000, 0).unwrap();
    assert_eq!(board.left_ms(0), 59_000);
    let mut board = board.crash();
    assert_eq!(board.left_ms(0), 59_000);
}

#[test]
fn a_title_that_lists_no_pause_has_none() {
    let mut board = Board::<Rally>::new(json!({}));
    assert_eq!(board.asks(ANN, Doing::Offer(Pause)), refused("no_courtesy"));
    let mut board = Board::<Blitz>::new(json!({}));
    assert_eq!(board.asks(ANN, Doing::Resume), refused("not_paused"));
}
