//! Stories of trouble: titles that hog or panic, roles that fall, clients that stall, and a server that stops. Whoever has
//! no part in the trouble notices none of it.

use std::{
    cell::Cell,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    rc::Rc,
};

use actix::Arbiter;
use actix_rt::net::TcpStream;
use engine::{
    actors::Role,
    wire::{Codec, Refused},
};
use gateway::limits::{HELLO_MS, PING_MS, SILENCE_MS, STALLED_GONE_MS, UNANSWERED};
use serde_json::{Value, json};
use timer::Clock;
use tokio::sync::oneshot;
use turnwheel::STOP_HARD_MS;

use crate::{
    metrics::{Figures, with_page},
    titles::{BIG_BYTES, Big, Grumpy, Release, SPINNING, Spinner},
    util::{Client, Guest, Raw, Stage, client_id, soon, staged, story},
};

const TIC_TAC_TOE: &str = "tic_tac_toe";

fn act_in(match_id: &str) -> Value {
    json!({ "type": "act", "match_id": match_id })
}

#[test]
fn a_title_that_hogs_its_thread_delays_nobody_else() {
    let with_spinner = |settings: &mut turnwheel::Settings| {
        settings.titles = turnwheel::titles().with::<Spinner>();
        settings.clock = Clock::real();
        with_page(settings);
    };
    staged(with_spinner, async |stage| {
        let mut hogged = stage.table("spinner", json!({}), 1).await;
        let mut quiet = stage.player().await;
        let table = quiet.create(TIC_TAC_TOE, json!({})).await;
        quiet.open(&table).await;
        quiet.done(json!({ "type": "seat_bot", "table": table })).await;
        let match_id = quiet.playing(&table).await;

        let release = Release;
        let spinner = &mut hogged.players[0];
        let spin = spinner.tell(act_in(&hogged.match_id), Some(json!({ "spin": true }))).await;
        soon("the spin to begin", SPINNING.notified()).await;

        // Another title's move is made, and the timer lets the bot answer it.
        assert_eq!(quiet.act(&match_id, json!({ "cell": 4 })).await["rev"], 1);
        assert_eq!(quiet.update(2).await["happened"], json!({ "cause": "action", "seat": 1 }));
        // The hogged match's own player is heard, up to what may wait for an answer.
        let mut waiting = Vec::new();
        for _ in 1..UNANSWERED {
            waiting.push(spinner.tell(act_in(&hogged.match_id), Some(json!({ "spin": false }))).await);
        }
        assert_eq!(spinner.act_refused(&hogged.match_id, json!({ "spin": false })).await, "too_many_unanswered");
        spinner.round_trip().await;
        assert!(!spinner.has_waiting(|message| message["type"] == "ok"));
        // The page of figures comes without it, and says what waits for it.
        for input in 1..=3 {
            let input = json!({ "type": "input", "match_id": hogged.match_id, "input": input, "payload": null });
            spinner.send(input).await;
        }
        spinner.round_trip().await;
        let figures = Figures::of(stage).await;
        assert_eq!(figures.get("turnwheel_unanswered"), Some(1.0));
        assert_eq!(figures.of_worker("turnwheel_messages_waiting", "spinner"), Some(3.0));

        drop(release);
        // Each in its turn, with room between them for the word that they were late.
        let mut last = spinner.answer(spin).await["rev"].as_u64().unwrap();
        for seq in waiting {
            let rev = spinner.answer(seq).await["rev"].as_u64().unwrap();
            assert!(rev > last, "{rev} after {last}");
            last = rev;
        }
        assert_eq!(spinner.act(&hogged.match_id, json!({ "spin": false })).await["type"], "ok");
    });
}

fn with_grumpy(settings: &mut turnwheel::Settings) {
    settings.titles = turnwheel::titles().with::<Grumpy>();
}

