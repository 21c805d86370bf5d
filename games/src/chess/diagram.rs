//! What makes two positions the same by the rule of repetition (FIDE 9.2.3): the same pieces on the same squares, the
//! same player to move, the same castling rights, and the same pawn that can be taken en passant.

use cozy_chess::{Board, Color, File, Move, Piece, Rank, Square, get_pawn_attacks};

/// A position as far as repetition asks. It is the position itself and no hash of it: a draw is never claimed by an
/// accident of numbers.
///
/// `planes` hold a number of three bits for each square, one bit in each of the first three (1 a pawn to 6 a king, 0
/// nothing), and in the fourth whether the piece there is White's. `rights` holds numbers of four bits: whose move it
/// is, then the files of the rooks that White and Black may still castle with (short, long; 0 none, 1 the a-file), and
/// the file of the pawn that can be taken en passant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Diagram {
    planes: [u64; 4],
    rights: u32,
}

impl Diagram {
    pub(super) fn of(board: &Board) -> Diagram {
        let mut planes = [0; 4];
        for (number, piece) in (1u8..).zip(Piece::ALL) {
            for (bit, plane) in planes.iter_mut().take(3).enumerate() {
                if number >> bit & 1 == 1 {
                    *plane |= board.pieces(piece).0;
                }
            }
        }
        planes[3] = board.colors(Color::White).0;
        let [white, black] = Color::ALL.map(|color| *board.castle_rights(color));
        let files = [white.short, white.long, black.short, black.long, en_passant(board)];
        let digits = files.map(|file| file.map_or(0, |file| file as u32 + 1));
        let rights = digits.into_iter().fold(board.side_to_move() as u32, |rights, digit| rights << 4 | digit);
        Diagram { planes, rights }
    }
}

/// The file of the pawn that some legal move takes en passant. The board itself remembers every pawn that has just gone
/// two squares, whether or not anyone can take it.
fn en_passant(board: &Board) -> Option<File> {
    let file = board.en_passant()?;
    let mover = board.side_to_move();
    let to = Square::new(file, Rank::Sixth.relative_to(mover));
    let mut takers = (get_pawn_attacks(to, !mover) & board.colored_pieces(mover, Piece::Pawn)).iter();
    takers.any(|from| board.is_legal(Move { from, to, promotion: None })).then_some(file)
}
