//! What the players were told, kept word for word, and what is wrong with a history that ought to bear it out. A plain struct:
//! it knows no socket, no store and no clock, so that its own tests can show it histories that are wrong.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash, Hasher},
};

use engine::{
    event::{Entry, Event},
    ids::{ClientId, Epoch, MatchId, Rev, Seq, TableId},
    wire::{Cause, Standing},
};
use serde_json::Value;

use super::journals::Journals;

/// All that the players were told.
#[derive(Default)]
pub(crate) struct Ledger {
    commands: BTreeMap<(ClientId, Seq), Asked>,
    /// What each seat of a match was shown at a revision, as a hash; `None` stands for who has no seat.
    sights: BTreeMap<(MatchId, Option<u8>), BTreeMap<Rev, u64>>,
    /// The events that somebody was told of, as they happened: match time and what it was.
    events: BTreeMap<(MatchId, Rev), (u64, Cause, Option<u8>)>,
    /// What each tab was last told of a match.
    newest: BTreeMap<(MatchId, ClientId), Newest>,
    /// How matches have ended, and the first revision that shows it.
    outcomes: BTreeMap<MatchId, (Rev, Standing)>,
    /// What was found to be wrong as it was heard.
    wrong: BTreeSet<String>,
    /// Refusals by code.
    pub(crate) refusals: BTreeMap<String, u64>,
    pub(crate) counts: Counts,
}

/// What is counted as it is heard.
#[derive(Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) heard: u64,
    pub(crate) updates: u64,
    pub(crate) frames: u64,
    pub(crate) inputs: u64,
    /// Commands that were answered with `ok`.
    pub(crate) acknowledged: u64,
    /// Commands that were sent once more.
    pub(crate) repeated: u64,
    pub(crate) reconnects: u64,
    /// Connections that nobody took.
    pub(crate) turned_away: u64,
    /// Positions that were shown again after a restart, and were as they had been.
    pub(crate) compared: u64,
}

/// A command that was sent, and what it was answered.
struct Asked {
    what: What,
    answer: Option<Answer>,
}

/// What a command is about, as far as that can be found in the store.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum What {
    /// It does something in this match: it has an entry in its journal.
    Match(MatchId),
    /// It makes a table.
    Table,
    /// It leaves nothing in the store that bears its number.
    Other,
}

/// What a command was answered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answer {
    Done { rev: Option<Rev>, table: Option<TableId> },
    Refused(String),
}

struct Newest {
    epoch: Epoch,
    rev: Rev,
    /// What never gets smaller in this title: points, or riders that are out.
    standing: Vec<u64>,
}

/// What an update shows, as far as it must stay so.
pub(crate) struct Sight<'a> {
    pub(crate) match_id: &'a MatchId,
    pub(crate) epoch: Epoch,
    pub(crate) rev: Rev,
    pub(crate) seat: Option<u8>,
    pub(crate) cause: Cause,
    pub(crate) by: Option<u8>,
    pub(crate) now_ms: u64,
    pub(crate) outcome: Option<&'a Standing>,
    /// Whether the position only changes with a revision.
    pub(crate) turn_based: bool,
    pub(crate) view: &'a Value,
    pub(crate) legal: &'a Value,
}

/// What a history lacks, or has too much of. One line for each.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) lost: BTreeSet<String>,
    pub(crate) doubled: BTreeSet<String>,
    pub(crate) wrong: BTreeSet<String>,
}

impl Verdict {
    /// Takes in what another look has found.
    pub(crate) fn add(&mut self, other: Verdict) {
        self.lost.extend(other.lost);
        self.doubled.extend(other.doubled);
        self.wrong.extend(other.wrong);
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        let kinds = [("lost", &self.lost), ("doubled", &self.doubled), ("wrong", &self.wrong)];
        kinds.iter().flat_map(|(kind, lines)| lines.iter().map(move |line| format!("{kind}: {line}"))).collect()
    }
}

impl Ledger {
    /// A command leaves for the first time.
    pub(crate) fn asked(&mut self, client: &ClientId, seq: Seq, what: What) {
        let before = self.commands.insert((client.clone(), seq), Asked { what, answer: None });
        assert!(before.is_none(), "{client} has used {seq} before");
    }

