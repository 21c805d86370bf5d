//! Stories of courtesies and clocks: what two people at a board expect of each other, through real sockets.

use engine::{
    actors::Role,
    limits::{CLAIM_GRACE_MS, LAG_QUOTA_MS, NO_SHOW_MS, OFFER_MS, PAUSE_MS, SETTLE_MS},
    wire::Codec,
};
use serde_json::{Value, json};

use crate::util::{Raw, Stage, Table, client_id, story};

const CHESS: &str = "chess";

/// Chess with a minute each.
fn minute() -> Value {
    json!({ "time": { "kind": "sudden_death", "base_s": 60 } })
}

/// A courtesy command about a match.
fn ask(kind: &str, game: &Table) -> Value {
    json!({ "type": kind, "match_id": game.match_id })
}

fn offer(what: &str, game: &Table) -> Value {
    json!({ "type": "offer", "match_id": game.match_id, "what": what })
}

fn answer(what: &str, accept: bool, game: &Table) -> Value {
    json!({ "type": "answer", "match_id": game.match_id, "what": what, "accept": accept })
}

async fn moves(game: &mut Table, moves: &[&str]) -> u64 {
    let mut rev = 0;
    for (ply, uci) in moves.iter().enumerate() {
        rev = game.act(ply % 2, json!({ "move": uci })).await;
    }
    rev
}

/// Lets time pass while the players' connections answer the server's pings.
async fn pass(stage: &Stage, game: &mut Table, ms: u64) {
    let mut left = ms;
    while left > 0 {
        let step = left.min(gateway::limits::PING_MS);
        stage.advance(step).await;
        left -= step;
        for player in &mut game.players {
            player.round_trip().await;
        }
    }
}

/// Milliseconds left on a seat's clock at the moment of an update.
fn left_ms(update: &Value, seat: usize) -> u64 {
    let clock = &update["payload"]["view"]["clock"];
    let kept = clock["seats"][seat]["remaining_ms"].as_u64().unwrap();
    if clock["running"] != seat {
        return kept;
    }
    let ran = update["now_ms"].as_u64().unwrap() - clock["since_ms"].as_u64().unwrap();
    kept.saturating_sub(ran)
}

async fn outcome(game: &mut Table, seat: usize) -> Value {
    let over = |message: &Value| message["type"] == "update" && !message["outcome"].is_null();
    game.players[seat].wait("the end", over).await["outcome"].clone()
}

async fn courtesy(game: &mut Table, seat: usize, deed: &str) -> Value {
    let is = |message: &Value| message["happened"]["courtesy"]["deed"] == deed;
    game.players[seat].wait(deed, is).await
}

#[test]
fn who_resigns_loses() {
    story(async |stage| {
        let mut game = stage.table(CHESS, json!({}), 2).await;
        moves(&mut game, &["e2e4", "e7e5"]).await;
        let resign = ask("resign", &game);
        game.players[1].done(resign.clone()).await;
        for seat in [0, 1] {
            assert_eq!(outcome(&mut game, seat).await, json!({ "places": [1, 2], "reason": "resigned" }));
        }
        assert_eq!(game.players[0].refused(resign).await, "match_over");
        let finished = game.players[0].table_where("finished", |table| table["phase"] == "finished").await;
        assert_eq!(finished["outcome"]["reason"], "resigned");
    });
}

#[test]
fn a_match_can_be_aborted_before_the_second_move_and_counts_for_nobody() {
    story(async |stage| {
        let mut game = stage.table(CHESS, json!({}), 2).await;
        moves(&mut game, &["e2e4"]).await;
        let abort = ask("abort", &game);
        game.players[1].done(abort).await;
        assert_eq!(outcome(&mut game, 0).await, json!({ "places": [], "reason": "aborted" }));

        let mut game = stage.table(CHESS, json!({}), 2).await;
        moves(&mut game, &["e2e4", "e7e5"]).await;
        let abort = ask("abort", &game);
        assert_eq!(game.players[0].refused(abort).await, "too_late_to_abort");
    });
}

