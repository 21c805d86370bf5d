//! What is kept of a move once it is played, and sent with every view: how it was asked for, how it is written, and
//! what else it moved, so that a page steps through a game without knowing the rules.

use cozy_chess::{Move, Square, util::display_san_move};
use serde::{Deserialize, Serialize};

use super::{position::Position, word::Word};

/// A move that was played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Played {
    /// As it was sent: `e2e4`, `e7e8q`; castling `e1g1`, in Chess960 `e1h1`.
    pub(super) uci: Word,
    /// As it is written (standard algebraic notation): `Nf3+`, `exd8=Q#`, `O-O`.
    pub(super) san: Word,
    /// The king's squares before and after, if this castled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) king: Option<[Word; 2]>,
    /// The rook's squares before and after, if this castled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) rook: Option<[Word; 2]>,
    /// The square of the pawn taken, if this took one en passant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) takes: Option<Word>,
}

impl Played {
    /// What is kept of `legal`, a move about to be played in `position`.
    pub(super) fn of(legal: Move, position: &Position) -> Played {
        let square = |square: Square| Word::of(square).expect("a letter and a digit fit");
        let castling = position.castling(legal);
        Played {
            uci: position.name(legal),
            san: Word::of(display_san_move(position.board(), legal)).expect("a written move has at most 7 characters"),
            king: castling.map(|castling| castling.king.map(square)),
            rook: castling.map(|castling| castling.rook.map(square)),
            takes: position.en_passant(legal).map(square),
        }
    }
}