    /// A command was answered, maybe not for the first time.
    pub(crate) fn answered(&mut self, client: &ClientId, seq: Seq, answer: Answer) {
        let Some(asked) = self.commands.get_mut(&(client.clone(), seq)) else {
            self.wrong.insert(format!("{client} {seq} was never sent and is answered: {answer:?}"));
            return;
        };
        match &asked.answer {
            Some(before) if *before != answer => {
                self.wrong.insert(format!("{client} {seq} was answered {before:?}, and then {answer:?}"));
            }
            Some(_) => {}
            None => {
                match &answer {
                    Answer::Done { .. } => self.counts.acknowledged += 1,
                    Answer::Refused(code) => *self.refusals.entry(code.clone()).or_default() += 1,
                }
                asked.answer = Some(answer);
            }
        }
    }

    /// A tab was shown something and takes it.
    pub(crate) fn shown(&mut self, client: &ClientId, sight: &Sight<'_>) {
        self.counts.updates += 1;
        let Sight { match_id, epoch, rev, seat, .. } = *sight;
        let what = format!("{match_id} {rev} at {client}");
        let standing = standing(sight.view);
        if let Some(newest) = self.newest.get(&(match_id.clone(), client.clone())) {
            if rev < newest.rev {
                self.wrong.insert(format!("{what}: {} had been shown", newest.rev));
            }
            if standing.iter().zip(&newest.standing).any(|(now, before)| now < before) {
                self.wrong.insert(format!("{what}: stood at {:?} and stands at {standing:?}", newest.standing));
            }
            if sight.turn_based && rev == newest.rev && epoch > newest.epoch {
                self.counts.compared += 1;
            }
        }
        self.newest.insert((match_id.clone(), client.clone()), Newest { epoch, rev, standing });
        if sight.turn_based {
            let hash = hash(sight);
            let sights = self.sights.entry((match_id.clone(), seat)).or_default();
            if *sights.entry(rev).or_insert(hash) != hash {
                self.wrong.insert(format!("{what}: seat {seat:?} was shown something else before"));
            }
        }
        if sight.cause != Cause::Snapshot {
            let event = (sight.now_ms, sight.cause, sight.by);
            let before = *self.events.entry((match_id.clone(), rev)).or_insert(event);
            if before != event {
                self.wrong.insert(format!("{what}: {before:?} has become {event:?}"));
            }
        }
        self.ended(&what, sight);
    }

    /// A match that has ended stays so.
    fn ended(&mut self, what: &str, sight: &Sight<'_>) {
        let Sight { match_id, rev, outcome, .. } = *sight;
        match (self.outcomes.get_mut(match_id), outcome) {
            (None, None) => {}
            (None, Some(outcome)) => _ = self.outcomes.insert(match_id.clone(), (rev, outcome.clone())),
            (Some((since, before)), Some(outcome)) if before == outcome => *since = rev.min(*since),
            // Somebody who is behind sees how it was before.
            (Some((since, _)), None) if rev < *since => {}
            (Some((since, before)), outcome) => {
                self.wrong.insert(format!("{what}: ended at {since} with {before:?}, and now {outcome:?}"));
            }
        }
    }

    /// Something that was promised isn't so.
    pub(crate) fn complain(&mut self, of: String) {
        self.wrong.insert(of);
    }

    /// The matches that somebody was shown, and those of them that have ended.
    pub(crate) fn matches(&self) -> (usize, usize) {
        let matches: BTreeSet<&MatchId> = self.newest.keys().map(|(match_id, _)| match_id).collect();
        (matches.len(), self.outcomes.len())
    }

    /// What is wrong with what is stored, given what the players were told; and what they were told that can't be.
    pub(crate) fn check(&self, journals: &Journals) -> Verdict {
        let mut verdict = Verdict { wrong: self.wrong.clone(), ..Verdict::default() };
        let mut stored: BTreeMap<(&ClientId, Seq), Vec<(&MatchId, Rev)>> = BTreeMap::new();
        for (match_id, entries) in &journals.matches {
            in_order(match_id, entries, &mut verdict.wrong);
            for (entry, (client, seq)) in entries.iter().filter_map(|entry| Some((entry, command(entry)?))) {
                stored.entry((client, *seq)).or_default().push((match_id, entry.rev));
            }
        }
        for ((client, seq), at) in stored.iter().filter(|(_, at)| at.len() > 1) {
            verdict.doubled.extend(at[1..].iter().map(|again| format!("{client} {seq}: {:?} and {again:?}", at[0])));
        }
        for ((client, seq), asked) in &self.commands {
            self.check_command(client, *seq, asked, stored.get(&(client, *seq)), journals, &mut verdict);
        }
        for ((match_id, rev), (now_ms, cause, by)) in &self.events {
            let entries = journals.matches.get(match_id).map_or(&[][..], Vec::as_slice);
            match entries.iter().find(|entry| entry.rev == *rev && has_rev(entry)) {
                None => _ = verdict.lost.insert(format!("{match_id} {rev} was shown: {cause:?}")),
                Some(entry) if entry.at_ms != *now_ms || !is(entry, *cause, *by) => {
                    verdict
                        .wrong
                        .insert(format!("{match_id} {rev} was shown at {now_ms}: {cause:?} {by:?}, not {entry:?}"));
                }
                Some(_) => {}
            }
        }
        verdict
    }

