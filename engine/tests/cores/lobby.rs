//! The lobby: tables, seats, starts, rematches, and what happens when nobody comes back.

mod again;
mod asleep;
mod hall;
mod late;
mod list;
mod own;
mod seek;
mod sides;
mod stored;

use std::collections::BTreeMap;

use engine::{
    arrange::Arrange,
    ids::*,
    limits::{LOBBY_BEAT_MS, MATCH_IDLE_MS, TABLE_IDLE_MS, TABLES_LISTED, TABLES_PER_PLAYER},
    lobby::{Lobby, LobbyEffect, Question},
    messages::*,
    player::Player,
    table::TableRecord,
    titles::Titles,
    wire::{Offer, Phase, Refused, Sides, TableState},
};
use serde_json::{Value, json};
use timer::{Due, DueAlarm, Key};
use title::{Outcome, Rng, Seat, Seats, Seed};

use self::{hall::Hall, sides::Letters};
use crate::{
    stage::session,
    toys::{Counter, Rally},
};

fn titles() -> Titles {
    Titles::default().with::<Counter>().with::<Letters>().with::<Rally>()
}

fn player(name: &str) -> Player {
    Player { id: name.into(), name: name.to_uppercase() }
}

/// A table of counter as most stories make it.
fn counter(options: Value) -> NewTable {
    NewTable { title: "counter".to_string(), options, offer: Offer::Open, seat: None, sides: Sides::Chosen, fork: None }
}

/// Each player has one session.
fn address(name: &str) -> Address {
    session(u64::from(name.as_bytes()[0]) * 1000 + name.len() as u64)
}

fn refused<T>(code: &str) -> Result<T, String> {
    Err(code.to_string())
}

#[test]
fn a_match_starts_when_the_last_seat_is_taken() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({}));
    assert_eq!(hall.phase(&table), Phase::Gathering);
    assert!(hall.workers.is_empty());
    hall.open("bob", &table);
    hall.sit("bob", &table).unwrap();
    assert_eq!(hall.phase(&table), Phase::Starting);
    assert_eq!(hall.state(&table).match_id, None, "a match that may yet be refused isn't shown");
    let create = hall.creation();
    assert_eq!(create.holders.iter().map(|holder| holder.player.0.as_str()).collect::<Vec<_>>(), ["ann", "bob"]);
    assert_eq!((create.away, create.again), (Seats::only(Seat(0)), false), "Ann doesn't look");
    assert_eq!(create.options, json!({"seats": 2, "goal": 1000}));
    hall.created();
    let state = hall.state(&table);
    assert_eq!((state.phase, state.games, state.match_id), (Phase::Playing, 1, Some(create.match_id)));
    hall.ended();
    let state = hall.state(&table);
    assert_eq!((state.phase, state.outcome.unwrap().reason.as_str()), (Phase::Finished, "goal"));
}

#[test]
fn a_table_that_cant_be_is_refused() {
    let mut hall = Hall::new();
    let mut create = |title: &str, options| {
        let title = title.to_string();
        hall.make("ann", NewTable { title, ..counter(options) }).map(|_| ())
    };
    assert_eq!(create("chess", json!({})), refused("unknown_title"));
    assert_eq!(create("counter", json!({"goals": 1})), refused("bad_options"));
    assert_eq!(create("counter", json!({"goal": 0})), refused("rules.no_goal"));
    assert_eq!(create("rally", json!({"hz": 0})), refused("bad_options"));
    assert_eq!(create("rally", json!({"hz": 60})), Ok(()));
    assert_eq!((hall.lobby.tables(), hall.stored().len()), (1, 1));
}

#[test]
fn each_seat_is_taken_once() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({"seats": 3}));
    let nowhere: TableId = "nowhere".into();
    let at = |seat| TableCommand::Sit(table.clone(), Some(seat));
    assert_eq!(hall.ask("bob", at(0)), refused("seat_taken"));
    assert_eq!(hall.ask("bob", at(3)), refused("no_such_seat"));
    assert_eq!(hall.ask("bob", at(255)), refused("no_such_seat"));
    assert_eq!(hall.ask("ann", at(1)), refused("already_seated"));
    assert_eq!(hall.sit("bob", &nowhere), refused("unknown_table"));
    assert_eq!(hall.ask("bob", at(2)), Ok(Done::default()));
    hall.sit("cleo", &table).unwrap();
    assert_eq!(hall.sit("dave", &table), refused("table_full"));
    assert_eq!(hall.creation().holders[1].player.0, "cleo", "the free one between");
}

