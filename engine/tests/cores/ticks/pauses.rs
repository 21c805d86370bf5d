//! A real-time match that its players pause, and what its title is told of who comes and goes.

use engine::{limits::SETTLE_MS, messages::Doing, wire::Proposal::Pause};

use super::*;
use crate::{
    board::Board,
    toys::trail::{Stamp, Trail},
};

/// A match of Ann and Bob at 60 Hz that has run for a while.
fn running() -> Board<Trail> {
    let mut board = Board::<Trail>::new(json!({}));
    board.stage.advance(SETTLE_MS);
    board
}

fn pause(board: &mut Board<Trail>) {
    board.offers(ANN, Pause).unwrap();
    board.agrees(BOB, Pause).unwrap();
    board.stage.delivered.clear();
}

impl Board<Trail> {
    fn offers(&mut self, who: u64, what: engine::wire::Proposal) -> Result<u64, String> {
        self.asks(who, Doing::Offer(what))
    }

    fn agrees(&mut self, who: u64, what: engine::wire::Proposal) -> Result<u64, String> {
        self.asks(who, Doing::Answer(what, true))
    }

    fn cells(&mut self) -> usize {
        self.stage.look().view()["cells"].as_array().unwrap().len()
    }
}

#[test]
fn in_a_pause_nothing_ticks_and_after_it_the_next_number_comes() {
    let mut board = running();
    pause(&mut board);
    let before = board.cells();
    assert!(board.stage.ticks.is_empty());
    board.stage.advance(12_345);
    assert_eq!((board.cells(), board.stage.frames(ANN).len()), (before, 0));
    board.asks(BOB, Doing::Resume).unwrap();
    board.stage.advance(1_050);
    let ticks = numbers(&board.stage.frames(ANN), "tick");
    let first = before as u64 + 1;
    assert!(ticks.len() >= 60 && ticks.iter().copied().eq(first..first + ticks.len() as u64), "{ticks:?}");
}

#[test]
fn a_pause_moves_alarms_by_as_much_as_ticks() {
    let mut board = running();
    board.acts(ANN, Stamp).unwrap();
    pause(&mut board);
    board.stage.advance(3_333);
    board.asks(ANN, Doing::Resume).unwrap();
    board.stage.advance(1_000);
    let log = board.stage.look().log();
    assert_eq!(log[log.len() - 2..], ["300 cells at 6000", "tea after 300 cells at 6010"]);
}

#[test]
fn a_paused_match_comes_back_paused_and_goes_on() {
    let mut board = running();
    pause(&mut board);
    let before = board.cells();
    board.stage.advance(777);
    let mut board = board.crash();
    board.stage.advance(500);
    assert_eq!((board.cells(), board.stage.ticks.len()), (before, 0));
    board.asks(ANN, Doing::Resume).unwrap();
    board.stage.advance(550);
    assert!(board.cells() >= before + 30);
    let after = board.cells();
    let mut board = board.crash();
    assert!(board.cells() + 60 > after && board.cells() >= before);
}

#[test]
fn who_comes_and_goes_is_told_to_the_title_between_ticks() {
    let mut board = running();
    board.stage.detach("m", BOB);
    board.stage.advance(1_000);
    board.stage.attach("m", BOB);
    let log = board.stage.look().log();
    assert_eq!(log[log.len() - 2..], ["1 Away at 6000", "1 Here at 7000"]);
}

#[test]
fn a_match_that_is_over_and_not_watched_leaves_nothing_at_the_timer() {
    let mut board = running();
    board.asks(ANN, Doing::Resign).unwrap();
    board.stage.detach("m", ANN);
    board.stage.detach("m", BOB);
    assert!(board.stage.ticks.is_empty() && board.stage.alarms.is_empty());
    assert_eq!(board.stage.worker.observe().matches, 0);
}
