//! Stories of real time: ticks moved by hand, frames, and the players' controls in them.

use serde_json::{Value, json};
use title::Seat;

use crate::{
    titles::{TICK_MS, Ticker},
    util::{Client, Stage, Table, staged},
};

fn with_ticker(settings: &mut turnwheel::Settings) {
    settings.titles = turnwheel::titles().with::<Ticker>();
}

/// Sends a control and waits until the hub has passed it on.
async fn push(client: &mut Client, match_id: &str, input: u64, by: i64) {
    client.send(json!({ "type": "input", "match_id": match_id, "input": input, "payload": { "by": by } })).await;
    client.round_trip().await;
}

/// Lets one tick pass and returns the frame that each player was sent.
async fn tick(stage: &Stage, game: &mut Table, number: u64) -> Vec<Value> {
    stage.advance(TICK_MS).await;
    let mut frames = Vec::new();
    for player in &mut game.players {
        let is = |message: &Value| message["type"] == "frame" && message["tick"] == number;
        frames.push(player.wait(&format!("frame {number}"), is).await);
    }
    frames
}

#[test]
fn frames_come_with_rising_ticks_and_the_inputs_they_applied() {
    staged(with_ticker, async |stage| {
        let mut game = stage.table("ticker", json!({}), 2).await;
        let match_id = game.match_id.clone();
        let frame = |tick: u64, input: u64, marks: [i64; 2]| {
            let payload = json!({ "marks": marks });
            json!({ "type": "frame", "match_id": match_id, "epoch": 1, "tick": tick, "input": input, "payload": payload })
        };
        assert_eq!(tick(stage, &mut game, 1).await, [frame(1, 0, [0, 0]), frame(1, 0, [0, 0])]);
        push(&mut game.players[0], &match_id, 1, 3).await;
        assert_eq!(tick(stage, &mut game, 2).await, [frame(2, 1, [3, 0]), frame(2, 0, [3, 0])]);
        // A control counts until there is a newer one.
        push(&mut game.players[1], &match_id, 7, -2).await;
        assert_eq!(tick(stage, &mut game, 3).await, [frame(3, 1, [6, -2]), frame(3, 7, [6, -2])]);
        // Of several the newest counts, and an old one that comes late does not.
        push(&mut game.players[0], &match_id, 2, 100).await;
        push(&mut game.players[0], &match_id, 3, 0).await;
        push(&mut game.players[0], &match_id, 2, 100).await;
        assert_eq!(tick(stage, &mut game, 4).await, [frame(4, 3, [6, -4]), frame(4, 7, [6, -4])]);

        let ticks = |client: &Client| {
            let frames = client.heard.iter().filter(|message| message["type"] == "frame");
            frames.map(|frame| frame["tick"].as_u64().unwrap()).collect::<Vec<_>>()
        };
        for player in &game.players {
            assert_eq!(ticks(player), [1, 2, 3, 4]);
        }
    });
}

#[test]
fn only_players_move_anything() {
    staged(with_ticker, async |stage| {
        let mut game = stage.table("ticker", json!({}), 2).await;
        let other = stage.table("ticker", json!({}), 2).await;
        let match_id = game.match_id.clone();
        let mut onlooker = stage.player().await;
        onlooker.open(&game.table).await;
        onlooker.expect("update").await;

        push(&mut onlooker, &match_id, 1, 50).await;
        push(&mut game.players[0], &other.match_id, 1, 50).await;
        assert_eq!(game.players[0].error().await, "bad_input", "of a match that isn't shown");
        for payload in [json!({}), json!({ "by": "left" }), json!(null)] {
            game.players[0]
                .send(json!({ "type": "input", "match_id": match_id, "input": 9, "payload": payload }))
                .await;
        }
        game.players[0].send(json!({ "type": "input", "match_id": match_id, "input": 9 })).await;
        assert_eq!(game.players[0].error().await, "bad_input", "without a control");
        game.players[0].round_trip().await;

        let frames = tick(stage, &mut game, 1).await;
        assert!(frames.iter().all(|frame| frame["payload"] == json!({ "marks": [0, 0] })), "{frames:?}");
        assert!(frames.iter().all(|frame| frame["input"] == 0), "{frames:?}");
        let seen = onlooker.expect("frame").await;
        assert_eq!((&seen["tick"], &seen["input"]), (&json!(1), &json!(0)));
    });
}

#[test]
fn a_match_that_is_over_ticks_no_more() {
    staged(with_ticker, async |stage| {
        let mut game = stage.table("ticker", json!({}), 2).await;
        push(&mut game.players[0], &game.match_id, 1, 1).await;
        tick(stage, &mut game, 1).await;
        let rev = game.act(1, json!("stop")).await;
        for player in &mut game.players {
            let update = player.update(rev).await;
            assert_eq!(update["outcome"], json!({ "places": [1, 1], "reason": "whistle" }));
            assert_eq!(update["payload"]["view"], json!({ "marks": [1, 0] }));
            player.table_where("finished", |table| table["phase"] == "finished").await;
        }
        stage.advance(10 * TICK_MS).await;
        for player in &mut game.players {
            player.round_trip().await;
            assert!(!player.has_waiting(|message| message["type"] == "frame"));
        }
    });
}

#[test]
fn who_comes_later_joins_at_the_tick_that_is() {
    staged(with_ticker, async |stage| {
        let mut game = stage.table("ticker", json!({}), 2).await;
        push(&mut game.players[1], &game.match_id, 1, 5).await;
        for number in 1..=3 {
            tick(stage, &mut game, number).await;
        }
        let mut late = stage.player().await;
        late.open(&game.table).await;
        let snapshot = late.expect("update").await;
        assert_eq!((&snapshot["tick"], &snapshot["rev"]), (&json!(3), &json!(0)));
        assert_eq!(snapshot["payload"]["view"], json!({ "marks": [0, 15] }));
        tick(stage, &mut game, 4).await;
        let frame = late.expect("frame").await;
        assert_eq!((&frame["tick"], &frame["payload"]["marks"][Seat(1).index()]), (&json!(4), &json!(20)));
    });
}
