//! Stories of what is made of stored matches: they are seen again over HTTP, played on from, and looked at by whoever runs the
//! server, with the program itself.

use std::{
    path::Path,
    process::{Command, Output},
};

use engine::{
    ids::MatchId,
    store::{Record, SqliteSettings, SqliteStore, Store},
};
use serde_json::{Value, json};
use title::Case;

use crate::{
    cases::on_disk,
    util::{Stage, Table, staged},
};

const TIC_TAC_TOE: &str = "tic_tac_toe";

/// Tells a story on a server with a store on disk.
fn kept(run: impl AsyncFnOnce(&mut Stage)) {
    staged(on_disk, run);
}

/// A match in which X has won with the left column.
async fn won(stage: &Stage) -> Table {
    let mut game = stage.table(TIC_TAC_TOE, json!({}), 2).await;
    for (seat, cell) in [(0, 0), (1, 1), (0, 3), (1, 4), (0, 6)] {
        game.act(seat, json!({ "cell": cell })).await;
    }
    game
}

/// What a replay is answered.
async fn replay(stage: &Stage, match_id: &str, query: &str, headers: &[(&str, &str)]) -> (u16, Value) {
    let answer = stage.http("GET", &format!("/api/matches/{match_id}/replay{query}"), headers, "").await;
    (answer.status, answer.json())
}

/// What is answered to the wish for a fork, by somebody who has just come.
async fn fork(stage: &Stage, match_id: &str, at: u64) -> (u16, Value) {
    let bearer = format!("Bearer {}", stage.guest().await.token);
    let headers = [("authorization", &bearer[..]), ("content-type", "application/json")];
    let asked = json!({ "match_id": match_id, "at": at }).to_string();
    let answer = stage.http("POST", "/api/forks", &headers, &asked).await;
    (answer.status, answer.json())
}

