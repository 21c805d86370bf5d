//! A hundred thousand sleeping games of correspondence chess: how long a server takes to start on them, how much memory it
//! needs then, and how long it takes to wake one. The games are played by the engine's own core and stored by its own store; the
//! server is the real program, and who wakes a game does so over a real socket.

mod player;
#[path = "../tests/crash/harness/program.rs"]
mod program;

use std::{
    fs::{self, File},
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use clap::Parser;
use engine::{
    entropy,
    event::Start,
    ids::{Address, ClientId, Epoch, HubId, MatchId, PlayerId, Seq, SessionId, TableId, WorkerId},
    limits,
    match_state::{Match, MatchEffect},
    messages::{Act, Doing},
    store::{Record, SqliteSettings, SqliteStore, Store},
    table::TableRecord,
    wire::{Holder, HolderKind, Phase, to_payload},
};
use games::Chess;
use serde_json::json;
use title::{Rng, Seat, Seats, Seed};

use player::{Player, clock, guest, table};
use program::Program;

/// How many are woken, one after the other.
const WOKEN: usize = 200;
/// Games in one commit while the store is filled.
const GAMES_AT_ONCE: usize = 500;
/// What was played before everybody went to bed.
const MOVES: [&str; 10] = ["e2e4", "e7e5", "g1f3", "b8c6", "f1b5", "a7a6", "b5a4", "g8f6", "e1g1", "f8e7"];
/// Days for each move.
const DAYS: u64 = 14;

/// The goals: start-up, memory, waking.
const START_MS: f64 = 2_000.0;
const MEMORY_MB: f64 = 100.0;
const WAKE_MS: f64 = 10.0;

/// Measures how a server bears games that sleep.
#[derive(Parser)]
struct Arguments {
    /// How many games sleep.
    #[arg(long, default_value_t = 100_000)]
    games: usize,
    /// The folder in which the server's data folder is made; the build's own if left out.
    #[arg(long, default_value = env!("CARGO_TARGET_TMPDIR"))]
    within: PathBuf,
    /// What `cargo bench` says to each benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

/// A game that sleeps, and its table.
struct Asleep {
    records: Vec<Record>,
    table: TableId,
}

/// A word of ten letters, as tables and matches have them.
fn word(rng: &mut Rng) -> String {
    const LETTERS: &[u8] = b"23456789bcdfghjkmnpqrstvwxyz";
    (0..10).map(|_| char::from(*rng.choose(LETTERS).expect("there are letters"))).collect()
}

/// Plays one game until everybody goes to bed.
fn asleep(epoch: Epoch, rng: &mut Rng, now_ms: u64) -> Asleep {
    let worker = WorkerId { title: "chess".to_string(), shard: 0 };
    let (id, table_id) = (MatchId { worker, code: word(rng) }, TableId(word(rng)));
    let holder = |side: &str, word: String| Holder {
        player: PlayerId(word),
        name: format!("{side} Sleeper"),
        kind: HolderKind::Player,
    };
    let holders = vec![holder("White", word(rng)), holder("Black", word(rng))];
    let titles = turnwheel::titles();
    let chosen = json!({ "time": { "kind": "days", "days": DAYS } });
    let (options, _) = titles.get("chess").and_then(|chess| chess.check(&chosen)).expect("chess takes these options");
    let start = Start {
        table: table_id.clone(),
        rules_version: titles.get("chess").expect("there is chess").info.rules_version,
        options: options.clone(),
        seed: entropy::drawn(rng),
        holders: holders.clone(),
        away: Seats::all(2),
        position: None,
    };
    let mut records = Vec::new();
    let mut keep = |effects: Vec<MatchEffect>, wake_ms: Option<u64>| {
        for effect in effects {
            let id = id.clone();
            match effect {
                MatchEffect::Record { entry, last, .. } => {
                    records.push(Record::Append { id, epoch, entry, last, wake_ms })
                }
                MatchEffect::Save(snapshot) => records.push(Record::Snapshot { id, epoch, snapshot, wake_ms }),
                MatchEffect::Post { .. } => {}
            }
        }
    };
    let (mut game, effects) = Match::<Chess>::start(id.clone(), epoch, start, now_ms).expect("a game can begin");
    keep(effects, game.wake_ms(now_ms));
    keep(game.released(now_ms), None);
    let plies = 2 + usize::try_from(rng.below(MOVES.len() as u64 - 1)).expect("a game is short");
    for (ply, uci) in MOVES[..plies].iter().enumerate() {
        let now_ms = now_ms + 60_000 * (ply as u64 + 1);
        let act = Act {
            match_id: id.clone(),
            who: Address { hub: HubId(0), session: SessionId(0) },
            player: holders[ply % 2].player.clone(),
            command: (ClientId(format!("sleeper-{}", holders[ply % 2].player)), Seq(ply as u64 / 2 + 1)),
            received_ms: now_ms,
            lag_ms: 0,
            what: Doing::Action(to_payload(&json!({ "move": uci })).expect("a move can be encoded")),
        };
        let effects = game.act(act, now_ms);
        keep(effects, game.wake_ms(now_ms));
        keep(game.released(now_ms), game.wake_ms(now_ms));
    }
    let now_ms = now_ms + 60_000 * (plies as u64 + 1);
    // It is settled that nobody is there.
    let effects = game.due(now_ms, now_ms);
    keep(effects, game.wake_ms(now_ms));
    let saved = game.save(now_ms).expect("chess can be written down");
    let wake_ms = game.wake_ms(now_ms);
    keep(saved, wake_ms);
    assert!(game.may_sleep(now_ms) && wake_ms.is_some_and(|at_ms| at_ms > now_ms + 3_600_000), "{wake_ms:?}");
    assert_eq!(records.len(), plies + 4, "the start, each move, two who are away, and the whole");
    let asleep_until_ms = Some(now_ms + limits::UNHURRIED_IDLE_MS);
    let table = TableRecord {
        holders: holders.into_iter().map(Some).collect(),
        phase: Phase::Playing,
        match_id: Some(id),
        games: 1,
        turn: Seats::only(Seat(u8::from(plies % 2 == 1))),
        asleep_until_ms,
        ..TableRecord::new(table_id.clone(), "chess", options, 2, 0)
    };
    records.push(Record::Table { table, asleep_until_ms });
    Asleep { records, table: table_id }
}

/// Fills a store; the tables in it.
fn fill(data: &Path, games: usize, rng: &mut Rng) -> Vec<TableId> {
    let mut store = SqliteStore::open(data, SqliteSettings::default()).expect("a new folder can be used");
    let worker = WorkerId { title: "chess".to_string(), shard: 0 };
    let epoch = store.claim(&worker).expect("a store can be claimed");
    let mut tables = Vec::with_capacity(games);
    while tables.len() < games {
        let count = GAMES_AT_ONCE.min(games - tables.len());
        let asleep: Vec<Asleep> = (0..count).map(|_| asleep(epoch, rng, 0)).collect();
        let records: Vec<Record> = asleep.iter().flat_map(|one| one.records.iter().cloned()).collect();
        store.commit(60_000 * (MOVES.len() as u64 + 2), &records).expect("the disk takes it");
        tables.extend(asleep.into_iter().map(|one| one.table));
    }
    while store.tend(0).expect("the store can be tended") {}
    drop(store);
    // The kernel would otherwise write all this out while games are woken, and every sync would wait for it.
    for file in fs::read_dir(data).into_iter().flatten().flatten() {
        File::open(file.path()).and_then(|file| file.sync_all()).expect("the disk takes it");
    }
    tables
}

/// Asks a server for something until it answers; the time then.
fn answered(address: SocketAddr) -> Instant {
    loop {
        let asked = TcpStream::connect(address).and_then(|mut stream| {
            stream.write_all(
                format!("GET /api/titles HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").as_bytes(),
            )?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            Ok(answer)
        });
        if asked.is_ok_and(|answer| answer.starts_with("HTTP/1.1 200")) {
            return clock();
        }
        pause(Duration::from_millis(1));
    }
}

#[expect(clippy::disallowed_methods, reason = "a server that isn't up yet is asked again a moment later")]
fn pause(time: Duration) {
    std::thread::sleep(time);
}

/// What stands in a process's memory, in megabytes.
fn memory_mb(pid: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kb: f64 = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(f64::NAN);
    kb / 1024.0
}

/// From the wish to look at a table to the sight of its match, in milliseconds, for each of some.
fn wake(address: SocketAddr, tables: &[TableId], rng: &mut Rng) -> Vec<f64> {
    let mut player = Player::connect(address, &guest(address));
    let mut times = Vec::new();
    for _ in 0..WOKEN.min(tables.len()) {
        let table = rng.choose(tables).expect("there are tables");
        let asked = clock();
        player.command(&json!({ "type": "open_table", "table": table }));
        loop {
            let Some(message) = player.next() else {
                assert!(player.take(64 * 1024), "the server has hung up");
                continue;
            };
            assert_ne!(message["type"], "error", "{message}");
            player.note(&message);
            if message["type"] == "update" {
                break;
            }
        }
        times.push((clock() - asked).as_secs_f64() * 1_000.0);
        // A connection may send 20 commands a second.
        pause(Duration::from_millis(50));
    }
    times.sort_unstable_by(f64::total_cmp);
    times
}

#[expect(clippy::disallowed_macros, reason = "a benchmark speaks to whoever started it")]
fn main() {
    let Arguments { games, within, .. } = Arguments::parse();
    let folder = tempfile::tempdir_in(within).expect("a temporary folder can be made");
    let mut rng = Rng::new(Seed::number(1));
    let begun = clock();
    let tables = fill(folder.path(), games, &mut rng);
    let filled_s = (clock() - begun).as_secs_f64();
    let bytes: u64 = fs::read_dir(folder.path())
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|file| Some(file.metadata().ok()?.len()))
        .sum();
    println!("{games} games of correspondence chess asleep, {} MB, stored in {filled_s:.1} s", bytes / 1024 / 1024);
    actix::System::new().block_on(async {
        let path = env!("CARGO_BIN_EXE_turnwheel").into();
        let program = Program::new(path, folder.path().to_path_buf(), &mut rng).expect("there is a free port");
        let address = program.address;
        let begun = clock();
        let mut server = program.start().expect("the program can be started");
        let asker = std::thread::spawn(move || answered(address));
        server.serves().await.expect("the server comes up");
        let served_ms = (clock() - begun).as_secs_f64() * 1_000.0;
        let answered = asker.join().expect("the server answers");
        let answered_ms = (answered - begun).as_secs_f64() * 1_000.0;
        let memory = memory_mb(server.child.id().expect("the server runs"));
        let asked = clock();
        table(address, &guest(address), "chess");
        let made_ms = (clock() - asked).as_secs_f64() * 1_000.0;
        let times = wake(address, &tables, &mut rng);
        let memory_then = memory_mb(server.child.id().expect("the server runs"));
        server.kill().await.expect("the server is still there");
        let at = |of: f64| times[((times.len() - 1) as f64 * of) as usize];
        let goal = |met: bool| if met { "met" } else { "NOT MET" };
        println!(
            "spawn to the line that it serves, ms    {served_ms:>9.0}   below {START_MS}: {}",
            goal(served_ms < START_MS)
        );
        println!(
            "spawn to the first answer, ms           {answered_ms:>9.0}   below {START_MS}: {}",
            goal(answered_ms < START_MS)
        );
        println!(
            "memory then, MB                         {memory:>9.1}   below {MEMORY_MB}: {}",
            goal(memory < MEMORY_MB)
        );
        println!("a new guest makes a table, ms            {made_ms:>9.2}");
        println!("waking one of {}, ms: p50              {:>9.2}", times.len(), at(0.5));
        println!(
            "  p99                                   {:>9.2}   below {WAKE_MS}: {}",
            at(0.99),
            goal(at(0.99) < WAKE_MS)
        );
        println!(
            "  max                                   {:>9.2}   below {WAKE_MS}: {}",
            at(1.0),
            goal(at(1.0) < WAKE_MS)
        );
        println!("memory after that, MB                   {memory_then:>9.1}");
    });
}
