//! Who could still mate, by the pieces on the board alone. Two rules ask this: a dead position ends the game (FIDE
//! 5.2.2), and a fallen flag doesn't lose against who can't mate by any series of legal moves (FIDE 6.9).

use cozy_chess::{BitBoard, Board, Color, Piece};

/// Whether `side` could mate by some series of legal moves in which the other side helps, as far as the kinds of pieces
/// tell. Where pawns stand locked for ever the answer is still yes.
///
/// - **Nothing but the king** mates nobody.
/// - **A queen, a rook or a pawn** (which may become either) can, whatever the other side has.
/// - **Two knights, a knight and a bishop, bishops on both colours of squares** can.
/// - **One knight** can't cover all squares around a king in a corner: some piece of the other side must stand in the
///   way. A queen won't do: beside its king it always takes a knight that gives check. Any other piece will: a rook, a
///   bishop, a knight, and a pawn, which may become one.
/// - **Bishops on one colour of squares** give check on that colour, and at least one flight of the other colour beside
///   the checking line must be blocked. A rook or a queen there steps between or takes; a bishop on the bishops' colour
///   can't stand there. So it takes a knight, a bishop on the other colour, or a pawn, which may become one.
pub(super) fn can_mate(board: &Board, side: Color) -> bool {
    let mine = |piece| board.colored_pieces(side, piece);
    let theirs = |piece| board.colored_pieces(!side, piece);
    let majors_and_pawns = mine(Piece::Queen) | mine(Piece::Rook) | mine(Piece::Pawn);
    if !majors_and_pawns.is_empty() {
        return true;
    }
    let (knights, bishops) = (mine(Piece::Knight), mine(Piece::Bishop));
    match (knights.len(), bishops.len()) {
        (0, 0) => false,
        (1, 0) => [Piece::Rook, Piece::Bishop, Piece::Knight, Piece::Pawn].iter().any(|one| !theirs(*one).is_empty()),
        (0, _) => {
            let all_bishops = board.pieces(Piece::Bishop);
            let one_colour =
                [BitBoard::LIGHT_SQUARES, BitBoard::DARK_SQUARES].iter().any(|c| all_bishops.is_subset(*c));
            !one_colour || !theirs(Piece::Knight).is_empty() || !theirs(Piece::Pawn).is_empty()
        }
        _ => true,
    }
}

/// Whether neither side could mate: bare kings, a single knight or bishop more, or any number of bishops that all stand
/// on one colour of squares.
pub(super) fn is_dead(board: &Board) -> bool {
    Color::ALL.iter().all(|side| !can_mate(board, *side))
}
