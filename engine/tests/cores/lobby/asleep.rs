//! Tables that sleep, and how they are woken.

use engine::{
    limits::{DUE_BEAT_MS, RELOAD_MS, SLEEP_BEAT_MS, UNHURRIED_IDLE_MS},
    messages::ToRecorder,
    store::Find,
    wire::{Holder, HolderKind},
};

use super::{hall::Shelf, sides::letters, *};

impl Hall {
    /// A game of letters that nobody looks at.
    pub(super) fn by_letter(&mut self, names: [&str; 2]) -> TableId {
        let table = self.make(names[0], letters(7)).unwrap();
        self.sit(names[1], &table).unwrap();
        self.created();
        table
    }

    /// The same, asleep.
    fn sleeping(&mut self) -> (TableId, MatchId) {
        let table = self.by_letter(["ann", "bob"]);
        let match_id = self.creation().match_id;
        self.advance(SLEEP_BEAT_MS);
        assert!(self.sleeps(&table));
        (self.workers, self.delivered) = (Vec::new(), Vec::new());
        (table, match_id)
    }

    /// Whether a table sleeps: the store has it, and the lobby doesn't.
    pub(super) fn sleeps(&self, table: &TableId) -> bool {
        let stored = self.stored();
        let stored = stored.get(table).expect("it is stored");
        let awake = self.shelf.find(&Find::Awake).iter().any(|record| record.table == *table);
        assert_eq!(stored.asleep_until_ms.is_none(), awake, "the store is told so twice, and the same");
        self.lobby.state(table).is_none() && !awake
    }

    /// How often the recorder has yet to be asked for something.
    fn finds(&self) -> Vec<Find> {
        let find = |message: &ToRecorder| match message {
            ToRecorder::Find(find) => Some(find.clone()),
            _ => None,
        };
        self.desk.iter().filter_map(find).collect()
    }
}

#[test]
fn a_table_that_nobody_needs_sleeps_and_wakes_as_it_was() {
    let mut hall = Hall::new();
    let (table, _) = hall.sleeping();
    assert_eq!(hall.lobby.tables(), 0);
    hall.open("eve", &table);
    let state = hall.state(&table);
    assert_eq!((state.phase, state.games, state.spectators), (Phase::Playing, 1, 1));
    assert!(matches!(&hall.workers[..], [ToWorker::Report(..)]), "its worker may have said something meanwhile");
    hall.advance(10 * SLEEP_BEAT_MS);
    assert_eq!(hall.lobby.tables(), 1, "somebody looks");
    hall.leave("eve");
    hall.advance(SLEEP_BEAT_MS);
    assert!(hall.sleeps(&table));
}

#[test]
fn tables_wake_for_whoever_needs_them() {
    let ways: [fn(&mut Hall, &TableId, &MatchId); 8] = [
        |hall, table, _| hall.tell(ToLobby::Look { who: session(9), player: "eve".into(), table: Some(table.clone()) }),
        |hall, table, _| assert_eq!(hall.sit("eve", table), refused("table_full")),
        |hall, table, _| assert!(hall.reply(Question::Table(table.clone())).is_ok()),
        |hall, _, _| _ = hall.create("bob", json!({})),
        |hall, table, match_id| hall.tell(ToLobby::Created(match_id.clone(), table.clone())),
        |hall, table, match_id| hall.tell(ToLobby::Turn(match_id.clone(), table.clone(), Seats::only(Seat(1)))),
        |hall, table, match_id| {
            hall.tell(ToLobby::Ended(match_id.clone(), table.clone(), Outcome::draw(2, "level")));
            assert_eq!(hall.phase(table), Phase::Finished);
        },
        |hall, table, match_id| {
            hall.tell(ToLobby::CreateRefused(match_id.clone(), table.clone(), Refused::OTHER_RULES));
            assert_eq!(hall.phase(table), Phase::Gathering);
        },
    ];
    for (number, wake) in ways.into_iter().enumerate() {
        let mut hall = Hall::new();
        let (table, match_id) = hall.sleeping();
        wake(&mut hall, &table, &match_id);
        assert!(hall.lobby.state(&table).is_some(), "way {number}");
    }
    let mut hall = Hall::new();
    let (table, _) = hall.sleeping();
    let (who, player) = (address("bob"), PlayerId::from("bob"));
    hall.tell(ToLobby::Watch { who, player });
    assert!(hall.lobby.state(&table).is_some(), "who watches is shown their own tables");
    hall.advance(10 * SLEEP_BEAT_MS);
    assert!(hall.lobby.state(&table).is_some(), "as long as they watch");
    hall.tell(ToLobby::Unwatch(who));
    hall.advance(SLEEP_BEAT_MS);
    assert!(hall.sleeps(&table));
}

