//! One match: a title's game with its players, its journal and its viewers. It decides what happens and what is to be
//! stored and said, and does none of it: every method returns effects as data. It knows no clock, no actor, no socket
//! and no other match; encoded messages are made here because only here is the title's type known.

mod absence;
mod act;
mod applied;
mod counts;
mod courtesy;
mod effect;
mod grid;
mod inputs;
mod lag;
mod memory;
mod offers;
mod presence;
mod rebuild;
mod refusals;
mod retrace;
mod ring;
mod show;
mod sleep;
pub(crate) mod snapshot;
mod take;
mod ticks;
mod time;
mod undo;
mod watch;

use std::collections::BTreeMap;

use title::{Effects, Next, Outcome, Plan, Play, Seat, Seats, Shown, StartError, Title, Viewer};

use self::{
    absence::Absence, applied::Applied, courtesy::Courtesies, grid::Grid, inputs::Inputs, lag::Lags, memory::Memory,
    offers::Offers, refusals::Refusals, ring::Ring, time::MatchTime, watch::Watcher,
};
pub use self::{
    counts::Counts,
    effect::{Failure, MatchEffect},
    rebuild::RebuildError,
    retrace::Again,
};
use crate::{
    event::{Entry, Event, Start},
    ids::{Address, Epoch, MatchId, PlayerId, Rev, TableId},
    limits,
    messages::Delivered,
    outbox::{Post, Said},
    panics,
    wire::{Cause, Happened, Holder, Refused, from_payload, to_payload},
};

/// A match of a title.
pub struct Match<T: Title> {
    id: MatchId,
    epoch: Epoch,
    table: TableId,
    holders: Vec<Holder>,
    shown: Shown,
    unhurried: bool,
    play: Play<T>,
    /// How many entries its journal has.
    entries: u64,
    rev: Rev,
    /// The service time of the message being handled.
    now_ms: u64,
    time: MatchTime,
    applied: Applied,
    refusals: Refusals,
    memory: Memory,
    offers: Offers,
    courtesies: Courtesies,
    absence: Absence,
    lags: Lags,
    watchers: BTreeMap<Address, Watcher>,
    away: Seats,
    /// Those of them that were away at the start, which the title learns when it is settled who comes.
    untold: Seats,
    /// When seats that nobody is connected to stop to count as here; `None` once that is settled.
    settle_ms: Option<u64>,
    /// Whom the lobby was told that the match waits for.
    told_turn: Seats,
    inputs: Inputs<T::Input>,
    /// How many actions were journalled for having made the title panic.
    poisoned: u8,
    /// What the title said when it failed last.
    failure: String,
    ring: Ring,
    counts: Counts,
}

/// What an event leads to.
type Effected = Vec<MatchEffect>;

/// Whether a match can be had with this plan: it has seats, and ticks that the timer can give.
pub fn can_be_had(plan: &Plan) -> bool {
    (1..=Seats::MAX).contains(&plan.seats)
        && plan.tick_hz.is_none_or(|hz| (1..=timer::limits::TICK_HZ_MAX).contains(&hz))
}

impl<T: Title> Match<T> {
    /// Starts a match at `now_ms`.
    pub fn start(id: MatchId, epoch: Epoch, start: Start, now_ms: u64) -> Result<(Match<T>, Effected), Failure> {
        let (mut game, effects) = Match::begin(id, epoch, &start, now_ms)?;
        let entry = game.entry(Event::Start(start));
        game.memory.note(&entry, &T::INFO, true);
        if game.waits_to_be_seen() {
            game.time.hold();
        }
        game.time.tell(now_ms);
        game.mind_absence();
        let updates = game.updates(Happened::plain(Cause::Start, None), &effects.notes).map_err(Failure::Title)?;
        let holds = game.time.stands();
        let mut out = vec![game.record(entry, holds, effects.ended), game.say(Said::Created)];
        game.show(updates, true, &mut out);
        game.tell_lobby(effects.ended, &mut out);
        Ok((game, out))
    }

