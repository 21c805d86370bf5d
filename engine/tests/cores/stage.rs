//! The stage of the stories: one worker, a recorder, a disk that fails on demand, and a timer moved by hand. What the worker
//! delivers is kept for whoever it was for.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use engine::{
    arrange::Arrange,
    event::{Entry, Event},
    ids::*,
    messages::*,
    recorder::{Answer, Recorder},
    store::{Find, History, MemoryStore, Record, Store, StoreError, Stored},
    table::TableRecord,
    wire::{Holder, HolderKind, Refused, json_of, to_payload},
    worker::{Worker, WorkerCore, WorkerEffect},
};
use serde::Serialize;
use serde_json::{Value, json};
use timer::{Due, DueAlarm, DueTicks, Key};
use title::{Seat, Seats, Seed, Title};

/// A disk that several recorders may hold, before and after a crash.
#[derive(Clone, Default)]
pub(crate) struct Disk(pub(crate) Arc<Mutex<Platter>>);

#[derive(Default)]
pub(crate) struct Platter {
    pub(crate) store: MemoryStore,
    /// Nothing works.
    pub(crate) broken: bool,
    /// Journals can't be read.
    pub(crate) unreadable: bool,
    /// How many records each commit had.
    pub(crate) commits: Vec<usize>,
}

impl Disk {
    pub(crate) fn journal(&self, id: &MatchId) -> Option<Vec<Entry>> {
        self.0.lock().unwrap().store.history(id).unwrap().map(|history| history.entries)
    }

    pub(crate) fn break_down(&self) {
        self.0.lock().unwrap().broken = true;
    }

    pub(crate) fn mend(&self) {
        self.0.lock().unwrap().broken = false;
    }

    fn works(&self) -> Result<(), StoreError> {
        if self.0.lock().unwrap().broken { Err(StoreError::Unavailable("broken".to_string())) } else { Ok(()) }
    }
}

impl Store for Disk {
    fn commit(&mut self, now_ms: u64, records: &[Record]) -> Result<(), StoreError> {
        self.works()?;
        let mut platter = self.0.lock().unwrap();
        platter.commits.push(records.len());
        platter.store.commit(now_ms, records)
    }

    fn service_ms(&mut self) -> Result<u64, StoreError> {
        self.0.lock().unwrap().store.service_ms()
    }

    fn claim(&mut self, worker: &WorkerId) -> Result<Epoch, StoreError> {
        self.works()?;
        self.0.lock().unwrap().store.claim(worker)
    }

    fn load(&mut self, id: &MatchId) -> Result<Option<Stored>, StoreError> {
        self.works()?;
        let mut platter = self.0.lock().unwrap();
        if platter.unreadable { Err(StoreError::Unavailable("unreadable".to_string())) } else { platter.store.load(id) }
    }

    fn history(&mut self, id: &MatchId) -> Result<Option<History>, StoreError> {
        self.works()?;
        self.0.lock().unwrap().store.history(id)
    }

    fn wakes(&mut self, worker: &WorkerId, until_ms: u64, limit: usize) -> Result<Vec<(u64, MatchId)>, StoreError> {
        self.works()?;
        self.0.lock().unwrap().store.wakes(worker, until_ms, limit)
    }

    fn has_live(&mut self) -> Result<bool, StoreError> {
        self.works()?;
        self.0.lock().unwrap().store.has_live()
    }

    fn matches(&mut self, after: Option<&MatchId>, limit: usize) -> Result<Vec<MatchId>, StoreError> {
        self.works()?;
        self.0.lock().unwrap().store.matches(after, limit)
    }

    fn tables(&mut self, find: &Find) -> Result<Vec<TableRecord>, StoreError> {
        self.works()?;
        self.0.lock().unwrap().store.tables(find)
    }
}

/// The key of a worker's alarm to look for matches to wake.
pub(crate) const WAKE_KEY: u64 = 1;

