//! The tables themselves: how one is admitted, changes, is shown, and is closed when nobody comes back to it.

use std::collections::BTreeSet;

use super::{Lobby, LobbyEffect};
use crate::{
    arrange::Arrange,
    ids::{PlayerId, TableId},
    limits,
    messages::{Create, Delivered, ToRecorder, ToWorker},
    store::Record,
    table::TableRecord,
    wire::{Phase, SeatState, TableState},
};

/// A table, with what need not be stored of it.
pub(super) struct Table {
    pub(super) record: TableRecord,
    pub(super) rematch: Vec<bool>,
    pub(super) key: u64,
    /// Grows with each setting of its alarm.
    pub(super) generation: u64,
    pub(super) idle: bool,
    /// What the match being set up starts from, to be sent again if its worker falls.
    pub(super) create: Option<Create>,
    /// The people who sit there, as far as the index knows.
    seated: BTreeSet<PlayerId>,
}

impl Lobby {
    /// Takes a table in, new or stored.
    pub(super) fn admit(&mut self, mut record: TableRecord) {
        let id = record.table.clone();
        let key = self.index.key_for(&id);
        if let Some(match_id) = &record.match_id {
            self.matches.insert(match_id.clone(), id.clone());
        }
        let mut seated = BTreeSet::new();
        self.index.follow(&mut record, &mut seated, &mut self.rng);
        let rematch = vec![false; record.holders.len()];
        let (generation, idle, create) = (0, false, None);
        self.tables.insert(id.clone(), Table { record, rematch, key, generation, idle, create, seated });
        self.relist(&id);
    }

    /// Stores the table and shows it to those who look at it.
    pub(super) fn changed(&mut self, id: &TableId) {
        if let Some(Table { record, seated, .. }) = self.tables.get_mut(id) {
            self.index.follow(record, seated, &mut self.rng);
            let table = Record::Table { table: record.clone(), asleep_until_ms: None };
            self.keep(table);
        }
        self.show(id);
        self.relist(id);
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
        let unhurried = self.tables.get(id).is_some_and(|table| !watched && !self.is_hurried(&table.record));
        let Some(table) = self.tables.get_mut(id) else { return };
        table.generation += 1;
        if watched {
            if table.idle {
                self.out.push(LobbyEffect::Timer(Arrange::Cancel { key: table.key }));
            }
        } else {
            let patience = match (table.record.is_playing(), unhurried) {
                (true, true) => limits::UNHURRIED_IDLE_MS,
                (true, false) => limits::MATCH_IDLE_MS,
                (false, _) => limits::TABLE_IDLE_MS,
            };
            let (key, at_ms, generation) = (table.key, self.now_ms + patience, table.generation);
            self.out.push(LobbyEffect::Timer(Arrange::Alarm { key, at_ms, generation }));
        }
        table.idle = !watched;
    }

    pub(super) fn close(&mut self, id: &TableId) {
        let Some(Table { record, key, seated, .. }) = self.tables.remove(id) else { return };
        self.index.forget(key, &record, &seated);
        if let Some(match_id) = &record.match_id {
            self.matches.remove(match_id);
            if record.is_playing() {
                let abandon = ToWorker::Abandon(match_id.clone());
                self.out.push(LobbyEffect::Worker(match_id.worker.clone(), abandon));
            }
        }
        self.unlist(key, id);
        self.keep(Record::TableGone(id.clone()));
    }

    fn keep(&mut self, record: Record) {
        self.ticket += 1;
        self.out.push(LobbyEffect::Recorder(ToRecorder::Keep { ticket: self.ticket, records: vec![record] }));
    }

    /// A table as clients see it.
    pub fn state(&self, id: &TableId) -> Option<TableState> {
        let Table { record, rematch, .. } = self.tables.get(id)?;
        let seats = record.holders.iter().zip(rematch).map(|(holder, rematch)| SeatState {
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
            spectators: self.looks.spectators(id, &record.holders),
        })
    }

    /// The table that gathers players under a short code, however its letters are written.
    pub fn state_by_code(&self, code: &str) -> Option<TableState> {
        self.state(self.index.by_code(&code.to_ascii_lowercase())?)
    }
}
