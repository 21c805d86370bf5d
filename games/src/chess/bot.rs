//! A bot that plays like someone who has been to a chess club for a year: it sees short combinations, takes what hangs,
//! mates with a rook, and plans nothing. It knows what a player sees, the view, and no more.

mod order;
mod search;
mod tables;
mod worth;

use cozy_chess::Move;
use title::{Rng, Seat};

use self::search::{Scored, Search};
use super::{
    Action, View,
    ending::{Claim, seat_of},
    position::{Form, Position},
};

/// Positions looked at for one move. That is about four plies and their exchanges in the middle of a game, which is the
/// strength wanted, and some milliseconds, so that one thread serves many bots. When it is used up, the best move found
/// so far is played.
pub(super) const NODES: u32 = 30_000;

/// In this many plies from the start the bot plays any move that comes within this many hundredths of a pawn of the
/// best, so that no two games need be the same. Afterwards only chance between equals is left.
const OPENING_PLIES: usize = 10;
const OPENING_MARGIN: i32 = 15;

/// A draw is claimed when it stands worse than this, in hundredths of a pawn.
const CLAIM_BELOW: i32 = -30;

/// What `seat` does in `view`, after at most `nodes` positions looked at. `None` if it isn't to move or can't.
pub(super) fn choose(view: &View, seat: Seat, nodes: u32, rng: &mut Rng) -> Option<Action> {
    let (position, hashes) = replay(view)?;
    if seat_of(position.mover()) != seat {
        return None;
    }
    let margin = if view.moves.len() < OPENING_PLIES { OPENING_MARGIN } else { 0 };
    let found = Search::new(hashes, nodes).best(position.board(), margin);
    let chosen = rng.choose(&found)?;
    let text = position.name(chosen.one).to_string();
    if wants_draw(&position, chosen) {
        if view.claim.is_some() {
            return Some(Action::Claim(None));
        }
        if Claim::in_position(&position.after(chosen.one)).is_some() {
            return Some(Action::Claim(Some(text)));
        }
    }
    Some(Action::Move(text))
}

/// Whether it stands worse and sees nothing better than a draw.
fn wants_draw(position: &Position, chosen: &Scored) -> bool {
    chosen.score <= 0 && worth::of(position.board()) < CLAIM_BELOW
}

/// The position of a view, and the hashes of those that could still be repeated, the oldest first, itself the last.
fn replay(view: &View) -> Option<(Position, Vec<u64>)> {
    let mut position = Position::from_fen(&view.start, Form::of(view.chess960))?;
    let mut hashes = vec![position.board().hash()];
    for played in &view.moves {
        let legal: Move = position.read(played.uci.as_str()).ok()?;
        position.play(legal);
        if position.quiet() == 0 {
            hashes.clear();
        }
        hashes.push(position.board().hash());
    }
    Some((position, hashes))
}
