//! The world: every role's core with its mailbox, the timer's schedule, the network, the players, and the seeded scheduler
//! that decides who is next. Messages from one sender to one receiver stay in order; everything else may happen in any.

mod mail;
mod secrets;
mod trouble;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use bytes::Bytes;
use engine::{
    arrange::Arrange,
    bots::{Bots, BotsEffect},
    event::Event,
    ids::{Address, ClientId, HubId, MatchId, PlayerId, Seq, SessionId, TableId, WorkerId},
    limits::{LOBBY_BEAT_MS, MARK_MS},
    lobby::{Lobby, LobbyEffect},
    messages::{Delivered, Delivery, Think, ToHub, ToLobby, ToRecorder, ToWorker},
    player::Player,
    recorder::{Answer, Recorder},
    steersman::Steersman,
    store::{Find, Record, Store},
    table::TableRecord,
    titles::Titles,
    wire::{Codec, ServerMessage, TableState, json_of},
    worker::{WorkerCore, WorkerEffect},
};
use gateway::{
    connection::{Arrived, Asked, Connection, Kind},
    hub::{Hub, HubEffect},
    messages::{Arrival, ConnectionId, FromConnection, ToConnection},
};
use timer::{Due, Key, Schedule, SubscriberId};
use title::{Rng, Seed};

use super::{
    client::Client,
    disk::Disk,
    network::{End, Network, Parcel},
};

/// What a run is made from.
#[derive(Clone)]
pub(super) struct Plan {
    seed: u64,
    talk: bool,
    /// One secret to be changed in its sending.
    scramble: Option<Secret>,
}

impl Plan {
    pub(super) fn of(seed: u64, talk: bool) -> Plan {
        Plan { seed, talk, scramble: None }
    }

    pub(super) fn with_scrambled(self, secret: &Secret) -> Plan {
        Plan { scramble: Some(secret.clone()), ..self }
    }
}

/// A choice that is hidden from everybody else for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Secret {
    pub(super) client: ClientId,
    pub(super) seq: Seq,
    pub(super) player: usize,
    /// Until when, in steps of the world, nobody else may know.
    pub(super) until_step: u64,
}

/// Somebody with a mailbox.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Hub(HubId),
    Worker(WorkerId),
    Lobby,
    Bots,
    Recorder,
    Timer,
    /// The network, which is no role but sends to the hubs.
    Outside(ConnectionId),
}

#[derive(Clone, Debug)]
enum Mail {
    Worker(ToWorker),
    Hub(ToHub),
    Lobby(ToLobby),
    Recorder(ToRecorder),
    Due(Due),
    Open(ConnectionId, Player),
    Arrival(FromConnection),
}

/// Everything there is.
pub(super) struct World {
    plan: Plan,
    pub(super) now_ms: u64,
    pub(super) step: u64,
    rng: Rng,
    titles: Titles,
    players: u64,
    hubs: BTreeMap<HubId, Hub>,
    workers: BTreeMap<WorkerId, Box<dyn WorkerCore>>,
    lobby: Option<Lobby>,
    bots: Option<Bots>,
    bots_hub: HubId,
    steersman: Steersman,
    recorder: Recorder,
    pub(super) disk: Disk,
    write_pending: bool,
    mail: BTreeMap<(Role, Role), VecDeque<Mail>>,
    schedule: Schedule,
    subscribers: BTreeMap<SubscriberId, Role>,
    network: Network,
    pub(super) clients: Vec<Client>,
    links: Vec<TableId>,
    restarts: Vec<(u64, Role)>,
    /// By how much service time is behind the world's: for so long no server ran, as far as the store knows.
    behind_ms: u64,
    /// While there is no server: when there is one again.
    down_until_ms: Option<u64>,
    /// Until when the disk hangs in what it is asked next.
    hangs_until_ms: u64,
    /// When the disk is mended, if it is broken.
    broken_until_ms: Option<u64>,
    /// When the time was to be stored last, in service time.
    marked_ms: u64,
    /// When the disk gave trouble last: until a while after that the time may not have been stored.
    trouble_ms: u64,
    /// How many commits have failed.
    failed: u64,
    calm: bool,
    /// Everything any client received, in order: the step, who, and the bytes.
    pub(super) heard: Vec<(u64, usize, Bytes)>,
    hidden: BTreeMap<MatchId, Option<(ClientId, Seq)>>,
    pub(super) secrets: Vec<Secret>,
}

