//! Workers that are late with their ticks get no new tables, and keep what was promised.

use super::{hall::Shelf, *};

fn wish() -> Wish {
    Wish { title: "counter".to_string(), options: json!({}) }
}

impl Hall {
    fn late(&mut self, title: &str, shard: u16, late: bool) {
        self.tell(ToLobby::Late(WorkerId { title: title.to_string(), shard }, late));
    }
}

fn busy<T>() -> Result<T, String> {
    Err("busy".to_string())
}

#[test]
fn new_tables_and_seeks_are_refused_while_all_workers_of_the_title_are_late() {
    let mut hall = Hall::new();
    hall.late("counter", 0, true);
    assert_eq!(hall.make("ann", counter(json!({}))), busy());
    assert_eq!(hall.ask("ann", TableCommand::Seek(wish())), busy());
    assert!(hall.make("ann", NewTable { title: "rally".to_string(), ..counter(json!({})) }).is_ok(), "another title's");
    hall.late("counter", 0, false);
    assert!(hall.make("ann", counter(json!({}))).is_ok());
    assert!(hall.ask("ann", TableCommand::Seek(wish())).is_ok());
}

#[test]
fn a_table_made_by_a_page_is_refused_too() {
    let mut hall = Hall::new();
    hall.late("counter", 0, true);
    assert_eq!(hall.reply(Question::Make(player("ann"), counter(json!({})))), busy());
}

#[test]
fn who_has_a_table_fills_it_and_who_has_played_plays_again() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({}));
    hall.late("counter", 0, true);
    hall.sit("bob", &table).unwrap();
    assert_eq!(hall.phase(&table), Phase::Starting);
    hall.created();
    hall.ended();
    hall.ask("ann", TableCommand::Rematch(table.clone())).unwrap();
    hall.ask("bob", TableCommand::Rematch(table.clone())).unwrap();
    assert_eq!(hall.phase(&table), Phase::Starting);
}

#[test]
fn the_same_command_is_answered_the_same_though_the_worker_is_late_by_now() {
    let mut hall = Hall::new();
    let made = hall.ask_as("ann", 7, TableCommand::Create(counter(json!({}))));
    hall.late("counter", 0, true);
    assert_eq!(hall.ask_as("ann", 7, TableCommand::Create(counter(json!({})))), made);
}

#[test]
fn a_worker_that_has_come_up_is_in_time() {
    let mut hall = Hall::new();
    hall.late("counter", 0, true);
    hall.tell(ToLobby::WorkerUp(WorkerId { title: "counter".to_string(), shard: 0 }));
    assert!(hall.make("ann", counter(json!({}))).is_ok());
}

#[test]
fn of_several_workers_those_that_keep_up_get_the_matches() {
    let lobby = Lobby::new(titles(), 3, Rng::new(Seed::number(5)));
    let mut hall = Hall::down(Shelf::default(), 0, lobby);
    hall.come_up();
    hall.late("counter", 0, true);
    hall.late("counter", 2, true);
    for _ in 0..4 {
        let table = hall.create("ann", json!({}));
        hall.sit("bob", &table).unwrap();
        assert_eq!(hall.creation().match_id.worker.shard, 1);
    }
    hall.late("counter", 1, true);
    assert_eq!(hall.make("eve", counter(json!({}))), busy());
}
