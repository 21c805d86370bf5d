//! Stories of play: what players and onlookers of the bundled titles are promised.

use serde_json::{Value, json};
use timer::Clock;

use crate::util::{Client, staged, story};

const TIC_TAC_TOE: &str = "tic_tac_toe";
const DUEL: &str = "duel";

/// What an update shows, without the seat it is shown from and what may be done from there.
fn shown(update: &Value) -> Value {
    let mut shown = update.clone();
    shown.as_object_mut().unwrap().retain(|field, _| field != "seat" && field != "courtesies");
    shown["payload"].as_object_mut().unwrap().remove("legal");
    shown
}

/// Checks that everybody was shown the same, from the start to `last` and without gaps.
fn all_saw_the_same(players: &[&Client], match_id: &str, last: u64) {
    let saw = |player: &&Client| player.updates(match_id).into_iter().map(shown).collect::<Vec<_>>();
    let first = saw(&players[0]);
    let revs: Vec<u64> = first.iter().map(|update| update["rev"].as_u64().unwrap()).collect();
    assert_eq!(revs, (0..=last).collect::<Vec<_>>());
    for player in players {
        assert_eq!(saw(player), first);
    }
}

#[test]
fn players_and_onlookers_see_a_won_game_alike() {
    story(async |stage| {
        let mut game = stage.table(TIC_TAC_TOE, json!({}), 2).await;
        let mut onlooker = stage.player().await;
        onlooker.open(&game.table).await;
        assert_eq!(onlooker.update(0).await["seat"], Value::Null);

        for (rev, (seat, cell)) in (1..).zip([(0, 0), (1, 3), (0, 1), (1, 4), (0, 2)]) {
            assert_eq!(game.act(seat, json!({ "cell": cell })).await, rev);
        }
        for (seat, player) in game.players.iter_mut().enumerate() {
            let last = player.update(5).await;
            assert_eq!(last["seat"], seat);
            assert_eq!(last["outcome"], json!({ "places": [1, 2], "reason": "three_in_a_row" }));
            assert_eq!(last["turn"], json!([]));
        }
        onlooker.update(5).await;
        all_saw_the_same(&[&game.players[0], &game.players[1], &onlooker], &game.match_id, 5);
        for player in game.players.iter_mut().chain([&mut onlooker]) {
            let table = player.table_where("finished", |table| table["phase"] == "finished").await;
            assert_eq!(table["outcome"]["reason"], "three_in_a_row");
            assert_eq!(table["games"], 1);
        }
    });
}

#[test]
fn a_full_board_is_a_draw() {
    story(async |stage| {
        let mut game = stage.table(TIC_TAC_TOE, json!({}), 2).await;
        for (turn, cell) in [0, 1, 2, 4, 3, 5, 7, 6, 8].into_iter().enumerate() {
            game.act(turn % 2, json!({ "cell": cell })).await;
        }
        for player in &mut game.players {
            assert_eq!(player.update(9).await["outcome"], json!({ "places": [1, 1], "reason": "board_full" }));
        }
        all_saw_the_same(&[&game.players[0], &game.players[1]], &game.match_id, 9);
    });
}

#[test]
fn both_codecs_tell_the_same() {
    story(async |stage| {
        let mut game = stage.table(TIC_TAC_TOE, json!({}), 2).await;
        let guest = stage.guest().await;
        let mut binary = stage.connect(&guest, engine::wire::Codec::Msgpack).await;
        binary.hello(&crate::util::client_id(), None).await;
        binary.open(&game.table).await;
        binary.update(0).await;
        game.act(0, json!({ "cell": 4 })).await;
        game.players[1].update(1).await;
        binary.update(1).await;
        all_saw_the_same(&[&game.players[1], &binary], &game.match_id, 1);

        // And it may play.
        let mut second = binary;
        let table = second.create(TIC_TAC_TOE, json!({})).await;
        second.open(&table).await;
        game.players[0].sit(&table).await;
        let match_id = second.playing(&table).await;
        assert_eq!(second.act(&match_id, json!({ "cell": 8 })).await["rev"], 1);
    });
}

