//! Who could still mate: a table of pieces, each from both sides.

use cozy_chess::Color;

use super::*;
use crate::chess::material::{can_mate, is_dead};

/// Positions with whether White and whether Black could mate.
const TABLE: [(&str, [bool; 2]); 29] = [
    ("4k3/8/8/8/8/8/8/4K3", [false, false]),
    ("4k3/8/8/8/8/8/8/3QK3", [true, false]),
    ("4k3/8/8/8/8/8/8/3RK3", [true, false]),
    ("4k3/8/8/8/8/8/3P4/4K3", [true, false]),
    // Knights: one needs something in the king's way, and a queen there takes it.
    ("4k3/8/8/8/8/8/8/3NK3", [false, false]),
    ("4k3/8/8/8/8/8/8/2NNK3", [true, false]),
    ("3qk3/8/8/8/8/8/8/3NK3", [false, true]),
    ("2qqk3/8/8/8/8/8/8/3NK3", [false, true]),
    ("3rk3/8/8/8/8/8/8/3NK3", [true, true]),
    ("3bk3/8/8/8/8/8/8/3NK3", [true, true]),
    ("3nk3/8/8/8/8/8/8/3NK3", [true, true]),
    ("4k3/3p4/8/8/8/8/8/3NK3", [true, true]),
    ("2qrk3/8/8/8/8/8/8/3NK3", [true, true]),
    ("3qk3/8/8/8/8/8/8/2NNK3", [true, true]),
    ("4k3/8/8/8/8/8/8/2BNK3", [true, false]),
    // Bishops: c1 is dark, d1 is light, and so are d8 and c8.
    ("4k3/8/8/8/8/8/8/3BK3", [false, false]),
    ("4k3/8/8/8/8/8/8/2BBK3", [true, false]),
    ("4k3/8/8/8/8/8/8/B1B1K3", [false, false]),
    ("2b1k3/8/8/8/8/8/8/3BK3", [false, false]),
    ("2b1k3/8/8/8/8/8/8/1B1BK3", [false, false]),
    ("3bk3/8/8/8/8/8/8/3BK3", [true, true]),
    ("3qk3/8/8/8/8/8/8/3BK3", [false, true]),
    ("3rk3/8/8/8/8/8/8/3BK3", [false, true]),
    ("2brk3/8/8/8/8/8/8/3BK3", [false, true]),
    ("3nk3/8/8/8/8/8/8/3BK3", [true, true]),
    ("4k3/3p4/8/8/8/8/8/3BK3", [true, true]),
    ("2bnk3/8/8/8/8/8/8/3BK3", [true, true]),
    ("r3k2r/8/8/8/8/8/8/4K3", [false, true]),
    ("rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR", [true, true]),
];

#[test]
fn the_pieces_tell_who_could_mate() {
    for (placed, [white, black]) in TABLE {
        let fen = format!("{placed} w - - 0 1");
        for (fen, expected) in [(fen.clone(), [white, black]), (mirrored(&fen), [black, white])] {
            let position = position(&fen);
            let board = position.board();
            assert_eq!(Color::ALL.map(|side| can_mate(board, side)), expected, "{fen}");
            assert_eq!(is_dead(board), expected == [false, false], "{fen}");
        }
    }
}

/// Where the table lets a lone piece mate, here is such a mate.
#[test]
fn unlikely_mates_are_possible() {
    let mates = [
        ("knight, a rook in the way", "6rk/8/7K/4N3/8/8/8/8 w - - 0 1", "e5f7"),
        ("knight, a bishop in the way", "6bk/8/7K/8/5N2/8/8/8 w - - 0 1", "f4g6"),
        ("knight, a knight in the way", "6nk/8/6K1/4N3/8/8/8/8 w - - 0 1", "e5f7"),
        ("knight, a pawn in the way", "5K1k/7p/8/6N1/8/8/8/8 w - - 0 1", "g5f7"),
        ("bishop, a knight in the way", "knB5/8/1K6/8/8/8/8/8 w - - 0 1", "c8b7"),
        ("bishop, another bishop in the way", "kb6/8/1K6/8/8/8/8/5B2 w - - 0 1", "f1g2"),
        ("bishop, a pawn in the way", "k7/p1K5/8/8/8/8/8/5B2 w - - 0 1", "f1g2"),
    ];
    for (name, fen, moves) in mates {
        for (fen, moves, _) in both(fen, moves) {
            let mut table = from(&fen);
            play(&mut table, &moves);
            assert_eq!(reason(&table), Some("checkmate"), "{name}: {fen}");
        }
    }
}
