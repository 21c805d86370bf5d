//! Tests of the hub's core: sessions across connections, its care for silent ones, and what it says again to roles that
//! came back. Time is a number, and nobody is really there.

mod frames;
mod look;
mod seek;

use bytes::Bytes;
use engine::{
    ids::{Epoch, MatchId, Rev, TableId},
    messages::{Attach, Delivered, Done, ToLobby, ToWorker},
    wire::{HolderKind, Offer, Phase, SeatState, Sides, TableState, json_of},
};
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};
use timer::{Due, DueAlarm, Key};

use super::*;
use crate::{
    limits::{SESSION_KEPT_MS, SESSIONS_PER_PLAYER, SILENCE_MS, STALLED_GONE_MS},
    messages::{Answered, ToConnection},
};

const ONE: ConnectionId = ConnectionId(1);
const TWO: ConnectionId = ConnectionId(2);

fn worker() -> WorkerId {
    WorkerId { title: "duel".to_string(), shard: 0 }
}

fn a_match(code: &str) -> MatchId {
    MatchId { worker: worker(), code: code.to_string() }
}

fn hub() -> Hub {
    Hub::new(HubId(1), BTreeSet::from([worker()]))
}

fn player(number: u8) -> Player {
    Player { id: PlayerId(format!("p-{number}")), name: "Quiet Otter".to_string() }
}

fn client(number: u8) -> ClientId {
    ClientId(format!("tab-0000{number}"))
}

fn says(connection: ConnectionId, message: ClientMessage) -> FromConnection {
    let inbound = Inbound { message, payload: Some(Bytes::from_static(b"\x01")) };
    FromConnection { connection, what: Arrival::Received { inbound, too_fast: false, received_ms: 0 } }
}

fn hello(connection: ConnectionId, number: u8) -> FromConnection {
    says(connection, ClientMessage::Hello { client: client(number), have: None, last_seq: None })
}

fn command(connection: ConnectionId, seq: u64, command: Command) -> FromConnection {
    says(connection, ClientMessage::Command { seq: Seq(seq), command })
}

fn gone(connection: ConnectionId) -> FromConnection {
    FromConnection { connection, what: Arrival::Gone }
}

fn heard(connection: ConnectionId) -> FromConnection {
    FromConnection { connection, what: Arrival::Heard(Some(Answered { ping: 1, round_trip_ms: 20 })) }
}

fn alarm(key: u64, generation: u64) -> Due {
    let alarm = DueAlarm { key: Key(key), generation, planned_us: 0 };
    Due { beat_us: 0, alarms: vec![alarm], ticks: Vec::new() }
}

fn connection_alarm(connection: ConnectionId) -> Due {
    alarm(AlarmKey::Connection(connection).number(), 0)
}

/// A hub in which player 1 has said hello on connection one.
fn with_one() -> Hub {
    let mut hub = hub();
    hub.connected(0, ONE, player(1));
    hub.arrived(0, hello(ONE, 1));
    hub
}

/// A hub whose player 1 looks at the table `t` and is shown a match there.
fn with_a_match() -> (Hub, SessionId) {
    let mut hub = with_one();
    hub.arrived(0, command(ONE, 1, Command::OpenTable { table: TableId::from("t") }));
    let effects = hub.handle(0, to_session(1, shown(Some(a_match("m")))));
    let attach = attached(&effects).expect("it attaches to the table's match");
    let at = attach.who.session;
    hub.handle(0, done(1));
    (hub, at)
}

fn table(match_id: Option<MatchId>) -> TableState {
    let holder = player(1).holder();
    assert_eq!(holder.kind, HolderKind::Player);
    TableState {
        table: TableId::from("t"),
        title: "duel".to_string(),
        options: json!({}),
        offer: Offer::Private,
        sides: Sides::Chosen,
        code: None,
        seats: vec![SeatState { holder: Some(holder), rematch: false, here: true }],
        phase: Phase::Playing,
        match_id,
        games: 1,
        outcome: None,
        turn: Vec::new(),
        spectators: 0,
    }
}

