//! What a piece is worth on each square, reckoned from a few plain rules: knights to the centre, rooks to the seventh
//! rank, the king behind his pawns until the board is empty, pawns forward.

use cozy_chess::{Piece, Square};

/// Worth in the middle of the game and at its end, in hundredths of a pawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Worth {
    pub(super) middle: i32,
    pub(super) end: i32,
}

/// By piece and square, as White sees it; the pieces themselves are included.
pub(super) const TABLE: [[Worth; Square::NUM]; Piece::NUM] = table();

const fn table() -> [[Worth; Square::NUM]; Piece::NUM] {
    let mut table = [[Worth { middle: 0, end: 0 }; Square::NUM]; Piece::NUM];
    let mut square = 0;
    while square < Square::NUM {
        let (file, rank) = ((square % 8) as i32, (square / 8) as i32);
        table[Piece::Pawn as usize][square] = pawn(file, rank);
        table[Piece::Knight as usize][square] = knight(file, rank);
        table[Piece::Bishop as usize][square] = bishop(file, rank);
        table[Piece::Rook as usize][square] = rook(file, rank);
        table[Piece::Queen as usize][square] = queen(file, rank);
        table[Piece::King as usize][square] = king(file, rank);
        square += 1;
    }
    table
}

/// Steps from the nearer edge, 0 to 3.
const fn inward(line: i32) -> i32 {
    if line < 4 { line } else { 7 - line }
}

/// Steps from the edges to all sides, 0 in a corner to 6 in the centre.
const fn central(file: i32, rank: i32) -> i32 {
    inward(file) + inward(rank)
}

const fn pawn(file: i32, rank: i32) -> Worth {
    const FORWARD: [i32; 8] = [0, 0, 4, 10, 20, 40, 70, 0];
    const FORWARD_AT_THE_END: [i32; 8] = [0, 0, 6, 14, 30, 55, 90, 0];
    let centre = match (inward(file), rank) {
        (3, 1) => -18,
        (3, 3) => 22,
        (3, 2 | 4) => 10,
        (2, 3) => 8,
        // The pawns before a castled king stay where they are.
        (0 | 1, 1) => 6,
        _ => 0,
    };
    Worth { middle: 90 + FORWARD[rank as usize] + centre, end: 110 + FORWARD_AT_THE_END[rank as usize] }
}

const fn knight(file: i32, rank: i32) -> Worth {
    let home = if rank == 0 { -12 } else { 0 };
    Worth { middle: 290 + 9 * central(file, rank) + home, end: 270 + 7 * central(file, rank) }
}

const fn bishop(file: i32, rank: i32) -> Worth {
    let home = if rank == 0 { -14 } else { 0 };
    let long_diagonal = if file == rank || file == 7 - rank { 8 } else { 0 };
    Worth { middle: 318 + 4 * central(file, rank) + home + long_diagonal, end: 300 + 4 * central(file, rank) }
}

const fn rook(file: i32, rank: i32) -> Worth {
    let seventh = if rank == 6 { 22 } else { 0 };
    Worth { middle: 478 + 4 * inward(file) + seventh, end: 510 + seventh / 2 }
}

const fn queen(file: i32, rank: i32) -> Worth {
    // Out early she is chased about.
    let early = if rank >= 2 { -8 } else { 0 };
    Worth { middle: 940 + 2 * central(file, rank) + early, end: 930 + 5 * central(file, rank) }
}

const fn king(file: i32, rank: i32) -> Worth {
    let away = if rank == 0 { 0 } else { -12 - 14 * rank };
    let corner = match file {
        1 | 6 => 34,
        2 => 26,
        0 | 7 => 18,
        _ => 0,
    };
    Worth { middle: away + if rank == 0 { corner } else { 0 }, end: 9 * central(file, rank) - 24 }
}
