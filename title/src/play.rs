//! One game being played, for whoever hosts it: a title's position together with its chance, its alarms and its end.
//! The engine's matches and the test table both run titles through this, so rules meet the same treatment in a test as
//! on a server. It knows no players, no journal and no wire.

mod around;

pub use self::around::Around;

use std::{
    any::Any,
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
};

use serde::{Deserialize, Serialize};

use crate::{AlarmChange, Audience, Cx, Forfeit, Outcome, Plan, Presence, Rejection, Rng, Seat, Seats, Seed, Title};

/// A game being played.
#[derive(Clone)]
pub struct Play<T: Title> {
    state: T,
    seats: u8,
    tick_hz: Option<u32>,
    rng: Rng,
    alarms: BTreeMap<T::Alarm, u64>,
    now_ms: u64,
    ticks: Ticks,
    /// How often something was revealed for good.
    reveals: u64,
    outcome: Option<Outcome>,
}

/// Where a real-time match stands in its ticks: the last one belongs to the match time `origin_ms + passed / hz`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Ticks {
    origin_ms: u64,
    /// How many have run.
    count: u64,
    /// How many have run or were left out since the origin: counted, so that no fraction is lost however many they are.
    passed: u64,
}

/// What an event brought about besides the new position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effects<N> {
    /// What to tell whom, in this order.
    pub notes: Vec<(Audience, N)>,
    /// Whether the title wants this on disk before it is shown.
    pub checkpoint: bool,
    /// Whether this event ended the match.
    pub ended: bool,
}

/// A game after one event, not yet taken: the host may still drop it (if it can't build a view of it, say) and the game
/// stands as before.
pub struct Next<T: Title> {
    /// The game after the event.
    pub play: Play<T>,
    /// What else the event brought about.
    pub effects: Effects<T::Note>,
}

/// An alarm that came due, and what came of it.
pub struct Fired<T: Title> {
    /// Which one.
    pub alarm: T::Alarm,
    /// The game after it, or why there is none.
    pub next: Result<Next<T>, Refusal>,
}

/// Why an event did not happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The match has ended.
    Over,
    /// The match does not wait for this seat.
    NotYourTurn,
    /// The rules said no.
    Rejected(Rejection),
    /// The rules panicked, with this message.
    Panicked(String),
}

/// Why a match could not start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartError {
    /// The rules said no.
    Rejected(Rejection),
    /// The rules panicked, with this message.
    Panicked(String),
}

impl<T: Title> Play<T> {
    /// Starts a game at match time `now_ms` with the chance that `seed` stands for.
    pub fn start(options: T::Options, seed: Seed, now_ms: u64) -> Result<Next<T>, StartError> {
        let begun = guarded(|| {
            let plan: Plan = T::plan(&options)?;
            let mut cx = Cx::new(now_ms, plan.seats, Rng::new(seed));
            T::start(options, &mut cx).map(|state| (state, plan, cx))
        });
        let (state, plan, cx) = match begun {
            Ok(Ok(begun)) => begun,
            Ok(Err(rejection)) => return Err(StartError::Rejected(rejection)),
            Err(panic) => return Err(StartError::Panicked(panic)),
        };
        let play = Play {
            state,
            seats: plan.seats,
            tick_hz: plan.tick_hz,
            rng: cx.rng.clone(),
            alarms: BTreeMap::new(),
            now_ms,
            ticks: Ticks { origin_ms: now_ms, count: 0, passed: 0 },
            reveals: 0,
            outcome: None,
        };
        Ok(play.after(cx))
    }

    /// `seat` does `action` at `now_ms`.
    pub fn act(&self, now_ms: u64, seat: Seat, action: T::Action) -> Result<Next<T>, Refusal> {
        if self.outcome.is_some() {
            return Err(Refusal::Over);
        }
        if !guarded(|| self.state.turn()).map_err(Refusal::Panicked)?.contains(seat) {
            return Err(Refusal::NotYourTurn);
        }
        self.event(now_ms, |state, cx| state.act(seat, action, cx))
    }