#[test]
fn a_seat_is_given_back_only_while_nothing_is_played() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({}));
    let stand = |hall: &mut Hall, name: &str| hall.ask(name, TableCommand::Stand(table.clone())).map(|_| ());
    assert_eq!(stand(&mut hall, "bob"), refused("not_seated"));
    assert_eq!(stand(&mut hall, "ann"), Ok(()));
    hall.sit("ann", &table).unwrap();
    hall.sit("bob", &table).unwrap();
    assert_eq!(stand(&mut hall, "bob"), refused("match_running"), "while it is set up");
    hall.created();
    assert_eq!(stand(&mut hall, "bob"), refused("match_running"));
    hall.ended();
    assert_eq!(hall.ask("ann", TableCommand::Rematch(table.clone())), Ok(Done::default()));
    assert_eq!(stand(&mut hall, "bob"), Ok(()));
    let state = hall.state(&table);
    assert_eq!(state.phase, Phase::Gathering);
    assert!(state.seats.iter().all(|seat| !seat.rematch), "there is nobody left to repeat it with");
    hall.sit("cleo", &table).unwrap();
    assert_eq!(hall.phase(&table), Phase::Starting);
}

#[test]
fn a_rematch_needs_everyone_and_swaps_the_seats_at_the_same_table() {
    let mut hall = Hall::new();
    let table = hall.playing();
    let again = || TableCommand::Rematch(table.clone());
    let first = hall.creation();
    assert_eq!(hall.ask("ann", again()), refused("match_running"));
    hall.ended();
    assert_eq!(hall.ask("eve", again()), refused("not_seated"));
    hall.ask("ann", again()).unwrap();
    hall.ask("ann", again()).unwrap();
    assert_eq!(hall.phase(&table), Phase::Finished, "once is not twice");
    assert_eq!(hall.state(&table).seats.iter().map(|seat| seat.rematch).collect::<Vec<_>>(), [true, false]);
    hall.ask("bob", again()).unwrap();
    let second = hall.creation();
    assert_eq!(second.holders.iter().map(|holder| holder.player.0.as_str()).collect::<Vec<_>>(), ["bob", "ann"]);
    assert_ne!((&second.match_id, second.seed), (&first.match_id, first.seed));
    assert_eq!(second.table, table);
    hall.created();
    assert_eq!(hall.state(&table).games, 2);
    // What is still said of the first match is about nothing any more.
    hall.tell(ToLobby::Ended(first.match_id, table.clone(), Outcome::draw(2, "old")));
    assert_eq!(hall.phase(&table), Phase::Playing);
}

#[test]
fn without_a_finished_match_there_is_nothing_to_repeat() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({}));
    assert_eq!(hall.ask("ann", TableCommand::Rematch(table)), refused("nothing_to_repeat"));
}

#[test]
fn bots_are_seated_and_sent_away_by_those_who_sit() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({"seats": 3}));
    let seat = |seat| TableCommand::SeatBot(table.clone(), seat);
    assert_eq!(hall.ask("eve", seat(None)), refused("not_seated"));
    hall.ask("ann", seat(Some(2))).unwrap();
    assert_eq!(hall.ask("ann", seat(Some(2))), refused("seat_taken"));
    let unseat = |seat| TableCommand::UnseatBot(table.clone(), seat);
    assert_eq!(hall.ask("ann", unseat(0)), refused("not_a_bot"));
    assert_eq!(hall.ask("ann", unseat(1)), refused("not_a_bot"));
    assert_eq!(hall.ask("ann", unseat(9)), refused("no_such_seat"));
    hall.ask("ann", unseat(2)).unwrap();
    hall.ask("ann", seat(None)).unwrap();
    hall.ask("ann", seat(None)).unwrap();
    assert_eq!(hall.ask("ann", unseat(2)), refused("match_running"));
    assert_eq!(hall.ask("ann", seat(None)), refused("match_running"));
    hall.created();
    assert_eq!(hall.creation().away, Seats::only(Seat(0)), "bots are here");
    hall.ended();
    hall.ask("ann", TableCommand::Rematch(table.clone())).unwrap();
    assert_eq!(hall.phase(&table), Phase::Starting, "bots always agree");
}

