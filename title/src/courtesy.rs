//! Courtesies: what two people at a board expect of each other besides the rules. A title lists those it knows; the engine
//! carries them out, and asks the rules only where they have a say.

use serde::{Deserialize, Serialize};

/// Something players may ask of each other or of the match, if the title lists it in its [`crate::Info`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Courtesy {
    /// Give the match up: [`crate::Title::forfeit`] says what follows.
    Resign,
    /// End it for nobody before the second move.
    Abort,
    /// Offer a draw; it needs the others' consent.
    Draw,
    /// Give time to those who play against one: [`crate::Title::add_time`].
    AddTime,
    /// Stop the match's time, with the others' consent.
    Pause,
    /// Take one's last action back, with the others' consent.
    Undo,
    /// Play again with the seats swapped.
    Rematch,
    /// Claim the win when the others have been gone for long: [`crate::Title::forfeit`] says what follows.
    Claim,
}

impl Courtesy {
    /// What any title can bear: nothing in it asks the rules for more than a winner.
    pub const STANDARD: &'static [Courtesy] = &[Courtesy::Resign, Courtesy::Abort, Courtesy::Rematch, Courtesy::Claim];

    /// What a title with two seats can bear that keeps no time and whose positions may be taken back.
    pub const UNTIMED: &'static [Courtesy] =
        &[Courtesy::Resign, Courtesy::Abort, Courtesy::Draw, Courtesy::Undo, Courtesy::Rematch, Courtesy::Claim];

    /// Everything. For titles with two seats whose positions may be taken back, and with a clock to give time from.
    pub const ALL: &'static [Courtesy] = &[
        Courtesy::Resign,
        Courtesy::Abort,
        Courtesy::Draw,
        Courtesy::AddTime,
        Courtesy::Pause,
        Courtesy::Undo,
        Courtesy::Rematch,
        Courtesy::Claim,
    ];
}

/// Why a seat gives the match up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Forfeit {
    /// Its player said so.
    Resigned,
    /// Its player has been gone for long, and the win was claimed.
    Left,
}

impl Forfeit {
    /// The reason of the outcome, as a stable code.
    pub fn reason(self) -> &'static str {
        match self {
            Forfeit::Resigned => "resigned",
            Forfeit::Left => "left",
        }
    }
}
