//! What a position is worth at a glance: pieces and where they stand, pawns and what stops them, the king's cover, and
//! how to drive a bare king to the edge.

use cozy_chess::{BitBoard, Board, Color, File, Piece, Square, get_king_moves};

use super::tables::{TABLE, Worth};

/// A hundred hundredths.
pub(super) const PAWN: i32 = 100;

/// The move is worth a little.
const TEMPO: i32 = 8;

const TWO_BISHOPS: Worth = Worth { middle: 25, end: 40 };
const DOUBLED: Worth = Worth { middle: -10, end: -20 };
const ISOLATED: Worth = Worth { middle: -10, end: -12 };
const OPEN_FILE: Worth = Worth { middle: 22, end: 8 };
const HALF_OPEN_FILE: Worth = Worth { middle: 10, end: 6 };
const COVER: Worth = Worth { middle: 10, end: 0 };
/// By the ranks a passed pawn has gone.
const PASSED: [Worth; 8] = [
    Worth { middle: 0, end: 0 },
    Worth { middle: 2, end: 8 },
    Worth { middle: 5, end: 14 },
    Worth { middle: 12, end: 28 },
    Worth { middle: 25, end: 50 },
    Worth { middle: 45, end: 85 },
    Worth { middle: 70, end: 130 },
    Worth { middle: 0, end: 0 },
];

/// How much of the middle game is left: a queen counts 4, a rook 2, a minor piece 1, and this is all of them.
const PHASE_MAX: i32 = 24;

/// Against a king without pieces: for each step that he is nearer to the edge, and that the kings are nearer to each
/// other.
const TO_THE_EDGE: i32 = 12;
const TOGETHER: i32 = 6;

/// What a piece is worth by itself, for exchanges.
pub(super) fn value(piece: Piece) -> i32 {
    match piece {
        Piece::Pawn => PAWN,
        Piece::Knight => 320,
        Piece::Bishop => 330,
        Piece::Rook => 500,
        Piece::Queen => 950,
        Piece::King => 0,
    }
}

/// The worth of `board` to who is to move, in hundredths of a pawn.
pub(super) fn of(board: &Board) -> i32 {
    let mover = board.side_to_move();
    let (mine, theirs) = (side(board, mover), side(board, !mover));
    let phase = phase(board);
    let middle = mine.middle - theirs.middle;
    let end = mine.end - theirs.end + hunt(board, mover) - hunt(board, !mover);
    (middle * phase + end * (PHASE_MAX - phase)) / PHASE_MAX + TEMPO
}

fn phase(board: &Board) -> i32 {
    let count = |piece| board.pieces(piece).len() as i32;
    let minors = count(Piece::Knight) + count(Piece::Bishop);
    (count(Piece::Queen) * 4 + count(Piece::Rook) * 2 + minors).min(PHASE_MAX)
}

fn side(board: &Board, color: Color) -> Worth {
    let mut sum = Worth { middle: 0, end: 0 };
    let mut add = |worth: Worth, times: u32| {
        sum.middle += worth.middle * times as i32;
        sum.end += worth.end * times as i32;
    };
    for piece in Piece::ALL {
        for square in board.colored_pieces(color, piece) {
            add(TABLE[piece as usize][square.relative_to(color) as usize], 1);
        }
    }
    if board.colored_pieces(color, Piece::Bishop).len() >= 2 {
        add(TWO_BISHOPS, 1);
    }
    let pawns = board.colored_pieces(color, Piece::Pawn);
    let others = board.colored_pieces(!color, Piece::Pawn);
    for file in File::ALL {
        let here = (pawns & file.bitboard()).len();
        add(DOUBLED, here.saturating_sub(1));
        if (pawns & file.adjacent()).is_empty() {
            add(ISOLATED, here);
        }
        let rooks = (board.colored_pieces(color, Piece::Rook) & file.bitboard()).len();
        if rooks > 0 && here == 0 {
            add(if (others & file.bitboard()).is_empty() { OPEN_FILE } else { HALF_OPEN_FILE }, rooks);
        }
    }
    for pawn in pawns {
        if (ahead(pawn, color) & others).is_empty() {
            add(PASSED[pawn.relative_to(color).rank() as usize], 1);
        }
    }
    add(COVER, (get_king_moves(board.king(color)) & pawns).len());
    sum
}

/// The squares from which a pawn of the other side could stop or take the pawn of `color` on `pawn`: those before it on
/// its file and the files beside.
fn ahead(pawn: Square, color: Color) -> BitBoard {
    let files = pawn.file().bitboard() | pawn.file().adjacent();
    let rank = 8 * pawn.rank() as u32;
    let ranks = match color {
        Color::White => (u64::MAX << rank) & !(0xff << rank),
        Color::Black => !(u64::MAX << rank),
    };
    files & BitBoard(ranks)
}

/// What it is worth to `color` that a king without pieces is driven to the edge.
fn hunt(board: &Board, color: Color) -> i32 {
    let prey = board.colors(!color) - board.pieces(Piece::Pawn);
    let hunters = board.colors(color) & (board.pieces(Piece::Rook) | board.pieces(Piece::Queen));
    if prey.len() > 1 || hunters.is_empty() {
        return 0;
    }
    let (king, hunted) = (board.king(color), board.king(!color));
    let inward = |line: i32| line.min(7 - line);
    let steps = |one: Square, other: Square| {
        let files = (one.file() as i32).abs_diff(other.file() as i32);
        let ranks = (one.rank() as i32).abs_diff(other.rank() as i32);
        files.max(ranks) as i32
    };
    let from_edge = inward(hunted.file() as i32) + inward(hunted.rank() as i32);
    TO_THE_EDGE * (6 - from_edge) + TOGETHER * (7 - steps(king, hunted))
}
