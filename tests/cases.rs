//! Each bundled title, played through the whole system by its bots, and written down as a case that holds. With `BLESS=1` in the
//! environment the cases are kept in `games/cases/`, where the tests of the rules play them again.

use std::{env, fs, path::Path};

use engine::{
    store::{SqliteSettings, SqliteStore, Store},
    titles::{Mind, Offered},
    wire::{from_payload, to_payload},
};
use serde_json::{Value, json};
use title::{Seat, Seed};

use crate::util::{Client, Stage, Table, staged};

/// After so many moves a match that doesn't end by itself is given up.
const MOVES: u64 = 120;

/// After so many looks of its players a match in real time is given up, each two ticks after the other.
const LOOKS: u64 = 600;

/// A store in the data folder, as the stock server has it.
pub(crate) fn on_disk(settings: &mut turnwheel::Settings) {
    let kept = SqliteSettings { keep_finished_days: 365, disk_budget_bytes: 1 << 30 };
    settings.store = Box::new(SqliteStore::open(&settings.data, kept).unwrap());
}

/// Plays a match to its end and writes it down.
fn case_of(title: &'static str, options: Value) {
    staged(on_disk, async |stage| {
        let offered = turnwheel::titles().get(title).unwrap().clone();
        let seats = offered.check(&options).unwrap().1.seats;
        let mut game = stage.table(title, options, usize::from(seats)).await;
        match offered.plan.tick_hz {
            Some(hz) => held(stage, &offered, &mut game, u64::from(hz)).await,
            None => moved(stage, &offered, &mut game).await,
        }
        let id = game.match_id.parse().unwrap();
        let history = SqliteStore::read_only(&stage.data()).unwrap().history(&id).unwrap().unwrap();
        assert!(history.ended);
        let case = offered.export(&id, &history).unwrap();
        if env::var_os("BLESS").is_some() {
            let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("games/cases");
            fs::write(cases.join(format!("{title}.json")), case.to_string()).unwrap();
        }
    });
}

/// Whoever's turn it is moves, until there is nothing left to move.
async fn moved(stage: &Stage, offered: &Offered, game: &mut Table) {
    let id = game.match_id.clone();
    let mut rev = 0;
    for number in 0..MOVES {
        let update = shown(&mut game.players[0], &id, rev).await;
        if update["outcome"].is_object() {
            return;
        }
        stage.advance(700 + 10 * number).await;
        for seat in update["turn"].as_array().unwrap() {
            let seat = u8::try_from(seat.as_u64().unwrap()).unwrap();
            let shown = shown(&mut game.players[usize::from(seat)], &id, rev).await;
            let payload = to_payload(&shown["payload"]).unwrap();
            let thought = offered.think(&payload, Seat(seat), Seed::number(2 * number + u64::from(seat))).unwrap();
            rev = game.act(usize::from(seat), from_payload(&thought).unwrap()).await;
        }
    }
    game.players[0].done(json!({ "type": "resign", "match_id": id })).await;
}

/// The update of this revision, heard already or not.
async fn shown(player: &mut Client, match_id: &str, rev: u64) -> Value {
    let heard = player.updates(match_id).into_iter().find(|update| update["rev"] == rev).cloned();
    match heard {
        Some(update) => update,
        None => player.update(rev).await,
    }
}

/// Every seat is held by a mind for a while; then one of them gives up, if nobody has won.
async fn held(stage: &Stage, offered: &Offered, game: &mut Table, hz: u64) {
    let mind = |seat: u8| (offered.mind(Seat(seat), Seed::number(u64::from(seat))), 0);
    let mut minds: Vec<(Box<dyn Mind>, usize)> = (0..).map(mind).take(game.players.len()).collect();
    let id = game.match_id.clone();
    for number in 1..=LOOKS {
        stage.advance(2 * 1000 / hz).await;
        for ((mind, read), player) in minds.iter_mut().zip(&mut game.players) {
            player.round_trip().await;
            for message in &player.heard[*read..] {
                let payload = to_payload(&message["payload"]).unwrap();
                match message["type"].as_str() {
                    Some("update") if message["outcome"].is_object() => return,
                    Some("update") => mind.shown(&payload),
                    Some("frame") => mind.framed(&payload),
                    _ => {}
                }
            }
            *read = player.heard.len();
            if let Some(input) = mind.steer() {
                let input: Value = from_payload(&input).unwrap();
                player.send(json!({ "type": "input", "match_id": id, "input": number, "payload": input })).await;
            }
        }
    }
    game.players[0].done(json!({ "type": "resign", "match_id": id })).await;
}

#[test]
fn chess_can_be_written_down() {
    case_of("chess", json!({}));
}

#[test]
fn connect_four_can_be_written_down() {
    case_of("connect_four", json!({}));
}

#[test]
fn duel_can_be_written_down() {
    case_of("duel", json!({}));
}

#[test]
fn pong_can_be_written_down() {
    case_of("pong", json!({}));
}

#[test]
fn reversi_can_be_written_down() {
    case_of("reversi", json!({}));
}

#[test]
fn tic_tac_toe_can_be_written_down() {
    case_of("tic_tac_toe", json!({}));
}

#[test]
fn tron_can_be_written_down() {
    case_of("tron", json!({}));
}
