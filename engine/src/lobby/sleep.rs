//! Tables that sleep. One that is played at while nobody looks leaves memory: the store knows until when it may sleep. It wakes
//! when anybody needs it, or is closed when its time has come.
//!
//! The recorder answers in the order in which it is asked. So a table leaves memory only when the store has said that it knows
//! all about it: what the store was asked before has been answered by then, and what it is asked after brings the table back.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{
    Lobby, LobbyEffect, Table,
    arrival::{Need, Sender},
};
use crate::{
    arrange::Arrange,
    ids::{PlayerId, TableId},
    limits,
    messages::ToWorker,
    outbox::Ticket,
    store::{Find, Record, StoreError},
    table::TableRecord,
    wire::Phase,
};

/// What is between waking and sleeping.
#[derive(Default)]
pub(super) struct Sleep {
    /// Whether the timer is asked for the beat at which tables are put to sleep.
    armed: bool,
    /// Tables that are played at while nobody looks.
    drowsy: BTreeSet<TableId>,
    /// Tables that sleep once this commit is stored, if nothing comes between.
    falling: VecDeque<(Ticket, TableId)>,
    /// Tables that are no more, until the store knows it: it may still speak of them.
    gone: BTreeMap<TableId, Ticket>,
}

impl Sleep {
    /// The timer's key of putting tables to sleep.
    pub(super) const KEY: u64 = 1;

    /// The timer's key of closing those that have slept too long.
    pub(super) const DUE_KEY: u64 = 3;

    /// Whether a table is no more, and the store may not know it yet.
    pub(super) fn is_gone(&self, table: &TableId) -> bool {
        self.gone.contains_key(table)
    }

    /// A table is no more from this commit on.
    pub(super) fn gone(&mut self, table: &TableId, ticket: Ticket) {
        self.drowsy.remove(table);
        self.gone.insert(table.clone(), ticket);
    }
}

impl Lobby {
    /// Follows whether a table might sleep.
    pub(super) fn mind_sleep(&mut self, id: &TableId) {
        let drowsy = |table: &Table| table.record.phase == Phase::Playing && table.idle_ms.is_some();
        if self.tables.get(id).is_some_and(drowsy) {
            self.sleep.drowsy.insert(id.clone());
            self.arm_sleep(limits::SLEEP_BEAT_MS);
        } else {
            self.sleep.drowsy.remove(id);
        }
    }

    /// Asks for those that have slept too long, to be closed, now and at every beat.
    pub(super) fn look_for_due(&mut self) {
        if !self.is_up() {
            return;
        }
        let next_ms = self.now_ms + limits::DUE_BEAT_MS;
        self.arrange(Arrange::Alarm { key: Sleep::DUE_KEY, at_ms: next_ms, generation: 0 });
        self.ask_for_due();
        // One that somebody has come back to is not to be closed after a crash. Those that wake before the next beat are safe
        // until the one after it.
        let woken = |table: &&Table| {
            table.record.asleep_until_ms.is_some_and(|until_ms| until_ms <= next_ms && table.idle_ms != Some(until_ms))
        };
        let woken: Vec<TableId> = self.tables.values().filter(woken).map(|table| table.record.table.clone()).collect();
        for id in woken {
            self.keep(&id);
        }
    }

    fn ask_for_due(&mut self) {
        let until_ms = self.now_ms.saturating_sub(limits::DUE_BEAT_MS);
        self.finds.push(Find::Due { until_ms, limit: limits::SLEEP_AT_ONCE });
    }

    /// There is somebody to be forgotten before long.
    fn arm_sleep(&mut self, beat_ms: u64) {
        if !self.sleep.armed {
            self.sleep.armed = true;
            self.arrange(Arrange::Alarm { key: Sleep::KEY, at_ms: self.now_ms + beat_ms, generation: 0 });
        }
    }

    /// A player's tables are all awake.
    pub(super) fn know(&mut self, player: &PlayerId) {
        self.known.insert(player.clone());
        self.arm_sleep(limits::SLEEP_BEAT_MS);
    }