#[test]
fn a_draw_is_agreed_declined_and_expires() {
    story(async |stage| {
        let mut game = stage.table(CHESS, json!({}), 2).await;
        moves(&mut game, &["e2e4", "e7e5"]).await;
        let (draw, yes, no) = (offer("draw", &game), answer("draw", true, &game), answer("draw", false, &game));
        assert_eq!(game.players[1].refused(yes.clone()).await, "no_offer");
        game.players[0].done(draw.clone()).await;
        let offered = courtesy(&mut game, 1, "offered").await;
        assert_eq!((&offered["offers"][0]["what"], &offered["offers"][0]["by"]), (&json!("draw"), &json!(0)));
        game.players[1].done(no).await;
        assert_eq!(courtesy(&mut game, 0, "declined").await["offers"], json!([]));
        assert_eq!(game.players[0].refused(draw.clone()).await, "offer_too_soon");

        game.players[1].done(draw.clone()).await;
        pass(stage, &mut game, OFFER_MS).await;
        courtesy(&mut game, 0, "expired").await;
        assert_eq!(game.players[0].refused(yes.clone()).await, "no_offer");

        game.act(0, json!({ "move": "g1f3" })).await;
        game.players[0].done(draw).await;
        game.players[1].done(yes).await;
        for seat in [0, 1] {
            assert_eq!(outcome(&mut game, seat).await, json!({ "places": [1, 1], "reason": "agreed" }));
        }
    });
}

#[test]
fn a_move_is_taken_back_by_consent_and_its_time_with_it() {
    story(async |stage| {
        let mut game = stage.table(CHESS, minute(), 2).await;
        let undo = offer("undo", &game);
        assert_eq!(game.players[0].refused(undo.clone()).await, "nothing_to_undo");
        let rev = moves(&mut game, &["e2e4", "e7e5"]).await;
        let before = game.players[1].update(rev).await;
        stage.advance(5_000).await;
        game.act(0, json!({ "move": "g1f3" })).await;
        game.players[0].done(undo).await;
        let yes = answer("undo", true, &game);
        game.players[1].done(yes).await;
        let back = courtesy(&mut game, 0, "accepted").await;
        assert_eq!(back["payload"]["view"], before["payload"]["view"]);
        assert_eq!(back["turn"], json!([0]));
        assert_eq!(left_ms(&back, 0), 60_000, "the five seconds were never thought");
        // It is White's turn again, and the match goes on from there.
        stage.advance(1_000).await;
        let rev = game.act(0, json!({ "move": "b1c3" })).await;
        assert_eq!(left_ms(&game.players[1].update(rev).await, 0), 59_000);
    });
}

#[test]
fn a_pause_stops_both_clocks_until_somebody_resumes() {
    story(async |stage| {
        let mut game = stage.table(CHESS, minute(), 2).await;
        moves(&mut game, &["e2e4", "e7e5"]).await;
        stage.advance(10_000).await;
        let (pause, yes, resume) = (offer("pause", &game), answer("pause", true, &game), ask("resume", &game));
        assert_eq!(game.players[0].refused(resume.clone()).await, "not_paused");
        game.players[0].done(pause).await;
        game.players[1].done(yes).await;
        assert_eq!(courtesy(&mut game, 0, "accepted").await["paused"], true);
        pass(stage, &mut game, PAUSE_MS - 1).await;
        let code = game.players[0].act_refused(&game.match_id.clone(), json!({ "move": "g1f3" })).await;
        assert_eq!(code, "paused");
        game.players[1].done(resume).await;
        assert_eq!(courtesy(&mut game, 0, "resumed").await["paused"], false);
        stage.advance(2_000).await;
        let rev = game.act(0, json!({ "move": "g1f3" })).await;
        assert_eq!(left_ms(&game.players[0].update(rev).await, 0), 48_000);
    });
}

#[test]
fn a_flag_falls_at_its_time_and_a_gift_moves_it() {
    story(async |stage| {
        let mut game = stage.table(CHESS, minute(), 2).await;
        moves(&mut game, &["e2e4", "e7e5"]).await;
        let add = ask("add_time", &game);
        game.players[1].done(add).await;
        assert_eq!(left_ms(&courtesy(&mut game, 0, "time_added").await, 0), 75_000);
        pass(stage, &mut game, 74_999).await;
        assert!(!game.players[0].has_waiting(|message| !message["outcome"].is_null() && message["type"] == "update"));
        stage.advance(1).await;
        for seat in [0, 1] {
            assert_eq!(outcome(&mut game, seat).await, json!({ "places": [2, 1], "reason": "time" }));
        }
    });
}