/// The stage.
pub(crate) struct Stage<T: Title> {
    pub(crate) now: u64,
    pub(crate) worker: Worker<T>,
    pub(crate) disk: Disk,
    recorder: Recorder,
    /// While this is set, what the worker records stays with the recorder.
    pub(crate) hold: bool,
    answers: VecDeque<ToWorker>,
    pub(crate) delivered: Vec<(Address, Delivered)>,
    pub(crate) lobby: Vec<ToLobby>,
    pub(crate) every_hub: Vec<ToHub>,
    pub(crate) bots: Vec<ToHub>,
    pub(crate) alarms: BTreeMap<u64, (u64, u64)>,
    /// When the worker looks for matches to wake.
    wake_ms: Option<u64>,
    pub(crate) ticks: BTreeMap<u64, Ticker>,
}

/// Ticks asked of the timer.
pub(crate) struct Ticker {
    pub(crate) hz: u64,
    pub(crate) from_ms: u64,
    pub(crate) told: u64,
}

pub(crate) fn worker_id(title: &str) -> WorkerId {
    WorkerId { title: title.to_string(), shard: 0 }
}

/// A session; the number is also the hub's, so that each has its own.
pub(crate) fn session(number: u64) -> Address {
    Address { hub: HubId(u32::try_from(number).unwrap()), session: SessionId(number) }
}

/// Ann sits in seat 0, Bob in seat 1.
pub(crate) const PLAYERS: [&str; 2] = ["ann", "bob"];
pub(crate) const ANN: u64 = 1;
pub(crate) const BOB: u64 = 2;
pub(crate) const EVE: u64 = 3;

/// The player that session `who` belongs to, in all stories.
pub(crate) fn player_of(who: u64) -> PlayerId {
    match who {
        ANN => "ann".into(),
        BOB => "bob".into(),
        other => PlayerId(format!("eve{other}")),
    }
}

pub(crate) fn holders(players: &[&str]) -> Vec<Holder> {
    let holder = |name: &&str| Holder { player: (*name).into(), name: name.to_string(), kind: HolderKind::Player };
    players.iter().map(holder).collect()
}

impl<T: Title> Stage<T> {
    pub(crate) fn new() -> Stage<T> {
        Stage::on(Disk::default(), 1_000)
    }

    /// A worker that comes up on this disk.
    pub(crate) fn on(disk: Disk, now: u64) -> Stage<T> {
        let mut stage = Stage {
            now,
            worker: Worker::new(worker_id(T::INFO.name)),
            recorder: Recorder::new(Box::new(disk.clone())),
            disk,
            hold: false,
            answers: VecDeque::new(),
            delivered: Vec::new(),
            lobby: Vec::new(),
            every_hub: Vec::new(),
            bots: Vec::new(),
            alarms: BTreeMap::new(),
            wake_ms: None,
            ticks: BTreeMap::new(),
        };
        let effects = stage.worker.start();
        stage.perform(effects);
        stage.flush();
        stage
    }

    /// A match of Ann and Bob in which both are there and watch, and whatever the start brought is read.
    pub(crate) fn playing(options: Value) -> Stage<T> {
        let mut stage = Stage::new();
        stage.create("m", options);
        stage.attach("m", ANN);
        stage.attach("m", BOB);
        stage.delivered.clear();
        stage.lobby.clear();
        stage
    }

    /// The process dies, and another comes up on the same disk.
    pub(crate) fn crash(self) -> Stage<T> {
        Stage::on(self.disk, self.now)
    }

    pub(crate) fn id(&self, code: &str) -> MatchId {
        MatchId { worker: worker_id(T::INFO.name), code: code.to_string() }
    }

    pub(crate) fn create(&mut self, code: &str, options: Value) {
        let create = self.creation(code, options, &PLAYERS);
        self.tell(ToWorker::Create(create));
    }

    pub(crate) fn creation(&self, code: &str, options: Value, players: &[&str]) -> Create {
        Create {
            match_id: self.id(code),
            table: "t".into(),
            options,
            seed: Seed::number(7),
            holders: holders(players),
            away: Seats::none(),
            fork: None,
            again: false,
        }
    }

    pub(crate) fn attach(&mut self, code: &str, who: u64) {
        self.attach_with(code, who, None);
    }