    /// The match as it is before anyone saw it.
    fn begin(id: MatchId, epoch: Epoch, start: &Start, now_ms: u64) -> Result<(Match<T>, Effects<T::Note>), Failure> {
        let planned = panics::caught(|| {
            let options: T::Options = serde_json::from_value(start.options.clone()).map_err(|_| Failure::Options)?;
            let plan = T::plan(&options).map_err(Failure::Rejected)?;
            Ok((options, plan))
        });
        let (options, plan) =
            planned.unwrap_or_else(|| Err(Failure::Title("it panicked over its options".to_string())))?;
        if !can_be_had(&plan) || start.holders.len() != usize::from(plan.seats) {
            return Err(Failure::Options);
        }
        let Next { mut play, effects } = match &start.position {
            // Its options may have been completed anew, but must mean the same.
            Some(_) => match Match::begun(start).ok_or(Failure::Position)? {
                play if (play.seats(), play.tick_hz()) == (plan.seats, plan.tick_hz) => play.unchanged(0),
                _ => return Err(Failure::Options),
            },
            None => Play::start(options, start.seed, now_ms).map_err(|error| match error {
                StartError::Rejected(rejection) => Failure::Rejected(rejection),
                StartError::Panicked(message) => Failure::Title(message),
            })?,
        };
        // Match time begins as service time: that is where the grid stands. In a game that was begun elsewhere it goes on from
        // where it was there, and until ticks can begin it stands.
        let begins_ms = plan.tick_hz.map_or(now_ms, |hz| Grid::of(hz).next_ms(now_ms));
        let time = match &start.position {
            Some(_) => MatchTime::running(play.now_ms(), begins_ms.cast_signed() - play.now_ms().cast_signed()),
            None => MatchTime::running(now_ms, 0),
        };
        if plan.tick_hz.is_some() {
            play.restart_ticks(time.now(begins_ms));
        }
        let mut inputs = Inputs::none(plan.seats);
        inputs.journalled_tick = play.ticks();
        let game = Match {
            id,
            epoch,
            table: start.table.clone(),
            holders: start.holders.clone(),
            shown: plan.shown,
            unhurried: plan.unhurried,
            play,
            entries: 0,
            rev: Rev(0),
            now_ms,
            time,
            applied: Applied::default(),
            refusals: Refusals::default(),
            memory: Memory::default(),
            offers: Offers::default(),
            courtesies: Courtesies::default(),
            absence: Absence::default(),
            lags: Lags::none(plan.seats),
            watchers: BTreeMap::new(),
            away: start.away,
            untold: start.away,
            settle_ms: Some(now_ms + limits::SETTLE_MS),
            told_turn: Seats::none(),
            inputs,
            poisoned: 0,
            failure: String::new(),
            ring: Ring::default(),
            counts: Counts::default(),
        };
        Ok((game, effects))
    }

    /// Nobody came back to it.
    pub fn abandon(&mut self, now_ms: u64) -> Effected {
        self.now_ms = now_ms;
        if self.play.outcome().is_some() {
            return Vec::new();
        }
        self.end_from_outside(Outcome::void("abandoned"), Event::Abandoned, Cause::Snapshot)
    }

    /// The title failed where nothing can be refused: the match ends, its journal is kept, its players are told.
    fn fault(&mut self, message: String) -> Effected {
        tracing::error!(match_id = %self.id, %message, report = crate::panics::last(), "title faulted");
        self.end_from_outside(Outcome::void("faulted"), Event::Fault { message }, Cause::Fault)
    }

    fn end_from_outside(&mut self, outcome: Outcome, event: Event, cause: Cause) -> Effected {
        self.play.end(outcome);
        self.rev.0 += 1;
        self.mind_absence();
        let updates = self.updates(Happened::plain(cause, None), &[]).unwrap_or_else(|_| self.bare_updates(cause));
        let entry = self.entry(event);
        let mut out = vec![self.record(entry, false, true)];
        self.show(updates, true, &mut out);
        self.tell_lobby(true, &mut out);
        out
    }

