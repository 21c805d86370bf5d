//! Players who are gone: the claim of the win, and the match that somebody never came to.

use engine::{
    limits::{CLAIM_GRACE_MS, NO_SHOW_MS, SETTLE_MS},
    messages::{Create, Doing::*, ToWorker},
    wire::HolderKind,
};
use serde_json::json;
use title::Seats;

use crate::board::{Board, CAT, refused};
use crate::{
    stage::{ANN, BOB, PLAYERS, Stage, seat},
    toys::blitz::{Blitz, Move},
};

/// It is settled who came, both have moved, and Ann is awaited.
fn settled(options: serde_json::Value) -> Board {
    let mut board = Board::new(options);
    board.stage.advance(SETTLE_MS);
    board.adds(ANN);
    board.adds(BOB);
    board
}

fn unlimited() -> Board {
    settled(json!({ "time": { "kind": "unlimited" } }))
}

#[test]
fn the_win_can_be_claimed_of_an_awaited_player_and_not_a_millisecond_early() {
    let mut board = unlimited();
    board.stage.detach("m", ANN);
    let claim_ms = board.stage.now + CLAIM_GRACE_MS;
    assert_eq!(board.stage.look().json["gone"], json!([{ "seat": 0, "claim_ms": claim_ms }]));
    board.stage.advance(CLAIM_GRACE_MS - 1);
    assert_eq!(board.asks(BOB, Claim), refused("not_gone"));
    board.stage.advance(1);
    assert!(board.asks(BOB, Claim).is_ok());
    assert_eq!(board.ended(), json!({ "places": [2, 1], "reason": "left" }));
}

#[test]
fn who_comes_back_is_not_gone_and_is_waited_for_anew() {
    let mut board = unlimited();
    board.stage.detach("m", ANN);
    board.stage.advance(CLAIM_GRACE_MS - 1);
    board.stage.attach("m", ANN);
    assert_eq!(board.stage.look().json["gone"], json!([]));
    board.stage.advance(CLAIM_GRACE_MS);
    assert_eq!(board.asks(BOB, Claim), refused("not_gone"));
    board.stage.detach("m", ANN);
    board.stage.advance(CLAIM_GRACE_MS - 1);
    assert_eq!(board.asks(BOB, Claim), refused("not_gone"));
}

#[test]
fn nothing_is_claimed_of_one_whom_nobody_waits_for() {
    let mut board = unlimited();
    board.stage.detach("m", BOB);
    board.stage.advance(2 * CLAIM_GRACE_MS);
    assert_eq!(board.asks(ANN, Claim), refused("not_gone"), "it is her own turn");
    assert_eq!(board.stage.look().json["gone"], json!([]));
    // From her move on it is his.
    board.adds(ANN);
    board.stage.advance(CLAIM_GRACE_MS - 1);
    assert_eq!(board.asks(ANN, Claim), refused("not_gone"));
    board.stage.advance(1);
    board.asks(ANN, Claim).unwrap();
    assert_eq!(board.ended(), json!({ "places": [1, 2], "reason": "left" }));
}

#[test]
fn who_is_missed_is_missed_since_before_a_crash() {
    let mut board = unlimited();
    board.stage.detach("m", ANN);
    board.stage.advance(CLAIM_GRACE_MS - SETTLE_MS - 1);
    let mut stage = board.stage.crash();
    stage.attach("m", BOB);
    stage.advance(SETTLE_MS);
    let mut board = Board { stage, seqs: board.seqs };
    assert_eq!(board.asks(BOB, Claim), refused("not_gone"));
    board.stage.advance(1);
    assert!(board.asks(BOB, Claim).is_ok());
}

#[test]
fn who_doesnt_come_back_after_a_crash_is_missed_once_that_is_settled() {
    let mut stage = unlimited().stage.crash();
    stage.attach("m", BOB);
    stage.advance(SETTLE_MS - 1);
    assert_eq!(stage.look().json["gone"], json!([]));
    stage.advance(1);
    assert_eq!(stage.look().json["gone"], json!([{ "seat": 0, "claim_ms": stage.now + CLAIM_GRACE_MS }]));
}

#[test]
fn a_match_that_may_take_days_misses_nobody() {
    let mut board = settled(json!({ "time": { "kind": "days", "days": 1 } }));
    board.stage.detach("m", ANN);
    board.stage.advance(23 * 3_600_000);
    assert_eq!(board.asks(BOB, Claim), refused("not_gone"));
    assert_eq!(
        (board.may(BOB), &board.stage.look().json["gone"]),
        (json!(["resign", "draw", "undo", "pause"]), &json!([]))
    );
    let mut board = Board::<Blitz>::new(json!({ "time": { "kind": "days", "days": 1 } }));
    board.stage.detach("m", ANN);
    board.stage.advance(23 * 3_600_000);
    assert_eq!(board.ended(), json!(null), "nor does anybody count as not having come");
}

