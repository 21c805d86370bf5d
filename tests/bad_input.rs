//! Stories of what is refused: each wrong message has its code, its answer, and no effect; each limit is met at its edge.

use std::{collections::BTreeSet, net::Ipv4Addr};

use engine::{
    limits::{OPTIONS_BYTES, TABLES_PER_PLAYER},
    wire::{Codec, Refused},
};
use gateway::limits::{
    ANSWERS_KEPT, COMMANDS_AT_ONCE, COMMANDS_PER_S, FRAGMENTS, MESSAGE_BYTES, MESSAGES_AT_ONCE, SOCKETS_PER_ADDRESS,
    STRIKES,
};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use crate::{
    titles::{Mute, Spinner},
    util::{Client, Raw, Stage, client_id, soon, staged, story},
};

const TIC_TAC_TOE: &str = "tic_tac_toe";

/// How a table and its match stand, as a newcomer sees them.
async fn standing(stage: &Stage, table: &str) -> (Value, Value) {
    let state = stage.get(&format!("/api/tables/{table}")).await.json();
    if state["match_id"].is_null() {
        return (state, Value::Null);
    }
    let mut newcomer = stage.player().await;
    newcomer.open(table).await;
    let snapshot = newcomer.expect("update").await;
    newcomer.done(json!({ "type": "close_table" })).await;
    (state, snapshot)
}

#[test]
fn before_hello_nothing_is_done() {
    story(async |stage| {
        let mut client = stage.connect(&stage.guest().await, Codec::Json).await;
        let command = json!({ "type": "create_table", "title": TIC_TAC_TOE });
        assert_eq!(client.refused(command).await, "hello_first");
        client.send(json!({ "type": "input", "match_id": "a.0.b", "input": 1, "payload": 1 })).await;
        assert_eq!(client.error().await, "hello_first");
        client.round_trip().await;

        let good = ["abcdefg8".to_string(), "x".repeat(64), "AZaz09-_".to_string()];
        let bad = ["abcdef7", &"x".repeat(65), "abcdefg.", "abcdefg\u{e9}", ""];
        for id in bad {
            client.send(json!({ "type": "hello", "client": id })).await;
            assert_eq!(client.error().await, "bad_client", "{id}");
        }
        for id in good {
            let mut client = stage.connect(&stage.guest().await, Codec::Json).await;
            client.hello(&id, None).await;
        }
        // A refused hello has spoilt nothing.
        client.hello(&client_id(), None).await;
        client.send(json!({ "type": "hello", "client": client_id() })).await;
        assert_eq!(client.error().await, "hello_again");
        client.seq = 0;
        client.done(json!({ "type": "close_table" })).await;
    });
}