#[test]
fn an_action_that_panics_is_refused_and_the_match_goes_on() {
    staged(with_grumpy, async |stage| {
        let mut game = stage.table("grumpy", json!({}), 1).await;
        let before = game.act(0, json!("move")).await;
        let player = &mut game.players[0];
        assert_eq!(player.act_refused(&game.match_id, json!("act")).await, "title_failed");
        assert_eq!(player.act_refused(&game.match_id, json!("view")).await, "title_failed", "nobody could be shown it");
        assert_eq!(game.act(0, json!("move")).await, before + 1);
        let update = game.players[0].update(before + 1).await;
        assert_eq!(update["payload"]["view"], json!({ "count": 2 }), "what failed has left nothing behind");
    });
}

#[test]
fn an_alarm_that_panics_ends_its_match_and_no_other() {
    staged(with_grumpy, async |stage| {
        let mut doomed = stage.table("grumpy", json!({}), 1).await;
        let mut neighbour = stage.table("grumpy", json!({}), 1).await;
        let last = doomed.act(0, json!("alarm")).await;
        let before = neighbour.act(0, json!("move")).await;
        stage.advance(1_000).await;

        let player = &mut doomed.players[0];
        let update = player.update(last + 1).await;
        assert_eq!(update["happened"], json!({ "cause": "fault", "seat": null }));
        assert_eq!(update["outcome"], json!({ "places": [], "reason": "faulted" }));
        let table = player.table_where("finished", |table| table["phase"] == "finished").await;
        assert_eq!(table["outcome"]["reason"], "faulted");
        assert_eq!(player.act_refused(&doomed.match_id, json!("move")).await, "match_over");

        assert_eq!(neighbour.act(0, json!("move")).await, before + 1);
        // And its players may try once more.
        player.done(json!({ "type": "rematch", "table": doomed.table })).await;
        player.table_where("played at again", |table| table["games"] == 2).await;
    });
}

#[test]
fn a_match_that_panics_at_its_start_is_not_begun() {
    staged(with_grumpy, async |stage| {
        let mut player = stage.player().await;
        let table = player.create("grumpy", json!({ "at_start": true })).await;
        player.open(&table).await;
        player.table_where("gathering again", |table| table["phase"] == "gathering").await;
        player.sit(&table).await;
        assert_eq!(player.error().await, "title_failed");
        let table = player.table_where("empty", |table| table["seats"][0]["holder"].is_null()).await;
        assert_eq!((&table["match_id"], &table["games"]), (&Value::Null, &json!(0)));
        player.create("grumpy", json!({})).await;
    });
}

#[test]
fn a_worker_that_falls_goes_on_from_where_it_was() {
    story(async |stage| {
        let mut game = stage.table(TIC_TAC_TOE, json!({}), 2).await;
        game.act(0, json!({ "cell": 4 })).await;
        game.players[1].update(1).await;

        // A command is on its way while the worker falls: it finds the old one, or is sent again to the new one.
        let seq = game.players[1].tell(act_in(&game.match_id), Some(json!({ "cell": 0 }))).await;
        soon("the worker to fall", stage.server().fell(Role::Worker(Stage::worker(TIC_TAC_TOE)))).await;
        assert_eq!(game.players[1].answer(seq).await, json!({ "type": "ok", "seq": seq, "rev": 2 }));

        let recovered = |update: &Value| update["type"] == "update" && update["epoch"].as_u64() > Some(1);
        for player in &mut game.players {
            let update = player.wait("an update after the fall", recovered).await;
            assert_eq!(update["payload"]["view"]["cells"][4], 0, "what was acknowledged is there");
        }
        for (seat, cell, rev) in [(0, 1, 3), (1, 3, 4), (0, 7, 5)] {
            assert_eq!(game.act(seat, json!({ "cell": cell })).await, rev);
        }
        for player in &mut game.players {
            assert_eq!(player.update(5).await["outcome"]["reason"], "three_in_a_row");
            player.table_where("finished", |table| table["phase"] == "finished").await;
            let updates = player.updates(&game.match_id);
            let order: Vec<_> =
                updates.iter().map(|update| (update["epoch"].as_u64(), update["rev"].as_u64())).collect();
            assert!(order.is_sorted(), "{order:?}");
        }
    });
}

