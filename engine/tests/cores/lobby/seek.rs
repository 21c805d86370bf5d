//! Quick match: who is seated with whom, and how a wait ends without a partner.

use engine::limits::TABLES;

use super::{sides::letters, *};

/// What a session was told of its wait.
#[derive(Debug, PartialEq)]
enum Fate {
    Seated(TableId),
    Ended(String),
}

fn wish(options: Value) -> Wish {
    Wish { title: "counter".to_string(), options }
}

fn ended(code: &str) -> Vec<Fate> {
    vec![Fate::Ended(code.to_string())]
}

/// Another tab of a player.
fn tab(name: &str) -> Address {
    Address { session: SessionId(address(name).session.0 + 500), ..address(name) }
}

impl Hall {
    fn seek(&mut self, name: &str) -> Result<(), String> {
        self.seek_for(name, wish(json!({})))
    }

    fn seek_for(&mut self, name: &str, wish: Wish) -> Result<(), String> {
        self.ask(name, TableCommand::Seek(wish)).map(|_| ())
    }

    fn seek_in(&mut self, who: Address, name: &str) {
        let seq = self.next_seq();
        self.ask_in(who, name, seq, TableCommand::Seek(wish(json!({})))).unwrap();
    }

    /// What a session was told of its wait since the last time.
    fn fate_in(&mut self, who: Address) -> Vec<Fate> {
        let of_it = |(to, what): &(Address, Delivered)| {
            *to == who && matches!(what, Delivered::Seated(_) | Delivered::SeekEnded(_))
        };
        let (its, others): (Vec<_>, Vec<_>) = std::mem::take(&mut self.delivered).into_iter().partition(of_it);
        self.delivered = others;
        let fate = its.into_iter().map(|(_, what)| match what {
            Delivered::Seated(table) => Fate::Seated(table),
            Delivered::SeekEnded(why) => Fate::Ended(why.code.0.to_string()),
            other => unreachable!("{other:?}"),
        });
        fate.collect()
    }

    fn fate(&mut self, name: &str) -> Vec<Fate> {
        self.fate_in(address(name))
    }

    /// The table that these were seated at together.
    fn seated_together(&mut self, names: &[&str]) -> TableId {
        let mut tables: Vec<TableId> = names
            .iter()
            .map(|name| match &self.fate(name)[..] {
                [Fate::Seated(table)] => table.clone(),
                other => panic!("{name}: {other:?}"),
            })
            .collect();
        tables.dedup();
        assert_eq!(tables.len(), 1, "at one table");
        tables.pop().unwrap()
    }
}

#[test]
fn two_who_want_the_same_are_seated_together_and_play() {
    let mut hall = Hall::new();
    hall.seek("ann").unwrap();
    assert_eq!((hall.fate("ann"), hall.lobby.tables()), (vec![], 0));
    hall.seek("bob").unwrap();
    let table = hall.seated_together(&["ann", "bob"]);
    let state = hall.state(&table);
    assert_eq!((state.phase, state.offer, state.code), (Phase::Starting, Offer::Open, None));
    assert_eq!(hall.creation().away, Seats::all(2), "nobody looks yet");
    hall.created();
    assert_eq!(hall.phase(&table), Phase::Playing);
    assert!(hall.stored().contains_key(&table));
    // And the pool is empty.
    hall.seek("cleo").unwrap();
    assert_eq!(hall.fate("cleo"), []);
}

#[test]
fn lots_decide_who_begins() {
    let ann_begins = |seed| {
        let mut hall = Hall::with(Vec::new(), seed);
        hall.seek("ann").unwrap();
        hall.seek("bob").unwrap();
        let table = hall.seated_together(&["ann", "bob"]);
        hall.seated(&table)[0].as_deref() == Some("ann")
    };
    assert!((0..20).any(ann_begins) && !(0..20).all(ann_begins));
}

#[test]
fn options_are_compared_complete() {
    let mut hall = Hall::new();
    hall.seek_for("ann", wish(json!({"goal": 5}))).unwrap();
    hall.seek_for("bob", wish(json!({}))).unwrap();
    hall.seek_for("cleo", Wish { title: "rally".to_string(), options: json!({}) }).unwrap();
    assert_eq!(hall.lobby.tables(), 0, "they want different things");
    hall.seek_for("dave", wish(json!({"goal": 5, "seats": 2}))).unwrap();
    let table = hall.seated_together(&["ann", "dave"]);
    assert_eq!(hall.state(&table).options, json!({"goal": 5, "seats": 2}));
    hall.seek_for("eve", wish(Value::Null)).unwrap();
    hall.seated_together(&["bob", "eve"]);
}