const SHARDS: u16 = 2;

/// How much time passes between two steps at most while there is something to do.
const STEP_MS: u64 = 25;

/// Letters of a message that are told to whoever replays a seed.
const TOLD: usize = 300;

impl World {
    pub(super) fn new(plan: Plan) -> World {
        let mut rng = Rng::new(Seed::number(plan.seed));
        let titles = turnwheel::titles();
        let disk = Disk::new(plan.seed);
        let steersman = Steersman::new(titles.clone());
        let mut world = World {
            now_ms: 0,
            step: 0,
            titles,
            players: 2 + rng.below(3),
            hubs: BTreeMap::new(),
            workers: BTreeMap::new(),
            lobby: None,
            bots: None,
            bots_hub: HubId(100),
            steersman,
            recorder: Recorder::new(Box::new(disk.clone())),
            disk,
            write_pending: false,
            mail: BTreeMap::new(),
            schedule: Schedule::new(0),
            subscribers: BTreeMap::new(),
            network: Network::new([0, 30, 400][usize::try_from(rng.below(3)).unwrap()]),
            clients: Vec::new(),
            links: Vec::new(),
            restarts: Vec::new(),
            behind_ms: 0,
            down_until_ms: None,
            hangs_until_ms: 0,
            broken_until_ms: None,
            marked_ms: 0,
            trouble_ms: 0,
            failed: 0,
            calm: false,
            heard: Vec::new(),
            hidden: BTreeMap::new(),
            secrets: Vec::new(),
            rng,
            plan,
        };
        world.start_server();
        for player in 0..world.players {
            world.open_tab(usize::try_from(player).unwrap());
        }
        world
    }

    #[expect(clippy::disallowed_macros, reason = "whoever replays a seed wants to read what happened")]
    fn talk(&self, what: impl FnOnce() -> String) {
        if self.plan.talk {
            eprintln!("{:>6} {:>8} ms  {}", self.step, self.now_ms, what());
        }
    }

    /// Service time.
    fn service_ms(&self) -> u64 {
        self.now_ms - self.behind_ms
    }

    fn chance(&mut self, one_in: u64) -> bool {
        self.rng.below(one_in) == 0
    }

    // ---- the storm, the calm and the end

    /// Everything at once: people play and fool around while connections break and roles fall.
    pub(super) fn storm(&mut self) {
        let steps = 800 + self.rng.below(1_200);
        for _ in 0..steps {
            self.trouble();
            self.advance();
        }
    }

    /// Nothing breaks any more; everybody comes back to their tables and plays on until every match has ended.
    pub(super) fn calm(&mut self) {
        self.calm = true;
        self.mend_disk();
        let limit = self.step + 60_000;
        loop {
            self.bring_back();
            if self.is_quiet() {
                return;
            }
            assert!(self.step < limit, "it never ends: {}", self.what_is_left());
            for _ in 0..50 {
                self.advance();
            }
        }
    }

    /// Time passes until everybody is connected, and has heard all there is to hear.
    pub(super) fn settle(&mut self) {
        let (until_ms, limit) = (self.now_ms + 10_000, self.step + 60_000);
        let busy = |world: &World| {
            let beat_us = (world.service_ms() + LOBBY_BEAT_MS) * 1000;
            world.mail.values().any(|mail| !mail.is_empty())
                || world.network.next_ms().is_some()
                || world.schedule.next_wake().is_some_and(|at_us| at_us <= beat_us)
        };
        while self.now_ms < until_ms || busy(self) {
            assert!(self.step < limit, "it never settles");
            self.advance();
        }
    }

