//! From a full table to its match, and back: starting, what the workers say, and playing again.

use title::{Courtesy, Outcome, Seat, Seats};

use super::{Lobby, LobbyEffect, keep::Table};
use crate::{
    code_word, entropy,
    ids::{ClientId, MatchId, Seq, TableId, WorkerId},
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

    pub(super) fn rematch(&mut self, id: &TableId, player: &Player, command: &(ClientId, Seq)) -> Result<(), Refused> {
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
        table.record.rematch[seat] = true;
        table.record.note_applied(command);
        let agreed = |(holder, agreed): (&Option<Holder>, &bool)| {
            *agreed || holder.as_ref().is_some_and(|holder| holder.kind == HolderKind::Bot)
        };
        if table.record.holders.iter().zip(&table.record.rematch).all(agreed) {
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
        let Some(table) = self.tables.get_mut(id) else { return };
        table.record.match_id = Some(MatchId { worker: worker.clone(), code });
        table.record.phase = Phase::Starting;
        table.record.outcome = None;
        table.record.turn = Seats::none();
        table.record.rematch.fill(false);
        if table.record.sides == Sides::Random && table.record.games == 0 {
            self.rng.shuffle(&mut table.record.holders);
        }
        if let Some(create) = self.draw_up(id) {
            self.out.push(LobbyEffect::Worker(worker, ToWorker::Create(create)));
        }
        self.changed(id);
        self.keep_free(id);
        // A match is waited for longer than an empty table.
        self.mind_idle(id);
    }

    /// What a table asks of its worker to get the match that it starts, and will ask again until it is answered.
    fn draw_up(&mut self, id: &TableId) -> Option<Create> {
        let seed = entropy::drawn(&mut self.rng);
        let table = self.tables.get_mut(id)?;
        let holders: Vec<Holder> = table.record.holders.iter().flatten().cloned().collect();
        let away = (0u8..).zip(&holders).filter(|(_, holder)| !self.looks.is_here(id, holder));
        let create = Create {
            match_id: table.record.match_id.clone()?,
            table: id.clone(),
            options: table.record.options.clone(),
            seed,
            away: away.map(|(seat, _)| Seat(seat)).collect::<Seats>(),
            holders,
            fork: table.record.fork.clone(),
            again: false,
        };
        table.create = Some(Create { again: true, ..create.clone() });
        Some(create)
    }

    /// Matches that were being started when the lobby fell: it isn't known whether they came to be. They are asked for as
    /// before, for who sits there was told so.
    pub(super) fn start_again(&mut self) {
        let starting = self.tables.iter().filter(|(_, table)| table.record.phase == Phase::Starting);
        for id in starting.map(|(id, _)| id.clone()).collect::<Vec<_>>() {
            self.draw_up(&id);
        }
    }

    /// Whoever plays at this table now waits for nobody elsewhere: neither for partners nor for a rematch.
    fn keep_free(&mut self, id: &TableId) {
        let Some(table) = self.tables.get(id).filter(|table| table.keeps_busy()) else { return };
        for player in table.record.people().cloned().collect::<Vec<_>>() {
            self.end_seek(&player, Refused::ALREADY_PLAYING);
            for other in self.index.seats_of(&player).cloned().collect::<Vec<_>>() {
                let Some(table) = self.tables.get_mut(&other) else { continue };
                if let Some(seat) = table.record.seat_of(&player)
                    && std::mem::take(&mut table.record.rematch[seat])
                {
                    self.changed(&other);
                }
            }
        }
    }

    /// The table at which this match is played, or was last.
    fn played_at(&mut self, match_id: &MatchId, id: &TableId) -> Option<&mut Table> {
        self.tables.get_mut(id).filter(|table| table.record.match_id.as_ref() == Some(match_id))
    }

    pub(super) fn created(&mut self, match_id: &MatchId, id: &TableId) {
        let Some(table) = self.played_at(match_id, id) else {
            // A match goes on that no table knows of: nobody would ever come to it.
            let abandon = ToWorker::Abandon(match_id.clone());
            return self.out.push(LobbyEffect::Worker(match_id.worker.clone(), abandon));
        };
        table.create = None;
        if table.record.phase == Phase::Starting {
            table.record.phase = Phase::Playing;
            table.record.games += 1;
            self.changed(id);
            self.mind_sleep(id);
        }
    }

    pub(super) fn create_refused(&mut self, match_id: &MatchId, id: &TableId, refused: &Refused) {
        let Some(table) = self.played_at(match_id, id).filter(|table| table.record.is_playing()) else { return };
        table.record.phase = Phase::Gathering;
        table.record.match_id = None;
        table.record.turn = Seats::none();
        table.create = None;
        // Somebody has to sit down again to try once more: whoever sits last gets up.
        if let Some(seat) = table.record.holders.iter().rposition(Option::is_some) {
            table.record.holders[seat] = None;
        }
        let (to, why) = (self.looks.lookers(id), refused.clone());
        self.out.push(LobbyEffect::deliver(to, Delivered::NoMatch { match_id: match_id.clone(), why }));
        self.changed(id);
        self.mind_idle(id);
    }

    pub(super) fn ended(&mut self, match_id: &MatchId, id: &TableId, outcome: &Outcome) {
        // Its worker says it again when asked; by then those who played may have left their seats.
        let Some(table) = self.played_at(match_id, id).filter(|table| table.record.is_playing()) else { return };
        if table.record.phase == Phase::Starting {
            table.record.games += 1;
        }
        table.record.phase = Phase::Finished;
        table.record.outcome = Some(Standing::from(outcome));
        table.record.turn = Seats::none();
        table.create = None;
        self.changed(id);
        self.mind_idle(id);
    }

    /// An unhurried match waits for these now.
    pub(super) fn turned(&mut self, match_id: &MatchId, id: &TableId, turn: Seats) {
        let Some(table) = self.played_at(match_id, id).filter(|table| table.record.is_playing()) else { return };
        if table.record.turn != turn {
            table.record.turn = turn;
            self.changed(id);
        }
    }

    /// Asks the workers about every match they should be at, by the lobby's memory. Their answers bring the tables up to date.
    pub(super) fn ask_about(&mut self, worker: impl Fn(&WorkerId) -> bool) {
        for table in self.tables.values().filter(|table| table.record.is_playing()) {
            let Some(match_id) = table.record.match_id.clone().filter(|match_id| worker(&match_id.worker)) else {
                continue;
            };
            let message = match &table.create {
                Some(create) => ToWorker::Create(create.clone()),
                None => ToWorker::Report(match_id.clone(), table.record.table.clone()),
            };
            self.out.push(LobbyEffect::Worker(match_id.worker, message));
        }
    }
}
