//! What the lobby says waits until what it follows from is stored; and what happens when it can't be.

use engine::{
    limits::{LOBBY_HELD, LOBBY_UNCOMMITTED, LOBBY_WAITING_MAX, RELOAD_MS},
    messages::ToRecorder,
    store::Find,
};

use super::*;

/// What the sessions were told, in order: who, and the kind of thing.
fn told(hall: &mut Hall) -> Vec<(Address, &'static str)> {
    let kind = |what: &Delivered| match what {
        Delivered::Answer { result: Ok(_), .. } => "ok",
        Delivered::Answer { .. } => "refused",
        Delivered::Table(_) => "table",
        Delivered::Lobby(_) => "lobby",
        Delivered::Seated(_) => "seated",
        Delivered::SeekEnded(_) => "seek_ended",
        _ => "other",
    };
    std::mem::take(&mut hall.delivered).iter().map(|(who, what)| (*who, kind(what))).collect()
}

impl Hall {
    fn look(&mut self, name: &str, table: &TableId) {
        self.tell(ToLobby::Look { who: address(name), player: name.into(), table: Some(table.clone()) });
    }

    /// The lobby has all tables of these.
    fn knows(&mut self, names: &[&str]) {
        for name in names {
            self.tell(ToLobby::Watch { who: address(name), player: (*name).into() });
            self.tell(ToLobby::Unwatch(address(name)));
        }
        self.delivered.clear();
    }

    fn say_next(&mut self, name: &str, what: TableCommand) {
        let seq = self.next_seq();
        self.say(address(name), name, seq, what);
    }

    /// The code of the last answer, if it was a refusal.
    fn refusal(&mut self, name: &str) -> Option<String> {
        let of_it = |(who, what): &(Address, Delivered)| match what {
            Delivered::Answer { result: Err(refused), .. } if *who == address(name) => Some(refused.code.0.to_string()),
            _ => None,
        };
        self.delivered.iter().rev().find_map(of_it)
    }
}

fn create() -> TableCommand {
    TableCommand::Create(counter(json!({})))
}

#[test]
fn nobody_hears_of_anything_before_it_is_stored() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({}));
    hall.open("ann", &table);
    (hall.hold, hall.delivered) = (true, Vec::new());
    hall.say_next("bob", TableCommand::Sit(table.clone(), None));
    assert_eq!((told(&mut hall), hall.workers.len()), (vec![], 0));
    hall.write();
    assert_eq!(told(&mut hall), [(address("ann"), "table"), (address("ann"), "table"), (address("bob"), "ok")]);
    assert_eq!(hall.creation().table, table, "nor does a worker");
}

#[test]
fn what_follows_from_one_message_is_stored_at_once() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({}));
    hall.knows(&["bob"]);
    hall.hold = true;
    hall.say_next("bob", TableCommand::Sit(table, None));
    let [ToRecorder::Keep { records, .. }] = hall.desk.make_contiguous() else { panic!("{:?}", hall.desk) };
    assert_eq!(records.len(), 1, "of several changes the last");
}

#[test]
fn who_changes_nothing_waits_behind_who_does() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({}));
    hall.knows(&["bob", "cleo"]);
    hall.hold = true;
    hall.say_next("bob", TableCommand::Sit(table.clone(), None));
    // She would be shown that Bob sits there.
    hall.look("eve", &table);
    hall.say_next("cleo", create());
    hall.look("dave", &table);
    assert_eq!(told(&mut hall), []);
    let first = hall.desk.pop_front().unwrap();
    hall.write_one(first);
    assert_eq!(told(&mut hall), [(address("bob"), "ok"), (address("eve"), "table")]);
    hall.write();
    assert_eq!(told(&mut hall)[..2], [(address("cleo"), "ok"), (address("dave"), "table")]);
    hall.hold = false;
    hall.look("zoe", &table);
    assert_eq!(told(&mut hall), [(address("zoe"), "table")], "nothing is waited for any more");
}

