//! The lobby: where players find a table, take seats, and play again. It decides who sits where and when a match starts;
//! what happens in the match is its worker's. It knows titles by name only, and no actor, clock or socket.

mod effect;
mod looks;
mod matches;

use std::collections::BTreeMap;

use serde_json::Value;
use timer::Due;
use title::Rng;

pub use self::effect::LobbyEffect;
use self::looks::Looks;
use crate::{
    arrange::Arrange,
    code_word,
    ids::{Address, ClientId, MatchId, PlayerId, Seq, TableId},
    limits,
    messages::{Create, Delivered, Done, TableCommand, ToHub, ToLobby, ToWorker},
    player::Player,
    store::Record,
    table::TableRecord,
    titles::Titles,
    wire::{Holder, HolderKind, Offer, Phase, Refused, SeatState, TableState},
};

/// The tables of a server.
pub struct Lobby {
    titles: Titles,
    shards: u16,
    rng: Rng,
    tables: BTreeMap<TableId, Table>,
    /// Which table each match is played at.
    matches: BTreeMap<MatchId, TableId>,
    looks: Looks,
    keys: BTreeMap<u64, TableId>,
    next_key: u64,
    out: Vec<LobbyEffect>,
}

/// A table, with what need not be stored of it.
struct Table {
    record: TableRecord,
    rematch: Vec<bool>,
    key: u64,
    /// Grows with each setting of its alarm.
    generation: u64,
    idle: bool,
    /// What the match being set up starts from, to be sent again if its worker falls.
    create: Option<Create>,
}

impl Lobby {
    /// A lobby for `titles`, each run by `shards` workers, with the tables the store has kept.
    pub fn new(titles: Titles, shards: u16, rng: Rng, stored: Vec<TableRecord>) -> Lobby {
        let mut lobby = Lobby {
            titles,
            shards,
            rng,
            tables: BTreeMap::new(),
            matches: BTreeMap::new(),
            looks: Looks::default(),
            keys: BTreeMap::new(),
            next_key: 0,
            out: Vec::new(),
        };
        for record in stored {
            lobby.admit(record);
        }
        lobby
    }

    /// The first things to do: tables that nobody comes back to must go.
    pub fn start(&mut self, now_ms: u64) -> Vec<LobbyEffect> {
        for table in self.tables.keys().cloned().collect::<Vec<_>>() {
            self.mind_idle(now_ms, &table);
        }
        self.ask_about(|_| true);
        self.out.push(LobbyEffect::EveryHub(ToHub::LobbyUp));
        std::mem::take(&mut self.out)
    }

    /// Handles one message to the end.
    pub fn handle(&mut self, now_ms: u64, message: ToLobby) -> Vec<LobbyEffect> {
        match message {
            ToLobby::Ask { who, player, command, what } => {
                let result = self.ask(now_ms, who, &player, &command, what);
                self.out.push(LobbyEffect::deliver(vec![who], Delivered::Answer { command, result }));
            }
            ToLobby::Look { who, player, table } => self.look(now_ms, who, player, table),
            ToLobby::Created(match_id) => self.created(&match_id),
            ToLobby::CreateRefused(match_id, refused) => self.create_refused(now_ms, &match_id, &refused),
            ToLobby::Ended(match_id, outcome) => self.ended(now_ms, &match_id, &outcome),
            ToLobby::WorkerUp(up) => self.ask_about(|worker| *worker == up),
            ToLobby::HubGone(hub) => {
                for (who, player) in self.looks.of_hub(hub) {
                    self.look(now_ms, who, player, None);
                }
            }
            ToLobby::BotsUp => self.seat_bots_again(),
        }
        std::mem::take(&mut self.out)
    }

