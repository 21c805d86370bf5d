//! Matches that nobody needs leave memory, and come back for whoever needs them; under other rules they come back only as
//! their title says.

use std::cell::Cell;

use engine::{
    event::Event,
    ids::{Epoch, MatchId, PlayerId},
    limits::{NEAR_MS, SETTLE_MS, SNAPSHOT_ENTRIES, WAKES_AT_ONCE},
    messages::{Create, ToHub, ToLobby, ToWorker},
    store::{Record, Store},
    wire::HolderKind,
    worker::WorkerCore,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use title::{Cx, Info, NoOptions, Plan, Rejection, Seat, Seats, Title, Viewer, Wire};

use crate::{
    stage::{ANN, BOB, EVE, Stage, no_match},
    toys::{Counter, Do, Rally},
};

/// A match of Ann and Bob whom nobody watches any more, for longer than it takes to notice.
fn left() -> Stage<Counter> {
    let mut stage = begun(Stage::<Counter>::playing(json!({})));
    leave(&mut stage);
    stage
}

/// Both have acted, so nobody counts as one who never came.
fn begun(mut stage: Stage<Counter>) -> Stage<Counter> {
    stage.acts(ANN, 1, Do::Add(1)).unwrap();
    stage.acts(BOB, 1, Do::Add(2)).unwrap();
    stage
}

fn leave<T: Title>(stage: &mut Stage<T>) {
    stage.detach("m", ANN);
    stage.detach("m", BOB);
    stage.advance(SETTLE_MS);
    stage.delivered.clear();
    stage.lobby.clear();
}

fn in_memory<T: Title>(stage: &Stage<T>) -> usize {
    stage.worker.observe().matches
}

#[test]
fn a_match_nobody_needs_leaves_memory_and_wakes_for_whoever_looks() {
    let mut stage = left();
    assert_eq!((in_memory(&stage), stage.alarms.len()), (0, 0));
    stage.attach("m", EVE);
    assert_eq!(stage.updates(EVE).pop().unwrap().view()["count"], 3);
    assert_eq!(in_memory(&stage), 1);
    stage.detach("m", EVE);
    assert_eq!(in_memory(&stage), 0, "it sleeps again as soon as the last one has left");
}

#[test]
fn who_only_looks_at_a_sleeping_match_costs_the_store_nothing() {
    let mut stage = begun(Stage::<Counter>::playing(json!({})));
    stage.acts(ANN, 2, Do::Set("tea".to_string(), 20 * NEAR_MS)).unwrap();
    leave(&mut stage);
    let commits = |stage: &Stage<Counter>| stage.disk.0.lock().unwrap().commits.len();
    let before = commits(&stage);
    stage.attach("m", EVE);
    stage.detach("m", EVE);
    assert_eq!((in_memory(&stage), commits(&stage)), (0, before));
}

#[test]
fn a_sleeping_match_wakes_for_a_command_and_knows_those_of_before() {
    let mut stage = left();
    stage.act("m", ANN, 1, Do::Add(1));
    assert_eq!(stage.answer(ANN), Ok(1), "it was applied before, and is not again");
    assert_eq!(in_memory(&stage), 0);
    stage.act("m", ANN, 2, Do::Add(4));
    assert!(stage.answer(ANN).is_ok());
    stage.act("m", BOB, 2, Do::Give(4));
    assert_eq!(stage.look().view()["count"], 7);
    assert_eq!(in_memory(&stage), 0);
}

#[test]
fn whoever_looks_keeps_a_match_in_memory() {
    let mut stage = begun(Stage::<Counter>::playing(json!({})));
    stage.attach("m", EVE);
    leave(&mut stage);
    stage.advance(10 * NEAR_MS);
    assert_eq!(in_memory(&stage), 1);
}

#[test]
fn a_match_sleeps_only_if_its_alarm_is_far_and_wakes_in_time_for_it() {
    for (in_ms, sleeps) in [(NEAR_MS / 2, false), (10 * NEAR_MS, true), (10 * 24 * 3_600_000, true)] {
        let mut stage = Stage::<Counter>::playing(json!({}));
        stage.acts(ANN, 1, Do::Set("tea".to_string(), in_ms)).unwrap();
        let at_ms = stage.now + in_ms;
        leave(&mut stage);
        assert_eq!(in_memory(&stage) == 0, sleeps, "{in_ms}");
        stage.advance(at_ms - stage.now);
        let log = stage.look().log();
        assert!(log.contains(&format!("tea at {at_ms}")), "{log:?}");
        assert_eq!(in_memory(&stage), 0);
    }
}

#[test]
fn an_alarm_is_kept_by_a_crash_while_its_match_sleeps_and_while_it_doesnt() {
    for sleeps in [false, true] {
        let mut stage = Stage::<Counter>::playing(json!({}));
        stage.advance(SETTLE_MS);
        stage.acts(ANN, 1, Do::Set("tea".to_string(), 20 * NEAR_MS)).unwrap();
        let at_ms = stage.now + 20 * NEAR_MS;
        if sleeps {
            leave(&mut stage);
        }
        let mut stage = stage.crash();
        assert_eq!(in_memory(&stage), 0, "start-up loads what is due soon, and nothing else");
        stage.advance(at_ms - stage.now);
        assert!(stage.look().log().contains(&format!("tea at {at_ms}")));
    }
}

#[test]
fn a_match_that_ticks_is_loaded_when_its_worker_comes_up() {
    let mut stage = Stage::<Rally>::playing(json!({}));
    stage.advance(2_000);
    let stage = stage.crash();
    assert_eq!((in_memory(&stage), stage.ticks.len()), (1, 1));
}

#[test]
fn many_that_are_due_at_once_wake_in_portions() {
    let mut stage = begun(Stage::<Counter>::playing(json!({})));
    stage.acts(ANN, 2, Do::Set("tea".to_string(), 20 * NEAR_MS)).unwrap();
    leave(&mut stage);
    let stored = stage.disk.clone().load(&stage.id("m")).unwrap().unwrap();
    let snapshot = stored.snapshot.unwrap();
    let journal = stage.journal();
    let many = WAKES_AT_ONCE + 10;
    for number in 0..many {
        let id = stage.id(&format!("n{number}"));
        let (epoch, wake_ms) = (Epoch(1), Some(1_000 + 20 * NEAR_MS));
        let append = |entry| Record::Append { id: id.clone(), epoch, entry, last: false, wake_ms };
        let mut records: Vec<Record> = journal.iter().cloned().map(append).collect();
        records.push(Record::Snapshot { id: id.clone(), epoch, snapshot: snapshot.clone(), wake_ms });
        stage.disk.commit(1, &records).unwrap();
    }
    let mut stage = stage.crash();
    let mut most = 0;
    for _ in 0..100 {
        stage.advance(NEAR_MS / 4);
        most = most.max(in_memory(&stage));
        let woken = stage.disk.clone().wakes(stage.worker.id(), 21 * NEAR_MS, many).unwrap();
        if woken.is_empty() {
            break;
        }
    }
    assert!(stage.disk.clone().wakes(stage.worker.id(), u64::MAX / 2, many).unwrap().is_empty(), "all have rung");
    for number in [0, many - 1] {
        let journal = stage.disk.journal(&stage.id(&format!("n{number}"))).unwrap();
        assert!(journal.iter().any(|entry| matches!(entry.event, Event::Alarm { .. })), "{number}");
    }
    assert!(most > 0);
    assert_eq!(in_memory(&stage), 0);
}

#[test]
fn however_many_are_awake_those_that_sleep_are_woken() {
    let mut stage = begun(Stage::<Counter>::playing(json!({})));
    stage.acts(ANN, 2, Do::Set("tea".to_string(), 20 * NEAR_MS)).unwrap();
    let at_ms = stage.now + 20 * NEAR_MS;
    leave(&mut stage);
    // These have something due soon all the time, and stay.
    for number in 0..2 * WAKES_AT_ONCE {
        let create = stage.creation(&format!("n{number}"), json!({}), &["ann", "bob"]);
        stage.tell(ToWorker::Create(Create { away: Seats::none(), ..create }));
        stage.attach(&format!("n{number}"), ANN);
        stage.attach(&format!("n{number}"), BOB);
    }
    assert_eq!(in_memory(&stage), 2 * WAKES_AT_ONCE);
    let mut stage = stage.crash();
    stage.advance(at_ms - stage.now);
    let journal = stage.journal();
    assert!(journal.iter().any(|entry| matches!(entry.event, Event::Alarm { .. }) && entry.at_ms == at_ms));
}

#[test]
fn nothing_is_looked_for_while_nothing_sleeps() {
    let mut stage = begun(Stage::<Counter>::playing(json!({})));
    assert_eq!(stage.looks_ms(), None);
    leave(&mut stage);
    assert_eq!(stage.looks_ms(), None, "it sleeps without an alarm");
    stage.act("m", ANN, 2, Do::Set("tea".to_string(), 20 * NEAR_MS));
    stage.advance(1);
    let looks_ms = stage.looks_ms().unwrap();
    assert!((stage.now + 19 * NEAR_MS..stage.now + 20 * NEAR_MS).contains(&looks_ms), "a while before it is due");
}

#[test]
fn a_bot_leaves_with_its_match_and_comes_back_with_it() {
    let mut stage = Stage::<Counter>::new();
    let mut create = stage.creation("m", json!({}), &["ann", "bob"]);
    create.holders[1].kind = HolderKind::Bot;
    stage.tell(ToWorker::Create(create));
    let seated = |stage: &mut Stage<_>| {
        let seated = |message: ToHub| match message {
            ToHub::BotSeated { match_id, bot } => (match_id.code, bot),
            other => panic!("{other:?}"),
        };
        std::mem::take(&mut stage.bots).into_iter().map(seated).collect::<Vec<(String, PlayerId)>>()
    };
    let stage = &mut stage;
    assert_eq!(seated(stage), [("m".to_string(), "bob".into())]);
    stage.attach("m", ANN);
    stage.attach("m", BOB);
    let stage = &mut begun(std::mem::replace(stage, Stage::new()));
    stage.detach("m", ANN);
    stage.advance(SETTLE_MS);
    assert!(no_match(&stage.taken(BOB)).is_some_and(|refused| refused.code.0 == "asleep"));
    assert_eq!(in_memory(stage), 0);
    stage.attach("m", ANN);
    assert_eq!(seated(stage), [("m".to_string(), "bob".into())]);
    stage.tell(ToWorker::BotsUp);
    assert_eq!(seated(stage), [("m".to_string(), "bob".into())], "and again, for bots that know of none");
}

#[test]
fn a_bot_that_leaves_a_match_that_goes_on_is_called_back() {
    let mut stage = Stage::<Counter>::new();
    let mut create = stage.creation("m", json!({}), &["ann", "bob"]);
    create.holders[1].kind = HolderKind::Bot;
    stage.tell(ToWorker::Create(create));
    stage.attach("m", ANN);
    stage.attach("m", BOB);
    stage.bots.clear();
    stage.detach("m", ANN);
    assert!(stage.bots.is_empty());
    stage.detach("m", BOB);
    assert!(matches!(&stage.bots[..], [ToHub::BotSeated { bot, .. }] if *bot == "bob".into()));
}

#[test]
fn a_match_that_waits_for_its_bot_stays() {
    let mut stage = Stage::<Counter>::new();
    let mut create = stage.creation("m", json!({}), &["ann", "bob"]);
    create.holders[0].kind = HolderKind::Bot;
    stage.tell(ToWorker::Create(create));
    stage.advance(10 * NEAR_MS);
    assert_eq!(in_memory(&stage), 1);
    let stage = stage.crash();
    assert_eq!(in_memory(&stage), 1, "and is there again after a crash, or nobody would ever move");
    assert_eq!(stage.bots.len(), 1);
}

#[test]
fn a_match_that_came_far_is_stored_as_a_whole_and_so_is_one_that_ended() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    let saved = |stage: &Stage<Counter>| {
        let stored = stage.disk.clone().load(&stage.id("m")).unwrap().unwrap();
        (stored.snapshot.map(|snapshot| snapshot.entries), stored.entries.len() as u64)
    };
    for seq in 1..SNAPSHOT_ENTRIES - 1 {
        stage.acts(ANN, seq, Do::Give(1)).unwrap();
    }
    assert_eq!(saved(&stage), (None, SNAPSHOT_ENTRIES - 1));
    stage.acts(ANN, 900, Do::Give(1)).unwrap();
    assert_eq!(saved(&stage), (Some(SNAPSHOT_ENTRIES), 0));
    stage.acts(ANN, 901, Do::Add(1000)).unwrap();
    assert_eq!(saved(&stage), (Some(SNAPSHOT_ENTRIES + 1), 0));
    let mut stage = stage.crash();
    assert_eq!(stage.look().ended(), Some("goal"));
}

