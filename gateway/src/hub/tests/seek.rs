//! What a session wants of the lobby beside a table: the list, and partners.

use engine::messages::{TableCommand, Wish};

use super::*;

fn seek() -> Command {
    Command::Seek { title: "duel".to_string(), options: json!({ "choose_seconds": 5 }) }
}

fn wish() -> Wish {
    Wish { title: "duel".to_string(), options: json!({ "choose_seconds": 5 }) }
}

/// What the lobby is told of waiting and watching, in words.
fn told(effects: &[HubEffect]) -> Vec<&'static str> {
    let told = effects.iter().filter_map(|effect| match effect {
        HubEffect::Lobby(ToLobby::Watch { who, .. }) if who.session == SessionId(1) => Some("watch"),
        HubEffect::Lobby(ToLobby::Unwatch(who)) if who.session == SessionId(1) => Some("unwatch"),
        HubEffect::Lobby(ToLobby::Unseek { who, .. }) if who.session == SessionId(1) => Some("unseek"),
        HubEffect::Lobby(ToLobby::SeekOn { wish: on, player: of, .. }) => {
            assert_eq!((on, of), (&wish(), &player(1)));
            Some("seek on")
        }
        HubEffect::Lobby(ToLobby::Ask { what: TableCommand::Seek(what), .. }) => {
            assert_eq!(*what, wish());
            Some("seek")
        }
        HubEffect::Lobby(ToLobby::Ask { what: TableCommand::CancelSeek, .. }) => Some("cancel"),
        _ => None,
    });
    told.collect()
}

/// The types of the messages sent to a connection, with the code or the table in them.
fn heard(effects: &[HubEffect], connection: ConnectionId) -> Vec<String> {
    let word =
        |message: &Value, field: &str| message[field].as_str().map(|word| format!(" {word}")).unwrap_or_default();
    let sent = sent(effects, connection).into_iter().filter(|message| message["type"] != "welcome");
    sent.map(|message| {
        message["type"].as_str().unwrap().to_string() + &word(&message, "code") + &word(&message, "table")
    })
    .collect()
}

fn seated() -> ToHub {
    to_session(1, Delivered::Seated(TableId::from("t")))
}

fn seek_ended(why: Refused) -> ToHub {
    to_session(1, Delivered::SeekEnded(why))
}

/// A hub whose player 1 waits for partners.
fn with_a_seeker() -> Hub {
    let mut hub = with_one();
    assert_eq!(told(&hub.arrived(0, command(ONE, 1, seek()))), ["seek"]);
    assert_eq!(heard(&hub.handle(0, done(1)), ONE), ["ok"]);
    hub
}

fn back(hub: &mut Hub, connection: ConnectionId) -> Vec<HubEffect> {
    hub.connected(0, connection, player(1));
    hub.arrived(0, hello(connection, 1))
}

#[test]
fn who_waits_is_told_of_partners() {
    let mut hub = with_a_seeker();
    assert_eq!(heard(&hub.handle(0, seated()), ONE), ["seated t"]);
    assert!(told(&hub.handle(0, ToHub::LobbyUp)).is_empty(), "they wait no more");
    assert!(told(&hub.arrived(0, gone(ONE))).is_empty());
}

#[test]
fn who_waits_when_the_lobby_falls_waits_on() {
    let mut hub = with_a_seeker();
    assert_eq!(told(&hub.handle(0, ToHub::LobbyUp)), ["seek on"]);
    assert_eq!(told(&hub.handle(0, ToHub::LobbyUp)), ["seek on"]);
    hub.arrived(0, command(ONE, 2, Command::CancelSeek));
    assert_eq!(told(&hub.handle(0, ToHub::LobbyUp)), ["seek on", "cancel"], "in this order");
    hub.handle(0, done(2));
    assert!(told(&hub.handle(0, ToHub::LobbyUp)).is_empty());
}