    fn record(&mut self, mut entry: Entry, holds: bool, last: bool) -> MatchEffect {
        self.entries = entry.index + 1;
        self.inputs.journalled_tick = entry.tick;
        let changes = self.inputs.take_changes();
        if !changes.is_empty() {
            entry.inputs = to_payload(&changes).map(|bytes| bytes.to_vec()).unwrap_or_default();
        }
        MatchEffect::Record { entry, holds, last }
    }

    /// Tells the lobby what it must know of the last event: that it was the end, or in a match of days whom it waits for.
    fn tell_lobby(&mut self, ended: bool, out: &mut Effected) {
        if let Some(outcome) = self.play.outcome().filter(|_| ended) {
            out.push(self.say(Said::Ended(outcome.clone())));
        } else if self.unhurried {
            let turn = self.turn();
            if turn != std::mem::replace(&mut self.told_turn, turn) {
                out.push(self.say(Said::Turn(turn)));
            }
        }
    }

    /// Something for the lobby to know, once it is stored.
    fn say(&self, said: Said) -> MatchEffect {
        MatchEffect::Post { post: Post::Lobby(self.table.clone(), said), wait: true }
    }

    fn title_failed(&mut self, message: &str, payload: &[u8]) -> Refused {
        self.failure = message.to_string();
        let action = from_payload::<serde_json::Value>(payload).unwrap_or_default();
        let report = crate::panics::last();
        tracing::error!(match_id = %self.id, rev = self.rev.0, %action, message, report, "title failed on an action");
        Refused::TITLE_FAILED
    }

    fn seat_of(&self, player: &PlayerId) -> Option<Seat> {
        let seat = self.holders.iter().position(|holder| holder.player == *player)?;
        u8::try_from(seat).ok().map(Seat)
    }

    /// Whom the match waits for. A title that can't say so waits for nobody; its next event will be its last.
    fn turn(&self) -> Seats {
        panics::caught(|| self.play.turn()).unwrap_or(Seats::none())
    }

    fn viewer(&self, player: &PlayerId) -> Viewer {
        self.seat_of(player).map_or(Viewer::Spectator, Viewer::Seat)
    }

    /// The match's time at the service time `now_ms`.
    pub fn time_ms(&self, now_ms: u64) -> u64 {
        self.time.now(now_ms)
    }

    /// Its time stood still from `at_ms` on until `now_ms`: for so long the store was away. Of ticks the missed ones are
    /// skipped instead.
    pub fn stood_since(&mut self, at_ms: u64, now_ms: u64) {
        if self.waits_to_be_seen() && !self.time.is_paused() {
            self.time.rewind(at_ms.max(self.play.now_ms()), now_ms);
        }
    }

    /// Ticks per second, while it goes on in real time.
    pub fn tick_hz(&self) -> Option<u32> {
        self.play.tick_hz().filter(|_| !self.time.is_paused())
    }

    /// The service time of the last tick that has run or was left out, in milliseconds: the ones to come are counted from it.
    /// Exact where ticks begin and begin again; else rounded down.
    pub fn ticks_from_ms(&self) -> Option<u64> {
        self.tick_hz().and_then(|_| self.time.when(self.play.last_tick_ms()))
    }

    /// What was counted since it was last asked.
    pub fn take_counts(&mut self) -> Counts {
        std::mem::take(&mut self.counts)
    }

    /// How it ended, if it has.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.play.outcome()
    }

    /// What the lobby should know of a match that it asks about again.
    pub fn said(&self) -> Vec<MatchEffect> {
        match self.play.outcome() {
            Some(outcome) => vec![self.say(Said::Ended(outcome.clone()))],
            // Whom it waits for may have been said to a lobby that has fallen since.
            None if self.unhurried => vec![self.say(Said::Created), self.say(Said::Turn(self.turn()))],
            None => vec![self.say(Said::Created)],
        }
    }
}

impl MatchEffect {
    fn say(to: Vec<Address>, what: Delivered, wait: bool) -> MatchEffect {
        MatchEffect::Post { post: Post::Sessions(to, what), wait }
    }
}
