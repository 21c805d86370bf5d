//! A match from its journal. The same events through the same rules give the same position, so nothing but the journal
//! is needed; viewers and rings begin anew.

use title::{Audience, Courtesy, Next, Refusal, Title};

use super::{Failure, Match, inputs::Change};
use crate::{
    event::{Entry, Event},
    ids::{Epoch, MatchId},
    wire::from_payload,
};

/// Why a journal does not lead to a match.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RebuildError {
    /// It doesn't begin with a start.
    #[error("the journal doesn't begin with a start")]
    NoStart,
    /// It was written under other rules.
    #[error("the journal was written under version {0} of the rules")]
    OtherRules(u32),
    /// The snapshot of so many entries can't be read.
    #[error("the snapshot of {0} entries can't be read")]
    Snapshot(u64),
    /// The start no longer works.
    #[error("the start fails: {0}")]
    Start(#[from] Failure),
    /// An event no longer works.
    #[error("event {rev} fails: {why}")]
    Event {
        /// The revision of the entry.
        rev: u64,
        /// What went wrong.
        why: String,
    },
}

/// What was told to whom.
pub(super) type Notes<T> = Vec<(Audience, <T as Title>::Note)>;

/// Somebody who is shown a match after each tick, and what was told.
pub(super) type Seen<'a, T> = &'a mut dyn FnMut(&Match<T>, &Notes<T>);

impl<T: Title> Match<T> {
    /// Rebuilds a match from its journal at `now_ms`, under a new epoch.
    pub fn rebuild(id: MatchId, epoch: Epoch, journal: &[Entry], now_ms: u64) -> Result<Match<T>, RebuildError> {
        let (mut game, _) = Match::of_start(id, epoch, journal)?;
        for entry in &journal[1..] {
            let rev = entry.rev.0;
            game.replay(entry).map_err(|why| RebuildError::Event { rev, why })?;
        }
        game.begin_again(now_ms);
        Ok(game)
    }

    /// The match as it was after its start, and what was told then.
    pub(super) fn of_start(id: MatchId, epoch: Epoch, journal: &[Entry]) -> Result<(Match<T>, Notes<T>), RebuildError> {
        let [first @ Entry { at_ms, offset_ms, event: Event::Start(start), .. }, ..] = journal else {
            return Err(RebuildError::NoStart);
        };
        if start.rules_version != T::INFO.rules_version {
            return Err(RebuildError::OtherRules(start.rules_version));
        }
        let (mut game, effects) = Match::begin(id, epoch, start, at_ms.saturating_add_signed(*offset_ms))?;
        game.memory.note(first, &T::INFO, true);
        game.entries = 1;
        game.mind_absence();
        Ok((game, effects.notes))
    }

    /// Does again what `entry` says, and remembers that it was done.
    pub(super) fn replay(&mut self, entry: &Entry) -> Result<(), String> {
        self.replay_seen(entry, &mut |_, _| {}).map(|_| ())
    }

    /// Does again what `entry` says, shows `see` the match after each tick on the way, and gives what was told.
    pub(super) fn replay_seen(&mut self, entry: &Entry, see: Seen<'_, T>) -> Result<Notes<T>, String> {
        let before = T::INFO.courtesies.contains(&Courtesy::Undo).then(|| self.play.clone());
        let notes = self.play_again(entry, see)?;
        self.memory.note(entry, &T::INFO, before.is_some_and(|before| self.play.is_past_recall(&before)));
        self.mind_absence();
        self.rev = entry.rev;
        self.entries = entry.index + 1;
        self.inputs.journalled_tick = entry.tick;
        Ok(notes)
    }

    /// Does again what `entry` says.
    pub(super) fn play_again(&mut self, entry: &Entry, see: Seen<'_, T>) -> Result<Notes<T>, String> {
        let changes: Vec<Change<T::Input>> = match &entry.inputs[..] {
            [] => Vec::new(),
            inputs => from_payload(inputs).map_err(|error| error.to_string())?,
        };
        // Those of the last tick belong to its checkpoint.
        let mut notes = Vec::new();
        while self.play.ticks() < entry.tick {
            self.inputs.reach_again(self.play.ticks() + 1, &changes);
            let ticked = self.play.tick(self.inputs.held());
            // The tick that the match ended of fails again, and leaves the same behind as it did then.
            let ended_of = matches!(entry.event, Event::Fault { .. }) && self.play.ticks() == entry.tick;
            notes = ticked
                .map(|effects| effects.notes)
                .or_else(|refusal| if ended_of { Ok(Vec::new()) } else { Err(format!("{refusal:?}")) })?;
            see(self, &notes);
        }
        let at_ms = entry.at_ms;
        self.now_ms = at_ms.saturating_add_signed(entry.offset_ms);
        self.time.replayed(at_ms, entry.offset_ms);
        match &entry.event {
            Event::Start(_) => return Err("a second start".to_string()),
            Event::Action { seat, command, lag_ms, action } => {
                let action = from_payload(action).map_err(|error| error.to_string())?;
                let next = self.play.act(at_ms, *seat, action);
                notes = self.take_again(next)?;
                self.applied.insert(*seat, command.clone(), entry.rev);
                self.offers.acted(*seat);
                self.lags.given(*seat, *lag_ms);
                self.lags.awaited(self.turn());
            }
            Event::Alarm { alarm } => {
                let alarm = from_payload::<T::Alarm>(alarm).map_err(|error| error.to_string())?;
                let next = self.play.fire_alarm(at_ms, alarm).next;
                notes = self.take_again(next)?;
            }
            Event::Presence { seat, presence } => {
                let next = self.play.presence(at_ms, *seat, *presence);
                notes = self.take_again(next)?;
                self.set_presence(*seat, *presence);
            }
            Event::Skipped { count } => self.play.skip_ticks(*count),
            Event::Courtesy { seat, command, courtesy, others } => {
                notes = self.courtesy_again(at_ms, *seat, *courtesy, *others)?;
                if let (Some(seat), Some(command)) = (seat, command) {
                    self.applied.insert(*seat, command.clone(), entry.rev);
                }
            }
            Event::TakenBack { seat, command, to } => {
                self.go_back_again(*to)?;
                self.applied.insert(*seat, command.clone(), entry.rev);
            }
            Event::Poisoned { .. } => self.poisoned += 1,
            Event::Checkpoint | Event::Ticks | Event::Released | Event::Migrated { .. } => {}
            Event::Fault { .. } => self.play.end(title::Outcome::void("faulted")),
            Event::Abandoned => self.play.end(title::Outcome::void("abandoned")),
        }
        Ok(notes)
    }

    /// Makes `next` the game, and gives what was told.
    pub(super) fn take_again(&mut self, next: Result<Next<T>, Refusal>) -> Result<Notes<T>, String> {
        let Next { play, effects } = next.map_err(|refusal| format!("{refusal:?}"))?;
        self.play = play;
        Ok(effects.notes)
    }
}
