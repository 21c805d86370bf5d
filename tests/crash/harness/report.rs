//! What a run came to, for people and as JSON.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

/// The figures of one run.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Report {
    /// How often the server was killed.
    pub(crate) kills: u32,
    /// Commands that were answered with `ok`.
    pub(crate) acknowledged: u64,
    /// Of those, the ones that the store doesn't hold; and events that were shown and that it doesn't hold.
    pub(crate) lost: usize,
    /// Commands that the store holds more than once, each time too often.
    pub(crate) doubled: usize,
    /// Whatever else isn't as it must be.
    pub(crate) wrong: usize,
    /// Connections that came back by themselves.
    pub(crate) reconnects: u64,
    /// Commands that were sent again because their answer had not come.
    pub(crate) repeated: u64,
    /// Commands that were refused, by code.
    pub(crate) refusals: BTreeMap<String, u64>,
    /// Controls that were sent in real-time matches.
    pub(crate) inputs: u64,
    /// Updates that were taken, and frames.
    pub(crate) updates: u64,
    pub(crate) frames: u64,
    /// Positions that were shown again by a server that had been killed, to somebody who had seen them before.
    pub(crate) compared: u64,
    /// Matches that were played, and those of them that ended.
    pub(crate) matches: usize,
    pub(crate) ended: usize,
    /// Entries in the journals at the end.
    pub(crate) entries: usize,
    /// From a kill to the first command that was accepted after it, in milliseconds.
    pub(crate) first_accepted_ms: Spread,
    /// Whether the program's own check found nothing to complain of.
    pub(crate) verified: bool,
    /// The seed of it all.
    pub(crate) seed: u64,
    /// How long it took.
    pub(crate) seconds: f64,
    /// What was lost, doubled or wrong, in words.
    #[serde(skip)]
    pub(crate) complaints: Vec<String>,
}

/// A spread of times.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Spread {
    pub(crate) count: usize,
    pub(crate) p50: u128,
    pub(crate) max: u128,
}

impl Spread {
    pub(crate) fn of(mut times: Vec<u128>) -> Spread {
        times.sort_unstable();
        let p50 = times.get(times.len() / 2).copied().unwrap_or_default();
        Spread { count: times.len(), p50, max: times.last().copied().unwrap_or_default() }
    }
}

impl Report {
    /// Whether nothing is lost, doubled or wrong.
    pub(crate) fn is_clean(&self) -> bool {
        self.verified && self.lost + self.doubled + self.wrong == 0
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line =
            |f: &mut fmt::Formatter<'_>, what: &str, figure: &dyn fmt::Display| writeln!(f, "{what:<44}{figure:>10}");
        line(f, "kills", &self.kills)?;
        line(f, "commands acknowledged", &self.acknowledged)?;
        line(f, "  of them lost", &self.lost)?;
        line(f, "  doubled", &self.doubled)?;
        line(f, "  otherwise wrong", &self.wrong)?;
        line(f, "commands sent again", &self.repeated)?;
        for (code, count) in &self.refusals {
            line(f, &format!("commands refused as {code}"), count)?;
        }
        line(f, "connections that came back", &self.reconnects)?;
        line(f, "positions shown again, the same", &self.compared)?;
        line(f, "matches", &self.matches)?;
        line(f, "  of them ended", &self.ended)?;
        line(f, "entries stored", &self.entries)?;
        line(f, "kill to first accepted command, ms, p50", &self.first_accepted_ms.p50)?;
        line(f, "  max", &self.first_accepted_ms.max)?;
        line(f, "verify", &if self.verified { "clean" } else { "not clean" })?;
        writeln!(f, "seed {}, {:.1} s", self.seed, self.seconds)
    }
}