    fn check_command(
        &self,
        client: &ClientId,
        seq: Seq,
        asked: &Asked,
        stored: Option<&Vec<(&MatchId, Rev)>>,
        journals: &Journals,
        verdict: &mut Verdict,
    ) {
        match (&asked.what, &asked.answer, stored) {
            (What::Match(match_id), Some(Answer::Done { rev, .. }), stored) => match stored {
                None => _ = verdict.lost.insert(format!("{client} {seq} in {match_id}, as {rev:?}")),
                Some(at) if rev.is_some_and(|rev| !at.contains(&(match_id, rev))) => {
                    verdict.wrong.insert(format!("{client} {seq} was {rev:?} of {match_id}, and is {at:?}"));
                }
                Some(_) => {}
            },
            (What::Table, Some(Answer::Done { table: Some(table), .. }), _) if !journals.tables.contains(table) => {
                verdict.lost.insert(format!("{client} {seq}, which made the table {table}"));
            }
            (_, Some(Answer::Refused(code)), Some(at)) => {
                verdict.wrong.insert(format!("{client} {seq} was refused as {code}, and is {at:?}"));
            }
            _ => {}
        }
    }
}

/// What never gets smaller in a match, whichever title it is: the points of pong, the riders of tron that are out.
fn standing(view: &Value) -> Vec<u64> {
    let points = view["scores"].as_array().into_iter().flatten().filter_map(Value::as_u64);
    let out = view["riders"].as_array().into_iter().flatten().map(|rider| u64::from(!rider["place"].is_null()));
    points.chain(out).collect()
}

fn hash(sight: &Sight<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    let outcome = sight.outcome.map(|outcome| (&outcome.places, &outcome.reason));
    (sight.view.to_string(), sight.legal.to_string(), outcome, sight.now_ms).hash(&mut hasher);
    hasher.finish()
}

/// The command that an entry came from.
fn command(entry: &Entry) -> Option<&(ClientId, Seq)> {
    match &entry.event {
        Event::Action { command, .. }
        | Event::TakenBack { command, .. }
        | Event::Courtesy { command: Some(command), .. } => Some(command),
        _ => None,
    }
}

/// Whether an entry is an event of its own, which is shown under its revision.
fn has_rev(entry: &Entry) -> bool {
    !matches!(entry.event, Event::Ticks | Event::Skipped { .. } | Event::Poisoned { .. } | Event::Migrated { .. })
}

/// Whether an entry is what was told.
fn is(entry: &Entry, cause: Cause, by: Option<u8>) -> bool {
    match (&entry.event, cause) {
        (Event::Action { seat, .. }, Cause::Action) | (Event::Presence { seat, .. }, Cause::Presence) => {
            by == Some(seat.0)
        }
        (Event::Start(_), Cause::Start)
        | (Event::Alarm { .. }, Cause::Alarm)
        | (Event::Checkpoint, Cause::Checkpoint)
        | (Event::Courtesy { .. } | Event::TakenBack { .. } | Event::Abandoned, Cause::Courtesy)
        | (Event::Released, Cause::Released)
        | (Event::Fault { .. }, Cause::Fault) => true,
        _ => false,
    }
}

/// A journal has no holes and no two entries of one place, and each client's commands stand in it in their order.
fn in_order(match_id: &MatchId, entries: &[Entry], wrong: &mut BTreeSet<String>) {
    if let Some((index, entry)) = (0..).zip(entries).find(|(index, entry)| *index != entry.index) {
        wrong.insert(format!("{match_id}: entry {} stands where {index} belongs", entry.index));
    }
    let revs = entries.iter().filter(|entry| has_rev(entry)).map(|entry| entry.rev);
    if let Some((expected, rev)) = (0..).map(Rev).zip(revs).find(|(expected, rev)| expected != rev) {
        wrong.insert(format!("{match_id}: {rev} stands where {expected} belongs"));
    }
    let mut last: BTreeMap<&ClientId, Seq> = BTreeMap::new();
    for (client, seq) in entries.iter().filter_map(command) {
        if last.insert(client, *seq).is_some_and(|before| before > *seq) {
            wrong.insert(format!("{match_id}: {client} {seq} stands after a later command"));
        }
    }
}