#[test]
fn those_who_came_first_are_seated_first() {
    let mut hall = Hall::new();
    let three = || wish(json!({"seats": 3}));
    hall.seek_for("ann", three()).unwrap();
    hall.seek_for("bob", three()).unwrap();
    assert_eq!(hall.lobby.tables(), 0, "it takes three");
    hall.ask("ann", TableCommand::CancelSeek).unwrap();
    hall.seek_for("cleo", three()).unwrap();
    hall.seek_for("dave", three()).unwrap();
    hall.seated_together(&["bob", "cleo", "dave"]);
    assert_eq!(hall.fate("ann"), []);
}

#[test]
fn a_wish_that_cant_be_is_refused() {
    let mut hall = Hall::new();
    let mut seek = |title: &str, options| hall.seek_for("ann", Wish { title: title.to_string(), options });
    assert_eq!(seek("chess", json!({})), refused("unknown_title"));
    assert_eq!(seek("counter", json!({"goals": 1})), refused("bad_options"));
    assert_eq!(seek("counter", json!({"goal": 0})), refused("rules.no_goal"));
    assert_eq!(seek("counter", json!({"seats": 1})), refused("not_for_seekers"));
    assert_eq!(seek("counter", json!({"seats": 2})), Ok(()));
}

#[test]
fn a_refused_seek_leaves_the_one_before_as_it_was() {
    let mut hall = Hall::new();
    hall.seek("ann").unwrap();
    assert_eq!(hall.seek_for("ann", wish(json!({"seats": 1}))), refused("not_for_seekers"));
    assert_eq!(hall.fate("ann"), []);
    hall.seek("bob").unwrap();
    hall.seated_together(&["ann", "bob"]);
}

#[test]
fn two_tabs_of_one_player_are_never_seated_together() {
    for (first, second) in [(address("ann"), tab("ann")), (tab("ann"), address("ann"))] {
        let mut hall = Hall::new();
        hall.seek_in(first, "ann");
        hall.seek_in(second, "ann");
        assert_eq!(hall.fate_in(first), ended("seek_replaced"));
        assert_eq!((hall.fate_in(second), hall.lobby.tables()), (vec![], 0));
        hall.seek("bob").unwrap();
        assert!(matches!(hall.fate_in(second)[..], [Fate::Seated(_)]), "the later one waits");
        assert_eq!((hall.fate_in(first), hall.lobby.tables()), (vec![], 1));
        hall.seek("cleo").unwrap();
        assert_eq!(hall.lobby.tables(), 1, "and nothing is left of the first");
    }
}

#[test]
fn a_later_wish_replaces_the_former() {
    let mut hall = Hall::new();
    hall.seek("ann").unwrap();
    hall.seek_for("ann", wish(json!({"goal": 5}))).unwrap();
    assert_eq!(hall.fate("ann"), ended("seek_replaced"));
    hall.seek("bob").unwrap();
    assert_eq!((hall.fate("bob"), hall.lobby.tables()), (vec![], 0));
    hall.seek_for("cleo", wish(json!({"goal": 5}))).unwrap();
    hall.seated_together(&["ann", "cleo"]);
}

#[test]
fn the_same_wish_again_changes_nothing() {
    let mut hall = Hall::new();
    hall.seek("ann").unwrap();
    hall.seek("ann").unwrap();
    assert_eq!((hall.fate("ann"), hall.lobby.tables()), (vec![], 0));
    hall.seek("bob").unwrap();
    hall.seated_together(&["ann", "bob"]);
}

#[test]
fn who_cancels_is_not_seated() {
    let mut hall = Hall::new();
    assert_eq!(hall.ask("ann", TableCommand::CancelSeek), refused("no_seek"));
    hall.seek("ann").unwrap();
    let seq = hall.next_seq();
    let elsewhere = hall.ask_in(tab("ann"), "ann", seq, TableCommand::CancelSeek);
    assert_eq!(elsewhere, refused("no_seek"), "this tab doesn't wait");
    assert_eq!(hall.ask("ann", TableCommand::CancelSeek), Ok(Done::default()));
    assert_eq!(hall.fate("ann"), [], "the answer says it all");
    hall.seek("bob").unwrap();
    assert_eq!(hall.lobby.tables(), 0);
    assert_eq!(hall.ask("ann", TableCommand::CancelSeek), refused("no_seek"));
}

#[test]
fn who_is_gone_is_not_seated() {
    let mut hall = Hall::new();
    hall.seek("ann").unwrap();
    hall.tell(ToLobby::Unseek { who: tab("ann"), player: "ann".into() });
    hall.tell(ToLobby::Unseek { who: address("ann"), player: "ann".into() });
    hall.seek("bob").unwrap();
    assert_eq!((hall.fate("bob"), hall.lobby.tables()), (vec![], 0));
    hall.tell(ToLobby::Unseek { who: tab("bob"), player: "bob".into() });
    hall.seek("cleo").unwrap();
    hall.seated_together(&["bob", "cleo"]);
    hall.seek("dave").unwrap();
    hall.tell(ToLobby::HubGone(address("dave").hub));
    hall.seek("eve").unwrap();
    assert_eq!(hall.lobby.tables(), 1, "a hub's end is everybody's in it");
}

