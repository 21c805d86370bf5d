//! Stories of finding a table: the live list, quick match, short codes, and what becomes of them when tabs and roles come
//! and go.

use engine::{actors::Role, limits::LOBBY_BEAT_MS, wire::Codec};
use gateway::limits::{CODE_MISS_MS, CODE_MISSES};
use serde_json::{Value, json};

use crate::util::{Client, Stage, client_id, soon, story};

const TIC_TAC_TOE: &str = "tic_tac_toe";

fn seek() -> Value {
    json!({ "type": "seek", "title": TIC_TAC_TOE, "options": {} })
}

fn create(offer: &str) -> Value {
    json!({ "type": "create_table", "title": TIC_TAC_TOE, "offer": offer })
}

/// Makes a table, looks at it, and returns its id.
async fn gather(host: &mut Client, offer: &str) -> String {
    let table = host.done(create(offer)).await["table"].as_str().unwrap().to_string();
    host.open(&table).await;
    table
}

/// Watches the list; returns the whole of it.
async fn watch(client: &mut Client) -> Value {
    client.done(json!({ "type": "watch_lobby" })).await;
    client.wait("the whole list", |message| message["type"] == "lobby" && message["whole"] == true).await
}

/// Whether a message of the list tells of this table.
fn tells_of(message: &Value, table: &str) -> bool {
    message["type"] == "lobby" && message["tables"].as_array().unwrap().iter().any(|state| state["table"] == table)
}

fn is_gone(message: &Value, table: &str) -> bool {
    message["type"] == "lobby" && message["gone"].as_array().unwrap().contains(&json!(table))
}

/// The messages about changes of the list that a client has heard.
fn changes(client: &Client) -> Vec<&Value> {
    client.heard.iter().filter(|message| message["type"] == "lobby" && message["whole"] == false).collect()
}

/// Waits until a seeker is seated, and returns the table.
async fn seated(client: &mut Client) -> String {
    client.expect("seated").await["table"].as_str().unwrap().to_string()
}

/// Waits until a seek has ended, and returns the code.
async fn seek_ended(client: &mut Client) -> String {
    client.expect("seek_ended").await["code"].as_str().unwrap().to_string()
}

/// Waits until the hubs hold so many connections; what they told the lobby of the others is then on its way to it.
async fn connections(stage: &Stage, count: usize) {
    soon("connections to be gone", async { while stage.hubs().await.connections > count {} }).await;
}

#[test]
fn a_new_table_is_on_everybodys_list_without_asking() {
    story(async |stage| {
        let (mut watcher, mut host, mut guest) = (stage.player().await, stage.player().await, stage.player().await);
        let whole = watch(&mut watcher).await;
        assert_eq!((&whole["tables"], &whole["mine"]), (&json!([]), &json!([])));
        let table = gather(&mut host, "open").await;
        let news = stage.beat_until(&mut watcher, "the table", |message| tells_of(message, &table)).await;
        assert_eq!((&news["whole"], &news["tables"][0]["phase"]), (&json!(false), &json!("gathering")));

        guest.open(&table).await;
        guest.sit(&table).await;
        let live = |message: &Value| tells_of(message, &table) && message["tables"][0]["phase"] == "playing";
        let news = stage.beat_until(&mut watcher, "the match", live).await;
        let match_id = news["tables"][0]["match_id"].as_str().unwrap().to_string();

        // Somebody who comes now sees it from the beginning, and the host knows it as their own.
        assert!(tells_of(&watch(&mut stage.player().await).await, &table));
        assert_eq!(watch(&mut host).await["mine"][0]["table"], table);
        for (player, cell) in [(0, 0), (1, 3), (0, 1), (1, 4), (0, 2)] {
            let player = [&mut host, &mut guest][player].act(&match_id, json!({ "cell": cell })).await;
            assert_eq!(player["type"], "ok");
        }
        stage.beat_until(&mut watcher, "its end", |message| is_gone(message, &table)).await;

        watcher.done(json!({ "type": "unwatch_lobby" })).await;
        let heard = changes(&watcher).len();
        let another = gather(&mut host, "open").await;
        stage.beat_until(&mut host, "another table", |message| tells_of(message, &another)).await;
        watcher.round_trip().await;
        assert_eq!(changes(&watcher).len(), heard, "who doesn't watch is told nothing");
    });
}

