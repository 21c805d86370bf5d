//! Taking back: the match goes to just after an earlier event, with its time.

use engine::{
    limits::{PAUSE_MS, SETTLE_MS},
    messages::Doing,
    wire::{Proposal::*, json_of, to_payload},
};
use serde_json::json;

use crate::board::{Board, CAT, refused};
use crate::{
    stage::{ANN, BOB},
    toys::blitz::{Blitz, Move},
};

/// `who` takes back, and the other lets them.
fn takes_back(board: &mut Board, who: u64) {
    board.offers(who, Undo).unwrap();
    board.agrees(if who == ANN { BOB } else { ANN }, Undo).unwrap();
}

#[test]
fn a_move_is_taken_back_with_the_time_it_took() {
    let mut board = Board::clocked();
    board.stage.advance(3_000);
    board.adds(ANN);
    board.stage.advance(2_000);
    let before = board.stage.look();
    board.adds(BOB);
    assert_eq!((board.left_ms(0), board.left_ms(1)), (57_000, 58_000));
    board.stage.advance(7_000);
    takes_back(&mut board, BOB);
    let after = board.stage.look();
    assert_eq!((after.view(), &after.json["turn"]), (before.view(), &json!([1])));
    assert_eq!((board.left_ms(0), board.left_ms(1)), (57_000, 60_000));
    board.stage.advance(500);
    assert_eq!(board.left_ms(1), 59_500, "it runs again");
    board.stage.advance(59_499);
    assert_eq!(board.ended(), json!(null));
    board.stage.advance(1);
    assert_eq!(board.ended()["reason"], "time");
}

#[test]
fn what_came_after_goes_with_it() {
    let mut board = Board::clocked();
    board.stage.advance(3_000);
    board.adds(ANN);
    board.adds(BOB);
    board.asks(BOB, Doing::AddTime).unwrap();
    takes_back(&mut board, ANN);
    let seen = board.stage.look();
    assert_eq!((&seen.view()["count"], &seen.json["turn"]), (&json!(2), &json!([0])));
    assert_eq!((board.left_ms(0), board.left_ms(1)), (60_000, 60_000), "the gift too: it came later");
}

#[test]
fn one_takes_back_twice_in_a_row() {
    let mut board = Board::clocked();
    board.adds(ANN);
    board.adds(BOB);
    for (left, turn) in [(2, 0), (0, 0)] {
        takes_back(&mut board, ANN);
        let seen = board.stage.look();
        assert_eq!((&seen.view()["count"], &seen.json["turn"]), (&json!(left), &json!([turn])));
    }
    assert_eq!(board.offers(ANN, Undo), refused("nothing_to_undo"));
    assert_eq!(board.may(ANN)[0], "abort", "it counts as little as at its start");
    board.asks(ANN, Doing::Abort).unwrap();
}

#[test]
fn there_is_nothing_to_take_back_before_ones_first_move() {
    let mut board = Board::<Blitz>::new(json!({}));
    assert_eq!(board.offers(ANN, Undo), refused("nothing_to_undo"));
    board.adds(ANN);
    assert_eq!(board.offers(BOB, Undo), refused("nothing_to_undo"));
    assert!(board.offers(ANN, Undo).is_ok());
}

#[test]
fn a_move_made_meanwhile_makes_the_proposal_void() {
    let mut board = Board::clocked();
    board.offers(BOB, Undo).unwrap();
    board.adds(ANN);
    assert_eq!(board.agrees(ANN, Undo), refused("no_offer"));
    assert_eq!(board.stage.look().view()["count"], 3);
}

#[test]
fn an_alarm_is_taken_back_and_comes_again() {
    let mut board = Board::clocked();
    board.acts(ANN, Move::Set("tea".to_string(), 1_000)).unwrap();
    board.stage.advance(400);
    board.adds(ANN);
    board.stage.advance(2_000);
    assert!(board.stage.look().log().iter().any(|line| line == "tea rings at 2000"));
    takes_back(&mut board, ANN);
    assert!(board.stage.look().log().iter().all(|line| !line.starts_with("tea")));
    // The alarm was set 400 ms before the move; what was played before is still played.
    board.stage.advance(999);
    assert!(board.stage.look().log().iter().all(|line| !line.starts_with("tea")));
    board.stage.advance(1);
    assert_eq!(board.stage.look().log().pop().unwrap(), "tea rings at 2000");
}

