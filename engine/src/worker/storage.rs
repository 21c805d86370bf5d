//! A worker and its store: claims, commits and what becomes of matches when one fails, and matches that are read when
//! somebody asks for them.

use title::Title;

use super::{Lateness, RETRY_KEY, Worker, WorkerCore, WorkerEffect, forget_look, happen, perform::appended};
use crate::{
    arrange::Arrange,
    ids::{Epoch, MatchId},
    limits,
    match_state::{Match, MatchEffect, RebuildError},
    messages::{Act, Attach, Create, Delivered, ToHub, ToLobby, ToRecorder, ToWorker},
    outbox::{Post, Said, Ticket},
    store::{StoreError, Stored},
    wire::Refused,
};

impl<T: Title> Worker<T> {
    pub(super) fn committed(&mut self, now_ms: u64, ticket: Ticket) {
        self.committed = self.committed.max(ticket);
        while let Some((_, records)) = self.in_flight.pop_front_if(|(first, _)| *first <= self.committed) {
            self.in_flight_records -= records;
        }
        let still_held = self.holding.split_off(&(self.committed + 1));
        for match_id in std::mem::replace(&mut self.holding, still_held).into_values().flatten() {
            self.settle(now_ms, &match_id);
        }
    }

    /// What was not stored must not be seen: the matches it belongs to are forgotten and read again from the store.
    pub(super) fn commit_failed(&mut self, now_ms: u64, error: &StoreError) {
        if self.epoch.take().is_none() {
            return;
        }
        tracing::error!(worker = %self.id, %error, "commit failed");
        let unstored: Vec<MatchId> =
            self.slots.iter().filter(|(_, slot)| slot.ticket > self.committed).map(|(id, _)| id.clone()).collect();
        for match_id in unstored {
            let Some(mut slot) = self.release_slot(&match_id) else { continue };
            slot.stored(self.committed);
            self.stood.extend(slot.unstored_since_ms().map(|at_ms| (match_id.clone(), at_ms)));
            for post in slot.outbox.drop_held() {
                self.say(&match_id, post);
            }
            self.waiting.extend(slot.game.attachments().map(ToWorker::Attach));
        }
        self.batch.clear();
        self.in_flight.clear();
        self.in_flight_records = 0;
        self.holding.clear();
        // Whatever is answered from now on about the tickets given out is about matches that are gone.
        self.committed = self.ticket;
        self.ticket += 1;
        self.retry_later(now_ms, error);
    }

    pub(super) fn retry_later(&mut self, now_ms: u64, error: &StoreError) {
        tracing::warn!(worker = %self.id, %error, "the store will be asked again");
        let at_ms = now_ms + limits::RELOAD_MS;
        self.out.push(WorkerEffect::Timer(Arrange::Alarm { key: RETRY_KEY, at_ms, generation: 0 }));
    }

    pub(super) fn wait_for_claim(&mut self, message: ToWorker) {
        match message {
            ToWorker::Act(act) if self.waiting.len() >= limits::UNCOMMITTED => {
                return self.refuse_act(act, Refused::BUSY);
            }
            // The last wish of a session counts, so those who come and go don't pile up.
            ToWorker::Attach(Attach { ref match_id, who, .. }) => forget_look(&mut self.waiting, match_id, who),
            ToWorker::Detach { ref match_id, who } => {
                forget_look(&mut self.waiting, match_id, who);
                if !self.slots.contains_key(match_id) {
                    return;
                }
            }
            _ => {}
        }
        self.waiting.push(message);
    }

    pub(super) fn claimed(&mut self, now_ms: u64, epoch: Epoch) {
        self.epoch = Some(epoch);
        // Time stood still in these until now, so they are needed at once.
        for match_id in self.stood.keys().cloned().collect::<Vec<_>>() {
            self.load(match_id, Vec::new());
        }
        self.look_for_wakes();
        // The lobby takes whoever comes up for one that is in time.
        self.lateness = Lateness::default();
        self.out.push(WorkerEffect::Lobby(ToLobby::WorkerUp(self.id.clone())));
        self.out.push(WorkerEffect::EveryHub(ToHub::WorkerUp(self.id.clone())));
        // Matches that stayed in memory may have slept through an alarm.
        for match_id in self.slots.keys().cloned().collect::<Vec<_>>() {
            self.settle(now_ms, &match_id);
        }
        for message in std::mem::take(&mut self.waiting) {
            self.receive(now_ms, message);
        }
    }

    /// Brings a match back, or says why that can't be.
    fn restore(
        &mut self,
        now_ms: u64,
        match_id: &MatchId,
        stored: &Stored,
    ) -> Result<(Match<T>, Vec<MatchEffect>), Refused> {
        let epoch = self.epoch.ok_or(Refused::STORAGE_UNAVAILABLE)?;
        let stood_ms = self.stood.remove(match_id);
        match Match::restore(match_id.clone(), epoch, stored, now_ms) {
            Ok((mut game, mut effects)) => {
                effects.extend(game.skip_missed_ticks(now_ms));
                if let Some(at_ms) = stood_ms {
                    game.stood_since(at_ms, now_ms);
                }
                Ok((game, effects))
            }
            Err(error) => {
                tracing::error!(%match_id, %error, "a stored match can't be gone on with; it stays in the store");
                let other = matches!(error, RebuildError::OtherRules(_));
                let refused = if other { Refused::OTHER_RULES } else { Refused::TITLE_FAILED };
                self.unplayable.insert(match_id.clone(), refused.clone());
                Err(refused)
            }
        }
    }