#[test]
fn much_that_happens_in_one_beat_is_told_once() {
    story(async |stage| {
        let (mut watcher, mut host) = (stage.player().await, stage.player().await);
        let table = gather(&mut host, "open").await;
        assert!(tells_of(&watch(&mut watcher).await, &table));
        let mut crowd = Vec::new();
        for _ in 0..10 {
            let mut onlooker = stage.player().await;
            onlooker.open(&table).await;
            crowd.push(onlooker);
        }
        watcher.round_trip().await;
        assert!(changes(&watcher).is_empty(), "not before the beat");
        let all = |message: &Value| tells_of(message, &table) && message["tables"][0]["spectators"] == 10;
        stage.beat_until(&mut watcher, "everybody", all).await;
        stage.advance(10 * LOBBY_BEAT_MS).await;
        watcher.round_trip().await;
        assert_eq!(changes(&watcher).len(), 1);
        // And the host was told of each of them no more often than that.
        stage.table_at_beat(&mut host, "watched by all", |table| table["spectators"] == 10).await;
        let told = host.heard.iter().filter(|message| message["table"]["spectators"].as_u64() > Some(0));
        assert_eq!(told.count(), 1);
    });
}

#[test]
fn strangers_who_want_the_same_are_seated_together_and_lots_decide_who_begins() {
    story(async |stage| {
        let (mut one, mut two) = (stage.player().await, stage.player().await);
        let mut begun = [0, 0];
        while begun.contains(&0) {
            assert!(begun[0] + begun[1] < 40, "the same one begins each time");
            one.done(seek()).await;
            one.round_trip().await;
            assert!(!one.has_waiting(|message| message["type"] == "seated"));
            two.done(seek()).await;
            let table = seated(&mut one).await;
            assert_eq!(seated(&mut two).await, table);
            let mut first = 0;
            for (number, player) in [&mut one, &mut two].into_iter().enumerate() {
                player.open(&table).await;
                let match_id = player.playing(&table).await;
                let of_it = |message: &Value| message["type"] == "update" && message["match_id"] == match_id;
                if player.wait("an update of the match", of_it).await["seat"] == 0 {
                    first = number;
                }
            }
            begun[first] += 1;
            let state = stage.get(&format!("/api/tables/{table}")).await.json();
            assert_eq!((&state["offer"], &state["sides"]), (&json!("open"), &json!("random")));
            let (resigns, other) = if first == 0 { (&mut one, &mut two) } else { (&mut two, &mut one) };
            let match_id = state["match_id"].as_str().unwrap();
            assert_eq!(other.refused(seek()).await, "already_playing");
            assert_eq!(resigns.act(match_id, json!({ "cell": 4 })).await["type"], "ok");
            assert_eq!(other.act(match_id, json!({ "cell": 0 })).await["type"], "ok");
            resigns.done(json!({ "type": "resign", "match_id": match_id })).await;
            for player in [resigns, other] {
                let of_it = |state: &Value| state["table"] == table && state["phase"] == "finished";
                player.table_where("finished", of_it).await;
                player.done(json!({ "type": "stand", "table": table })).await;
            }
        }
    });
}

#[test]
fn two_tabs_of_one_player_are_never_seated_together() {
    story(async |stage| {
        for turned in [false, true] {
            let guest = stage.guest().await;
            let mut tabs = [stage.join(&guest).await, stage.join(&guest).await];
            if turned {
                tabs.reverse();
            }
            let [mut first, mut second] = tabs;
            first.done(seek()).await;
            second.done(seek()).await;
            assert_eq!(seek_ended(&mut first).await, "seek_replaced");
            assert_eq!(first.refused(json!({ "type": "cancel_seek" })).await, "no_seek", "the other tab waits");
            let mut stranger = stage.player().await;
            stranger.done(seek()).await;
            let table = seated(&mut second).await;
            assert_eq!(seated(&mut stranger).await, table);
            first.round_trip().await;
            assert!(!first.has_waiting(|message| message["type"] == "seated"));
            let seats = stage.get(&format!("/api/tables/{table}")).await.json()["seats"].clone();
            assert_ne!(seats[0]["holder"]["player"], seats[1]["holder"]["player"]);
            assert_eq!(first.refused(seek()).await, "already_playing");
        }
    });
}