/// What the lobby shows of the table `t`.
fn shown(match_id: Option<MatchId>) -> Delivered {
    Delivered::Table(Box::new(table(match_id)))
}

fn create_table() -> Command {
    let (title, offer, sides) = ("duel".to_string(), Offer::Open, Sides::Chosen);
    Command::CreateTable { title, options: json!({}), offer, seat: None, sides }
}

fn to_session(session: u64, what: Delivered) -> ToHub {
    Delivery { to: vec![SessionId(session)], what }.into()
}

/// The answer to a command of player 1.
fn done(seq: u64) -> ToHub {
    to_session(1, Delivered::Answer { command: (client(1), Seq(seq)), result: Ok(Done::default()) })
}

/// The answer to a command of player 1 that is refused.
fn refused(seq: u64, why: Refused) -> ToHub {
    to_session(1, Delivered::Answer { command: (client(1), Seq(seq)), result: Err(why) })
}

fn update(epoch: u64, rev: u64) -> Delivered {
    let message = Outbound::plain(ServerMessage::Pong { echo: rev, now_ms: epoch }).encode();
    Delivered::Update { match_id: a_match("m"), epoch: Epoch(epoch), rev: Rev(rev), tick: None, message }
}

/// What is sent to a connection.
fn sent(effects: &[HubEffect], connection: ConnectionId) -> Vec<Value> {
    let to_it = effects.iter().filter_map(|effect| match effect {
        HubEffect::Connection(to, ToConnection::Send(message)) if *to == connection => Some(message),
        _ => None,
    });
    to_it.map(|message| serde_json::from_str(&json_of(message).unwrap()).unwrap()).collect()
}

fn closes(effects: &[HubEffect], connection: ConnectionId) -> Option<CloseCode> {
    effects.iter().find_map(|effect| match effect {
        HubEffect::Connection(to, ToConnection::Close(code)) if *to == connection => Some(*code),
        _ => None,
    })
}

fn shuts_down(effects: &[HubEffect], connection: ConnectionId) -> bool {
    effects.iter().any(|effect| matches!(effect, HubEffect::ShutDown(to) if *to == connection))
}

/// How many connections and sessions there are.
fn there(hub: &Hub) -> (usize, usize) {
    let HubSeen { connections, sessions, .. } = hub.observe();
    (connections, sessions)
}

fn forgets(effects: &[HubEffect], connection: ConnectionId) -> bool {
    effects.iter().any(|effect| matches!(effect, HubEffect::Forget(to) if *to == connection))
}

fn attached(effects: &[HubEffect]) -> Option<&Attach> {
    effects.iter().find_map(|effect| match effect {
        HubEffect::Worker(_, ToWorker::Attach(attach)) => Some(attach),
        _ => None,
    })
}

/// The numbers of the actions sent to a worker.
fn acts(effects: &[HubEffect]) -> Vec<u64> {
    let acts = effects.iter().filter_map(|effect| match effect {
        HubEffect::Worker(to, ToWorker::Act(act)) => {
            assert_eq!(*to, act.match_id.worker);
            Some(act.command.1.0)
        }
        _ => None,
    });
    acts.collect()
}

/// The numbers of what is asked of the lobby, and the tables looked at.
fn asks(effects: &[HubEffect]) -> (Vec<u64>, Vec<Option<TableId>>) {
    let (mut asks, mut looks) = (Vec::new(), Vec::new());
    for effect in effects {
        match effect {
            HubEffect::Lobby(ToLobby::Ask { command, .. }) => asks.push(command.1.0),
            HubEffect::Lobby(ToLobby::Look { table, .. }) => looks.push(table.clone()),
            _ => {}
        }
    }
    (asks, looks)
}

