//! What a table of chess chooses, and what quick match offers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use title::{Preset, Rng, TimeControl, Wire};

use super::scharnagl;

/// The start position of standard chess.
const START: &str = "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1";

/// The time of a table that doesn't choose: ten minutes and five seconds a move.
const TIME: TimeControl = TimeControl::Increment { base_s: 600, increment_s: 5 };

/// What a table chooses.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Options {
    pub(super) time: TimeControl,
    /// Draw one of 960 arrangements of the first rank.
    #[schemars(title = "Chess960")]
    pub(super) chess960: bool,
    /// Where a test lets the game start instead (FEN). No table can choose it.
    #[cfg(test)]
    #[serde(skip)]
    #[schemars(skip)]
    pub(super) start: Option<String>,
}
Wire!(Options);

impl Default for Options {
    fn default() -> Options {
        Options {
            time: TIME,
            chess960: false,
            #[cfg(test)]
            start: None,
        }
    }
}

impl Options {
    /// The position that a game with these options starts from (FEN). In Chess960 it is drawn, all alike.
    pub(super) fn position(&self, rng: &mut Rng) -> String {
        #[cfg(test)]
        if let Some(start) = &self.start {
            return start.clone();
        }
        if self.chess960 { scharnagl::fen(rng.below(scharnagl::COUNT)) } else { START.to_string() }
    }
}

/// What quick match offers, called by minutes and seconds a move.
pub(super) fn presets() -> Vec<Preset<Options>> {
    let sudden_death = |base_s| TimeControl::SuddenDeath { base_s };
    let increment = |base_s, increment_s| TimeControl::Increment { base_s, increment_s };
    [
        ("1+0", sudden_death(60)),
        ("3+2", increment(180, 2)),
        ("5+0", sudden_death(300)),
        ("10+0", sudden_death(600)),
        ("10+5", increment(600, 5)),
        ("15+10", increment(900, 10)),
        ("30+0", sudden_death(1800)),
    ]
    .into_iter()
    .map(|(label, time)| Preset { label, options: Options { time, ..Options::default() } })
    .collect()
}