    /// The public tables as everybody who watches has been told of them.
    pub(super) fn listing(&mut self) -> BTreeMap<TableId, TableState> {
        let who = Address { hub: HubId(200), session: SessionId(1) };
        let service_ms = self.service_ms();
        // So that the recorder answers nobody else below.
        self.write();
        let lobby = self.lobby.as_mut().unwrap();
        let mut effects = lobby.handle(service_ms, ToLobby::Watch { who, player: "nobody".into() });
        // At which tables nobody sits it must ask first.
        while let [LobbyEffect::Recorder(question)] = &effects[..] {
            self.recorder.handle(question.clone());
            let answers = self.recorder.write(service_ms);
            let [Answer::Lobby(answer)] = &answers[..] else { panic!("{answers:?}") };
            effects = lobby.handle(service_ms, answer.clone());
        }
        lobby.handle(service_ms, ToLobby::Unwatch(who));
        let (told, others): (Vec<_>, Vec<_>) =
            effects.into_iter().partition(|effect| matches!(effect, LobbyEffect::Deliver(..)));
        self.lobby_effects(others);
        let lobby = self.lobby.as_ref().unwrap();
        let [LobbyEffect::Deliver(_, Delivered::Lobby(whole))] = &told[..] else { panic!("{told:?}") };
        let whole: ServerMessage = serde_json::from_str(&json_of(whole).unwrap()).unwrap();
        let ServerMessage::Lobby { whole: true, tables, .. } = whole else { panic!("{whole:?}") };
        let is = |table: &TableState| lobby.state(&table.table).as_ref() == Some(table);
        assert!(tables.iter().all(is), "what is told isn't so: {tables:?}");
        let told = |table: &TableState| tables.contains(table);
        assert!(lobby.open_tables().iter().all(told), "what is so isn't told: {tables:?}");
        tables.into_iter().map(|table| (table.table.clone(), table)).collect()
    }

    /// How many players wait for partners.
    pub(super) fn seeking(&self) -> usize {
        self.lobby.as_ref().map_or(0, Lobby::seeking)
    }

    /// Every tab is closed; then time passes until nothing is left to wait for.
    pub(super) fn everybody_leaves(&mut self) {
        for client in &mut self.clients {
            client.closed = true;
        }
        for id in self.network.wires.keys().copied().collect::<Vec<_>>() {
            self.network.cut(id, self.now_ms, &mut self.rng);
        }
        let limit = self.step + 60_000;
        while self.left() != [0; 6] && self.step < limit {
            self.advance();
        }
    }

    /// What is left: sessions, connections, tables, matches in memory, bots at play, players who wait for partners.
    pub(super) fn left(&self) -> [usize; 6] {
        let hubs: Vec<_> = self.hubs.values().map(Hub::observe).collect();
        [
            hubs.iter().map(|hub| hub.sessions).sum(),
            hubs.iter().map(|hub| hub.connections).sum(),
            self.disk.with(|store| store.tables(&Find::All)).unwrap().len(),
            self.workers.values().map(|worker| worker.observe().matches).sum(),
            self.bots.as_ref().map_or(1, Bots::playing),
            self.lobby.as_ref().map_or(1, Lobby::seeking),
        ]
    }

    fn playing(&self) -> Vec<TableRecord> {
        let tables = self.disk.with(|store| store.tables(&Find::All)).unwrap();
        tables.into_iter().filter(TableRecord::is_playing).collect()
    }

    fn is_quiet(&self) -> bool {
        let mail = self.mail.values().all(VecDeque::is_empty);
        let up = self.restarts.is_empty() && self.lobby.is_some() && self.bots.is_some();
        let up = up && self.down_until_ms.is_none();
        mail && up && !self.write_pending && self.playing().is_empty() && self.clients.iter().all(Client::is_content)
    }

    fn what_is_left(&self) -> String {
        let mut left = String::new();
        for client in self.clients.iter().filter(|client| !client.is_content()) {
            let table = client.table.as_ref().map(|table| (&table.table.0, &table.match_id));
            left += &format!(
                "\n{}: {table:?}, {:?}, waits for {:?}, {:?} {:?}",
                client.id,
                client.game,
                client.unanswered,
                client.answers.iter().next_back(),
                client.connection
            );
        }
        for table in self.playing() {
            let history = table.match_id.as_ref().map(|id| self.disk.with(|store| store.history(id)).unwrap());
            left += &format!("\n{table:?}: {:?}", history.map(|history| history.map(|history| history.entries.len())));
        }
        left
    }

    /// Opens a tab for every player at every table where a match is going on.
    fn bring_back(&mut self) {
        for table in self.playing() {
            for holder in table.holders.iter().flatten() {
                let Some(player) = holder.player.0.strip_prefix("player-").and_then(|player| player.parse().ok())
                else {
                    continue;
                };
                let there = |client: &Client| {
                    !client.closed && client.player == player && client.wants.as_ref() == Some(&table.table)
                };
                if !self.clients.iter().any(there) {
                    self.open_tab(player);
                    self.clients.last_mut().unwrap().wants = Some(table.table.clone());
                }
            }
        }
    }