#[test]
fn commands_in_a_falling_worker_are_answered_once_each() {
    let with_spinner = |settings: &mut turnwheel::Settings| settings.titles = turnwheel::titles().with::<Spinner>();
    staged(with_spinner, async |stage| {
        let mut game = stage.table("spinner", json!({}), 1).await;
        let player = &mut game.players[0];
        let first = player.update(1).await["rev"].as_u64().unwrap();
        let worker = Role::Worker(Stage::worker("spinner"));
        let mut seqs = Vec::new();
        for _ in 0..3 {
            for _ in 0..4 {
                seqs.push(player.tell(act_in(&game.match_id), Some(json!({ "spin": false }))).await);
            }
            soon("the worker to fall", stage.server().fell(worker.clone())).await;
        }
        let last = first + u64::try_from(seqs.len()).unwrap();
        for (seq, rev) in seqs.into_iter().zip(first + 1..) {
            assert_eq!(player.answer(seq).await, json!({ "type": "ok", "seq": seq, "rev": rev }));
        }
        // Each was applied once, or the count would be higher.
        let rev = game.act(0, json!({ "spin": false })).await;
        assert_eq!(rev, last + 1);
        let update = game.players[0].update(rev).await;
        assert_eq!(update["payload"]["view"]["count"], rev - first);
    });
}

#[test]
fn a_lobby_that_falls_forgets_nothing() {
    story(async |stage| {
        let mut host = stage.player().await;
        let table = host.create(TIC_TAC_TOE, json!({})).await;
        host.open(&table).await;
        soon("the lobby to fall", stage.server().fell(Role::Lobby)).await;

        let mut guest = stage.player().await;
        guest.open(&table).await;
        guest.sit(&table).await;
        let match_id = guest.playing(&table).await;
        assert_eq!(host.playing(&table).await, match_id);
        let moves = [0, 3, 1, 4, 2];
        for (turn, cell) in moves.into_iter().enumerate() {
            if turn == 2 {
                soon("the lobby to fall", stage.server().fell(Role::Lobby)).await;
            }
            let player = if turn % 2 == 0 { &mut host } else { &mut guest };
            assert_eq!(player.act(&match_id, json!({ "cell": cell })).await["type"], "ok");
        }
        for player in [&mut host, &mut guest] {
            player.table_where("finished", |table| table["phase"] == "finished").await;
        }
        soon("the lobby to fall", stage.server().fell(Role::Lobby)).await;
        for player in [&mut host, &mut guest] {
            player.done(json!({ "type": "rematch", "table": table })).await;
        }
        let anew = |table: &Value| table["phase"] == "playing" && table["match_id"] != match_id;
        for player in [&mut host, &mut guest] {
            assert_eq!(player.table_where("played at again", anew).await["games"], 2);
        }
        assert_eq!(stage.get(&format!("/api/tables/{table}")).await.json()["games"], 2);
    });
}

#[test]
fn bots_that_fall_go_on_playing() {
    let real = |settings: &mut turnwheel::Settings| settings.clock = Clock::real();
    staged(real, async |stage| {
        let mut player = stage.player().await;
        let table = player.create(TIC_TAC_TOE, json!({})).await;
        player.open(&table).await;
        player.done(json!({ "type": "seat_bot", "table": table })).await;
        let match_id = player.playing(&table).await;
        for rev in [1, 3] {
            let update = player.wait("a turn", |update| update["turn"] == json!([0])).await;
            let action = update["payload"]["legal"][0].clone();
            assert_eq!(player.act(&match_id, action).await["rev"], rev);
            soon("the bots to fall", stage.server().fell(Role::Bots)).await;
        }
        assert_eq!(player.update(4).await["happened"], json!({ "cause": "action", "seat": 1 }));
    });
}

