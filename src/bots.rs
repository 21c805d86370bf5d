//! Dummy players over real sockets: they find out what a server can bear, and what it needs for it. They speak the player's
//! protocol as any client does and know nothing of the server's inside; what they play is told by the titles' own bots.
//!
//! `Fleet` is all of the players as a plain struct; `Crew` has their sockets, and beats from a timer of its own.

mod arguments;
mod control;
mod crew;
mod dial;
mod fleet;
mod heard;
mod limits;
mod outgoing;
mod player;
mod progress;
mod report;
mod run;
mod say;
mod scan;
mod spawned;
mod tables;
mod tally;
mod websocket;

use std::{io, net::SocketAddr};

use engine::{titles::Titles, wire::Refused};
use serde_json::Value;

pub use self::{
    arguments::Arguments,
    report::{Generator, Report, ServerCost, Spread},
    run::run,
};

/// What is to be played.
pub struct Plan {
    /// The titles known here; the server must have the one that is played.
    pub titles: Titles,
    /// The title's name.
    pub title: String,
    /// Its options; what is left out takes its default.
    pub options: Value,
    /// How many matches, each with players of its own.
    pub matches: usize,
    /// How many look on at each.
    pub spectators: usize,
    /// How long it is measured.
    pub lasting: Lasting,
    /// Whether the titles' own bots are asked for every input and action. If not, inputs are held for a while, and actions are
    /// drawn from those that the server lists.
    pub think: bool,
    /// Inputs a second of each player, or actions at most; as many inputs as ticks, or 10 actions, if left out.
    pub rate: Option<u32>,
}

/// How long a run is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasting {
    /// So many milliseconds.
    Ms(u64),
    /// Until each player and spectator was sent so many frames and updates; a little longer than they should take at most.
    Told(u64),
}

/// Which server is played at.
pub enum Target {
    /// One that runs already.
    Address(SocketAddr),
    /// One that is started for this, from the program that runs now, and ended after.
    Spawned {
        /// What it is told on its command line, beside where to listen and to keep its data.
        arguments: Vec<String>,
        /// The cores it gets, and the players don't; any that are free if empty.
        cores: Vec<usize>,
    },
}

/// Why there are no figures.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// There is no such title, or it doesn't know these options.
    #[error("{}", .0.reason)]
    Refused(Refused),
    /// A server can't be started.
    #[error("can't start a server: {0}")]
    Spawn(io::Error),
    /// The server has ended, or said nothing in time.
    #[error("the server didn't come up")]
    NoServer,
    /// That many inputs a second can't be had.
    #[error("can't send inputs at this rate: {0}")]
    Rate(#[from] timer::TickRefusal),
    /// No match has started.
    #[error("no match has started; what went wrong, and how often: {0}")]
    NothingStarted(String),
    /// It was stopped before anything could be measured.
    #[error("stopped before anything was measured")]
    Stopped,
}
