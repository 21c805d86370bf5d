//! Stories of bots that think: what they see, and that nobody waits for them but those who play against them.

use engine::{actors::Role, limits::BOT_THINK_MS};
use serde_json::{Value, json};
use timer::Clock;

use crate::{
    titles::{Enough, PONDERING, Ponderer, Ticker},
    util::{Client, Stage, soon, staged, story},
};

/// Has a bot sit down opposite `player`; returns the match.
async fn against_a_bot(player: &mut Client, title: &str) -> String {
    let table = player.create(title, json!({})).await;
    player.open(&table).await;
    player.done(json!({ "type": "seat_bot", "table": table })).await;
    player.playing(&table).await
}

fn by_the_bot(update: &Value) -> bool {
    update["type"] == "update" && update["happened"] == json!({ "cause": "action", "seat": 1 })
}

#[test]
fn a_bot_that_thinks_for_long_delays_nobody_but_its_opponent() {
    let with_ponderer = |settings: &mut turnwheel::Settings| {
        settings.titles = turnwheel::titles().with::<Ponderer>();
        settings.clock = Clock::real();
    };
    staged(with_ponderer, async |stage| {
        let mut player = stage.player().await;
        let pondered = against_a_bot(&mut player, "ponderer").await;
        let enough = Enough::not_yet();
        assert_eq!(player.act(&pondered, json!({})).await["type"], "ok");
        soon("the bot to think", PONDERING.notified()).await;

        // Another match of the same title, on the same worker, goes on; so do the lobby and the player's own hub.
        let mut game = stage.table("ponderer", json!({}), 2).await;
        for seat in [0, 1, 0, 1] {
            game.act(seat, json!({})).await;
        }
        player.round_trip().await;
        assert!(!player.has_waiting(by_the_bot));
        enough.let_go();
        let update = player.wait("the bot's move", by_the_bot).await;
        assert_eq!(update["payload"]["view"]["count"], 2);
    });
}

#[test]
fn a_bot_takes_a_moment_and_bears_its_titles_name() {
    story(async |stage| {
        let mut player = stage.player().await;
        let match_id = against_a_bot(&mut player, "connect_four").await;
        let titles = stage.get("/api/titles").await.json();
        let title = titles.as_array().unwrap().iter().find(|title| title["name"] == "connect_four").unwrap();
        let table = player.heard.iter().rev().find(|message| message["type"] == "table").unwrap();
        assert_eq!(table["table"]["seats"][1]["holder"]["name"], title["bot"]);
        assert_eq!(player.act(&match_id, json!({ "column": 3 })).await["type"], "ok");
        player.round_trip().await;
        stage.advance(BOT_THINK_MS - 1).await;
        player.round_trip().await;
        assert!(!player.has_waiting(by_the_bot));
        // The bot may have been shown the move a little later than its player.
        stage.beat_until(&mut player, "the bot's move", by_the_bot).await;
    });
}

#[test]
fn a_thinker_that_falls_thinks_on() {
    let real = |settings: &mut turnwheel::Settings| settings.clock = Clock::real();
    staged(real, async |stage| {
        let mut player = stage.player().await;
        let match_id = against_a_bot(&mut player, "connect_four").await;
        for _ in 0..3 {
            let update = player.wait("a turn", |update| update["turn"] == json!([0])).await;
            let action = update["payload"]["legal"][0].clone();
            assert_eq!(player.act(&match_id, action).await["type"], "ok");
            soon("the thinker to fall", stage.server().fell(Role::Thinker)).await;
        }
        player.wait("a turn", |update| update["turn"] == json!([0]) || !update["outcome"].is_null()).await;
    });
}

/// With the clock running and a title whose bot goes where its opponent is.
fn with_shadow(settings: &mut turnwheel::Settings) {
    settings.titles = turnwheel::titles().with::<Ponderer>().with::<Ticker>();
    settings.clock = Clock::real();
}

/// The player moves away, and stays where the bot finds him.
async fn followed(player: &mut Client, match_id: &str, inputs: &mut u64) {
    let marks = |frame: &Value| {
        let mark = |seat: usize| frame["payload"]["marks"][seat].as_i64();
        (frame["type"] == "frame").then(|| Some((mark(0)?, mark(1)?))).flatten()
    };
    let mut goal = None;
    for by in [3, 0] {
        *inputs += 1;
        let payload = json!({ "by": by });
        player.send(json!({ "type": "input", "match_id": match_id, "input": inputs, "payload": payload })).await;
        let far = |frame: &Value| match (marks(frame), goal) {
            (Some((own, bots)), None) => own > bots + 5,
            (Some((own, bots)), Some(goal)) => own == bots && own >= goal,
            (None, _) => false,
        };
        let frame = player.wait("the marks to move", far).await;
        goal = goal.or(marks(&frame).map(|(own, _)| own));
    }
}

#[test]
fn a_bot_steers_on_while_another_thinks_for_long() {
    staged(with_shadow, async |stage| {
        let mut player = stage.player().await;
        let shadowed = against_a_bot(&mut player, "ticker").await;
        let mut other = stage.player().await;
        let pondered = against_a_bot(&mut other, "ponderer").await;
        let enough = Enough::not_yet();
        assert_eq!(other.act(&pondered, json!({})).await["type"], "ok");
        soon("the bot to think", PONDERING.notified()).await;
        followed(&mut player, &shadowed, &mut 0).await;
        enough.let_go();
        other.wait("the other bot's move", by_the_bot).await;
    });
}

#[test]
fn whoever_falls_a_bot_steers_on() {
    staged(with_shadow, async |stage| {
        let mut player = stage.player().await;
        let match_id = against_a_bot(&mut player, "ticker").await;
        let mut inputs = 0;
        followed(&mut player, &match_id, &mut inputs).await;
        for role in [Role::Steersman, Role::Bots, Role::Worker(Stage::worker("ticker")), Role::Lobby, Role::Thinker] {
            soon("a role to fall", stage.server().fell(role)).await;
            followed(&mut player, &match_id, &mut inputs).await;
        }
    });
}

#[test]
fn in_pong_a_bot_moves_its_paddle_to_the_ball() {
    story(async |stage| {
        let mut player = stage.player().await;
        let match_id = against_a_bot(&mut player, "pong").await;
        let rest = player.expect("update").await["payload"]["view"]["court"].clone();
        let paddle = |court: &Value| court[5].as_i64();
        assert_eq!(paddle(&rest), Some(5_000), "in the middle: {rest}");
        // The first ball may go the other way; the player sends it back.
        let is_frame = |message: &Value| message["type"] == "frame";
        let mut moved = false;
        for input in 1..=4_000 {
            if !player.has_waiting(is_frame) {
                stage.advance(17).await;
                player.round_trip().await;
                continue;
            }
            let frame = player.expect("frame").await;
            moved = paddle(&frame["payload"]) != paddle(&rest);
            if moved {
                break;
            }
            let to = json!({ "To": frame["payload"][1] });
            player.send(json!({ "type": "input", "match_id": match_id, "input": input, "payload": to })).await;
        }
        assert!(moved, "the bot never moved: {:?}", player.heard.last());
    });
}
