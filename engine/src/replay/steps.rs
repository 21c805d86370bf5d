//! The steps of a match as one viewer may see them. What was taken back is shown as it happened.

use std::marker::PhantomData;

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use title::{Audience, Seat, Title, Viewer};

use super::{Asked, By, Rate, Replay, Step, StepCause, refused, work::work};
use crate::{
    event::{Entry, Event, Start},
    ids::MatchId,
    limits::{REPLAY_BYTES, REPLAY_HZ, REPLAY_STEPS, REPLAY_WORK},
    match_state::{Again, Match},
    panics,
    store::History,
    wire::{Courteous, Deed, Proposal, Refused, Standing, from_payload},
};

/// Plays a match of `T` again for whoever asks.
pub(crate) fn replay<T: Title>(id: &MatchId, history: &History, asked: &Asked) -> Result<Replay, Refused> {
    let start = start_of(history)?;
    if !history.ended && asked.by != By::Operator {
        return Err(Refused::MATCH_RUNNING);
    }
    if work(&history.entries) > REPLAY_WORK && asked.by != By::Operator {
        return Err(Refused::TOO_LONG);
    }
    let viewer = asked.seat.map_or(Viewer::Spectator, Viewer::Seat);
    let mut shown = Shown::<T> {
        asked,
        viewer,
        hz: None,
        rev: None,
        count: 0,
        bytes: 0,
        steps: Vec::new(),
        failed: None,
        title: PhantomData,
    };
    let end = Match::<T>::retrace(id, history, |game, again, notes| shown.see(game, again, notes)).map_err(refused)?;
    if let Some(refused) = shown.failed {
        return Err(refused);
    }
    let seats = seats_for(&end, start, &asked.by)?;
    if asked.seat.is_some_and(|seat| !seats.contains(&seat.0)) {
        return Err(Refused::SECRETS);
    }
    Ok(Replay {
        match_id: id.clone(),
        title: T::INFO.name,
        table: start.table.clone(),
        options: start.options.clone(),
        holders: start.holders.clone(),
        outcome: end.outcome().map(Standing::from),
        real_time: shown.hz.map(|hz| Rate { hz }),
        seats,
        steps_total: shown.count,
        from: asked.from,
        steps: shown.steps,
    })
}

/// What a history begins with.
pub(super) fn start_of(history: &History) -> Result<&Start, Refused> {
    match history.entries.first() {
        Some(Entry { event: Event::Start(start), .. }) => Ok(start),
        _ => Err(Refused::UNKNOWN_MATCH),
    }
}

/// The seats from which `by` may see a match that has come to its `end`.
fn seats_for<T: Title>(end: &Match<T>, start: &Start, by: &By) -> Result<Vec<u8>, Refused> {
    let seats = 0..end.play().seats();
    let open = panics::caught(|| end.play().state().is_open()).ok_or(Refused::TITLE_FAILED)?;
    let may = |seat: &u8| match by {
        By::Operator => true,
        By::Anyone => open,
        By::Player(player) => {
            open || start.holders.get(usize::from(*seat)).is_some_and(|holder| holder.player == *player)
        }
    };
    Ok(seats.filter(may).collect())
}

/// The steps that are shown so far.
struct Shown<'a, T: Title> {
    asked: &'a Asked,
    viewer: Viewer,
    hz: Option<u32>,
    /// The revision of the last step.
    rev: Option<u64>,
    /// How many steps there were.
    count: u64,
    bytes: usize,
    steps: Vec<Step>,
    failed: Option<Refused>,
    title: PhantomData<T>,
}

