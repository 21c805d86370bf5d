//! Moves as they are written: hard cases, and games that were played.

use super::*;

/// Positions with moves and how they are written.
const TABLE: [(&str, &[(&str, &str)]); 14] = [
    ("3k4/8/8/8/8/8/8/R3K2R w KQ - 0 1", &[("e1c1", "O-O-O+"), ("e1g1", "O-O"), ("a1d1", "Rd1+"), ("h1f1", "Rf1")]),
    ("3k4/2R1R3/8/8/8/8/8/R3K3 w Q - 0 1", &[("e1c1", "O-O-O#")]),
    // Which of several: by the file, else by the rank, else by both.
    (
        "3k4/8/8/1N3N2/8/8/8/1N2K3 w - - 0 1",
        &[("b1a3", "N1a3"), ("b5c3", "N5c3"), ("b5d6", "Nbd6"), ("f5d6", "Nfd6"), ("b1d2", "Nd2")],
    ),
    ("4k3/8/8/R6R/8/8/8/R3K3 w - - 0 1", &[("a5d5", "Rad5"), ("a5a3", "R5a3"), ("a1a3", "R1a3"), ("a5a8", "Ra8+")]),
    (
        "2q1kq2/8/2q2q2/8/8/8/8/4K3 b - - 0 1",
        &[("c8e6", "Q8e6+"), ("c6e6", "Qc6e6+"), ("f6e6", "Qfe6+"), ("f6f3", "Qff3"), ("f8f7", "Q8f7")],
    ),
    ("5k2/8/8/8/Q6Q/8/8/Q3K3 w - - 0 1", &[("a4d4", "Qa4d4"), ("a1d4", "Q1d4"), ("h4d4", "Qhd4"), ("a1b1", "Qb1")]),
    // A piece that is pinned could not have come: nothing to tell apart.
    ("4r2k/8/8/8/8/N3N3/8/4K3 w - - 0 1", &[("a3c2", "Nc2")]),
    // Pawns.
    ("4k3/8/8/8/4p3/3P1P2/8/4K3 w - - 0 1", &[("d3e4", "dxe4"), ("f3e4", "fxe4"), ("d3d4", "d4")]),
    ("4k3/8/8/2pPp3/8/8/8/4K3 w - c6 0 1", &[("d5c6", "dxc6"), ("d5d6", "d6")]),
    ("8/8/8/k1pP3R/8/8/8/4K3 w - c6 0 1", &[("d5c6", "dxc6+")]),
    (
        "3k2n1/5P1P/8/8/8/8/8/4K3 w - - 0 1",
        &[("f7f8q", "f8=Q+"), ("f7f8n", "f8=N"), ("f7g8q", "fxg8=Q+"), ("h7g8r", "hxg8=R+"), ("h7h8b", "h8=B")],
    ),
    ("6br/5Ppk/6pp/8/8/8/8/K7 w - - 0 1", &[("f7f8n", "f8=N#"), ("f7g8q", "fxg8=Q+")]),
    // Check by a piece that did not move.
    ("4k3/8/8/8/8/8/4N3/4RK2 w - - 0 1", &[("e2d4", "Nd4+")]),
    ("6k1/5ppp/8/8/8/8/8/3RK3 w - - 0 1", &[("d1d8", "Rd8#"), ("e1e2", "Ke2")]),
];

#[test]
fn hard_cases_are_written_as_usual() {
    for (fen, moves) in TABLE {
        for (text, san) in moves {
            for (fen, san, text) in [
                (fen.to_string(), san.to_string(), text.to_string()),
                (mirrored(fen), mirrored_moves(san), mirrored_moves(text)),
            ] {
                let mut table = from(&fen);
                play(&mut table, &text);
                assert_eq!(table.view(SPECTATOR).moves[0].san.as_str(), san, "{text} in {fen}");
            }
        }
    }
}

