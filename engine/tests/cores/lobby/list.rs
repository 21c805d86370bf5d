//! The live list: the whole of it first, then what changes, once a beat.

use engine::wire::{ServerMessage, json_of};

use super::*;

/// A `lobby` message, as far as the stories look at it.
#[derive(Debug, PartialEq)]
struct Told {
    whole: bool,
    tables: Vec<TableId>,
    gone: Vec<TableId>,
    mine: Option<Vec<TableId>>,
}

fn changes(tables: &[&TableId], gone: &[&TableId]) -> Vec<Told> {
    let ids = |ids: &[&TableId]| ids.iter().map(|id| (*id).clone()).collect();
    vec![Told { whole: false, tables: ids(tables), gone: ids(gone), mine: None }]
}

fn whole(tables: &[&TableId], mine: &[&TableId]) -> Vec<Told> {
    let ids = |ids: &[&TableId]| ids.iter().map(|id| (*id).clone()).collect();
    vec![Told { whole: true, tables: ids(tables), gone: Vec::new(), mine: Some(ids(mine)) }]
}

impl Hall {
    fn watch(&mut self, name: &str) -> Vec<Told> {
        self.tell(ToLobby::Watch { who: address(name), player: name.into() });
        self.told(name)
    }

    /// What a watcher was told since the last time.
    fn told(&mut self, name: &str) -> Vec<Told> {
        let (theirs, others): (Vec<_>, Vec<_>) = std::mem::take(&mut self.delivered)
            .into_iter()
            .partition(|(who, what)| *who == address(name) && matches!(what, Delivered::Lobby(_)));
        self.delivered = others;
        let ids = |tables: Vec<TableState>| tables.into_iter().map(|table| table.table).collect();
        let told = theirs.into_iter().map(|(_, what)| {
            let Delivered::Lobby(message) = what else { unreachable!() };
            match serde_json::from_str(&json_of(&message).unwrap()).unwrap() {
                ServerMessage::Lobby { whole, tables, gone, mine } => {
                    Told { whole, tables: ids(tables), gone, mine: mine.map(ids) }
                }
                other => panic!("{other:?} is not of the list"),
            }
        });
        told.collect()
    }

    /// A beat passes; what a watcher is told at it.
    fn beat(&mut self, name: &str) -> Vec<Told> {
        self.advance(LOBBY_BEAT_MS);
        self.told(name)
    }

    fn gathering(&mut self, name: &str) -> TableId {
        let table = self.create(name, json!({}));
        self.open(name, &table);
        table
    }
}

#[test]
fn a_watcher_is_shown_all_public_tables_and_their_own() {
    let mut hall = Hall::new();
    let live = hall.playing();
    let finished = hall.playing();
    hall.ended();
    let open = hall.gathering("cleo");
    let lonely = hall.create("dave", json!({}));
    let private = hall.make("eve", NewTable { offer: Offer::Private, ..counter(json!({})) }).unwrap();
    hall.open("eve", &private);
    assert_eq!(hall.watch("zoe"), whole(&[&open, &live], &[]), "with those made last first");
    assert_eq!(hall.watch("eve"), whole(&[&open, &live], &[&private]));
    assert_eq!(hall.watch("dave"), whole(&[&open, &live], &[&lonely]));
    assert_eq!(hall.watch("ann"), whole(&[&open, &live], &[&live]), "a finished match isn't among them");
    assert_ne!(finished, live);
}

#[test]
fn a_watcher_is_told_what_changes_once_a_beat() {
    let mut hall = Hall::new();
    assert_eq!(hall.watch("zoe"), whole(&[], &[]));
    let table = hall.gathering("ann");
    hall.open("eve", &table);
    hall.leave("eve");
    hall.open("eve", &table);
    hall.advance(LOBBY_BEAT_MS - 1);
    assert_eq!(hall.told("zoe"), [], "it waits for the beat");
    hall.advance(1);
    assert_eq!(hall.told("zoe"), changes(&[&table], &[]));
    assert_eq!(hall.beat("zoe"), [], "nothing has changed");
    hall.leave("eve");
    assert_eq!(hall.beat("zoe"), changes(&[&table], &[]), "how many look on is of interest");
    hall.open("eve", &table);
    hall.leave("eve");
    assert_eq!(hall.beat("zoe"), [], "it is as it was");
    hall.sit("bob", &table).unwrap();
    hall.created();
    assert_eq!(hall.beat("zoe"), changes(&[&table], &[]));
    hall.ended();
    assert_eq!(hall.beat("zoe"), changes(&[], &[&table]), "it is neither open nor live");
}

#[test]
fn a_table_that_nobody_waits_at_leaves_the_list() {
    let mut hall = Hall::new();
    let table = hall.gathering("ann");
    assert_eq!(hall.watch("zoe"), whole(&[&table], &[]));
    hall.leave("ann");
    assert_eq!(hall.beat("zoe"), changes(&[], &[&table]));
    hall.open("ann", &table);
    assert_eq!(hall.beat("zoe"), changes(&[&table], &[]));
    hall.leave("ann");
    hall.open("ann", &table);
    assert_eq!(hall.beat("zoe"), [], "a reload within a beat");
}