/// When the alarm of a session is set for, and under which generation.
fn session_alarm(effects: &[HubEffect]) -> Option<(u64, u64, u64)> {
    effects.iter().find_map(|effect| match effect {
        HubEffect::Timer(Arrange::Alarm { key, at_ms, generation }) if !key.is_multiple_of(2) => {
            Some((*key, *at_ms, *generation))
        }
        _ => None,
    })
}

#[test]
fn hello_opens_a_session_and_takes_it_up_again() {
    let mut hub = hub();
    hub.connected(5, ONE, player(1));
    let welcome = sent(&hub.arrived(5, hello(ONE, 1)), ONE);
    let expected = json!({ "type": "welcome", "player": "p-1", "name": "Quiet Otter", "last_seq": null, "now_ms": 5 });
    assert_eq!(welcome, [expected]);
    let done = sent(&hub.arrived(5, command(ONE, 1, Command::CloseTable)), ONE);
    assert_eq!(done, [json!({ "type": "ok", "seq": 1 })]);

    hub.arrived(10, gone(ONE));
    assert_eq!(there(&hub), (0, 1));
    hub.connected(20, TWO, player(1));
    let effects = hub.arrived(20, hello(TWO, 1));
    assert_eq!(sent(&effects, TWO)[0]["last_seq"], 1);
    assert!(
        effects.iter().any(|effect| matches!(effect, HubEffect::Timer(Arrange::Cancel { .. }))),
        "it won't be forgotten"
    );
    assert_eq!(sent(&hub.arrived(20, command(TWO, 1, Command::CloseTable)), TWO), done, "the same answer");
    assert_eq!(there(&hub), (1, 1));
}

#[test]
fn a_client_id_is_its_players_own() {
    let mut hub = with_one();
    hub.arrived(0, command(ONE, 1, Command::CloseTable));
    hub.connected(0, TWO, player(2));
    let effects = hub.arrived(0, hello(TWO, 1));
    assert_eq!(sent(&effects, TWO)[0]["last_seq"], Value::Null);
    assert_eq!(closes(&effects, ONE), None);
    assert_eq!(there(&hub), (2, 2));
}

#[test]
fn a_newer_connection_of_a_client_closes_the_older() {
    let (mut hub, at) = with_a_match();
    hub.connected(0, TWO, player(1));
    let effects = hub.arrived(0, hello(TWO, 1));
    assert_eq!(closes(&effects, ONE), Some(CloseCode::Superseded));
    assert!(forgets(&effects, ONE));
    assert_eq!(there(&hub), (1, 1));
    // Its last words change nothing, and neither does its end.
    assert!(hub.arrived(0, command(ONE, 2, Command::CloseTable)).is_empty());
    assert!(hub.arrived(0, gone(ONE)).is_empty());
    // What was on its way to the older connection doesn't overtake what the newer is about to be told.
    assert!(hub.handle(0, to_session(at.0, update(1, 7))).is_empty());
    let effects = hub.handle(0, to_session(1, shown(Some(a_match("m")))));
    let anew = attached(&effects).unwrap().who.session;
    assert_ne!(anew, at);
    assert_eq!(sent(&hub.handle(0, to_session(anew.0, update(1, 7))), TWO).len(), 1);
}

#[test]
fn a_session_waits_for_its_player_and_is_then_forgotten() {
    let mut hub = with_one();
    let (key, at_ms, first) = session_alarm(&hub.arrived(100, gone(ONE))).unwrap();
    assert_eq!(at_ms, 100 + SESSION_KEPT_MS);
    hub.connected(200, TWO, player(1));
    hub.arrived(200, hello(TWO, 1));
    hub.due(at_ms, &alarm(key, first));
    assert_eq!(hub.observe().sessions, 1, "its player is back");

    let (key, at_ms, second) = session_alarm(&hub.arrived(300, gone(TWO))).unwrap();
    hub.due(at_ms, &alarm(key, first));
    assert_eq!(hub.observe().sessions, 1, "the alarm of an earlier absence");
    hub.due(at_ms, &alarm(key, second));
    assert_eq!(there(&hub), (0, 0));
    assert!(hub.by_client.is_empty() && hub.watches.is_empty() && hub.links.is_empty());
}

