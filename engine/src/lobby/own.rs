//! The own tables of those who watch the lobby. When one of them has changed, its players are told all of theirs anew at the
//! next beat: a message for each, beside the one for everybody.

use std::collections::{BTreeMap, BTreeSet};

use super::{Lobby, LobbyEffect, keep::Table};
use crate::{
    ids::{Address, HubId, PlayerId},
    messages::Delivered,
    wire::{Outbound, Phase, ServerMessage, TableState},
};

/// Who watches, by player.
#[derive(Default)]
pub(super) struct Own {
    players: BTreeMap<PlayerId, BTreeSet<Address>>,
    sessions: BTreeMap<Address, PlayerId>,
    /// Those whose tables have changed since they were told of them.
    stirred: BTreeSet<PlayerId>,
}

impl Own {
    /// A session of a player watches.
    pub(super) fn watch(&mut self, who: Address, player: &PlayerId) {
        self.players.entry(player.clone()).or_default().insert(who);
        self.sessions.insert(who, player.clone());
    }

    /// A session doesn't watch any more.
    pub(super) fn unwatch(&mut self, who: Address) {
        let Some(player) = self.sessions.remove(&who) else { return };
        if let Some(sessions) = self.players.get_mut(&player) {
            sessions.remove(&who);
            if sessions.is_empty() {
                self.players.remove(&player);
                self.stirred.remove(&player);
            }
        }
    }

    /// A hub is gone, and all its sessions with it.
    pub(super) fn hub_gone(&mut self, hub: HubId) {
        for who in self.sessions.keys().filter(|who| who.hub == hub).copied().collect::<Vec<_>>() {
            self.unwatch(who);
        }
    }

    /// Whether a player watches.
    pub(super) fn watches(&self, player: &PlayerId) -> bool {
        self.players.contains_key(player)
    }
}

impl Lobby {
    /// A table of these people has changed.
    pub(super) fn stir_own(&mut self, people: impl IntoIterator<Item = PlayerId>) {
        let watching: Vec<PlayerId> = people.into_iter().filter(|player| self.own.watches(player)).collect();
        if !watching.is_empty() {
            self.own.stirred.extend(watching);
            self.arm_beat();
        }
    }

    /// Tells those who watch what has become of their own tables.
    pub(super) fn tell_own(&mut self) {
        for player in std::mem::take(&mut self.own.stirred) {
            let to = self.own.players.get(&player).into_iter().flatten().copied().collect();
            let mine = Some(self.own_tables(&player));
            let message = ServerMessage::Lobby { whole: false, tables: Vec::new(), gone: Vec::new(), mine };
            self.out.push(LobbyEffect::deliver(to, Delivered::Lobby(Outbound::plain(message).encode())));
        }
    }

    /// The tables at which a player waits for others or plays: those that wait for the player first, then those made last.
    pub(super) fn own_tables(&self, player: &PlayerId) -> Vec<TableState> {
        let tables = self.index.seats_of(player).filter_map(|id| self.tables.get(id));
        let mut own: Vec<&Table> = tables.filter(|table| table.record.phase != Phase::Finished).collect();
        own.sort_by_key(|table| std::cmp::Reverse((table.record.awaits(player), table.rank())));
        own.into_iter().filter_map(|table| self.state(&table.record.table)).collect()
    }
}
