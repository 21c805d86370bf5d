//! Making a table, and who has room for one.

use std::collections::BTreeMap;

use super::Lobby;
use crate::{
    code_word,
    ids::{ClientId, PlayerId, Seq, TableId},
    limits,
    messages::NewTable,
    player::Player,
    table::TableRecord,
    wire::{Holder, HolderKind, Refused, TableState},
};

/// The tables made from places in other matches at which nobody sits yet, and who made them.
#[derive(Default)]
pub(super) struct Forks {
    makers: BTreeMap<TableId, PlayerId>,
    counts: BTreeMap<PlayerId, usize>,
}

impl Forks {
    fn made(&mut self, table: &TableId, maker: &PlayerId) {
        self.makers.insert(table.clone(), maker.clone());
        *self.counts.entry(maker.clone()).or_default() += 1;
    }

    fn made_by(&self, maker: &PlayerId) -> usize {
        self.counts.get(maker).copied().unwrap_or_default()
    }

    /// Somebody sits at this table, if it is one of them, or it is no more.
    pub(super) fn over(&mut self, table: &TableId) {
        let Some(maker) = self.makers.remove(table) else { return };
        if let Some(count) = self.counts.get_mut(&maker) {
            *count -= 1;
            if *count == 0 {
                self.counts.remove(&maker);
            }
        }
    }
}

impl Lobby {
    /// Makes a table for a program or a page.
    pub(super) fn make(&mut self, player: &Player, new: &NewTable) -> Result<TableState, Refused> {
        let command = (ClientId(code_word::word(&mut self.rng)), Seq(1));
        let table = self.create(player, &command, new)?;
        self.state(&table).ok_or(Refused::UNKNOWN_TABLE)
    }

    /// Makes a table and seats its maker; the same command makes it once. A fork is made for whoever comes: nobody sits there
    /// yet, and its maker may choose a side like the others.
    pub(super) fn create(
        &mut self,
        player: &Player,
        command: &(ClientId, Seq),
        new: &NewTable,
    ) -> Result<TableId, Refused> {
        if let Some(made) = self.made_before(player, command) {
            return Ok(made);
        }
        let (options, plan) = self.titles.get(&new.title)?.check(&new.options)?;
        self.has_room(&player.id, !plan.unhurried)?;
        self.is_not_full()?;
        self.keeps_up(&new.title)?;
        let mut record = self.new_record(&new.title, options, usize::from(plan.seats));
        (record.offer, record.sides, record.fork) = (new.offer, new.sides, new.fork.clone());
        record.note_applied(command);
        let id = record.table.clone();
        if new.fork.is_none() {
            record.sit(new.seat, player.holder())?;
        } else if self.forks.made_by(&player.id) < limits::FORKS_PER_PLAYER {
            self.forks.made(&id, &player.id);
        } else {
            return Err(Refused::TOO_MANY_TABLES);
        }
        self.admit(record);
        self.mind_idle(&id);
        self.changed(&id);
        self.start_if_full(&id);
        Ok(id)
    }

    /// The table at which a player sits that was made by this command.
    fn made_before(&self, player: &Player, command: &(ClientId, Seq)) -> Option<TableId> {
        let mut own = self.index.seats_of(&player.id);
        own.find(|id| self.tables.get(id).is_some_and(|table| table.record.has_applied(command))).cloned()
    }

    /// A table with nobody at it, not yet among the others.
    pub(super) fn new_record(&mut self, title: &str, options: serde_json::Value, seats: usize) -> TableRecord {
        TableRecord::new(TableId(code_word::word(&mut self.rng)), title, options, seats, self.now_ms)
    }

    /// Whether a player may sit at one more table for matches that are over in one sitting, or for others.
    pub(super) fn has_room(&self, player: &PlayerId, hurried: bool) -> Result<(), Refused> {
        let own = self.index.seats_of(player).filter_map(|id| self.tables.get(id));
        let taken = own.filter(|table| table.hurried == hurried).count();
        let limit = if hurried { limits::TABLES_PER_PLAYER } else { limits::UNHURRIED_PER_PLAYER };
        if taken < limit { Ok(()) } else { Err(Refused::TOO_MANY_TABLES) }
    }

    /// Whether there may be one more table.
    pub(super) fn is_not_full(&self) -> Result<(), Refused> {
        if self.tables.len() < limits::TABLES { Ok(()) } else { Err(Refused::TABLES_FULL) }
    }

    /// Another bot.
    pub(super) fn bot(&mut self, name: &str) -> Holder {
        let player = PlayerId(format!("bot-{}", code_word::word(&mut self.rng)));
        Holder { player, name: name.to_string(), kind: HolderKind::Bot }
    }
}