    pub(crate) fn attach_with(&mut self, code: &str, who: u64, have: Option<(Epoch, Rev)>) {
        let attach = Attach { match_id: self.id(code), who: session(who), player: player_of(who), have };
        self.tell(ToWorker::Attach(attach));
    }

    pub(crate) fn detach(&mut self, code: &str, who: u64) {
        self.tell(ToWorker::Detach { match_id: self.id(code), who: session(who) });
    }

    /// A player acts, under a command number of the test's choice.
    pub(crate) fn act(&mut self, code: &str, who: u64, seq: u64, action: impl Serialize) {
        let payload = to_payload(&action).unwrap();
        let received_ms = self.now;
        self.act_received(code, who, seq, payload, received_ms);
    }

    pub(crate) fn act_received(&mut self, code: &str, who: u64, seq: u64, payload: Bytes, received_ms: u64) {
        let act = Act { received_ms, ..self.deed(code, who, seq, Doing::Action(payload)) };
        self.tell(ToWorker::Act(act));
    }

    /// What a player does, received now, from nearby.
    pub(crate) fn deed(&self, code: &str, who: u64, seq: u64, what: Doing) -> Act {
        let (match_id, player) = (self.id(code), player_of(who));
        let command = (ClientId(format!("client{who}")), Seq(seq));
        Act { match_id, who: session(who), player, command, received_ms: self.now, lag_ms: 0, what }
    }

    /// A player's control for the next tick.
    pub(crate) fn input(&mut self, code: &str, who: u64, input: u64, control: impl Serialize) {
        self.input_at(code, who, input, 0, control);
    }

    pub(crate) fn input_at(&mut self, code: &str, who: u64, input: u64, tick: u64, control: impl Serialize) {
        let payload = to_payload(&control).unwrap();
        self.tell(ToWorker::Input {
            match_id: self.id(code),
            who: session(who),
            player: player_of(who),
            input,
            tick,
            payload,
        });
    }

    /// Gives the worker a message, and the recorder time to write.
    pub(crate) fn tell(&mut self, message: ToWorker) {
        self.tell_only(message);
        self.flush();
    }

    /// Gives the worker a message. Whatever the recorder has to say to it waits.
    pub(crate) fn tell_only(&mut self, message: ToWorker) {
        let effects = self.worker.handle(self.now, message);
        self.perform(effects);
    }

    /// Lets the recorder write and answer, until nobody has anything more to say.
    pub(crate) fn flush(&mut self) {
        while !self.hold {
            self.answers.extend(self.recorder.write(self.now).into_iter().map(to_worker));
            let Some(answer) = self.answers.pop_front() else { break };
            self.tell_only(answer);
        }
    }

    /// The recorder is done with what was held.
    pub(crate) fn release(&mut self) {
        self.hold = false;
        self.flush();
    }

    /// When the worker looks for matches to wake, if it does.
    pub(crate) fn looks_ms(&self) -> Option<u64> {
        self.wake_ms
    }

    fn perform(&mut self, effects: Vec<WorkerEffect>) {
        for effect in effects {
            match effect {
                WorkerEffect::Hub(hub, ToHub::Deliver(deliveries)) => {
                    for delivery in deliveries {
                        for session in delivery.to {
                            self.delivered.push((Address { hub, session }, delivery.what.clone()));
                        }
                    }
                }
                WorkerEffect::Hub(_, other) => panic!("a worker delivers to single hubs and nothing else: {other:?}"),
                WorkerEffect::EveryHub(message) => self.every_hub.push(message),
                WorkerEffect::Bots(message) => self.bots.push(message),
                WorkerEffect::Lobby(message) => self.lobby.push(message),
                WorkerEffect::Recorder(message) => self.recorder.handle(message),
                WorkerEffect::Timer(Arrange::Alarm { key: WAKE_KEY, at_ms, .. }) => self.wake_ms = Some(at_ms),
                WorkerEffect::Timer(Arrange::Alarm { key, at_ms, generation }) => {
                    self.alarms.insert(key, (at_ms, generation));
                }
                WorkerEffect::Timer(Arrange::Ticks { key, hz, from_ms }) => {
                    self.ticks.insert(key, Ticker { hz: u64::from(hz), from_ms, told: 0 });
                }
                WorkerEffect::Timer(Arrange::Cancel { key }) => {
                    self.alarms.remove(&key);
                    self.ticks.remove(&key);
                }
            }
        }
    }