#[test]
fn a_hub_that_is_gone_takes_its_looks_with_it() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({}));
    hall.open("ann", &table);
    assert!(hall.state(&table).seats[0].here);
    hall.tell(ToLobby::HubGone(HubId(99)));
    assert!(hall.state(&table).seats[0].here, "another hub's end is nothing to her");
    hall.tell(ToLobby::HubGone(address("ann").hub));
    assert!(!hall.state(&table).seats[0].here);
}

#[test]
fn a_title_without_a_bot_has_none() {
    let mut hall = Hall::new();
    let table = hall.make("ann", NewTable { title: "rally".to_string(), ..counter(json!({})) }).unwrap();
    assert_eq!(hall.ask("ann", TableCommand::SeatBot(table, None)), refused("no_bot"));
}

#[test]
fn the_last_table_a_player_may_sit_at_and_the_first_refused() {
    let mut hall = Hall::new();
    let bobs = hall.create("bob", json!({}));
    for _ in 0..TABLES_PER_PLAYER {
        hall.create("ann", json!({}));
    }
    let create = || TableCommand::Create(counter(json!({})));
    assert_eq!(hall.ask("ann", create()), refused("too_many_tables"));
    assert_eq!(hall.sit("ann", &bobs), refused("too_many_tables"));
    let one = hall.stored().keys().find(|table| **table != bobs).unwrap().clone();
    hall.ask("ann", TableCommand::Stand(one)).unwrap();
    assert_eq!(hall.sit("ann", &bobs), Ok(()));
}

#[test]
fn a_repeated_create_makes_one_table() {
    let mut hall = Hall::new();
    let create = || TableCommand::Create(counter(json!({})));
    let made = hall.ask_as("ann", 1, create()).unwrap();
    assert_eq!(hall.ask_as("ann", 1, create()).unwrap(), made);
    let mut hall = hall.restart();
    assert_eq!(hall.ask_as("ann", 1, create()).unwrap(), made, "also after a crash");
    assert_ne!(hall.ask_as("ann", 2, create()).unwrap(), made);
    assert_eq!(hall.lobby.tables(), 2);
}

#[test]
fn a_table_nobody_looks_at_is_closed() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({}));
    hall.advance(TABLE_IDLE_MS - 1);
    assert_eq!(hall.lobby.tables(), 1);
    hall.open("ann", &table);
    hall.advance(10 * TABLE_IDLE_MS);
    assert_eq!(hall.lobby.tables(), 1, "somebody looks");
    hall.leave("ann");
    assert!(hall.lobby.open_tables().is_empty(), "nobody is there to play with");
    hall.advance(TABLE_IDLE_MS);
    assert_eq!((hall.lobby.tables(), hall.stored().len()), (0, 0));
    hall.tell(ToLobby::Look { who: address("ann"), player: "ann".into(), table: Some(table) });
    assert!(matches!(hall.delivered.last(), Some((_, Delivered::TableClosed { .. }))));
}

#[test]
fn a_match_nobody_comes_back_to_is_abandoned() {
    let mut hall = Hall::new();
    hall.playing();
    let id = hall.creation().match_id;
    hall.leave("ann");
    hall.leave("bob");
    hall.advance(MATCH_IDLE_MS - 1);
    assert!(!hall.workers.iter().any(|message| matches!(message, ToWorker::Abandon(_))));
    hall.advance(1);
    assert!(matches!(hall.workers.last(), Some(ToWorker::Abandon(abandoned)) if *abandoned == id));
    assert_eq!(hall.lobby.tables(), 0);
}