    fn ask(
        &mut self,
        now_ms: u64,
        who: Address,
        player: &Player,
        command: &(ClientId, Seq),
        what: TableCommand,
    ) -> Result<Done, Refused> {
        match what {
            TableCommand::Create { title, options, offer } => {
                let table = self.create(now_ms, player, command.clone(), &title, &options, offer)?;
                return Ok(Done { table: Some(table), rev: None });
            }
            TableCommand::Open(table) => {
                self.table(&table)?;
                self.look(now_ms, who, player.id.clone(), Some(table));
            }
            TableCommand::Sit(table, seat) => {
                self.has_room(player)?;
                let sat = self.table(&table)?;
                if sat.record.is_playing() {
                    return Err(Refused::TABLE_FULL);
                }
                sat.record.sit(seat, player.holder())?;
                self.changed(&table);
                self.start_if_full(now_ms, &table);
            }
            TableCommand::Stand(table) => {
                let left = self.table(&table)?;
                left.record.stand(&player.id)?;
                left.rematch.fill(false);
                self.changed(&table);
            }
            TableCommand::SeatBot(table, seat) => {
                let bot = self.bot();
                let sat = self.table_of(&table, player)?;
                if sat.record.is_playing() {
                    return Err(Refused::MATCH_RUNNING);
                }
                let title = sat.record.title.clone();
                if !self.titles.get(&title)?.has_bot {
                    return Err(Refused::NO_BOT);
                }
                self.table(&table)?.record.sit(seat, bot)?;
                self.changed(&table);
                self.start_if_full(now_ms, &table);
            }
            TableCommand::UnseatBot(table, seat) => {
                let left = self.table_of(&table, player)?;
                left.record.unseat_bot(seat)?;
                left.rematch.fill(false);
                self.changed(&table);
            }
            TableCommand::Rematch(table) => self.rematch(now_ms, &table, player)?,
        }
        Ok(Done::default())
    }

    /// Makes a table for a program or a page; the same command makes it once.
    pub fn make(
        &mut self,
        now_ms: u64,
        player: &Player,
        title: &str,
        options: &Value,
        offer: Offer,
    ) -> (Result<TableState, Refused>, Vec<LobbyEffect>) {
        let command = (ClientId(code_word::word(&mut self.rng)), Seq(1));
        let made = self.create(now_ms, player, command, title, options, offer);
        let made = made.and_then(|table| self.state(&table).ok_or(Refused::UNKNOWN_TABLE));
        (made, std::mem::take(&mut self.out))
    }

    fn create(
        &mut self,
        now_ms: u64,
        player: &Player,
        command: (ClientId, Seq),
        title: &str,
        options: &Value,
        offer: Offer,
    ) -> Result<TableId, Refused> {
        let made_before = |table: &&Table| {
            table.record.origin.as_ref() == Some(&command) && table.record.seat_of(&player.id).is_some()
        };
        if let Some(table) = self.tables.values().find(made_before) {
            return Ok(table.record.table.clone());
        }
        let (options, plan) = self.titles.get(title)?.check(options)?;
        self.has_room(player)?;
        if self.tables.len() >= limits::TABLES {
            return Err(Refused::TABLES_FULL);
        }
        let id = TableId(code_word::word(&mut self.rng));
        let mut record = TableRecord {
            table: id.clone(),
            title: title.to_string(),
            options,
            offer,
            holders: vec![None; usize::from(plan.seats)],
            phase: Phase::Gathering,
            match_id: None,
            games: 0,
            outcome: None,
            origin: Some(command),
        };
        record.sit(None, player.holder())?;
        self.admit(record);
        self.mind_idle(now_ms, &id);
        self.changed(&id);
        self.start_if_full(now_ms, &id);
        Ok(id)
    }

    fn admit(&mut self, record: TableRecord) {
        let id = record.table.clone();
        let key = self.next_key;
        self.next_key += 1;
        self.keys.insert(key, id.clone());
        if let Some(match_id) = &record.match_id {
            self.matches.insert(match_id.clone(), id.clone());
        }
        let rematch = vec![false; record.holders.len()];
        self.tables.insert(id, Table { record, rematch, key, generation: 0, idle: false, create: None });
    }

    fn has_room(&self, player: &Player) -> Result<(), Refused> {
        let seated = self.tables.values().filter(|table| table.record.seat_of(&player.id).is_some()).count();
        if seated < limits::TABLES_PER_PLAYER { Ok(()) } else { Err(Refused::TOO_MANY_TABLES) }
    }

    fn table(&mut self, table: &TableId) -> Result<&mut Table, Refused> {
        self.tables.get_mut(table).ok_or(Refused::UNKNOWN_TABLE)
    }

    fn table_of(&mut self, table: &TableId, player: &Player) -> Result<&mut Table, Refused> {
        let table = self.table(table)?;
        if table.record.seat_of(&player.id).is_some() { Ok(table) } else { Err(Refused::NOT_SEATED) }
    }

    fn bot(&mut self) -> Holder {
        let player = PlayerId(format!("bot-{}", code_word::word(&mut self.rng)));
        Holder { player, name: "Random bot".to_string(), kind: HolderKind::Bot }
    }

