//! What can be made of stored matches: they are shown again, checked, written down and begun from.

use engine::{
    event::{Entry, Event},
    ids::{MatchId, PlayerId, Rev},
    limits::{FORK_WORK, RELEASE_TOLD_MS, REPLAY_STEPS, REPLAY_WORK},
    messages::{Create, Doing, ToLobby, ToWorker},
    replay::{Asked, By, Checked, Finding, Replay, StepCause},
    store::{History, Snapshot, Store},
    table::Fork,
    titles::{Offered, Titles},
    wire::{Proposal, Refused},
};
use serde_json::{Value, json};
use title::{Case, CaseError, CaseWhat, Seat, Seed, Title};

use crate::{
    board::Board,
    stage::{ANN, BOB, PLAYERS, Stage, kind},
    toys::{
        Counter, Do, Push, Rally, Stroke,
        blitz::{Blitz, Move, panic_over_views},
        trail::Trail,
    },
};

fn titles() -> Titles {
    Titles::default().with::<Counter>().with::<Rally>().with::<Blitz>().with::<Trail>()
}

fn offered<T: Title>() -> Offered {
    titles().get(T::INFO.name).unwrap().clone()
}

/// All that is stored of match `m`.
fn history<T: Title>(stage: &Stage<T>) -> History {
    stage.disk.clone().history(&stage.id("m")).unwrap().unwrap()
}

fn id<T: Title>() -> MatchId {
    Stage::<T>::new().id("m")
}

fn anyone(seat: Option<u8>) -> Asked {
    Asked { by: By::Anyone, seat: seat.map(Seat), from: 0, steps: REPLAY_STEPS }
}

fn operator() -> Asked {
    Asked { by: By::Operator, ..anyone(None) }
}

fn shown<T: Title>(history: &History, asked: &Asked) -> Result<Replay, String> {
    offered::<T>().replay(&id::<T>(), history, asked).map_err(|refused| refused.code.0.to_string())
}

fn causes(replay: &Replay) -> Vec<StepCause> {
    replay.steps.iter().map(|step| step.cause).collect()
}

fn view(replay: &Replay, step: usize) -> Value {
    serde_json::from_str(replay.steps[step].view.get()).unwrap()
}

fn checked<T: Title>(history: &History) -> Checked {
    offered::<T>().check_history(&id::<T>(), history)
}

fn exported<T: Title>(history: &History) -> Case {
    offered::<T>().export(&id::<T>(), history).unwrap()
}

/// A match of secrets in which both have acted and Bob has given up.
fn finished() -> Stage<Counter> {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.acts(ANN, 1, Do::Give(7)).unwrap();
    stage.acts(ANN, 2, Do::Add(3)).unwrap();
    stage.acts(BOB, 1, Do::Add(4)).unwrap();
    stage.tell(ToWorker::Act(stage.deed("m", BOB, 2, Doing::Resign)));
    stage
}

#[test]
fn every_event_of_a_match_is_a_step_with_what_onlookers_saw() {
    let replay = shown::<Counter>(&history(&finished()), &anyone(None)).unwrap();
    use StepCause::{Action, Courtesy, Start};
    assert_eq!(causes(&replay), [Start, Action, Action, Action, Courtesy]);
    let steps: Vec<_> = replay.steps.iter().map(|step| (step.step, step.rev.0, step.seat, step.tick)).collect();
    assert_eq!(steps[1..4], [(1, 1, Some(0), None), (2, 2, Some(0), None), (3, 3, Some(1), None)]);
    assert_eq!((view(&replay, 0)["count"].clone(), view(&replay, 3)["count"].clone()), (json!(0), json!(7)));
    assert!(replay.steps.iter().all(|step| step.action.is_none()), "what exactly was done is the title's to show");
    assert!(replay.steps[1].notes.is_empty(), "that was for Ann's ears");
    assert_eq!(replay.steps[2].notes[0].get(), "3");
    assert_eq!((replay.steps_total, replay.from), (5, 0));
    assert_eq!(replay.outcome.unwrap().reason, "resigned");
    assert_eq!(replay.holders.iter().map(|holder| holder.name.as_str()).collect::<Vec<_>>(), PLAYERS);
}