    pub(super) fn load(&mut self, match_id: MatchId, waiting: Vec<ToWorker>) {
        self.out.push(WorkerEffect::Recorder(ToRecorder::Load(match_id.clone())));
        self.loading.insert(match_id, waiting);
    }

    pub(super) fn loaded(&mut self, now_ms: u64, match_id: MatchId, stored: Result<Option<Stored>, StoreError>) {
        let Some(waiting) = self.loading.remove(&match_id) else { return };
        let refused = match stored {
            Ok(Some(stored)) => match self.restore(now_ms, &match_id, &stored) {
                Ok((mut game, mut effects)) => {
                    // Nobody has asked for it: whether it has a table at all the lobby knows.
                    if waiting.is_empty() && game.outcome().is_none() {
                        effects.extend(game.said());
                    }
                    // All of it before the match is looked at: one that nobody needs is let go.
                    effects.extend(waiting.into_iter().flat_map(|message| happen(&mut game, message, now_ms)));
                    self.admit(match_id.clone(), game, &stored);
                    return self.perform(now_ms, &match_id, effects);
                }
                Err(refused) => refused,
            },
            Ok(None) => {
                // What time stood still in it was never stored at all.
                self.stood.remove(&match_id);
                Refused::UNKNOWN_MATCH
            }
            Err(error) => return self.load_failed(now_ms, match_id, waiting, &error),
        };
        for message in waiting {
            match message {
                // It has begun by now, or waits for the match from which it is to.
                message if self.slots.contains_key(&match_id) || self.loading.contains_key(&match_id) => {
                    self.with(now_ms, match_id.clone(), message);
                }
                ToWorker::Create(create) if refused == Refused::UNKNOWN_MATCH => self.begin(now_ms, create),
                message => self.refuse(message, &refused),
            }
        }
    }

    pub(super) fn refuse(&mut self, message: ToWorker, refused: &Refused) {
        match message {
            ToWorker::Act(act) => self.refuse_act(act, refused.clone()),
            ToWorker::Attach(Attach { match_id, who, .. }) => {
                let what = Delivered::NoMatch { match_id: match_id.clone(), why: refused.clone() };
                self.say(&match_id, Post::Sessions(vec![who], what));
            }
            ToWorker::Create(Create { match_id, table, .. }) | ToWorker::Report(match_id, table) => {
                // A match that can't be gone on with here is still what is played at its table.
                let known = self.unplayable.contains_key(&match_id);
                let said = if known { Said::Created } else { Said::Refused(refused.clone()) };
                self.say(&match_id, Post::Lobby(table, said));
            }
            ToWorker::Abandon(_)
            | ToWorker::Detach { .. }
            | ToWorker::HubGone(_)
            | ToWorker::Input { .. }
            | ToWorker::Committed { .. }
            | ToWorker::Claimed(_)
            | ToWorker::Loaded { .. }
            | ToWorker::Wakes(_)
            | ToWorker::Source { .. }
            | ToWorker::BotsUp
            | ToWorker::LobbyUp
            | ToWorker::Stopping => {}
        }
    }

    pub(super) fn refuse_act(&mut self, act: Act, refused: Refused) {
        let what = Delivered::Answer { command: act.command, result: Err(refused) };
        self.say(&act.match_id, Post::Sessions(vec![act.who], what));
    }

    /// Players are told and may try again. The lobby's messages are kept: it would take a refusal for the match's end.
    pub(super) fn load_failed(&mut self, now_ms: u64, match_id: MatchId, waiting: Vec<ToWorker>, error: &StoreError) {
        tracing::warn!(%match_id, %error, "a match can't be loaded");
        let (players, lobbys): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|message| matches!(message, ToWorker::Attach(_) | ToWorker::Act(_)));
        for message in players {
            self.refuse(message, &Refused::STORAGE_UNAVAILABLE);
        }
        if !lobbys.is_empty() {
            self.reload.insert(match_id.clone());
            self.loading.insert(match_id, lobbys);
            self.retry_later(now_ms, error);
        }
    }

    pub(super) fn uncommitted(&self) -> usize {
        appended(&self.batch) + self.in_flight_records
    }

    /// Whether so much waits for the store that no more may be taken on.
    pub(super) fn is_behind(&self) -> bool {
        self.uncommitted() + self.loading.values().map(Vec::len).sum::<usize>() >= limits::UNCOMMITTED
    }

    /// What was to be done when the store didn't answer.
    pub(super) fn retry(&mut self) {
        if self.epoch.is_none() {
            let claim = self.start();
            self.out.extend(claim);
        }
        let loads = std::mem::take(&mut self.reload).into_iter().map(ToRecorder::Load);
        self.out.extend(loads.map(WorkerEffect::Recorder));
    }
}
