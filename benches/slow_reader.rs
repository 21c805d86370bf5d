//! A player who reads a kilobyte a second beside one who reads as fast as frames come, in one match of pong at 60 ticks a
//! second: how old what the slow one sees is, and whether the other notices. The same match runs once with two fast readers
//! and once with a slow one; what counts is the difference.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use engine::wire::json_of;
use serde_json::{Value, json};
use turnwheel::{Server, Settings};

/// How long each run is watched.
const WATCHED: Duration = Duration::from_secs(15);
/// What the slow reader reads in a second, and in how many portions.
const BYTES_PER_S: usize = 1_000;
const PORTIONS_PER_S: usize = 20;
/// Frames between two acknowledgements, as in the browser.
const ACK_FRAMES: u64 = 3;
const TICK_HZ: u64 = 60;

/// A websocket of the simplest kind: it speaks MessagePack and answers pings.
struct Player {
    stream: TcpStream,
    read: Vec<u8>,
    seq: u64,
    match_id: Option<String>,
    frames: u64,
}

impl Player {
    fn connect(address: SocketAddr, token: &str) -> Player {
        let mut stream = TcpStream::connect(address).expect("the server listens");
        stream.set_nodelay(true).expect("a socket takes options");
        let request = format!(
            "GET /ws HTTP/1.1\r\nhost: {address}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             sec-websocket-protocol: turnwheel.v1.msgpack\r\nauthorization: Bearer {token}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).expect("the server reads");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).expect("the server answers");
            head.push(byte[0]);
        }
        assert!(head.starts_with(b"HTTP/1.1 101"), "no websocket: {}", String::from_utf8_lossy(&head));
        let mut player = Player { stream, read: Vec::new(), seq: 0, match_id: None, frames: 0 };
        player.say(&json!({ "type": "hello", "client": format!("bench-{}", &token[token.len() - 12..].replace(['.', '='], "x")) }));
        player
    }

    fn frame(&mut self, opcode: u8, payload: &[u8]) {
        let mut frame = vec![0x80 | opcode];
        match u8::try_from(payload.len()) {
            Ok(length) if length < 126 => frame.push(0x80 | length),
            _ => {
                frame.push(0x80 | 126);
                frame.extend(u16::try_from(payload.len()).expect("what a client says is short").to_be_bytes());
            }
        }
        // A mask of zeros is a mask.
        frame.extend([0; 4]);
        frame.extend(payload);
        // A server that has hung up is noticed where it is read from.
        let _ = self.stream.write_all(&frame);
    }

    fn say(&mut self, message: &Value) {
        let bytes = rmp_serde::to_vec_named(message).expect("a message can be encoded");
        self.frame(2, &bytes);
    }

    fn command(&mut self, command: &Value) {
        self.seq += 1;
        self.say(&json!({ "type": "command", "seq": self.seq, "command": command }));
    }

    /// Reads at most `most` bytes; `false` at the end.
    fn take(&mut self, most: usize) -> bool {
        let mut bytes = vec![0; most];
        match self.stream.read(&mut bytes) {
            Ok(0) | Err(_) => false,
            Ok(count) => {
                self.read.extend_from_slice(&bytes[..count]);
                true
            }
        }
    }

    /// The next whole message that has been read, if there is one.
    fn next(&mut self) -> Option<Value> {
        loop {
            let (opcode, second) = (self.read.first()? & 0x0f, usize::from(*self.read.get(1)?));
            let (start, length) = match second {
                126 => (4, usize::from(u16::from_be_bytes([*self.read.get(2)?, *self.read.get(3)?]))),
                length => (2, length),
            };
            if self.read.len() < start + length {
                return None;
            }
            let payload: Vec<u8> = self.read.drain(..start + length).skip(start).collect();
            match opcode {
                9 => self.frame(10, &payload),
                2 => {
                    let text = json_of(&payload).expect("a message can be read");
                    return Some(serde_json::from_str(&text).expect("what is written as JSON is JSON"));
                }
                _ => {}
            }
        }
    }

    /// Takes note of a message: the tick, if it is a frame.
    fn note(&mut self, message: &Value) -> Option<u64> {
        if message["type"] == "update" {
            self.match_id = message["match_id"].as_str().map(str::to_string);
        }
        let tick = message["tick"].as_u64().filter(|_| message["type"] == "frame")?;
        self.frames += 1;
        if self.frames.is_multiple_of(ACK_FRAMES) {
            self.say(&json!({ "type": "seen", "match_id": message["match_id"], "tick": tick }));
        }
        Some(tick)
    }
}

/// What a run came to.
#[derive(Default)]
struct Run {
    /// How far each of the fast player's frames came from its time after the one before, in microseconds.
    deviations_us: Vec<u64>,
    /// How many ticks old each frame of the other was when it had been read.
    ages: Vec<u64>,
    skipped: u64,
}

fn post(address: SocketAddr, path: &str, token: &str, body: &Value) -> Value {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    let body = body.to_string();
    let bearer = if token.is_empty() { String::new() } else { format!("authorization: Bearer {token}\r\n") };
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-type: application/json\r\n\
         {bearer}content-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).expect("the server reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the server answers");
    serde_json::from_str(answer.split_once("\r\n\r\n").expect("an answer has a body").1).expect("an answer is JSON")
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

#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn clock() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "a slow reader is slow by waiting")]
fn pause(time: Duration) {
    std::thread::sleep(time);
}

/// Two players find each other, and play until the time is over.
fn play(address: SocketAddr, slow: bool) -> Run {
    let token = || {
        let guest = post(address, "/api/guest", "", &json!({ "bearer": true }));
        guest["token"].as_str().expect("a guest has a token").to_string()
    };
    let (one, two) = (token(), token());
    let made = post(address, "/api/tables", &one, &json!({ "title": "pong" }));
    let table = made["table"]["table"].as_str().or(made["table"].as_str()).expect("a table has a name").to_string();
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
    println!(
        "{:<44}{:>8}{:>10}{:>10}{:>10}",
        "the fast player's deviation, microseconds", "frames", "p50", "p99", "max"
    );
    for (name, run) in [("without", &mut without), ("with", &mut with)] {
        let all = &mut run.deviations_us;
        println!(
            "{name:<44}{:>8}{:>10}{:>10}{:>10}",
            all.len(),
            quantile(all, 0.5),
            quantile(all, 0.99),
            quantile(all, 1.0)
        );
    }
    println!(
        "{:<44}{:>8}{:>10}{:>10}{:>10}",
        "the other's frames, age in ticks when read", "frames", "p50", "p99", "max"
    );
    for (name, run) in [("without", &mut without), ("with", &mut with)] {
        let all = &mut run.ages;
        println!(
            "{name:<44}{:>8}{:>10}{:>10}{:>10}",
            all.len(),
            quantile(all, 0.5),
            quantile(all, 0.99),
            quantile(all, 1.0)
        );
    }
    println!("frames skipped by the hubs: {} without, {} with", without.skipped, with.skipped);
    let ratio =
        quantile(&mut with.deviations_us, 0.99) as f64 / quantile(&mut without.deviations_us, 0.99).max(1) as f64;
    println!("ratio with/without of the fast player's p99 deviation: {ratio:.2}");
}
