//! The tables themselves: how one is admitted, changes, is shown, and is closed when nobody comes back to it.

use std::collections::BTreeSet;

use super::{Lobby, LobbyEffect};
use crate::{
    arrange::Arrange,
    ids::{PlayerId, TableId},
    limits,
    lobby::listing::Rank,
    messages::{Create, Delivered, ToWorker},
    store::Record,
    table::TableRecord,
    wire::{Phase, SeatState, TableState},
};

/// A table, with what need not be stored of it.
pub(super) struct Table {
    pub(super) record: TableRecord,
    /// The timer's key of it.
    pub(super) key: u64,
    /// Grows with each setting of its alarm.
    pub(super) generation: u64,
    /// When it is closed if nobody comes back to it; `None` while somebody looks.
    pub(super) idle_ms: Option<u64>,
    /// Whether its matches are over in one sitting.
    pub(super) hurried: bool,
    /// Whether the store has it asleep, and as it is.
    pub(super) stored_asleep: bool,
    /// What the match being set up starts from, to be sent again if its worker falls.
    pub(super) create: Option<Create>,
    /// The people who sit there, as far as the index knows.
    pub(super) seated: BTreeSet<PlayerId>,
}

impl Table {
    /// Its place in the order in which tables were made.
    pub(super) fn rank(&self) -> Rank {
        (self.record.made_ms, self.key)
    }

    /// Whether somebody waits for each move of those who play here: a person, and not for days.
    pub(super) fn keeps_busy(&self) -> bool {
        self.record.is_playing() && self.hurried && self.record.people().count() > 1
    }
}

impl Lobby {
    /// Takes a table in, new or stored.
    pub(super) fn admit(&mut self, mut record: TableRecord) {
        let id = record.table.clone();
        let key = self.index.key_for(&id);
        let mut seated = BTreeSet::new();
        self.index.follow(&mut record, &mut seated, &mut self.rng);
        let (hurried, stored_asleep) = (self.is_hurried(&record), record.asleep_until_ms.is_some());
        let (generation, idle_ms, create) = (0, None, None);
        let table = Table { record, key, generation, idle_ms, hurried, stored_asleep, create, seated };
        self.tables.insert(id.clone(), table);
        self.relist(&id);
    }

    /// Stores the table and shows it to those who look at it.
    pub(super) fn changed(&mut self, id: &TableId) {
        let Some(Table { record, seated, .. }) = self.tables.get_mut(id) else { return };
        let mut people = seated.clone();
        self.index.follow(record, seated, &mut self.rng);
        people.extend(seated.iter().cloned());
        if !record.holders.iter().all(Option::is_none) {
            self.forks.over(id);
        }
        self.keep(id);
        self.stir_own(people);
        self.show(id);
        self.relist(id);
    }

    /// Stores the table, as one that is awake.
    pub(super) fn keep(&mut self, id: &TableId) {
        let Some(table) = self.tables.get_mut(id) else { return };
        (table.record.asleep_until_ms, table.stored_asleep) = (None, false);
        // Of several changes in one commit the last is enough.
        self.records.retain(|record| !matches!(record, Record::Table { table, .. } if table.table == *id));
        self.records.push(Record::Table { table: table.record.clone(), asleep_until_ms: None });
    }

    /// Shows the table to those who look at it.
    pub(super) fn show(&mut self, id: &TableId) {
        self.settle(id);
        let to = self.looks.lookers(id);
        if let Some(state) = self.state(id).filter(|_| !to.is_empty()) {
            self.out.push(LobbyEffect::deliver(to, Delivered::Table(Box::new(state))));
        }
    }

    /// Sets or cancels the alarm after which a table that nobody looks at is closed.
    pub(super) fn mind_idle(&mut self, id: &TableId) {
        let watched = self.looks.is_watched(id);
        let Some(table) = self.tables.get_mut(id) else { return };
        if !watched {
            let patience = match (table.record.is_playing(), table.hurried) {
                (true, false) => limits::UNHURRIED_IDLE_MS,
                (true, true) => limits::MATCH_IDLE_MS,
                (false, _) => limits::TABLE_IDLE_MS,
            };
            return self.close_at(id, self.now_ms + patience);
        }
        table.generation += 1;
        let key = table.key;
        if table.idle_ms.take().is_some() {
            self.arrange(Arrange::Cancel { key });
        }
        self.mind_sleep(id);
    }

    /// Sets the alarm after which a table that nobody looks at is closed.
    pub(super) fn close_at(&mut self, id: &TableId, at_ms: u64) {
        let Some(table) = self.tables.get_mut(id) else { return };
        table.generation += 1;
        table.idle_ms = Some(at_ms);
        let (key, generation) = (table.key, table.generation);
        self.arrange(Arrange::Alarm { key, at_ms, generation });
        self.mind_sleep(id);
    }

    pub(super) fn close(&mut self, id: &TableId) {
        let Some(table) = self.tables.remove(id) else { return };
        let (rank, Table { record, key, seated, .. }) = (table.rank(), table);
        self.index.forget(key, &record, &seated);
        if let Some(match_id) = record.match_id.clone().filter(|_| record.is_playing()) {
            self.out.push(LobbyEffect::Worker(match_id.worker.clone(), ToWorker::Abandon(match_id)));
        }
        self.forks.over(id);
        self.sleep.gone(id, self.outbox.next());
        self.records.push(Record::TableGone(id.clone()));
        self.unlist(rank, id);
        self.stir_own(seated);
    }

    /// A table as clients see it.
    pub fn state(&self, id: &TableId) -> Option<TableState> {
        let Table { record, .. } = self.tables.get(id)?;
        let seats = record.holders.iter().zip(&record.rematch).map(|(holder, rematch)| SeatState {
            here: holder.as_ref().is_some_and(|holder| self.looks.is_here(id, holder)),
            holder: holder.clone(),
            rematch: *rematch,
        });
        Some(TableState {
            table: record.table.clone(),
            title: record.title.clone(),
            options: record.options.clone(),
            offer: record.offer,
            sides: record.sides,
            code: Some(record.code.clone()).filter(|code| !code.is_empty()),
            seats: seats.collect(),
            phase: record.phase,
            match_id: record.match_id.clone().filter(|_| record.phase != Phase::Starting),
            games: record.games,
            outcome: record.outcome.clone(),
            turn: record.turn.iter().map(|seat| seat.0).collect(),
            spectators: self.looks.spectators(id, &record.holders),
        })
    }

    /// The table that gathers players under a short code, however its letters are written.
    pub fn state_by_code(&self, code: &str) -> Option<TableState> {
        self.state(self.index.by_code(&code.to_ascii_lowercase())?)
    }
}
