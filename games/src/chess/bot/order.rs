//! The order in which moves are looked at. The sooner a good one comes, the more of the others need no look.

use cozy_chess::{BitBoard, Board, Move, Piece, Rank, Square};

use super::{search::PLIES_MAX, worth::value};

/// Promotions and captures come first, then moves that were too good elsewhere at the same ply, then those that often
/// are.
const LOUD: i32 = 1 << 24;
const KILLER: i32 = 1 << 20;
/// No count of cuts reaches the class above it.
const CUTS_MAX: i32 = KILLER - 1;

/// What is remembered of moves that proved too good to go on.
pub(super) struct Order {
    killers: [[Option<Move>; 2]; PLIES_MAX],
    /// By the squares from and to.
    cuts: Vec<[i32; Square::NUM]>,
}

impl Order {
    pub(super) fn new() -> Order {
        Order { killers: [[None; 2]; PLIES_MAX], cuts: vec![[0; Square::NUM]; Square::NUM] }
    }

    /// All legal moves, the most promising first.
    pub(super) fn all(&self, board: &Board, ply: usize) -> Vec<Move> {
        let mut moves = Vec::with_capacity(48);
        board.generate_moves(|some| {
            moves.extend(some.into_iter().map(|one| (self.promise(board, one, ply), one)));
            false
        });
        sorted(moves)
    }

    /// `one` was too good for the other side to allow: it is looked at earlier from now on.
    pub(super) fn cut(&mut self, board: &Board, one: Move, depth: usize, ply: usize) {
        if is_loud(board, one) {
            return;
        }
        let killers = &mut self.killers[ply];
        if killers[0] != Some(one) {
            *killers = [Some(one), killers[0]];
        }
        let cuts = &mut self.cuts[one.from as usize][one.to as usize];
        *cuts = (*cuts + (depth * depth) as i32).min(CUTS_MAX);
    }

    fn promise(&self, board: &Board, one: Move, ply: usize) -> i32 {
        if is_loud(board, one) {
            LOUD + exchange(board, one)
        } else if self.killers[ply].contains(&Some(one)) {
            KILLER
        } else {
            self.cuts[one.from as usize][one.to as usize]
        }
    }
}

/// Captures and promotions, the greatest gain first.
pub(super) fn exchanges(board: &Board) -> Vec<Move> {
    let theirs = board.colors(!board.side_to_move());
    let last_ranks = Rank::First.bitboard() | Rank::Eighth.bitboard();
    let mut moves = Vec::with_capacity(16);
    board.generate_moves(|mut some| {
        some.to &= if some.piece == Piece::Pawn { theirs | last_ranks | en_passant(board) } else { theirs };
        let wanted = some.into_iter().filter(|one| matches!(one.promotion, None | Some(Piece::Queen)));
        moves.extend(wanted.map(|one| (exchange(board, one), one)));
        false
    });
    sorted(moves)
}

fn en_passant(board: &Board) -> BitBoard {
    let rank = Rank::Sixth.relative_to(board.side_to_move());
    board.en_passant().map_or(BitBoard::EMPTY, |file| Square::new(file, rank).bitboard())
}

fn is_loud(board: &Board, one: Move) -> bool {
    one.promotion.is_some() || board.colors(!board.side_to_move()).has(one.to)
}

/// The more is taken and the less it is taken with, the better.
fn exchange(board: &Board, one: Move) -> i32 {
    let taken = if board.colors(!board.side_to_move()).has(one.to) { board.piece_on(one.to) } else { None };
    let gain = taken.map_or(0, value) + one.promotion.map_or(0, value);
    gain * 16 - board.piece_on(one.from).map_or(0, value)
}

fn sorted(mut moves: Vec<(i32, Move)>) -> Vec<Move> {
    // Stable, so that the same position always gives the same order.
    moves.sort_by_key(|(promise, _)| -promise);
    moves.into_iter().map(|(_, one)| one).collect()
}
