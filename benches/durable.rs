//! Durable moves: how many a second a server on SQLite makes at 64 tables and at 1,000, how long each takes to the other
//! player, and how far that is from what the disk can do. The server is the real program, its players sit on real sockets in this
//! process; what the disk can do is measured right after, in the same folder: as many bytes for each `fdatasync` as the server
//! wrote for each commit.

#[path = "../tests/crash/harness/program.rs"]
mod program;

use std::{
    fs::{self, File},
    future::pending,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    sync::mpsc,
    time::{Duration, Instant},
};

use clap::Parser;
use serde_json::Value;
use title::{Rng, Seed};
use turnwheel::bots::{self, Lasting, Plan, Report, Target};

use program::{Program, free_address};

/// Its moves are listed, its games have some dozens of them, and its views stay small.
const TITLE: &str = "connect_four";
/// Moves a second of each player at most: all that a connection may send.
const RATE: u32 = 20;
/// The file that the disk's own rate is measured with: as long as a log gets, and written before, so that nothing is allocated.
const FILE_BYTES: usize = 16 * 1024 * 1024;
/// How long the disk is measured.
const DISK_TIME: Duration = Duration::from_secs(3);
/// How often the server is asked what it has counted.
const SAMPLE: Duration = Duration::from_millis(250);

/// Measures durable moves.
#[derive(Parser)]
struct Arguments {
    /// How many tables; may be given several times.
    #[arg(long, default_values_t = [64, 1_000])]
    tables: Vec<usize>,
    /// How long each is measured, in seconds.
    #[arg(long, default_value_t = 15)]
    seconds: u64,
    /// Moves a second of each player at most.
    #[arg(long, default_value_t = RATE)]
    rate: u32,
    /// The folder in which the server's data folder is made; the build's own if left out.
    #[arg(long, default_value = env!("CARGO_TARGET_TMPDIR"))]
    within: PathBuf,
    /// What `cargo bench` says to each benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

/// What a server had done at some moment.
#[derive(Clone, Copy)]
struct Sample {
    at: Instant,
    commits: f64,
    records: f64,
    written: f64,
}

/// What the server did in a second.
#[derive(Clone, Copy)]
struct Rates {
    commits: f64,
    records: f64,
    written: f64,
}

/// One figure of the server's page.
fn figure(page: &str, name: &str) -> Option<f64> {
    let line = page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
    line.trim().parse().ok()
}

fn sample(metrics: SocketAddr, pid: u32) -> Option<Sample> {
    let mut stream = TcpStream::connect(metrics).ok()?;
    stream
        .write_all(format!("GET /metrics HTTP/1.1\r\nhost: {metrics}\r\nconnection: close\r\n\r\n").as_bytes())
        .ok()?;
    let mut page = String::new();
    stream.read_to_string(&mut page).ok()?;
    let io = fs::read_to_string(format!("/proc/{pid}/io")).ok()?;
    let written = io.lines().find_map(|line| line.strip_prefix("write_bytes: "))?.parse().ok()?;
    let of = |name| figure(&page, name);
    let (commits, records) = (of("turnwheel_commits_total")?, of("turnwheel_records_total")?);
    Some(Sample { at: clock(), commits, records, written })
}

/// Asks again and again, until nobody wants to know any more.
fn follow(metrics: SocketAddr, pid: u32, stop: mpsc::Receiver<()>) -> Vec<Sample> {
    let mut samples = Vec::new();
    while stop.try_recv() == Err(mpsc::TryRecvError::Empty) {
        samples.extend(sample(metrics, pid));
        pause(SAMPLE);
    }
    samples
}

/// What was done in a second, between `from` and `to`.
fn rates(samples: &[Sample], from: Instant, to: Instant) -> Rates {
    let mut within = samples.iter().filter(|sample| (from..to).contains(&sample.at));
    let first = within.next().expect("the server was asked while it was measured");
    let last = within.next_back().expect("the server was asked more than once");
    let seconds = (last.at - first.at).as_secs_f64();
    Rates {
        commits: (last.commits - first.commits) / seconds,
        records: (last.records - first.records) / seconds,
        written: (last.written - first.written) / seconds,
    }
}

/// How often a second the disk under `folder` takes so many bytes and says that they are there.
fn disk(folder: &Path, bytes: usize) -> f64 {
    let file = File::create(folder.join("disk")).expect("a file can be made");
    file.write_all_at(&vec![1; FILE_BYTES], 0).expect("the disk has room");
    file.sync_all().expect("the disk takes it");
    let (begun, mut count, mut at) = (clock(), 0u32, 0);
    let mut block = vec![0; bytes];
    while clock() - begun < DISK_TIME {
        block.fill(count.to_le_bytes()[0]);
        file.write_all_at(&block, at as u64).expect("the disk takes it");
        file.sync_data().expect("the disk takes it");
        at = if at + 2 * bytes > FILE_BYTES { 0 } else { at + bytes };
        count += 1;
    }
    f64::from(count) / (clock() - begun).as_secs_f64()
}

async fn play(tables: usize, arguments: &Arguments, folder: &Path) -> (Report, Rates) {
    let mut rng = Rng::new(Seed::number(u64::from(std::process::id())));
    let path = env!("CARGO_BIN_EXE_turnwheel").into();
    let metrics = free_address(&mut rng).expect("there is a free port");
    let program = Program::new(path, folder.join("data"), &mut rng).expect("there is a free port");
    let program = Program { metrics: metrics.to_string(), ..program };
    let mut server = program.start().expect("the program can be started");
    server.serves().await.expect("the server comes up");
    let pid = server.child.id().expect("the server runs");
    let (stop, stopped) = mpsc::channel();
    let follower = std::thread::spawn(move || follow(metrics, pid, stopped));
    let plan = Plan {
        titles: turnwheel::titles(),
        title: TITLE.to_string(),
        options: Value::Null,
        matches: tables,
        spectators: 0,
        lasting: Lasting::Ms(1_000 * arguments.seconds),
        think: false,
        rate: Some(arguments.rate),
    };
    let report = bots::run(plan, Target::Address(program.address), pending()).await.expect("there are figures");
    // The players give up and rest for a second before the report is here.
    let ended = clock() - Duration::from_millis(1_500);
    let measured = Duration::from_secs_f64(report.seconds - 1.0);
    // Whoever follows has at most gone already.
    let _ = stop.send(());
    let samples = follower.join().expect("the server was followed");
    server.kill().await.expect("the server is still there");
    (report, rates(&samples, ended - measured, ended))
}

/// The type of the file system that a folder is on.
fn file_system(folder: &Path) -> String {
    let mounts = fs::read_to_string("/proc/mounts").unwrap_or_default();
    let mounts = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        Some((words.next()?, words.next()?)).filter(|(at, _)| folder.starts_with(at))
    });
    mounts.max_by_key(|(at, _)| at.len()).map_or("?".to_string(), |(_, kind)| kind.to_string())
}

