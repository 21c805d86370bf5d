//! The command lines of the tools.

use std::{net::SocketAddr, path::PathBuf};

use clap::Args;
use engine::ids::{MatchId, Rev};

/// Plays every stored match again and compares it with its snapshots. Exits with 0 if all of them agree, with 1 if one
/// doesn't or can't be played again, with 2 if the store can't be read.
#[derive(Args)]
pub struct Verify {
    /// The server's data folder.
    #[arg(long, env = "DATA", default_value = "data")]
    pub data: PathBuf,
    /// Report as JSON: a line for each finding, and one for the sum.
    #[arg(long)]
    pub json: bool,
}

/// Prints a stored match step by step.
#[derive(Args)]
pub struct Replay {
    /// The match, as TITLE.SHARD.CODE.
    pub match_id: MatchId,
    /// The server's data folder.
    #[arg(long, env = "DATA", default_value = "data")]
    pub data: PathBuf,
    /// See it from this seat instead of as an onlooker.
    #[arg(long)]
    pub seat: Option<u8>,
    /// Print what is seen at each step too.
    #[arg(long)]
    pub views: bool,
}

/// Writes a stored match down as a case for the tests of its rules.
#[derive(Args)]
pub struct Export {
    /// The match, as TITLE.SHARD.CODE.
    pub match_id: MatchId,
    /// The server's data folder.
    #[arg(long, env = "DATA", default_value = "data")]
    pub data: PathBuf,
    /// Write it to this file, which must not exist, instead of the terminal.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Opens a table at a running server at which a finished match is played on from an earlier moment, with new chance.
#[derive(Args)]
pub struct Fork {
    /// The match, as TITLE.SHARD.CODE.
    pub match_id: MatchId,
    /// The revision of the last event that still counts: `turnwheel replay` shows them.
    #[arg(long, value_name = "REV", value_parser = rev)]
    pub at: Rev,
    /// The server.
    #[arg(long, default_value = "http://127.0.0.1:8080", value_parser = crate::ask::address)]
    pub url: SocketAddr,
}

/// Copies the store into a file, while the server runs.
#[derive(Args)]
pub struct Backup {
    /// The copy, which must not exist.
    pub file: PathBuf,
    /// The server's data folder.
    #[arg(long, env = "DATA", default_value = "data")]
    pub data: PathBuf,
}

fn rev(text: &str) -> Result<Rev, std::num::ParseIntError> {
    text.parse().map(Rev)
}