#[test]
fn a_rematch_at_the_same_link_swaps_the_seats() {
    story(async |stage| {
        let mut game = stage.table(TIC_TAC_TOE, json!({}), 2).await;
        for (seat, cell) in [(0, 0), (1, 3), (0, 1), (1, 4), (0, 2)] {
            game.act(seat, json!({ "cell": cell })).await;
        }
        for player in &mut game.players {
            player.table_where("finished", |table| table["phase"] == "finished").await;
        }
        let rematch = json!({ "type": "rematch", "table": game.table });
        game.players[0].done(rematch.clone()).await;
        let agreed = |table: &Value| table["seats"][0]["rematch"] == true && table["seats"][1]["rematch"] == false;
        game.players[1].table_where("half agreed", agreed).await;
        game.players[1].done(rematch).await;

        let mut next = String::new();
        for (player, seat) in game.players.iter_mut().zip([1, 0]) {
            let anew = |table: &Value| table["phase"] == "playing" && table["match_id"] != game.match_id;
            let table = player.table_where("played at again", anew).await;
            assert_eq!(table["games"], 2);
            assert_eq!(table["seats"][seat]["holder"]["player"], player.guest.player);
            next = table["match_id"].as_str().unwrap().to_string();
            let first = player.update(0).await;
            assert_eq!((&first["match_id"], &first["seat"]), (&table["match_id"], &json!(seat)));
        }
        assert_eq!(game.players[0].act_refused(&next, json!({ "cell": 0 })).await, "not_your_turn");
        assert_eq!(game.players[1].act(&next, json!({ "cell": 0 })).await["rev"], 1);
        assert_eq!(game.players[0].act(&next, json!({ "cell": 1 })).await["rev"], 2);
    });
}

#[test]
fn the_bot_plays_a_game_to_its_end() {
    let real = |settings: &mut turnwheel::Settings| settings.clock = Clock::real();
    staged(real, async |stage| {
        let mut player = stage.player().await;
        let table = player.create(TIC_TAC_TOE, json!({})).await;
        player.open(&table).await;
        player.done(json!({ "type": "seat_bot", "table": table })).await;
        let match_id = player.playing(&table).await;
        for rev in 0.. {
            let update = player.update(rev).await;
            if !update["outcome"].is_null() {
                break;
            }
            if update["turn"] == json!([0]) {
                let action = update["payload"]["legal"][0].clone();
                assert_eq!(player.act(&match_id, action).await["type"], "ok");
            }
        }
        let table = player.table_where("finished", |table| table["phase"] == "finished").await;
        assert_eq!(table["seats"][1]["holder"]["kind"], "bot");

        // The bot always agrees to play again, and now it begins.
        let table = table["table"].clone();
        player.done(json!({ "type": "rematch", "table": table })).await;
        let first = player.update(0).await;
        assert_eq!((&first["seat"], &first["turn"]), (&json!(1), &json!([0])));
        assert_eq!(player.update(1).await["happened"], json!({ "cause": "action", "seat": 0 }));
    });
}

#[test]
fn a_choice_is_in_nobody_elses_bytes_until_both_chose() {
    story(async |stage| {
        let mut game = stage.table(DUEL, json!({}), 2).await;
        let mut onlooker = stage.player().await;
        onlooker.open(&game.table).await;
        onlooker.update(0).await;
        game.act(0, json!({ "number": 4 })).await;

        assert_eq!(game.players[0].update(1).await["payload"]["view"]["mine"], 4);
        let choices: Vec<Value> = (1..=5).map(|number| json!({ "number": number })).collect();
        let second = (&mut game.players[1], json!(1), json!(choices), json!(["abort"]));
        for (player, seat, legal, courtesies) in [second, (&mut onlooker, Value::Null, json!([]), json!([]))] {
            let blind = json!({
                "type": "update", "match_id": game.match_id, "epoch": 1, "rev": 1, "seat": seat,
                "happened": { "cause": "action", "seat": 0 },
                "now_ms": 0, "offset_ms": 0, "paused": false, "turn": [1], "away": [], "outcome": null,
                "offers": [], "courtesies": courtesies, "gone": [],
                "payload": {
                    "view": {
                        "round": 1, "scores": [0, 0], "chosen": [true, false], "mine": null, "last": null,
                        "countdown": { "remaining_ms": 20_000, "since_ms": 0 },
                    },
                    "notes": [],
                    "legal": legal,
                },
            });
            assert_eq!(player.update(1).await, blind, "every field, so that the choice is in none");
        }

        game.act(1, json!({ "number": 2 })).await;
        for player in game.players.iter_mut().chain([&mut onlooker]) {
            let update = player.update(2).await;
            assert_eq!(update["payload"]["notes"], json!([{ "numbers": [4, 2], "winner": 0 }]));
            assert_eq!(update["payload"]["view"]["scores"], json!([1, 0]));
        }
    });
}