#[expect(clippy::disallowed_macros, reason = "a benchmark speaks to whoever started it")]
fn main() {
    let arguments = Arguments::parse();
    println!(
        "{TITLE}, {} moves a second of each player at most, {} s; data on {}",
        arguments.rate,
        arguments.seconds,
        file_system(&arguments.within)
    );
    for tables in &arguments.tables {
        let folder = tempfile::tempdir_in(&arguments.within).expect("a temporary folder can be made");
        let (report, rates) = actix::System::new().block_on(play(*tables, &arguments, folder.path()));
        let bytes = (rates.written / rates.commits) as usize;
        let disk = disk(folder.path(), bytes);
        let (per_commit, spread) = (report.moves_per_s / rates.commits, report.move_to_opponent_ms);
        println!("\n{tables} tables, {} of them played at", report.matches_playing);
        println!("durable moves a second                      {:>10.0}", report.moves_per_s);
        println!("commits a second                            {:>10.0}", rates.commits);
        println!("  moves in each                             {per_commit:>10.1}");
        println!("  records in each                           {:>10.1}", rates.records / rates.commits);
        println!("  bytes written for each                    {bytes:>10}");
        println!("move to the other player's update, ms, p50  {:>10.1}", spread.p50);
        println!("  p99                                       {:>10.1}", spread.p99);
        println!("the disk: such writes with a sync a second  {disk:>10.0}");
        println!("  moves a second if it did nothing else     {:>10.0}", disk * per_commit);
        println!("  the server's part of that                 {:>10.2}", rates.commits / disk);
        println!(
            "players' process, part of a core            {:>10.2}",
            report.generator.cores_busy.unwrap_or(f64::NAN)
        );
        if !report.errors.is_empty() {
            println!("errors {:?}", report.errors);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a measurement takes its time")]
fn pause(time: Duration) {
    std::thread::sleep(time);
}

#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn clock() -> Instant {
    Instant::now()
}