#[test]
fn what_cannot_be_read_is_refused_and_the_connection_goes_on() {
    story(async |stage| {
        let guest = stage.guest().await;
        let mut client = stage.join(&guest).await;
        let deep = format!("{}{}", r#"{"type":"ping","echo":1,"x":"#, "[".repeat(1000));
        let cases: [(&str, &str); 17] = [
            ("", "malformed"),
            ("{", "malformed"),
            ("[]", "malformed"),
            ("null", "malformed"),
            ("\"hello\"", "malformed"),
            ("{}", "malformed"),
            (&deep, "malformed"),
            (r#"{"type":"hello"}"#, "malformed"),
            (r#"{"type":"command","seq":1}"#, "malformed"),
            (r#"{"type":"command","seq":-1,"command":{"type":"close_table"}}"#, "malformed"),
            (r#"{"type":"command","seq":"1","command":{"type":"close_table"}}"#, "malformed"),
            (r#"{"type":"command","seq":1,"command":{"type":"sit"}}"#, "malformed"),
            (r#"{"type":"command","seq":1,"command":{"type":"act","match_id":"nonsense"}}"#, "malformed"),
            (r#"{"type":"command","seq":1,"command":{"type":"sit","table":"t","seat":256}}"#, "malformed"),
            (r#"{"type":"ping","echo":1} {"type":"ping","echo":2}"#, "malformed"),
            (r#"{"type":"sing"}"#, "unknown_type"),
            (r#"{"type":"command","seq":1,"command":{"type":"castle"}}"#, "unknown_type"),
        ];
        for (text, code) in cases {
            client.send_raw(Message::text(text)).await;
            assert_eq!(client.error().await, code, "{text}");
        }
        let ping = json!({ "type": "ping", "echo": 1 });
        client.send_raw(Message::binary(ping.to_string().into_bytes())).await;
        assert_eq!(client.error().await, "malformed", "a binary message where text is spoken");

        let mut binary = stage.connect(&guest, Codec::Msgpack).await;
        binary.send_raw(Message::text(ping.to_string())).await;
        assert_eq!(binary.error().await, "malformed", "text where binary messages are spoken");
        for bytes in [&b"\xc1"[..], b"\x81", b"\x90", &[0x91; 1000], b"\x81\xa4type\xa4ping"] {
            binary.send_raw(Message::binary(bytes.to_vec())).await;
            assert_eq!(binary.error().await, "malformed", "{bytes:?}");
        }
        binary.send_raw(Message::binary(rmp_serde::to_vec_named(&json!({ "type": "sing" })).unwrap())).await;
        assert_eq!(binary.error().await, "unknown_type");

        // No number was spent, and fields nobody knows are nobody's business.
        binary.round_trip().await;
        client.done(json!({ "type": "close_table", "softly": true })).await;
    });
}

#[test]
fn numbers_of_commands_are_held_to() {
    story(async |stage| {
        let mut client = stage.player().await;
        let close = json!({ "type": "close_table" });
        let mut asked = 0;
        let mut number = async |client: &mut Client, seq: u64| {
            // Slowly enough for the credit.
            stage.advance(u64::from(1000 / COMMANDS_PER_S)).await;
            client.tell_as(seq, close.clone(), None).await;
            asked += 1;
            let answer = client.answer(seq).await;
            answer.get("code").map_or("ok".to_string(), |code| code.as_str().unwrap().to_string())
        };
        assert_eq!(number(&mut client, 0).await, "stale_seq");
        let kept = u64::try_from(ANSWERS_KEPT).unwrap();
        for seq in 1..=kept {
            assert_eq!(number(&mut client, seq).await, "ok");
        }
        assert_eq!(number(&mut client, 1).await, "ok", "the oldest answer that is kept");
        assert_eq!(number(&mut client, kept + 2).await, "seq_gap");
        assert_eq!(number(&mut client, u64::MAX).await, "seq_gap");
        assert_eq!(number(&mut client, kept + 1).await, "ok", "a number refused for a gap isn't spent");
        assert_eq!(number(&mut client, 1).await, "stale_seq");
        assert_eq!(number(&mut client, 2).await, "ok");
        assert_eq!(number(&mut client, kept + 2).await, "ok");
    });
}

#[test]
fn tables_that_cannot_be_had_are_refused() {
    story(async |stage| {
        let mut client = stage.player().await;
        let padded = |bytes: usize| {
            let options = json!({ "choose_seconds": "" }).to_string().len();
            json!({ "choose_seconds": "x".repeat(bytes - options) })
        };
        assert_eq!(padded(OPTIONS_BYTES).to_string().len(), OPTIONS_BYTES);
        let cases = [
            ("chequers", json!({}), "unknown_title"),
            ("", json!({}), "unknown_title"),
            (TIC_TAC_TOE, json!({ "board": 4 }), "bad_options"),
            (TIC_TAC_TOE, json!([]), "bad_options"),
            (TIC_TAC_TOE, json!(3), "bad_options"),
            ("duel", json!({ "choose_seconds": "six" }), "bad_options"),
            ("duel", json!({ "choose_seconds": -5 }), "bad_options"),
            ("duel", json!({ "default_number": 1.5 }), "bad_options"),
            ("duel", json!({ "default_number": null }), "bad_options"),
            ("duel", json!({ "choose_seconds": 4 }), "rules.choose_seconds"),
            ("duel", json!({ "choose_seconds": 121 }), "rules.choose_seconds"),
            ("duel", json!({ "default_number": 0 }), "rules.default_number"),
            ("duel", json!({ "default_number": 6 }), "rules.default_number"),
            ("duel", padded(OPTIONS_BYTES + 1), "bad_options"),
        ];
        for (title, options, code) in cases {
            let create = json!({ "type": "create_table", "title": title, "options": options });
            assert_eq!(client.refused(create).await, code, "{title} {options}");
        }
        let create = json!({ "type": "create_table", "title": TIC_TAC_TOE, "offer": "auction" });
        client.send(json!({ "type": "command", "seq": client.seq + 1, "command": create })).await;
        assert_eq!(client.error().await, "malformed");
        // At the edges the rules agree, and what is left out takes its default.
        for (options, complete) in [
            (json!({ "choose_seconds": 5 }), json!({ "choose_seconds": 5, "default_number": 1 })),
            (
                json!({ "choose_seconds": 120, "default_number": 5 }),
                json!({ "choose_seconds": 120, "default_number": 5 }),
            ),
            (json!(null), json!({ "choose_seconds": 20, "default_number": 1 })),
        ] {
            let table = client.create("duel", options).await;
            assert_eq!(stage.get(&format!("/api/tables/{table}")).await.json()["options"], complete);
        }
    });
}

#[test]
fn wrong_wishes_about_a_table_change_nothing() {
    staged(
        |settings| settings.titles = turnwheel::titles().with::<Mute>(),
        async |stage| {
            let (mut host, mut outsider) = (stage.player().await, stage.player().await);
            let table = host.create(TIC_TAC_TOE, json!({})).await;
            host.open(&table).await;
            let before = standing(stage, &table).await;

            for kind in ["sit", "stand", "seat_bot", "rematch"] {
                assert_eq!(host.refused(json!({ "type": kind, "table": "nowhere" })).await, "unknown_table", "{kind}");
            }
            let wish = |kind: &str, seat: Option<u8>| json!({ "type": kind, "table": table, "seat": seat });
            assert_eq!(host.refused(wish("sit", None)).await, "already_seated");
            assert_eq!(host.refused(wish("sit", Some(1))).await, "already_seated");
            assert_eq!(host.refused(wish("rematch", None)).await, "nothing_to_repeat");
            assert_eq!(host.refused(wish("seat_bot", Some(0))).await, "seat_taken");
            assert_eq!(host.refused(wish("seat_bot", Some(2))).await, "no_such_seat");
            assert_eq!(host.refused(wish("unseat_bot", Some(0))).await, "not_a_bot");
            assert_eq!(host.refused(wish("unseat_bot", Some(1))).await, "not_a_bot");
            assert_eq!(host.refused(wish("unseat_bot", Some(2))).await, "no_such_seat");
            assert_eq!(outsider.refused(wish("sit", Some(0))).await, "seat_taken");
            assert_eq!(outsider.refused(wish("sit", Some(2))).await, "no_such_seat");
            for (kind, seat) in [("stand", None), ("rematch", None), ("seat_bot", None), ("unseat_bot", Some(0))] {
                assert_eq!(outsider.refused(wish(kind, seat)).await, "not_seated", "{kind}");
            }
            assert_eq!(standing(stage, &table).await, before);

            assert_eq!(host.refused(json!({ "type": "open_table", "table": "nowhere" })).await, "unknown_table");
            assert_eq!(standing(stage, &table).await, before, "and the host still looks where they looked");

            let botless = outsider.create("mute", json!({})).await;
            let bot = json!({ "type": "seat_bot", "table": botless });
            assert_eq!(outsider.refused(bot).await, "no_bot", "a title that lists nothing legal has none");
            let tables = stage.get("/api/titles").await.json();
            let bot = |name: &str| {
                tables.as_array().unwrap().iter().find(|title| title["name"] == name).unwrap()["bot"].clone()
            };
            assert_eq!((bot("mute"), bot(TIC_TAC_TOE)), (Value::Null, json!("Random bot")));
        },
    );
}

#[test]
fn wrong_wishes_in_a_match_change_nothing() {
    story(async |stage| {
        let mut game = stage.table(TIC_TAC_TOE, json!({}), 2).await;
        let mut outsider = stage.player().await;
        outsider.open(&game.table).await;
        game.act(0, json!({ "cell": 4 })).await;
        let (table, match_id) = (game.table.clone(), game.match_id.clone());
        let before = standing(stage, &table).await;

        let [one, two] = &mut game.players[..] else { panic!("two players") };
        let place = |cell: usize| json!({ "cell": cell });
        assert_eq!(one.act_refused(&match_id, place(0)).await, "not_your_turn");
        assert_eq!(outsider.act_refused(&match_id, place(0)).await, "not_your_match");
        assert_eq!(two.act_refused(&match_id, place(4)).await, "rules.cell_taken");
        assert_eq!(two.act_refused(&match_id, place(9)).await, "rules.no_such_cell");
        let no_actions = [
            json!({}),
            json!(null),
            json!([]),
            json!("cell"),
            json!({ "cell": "0" }),
            json!({ "cell": -1 }),
            json!({ "cell": 0.5 }),
            json!({ "row": 0 }),
        ];
        for payload in no_actions {
            assert_eq!(two.act_refused(&match_id, payload.clone()).await, "bad_action", "{payload}");
        }
        assert_eq!(two.refused(json!({ "type": "act", "match_id": match_id })).await, "bad_action", "no payload");
        for unknown in ["tic_tac_toe.0.nothing", "tic_tac_toe.1.nothing", "chess.0.nothing", "tic_tac_toe.0."] {
            assert_eq!(two.act_refused(unknown, place(0)).await, "unknown_match", "{unknown}");
        }
        let wish = |kind: &str, seat: Option<u8>| json!({ "type": kind, "table": table, "seat": seat });
        assert_eq!(outsider.refused(wish("sit", None)).await, "table_full");
        for (kind, seat) in [("stand", None), ("seat_bot", None), ("rematch", None)] {
            assert_eq!(two.refused(wish(kind, seat)).await, "match_running", "{kind}");
        }
        for input in [
            json!({ "type": "input", "match_id": match_id, "input": 1 }),
            json!({ "type": "input", "match_id": "tic_tac_toe.0.nothing", "input": 1, "payload": null }),
        ] {
            two.send(input.clone()).await;
            assert_eq!(two.error().await, "bad_input", "{input}");
        }
        assert_eq!(standing(stage, &table).await, before);

        stage.advance(1_000).await;
        for (seat, cell) in [(1, 0), (0, 3), (1, 1), (0, 5)] {
            game.act(seat, place(cell)).await;
        }
        let over = standing(stage, &table).await;
        for player in &mut game.players {
            assert_eq!(player.act_refused(&match_id, place(8)).await, "match_over");
        }
        assert_eq!(standing(stage, &table).await, over);
    });
}

/// A ping of exactly this many bytes.
fn ping_of(bytes: usize) -> String {
    let ping = |pad: usize| json!({ "type": "ping", "echo": 1, "pad": "x".repeat(pad) }).to_string();
    ping(bytes - ping(0).len())
}

/// A raw websocket that speaks JSON.
async fn raw(stage: &Stage) -> Raw {
    let mut socket = Raw::connect(stage.address()).await;
    assert_eq!(socket.upgrade(&stage.guest().await.token, Codec::Json).await.status, 101);
    socket
}

#[test]
fn the_largest_message_is_read_and_one_byte_more_is_not() {
    story(async |stage| {
        let mut socket = raw(stage).await;
        let largest = ping_of(MESSAGE_BYTES);
        assert_eq!(largest.len(), MESSAGE_BYTES);
        socket.frame(true, 1, largest.as_bytes()).await;
        let (opcode, pong) = socket.next_frame().await;
        assert_eq!((opcode, pong.starts_with(br#"{"echo":1,"#)), (1, true));

        socket.frame(true, 1, ping_of(MESSAGE_BYTES + 1).as_bytes()).await;
        assert_eq!(socket.read_out().await.1, Some(1009));
    });
}

#[test]
fn fragments_together_are_no_larger_than_one_message() {
    story(async |stage| {
        for (bytes, fits) in [(MESSAGE_BYTES, true), (MESSAGE_BYTES + 1, false)] {
            let mut socket = raw(stage).await;
            let message = ping_of(bytes);
            let (one, two) = message.as_bytes().split_at(bytes / 2);
            socket.frame(false, 1, one).await;
            socket.frame(true, 0, two).await;
            if fits {
                assert_eq!(socket.next_frame().await.0, 1);
            } else {
                assert_eq!(socket.read_out().await.1, Some(1009));
            }
        }
    });
}

#[test]
fn a_message_has_so_many_fragments_and_no_more() {
    story(async |stage| {
        for (fragments, fits) in [(FRAGMENTS, true), (FRAGMENTS + 1, false)] {
            let mut socket = raw(stage).await;
            let ping = ping_of(100);
            for at in 0..fragments - 1 {
                let opcode = if at == 0 { 1 } else { 0 };
                // Most of them empty: they cost no bytes, and are counted all the same.
                let bytes: &[u8] = if at == 0 { &ping.as_bytes()[..50] } else { b"" };
                socket.frame(false, opcode, bytes).await;
            }
            socket.frame(true, 0, &ping.as_bytes()[50..]).await;
            if fits {
                assert_eq!(socket.next_frame().await.0, 1);
            } else {
                assert_eq!(socket.read_out().await.1, Some(1009));
            }
        }
    });
}

#[test]
fn a_broken_websocket_is_closed_as_such() {
    story(async |stage| {
        // A continuation of nothing; a kind of frame that doesn't exist; text that isn't UTF-8.
        let frames: [(bool, u8, &[u8]); 3] = [(true, 0, b"x"), (true, 3, b"x"), (true, 1, b"\xff")];
        for (last, opcode, bytes) in frames {
            let mut socket = raw(stage).await;
            socket.frame(last, opcode, bytes).await;
            assert_eq!(socket.read_out().await.1, Some(1002), "{opcode} {bytes:?}");
        }
    });
}

#[test]
fn commands_beyond_the_credit_are_refused_as_too_fast() {
    story(async |stage| {
        let mut client = stage.player().await;
        let close = json!({ "type": "close_table" });
        for _ in 0..COMMANDS_AT_ONCE {
            client.done(close.clone()).await;
        }
        assert_eq!(client.refused(close.clone()).await, "too_fast");
        stage.advance(u64::from(1000 / COMMANDS_PER_S) - 1).await;
        assert_eq!(client.refused(close.clone()).await, "too_fast");
        stage.advance(1).await;
        client.done(close.clone()).await;
        assert_eq!(client.refused(close).await, "too_fast");
    });
}

#[test]
fn too_many_malformed_messages_close_the_connection() {
    story(async |stage| {
        let mut client = stage.player().await;
        for _ in 0..STRIKES {
            client.send_raw(Message::text("?")).await;
            assert_eq!(client.error().await, "malformed");
        }
        client.send_raw(Message::text("?")).await;
        assert_eq!(client.closed().await, Some(1008));
    });
}

#[test]
fn too_many_other_messages_close_the_connection() {
    story(async |stage| {
        let mut client = stage.player().await;
        // Hello was the first.
        for _ in 1..MESSAGES_AT_ONCE {
            client.round_trip().await;
        }
        for _ in 0..STRIKES {
            client.send(json!({ "type": "ping", "echo": 0 })).await;
        }
        client.done(json!({ "type": "close_table" })).await;
        assert!(!client.has_waiting(|message| message["type"] == "pong"), "dropped without an answer");
        client.send(json!({ "type": "ping", "echo": 0 })).await;
        assert_eq!(client.closed().await, Some(1008));
    });
}

#[test]
fn an_address_has_so_many_sockets_and_no_more() {
    let proxied = |settings: &mut turnwheel::Settings| {
        settings.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    };
    staged(proxied, async |stage| {
        let token = stage.guest().await.token;
        let mut held = Vec::new();
        for _ in 0..SOCKETS_PER_ADDRESS {
            let mut socket = Raw::connect(stage.address()).await;
            assert_eq!(socket.upgrade(&token, Codec::Json).await.status, 101);
            held.push(socket);
        }
        let refused = Raw::connect(stage.address()).await.upgrade(&token, Codec::Json).await;
        assert_eq!((refused.status, refused.code()), (429, "too_many_sockets".to_string()));
        // Elsewhere behind the same proxy there is room.
        let bearer = format!("Bearer {token}");
        let elsewhere = Ipv4Addr::new(192, 0, 2, 7).to_string();
        let headers = [
            ("authorization", bearer.as_str()),
            ("sec-websocket-protocol", Codec::Json.subprotocol()),
            ("x-forwarded-for", &elsewhere),
        ];
        let headers = [&crate::util::UPGRADE[..], &headers].concat();
        let mut other = Raw::connect(stage.address()).await;
        assert_eq!(other.request("GET", "/ws", &headers, "").await.status, 101);

        held.pop();
        soon("room for one more", async {
            while Raw::connect(stage.address()).await.upgrade(&token, Codec::Json).await.status != 101 {}
        })
        .await;
    });
}

#[test]
fn a_player_sits_at_so_many_tables_and_no_more() {
    story(async |stage| {
        let (mut player, mut other) = (stage.player().await, stage.player().await);
        let elsewhere = other.create("duel", json!({})).await;
        let mut tables = BTreeSet::new();
        for _ in 0..TABLES_PER_PLAYER {
            tables.insert(player.create("duel", json!({})).await);
        }
        assert_eq!(tables.len(), TABLES_PER_PLAYER);
        let create = json!({ "type": "create_table", "title": "duel" });
        let sit = json!({ "type": "sit", "table": elsewhere });
        assert_eq!(player.refused(create.clone()).await, "too_many_tables");
        assert_eq!(player.refused(sit.clone()).await, "too_many_tables");
        let bearer = format!("Bearer {}", player.guest.token);
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let refused = stage.http("POST", "/api/tables", &headers, r#"{"title": "duel"}"#).await;
        assert_eq!((refused.status, refused.code()), (429, "too_many_tables".to_string()));

        let one = tables.first().unwrap();
        player.done(json!({ "type": "stand", "table": one })).await;
        player.done(sit).await;
        assert_eq!(player.refused(create).await, "too_many_tables");
    });
}

#[test]
fn every_refusal_has_its_sentence() {
    story(async |stage| {
        let mut client = stage.player().await;
        let refused = client.ask(json!({ "type": "sit", "table": "nowhere" })).await;
        let Refused { code, reason } = Refused::UNKNOWN_TABLE;
        assert_eq!(refused, json!({ "type": "error", "seq": 1, "code": code, "reason": reason }));
    });
}

#[test]
fn inputs_go_to_the_match_that_is_shown_and_no_other() {
    staged(
        |settings| settings.titles = turnwheel::titles().with::<Spinner>(),
        async |stage| {
            let mut game = stage.table("spinner", json!({}), 1).await;
            let player = &mut game.players[0];
            player.done(json!({ "type": "close_table" })).await;
            player.send(json!({ "type": "input", "match_id": game.match_id, "input": 1, "payload": null })).await;
            assert_eq!(player.error().await, "bad_input");
        },
    );
}
