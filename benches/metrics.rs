//! What counting costs: a message over a counted line and its handler, a lateness, and a scrape of the page, by the CPU time
//! that the whole process spends on it.

use std::{
    fs,
    hint::black_box,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Instant,
};

use engine::actors::Pulse;
use timer::{Clock, Delays};
use turnwheel::{Server, Settings};

/// How often a call is repeated to be timed, and how often that is done. The quickest counts: what else runs on the machine
/// only ever adds to it.
const TIMES: u32 = 20_000;
const RUNS: u32 = 500;
const SCRAPES: u32 = 1_000;

/// Nanoseconds that one call takes.
#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn nanoseconds_each(mut call: impl FnMut(u64)) -> f64 {
    let runs = (0..RUNS).map(|_| {
        let begun = Instant::now();
        (0..TIMES).for_each(|n| call(u64::from(n)));
        begun.elapsed().as_nanos() as f64 / f64::from(TIMES)
    });
    runs.fold(f64::INFINITY, f64::min)
}

/// CPU time of this process so far, in milliseconds. Linux counts it in hundredths of a second.
fn cpu_ms() -> u64 {
    let stat = fs::read_to_string("/proc/self/stat").expect("Linux says what a process has used");
    let fields = stat.rsplit(')').next().expect("the name stands in brackets");
    fields.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u64>().expect("a number") * 10).sum()
}

/// Bytes of the page.
fn scrape(address: SocketAddr) -> usize {
    let mut stream = TcpStream::connect(address).expect("the page is served");
    let request = "GET /metrics HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).expect("the server reads");
    let mut page = String::new();
    stream.read_to_string(&mut page).expect("the server answers");
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    page.len()
}

#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
async fn scrapes() -> (usize, f64, f64) {
    let data = std::env::temp_dir().join(format!("turnwheel-bench-{}", std::process::id()));
    let mut settings = Settings::new(([127, 0, 0, 1], 0).into(), data.clone());
    settings.metrics = Some(([127, 0, 0, 1], 0).into());
    let server = Server::start(settings).await.expect("a server starts");
    let address = server.metrics_address().expect("the page is served");
    let (tell, told) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let bytes = scrape(address);
        let (before_ms, begun) = (cpu_ms(), Instant::now());
        (0..SCRAPES).for_each(|_| _ = scrape(address));
        let (cpu, wall) = (cpu_ms() - before_ms, begun.elapsed().as_micros() as f64);
        // Who asked waits until it is told.
        let _ = tell.send((bytes, cpu as f64 * 1000.0 / f64::from(SCRAPES), wall / f64::from(SCRAPES)));
    });
    let measured = told.await.expect("the scraper comes to an end");
    server.stop().await;
    // A folder left behind in the temporary one harms nobody.
    let _ = fs::remove_dir_all(data);
    measured
}

#[expect(clippy::disallowed_macros, reason = "a benchmark speaks to whoever started it")]
fn main() {
    let (clock, pulse, mut delays) = (Clock::real(), Pulse::new("bench".to_string()), Delays::default());
    let clock_read = nanoseconds_each(|_| _ = black_box(clock.now_us()));
    let handler = nanoseconds_each(|_| {
        let begun_us = clock.now_us();
        black_box(&pulse).taken();
        pulse.handled(&clock, begun_us, "message");
    });
    let lateness = nanoseconds_each(|n| black_box(&mut delays).record(n % 3_000));
    println!("reading the clock              {clock_read:>8.1} ns");
    println!("a message taken and handled    {handler:>8.1} ns, two readings of the clock among them");
    println!("a tick's or alarm's lateness   {lateness:>8.1} ns");
    let (bytes, cpu_us, wall_us) = actix::System::new().block_on(scrapes());
    println!(
        "a scrape of {bytes} bytes, one after the other: {cpu_us:.0} µs of CPU, {wall_us:.0} µs from ask to answer"
    );
    println!("so a scrape a second takes {:.3} % of a core", cpu_us / 10_000.0);
}
