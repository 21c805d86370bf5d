//! The own tables of those who watch: whose turn it is, and how many there may be.

use engine::{
    limits::UNHURRIED_PER_PLAYER,
    wire::{ServerMessage, json_of},
};

use super::{sides::letters, *};

impl Hall {
    /// The own tables that a session was told of last, if it was.
    pub(super) fn mine(&self, who: Address) -> Option<Vec<TableState>> {
        let told = self.delivered.iter().rev().filter(|(to, _)| *to == who);
        told.filter_map(|(_, what)| match what {
            Delivered::Lobby(message) => match serde_json::from_str(&json_of(message).unwrap()).unwrap() {
                ServerMessage::Lobby { mine, .. } => mine,
                other => panic!("{other:?} is not of the list"),
            },
            _ => None,
        })
        .next()
    }

    /// The same after a beat: each with the seats it waits for.
    fn turns(&mut self, name: &str) -> Option<Vec<(TableId, Vec<u8>)>> {
        self.delivered.clear();
        self.advance(LOBBY_BEAT_MS);
        let mine = self.mine(address(name))?;
        Some(mine.into_iter().map(|state| (state.table, state.turn)).collect())
    }

    fn watches(&mut self, name: &str) {
        self.tell(ToLobby::Watch { who: address(name), player: name.into() });
    }

    fn turn(&mut self, table: &TableId, seat: u8) {
        let match_id = self.stored()[table].match_id.clone().unwrap();
        self.tell(ToLobby::Turn(match_id, table.clone(), Seats::only(Seat(seat))));
    }
}

#[test]
fn who_watches_is_told_whose_turn_it_is_at_their_tables_and_those_that_wait_come_first() {
    let mut hall = Hall::new();
    let (one, two) = (hall.by_letter(["ann", "bob"]), hall.by_letter(["ann", "cleo"]));
    hall.turn(&two, 1);
    hall.watches("ann");
    hall.watches("eve");
    assert_eq!(hall.turns("ann"), None, "nothing has changed");
    hall.turn(&one, 0);
    assert_eq!(hall.turns("ann"), Some(vec![(one.clone(), vec![0]), (two.clone(), vec![1])]));
    assert_eq!(hall.mine(address("eve")), None, "it is no business of hers");
    assert_eq!(hall.stored()[&one].turn, Seats::only(Seat(0)), "and it is stored");
    hall.turn(&one, 1);
    hall.turn(&two, 0);
    assert_eq!(hall.turns("ann"), Some(vec![(two.clone(), vec![0]), (one.clone(), vec![1])]));
    hall.turn(&two, 0);
    assert_eq!(hall.turns("ann"), None, "what is said twice is no news");
}

#[test]
fn of_tables_that_come_and_go_is_told_and_of_the_last_too() {
    let mut hall = Hall::new();
    hall.watches("ann");
    assert_eq!(hall.mine(address("ann")), Some(vec![]));
    let table = hall.create("ann", json!({}));
    assert_eq!(hall.turns("ann"), Some(vec![(table.clone(), vec![])]));
    hall.sit("bob", &table).unwrap();
    hall.created();
    assert!(hall.turns("ann").is_some());
    hall.ended();
    assert_eq!(hall.turns("ann"), Some(vec![]), "it is over");
    hall.ask("ann", TableCommand::Stand(table.clone())).unwrap();
    assert_eq!(hall.turns("ann"), Some(vec![]));
    hall.tell(ToLobby::Unwatch(address("ann")));
    hall.create("ann", json!({}));
    assert_eq!(hall.turns("ann"), None);
}

#[test]
fn a_match_that_is_over_waits_for_nobody() {
    let mut hall = Hall::new();
    let table = hall.by_letter(["ann", "bob"]);
    hall.turn(&table, 1);
    assert_eq!(hall.state(&table).turn, [1]);
    hall.ended();
    assert_eq!(hall.state(&table).turn, [] as [u8; 0]);
    hall.turn(&table, 1);
    assert_eq!(hall.state(&table).turn, [] as [u8; 0], "a late word is about nothing");
}

#[test]
fn games_by_letter_take_no_place_at_the_board() {
    let mut hall = Hall::new();
    for _ in 0..UNHURRIED_PER_PLAYER {
        hall.make("ann", letters(7)).unwrap();
    }
    assert_eq!(hall.make("ann", letters(7)), refused("too_many_tables"));
    for _ in 0..TABLES_PER_PLAYER {
        hall.create("ann", json!({}));
    }
    assert_eq!(hall.make("ann", counter(json!({}))), refused("too_many_tables"));
}
