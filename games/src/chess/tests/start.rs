//! How a game begins: options, Chess960 and its castling.

use std::collections::BTreeSet;

use cozy_chess::Board;

use super::*;
use crate::chess::scharnagl;

/// The start position that this seed draws.
fn drawn(seed: u64) -> String {
    let options = Options { chess960: true, ..Options::default() };
    Table::<Chess>::start_seeded(options, Seed::number(seed)).view(SPECTATOR).start
}

#[test]
fn the_960_positions_are_numbered_as_scharnagl_did() {
    for number in 0..scharnagl::COUNT {
        let expected = Board::chess960_startpos(u32::try_from(number).unwrap());
        assert_eq!(scharnagl::fen(number), format!("{expected:#}"), "{number}");
    }
    assert_eq!(scharnagl::fen(518), "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w HAha - 0 1");
    let all: BTreeSet<String> = (0..scharnagl::COUNT).map(scharnagl::fen).collect();
    assert_eq!(all.len(), 960);
}

#[test]
fn chess960_draws_its_start_by_chance_and_the_same_seed_draws_the_same() {
    let starts: BTreeSet<String> = (0..200).map(drawn).collect();
    assert!(starts.len() > 150, "200 of 960 drawn at random are about 180 different ones, not {}", starts.len());
    assert_eq!(drawn(7), drawn(7));
}

#[test]
fn chess960_names_castling_by_the_rooks_square() {
    let beside = "4k3/8/8/8/8/8/8/1R3K1R w HB - 0 1";
    for (fen, moves, _) in both(beside, "f1h1 f1g1 f1b1") {
        let moves: Vec<&str> = moves.split(' ').collect();
        let table = from_960(&fen);
        assert!(moves.iter().all(|text| listed(&table).contains(&text.to_string())), "{:?}", listed(&table));
        let last = |text: &str| {
            let mut table = from_960(&fen);
            play(&mut table, text);
            *table.view(SPECTATOR).moves.last().unwrap()
        };
        let (short, step, long) = (last(moves[0]), last(moves[1]), last(moves[2]));
        assert_eq!([short.san, step.san, long.san].map(|san| san.to_string()[..2].to_string()), ["O-", "Kg", "O-"]);
        let squares = |moved: Option<[Word; 2]>| moved.map(|[from, to]| format!("{from}{to}"));
        let of_white = |text: &str| Some(if fen == beside { text.to_string() } else { mirrored_moves(text) });
        assert_eq!((squares(short.king), squares(short.rook)), (of_white("f1g1"), of_white("h1f1")));
        assert_eq!((squares(step.king), squares(step.rook)), (None, None));
        assert_eq!((squares(long.king), squares(long.rook)), (of_white("f1c1"), of_white("b1d1")));
    }
}

#[test]
fn a_king_may_castle_without_moving() {
    for (fen, moves, _) in both("4k3/8/8/8/8/8/8/6KR w H - 0 1", "g1h1") {
        let mut table = from_960(&fen);
        play(&mut table, &moves);
        let view = table.view(SPECTATOR);
        assert_eq!(view.moves[0].san.as_str(), "O-O");
        assert_eq!(view.moves[0].king.unwrap()[0], view.moves[0].king.unwrap()[1]);
        assert!(view.fen.contains("5RK1") || view.fen.contains("5rk1"), "{}", view.fen);
    }
}

#[test]
fn castling_does_not_lay_the_king_open() {
    // The rook on b1 shields the king from the one on a1; beside its new place on d1 he would stand in check.
    for (fen, moves, _) in both("4k3/8/8/8/8/8/8/rRK5 w B - 0 1", "c1b1") {
        assert_eq!(try_move(&mut from_960(&fen), &moves), Err("illegal_move".into()), "{fen}");
    }
}

#[test]
fn unhurried_time_makes_an_unhurried_match_and_bad_time_none() {
    let plan = |time| Chess::plan(&Options { time, ..Options::default() });
    assert_eq!(plan(TimeControl::Days { days: 3 }), Ok(Plan::turn_based(2).unhurried()));
    assert_eq!(plan(TimeControl::SuddenDeath { base_s: 60 }), Ok(Plan::turn_based(2)));
    assert_eq!(plan(TimeControl::Days { days: 0 }).unwrap_err().code, "bad_time");
    assert_eq!(Options::default().time, TimeControl::Increment { base_s: 600, increment_s: 5 });
}

#[test]
fn quick_match_offers_what_can_be_played() {
    let labels: Vec<&str> = Chess::presets().iter().map(|preset| preset.label).collect();
    assert_eq!(labels, ["1+0", "3+2", "5+0", "10+0", "10+5", "15+10", "30+0"]);
    for preset in Chess::presets() {
        assert!(Chess::plan(&preset.options).is_ok(), "{}", preset.label);
    }
}
