//! A position of chess with what the rules of draws need to know of the way to it. Moves come in and go out as text
//! (UCI); whether and how the game has ended is asked elsewhere.

use cozy_chess::{BitBoard, Board, Color, File, Move, Piece, Rank, Square};
use title::Rejection;

use super::{diagram::Diagram, word::Word};

/// The board's own count of quiet plies stops here, which is not enough for the rule of seventy-five moves.
const BOARD_QUIET_MAX: u16 = 100;

/// A position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Position {
    board: Board,
    form: Form,
    /// Plies since the last capture or move of a pawn.
    quiet: u16,
    /// The positions since then, the oldest first, this one the last. None before can come again.
    since: Vec<Diagram>,
}

/// How castling is named as a move, and castling rights in a FEN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// By the king's two squares, `e1g1`; rights are `KQkq`.
    Standard,
    /// By the squares of king and rook, `e1h1`: in Chess960 a king may reach the same square with and without castling.
    /// Rights are named by the rooks' files, `HAha` (Shredder's form).
    Chess960,
}

impl Form {
    pub(super) fn of(chess960: bool) -> Form {
        if chess960 { Form::Chess960 } else { Form::Standard }
    }
}

/// The squares of a castling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Castling {
    /// The king's, before and after.
    pub(super) king: [Square; 2],
    /// The rook's, before and after.
    pub(super) rook: [Square; 2],
}

impl Position {
    /// The position of a FEN; castling rights are read in either form. `None` if it is none.
    pub(super) fn from_fen(fen: &str, form: Form) -> Option<Position> {
        let mut fields: Vec<&str> = fen.split(' ').collect();
        let quiet: u16 = fields.get(4)?.parse().ok()?;
        let capped = quiet.min(BOARD_QUIET_MAX).to_string();
        fields[4] = &capped;
        let board: Board = fields.join(" ").parse().ok()?;
        let since = vec![Diagram::of(&board)];
        Some(Position { board, form, quiet, since })
    }

    /// The position as a FEN. It names a square for en passant after every double step of a pawn, taken or not.
    pub(super) fn fen(&self) -> String {
        let fen = match self.form {
            Form::Standard => format!("{}", self.board),
            Form::Chess960 => format!("{:#}", self.board),
        };
        let mut fields = fen.rsplitn(3, ' ');
        let (number, _, rest) = (fields.next(), fields.next(), fields.next());
        let field = |field: Option<&str>| field.expect("a FEN has six fields").to_string();
        format!("{} {} {}", field(rest), self.quiet, field(number))
    }

    pub(super) fn board(&self) -> &Board {
        &self.board
    }

    /// Whose move it is.
    pub(super) fn mover(&self) -> Color {
        self.board.side_to_move()
    }

    /// Plies since the last capture or move of a pawn.
    pub(super) fn quiet(&self) -> u16 {
        self.quiet
    }

    /// How often this position has stood on the board, this time included.
    pub(super) fn times(&self) -> usize {
        let now = self.since.last();
        self.since.iter().filter(|earlier| Some(*earlier) == now).count()
    }

    /// Every legal move, named as [`Position::read`] reads it.
    pub(super) fn legal(&self) -> Vec<Word> {
        let mut words = Vec::new();
        self.board.generate_moves(|moves| {
            words.extend(moves.into_iter().map(|one| self.name(one)));
            false
        });
        words
    }

    /// The legal move that `text` names.
    pub(super) fn read(&self, text: &str) -> Result<Move, Rejection> {
        let named = parse(text).ok_or(NOT_A_MOVE)?;
        let legal = match self.form {
            Form::Standard => self.with_rook(named)?,
            Form::Chess960 => named,
        };
        if self.board.is_legal(legal) { Ok(legal) } else { Err(ILLEGAL_MOVE) }
    }

    /// Plays a move that [`Position::read`] has given for this very position.
    pub(super) fn play(&mut self, legal: Move) {
        let takes = self.board.colors(!self.mover()).has(legal.to);
        if takes || self.board.piece_on(legal.from) == Some(Piece::Pawn) {
            self.quiet = 0;
            self.since.clear();
        } else {
            self.quiet = self.quiet.saturating_add(1);
        }
        self.board.play_unchecked(legal);
        self.since.push(Diagram::of(&self.board));
    }

    /// The position after a move that [`Position::read`] has given for this one.
    pub(super) fn after(&self, legal: Move) -> Position {
        let mut after = self.clone();
        after.play(legal);
        after
    }

    /// How the board's move `one` is named outside.
    pub(super) fn name(&self, one: Move) -> Word {
        let castling = match self.form {
            Form::Standard => self.castling(one),
            Form::Chess960 => None,
        };
        let named = castling.map_or(one, |castling| Move { to: castling.king[1], ..one });
        Word::of(named).expect("two squares and a letter fit")
    }

    /// The squares of the board's move `one`, if it castles: there a king takes its own rook.
    pub(super) fn castling(&self, one: Move) -> Option<Castling> {
        self.board.colors(self.mover()).has(one.to).then(|| {
            let rank = one.from.rank();
            let [king, rook] = if one.from.file() < one.to.file() { [File::G, File::F] } else { [File::C, File::D] };
            Castling { king: [one.from, Square::new(king, rank)], rook: [one.to, Square::new(rook, rank)] }
        })
    }

    /// The square of the pawn that the board's move `one` takes en passant.
    pub(super) fn en_passant(&self, one: Move) -> Option<Square> {
        let pawn = self.board.piece_on(one.from) == Some(Piece::Pawn);
        let aslant = one.from.file() != one.to.file();
        let taken = pawn && aslant && (self.board.occupied() & BitBoard::from(one.to)).is_empty();
        taken.then(|| Square::new(one.to.file(), one.from.rank()))
    }

    /// The board's move for a move named in standard form. The board castles by king takes rook; in standard form that
    /// is no name for a move, so it is refused here.
    fn with_rook(&self, named: Move) -> Result<Move, Rejection> {
        if self.board.colors(self.mover()).has(named.to) {
            return Err(ILLEGAL_MOVE);
        }
        let rank = Rank::First.relative_to(self.mover());
        let king = self.board.king(self.mover());
        let castles = king == Square::new(File::E, rank) && named.from == king && named.to.rank() == rank;
        let rights = self.board.castle_rights(self.mover());
        let rook = match named.to.file() {
            File::G if castles => rights.short,
            File::C if castles => rights.long,
            _ => None,
        };
        Ok(rook.map_or(named, |file| Move { to: Square::new(file, rank), ..named }))
    }
}

const NOT_A_MOVE: Rejection =
    Rejection::new("not_a_move", "Name a move by its two squares, and a promotion by its letter: e2e4, e7e8q.");
const ILLEGAL_MOVE: Rejection = Rejection::new("illegal_move", "That move isn't legal here; choose another.");

/// Two squares and the letter of a promotion, if `text` is just that.
fn parse(text: &str) -> Option<Move> {
    let letter = match text.len() {
        4 => None,
        5 => Some(text.get(4..5)?),
        _ => return None,
    };
    let promotion = match letter {
        None => None,
        Some("q") => Some(Piece::Queen),
        Some("r") => Some(Piece::Rook),
        Some("b") => Some(Piece::Bishop),
        Some("n") => Some(Piece::Knight),
        Some(_) => return None,
    };
    Some(Move { from: text.get(..2)?.parse().ok()?, to: text.get(2..4)?.parse().ok()?, promotion })
}
