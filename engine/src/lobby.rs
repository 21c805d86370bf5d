//! The lobby: where players find a table, take seats, and play again. It decides who sits where and when a match starts;
//! what happens in the match is its worker's. It knows titles by name only, and no actor, clock or socket.

mod beat;
mod effect;
mod index;
mod keep;
mod late;
mod listing;
mod look;
mod looks;
mod make;
mod matches;
mod seek;
mod seen;
mod watch;

use std::collections::BTreeMap;

use timer::Due;
use title::Rng;

use self::{beat::Beat, index::Index, keep::Table, late::LateWorkers, listing::Listing, looks::Looks, seek::Seekers};
pub use self::{effect::LobbyEffect, seen::LobbySeen};
use crate::{
    ids::{Address, ClientId, MatchId, Seq, TableId},
    messages::{Delivered, Done, TableCommand, ToHub, ToLobby, ToRecorder},
    player::Player,
    store::Find,
    table::TableRecord,
    titles::Titles,
    wire::Refused,
};

/// The tables of a server.
pub struct Lobby {
    titles: Titles,
    shards: u16,
    rng: Rng,
    /// The service time of the message being handled.
    now_ms: u64,
    tables: BTreeMap<TableId, Table>,
    /// Which table each match is played at.
    matches: BTreeMap<MatchId, TableId>,
    index: Index,
    looks: Looks,
    listing: Listing,
    seekers: Seekers,
    late: LateWorkers,
    beat: Beat,
    /// The number of the last thing it asked to store.
    ticket: u64,
    out: Vec<LobbyEffect>,
}

impl Lobby {
    /// A lobby for `titles`, each run by `shards` workers. It knows no table yet.
    pub fn new(titles: Titles, shards: u16, rng: Rng) -> Lobby {
        Lobby {
            titles,
            shards,
            rng,
            now_ms: 0,
            tables: BTreeMap::new(),
            matches: BTreeMap::new(),
            index: Index::default(),
            looks: Looks::default(),
            listing: Listing::default(),
            seekers: Seekers::default(),
            late: LateWorkers::default(),
            beat: Beat::default(),
            ticket: 0,
            out: Vec::new(),
        }
    }

    /// The first thing to do: ask for the tables that the store has kept.
    pub fn start(&mut self) -> Vec<LobbyEffect> {
        vec![LobbyEffect::Recorder(ToRecorder::Find(Find::Awake))]
    }

    /// The tables are here. Those that nobody comes back to must go.
    fn found(&mut self, tables: Vec<TableRecord>) {
        for record in tables {
            self.admit(record);
        }
        for table in self.tables.keys().cloned().collect::<Vec<_>>() {
            self.mind_idle(&table);
        }
        self.ask_about(|_| true);
        self.out.push(LobbyEffect::EveryHub(ToHub::LobbyUp));
    }

    /// Handles one message to the end.
    pub fn handle(&mut self, now_ms: u64, message: ToLobby) -> Vec<LobbyEffect> {
        self.now_ms = now_ms;
        match message {
            ToLobby::Ask { who, player, command, what } => {
                let result = self.ask(who, &player, &command, what);
                self.out.push(LobbyEffect::deliver(vec![who], Delivered::Answer { command, result }));
                // Whoever waits is told so before they are told that it is over.
                self.seat_seekers(&player.id);
            }
            ToLobby::Look { who, player, table } => self.look(who, player, table),
            ToLobby::Watch { who, player } => self.watch(who, &player),
            ToLobby::Unwatch(who) => self.listing.unwatch(who),
            ToLobby::SeekOn { who, player, wish } => self.seek_on(who, &player, &wish),
            ToLobby::Unseek { who, player } => _ = self.seekers.leave(who, &player),
            ToLobby::Created(match_id, _) => self.created(&match_id),
            ToLobby::CreateRefused(match_id, _, refused) => self.create_refused(&match_id, &refused),
            ToLobby::Ended(match_id, _, outcome) => self.ended(&match_id, &outcome),
            ToLobby::Found { tables: Ok(tables), .. } => self.found(tables),
            ToLobby::Turn(..) | ToLobby::Kept { .. } | ToLobby::Found { .. } => {}
            ToLobby::Late(worker, late) => self.late.said(worker, late),
            ToLobby::WorkerUp(up) => {
                self.late.said(up.clone(), false);
                self.ask_about(|worker| *worker == up);
            }
            ToLobby::HubGone(hub) => {
                self.listing.hub_gone(hub);
                self.seekers.hub_gone(hub);
                for (who, player) in self.looks.of_hub(hub) {
                    self.look(who, player, None);
                }
            }
        }
        std::mem::take(&mut self.out)
    }