#[test]
fn a_player_who_leaves_looks_at_nothing() {
    let (mut hub, at) = with_a_match();
    let effects = hub.arrived(0, gone(ONE));
    assert_eq!(asks(&effects).1, [None]);
    let detached =
        |effect: &HubEffect| matches!(effect, HubEffect::Worker(_, ToWorker::Detach { who, .. }) if who.session == at);
    assert!(effects.iter().any(detached));
    assert!(forgets(&effects, ONE));
    // Back again it looks where it looked before.
    hub.connected(0, TWO, player(1));
    assert_eq!(asks(&hub.arrived(0, hello(TWO, 1))).1, [Some(TableId::from("t"))]);
}

#[test]
fn a_client_that_answers_pings_stays() {
    let mut hub = with_one();
    for beat in 1..=10 {
        let now_ms = beat * PING_MS;
        let effects = hub.due(now_ms, &connection_alarm(ONE));
        assert!(effects.iter().any(|effect| matches!(effect, HubEffect::Connection(ONE, ToConnection::Ping(_)))));
        let next = now_ms + PING_MS;
        assert!(
            effects
                .iter()
                .any(|effect| matches!(effect, HubEffect::Timer(Arrange::Alarm { at_ms, .. }) if *at_ms == next))
        );
        hub.arrived(now_ms + 1, heard(ONE));
    }
    assert_eq!(hub.observe().connections, 1);
}

#[test]
fn a_silent_client_is_shut_down_in_time() {
    let mut hub = with_one();
    assert!(!shuts_down(&hub.due(SILENCE_MS - 1, &connection_alarm(ONE)), ONE));
    // Speaking is not hearing: only a pong shows that it reads.
    hub.arrived(SILENCE_MS - 1, says(ONE, ClientMessage::Ping { echo: 1 }));
    let effects = hub.due(SILENCE_MS, &connection_alarm(ONE));
    assert!(shuts_down(&effects, ONE) && forgets(&effects, ONE));
    assert!(session_alarm(&effects).is_some(), "its session waits for another connection");
    assert_eq!(there(&hub), (0, 1));
    assert!(hub.due(STALLED_GONE_MS, &connection_alarm(ONE)).is_empty());
}

#[test]
fn who_says_no_hello_is_closed() {
    let mut hub = hub();
    let effects = hub.connected(0, ONE, player(1));
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, HubEffect::Timer(Arrange::Alarm { at_ms, .. }) if *at_ms <= HELLO_MS))
    );
    hub.arrived(1, says(ONE, ClientMessage::Ping { echo: 1 }));
    assert_eq!(closes(&hub.due(HELLO_MS - 1, &connection_alarm(ONE)), ONE), None);
    assert_eq!(closes(&hub.due(HELLO_MS, &connection_alarm(ONE)), ONE), Some(CloseCode::Protocol));
}

#[test]
fn a_connection_that_is_overrun_is_shut_down_and_its_session_goes_on() {
    let (mut hub, _) = with_a_match();
    let effects = hub.overrun(50, ONE);
    assert!(shuts_down(&effects, ONE) && forgets(&effects, ONE));
    assert_eq!(session_alarm(&effects).unwrap().1, 50 + SESSION_KEPT_MS);
    assert_eq!(there(&hub), (0, 1));
}