#[test]
fn that_the_store_was_slow_is_no_step() {
    let mut board = Board::clocked();
    board.stage.hold = true;
    board.stage.act("m", ANN, 50, Move::Add(1));
    board.stage.now += RELEASE_TOLD_MS;
    board.stage.release();
    board.stage.hold = false;
    board.adds(BOB);
    board.asks(ANN, Doing::Resign).unwrap();
    let past = history(&board.stage);
    assert!(past.entries.iter().any(|entry| entry.event == Event::Released));
    let replay = shown::<Blitz>(&past, &anyone(None)).unwrap();
    use StepCause::{Action, Courtesy, Start};
    assert_eq!(causes(&replay), [Start, Action, Action, Action, Action, Courtesy]);
    assert_eq!(replay.steps_total, 6);
}

#[test]
fn secrets_are_shown_to_those_who_had_them_and_nobody_else() {
    let past = history(&finished());
    let replay = shown::<Counter>(&past, &anyone(None)).unwrap();
    assert_eq!(
        (replay.seats, &view(&shown::<Counter>(&past, &anyone(None)).unwrap(), 0)["secret"]),
        (vec![], &Value::Null)
    );
    assert_eq!(shown::<Counter>(&past, &anyone(Some(0))).unwrap_err(), "secrets");
    let by = |name: &str| By::Player(PlayerId(name.to_string()));
    let own = shown::<Counter>(&past, &Asked { by: by("ann"), ..anyone(Some(0)) }).unwrap();
    assert_eq!(own.seats, [0]);
    assert!(view(&own, 0)["secret"].is_u64());
    assert_eq!(own.steps[1].notes[0].get(), "7", "and what she was told alone");
    let other = shown::<Counter>(&past, &Asked { by: by("ann"), ..anyone(Some(1)) });
    assert_eq!(other.unwrap_err(), "secrets");
    assert_eq!(shown::<Counter>(&past, &Asked { by: by("eve"), ..anyone(Some(0)) }).unwrap_err(), "secrets");
    let whole = shown::<Counter>(&past, &Asked { seat: Some(Seat(1)), ..operator() }).unwrap();
    assert_eq!((whole.seats.len(), whole.steps[2].action.as_ref().unwrap().get()), (2, r#"{"add":3}"#));
}

#[test]
fn what_has_no_secrets_is_seen_from_every_seat() {
    let mut board = Board::<Blitz>::new(json!({}));
    board.adds(ANN);
    board.asks(ANN, Doing::Abort).unwrap();
    let past = history(&board.stage);
    assert_eq!(shown::<Blitz>(&past, &anyone(Some(1))).unwrap().seats, [0, 1]);
    assert_eq!(shown::<Blitz>(&past, &anyone(Some(2))).unwrap_err(), "secrets", "there is no such seat");
}

#[test]
fn a_match_that_goes_on_is_shown_to_whoever_runs_the_server_only() {
    let stage = Stage::<Counter>::playing(json!({}));
    assert_eq!(shown::<Counter>(&history(&stage), &anyone(None)).unwrap_err(), "match_running");
    assert_eq!(causes(&shown::<Counter>(&history(&stage), &operator()).unwrap()), [StepCause::Start]);
}

#[test]
fn what_was_taken_back_is_shown_as_it_happened() {
    let mut board = Board::<Blitz>::new(json!({}));
    board.adds(ANN);
    board.adds(BOB);
    board.offers(BOB, Proposal::Undo).unwrap();
    board.agrees(ANN, Proposal::Undo).unwrap();
    board.asks(ANN, Doing::Resign).unwrap();
    let past = history(&board.stage);
    let replay = shown::<Blitz>(&past, &anyone(None)).unwrap();
    let counts: Vec<Value> = (0..replay.steps.len()).map(|step| view(&replay, step)["count"].clone()).collect();
    assert_eq!(counts, [0, 1, 2, 2, 1, 1]);
    let case = exported::<Blitz>(&past);
    let acted = case.events.iter().filter(|event| matches!(event.what, CaseWhat::Action { .. })).count();
    assert_eq!(acted, 1, "a case has only what counts in the end");
}

#[test]
fn real_time_steps_a_tenth_of_a_second_and_at_checkpoints() {
    let mut stage = Stage::<Rally>::playing(json!({ "hz": 60, "checkpoint_every": 50, "end_at": 100 }));
    stage.advance(3_000);
    let replay = shown::<Rally>(&history(&stage), &anyone(None)).unwrap();
    assert_eq!(replay.real_time.unwrap().hz, 60);
    let ticks: Vec<u64> = replay.steps.iter().map(|step| step.tick.unwrap()).collect();
    let tenths = (0..=16).map(|tenth| 6 * tenth);
    let mut expected: Vec<u64> = tenths.chain([50, 100]).collect();
    expected.sort_unstable();
    assert_eq!(ticks, expected);
    let at = |tick: u64| replay.steps.iter().find(|step| step.tick == Some(tick)).unwrap();
    assert_eq!(
        (at(48).cause, at(50).cause, at(100).cause),
        (StepCause::Tick, StepCause::Checkpoint, StepCause::Checkpoint)
    );
    assert_eq!(at(60).at_ms - at(6).at_ms, 900);
}

#[test]
fn a_long_match_is_shown_in_parts_that_fit_together() {
    let mut stage = Stage::<Rally>::playing(json!({ "end_at": 400 }));
    stage.advance(21_000);
    let past = history(&stage);
    let whole = shown::<Rally>(&past, &anyone(None)).unwrap();
    assert_eq!(whole.steps_total, whole.steps.len() as u64);
    let mut parts = Vec::new();
    while (parts.len() as u64) < whole.steps_total {
        let asked = Asked { from: parts.len() as u64, steps: 64, ..anyone(None) };
        let part = shown::<Rally>(&past, &asked).unwrap();
        assert_eq!((part.from, part.steps_total, &part.outcome), (asked.from, whole.steps_total, &whole.outcome));
        assert!(!part.steps.is_empty() && part.steps.len() <= 64);
        parts.extend(part.steps);
    }
    let told = |steps: &[_]| serde_json::to_string(steps).unwrap();
    assert_eq!(told(&parts), told(&whole.steps));
    let after = Asked { from: whole.steps_total, ..anyone(None) };
    assert!(shown::<Rally>(&past, &after).unwrap().steps.is_empty());
}

#[test]
fn a_match_that_ended_of_its_titles_fault_is_shown_to_its_end() {
    for options in [json!({ "panic_at": 30 }), json!({ "view_panics_at": 30, "checkpoint_every": 30 })] {
        let mut stage = Stage::<Rally>::playing(options);
        stage.advance(2_000);
        let past = history(&stage);
        let replay = shown::<Rally>(&past, &anyone(None)).unwrap();
        assert_eq!(replay.steps.last().unwrap().cause, StepCause::Fault);
        assert_eq!(replay.outcome.unwrap().reason, "faulted");
        let found = checked::<Rally>(&past).findings;
        assert!(matches!(&found[..], [Finding::Fault { .. }]), "{found:?}");
    }
}

#[test]
fn a_title_that_fails_over_a_view_is_an_error_and_no_panic() {
    let mut board = Board::<Blitz>::new(json!({}));
    board.adds(ANN);
    board.asks(BOB, Doing::Abort).unwrap();
    let past = history(&board.stage);
    panic_over_views(true);
    let failed = shown::<Blitz>(&past, &anyone(None));
    let end = shown::<Blitz>(&past, &Asked { from: 2, ..anyone(None) });
    panic_over_views(false);
    assert_eq!(failed.unwrap_err(), "title_failed");
    assert_eq!(view(&end.unwrap(), 0), Value::Null, "the end of a match is told whatever its title says");
}

#[test]
fn what_is_too_much_work_is_refused_before_it_is_done() {
    let mut board = Board::<Blitz>::new(json!({}));
    board.asks(ANN, Doing::Abort).unwrap();
    let mut past = history(&board.stage);
    past.entries[1].tick = FORK_WORK;
    let position = offered::<Blitz>().position(&id::<Blitz>(), &past, Rev(0));
    assert_eq!(position.unwrap_err().code.0, "too_long");
    past.entries[1].tick = REPLAY_WORK;
    assert_eq!(shown::<Blitz>(&past, &anyone(None)).unwrap_err(), "too_long");
}

/// A match that goes on, with a snapshot of it.
fn saved() -> History {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.acts(ANN, 1, Do::Roll).unwrap();
    stage.acts(ANN, 2, Do::Add(3)).unwrap();
    stage.acts(BOB, 1, Do::Add(4)).unwrap();
    stage.detach("m", ANN);
    stage.detach("m", BOB);
    stage.advance(60_000);
    let past = history(&stage);
    assert!(!past.snapshots.is_empty(), "it was stored as a whole when it fell asleep");
    past
}

#[test]
fn a_sound_match_passes_its_check() {
    let past = saved();
    let checked = checked::<Counter>(&past);
    assert_eq!((checked.findings, checked.snapshots), (vec![], 1));
    assert_eq!(checked.entries, past.entries.len() as u64);
}

#[test]
fn a_snapshot_or_a_journal_that_was_changed_is_found() {
    let past = saved();
    let findings = |change: &dyn Fn(&mut History)| {
        let mut changed = past.clone();
        change(&mut changed);
        checked::<Counter>(&changed).findings
    };
    let at = past.snapshots[0].entries;
    // A journal that says something else, and the same number of times.
    let adds = findings(&|past| {
        let add = Do::Add(5);
        let Event::Action { action, .. } = &mut past.entries[2].event else { panic!("she added") };
        *action = engine::wire::to_payload(&add).unwrap().to_vec();
    });
    assert!(matches!(&adds[..], [Finding::Hash { entries, .. }] if *entries == at), "{adds:?}");
    let sum = findings(&|past| past.snapshots[0].hash[0] ^= 1);
    assert!(matches!(&sum[..], [Finding::Snapshot { .. }]), "{sum:?}");
    let bytes = findings(&|past| past.snapshots[0].state.truncate(9));
    assert!(matches!(&bytes[..], [Finding::Snapshot { .. }]), "{bytes:?}");
    let gone = findings(&|past| _ = past.entries.remove(2));
    assert!(gone.iter().any(|finding| matches!(finding, Finding::Gap { entry: 2, found: 3 })), "{gone:?}");
    assert!(gone.iter().any(|finding| matches!(finding, Finding::Broken { .. })), "{gone:?}");
    let ended = findings(&|past| past.ended = true);
    assert_eq!(ended, [Finding::End { expected: true, found: false }]);
    assert!(matches!(&findings(&|past| past.entries.clear())[..], [Finding::Broken { .. }]));
}

#[test]
fn an_action_that_was_poison_is_told_of_and_no_mismatch() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    assert!(stage.acts(ANN, 1, Do::Explode).is_err());
    stage.acts(ANN, 2, Do::Add(1)).unwrap();
    let found = checked::<Counter>(&history(&stage)).findings;
    let [Finding::Poisoned { seat: 0, action, message, .. }] = &found[..] else { panic!("{found:?}") };
    assert_eq!((action, message.as_str()), (&json!("explode"), "an action that panics"));
}

#[test]
fn other_rules_can_be_neither_shown_nor_checked() {
    let mut past = history(&finished());
    let Event::Start(start) = &mut past.entries[0].event else { panic!("it starts") };
    start.rules_version = 9;
    assert_eq!(shown::<Counter>(&past, &anyone(None)).unwrap_err(), "other_rules");
    assert_eq!(checked::<Counter>(&past).findings, [Finding::NotChecked { rules_version: Some(9) }]);
    assert!(offered::<Counter>().export(&id::<Counter>(), &past).is_err());
}

/// The match begins anew with a base, as if it had been migrated there.
fn with_base(mut past: History) -> History {
    let Event::Start(start) = &mut past.entries[0].event else { panic!("it starts") };
    start.rules_version = 9;
    past.snapshots = past.snapshots.into_iter().map(|snapshot| Snapshot { base: true, ..snapshot }).collect();
    past
}

#[test]
fn a_migrated_match_is_shown_and_checked_from_where_it_began_anew() {
    let past = with_base(saved());
    let begun = usize::try_from(past.snapshots[0].entries).unwrap();
    assert_eq!(checked::<Counter>(&past).findings, []);
    let replay = shown::<Counter>(&past, &operator()).unwrap();
    assert_eq!(view(&replay, 0)["count"], 7);
    assert_eq!(replay.steps.len(), 1 + past.entries.len() - begun);
    let case = exported::<Counter>(&past);
    assert!(case.position.is_some());
}

#[test]
fn a_case_holds_and_reads_as_it_was_written() {
    let mut stage = Stage::<Rally>::playing(json!({ "end_at": 90, "checkpoint_every": 25 }));
    stage.input("m", ANN, 1, Push(2));
    stage.advance(1_000);
    stage.acts(BOB, 1, Stroke::Lob(300)).unwrap();
    stage.input("m", BOB, 1, Push(-1));
    stage.stall(1_500);
    stage.advance(5_000);
    for case in [exported::<Rally>(&history(&stage)), exported::<Counter>(&history(&finished()))] {
        let text = case.to_string();
        assert_eq!(text.parse::<Case>().unwrap(), case);
        assert!(text.lines().count() > case.events.len(), "an event a line");
    }
    let case = exported::<Rally>(&history(&stage));
    assert!(case.events.iter().any(|event| matches!(event.what, CaseWhat::Skipped { .. })));
    assert!(case.events.iter().any(|event| !event.inputs.is_empty()));
    case.run::<Rally>().unwrap();
}

#[test]
fn a_case_that_comes_to_something_else_says_what() {
    let case = exported::<Counter>(&history(&finished()));
    assert!(matches!(case.run::<Rally>(), Err(CaseError::OtherTitle(_))));
    let other = Case { rules_version: 9, ..case.clone() };
    let error = other.run::<Counter>().unwrap_err();
    assert_eq!(error, CaseError::OtherRules { case: 9, title: 1 });
    assert!(error.to_string().contains("version 9"), "{error}");
    let ends = Case { outcome: None, ..case.clone() };
    assert!(matches!(ends.run::<Counter>(), Err(CaseError::Outcome { .. })));
    let seen = Case { view: json!(1), ..case.clone() };
    assert!(matches!(seen.run::<Counter>(), Err(CaseError::View { .. })));
    let mut early = case;
    early.events.remove(0);
    early.events.remove(0);
    assert!(matches!(early.run::<Counter>(), Err(CaseError::Event { number: 0, .. })));
}

/// Whatever is played: the check finds nothing wrong with the match, and it can be shown and written down.
pub(crate) fn holds<T: Title>(journal: &[Entry], saved: Option<&Snapshot>, ended: bool) {
    let past = History { entries: journal.to_vec(), snapshots: saved.cloned().into_iter().collect(), ended };
    let offered = Titles::default().with::<T>().get(T::INFO.name).unwrap().clone();
    let id = id::<T>();
    let checked = offered.check_history(&id, &past);
    let sound = |finding: &Finding| matches!(finding, Finding::Poisoned { .. } | Finding::Fault { .. });
    assert!(checked.findings.iter().all(sound), "{:?}", checked.findings);
    assert_eq!(offered.replay(&id, &past, &operator()).unwrap().from, 0);
    let case = offered.export(&id, &past).unwrap();
    assert_eq!(case.to_string().parse::<Case>().unwrap(), case);
}

/// Match `n`, which is to begin from match `m` after its event `at`.
fn creation<T: Title>(stage: &Stage<T>, at: u64) -> Create {
    let options = match stage.journal().first() {
        Some(Entry { event: Event::Start(start), .. }) => start.options.clone(),
        _ => json!({}),
    };
    let fork = Some(Fork { match_id: stage.id("m"), at: Rev(at) });
    Create { fork, seed: Seed::number(99), ..stage.creation("n", options, &PLAYERS) }
}

/// Begins match `n` from match `m` after its event `at`.
fn fork<T: Title>(stage: &mut Stage<T>, at: u64) -> Result<(), String> {
    stage.lobby.clear();
    stage.tell(ToWorker::Create(creation(stage, at)));
    match &stage.lobby[..] {
        [ToLobby::Created(..)] => Ok(()),
        [ToLobby::CreateRefused(_, _, refused)] => Err(refused.code.0.to_string()),
        other => panic!("one answer: {other:?}"),
    }
}

/// What onlookers see of match `n`.
fn look_at_fork<T: Title>(stage: &mut Stage<T>) -> Value {
    stage.delivered.clear();
    stage.attach("n", 999);
    let seen = stage.updates(999).pop().unwrap();
    stage.detach("n", 999);
    seen.json
}

#[test]
fn a_fork_begins_where_the_other_was_with_its_clocks_and_new_chance() {
    let mut board = Board::<Blitz>::clocked();
    board.stage.advance(7_000);
    board.acts(ANN, Move::Set("tea".to_string(), 5_000)).unwrap();
    board.adds(ANN);
    let at = board.stage.journal().last().unwrap().rev.0;
    let before = board.stage.look();
    board.stage.advance(2_000);
    board.adds(BOB);
    board.asks(BOB, Doing::Resign).unwrap();
    let mut stage = board.stage;
    stage.advance(100_000);
    fork(&mut stage, at).unwrap();
    let seen = look_at_fork(&mut stage);
    assert_eq!(seen["payload"]["view"], *before.view(), "the position, and the time of everybody");
    assert_eq!((&seen["turn"], &seen["outcome"]), (&before.json["turn"], &Value::Null));
    assert_eq!(seen["now_ms"], before.json["now_ms"], "match time goes on from where it was");
    let offset = seen["offset_ms"].as_i64().unwrap();
    assert_eq!(stage.now.cast_signed() - offset, seen["now_ms"].as_i64().unwrap());
    // The alarm that was set there comes here too, when its time has come.
    stage.attach("n", ANN);
    stage.attach("n", BOB);
    stage.advance(4_999);
    assert!(!look_at_fork(&mut stage)["payload"]["view"]["log"].to_string().contains("tea"));
    stage.advance(1);
    assert!(look_at_fork(&mut stage)["payload"]["view"]["log"].to_string().contains("tea"));
    // After a crash it is the same.
    let live = look_at_fork(&mut stage);
    let mut stage = stage.crash();
    let again = look_at_fork(&mut stage);
    assert_eq!((&again["payload"], &again["now_ms"]), (&live["payload"], &live["now_ms"]));
    let past = stage.disk.clone().history(&stage.id("n")).unwrap().unwrap();
    let n = stage.id("n");
    assert_eq!(offered::<Blitz>().check_history(&n, &past).findings, []);
    assert!(offered::<Blitz>().export(&n, &past).unwrap().position.is_some());
}

#[test]
fn a_fork_in_real_time_ticks_on_from_where_the_other_was() {
    let mut stage = Stage::<Rally>::playing(json!({ "checkpoint_every": 30, "end_at": 70 }));
    stage.advance(4_000);
    let point = stage.journal().into_iter().find(|entry| matches!(entry.event, Event::Checkpoint)).unwrap();
    stage.now += 13;
    fork(&mut stage, point.rev.0).unwrap();
    stage.attach("n", ANN);
    stage.attach("n", BOB);
    stage.advance(1_000);
    let seen = look_at_fork(&mut stage);
    let ran = seen["tick"].as_u64().unwrap() - point.tick;
    assert!((18..=20).contains(&ran), "a second's ticks at 20 Hz: {ran}");
    stage.advance(5_000);
    assert_eq!(look_at_fork(&mut stage)["outcome"]["reason"], "time", "it ends when the other would have");
    let past = stage.disk.clone().history(&stage.id("n")).unwrap().unwrap();
    let n = stage.id("n");
    assert_eq!(offered::<Rally>().check_history(&n, &past).findings, []);
    offered::<Rally>().export(&n, &past).unwrap();
}

#[test]
fn what_can_not_be_gone_on_from_is_refused_with_a_reason() {
    let mut board = Board::of(Stage::<Blitz>::playing(json!({ "seats": 2 })));
    board.adds(ANN);
    assert_eq!(fork(&mut board.stage, 1), Err("match_running".to_string()));
    let end = board.asks(ANN, Doing::Resign).unwrap();
    assert_eq!(fork(&mut board.stage, end), Err("no_such_moment".to_string()), "there it is over");
    assert_eq!(fork(&mut board.stage, end + 1), Err("no_such_moment".to_string()));
    assert_eq!(fork(&mut finished(), 1), Err("secrets".to_string()));
    let mut nothing = Stage::<Blitz>::new();
    assert_eq!(fork(&mut nothing, 1), Err("unknown_match".to_string()));
    let mut other = creation(&board.stage, 1);
    other.options["seats"] = json!(3);
    board.stage.lobby.clear();
    board.stage.tell(ToWorker::Create(other));
    assert!(
        matches!(&board.stage.lobby[..], [ToLobby::CreateRefused(_, _, refused)] if *refused == Refused::BAD_OPTIONS)
    );
}

#[test]
fn whoever_comes_to_a_fork_before_its_past_does_waits_for_it() {
    let mut board = Board::<Blitz>::clocked();
    board.asks(ANN, Doing::Resign).unwrap();
    let stage = &mut board.stage;
    stage.hold = true;
    let create = creation(stage, 1);
    stage.tell(ToWorker::Create(create.clone()));
    stage.attach("n", ANN);
    stage.tell(ToWorker::Create(Create { again: true, ..create }));
    stage.delivered.clear();
    stage.release();
    assert_eq!(stage.updates(ANN).len(), 1);
    let kinds: Vec<_> = stage.disk.journal(&stage.id("n")).unwrap().iter().map(|entry| kind(&entry.event)).collect();
    assert_eq!(kinds[0], "start");
    assert!(!kinds[1..].contains(&"start"));
}
