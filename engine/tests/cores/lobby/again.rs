//! Commands that are sent again are applied once; and tables that begin somewhere else.

use engine::{
    limits::{COMMANDS_KEPT, FORKS_PER_PLAYER},
    table::Fork,
};

use super::*;

fn stand(table: &TableId) -> TableCommand {
    TableCommand::Stand(table.clone())
}

fn seat_bot(table: &TableId) -> TableCommand {
    TableCommand::SeatBot(table.clone(), None)
}

#[test]
fn a_command_that_comes_again_after_a_crash_is_applied_once() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({"seats": 4}));
    let mut last = |name: &str, what: TableCommand| {
        let seq = hall.next_seq();
        hall.ask_as(name, seq, what.clone()).unwrap();
        let mut again = Hall::on(hall.shelf.clone(), 0, 6);
        let before = again.stored();
        assert_eq!(again.ask_as(name, seq, what.clone()), Ok(Done::default()), "{what:?}");
        assert_eq!(again.stored(), before, "{what:?}");
    };
    last("bob", TableCommand::Sit(table.clone(), None));
    last("bob", stand(&table));
    last("ann", seat_bot(&table));
    last("ann", TableCommand::UnseatBot(table.clone(), 1));
}

#[test]
fn who_agreed_to_play_again_has_agreed_after_a_crash_too() {
    let mut hall = Hall::new();
    let table = hall.playing();
    hall.ended();
    hall.ask_as("ann", 77, TableCommand::Rematch(table.clone())).unwrap();
    let mut hall = hall.restart();
    assert_eq!(hall.ask_as("ann", 77, TableCommand::Rematch(table.clone())), Ok(Done::default()));
    assert!(hall.state(&table).seats[0].rematch);
    hall.ask_as("bob", 78, TableCommand::Rematch(table.clone())).unwrap();
    assert_eq!(hall.phase(&table), Phase::Starting);
    let mut hall = hall.restart();
    assert_eq!(hall.ask_as("bob", 78, TableCommand::Rematch(table.clone())), Ok(Done::default()));
    assert_eq!(hall.phase(&table), Phase::Starting, "which it had started, and not another");
}

#[test]
fn a_refused_command_is_looked_at_anew() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({"seats": 2}));
    hall.ask("ann", seat_bot(&table)).unwrap();
    assert_eq!(hall.ask_as("bob", 900, TableCommand::Sit(table.clone(), None)), refused("table_full"));
    hall.created();
    hall.ended();
    hall.ask("ann", TableCommand::UnseatBot(table.clone(), 1)).unwrap();
    assert_eq!(hall.ask_as("bob", 900, TableCommand::Sit(table.clone(), None)), Ok(Done::default()));
}

#[test]
fn a_table_remembers_the_command_that_made_it_and_the_last_few() {
    let mut hall = Hall::new();
    let create = || TableCommand::Create(counter(json!({"seats": 3})));
    let table = hall.ask_as("ann", 1, create()).unwrap().table.unwrap();
    for _ in 0..COMMANDS_KEPT {
        hall.sit("bob", &table).unwrap();
        hall.ask("bob", stand(&table)).unwrap();
    }
    assert_eq!(hall.stored()[&table].applied.len(), COMMANDS_KEPT);
    let mut hall = hall.restart();
    assert_eq!(hall.ask_as("ann", 1, create()).unwrap().table, Some(table));
}

#[test]
fn a_fork_is_for_whoever_comes_and_begins_where_it_says() {
    let mut hall = Hall::new();
    let worker = WorkerId { title: "counter".to_string(), shard: 0 };
    let fork = Some(Fork { match_id: MatchId { worker, code: "old".to_string() }, at: Rev(7) });
    let ask = || Question::Make(player("ann"), NewTable { fork: fork.clone(), ..counter(json!({})) });
    let table = hall.reply(ask()).unwrap();
    assert!(table.seats.iter().all(|seat| seat.holder.is_none()));
    hall.ask("bob", TableCommand::Sit(table.table.clone(), Some(0))).unwrap();
    let mut hall = hall.restart();
    hall.sit("ann", &table.table).unwrap();
    assert_eq!(hall.creation().fork, fork);
    for _ in 0..FORKS_PER_PLAYER {
        hall.reply(ask()).unwrap();
    }
    assert_eq!(hall.reply(ask()), refused("too_many_tables"));
    hall.advance(TABLE_IDLE_MS);
    assert!(hall.reply(ask()).is_ok(), "those that nobody came to are closed");
}
