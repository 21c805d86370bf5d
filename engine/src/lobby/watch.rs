//! Watching the list of public tables: which tables stand on it, and who is told of them.

use super::{
    Lobby, LobbyEffect,
    keep::Table,
    listing::{Place, Rank},
};
use crate::{
    ids::{Address, PlayerId, TableId},
    messages::Delivered,
    wire::{Offer, Phase, TableState},
};

impl Lobby {
    /// A session watches the list from now on.
    pub(super) fn watch(&mut self, who: Address, player: &PlayerId) {
        self.own.watch(who, player);
        let mine = self.own_tables(player);
        let mut listing = std::mem::take(&mut self.listing);
        let whole = listing.watch(who, mine, |id| self.state(id));
        self.listing = listing;
        self.out.push(LobbyEffect::deliver(vec![who], Delivered::Lobby(whole)));
    }

    /// A session doesn't watch the list any more.
    pub(super) fn unwatch(&mut self, who: Address) {
        self.listing.unwatch(who);
        self.own.unwatch(who);
    }

    /// A table has changed, or who looks at it has.
    pub(super) fn relist(&mut self, id: &TableId) {
        let Some(table) = self.tables.get(id) else { return };
        let place = self.place_of(table);
        if self.listing.place(table.rank(), id, place) {
            self.arm_beat();
        }
    }

    /// A table is no more, or sleeps.
    pub(super) fn unlist(&mut self, rank: Rank, id: &TableId) {
        if self.listing.place(rank, id, None) {
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
}