#[test]
fn a_commit_that_fails_while_a_match_falls_asleep_loses_nothing() {
    let mut stage = begun(Stage::<Counter>::playing(json!({})));
    stage.detach("m", ANN);
    stage.advance(SETTLE_MS);
    stage.disk.break_down();
    stage.detach("m", BOB);
    stage.advance(SETTLE_MS);
    stage.disk.mend();
    stage.advance(2 * SETTLE_MS);
    assert_eq!(stage.look().view()["count"], 3);
    stage.advance(2 * SETTLE_MS);
    assert_eq!(in_memory(&stage), 0);
}

#[test]
fn a_server_that_stops_stores_every_match_as_a_whole() {
    let mut stage = Stage::<Rally>::playing(json!({}));
    stage.advance(333);
    stage.tell(ToWorker::Stopping);
    let stored = stage.disk.clone().load(&stage.id("m")).unwrap().unwrap();
    assert!(stored.snapshot.is_some() && stored.entries.is_empty());
}

// ---- other rules

/// Two players count by turns, under rules whose version this test's thread chooses.
#[derive(Clone, Serialize, Deserialize)]
struct Ruled<const VERSION: u32> {
    count: u64,
    turn: Seat,
    /// New in version 2.
    #[serde(default)]
    step: u64,
}

