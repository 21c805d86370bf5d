//! The protocol's types, its TypeScript twin, its document and its example files, held together.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

use std::{fs, path::PathBuf};

use engine::{
    ids::*,
    wire::{self, *},
};
use serde_json::json;
use ts_rs::{Config, TS};

fn project(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// Compares a file made from the types with the one in the project; with `BLESS=1` in the environment, writes it instead.
fn holds(path: &str, made: &[u8]) {
    let file = project(path);
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, made).unwrap();
    }
    let kept = fs::read(&file).unwrap_or_default();
    assert!(kept == made, "{path} is stale: run `make generate` and look at what changed");
}

#[test]
fn typescript_types_are_those_of_the_server() {
    fn declare<T: TS>(text: &mut String) {
        text.push_str(&format!("\nexport {}\n", T::decl(&Config::default())));
    }
    let mut text = String::from("// Made from engine/src/wire by `make generate`; change it there.\n");
    declare::<PlayerId>(&mut text);
    declare::<ClientId>(&mut text);
    declare::<TableId>(&mut text);
    declare::<MatchId>(&mut text);
    declare::<Seq>(&mut text);
    declare::<Rev>(&mut text);
    declare::<Epoch>(&mut text);
    declare::<Code>(&mut text);
    declare::<ClientMessage>(&mut text);
    declare::<Command>(&mut text);
    declare::<Have>(&mut text);
    declare::<Offer>(&mut text);
    declare::<Sides>(&mut text);
    declare::<Proposal>(&mut text);
    declare::<ServerMessage>(&mut text);
    declare::<Happened>(&mut text);
    declare::<Cause>(&mut text);
    declare::<Courteous>(&mut text);
    declare::<Deed>(&mut text);
    declare::<Ask>(&mut text);
    declare::<Offering>(&mut text);
    declare::<Gone>(&mut text);
    declare::<Standing>(&mut text);
    declare::<TableState>(&mut text);
    declare::<SeatState>(&mut text);
    declare::<Holder>(&mut text);
    declare::<HolderKind>(&mut text);
    declare::<Phase>(&mut text);
    holds("static/src/wire/generated.ts", text.as_bytes());
}

fn client_examples() -> Vec<(&'static str, ClientMessage, Option<serde_json::Value>)> {
    let command = |seq, command| ClientMessage::Command { seq: Seq(seq), command };
    let match_id: MatchId = "tic_tac_toe.0.k3j9x2mq".parse().unwrap();
    let table = || TableId::from("w7k2m9qd");
    vec![
        ("hello", ClientMessage::Hello { client: "tab-5f3a9c01".into(), have: None, last_seq: None }, None),
        (
            "hello_back",
            ClientMessage::Hello {
                client: "tab-5f3a9c01".into(),
                have: Some(Have { match_id: match_id.clone(), epoch: Epoch(1), rev: Rev(4) }),
                last_seq: Some(Seq(7)),
            },
            None,
        ),
        (
            "create_table",
            command(
                1,
                Command::CreateTable {
                    title: "tic_tac_toe".into(),
                    options: json!({ "move_seconds": 30 }),
                    offer: Offer::Open,
                    seat: Some(1),
                    sides: Sides::Random,
                },
            ),
            None,
        ),
        ("open_table", command(2, Command::OpenTable { table: table() }), None),
        ("close_table", command(3, Command::CloseTable), None),
        ("sit", command(4, Command::Sit { table: table(), seat: Some(1) }), None),
        ("stand", command(5, Command::Stand { table: table() }), None),
        ("seat_bot", command(6, Command::SeatBot { table: table(), seat: None }), None),
        ("unseat_bot", command(7, Command::UnseatBot { table: table(), seat: 1 }), None),
        ("rematch", command(8, Command::Rematch { table: table() }), None),
        ("watch_lobby", command(9, Command::WatchLobby), None),
        ("unwatch_lobby", command(9, Command::UnwatchLobby), None),
        ("seek", command(9, Command::Seek { title: "chess".into(), options: json!({ "chess960": true }) }), None),
        ("cancel_seek", command(9, Command::CancelSeek), None),
        ("resign", command(9, Command::Resign { match_id: match_id.clone() }), None),
        ("abort", command(9, Command::Abort { match_id: match_id.clone() }), None),
        ("claim", command(9, Command::Claim { match_id: match_id.clone() }), None),
        ("add_time", command(9, Command::AddTime { match_id: match_id.clone() }), None),
        ("resume", command(9, Command::Resume { match_id: match_id.clone() }), None),
        ("offer", command(9, Command::Offer { match_id: match_id.clone(), what: Proposal::Draw }), None),
        (
            "answer",
            command(9, Command::Answer { match_id: match_id.clone(), what: Proposal::Undo, accept: true }),
            None,
        ),
        ("act", command(9, Command::Act { match_id: match_id.clone() }), Some(json!({ "cell": 4 }))),
        (
            "input",
            ClientMessage::Input { match_id: match_id.clone(), input: 17, tick: 243, seen: 231 },
            Some(json!({ "up": true, "down": false })),
        ),
        ("seen", ClientMessage::Seen { match_id, tick: 231 }, None),
        ("ping", ClientMessage::Ping { echo: 1234567 }, None),
    ]
}