#[test]
fn who_is_away_stays_away() {
    let mut board = Board::clocked();
    board.stage.advance(SETTLE_MS);
    board.adds(ANN);
    board.stage.detach("m", BOB);
    board.stage.advance(1_000);
    board.stage.attach("m", BOB);
    board.stage.detach("m", ANN);
    assert_eq!(board.stage.look().away(), &json!([0]));
    // She proposed it before she left.
    board.stage.attach("m", ANN);
    board.offers(ANN, Undo).unwrap();
    board.stage.detach("m", ANN);
    board.agrees(BOB, Undo).unwrap();
    let seen = board.stage.look();
    assert_eq!((seen.away(), &seen.view()["count"]), (&json!([0]), &json!(2)));
    assert_eq!(seen.log().last().unwrap(), "0 Away at 1000", "the title knows it from the time it went back to");
    assert_eq!(seen.json["gone"][0]["seat"], 0);
    board.stage.attach("m", ANN);
    assert_eq!(board.stage.look().away(), &json!([]));
}

#[test]
fn what_chance_or_a_card_has_shown_stays_known() {
    for (shows, code) in [(Move::Roll, "undo_past_chance"), (Move::Show, "undo_past_chance")] {
        let mut board = Board::clocked();
        board.acts(ANN, shows.clone()).unwrap();
        assert_eq!(board.offers(BOB, Undo), refused(code));
        assert_eq!(board.offers(ANN, Undo), refused(code), "neither can be taken back itself");
        assert!(!board.may(ANN).to_string().contains("undo"));
        board.adds(ANN);
        takes_back(&mut board, ANN);
        assert_eq!(board.stage.look().view()["count"], 2, "what came after it can");
        let mut board = board.crash();
        assert_eq!(board.offers(BOB, Undo), refused(code), "after a crash as before");
    }
}

#[test]
fn chance_drawn_while_a_proposal_stands_is_past_recall() {
    let mut board = Board::clocked();
    board.acts(ANN, Move::Set("roll".to_string(), 1_000)).unwrap();
    board.adds(ANN);
    board.offers(ANN, Undo).unwrap();
    board.stage.advance(1_000);
    assert_eq!(board.agrees(BOB, Undo), refused("undo_past_chance"));
    assert_eq!(board.stage.look().view()["count"], 3);
}

#[test]
fn chance_that_would_be_drawn_on_the_way_back_is_past_recall_too() {
    let mut board = Board::clocked();
    board.stage.advance(SETTLE_MS);
    board.acts(ANN, Move::Wary(true)).unwrap();
    board.acts(ANN, Move::Wary(false)).unwrap();
    board.stage.detach("m", BOB);
    board.offers(ANN, Undo).unwrap();
    // Where it goes back to, his going would draw.
    assert_eq!(board.agrees(BOB, Undo), refused("undo_past_chance"));
    board.stage.attach("m", BOB);
    board.agrees(BOB, Undo).unwrap();
}

#[test]
fn three_must_all_agree() {
    let mut board = Board::of_three();
    [ANN, BOB].into_iter().for_each(|who| board.adds(who));
    board.offers(ANN, Undo).unwrap();
    board.agrees(BOB, Undo).unwrap();
    assert_eq!(board.stage.look().view()["count"], 2);
    board.agrees(CAT, Undo).unwrap();
    let seen = board.stage.look();
    assert_eq!((&seen.view()["count"], &seen.json["turn"]), (&json!(0), &json!([0])));
}

