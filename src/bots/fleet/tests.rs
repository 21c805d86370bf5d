//! Stories of the fleet without a socket: what the players say to what they hear.

use engine::wire::{ClientMessage, Codec, Refused, decode};
use serde_json::json;

use super::*;
use crate::bots::limits::{TABLE_AGAIN_MS, TABLES_AT_ONCE};

fn fleet(matches: usize) -> Fleet {
    let offered = crate::titles().get("tic_tac_toe").unwrap().clone();
    let script = Script { offered, options: json!({}), matches, seats: 2, spectators: 1, think: false };
    Fleet::new(script)
}

/// A message of the server as a frame, with a payload.
fn frame(message: &serde_json::Value, payload: Option<serde_json::Value>) -> Vec<u8> {
    let mut body = rmp_serde::to_vec_named(message).unwrap();
    body.extend(payload.into_iter().flat_map(|payload| rmp_serde::to_vec_named(&payload).unwrap()));
    let length = u16::try_from(body.len()).unwrap().to_be_bytes();
    [&[0x82, 126], &length[..], &body].concat()
}

fn ok(seq: u64, table: &str) -> Vec<u8> {
    frame(&json!({ "type": "ok", "seq": seq, "table": table }), None)
}

/// What has been said since the last time: by whom, and what.
fn said(fleet: &mut Fleet) -> Vec<(usize, ClientMessage)> {
    let (mut from, mut said) = (0, Vec::new());
    for (player, end) in &fleet.outgoing.to {
        let bytes = &fleet.outgoing.bytes[from..*end];
        from = *end;
        let head = if bytes[1] & 0x7f == 126 { 4 } else { 2 };
        let mask = bytes[head..head + 4].iter().cycle();
        let body: Vec<u8> = bytes[head + 4..].iter().zip(mask).map(|(byte, mask)| byte ^ mask).collect();
        said.push((*player, decode(Codec::Msgpack, &body).unwrap().message));
    }
    fleet.outgoing.clear();
    said
}

fn commands(fleet: &mut Fleet) -> Vec<(usize, Command)> {
    let command = |(player, message)| match message {
        ClientMessage::Command { command, .. } => (player, command),
        other => panic!("{other:?}"),
    };
    said(fleet).into_iter().map(command).collect()
}

fn welcomed(matches: usize) -> Fleet {
    let mut fleet = fleet(matches);
    for player in 0..fleet.len() {
        fleet.opened(player);
        fleet.heard(player, &frame(&json!({ "type": "welcome" }), None), 0);
    }
    assert!(said(&mut fleet).iter().all(|(_, message)| matches!(message, ClientMessage::Hello { .. })));
    fleet.make_tables();
    fleet
}

#[test]
fn the_first_makes_the_table_and_all_go_there() {
    let mut fleet = welcomed(1);
    fleet.beat(0, 0, 0);
    let made = commands(&mut fleet);
    assert!(matches!(&made[..], [(0, Command::CreateTable { title, .. })] if title == "tic_tac_toe"));
    // Bytes come as the network has them.
    for byte in ok(1, "word") {
        fleet.heard(0, &[byte], 0);
    }
    let went = commands(&mut fleet);
    let opened: Vec<usize> =
        went.iter().filter(|(_, what)| matches!(what, Command::OpenTable { .. })).map(|(who, _)| *who).collect();
    assert_eq!(opened, [0, 1, 2]);
    assert!(went.iter().any(|said| matches!(said, (1, Command::Sit { seat: Some(1), .. }))), "{went:?}");
    assert_eq!(went.len(), 4, "who made it sits already, and who looks on doesn't: {went:?}");
}

#[test]
fn tables_are_made_a_few_at_a_time_and_again_when_refused() {
    let mut fleet = welcomed(TABLES_AT_ONCE + 1);
    fleet.beat(0, 0, 0);
    assert_eq!(commands(&mut fleet).len(), TABLES_AT_ONCE);
    let busy = json!({ "type": "error", "seq": 1, "code": Refused::BUSY.code.0, "reason": "" });
    fleet.heard(0, &frame(&busy, None), 0);
    fleet.beat(0, 0, 1);
    let next = commands(&mut fleet);
    assert_eq!(next.iter().map(|(who, _)| *who).collect::<Vec<_>>(), [TABLES_AT_ONCE * 3]);
    fleet.heard(3 * TABLES_AT_ONCE, &frame(&busy, None), 1);
    fleet.beat(0, 0, 1000 * TABLE_AGAIN_MS);
    assert_eq!(commands(&mut fleet).iter().map(|(who, _)| *who).collect::<Vec<_>>(), [0]);
    assert_eq!(fleet.tally.errors.get("busy"), Some(&2));
}

/// The update of a match of tic-tac-toe as this seat sees it.
fn update(seat: Option<u8>, actor: Option<u8>, turn: u8, over: bool) -> Vec<u8> {
    let message = json!({
        "type": "update", "match_id": "tic_tac_toe.0.word", "seat": seat, "paused": false, "turn": [turn],
        "happened": { "cause": if actor.is_some() { "action" } else { "start" }, "seat": actor },
        "outcome": over.then(|| json!({ "places": [1, 2], "reason": "line" })),
    });
    frame(&message, Some(json!({ "view": {}, "notes": [], "legal": [{ "cell": 4 }] })))
}

#[test]
fn a_move_is_made_at_a_beat_and_timed_to_the_other_seat() {
    let mut fleet = welcomed(1);
    fleet.beat(0, 0, 0);
    fleet.heard(0, &ok(1, "word"), 0);
    said(&mut fleet);
    fleet.measure(0);
    for (player, seat) in [(0, Some(0)), (1, Some(1)), (2, None)] {
        fleet.heard(player, &update(seat, None, 0, false), 0);
    }
    assert_eq!((fleet.playing(), fleet.told_least()), (1, 1));
    (0..SLICES).for_each(|slice| fleet.beat(slice, 0, 1000));
    let moved = commands(&mut fleet);
    assert!(matches!(&moved[..], [(0, Command::Act { .. })]), "{moved:?}");
    for (player, seat) in [(0, Some(0)), (1, Some(1)), (2, None)] {
        fleet.heard(player, &update(seat, Some(0), 1, true), 3500);
    }
    let tally = &fleet.tally;
    assert_eq!((tally.moves, tally.opponent.len(), tally.opponent.max() / 10), (1, 1, 250));
    assert_eq!(fleet.playing(), 1, "they are about to play again");
    // The match is over; when the table says so too, those who sit ask for another.
    let table = frame(&json!({ "type": "table", "table": { "phase": "finished" } }), None);
    (0..3).for_each(|player| fleet.heard(player, &table, 4000));
    let asked = commands(&mut fleet);
    assert!(matches!(&asked[..], [(0, Command::Rematch { .. }), (1, Command::Rematch { .. })]), "{asked:?}");
}

#[test]
fn a_lost_player_makes_its_match_hopeless_and_is_counted_once() {
    let mut fleet = welcomed(2);
    fleet.heard(1, &[0x88, 2, 0x0f, 0xa1], 0);
    fleet.lost(1, "connection lost");
    assert_eq!(fleet.hopeless(), 1);
    assert_eq!(fleet.tally.errors.iter().collect::<Vec<_>>(), [(&"closed 4001".to_string(), &1)]);
}
