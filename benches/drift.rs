//! Whether ticks drift: a match at 60 ticks a second is followed over a real socket for some minutes, and what its tick should
//! be by the clock is set beside what it is. `MINUTES=10` says how long.

mod player;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::json;
use title::{Cx, Info, NoOptions, Plan, Rejection, Seat, Seats, Title, Viewer, Wire};
use turnwheel::{Server, Settings};

use player::{Player, clock, guest, table};

const TICK_HZ: u32 = 60;

#[derive(Serialize, Deserialize)]
struct Nothing {}
Wire!(Nothing);

/// Ticks, and shows that it does.
#[derive(Clone, Serialize, Deserialize)]
struct Ticker {}

impl Title for Ticker {
    const INFO: Info = Info::new("ticker", "Ticker", "Ticks.");
    type Options = NoOptions;
    type Action = Nothing;
    type View = Nothing;
    type Note = ();
    type Alarm = ();
    type Input = ();
    type Frame = Nothing;

    fn plan(_: &NoOptions) -> Result<Plan, Rejection> {
        Ok(Plan::real_time(1, TICK_HZ))
    }

    fn start(_: NoOptions, _: &mut Cx<Self>) -> Result<Self, Rejection> {
        Ok(Ticker {})
    }

    fn turn(&self) -> Seats {
        Seats::none()
    }

    fn act(&mut self, _: Seat, _: Nothing, _: &mut Cx<Self>) -> Result<(), Rejection> {
        Ok(())
    }

    fn view(&self, _: Viewer) -> Nothing {
        Nothing {}
    }

    fn frame(&self, _: Viewer) -> Option<Nothing> {
        Some(Nothing {})
    }
}

/// How far the ticks are from the clock at the end of each minute, in ticks; and how many ticks had no frame.
fn follow(address: std::net::SocketAddr, minutes: u32) -> (Vec<f64>, u64) {
    let token = guest(address);
    let table = table(address, &token, "ticker");
    let mut player = Player::connect(address, &token);
    player.command(&json!({ "type": "open_table", "table": table }));
    let (mut first, mut last, mut gaps, mut drifts) = (None, 0, 0, Vec::new());
    while drifts.len() < minutes as usize && player.take(16 * 1024) {
        while let Some(message) = player.next() {
            let Some(tick) = player.note(&message) else { continue };
            let now = clock();
            let (from, begun) = *first.get_or_insert((tick, now));
            gaps += if last == 0 { 0 } else { tick - last - 1 };
            last = tick;
            let passed = now - begun;
            if passed >= Duration::from_secs(60) * (u32::try_from(drifts.len()).expect("a run is short") + 1) {
                drifts.push((tick - from) as f64 - passed.as_secs_f64() * f64::from(TICK_HZ));
            }
        }
    }
    (drifts, gaps)
}

#[expect(clippy::disallowed_macros, reason = "a benchmark speaks to whoever started it")]
fn main() {
    let minutes = std::env::var("MINUTES").ok().and_then(|minutes| minutes.parse().ok()).unwrap_or(1);
    actix::System::new().block_on(async {
        let data = std::env::temp_dir().join(format!("turnwheel-drift-{}", std::process::id()));
        let mut settings = Settings::new(([127, 0, 0, 1], 0).into(), data.clone());
        settings.titles = settings.titles.with::<Ticker>();
        let server = Server::start(settings).await.expect("a server starts");
        let address = server.address();
        let (tell, told) = tokio::sync::oneshot::channel();
        std::thread::spawn(move || tell.send(follow(address, minutes)));
        let (drifts, gaps) = told.await.expect("the match is followed to the end");
        println!("a match at {TICK_HZ} Hz over a real socket; ticks ahead of the clock (behind it: less than 0)");
        for (minute, drift) in (1..).zip(drifts) {
            println!("after {minute:>3} min {drift:>8.3}");
        }
        println!("ticks without a frame: {gaps}");
        server.stop().await;
        // A folder left behind in the temporary one harms nobody.
        let _ = std::fs::remove_dir_all(data);
    });
}
