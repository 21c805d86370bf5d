//! The lobby on a stage: with a recorder and its store beside it, and with what it asked of others.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use engine::{
    recorder::{Answer, Recorder},
    store::{Find, History, MemoryStore, Record, Store, StoreError, Stored},
};

use super::*;

/// A store that several servers can use one after the other, and that fails when it is told to.
#[derive(Clone, Default)]
pub(super) struct Shelf(Arc<Mutex<Content>>);

#[derive(Default)]
struct Content {
    store: MemoryStore,
    /// Nothing can be stored.
    full: bool,
    /// Nothing can be read, or not this.
    unreadable: Option<fn(&Find) -> bool>,
    /// How many commits there were.
    commits: usize,
}

impl Shelf {
    pub(super) fn is_full(&self, full: bool) {
        self.0.lock().unwrap().full = full;
    }

    pub(super) fn is_unreadable(&self, unreadable: Option<fn(&Find) -> bool>) {
        self.0.lock().unwrap().unreadable = unreadable;
    }

    pub(super) fn commits(&self) -> usize {
        self.0.lock().unwrap().commits
    }

    pub(super) fn find(&self, find: &Find) -> Vec<TableRecord> {
        self.0.lock().unwrap().store.tables(find).unwrap()
    }

    pub(super) fn put(&self, table: TableRecord) {
        let asleep_until_ms = table.asleep_until_ms;
        self.0.lock().unwrap().store.commit(0, &[Record::Table { table, asleep_until_ms }]).unwrap();
    }
}

fn unavailable<T>() -> Result<T, StoreError> {
    Err(StoreError::Unavailable("it fails".to_string()))
}

impl Store for Shelf {
    fn commit(&mut self, now_ms: u64, records: &[Record]) -> Result<(), StoreError> {
        let mut content = self.0.lock().unwrap();
        if content.full {
            return unavailable();
        }
        content.commits += 1;
        content.store.commit(now_ms, records)
    }

    fn service_ms(&mut self) -> Result<u64, StoreError> {
        self.0.lock().unwrap().store.service_ms()
    }

    fn claim(&mut self, worker: &WorkerId) -> Result<Epoch, StoreError> {
        self.0.lock().unwrap().store.claim(worker)
    }

    fn load(&mut self, id: &MatchId) -> Result<Option<Stored>, StoreError> {
        self.0.lock().unwrap().store.load(id)
    }

    fn history(&mut self, id: &MatchId) -> Result<Option<History>, StoreError> {
        self.0.lock().unwrap().store.history(id)
    }

    fn wakes(&mut self, worker: &WorkerId, until_ms: u64, limit: usize) -> Result<Vec<(u64, MatchId)>, StoreError> {
        self.0.lock().unwrap().store.wakes(worker, until_ms, limit)
    }

    fn has_live(&mut self) -> Result<bool, StoreError> {
        self.0.lock().unwrap().store.has_live()
    }

    fn matches(&mut self, after: Option<&MatchId>, limit: usize) -> Result<Vec<MatchId>, StoreError> {
        self.0.lock().unwrap().store.matches(after, limit)
    }

    fn tables(&mut self, find: &Find) -> Result<Vec<TableRecord>, StoreError> {
        let mut content = self.0.lock().unwrap();
        if content.unreadable.is_some_and(|unreadable| unreadable(find)) {
            return unavailable();
        }
        content.store.tables(find)
    }
}

/// A lobby, with what it asked of others.
pub(super) struct Hall {
    pub(super) lobby: Lobby,
    pub(super) now: u64,
    seq: u64,
    questions: u64,
    pub(super) workers: Vec<ToWorker>,
    /// The workers that were told that the lobby has come up.
    pub(super) told_up: Vec<WorkerId>,
    pub(super) every_hub: Vec<ToHub>,
    pub(super) delivered: Vec<(Address, Delivered)>,
    pub(super) replies: BTreeMap<u64, Result<TableState, Refused>>,
    pub(super) alarms: BTreeMap<u64, (u64, u64)>,
    pub(super) shelf: Shelf,
    recorder: Recorder,
    /// While this is set, what the recorder is asked stays where it is.
    pub(super) hold: bool,
    pub(super) desk: VecDeque<ToRecorder>,
}

