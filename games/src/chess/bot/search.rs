//! The search: alpha and beta, deeper by a ply each time until the nodes are used up, with exchanges followed to their
//! end. Worths are in hundredths of a pawn, as the player to move sees it.

use cozy_chess::{Board, Move};

use super::{
    order::{self, Order},
    worth::{self, PAWN, value},
};
use crate::chess::material::is_dead;

/// The worth of mate now. One that is further off is worth a little less, so that it comes nearer.
const MATE: i32 = 30_000;
/// Deeper than any search gets; it bounds the line of moves under one position.
pub(super) const PLIES_MAX: usize = 64;
/// A worth above this is a mate in sight.
const MATE_IN_SIGHT: i32 = MATE - PLIES_MAX as i32;
/// More than any worth.
const INFINITE: i32 = MATE + 1;
/// What an exchange may bring beyond the piece taken: with less than this to hope for it isn't looked at.
const EXCHANGE_HOPE: i32 = 2 * PAWN;
/// Plies without capture or pawn move after which a position counts as drawn.
const QUIET_PLIES: u8 = 100;

/// A bird in the hand: this part of what a move brings at once is added to what it brings in the end. Without it a pawn
/// that can become a queen on any later move would wait for ever.
const HAND_SHARE: i32 = 16;
/// When the nodes are used up in the middle of a depth, what was found there counts if it names another best move, or
/// makes this one worse by so much. Less is the usual swing between seeing one's own move last and the other's.
const SWING: i32 = PAWN / 2;

/// A move of the root and what it is worth.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scored {
    pub(super) one: Move,
    pub(super) score: i32,
    /// What is added to the score for what it brings at once.
    hand: i32,
}

/// One search.
pub(super) struct Search {
    /// The positions that came before, of the game and then of the line looked at.
    line: Vec<u64>,
    nodes: u32,
    order: Order,
}

/// The nodes are used up.
struct UsedUp;

impl Search {
    /// A search that looks at `nodes` positions. `game` has the hashes of those that could be repeated.
    pub(super) fn new(game: Vec<u64>, nodes: u32) -> Search {
        Search { line: game, nodes, order: Order::new() }
    }

    /// The best moves in `board`: all that come within `margin` of the very best. None if there is no legal move.
    pub(super) fn best(mut self, board: &Board, margin: i32) -> Vec<Scored> {
        let mut found: Vec<Scored> = self.order.all(board, 0).into_iter().map(Scored::unknown).collect();
        for depth in 0..PLIES_MAX {
            let complete = self.deepen(board, depth, margin, &mut found).is_ok();
            if !complete || found.first().is_none_or(|best| best.score.abs() > MATE_IN_SIGHT) {
                break;
            }
        }
        let best = found.first().map_or(0, |best| best.score);
        // A mate in sight is not put off for the sake of variety.
        let worst = if best > MATE_IN_SIGHT { best } else { best - margin };
        found.retain(|scored| scored.score >= worst);
        found
    }

    /// Scores `found` with `depth` plies after each move, and sorts it, the best first.
    fn deepen(&mut self, board: &Board, depth: usize, margin: i32, found: &mut Vec<Scored>) -> Result<(), UsedUp> {
        let mut deeper: Vec<Scored> = Vec::with_capacity(found.len());
        let mut best = -INFINITE;
        for scored in found.iter() {
            // Moves within the margin must get their true worth, and at first all, for what they bring at once; of the
            // others it is enough to know that they are worse.
            let alpha = if depth == 0 { -INFINITE } else { (best - margin - 1 - scored.hand).max(-INFINITE) };
            match self.after(board, scored.one, depth, 1, alpha, INFINITE) {
                Ok(score) => deeper.push(scored.with(score, depth)),
                Err(UsedUp) => {
                    sort(&mut deeper);
                    let changed = |new: &Scored| new.one != found[0].one || new.score < found[0].score - SWING;
                    if deeper.first().is_some_and(changed) {
                        *found = deeper;
                    }
                    return Err(UsedUp);
                }
            }
            best = best.max(deeper[deeper.len() - 1].score);
        }
        sort(&mut deeper);
        *found = deeper;
        Ok(())
    }

    /// What playing `one` is worth to who plays it, with `depth` plies after it. `ply` is how far the root is then.
    fn after(
        &mut self,
        board: &Board,
        one: Move,
        depth: usize,
        ply: usize,
        alpha: i32,
        beta: i32,
    ) -> Result<i32, UsedUp> {
        let mut after = board.clone();
        after.play_unchecked(one);
        self.line.push(after.hash());
        let score = self.node(&after, depth, ply, -beta, -alpha);
        self.line.pop();
        Ok(-score?)
    }

    fn node(&mut self, board: &Board, depth: usize, ply: usize, mut alpha: i32, beta: i32) -> Result<i32, UsedUp> {
        self.nodes = self.nodes.checked_sub(1).ok_or(UsedUp)?;
        let check = !board.checkers().is_empty();
        if self.repeats(board) || is_dead(board) || (board.halfmove_clock() >= QUIET_PLIES && !check) {
            return Ok(0);
        }
        if ply >= PLIES_MAX {
            return Ok(worth::of(board));
        }
        // A check is answered before it is judged.
        let depth = if check { depth + 1 } else { depth };
        if depth == 0 {
            return self.exchanges(board, ply, alpha, beta);
        }
        let moves = self.order.all(board, ply);
        if moves.is_empty() {
            return Ok(if check { ply as i32 - MATE } else { 0 });
        }
        let mut best = -INFINITE;
        for one in moves {
            let score = self.after(board, one, depth - 1, ply + 1, alpha, beta)?;
            best = best.max(score);
            alpha = alpha.max(score);
            if alpha >= beta {
                self.order.cut(board, one, depth, ply);
                break;
            }
        }
        Ok(best)
    }

    /// The worth of a position once all exchanges are played out. Who is to move may leave them.
    fn exchanges(&mut self, board: &Board, ply: usize, mut alpha: i32, beta: i32) -> Result<i32, UsedUp> {
        let mut best = worth::of(board);
        alpha = alpha.max(best);
        if alpha >= beta || ply >= PLIES_MAX {
            return Ok(best);
        }
        let standing = best;
        for one in order::exchanges(board) {
            let gain = board.piece_on(one.to).map_or(0, value) + one.promotion.map_or(0, value);
            if standing + gain + EXCHANGE_HOPE <= alpha {
                continue;
            }
            let score = self.after(board, one, 0, ply + 1, alpha, beta)?;
            best = best.max(score);
            alpha = alpha.max(score);
            if alpha >= beta {
                break;
            }
        }
        Ok(best)
    }

    /// Whether the position, the last of the line, has stood before: who repeats once can repeat again.
    fn repeats(&self, board: &Board) -> bool {
        let quiet = usize::from(board.halfmove_clock());
        let mut earlier = self.line.iter().rev();
        let now = earlier.next();
        earlier.take(quiet).any(|hash| Some(hash) == now)
    }
}

impl Scored {
    fn unknown(one: Move) -> Scored {
        Scored { one, score: -INFINITE, hand: 0 }
    }

    /// The same move once it is worth `score` with `depth` plies after it.
    fn with(self, score: i32, depth: usize) -> Scored {
        if score.abs() > MATE_IN_SIGHT {
            return Scored { score, ..self };
        }
        let hand = if depth == 0 { score / HAND_SHARE } else { self.hand };
        Scored { score: score + hand, hand, ..self }
    }
}

/// The best first. Equals keep their order, so that the same position always gives the same list.
fn sort(moves: &mut [Scored]) {
    moves.sort_by_key(|scored| -scored.score);
}
