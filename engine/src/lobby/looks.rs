//! Who looks at which table. Presence in the lobby is nothing but this.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    ids::{Address, HubId, PlayerId, TableId},
    wire::{Holder, HolderKind},
};

/// The looks of all sessions.
#[derive(Default)]
pub(super) struct Looks {
    sessions: BTreeMap<Address, (PlayerId, TableId)>,
    tables: BTreeMap<TableId, BTreeSet<Address>>,
}

impl Looks {
    /// A session looks at `table` from now on, or at none. Returns the table it looked at before.
    pub(super) fn look(&mut self, who: Address, player: PlayerId, table: Option<TableId>) -> Option<TableId> {
        let before = self.sessions.remove(&who).map(|(_, table)| table);
        if let Some(before) = &before
            && let Some(lookers) = self.tables.get_mut(before)
        {
            lookers.remove(&who);
            if lookers.is_empty() {
                self.tables.remove(before);
            }
        }
        if let Some(table) = table {
            self.tables.entry(table.clone()).or_default().insert(who);
            self.sessions.insert(who, (player, table));
        }
        before
    }

    /// The sessions of a hub that look at something, with their players.
    pub(super) fn of_hub(&self, hub: HubId) -> Vec<(Address, PlayerId)> {
        let sessions = self.sessions.iter().filter(|(who, _)| who.hub == hub);
        sessions.map(|(who, (player, _))| (*who, player.clone())).collect()
    }

    /// The sessions that look at a table.
    pub(super) fn lookers(&self, table: &TableId) -> Vec<Address> {
        self.tables.get(table).into_iter().flatten().copied().collect()
    }

    /// Whether anybody but `who` looks at a table.
    pub(super) fn is_watched_by_others(&self, table: &TableId, who: Option<Address>) -> bool {
        self.tables.get(table).into_iter().flatten().any(|looker| Some(*looker) != who)
    }

    /// Whether anybody looks at a table.
    pub(super) fn is_watched(&self, table: &TableId) -> bool {
        self.tables.contains_key(table)
    }

    /// Whether somebody who sits looks at the table. A bot always does.
    pub(super) fn is_here(&self, table: &TableId, holder: &Holder) -> bool {
        holder.kind == HolderKind::Bot || self.players(table).any(|player| *player == holder.player)
    }

    /// How many people look on without a seat.
    pub(super) fn spectators(&self, table: &TableId, holders: &[Option<Holder>]) -> u32 {
        let seated = |player: &&PlayerId| holders.iter().flatten().any(|holder| holder.player == **player);
        let others: BTreeSet<&PlayerId> = self.players(table).filter(|player| !seated(player)).collect();
        u32::try_from(others.len()).unwrap_or(u32::MAX)
    }

    fn players(&self, table: &TableId) -> impl Iterator<Item = &PlayerId> {
        let lookers = self.tables.get(table).into_iter().flatten();
        lookers.filter_map(|who| self.sessions.get(who)).map(|(player, _)| player)
    }
}
