//! Tests of a connection's core: whatever arrives, it holds no more than one message and never loses its head.

use proptest::{collection::vec, prelude::*};

use super::*;

const PING: &[u8] = br#"{"type":"ping","echo":1}"#;

fn connection() -> Connection {
    Connection::new(Codec::Json, 0)
}

fn text(bytes: &[u8]) -> Arrived {
    Arrived::Whole(Kind::Text, Bytes::copy_from_slice(bytes))
}

/// A ping of exactly this many bytes.
fn ping_of(bytes: usize) -> Bytes {
    let mut ping = br#"{"type":"ping","echo":1,"pad":""#.to_vec();
    ping.resize(bytes - 2, b'x');
    ping.extend(br#""}"#);
    ping.into()
}

fn is_passed(asked: &Option<Asked>) -> bool {
    matches!(asked, Some(Asked::Pass { too_fast: false, .. }))
}

fn is_refused(asked: &Option<Asked>, refused: &Refused) -> bool {
    matches!(asked, Some(Asked::Refuse(why)) if why == refused)
}

#[test]
fn a_whole_message_is_passed_on() {
    assert!(is_passed(&connection().handle(0, text(PING))));
    let binary = Arrived::Whole(Kind::Binary, Bytes::from_static(PING));
    assert!(is_refused(&connection().handle(0, binary), &Refused::MALFORMED));
    assert!(is_refused(&connection().handle(0, text(b"{")), &Refused::MALFORMED));
    assert!(is_refused(&connection().handle(0, text(br#"{"type":"sing"}"#)), &Refused::UNKNOWN_TYPE));
    assert!(is_refused(&Connection::new(Codec::Msgpack, 0).handle(0, text(PING)), &Refused::MALFORMED));
}

#[test]
fn fragments_make_a_message() {
    let mut connection = connection();
    for (at, byte) in PING[..PING.len() - 1].iter().enumerate() {
        let byte = Bytes::copy_from_slice(&[*byte]);
        let arrived = if at == 0 { Arrived::First(Kind::Text, byte) } else { Arrived::Next(byte) };
        assert_eq!(connection.handle(0, arrived), None);
    }
    assert!(is_passed(&connection.handle(0, Arrived::Last(Bytes::from_static(b"}")))));
    assert!(connection.assembling.is_none());
}

#[test]
fn a_fragment_of_nothing_breaks_the_protocol() {
    let broken = Some(Asked::Close(CloseCode::Protocol));
    assert_eq!(connection().handle(0, Arrived::Next(Bytes::new())), broken);
    assert_eq!(connection().handle(0, Arrived::Last(Bytes::from_static(PING))), broken);
}

#[test]
fn the_largest_message_is_read_whole_and_in_pieces() {
    let too_large = Some(Asked::Close(CloseCode::Size));
    let (fits, exceeds) = (ping_of(MESSAGE_BYTES), ping_of(MESSAGE_BYTES + 1));
    assert!(is_passed(&connection().handle(0, text(&fits))));
    assert_eq!(connection().handle(0, text(&exceeds)), too_large);

    for (message, passes) in [(fits, true), (exceeds, false)] {
        let mut connection = connection();
        assert_eq!(connection.handle(0, Arrived::First(Kind::Text, message.slice(..1000))), None);
        let asked = connection.handle(0, Arrived::Last(message.slice(1000..)));
        assert_eq!((is_passed(&asked), asked == too_large), (passes, !passes));
        assert!(connection.assembling.is_none(), "what is too large isn't kept");
    }
}

#[test]
fn a_message_has_so_many_fragments_and_no_more() {
    let mut connection = connection();
    for (fragments, passes) in [(FRAGMENTS, true), (FRAGMENTS + 1, false)] {
        assert_eq!(connection.handle(0, Arrived::First(Kind::Text, Bytes::from_static(PING))), None);
        for _ in 0..fragments - 2 {
            assert_eq!(connection.handle(0, Arrived::Next(Bytes::new())), None);
        }
        let asked = connection.handle(0, Arrived::Last(Bytes::new()));
        assert_eq!((is_passed(&asked), asked == Some(Asked::Close(CloseCode::Size))), (passes, !passes));
    }
}

#[test]
fn commands_and_other_messages_have_credits_of_their_own() {
    let mut connection = connection();
    let command = br#"{"type":"command","seq":1,"command":{"type":"close_table"}}"#;
    for _ in 0..COMMANDS_AT_ONCE {
        assert!(is_passed(&connection.handle(0, text(command))));
    }
    let too_fast = |asked: &Option<Asked>| matches!(asked, Some(Asked::Pass { too_fast: true, .. }));
    assert!(too_fast(&connection.handle(0, text(command))), "it is passed on, to be answered");
    for _ in 0..MESSAGES_AT_ONCE {
        assert!(is_passed(&connection.handle(0, text(PING))));
    }
    assert_eq!(connection.handle(0, text(PING)), None, "dropped");
    let later = u64::from(1000 / COMMANDS_PER_S);
    assert!(is_passed(&connection.handle(later, text(command))));
    assert!(too_fast(&connection.handle(later, text(command))));
    assert!(is_passed(&connection.handle(later, text(PING))));
}

#[test]
fn so_many_strikes_and_no_more() {
    let mut connection = connection();
    for _ in 0..STRIKES {
        assert!(is_refused(&connection.handle(0, text(b"?")), &Refused::MALFORMED));
    }
    assert_eq!(connection.handle(0, text(b"?")), Some(Asked::Close(CloseCode::Policy)));
}

#[test]
fn a_strike_is_forgiven_in_time() {
    let mut connection = connection();
    for _ in 0..STRIKES {
        connection.handle(0, text(b"?"));
    }
    assert!(is_refused(&connection.handle(STRIKE_MS, text(b"?")), &Refused::MALFORMED));
    assert_eq!(connection.handle(STRIKE_MS, text(b"?")), Some(Asked::Close(CloseCode::Policy)));
}

/// What a client says in a second of a real-time match, on a display of 60 Hz: a control each tick, and what it has seen.
const SAID_PER_S: u64 = 60 + 20;

#[test]
fn a_network_that_lets_a_stalled_second_through_at_once_is_no_strike() {
    let mut connection = connection();
    for stall in 0..600 {
        // In every second second nothing comes through, and then both at once.
        let now_ms = (stall + 1) * 2_000;
        for _ in 0..2 * SAID_PER_S {
            assert!(is_passed(&connection.handle(now_ms, text(PING))));
        }
    }
    let now_ms = 2_000_000;
    for _ in 0..5 * SAID_PER_S {
        assert!(is_passed(&connection.handle(now_ms, text(PING))), "nor is five seconds of it, once");
    }
}

#[test]
fn a_ping_is_answered_once_and_answers_those_before_it() {
    let mut connection = connection();
    let [one, two, three] = [(1, 0), (2, 10), (3, 20)].map(|(number, now_ms)| connection.ping(now_ms, number));
    let answered = |ping, round_trip_ms| Some(Answered { ping, round_trip_ms });
    assert_eq!(connection.ponged(25, &two), answered(2, 15));
    assert_eq!([one, two].map(|echo| connection.ponged(30, &echo)), [None, None]);
    assert_eq!([&b""[..], b"12345678"].map(|echo| connection.ponged(30, echo)), [None, None]);
    assert_eq!(connection.ponged(30, &three), answered(3, 10));
    for number in 0..=PINGS_UNANSWERED as u64 {
        connection.ping(40, 10 + number);
    }
    assert_eq!(connection.pinged.len(), PINGS_UNANSWERED);
}

fn any_bytes() -> impl Strategy<Value = Bytes> {
    prop_oneof![
        vec(any::<u8>(), 0..80).prop_map(Bytes::from),
        Just(Bytes::from_static(PING)),
        Just(Bytes::from_static(b"\x82\xa4type\xa4ping\xa4echo\x01")),
        (0..2 * MESSAGE_BYTES).prop_map(|length| Bytes::from(vec![b' '; length])),
    ]
}

fn any_arrival() -> impl Strategy<Value = Arrived> {
    let kind = || prop_oneof![Just(Kind::Text), Just(Kind::Binary)];
    prop_oneof![
        (kind(), any_bytes()).prop_map(|(kind, bytes)| Arrived::Whole(kind, bytes)),
        (kind(), any_bytes()).prop_map(|(kind, bytes)| Arrived::First(kind, bytes)),
        any_bytes().prop_map(Arrived::Next),
        any_bytes().prop_map(Arrived::Last),
    ]
}

proptest! {
    #[test]
    fn whatever_arrives_it_holds_one_message_at_most(
        arrivals in vec((any_arrival(), 0u64..100), 0..200),
        binary in any::<bool>(),
    ) {
        let codec = if binary { Codec::Msgpack } else { Codec::Json };
        let mut connection = Connection::new(codec, 0);
        let mut now_ms = 0;
        for (arrived, later_ms) in arrivals {
            now_ms += later_ms;
            connection.handle(now_ms, arrived);
            let (held, fragments) =
                connection.assembling.as_ref().map_or((0, 0), |assembly| (assembly.bytes.len(), assembly.fragments));
            prop_assert!(held <= MESSAGE_BYTES && fragments <= FRAGMENTS);
        }
    }
}