    /// The player of `seat` came or went at `now_ms`.
    pub fn presence(&self, now_ms: u64, seat: Seat, presence: Presence) -> Result<Next<T>, Refusal> {
        if self.outcome.is_some() {
            return Err(Refusal::Over);
        }
        self.event(now_ms, |state, cx| {
            state.presence(seat, presence, cx);
            Ok(())
        })
    }

    /// `seats` give the match up at `now_ms`, one after the other until it has ended.
    pub fn forfeit(&self, now_ms: u64, seats: Seats, forfeit: Forfeit) -> Result<Next<T>, Refusal> {
        if self.outcome.is_some() {
            return Err(Refusal::Over);
        }
        self.event(now_ms, |state, cx| {
            for seat in seats.iter() {
                if cx.outcome.is_none() {
                    state.forfeit(seat, forfeit, cx);
                }
            }
            Ok(())
        })
    }

    /// Each of `seats` is given time at `now_ms`.
    pub fn add_time(&self, now_ms: u64, seats: Seats) -> Result<Next<T>, Refusal> {
        if self.outcome.is_some() {
            return Err(Refusal::Over);
        }
        self.event(now_ms, |state, cx| seats.iter().try_for_each(|seat| state.add_time(seat, cx)))
    }

    /// The first alarm due at `now_ms`, in the order of their times; `None` when none is. It happens at its own time,
    /// however late it is noticed.
    pub fn fire(&self, now_ms: u64) -> Option<Fired<T>> {
        let (alarm, at_ms) = self.alarms.iter().min_by_key(|(alarm, at_ms)| (**at_ms, (*alarm).clone()))?;
        if *at_ms > now_ms {
            return None;
        }
        Some(self.fire_alarm(*at_ms, alarm.clone()))
    }

    /// Lets `alarm` fire at `now_ms`, as a journal says it did.
    pub fn fire_alarm(&self, now_ms: u64, alarm: T::Alarm) -> Fired<T> {
        let mut without = self.clone();
        without.alarms.remove(&alarm);
        let next = without.event(now_ms, |state, cx| {
            state.alarm(alarm.clone(), cx);
            Ok(())
        });
        Fired { alarm, next }
    }

    /// One tick. It runs in place: after an `Err` the position is worth nothing, and the host ends the match.
    pub fn tick(&mut self, inputs: &[T::Input]) -> Result<Effects<T::Note>, Refusal> {
        if self.outcome.is_some() {
            return Err(Refusal::Over);
        }
        self.ticks.count += 1;
        self.ticks.passed += 1;
        self.now_ms = self.now_ms.max(self.last_tick_ms());
        let mut cx = Cx::new(self.now_ms, self.seats, self.rng.clone());
        guarded(|| self.state.tick(inputs, &mut cx)).map_err(Refusal::Panicked)?;
        Ok(self.take(cx))
    }

    /// Leaves `count` ticks out: the ones to come belong to later times by as much.
    pub fn skip_ticks(&mut self, count: u64) {
        self.ticks.passed += count;
    }

    /// Counts the times of ticks anew from `origin_ms`: the next one belongs to a tick's length later. Their numbers go on.
    pub fn restart_ticks(&mut self, origin_ms: u64) {
        (self.ticks.origin_ms, self.ticks.passed) = (origin_ms, 0);
    }

    /// The position.
    pub fn state(&self) -> &T {
        &self.state
    }

    /// How many seats the match has.
    pub fn seats(&self) -> u8 {
        self.seats
    }

    /// Whom the match waits for: nobody once it is over.
    pub fn turn(&self) -> Seats {
        if self.outcome.is_some() { Seats::none() } else { self.state.turn() }
    }

    /// The match time of the last event, in milliseconds.
    pub fn now_ms(&self) -> u64 {
        self.now_ms
    }

    /// How many ticks have run.
    pub fn ticks(&self) -> u64 {
        self.ticks.count
    }

    /// Ticks per second, for a real-time match that is still going on.
    pub fn tick_hz(&self) -> Option<u32> {
        if self.outcome.is_some() { None } else { self.tick_hz }
    }

