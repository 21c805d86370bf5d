//! A game as it is stored: where it started and the moves since, from which all else follows. So it stays small, and no
//! two parts of it can contradict each other.

use serde::{Deserialize, Serialize};
use title::Clock;

use super::{Chess, position::Form, word::Word};

#[derive(Serialize, Deserialize)]
pub(super) struct Record {
    start: String,
    chess960: bool,
    moves: Vec<Word>,
    clock: Clock,
}

impl From<Chess> for Record {
    fn from(game: Chess) -> Record {
        Record {
            start: game.start,
            chess960: game.form == Form::Chess960,
            moves: game.moves.iter().map(|played| played.uci).collect(),
            clock: game.clock,
        }
    }
}

impl TryFrom<Record> for Chess {
    type Error = String;

    fn try_from(record: Record) -> Result<Chess, String> {
        let Record { start, chess960, moves, clock } = record;
        let begun = Chess::begin(start, Form::of(chess960), clock);
        let mut game = begun.ok_or("a stored game of chess starts from no position")?;
        for word in moves {
            game.play(word.as_str()).map_err(|_| format!("a stored game of chess has an illegal move, {word}"))?;
        }
        Ok(game)
    }
}