#[test]
fn a_seek_without_an_answer_is_sent_again() {
    let mut hub = with_one();
    hub.arrived(0, command(ONE, 1, seek()));
    assert_eq!(told(&hub.handle(0, ToHub::LobbyUp)), ["seek"]);
    hub.handle(0, done(1));
    assert_eq!(told(&hub.handle(0, ToHub::LobbyUp)), ["seek on"]);
}

#[test]
fn who_leaves_the_page_leaves_the_queue_and_is_told_when_they_return() {
    let mut hub = with_a_seeker();
    assert_eq!(told(&hub.arrived(0, gone(ONE))), ["unseek"]);
    assert!(told(&hub.handle(0, ToHub::LobbyUp)).is_empty());
    let effects = back(&mut hub, TWO);
    assert_eq!((heard(&effects, TWO), told(&effects)), (vec!["seek_ended seek_left".to_string()], vec![]));
    // Until they wait again they may not have heard it.
    hub.arrived(0, gone(TWO));
    let three = ConnectionId(3);
    assert_eq!(heard(&back(&mut hub, three), three), ["seek_ended seek_left"]);
    hub.arrived(0, command(three, 2, seek()));
    hub.handle(0, done(2));
    assert_eq!(told(&hub.handle(0, ToHub::LobbyUp)), ["seek on"]);
}

#[test]
fn a_newer_connection_of_the_same_page_waits_on() {
    let mut hub = with_a_seeker();
    let effects = back(&mut hub, TWO);
    assert_eq!((closes(&effects, ONE), told(&effects)), (Some(CloseCode::Superseded), vec![]));
    assert_eq!(heard(&hub.handle(0, seated()), TWO), ["seated t"]);
}

#[test]
fn a_cut_before_the_answer_ends_the_seek_too() {
    let mut hub = with_one();
    hub.arrived(0, command(ONE, 1, seek()));
    assert_eq!(told(&hub.arrived(0, gone(ONE))), ["unseek"]);
    back(&mut hub, TWO);
    // The lobby took it in before it heard of the cut: the end comes after the answer, or it would be taken for another's.
    assert_eq!(heard(&hub.handle(0, done(1)), TWO), ["ok", "seek_ended seek_left"]);
    assert!(told(&hub.handle(0, ToHub::LobbyUp)).is_empty());
}

#[test]
fn a_cut_before_the_answer_is_heard_is_told_after_it() {
    let mut hub = with_a_seeker();
    hub.arrived(0, gone(ONE));
    assert_eq!(heard(&back(&mut hub, TWO), TWO), ["seek_ended seek_left"]);
    assert_eq!(heard(&hub.arrived(0, command(TWO, 1, seek())), TWO), ["ok", "seek_ended seek_left"]);
}

#[test]
fn an_end_that_was_lost_in_a_cut_is_told_whatever_was_asked_meanwhile() {
    for end in [seated(), seek_ended(Refused::ALREADY_PLAYING)] {
        let mut hub = with_a_seeker();
        let told = heard(&hub.handle(0, end), ONE);
        hub.arrived(0, command(ONE, 2, seek()));
        hub.handle(0, refused(2, Refused::ALREADY_PLAYING));
        hub.arrived(0, command(ONE, 3, Command::CancelSeek));
        hub.handle(0, refused(3, Refused::NO_SEEK));
        hub.arrived(0, gone(ONE));
        assert_eq!(heard(&back(&mut hub, TWO), TWO), told);
    }
}

#[test]
fn where_partners_are_is_told_though_another_seek_was_cut_off() {
    let mut hub = with_a_seeker();
    hub.handle(0, seated());
    hub.arrived(0, command(ONE, 2, seek()));
    assert_eq!(told(&hub.arrived(0, gone(ONE))), ["unseek"]);
    hub.handle(0, refused(2, Refused::ALREADY_PLAYING));
    assert_eq!(heard(&back(&mut hub, TWO), TWO), ["seated t"]);
}