#[test]
fn who_lets_the_limit_pass_plays_the_default() {
    story(async |stage| {
        let mut game = stage.table(DUEL, json!({ "choose_seconds": 6, "default_number": 2 }), 2).await;
        game.act(0, json!({ "number": 5 })).await;
        stage.advance(5_999).await;
        // The last millisecond belongs to the player still: it is early for a default, and in time for a choice.
        for player in &mut game.players {
            player.update(1).await;
            player.round_trip().await;
            assert!(!player.has_waiting(|message| message["type"] == "update"));
        }
        stage.advance(1).await;
        for player in &mut game.players {
            let update = player.update(2).await;
            assert_eq!(update["now_ms"], 6_000);
            assert_eq!(update["happened"], json!({ "cause": "alarm", "seat": null }));
            assert_eq!(update["payload"]["notes"], json!([{ "numbers": [5, 2], "winner": 0 }]));
            let countdown = json!({ "remaining_ms": 6_000, "since_ms": 6_000 });
            assert_eq!(update["payload"]["view"]["countdown"], countdown);
        }
        // Four more rounds that nobody chooses in, and it is over.
        for round in 0..4 {
            stage.advance(6_000).await;
            for player in &mut game.players {
                player.update(3 + round).await;
                player.round_trip().await;
            }
        }
        let last = game.players[0].updates(&game.match_id).pop().unwrap().clone();
        assert_eq!(last["outcome"], json!({ "places": [1, 2], "reason": "best_of_five" }));
    });
}

#[test]
fn an_open_table_is_listed_until_it_is_full() {
    story(async |stage| {
        let listed = async || {
            let tables = stage.get("/api/tables").await.json();
            Value::from_iter(tables.as_array().unwrap().iter().map(|table| table["table"].clone()))
        };
        let mut host = stage.player().await;
        let create = |offer| json!({ "type": "create_table", "title": TIC_TAC_TOE, "offer": offer });
        let open = host.done(create("open")).await["table"].clone();
        assert_eq!(listed().await, json!([]), "nobody waits there yet");
        host.open(open.as_str().unwrap()).await;
        assert_eq!(listed().await, json!([open]));

        let mut other = stage.player().await;
        let private = other.done(create("private")).await["table"].clone();
        other.open(private.as_str().unwrap()).await;
        assert_eq!(listed().await, json!([open]), "a private table is for those with its link");
        let table = stage.get(&format!("/api/tables/{}", private.as_str().unwrap())).await;
        assert_eq!(table.json()["offer"], "private");

        let newer = other.done(create("open")).await["table"].clone();
        other.open(newer.as_str().unwrap()).await;
        assert_eq!(listed().await, json!([newer, open]), "those made last come first");

        let mut guest = stage.player().await;
        guest.sit(open.as_str().unwrap()).await;
        assert_eq!(listed().await, json!([newer]), "a full table isn't open any more");
    });
}

#[test]
fn onlookers_are_counted_once_each() {
    story(async |stage| {
        let mut game = stage.table(TIC_TAC_TOE, json!({}), 2).await;
        let table = game.table.clone();
        let host = &mut game.players[0];
        let guest = stage.guest().await;
        let mut first = stage.join(&guest).await;
        first.open(&table).await;
        stage.table_at_beat(host, "watched by one", |table| table["spectators"] == 1).await;
        let mut other_tab = stage.join(&guest).await;
        other_tab.open(&table).await;
        let seen = other_tab.expect("table").await;
        assert_eq!(seen["table"]["spectators"], 1, "two tabs of one person");
        let mut second = stage.player().await;
        second.open(&table).await;
        stage.table_at_beat(host, "watched by two", |table| table["spectators"] == 2).await;

        first.done(json!({ "type": "close_table" })).await;
        other_tab.leave().await;
        stage.table_at_beat(host, "watched by one again", |table| table["spectators"] == 1).await;
        second.cut();
        stage.table_at_beat(host, "watched by nobody", |table| table["spectators"] == 0).await;
    });
}

#[test]
fn who_gets_up_makes_room_for_another() {
    story(async |stage| {
        let (mut host, mut fickle, mut third) = (stage.player().await, stage.player().await, stage.player().await);
        let table = host.create(DUEL, json!({})).await;
        host.open(&table).await;
        host.done(json!({ "type": "stand", "table": table })).await;
        fickle.sit(&table).await;
        third.done(json!({ "type": "sit", "table": table, "seat": 1 })).await;
        host.playing(&table).await;
        let seated = host.table_where("played at", |table| table["phase"] != "gathering").await;
        assert_eq!(seated["seats"][0]["holder"]["player"], fickle.guest.player);
        assert_eq!(seated["seats"][1]["holder"]["player"], third.guest.player);
        assert_eq!(host.update(0).await["seat"], Value::Null);
    });
}
