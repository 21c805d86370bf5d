//! Whether a stored match is what its snapshots say: played again from its journal, it must come to the same game, byte for
//! byte, wherever a snapshot was taken.

use std::fmt;

use serde::Serialize;
use serde_json::Value;
use title::Title;

use super::steps::start_of;
use crate::{
    event::{Entry, Event},
    ids::MatchId,
    match_state::{Again, Match, RebuildError},
    store::History,
    wire::from_payload,
};

/// What came out for one match.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// How many entries were played.
    pub entries: u64,
    /// How many snapshots were compared.
    pub snapshots: u64,
    /// What there is to say about it.
    pub findings: Vec<Finding>,
}

/// Something to say about a stored match.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum Finding {
    /// The game after so many entries isn't the one of the snapshot.
    Hash {
        /// How many.
        entries: u64,
        /// The hash in the snapshot, in hexadecimal digits.
        expected: String,
        /// The hash of what the journal leads to.
        found: String,
    },
    /// The snapshot of so many entries can't be read, or doesn't hold the game that it says it does.
    Snapshot {
        /// How many.
        entries: u64,
    },
    /// An entry is missing, or stands in the wrong place.
    Gap {
        /// The place.
        entry: u64,
        /// The number of the entry there.
        found: u64,
    },
    /// The store has it that the match has ended, or that it goes on, and the journal has it otherwise.
    End {
        /// What the store has.
        expected: bool,
        /// What the journal has.
        found: bool,
    },
    /// It can't be played again.
    Broken {
        /// Why.
        why: String,
    },
    /// It was played by rules that this program doesn't have.
    NotChecked {
        /// Their version; none if the program doesn't know the title at all.
        rules_version: Option<u32>,
    },
    /// The title failed on an action, which was refused.
    Poisoned {
        /// Which entry tells of it.
        entry: u64,
        /// Whose it was.
        seat: u8,
        /// The action, if it can be read.
        action: Value,
        /// What the title said.
        message: String,
    },
    /// The title failed, and the match ended of it.
    Fault {
        /// Which entry tells of it.
        entry: u64,
        /// What the title said.
        message: String,
    },
}

impl Checked {
    /// A match of a title that nobody knows.
    pub fn unknown() -> Checked {
        Checked { findings: vec![Finding::NotChecked { rules_version: None }], ..Checked::default() }
    }
}

/// Checks a match of `T`.
pub(crate) fn check<T: Title>(id: &MatchId, history: &History) -> Checked {
    let mut checked = Checked::default();
    checked.findings.extend(
        (0u64..)
            .zip(&history.entries)
            .filter(|(place, entry)| *place != entry.index)
            .map(|(entry, found)| Finding::Gap { entry, found: found.index }),
    );
    checked.findings.extend(history.entries.iter().filter_map(mishap));
    if let Err(error) = start_of(history) {
        checked.findings.push(Finding::Broken { why: error.reason.to_string() });
        return checked;
    }
    let mut due = Vec::new();
    for snapshot in history.snapshots.iter().filter(|snapshot| snapshot.rules_version == T::INFO.rules_version) {
        match Match::<T>::peek(id, snapshot) {
            Some((ticks, found)) if found == snapshot.hash => due.push((snapshot, ticks)),
            _ => checked.findings.push(Finding::Snapshot { entries: snapshot.entries }),
        }
    }
    let (mut entries, mut snapshots, mut differing) = (0, 0, Vec::new());
    let end = Match::<T>::retrace(id, history, |game, again, _| {
        match again {
            Again::Begun(number) => entries = number as u64,
            Again::Happened(entry) => entries = entry.index + 1,
            Again::Ticked(_) => {}
        }
        // A snapshot may be some ticks further than the last entry it includes.
        due.retain(|(snapshot, ticks)| {
            if (snapshot.entries, *ticks) != (entries, game.play().ticks()) {
                return true;
            }
            snapshots += 1;
            let found = game.hash();
            if found != Some(snapshot.hash) {
                let found = found.map_or_else(|| "a game that can't be encoded".to_string(), |hash| hex(&hash));
                differing.push(Finding::Hash { entries, expected: hex(&snapshot.hash), found });
            }
            false
        });
    });
    checked.findings.extend(differing);
    (checked.entries, checked.snapshots) = (entries, snapshots);
    match end {
        Ok(end) => {
            let found = end.outcome().is_some();
            if found != history.ended {
                checked.findings.push(Finding::End { expected: history.ended, found });
            }
        }
        Err(RebuildError::OtherRules(version)) => {
            checked.findings.push(Finding::NotChecked { rules_version: Some(version) });
        }
        Err(error) => checked.findings.push(Finding::Broken { why: error.to_string() }),
    }
    checked
}

/// What a journal tells of a title that failed.
fn mishap(entry: &Entry) -> Option<Finding> {
    match &entry.event {
        Event::Poisoned { seat, action, message } => Some(Finding::Poisoned {
            entry: entry.index,
            seat: seat.0,
            action: from_payload(action).unwrap_or_default(),
            message: message.clone(),
        }),
        Event::Fault { message } => Some(Finding::Fault { entry: entry.index, message: message.clone() }),
        _ => None,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::Hash { entries, expected, found } => {
                write!(
                    f,
                    "MISMATCH after {entries} entries: the snapshot is of {expected}, the journal leads to {found}"
                )
            }
            Finding::Snapshot { entries } => write!(f, "MISMATCH: the snapshot of {entries} entries is damaged"),
            Finding::Gap { entry, found } => write!(f, "MISMATCH: where entry {entry} should be stands {found}"),
            Finding::End { expected: true, .. } => f.write_str("MISMATCH: stored as ended, but its journal goes on"),
            Finding::End { .. } => f.write_str("MISMATCH: its journal ends it, but it is stored as going on"),
            Finding::Broken { why } => write!(f, "MISMATCH: it can't be played again: {why}"),
            Finding::NotChecked { rules_version: Some(version) } => {
                write!(f, "not checked: played by version {version} of the rules")
            }
            Finding::NotChecked { rules_version: None } => f.write_str("not checked: there is no such title here"),
            Finding::Poisoned { entry, seat, action, message } => {
                write!(f, "poisoned: entry {entry}: the title failed on {action} of seat {seat}: {message}")
            }
            Finding::Fault { entry, message } => write!(f, "fault: entry {entry}: the title failed: {message}"),
        }
    }
}
