//! Quick match: players who want to play the same wait in a pool, and the first who are enough for a table are seated at one.
//!
//! A player waits in one pool at a time, from one session, so the number of sessions bounds that of those who wait.

use std::collections::{BTreeMap, VecDeque};

use serde_json::Value;

use super::{Lobby, LobbyEffect, keep::Table};
use crate::{
    ids::{Address, HubId, PlayerId},
    messages::{Delivered, Wish},
    player::Player,
    table::TableRecord,
    wire::{Offer, Refused, Sides},
};

/// What a pool is about: the title, and its complete options, written in one way only.
type Key = (String, String);

/// Everybody who waits.
#[derive(Default)]
pub(super) struct Seekers {
    seeks: BTreeMap<PlayerId, Seek>,
    pools: BTreeMap<Key, Pool>,
}

/// One player who waits.
struct Seek {
    who: Address,
    player: Player,
    pool: Key,
}

/// Those who wait for the same.
struct Pool {
    options: Value,
    seats: usize,
    /// Whether a match of this is over in one sitting.
    hurried: bool,
    /// In the order in which they came.
    waiting: VecDeque<PlayerId>,
}

impl Seekers {
    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.seeks.len()
    }

    /// Whether a player waits.
    pub(super) fn has(&self, player: &PlayerId) -> bool {
        self.seeks.contains_key(player)
    }

    /// A session doesn't wait any more. Whether it did: another session of the player waits on.
    pub(super) fn leave(&mut self, who: Address, player: &PlayerId) -> bool {
        let waits = self.seeks.get(player).is_some_and(|seek| seek.who == who);
        if waits {
            self.remove(player);
        }
        waits
    }

    /// A hub is gone, and all its sessions with it.
    pub(super) fn hub_gone(&mut self, hub: HubId) {
        let gone: Vec<PlayerId> =
            self.seeks.iter().filter(|(_, seek)| seek.who.hub == hub).map(|(player, _)| player.clone()).collect();
        for player in gone {
            self.remove(&player);
        }
    }

    fn remove(&mut self, player: &PlayerId) -> Option<Seek> {
        let seek = self.seeks.remove(player)?;
        if let Some(pool) = self.pools.get_mut(&seek.pool) {
            pool.waiting.retain(|waiting| waiting != player);
            if pool.waiting.is_empty() {
                self.pools.remove(&seek.pool);
            }
        }
        Some(seek)
    }
}

impl Lobby {
    /// A player waits for partners from now on, and is told in this session what comes of it.
    pub(super) fn seek(&mut self, who: Address, player: &Player, wish: &Wish) -> Result<(), Refused> {
        let (options, plan) = self.titles.get(&wish.title)?.check(&wish.options)?;
        if plan.seats < 2 {
            return Err(Refused::NOT_FOR_SEEKERS);
        }
        if self.is_busy(&player.id) {
            return Err(Refused::ALREADY_PLAYING);
        }
        let hurried = !plan.unhurried;
        self.has_room(&player.id, hurried)?;
        self.is_not_full()?;
        self.keeps_up(&wish.title)?;
        // The map inside a JSON object is sorted, and `check` has left out nothing: the same options are the same text.
        let pool = (wish.title.clone(), options.to_string());
        match self.seekers.seeks.get(&player.id) {
            Some(seek) if seek.who == who && seek.pool == pool => return Ok(()),
            _ => self.end_seek(&player.id, Refused::SEEK_REPLACED),
        }
        let seats = usize::from(plan.seats);
        let fresh = || Pool { options, seats, hurried, waiting: VecDeque::new() };
        self.seekers.pools.entry(pool.clone()).or_insert_with(fresh).waiting.push_back(player.id.clone());
        self.seekers.seeks.insert(player.id.clone(), Seek { who, player: player.clone(), pool });
        Ok(())
    }

    /// A session that waited at the lobby before this one waits on.
    pub(super) fn seek_on(&mut self, who: Address, player: &Player, wish: &Wish) {
        match self.seek(who, player, wish) {
            Ok(()) => self.seat_seekers(&player.id),
            Err(refused) => self.out.push(LobbyEffect::deliver(vec![who], Delivered::SeekEnded(refused))),
        }
    }

    /// A player doesn't wait any more, if they did, and is told why.
    pub(super) fn end_seek(&mut self, player: &PlayerId, why: Refused) {
        if let Some(seek) = self.seekers.remove(player) {
            self.out.push(LobbyEffect::deliver(vec![seek.who], Delivered::SeekEnded(why)));
        }
    }

    /// Seats those who wait in the pool of `player`, if they are enough for a table.
    pub(super) fn seat_seekers(&mut self, player: &PlayerId) {
        let Some(key) = self.seekers.seeks.get(player).map(|seek| seek.pool.clone()) else { return };
        // They may have sat down at more tables while they waited.
        let Some(pool) = self.seekers.pools.get(&key) else { return };
        for (player, hurried) in pool.waiting.iter().map(|player| (player.clone(), pool.hurried)).collect::<Vec<_>>() {
            if let Err(refused) = self.has_room(&player, hurried) {
                self.end_seek(&player, refused);
            }
        }
        let Some(pool) = self.seekers.pools.get(&key).filter(|pool| pool.waiting.len() >= pool.seats) else { return };
        let (options, seats) = (pool.options.clone(), pool.seats);
        let first: Vec<PlayerId> = pool.waiting.iter().take(seats).cloned().collect();
        let first: Vec<Seek> = first.iter().filter_map(|player| self.seekers.remove(player)).collect();
        let mut record = self.new_record(&key.0, options, seats);
        // Whoever wants to may watch, and lots decide who begins.
        (record.offer, record.sides) = (Offer::Open, Sides::Random);
        record.holders = first.iter().map(|seek| Some(seek.player.holder())).collect();
        let id = record.table.clone();
        self.admit(record);
        self.start_match(&id);
        let to = first.iter().map(|seek| seek.who).collect();
        self.out.push(LobbyEffect::deliver(to, Delivered::Seated(id)));
    }

    /// Whether a player is in the middle of a match that leaves no time for another.
    fn is_busy(&self, player: &PlayerId) -> bool {
        let mut tables = self.index.seats_of(player).filter_map(|id| self.tables.get(id));
        tables.any(Table::keeps_busy)
    }

    /// Whether the match at a table is over in one sitting.
    pub(super) fn is_hurried(&self, record: &TableRecord) -> bool {
        let plan = self.titles.get(&record.title).and_then(|offered| offered.check(&record.options));
        plan.is_ok_and(|(_, plan)| !plan.unhurried)
    }
}
