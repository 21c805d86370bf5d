//! Stories of the page of figures: it says what happened, is served apart from the players' address, and comes even while a
//! role is stuck (that one is told among the faults).

use std::{
    collections::BTreeMap,
    net::{SocketAddr, TcpListener},
};

use serde_json::json;
use turnwheel::{Server, StartError};

use crate::{
    titles::Ticker,
    util::{Raw, Stage, in_system, settings, soon, staged},
};

/// Any free port, for the page.
pub(crate) fn with_page(settings: &mut turnwheel::Settings) {
    settings.metrics = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
}

/// The figures of a page, by name and labels as they stand there.
pub(crate) struct Figures(BTreeMap<String, f64>);

impl Figures {
    /// Reads the page of this server; every line of it must make sense.
    pub(crate) async fn of(stage: &Stage) -> Figures {
        let address = stage.server().metrics_address().unwrap();
        let response = Raw::connect(address).await.request("GET", "/metrics", &[], "").await;
        assert_eq!(response.status, 200);
        assert!(response.header("content-type").unwrap().starts_with("text/plain; version=0.0.4"));
        let text = response.text();
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let figure = |line: &str| {
            let (name, value) = line.rsplit_once(' ').unwrap_or_else(|| panic!("{line:?}"));
            (name.to_string(), value.parse().unwrap_or_else(|_| panic!("{line:?}")))
        };
        Figures(lines.map(figure).collect())
    }

    /// One of them; `None` if it isn't there.
    pub(crate) fn get(&self, name: &str) -> Option<f64> {
        self.0.get(name).copied()
    }

    /// A worker's, in a server with one worker each.
    pub(crate) fn of_worker(&self, name: &str, title: &str) -> Option<f64> {
        self.get(&format!("{name}{{role=\"worker\",title=\"{title}\",shard=\"0\"}}"))
    }
}

fn with_ticker(settings: &mut turnwheel::Settings) {
    with_page(settings);
    settings.titles = turnwheel::titles().with::<Ticker>();
}

#[test]
fn the_page_says_what_a_real_time_match_does() {
    staged(with_ticker, async |stage| {
        let mut game = stage.table("ticker", json!({}), 2).await;
        let match_id = game.match_id.clone();
        // The table may have come to be between two places of the ticks' grid.
        stage.advance(1_000).await;
        let before = Figures::of(stage).await;
        let ticks = |figures: &Figures| figures.of_worker("turnwheel_ticks_total", "ticker").unwrap();
        stage.advance(500).await;
        let player = &mut game.players[0];
        let input = |tick: u64, input: u64| json!({ "type": "input", "match_id": match_id, "input": input, "tick": tick, "payload": { "by": 1 } });
        // For a tick that has run.
        player.send(input(1, 1)).await;
        player.round_trip().await;
        stage.advance(500).await;
        let after = Figures::of(stage).await;
        assert_eq!(ticks(&after) - ticks(&before), 20.0);
        let of_worker = |name: &str| after.of_worker(name, "ticker");
        assert_eq!(of_worker("turnwheel_inputs_late_total"), Some(1.0));
        assert_eq!(of_worker("turnwheel_inputs_total"), Some(1.0));
        assert_eq!(of_worker("turnwheel_ticks_skipped_total"), Some(0.0));
        assert_eq!(of_worker("turnwheel_matches"), Some(1.0));
        assert_eq!(of_worker("turnwheel_messages_waiting"), Some(0.0));
        assert!(of_worker("turnwheel_frames_made_total").unwrap() >= 20.0);
        for histogram in ["turnwheel_timer_lateness_seconds", "turnwheel_handler_lateness_seconds"] {
            // On a clock moved by hand nothing is ever late.
            let name = format!("{histogram}_bucket{{role=\"worker\",title=\"ticker\",shard=\"0\",le=\"0.00001\"}}");
            assert!(after.get(&name).unwrap() >= 20.0);
            assert_eq!(of_worker(&format!("{histogram}_sum")), Some(0.0));
        }
        assert!(of_worker("turnwheel_handler_seconds_count").unwrap() >= 20.0);
        let sent = |name: &str, class: &str| after.get(&format!("{name}{{class=\"{class}\"}}")).unwrap();
        for class in ["state", "moves", "answers", "lobby", "other"] {
            assert!(sent("turnwheel_messages_sent_total", class) > 0.0, "{class}");
            assert!(
                sent("turnwheel_bytes_sent_total", class) >= sent("turnwheel_messages_sent_total", class),
                "{class}"
            );
        }
        for (name, value) in [
            ("turnwheel_connections", 2.0),
            ("turnwheel_inputs_passed_total", 1.0),
            ("turnwheel_sessions", 2.0),
            ("turnwheel_tables", 1.0),
            ("turnwheel_seekers", 0.0),
            ("turnwheel_bots", 0.0),
            ("turnwheel_ticking", 1.0),
            ("turnwheel_unanswered", 0.0),
        ] {
            assert_eq!(after.get(name), Some(value), "{name}");
        }
    });
}

#[test]
fn a_worker_that_came_up_anew_counts_on() {
    staged(with_ticker, async |stage| {
        let game = stage.table("ticker", json!({}), 2).await;
        stage.advance(1_000).await;
        let ticks = |figures: &Figures| figures.of_worker("turnwheel_ticks_total", "ticker").unwrap();
        let before = ticks(&Figures::of(stage).await);
        assert!(before > 0.0);
        stage.server().fell(engine::actors::Role::Worker(Stage::worker("ticker"))).await;
        drop(game);
        let mut game = stage.table("ticker", json!({}), 2).await;
        stage.advance(1_000).await;
        game.players[0].expect("frame").await;
        assert!(ticks(&Figures::of(stage).await) > before);
    });
}

#[test]
fn servers_in_one_process_have_figures_of_their_own() {
    in_system(async {
        let mut busy = Stage::start(tempfile::tempdir().unwrap(), with_ticker).await;
        let mut idle = Stage::start(tempfile::tempdir().unwrap(), with_ticker).await;
        let _game = busy.table("ticker", json!({}), 2).await;
        let connections = async |stage: &Stage| Figures::of(stage).await.get("turnwheel_connections");
        assert_eq!((connections(&busy).await, connections(&idle).await), (Some(2.0), Some(0.0)));
        busy.stop().await;
        idle.stop().await;
    });
}

#[test]
fn players_find_no_page_and_the_page_s_address_serves_nothing_else() {
    staged(with_page, async |stage| {
        assert_eq!(stage.get("/metrics").await.status, 404);
        let page = stage.server().metrics_address().unwrap();
        assert_eq!(Raw::connect(page).await.request("GET", "/api/tables", &[], "").await.status, 404);
        stage.stop().await;
        let closed = actix_rt::net::TcpStream::connect(page).await;
        assert!(closed.is_err(), "nobody listens any more");
    });
}

#[test]
fn a_server_without_a_page_listens_at_one_address_only() {
    staged(|_| (), async |stage| assert_eq!(stage.server().metrics_address(), None));
}

#[test]
fn an_address_that_is_taken_is_an_error_that_names_the_flag() {
    in_system(async {
        let (data, taken) = (tempfile::tempdir().unwrap(), TcpListener::bind("127.0.0.1:0").unwrap());
        let mut settings = settings(data.path().to_path_buf());
        settings.metrics = Some(taken.local_addr().unwrap());
        let error = soon("the server to give up", Server::start(settings)).await.err().unwrap();
        assert!(matches!(error, StartError::Metrics(..)));
        assert!(error.to_string().contains("--metrics off"), "{error}");
    });
}
