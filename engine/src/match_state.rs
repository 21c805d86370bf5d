//! One match: a title's game with its players, its journal and its viewers. It decides what happens and what is to be
//! stored and said, and does none of it: every method returns effects as data. It knows no clock, no actor, no socket
//! and no other match; encoded messages are made here because only here is the title's type known.

mod applied;
mod effect;
mod rebuild;
mod ring;
mod show;

use std::collections::BTreeMap;

use title::{Effects, Next, Outcome, Plan, Play, Presence, Refusal, Seat, Seats, Shown, StartError, Title, Viewer};

use self::{applied::Applied, ring::Ring};
pub use self::{
    effect::{Failure, MatchEffect},
    rebuild::RebuildError,
};
use crate::{
    event::{Entry, Event, Start},
    ids::{Address, Epoch, HubId, MatchId, PlayerId, Rev},
    limits,
    messages::{Act, Attach, Delivered, Done},
    outbox::{Post, Said},
    panics,
    wire::{Cause, Happened, Holder, HolderKind, Refused, from_payload, to_payload},
};

/// A match of a title.
pub struct Match<T: Title> {
    id: MatchId,
    epoch: Epoch,
    holders: Vec<Holder>,
    shown: Shown,
    play: Play<T>,
    rev: Rev,
    applied: Applied,
    watchers: BTreeMap<Address, Watcher>,
    away: Seats,
    /// Those of them that were away at the start, which the title learns when it is settled who comes.
    untold: Seats,
    /// When seats that nobody is connected to stop to count as here; `None` once that is settled.
    settle_ms: Option<u64>,
    inputs: Inputs<T::Input>,
    ring: Ring,
}

/// A session that is shown the match.
struct Watcher {
    viewer: Viewer,
    player: PlayerId,
}