#[test]
fn who_leaves_the_page_leaves_the_queue() {
    story(async |stage| {
        let (mut waits, mut comes) = (stage.player().await, stage.player().await);
        let mut leaves = stage.player().await;
        leaves.done(seek()).await;
        let (id, guest) = (leaves.id.clone(), leaves.cut());
        connections(stage, 2).await;
        waits.done(seek()).await;
        waits.round_trip().await;
        assert!(!waits.has_waiting(|message| message["type"] == "seated"));

        // Back again, they are told; who cancels is told nothing more than the answer.
        let mut back = stage.connect(&guest, Codec::Json).await;
        back.hello(&id, None).await;
        assert_eq!(seek_ended(&mut back).await, "seek_left");
        comes.done(seek()).await;
        assert_eq!(seated(&mut waits).await, seated(&mut comes).await);
        back.done(seek()).await;
        back.done(json!({ "type": "cancel_seek" })).await;
        assert_eq!(back.refused(json!({ "type": "cancel_seek" })).await, "no_seek");
        assert!(!back.has_waiting(|message| message["type"] == "seek_ended"));
    });
}

#[test]
fn who_was_cut_off_when_partners_were_found_learns_where_they_are() {
    story(async |stage| {
        let (mut one, mut two) = (stage.player().await, stage.player().await);
        one.done(seek()).await;
        two.done(seek()).await;
        let table = seated(&mut two).await;
        // Whether or not the first of the two has heard it, the page that comes back is told.
        let (id, guest) = (one.id.clone(), one.cut());
        let mut back = stage.connect(&guest, Codec::Json).await;
        back.hello(&id, None).await;
        assert_eq!(seated(&mut back).await, table);
        back.open(&table).await;
        back.playing(&table).await;
    });
}

#[test]
fn a_later_wish_replaces_the_former() {
    story(async |stage| {
        let (mut fickle, mut other, mut third) = (stage.player().await, stage.player().await, stage.player().await);
        fickle.done(seek()).await;
        let duel = json!({ "type": "seek", "title": "duel", "options": { "choose_seconds": 30 } });
        fickle.done(duel.clone()).await;
        assert_eq!(seek_ended(&mut fickle).await, "seek_replaced");
        other.done(seek()).await;
        third.done(duel).await;
        let table = seated(&mut third).await;
        assert_eq!(seated(&mut fickle).await, table);
        assert_eq!(stage.get(&format!("/api/tables/{table}")).await.json()["options"]["choose_seconds"], 30);
        assert!(!other.has_waiting(|message| message["type"] == "seated"));

        // And a match that begins elsewhere ends a wait.
        let mut host = stage.player().await;
        let table = host.create(TIC_TAC_TOE, json!({})).await;
        other.sit(&table).await;
        assert_eq!(seek_ended(&mut other).await, "already_playing");
    });
}

#[test]
fn who_waits_and_who_watches_outlast_the_lobby() {
    story(async |stage| {
        let (mut waits, mut watcher, mut host) = (stage.player().await, stage.player().await, stage.player().await);
        let table = gather(&mut host, "open").await;
        assert!(tells_of(&watch(&mut watcher).await, &table));
        waits.done(seek()).await;
        soon("the lobby to fall", stage.server().fell(Role::Lobby)).await;

        let again = |message: &Value| message["whole"] == true && tells_of(message, &table);
        // The list is whole again once its host has looked again, too.
        let whole = |message: &Value| message["type"] == "lobby" && message["whole"] == true;
        let list = watcher.wait("the whole list", whole).await;
        if !again(&list) {
            stage.beat_until(&mut watcher, "the table", |message| tells_of(message, &table)).await;
        }
        let mut comes = stage.player().await;
        comes.done(seek()).await;
        let found = seated(&mut comes).await;
        assert_eq!(seated(&mut waits).await, found);
        stage.beat_until(&mut watcher, "the match", |message| tells_of(message, &found)).await;
    });
}

