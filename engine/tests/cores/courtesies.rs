//! Courtesies: what players ask of each other and of the match beside the rules, and what each is refused with.

mod absence;
mod draw;
mod pause;
mod shown;
mod time;
mod undo;

use engine::{
    limits::SETTLE_MS,
    messages::{Doing, ToLobby},
    wire::{Proposal, to_payload},
};
use serde_json::json;

use crate::{
    board::{Board, refused},
    stage::{ANN, BOB, EVE},
    toys::{
        Rally,
        blitz::{Blitz, Move, Piece, Stern, panic_over_views},
    },
};

const DEEDS: [Doing; 10] = [
    Doing::Resign,
    Doing::Abort,
    Doing::Claim,
    Doing::AddTime,
    Doing::Resume,
    Doing::Offer(Proposal::Draw),
    Doing::Offer(Proposal::Undo),
    Doing::Offer(Proposal::Pause),
    Doing::Answer(Proposal::Draw, true),
    Doing::Answer(Proposal::Undo, false),
];

#[test]
fn who_resigns_loses_and_the_lobby_hears_of_it() {
    let mut board = Board::clocked();
    board.adds(ANN);
    board.stage.lobby.clear();
    // It isn't her turn: one may resign at any time.
    assert_eq!(board.asks(ANN, Doing::Resign), Ok(4));
    assert_eq!(board.ended(), json!({ "places": [2, 1], "reason": "resigned" }));
    assert!(matches!(&board.stage.lobby[..], [ToLobby::Ended(_, _, outcome)] if outcome.reason == "resigned"));
    assert!(board.stage.alarms.is_empty(), "no flag falls after the end");
    assert_eq!(board.crash().ended()["reason"], "resigned");
}

#[test]
fn of_three_the_one_who_resigns_is_last() {
    let mut board = Board::of_three();
    board.asks(BOB, Doing::Resign).unwrap();
    assert_eq!(board.ended()["places"], json!([1, 3, 1]));
}

#[test]
fn a_match_is_aborted_before_the_second_move_and_not_after_it() {
    for moves in 0..=2 {
        let mut board = Board::<Blitz>::new(json!({}));
        [ANN, BOB].into_iter().take(moves).for_each(|who| board.adds(who));
        let aborted = board.asks(BOB, Doing::Abort);
        if moves < 2 {
            assert!(aborted.is_ok());
            assert_eq!(board.ended(), json!({ "places": [], "reason": "aborted" }));
        } else {
            assert_eq!((aborted, board.ended()), (refused("too_late_to_abort"), json!(null)));
        }
    }
}

#[test]
fn a_title_is_asked_for_no_courtesy_it_doesnt_know() {
    let mut board = Board::<Stern>::new(json!({}));
    for deed in [Doing::Resign, Doing::Abort, Doing::Claim, Doing::AddTime] {
        assert_eq!(board.asks(ANN, deed), refused("no_courtesy"));
    }
    for what in [Proposal::Draw, Proposal::Undo, Proposal::Pause] {
        assert_eq!(board.asks(ANN, Doing::Offer(what)), refused("no_courtesy"));
    }
    assert_eq!(board.may(ANN), json!([]));
    assert_eq!(board.stage.kinds(), [""; 0]);
    // The standard is what any title can bear.
    let mut board = Board::<Rally>::new(json!({}));
    assert_eq!(board.asks(ANN, Doing::AddTime), refused("no_courtesy"));
    assert!(board.asks(ANN, Doing::Resign).is_ok());
}

#[test]
fn nobody_but_its_players_asks_anything_of_a_match_and_nobody_after_its_end() {
    let mut board = Board::clocked();
    for deed in DEEDS {
        assert_eq!(board.asks(EVE, deed), refused("not_your_match"));
    }
    board.asks(ANN, Doing::Resign).unwrap();
    for deed in DEEDS {
        assert_eq!(board.asks(BOB, deed), refused("match_over"));
    }
    assert_eq!(board.stage.kinds(), ["action", "action", "courtesy"]);
}

