//! The 960 start positions of Chess960, by Reinhard Scharnagl's numbers.
//!
//! Number `n` is read as digits, from the last: `n mod 4` is the square of the bishop on light squares (b, d, f, h);
//! the next digit of base 4 that of the one on dark squares (a, c, e, g); the next of base 6 counts the squares left
//! free before the queen; what remains, 0 to 9, names one of the ten ways to put two knights on the five squares then
//! left. Rook, king and rook take the last three in this order, so the king stands between the rooks. Number 518 is the
//! arrangement of standard chess.

use cozy_chess::{File, Piece};

/// How many start positions there are.
pub(super) const COUNT: u64 = 960;

/// The two of five free squares that the knights take.
const KNIGHTS: [[usize; 2]; 10] = [[0, 1], [0, 2], [0, 3], [0, 4], [1, 2], [1, 3], [1, 4], [2, 3], [2, 4], [3, 4]];

/// The first rank of start position `number`, which is below [`COUNT`], from the a-file on.
fn first_rank(number: u64) -> [Piece; File::NUM] {
    let mut rest = usize::try_from(number % COUNT).expect("a number below 960 fits");
    let mut digit = |base| {
        let digit = rest % base;
        rest /= base;
        digit
    };
    let mut rank = [None; File::NUM];
    rank[digit(4) * 2 + 1] = Some(Piece::Bishop);
    rank[digit(4) * 2] = Some(Piece::Bishop);
    put(&mut rank, digit(6), Piece::Queen);
    let [left, right] = KNIGHTS[digit(10)];
    // The right one first: it doesn't shift the free squares on its left.
    put(&mut rank, right, Piece::Knight);
    put(&mut rank, left, Piece::Knight);
    for piece in [Piece::Rook, Piece::King, Piece::Rook] {
        put(&mut rank, 0, piece);
    }
    rank.map(|piece| piece.expect("eight pieces for eight squares"))
}

/// Puts `piece` on the free square that has `before` free ones on its left.
fn put(rank: &mut [Option<Piece>; File::NUM], before: usize, piece: Piece) {
    let square = rank.iter_mut().filter(|square| square.is_none()).nth(before);
    *square.expect("as many squares are free as the numbering counts") = Some(piece);
}

/// Start position `number` as a FEN in Shredder's form: castling rights are named by the files of the rooks (`HAha`).
pub(super) fn fen(number: u64) -> String {
    let rank = first_rank(number);
    let black: String = rank.iter().map(|piece| char::from(*piece)).collect();
    let files = || File::ALL.into_iter().zip(rank).rev();
    let castling: String =
        files().filter(|(_, piece)| *piece == Piece::Rook).map(|(file, _)| char::from(file)).collect();
    let (white, rights) = (black.to_uppercase(), castling.to_uppercase());
    format!("{black}/pppppppp/8/8/8/8/PPPPPPPP/{white} w {rights}{castling} - 0 1")
}
