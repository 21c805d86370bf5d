//! Looking ahead for the bots of games in which two play in turn and see everything: alpha-beta, a ply deeper each time
//! until a budget of positions is used up. It knows no title; a game tells it moves and values.

use title::{Rng, Seat};

/// What a won position is worth at least. Guesses stay far below it.
pub(crate) const WON: i32 = 1_000_000;

/// More than any position is worth.
const BEYOND: i32 = 2 * WON;

/// A position of such a game.
pub(crate) trait Position: Copy {
    type Move: Copy + PartialEq;

    /// Whose move it is. The same seat may move twice in a row.
    fn turn(&self) -> Seat;

    /// All legal moves, those first that are likely to be good. None when the game is over.
    fn moves(&self) -> impl Iterator<Item = Self::Move>;

    /// The position after a legal move.
    fn after(&self, one: Self::Move) -> Self;

    /// What it is worth to the seat whose move it is: a guess, or `WON` and more, or `-WON` and less, when it is over
    /// and decided.
    fn worth(&self) -> i32;
}

/// The best move found by looking at no more than `nodes` positions; chance decides between equals. A win is taken as
/// soon as it can be had, a loss put off. `None` when there is no move.
pub(crate) fn best<P: Position>(position: &P, nodes: u32, rng: &mut Rng) -> Option<P::Move> {
    let mut moves: Vec<P::Move> = position.moves().collect();
    rng.shuffle(&mut moves);
    let mut search = Search { nodes_left: nodes, depth: 0, cut_off: true };
    while search.cut_off {
        search.depth += 1;
        search.cut_off = false;
        let Some((found, worth)) = search.first_best(position, &moves) else { break };
        // First again in the next round: the better the first, the more of the others can be cut away.
        moves[..=found].rotate_right(1);
        if worth.abs() > WON / 2 {
            break;
        }
    }
    moves.first().copied()
}

struct Search {
    nodes_left: u32,
    /// How many plies ahead it looks.
    depth: i32,
    /// Whether it left a line there and not at the end of the game.
    cut_off: bool,
}

impl Search {
    /// The place and the worth of the first among the best of `moves`. `None` when the budget is used up, or without
    /// moves.
    fn first_best<P: Position>(&mut self, position: &P, moves: &[P::Move]) -> Option<(usize, i32)> {
        let mut best = None;
        let mut alpha = -BEYOND;
        for (place, one) in moves.iter().enumerate() {
            let worth = self.worth_of(position, *one, 1, alpha, BEYOND)?;
            if worth > alpha {
                (alpha, best) = (worth, Some((place, worth)));
            }
        }
        best
    }

    /// What a move, the one of this ply, is worth to whoever makes it.
    fn worth_of<P: Position>(&mut self, from: &P, one: P::Move, ply: i32, alpha: i32, beta: i32) -> Option<i32> {
        let next = from.after(one);
        if next.turn() == from.turn() {
            self.worth(&next, ply, alpha, beta)
        } else {
            self.worth(&next, ply, -beta, -alpha).map(|worth| -worth)
        }
    }

    /// What a position after `ply` plies is worth to who is to move in it, or a bound if that is outside of
    /// `alpha..beta`.
    fn worth<P: Position>(&mut self, position: &P, ply: i32, mut alpha: i32, beta: i32) -> Option<i32> {
        self.nodes_left = self.nodes_left.checked_sub(1)?;
        let mut moves = position.moves().peekable();
        let over = moves.peek().is_none();
        if over || ply == self.depth {
            self.cut_off |= !over;
            let worth = position.worth();
            // The near win is better, and the far loss.
            return Some(if worth.abs() > WON / 2 { worth - worth.signum() * ply } else { worth });
        }
        for one in moves {
            alpha = alpha.max(self.worth_of(position, one, ply + 1, alpha, beta)?);
            if alpha >= beta {
                break;
            }
        }
        Some(alpha)
    }
}

#[cfg(test)]
pub(crate) mod trial;