#[test]
fn a_worker_that_comes_up_is_told_again() {
    let (mut hub, at) = with_a_match();
    let act = |code: &str| Command::Act { match_id: a_match(code) };
    assert_eq!(acts(&hub.arrived(0, command(ONE, 2, act("m")))), [2]);
    hub.arrived(0, command(ONE, 3, act("m")));
    hub.arrived(0, command(ONE, 4, Command::Rematch { table: TableId::from("t") }));
    hub.handle(0, done(2));

    let effects = hub.handle(0, ToHub::WorkerUp(worker()));
    assert_eq!(acts(&effects), [3], "what was answered isn't done again");
    assert_eq!(asks(&effects), (vec![], vec![]), "the lobby has lost nothing");
    let attach = attached(&effects).unwrap();
    assert_eq!(attach.match_id, a_match("m"));
    assert_ne!(attach.who.session, at);

    let other = WorkerId { title: "duel".to_string(), shard: 1 };
    assert!(hub.handle(0, ToHub::WorkerUp(other)).is_empty());
}

#[test]
fn each_receiver_is_told_one_command_after_the_other() {
    let (mut hub, _) = with_a_match();
    let act = || Command::Act { match_id: a_match("m") };
    let rematch = || Command::Rematch { table: TableId::from("t") };
    assert_eq!(acts(&hub.arrived(0, command(ONE, 2, act()))), [2]);
    assert_eq!(asks(&hub.arrived(0, command(ONE, 3, rematch()))).0, [3], "the lobby needn't wait for a worker");
    for (seq, wish) in [(4, act()), (5, rematch()), (6, Command::CloseTable), (7, act())] {
        assert!(hub.arrived(0, command(ONE, seq, wish)).is_empty(), "{seq} waits for those before it");
    }
    // A worker that falls may lose the first, and must not be told the next before it is told that again.
    assert_eq!(acts(&hub.handle(0, ToHub::WorkerUp(worker()))), [2]);
    assert_eq!(acts(&hub.handle(0, done(2))), [4]);
    assert_eq!(acts(&hub.handle(0, done(4))), [7]);
    assert_eq!(asks(&hub.handle(0, done(3))).0, [5]);
    let closed = hub.handle(0, done(5));
    let answers: Vec<Value> = sent(&closed, ONE).into_iter().map(|answer| answer["seq"].clone()).collect();
    assert_eq!(answers, [5, 6], "what the hub does itself has its turn too");
    assert!(acts(&hub.handle(0, done(7))).is_empty());
}

#[test]
fn a_lobby_that_comes_up_is_told_again() {
    let (mut hub, _) = with_a_match();
    hub.arrived(0, command(ONE, 2, Command::Act { match_id: a_match("m") }));
    hub.arrived(0, command(ONE, 3, Command::Rematch { table: TableId::from("t") }));
    let effects = hub.handle(0, ToHub::LobbyUp);
    assert_eq!(asks(&effects), (vec![3], vec![Some(TableId::from("t"))]));
    assert_eq!(acts(&effects), [0; 0]);
    // Who opens a table and is away by then looks at nothing.
    hub.arrived(0, command(ONE, 4, Command::OpenTable { table: TableId::from("u") }));
    hub.arrived(0, gone(ONE));
    assert_eq!(asks(&hub.handle(0, ToHub::LobbyUp)), (vec![3], vec![]));
    assert_eq!(asks(&hub.handle(0, done(3))), (vec![4], vec![None]));
    assert_eq!(asks(&hub.handle(0, ToHub::LobbyUp)), (vec![4], vec![None]));
}

#[test]
fn an_update_of_an_older_epoch_is_dropped() {
    let (mut hub, at) = with_a_match();
    let passed = |hub: &mut Hub, epoch, rev| sent(&hub.handle(0, to_session(at.0, update(epoch, rev))), ONE).len();
    assert_eq!(passed(&mut hub, 1, 0), 1);
    assert_eq!(passed(&mut hub, 2, 0), 1);
    assert_eq!(passed(&mut hub, 1, 1), 0);
    assert_eq!(passed(&mut hub, 2, 1), 1);
    // And the last one that was passed on is what its client has.
    let effects = hub.handle(0, ToHub::WorkerUp(worker()));
    assert_eq!(attached(&effects).unwrap().have, Some((Epoch(2), Rev(1))));
}

