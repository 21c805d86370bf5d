//! A match as a whole, to be stored and brought back: what a rebuilt match would be, without playing it again. Viewers and rings
//! aren't part of it. Under other rules a match is brought back only as its title says.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use title::{Around, Courtesy, Info, Play, Seats, Shown, Title};

use super::{
    Effected, Match, MatchEffect, absence::Absence, applied::Applied, courtesy::Courtesies, inputs::Inputs, lag::Lags,
    memory::Memory, offers::Offers, rebuild::RebuildError, refusals::Refusals, ring::Ring, time::MatchTime,
};
use crate::{
    event::{Event, Start},
    ids::{Epoch, MatchId, Rev, TableId},
    limits, panics,
    store::{Snapshot, Stored},
    wire::Holder,
};

/// All that is stored of a match. `I` is the title's input.
#[derive(Serialize, Deserialize)]
struct Saved<I> {
    table: TableId,
    holders: Vec<Holder>,
    shown: Shown,
    unhurried: bool,
    #[serde(with = "serde_bytes")]
    game: Vec<u8>,
    rev: Rev,
    time: MatchTime,
    applied: Applied,
    memory: Memory,
    offers: Offers,
    courtesies: Courtesies,
    absence: Absence,
    lags: Lags,
    away: Seats,
    untold: Seats,
    holds: Vec<I>,
    journalled_tick: u64,
    poisoned: u8,
}

/// A game in its two parts, each as MessagePack: the position may be read under other rules.
#[derive(Serialize, Deserialize)]
struct Game {
    #[serde(with = "serde_bytes")]
    state: Vec<u8>,
    #[serde(with = "serde_bytes")]
    around: Vec<u8>,
}

/// A game as bytes; `None` if its title can't be written down.
pub(crate) fn pack<T: Title>(game: &Play<T>) -> Option<Vec<u8>> {
    let state = panics::caught(|| rmp_serde::to_vec_named(game.state()).ok())??;
    let around = panics::caught(|| rmp_serde::to_vec_named(&game.around()).ok())??;
    rmp_serde::to_vec_named(&Game { state, around }).ok()
}

/// The game that was packed under version `version` of the rules; `None` if these rules can't go on with it.
pub(crate) fn unpack<T: Title>(bytes: &[u8], version: u32) -> Option<Play<T>> {
    let Game { state, around } = rmp_serde::from_slice(bytes).ok()?;
    let around: Around<T::Alarm> = panics::caught(|| rmp_serde::from_slice(&around).ok())??;
    let state = panics::caught(|| match version == T::INFO.rules_version {
        true => rmp_serde::from_slice(&state).ok(),
        false => T::migrate(version, &state),
    })??;
    Some(Play::join(state, around))
}

/// SHA-256 of a packed game.
pub(crate) fn hash(game: &[u8]) -> [u8; 32] {
    Sha256::digest(game).into()
}

impl<T: Title> Match<T> {
    /// Has the match stored as it is at `now_ms`; `None` if its title can't be written down. Ticks that have run since the last
    /// entry get one, so that the journal leads to the same.
    pub fn save(&mut self, now_ms: u64) -> Option<Effected> {
        self.now_ms = now_ms;
        let untold = self.play.ticks() > self.inputs.journalled_tick || self.inputs.has_changed();
        let ticks = (untold && self.play.outcome().is_none()).then(|| self.recorded(Event::Ticks, false));
        let saved = MatchEffect::Save(self.whole(now_ms)?);
        Some(ticks.into_iter().chain([saved]).collect())
    }

    fn whole(&self, now_ms: u64) -> Option<Snapshot> {
        let game = pack(&self.play)?;
        let hash = hash(&game);
        let saved = Saved {
            table: self.table.clone(),
            holders: self.holders.clone(),
            shown: self.shown,
            unhurried: self.unhurried,
            game,
            rev: self.rev,
            time: self.time.kept(now_ms),
            applied: self.applied.clone(),
            memory: self.memory.clone(),
            offers: self.offers.clone(),
            courtesies: self.courtesies.clone(),
            absence: self.absence.clone(),
            lags: self.lags.clone(),
            away: self.away,
            untold: self.untold,
            holds: self.inputs.held().to_vec(),
            journalled_tick: self.inputs.journalled_tick,
            poisoned: self.poisoned,
        };
        let state = rmp_serde::to_vec_named(&saved).ok()?;
        let Info { rules_version, .. } = T::INFO;
        Some(Snapshot { entries: self.entries, rules_version, base: false, hash, state })
    }

