//! Tests of real time through the hub: what a client that keeps up is sent, and one that doesn't.

use super::*;
use crate::limits::{BYTES_PER_PING, BYTES_UNSEEN_MAX, CLOSE_MS, FRAMES_UNSEEN_MAX, FRAMES_UNTOLD};

fn frame(tick: u64, delta: bool) -> Delivered {
    let message = Outbound::plain(ServerMessage::Frame { match_id: a_match("m"), epoch: Epoch(1), tick, input: 0 });
    Delivered::Frame { match_id: a_match("m"), epoch: Epoch(1), tick, hz: 60, delta, message: message.encode() }
}

fn position(rev: u64, tick: u64) -> Delivered {
    let Delivered::Update { match_id, epoch, rev, message, .. } = update(1, rev) else { unreachable!() };
    Delivered::Update { match_id, epoch, rev, tick: Some(tick), message }
}

fn seen(connection: ConnectionId, code: &str, tick: u64) -> FromConnection {
    says(connection, ClientMessage::Seen { match_id: a_match(code), tick })
}

fn answers(connection: ConnectionId, ping: u64, round_trip_ms: u64) -> FromConnection {
    FromConnection { connection, what: Arrival::Heard(Some(Answered { ping, round_trip_ms })) }
}

/// A hub whose player 1 is shown a real-time match at its start.
fn in_real_time() -> (Hub, SessionId) {
    let (mut hub, at) = with_a_match();
    hub.handle(0, to_session(at.0, position(1, 0)));
    (hub, at)
}

/// Has frames from `first` on come until one is held back; returns its tick.
fn fill(hub: &mut Hub, at: SessionId, first: u64, delta: bool) -> u64 {
    let held = |tick: &u64| sent(&hub.handle(0, to_session(at.0, frame(*tick, delta))), ONE).is_empty();
    (first..=first + FRAMES_UNSEEN_MAX as u64).find(held).expect("a window has an end")
}

/// The numbers of the pings sent to a connection.
fn pings(effects: &[HubEffect], connection: ConnectionId) -> Vec<u64> {
    let pings = effects.iter().filter_map(|effect| match effect {
        HubEffect::Connection(to, ToConnection::Ping(number)) if *to == connection => Some(*number),
        _ => None,
    });
    pings.collect()
}

/// An update of so many bytes, of which a client can do without none.
fn large(bytes: u64) -> Delivered {
    let bytes = usize::try_from(bytes).unwrap();
    let message = Bytes::from(vec![0; bytes]);
    Delivered::Update { match_id: a_match("m"), epoch: Epoch(1), rev: Rev(1), tick: None, message }
}

#[test]
fn who_keeps_up_is_sent_every_frame() {
    let (mut hub, at) = in_real_time();
    for tick in 1..=600 {
        assert_eq!(sent(&hub.handle(0, to_session(at.0, frame(tick, false))), ONE)[0]["tick"], tick);
        if tick % FRAMES_UNTOLD as u64 == 0 {
            assert!(hub.arrived(0, seen(ONE, "m", tick)).is_empty());
        }
    }
    let counts = hub.observe().counts;
    assert_eq!((counts.frames_sent, counts.frames_skipped, counts.resyncs), (600, 0, 0));
    assert!(counts.bytes_state > 600 * 20);
}

#[test]
fn who_is_behind_is_sent_the_newest_when_they_tell_what_they_have() {
    let (mut hub, at) = in_real_time();
    let held = fill(&mut hub, at, 1, false);
    for tick in held + 1..held + 10 {
        assert!(hub.handle(0, to_session(at.0, frame(tick, false))).is_empty());
    }
    assert!(hub.arrived(0, seen(ONE, "other", held)).is_empty(), "what is said of another match");
    assert_eq!(sent(&hub.arrived(0, seen(ONE, "m", 10)), ONE)[0]["tick"], held + 9);
    assert_eq!(hub.observe().counts.frames_skipped, 9);
    // An input tells it as well.
    for tick in held + 10..held + 19 {
        assert_eq!(sent(&hub.handle(0, to_session(at.0, frame(tick, false))), ONE)[0]["tick"], tick);
    }
    assert!(hub.handle(0, to_session(at.0, frame(held + 19, false))).is_empty());
    let input = ClientMessage::Input { match_id: a_match("m"), input: 1, tick: held + 20, seen: 20 };
    let effects = hub.arrived(0, says(ONE, input));
    assert_eq!(sent(&effects, ONE)[0]["tick"], held + 19);
    let applied = |effect: &HubEffect| matches!(effect, HubEffect::Worker(_, ToWorker::Input { input: 1, tick, .. }) if *tick == held + 20);
    assert!(effects.iter().any(applied));
    assert_eq!(hub.observe().counts.inputs, 1);
}

#[test]
fn updates_and_answers_overtake_no_window_and_are_never_left_out() {
    let (mut hub, at) = in_real_time();
    let held = fill(&mut hub, at, 1, false);
    assert_eq!(sent(&hub.handle(0, to_session(at.0, position(2, held))), ONE).len(), 1);
    assert_eq!(sent(&hub.arrived(0, command(ONE, 2, Command::WatchLobby)), ONE)[0]["type"], "ok");
}

#[test]
fn a_longer_way_has_a_longer_window_and_a_slow_reader_not() {
    let (mut near, at) = in_real_time();
    near.arrived(0, answers(ONE, 1, 0));
    // Its later answers come late because it reads slowly.
    (2..=9).for_each(|ping| _ = near.arrived(0, answers(ONE, ping, 900)));
    let (mut far, at_far) = in_real_time();
    far.arrived(0, answers(ONE, 1, 200));
    assert_eq!(fill(&mut far, at_far, 1, false), fill(&mut near, at, 1, false) + 12);
}

