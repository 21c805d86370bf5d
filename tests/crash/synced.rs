//! A story of the disk: each commit of the real server is synced, and under load commits are shared. What the server asks of
//! the kernel is counted by `strace`.

use std::{net::SocketAddr, process::Stdio, str::FromStr};

use engine::entropy;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use title::Rng;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader},
    process::Command,
};
use turnwheel::bots::{self, Lasting, Plan, Report, Target};

use super::harness::program::free_address;
use crate::util::{Raw, in_system, soon};

/// The matches that are played at once.
const MATCHES: usize = 48;
/// What each player is told at least.
const TOLD: u64 = 12;

/// How often a file whose name ends like this was synced, by what `strace -y` writes.
fn syncs_of(trace: &str, name: &str) -> usize {
    let names = |line: &&str| {
        ["fsync(", "fdatasync("].iter().any(|call| line.contains(call)) && line.contains(&format!("{name}>"))
    };
    trace.lines().filter(names).count()
}

/// One figure of a server's page. A recorder whose disk is slow is on no page before it has answered for the first time.
async fn figure<F: FromStr>(metrics: SocketAddr, name: &str) -> F {
    let told = async {
        loop {
            let page = Raw::connect(metrics).await.request("GET", "/metrics", &[], "").await.text();
            if let Some(line) = page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')) {
                return line.to_string();
            }
        }
    };
    let figure = soon(name, told).await;
    figure.parse().ok().unwrap_or_else(|| panic!("{name} is {figure}"))
}

async fn play(address: SocketAddr) -> Report {
    let plan = Plan {
        titles: turnwheel::titles(),
        title: "tic_tac_toe".to_string(),
        options: Value::Null,
        matches: MATCHES,
        spectators: 0,
        lasting: Lasting::Told(TOLD),
        think: false,
        rate: None,
    };
    soon("the players to end", bots::run(plan, Target::Address(address), std::future::pending())).await.unwrap()
}

#[test]
fn each_commit_is_synced_and_under_load_shared() {
    // Other systems have no strace.
    if !cfg!(target_os = "linux") {
        return;
    }
    in_system(async {
        let data = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let mut rng = Rng::new(entropy::seed());
        let metrics = free_address(&mut rng).unwrap();
        // The tracer is a process of its own, so that the child is the server. Both write to the same pipe, which is at its end
        // when both are.
        let mut server = Command::new("strace")
            .args(["-D", "-f", "-q", "-y", "-e", "trace=fsync,fdatasync", env!("CARGO_BIN_EXE_turnwheel")])
            .args(["--listen", "127.0.0.1:0", "--metrics", &metrics.to_string(), "--data"])
            .arg(data.path())
            .env("RUST_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("this story needs strace ({error}); tests/run.sh installs it"));
        let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
        let mut stderr = server.stderr.take().unwrap();
        let trace = actix_rt::spawn(async move {
            let mut trace = String::new();
            stderr.read_to_string(&mut trace).await.unwrap();
            trace
        });
        let line = soon("the server to come up", lines.next_line()).await.unwrap();
        let Some(line) = line else { panic!("no server under strace: {}", trace.await.unwrap()) };
        let address = line.strip_prefix("turnwheel serves http://").unwrap().parse().unwrap();
        let report = play(address).await;
        let commits: usize = figure(metrics, "turnwheel_commits_total").await;
        let records: usize = figure(metrics, "turnwheel_records_total").await;
        kill_process(Pid::from_raw(server.id().unwrap().try_into().unwrap()).unwrap(), Signal::TERM).unwrap();
        soon("the server to stop", server.wait()).await.unwrap();
        let trace = soon("the trace", trace).await.unwrap();
        let syncs = syncs_of(&trace, "turnwheel.sqlite3-wal");
        assert!(report.moves > 0 && commits > 20, "{commits} commits, {report:?}");
        assert!(syncs >= commits, "{commits} commits and {syncs} syncs of the log");
        assert!(records > 2 * commits, "{records} records in {commits} commits");
    });
}

#[test]
fn syncs_of_a_file_are_counted() {
    let trace = "fsync(12</data/turnwheel.sqlite3-journal>) = 0\n\
                 [pid 7] fsync(12</data/turnwheel.sqlite3-wal>) = 0\n\
                 [pid 7] fdatasync(12</data/turnwheel.sqlite3-wal> <unfinished ...>\n\
                 [pid 7] <... fdatasync resumed>) = 0\n\
                 [pid 7] pwrite64(12</data/turnwheel.sqlite3-wal>, ...) = 4096\n";
    assert_eq!(syncs_of(trace, "turnwheel.sqlite3-wal"), 2);
    assert_eq!(syncs_of(trace, "turnwheel.sqlite3"), 0);
}