thread_local! {
    /// How often a migration was asked for.
    static MIGRATIONS: Cell<u32> = const { Cell::new(0) };
}

#[derive(Clone, Serialize, Deserialize)]
struct Count {}
#[derive(Serialize, Deserialize)]
struct Counted {
    count: u64,
}
Wire!(Count, Counted);

impl<const VERSION: u32> Title for Ruled<VERSION> {
    const INFO: Info = Info { rules_version: VERSION, ..Info::new("ruled", "Ruled", "Count.") };
    type Options = NoOptions;
    type Action = Count;
    type View = Counted;
    type Note = ();
    type Alarm = ();
    type Input = ();
    type Frame = ();

    fn plan(_: &NoOptions) -> Result<Plan, Rejection> {
        Ok(Plan::turn_based(2))
    }

    fn start(_: NoOptions, _: &mut Cx<Self>) -> Result<Self, Rejection> {
        Ok(Ruled { count: 0, turn: Seat(0), step: u64::from(VERSION) })
    }

    fn turn(&self) -> Seats {
        Seats::only(self.turn)
    }

    fn act(&mut self, seat: Seat, _: Count, cx: &mut Cx<Self>) -> Result<(), Rejection> {
        self.count += self.step;
        self.turn = seat.next(cx.seats());
        Ok(())
    }