#[test]
fn who_missed_changes_is_shown_the_match_anew_at_the_same_address() {
    let (mut hub, at) = in_real_time();
    let held = fill(&mut hub, at, 1, true);
    hub.handle(0, to_session(at.0, frame(held + 1, true)));
    let effects = hub.arrived(0, seen(ONE, "m", held - 1));
    let Attach { match_id, who, have, .. } = attached(&effects).expect("it asks").clone();
    assert_eq!((match_id, who.session, have), (a_match("m"), at, None));
    assert!(!effects.iter().any(|effect| matches!(effect, HubEffect::Worker(_, ToWorker::Detach { .. }))));
    assert!(hub.handle(0, to_session(at.0, frame(held + 2, true))).is_empty());
    assert_eq!(sent(&hub.handle(0, to_session(at.0, position(1, held + 2))), ONE).len(), 1);
    assert_eq!(sent(&hub.handle(0, to_session(at.0, frame(held + 3, true))), ONE)[0]["tick"], held + 3);
    let counts = hub.observe().counts;
    assert_eq!((counts.resyncs, counts.frames_skipped), (1, 3));
}

#[test]
fn a_window_begins_anew_with_a_connection() {
    let (mut hub, at) = in_real_time();
    let held = fill(&mut hub, at, 1, false);
    hub.arrived(0, gone(ONE));
    hub.connected(0, TWO, player(1));
    hub.arrived(0, hello(TWO, 1));
    let effects = hub.handle(0, to_session(1, shown(Some(a_match("m")))));
    let anew = attached(&effects).unwrap().who.session;
    hub.handle(0, to_session(anew.0, position(1, held)));
    assert!(hub.handle(0, to_session(at.0, frame(held + 1, false))).is_empty(), "the earlier attachment is over");
    assert_eq!(sent(&hub.handle(0, to_session(anew.0, frame(held + 1, false))), TWO).len(), 1);
}

#[test]
fn a_client_that_tells_nothing_is_sent_a_few_frames_after_each_ping() {
    let (mut hub, at) = in_real_time();
    hub.arrived(0, answers(ONE, 1, 0));
    let held = fill(&mut hub, at, 1, false);
    let ping = pings(&hub.due(PING_MS, &connection_alarm(ONE)), ONE)[0];
    assert_eq!(sent(&hub.arrived(PING_MS, answers(ONE, ping, 5)), ONE)[0]["tick"], held);
    assert_eq!(fill(&mut hub, at, held + 1, false), 2 * held - 1);
}

#[test]
fn who_reads_is_sent_any_number_of_bytes() {
    let (mut hub, at) = in_real_time();
    for _ in 0..10 * BYTES_UNSEEN_MAX / BYTES_PER_PING {
        let effects = hub.handle(0, to_session(at.0, large(BYTES_PER_PING)));
        let pings = pings(&effects, ONE);
        assert_eq!(pings.len(), 1, "what it has read must be known");
        hub.arrived(0, answers(ONE, pings[0], 20));
    }
    assert_eq!(closes(&hub.arrived(0, command(ONE, 2, Command::WatchLobby)), ONE), None);
}

#[test]
fn who_does_not_read_is_closed_and_goes_on_from_where_they_were() {
    let (mut hub, at) = in_real_time();
    let mut bytes = 0;
    let effects = loop {
        let effects = hub.handle(7, to_session(at.0, large(BYTES_PER_PING)));
        if closes(&effects, ONE).is_some() {
            break effects;
        }
        bytes += BYTES_PER_PING;
        let passed = effects.iter().any(|effect| matches!(effect, HubEffect::Connection(_, ToConnection::Send(_))));
        assert!(passed, "never left out");
    };
    assert!(bytes > BYTES_UNSEEN_MAX - BYTES_PER_PING && bytes <= BYTES_UNSEEN_MAX + BYTES_PER_PING);
    assert_eq!(closes(&effects, ONE), Some(CloseCode::Pressure));
    assert!(!shuts_down(&effects, ONE), "it is told why, if it still listens");
    assert!(session_alarm(&effects).is_some(), "its session waits for another connection");
    assert_eq!(hub.observe().counts.closed_for_pressure, 1);
    // It hears nothing else, and nothing is heard of it.
    assert!(hub.handle(7, to_session(at.0, update(1, 9))).is_empty());
    assert!(hub.arrived(7, command(ONE, 2, Command::WatchLobby)).is_empty());
    assert!(hub.arrived(7, hello(ONE, 1)).is_empty());
    hub.connected(8, TWO, player(1));
    assert_eq!(sent(&hub.arrived(8, hello(TWO, 1)), TWO)[0]["last_seq"], 1);

    let effects = hub.due(7 + CLOSE_MS, &connection_alarm(ONE));
    assert!(shuts_down(&effects, ONE) && forgets(&effects, ONE));
    assert_eq!(there(&hub), (1, 1));
}

#[test]
fn who_takes_the_code_is_gone_before_the_shut_down() {
    let (mut hub, at) = in_real_time();
    while closes(&hub.handle(0, to_session(at.0, large(BYTES_UNSEEN_MAX))), ONE).is_none() {}
    assert!(forgets(&hub.arrived(1, gone(ONE)), ONE));
    assert!(hub.due(CLOSE_MS, &connection_alarm(ONE)).is_empty());
    assert_eq!(there(&hub), (0, 1));
}
