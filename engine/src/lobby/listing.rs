//! The list of public tables: which are on it, what those who watch it have been told, and what they have not. A plain value
//! that is told of each table's place and makes the messages; it decides nothing about tables.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;

use crate::{
    ids::{Address, HubId, TableId},
    limits::TABLES_LISTED,
    wire::{Outbound, ServerMessage, TableState},
};

/// Where on the list a table stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It gathers players.
    Open,
    /// It is played at.
    Live,
}

/// Where in the order in which they were made a table stands: when that was, and its key.
pub(super) type Rank = (u64, u64);

/// The list. Tables stand in it by their ranks.
#[derive(Default)]
pub(super) struct Listing {
    open: BTreeMap<Rank, TableId>,
    live: BTreeMap<Rank, TableId>,
    watchers: BTreeSet<Address>,
    /// What every watcher knows: the list at the last beat. Empty while there are none.
    told: BTreeMap<Rank, TableState>,
    /// Tables that are not as they were told.
    changed: BTreeSet<Rank>,
    /// The whole of `told`, encoded, for one who has no table of their own.
    whole: Option<Bytes>,
}

impl Listing {
    /// A table stands here, or nowhere; it may have changed besides. Returns whether watchers have something to learn of it.
    pub(super) fn place(&mut self, rank: Rank, id: &TableId, place: Option<Place>) -> bool {
        for (list, its) in [(&mut self.open, Place::Open), (&mut self.live, Place::Live)] {
            if place == Some(its) {
                list.insert(rank, id.clone());
            } else {
                list.remove(&rank);
            }
        }
        let news = !self.watchers.is_empty() && (place.is_some() || self.told.contains_key(&rank));
        if news {
            self.changed.insert(rank);
        }
        news
    }

    /// The open tables that are listed, by their ranks.
    pub(super) fn open(&self) -> impl Iterator<Item = (&Rank, &TableId)> {
        self.open.iter().rev().take(TABLES_LISTED)
    }

    /// All tables that are listed, by their ranks.
    fn listed(&self) -> impl Iterator<Item = (&Rank, &TableId)> {
        self.open().chain(self.live.iter().rev().take(TABLES_LISTED))
    }

    /// A session watches the list from now on. What it is to be sent first: the list as all others know it, so that the same
    /// changes follow for everybody. `mine` are its player's own tables.
    pub(super) fn watch(
        &mut self,
        who: Address,
        mine: Vec<TableState>,
        state: impl Fn(&TableId) -> Option<TableState>,
    ) -> Bytes {
        if self.watchers.is_empty() {
            self.told = self.listed().filter_map(|(rank, id)| Some((*rank, state(id)?))).collect();
        }
        self.watchers.insert(who);
        let encode = |mine: Vec<TableState>| {
            let tables = self.told.values().rev().cloned().collect();
            Outbound::plain(ServerMessage::Lobby { whole: true, tables, gone: Vec::new(), mine: Some(mine) }).encode()
        };
        if mine.is_empty() {
            // Many come at once when a lobby has come up again.
            self.whole.get_or_insert_with(|| encode(mine)).clone()
        } else {
            encode(mine)
        }
    }

    /// A session doesn't watch the list any more.
    pub(super) fn unwatch(&mut self, who: Address) {
        self.watchers.remove(&who);
        self.rest();
    }

    /// A hub is gone, and all its sessions with it.
    pub(super) fn hub_gone(&mut self, hub: HubId) {
        self.watchers.retain(|who| who.hub != hub);
        self.rest();
    }

    /// Nothing is kept for nobody.
    fn rest(&mut self) {
        if self.watchers.is_empty() {
            self.told.clear();
            self.changed.clear();
            self.whole = None;
        }
    }

    /// What the watchers have not been told, and who they are; from now on they have. `None` if it is nothing.
    pub(super) fn news(&mut self, state: impl Fn(&TableId) -> Option<TableState>) -> Option<(Vec<Address>, Bytes)> {
        if self.watchers.is_empty() {
            return None;
        }
        let mut before = std::mem::take(&mut self.told);
        let changed = std::mem::take(&mut self.changed);
        let (mut told, mut news) = (BTreeMap::new(), BTreeMap::new());
        for (rank, id) in self.listed() {
            let known = before.remove(rank);
            // A table may come onto the list without having changed, when a newer one has left it.
            let now = if known.is_none() || changed.contains(rank) { state(id) } else { known.clone() };
            let Some(now) = now else { continue };
            if known.as_ref() != Some(&now) {
                news.insert(*rank, now.clone());
            }
            told.insert(*rank, now);
        }
        self.told = told;
        let gone: Vec<TableId> = before.into_values().map(|state| state.table).collect();
        if news.is_empty() && gone.is_empty() {
            return None;
        }
        self.whole = None;
        let tables = news.into_values().rev().collect();
        let message = ServerMessage::Lobby { whole: false, tables, gone, mine: None };
        Some((self.watchers.iter().copied().collect(), Outbound::plain(message).encode()))
    }
}
