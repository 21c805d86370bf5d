//! From a full table to its match, and back: starting, what the workers answer, playing again, and telling the bots.

use title::{Courtesy, Outcome, Seat, Seats};

use super::{Lobby, LobbyEffect};
use crate::{
    code_word, entropy,
    ids::{MatchId, TableId, WorkerId},
    messages::{Create, Delivered, ToWorker},
    player::Player,
    wire::{Holder, HolderKind, Phase, Refused, Sides, Standing},
};

impl Lobby {
    pub(super) fn start_if_full(&mut self, table: &TableId) {
        if self.tables.get(table).is_some_and(|table| table.record.is_full()) {
            self.start_match(table);
        }
    }

    pub(super) fn rematch(&mut self, id: &TableId, player: &Player) -> Result<(), Refused> {
        let table = self.table_of(id, player)?;
        if table.record.is_playing() {
            return Err(Refused::MATCH_RUNNING);
        }
        let seat = table.record.seat_of(&player.id).ok_or(Refused::NOT_SEATED)?;
        let title = table.record.title.clone();
        if !self.titles.get(&title)?.info.courtesies.contains(&Courtesy::Rematch) {
            return Err(Refused::NO_COURTESY);
        }
        let table = self.table(id)?;
        if table.record.phase != Phase::Finished {
            return Err(Refused::NOTHING_TO_REPEAT);
        }
        table.rematch[seat] = true;
        let agreed = |(holder, agreed): (&Option<Holder>, &bool)| {
            *agreed || holder.as_ref().is_some_and(|holder| holder.kind == HolderKind::Bot)
        };
        if table.record.holders.iter().zip(&table.rematch).all(agreed) {
            table.record.rotate();
            self.start_match(id);
        } else {
            self.changed(id);
        }
        Ok(())
    }

    /// Asks a worker for a match of those who sit; it answers `Created` or `CreateRefused`.
    pub(super) fn start_match(&mut self, id: &TableId) {
        let Some(title) = self.tables.get(id).map(|table| table.record.title.clone()) else { return };
        let (worker, code) = (self.pick_worker(&title), code_word::word(&mut self.rng));
        let seed = entropy::drawn(&mut self.rng);
        let Some(table) = self.tables.get_mut(id) else { return };
        let match_id = MatchId { worker, code };
        if let Some(last) = table.record.match_id.replace(match_id.clone()) {
            self.matches.remove(&last);
        }
        self.matches.insert(match_id.clone(), id.clone());
        table.record.phase = Phase::Starting;
        table.record.outcome = None;
        table.rematch.fill(false);
        if table.record.sides == Sides::Random && table.record.games == 0 {
            self.rng.shuffle(&mut table.record.holders);
        }
        let holders: Vec<Holder> = table.record.holders.iter().flatten().cloned().collect();
        let away = (0u8..).zip(&holders).filter(|(_, holder)| !self.looks.is_here(id, holder));
        let create = Create {
            match_id: match_id.clone(),
            table: id.clone(),
            options: table.record.options.clone(),
            seed,
            away: away.map(|(seat, _)| Seat(seat)).collect::<Seats>(),
            holders,
            fork: table.record.fork.clone(),
            again: false,
        };
        table.create = Some(Create { again: true, ..create.clone() });
        self.out.push(LobbyEffect::Worker(match_id.worker.clone(), ToWorker::Create(create)));
        self.changed(id);
        self.keep_free(id);
        // A match is waited for longer than an empty table.
        self.mind_idle(id);
    }

    /// Whoever plays at this table now waits for nobody elsewhere: neither for partners nor for a rematch.
    fn keep_free(&mut self, id: &TableId) {
        let Some(record) = self.tables.get(id).map(|table| table.record.clone()) else { return };
        if !self.keeps_busy(&record) {
            return;
        }
        for player in record.holders.into_iter().flatten().map(|holder| holder.player) {
            self.end_seek(&player, Refused::ALREADY_PLAYING);
            for other in self.index.seats_of(&player).cloned().collect::<Vec<_>>() {
                let Some(table) = self.tables.get_mut(&other) else { continue };
                if let Some(seat) = table.record.seat_of(&player)
                    && std::mem::take(&mut table.rematch[seat])
                {
                    self.show(&other);
                    self.relist(&other);
                }
            }
        }
    }

    pub(super) fn created(&mut self, match_id: &MatchId) {
        let Some(id) = self.matches.get(match_id).cloned() else { return };
        let Some(table) = self.tables.get_mut(&id) else { return };
        let first = table.record.phase == Phase::Starting;
        table.create = None;
        if first {
            table.record.phase = Phase::Playing;
            table.record.games += 1;
        }
        if first {
            self.changed(&id);
        }
    }

    pub(super) fn create_refused(&mut self, match_id: &MatchId, refused: &Refused) {
        let Some(id) = self.matches.remove(match_id) else { return };
        let Some(table) = self.tables.get_mut(&id) else { return };
        table.record.phase = Phase::Gathering;
        table.record.match_id = None;
        table.create = None;
        // Somebody has to sit down again to try once more: whoever sits last gets up.
        if let Some(seat) = table.record.holders.iter().rposition(Option::is_some) {
            table.record.holders[seat] = None;
        }
        let (to, why) = (self.looks.lookers(&id), refused.clone());
        self.out.push(LobbyEffect::deliver(to, Delivered::NoMatch { match_id: match_id.clone(), why }));
        self.changed(&id);
        self.mind_idle(&id);
    }

    pub(super) fn ended(&mut self, match_id: &MatchId, outcome: &Outcome) {
        let Some(id) = self.matches.get(match_id).cloned() else { return };
        let Some(table) = self.tables.get_mut(&id) else { return };
        // Its worker says it again when asked; by then those who played may have left their seats.
        if !table.record.is_playing() {
            return;
        }
        if table.record.phase == Phase::Starting {
            table.record.games += 1;
        }
        table.record.phase = Phase::Finished;
        table.record.outcome = Some(Standing::from(outcome));
        table.create = None;
        self.changed(&id);
        self.mind_idle(&id);
    }

    /// Asks the workers about every match they should be at, by the lobby's memory. Their answers bring the tables up to date.
    pub(super) fn ask_about(&mut self, worker: impl Fn(&WorkerId) -> bool) {
        for (match_id, id) in self.matches.iter().filter(|(match_id, _)| worker(&match_id.worker)) {
            let Some(table) = self.tables.get(id).filter(|table| table.record.is_playing()) else { continue };
            let message = match &table.create {
                Some(create) => ToWorker::Create(create.clone()),
                None => ToWorker::Report(match_id.clone(), id.clone()),
            };
            self.out.push(LobbyEffect::Worker(match_id.worker.clone(), message));
        }
    }
}