fn server_examples() -> Vec<(&'static str, ServerMessage, Option<serde_json::Value>)> {
    let match_id: MatchId = "tic_tac_toe.0.k3j9x2mq".parse().unwrap();
    let seat = |player: &str, name: &str, kind| SeatState {
        holder: Some(Holder { player: player.into(), name: name.into(), kind }),
        rematch: false,
        here: true,
    };
    let table = |phase, match_id| TableState {
        table: "w7k2m9qd".into(),
        title: "tic_tac_toe".into(),
        options: json!({ "move_seconds": 30 }),
        offer: Offer::Open,
        sides: Sides::Chosen,
        code: None,
        seats: vec![
            seat("p-8d2f6a1be0c4", "Quiet Otter", HolderKind::Player),
            seat("bot-1", "Random bot", HolderKind::Bot),
        ],
        phase,
        match_id,
        games: 1,
        outcome: None,
        turn: vec![],
        spectators: 2,
    };
    vec![
        (
            "welcome",
            ServerMessage::Welcome {
                player: "p-8d2f6a1be0c4".into(),
                name: "Quiet Otter".into(),
                last_seq: Some(Seq(9)),
                now_ms: 81_250,
            },
            None,
        ),
        ("ok", ServerMessage::Ok { seq: Seq(9), table: None, rev: Some(Rev(5)) }, None),
        ("ok_table", ServerMessage::Ok { seq: Seq(1), table: Some("w7k2m9qd".into()), rev: None }, None),
        (
            "error",
            ServerMessage::Error {
                seq: Some(Seq(10)),
                code: Refused::NOT_YOUR_TURN.code,
                reason: Refused::NOT_YOUR_TURN.reason.into(),
            },
            None,
        ),
        ("table", ServerMessage::Table { table: table(Phase::Playing, Some(match_id.clone())) }, None),
        (
            "lobby",
            ServerMessage::Lobby {
                whole: false,
                tables: vec![table(Phase::Playing, Some(match_id.clone()))],
                gone: vec!["q2w3x4z5".into()],
                mine: None,
            },
            None,
        ),
        ("seated", ServerMessage::Seated { table: "w7k2m9qd".into() }, None),
        (
            "seek_ended",
            ServerMessage::SeekEnded {
                code: Refused::SEEK_REPLACED.code,
                reason: Refused::SEEK_REPLACED.reason.into(),
            },
            None,
        ),
        (
            "table_closed",
            ServerMessage::TableClosed { table: "w7k2m9qd".into(), reason: "Everybody left this table.".into() },
            None,
        ),
        (
            "update",
            ServerMessage::Update {
                match_id: match_id.clone(),
                epoch: Epoch(1),
                rev: Rev(5),
                seat: Some(0),
                happened: Happened { cause: Cause::Action, seat: Some(0), courtesy: None },
                now_ms: 81_312,
                offset_ms: 35,
                paused: false,
                offers: vec![],
                courtesies: vec![],
                gone: vec![],
                turn: vec![],
                away: vec![1],
                outcome: Some(Standing { places: vec![1, 2], reason: "three_in_a_row".into() }),
                tick: None,
                hz: None,
            },
            Some(json!({ "view": { "cells": [0, 0, 0, 1, 1, null, null, null, null] }, "notes": [], "legal": [] })),
        ),
        (
            "update_courtesy",
            ServerMessage::Update {
                match_id: match_id.clone(),
                epoch: Epoch(1),
                rev: Rev(6),
                seat: Some(0),
                happened: Happened {
                    cause: Cause::Courtesy,
                    seat: Some(1),
                    courtesy: Some(Courteous { deed: Deed::Offered, what: Some(Proposal::Draw) }),
                },
                now_ms: 82_000,
                offset_ms: 35,
                paused: false,
                offers: vec![Offering { what: Proposal::Draw, by: 1, until_ms: 142_035 }],
                courtesies: vec![Ask::Resign, Ask::Draw, Ask::Undo, Ask::AddTime],
                gone: vec![Gone { seat: 1, claim_ms: 112_035 }],
                turn: vec![1],
                away: vec![1],
                outcome: None,
                tick: None,
                hz: None,
            },
            Some(
                json!({ "view": { "cells": [0, null, null, null, null, null, null, null, null] }, "notes": [], "legal": [] }),
            ),
        ),
        (
            "frame",
            ServerMessage::Frame { match_id, epoch: Epoch(1), tick: 240, input: 17 },
            Some(json!([120, 64, -3, 2])),
        ),
        (
            "notice",
            ServerMessage::Notice { code: Refused::STOPPING.code, reason: Refused::STOPPING.reason.into() },
            None,
        ),
        ("pong", ServerMessage::Pong { echo: 1_234_567, now_ms: 81_320 }, None),
    ]
}