impl Hall {
    pub(super) fn new() -> Hall {
        Hall::with(Vec::new(), 5)
    }

    pub(super) fn with(stored: Vec<TableRecord>, seed: u64) -> Hall {
        let shelf = Shelf::default();
        stored.into_iter().for_each(|table| shelf.put(table));
        Hall::on(shelf, 0, seed)
    }

    /// A lobby that comes up from what is stored.
    pub(super) fn on(shelf: Shelf, now: u64, seed: u64) -> Hall {
        let mut hall = Hall::down(shelf, now, Lobby::new(titles(), 1, Rng::new(Seed::number(seed))));
        hall.come_up();
        hall
    }

    /// A lobby that has yet to come up.
    pub(super) fn down(shelf: Shelf, now: u64, lobby: Lobby) -> Hall {
        Hall {
            lobby,
            now,
            seq: 0,
            questions: 0,
            workers: Vec::new(),
            told_up: Vec::new(),
            every_hub: Vec::new(),
            delivered: Vec::new(),
            replies: BTreeMap::new(),
            alarms: BTreeMap::new(),
            recorder: Recorder::new(Box::new(shelf.clone())),
            shelf,
            hold: false,
            desk: VecDeque::new(),
        }
    }

    pub(super) fn come_up(&mut self) {
        let effects = self.lobby.start(self.now);
        self.perform(effects);
    }

    /// The tables as they are stored.
    pub(super) fn stored(&self) -> BTreeMap<TableId, TableRecord> {
        self.shelf.find(&Find::All).into_iter().map(|record| (record.table.clone(), record)).collect()
    }

    pub(super) fn perform(&mut self, effects: Vec<LobbyEffect>) {
        for effect in effects {
            match effect {
                LobbyEffect::Deliver(to, what) => self.delivered.extend(to.into_iter().map(|who| (who, what.clone()))),
                LobbyEffect::EveryHub(message) => self.every_hub.push(message),
                // Said to all of them whenever the lobby comes up.
                LobbyEffect::Worker(worker, ToWorker::LobbyUp) => self.told_up.push(worker),
                LobbyEffect::Worker(_, message) => self.workers.push(message),
                LobbyEffect::Recorder(message) => self.desk.push_back(message),
                LobbyEffect::Reply { question, result } => _ = self.replies.insert(question, result),
                LobbyEffect::Timer(Arrange::Alarm { key, at_ms, generation }) => {
                    _ = self.alarms.insert(key, (at_ms, generation))
                }
                LobbyEffect::Timer(Arrange::Cancel { key }) => _ = self.alarms.remove(&key),
                LobbyEffect::Timer(Arrange::Ticks { .. }) => panic!("a lobby doesn't tick"),
            }
        }
        if !self.hold {
            self.write();
        }
    }

    /// The recorder deals with all that was asked of it.
    pub(super) fn write(&mut self) {
        while let Some(message) = self.desk.pop_front() {
            self.write_one(message);
        }
    }

    /// The recorder deals with this.
    pub(super) fn write_one(&mut self, message: ToRecorder) {
        self.recorder.handle(message);
        for answer in self.recorder.write(self.now) {
            let Answer::Lobby(answer) = answer else { panic!("no worker has asked") };
            let effects = self.lobby.handle(self.now, answer);
            self.perform(effects);
        }
    }

    pub(super) fn tell(&mut self, message: ToLobby) {
        let effects = self.lobby.handle(self.now, message);
        self.perform(effects);
    }

    /// Asks for something, and tells how it was answered.
    pub(super) fn ask(&mut self, name: &str, what: TableCommand) -> Result<Done, String> {
        let seq = self.next_seq();
        self.ask_as(name, seq, what)
    }

    pub(super) fn ask_as(&mut self, name: &str, seq: u64, what: TableCommand) -> Result<Done, String> {
        self.ask_in(address(name), name, seq, what)
    }