#[test]
fn actions_are_for_workers_there_are() {
    let mut hub = with_one();
    let nowhere = MatchId { worker: WorkerId { title: "chess".to_string(), shard: 0 }, code: "m".to_string() };
    let effects = hub.arrived(0, command(ONE, 1, Command::Act { match_id: nowhere }));
    assert_eq!(sent(&effects, ONE)[0]["code"], "unknown_match");
    let mut bare = command(ONE, 2, Command::Act { match_id: a_match("m") });
    if let Arrival::Received { inbound, .. } = &mut bare.what {
        inbound.payload = None;
    }
    assert_eq!(sent(&hub.arrived(0, bare), ONE)[0]["code"], "bad_action");
    let mut hasty = command(ONE, 3, Command::Act { match_id: a_match("m") });
    if let Arrival::Received { too_fast, .. } = &mut hasty.what {
        *too_fast = true;
    }
    let effects = hub.arrived(0, hasty);
    assert_eq!((sent(&effects, ONE)[0]["code"].clone(), acts(&effects)), (json!("too_fast"), vec![]));
}

#[test]
fn a_hub_that_stops_says_so() {
    let mut hub = with_one();
    hub.connected(0, TWO, player(2));
    let effects = hub.stop();
    for connection in [ONE, TWO] {
        assert_eq!(sent(&effects, connection)[0]["code"], "stopping");
        assert_eq!(closes(&effects, connection), Some(CloseCode::Restart));
    }
    let seek = Command::Seek { title: "duel".to_string(), options: json!({}) };
    for (seq, wish) in [(1, create_table()), (2, seek)] {
        assert_eq!(sent(&hub.arrived(0, command(ONE, seq, wish)), ONE)[0]["code"], "stopping");
    }
    let late = ConnectionId(3);
    let effects = hub.connected(0, late, player(3));
    assert_eq!(closes(&effects, late), Some(CloseCode::Restart));
    assert!(forgets(&effects, late), "nothing is kept of it");
}

#[test]
fn a_hub_has_so_many_connections_and_no_more() {
    let mut hub = hub();
    let most = u64::try_from(SESSIONS).unwrap();
    for number in 0..most {
        assert!(closes(&hub.connected(0, ConnectionId(number), player(1)), ConnectionId(number)).is_none());
    }
    let extra = ConnectionId(most);
    let effects = hub.connected(0, extra, player(1));
    assert_eq!(sent(&effects, extra)[0]["code"], "too_many_sessions");
    assert_eq!(closes(&effects, extra), Some(CloseCode::Pressure));
    assert!(forgets(&effects, extra), "nothing is kept of it");
    assert!(hub.arrived(0, gone(extra)).is_empty());
    hub.arrived(0, gone(ConnectionId(0)));
    assert!(closes(&hub.connected(0, extra, player(1)), extra).is_none());
}

/// A hello of the tab called `name`.
fn hello_of(connection: ConnectionId, name: &str) -> FromConnection {
    says(connection, ClientMessage::Hello { client: ClientId(name.to_string()), have: None, last_seq: None })
}

#[test]
fn a_player_has_so_many_sessions_and_the_oldest_that_waits_makes_room() {
    let mut hub = hub();
    let most = u64::try_from(SESSIONS_PER_PLAYER).unwrap();
    for number in 0..most {
        hub.connected(0, ConnectionId(number), player(1));
        let effects = hub.arrived(0, hello_of(ConnectionId(number), &format!("tab-{number:08}")));
        assert_eq!(sent(&effects, ConnectionId(number))[0]["type"], "welcome");
    }
    let extra = ConnectionId(most);
    hub.connected(0, extra, player(1));
    let effects = hub.arrived(0, hello_of(extra, "tab-extra"));
    assert_eq!(sent(&effects, extra)[0]["code"], "too_many_sessions");
    assert_eq!(closes(&effects, extra), Some(CloseCode::Pressure));

    let (other, again) = (ConnectionId(most + 1), ConnectionId(most + 2));
    hub.connected(0, other, player(2));
    assert_eq!(sent(&hub.arrived(0, hello_of(other, "tab-other")), other)[0]["type"], "welcome", "another has room");

    hub.arrived(0, gone(ConnectionId(3)));
    hub.connected(0, again, player(1));
    assert_eq!(sent(&hub.arrived(0, hello_of(again, "tab-extra")), again)[0]["type"], "welcome");
    assert_eq!(hub.observe().sessions, SESSIONS_PER_PLAYER + 1, "the one that waited is forgotten");
}