#[test]
fn to_propose_what_another_proposes_takes_back_what_they_did() {
    let mut board = Board::clocked();
    board.offers(BOB, Undo).unwrap();
    board.offers(ANN, Undo).unwrap();
    let seen = board.stage.look();
    assert_eq!((&seen.view()["count"], &seen.json["turn"]), (&json!(1), &json!([1])));
}

#[test]
fn a_bot_lets_one_take_back_at_once_and_as_often_as_one_likes() {
    let mut board = Board::with_a_bot();
    for _ in 0..2 {
        board.adds(ANN);
        board.adds(BOB);
    }
    for left in [2, 0] {
        board.offers(ANN, Undo).unwrap();
        assert_eq!(board.stage.look().view()["count"], left);
    }
    assert_eq!(board.stage.kinds()[4..], ["taken_back", "taken_back"]);
}

#[test]
fn a_proposal_to_draw_ends_with_the_position_it_was_about() {
    let mut board = Board::clocked();
    board.offers(ANN, Draw).unwrap();
    takes_back(&mut board, BOB);
    assert_eq!(board.stage.look().json["offers"], json!([]));
    assert_eq!(board.agrees(BOB, Draw), refused("no_offer"));
}

#[test]
fn a_move_taken_back_is_answered_as_it_was_and_not_made_again() {
    let mut board = Board::clocked();
    let rev = board.acts(ANN, Move::Add(5));
    let (seq, add) = (board.seq_of(ANN), Doing::Action(to_payload(&Move::Add(5)).unwrap()));
    takes_back(&mut board, ANN);
    assert_eq!(board.repeats(ANN, seq, add.clone()), rev);
    let mut board = board.crash();
    assert_eq!(board.repeats(ANN, seq, add), rev);
    assert_eq!(board.stage.look().view()["count"], 2);
}

#[test]
fn it_can_be_done_in_a_pause_and_the_pause_goes_on() {
    let mut board = Board::clocked();
    board.stage.advance(5_000);
    board.adds(ANN);
    board.offers(ANN, Pause).unwrap();
    board.agrees(BOB, Pause).unwrap();
    board.stage.advance(PAUSE_MS / 2);
    takes_back(&mut board, ANN);
    board.stage.advance(1_000);
    let seen = board.stage.look();
    assert_eq!((&seen.json["paused"], &seen.json["turn"]), (&json!(true), &json!([0])));
    assert_eq!(board.left_ms(0), 60_000);
    board.asks(BOB, Doing::Resume).unwrap();
    board.stage.advance(1_000);
    assert_eq!(board.left_ms(0), 59_000);
}

#[test]
fn a_match_that_went_back_is_rebuilt_to_the_byte() {
    let mut board = Board::clocked();
    board.stage.advance(SETTLE_MS);
    board.acts(ANN, Move::Set("tea".to_string(), 20_000)).unwrap();
    board.adds(ANN);
    board.stage.detach("m", BOB);
    board.stage.attach("m", BOB);
    board.stage.advance(1_500);
    board.adds(BOB);
    board.stage.advance(2_500);
    board.asks(BOB, Doing::AddTime).unwrap();
    takes_back(&mut board, BOB);
    board.stage.advance(700);
    takes_back(&mut board, ANN);
    board.stage.advance(300);
    let whole = |board: &mut Board| {
        board.stage.attach("m", 777);
        let seen = board.stage.taken(777).pop().unwrap();
        let engine::messages::Delivered::Update { message, .. } = seen else { panic!("a snapshot: {seen:?}") };
        board.stage.detach("m", 777);
        let json = json_of(&message).unwrap().replace("\"epoch\":2", "\"epoch\":1");
        (json, board.stage.alarms.values().map(|(at_ms, _)| *at_ms).collect::<Vec<_>>())
    };
    let before = whole(&mut board);
    // The settling after a recovery is not of the match.
    let mut board = board.crash();
    assert_eq!(whole(&mut board).0, before.0);
    board.stage.advance(SETTLE_MS);
    assert_eq!(whole(&mut board).1, before.1);
    takes_back(&mut board, BOB);
    assert_eq!(board.stage.look().view()["count"], 1);
}
