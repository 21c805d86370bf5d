//! `turnwheel verify`: plays every stored match again and compares it with its snapshots.

use std::io::{self, IsTerminal, Write};

use engine::{
    ids::MatchId,
    replay::{Checked, Finding},
    store::{SqliteStore, Store},
    titles::Titles,
};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::{ToolError, arguments::Verify};

/// How many ids of matches are asked of the store at a time. However many matches there are, no more than these and one
/// match are in memory.
const IDS_AT_ONCE: usize = 256;

/// What came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// How many matches there are.
    pub matches: u64,
    /// How many were played again.
    pub checked: u64,
    /// With how many entries.
    pub entries: u64,
    /// With how many snapshots they were compared.
    pub snapshots: u64,
    /// How many places there are where a match isn't what it should be.
    pub mismatches: u64,
    /// How many inputs the titles failed on.
    pub poisoned: u64,
    /// How many matches ended because their title failed.
    pub faults: u64,
    /// How many could not be checked, for the program knows neither their rules nor how they were migrated.
    pub not_checked: u64,
}

/// One line of the report.
#[derive(Serialize)]
struct Line<'a> {
    match_id: &'a MatchId,
    #[serde(flatten)]
    finding: &'a Finding,
}

/// Checks the store and reports what isn't as it should be.
pub fn verify(titles: &Titles, arguments: &Verify, out: &mut impl Write) -> Result<Verdict, ToolError> {
    let mut store = SqliteStore::read_only(&arguments.data)?;
    let mut verdict = Verdict::default();
    let progress = progress(&mut store)?;
    let mut last = None;
    while let Some(ids) = more_ids(&mut store, &mut last)? {
        for id in &ids {
            verdict.matches += 1;
            progress.inc(1);
            // One that was deleted since it was named is no match any more.
            let Some(history) = store.history(id)? else { continue };
            let checked = match titles.get(&id.worker.title) {
                Ok(offered) => offered.check_history(id, &history),
                Err(_) => Checked::unknown(),
            };
            verdict.add(&checked);
            for finding in &checked.findings {
                progress.suspend(|| report(id, finding, arguments.json, out)).map_err(ToolError::output)?;
            }
        }
    }
    progress.finish_and_clear();
    let sum = if arguments.json { serde_json::to_string(&verdict).unwrap_or_default() } else { verdict.to_string() };
    writeln!(out, "{sum}").map_err(ToolError::output)?;
    Ok(verdict)
}

/// The ids of the matches that come after `last`, which is then the last of them; `None` if there are no more.
fn more_ids(store: &mut SqliteStore, last: &mut Option<MatchId>) -> Result<Option<Vec<MatchId>>, ToolError> {
    let ids = store.matches(last.as_ref(), IDS_AT_ONCE)?;
    *last = ids.last().cloned();
    Ok((!ids.is_empty()).then_some(ids))
}

/// A bar on the terminal; where there is none, nothing.
fn progress(store: &mut SqliteStore) -> Result<ProgressBar, ToolError> {
    if !io::stderr().is_terminal() {
        return Ok(ProgressBar::hidden());
    }
    let (mut count, mut last) = (0, None);
    while let Some(ids) = more_ids(store, &mut last)? {
        count += ids.len() as u64;
    }
    let bar = ProgressBar::new(count);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} matches, {eta} to go") {
        bar.set_style(style);
    }
    Ok(bar)
}

fn report(id: &MatchId, finding: &Finding, json: bool, out: &mut impl Write) -> io::Result<()> {
    if json {
        writeln!(out, "{}", serde_json::to_string(&Line { match_id: id, finding })?)
    } else {
        writeln!(out, "{id}: {finding}")
    }
}

impl Verdict {
    /// Whether every match that could be checked is as it should be.
    pub fn is_clean(&self) -> bool {
        self.mismatches == 0
    }

    fn add(&mut self, checked: &Checked) {
        self.entries += checked.entries;
        self.snapshots += checked.snapshots;
        let mut known = 1;
        for finding in &checked.findings {
            match finding {
                Finding::Poisoned { .. } => self.poisoned += 1,
                Finding::Fault { .. } => self.faults += 1,
                Finding::NotChecked { .. } => {
                    self.not_checked += 1;
                    known = 0;
                }
                Finding::Hash { .. }
                | Finding::Snapshot { .. }
                | Finding::Gap { .. }
                | Finding::End { .. }
                | Finding::Broken { .. } => {
                    self.mismatches += 1;
                }
            }
        }
        self.checked += known;
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Verdict { matches, checked, entries, snapshots, mismatches, poisoned, faults, not_checked } = self;
        write!(
            f,
            "{matches} matches: {checked} played again ({entries} entries, {snapshots} snapshots compared), {mismatches} \
             mismatches, {poisoned} poisoned inputs, {faults} ended by a fault, {not_checked} not checked"
        )
    }
}