#[test]
fn a_match_begun_unseen_has_its_own_patience() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({}));
    hall.advance(TABLE_IDLE_MS - 1);
    hall.sit("bob", &table).unwrap();
    hall.created();
    hall.advance(TABLE_IDLE_MS);
    assert_eq!(hall.stored().len(), 1, "it is a match now");
    hall.ended();
    hall.advance(TABLE_IDLE_MS);
    assert_eq!(hall.stored().len(), 0, "and now it is none");
}

#[test]
fn a_worker_that_comes_up_is_asked_about_its_matches() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({}));
    hall.sit("bob", &table).unwrap();
    let create = hall.creation();
    hall.workers.clear();
    let worker = create.match_id.worker.clone();
    hall.tell(ToLobby::WorkerUp(worker.clone()));
    let again = hall.creation();
    assert_eq!((again.match_id, again.seed, again.again), (create.match_id.clone(), create.seed, true));
    hall.created();
    hall.workers.clear();
    hall.tell(ToLobby::WorkerUp(worker.clone()));
    assert!(matches!(&hall.workers[..], [ToWorker::Report(id, _)] if *id == create.match_id));
    hall.tell(ToLobby::WorkerUp(WorkerId { title: "rally".to_string(), shard: 0 }));
    assert_eq!(hall.workers.len(), 1, "another worker has nothing to say about it");
    hall.tell(ToLobby::Ended(create.match_id, table, Outcome::draw(2, "level")));
    hall.workers.clear();
    hall.tell(ToLobby::WorkerUp(worker));
    assert!(hall.workers.is_empty());
}

#[test]
fn a_lobby_that_comes_up_knows_its_tables_and_asks_about_their_matches() {
    let mut hall = Hall::new();
    let table = hall.playing();
    let id = hall.creation().match_id;
    let idle = hall.create("ann", json!({}));
    let mut hall = hall.restart();
    assert!(matches!(&hall.workers[..], [ToWorker::Report(asked, _)] if *asked == id));
    assert!(matches!(&hall.every_hub[..], [ToHub::LobbyUp]));
    assert_eq!(hall.told_up.len(), titles().iter().count(), "every worker tells of its matches");
    assert_eq!(hall.phase(&table), Phase::Playing);
    hall.tell(ToLobby::Ended(id, table.clone(), Outcome::draw(2, "level")));
    assert_eq!(hall.phase(&table), Phase::Finished);
    hall.advance(TABLE_IDLE_MS);
    assert!(hall.lobby.state(&idle).is_none(), "nobody came back to it");
}

#[test]
fn a_match_that_was_being_started_when_the_lobby_fell_is_asked_for_again() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({}));
    hall.sit("bob", &table).unwrap();
    let asked = hall.creation();
    let mut hall = hall.restart();
    let again = hall.creation();
    assert!(again.again && again.match_id == asked.match_id && again.holders == asked.holders);
    hall.tell(ToLobby::Created(asked.match_id, table.clone()));
    assert_eq!(hall.phase(&table), Phase::Playing);
}

#[test]
fn a_match_that_cant_start_frees_the_last_seat_and_tells_those_who_look() {
    let mut hall = Hall::new();
    let table = hall.create("ann", json!({}));
    hall.open("ann", &table);
    hall.sit("bob", &table).unwrap();
    hall.delivered.clear();
    let id = hall.creation().match_id;
    hall.tell(ToLobby::CreateRefused(id, table.clone(), Refused::TITLE_FAILED));
    assert!(matches!(&hall.delivered[0].1, Delivered::NoMatch { why, .. } if *why == Refused::TITLE_FAILED));
    let state = hall.state(&table);
    assert_eq!((state.phase, state.seats[1].holder.clone(), state.games), (Phase::Gathering, None, 0));
    hall.sit("bob", &table).unwrap();
    assert_eq!(hall.phase(&table), Phase::Starting);
}

#[test]
fn an_end_said_twice_counts_once() {
    let mut hall = Hall::new();
    let table = hall.playing();
    hall.ended();
    hall.ask("bob", TableCommand::Stand(table.clone())).unwrap();
    hall.ended();
    assert_eq!(hall.phase(&table), Phase::Gathering, "a free seat is free");
}