#[test]
fn alarms_are_set_at_once() {
    let mut hall = Hall::new();
    hall.knows(&["ann"]);
    hall.hold = true;
    let before = hall.alarms.len();
    hall.say_next("ann", create());
    assert_eq!((hall.alarms.len(), told(&mut hall)), (before + 1, vec![]));
}

#[test]
fn what_could_not_be_stored_was_never_there() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({}));
    hall.open("ann", &table);
    (hall.delivered, hall.every_hub) = (Vec::new(), Vec::new());
    hall.shelf.is_full(true);
    hall.say_next("bob", TableCommand::Sit(table.clone(), None));
    assert_eq!(hall.refusal("bob").as_deref(), Some("storage_unavailable"));
    assert_eq!(told(&mut hall), [(address("bob"), "refused")], "Ann is not shown what isn't so");
    assert!(hall.workers.is_empty());
    // It has forgotten everything, and comes up from what is stored.
    assert_eq!((hall.lobby.tables(), hall.every_hub.len()), (0, 0));
    hall.say_next("cleo", create());
    assert_eq!(hall.refusal("cleo").as_deref(), Some("storage_unavailable"), "nobody waits for ever");
    hall.shelf.is_full(false);
    hall.advance(RELOAD_MS);
    assert!(matches!(hall.every_hub[..], [ToHub::LobbyUp]));
    assert_eq!(hall.state(&table).seats[1].holder, None);
    hall.look("ann", &table);
    assert_eq!(hall.sit("bob", &table), Ok(()));
}

#[test]
fn everybody_who_waits_for_an_answer_is_told_when_the_store_fails() {
    let mut hall = Hall::new();
    hall.knows(&["ann", "cleo"]);
    hall.hold = true;
    hall.say_next("ann", create());
    let page = hall.question(Question::Make(player("cleo"), counter(json!({}))));
    hall.tell(ToLobby::Watch { who: address("ann"), player: "ann".into() });
    // Bob isn't known yet, and waits for that.
    hall.say_next("bob", create());
    hall.shelf.is_full(true);
    hall.write();
    let told = told(&mut hall);
    assert_eq!(told, [(address("ann"), "refused"), (address("bob"), "refused")]);
    assert_eq!(hall.replies.remove(&page), Some(Err(Refused::STORAGE_UNAVAILABLE)));
}

#[test]
fn a_commit_that_was_given_up_counts_for_nothing_when_it_is_answered() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({}));
    hall.knows(&["bob", "cleo"]);
    hall.hold = true;
    hall.shelf.is_full(true);
    hall.say_next("bob", create());
    hall.say_next("cleo", create());
    let first = hall.desk.pop_front().unwrap();
    hall.write_one(first);
    assert_eq!(told(&mut hall), [(address("bob"), "refused"), (address("cleo"), "refused")]);
    // The store works again before the other is written: it went with the first all the same.
    hall.shelf.is_full(false);
    hall.advance(RELOAD_MS);
    hall.write();
    hall.hold = false;
    assert_eq!((told(&mut hall), hall.lobby.tables()), (vec![], 1), "Cleo was told already");
    assert_eq!(hall.phase(&table), Phase::Gathering);
}

#[test]
fn the_lobby_asks_again_until_the_tables_can_be_read() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({}));
    let shelf = hall.shelf.clone();
    shelf.is_unreadable(Some(|find| *find == Find::Awake));
    let mut hall = hall.restart();
    assert!(hall.every_hub.is_empty());
    hall.say_next("bob", TableCommand::Sit(table.clone(), None));
    assert_eq!(hall.refusal("bob").as_deref(), Some("storage_unavailable"));
    assert_eq!(hall.reply(Question::Table(table.clone())), refused("storage_unavailable"));
    hall.advance(RELOAD_MS);
    assert!(hall.every_hub.is_empty());
    shelf.is_unreadable(None);
    hall.advance(RELOAD_MS);
    assert!(matches!(hall.every_hub[..], [ToHub::LobbyUp]));
    assert_eq!(hall.sit("bob", &table), Ok(()));
}