#[test]
fn client_examples_are_read_alike_in_both_encodings() {
    for (name, message, payload) in client_examples() {
        let mut bytes = rmp_serde::to_vec_named(&message).unwrap();
        let mut text = serde_json::to_value(&message).unwrap();
        if let Some(payload) = &payload {
            bytes.extend_from_slice(&to_payload(payload).unwrap());
            text["payload"] = payload.clone();
        }
        holds(&format!("docs/protocol/client/{name}.msgpack"), &bytes);
        holds(&format!("docs/protocol/client/{name}.json"), format!("{text:#}\n").as_bytes());
        let read = decode(Codec::Msgpack, &bytes).unwrap();
        assert_eq!(read.message, message, "{name}");
        assert_eq!(decode(Codec::Json, text.to_string().as_bytes()).unwrap(), read, "{name}");
        let again = read.payload.map(|payload| from_payload::<serde_json::Value>(&payload).unwrap());
        assert_eq!(again, payload, "{name}");
    }
}

#[test]
fn server_examples_are_written_alike_in_both_encodings() {
    for (name, message, payload) in server_examples() {
        let payload = payload.map(|payload| to_payload(&payload).unwrap());
        let bytes = Outbound { message, payload }.encode();
        let text: serde_json::Value = serde_json::from_str(&json_of(&bytes).unwrap()).unwrap();
        holds(&format!("docs/protocol/server/{name}.msgpack"), &bytes);
        holds(&format!("docs/protocol/server/{name}.json"), format!("{text:#}\n").as_bytes());
    }
}

#[test]
fn the_document_names_every_type_and_every_code() {
    let document = fs::read_to_string(project("docs/PROTOCOL.md")).unwrap();
    for name in
        client_examples().into_iter().map(|(name, ..)| name).chain(server_examples().iter().map(|(name, ..)| *name))
    {
        assert!(document.contains(&format!("`{name}`")), "docs/PROTOCOL.md has no word about the example `{name}`");
    }
    for refused in Refused::ALL {
        let row = format!("| `{}` | {} |", refused.code.0, refused.reason);
        assert!(document.contains(&row), "docs/PROTOCOL.md lacks the row {row}");
    }
}

#[test]
fn every_command_of_an_unknown_type_is_told_so() {
    let cases = [
        (r#"{"type":"dance"}"#, DecodeError::UnknownType),
        (r#"{"type":"command","seq":1,"command":{"type":"dance"}}"#, DecodeError::UnknownType),
        (r#"{"type":"command","seq":1,"command":{"type":"sit"}}"#, DecodeError::Malformed),
        (r#"{"type":"command","seq":-1,"command":{"type":"close_table"}}"#, DecodeError::Malformed),
        (r#"{"type":"command"}"#, DecodeError::Malformed),
        (r#"{}"#, DecodeError::Malformed),
        (r#"[1,2"#, DecodeError::Malformed),
    ];
    for (text, expected) in cases {
        assert_eq!(decode(Codec::Json, text.as_bytes()), Err(expected), "{text}");
        if let Ok(value) = serde_json::from_str::<serde_json::Value>(text) {
            assert_eq!(decode(Codec::Msgpack, &to_payload(&value).unwrap()), Err(expected), "{text}");
        }
    }
    // No example of the protocol may ever be told that its type is unknown.
    for (name, message, _) in client_examples() {
        let mut value = serde_json::to_value(&message).unwrap();
        value.as_object_mut().unwrap().retain(|field, _| field == "type" || field == "command");
        if let Err(error) = decode(Codec::Json, value.to_string().as_bytes()) {
            assert_eq!(error, DecodeError::Malformed, "{name}");
        }
    }
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
        let _ = decode(Codec::Msgpack, &bytes);
        let _ = decode(Codec::Json, &bytes);
        let _ = wire::json_of(&bytes);
    }

    #[test]
    fn a_bent_message_is_read_or_refused(which in 0usize..24, at: u16, to: u8) {
        let (_, message, payload) = client_examples().swap_remove(which);
        let mut bytes = rmp_serde::to_vec_named(&message).unwrap();
        bytes.extend(payload.map(|payload| to_payload(&payload).unwrap()).unwrap_or_default());
        let at = usize::from(at) % bytes.len();
        bytes[at] = to;
        let _ = decode(Codec::Msgpack, &bytes);
    }
}
