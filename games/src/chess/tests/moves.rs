//! Moves as they are asked for, refused, and shown.

use proptest::{prop_assert, prop_assert_eq, proptest};

use super::*;

/// The last move as the view has it, as text: how it was asked for, and what else a page must move.
fn shown(table: &Table<Chess>) -> (String, Option<String>, Option<String>, Option<String>) {
    let last = *table.view(SPECTATOR).moves.last().unwrap();
    let squares = |[from, to]: [Word; 2]| format!("{from}{to}");
    (last.uci.to_string(), last.king.map(squares), last.rook.map(squares), last.takes.map(|square| square.to_string()))
}

#[test]
fn what_is_no_move_and_what_is_no_legal_move_are_told_apart() {
    let mut table = new();
    for text in
        ["", "e2", "e2e", "e2e4q5", "e9e4", "E2E4", "e2-e4", "e4", "Nf3", "O-O", "e7e8k", "e7e8Q", "0000", "é2e4"]
    {
        assert_eq!(try_move(&mut table, text), Err("not_a_move".into()), "{text}");
    }
    for text in ["e2e5", "e7e5", "e1g1", "e3e4", "e2e4q", "a1a1", "d1h5"] {
        assert_eq!(try_move(&mut table, text), Err("illegal_move".into()), "{text}");
    }
    assert!(table.view(SPECTATOR).moves.is_empty() && table.notes(SPECTATOR).is_empty());
    assert_eq!(table.act(1, Action::Move("e7e5".into())).unwrap_err().code, "not_your_turn");
}

#[test]
fn a_pawn_on_the_last_rank_must_become_something() {
    for (fen, moves, _) in both("8/P6k/8/8/8/8/8/7K w - - 0 1", "a7a8 a7a8q a7a8r a7a8b a7a8n") {
        let moves: Vec<&str> = moves.split(' ').collect();
        assert_eq!(try_move(&mut from(&fen), moves[0]), Err("illegal_move".into()));
        for text in &moves[1..] {
            let mut table = from(&fen);
            assert!(listed(&table).contains(&text.to_string()));
            assert_eq!(try_move(&mut table, text), Ok(()));
        }
    }
}

#[test]
fn castling_is_named_by_the_kings_two_squares() {
    let cases = [("e1g1", "h1f1"), ("e1c1", "a1d1")];
    for (king, rook) in cases {
        for ((fen, king, _), (_, rook, _)) in both("r3k2r/p6p/8/8/8/8/P6P/R3K2R w KQkq - 0 1", king)
            .into_iter()
            .zip(both("8/8/8/8/8/8/8/8 w - - 0 1", rook))
        {
            let mut table = from(&fen);
            assert!(listed(&table).contains(&king));
            play(&mut table, &king);
            assert_eq!(shown(&table), (king.clone(), Some(king), Some(rook), None));
        }
    }
}

#[test]
fn castling_has_no_other_name_and_other_moves_do_not_castle() {
    for (fen, moves, _) in both("r3k2r/p6p/8/8/8/8/P6P/R3K2R w KQkq - 0 1", "e1h1 e1a1 e1g3 e1c8 e1g1q") {
        for text in moves.split(' ') {
            assert_eq!(try_move(&mut from(&fen), text), Err("illegal_move".into()), "{text}");
        }
    }
}

#[test]
fn castling_is_refused_where_the_laws_do() {
    let cases = [
        ("the king has moved", "r3k2r/8/8/8/8/8/8/R3K2R w kq - 0 1", "e1g1"),
        ("out of check", "4k3/8/8/8/4r3/8/8/R3K2R w KQ - 0 1", "e1g1"),
        ("through an attacked square", "4k3/8/8/8/5r2/8/8/R3K2R w KQ - 0 1", "e1g1"),
        ("into check", "4k3/8/8/8/6r1/8/8/R3K2R w KQ - 0 1", "e1g1"),
        ("over a piece", "4k3/8/8/8/8/8/8/RN2K2R w KQ - 0 1", "e1c1"),
    ];
    for (name, fen, text) in cases {
        for (fen, text, _) in both(fen, text) {
            assert_eq!(try_move(&mut from(&fen), &text), Err("illegal_move".into()), "{name}: {fen}");
        }
    }
    for (fen, text, _) in both("4k3/8/8/8/1r6/8/8/R3K2R w KQ - 0 1", "e1c1") {
        assert_eq!(try_move(&mut from(&fen), &text), Ok(()), "the rook may pass an attacked square: {fen}");
    }
}

#[test]
fn en_passant_shows_the_pawn_that_goes() {
    for (fen, moves, _) in both("4k3/3p4/8/4P3/8/8/8/4K3 b - - 0 1", "d7d5 e5d6") {
        let mut table = from(&fen);
        play(&mut table, &moves);
        let (step, take) = moves.split_once(' ').unwrap();
        assert_eq!(shown(&table), (take.to_string(), None, None, Some(step[2..].to_string())));
    }
}

#[test]
fn moves_are_told_as_they_are_written() {
    let mut table = new();
    play(&mut table, "e2e4 d7d5 e4d5");
    let note = |san: &str, seat, ply| Note { san: san.to_string(), seat: Seat(seat), ply };
    assert_eq!(table.notes(SPECTATOR), [note("e4", 0, 0), note("d5", 1, 1), note("exd5", 0, 2)]);
    let view = table.view(SPECTATOR);
    assert_eq!(view.fen, "rnbqkbnr/ppp1pppp/8/3P4/8/8/PPPP1PPP/RNBQKBNR b KQkq - 0 2");
    assert_eq!(view.start, "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1");
}

#[test]
fn who_is_not_to_move_has_no_moves() {
    let table = new();
    assert_eq!((table.legal(0).len(), table.legal(1).len()), (20, 0));
}

proptest! {
    #[test]
    fn listed_moves_are_taken_and_others_change_nothing(choices in proptest::collection::vec(0usize..1000, 0..120)) {
        let mut table = new();
        for choice in choices {
            let moves = listed(&table);
            let Some(text) = moves.get(choice % moves.len().max(1)) else { break };
            let before = table.view(SPECTATOR);
            let backwards = format!("{}{}", &text[2..4], &text[..2]);
            if !moves.contains(&backwards) {
                prop_assert_eq!(try_move(&mut table, &backwards), Err("illegal_move".to_string()));
            }
            prop_assert_eq!(&table.view(SPECTATOR), &before);
            prop_assert_eq!(try_move(&mut table, text), Ok(()));
            let after = table.view(SPECTATOR);
            prop_assert_eq!(after.moves.len(), before.moves.len() + 1);
            prop_assert_eq!(position(&after.fen).fen(), after.fen, "a FEN reads back as it was written");
        }
    }

    #[test]
    fn both_sides_have_the_same_moves(choices in proptest::collection::vec(0usize..1000, 0..120)) {
        let fen = "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1";
        let [mut table, mut other] = [from(fen), from(&mirrored(fen))];
        for choice in choices {
            let mut moves = listed(&table);
            let mut mirrored: Vec<String> = listed(&other).iter().map(|text| mirrored_moves(text)).collect();
            moves.sort_unstable();
            mirrored.sort_unstable();
            prop_assert_eq!(&moves, &mirrored);
            let Some(text) = moves.get(choice % moves.len().max(1)) else { break };
            play(&mut table, text);
            play(&mut other, &mirrored_moves(text));
            prop_assert!(reason(&table) == reason(&other));
        }
    }
}