#[test]
fn only_open_tables_with_a_free_seat_and_somebody_there_are_listed() {
    let mut hall = Hall::new();
    let open = hall.create("ann", json!({}));
    hall.create("bob", json!({}));
    let private = hall.make("cleo", NewTable { offer: Offer::Private, ..counter(json!({})) }).unwrap();
    for (name, table) in [("ann", &open), ("cleo", &private)] {
        hall.open(name, table);
    }
    let listed = |hall: &Hall| hall.lobby.open_tables().into_iter().map(|table| table.table).collect::<Vec<_>>();
    assert_eq!(listed(&hall), std::slice::from_ref(&open));
    hall.sit("dave", &open).unwrap();
    assert!(listed(&hall).is_empty());
}

#[test]
fn the_list_of_open_tables_has_an_end_and_begins_with_the_newest() {
    let mut hall = Hall::new();
    let mut last = None;
    for number in 0..=TABLES_LISTED as u64 {
        let name = format!("player{number}");
        let table = hall.create(&name, json!({}));
        let look = ToLobby::Look { who: session(number), player: name.as_str().into(), table: Some(table.clone()) };
        hall.tell(look);
        last = Some(table);
    }
    let open = hall.lobby.open_tables();
    assert_eq!((open.len(), Some(open[0].table.clone())), (TABLES_LISTED, last));
}

#[test]
fn those_who_look_see_who_is_here_and_how_many_look_on() {
    let mut hall = Hall::new();
    let table = hall.playing();
    hall.open("eve", &table);
    // Two tabs are one onlooker.
    hall.tell(ToLobby::Look { who: session(9), player: "eve".into(), table: Some(table.clone()) });
    let state = hall.state(&table);
    assert_eq!((state.spectators, state.seats[0].here, state.seats[1].here), (1, true, true));
    hall.delivered.clear();
    hall.leave("bob");
    assert!(hall.delivered.is_empty(), "others are told at the next beat");
    hall.advance(LOBBY_BEAT_MS);
    let told: Vec<_> = hall.delivered.iter().map(|(who, _)| *who).collect();
    assert!(told.contains(&address("ann")) && told.contains(&address("eve")) && !told.contains(&address("bob")));
    assert!(!hall.state(&table).seats[1].here);
    hall.delivered.clear();
    hall.open("eve", &table);
    hall.advance(LOBBY_BEAT_MS);
    assert!(hall.delivered.iter().all(|(who, _)| *who == address("eve")), "a second look is nobody else's business");
}

#[test]
fn a_session_looks_at_one_table_at_a_time() {
    let mut hall = Hall::new();
    let (one, two) = (hall.create("ann", json!({})), hall.create("bob", json!({})));
    hall.open("eve", &one);
    hall.open("eve", &two);
    assert_eq!((hall.state(&one).spectators, hall.state(&two).spectators), (0, 1));
    assert_eq!(hall.ask("eve", TableCommand::Open("nowhere".into())), refused("unknown_table"));
    assert_eq!(hall.state(&two).spectators, 1, "a refusal changes nothing");
}

#[test]
fn a_program_makes_a_table_too() {
    let mut hall = Hall::new();
    let made = hall.reply(Question::Make(player("ann"), counter(json!({"seats": 1})))).unwrap();
    assert_eq!(made.phase, Phase::Starting, "one seat is all");
    assert_eq!(hall.creation().table, made.table);
    let chess = NewTable { title: "chess".to_string(), ..counter(json!({})) };
    assert_eq!(hall.reply(Question::Make(player("ann"), chess)), refused("unknown_title"));
}

#[test]
fn a_match_that_no_table_knows_of_is_ended() {
    let mut hall = Hall::new();
    let table = hall.playing();
    let id = hall.creation().match_id;
    let orphan = MatchId { code: "orphan".to_string(), ..id.clone() };
    hall.workers.clear();
    hall.tell(ToLobby::Created(id, table.clone()));
    assert!(hall.workers.is_empty());
    for at in [table, "gone".into()] {
        hall.tell(ToLobby::Created(orphan.clone(), at));
        assert!(matches!(&hall.workers[..], [ToWorker::Abandon(abandoned)] if *abandoned == orphan));
        hall.workers.clear();
    }
}