    /// Asks in another of the player's sessions.
    pub(super) fn ask_in(&mut self, who: Address, name: &str, seq: u64, what: TableCommand) -> Result<Done, String> {
        self.say(who, name, seq, what);
        let is_answer = |(_, what): &(Address, Delivered)| matches!(what, Delivered::Answer { .. });
        let at = self.delivered.iter().rposition(is_answer).expect("every command has its answer");
        match self.delivered.remove(at) {
            (to, Delivered::Answer { command, result }) => {
                assert_eq!((to, command.1), (who, Seq(seq)));
                result.map_err(|refused| refused.code.0.to_string())
            }
            other => unreachable!("{other:?} is no answer"),
        }
    }

    pub(super) fn next_seq(&mut self) -> u64 {
        self.seq += 1;
        self.seq
    }

    /// Asks for something that may be answered later.
    pub(super) fn say(&mut self, who: Address, name: &str, seq: u64, what: TableCommand) {
        let command = (ClientId(format!("{name}'s")), Seq(seq));
        self.tell(ToLobby::Ask { who, player: player(name), command, what });
    }

    /// Asks as a page does, over HTTP. Tells the question's number.
    pub(super) fn question(&mut self, question: Question) -> u64 {
        self.questions += 1;
        let effects = self.lobby.ask(self.now, self.questions, question);
        self.perform(effects);
        self.questions
    }

    /// Asks as a page does, and tells how it was answered.
    pub(super) fn reply(&mut self, question: Question) -> Result<TableState, String> {
        let number = self.question(question);
        let reply = self.replies.remove(&number).expect("every question has its answer");
        reply.map_err(|refused| refused.code.0.to_string())
    }

    pub(super) fn create(&mut self, name: &str, options: Value) -> TableId {
        self.make(name, counter(options)).unwrap()
    }

    pub(super) fn make(&mut self, name: &str, new: NewTable) -> Result<TableId, String> {
        self.ask(name, TableCommand::Create(new)).map(|done| done.table.unwrap())
    }

    pub(super) fn sit(&mut self, name: &str, table: &TableId) -> Result<(), String> {
        self.ask(name, TableCommand::Sit(table.clone(), None)).map(|_| ())
    }

    pub(super) fn open(&mut self, name: &str, table: &TableId) {
        self.ask(name, TableCommand::Open(table.clone())).unwrap();
    }

    pub(super) fn leave(&mut self, name: &str) {
        self.tell(ToLobby::Look { who: address(name), player: name.into(), table: None });
    }

    pub(super) fn state(&self, table: &TableId) -> TableState {
        self.lobby.state(table).unwrap()
    }

    pub(super) fn phase(&self, table: &TableId) -> Phase {
        self.state(table).phase
    }

    /// The last match a worker was asked to start.
    pub(super) fn creation(&self) -> Create {
        let creates = self.workers.iter().filter_map(|message| match message {
            ToWorker::Create(create) => Some(create.clone()),
            _ => None,
        });
        creates.last().unwrap()
    }

    pub(super) fn created(&mut self) {
        let Create { match_id, table, .. } = self.creation();
        self.tell(ToLobby::Created(match_id, table));
    }

    pub(super) fn ended(&mut self) {
        let outcome = Outcome::win(Seat(0), 2, "goal");
        let Create { match_id, table, .. } = self.creation();
        self.tell(ToLobby::Ended(match_id, table, outcome));
    }

    /// A table at which Ann and Bob play and both look on.
    pub(super) fn playing(&mut self) -> TableId {
        let table = self.create("ann", json!({}));
        self.open("ann", &table);
        self.open("bob", &table);
        self.sit("bob", &table).unwrap();
        self.created();
        table
    }

    /// Lets time pass, and alarms ring in it.
    pub(super) fn advance(&mut self, ms: u64) {
        self.now += ms;
        let rung: Vec<u64> = self.alarms.iter().filter(|(_, (at, _))| *at <= self.now).map(|(key, _)| *key).collect();
        let alarms = rung.into_iter().map(|key| {
            let (_, generation) = self.alarms.remove(&key).unwrap();
            DueAlarm { key: Key(key), generation, planned_us: 0 }
        });
        let due = Due { beat_us: self.now * 1000, alarms: alarms.collect(), ticks: Vec::new() };
        let effects = self.lobby.due(self.now, &due);
        self.perform(effects);
    }

    /// The lobby falls, and another comes up with what was stored.
    pub(super) fn restart(self) -> Hall {
        Hall::on(self.shelf, self.now, 6)
    }
}
