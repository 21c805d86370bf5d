//! How late the timer and a real-time title are while another title hogs its thread for two seconds, beside the same
//! without it. Both runs happen in one process, one after the other; what counts is the ratio.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};
use timer::Lateness;
use title::{Cx, Info, NoOptions, Plan, Rejection, Seat, Seats, Title, Viewer, Wire};
use turnwheel::{Server, Settings};

/// Matches that tick, at this rate.
const TICKING: usize = 20;
const TICK_HZ: u32 = 60;
/// How long each run is watched, and how long the spin lasts.
const WATCHED: Duration = Duration::from_secs(5);
const SPIN: Duration = Duration::from_secs(2);

#[derive(Serialize, Deserialize)]
struct Nothing {}
Wire!(Nothing);

/// Ticks and does nothing else.
#[derive(Clone, Serialize, Deserialize)]
struct Ticker {}

/// Spins once, half a second after it began.
#[derive(Clone, Serialize, Deserialize)]
struct Spinner {}

/// What both have in common: one seat, so that a table starts at once, and nothing to do.
macro_rules! idle_title {
    () => {
        type Options = NoOptions;
        type Action = Nothing;
        type View = Nothing;
        type Note = ();
        type Alarm = ();
        type Input = ();
        type Frame = ();

        fn turn(&self) -> Seats {
            Seats::none()
        }

        fn act(&mut self, _: Seat, _: Nothing, _: &mut Cx<Self>) -> Result<(), Rejection> {
            Ok(())
        }

        fn view(&self, _: Viewer) -> Nothing {
            Nothing {}
        }
    };
}

impl Title for Ticker {
    const INFO: Info = Info::new("ticker", "Ticker", "Ticks.");
    idle_title!();

    fn plan(_: &NoOptions) -> Result<Plan, Rejection> {
        Ok(Plan::real_time(1, TICK_HZ))
    }

    fn start(_: NoOptions, _: &mut Cx<Self>) -> Result<Self, Rejection> {
        Ok(Ticker {})
    }
}

impl Title for Spinner {
    const INFO: Info = Info::new("spinner", "Spinner", "Spins.");
    idle_title!();

    fn plan(_: &NoOptions) -> Result<Plan, Rejection> {
        Ok(Plan::turn_based(1))
    }

    fn start(_: NoOptions, cx: &mut Cx<Self>) -> Result<Self, Rejection> {
        cx.set_alarm((), cx.now() + 500);
        Ok(Spinner {})
    }

    #[expect(clippy::disallowed_methods, reason = "a title that misbehaves is what is measured")]
    fn alarm(&mut self, (): (), _: &mut Cx<Self>) {
        let begun = Instant::now();
        while begun.elapsed() < SPIN {
            std::hint::spin_loop();
        }
    }
}

/// One request to the server; its body.
fn post(address: SocketAddr, path: &str, bearer: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    let length = body.len();
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-type: application/json\r\n\
         authorization: Bearer {bearer}\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).expect("the server reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the server answers");
    answer.split_once("\r\n\r\n").expect("an answer has a body").1.to_string()
}

/// Makes a table, as a new guest: a guest sits at a few only.
fn start_match(address: SocketAddr, title: &str) {
    let guest: serde_json::Value =
        serde_json::from_str(&post(address, "/api/guest", "", r#"{"bearer":true}"#)).expect("a guest");
    let token = guest["token"].as_str().expect("a token");
    let table = post(address, "/api/tables", token, &format!(r#"{{"title":"{title}"}}"#));
    assert!(table.contains("\"table\""), "{table}");
}

#[expect(clippy::disallowed_methods, reason = "a measurement takes its time")]
async fn lateness(spin: bool) -> (Lateness, Lateness) {
    let data = std::env::temp_dir().join(format!("turnwheel-bench-{}", std::process::id()));
    let mut settings = Settings::new(([127, 0, 0, 1], 0).into(), data.clone());
    settings.titles = settings.titles.with::<Ticker>().with::<Spinner>();
    let server = Server::start(settings).await.expect("a server starts");
    let address = server.address();
    std::thread::spawn(move || {
        (0..TICKING).for_each(|_| start_match(address, "ticker"));
        if spin {
            start_match(address, "spinner");
        }
    });
    actix_rt::time::sleep(WATCHED).await;
    let all = server.timer().lateness().await;
    let ticker = all.into_iter().find(|one| one.name == "worker ticker.0").expect("the ticker's worker is served");
    server.stop().await;
    // A folder left behind in the temporary one harms nobody.
    let _ = std::fs::remove_dir_all(data);
    (ticker.timer, ticker.handler)
}

#[expect(clippy::disallowed_macros, reason = "a benchmark speaks to whoever started it")]
fn main() {
    let (without, with) = actix::System::new().block_on(async { (lateness(false).await, lateness(true).await) });
    println!("{TICKING} matches at {TICK_HZ} Hz, watched {WATCHED:?}; with: another title spins for {SPIN:?}");
    println!("{:<34}{:>8}{:>10}{:>10}{:>10}{:>10}", "lateness in microseconds", "count", "p50", "p99", "p99.9", "max");
    let rows = [
        ("timer, without", without.0),
        ("timer, with", with.0),
        ("ticking title's handler, without", without.1),
        ("ticking title's handler, with", with.1),
    ];
    for (name, late) in rows {
        println!(
            "{name:<34}{:>8}{:>10}{:>10}{:>10}{:>10}",
            late.count, late.p50_us, late.p99_us, late.p999_us, late.max_us
        );
    }
    let ratio = |with: u64, without: u64| with as f64 / without.max(1) as f64;
    println!(
        "ratio with/without at p99: timer {:.2}, handler {:.2}",
        ratio(with.0.p99_us, without.0.p99_us),
        ratio(with.1.p99_us, without.1.p99_us)
    );
}