/// A game as it was written down, and the position it ended with.
fn replay(written: &str, last: &str) {
    let mut table = new();
    let moves = written.split_whitespace().filter(|word| !word.ends_with('.'));
    for san in moves {
        let position = position(&table.view(SPECTATOR).fen);
        let is_meant = |text: &String| Played::of(position.read(text).unwrap(), &position).san.as_str() == san;
        let meant: Vec<String> = listed(&table).into_iter().filter(is_meant).collect();
        assert_eq!(meant.len(), 1, "{san} names one move: {meant:?}");
        play(&mut table, &meant[0]);
    }
    let notes: Vec<String> = table.notes(SPECTATOR).into_iter().map(|note| note.san).collect();
    assert!(notes.iter().map(String::as_str).eq(written.split_whitespace().filter(|word| !word.ends_with('.'))));
    assert_eq!(table.view(SPECTATOR).fen, last);
    assert_eq!(reason(&table), Some("checkmate"));
}

#[test]
fn morphy_at_the_opera_1858() {
    let written = "1. e4 e5 2. Nf3 d6 3. d4 Bg4 4. dxe5 Bxf3 5. Qxf3 dxe5 6. Bc4 Nf6 7. Qb3 Qe7 8. Nc3 c6 9. Bg5 b5 \
        10. Nxb5 cxb5 11. Bxb5+ Nbd7 12. O-O-O Rd8 13. Rxd7 Rxd7 14. Rd1 Qe6 15. Bxd7+ Nxd7 16. Qb8+ Nxb8 17. Rd8#";
    replay(written, "1n1Rkb1r/p4ppp/4q3/4p1B1/4P3/8/PPP2PPP/2K5 b k - 1 17");
}

#[test]
fn byrne_and_fischer_in_new_york_1956() {
    let written = "1. Nf3 Nf6 2. c4 g6 3. Nc3 Bg7 4. d4 O-O 5. Bf4 d5 6. Qb3 dxc4 7. Qxc4 c6 8. e4 Nbd7 9. Rd1 Nb6 \
        10. Qc5 Bg4 11. Bg5 Na4 12. Qa3 Nxc3 13. bxc3 Nxe4 14. Bxe7 Qb6 15. Bc4 Nxc3 16. Bc5 Rfe8+ 17. Kf1 Be6 \
        18. Bxb6 Bxc4+ 19. Kg1 Ne2+ 20. Kf1 Nxd4+ 21. Kg1 Ne2+ 22. Kf1 Nc3+ 23. Kg1 axb6 24. Qb4 Ra4 25. Qxb6 Nxd1 \
        26. h3 Rxa2 27. Kh2 Nxf2 28. Re1 Rxe1 29. Qd8+ Bf8 30. Nxe1 Bd5 31. Nf3 Ne4 32. Qb8 b5 33. h4 h5 34. Ne5 Kg7 \
        35. Kg1 Bc5+ 36. Kf1 Ng3+ 37. Ke1 Bb4+ 38. Kd1 Bb3+ 39. Kc1 Ne2+ 40. Kb1 Nc3+ 41. Kc1 Rc2#";
    replay(written, "1Q6/5pk1/2p3p1/1p2N2p/1b5P/1bn5/2r3P1/2K5 w - - 16 42");
}

#[test]
fn gundersen_mates_en_passant_in_melbourne_1928() {
    let written = "1. e4 e6 2. d4 d5 3. e5 c5 4. c3 cxd4 5. cxd4 Bb4+ 6. Nc3 Nc6 7. Nf3 Nge7 8. Bd3 O-O 9. Bxh7+ Kxh7 \
        10. Ng5+ Kg6 11. h4 Nxd4 12. Qg4 f5 13. h5+ Kh6 14. Nxe6+ g5 15. hxg6#";
    replay(written, "r1bq1r2/pp2n3/4N1Pk/3pPp2/1b1n2Q1/2N5/PP3PP1/R1B1K2R b KQ - 0 15");
}