#[test]
fn a_code_finds_a_private_table_while_it_gathers_players() {
    story(async |stage| {
        let mut host = stage.player().await;
        let table = gather(&mut host, "private").await;
        let state = host.expect("table").await;
        let code = state["table"]["code"].as_str().unwrap().to_string();
        let find = async |code: &str| stage.get(&format!("/api/tables/code/{code}")).await;
        for written in [code.clone(), code.to_uppercase()] {
            let found = find(&written).await;
            assert_eq!((found.status, found.json()["table"].clone()), (200, json!(table)), "{written}");
        }
        let mut guest = stage.player().await;
        guest.sit(&table).await;
        let found = find(&code).await;
        assert_eq!((found.status, found.code().as_str()), (404, "unknown_code"), "it has begun");
        assert_eq!(host.table_where("played at", |table| table["phase"] == "playing").await["code"], Value::Null);
    });
}

#[test]
fn codes_can_t_be_tried_out() {
    story(async |stage| {
        let mut host = stage.player().await;
        gather(&mut host, "private").await;
        let code = host.expect("table").await["table"]["code"].as_str().unwrap().to_string();
        let find = async |code: &str| {
            let found = stage.get(&format!("/api/tables/code/{code}")).await;
            (found.status, if found.status == 200 { String::new() } else { found.code() })
        };
        let (unknown, too_fast) = ((404, "unknown_code".to_string()), (429, "too_fast".to_string()));
        for _ in 0..CODE_MISSES {
            assert_eq!(find(&code).await.0, 200, "what is right costs nothing");
            assert_eq!(find("222222").await, unknown);
        }
        assert_eq!(find("222222").await, too_fast);
        assert_eq!(find(&code).await, too_fast, "or a hit would tell");
        stage.advance(CODE_MISS_MS).await;
        assert_eq!(find(&code).await.0, 200);
        assert_eq!((find("222222").await, find("222222").await), (unknown, too_fast));
    });
}

#[test]
fn who_makes_a_table_chooses_the_side_or_leaves_it_to_lots() {
    story(async |stage| {
        let mut host = stage.player().await;
        let mut wish = create("private");
        wish["seat"] = json!(1);
        let table = host.done(wish.clone()).await["table"].as_str().unwrap().to_string();
        let mut guest = stage.player().await;
        guest.open(&table).await;
        guest.sit(&table).await;
        guest.playing(&table).await;
        assert_eq!(guest.update(0).await["seat"], 0, "the host chose the other side");
        wish["seat"] = json!(2);
        assert_eq!(host.refused(wish).await, "no_such_seat");

        // A program may do the same.
        let bearer = format!("Bearer {}", stage.guest().await.token);
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let ask = json!({ "title": TIC_TAC_TOE, "seat": 1, "sides": "random" });
        let made = stage.http("POST", "/api/tables", &headers, &ask.to_string()).await.json();
        assert_eq!((&made["sides"], &made["seats"][0]["holder"]), (&json!("random"), &Value::Null));
    });
}

#[test]
fn who_is_refused_a_table_goes_on_looking_where_they_looked() {
    story(async |stage| {
        let mut game = stage.table(TIC_TAC_TOE, json!({}), 2).await;
        let refused = game.players[1].refused(json!({ "type": "open_table", "table": "nowhere" })).await;
        assert_eq!(refused, "unknown_table");
        game.act(0, json!({ "cell": 4 })).await;
        game.players[1].update(1).await;
        let state = stage.get(&format!("/api/tables/{}", game.table)).await.json();
        assert_eq!(state["seats"][1]["here"], true);
        // Also after a cut.
        let away = game.players.pop().unwrap();
        let (id, have) = (away.id.clone(), away.have(&game.match_id));
        let guest = away.cut();
        let mut back = stage.connect(&guest, Codec::Json).await;
        back.hello(&id, have).await;
        assert_eq!(back.act(&game.match_id, json!({ "cell": 0 })).await["type"], "ok");
        let mut tab = stage.connect(&guest, Codec::Json).await;
        tab.hello(&client_id(), None).await;
        assert_eq!(tab.refused(json!({ "type": "open_table", "table": "nowhere" })).await, "unknown_table");
    });
}