    // ---- the scheduler

    /// Lets somebody do one thing, or time pass.
    fn advance(&mut self) {
        self.step += 1;
        if self.chance(12) {
            self.now_ms += self.rng.below(STEP_MS);
        }
        self.look_after_the_disk();
        let mut choices: Vec<Choice> = self
            .mail
            .iter()
            .filter(|(_, queue)| !queue.is_empty())
            .map(|((from, to), _)| Choice::Mail(from.clone(), to.clone()))
            .collect();
        if self.network.next_ms().is_some_and(|at| at <= self.now_ms) {
            choices.extend([Choice::Network, Choice::Network]);
        }
        if self.write_pending && self.hangs_until_ms <= self.now_ms {
            choices.push(Choice::Write);
        }
        if self.schedule.next_wake().is_some_and(|at| at <= self.service_ms() * 1000) {
            choices.push(Choice::Beat);
        }
        let awake = |client: &Client| {
            !client.closed
                && if client.connection.is_some() {
                    client.think_ms <= self.now_ms
                } else {
                    client.retry_ms <= self.now_ms
                }
        };
        choices.extend((0..self.clients.len()).filter(|index| awake(&self.clients[*index])).map(Choice::Client));
        if self.restarts.iter().any(|(at, _)| *at <= self.now_ms) {
            choices.push(Choice::Restart);
        }
        match self.rng.choose(&choices).cloned() {
            None => self.pass_time(),
            Some(Choice::Mail(from, to)) => self.deliver(&from, &to),
            Some(Choice::Network) => self.arrive(),
            Some(Choice::Write) => self.write(),
            Some(Choice::Beat) => {
                for deliver in self.schedule.beat(self.service_ms() * 1000) {
                    self.send_due(deliver.subscriber, deliver.due);
                }
            }
            Some(Choice::Client(index)) => self.client_acts(index),
            Some(Choice::Restart) => {
                let due = self.restarts.iter().position(|(at, _)| *at <= self.now_ms).unwrap();
                let (_, role) = self.restarts.remove(due);
                self.restart(role);
            }
        }
    }

    fn pass_time(&mut self) {
        let clients = self.clients.iter().filter(|client| !client.closed);
        let clients = clients.map(|client| client.connection.map_or(client.retry_ms, |_| client.think_ms));
        let restarts = self.restarts.iter().map(|(at, _)| *at);
        let wake = self.schedule.next_wake().map(|at| at.div_ceil(1000) + self.behind_ms);
        let hangs = Some(self.hangs_until_ms).filter(|at| *at > self.now_ms && self.write_pending);
        let mark = self.down_until_ms.is_none().then_some(self.marked_ms + MARK_MS + self.behind_ms);
        let disk = hangs.into_iter().chain(self.broken_until_ms).chain(self.down_until_ms).chain(mark);
        let next = clients.chain(restarts).chain(wake).chain(self.network.next_ms()).chain(disk).min();
        self.now_ms = next.unwrap_or(self.now_ms + 1).max(self.now_ms);
    }

    fn look_after_the_disk(&mut self) {
        let failed = self.recorder.observe().failed;
        let fails = failed != std::mem::replace(&mut self.failed, failed);
        if fails || self.broken_until_ms.is_some() || self.hangs_until_ms > self.now_ms {
            self.trouble_ms = self.now_ms;
        }
        if self.broken_until_ms.take_if(|at| *at <= self.now_ms).is_some() {
            self.talk(|| "the disk is mended".to_string());
            self.disk.mend();
        }
        if self.down_until_ms.is_some_and(|at| at <= self.now_ms) {
            self.start_server();
        }
        let service_ms = self.service_ms();
        let marks = self.down_until_ms.is_none() && self.hangs_until_ms <= self.now_ms;
        if marks && service_ms >= self.marked_ms + MARK_MS {
            self.marked_ms = service_ms;
            self.recorder.mark(service_ms);
            self.die_without_power();
        }
    }

    /// The power that a disk has lost the server has lost too.
    fn die_without_power(&mut self) -> bool {
        let cut = self.disk.is_cut();
        if cut {
            self.crash();
        }
        cut
    }