impl<T: Title> Shown<'_, T> {
    fn see(&mut self, game: &Match<T>, again: Again<'_>, notes: &[(Audience, T::Note)]) {
        self.hz = self.hz.or(game.play().tick_hz());
        let about = match again {
            Again::Begun(_) => About::plain(StepCause::Start),
            Again::Ticked(entry) if self.shows_tick(game.play().ticks(), entry) => About::plain(StepCause::Tick),
            Again::Happened(entry) if self.shows(entry) => About::of(entry),
            Again::Ticked(_) | Again::Happened(_) => return,
        };
        self.rev = Some(game.rev().0);
        let number = self.count;
        self.count += 1;
        let next = self.asked.from + self.steps.len() as u64;
        let full = next >= self.asked.from + self.asked.steps.min(REPLAY_STEPS) || self.bytes >= REPLAY_BYTES;
        // After one that wasn't shown no other is the next.
        if number != next || full || self.failed.is_some() {
            return;
        }
        match self.step(game, number, about, notes) {
            Some(step) => {
                self.bytes += step.view.get().len() + step.notes.iter().map(|note| note.get().len()).sum::<usize>();
                self.steps.push(step);
            }
            None => self.failed = Some(Refused::TITLE_FAILED),
        }
    }

    /// Whether an entry is a step: where something happened, and not only the time of it became known.
    fn shows(&self, entry: &Entry) -> bool {
        self.rev.is_none_or(|rev| entry.rev.0 > rev) && entry.event != Event::Released
    }

    /// Whether the tick of this number is a step of its own: one every tenth of a second, unless the event after it shows the
    /// same position.
    fn shows_tick(&self, tick: u64, entry: &Entry) -> bool {
        let stride = u64::from(self.hz.unwrap_or(REPLAY_HZ).div_ceil(REPLAY_HZ));
        let told = tick == entry.tick && self.shows(entry);
        tick.is_multiple_of(stride) && !told
    }

    fn step(&self, game: &Match<T>, step: u64, about: About, notes: &[(Audience, T::Note)]) -> Option<Step> {
        let viewer = self.viewer;
        let view = shown(|| game.play().state().view(viewer));
        // A title that fails on its last position has shown nobody anything either.
        let view = if game.outcome().is_some() { view.or_else(|| to_raw_value(&()).ok()) } else { view }?;
        let told = notes.iter().filter(|(audience, _)| audience.includes(viewer));
        Some(Step {
            step,
            rev: game.rev(),
            tick: self.hz.map(|_| game.play().ticks()),
            at_ms: game.play().now_ms(),
            cause: about.cause,
            seat: about.seat.map(|seat| seat.0),
            courtesy: about.courtesy,
            turn: panics::caught(|| game.play().turn())?.iter().map(|seat| seat.0).collect(),
            action: about.action.filter(|_| self.asked.by == By::Operator),
            view,
            notes: told.map(|(_, note)| shown(|| note)).collect::<Option<_>>()?,
        })
    }
}

/// Something of the title's as JSON; `None` if it panics or has no such form.
fn shown<V: Serialize>(look: impl FnOnce() -> V) -> Option<Box<RawValue>> {
    panics::caught(|| to_raw_value(&look()).ok())?
}

/// What a step is about.
struct About {
    cause: StepCause,
    seat: Option<Seat>,
    courtesy: Option<Courteous>,
    action: Option<Box<RawValue>>,
}

impl About {
    fn plain(cause: StepCause) -> About {
        About { cause, seat: None, courtesy: None, action: None }
    }

    fn of(entry: &Entry) -> About {
        match &entry.event {
            Event::Start(_) => About::plain(StepCause::Start),
            Event::Action { seat, action, .. } => {
                let action = from_payload::<serde_json::Value>(action).ok();
                let action = action.and_then(|action| to_raw_value(&action).ok());
                About { seat: Some(*seat), action, ..About::plain(StepCause::Action) }
            }
            Event::Alarm { .. } => About::plain(StepCause::Alarm),
            Event::Presence { seat, .. } => About { seat: Some(*seat), ..About::plain(StepCause::Presence) },
            Event::Checkpoint => About::plain(StepCause::Checkpoint),
            Event::Courtesy { seat, courtesy, .. } => {
                About { seat: *seat, courtesy: Some(*courtesy), ..About::plain(StepCause::Courtesy) }
            }
            Event::TakenBack { seat, .. } => {
                let courtesy = Some(Courteous { deed: Deed::Accepted, what: Some(Proposal::Undo) });
                About { seat: Some(*seat), courtesy, ..About::plain(StepCause::Courtesy) }
            }
            Event::Fault { .. } => About::plain(StepCause::Fault),
            Event::Abandoned => About::plain(StepCause::Abandoned),
            // None of them is a step.
            Event::Released
            | Event::Ticks
            | Event::Skipped { .. }
            | Event::Poisoned { .. }
            | Event::Migrated { .. } => About::plain(StepCause::Tick),
        }
    }
}
