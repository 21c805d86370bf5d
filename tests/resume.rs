//! Stories of coming back: what a client finds after a cut, a reload, a second tab, or a long absence.

use engine::{
    limits::{RING_UPDATES, SETTLE_MS},
    wire::Codec,
};
use gateway::limits::SESSION_KEPT_MS;
use serde_json::{Value, json};

use crate::{
    titles::Spinner,
    util::{Client, Stage, soon, staged, story},
};

const TIC_TAC_TOE: &str = "tic_tac_toe";

/// The revisions of the updates a client has heard of a match.
fn revs(client: &Client, match_id: &str) -> Vec<u64> {
    client.updates(match_id).iter().map(|update| update["rev"].as_u64().unwrap()).collect()
}

fn is_snapshot(update: &Value) -> bool {
    update["happened"]["cause"] == "snapshot"
}

/// Waits until the hubs hold no connection.
async fn all_gone(stage: &Stage) {
    soon("all connections to be gone", async { while stage.hubs().await.connections > 0 {} }).await;
}

#[test]
fn a_cut_socket_keeps_its_seat_and_gets_exactly_what_it_missed() {
    story(async |stage| {
        let mut game = stage.table(TIC_TAC_TOE, json!({}), 2).await;
        stage.advance(SETTLE_MS).await;
        game.act(0, json!({ "cell": 0 })).await;
        let mut away = game.players.pop().unwrap();
        away.update(1).await;
        let (id, have) = (away.id.clone(), away.have(&game.match_id));
        let guest = away.cut();
        let gone = game.players[0].update(2).await;
        assert_eq!((&gone["happened"], &gone["away"]), (&json!({ "cause": "presence", "seat": 1 }), &json!([1])));

        let mut back = stage.connect(&guest, Codec::Json).await;
        assert_eq!(back.hello(&id, have).await["last_seq"], 2, "to open the table and to sit down");
        assert_eq!(back.update(3).await["away"], json!([]));
        assert_eq!(back.act(&game.match_id, json!({ "cell": 4 })).await["rev"], 4);
        back.update(4).await;
        assert_eq!(revs(&back, &game.match_id), [2, 3, 4]);
        assert!(!back.updates(&game.match_id).into_iter().any(is_snapshot));
        assert!(back.updates(&game.match_id).iter().all(|update| update["seat"] == 1));

        game.players[0].update(4).await;
        assert_eq!(revs(&game.players[0], &game.match_id), [0, 1, 2, 3, 4]);
    });
}

#[test]
fn who_missed_too_much_gets_a_snapshot() {
    staged(
        |settings| settings.titles = turnwheel::titles().with::<Spinner>(),
        async |stage| {
            let count = json!({ "spin": false });
            let missed_at_most = u64::try_from(RING_UPDATES).unwrap();
            let mut game = stage.table("spinner", json!({}), 1).await;
            let mut onlooker = stage.player().await;
            onlooker.open(&game.table).await;
            let mut last = onlooker.expect("update").await["rev"].as_u64().unwrap();

            for (missed, kept) in [(missed_at_most, true), (missed_at_most + 1, false)] {
                let (id, have) = (onlooker.id.clone(), onlooker.have(&game.match_id));
                assert_eq!(have.as_ref().unwrap()["rev"], last);
                let guest = onlooker.cut();
                for _ in 0..missed {
                    game.act(0, count.clone()).await;
                    stage.advance(50).await;
                }
                onlooker = stage.connect(&guest, Codec::Json).await;
                onlooker.hello(&id, have).await;
                onlooker.update(last + missed).await;
                let updates = onlooker.updates(&game.match_id);
                if kept {
                    assert_eq!(revs(&onlooker, &game.match_id), (last + 1..=last + missed).collect::<Vec<_>>());
                    assert!(!updates.into_iter().any(is_snapshot));
                } else {
                    assert_eq!(updates.len(), 1);
                    assert!(is_snapshot(updates[0]));
                }
                last += missed;
            }
        },
    );
}

#[test]
fn a_command_repeated_after_a_cut_is_applied_once_and_answered_the_same() {
    story(async |stage| {
        let mut game = stage.table(TIC_TAC_TOE, json!({}), 2).await;
        let mut first = game.players.remove(0);
        let (id, act) = (first.id.clone(), json!({ "type": "act", "match_id": game.match_id }));
        let place = json!({ "cell": 4 });
        let seq = first.tell(act.clone(), Some(place.clone())).await;
        game.players[0].update(1).await;
        let guest = first.cut();

        let mut back = stage.connect(&guest, Codec::Json).await;
        assert_eq!(back.hello(&id, None).await["last_seq"], seq);
        let ok = json!({ "type": "ok", "seq": seq, "rev": 1 });
        for _ in 0..2 {
            back.tell_as(seq, act.clone(), Some(place.clone())).await;
            assert_eq!(back.answer(seq).await, ok);
        }
        assert_eq!(back.act_refused(&game.match_id, json!({ "cell": 5 })).await, "not_your_turn");
    });
}