/// Runs the program with these arguments and this data folder.
fn turnwheel(data: &Path, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_turnwheel"));
    program.args(arguments).arg("--data").arg(data).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn complained(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_finished_match_is_seen_again_step_by_step() {
    kept(async |stage| {
        let game = won(stage).await;
        let (status, seen) = replay(stage, &game.match_id, "", &[]).await;
        assert_eq!(status, 200, "{seen}");
        assert_eq!(
            (&seen["match_id"], &seen["title"], &seen["table"]),
            (&json!(game.match_id), &json!(TIC_TAC_TOE), &json!(game.table))
        );
        assert_eq!(
            (&seen["real_time"], &seen["seats"], &seen["steps_total"]),
            (&Value::Null, &json!([0, 1]), &json!(6))
        );
        assert_eq!(seen["outcome"], json!({ "places": [1, 2], "reason": "three_in_a_row" }));
        assert_eq!(seen["holders"][1]["player"], game.players[1].guest.player);
        let steps = seen["steps"].as_array().unwrap();
        let told: Vec<_> = steps.iter().map(|step| (step["cause"].as_str().unwrap(), step["seat"].as_u64())).collect();
        let acted = |seat| ("action", Some(seat));
        assert_eq!(told, [("start", None), acted(0), acted(1), acted(0), acted(1), acted(0)]);
        assert_eq!(steps[2]["view"]["cells"], json!([0, 1, null, null, null, null, null, null, null]));
        let (_, part) = replay(stage, &game.match_id, "?seat=1&from=4", &[]).await;
        assert_eq!((&part["from"], &part["steps"].as_array().unwrap()[..]), (&json!(4), &steps[4..]));
    });
}

#[test]
fn what_can_not_be_seen_again_is_refused_with_a_status() {
    kept(async |stage| {
        let mut game = stage.table(TIC_TAC_TOE, json!({}), 2).await;
        game.act(0, json!({ "cell": 0 })).await;
        let refused = async |match_id: &str, query: &str| {
            let (status, body) = replay(stage, match_id, query, &[]).await;
            (status, body["code"].as_str().unwrap().to_string())
        };
        let code = |status: u16, code: &str| (status, code.to_string());
        assert_eq!(refused(&game.match_id, "").await, code(409, "match_running"));
        for unknown in ["tic_tac_toe.0.nowhere", "halma.0.nowhere", "nonsense"] {
            assert_eq!(refused(unknown, "").await, code(404, "unknown_match"), "{unknown}");
        }
        assert_eq!(refused(&game.match_id, "?seat=x").await, code(400, "malformed"));
        let over = won(stage).await;
        assert_eq!(refused(&over.match_id, "?seat=2").await, code(403, "secrets"), "there is no such seat");
        let foreign = replay(stage, &over.match_id, "", &[("origin", "http://elsewhere.example")]).await;
        assert_eq!((foreign.0, &foreign.1["code"]), (403, &json!("foreign_origin")));
    });
}

#[test]
fn a_seat_with_secrets_is_shown_to_its_player_only() {
    kept(async |stage| {
        let mut game = stage.table("duel", json!({}), 2).await;
        let id = game.match_id.clone();
        game.act(0, json!({ "number": 3 })).await;
        game.players[1].done(json!({ "type": "resign", "match_id": id })).await;
        let bearer = format!("Bearer {}", game.players[0].guest.token);
        let own = [("authorization", &bearer[..])];
        assert_eq!(replay(stage, &id, "?seat=0", &[]).await.1["code"], "secrets");
        assert_eq!(replay(stage, &id, "?seat=1", &own).await.1["code"], "secrets");
        let (status, seen) = replay(stage, &id, "?seat=0", &own).await;
        assert_eq!((status, &seen["seats"]), (200, &json!([0])));
        assert_eq!(fork(stage, &id, 0).await.1["code"], "secrets");
    });
}

#[test]
fn a_seat_is_shown_to_everybody_once_nothing_is_hidden_any_more() {
    kept(async |stage| {
        let mut game = stage.table("duel", json!({}), 2).await;
        let id = game.match_id.clone();
        game.act(0, json!({ "number": 3 })).await;
        game.act(1, json!({ "number": 5 })).await;
        game.players[0].done(json!({ "type": "resign", "match_id": id })).await;
        let mine = async |query: &str| {
            let (status, seen) = replay(stage, &id, query, &[]).await;
            assert_eq!((status, &seen["seats"]), (200, &json!([0, 1])));
            seen["steps"][1]["view"]["mine"].clone()
        };
        assert_eq!(
            [mine("").await, mine("?seat=0").await, mine("?seat=1").await],
            [json!(null), json!(3), json!(null)]
        );
        assert_eq!(fork(stage, &id, 1).await.0, 201, "and may be played on from by anybody");
    });
}

#[test]
fn a_match_is_played_on_from_any_of_its_moments() {
    kept(async |stage| {
        let game = won(stage).await;
        let (status, table) = fork(stage, &game.match_id, 3).await;
        assert_eq!(status, 201, "{table}");
        let table = table["table"].as_str().unwrap().to_string();
        let (mut first, mut second) = (stage.player().await, stage.player().await);
        for player in [&mut first, &mut second] {
            player.open(&table).await;
            player.sit(&table).await;
        }
        let id = first.playing(&table).await;
        let update = first.update(0).await;
        assert_eq!(update["payload"]["view"]["cells"], json!([0, 1, null, 0, null, null, null, null, null]));
        assert_eq!(update["turn"], json!([1]));
        let ok = second.act(&id, json!({ "cell": 6 })).await;
        assert_eq!(ok["type"], "ok", "{ok}");
        assert_eq!(fork(stage, &id, 0).await.1["code"], "match_running");
        assert_eq!(fork(stage, &game.match_id, 5).await.1["code"], "no_such_moment", "there it was over");
        assert_eq!(fork(stage, "tic_tac_toe.0.nowhere", 1).await.1["code"], "unknown_match");
        let nobody = stage.http("POST", "/api/forks", &[("content-type", "application/json")], "{}").await;
        assert!([400, 401].contains(&nobody.status), "{nobody:?}");
    });
}

#[test]
fn the_program_forks_at_a_running_server() {
    kept(async |stage| {
        let game = won(stage).await;
        let (url, id) = (format!("http://{}", stage.address()), game.match_id.clone());
        let run = move || {
            let mut program = Command::new(env!("CARGO_BIN_EXE_turnwheel"));
            program.args(["fork", &id, "--at", "2", "--url", &url]).output().unwrap()
        };
        let output = actix_rt::task::spawn_blocking(run).await.unwrap();
        let link = said(&output);
        assert!(output.status.success(), "{}", complained(&output));
        let (_, table) = link.trim().split_once("/t/").unwrap();
        let seen = stage.get(&format!("/api/tables/{table}")).await.json();
        assert_eq!((&seen["title"], &seen["phase"]), (&json!(TIC_TAC_TOE), &json!("gathering")));
        assert!(seen["seats"].as_array().unwrap().iter().all(|seat| seat["holder"].is_null()), "{seen}");
    });
}

#[test]
fn a_sound_store_is_verified_beside_its_server_and_a_damaged_one_found_out() {
    kept(async |stage| {
        let game = won(stage).await;
        stage.table("chess", json!({}), 2).await;
        let data = stage.data();
        let output = turnwheel(&data, &["verify"]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        assert!(said(&output).starts_with("2 matches: 2 played again"), "{}", said(&output));
        let output = turnwheel(&data, &["verify", "--json"]);
        let sum: Value = serde_json::from_str(said(&output).lines().last().unwrap()).unwrap();
        assert_eq!((&sum["matches"], &sum["mismatches"], &sum["not_checked"]), (&json!(2), &json!(0), &json!(0)));

        stage.stop().await;
        let id: MatchId = game.match_id.parse().unwrap();
        let settings = SqliteSettings { keep_finished_days: 365, disk_budget_bytes: 1 << 30 };
        let mut store = SqliteStore::open(&data, settings).unwrap();
        let mut snapshot = store.history(&id).unwrap().unwrap().snapshots.pop().unwrap();
        let (entries, now_ms) = (snapshot.entries, store.service_ms().unwrap());
        snapshot.hash[0] ^= 1;
        let epoch = store.claim(&id.worker).unwrap();
        store.commit(now_ms, &[Record::Snapshot { id, epoch, snapshot, wake_ms: None }]).unwrap();
        drop(store);
        let output = turnwheel(&data, &["verify"]);
        assert_eq!(output.status.code(), Some(1));
        let line = format!("{}: MISMATCH: the snapshot of {entries} entries is damaged", game.match_id);
        assert_eq!(said(&output).lines().next(), Some(&line[..]));
        let output = turnwheel(&data.join("nowhere"), &["verify"]);
        assert_eq!((output.status.code(), said(&output)), (Some(2), String::new()));
        assert!(!complained(&output).is_empty());
    });
}

#[test]
fn a_match_is_printed_written_down_and_copied() {
    kept(async |stage| {
        let game = won(stage).await;
        let data = stage.data();
        let id = &game.match_id[..];
        let output = turnwheel(&data, &["replay", id, "--views"]);
        let printed = said(&output);
        assert!(output.status.success(), "{}", complained(&output));
        assert!(printed.contains(r#"seat 1  action {"cell":4}"#), "{printed}");
        assert!(printed.contains(r#"{"cells":[0,1,null,0,null,null,null,null,null]}"#), "{printed}");
        assert!(printed.trim_end().ends_with("ended: three_in_a_row, places [1, 2]"), "{printed}");

        let output = turnwheel(&data, &["export", id]);
        let case: Case = said(&output).parse().unwrap();
        case.run::<games::TicTacToe>().unwrap();
        let file = data.join("case.json");
        let to_file = ["export", id, "-o", file.to_str().unwrap()];
        assert!(turnwheel(&data, &to_file).status.success());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), case.to_string());
        let again = turnwheel(&data, &to_file);
        assert_eq!(again.status.code(), Some(1), "nothing is overwritten");

        let copy = tempfile::tempdir().unwrap();
        let file = copy.path().join("turnwheel.sqlite3");
        let backup = ["backup", file.to_str().unwrap()];
        let output = turnwheel(&data, &backup);
        assert!(output.status.success(), "{}", complained(&output));
        assert_eq!(turnwheel(&data, &backup).status.code(), Some(1), "nothing is overwritten");
        assert_eq!(
            said(&turnwheel(copy.path(), &["export", id])),
            case.to_string(),
            "a copy is a data folder's database"
        );

        let unknown = turnwheel(&data, &["replay", "tic_tac_toe.0.nowhere"]);
        assert_eq!(unknown.status.code(), Some(1));
        assert!(complained(&unknown).contains("there is no match tic_tac_toe.0.nowhere"), "{}", complained(&unknown));
    });
}
