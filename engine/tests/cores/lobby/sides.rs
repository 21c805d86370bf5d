//! Who plays which side, short codes, and what else follows from how a table was made.

use engine::code_word::CODE_LETTERS;
use serde::{Deserialize, Serialize};
use title::{
    Courtesy, Cx, Info, Plan, Rejection, Seats, Title, Viewer, Wire,
    schemars::{self, JsonSchema},
};

use super::*;

/// A title that may take days, and is played once.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Letters;

#[derive(Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
pub(super) struct Post {
    days: u32,
}
Wire!(Post);

impl Title for Letters {
    const INFO: Info =
        Info::new("letters", "Letters", "Write.").with_courtesies(&[Courtesy::Resign]).with_bot("Postmaster");
    type Options = Post;
    type Action = ();
    type View = ();
    type Note = ();
    type Alarm = ();
    type Input = ();
    type Frame = ();

    fn plan(post: &Post) -> Result<Plan, Rejection> {
        let plan = Plan::turn_based(2);
        Ok(if post.days > 0 { plan.unhurried() } else { plan })
    }

    fn start(_: Post, _: &mut Cx<Self>) -> Result<Self, Rejection> {
        Ok(Letters)
    }

    fn turn(&self) -> Seats {
        Seats::all(2)
    }

    fn act(&mut self, _: Seat, (): (), _: &mut Cx<Self>) -> Result<(), Rejection> {
        Ok(())
    }

    fn view(&self, _: Viewer) {}
}

pub(super) fn letters(days: u32) -> NewTable {
    NewTable { title: "letters".to_string(), ..counter(json!({ "days": days })) }
}

impl Hall {
    /// Who sits where.
    pub(super) fn seated(&self, table: &TableId) -> Vec<Option<String>> {
        let seats = self.state(table).seats.into_iter();
        seats.map(|seat| seat.holder.map(|holder| holder.player.0)).collect()
    }

    pub(super) fn code(&self, table: &TableId) -> Option<String> {
        self.state(table).code
    }
}

fn names(names: [&str; 2]) -> Vec<Option<String>> {
    names.into_iter().map(|name| Some(name.to_string())).collect()
}

#[test]
fn who_makes_a_table_may_choose_the_seat() {
    let mut hall = Hall::new();
    let table = hall.make("ann", NewTable { seat: Some(1), ..counter(json!({})) }).unwrap();
    assert_eq!(hall.seated(&table), [None, Some("ann".to_string())]);
    hall.sit("bob", &table).unwrap();
    assert_eq!(hall.seated(&table), names(["bob", "ann"]));
    let nowhere = hall.make("ann", NewTable { seat: Some(2), ..counter(json!({})) });
    assert_eq!((nowhere, hall.lobby.tables()), (refused("no_such_seat"), 1));
}

#[test]
fn lots_decide_the_sides_of_the_first_match_and_later_ones_swap() {
    let mut drawn = BTreeMap::new();
    for seed in 0..40 {
        let mut hall = Hall::with(Vec::new(), seed);
        let table = hall.make("ann", NewTable { sides: Sides::Random, ..counter(json!({})) }).unwrap();
        assert_eq!(hall.seated(&table)[0].as_deref(), Some("ann"), "until then they sit as they came");
        hall.sit("bob", &table).unwrap();
        hall.created();
        let first = hall.seated(&table);
        let holders: Vec<_> = hall.creation().holders.into_iter().map(|holder| Some(holder.player.0)).collect();
        assert_eq!(holders, first);
        hall.ended();
        for name in ["ann", "bob"] {
            hall.ask(name, TableCommand::Rematch(table.clone())).unwrap();
        }
        assert_eq!(hall.seated(&table), [first[1].clone(), first[0].clone()]);
        *drawn.entry(first).or_insert(0) += 1;
    }
    assert!(drawn[&names(["ann", "bob"])] > 8 && drawn[&names(["bob", "ann"])] > 8, "{drawn:?}");
}

#[test]
fn lots_are_drawn_for_bots_too() {
    let bot_begins = |seed| {
        let mut hall = Hall::with(Vec::new(), seed);
        let table = hall.make("ann", NewTable { sides: Sides::Random, ..counter(json!({})) }).unwrap();
        hall.ask("ann", TableCommand::SeatBot(table.clone(), None)).unwrap();
        hall.seated(&table)[1].as_deref() == Some("ann")
    };
    assert!((0..20).any(bot_begins) && !(0..20).all(bot_begins));
}

#[test]
fn a_bot_has_the_name_its_title_gives_it() {
    let mut hall = Hall::new();
    for (new, name) in [(letters(0), "Postmaster"), (counter(json!({})), "Random bot")] {
        let table = hall.make("ann", new).unwrap();
        hall.ask("ann", TableCommand::SeatBot(table.clone(), None)).unwrap();
        assert_eq!(hall.state(&table).seats[1].holder.as_ref().unwrap().name, name);
    }
}

#[test]
fn a_title_without_rematch_is_not_played_again() {
    let mut hall = Hall::new();
    let table = hall.make("ann", letters(0)).unwrap();
    hall.sit("bob", &table).unwrap();
    hall.created();
    hall.ended();
    assert_eq!(hall.ask("ann", TableCommand::Rematch(table.clone())), refused("no_courtesy"));
    assert!(!hall.state(&table).seats[0].rematch);
}

#[test]
fn a_table_is_found_by_its_code_while_it_gathers_players() {
    let mut hall = Hall::new();
    let table = hall.make("ann", NewTable { offer: Offer::Private, ..counter(json!({})) }).unwrap();
    let code = hall.code(&table).unwrap();
    assert_eq!(code.len(), CODE_LETTERS);
    let found = |hall: &Hall, code: &str| hall.lobby.state_by_code(code).map(|state| state.table);
    assert_eq!(found(&hall, &code), Some(table.clone()));
    assert_eq!(found(&hall, &code.to_uppercase()), Some(table.clone()), "however it is written");
    assert_eq!(found(&hall, &code[1..]), None);
    assert_eq!(found(&hall, ""), None);

    hall.sit("bob", &table).unwrap();
    assert_eq!((hall.code(&table), found(&hall, &code)), (None, None), "a match has begun");
    hall.created();
    hall.ended();
    assert_eq!(hall.code(&table), None);
    hall.ask("bob", TableCommand::Stand(table.clone())).unwrap();
    let another = hall.code(&table).unwrap();
    assert_eq!((found(&hall, &another), found(&hall, "")), (Some(table.clone()), None));

    let mut hall = hall.restart();
    assert_eq!(found(&hall, &another), Some(table.clone()), "also after a crash");
    hall.advance(TABLE_IDLE_MS);
    assert_eq!(found(&hall, &another), None, "the table was closed");
}

#[test]
fn every_gathering_table_has_a_code_of_its_own() {
    let mut hall = Hall::new();
    let tables: Vec<TableId> = (0..500).map(|number| hall.create(&format!("player{number}"), json!({}))).collect();
    for table in &tables {
        let code = hall.code(table).unwrap();
        assert_eq!(hall.lobby.state_by_code(&code).unwrap().table, *table);
    }
}