#[test]
fn clocks_and_offers_outlive_a_worker() {
    story(async |stage| {
        let mut game = stage.table(CHESS, minute(), 2).await;
        moves(&mut game, &["e2e4", "e7e5"]).await;
        stage.advance(7_000).await;
        let draw = offer("draw", &game);
        game.players[0].done(draw).await;
        stage.server().fell(Role::Worker(Stage::worker(CHESS))).await;
        let back = |message: &Value| message["type"] == "update" && message["epoch"] == 2;
        let update = game.players[1].wait("the match under its next owner", back).await;
        assert_eq!(update["offers"][0]["what"], "draw");
        stage.advance(3_000).await;
        let rev = game.act(0, json!({ "move": "g1f3" })).await;
        assert_eq!(left_ms(&game.players[1].update(rev).await, 0), 50_000);
        let yes = answer("draw", true, &game);
        game.players[1].done(yes).await;
        assert_eq!(outcome(&mut game, 0).await["reason"], "agreed");
    });
}

#[test]
fn the_win_can_be_claimed_of_an_awaited_player_who_is_gone_for_long() {
    story(async |stage| {
        let mut game = stage.table(CHESS, minute(), 2).await;
        stage.advance(SETTLE_MS).await;
        moves(&mut game, &["e2e4", "e7e5", "g1f3"]).await;
        let claim = ask("claim", &game);
        let gone = game.players.pop().unwrap();
        gone.leave().await;
        let missed = |message: &Value| message["type"] == "update" && message["gone"][0]["seat"] == 1;
        game.players[0].wait("that Black is missed", missed).await;
        pass(stage, &mut game, CLAIM_GRACE_MS - 1).await;
        assert_eq!(game.players[0].refused(claim.clone()).await, "not_gone");
        stage.advance(1).await;
        game.players[0].done(claim).await;
        assert_eq!(outcome(&mut game, 0).await, json!({ "places": [1, 2], "reason": "left" }));
    });
}

#[test]
fn a_match_that_somebody_never_comes_to_counts_for_nobody() {
    story(async |stage| {
        let mut game = stage.table(CHESS, minute(), 2).await;
        stage.advance(SETTLE_MS).await;
        moves(&mut game, &["e2e4"]).await;
        game.players.pop().unwrap().leave().await;
        let missed = |message: &Value| message["type"] == "update" && message["gone"][0]["seat"] == 1;
        game.players[0].wait("that Black is missed", missed).await;
        pass(stage, &mut game, NO_SHOW_MS).await;
        assert_eq!(outcome(&mut game, 0).await, json!({ "places": [], "reason": "no_show" }));
    });
}

#[test]
fn measured_lag_is_given_back_up_to_the_quota() {
    story(async |stage| {
        for (lag_ms, back_ms) in [(200, 200), (2_000, LAG_QUOTA_MS)] {
            let mut near = stage.player().await;
            let table = near.create(CHESS, minute()).await;
            near.open(&table).await;
            // The server pings at once; this client's answer takes its time.
            let guest = stage.guest().await;
            let mut far = Raw::connect(stage.address()).await;
            assert_eq!(far.upgrade(&guest.token, Codec::Json).await.status, 101);
            let (opcode, echo) = far.any_frame().await;
            assert_eq!(opcode, 9, "a ping");
            stage.advance(lag_ms).await;
            far.frame(true, 10, &echo).await;
            far.text(&json!({ "type": "hello", "client": client_id() })).await;
            let command = |seq: u64, command: Value| json!({ "type": "command", "seq": seq, "command": command });
            far.text(&command(1, json!({ "type": "open_table", "table": table }))).await;
            far.text(&command(2, json!({ "type": "sit", "table": table }))).await;
            let match_id = near.playing(&table).await;
            let act = |seq: u64, uci: &str| {
                let mut act = command(seq, json!({ "type": "act", "match_id": match_id }));
                act["payload"] = json!({ "move": uci });
                act
            };
            let mut rev = near.act(&match_id, json!({ "move": "e2e4" })).await["rev"].as_u64().unwrap();
            far.text(&act(3, "e7e5")).await;
            near.update(rev + 1).await;
            rev = near.act(&match_id, json!({ "move": "g1f3" })).await["rev"].as_u64().unwrap();
            stage.advance(5_000).await;
            far.text(&act(4, "b8c6")).await;
            assert_eq!(left_ms(&near.update(rev + 1).await, 1), 60_000 - 5_000 + back_ms);
        }
    });
}
