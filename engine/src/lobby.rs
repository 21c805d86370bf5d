//! The lobby: where players find a table, take seats, and play again. It decides who sits where and when a match starts;
//! what happens in the match is its worker's. It knows titles by name only, and no actor, clock or socket.
//!
//! It holds the tables that somebody has to do with; the others sleep in the store. What it says waits until what that follows
//! from is stored.

mod arrival;
mod ask;
mod beat;
mod effect;
mod index;
mod keep;
mod late;
mod life;
mod listing;
mod look;
mod looks;
mod make;
mod matches;
mod outbox;
mod own;
mod receive;
mod seek;
mod seen;
mod sleep;
mod waiting;
mod watch;

use std::collections::{BTreeMap, BTreeSet};

use timer::Due;
use title::Rng;

use self::{
    arrival::Arrival, beat::Beat, index::Index, keep::Table, late::LateWorkers, life::Life, listing::Listing,
    looks::Looks, make::Forks, outbox::Outbox, own::Own, seek::Seekers, sleep::Sleep, waiting::Waiting,
};
pub use self::{arrival::Question, effect::LobbyEffect, seen::LobbySeen};
use crate::{
    arrange::Arrange,
    ids::{PlayerId, TableId},
    messages::{ToLobby, ToRecorder},
    store::{Find, Record},
    titles::Titles,
};

/// The tables of a server.
pub struct Lobby {
    titles: Titles,
    shards: u16,
    rng: Rng,
    /// The service time of the message being handled.
    now_ms: u64,
    life: Life,
    /// Those that are awake.
    tables: BTreeMap<TableId, Table>,
    /// The players all of whose tables are awake.
    known: BTreeSet<PlayerId>,
    index: Index,
    looks: Looks,
    listing: Listing,
    own: Own,
    forks: Forks,
    seekers: Seekers,
    late: LateWorkers,
    beat: Beat,
    sleep: Sleep,
    waiting: Waiting,
    outbox: Outbox,
    /// What the message being handled leads to, by when it may leave: at once, or when all is stored.
    at_once: Vec<LobbyEffect>,
    out: Vec<LobbyEffect>,
    /// What it has to be stored, and asked of the store after that.
    records: Vec<Record>,
    finds: Vec<Find>,
}

impl Lobby {
    /// A lobby for `titles`, each run by `shards` workers. It knows no table until it is told by the store.
    pub fn new(titles: Titles, shards: u16, rng: Rng) -> Lobby {
        Lobby {
            titles,
            shards,
            rng,
            now_ms: 0,
            life: Life::default(),
            tables: BTreeMap::new(),
            known: BTreeSet::new(),
            index: Index::default(),
            looks: Looks::default(),
            listing: Listing::default(),
            own: Own::default(),
            forks: Forks::default(),
            seekers: Seekers::default(),
            late: LateWorkers::default(),
            beat: Beat::default(),
            sleep: Sleep::default(),
            waiting: Waiting::default(),
            outbox: Outbox::default(),
            at_once: Vec::new(),
            out: Vec::new(),
            records: Vec::new(),
            finds: Vec::new(),
        }
    }

    /// The first thing to do: to ask the store which tables are awake. The lobby is up when that is answered.
    pub fn start(&mut self, now_ms: u64) -> Vec<LobbyEffect> {
        self.now_ms = now_ms;
        self.finds.push(Find::Awake);
        self.take()
    }

    /// Handles one message to the end.
    pub fn handle(&mut self, now_ms: u64, message: ToLobby) -> Vec<LobbyEffect> {
        self.now_ms = now_ms;
        match message {
            ToLobby::Kept { ticket, result } => self.kept(ticket, result),
            ToLobby::Found { find, tables } => self.found(find, tables),
            said => self.receive(Arrival::Said(said)),
        }
        self.take()
    }

    /// Handles a question of a page or a program: a reply with its number follows, perhaps later.
    pub fn ask(&mut self, now_ms: u64, number: u64, question: Question) -> Vec<LobbyEffect> {
        self.now_ms = now_ms;
        self.receive(Arrival::Asked(number, question));
        self.take()
    }

    /// Handles what has fallen due: the beats, and tables nobody came back to.
    pub fn due(&mut self, now_ms: u64, due: &Due) -> Vec<LobbyEffect> {
        self.now_ms = now_ms;
        for alarm in &due.alarms {
            match alarm.key.0 {
                Beat::KEY => self.tell_what_changed(),
                Sleep::KEY => self.put_some_to_sleep(),
                Sleep::DUE_KEY => self.look_for_due(),
                Life::KEY => self.ask_again(),
                key => {
                    let Some(id) = self.index.by_key(key).cloned() else { continue };
                    let current = |table: &Table| table.idle_ms.is_some() && table.generation == alarm.generation;
                    if self.tables.get(&id).is_some_and(current) {
                        self.close(&id);
                    }
                }
            }
        }
        self.take()
    }

    fn arrange(&mut self, wish: Arrange) {
        self.at_once.push(LobbyEffect::Timer(wish));
    }

    /// What the message came to: all that is to be stored in one commit, and what may be said now. The rest is held.
    fn take(&mut self) -> Vec<LobbyEffect> {
        let mut effects = std::mem::take(&mut self.at_once);
        let records = std::mem::take(&mut self.records);
        if !records.is_empty() {
            let ticket = self.outbox.ask();
            effects.push(LobbyEffect::Recorder(ToRecorder::Keep { ticket, records }));
        }
        let finds = std::mem::take(&mut self.finds).into_iter();
        effects.extend(finds.map(|find| LobbyEffect::Recorder(ToRecorder::Find(find))));
        let out = std::mem::take(&mut self.out);
        effects.extend(self.outbox.hold(out));
        if self.outbox.is_overfull() {
            tracing::error!(held = self.outbox.held(), "the lobby can't hold back more");
            self.give_up();
            effects.append(&mut self.at_once);
        }
        effects
    }

    /// How many players wait for partners.
    pub fn seeking(&self) -> usize {
        self.seekers.count()
    }

    /// How many tables are awake.
    pub fn tables(&self) -> usize {
        self.tables.len()
    }
}