/// A websocket that says hello, looks at a table, and from then on does only what its story does.
async fn raw_onlooker(stage: &Stage, table: &str, guest: &Guest) -> Raw {
    let mut socket = Raw::narrow(stage.address()).await;
    assert_eq!(socket.upgrade(&guest.token, Codec::Json).await.status, 101);
    socket.text(&json!({ "type": "hello", "client": client_id() })).await;
    let open = json!({ "type": "open_table", "table": table });
    socket.text(&json!({ "type": "command", "seq": 1, "command": open })).await;
    socket
}

#[test]
fn a_stalled_client_is_gone_in_time_and_its_neighbour_plays_on() {
    let with_big = |settings: &mut turnwheel::Settings| settings.titles = turnwheel::titles().with::<Big>();
    staged(with_big, async |stage| {
        let mut game = stage.table("big", json!({}), 1).await;
        let guest = stage.guest().await;
        let mut stalled = raw_onlooker(stage, &game.table, &guest).await;
        let player = &mut game.players[0];
        stage.table_at_beat(player, "watched", |table| table["spectators"] == 1).await;
        assert_eq!(stage.hubs().await.connections, 2);

        // Far more than the kernel and the server's buffers hold for it: its actor freezes.
        let moves = 100;
        let mut elapsed = 0;
        for _ in 0..moves {
            assert_eq!(player.act(&game.match_id, json!({})).await["type"], "ok");
            stage.advance(50).await;
            elapsed += 50;
        }
        while stage.hubs().await.connections == 2 {
            assert!(elapsed < STALLED_GONE_MS, "it is still there");
            let step = PING_MS.min(STALLED_GONE_MS - elapsed);
            stage.advance(step).await;
            elapsed += step;
            // Who reads answers the server's pings.
            player.round_trip().await;
            player.round_trip().await;
            assert_eq!(player.act(&game.match_id, json!({})).await["type"], "ok");
        }
        stage.table_at_beat(player, "watched by nobody", |table| table["spectators"] == 0).await;
        assert_eq!(player.act(&game.match_id, json!({})).await["type"], "ok");

        let (read, close) = stalled.read_out().await;
        assert!(read < moves * BIG_BYTES, "{read} bytes came through, so it never stalled");
        assert_eq!(close, None, "its actor couldn't say goodbye");
    });
}

#[test]
fn a_client_that_says_no_hello_is_closed() {
    story(async |stage| {
        let mut silent = stage.connect(&stage.guest().await, Codec::Json).await;
        stage.hubs().await;
        stage.advance(HELLO_MS - 1).await;
        // Pings are no hello.
        silent.round_trip().await;
        stage.advance(1).await;
        assert_eq!(silent.closed().await, Some(1002));
    });
}

#[test]
fn a_client_that_answers_no_pings_is_gone() {
    story(async |stage| {
        let game = stage.table(TIC_TAC_TOE, json!({}), 2).await;
        for player in game.players {
            player.leave().await;
        }
        let guest = stage.guest().await;
        let mut half_open = raw_onlooker(stage, &game.table, &guest).await;
        // It reads, and may speak, but the other half of the way is lost to the answers of pings.
        loop {
            let (_, message) = half_open.next_frame().await;
            if serde_json::from_slice::<Value>(&message).unwrap()["type"] == "update" {
                break;
            }
        }
        assert_eq!(stage.hubs().await.connections, 1);
        stage.advance(SILENCE_MS - 1).await;
        assert_eq!(stage.hubs().await.connections, 1);
        stage.advance(STALLED_GONE_MS - SILENCE_MS + 1).await;
        assert_eq!(stage.hubs().await.connections, 0);
        assert_eq!(half_open.read_out().await.1, None);
    });
}

/// Waits for the goodbye of a server that stops.
async fn goodbye(client: &mut Client) {
    let notice = client.expect("notice").await;
    assert_eq!(notice["code"], json!(Refused::STOPPING.code));
    assert_eq!(client.closed().await, Some(1012));
}