#[derive(Clone, Debug)]
enum Step {
    Connected(u64, u8),
    Arrived(FromConnection),
    Handle(ToHub),
    Due(u64, u64),
    Overrun(u64),
    Stop,
}

fn any_command() -> impl Strategy<Value = Command> {
    let table = || prop_oneof![Just(TableId::from("t")), Just(TableId::from("u"))];
    let act = |worker: WorkerId| Command::Act { match_id: MatchId { worker, code: "m".to_string() } };
    prop_oneof![
        Just(create_table()),
        Just(Command::WatchLobby),
        Just(Command::UnwatchLobby),
        Just(Command::Seek { title: "duel".to_string(), options: json!({}) }),
        Just(Command::CancelSeek),
        table().prop_map(|table| Command::OpenTable { table }),
        Just(Command::CloseTable),
        table().prop_map(|table| Command::Sit { table, seat: None }),
        table().prop_map(|table| Command::Rematch { table }),
        Just(act(worker())),
        Just(act(WorkerId { title: "chess".to_string(), shard: 0 })),
    ]
}

fn any_step() -> impl Strategy<Value = Step> {
    let connection = || (0u64..6).prop_map(ConnectionId);
    let message = prop_oneof![
        (0u8..3).prop_map(|number| ClientMessage::Hello { client: client(number), have: None, last_seq: None }),
        (0u8..3, 0u64..3, 0u64..5).prop_map(|(number, epoch, rev)| {
            let have = Have { match_id: a_match("m"), epoch: Epoch(epoch), rev: Rev(rev) };
            ClientMessage::Hello { client: client(number), have: Some(have), last_seq: None }
        }),
        (0u64..20, any_command()).prop_map(|(seq, command)| ClientMessage::Command { seq: Seq(seq), command }),
        (0u64..9).prop_map(|seen| ClientMessage::Input { match_id: a_match("m"), input: 1, tick: 0, seen }),
        (0u64..9).prop_map(|tick| ClientMessage::Seen { match_id: a_match("m"), tick }),
        Just(ClientMessage::Ping { echo: 1 }),
    ];
    let delivered = prop_oneof![
        (0u64..3, 0u64..5).prop_map(|(epoch, rev)| update(epoch, rev)),
        (0u64..9, 0u64..9).prop_map(|(rev, tick)| {
            let (match_id, message) = (a_match("m"), Bytes::new());
            Delivered::Update { match_id, epoch: Epoch(1), rev: Rev(rev), tick: Some(tick), message }
        }),
        (0u64..9, any::<bool>()).prop_map(|(tick, delta)| {
            let (match_id, message) = (a_match("m"), Bytes::new());
            Delivered::Frame { match_id, epoch: Epoch(1), tick, hz: 10, delta, message }
        }),
        (0u8..3, 0u64..20, any::<bool>()).prop_map(|(number, seq, ok)| {
            let result = if ok { Ok(Done::default()) } else { Err(Refused::UNKNOWN_TABLE) };
            Delivered::Answer { command: (client(number), Seq(seq)), result }
        }),
        Just(Delivered::NoMatch { match_id: a_match("m"), why: Refused::UNKNOWN_MATCH }),
        any::<bool>().prop_map(|playing| shown(playing.then(|| a_match("m")))),
        Just(Delivered::TableClosed { table: TableId::from("t"), reason: String::new() }),
        Just(Delivered::Lobby(Bytes::from_static(&[0; 300_000]))),
        Just(Delivered::Seated(TableId::from("t"))),
        Just(Delivered::SeekEnded(Refused::SEEK_REPLACED)),
    ];
    prop_oneof![
        2 => (0u64..6, 0u8..3).prop_map(|(connection, player)| Step::Connected(connection, player)),
        6 => (connection(), message, any::<bool>()).prop_map(|(connection, message, too_fast)| {
            let inbound = Inbound { message, payload: Some(Bytes::from_static(b"\x01")) };
            let what = Arrival::Received { inbound, too_fast, received_ms: 0 };
            Step::Arrived(FromConnection { connection, what })
        }),
        1 => connection().prop_map(|connection| Step::Arrived(gone(connection))),
        1 => (connection(), 0u64..9).prop_map(|(connection, ping)| {
            let what = Arrival::Heard(Some(Answered { ping, round_trip_ms: 20 }));
            Step::Arrived(FromConnection { connection, what })
        }),
        5 => (vec(0u64..30, 0..4), delivered).prop_map(|(to, what)| {
            Step::Handle(Delivery { to: to.into_iter().map(SessionId).collect(), what }.into())
        }),
        1 => prop_oneof![
            Just(ToHub::WorkerUp(worker())),
            Just(ToHub::LobbyUp),
            Just(ToHub::BotSeated { match_id: a_match("m"), bot: PlayerId::from("bot-1") }),
            Just(ToHub::ThinkerUp),
        ]
        .prop_map(Step::Handle),
        2 => (0u64..40, 0u64..3).prop_map(|(key, generation)| Step::Due(key, generation)),
        1 => (0u64..6).prop_map(Step::Overrun),
        1 => Just(Step::Stop),
    ]
}

