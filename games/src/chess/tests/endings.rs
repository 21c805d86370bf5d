//! Endings that need nobody's word: mate, stalemate, dead positions.

use super::*;

const START: &str = "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1";

#[test]
fn mate_wins_for_who_gives_it() {
    let mates = [
        ("on the back rank", "6k1/5ppp/8/8/8/8/5PPP/3R2K1 w - - 0 1", "d1d8"),
        ("smothered", "6rk/6pp/8/6N1/8/8/8/6K1 w - - 0 1", "g5f7"),
        ("with two checks", "3rkr2/3p1p2/8/4N3/8/8/4R3/4K3 w - - 0 1", "e5g6"),
        ("by a new queen", "4k3/P7/4K3/8/8/8/8/8 w - - 0 1", "a7a8q"),
        ("by a new knight", "6br/5Ppk/6pp/8/8/8/8/K7 w - - 0 1", "f7f8n"),
        ("by castling", "3k4/2R1R3/8/8/8/8/8/R3K3 w Q - 0 1", "e1c1"),
        ("with the last of seventy-five quiet moves", "6k1/5ppp/8/8/8/8/5PPP/3R2K1 w - - 149 90", "d1d8"),
    ];
    for (name, fen, moves) in mates {
        for (fen, moves, [mover, _]) in both(fen, moves) {
            let mut table = from(&fen);
            play(&mut table, &moves);
            assert_eq!(table.outcome(), Some(&Outcome::win(Seat(mover), 2, "checkmate")), "{name}: {fen}");
            assert!(table.turn().is_empty() && table.view(SPECTATOR).check);
            assert_eq!(table.act(0, Action::Claim(None)).unwrap_err().code, "match_over");
        }
    }
}

#[test]
fn the_second_to_move_mates_as_well() {
    for (fen, moves, [_, other]) in both(START, "f2f3 e7e5 g2g4 d8h4") {
        let mut table = from(&fen);
        play(&mut table, &moves);
        assert_eq!(table.outcome(), Some(&Outcome::win(Seat(other), 2, "checkmate")));
    }
}

#[test]
fn stalemate_is_a_draw() {
    let shortest = "e2e3 a7a5 d1h5 a8a6 h5a5 h7h5 h2h4 a6h6 a5c7 f7f6 c7d7 e8f7 d7b7 d8d3 b7b8 d3h7 b8c8 f7g6 c8e6";
    let stalemates = [
        ("a queen too near", "7k/8/6K1/8/8/8/8/5Q2 w - - 0 1", "f1f7"),
        ("a pawn and its king", "4k3/4P3/8/4K3/8/8/8/8 w - - 0 1", "e5e6"),
        ("with most pieces on the board", START, shortest),
    ];
    for (name, fen, moves) in stalemates {
        for (fen, moves, _) in both(fen, moves) {
            let mut table = from(&fen);
            play(&mut table, &moves);
            assert_eq!(table.outcome(), Some(&Outcome::draw(2, "stalemate")), "{name}: {fen}");
            assert!(!table.view(SPECTATOR).check);
        }
    }
}

#[test]
fn a_position_in_which_nobody_can_mate_is_a_draw() {
    let dead = [
        ("bare kings", "8/8/4k3/8/3pK3/8/8/8 w - - 0 1"),
        ("a knight", "8/8/4k3/8/3pK3/8/8/6N1 w - - 0 1"),
        ("the other's knight", "6n1/8/4k3/8/3pK3/8/8/8 w - - 0 1"),
        ("a bishop", "8/8/4k3/8/3pK3/8/8/6B1 w - - 0 1"),
        ("bishops on one colour", "1b3b2/8/4k3/8/3pK3/8/8/B1B3B1 w - - 0 1"),
    ];
    for (name, fen) in dead {
        for (fen, moves, _) in both(fen, "e4d4") {
            let mut table = from(&fen);
            play(&mut table, &moves);
            assert_eq!(table.outcome(), Some(&Outcome::draw(2, "insufficient_material")), "{name}: {fen}");
        }
    }
}

#[test]
fn a_position_in_which_somebody_could_mate_goes_on() {
    let alive = [
        ("two knights", "8/8/4k3/8/3pK3/8/8/5NN1 w - - 0 1"),
        ("a knight each", "6n1/8/4k3/8/3pK3/8/8/6N1 w - - 0 1"),
        ("a knight and a bishop", "6b1/8/4k3/8/3pK3/8/8/6N1 w - - 0 1"),
        ("bishops on both colours", "2b5/8/4k3/8/3pK3/8/8/6B1 w - - 0 1"),
        ("a pawn", "8/8/4k3/8/3pK3/8/7P/8 w - - 0 1"),
    ];
    for (name, fen) in alive {
        for (fen, moves, _) in both(fen, "e4d4") {
            let mut table = from(&fen);
            play(&mut table, &moves);
            assert_eq!(table.outcome(), None, "{name}: {fen}");
        }
    }
}
