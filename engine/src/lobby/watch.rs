//! Watching the list of public tables: which tables stand on it, and who is told of them.

use super::{Lobby, LobbyEffect, keep::Table, listing::Place};
use crate::{
    ids::{Address, PlayerId, TableId},
    messages::Delivered,
    wire::{Offer, Phase, TableState},
};

impl Lobby {
    /// A session watches the list from now on.
    pub(super) fn watch(&mut self, who: Address, player: &PlayerId) {
        let mine = self.own_tables(player);
        let mut listing = std::mem::take(&mut self.listing);
        let whole = listing.watch(who, mine, |id| self.state(id));
        self.listing = listing;
        self.out.push(LobbyEffect::deliver(vec![who], Delivered::Lobby(whole)));
    }

    /// A table has changed, or who looks at it has.
    pub(super) fn relist(&mut self, id: &TableId) {
        let Some(table) = self.tables.get(id) else { return };
        let place = self.place_of(table);
        if self.listing.place(table.key, id, place) {
            self.arm_beat();
        }
    }

    /// A table is no more.
    pub(super) fn unlist(&mut self, key: u64, id: &TableId) {
        if self.listing.place(key, id, None) {
            self.arm_beat();
        }
    }

    /// Tells those who watch the list what they don't know yet.
    pub(super) fn tell_watchers(&mut self) {
        let mut listing = std::mem::take(&mut self.listing);
        let news = listing.news(|id| self.state(id));
        self.listing = listing;
        if let Some((to, message)) = news {
            self.out.push(LobbyEffect::deliver(to, Delivered::Lobby(message)));
        }
    }

    /// The open tables that wait for players, those made last first.
    pub fn open_tables(&self) -> Vec<TableState> {
        self.listing.open().filter_map(|(_, id)| self.state(id)).collect()
    }

    /// Where on the list a table belongs: who comes to an open one must find a seat, and somebody there.
    fn place_of(&self, Table { record, .. }: &Table) -> Option<Place> {
        match record.phase {
            _ if record.offer != Offer::Open => None,
            Phase::Gathering if self.looks.is_watched(&record.table) => Some(Place::Open),
            Phase::Starting | Phase::Playing => Some(Place::Live),
            Phase::Gathering | Phase::Finished => None,
        }
    }

    /// The tables at which a player waits for others or plays, those made last first.
    fn own_tables(&self, player: &PlayerId) -> Vec<TableState> {
        let tables = self.index.seats_of(player).filter_map(|id| self.tables.get(id));
        let mut own: Vec<&Table> = tables.filter(|table| table.record.phase != Phase::Finished).collect();
        own.sort_by_key(|table| std::cmp::Reverse(table.key));
        own.into_iter().filter_map(|table| self.state(&table.record.table)).collect()
    }
}
