//! How a game ends by the position on the board: at once, or because a player may claim it. Flags, resignation and
//! agreement are not the board's.

use cozy_chess::Color;
use serde::{Deserialize, Serialize};
use title::{Outcome, Seat};

use super::{
    material::{can_mate, is_dead},
    position::Position,
};

/// Seats of a game.
pub(super) const SEATS: u8 = 2;

/// Times a position must have stood on the board for a claim (FIDE 9.2), and for a draw without one (FIDE 9.6.1).
const TIMES_FOR_CLAIM: usize = 3;
const TIMES_FOR_DRAW: usize = 5;

/// Plies without capture or pawn move for a claim, fifty moves of each side (FIDE 9.3), and for a draw without one,
/// seventy-five (FIDE 9.6.2).
const QUIET_FOR_CLAIM: u16 = 100;
const QUIET_FOR_DRAW: u16 = 150;

/// The fewest quiet plies in which a position comes for the third time: a piece of each side goes to and fro, twice.
const QUIET_FOR_THIRD_TIME: u16 = 8;

/// Why a player may claim a draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Claim {
    /// The position has stood on the board three times.
    Threefold,
    /// Fifty moves of each side have gone by without a capture or a move of a pawn.
    FiftyMoves,
}

impl Claim {
    /// The claim that `position` gives to who is to move, or to who would bring it about.
    pub(super) fn in_position(position: &Position) -> Option<Claim> {
        if position.times() >= TIMES_FOR_CLAIM {
            Some(Claim::Threefold)
        } else if position.quiet() >= QUIET_FOR_CLAIM {
            Some(Claim::FiftyMoves)
        } else {
            None
        }
    }

    /// Whether some move could bring about a position that gives a claim; when this says no, none does.
    pub(super) fn is_near(position: &Position) -> bool {
        position.quiet() + 1 >= QUIET_FOR_THIRD_TIME
    }

    pub(super) fn outcome(self) -> Outcome {
        let reason = match self {
            Claim::Threefold => "threefold",
            Claim::FiftyMoves => "fifty_moves",
        };
        Outcome::draw(SEATS, reason)
    }
}

/// The seat of `color`: White sits in seat 0.
pub(super) fn seat_of(color: Color) -> Seat {
    match color {
        Color::White => Seat(0),
        Color::Black => Seat(1),
    }
}

/// The colour of `seat`.
pub(super) fn color_of(seat: Seat) -> Color {
    if seat == Seat(0) { Color::White } else { Color::Black }
}

/// How the game has ended with `position`, if it has. Mate goes before every draw: who mates with the move that
/// completes the seventy-five has won.
pub(super) fn outcome(position: &Position) -> Option<Outcome> {
    let board = position.board();
    let draw = |reason| Some(Outcome::draw(SEATS, reason));
    if !board.generate_moves(|_| true) {
        return if board.checkers().is_empty() {
            draw("stalemate")
        } else {
            Some(Outcome::win(seat_of(!position.mover()), SEATS, "checkmate"))
        };
    }
    if is_dead(board) {
        draw("insufficient_material")
    } else if position.times() >= TIMES_FOR_DRAW {
        draw("fivefold")
    } else if position.quiet() >= QUIET_FOR_DRAW {
        draw("seventy_five_moves")
    } else {
        None
    }
}

/// What follows when `loser` can't go on: the other side wins for `win`, unless it couldn't mate by any means; then it
/// is a draw for `draw`.
pub(super) fn lost_by(loser: Seat, position: &Position, win: &'static str, draw: &'static str) -> Outcome {
    let winner = loser.next(SEATS);
    if can_mate(position.board(), color_of(winner)) {
        Outcome::win(winner, SEATS, win)
    } else {
        Outcome::draw(SEATS, draw)
    }
}