    fn view(&self, _: Viewer) -> Counted {
        Counted { count: self.count }
    }

    fn migrate(from: u32, state: &[u8]) -> Option<Self> {
        MIGRATIONS.set(MIGRATIONS.get() + 1);
        // Version 3 has forgotten the first.
        let known = from == 1 && VERSION == 2 || from == 2 && VERSION == 3;
        let old: Ruled<1> = engine::wire::from_payload(state).ok().filter(|_| known)?;
        Some(Ruled { count: 100 * old.count, turn: old.turn, step: u64::from(VERSION) })
    }
}

/// The server goes on with the next version of the rules.
fn next<const OLD: u32, const NEW: u32>(stage: Stage<Ruled<OLD>>) -> Stage<Ruled<NEW>> {
    Stage::on(stage.disk.clone(), stage.now)
}

fn refused<T: Title>(stage: &mut Stage<T>) -> String {
    stage.attach("m", EVE);
    let refused = no_match(&stage.taken(EVE)).map(|refused| refused.code.0.to_string());
    refused.unwrap_or_else(|| panic!("it was shown"))
}

#[test]
fn a_match_goes_on_under_other_rules_as_its_title_says() {
    let mut stage = Stage::<Ruled<1>>::playing(json!({}));
    stage.acts(ANN, 1, Count {}).unwrap();
    stage.acts(BOB, 1, Count {}).unwrap();
    leave(&mut stage);
    let mut stage = next::<1, 2>(stage);
    assert_eq!(stage.look().view()["count"], 200);
    stage.attach("m", ANN);
    assert!(stage.acts(ANN, 2, Count {}).is_ok());
    assert_eq!(stage.look().view()["count"], 202);
    assert!(stage.kinds().contains(&"migrated"));
    let asked = MIGRATIONS.get();
    let mut stage = stage.crash();
    assert_eq!(stage.look().view()["count"], 202, "what came after is played again from there");
    assert_eq!(MIGRATIONS.get(), asked, "and the match is migrated once");
    let history = stage.disk.history(&stage.id("m")).unwrap().unwrap();
    assert!(history.snapshots.iter().any(|snapshot| snapshot.base), "where it began anew is kept");
}