#[test]
fn a_command_repeated_after_the_session_is_forgotten_is_still_applied_once() {
    story(async |stage| {
        let mut game = stage.table(TIC_TAC_TOE, json!({}), 2).await;
        let (id, act) = (game.players[0].id.clone(), json!({ "type": "act", "match_id": game.match_id }));
        let place = json!({ "cell": 4 });
        let seq = game.players[0].tell(act.clone(), Some(place.clone())).await;
        let first = game.players[0].answer(seq).await;
        // Whoever has never moved would be a no-show meanwhile.
        game.act(1, json!({ "cell": 0 })).await;
        let guests: Vec<_> = game.players.drain(..).map(Client::cut).collect();
        all_gone(stage).await;
        stage.advance(SESSION_KEPT_MS).await;
        assert_eq!(stage.hubs().await.sessions, 0);

        let mut back = stage.connect(&guests[0], Codec::Json).await;
        assert_eq!(back.hello(&id, None).await["last_seq"], Value::Null);
        back.tell_as(seq, act, Some(place)).await;
        assert_eq!(back.answer(seq).await, first);
        back.seq = seq;
        assert_eq!(
            back.act(&game.match_id, json!({ "cell": 5 })).await["type"],
            "ok",
            "it was not applied in this turn"
        );
        assert_eq!(back.act_refused(&game.match_id, json!({ "cell": 6 })).await, "not_your_turn");
    });
}

#[test]
fn a_second_tab_has_the_same_seat_and_sees_the_same() {
    story(async |stage| {
        let mut game = stage.table(TIC_TAC_TOE, json!({}), 2).await;
        let guest = game.players[0].guest.clone();
        let mut tab = stage.join(&guest).await;
        tab.open(&game.table).await;
        let first = tab.update(0).await;
        assert!(is_snapshot(&first));
        assert_eq!(first["seat"], 0);

        assert_eq!(tab.act(&game.match_id, json!({ "cell": 0 })).await["rev"], 1);
        game.act(1, json!({ "cell": 1 })).await;
        game.act(0, json!({ "cell": 2 })).await;
        for client in [&mut tab, &mut game.players[0]] {
            client.update(3).await;
        }
        assert_eq!(tab.updates(&game.match_id), game.players[0].updates(&game.match_id));
        assert_eq!(tab.guest.player, guest.player);

        // The seat is here as long as one of its tabs is.
        game.players.remove(0).cut();
        game.players[0].table_where("watched", |table| table["seats"][0]["here"] == true).await;
        game.act(0, json!({ "cell": 4 })).await;
        tab.update(4).await;
        assert_eq!(tab.updates(&game.match_id)[4]["away"], json!([]));
    });
}

#[test]
fn the_same_client_connecting_again_closes_the_older() {
    story(async |stage| {
        let guest = stage.guest().await;
        let mut older = stage.join(&guest).await;
        older.done(json!({ "type": "close_table" })).await;
        let mut newer = stage.connect(&guest, Codec::Json).await;
        assert_eq!(newer.hello(&older.id, None).await["last_seq"], 1);
        assert_eq!(older.closed().await, Some(4000));
        newer.done(json!({ "type": "close_table" })).await;
        assert_eq!(stage.hubs().await.connections, 1);

        // The client id of somebody else opens no door.
        let mut stranger = stage.connect(&stage.guest().await, Codec::Json).await;
        assert_eq!(stranger.hello(&older.id, None).await["last_seq"], Value::Null);
        newer.round_trip().await;
    });
}

#[test]
fn a_reloaded_page_gets_its_seat_and_a_snapshot() {
    story(async |stage| {
        let mut game = stage.table(TIC_TAC_TOE, json!({}), 2).await;
        stage.advance(SETTLE_MS).await;
        game.act(0, json!({ "cell": 0 })).await;
        let guest = game.players.pop().unwrap().cut();
        game.players[0].update(2).await;

        let mut reloaded = stage.join(&guest).await;
        reloaded.open(&game.table).await;
        let snapshot = reloaded.expect("update").await;
        assert!(is_snapshot(&snapshot));
        assert_eq!((&snapshot["seat"], &snapshot["rev"]), (&json!(1), &json!(2)));
        assert_eq!(snapshot["payload"]["view"]["cells"][0], 0);
        assert_eq!(reloaded.act(&game.match_id, json!({ "cell": 4 })).await["rev"], 4, "after coming and going");
    });
}

#[test]
fn a_table_opened_again_is_shown_again() {
    story(async |stage| {
        let mut game = stage.table(TIC_TAC_TOE, json!({}), 2).await;
        let mut onlooker = stage.player().await;
        onlooker.open(&game.table).await;
        onlooker.update(0).await;
        game.act(0, json!({ "cell": 0 })).await;
        onlooker.update(1).await;
        onlooker.done(json!({ "type": "close_table" })).await;
        onlooker.open(&game.table).await;
        assert!(is_snapshot(&onlooker.update(1).await));
    });
}

#[test]
fn a_session_is_forgotten_when_nobody_comes_back() {
    story(async |stage| {
        let mut client = stage.player().await;
        client.done(json!({ "type": "close_table" })).await;
        let id = client.id.clone();

        let guest = client.cut();
        all_gone(stage).await;
        stage.advance(SESSION_KEPT_MS - 1).await;
        let mut back = stage.connect(&guest, Codec::Json).await;
        assert_eq!(back.hello(&id, None).await["last_seq"], 1);
        // The alarm of the first absence is void.
        stage.advance(1).await;
        assert_eq!(stage.hubs().await.sessions, 1);

        back.cut();
        all_gone(stage).await;
        stage.advance(SESSION_KEPT_MS).await;
        assert_eq!(stage.hubs().await.sessions, 0);
        let mut anew = stage.connect(&guest, Codec::Json).await;
        assert_eq!(anew.hello(&id, None).await["last_seq"], Value::Null);
        // A server that knows nothing takes any number as the first.
        anew.tell_as(7, json!({ "type": "close_table" }), None).await;
        assert_eq!(anew.answer(7).await["type"], "ok");
    });
}
