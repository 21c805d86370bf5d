//! A match from its journal. The same events through the same rules give the same position, so nothing but the journal
//! is needed; viewers and rings begin anew.

use title::{Courtesy, Title};

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

impl<T: Title> Match<T> {
    /// Rebuilds a match from its journal at `now_ms`, under a new epoch.
    pub fn rebuild(id: MatchId, epoch: Epoch, journal: &[Entry], now_ms: u64) -> Result<Match<T>, RebuildError> {
        let [Entry { at_ms, event: Event::Start(start), .. }, rest @ ..] = journal else {
            return Err(RebuildError::NoStart);
        };
        if start.rules_version != T::INFO.rules_version {
            return Err(RebuildError::OtherRules(start.rules_version));
        }
        let (mut game, _) = Match::begin(id, epoch, start, *at_ms)?;
        game.memory.note(&journal[0], &T::INFO, true);
        game.entries = 1;
        game.mind_absence();
        for entry in rest {
            let rev = entry.rev.0;
            game.replay(entry).map_err(|why| RebuildError::Event { rev, why })?;
        }
        game.begin_again(now_ms);
        Ok(game)
    }

    /// Does again what `entry` says, and remembers that it was done.
    pub(super) fn replay(&mut self, entry: &Entry) -> Result<(), String> {
        let before = T::INFO.courtesies.contains(&Courtesy::Undo).then(|| self.play.clone());
        self.play_again(entry)?;
        self.memory.note(entry, &T::INFO, before.is_some_and(|before| self.play.is_past_recall(&before)));
        self.mind_absence();
        self.rev = entry.rev;
        self.entries = entry.index + 1;
        self.inputs.journalled_tick = entry.tick;
        Ok(())
    }

    /// Does again what `entry` says.
    pub(super) fn play_again(&mut self, entry: &Entry) -> Result<(), String> {
        let changes: Vec<Change<T::Input>> = match &entry.inputs[..] {
            [] => Vec::new(),
            inputs => from_payload(inputs).map_err(|error| error.to_string())?,
        };
        while self.play.ticks() < entry.tick {
            self.inputs.reach_again(self.play.ticks() + 1, &changes);
            let ticked = self.play.tick(self.inputs.held());
            // The tick that the match ended of fails again, and leaves the same behind as it did then.
            let ended_of = matches!(entry.event, Event::Fault { .. }) && self.play.ticks() == entry.tick;
            ticked.map(|_| ()).or_else(|refusal| if ended_of { Ok(()) } else { Err(format!("{refusal:?}")) })?;
        }
        let at_ms = entry.at_ms;
        self.now_ms = at_ms.saturating_add_signed(entry.offset_ms);
        self.time.replayed(at_ms, entry.offset_ms);
        match &entry.event {
            Event::Start(_) => return Err("a second start".to_string()),
            Event::Action { seat, command, lag_ms, action } => {
                let action = from_payload(action).map_err(|error| error.to_string())?;
                self.play = self.play.act(at_ms, *seat, action).map_err(|refusal| format!("{refusal:?}"))?.play;
                self.applied.insert(*seat, command.clone(), entry.rev);
                self.offers.acted(*seat);
                self.lags.given(*seat, *lag_ms);
                self.lags.awaited(self.turn());
            }
            Event::Alarm { alarm } => {
                let alarm = from_payload::<T::Alarm>(alarm).map_err(|error| error.to_string())?;
                let next = self.play.fire_alarm(at_ms, alarm).next;
                self.play = next.map_err(|refusal| format!("{refusal:?}"))?.play;
            }
            Event::Presence { seat, presence } => {
                let next = self.play.presence(at_ms, *seat, *presence);
                self.play = next.map_err(|refusal| format!("{refusal:?}"))?.play;
                self.set_presence(*seat, *presence);
            }
            Event::Skipped { count } => self.play.skip_ticks(*count),
            Event::Courtesy { seat, command, courtesy, others } => {
                self.courtesy_again(at_ms, *seat, *courtesy, *others)?;
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
        Ok(())
    }
}