    fn ask(
        &mut self,
        who: Address,
        player: &Player,
        command: &(ClientId, Seq),
        what: TableCommand,
    ) -> Result<Done, Refused> {
        match what {
            TableCommand::Create(new) => {
                let table = self.create(player, command.clone(), &new)?;
                return Ok(Done { table: Some(table), rev: None });
            }
            TableCommand::Open(table) => {
                self.table(&table)?;
                self.look(who, player.id.clone(), Some(table));
            }
            TableCommand::Sit(table, seat) => {
                self.has_room(player)?;
                let sat = self.table(&table)?;
                if sat.record.is_playing() {
                    return Err(Refused::TABLE_FULL);
                }
                sat.record.sit(seat, player.holder())?;
                self.changed(&table);
                self.start_if_full(&table);
            }
            TableCommand::Stand(table) => {
                let left = self.table(&table)?;
                left.record.stand(&player.id)?;
                left.rematch.fill(false);
                self.changed(&table);
            }
            TableCommand::SeatBot(table, seat) => {
                let sat = self.table_of(&table, player)?;
                if sat.record.is_playing() {
                    return Err(Refused::MATCH_RUNNING);
                }
                let title = sat.record.title.clone();
                let name = self.titles.get(&title)?.bot.ok_or(Refused::NO_BOT)?;
                let bot = self.bot(name);
                self.table(&table)?.record.sit(seat, bot)?;
                self.changed(&table);
                self.start_if_full(&table);
            }
            TableCommand::UnseatBot(table, seat) => {
                let left = self.table_of(&table, player)?;
                left.record.unseat_bot(seat)?;
                left.rematch.fill(false);
                self.changed(&table);
            }
            TableCommand::Rematch(table) => self.rematch(&table, player)?,
            TableCommand::Seek(wish) => self.seek(who, player, &wish)?,
            TableCommand::CancelSeek => {
                if !self.seekers.leave(who, &player.id) {
                    return Err(Refused::NO_SEEK);
                }
            }
        }
        Ok(Done::default())
    }

    fn table(&mut self, table: &TableId) -> Result<&mut Table, Refused> {
        self.tables.get_mut(table).ok_or(Refused::UNKNOWN_TABLE)
    }

    fn table_of(&mut self, table: &TableId, player: &Player) -> Result<&mut Table, Refused> {
        let table = self.table(table)?;
        if table.record.seat_of(&player.id).is_some() { Ok(table) } else { Err(Refused::NOT_SEATED) }
    }

    /// Handles what has fallen due: the beat, and tables nobody came back to.
    pub fn due(&mut self, now_ms: u64, due: &Due) -> Vec<LobbyEffect> {
        self.now_ms = now_ms;
        for alarm in &due.alarms {
            if alarm.key.0 == Beat::KEY {
                self.tell_what_changed();
                continue;
            }
            let Some(id) = self.index.by_key(alarm.key.0).cloned() else { continue };
            if self.tables.get(&id).is_some_and(|table| table.idle && table.generation == alarm.generation) {
                self.close(&id);
            }
        }
        std::mem::take(&mut self.out)
    }

    /// How many players wait for partners.
    pub fn seeking(&self) -> usize {
        self.seekers.count()
    }

    /// How many tables there are.
    pub fn tables(&self) -> usize {
        self.tables.len()
    }
}