    /// Brings a match back at `now_ms`, under a new epoch.
    pub fn restore(
        id: MatchId,
        epoch: Epoch,
        stored: &Stored,
        now_ms: u64,
    ) -> Result<(Match<T>, Effected), RebuildError> {
        let Some(snapshot) = &stored.snapshot else {
            return Ok((Match::rebuild(id, epoch, &stored.entries, now_ms)?, Vec::new()));
        };
        let version = snapshot.rules_version;
        let migrates = version != T::INFO.rules_version;
        // What came after a snapshot can only be played by the rules it was played by.
        if migrates && !stored.entries.is_empty() {
            return Err(RebuildError::OtherRules(version));
        }
        let mut game = Match::of_snapshot(id, epoch, snapshot)?;
        for entry in &stored.entries {
            game.replay(entry).map_err(|why| RebuildError::Event { rev: entry.rev.0, why })?;
        }
        game.begin_again(now_ms);
        let effects = if migrates { game.migrated(version) } else { Vec::new() };
        Ok((game, effects))
    }

    /// The match as a snapshot has it.
    pub(super) fn of_snapshot(id: MatchId, epoch: Epoch, snapshot: &Snapshot) -> Result<Match<T>, RebuildError> {
        let version = snapshot.rules_version;
        let failed = match version == T::INFO.rules_version {
            true => RebuildError::Snapshot(snapshot.entries),
            false => RebuildError::OtherRules(version),
        };
        let saved = rmp_serde::from_slice::<Saved<T::Input>>(&snapshot.state).map_err(|_| failed.clone())?;
        let play = unpack::<T>(&saved.game, version).ok_or(failed)?;
        Ok(Match::of_saved(id, epoch, saved, play, snapshot.entries))
    }

    fn of_saved(id: MatchId, epoch: Epoch, saved: Saved<T::Input>, play: Play<T>, entries: u64) -> Match<T> {
        let mut inputs = Inputs::holding(saved.holds);
        inputs.journalled_tick = saved.journalled_tick;
        Match {
            id,
            epoch,
            table: saved.table,
            holders: saved.holders,
            shown: saved.shown,
            unhurried: saved.unhurried,
            now_ms: play.now_ms(),
            play,
            entries,
            rev: saved.rev,
            time: saved.time,
            applied: saved.applied,
            refusals: Refusals::default(),
            memory: saved.memory,
            offers: saved.offers,
            courtesies: saved.courtesies,
            absence: saved.absence,
            lags: saved.lags,
            watchers: std::collections::BTreeMap::new(),
            away: saved.away,
            untold: saved.untold,
            settle_ms: None,
            told_turn: Seats::none(),
            inputs,
            poisoned: saved.poisoned,
            failure: String::new(),
            ring: Ring::default(),
            counts: super::Counts::default(),
        }
    }

    /// A match that was brought back goes on at `now_ms`. Those who were here then have a moment to come back.
    pub(super) fn begin_again(&mut self, now_ms: u64) {
        self.now_ms = now_ms;
        let gone = self.persons().iter().all(|person| self.away.contains(person)) && self.untold.is_empty();
        self.settle_ms = (!gone).then_some(now_ms + limits::SETTLE_MS);
    }

    /// From here on it goes by these rules, and what was before can't be played again.
    fn migrated(&mut self, from: u32) -> Effected {
        if T::INFO.courtesies.contains(&Courtesy::Undo) {
            self.memory.forget();
        }
        let entry = self.entry(Event::Migrated { from });
        let record = self.record(entry, false, false);
        match self.whole(self.now_ms) {
            Some(snapshot) => vec![record, MatchEffect::Save(Snapshot { base: true, ..snapshot })],
            None => vec![record],
        }
    }

    /// The game a match starts with, if it isn't the title's first position.
    pub(super) fn begun(start: &Start) -> Option<Play<T>> {
        let game: Play<T> = unpack(start.position.as_deref()?, start.rules_version)?;
        Some(game.reseeded(start.seed))
    }
}