    /// How many ticks have run or were left out since their times were counted anew, by [`Play::restart_ticks`] or the start.
    pub fn ticks_passed(&self) -> u64 {
        self.ticks.passed
    }

    /// The time of the last tick that has run or was left out, in milliseconds of match time, rounded down.
    pub fn last_tick_ms(&self) -> u64 {
        self.tick_ms(self.ticks.passed)
    }

    /// When the next tick is due, in milliseconds of match time, rounded down.
    pub fn next_tick_ms(&self) -> Option<u64> {
        self.tick_hz().map(|_| self.tick_ms(self.ticks.passed + 1))
    }

    /// When the next alarm is due, in milliseconds of match time.
    pub fn next_alarm_ms(&self) -> Option<u64> {
        self.alarms.values().min().copied()
    }

    /// How it ended, if it has.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// Whether this game can't be taken back to `earlier`, one of its own positions: chance was drawn since, or something
    /// was revealed for good.
    pub fn is_past_recall(&self, earlier: &Play<T>) -> bool {
        self.rng != earlier.rng || self.reveals != earlier.reveals
    }

    /// The same game at a later time: something happened that is no matter of the rules.
    pub fn unchanged(&self, now_ms: u64) -> Next<T> {
        let play = Play { now_ms: now_ms.max(self.now_ms), ..self.clone() };
        Next { play, effects: Effects { notes: Vec::new(), checkpoint: false, ended: false } }
    }

    /// Ends the match from outside the rules.
    pub fn end(&mut self, outcome: Outcome) {
        self.alarms.clear();
        self.outcome = Some(outcome);
    }

    fn tick_ms(&self, passed: u64) -> u64 {
        self.ticks.origin_ms + passed * 1000 / u64::from(self.tick_hz.unwrap_or(1))
    }

    /// Runs one event on a copy.
    fn event(
        &self,
        now_ms: u64,
        happen: impl FnOnce(&mut T, &mut Cx<T>) -> Result<(), Rejection>,
    ) -> Result<Next<T>, Refusal> {
        let now_ms = now_ms.max(self.now_ms);
        let mut cx = Cx::new(now_ms, self.seats, self.rng.clone());
        let ran = guarded(|| {
            let mut state = self.state.clone();
            happen(&mut state, &mut cx).map(|()| state)
        });
        let state = ran.map_err(Refusal::Panicked)?.map_err(Refusal::Rejected)?;
        let play = Play {
            state,
            seats: self.seats,
            tick_hz: self.tick_hz,
            rng: cx.rng.clone(),
            alarms: self.alarms.clone(),
            now_ms,
            ticks: self.ticks,
            reveals: self.reveals,
            outcome: None,
        };
        Ok(play.after(cx))
    }

    fn after(mut self, cx: Cx<T>) -> Next<T> {
        let effects = self.take(cx);
        Next { play: self, effects }
    }

    /// Makes what the event asked of its context come true.
    fn take(&mut self, cx: Cx<T>) -> Effects<T::Note> {
        self.rng = cx.rng;
        self.reveals += u64::from(cx.revealed);
        for change in cx.alarms {
            match change {
                AlarmChange::Set(alarm, at_ms) => _ = self.alarms.insert(alarm, at_ms),
                AlarmChange::Cancel(alarm) => _ = self.alarms.remove(&alarm),
            }
        }
        let ended = cx.outcome.is_some();
        if let Some(outcome) = cx.outcome {
            self.end(outcome);
        }
        Effects { notes: cx.notes, checkpoint: cx.checkpoint, ended }
    }
}

/// Runs a piece of a title. Unwind safety is the callers': they drop what a panic may have left half-changed.
pub(crate) fn guarded<R>(run: impl FnOnce() -> R) -> Result<R, String> {
    catch_unwind(AssertUnwindSafe(run)).map_err(message_of)
}

fn message_of(panic: Box<dyn Any + Send>) -> String {
    match panic.downcast::<String>() {
        Ok(message) => *message,
        Err(panic) => panic.downcast_ref::<&str>().map_or("a panic without a message", |message| message).to_string(),
    }
}
