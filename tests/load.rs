//! Stories of the dummy players: what they report of a server that isn't under load, and of one that isn't there. The server's
//! clock is real, since the players' is.

use std::future::pending;

use serde_json::{Value, json};
use timer::Clock;
use turnwheel::{
    Settings,
    bots::{self, Failed, Lasting, Plan, Report, Target},
};

use crate::util::{Stage, in_system, soon, staged};

fn with_time(settings: &mut Settings) {
    settings.clock = Clock::real();
}

fn plan(title: &str, told: u64) -> Plan {
    Plan {
        titles: turnwheel::titles(),
        title: title.to_string(),
        options: Value::Null,
        matches: 2,
        spectators: 1,
        lasting: Lasting::Told(told),
        think: true,
        rate: None,
    }
}

async fn played(stage: &Stage, plan: Plan) -> Report {
    soon("the players to end", bots::run(plan, Target::Address(stage.address()), pending())).await.unwrap()
}

#[test]
fn every_tick_of_a_real_time_match_comes_to_everyone() {
    staged(with_time, async |stage| {
        let report = played(stage, plan("pong", 200)).await;
        assert!(report.errors.is_empty(), "{report:?}");
        assert_eq!((report.matches_playing, report.connections), (2, 6));
        // How many of the ticks come merged is up to how busy this machine is. More than there are can't come, but for those
        // that were due before the measuring began.
        let (expected, delivered) = (report.frames_expected, report.frames_delivered);
        // Some of what they were told are updates: a point is one.
        assert!(delivered >= 6 * 190 && delivered >= expected / 2 && delivered <= expected + 60, "{report:?}");
        assert!(delivered + report.ticks_merged <= expected + 60, "{report:?}");
        assert!(report.inputs > 0 && report.input_to_effect_ms.count > 0, "{report:?}");
        assert!(report.interval_deviation_ms.count > 0 && report.server.is_none() && report.moves == 0, "{report:?}");
    });
}

#[test]
fn moves_are_timed_from_one_player_to_the_other_and_a_match_follows_the_last() {
    staged(with_time, async |stage| {
        // No game of tic-tac-toe has so many updates.
        let report = played(stage, plan("tic_tac_toe", 25)).await;
        assert!(report.errors.is_empty(), "{report:?}");
        assert!(report.moves > 0 && report.move_to_opponent_ms.count > 0, "{report:?}");
        assert_eq!((report.frames_expected, report.frames_delivered, report.inputs), (0, 0, 0));
    });
}

#[test]
fn what_cant_be_played_is_said_at_once() {
    staged(with_time, async |stage| {
        let address = stage.address();
        let run = |plan, address| bots::run(plan, Target::Address(address), pending());
        let refused = run(plan("no_such_title", 1), address).await.unwrap_err();
        assert!(matches!(refused, Failed::Refused(refused) if refused.code.0 == "unknown_title"));
        let refused = run(Plan { options: json!({ "no": 1 }), ..plan("pong", 1) }, address).await.unwrap_err();
        assert!(matches!(refused, Failed::Refused(refused) if refused.code.0 == "bad_options"));
    });
    in_system(async {
        // A port that was free a moment ago.
        let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let failed = soon("an end", bots::run(plan("pong", 1), Target::Address(nobody), pending())).await.unwrap_err();
        assert_eq!(failed.to_string(), "no match has started; what went wrong, and how often: connection refused 6");
    });
}

#[test]
fn the_program_starts_a_server_of_its_own_and_says_what_it_cost() {
    let line = ["bots", "--title", "pong", "--matches", "2", "--for", "30frames", "--spawn", "--json"];
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_turnwheel")).args(line).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&report["title"], &report["matches_playing"], &report["errors"]),
        (&json!("pong"), &json!(2), &json!({}))
    );
    assert!(report["frames_delivered"].as_u64().unwrap() >= 4 * 30, "{report}");
    if cfg!(target_os = "linux") {
        assert!(report["server"]["rss_kb_at_end"].as_u64().unwrap() > 0, "{report}");
        assert!(report["server"]["cpu_us_per_frame"].is_number(), "{report}");
    }
}