#[test]
fn a_table_that_only_woke_up_sleeps_on_without_a_word_to_the_store() {
    let mut hall = Hall::new();
    let (table, _) = hall.sleeping();
    let until = hall.stored()[&table].asleep_until_ms;
    hall.reply(Question::Table(table.clone())).unwrap();
    let commits = hall.shelf.commits();
    hall.advance(SLEEP_BEAT_MS);
    assert!(hall.sleeps(&table));
    assert_eq!((hall.shelf.commits(), hall.stored()[&table].asleep_until_ms), (commits, until));
}

#[test]
fn a_table_that_is_looked_at_while_it_falls_asleep_stays_awake() {
    let mut hall = Hall::new();
    let table = hall.by_letter(["ann", "bob"]);
    hall.hold = true;
    hall.advance(SLEEP_BEAT_MS);
    hall.tell(ToLobby::Look { who: session(9), player: "eve".into(), table: Some(table.clone()) });
    hall.write();
    assert!(hall.lobby.state(&table).is_some());
    hall.hold = false;
    // The store may believe what it likes: as long as somebody looks, it isn't closed.
    hall.advance(UNHURRIED_IDLE_MS);
    hall.advance(DUE_BEAT_MS);
    assert!(hall.lobby.state(&table).is_some());
    assert_eq!(hall.stored()[&table].asleep_until_ms, None, "and in the end it knows");
}

#[test]
fn a_table_whose_time_has_come_while_it_slept_is_closed() {
    let mut hall = Hall::new();
    let (table, match_id) = hall.sleeping();
    let due = hall.stored()[&table].asleep_until_ms.unwrap();
    hall.advance(due - 1 - hall.now);
    assert_eq!(hall.stored().len(), 1);
    hall.advance(DUE_BEAT_MS);
    assert_eq!((hall.stored().len(), hall.lobby.tables()), (0, 0));
    assert!(matches!(&hall.workers[..], [ToWorker::Abandon(abandoned)] if *abandoned == match_id));
    assert_eq!(hall.sit("eve", &table), refused("unknown_table"));
}

#[test]
fn tables_whose_time_came_while_the_server_was_down_are_closed_when_it_is_up() {
    let mut hall = Hall::new();
    let (table, _) = hall.sleeping();
    let due = hall.stored()[&table].asleep_until_ms.unwrap();
    let hall = Hall::on(hall.shelf, due, 6);
    assert_eq!((hall.stored().len(), hall.workers.len()), (0, 1));
}

#[test]
fn a_table_that_is_closed_does_not_come_back_from_the_store() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({}));
    hall.hold = true;
    // The store is asked for somebody's tables, and has this one; before the answer comes it is closed.
    hall.tell(ToLobby::Watch { who: address("zoe"), player: "zoe".into() });
    hall.advance(TABLE_IDLE_MS);
    assert_eq!(hall.lobby.tables(), 0);
    hall.tell(ToLobby::Found { find: Find::Of("zoe".into()), tables: Ok(hall.shelf.find(&Find::All)) });
    assert_eq!(hall.lobby.tables(), 0);
    hall.write();
    hall.hold = false;
    assert_eq!(hall.sit("bob", &table), refused("unknown_table"));
    assert!(hall.stored().is_empty());
}