#[test]
fn who_comes_before_the_lobby_is_up_comes_again_and_pages_are_answered_then() {
    let shelf = Hall::new().shelf;
    let mut hall = Hall::down(shelf, 0, Lobby::new(titles(), 1, Rng::new(Seed::number(7))));
    hall.hold = true;
    hall.come_up();
    hall.say_next("ann", create());
    hall.tell(ToLobby::Watch { who: address("zoe"), player: "zoe".into() });
    let page = hall.question(Question::Make(player("cleo"), counter(json!({}))));
    hall.write();
    assert_eq!(hall.delivered, [], "their hubs hear that the lobby is up, and say it again");
    assert!(matches!(hall.every_hub[..], [ToHub::LobbyUp]));
    assert!(matches!(hall.replies.remove(&page), Some(Ok(_))), "a page doesn't");
    assert_eq!(hall.lobby.tables(), 1);
}

#[test]
fn a_store_that_takes_its_time_gets_no_more_than_so_much_to_do() {
    let mut hall = Hall::new();
    let names: Vec<String> = (0..4).map(|number| format!("player{number}")).collect();
    let tables: Vec<TableId> = names.iter().map(|name| hall.create(name, json!({"seats": 3}))).collect();
    hall.hold = true;
    for number in 0..LOBBY_UNCOMMITTED {
        let name = &names[usize::try_from(number % 4).unwrap()];
        let table = tables[usize::try_from(number % 4).unwrap()].clone();
        let sits = hall.lobby.state(&table).unwrap().seats[0].holder.is_some();
        hall.say_next(name, if sits { TableCommand::Stand(table) } else { TableCommand::Sit(table, Some(0)) });
    }
    hall.delivered.clear();
    hall.say_next("player0", create());
    assert_eq!(hall.refusal("player0").as_deref(), Some("busy"), "at once");
    assert_eq!(hall.reply(Question::Table(tables[0].clone())), refused("busy"));
    hall.write();
    hall.hold = false;
    assert!(hall.make("player0", counter(json!({}))).is_ok());
}

/// Somebody looks at a table, again and again; nobody refuses that.
fn looks_on(hall: &mut Hall, table: &TableId, times: usize) {
    for _ in 0..times {
        hall.look("eve", table);
    }
}

#[test]
fn a_store_that_never_answers_is_given_up_before_memory_is_full() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({}));
    hall.knows(&["bob"]);
    hall.hold = true;
    hall.say_next("bob", TableCommand::Sit(table.clone(), None));
    looks_on(&mut hall, &table, LOBBY_HELD - 10);
    assert_eq!(told(&mut hall), []);
    looks_on(&mut hall, &table, 10);
    assert_eq!(told(&mut hall), [(address("bob"), "refused")]);
    assert_eq!((hall.lobby.tables(), hall.lobby.observe().held), (0, 0));
    // Then it answers after all: the seat was taken, and Bob, who says it again, has it.
    hall.write();
    hall.advance(RELOAD_MS);
    hall.write();
    hall.hold = false;
    assert_eq!(hall.phase(&table), Phase::Starting);
}

#[test]
fn a_store_that_never_finds_anything_is_given_up_before_memory_is_full() {
    let mut hall = Hall::new();
    hall.every_hub.clear();
    hall.hold = true;
    looks_on(&mut hall, &"unknown".into(), LOBBY_WAITING_MAX);
    assert_eq!(hall.lobby.observe().waiting, LOBBY_WAITING_MAX);
    looks_on(&mut hall, &"unknown".into(), 1);
    assert_eq!(hall.lobby.observe().waiting, 0);
    hall.write();
    hall.advance(RELOAD_MS);
    hall.write();
    assert!(matches!(hall.every_hub[..], [ToHub::LobbyUp]));
}