/// The newest control of each seat.
struct Inputs<I> {
    newest: Vec<I>,
    numbers: Vec<u64>,
    /// What the last journalled tick ran with.
    journalled: Vec<I>,
    /// The tick of the last journal entry.
    journalled_tick: u64,
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
        let updates = game.updates_of(Cause::Start, None, &effects).map_err(Failure::Title)?;
        let mut out = vec![game.entry(Event::Start(start), effects.ended), MatchEffect::lobby(Said::Created)];
        game.show(updates, true, &mut out);
        game.tell_end(effects.ended, &mut out);
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
        let Next { play, effects } = Play::start(options, start.seed, now_ms).map_err(|error| match error {
            StartError::Rejected(rejection) => Failure::Rejected(rejection),
            StartError::Panicked(message) => Failure::Title(message),
        })?;
        let seats = usize::from(play.seats());
        let game = Match {
            id,
            epoch,
            holders: start.holders.clone(),
            shown: plan.shown,
            play,
            rev: Rev(0),
            applied: Applied::default(),
            watchers: BTreeMap::new(),
            away: start.away,
            untold: start.away,
            settle_ms: Some(now_ms + limits::SETTLE_MS),
            inputs: Inputs {
                newest: vec![T::Input::default(); seats],
                numbers: vec![0; seats],
                journalled: vec![T::Input::default(); seats],
                journalled_tick: 0,
            },
            ring: Ring::default(),
        };
        Ok((game, effects))
    }

    /// A session wants to see the match.
    pub fn attach(&mut self, attach: Attach, now_ms: u64) -> Effected {
        let Attach { who, player, have, .. } = attach;
        let viewer = self.viewer(&player);
        if !self.watchers.contains_key(&who) {
            // Each seat is counted by itself: onlookers can't keep a player from the match.
            if self.audience(viewer).len() >= limits::WATCHERS {
                let what = Delivered::NoMatch { match_id: self.id.clone(), why: Refused::BUSY };
                return vec![MatchEffect::say(vec![who], what, true)];
            }
            // A new session numbers its inputs from the start again.
            if let Viewer::Seat(seat) = viewer {
                self.inputs.numbers[seat.index()] = 0;
            }
        }
        self.watchers.insert(who, Watcher { viewer, player });
        let mut out = match have.filter(|(epoch, _)| *epoch == self.epoch).and_then(|(_, rev)| self.missed(viewer, rev))
        {
            Some(missed) => missed.into_iter().map(|(rev, message)| self.say_update(vec![who], rev, message)).collect(),
            None => match self.snapshot(viewer) {
                Ok(message) => vec![self.say_update(vec![who], self.rev, message)],
                // A match that is over can't end of it; that it is over can still be said.
                Err(_) if self.play.outcome().is_some() => {
                    vec![self.say_update(vec![who], self.rev, self.bare_update(viewer, Cause::Snapshot))]
                }
                Err(message) => self.fault(message),
            },
        };
        if let Viewer::Seat(seat) = viewer {
            out.extend(self.presence(seat, now_ms));
        }
        out
    }

    /// What `viewer` was shown after `rev`, if all of it is still here.
    fn missed(&self, viewer: Viewer, rev: Rev) -> Option<Vec<(Rev, bytes::Bytes)>> {
        let missed = self.ring.since(rev, self.rev)?;
        Some(missed.filter_map(|(rev, updates)| Some((rev, updates.get(&viewer)?.clone()))).collect())
    }

    /// A session has gone, or looks elsewhere.
    pub fn detach(&mut self, who: Address, now_ms: u64) -> Effected {
        match self.watchers.remove(&who).map(|watcher| watcher.viewer) {
            Some(Viewer::Seat(seat)) => self.presence(seat, now_ms),
            Some(Viewer::Spectator) | None => Vec::new(),
        }
    }

    /// A player acts.
    pub fn act(&mut self, act: Act, now_ms: u64) -> Effected {
        let Act { who, player, command, received_ms, payload, .. } = act;
        let answer = |result| {
            let what = Delivered::Answer { command: command.clone(), result };
            MatchEffect::say(vec![who], what, true)
        };
        let Some(seat) = self.seat_of(&player) else { return vec![answer(Err(Refused::NOT_YOUR_MATCH))] };
        if let Some(rev) = self.applied.find(seat, &command) {
            return vec![answer(Ok(Done { rev: Some(rev), table: None }))];
        }
        let action = match panics::caught(|| from_payload::<T::Action>(&payload)) {
            Some(Ok(action)) => action,
            Some(Err(_)) => return vec![answer(Err(Refused::BAD_ACTION))],
            None => return vec![answer(Err(self.title_failed("it panicked over the bytes of an action", &payload)))],
        };
        let next = self.play.act(received_ms.min(now_ms), seat, action).map_err(|refusal| match refusal {
            Refusal::Over => Refused::MATCH_OVER,
            Refusal::NotYourTurn => Refused::NOT_YOUR_TURN,
            Refusal::Rejected(rejection) => Refused::by_rules(&rejection),
            Refusal::Panicked(message) => self.title_failed(&message, &payload),
        });
        let event = Event::Action { seat, command: command.clone(), action: payload.to_vec() };
        let taken = next.and_then(|next| {
            self.take(next, Cause::Action, Some(seat), event).map_err(|message| self.title_failed(&message, &payload))
        });
        match taken {
            Ok(mut out) => {
                self.applied.insert(seat, command.clone(), self.rev);
                out.push(answer(Ok(Done { rev: Some(self.rev), table: None })));
                out
            }
            Err(refused) => vec![answer(Err(refused))],
        }
    }

    /// A player's newest control. One that isn't newer than the last is dropped, and so is one of nobody's.
    pub fn input(&mut self, player: &PlayerId, number: u64, payload: &[u8]) {
        let Some(seat) = self.seat_of(player) else { return };
        if let Some(Ok(input)) = panics::caught(|| from_payload(payload))
            && number > self.inputs.numbers[seat.index()]
        {
            self.inputs.newest[seat.index()] = input;
            self.inputs.numbers[seat.index()] = number;
        }
    }

    /// Lets everything happen that is due by `now_ms`, save ticks.
    pub fn due(&mut self, now_ms: u64) -> Effected {
        let mut out = Vec::new();
        for _ in 0..limits::ALARMS_IN_A_ROW {
            let Some(fired) = self.play.fire(now_ms) else { break };
            let alarm = to_payload(&fired.alarm).map(|bytes| bytes.to_vec()).unwrap_or_default();
            let taken = fired.next.map_err(|refusal| format!("alarm {:?}: {refusal:?}", fired.alarm));
            match taken.and_then(|next| self.take(next, Cause::Alarm, None, Event::Alarm { alarm })) {
                Ok(more) => out.extend(more),
                Err(message) => out.extend(self.fault(message)),
            }
        }
        if self.settle_ms.is_some_and(|at| at <= now_ms) {
            self.settle_ms = None;
            for seat in Seats::all(self.play.seats()).iter() {
                out.extend(self.presence(seat, now_ms));
            }
        }
        out
    }

    /// Runs `count` ticks; of too many, leaves the rest out.
    pub fn tick(&mut self, count: u64) -> Effected {
        let mut out = Vec::new();
        let run = count.min(limits::TICKS_CAUGHT_UP);
        for _ in 0..run {
            if self.play.outcome().is_some() {
                return out;
            }
            if self.inputs.newest != self.inputs.journalled {
                self.inputs.journalled.clone_from(&self.inputs.newest);
                let inputs = to_payload(&self.inputs.journalled).map(|bytes| bytes.to_vec()).unwrap_or_default();
                out.push(self.entry(Event::Inputs { inputs }, false));
            }
            match self.play.tick(&self.inputs.journalled) {
                Ok(effects) => out.extend(self.ticked(effects)),
                Err(refusal) => out.extend(self.fault(format!("tick: {refusal:?}"))),
            }
        }
        if count > run && self.play.outcome().is_none() {
            self.play.skip_ticks(count - run);
            out.push(self.entry(Event::Skipped { count: count - run }, false));
        }
        // A crash may cost a real-time match its last second, and no more.
        let hz = u64::from(self.play.tick_hz().unwrap_or(u32::MAX));
        if self.play.ticks() >= self.inputs.journalled_tick + hz {
            out.push(self.entry(Event::Ticks, false));
        }
        if self.play.outcome().is_none() {
            match self.frames() {
                Ok(frames) => out.extend(frames),
                Err(message) => out.extend(self.fault(message)),
            }
        }
        out
    }

    /// What a tick leads to besides frames.
    fn ticked(&mut self, effects: Effects<T::Note>) -> Effected {
        if effects.notes.is_empty() && !effects.checkpoint && !effects.ended {
            return Vec::new();
        }
        self.rev.0 += 1;
        let updates = match self.updates_of(Cause::Checkpoint, None, &effects) {
            Ok(updates) => updates,
            Err(message) => {
                self.rev.0 -= 1;
                return self.fault(message);
            }
        };
        let mut out = vec![self.entry(Event::Checkpoint, effects.ended)];
        let wait = effects.checkpoint || effects.ended || self.shown == Shown::WhenStored;
        self.show(updates, wait, &mut out);
        self.tell_end(effects.ended, &mut out);
        out
    }

    /// Nobody came back to it.
    pub fn abandon(&mut self) -> Effected {
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
        let effects = Effects { notes: Vec::new(), checkpoint: false, ended: true };
        let updates = self.updates_of(cause, None, &effects).unwrap_or_else(|_| self.bare_updates(cause));
        let mut out = vec![self.entry(event, true)];
        self.show(updates, true, &mut out);
        self.tell_end(true, &mut out);
        out
    }

    /// Whether the player of `seat` is connected may have changed.
    fn presence(&mut self, seat: Seat, now_ms: u64) -> Effected {
        let connected = self.watchers.values().any(|watcher| watcher.viewer == Viewer::Seat(seat));
        let bot = self.holders.get(seat.index()).is_some_and(|holder| holder.kind == HolderKind::Bot);
        // Until it is settled who comes back, a missing player is not yet away.
        let here = connected || bot || (self.settle_ms.is_some() && !self.away.contains(seat));
        if here != self.away.contains(seat) && (here || !self.untold.contains(seat)) {
            return Vec::new();
        }
        let presence = if here { Presence::Here } else { Presence::Away };
        match self.play.presence(now_ms, seat, presence) {
            Ok(next) => {
                self.set_presence(seat, presence);
                let event = Event::Presence { seat, presence };
                self.take(next, Cause::Presence, Some(seat), event).unwrap_or_else(|message| self.fault(message))
            }
            Err(Refusal::Over) => Vec::new(),
            Err(refusal) => self.fault(format!("presence: {refusal:?}")),
        }
    }

    fn set_presence(&mut self, seat: Seat, presence: Presence) {
        self.untold = self.untold.iter().filter(|other| *other != seat).collect();
        let others = self.away.iter().filter(|other| *other != seat);
        self.away = match presence {
            Presence::Here => others.collect(),
            Presence::Away => others.chain([seat]).collect(),
        };
    }

    /// Makes `next` the position, if every viewer can be shown it; else nothing has changed.
    fn take(&mut self, next: Next<T>, cause: Cause, seat: Option<Seat>, event: Event) -> Result<Effected, String> {
        let before = std::mem::replace(&mut self.play, next.play);
        self.rev.0 += 1;
        let updates = match self.updates_of(cause, seat, &next.effects) {
            Ok(updates) => updates,
            Err(message) => {
                self.play = before;
                self.rev.0 -= 1;
                return Err(message);
            }
        };
        let mut out = vec![self.entry(event, next.effects.ended)];
        self.show(updates, true, &mut out);
        self.tell_end(next.effects.ended, &mut out);
        Ok(out)
    }

    fn updates_of(
        &self,
        cause: Cause,
        seat: Option<Seat>,
        effects: &Effects<T::Note>,
    ) -> Result<ring::Updates, String> {
        self.updates(Happened { cause, seat: seat.map(|seat| seat.0) }, &effects.notes)
    }

    fn entry(&mut self, event: Event, last: bool) -> MatchEffect {
        self.inputs.journalled_tick = self.play.ticks();
        let entry = Entry { rev: self.rev, at_ms: self.play.now_ms(), tick: self.play.ticks(), event };
        MatchEffect::Record { entry, last }
    }

    /// Keeps the updates for those who come back, and shows them to those who are here.
    fn show(&mut self, updates: ring::Updates, wait: bool, out: &mut Effected) {
        for (viewer, message) in &updates {
            let to = self.audience(*viewer);
            if !to.is_empty() {
                let (match_id, epoch, rev) = (self.id.clone(), self.epoch, self.rev);
                let what = Delivered::Update { match_id, epoch, rev, message: message.clone() };
                out.push(MatchEffect::say(to, what, wait));
            }
        }
        self.ring.push(self.rev, updates);
    }

    /// The sessions that see the match from where `viewer` does.
    fn audience(&self, viewer: Viewer) -> Vec<Address> {
        self.watchers.iter().filter(|(_, watcher)| watcher.viewer == viewer).map(|(who, _)| *who).collect()
    }

    fn say_update(&self, to: Vec<Address>, rev: Rev, message: bytes::Bytes) -> MatchEffect {
        let what = Delivered::Update { match_id: self.id.clone(), epoch: self.epoch, rev, message };
        MatchEffect::say(to, what, true)
    }

    fn tell_end(&self, ended: bool, out: &mut Effected) {
        if let Some(outcome) = self.play.outcome().filter(|_| ended) {
            out.push(MatchEffect::lobby(Said::Ended(outcome.clone())));
        }
    }

    fn title_failed(&self, message: &str, payload: &[u8]) -> Refused {
        let action = from_payload::<serde_json::Value>(payload).unwrap_or_default();
        let report = crate::panics::last();
        tracing::error!(match_id = %self.id, rev = self.rev.0, %action, message, report, "title failed on an action");
        Refused::TITLE_FAILED
    }

    fn seat_of(&self, player: &PlayerId) -> Option<Seat> {
        let seat = self.holders.iter().position(|holder| holder.player == *player)?;
        u8::try_from(seat).ok().map(Seat)
    }

    fn viewer(&self, player: &PlayerId) -> Viewer {
        self.seat_of(player).map_or(Viewer::Spectator, Viewer::Seat)
    }

    /// When it needs to be woken next, in milliseconds of match time.
    pub fn next_due_ms(&self) -> Option<u64> {
        let alarm = self.play.next_alarm_ms();
        let settle = self.settle_ms.filter(|_| self.play.outcome().is_none());
        alarm.into_iter().chain(settle).min()
    }

    /// Ticks per second, while it goes on in real time.
    pub fn tick_hz(&self) -> Option<u32> {
        self.play.tick_hz()
    }

    /// When the tick after the last is due by the title's plan, in milliseconds of match time.
    pub fn next_tick_ms(&self) -> Option<u64> {
        self.play.next_tick_ms()
    }

    /// How it ended, if it has.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.play.outcome()
    }

    /// The watchers whose sessions are in `hub`.
    pub fn watchers_of(&self, hub: HubId) -> impl Iterator<Item = Address> {
        self.watchers.keys().copied().filter(move |who| who.hub == hub)
    }

    /// Whether somebody watches it.
    pub fn is_watched(&self) -> bool {
        !self.watchers.is_empty()
    }

    /// How its watchers would attach anew, knowing nothing.
    pub fn attachments(&self) -> impl Iterator<Item = Attach> {
        self.watchers.iter().map(|(who, watcher)| Attach {
            match_id: self.id.clone(),
            who: *who,
            player: watcher.player.clone(),
            have: None,
        })
    }

    /// Leaves out the ticks that were due before `now_ms`: nobody could see them.
    pub fn skip_missed_ticks(&mut self, now_ms: u64) -> Effected {
        let (Some(hz), Some(next_ms)) = (self.play.tick_hz(), self.play.next_tick_ms()) else { return Vec::new() };
        let missed = now_ms.saturating_sub(next_ms) * u64::from(hz) / 1000;
        if missed == 0 {
            return Vec::new();
        }
        self.play.skip_ticks(missed);
        vec![self.entry(Event::Skipped { count: missed }, false)]
    }

    /// What the lobby should know of a match that it asks about again.
    pub fn said(&self) -> MatchEffect {
        MatchEffect::lobby(self.play.outcome().map_or(Said::Created, |outcome| Said::Ended(outcome.clone())))
    }
}

impl MatchEffect {
    fn say(to: Vec<Address>, what: Delivered, wait: bool) -> MatchEffect {
        MatchEffect::Post { post: Post::Sessions(to, what), wait }
    }

    fn lobby(said: Said) -> MatchEffect {
        MatchEffect::Post { post: Post::Lobby(said), wait: true }
    }
}