#[test]
fn a_bot_is_never_gone() {
    let mut board = Board::with_a_bot();
    board.stage.advance(SETTLE_MS);
    board.stage.detach("m", BOB);
    board.adds(ANN);
    board.stage.advance(2 * CLAIM_GRACE_MS);
    assert_eq!(board.asks(ANN, Claim), refused("not_gone"));
}

#[test]
fn of_three_those_who_are_gone_and_awaited_lose() {
    let mut board = Board::of_three();
    board.stage.advance(SETTLE_MS);
    [ANN, BOB, CAT].into_iter().for_each(|who| board.adds(who));
    board.stage.detach("m", ANN);
    board.stage.detach("m", BOB);
    board.stage.advance(CLAIM_GRACE_MS - 1);
    assert_eq!(board.asks(CAT, Claim), refused("not_gone"));
    board.adds(ANN);
    board.stage.advance(1);
    assert_eq!(board.asks(CAT, Claim), refused("not_gone"), "Ann is no longer awaited, and Bob only since now");
    board.stage.advance(CLAIM_GRACE_MS - 1);
    board.asks(CAT, Claim).unwrap();
    assert_eq!(board.ended()["places"], json!([1, 3, 1]));
}

#[test]
fn a_match_somebody_never_came_to_counts_for_nobody() {
    let mut stage = Stage::<Blitz>::new();
    let create = stage.creation("m", json!({}), &PLAYERS);
    stage.tell(ToWorker::Create(Create { away: Seats::only(seat(0)), ..create }));
    stage.attach("m", BOB);
    stage.advance(NO_SHOW_MS - 1);
    assert_eq!(stage.look().json["outcome"], json!(null));
    stage.advance(1);
    assert_eq!(stage.look().json["outcome"], json!({ "places": [], "reason": "no_show" }));
    let told = stage.updates(BOB).pop().unwrap();
    assert_eq!(told.json["happened"], json!({ "cause": "courtesy", "seat": null, "courtesy": { "deed": "no_show" } }));
}

#[test]
fn who_never_came_is_missed_since_the_start_though_the_server_fell() {
    let mut stage = Stage::<Blitz>::new();
    let create = stage.creation("m", json!({}), &PLAYERS);
    stage.tell(ToWorker::Create(Create { away: Seats::only(seat(0)), ..create }));
    stage.advance(1_000);
    let mut stage = stage.crash();
    stage.attach("m", BOB);
    stage.advance(NO_SHOW_MS - 1_001);
    assert_eq!(stage.look().json["outcome"], json!(null));
    stage.advance(1);
    assert_eq!(stage.look().json["outcome"]["reason"], "no_show");
}

#[test]
fn the_second_player_is_waited_for_from_the_first_move_on() {
    let mut board = Board::<Blitz>::new(json!({}));
    board.stage.advance(SETTLE_MS);
    board.stage.detach("m", BOB);
    board.stage.advance(NO_SHOW_MS);
    assert_eq!(board.ended(), json!(null));
    board.adds(ANN);
    board.stage.advance(NO_SHOW_MS - 1);
    assert_eq!(board.ended(), json!(null));
    board.stage.advance(1);
    assert_eq!(board.ended()["reason"], "no_show");
}

#[test]
fn who_has_played_is_no_no_show() {
    let mut board = Board::<Blitz>::new(json!({ "time": { "kind": "unlimited" } }));
    board.stage.advance(SETTLE_MS);
    // One action, and it is still her turn.
    board.acts(ANN, Move::Show).unwrap();
    board.stage.detach("m", ANN);
    board.stage.advance(2 * NO_SHOW_MS);
    assert_eq!(board.ended(), json!(null));
    board.asks(BOB, Claim).unwrap();

    let mut board = Board::of_three();
    board.stage.advance(SETTLE_MS);
    // Two moves are made: the third player's absence is to be claimed, and ends nothing by itself.
    [ANN, BOB].into_iter().for_each(|who| board.adds(who));
    board.stage.detach("m", CAT);
    board.stage.advance(2 * NO_SHOW_MS);
    assert_eq!(board.ended(), json!(null));
    board.asks(BOB, Claim).unwrap();
}

#[test]
fn a_bots_opponent_who_never_comes_is_a_no_show_too() {
    let mut stage = Stage::<Blitz>::new();
    let mut create = stage.creation("m", json!({}), &PLAYERS);
    create.holders[1].kind = HolderKind::Bot;
    stage.tell(ToWorker::Create(create));
    stage.advance(SETTLE_MS + NO_SHOW_MS);
    assert_eq!(stage.look().json["outcome"]["reason"], "no_show");
}

#[test]
fn a_failed_action_starts_no_ones_absence_anew() {
    let mut board = unlimited();
    board.stage.detach("m", ANN);
    let gone = board.stage.look().json["gone"].clone();
    board.stage.advance(10_000);
    assert!(board.acts(BOB, Move::Add(1)).is_err());
    assert_eq!(board.stage.look().json["gone"], gone);
}