    fn client_acts(&mut self, index: usize) {
        let now_ms = self.now_ms;
        if self.clients[index].connection.is_none() {
            let core = Connection::new(Codec::Msgpack, self.service_ms());
            let id = self.network.open(index, core, now_ms, &mut self.rng);
            self.clients[index].connection = Some(id);
            let hello = self.clients[index].hello();
            self.network.send(id, End::Hub, Parcel::Message(hello), now_ms, &mut self.rng);
            return;
        }
        let names: Vec<&str> = self.titles.iter().map(|offered| offered.info.name).collect();
        let client = &mut self.clients[index];
        client.think_ms = now_ms + self.rng.below(400);
        let mut out = client.think(self.calm, &self.links, &names, &mut self.rng);
        if !self.calm && self.rng.below(10) == 0 {
            out.extend(self.clients[index].repeat(&mut self.rng));
        }
        self.client_sends(index, out);
    }

    fn client_sends(&mut self, index: usize, out: Vec<Bytes>) {
        let Some(connection) = self.clients[index].connection else { return };
        for message in out {
            self.network.send(connection, End::Hub, Parcel::Message(message), self.now_ms, &mut self.rng);
        }
    }

    fn arrive(&mut self) {
        let Some((id, end, parcel)) = self.network.arrive(self.now_ms, &mut self.rng) else { return };
        if end == End::Hub && self.down_until_ms.is_some() {
            // Nobody is there to take it.
            return self.network.cut(id, self.now_ms, &mut self.rng);
        }
        let service_ms = self.service_ms();
        let Some(wire) = self.network.wires.get_mut(&id) else { return };
        let (index, now_ms) = (wire.client, self.now_ms);
        let player = self.clients[index].player;
        let hub = Role::Hub(HubId(1 + u32::try_from(player % 2).unwrap()));
        let outside = Role::Outside(id);
        let says = |what| Mail::Arrival(FromConnection { connection: id, what });
        match (end, parcel) {
            (End::Hub, Parcel::Open) => {
                let player = Player { id: PlayerId(format!("player-{player}")), name: format!("Player {player}") };
                self.send(outside, hub, Mail::Open(id, player));
            }
            (End::Hub, Parcel::Message(bytes)) => {
                match wire.core.handle(service_ms, Arrived::Whole(Kind::Binary, bytes)) {
                    Some(Asked::Pass { inbound, too_fast }) => {
                        self.send(outside, hub, says(Arrival::Received { inbound, too_fast, received_ms: service_ms }));
                    }
                    Some(asked) => panic!("a client of ours was not understood: {asked:?}"),
                    None => {}
                }
            }
            (End::Hub, Parcel::Pong(echo)) => {
                let heard = Arrival::Heard(wire.core.ponged(service_ms, &echo));
                self.send(outside, hub, says(heard));
            }
            (End::Hub, Parcel::Over) => self.send(outside, hub, says(Arrival::Gone)),
            (End::Client, Parcel::Message(bytes)) => {
                self.talk(|| format!("{} hears {}", self.clients[index].id, json_of(&bytes).unwrap()));
                if self.clients[index].connection == Some(id) {
                    self.heard.push((self.step, index, bytes.clone()));
                    let out = self.clients[index].hear(&bytes);
                    if let Some(table) = self.clients[index].wants.clone().filter(|table| !self.links.contains(table)) {
                        self.links.push(table);
                    }
                    self.client_sends(index, out);
                }
            }
            (End::Client, Parcel::Ping(echo)) => {
                self.network.send(id, End::Hub, Parcel::Pong(echo), now_ms, &mut self.rng);
            }
            (End::Client, Parcel::Over) => {
                if self.clients[index].connection == Some(id) {
                    self.clients[index].lost(now_ms, &mut self.rng);
                }
            }
            (End::Client, Parcel::Open | Parcel::Pong(_)) | (End::Hub, Parcel::Ping(_)) => {}
        }
    }
}

/// Somebody who could do something now.
#[derive(Clone)]
enum Choice {
    Mail(Role, Role),
    Network,
    Write,
    Beat,
    Client(usize),
    Restart,
}

/// A message as somebody who replays a seed wants to read it.
fn short(mail: &Mail) -> String {
    let mut text = format!("{mail:?}");
    text.truncate(text.char_indices().nth(TOLD).map_or(text.len(), |(at, _)| at));
    text
}

fn fork(rng: &mut Rng) -> Rng {
    Rng::new(Seed::number(rng.bits()))
}