#[test]
fn who_waits_for_the_store_holds_up_nobody_else_and_nobody_overtakes_themselves() {
    let mut hall = Hall::new();
    let (table, _) = hall.sleeping();
    let awake = hall.create("cleo", json!({}));
    hall.open("cleo", &awake);
    hall.leave("cleo");
    (hall.hold, hall.delivered) = (true, Vec::new());
    let look = |table: Option<&TableId>| ToLobby::Look { who: session(9), player: "eve".into(), table: table.cloned() };
    hall.tell(look(Some(&table)));
    hall.tell(look(Some(&awake)));
    assert_eq!(hall.delivered, [], "her second look waits for the first");
    hall.tell(ToLobby::Look { who: session(8), player: "dave".into(), table: Some(awake.clone()) });
    assert!(matches!(&hall.delivered[..], [(who, Delivered::Table(_))] if *who == session(8)));
    assert_eq!(hall.finds(), [Find::Table(table.clone())], "the store is asked once");
    hall.tell(ToLobby::Look { who: session(7), player: "fred".into(), table: Some(table.clone()) });
    assert_eq!(hall.finds().len(), 1);
    hall.delivered.clear();
    hall.write();
    let shown: Vec<(Address, TableId)> = hall
        .delivered
        .iter()
        .map(|(who, what)| match what {
            Delivered::Table(state) => (*who, state.table.clone()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(shown, [(session(9), table.clone()), (session(9), awake), (session(7), table)]);
}

#[test]
fn a_table_that_cant_be_read_is_asked_for_again_and_nobody_waits_for_it_in_silence() {
    let mut hall = Hall::new();
    let (table, match_id) = hall.sleeping();
    hall.create("eve", json!({}));
    hall.shelf.is_unreadable(Some(|find| matches!(find, Find::Table(_))));
    hall.tell(ToLobby::Look { who: address("eve"), player: "eve".into(), table: Some(table.clone()) });
    assert_eq!(hall.delivered, []);
    let page = hall.question(Question::Table(table.clone()));
    let seq = hall.next_seq();
    hall.say(address("fred"), "fred", seq, TableCommand::Open(table.clone()));
    hall.tell(ToLobby::Ended(match_id, table.clone(), Outcome::draw(2, "level")));
    hall.advance(RELOAD_MS);
    assert_eq!(hall.replies.remove(&page), Some(Err(Refused::STORAGE_UNAVAILABLE)));
    let told = std::mem::take(&mut hall.delivered);
    let refused = Delivered::Answer {
        command: (ClientId("fred's".to_string()), Seq(seq)),
        result: Err(Refused::STORAGE_UNAVAILABLE),
    };
    assert_eq!(told, [(address("fred"), refused)], "who asks is answered");
    hall.shelf.is_unreadable(None);
    hall.advance(RELOAD_MS);
    assert_eq!(hall.phase(&table), Phase::Finished);
    assert!(hall.delivered.iter().any(|(who, what)| *who == address("eve") && matches!(what, Delivered::Table(_))));
}

#[test]
fn a_hub_that_is_gone_wants_nothing_any_more() {
    let mut hall = Hall::new();
    let (table, _) = hall.sleeping();
    hall.hold = true;
    hall.tell(ToLobby::Look { who: session(9), player: "eve".into(), table: Some(table.clone()) });
    hall.tell(ToLobby::HubGone(session(9).hub));
    hall.write();
    assert_eq!((hall.state(&table).spectators, &hall.delivered[..]), (0, &[][..]));
}

#[test]
fn tables_that_sleep_count_for_the_limits_of_their_players() {
    let mut hall = Hall::new();
    for number in 0..TABLES_PER_PLAYER {
        let table = hall.create("ann", json!({}));
        hall.sit(&format!("player{number}"), &table).unwrap();
        hall.created();
    }
    hall.advance(SLEEP_BEAT_MS);
    assert_eq!(hall.lobby.tables(), 0);
    assert_eq!(hall.make("ann", counter(json!({}))), refused("too_many_tables"));
    assert_eq!(hall.lobby.tables(), TABLES_PER_PLAYER, "she had to be known for that");
}

#[test]
fn a_hundred_thousand_tables_that_sleep_cost_the_lobby_nothing() {
    let shelf = Shelf::default();
    let holder = |name: &str| Some(Holder { player: name.into(), name: name.to_string(), kind: HolderKind::Player });
    for number in 0..100_000u64 {
        let mut record = TableRecord::new(TableId(format!("table{number}")), "letters", json!({"days": 7}), 2, number);
        record.holders = vec![holder(&format!("a{number}")), holder(&format!("b{number}"))];
        let worker = WorkerId { title: "letters".to_string(), shard: 0 };
        record.match_id = Some(MatchId { worker, code: format!("m{number}") });
        (record.phase, record.asleep_until_ms) = (Phase::Playing, Some(UNHURRIED_IDLE_MS + number));
        shelf.put(record);
    }
    let mut hall = Hall::on(shelf, 0, 5);
    hall.advance(SLEEP_BEAT_MS);
    assert_eq!((hall.lobby.observe(), hall.workers.len()), (Default::default(), 0));
    assert_eq!(hall.alarms.len(), 1, "nothing but to look for those whose time has come");
    hall.tell(ToLobby::Watch { who: address("zoe"), player: "a77".into() });
    assert_eq!(hall.lobby.tables(), 1);
}

/// Anybody does anything at any time, and the recorder answers when it likes. Who then asks for their own tables is told of
/// all that are stored: a player is taken for known only while all of theirs are awake.
#[test]
fn a_player_is_known_only_while_all_of_their_tables_are_awake() {
    let names = ["ann", "bob", "cleo"];
    for seed in 0..60 {
        let mut rng = Rng::new(Seed::number(seed));
        let mut hall = Hall::new();
        hall.hold = true;
        for _ in 0..120 {
            let name = names[usize::try_from(rng.below(3)).unwrap()];
            let who = address(name);
            let tables: Vec<TableId> = hall.stored().into_keys().collect();
            let any = (!tables.is_empty()).then(|| rng.below(tables.len() as u64));
            let any = any.map(|at| tables[usize::try_from(at).unwrap()].clone());
            let seq = hall.next_seq();
            match (rng.below(9), any) {
                (0, _) => hall.say(who, name, seq, TableCommand::Create(letters(7))),
                (1, Some(table)) => hall.say(who, name, seq, TableCommand::Sit(table, None)),
                (2, Some(table)) => hall.tell(ToLobby::Look { who, player: name.into(), table: Some(table) }),
                (3, _) => hall.tell(ToLobby::Look { who, player: name.into(), table: None }),
                (4, _) => hall.tell(ToLobby::Watch { who, player: name.into() }),
                (5, _) => hall.tell(ToLobby::Unwatch(who)),
                (6, _) => hall.advance(SLEEP_BEAT_MS),
                (_, _) => {
                    if let Some(message) = hall.desk.pop_front() {
                        hall.write_one(message);
                    }
                }
            }
            for message in std::mem::take(&mut hall.workers) {
                if let ToWorker::Create(create) = message {
                    hall.tell(ToLobby::Created(create.match_id, create.table));
                }
            }
        }
        hall.write();
        for name in names {
            hall.delivered.clear();
            hall.tell(ToLobby::Watch { who: session(9), player: name.into() });
            hall.write();
            let mine = hall.mine(session(9)).expect("the whole list has it");
            let theirs = hall.shelf.find(&Find::Of(name.into())).into_iter().map(|record| record.table);
            let mut mine: Vec<TableId> = mine.into_iter().map(|state| state.table).collect();
            mine.sort();
            assert_eq!(mine, theirs.collect::<Vec<_>>(), "seed {seed}, {name}");
            hall.tell(ToLobby::Unwatch(session(9)));
        }
    }
}
