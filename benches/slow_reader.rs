//! A player who reads a kilobyte a second beside one who reads as fast as frames come, in one match of pong at 60 ticks a
//! second: how old what the slow one sees is, and whether the other notices. The same match runs once with two fast readers
//! and once with a slow one; what counts is the difference.

mod player;

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::json;
use turnwheel::{Server, Settings};

use player::{Player, clock, guest, table};

/// How long each run is watched.
const WATCHED: Duration = Duration::from_secs(15);
/// What the slow reader reads in a second, and in how many portions.
const BYTES_PER_S: usize = 1_000;
const PORTIONS_PER_S: usize = 20;
const TICK_HZ: u64 = 60;

/// What a run came to.
#[derive(Default)]
struct Run {
    /// How far each of the fast player's frames came from its time after the one before, in microseconds.
    deviations_us: Vec<u64>,
    /// How many ticks old each frame of the other was when it had been read.
    ages: Vec<u64>,
    skipped: u64,
}

fn fast(mut player: Player, newest: &AtomicU64, until: Instant) -> Vec<u64> {
    let mut deviations = Vec::new();
    let mut last: Option<(u64, Instant)> = None;
    while clock() < until && player.take(16 * 1024) {
        while let Some(message) = player.next() {
            let Some(tick) = player.note(&message) else { continue };
            let now = clock();
            newest.store(tick, Ordering::Relaxed);
            if let Some((before, at)) = last.replace((tick, now)) {
                let planned_us = (tick - before) * 1_000_000 / TICK_HZ;
                let took_us = u64::try_from((now - at).as_micros()).expect("a run is short");
                deviations.push(took_us.abs_diff(planned_us));
            }
        }
    }
    deviations
}

fn other(mut player: Player, newest: &AtomicU64, until: Instant, slow: bool) -> Vec<u64> {
    let mut ages = Vec::new();
    let portion = if slow { BYTES_PER_S / PORTIONS_PER_S } else { 16 * 1024 };
    while clock() < until && player.take(portion) {
        while let Some(message) = player.next() {
            if let Some(tick) = player.note(&message) {
                ages.push(newest.load(Ordering::Relaxed).saturating_sub(tick));
            }
        }
        if slow {
            pause(Duration::from_millis(1_000 / PORTIONS_PER_S as u64));
        }
    }
    ages
}

#[expect(clippy::disallowed_methods, reason = "a slow reader is slow by waiting")]
fn pause(time: Duration) {
    std::thread::sleep(time);
}

/// Two players find each other, and play until the time is over.
fn play(address: SocketAddr, slow: bool) -> Run {
    let (one, two) = (guest(address), guest(address));
    let table = table(address, &one, "pong");
    let (mut first, mut second) = (Player::connect(address, &one), Player::connect(address, &two));
    first.command(&json!({ "type": "open_table", "table": table }));
    second.command(&json!({ "type": "open_table", "table": table }));
    second.command(&json!({ "type": "sit", "table": table }));
    let newest = Arc::new(AtomicU64::new(0));
    let until = clock() + WATCHED;
    let watched = newest.clone();
    let fast = std::thread::spawn(move || fast(first, &watched, until));
    let ages = other(second, &newest, until, slow);
    Run { deviations_us: fast.join().expect("the fast player plays to the end"), ages, skipped: 0 }
}

#[expect(clippy::disallowed_methods, reason = "a measurement takes its time")]
async fn run(slow: bool) -> Run {
    let data = std::env::temp_dir().join(format!("turnwheel-slow-reader-{}", std::process::id()));
    let settings = Settings::new(([127, 0, 0, 1], 0).into(), data.clone());
    let server = Server::start(settings).await.expect("a server starts");
    let address = server.address();
    let played = std::thread::spawn(move || play(address, slow));
    actix_rt::time::sleep(WATCHED + Duration::from_secs(2)).await;
    let skipped = server.observe_hubs().await.iter().map(|hub| hub.counts.frames_skipped).sum();
    let run = Run { skipped, ..played.join().expect("the players play to the end") };
    server.stop().await;
    // A folder left behind in the temporary one harms nobody.
    let _ = std::fs::remove_dir_all(data);
    run
}

fn quantile(values: &mut [u64], of: f64) -> u64 {
    values.sort_unstable();
    let at = (values.len().saturating_sub(1)) as f64 * of;
    values.get(at as usize).copied().unwrap_or(0)
}

#[expect(clippy::disallowed_macros, reason = "a benchmark speaks to whoever started it")]
fn main() {
    let (mut without, mut with) = actix::System::new().block_on(async { (run(false).await, run(true).await) });
    println!("pong at {TICK_HZ} Hz, watched {WATCHED:?}; with: the opponent reads {BYTES_PER_S} bytes a second");
    for (what, of) in [
        ("the fast player's deviation, microseconds", (|run| &mut run.deviations_us) as fn(&mut Run) -> &mut Vec<u64>),
        ("the other's frames, age in ticks when read", |run| &mut run.ages),
    ] {
        println!("{what:<44}{:>8}{:>10}{:>10}{:>10}", "frames", "p50", "p99", "max");
        for (name, run) in [("without", &mut without), ("with", &mut with)] {
            let all = of(run);
            let [p50, p99, max] = [0.5, 0.99, 1.0].map(|part| quantile(all, part));
            println!("{name:<44}{:>8}{p50:>10}{p99:>10}{max:>10}", all.len());
        }
    }
    println!("frames skipped by the hubs: {} without, {} with", without.skipped, with.skipped);
    let ratio =
        quantile(&mut with.deviations_us, 0.99) as f64 / quantile(&mut without.deviations_us, 0.99).max(1) as f64;
    println!("ratio with/without of the fast player's p99 deviation: {ratio:.2}");
}