#[test]
fn a_server_that_stops_says_goodbye() {
    story(async |stage| {
        let mut game = stage.table(TIC_TAC_TOE, json!({}), 2).await;
        game.act(0, json!({ "cell": 0 })).await;
        let mut tab = stage.join(&game.players[0].guest).await;
        let bearer = format!("Bearer {}", tab.guest.token);
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let ask = r#"{"title": "duel"}"#;
        let mut program = Raw::connect(stage.address()).await;
        program.announce("/api/tables", &headers, ask).await;

        let server = stage.take_server();
        let farewell = async {
            for player in game.players.iter_mut().chain([&mut tab]) {
                goodbye(player).await;
            }
            // What was under way is still answered, and makes no new table.
            program.write(ask.as_bytes()).await.unwrap();
            let refused = program.response().await;
            assert_eq!((refused.status, refused.code().as_str()), (503, "stopping"));
        };
        tokio::join!(soon("the server to stop", server.stop()), farewell);
        assert!(TcpStream::connect(stage.address()).await.is_err(), "nobody listens any more");
    });
}

/// A child process that is killed if its story fails.
pub(crate) struct Program(Option<Child>);

impl Program {
    /// The command that starts a server on this folder.
    pub(crate) fn command(data: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_turnwheel"));
        command.args(["--listen", "127.0.0.1:0", "--metrics", "off", "--data"]).arg(data);
        command.env_remove("LISTEN").env_remove("DATA");
        command
    }

    /// Starts a server on this folder, and waits until it serves.
    pub(crate) fn start(data: &Path) -> (Program, String) {
        Program::run(Program::command(data))
    }

    /// Starts a server by this command, and waits until it serves.
    pub(crate) fn run(mut command: Command) -> (Program, String) {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("turnwheel serves http://").unwrap_or_else(|| panic!("{line:?}"));
        (Program(Some(child)), address.to_string())
    }

    /// The process.
    pub(crate) fn id(&self) -> u32 {
        self.0.as_ref().unwrap().id()
    }

    pub(crate) fn terminate(&self) {
        let id = self.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    pub(crate) async fn ended(&mut self) -> ExitStatus {
        let mut child = self.0.take().unwrap();
        let (tell, told) = oneshot::channel();
        let thread = Arbiter::new();
        thread.spawn_fn(move || _ = tell.send(child.wait()));
        let status = soon("the program to end", told).await.unwrap().unwrap();
        thread.stop();
        status
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some(mut child) = self.0.take() {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

#[test]
fn the_program_ends_well_when_it_is_terminated() {
    story(async |stage| {
        let data = stage.data().join("program");
        let (mut program, address) = Program::start(&data);
        let address = address.parse().unwrap();
        let json = ("content-type", "application/json");
        let mut door = Raw::connect(address).await;
        let guest = door.request("POST", "/api/guest", &[json], r#"{"bearer": true}"#).await.json();
        drop(door);
        let text = |name: &str| guest[name].as_str().unwrap().to_string();
        let guest = Guest { player: text("player"), name: text("name"), token: text("token") };
        let bearer = format!("Bearer {}", guest.token);
        let mut player = Client::dial(address, Codec::Json, &[("authorization", &bearer)], guest).await;
        player.hello(&client_id(), None).await;
        player.create(TIC_TAC_TOE, json!({})).await;

        program.terminate();
        goodbye(&mut player).await;
        assert_eq!(program.ended().await.code(), Some(0));
    });
}

#[test]
fn a_stop_that_takes_too_long_is_given_up() {
    story(async |stage| {
        let given_up = Rc::new(Cell::new(false));
        let told = given_up.clone();
        stage.server().limit_stop(move || told.set(true));
        stage.advance(STOP_HARD_MS - 1).await;
        assert!(!given_up.get());
        stage.advance(1).await;
        assert!(given_up.get());
    });
}
