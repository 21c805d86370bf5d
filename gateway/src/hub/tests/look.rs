//! The table a session looks at: shown from the beginning, turned from, refused, gone, and found again after a cut.

use super::*;

#[test]
fn a_table_opened_again_is_shown_from_the_beginning() {
    let (mut hub, at) = with_a_match();
    hub.handle(0, to_session(at.0, update(1, 3)));
    hub.arrived(0, command(ONE, 2, Command::CloseTable));
    hub.arrived(0, command(ONE, 3, Command::OpenTable { table: TableId::from("t") }));
    let effects = hub.handle(0, to_session(1, shown(Some(a_match("m")))));
    assert_eq!(attached(&effects).unwrap().have, None);
}

#[test]
fn a_rematch_is_shown_without_asking() {
    let (mut hub, at) = with_a_match();
    let same = hub.handle(0, to_session(1, shown(Some(a_match("m")))));
    assert!(attached(&same).is_none());
    let effects = hub.handle(0, to_session(1, shown(Some(a_match("next")))));
    let attach = attached(&effects).unwrap();
    assert_eq!((&attach.match_id, attach.have), (&a_match("next"), None));
    assert!(hub.handle(0, to_session(at.0, update(1, 9))).is_empty(), "the last match is over for this session");
}

#[test]
fn a_table_that_is_closed_is_looked_at_no_more() {
    let (mut hub, at) = with_a_match();
    let closed = Delivered::TableClosed { table: TableId::from("t"), reason: "gone".to_string() };
    let effects = hub.handle(0, to_session(1, closed.clone()));
    assert_eq!(sent(&effects, ONE)[0]["type"], "table_closed");
    assert!(hub.handle(0, to_session(at.0, update(1, 1))).is_empty());
    assert!(hub.handle(0, to_session(1, closed)).is_empty(), "once is enough");
}

#[test]
fn a_table_that_cant_be_opened_just_now_is_looked_at_as_before() {
    let (mut hub, at) = with_a_match();
    hub.arrived(0, command(ONE, 2, Command::OpenTable { table: TableId::from("t") }));
    let effects = hub.handle(0, refused(2, Refused::STORAGE_UNAVAILABLE));
    assert_eq!(asks(&effects).1, [Some(TableId::from("t"))]);
    assert_eq!(sent(&hub.handle(0, to_session(at.0, update(1, 1))), ONE).len(), 1, "and so is its match");
}

#[test]
fn who_is_refused_a_table_looks_where_they_looked_before() {
    let (mut hub, at) = with_a_match();
    let nowhere = || Command::OpenTable { table: TableId::from("nowhere") };
    hub.arrived(0, command(ONE, 2, nowhere()));
    assert_eq!(sent(&hub.handle(0, to_session(at.0, update(1, 1))), ONE).len(), 1, "until there is an answer, too");
    let effects = hub.handle(0, refused(2, Refused::UNKNOWN_TABLE));
    assert_eq!(sent(&effects, ONE)[0]["code"], "unknown_table");
    assert!(attached(&effects).is_none());
    assert_eq!(sent(&hub.handle(0, to_session(at.0, update(1, 2))), ONE).len(), 1);

    // Also when the lobby was told of the other table after a cut.
    hub.arrived(0, command(ONE, 3, nowhere()));
    assert_eq!(asks(&hub.arrived(0, gone(ONE))).1, [None]);
    hub.connected(0, TWO, player(1));
    assert_eq!(asks(&hub.arrived(0, hello(TWO, 1))).1, [Some(TableId::from("nowhere"))]);
    assert_eq!(asks(&hub.handle(0, refused(3, Refused::UNKNOWN_TABLE))).1, [Some(TableId::from("t"))]);
    let effects = hub.handle(0, to_session(1, shown(Some(a_match("m")))));
    assert_eq!(attached(&effects).unwrap().match_id, a_match("m"));
}

#[test]
fn who_turns_to_another_table_is_shown_that_and_no_more_of_the_last() {
    let (mut hub, at) = with_a_match();
    hub.arrived(0, command(ONE, 2, Command::OpenTable { table: TableId::from("u") }));
    let other = TableState { table: TableId::from("u"), ..table(Some(a_match("other"))) };
    let effects = hub.handle(0, to_session(1, Delivered::Table(Box::new(other))));
    assert_eq!(attached(&effects).unwrap().match_id, a_match("other"));
    assert!(hub.handle(0, to_session(at.0, update(1, 1))).is_empty());
    assert!(hub.handle(0, to_session(1, shown(Some(a_match("m"))))).is_empty());
    // A cut before the answer changes nothing about that.
    hub.arrived(0, gone(ONE));
    hub.handle(0, done(2));
    hub.connected(0, TWO, player(1));
    assert_eq!(asks(&hub.arrived(0, hello(TWO, 1))).1, [Some(TableId::from("u"))]);
}

#[test]
fn a_table_opened_before_a_cut_is_looked_at_after_it() {
    let (mut hub, _) = with_a_match();
    hub.arrived(0, command(ONE, 2, Command::OpenTable { table: TableId::from("u") }));
    hub.arrived(0, gone(ONE));
    hub.handle(0, done(2));
    hub.connected(0, TWO, player(1));
    assert_eq!(asks(&hub.arrived(0, hello(TWO, 1))).1, [Some(TableId::from("u"))]);
}