#[test]
fn nothing_of_a_private_table_is_told() {
    let mut hall = Hall::new();
    hall.watch("zoe");
    let private = hall.make("ann", NewTable { offer: Offer::Private, ..counter(json!({})) }).unwrap();
    hall.open("ann", &private);
    hall.sit("bob", &private).unwrap();
    hall.created();
    hall.ended();
    hall.leave("ann");
    assert_eq!(hall.beat("zoe"), []);
    hall.advance(TABLE_IDLE_MS);
    assert_eq!((hall.told("zoe"), hall.lobby.tables()), (vec![], 0), "not even that it is gone");
}

#[test]
fn who_comes_later_builds_on_the_same_list_as_all_others() {
    let mut hall = Hall::new();
    let (one, two) = (hall.gathering("ann"), hall.gathering("bob"));
    hall.watch("zoe");
    hall.leave("ann");
    let three = hall.gathering("cleo");
    // Between two beats the list is that of the last one, so that what follows fits for both.
    assert_eq!(hall.watch("yves"), whole(&[&two, &one], &[]));
    hall.advance(LOBBY_BEAT_MS);
    let news = changes(&[&three], &[&one]);
    assert_eq!((hall.told("zoe"), hall.told("yves")), (news, changes(&[&three], &[&one])));
    assert_eq!(hall.watch("xena"), whole(&[&three, &two], &[]));
}

#[test]
fn the_list_has_an_end_and_who_moves_up_is_told() {
    let mut hall = Hall::new();
    let last = TABLES_LISTED as u64;
    let tables: Vec<TableId> = (0..=last)
        .map(|number| {
            let name = format!("player{number}");
            let table = hall.create(&name, json!({}));
            hall.tell(ToLobby::Look { who: session(number), player: name.as_str().into(), table: Some(table.clone()) });
            table
        })
        .collect();
    let told = hall.watch("zoe").pop().unwrap();
    assert_eq!((told.tables.len(), told.tables.contains(&tables[0])), (TABLES_LISTED, false));
    hall.tell(ToLobby::Look { who: session(last), player: "any".into(), table: None });
    assert_eq!(hall.beat("zoe"), changes(&[&tables[0]], &[&tables[TABLES_LISTED]]));
    let newest = hall.gathering("ann");
    assert_eq!(hall.beat("zoe"), changes(&[&newest], &[&tables[0]]), "the oldest makes room");
}

#[test]
fn live_tables_don_t_push_open_ones_off_the_list() {
    let mut hall = Hall::new();
    let open = hall.gathering("zack");
    for number in 0..=TABLES_LISTED {
        let table = hall.create(&format!("player{number}"), json!({}));
        hall.ask(&format!("player{number}"), TableCommand::SeatBot(table, None)).unwrap();
    }
    let told = hall.watch("zoe").pop().unwrap();
    assert_eq!((told.tables.len(), told.tables.last()), (TABLES_LISTED + 1, Some(&open)));
}

#[test]
fn who_watches_no_more_is_told_no_more() {
    let mut hall = Hall::new();
    hall.watch("zoe");
    hall.watch("yves");
    hall.gathering("ann");
    hall.tell(ToLobby::Unwatch(address("zoe")));
    hall.advance(LOBBY_BEAT_MS);
    assert_eq!((hall.told("zoe"), hall.told("yves").len()), (vec![], 1));
    hall.tell(ToLobby::HubGone(address("yves").hub));
    let table = hall.gathering("bob");
    assert_eq!(hall.beat("yves"), []);
    assert!(hall.watch("yves")[0].tables.contains(&table), "back again, they are shown all there is");
}

#[test]
fn nothing_is_asked_of_the_timer_while_nobody_watches() {
    let mut hall = Hall::new();
    let table = hall.gathering("ann");
    assert!(!hall.alarms.contains_key(&0), "who looks alone needn't be told of themselves");
    hall.sit("bob", &table).unwrap();
    assert!(!hall.alarms.contains_key(&0));
    hall.watch("zoe");
    hall.created();
    assert!(hall.alarms.contains_key(&0));
}

#[test]
fn a_lobby_that_comes_up_shows_the_whole_list_to_those_who_come_back() {
    let mut hall = Hall::new();
    let live = hall.playing();
    hall.watch("zoe");
    let mut hall = hall.restart();
    assert_eq!(hall.watch("zoe"), whole(&[&live], &[]));
    let open = hall.gathering("cleo");
    assert_eq!(hall.beat("zoe"), changes(&[&open], &[]));
}

#[test]
fn a_crowd_at_one_table_is_told_of_itself_once_a_beat() {
    let mut hall = Hall::new();
    let table = hall.gathering("ann");
    hall.delivered.clear();
    for number in 0..100 {
        let look =
            ToLobby::Look { who: session(number), player: PlayerId(format!("p{number}")), table: Some(table.clone()) };
        hall.tell(look);
    }
    assert_eq!(hall.delivered.len(), 100, "each is shown the table they came to");
    hall.delivered.clear();
    hall.advance(LOBBY_BEAT_MS);
    assert_eq!(hall.delivered.len(), 101, "and then everybody once");
    assert!(hall.delivered.iter().all(|(_, what)| matches!(what, Delivered::Table(state) if state.spectators == 100)));
}