    /// The beat: who need not be awake is put to sleep.
    pub(super) fn put_some_to_sleep(&mut self) {
        self.sleep.armed = false;
        let known = std::mem::take(&mut self.known);
        let about = |player: &PlayerId| self.is_about(player) || self.index.seats_taken(player) > 0;
        self.known = known.into_iter().filter(about).collect();
        let may = self.sleep.drowsy.iter().filter(|id| self.may_sleep(id));
        let sleepy: Vec<TableId> = may.take(limits::SLEEP_AT_ONCE).cloned().collect();
        let beat_ms = if sleepy.len() < limits::SLEEP_AT_ONCE { limits::SLEEP_BEAT_MS } else { limits::LOBBY_BEAT_MS };
        for id in sleepy {
            self.put_to_sleep(&id);
        }
        if !self.known.is_empty() || !self.sleep.drowsy.is_empty() {
            self.arm_sleep(beat_ms);
        }
    }

    /// Whether nobody needs a table: nobody looks at it, and none of its players does anything for which all of their tables
    /// must be awake.
    fn may_sleep(&self, id: &TableId) -> bool {
        let Some(Table { record, idle_ms, .. }) = self.tables.get(id) else { return false };
        record.phase == Phase::Playing
            && idle_ms.is_some_and(|at_ms| at_ms > self.now_ms + limits::SLEEP_WORTH_MS)
            && !self.waiting.needs(&Need::Table(id.clone()))
            && !record.people().any(|player| self.is_about(player))
    }

    /// Whether all tables of a player have to be awake.
    fn is_about(&self, player: &PlayerId) -> bool {
        self.own.watches(player) || self.seekers.has(player) || self.waiting.needs(&Need::Of(player.clone()))
    }

    fn put_to_sleep(&mut self, id: &TableId) {
        let ticket = self.outbox.next();
        let Some(table) = self.tables.get_mut(id) else { return };
        if table.record.asleep_until_ms != table.idle_ms {
            table.record.asleep_until_ms = table.idle_ms;
            table.stored_asleep = false;
            let record = Record::Table { table: table.record.clone(), asleep_until_ms: table.idle_ms };
            self.records.push(record);
            self.sleep.falling.push_back((ticket, id.clone()));
        } else if table.stored_asleep {
            self.forget(id);
        }
    }

    /// The store knows what it was told up to `ticket`.
    pub(super) fn fall_asleep(&mut self, ticket: Ticket) {
        self.sleep.gone.retain(|_, gone| *gone > ticket);
        while let Some((_, id)) = self.sleep.falling.pop_front_if(|(falling, _)| *falling <= ticket) {
            let Some(table) = self.tables.get_mut(&id) else { continue };
            // Something may have happened to it since.
            table.stored_asleep = table.record.asleep_until_ms.is_some();
            if table.stored_asleep && table.record.asleep_until_ms == table.idle_ms && self.may_sleep(&id) {
                self.forget(&id);
            }
        }
    }

    /// A table leaves memory.
    fn forget(&mut self, id: &TableId) {
        let Some(table) = self.tables.remove(id) else { return };
        let (rank, Table { record, key, seated, .. }) = (table.rank(), table);
        self.index.forget(key, &record, &seated);
        self.sleep.drowsy.remove(id);
        for player in &seated {
            self.known.remove(player);
        }
        self.unlist(rank, id);
        self.arrange(Arrange::Cancel { key });
    }

    /// The store has brought a table that somebody needs.
    pub(super) fn wake(&mut self, record: TableRecord) {
        let id = record.table.clone();
        if self.tables.contains_key(&id) || self.sleep.is_gone(&id) {
            return;
        }
        let (until_ms, played) = (record.asleep_until_ms, record.match_id.clone().filter(|_| record.is_playing()));
        self.admit(record);
        match until_ms {
            Some(at_ms) => self.close_at(&id, at_ms),
            None => self.mind_idle(&id),
        }
        // What its worker said while it slept may have been lost with a role that fell.
        if let Some(match_id) = played.filter(|_| !self.waiting.has(&Sender::Match(id.clone()))) {
            self.out.push(LobbyEffect::Worker(match_id.worker.clone(), ToWorker::Report(match_id, id)));
        }
    }

    /// The store has brought tables whose time is over.
    pub(super) fn close_due(&mut self, tables: Result<Vec<TableRecord>, StoreError>, limit: usize) {
        let tables = match tables {
            Ok(tables) => tables,
            // They are asked for again at the next beat.
            Err(error) => return tracing::error!(%error, "the tables that sleep can't be read"),
        };
        if tables.len() >= limit {
            self.ask_for_due();
        }
        for record in tables {
            let id = record.table.clone();
            if !self.tables.contains_key(&id) && !self.sleep.is_gone(&id) {
                self.admit(record);
                self.close(&id);
            }
        }
    }
}
