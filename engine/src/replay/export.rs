//! A stored match as a case for the tests of its rules.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use title::{Case, CaseEvent, CaseWhat, Forfeit, Outcome, Play, Seat, Title, Viewer};

use super::{effective::effective, steps::start_of};
use crate::{
    event::{Entry, Event},
    ids::MatchId,
    match_state::{Again, Match},
    panics,
    store::History,
    wire::{Courteous, Deed, Proposal, from_payload},
};

/// Why a match can't be written down as a case.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// It can't be played again.
    #[error("{0}")]
    Rebuild(String),
    /// Something in it has no form as JSON.
    #[error("{0} can't be written as JSON")]
    NoJson(&'static str),
    /// Played as a case it doesn't lead to where the match did.
    #[error("the case doesn't hold: {0}")]
    Case(String),
}

/// Writes a match of `T` down, and tries whether the case holds.
pub(crate) fn export<T: Title>(id: &MatchId, history: &History) -> Result<Case, ExportError> {
    let rebuild = |error: String| ExportError::Rebuild(error);
    let start = start_of(history).map_err(|refused| rebuild(refused.reason.to_string()))?;
    let mut begun = None;
    let end = Match::<T>::retrace(id, history, |game, again, _| {
        if let Again::Begun(number) = again {
            begun = Some((number, game.play().clone()));
        }
    });
    let end = end.map_err(|error| rebuild(error.to_string()))?;
    let Some((number, first)) = begun else { return Err(rebuild("it never began".to_string())) };
    let begun = number as u64;
    let rest = effective(&history.entries).into_iter().filter(|entry| entry.index >= begun);
    let real = Real { ticks: first.tick_hz().is_some(), seats: first.seats() };
    let position = (number > 1 || start.position.is_some()).then(|| position_of(&first)).transpose()?;
    let from_scratch = position.is_none();
    let view = panics::caught(|| Case::written(&end.play().state().view(Viewer::Spectator)).ok()).flatten();
    let case = Case {
        title: T::INFO.name.to_string(),
        rules_version: T::INFO.rules_version,
        options: start.options.clone(),
        seed: start.seed,
        seats: first.seats(),
        start_ms: first.now_ms(),
        ticks_from_ms: first.tick_hz().filter(|_| from_scratch).map(|_| first.last_tick_ms()),
        position,
        events: rest.filter_map(|entry| event::<T>(&entry, real).transpose()).collect::<Result<_, _>>()?,
        outcome: end.outcome().cloned(),
        view: view.ok_or(ExportError::NoJson("what an onlooker sees"))?,
    };
    case.run::<T>().map_err(|error| ExportError::Case(error.to_string()))?;
    Ok(case)
}

/// What a case has of an entry; nothing if the rules heard nothing of it.
fn event<T: Title>(entry: &Entry, real: Real) -> Result<Option<CaseEvent>, ExportError> {
    let what = match &entry.event {
        Event::Start(_) | Event::TakenBack { .. } | Event::Poisoned { .. } | Event::Migrated { .. } => return Ok(None),
        Event::Action { seat, action, .. } => {
            CaseWhat::Action { seat: *seat, action: json("an action", || read::<T::Action>(action))? }
        }
        Event::Alarm { alarm } => CaseWhat::Alarm { alarm: json("an alarm", || read::<T::Alarm>(alarm))? },
        Event::Presence { seat, presence } => CaseWhat::Presence { seat: *seat, presence: *presence },
        Event::Courtesy { seat, courtesy, others, .. } => courtesy_of(*seat, *courtesy, others.iter().collect(), real),
        Event::Skipped { count } => CaseWhat::Skipped { count: *count },
        Event::Checkpoint | Event::Ticks | Event::Released => CaseWhat::Passed,
        Event::Fault { .. } => CaseWhat::Faulted,
        Event::Abandoned => CaseWhat::Ended { outcome: Outcome::void("abandoned") },
    };
    // Without ticks nothing comes of time alone: whatever happens next has its own.
    if what == CaseWhat::Passed && !real.ticks {
        return Ok(None);
    }
    let changes: Vec<(u64, usize, T::Input)> = match &entry.inputs[..] {
        [] => Vec::new(),
        inputs => from_payload(inputs).map_err(|_| ExportError::NoJson("an input"))?,
    };
    let inputs = changes.into_iter().map(|(tick, index, input)| {
        let seat = Seat(u8::try_from(index).unwrap_or(u8::MAX));
        Ok((tick, seat, json("an input", || Ok(input))?))
    });
    let inputs = inputs.collect::<Result<_, _>>()?;
    Ok(Some(CaseEvent { at_ms: entry.at_ms, tick: entry.tick, inputs, what }))
}

/// What it takes to tell what a courtesy means to the rules.
#[derive(Clone, Copy)]
struct Real {
    /// Whether there are ticks.
    ticks: bool,
    seats: u8,
}

fn courtesy_of(seat: Option<Seat>, courtesy: Courteous, others: Vec<Seat>, real: Real) -> CaseWhat {
    let ended = |outcome| CaseWhat::Ended { outcome };
    match (courtesy.deed, courtesy.what) {
        (Deed::Resigned, _) => CaseWhat::Forfeit { seats: seat.into_iter().collect(), forfeit: Forfeit::Resigned },
        (Deed::Claimed, _) => CaseWhat::Forfeit { seats: others, forfeit: Forfeit::Left },
        (Deed::TimeAdded, _) => CaseWhat::TimeAdded { seats: others },
        (Deed::Aborted, _) => ended(Outcome::void("aborted")),
        (Deed::NoShow, _) => ended(Outcome::void("no_show")),
        (Deed::Accepted, Some(Proposal::Draw)) => ended(Outcome::draw(real.seats, "agreed")),
        (Deed::Resumed, _) if real.ticks => CaseWhat::Resumed,
        (
            Deed::Resumed
            | Deed::Accepted
            | Deed::Agreed
            | Deed::Offered
            | Deed::Declined
            | Deed::Withdrawn
            | Deed::Expired,
            _,
        ) => CaseWhat::Passed,
    }
}

fn read<V: DeserializeOwned>(payload: &[u8]) -> Result<V, String> {
    from_payload(payload).map_err(|error| error.to_string())
}

fn position_of<T: Title>(game: &Play<T>) -> Result<Value, ExportError> {
    panics::caught(|| Case::position_of(game)).and_then(Result::ok).ok_or(ExportError::NoJson("its position"))
}

/// Something of the title's as JSON.
fn json<V: Serialize>(what: &'static str, value: impl FnOnce() -> Result<V, String>) -> Result<Value, ExportError> {
    let written = panics::caught(|| value().and_then(|value| Case::written(&value)));
    written.and_then(Result::ok).ok_or(ExportError::NoJson(what))
}