    fn look(&mut self, now_ms: u64, who: Address, player: PlayerId, table: Option<TableId>) {
        let table = match table {
            Some(table) if !self.tables.contains_key(&table) => {
                let reason = Refused::UNKNOWN_TABLE.reason.to_string();
                self.out.push(LobbyEffect::deliver(vec![who], Delivered::TableClosed { table, reason }));
                None
            }
            table => table,
        };
        let before = self.looks.look(who, player, table.clone());
        // Who looks once more at the same table changes nothing for the others.
        if let Some(state) = table.as_ref().filter(|id| before.as_ref() == Some(*id)).and_then(|id| self.state(id)) {
            return self.out.push(LobbyEffect::deliver(vec![who], Delivered::Table(state)));
        }
        for id in before.into_iter().filter(|before| Some(before) != table.as_ref()) {
            self.show(&id);
            self.mind_idle(now_ms, &id);
        }
        if let Some(id) = table {
            self.show(&id);
            self.mind_idle(now_ms, &id);
        }
    }

    /// Sets or cancels the alarm after which a table that nobody looks at is closed.
    fn mind_idle(&mut self, now_ms: u64, id: &TableId) {
        let watched = !self.looks.lookers(id).is_empty();
        let Some(table) = self.tables.get_mut(id) else { return };
        table.generation += 1;
        if watched {
            if table.idle {
                self.out.push(LobbyEffect::Timer(Arrange::Cancel { key: table.key }));
            }
        } else {
            let patience = if table.record.is_playing() { limits::MATCH_IDLE_MS } else { limits::TABLE_IDLE_MS };
            let (key, at_ms, generation) = (table.key, now_ms + patience, table.generation);
            self.out.push(LobbyEffect::Timer(Arrange::Alarm { key, at_ms, generation }));
        }
        table.idle = !watched;
    }

    /// Handles what has fallen due: tables nobody came back to.
    pub fn due(&mut self, due: &Due) -> Vec<LobbyEffect> {
        for alarm in &due.alarms {
            let Some(id) = self.keys.get(&alarm.key.0).cloned() else { continue };
            if self.tables.get(&id).is_some_and(|table| table.idle && table.generation == alarm.generation) {
                self.close(&id);
            }
        }
        std::mem::take(&mut self.out)
    }

    fn close(&mut self, id: &TableId) {
        let Some(table) = self.tables.remove(id) else { return };
        self.keys.remove(&table.key);
        if let Some(match_id) = &table.record.match_id {
            self.matches.remove(match_id);
            if table.record.is_playing() {
                let abandon = ToWorker::Abandon(match_id.clone());
                self.out.push(LobbyEffect::Worker(match_id.worker.clone(), abandon));
            }
        }
        self.out.push(LobbyEffect::Keep(vec![Record::TableGone(id.clone())]));
    }

    /// Stores the table and shows it to those who look at it.
    fn changed(&mut self, id: &TableId) {
        if let Some(table) = self.tables.get(id) {
            self.out.push(LobbyEffect::Keep(vec![Record::Table(table.record.clone())]));
        }
        self.show(id);
    }

    fn show(&mut self, id: &TableId) {
        let to = self.looks.lookers(id);
        if let Some(state) = self.state(id).filter(|_| !to.is_empty()) {
            self.out.push(LobbyEffect::deliver(to, Delivered::Table(state)));
        }
    }

    /// A table as clients see it.
    pub fn state(&self, id: &TableId) -> Option<TableState> {
        let Table { record, rematch, .. } = self.tables.get(id)?;
        let seats = record.holders.iter().zip(rematch).map(|(holder, rematch)| SeatState {
            here: holder.as_ref().is_some_and(|holder| self.looks.is_here(id, holder)),
            holder: holder.clone(),
            rematch: *rematch,
        });
        Some(TableState {
            table: record.table.clone(),
            title: record.title.clone(),
            options: record.options.clone(),
            offer: record.offer,
            seats: seats.collect(),
            phase: record.phase,
            match_id: record.match_id.clone().filter(|_| record.phase != Phase::Starting),
            games: record.games,
            outcome: record.outcome.clone(),
            spectators: self.looks.spectators(id, &record.holders),
        })
    }

    /// The open tables that wait for players, those made last first.
    pub fn open_tables(&self) -> Vec<TableState> {
        let mut open: Vec<&Table> = self
            .tables
            .values()
            .filter(|table| table.record.offer == Offer::Open && !table.record.is_playing() && !table.record.is_full())
            .filter(|table| !table.idle)
            .collect();
        open.sort_by_key(|table| std::cmp::Reverse(table.key));
        open.iter().take(limits::TABLES_LISTED).filter_map(|table| self.state(&table.record.table)).collect()
    }

    /// How many tables there are.
    pub fn tables(&self) -> usize {
        self.tables.len()
    }
}