#[test]
fn a_match_of_rules_that_are_gone_is_kept_and_refused_with_a_code() {
    let mut stage = Stage::<Ruled<1>>::playing(json!({}));
    stage.acts(ANN, 1, Count {}).unwrap();
    stage.acts(BOB, 1, Count {}).unwrap();
    leave(&mut stage);
    let before = stage.disk.history(&stage.id("m")).unwrap();
    let mut stage = next::<1, 3>(stage);
    assert_eq!(refused(&mut stage), "other_rules");
    stage.act("m", ANN, 2, Count {});
    assert_eq!(stage.answer(ANN), Err("other_rules".to_string()));
    // The lobby is told that it is still what is played at its table.
    stage.lobby.clear();
    stage.tell(ToWorker::Report(stage.id("m"), "t".into()));
    assert!(matches!(&stage.lobby[..], [ToLobby::Created(..)]));
    stage.tell(ToWorker::Abandon(stage.id("m")));
    stage.advance(10 * NEAR_MS);
    assert_eq!(stage.disk.history(&stage.id("m")).unwrap(), before, "nothing of it was touched");
    assert_eq!(in_memory(&stage), 0);
    // The rules it was begun under go on with it.
    let mut stage: Stage<Ruled<1>> = next::<3, 1>(stage);
    assert_eq!(stage.look().view()["count"], 2);
}

#[test]
fn a_match_that_was_cut_off_in_the_middle_waits_for_its_own_rules() {
    let mut stage = Stage::<Ruled<1>>::playing(json!({}));
    stage.acts(ANN, 1, Count {}).unwrap();
    stage.acts(BOB, 1, Count {}).unwrap();
    // Killed while it was played: there is no whole of it, and its moves can't be made again by other rules.
    let mut stage = next::<1, 2>(stage);
    assert_eq!(refused(&mut stage), "other_rules");
    let mut stage: Stage<Ruled<1>> = next::<2, 1>(stage);
    stage.look();
    stage.advance(2 * SETTLE_MS);
    let mut stage = next::<1, 2>(stage);
    assert_eq!(stage.look().view()["count"], 200, "once it has slept, it can go on");
}

#[test]
fn the_lobby_is_told_whom_a_match_of_days_waits_for() {
    let mut stage = Stage::<crate::toys::Unhurried>::new();
    stage.create("m", json!({}));
    let turns = |stage: &mut Stage<crate::toys::Unhurried>| {
        let turn = |message: ToLobby| match message {
            ToLobby::Turn(MatchId { code, .. }, table, seats) => Some((code, table.0, seats)),
            _ => None,
        };
        std::mem::take(&mut stage.lobby).into_iter().filter_map(turn).collect::<Vec<_>>()
    };
    let waits_for = |seat| vec![("m".to_string(), "t".to_string(), Seats::only(Seat(seat)))];
    assert_eq!(turns(&mut stage), waits_for(0));
    stage.attach("m", ANN);
    stage.attach("m", BOB);
    assert_eq!(turns(&mut stage), []);
    stage.acts(ANN, 1, ()).unwrap();
    assert_eq!(turns(&mut stage), waits_for(1));
    stage.tell(ToWorker::Report(stage.id("m"), "t".into()));
    assert_eq!(turns(&mut stage), waits_for(1), "a lobby that asks may not have heard it");
}
