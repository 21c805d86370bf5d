//! Draws by repetition and by quiet moves: what may be claimed, what comes by itself, and which positions are the same.

use super::*;

const START: &str = "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1";
/// A knight of each side out and back: the position before comes again.
const OUT_AND_BACK: &str = "g1f3 g8f6 f3g1 f6g8";

fn claimable(table: &Table<Chess>) -> Option<Claim> {
    let mover = table.turn().iter().next().unwrap();
    let claim = table.view(SPECTATOR).claim;
    assert_eq!(table.legal(mover.0).contains(&Action::Claim(None)), claim.is_some(), "legal and view say the same");
    claim
}

#[test]
fn a_position_for_the_third_time_may_be_claimed() {
    for (fen, moves, _) in both(START, OUT_AND_BACK) {
        let mut table = from(&fen);
        play(&mut table, &moves);
        assert_eq!(claimable(&table), None, "the second time");
        assert_eq!(claim(&mut table, None), Err("no_claim".into()));
        play(&mut table, &moves);
        assert_eq!(claimable(&table), Some(Claim::Threefold));
        claim(&mut table, None).unwrap();
        assert_eq!(table.outcome(), Some(&Outcome::draw(2, "threefold")));
    }
}

#[test]
fn a_claim_not_made_is_gone_with_the_next_move() {
    let mut table = new();
    play(&mut table, &format!("{OUT_AND_BACK} {OUT_AND_BACK} e2e4"));
    assert_eq!(claimable(&table), None);
    assert_eq!(claim(&mut table, None), Err("no_claim".into()));
}

#[test]
fn a_move_that_would_repeat_the_position_may_be_claimed_without_playing_it() {
    for (fen, moves, _) in both(START, OUT_AND_BACK) {
        let mut table = from(&fen);
        let (others, last) = moves.rsplit_once(' ').unwrap();
        play(&mut table, &moves);
        play(&mut table, others);
        let before = table.view(SPECTATOR);
        let another = listed(&table).into_iter().find(|listed| listed != last).unwrap();
        assert_eq!(claim(&mut table, Some(&another)), Err("no_claim".into()));
        assert_eq!(claim(&mut table, Some("e1e5")), Err("illegal_move".into()));
        assert_eq!(claim(&mut table, Some("castle")), Err("not_a_move".into()));
        assert_eq!(table.view(SPECTATOR), before, "a claim that is refused changes nothing");
        claim(&mut table, Some(last)).unwrap();
        assert_eq!(table.outcome(), Some(&Outcome::draw(2, "threefold")));
        assert_eq!(table.view(SPECTATOR).moves, before.moves, "the move was not played");
    }
}

#[test]
fn the_fifth_time_is_a_draw_by_itself() {
    for (fen, moves, _) in both(START, OUT_AND_BACK) {
        let mut table = from(&fen);
        for _ in 0..3 {
            play(&mut table, &moves);
        }
        let (others, last) = moves.rsplit_once(' ').unwrap();
        play(&mut table, others);
        assert_eq!(table.outcome(), None);
        play(&mut table, last);
        assert_eq!(table.outcome(), Some(&Outcome::draw(2, "fivefold")));
    }
}

/// How many rounds of the same moves it takes until the position may be claimed.
fn rounds_to_a_claim(table: &mut Table<Chess>, round: &str) -> usize {
    let mut rounds = 0;
    while claimable(table).is_none() {
        play(table, round);
        rounds += 1;
    }
    rounds
}