    /// Lets time pass, and everything happen in it at its moment.
    pub(crate) fn advance(&mut self, ms: u64) {
        let until = self.now + ms;
        loop {
            let alarm = self.alarms.values().map(|(at_ms, _)| *at_ms).min();
            let tick = self.ticks.values().map(Ticker::next_ms).min();
            let Some(next) = alarm.into_iter().chain(tick).chain(self.wake_ms).min().filter(|at| *at <= until) else {
                break;
            };
            self.now = self.now.max(next);
            self.beat();
        }
        self.now = until;
    }

    /// Lets time pass in which the worker gets no word from the timer; then it gets all at once.
    pub(crate) fn stall(&mut self, ms: u64) {
        self.now += ms;
        self.beat();
    }

    /// Tells the worker all that is due.
    pub(crate) fn beat(&mut self) {
        let due = self.take_due();
        self.tell_due(&due);
    }

    pub(crate) fn tell_due(&mut self, due: &Due) {
        let effects = self.worker.due(self.now, due);
        self.perform(effects);
        self.flush();
    }

    /// What the timer would send now; it counts as sent.
    pub(crate) fn take_due(&mut self) -> Due {
        let now = self.now;
        let rung: Vec<u64> = self.alarms.iter().filter(|(_, (at, _))| *at <= now).map(|(key, _)| *key).collect();
        let alarms = rung.into_iter().map(|key| {
            let (at_ms, generation) = self.alarms.remove(&key).unwrap();
            DueAlarm { key: Key(key), generation, planned_us: at_ms * 1000 }
        });
        let wake = self.wake_ms.take_if(|at_ms| *at_ms <= now);
        let wake = wake.map(|at_ms| DueAlarm { key: Key(WAKE_KEY), generation: 0, planned_us: at_ms * 1000 });
        let alarms = alarms.chain(wake).collect();
        let ticks = self.ticks.iter_mut().filter_map(|(key, ticker)| {
            let count = ticker.due(now);
            let first = ticker.told + 1;
            ticker.told += count;
            let count = u32::try_from(count).unwrap();
            let planned_us = ticker.from_ms * 1000 + first * 1_000_000 / ticker.hz;
            (count > 0).then_some(DueTicks { key: Key(*key), generation: 0, first, count, planned_us })
        });
        let ticks = ticks.collect();
        Due { beat_us: now * 1000, alarms, ticks }
    }

    /// What `who` was delivered since the last time, in order.
    pub(crate) fn taken(&mut self, who: u64) -> Vec<Delivered> {
        let (theirs, others) =
            std::mem::take(&mut self.delivered).into_iter().partition(|(address, _)| *address == session(who));
        self.delivered = others;
        let theirs: Vec<(Address, Delivered)> = theirs;
        theirs.into_iter().map(|(_, what)| what).collect()
    }

    /// The updates that `who` was delivered since the last time.
    pub(crate) fn updates(&mut self, who: u64) -> Vec<Seen> {
        self.taken(who).iter().filter_map(Seen::of).collect()
    }

    /// The frames that `who` was delivered since the last time, as JSON.
    pub(crate) fn frames(&mut self, who: u64) -> Vec<Value> {
        self.taken(who).iter().filter_map(frame_of).collect()
    }

    /// The one answer that `who` was delivered since the last time: the revision, or the code.
    pub(crate) fn answer(&mut self, who: u64) -> Result<u64, String> {
        let answers: Vec<_> = self.taken(who).into_iter().filter_map(answer_of).collect();
        assert_eq!(answers.len(), 1, "one answer: {answers:?}");
        answers.into_iter().next().unwrap()
    }

    /// Does something and tells how it was answered.
    pub(crate) fn acts(&mut self, who: u64, seq: u64, action: impl Serialize) -> Result<u64, String> {
        self.delivered.clear();
        self.act("m", who, seq, action);
        self.answer(who)
    }