#[test]
fn who_is_gone_before_the_lobby_is_asked_doesn_t_wait() {
    let mut hub = with_one();
    hub.arrived(0, command(ONE, 1, Command::Rematch { table: TableId::from("t") }));
    hub.arrived(0, command(ONE, 2, seek()));
    assert!(told(&hub.arrived(0, gone(ONE))).is_empty());
    assert!(told(&hub.handle(0, done(1))).is_empty());
    back(&mut hub, TWO);
    assert_eq!(heard(&hub.arrived(0, command(TWO, 2, seek())), TWO), ["error seek_left"]);
}

#[test]
fn who_was_gone_when_partners_were_found_is_told_until_they_come() {
    let mut hub = with_a_seeker();
    hub.arrived(0, gone(ONE));
    hub.handle(0, seated());
    assert_eq!(heard(&back(&mut hub, TWO), TWO), ["seated t"]);
    hub.arrived(0, gone(TWO));
    let (three, four) = (ConnectionId(3), ConnectionId(4));
    assert_eq!(heard(&back(&mut hub, three), three), ["seated t"]);
    hub.arrived(0, command(three, 2, Command::OpenTable { table: TableId::from("t") }));
    hub.arrived(0, gone(three));
    assert!(heard(&back(&mut hub, four), four).is_empty());
}

#[test]
fn a_refused_seek_leaves_the_one_before_as_it_was() {
    let mut hub = with_a_seeker();
    let other = Command::Seek { title: "chess".to_string(), options: json!({}) };
    hub.arrived(0, command(ONE, 2, other));
    hub.handle(0, refused(2, Refused::UNKNOWN_TITLE));
    assert_eq!(told(&hub.handle(0, ToHub::LobbyUp)), ["seek on"]);
    // And one that replaces it is waited for from then on.
    hub.arrived(0, command(ONE, 3, seek()));
    assert_eq!(heard(&hub.handle(0, seek_ended(Refused::SEEK_REPLACED)), ONE), ["seek_ended seek_replaced"]);
    hub.handle(0, done(3));
    assert_eq!(told(&hub.handle(0, ToHub::LobbyUp)), ["seek on"]);
}

#[test]
fn the_list_is_watched_until_it_isn_t() {
    let mut hub = with_one();
    let lobby =
        || to_session(1, Delivered::Lobby(Outbound::plain(ServerMessage::Pong { echo: 1, now_ms: 1 }).encode()));
    assert!(sent(&hub.handle(0, lobby()), ONE).is_empty());
    let effects = hub.arrived(0, command(ONE, 1, Command::WatchLobby));
    assert_eq!((told(&effects), heard(&effects, ONE)), (vec!["watch"], vec!["ok".to_string()]));
    assert_eq!(sent(&hub.handle(0, lobby()), ONE).len(), 1);
    assert_eq!(told(&hub.handle(0, ToHub::LobbyUp)), ["watch"]);

    assert_eq!(told(&hub.arrived(0, gone(ONE))), ["unwatch"]);
    assert!(told(&hub.handle(0, ToHub::LobbyUp)).is_empty());
    assert_eq!(told(&back(&mut hub, TWO)), ["watch"]);

    let effects = hub.arrived(0, command(TWO, 2, Command::UnwatchLobby));
    assert_eq!((told(&effects), heard(&effects, TWO)), (vec!["unwatch"], vec!["ok".to_string()]));
    assert!(sent(&hub.handle(0, lobby()), TWO).is_empty(), "what was on its way is dropped");
    assert!(told(&hub.handle(0, ToHub::LobbyUp)).is_empty());
    assert_eq!(heard(&hub.arrived(0, command(TWO, 3, Command::UnwatchLobby)), TWO), ["ok"], "twice does no harm");
}

#[test]
fn a_list_asked_for_before_a_cut_is_watched_after_it() {
    let mut hub = with_one();
    hub.arrived(0, command(ONE, 1, Command::Rematch { table: TableId::from("t") }));
    hub.arrived(0, command(ONE, 2, Command::WatchLobby));
    hub.arrived(0, gone(ONE));
    assert!(told(&hub.handle(0, done(1))).is_empty());
    assert_eq!(told(&back(&mut hub, TWO)), ["watch"]);
}