#[test]
fn en_passant_makes_another_position_only_if_it_is_legal() {
    let cases = [
        ("nobody stands there to take", "7k/8/8/8/8/8/4P3/7K w - - 0 1", "h8g8 h1g1 g8h8 g1h1", 2),
        ("somebody takes", "7k/8/8/8/3p4/8/4P3/7K w - - 0 1", "h8g8 h1g1 g8h8 g1h1", 3),
        ("who would take is pinned", "3k4/8/8/8/3p4/8/4P3/3R3K w - - 0 1", "d8c8 h1g1 c8d8 g1h1", 2),
        ("with both pawns gone the king stands open", "8/8/8/8/R2p3k/8/4P3/7K w - - 0 1", "h4h5 h1g1 h5h4 g1h1", 2),
    ];
    for (name, fen, round, rounds) in cases {
        for ((fen, step, _), (_, round, _)) in both(fen, "e2e4").into_iter().zip(both(fen, round)) {
            let mut table = from(&fen);
            play(&mut table, &step);
            let square = table.view(SPECTATOR).fen.split(' ').nth(3).unwrap().to_string();
            assert!(square == "e3" || square == "e6", "the FEN names the square in any case");
            assert_eq!(rounds_to_a_claim(&mut table, &round), rounds, "{name}: {fen}");
        }
    }
}

#[test]
fn castling_rights_lost_make_another_position() {
    for (fen, round, _) in both("r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1", "h1g1 h8g8 g1h1 g8h8") {
        assert_eq!(rounds_to_a_claim(&mut from(&fen), &round), 3, "the first time, all could castle");
    }
    for (fen, round, _) in both("r3k1nr/8/8/8/8/8/8/R3K1NR w KQkq - 0 1", OUT_AND_BACK) {
        assert_eq!(rounds_to_a_claim(&mut from(&fen), &round), 2);
    }
}

#[test]
fn fifty_quiet_moves_may_be_claimed() {
    for (fen, moves, _) in both("4k2r/8/8/8/8/8/8/R3K3 w - - 99 80", "a1a2 h8h7") {
        let mut table = from(&fen);
        let (first, second) = moves.split_once(' ').unwrap();
        assert_eq!(claimable(&table), None);
        assert_eq!(claim(&mut table, None), Err("no_claim".into()));
        play(&mut table, first);
        assert_eq!(claimable(&table), Some(Claim::FiftyMoves));
        play(&mut table, second);
        claim(&mut table, None).unwrap();
        assert_eq!(table.outcome(), Some(&Outcome::draw(2, "fifty_moves")));
    }
}

#[test]
fn the_move_that_makes_it_fifty_may_be_claimed_unless_it_is_not_quiet() {
    for (fen, moves, _) in both("4k2r/8/8/8/8/8/P7/R3K2R w - - 99 80", "a1b1 a2a4 h1h8") {
        let mut table = from(&fen);
        let moves: Vec<&str> = moves.split(' ').collect();
        for not_quiet in &moves[1..] {
            assert_eq!(claim(&mut table, Some(not_quiet)), Err("no_claim".into()), "{not_quiet}");
        }
        claim(&mut table, Some(moves[0])).unwrap();
        assert_eq!(table.outcome(), Some(&Outcome::draw(2, "fifty_moves")));
    }
}

#[test]
fn seventy_five_quiet_moves_are_a_draw_by_themselves() {
    for (fen, moves, _) in both("4k2r/8/8/8/8/8/8/R3K3 w - - 148 110", "a1a2 h8h7") {
        let mut table = from(&fen);
        let (first, second) = moves.split_once(' ').unwrap();
        play(&mut table, first);
        assert_eq!(table.outcome(), None);
        play(&mut table, second);
        assert_eq!(table.outcome(), Some(&Outcome::draw(2, "seventy_five_moves")));
    }
}

#[test]
fn a_capture_or_a_pawn_move_starts_the_count_again() {
    for (fen, moves, _) in both("4k2r/8/8/8/8/8/P7/R3K2R w - - 149 110", "a2a3 h1h8") {
        for quiet_no_more in moves.split(' ') {
            let mut table = from(&fen);
            play(&mut table, quiet_no_more);
            assert_eq!((table.outcome(), claimable(&table)), (None, None), "{quiet_no_more}");
            assert!(table.view(SPECTATOR).fen.contains(" 0 11"), "{}", table.view(SPECTATOR).fen);
        }
    }
}

#[test]
fn castling_is_a_quiet_move() {
    for (fen, moves, _) in both("4k3/8/8/8/8/8/8/R3K3 w Q - 99 80", "e1c1") {
        let mut table = from(&fen);
        play(&mut table, &moves);
        assert_eq!(claimable(&table), Some(Claim::FiftyMoves));
    }
}
