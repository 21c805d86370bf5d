//! What the engine asks a title about itself before and beside play.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Courtesy;

/// What is true of a title at every table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Info {
    /// Names the title in addresses, match ids and storage: lower-case letters, digits and `_`, never changed.
    pub name: &'static str,
    /// What people call it: `Tic-tac-toe`.
    pub label: &'static str,
    /// One sentence for someone who has never heard of it.
    pub summary: &'static str,
    /// Raised whenever the same events could lead to another state than before.
    pub rules_version: u32,
    /// Whether two viewers may see different things. `false` lets the engine build one view for all.
    pub views_differ: bool,
    /// What players may ask of each other.
    pub courtesies: &'static [Courtesy],
    /// What the seats are called, in order: `White`, `Black`. Empty if they have no names.
    pub sides: &'static [&'static str],
    /// The name of the title's own bot; `None` if there is none but chance.
    pub bot: Option<&'static str>,
    /// Whether a frame tells only what its tick has changed, so that none may be missed. See [`crate::Title::follow`].
    pub delta_frames: bool,
}

impl Info {
    /// A title in the first version of its rules, at which everyone sees the same and the standard courtesies are known.
    pub const fn new(name: &'static str, label: &'static str, summary: &'static str) -> Info {
        let courtesies = Courtesy::STANDARD;
        let (views_differ, delta_frames) = (false, false);
        Info { name, label, summary, rules_version: 1, views_differ, courtesies, sides: &[], bot: None, delta_frames }
    }

    /// The same title with these courtesies and no others.
    pub const fn with_courtesies(self, courtesies: &'static [Courtesy]) -> Info {
        Info { courtesies, ..self }
    }

    /// The same title with names for its seats.
    pub const fn with_sides(self, sides: &'static [&'static str]) -> Info {
        Info { sides, ..self }
    }

    /// The same title with a bot of its own, [`crate::Title::bot`], that people know by this name.
    pub const fn with_bot(self, name: &'static str) -> Info {
        Info { bot: Some(name), ..self }
    }

    /// The same title whose frames tell only what their tick has changed. Such a title sends one at every tick; a viewer who
    /// misses one is shown the whole view again.
    pub const fn with_delta_frames(self) -> Info {
        Info { delta_frames: true, ..self }
    }

    /// The same title at which viewers may see different things.
    pub const fn with_secrets(self) -> Info {
        Info { views_differ: true, ..self }
    }
}

/// The options of a title that leaves nothing to choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NoOptions {}
crate::Wire!(NoOptions);

/// What follows from the options a table chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How many seats the match has; it starts when all are taken. At most [`crate::Seats::MAX`].
    pub seats: u8,
    /// Ticks per second of a real-time match; `None` for a match that moves by actions and alarms only.
    pub tick_hz: Option<u32>,
    /// When viewers may see an event.
    pub shown: Shown,
    /// Whether it may take days: then nobody is gone for not being there.
    pub unhurried: bool,
}

/// Options that many want to play with: what quick match offers.
#[derive(Clone, Debug)]
pub struct Preset<O> {
    /// What it is called, shortly: `5+3`.
    pub label: &'static str,
    /// The options.
    pub options: O,
}

impl Plan {
    /// A turn-based match: no ticks, and nothing is shown before it is stored.
    pub const fn turn_based(seats: u8) -> Plan {
        Plan { seats, tick_hz: None, shown: Shown::WhenStored, unhurried: false }
    }

    /// A real-time match with this many ticks a second, shown at once; its checkpoints and its end wait for the store.
    pub const fn real_time(seats: u8, tick_hz: u32) -> Plan {
        Plan { seats, tick_hz: Some(tick_hz), shown: Shown::AtOnce, unhurried: false }
    }

    /// The same match when it may take days.
    pub const fn unhurried(self) -> Plan {
        Plan { unhurried: true, ..self }
    }
}

/// When viewers may see an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shown {
    /// After it is on disk: what a player saw can't be taken back by a crash.
    WhenStored,
    /// Without waiting, save for checkpoints and the end: a crash may take back the last second.
    AtOnce,
}

/// What a seat could do now, as far as the title lists it. Used for hints, bots and tests; never as the judge of an
/// action, which is [`crate::Title::act`] alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Legal<A> {
    /// The title doesn't say.
    Unlisted,
    /// Every legal action, and no other.
    Listed(Vec<A>),
    /// Some legal actions of too many to list.
    Sampled(Vec<A>),
}

impl<A> Legal<A> {
    /// The actions named, if any.
    pub fn actions(self) -> Vec<A> {
        match self {
            Legal::Unlisted => Vec::new(),
            Legal::Listed(actions) | Legal::Sampled(actions) => actions,
        }
    }
}

/// Whether the player of a seat is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// At least one of the player's tabs is connected.
    Here,
    /// None is.
    Away,
}