proptest! {
    #[test]
    fn any_order_of_messages_is_taken(steps in vec((any_step(), 0u64..20_000), 0..120), stops in any::<bool>()) {
        let mut hub = hub();
        let mut now_ms = 0;
        let mut used = BTreeSet::new();
        for (step, later_ms) in steps {
            now_ms += later_ms;
            let open: BTreeSet<ConnectionId> = hub.links.keys().copied().collect();
            let effects = match step {
                // A connection's id is never used twice.
                Step::Connected(connection, _) if !used.insert(connection) => continue,
                Step::Connected(connection, of) => hub.connected(now_ms, ConnectionId(connection), player(of)),
                Step::Arrived(from) => {
                    let known = open.contains(&from.connection);
                    let effects = hub.arrived(now_ms, from);
                    prop_assert!(known || effects.is_empty(), "nobody spoke, and yet: {effects:?}");
                    effects
                }
                Step::Handle(message) => hub.handle(now_ms, message),
                Step::Due(key, generation) => hub.due(now_ms, &alarm(key, generation)),
                Step::Overrun(connection) => hub.overrun(now_ms, ConnectionId(connection)),
                Step::Stop if stops => hub.stop(),
                Step::Stop => continue,
            };
            // Whoever is spoken to was there before, or has just come.
            for effect in &effects {
                if let HubEffect::Connection(to, _) = effect {
                    prop_assert!(open.contains(to) || used.contains(&to.0));
                }
            }
            prop_assert!(hub.links.values().all(|link| !link.closing || link.session.is_none()));
            // Each list knows of those in the others, and of nobody else.
            for (id, session) in &hub.sessions {
                prop_assert_eq!(hub.by_client.get(&(session.player.id.clone(), session.client.clone())), Some(id));
                if let Some(connection) = session.connection {
                    prop_assert_eq!(hub.links.get(&connection).and_then(|link| link.session), Some(*id));
                }
                if let Some(watch) = &session.watch {
                    prop_assert_eq!(hub.watches.get(&watch.address), Some(id));
                }
            }
            let watching = hub.sessions.values().filter(|session| session.watch.is_some()).count();
            prop_assert_eq!((hub.by_client.len(), hub.watches.len()), (hub.sessions.len(), watching));
        }
    }
}