#[test]
fn a_courtesy_repeated_is_answered_alike_and_not_applied_again() {
    let mut board = Board::clocked();
    let deeds = [
        (BOB, Doing::AddTime),
        (ANN, Doing::Offer(Proposal::Pause)),
        (BOB, Doing::Answer(Proposal::Pause, true)),
        (ANN, Doing::Resume),
        (BOB, Doing::Offer(Proposal::Undo)),
        (ANN, Doing::Answer(Proposal::Undo, true)),
        (ANN, Doing::Offer(Proposal::Draw)),
        (ANN, Doing::Answer(Proposal::Draw, false)),
    ];
    let mut done = Vec::new();
    for (who, deed) in deeds {
        let rev = board.asks(who, deed.clone());
        assert!(rev.is_ok(), "{deed:?}: {rev:?}");
        let seq = board.seq_of(who);
        assert_eq!(board.repeats(who, seq, deed.clone()), rev, "{deed:?}");
        done.push((who, seq, deed, rev));
    }
    let rev = board.asks(BOB, Doing::Resign);
    done.push((BOB, board.seq_of(BOB), Doing::Resign, rev));
    let kinds = board.stage.kinds();
    let mut board = board.crash();
    for (who, seq, deed, rev) in done {
        assert_eq!(board.repeats(who, seq, deed), rev, "after a crash too, and after the end");
    }
    assert_eq!(board.stage.kinds(), kinds);
}

#[test]
fn a_title_that_panics_over_a_courtesy_loses_nothing_but_that() {
    for (piece, deed) in [(Piece::Forfeit, Doing::Resign), (Piece::AddTime, Doing::AddTime)] {
        let mut board = Board::clocked();
        board.acts(ANN, Move::Break(piece)).unwrap();
        let before = board.stage.look();
        assert_eq!(board.asks(ANN, deed), refused("title_failed"));
        assert_eq!(board.stage.look(), before);
        board.adds(ANN);
        assert_eq!(board.crash().stage.look().view()["count"], 3);
    }
}

#[test]
fn what_cant_be_shown_has_changed_nothing() {
    let mut board = Board::clocked();
    board.stage.advance(SETTLE_MS);
    board.offers(BOB, Proposal::Draw).unwrap();
    board.offers(BOB, Proposal::Undo).unwrap();
    board.offers(BOB, Proposal::Pause).unwrap();
    board.stage.detach("m", ANN);
    board.stage.advance(1_000);
    let before = board.stage.look();
    let deeds = [
        Doing::Action(to_payload(&Move::Add(1)).unwrap()),
        Doing::Answer(Proposal::Draw, true),
        Doing::Answer(Proposal::Undo, true),
        Doing::Answer(Proposal::Pause, true),
        Doing::Answer(Proposal::Pause, false),
        Doing::Resign,
    ];
    for deed in deeds {
        panic_over_views(true);
        assert_eq!(board.asks(ANN, deed.clone()), refused("title_failed"));
        panic_over_views(false);
        assert_eq!(board.stage.look(), before, "{deed:?}");
    }
    board.stage.advance(1_000);
    assert_eq!(board.left_ms(0), 60_000 - SETTLE_MS - 2_000, "and the time runs on");
    // Nor is it remembered as made.
    board.agrees(ANN, Proposal::Undo).unwrap();
    assert_eq!(board.stage.look().view()["count"], 1);
    assert_eq!(board.crash().stage.look().view()["count"], 1);

    let mut board = Board::<Blitz>::new(json!({}));
    board.adds(ANN);
    panic_over_views(true);
    board.acts(BOB, Move::Add(1)).unwrap_err();
    panic_over_views(false);
    assert_eq!(board.may(BOB)[0], "abort", "the second move wasn't made");
    assert_eq!(board.offers(BOB, Proposal::Undo), refused("nothing_to_undo"));
}

#[test]
fn a_title_that_panics_over_whose_turn_it_is_ends_its_match_and_no_other() {
    let mut board = Board::clocked();
    board.stage.create("n", json!({}));
    board.acts(ANN, Move::Break(Piece::Turn)).unwrap();
    board.acts(ANN, Move::Set("tea".to_string(), 100)).unwrap();
    board.stage.advance(200);
    assert_eq!(board.ended()["reason"], "faulted");
    board.stage.act("n", ANN, 9, Move::Add(1));
    assert_eq!(board.stage.answer(ANN), Ok(1));
}

#[test]
fn what_time_brings_to_a_title_that_cant_be_shown_ends_the_match_and_wakes_nobody_for_ever() {
    let mut board = Board::clocked();
    board.offers(ANN, Proposal::Draw).unwrap();
    board.offers(ANN, Proposal::Pause).unwrap();
    board.agrees(BOB, Proposal::Pause).unwrap();
    panic_over_views(true);
    board.stage.advance(engine::limits::PAUSE_MS);
    assert_eq!(board.stage.kinds().last(), Some(&"fault"));
    assert!(board.stage.alarms.is_empty());
}