#[test]
fn whoever_begins_to_play_elsewhere_waits_no_more() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({}));
    hall.seek("ann").unwrap();
    hall.sit("bob", &table).unwrap();
    assert_eq!(hall.fate("ann"), ended("already_playing"));
    hall.seek("cleo").unwrap();
    assert_eq!(hall.fate("cleo"), []);
    assert_eq!(hall.seek("ann"), refused("already_playing"), "while it is set up");
    hall.created();
    assert_eq!(hall.seek("bob"), refused("already_playing"));
    hall.ended();
    hall.seek("ann").unwrap();
    hall.seated_together(&["ann", "cleo"]);
}

#[test]
fn a_match_against_a_bot_or_over_days_leaves_time_for_another() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({}));
    hall.seek("ann").unwrap();
    hall.ask("ann", TableCommand::SeatBot(table, None)).unwrap();
    let table = hall.make("ann", letters(3)).unwrap();
    hall.sit("bob", &table).unwrap();
    assert_eq!(hall.fate("ann"), []);
    hall.seek("bob").unwrap();
    hall.seated_together(&["ann", "bob"]);
    let table = hall.make("cleo", letters(0)).unwrap();
    hall.sit("dave", &table).unwrap();
    assert_eq!(hall.seek("cleo"), refused("already_playing"), "this one doesn't take days");
}

#[test]
fn whoever_is_seated_agrees_to_no_rematch_elsewhere() {
    let mut hall = Hall::new();
    let table = hall.playing();
    hall.ended();
    hall.ask("ann", TableCommand::Rematch(table.clone())).unwrap();
    hall.seek("ann").unwrap();
    hall.seek("cleo").unwrap();
    hall.seated_together(&["ann", "cleo"]);
    assert!(!hall.state(&table).seats[0].rematch);
    hall.ask("bob", TableCommand::Rematch(table.clone())).unwrap();
    assert_eq!(hall.phase(&table), Phase::Finished, "she isn't there");
}

#[test]
fn the_last_table_a_seeker_may_sit_at_and_the_first_refused() {
    let mut hall = Hall::new();
    let tables: Vec<TableId> = (0..TABLES_PER_PLAYER).map(|_| hall.create("ann", json!({}))).collect();
    assert_eq!(hall.seek("ann"), refused("too_many_tables"));
    hall.ask("ann", TableCommand::Stand(tables[0].clone())).unwrap();
    hall.seek("ann").unwrap();
    // Sitting down elsewhere takes the room for which they wait.
    hall.sit("ann", &tables[0]).unwrap();
    assert_eq!(hall.fate("ann"), ended("too_many_tables"));
    hall.seek("bob").unwrap();
    assert_eq!((hall.fate("bob"), hall.fate("ann")), (vec![], vec![]));
}

#[test]
fn who_took_their_last_room_unasked_is_passed_over() {
    let mut hall = Hall::new();
    (1..TABLES_PER_PLAYER).for_each(|_| _ = hall.create("ann", json!({})));
    hall.seek("ann").unwrap();
    // A program of hers makes the last table over HTTP.
    hall.reply(Question::Make(player("ann"), counter(json!({})))).unwrap();
    hall.seek("bob").unwrap();
    assert_eq!((hall.fate("ann"), hall.fate("bob")), (ended("too_many_tables"), vec![]));
    hall.seek("cleo").unwrap();
    hall.seated_together(&["bob", "cleo"]);
}

#[test]
fn a_full_server_seats_nobody() {
    let record = |number: usize| TableRecord {
        code: format!("{number:06}"),
        ..TableRecord::new(TableId(format!("table{number}")), "counter", json!({}), 2, 0)
    };
    let mut hall = Hall::with((1..TABLES).map(record).collect(), 5);
    hall.seek("ann").unwrap();
    hall.seek("bob").unwrap();
    hall.seated_together(&["ann", "bob"]);
    assert_eq!(hall.lobby.tables(), TABLES);
    assert_eq!(hall.seek("cleo"), refused("tables_full"));
    assert_eq!(hall.make("cleo", counter(json!({}))), refused("tables_full"));
}

#[test]
fn those_who_waited_when_the_lobby_fell_wait_on() {
    let mut hall = Hall::new();
    hall.seek("ann").unwrap();
    let mut hall = hall.restart();
    let on = |name: &str, wish| ToLobby::SeekOn { who: address(name), player: player(name), wish };
    hall.tell(on("ann", wish(json!({}))));
    assert_eq!(hall.fate("ann"), []);
    hall.tell(on("bob", wish(json!({}))));
    hall.seated_together(&["ann", "bob"]);
    hall.tell(on("cleo", Wish { title: "chess".to_string(), options: json!({}) }));
    assert_eq!(hall.fate("cleo"), ended("unknown_title"), "what can't be any more is not waited for in silence");
}