    /// How match `m` looks to an onlooker who has just come.
    pub(crate) fn look(&mut self) -> Seen {
        let onlooker = 999;
        self.attach("m", onlooker);
        let seen = self.updates(onlooker).pop().unwrap();
        self.detach("m", onlooker);
        seen
    }

    pub(crate) fn journal(&self) -> Vec<Entry> {
        self.disk.journal(&self.id("m")).unwrap_or_default()
    }

    /// The kinds of the events of match `m` on disk, after the start.
    pub(crate) fn kinds(&self) -> Vec<&'static str> {
        self.journal().iter().skip(1).map(|entry| kind(&entry.event)).collect()
    }
}

impl Ticker {
    fn due(&self, now: u64) -> u64 {
        (now.saturating_sub(self.from_ms) * self.hz / 1000).saturating_sub(self.told)
    }

    fn next_ms(&self) -> u64 {
        self.from_ms + ((self.told + 1) * 1000).div_ceil(self.hz)
    }
}

fn to_worker(answer: Answer) -> ToWorker {
    match answer {
        Answer::Worker(_, answer) => answer,
        Answer::Lobby(answer) => panic!("there is no lobby on this stage: {answer:?}"),
    }
}

pub(crate) fn kind(event: &Event) -> &'static str {
    match event {
        Event::Start(_) => "start",
        Event::Action { .. } => "action",
        Event::Alarm { .. } => "alarm",
        Event::Presence { .. } => "presence",
        Event::Checkpoint => "checkpoint",
        Event::Ticks => "ticks",
        Event::Skipped { .. } => "skipped",
        Event::Courtesy { .. } => "courtesy",
        Event::TakenBack { .. } => "taken_back",
        Event::Released => "released",
        Event::Poisoned { .. } => "poisoned",
        Event::Migrated { .. } => "migrated",
        Event::Fault { .. } => "fault",
        Event::Abandoned => "abandoned",
    }
}

/// An update as its receiver reads it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seen {
    pub(crate) epoch: u64,
    pub(crate) rev: u64,
    pub(crate) cause: String,
    /// The whole of it.
    pub(crate) json: Value,
}

impl Seen {
    pub(crate) fn of(what: &Delivered) -> Option<Seen> {
        let Delivered::Update { epoch, rev, message, .. } = what else { return None };
        let json: Value = serde_json::from_str(&json_of(message).unwrap()).unwrap();
        assert_eq!((&json["epoch"], &json["rev"]), (&json!(epoch.0), &json!(rev.0)), "the label tells what is inside");
        let cause = json["happened"]["cause"].as_str().unwrap().to_string();
        Some(Seen { epoch: epoch.0, rev: rev.0, cause, json })
    }

    pub(crate) fn view(&self) -> &Value {
        &self.json["payload"]["view"]
    }

    /// What the title has logged.
    pub(crate) fn log(&self) -> Vec<String> {
        self.view()["log"].as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_string()).collect()
    }

    pub(crate) fn away(&self) -> &Value {
        &self.json["away"]
    }

    /// Why it ended, if it has.
    pub(crate) fn ended(&self) -> Option<&str> {
        self.json["outcome"]["reason"].as_str()
    }
}

pub(crate) fn frame_of(what: &Delivered) -> Option<Value> {
    let Delivered::Frame { message, .. } = what else { return None };
    Some(serde_json::from_str(&json_of(message).unwrap()).unwrap())
}

pub(crate) fn answer_of(what: Delivered) -> Option<Result<u64, String>> {
    let Delivered::Answer { result, .. } = what else { return None };
    Some(result.map(|done| done.rev.unwrap().0).map_err(|refused| refused.code.0.to_string()))
}

/// A list of revisions.
pub(crate) fn revs(seen: &[Seen]) -> Vec<u64> {
    seen.iter().map(|seen| seen.rev).collect()
}

/// The code of a refusal to show a match.
pub(crate) fn no_match(what: &[Delivered]) -> Option<Refused> {
    what.iter().find_map(|what| match what {
        Delivered::NoMatch { why, .. } => Some(why.clone()),
        _ => None,
    })
}

pub(crate) fn seat(number: u8) -> Seat {
    Seat(number)
}
