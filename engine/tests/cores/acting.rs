//! What a player's action comes to: one order for all, answers after the commit, repeats, refusals.

use engine::{messages::Doing, wire::to_payload};
use serde_json::json;

use crate::{
    stage::{ANN, BOB, EVE, PLAYERS, Stage, answer_of, revs, session},
    toys::{Counter, Do},
};

#[test]
fn all_viewers_see_the_same_events_in_the_same_order_without_gaps() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.attach("m", EVE);
    stage.taken(EVE);
    for seq in 1..=10 {
        stage.act("m", if seq % 2 == 1 { ANN } else { BOB }, seq, Do::Add(seq));
    }
    let logs: Vec<_> = [ANN, BOB, EVE]
        .map(|who| {
            let seen = stage.updates(who);
            assert_eq!(revs(&seen), (1..=10).collect::<Vec<_>>());
            seen.iter().map(|seen| (seen.cause.clone(), seen.log(), seen.json["turn"].clone())).collect::<Vec<_>>()
        })
        .into_iter()
        .collect();
    assert_eq!(logs[0], logs[1]);
    assert_eq!(logs[0], logs[2]);
}

#[test]
fn nothing_is_delivered_before_its_commit() {
    let mut stage = Stage::<Counter>::new();
    stage.hold = true;
    stage.create("m", json!({}));
    stage.attach("m", ANN);
    stage.act("m", ANN, 1, Do::Add(5));
    assert!(stage.delivered.is_empty() && stage.lobby.len() == 1, "only that the worker is up is known");
    stage.release();
    let told = stage.taken(ANN);
    assert!(told.iter().filter_map(|what| answer_of(what.clone())).eq([Ok(1)]));
    assert_eq!(stage.lobby.len(), 2);
    assert_eq!(stage.journal().len(), 2);
}

#[test]
fn what_comes_while_a_commit_is_under_way_waits_for_its_own() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.hold = true;
    stage.act("m", ANN, 1, Do::Add(1));
    stage.act("m", ANN, 2, Do::Add(1));
    assert_eq!(stage.taken(ANN), [], "even a refusal keeps its place behind what it was judged by");
    stage.release();
    let answers: Vec<_> = stage.taken(ANN).into_iter().filter_map(answer_of).collect();
    assert_eq!(answers, [Ok(1), Err("not_your_turn".to_string())]);
}

#[test]
fn the_update_goes_before_the_ok() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.act("m", ANN, 1, Do::Add(1));
    let told = stage.taken(ANN);
    assert_eq!(told.len(), 2);
    assert!(answer_of(told[0].clone()).is_none() && answer_of(told[1].clone()).is_some());
}

#[test]
fn a_repeated_command_is_answered_alike_and_not_applied_again() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    assert_eq!(stage.acts(ANN, 1, Do::Add(3)), Ok(1));
    assert_eq!(stage.acts(ANN, 1, Do::Add(3)), Ok(1));
    assert_eq!(stage.acts(BOB, 1, Do::Add(4)), Ok(2), "another client's numbers are its own");
    assert_eq!(stage.acts(ANN, 1, Do::Add(3)), Ok(1));
    assert_eq!(stage.look().view()["count"], 7);
    assert_eq!(stage.kinds(), ["action", "action"]);
}

#[test]
fn a_repeat_is_known_after_a_crash() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.acts(ANN, 1, Do::Add(3)).unwrap();
    stage.acts(BOB, 1, Do::Add(4)).unwrap();
    let mut stage = stage.crash();
    assert_eq!(stage.acts(ANN, 1, Do::Add(3)), Ok(1));
    assert_eq!(stage.acts(BOB, 1, Do::Add(4)), Ok(2));
    assert_eq!(stage.acts(ANN, 2, Do::Add(1)), Ok(3));
    assert_eq!(stage.look().view()["count"], 8);
}

#[test]
fn a_repeat_is_known_after_the_end() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    assert_eq!(stage.acts(ANN, 1, Do::Add(1000)), Ok(1));
    assert_eq!(stage.acts(ANN, 1, Do::Add(1000)), Ok(1));
    assert_eq!(stage.acts(ANN, 2, Do::Add(1)), Err("match_over".to_string()));
}

#[test]
fn nobody_uses_up_anothers_numbers() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    let payload = to_payload(&Do::Add(1)).unwrap();
    assert_eq!(stage.acts(ANN, 1, Do::Add(1)), Ok(1));
    // Bob acts under the name of Ann's client and the number she will use next.
    stage.tell(engine::messages::ToWorker::Act(engine::messages::Act {
        match_id: stage.id("m"),
        who: session(BOB),
        player: "bob".into(),
        command: ("client1".into(), engine::ids::Seq(2)),
        received_ms: stage.now,
        lag_ms: 0,
        what: Doing::Action(payload),
    }));
    assert_eq!(stage.answer(BOB), Ok(2));
    assert_eq!(stage.acts(ANN, 2, Do::Add(5)), Ok(3), "hers is applied all the same");
}

#[test]
fn every_refusal_has_its_code_and_changes_nothing() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    let before = stage.look();
    let refused = |code: &str| Err(code.to_string());
    assert_eq!(stage.acts(BOB, 1, Do::Add(1)), refused("not_your_turn"));
    assert_eq!(stage.acts(EVE, 1, Do::Add(1)), refused("not_your_match"));
    assert_eq!(stage.acts(ANN, 1, Do::Add(0)), refused("rules.zero"));
    assert_eq!(stage.acts(ANN, 2, json!({"dance": 1})), refused("bad_action"));
    stage.delivered.clear();
    stage.act_received("m", ANN, 3, bytes_of(&[0xc1, 0xff]), 0);
    assert_eq!(stage.answer(ANN), refused("bad_action"));
    stage.act_received("m", ANN, 4, bytes_of(&[]), 0);
    assert_eq!(stage.answer(ANN), refused("bad_action"));
    stage.act("nowhere", ANN, 5, Do::Add(1));
    assert_eq!(stage.answer(ANN), refused("unknown_match"));
    assert_eq!(stage.look(), before);
    assert_eq!(stage.kinds(), Vec::<&str>::new());
    stage.acts(ANN, 6, Do::Add(1000)).unwrap();
    assert_eq!(stage.acts(BOB, 2, Do::Add(1)), refused("match_over"));
}

#[test]
fn an_end_is_told_to_the_lobby_once_and_after_its_commit() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.hold = true;
    stage.act("m", ANN, 1, Do::Add(1000));
    assert!(stage.lobby.is_empty());
    stage.release();
    assert!(matches!(&stage.lobby[..], [engine::messages::ToLobby::Ended(_, _, outcome)] if outcome.reason == "goal"));
}

#[test]
fn an_action_counts_from_when_it_was_received_and_never_from_the_future() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.now = 5_000;
    let add = |stage: &mut Stage<Counter>, who, seq, received_ms| {
        let payload = to_payload(&Do::Add(1)).unwrap();
        stage.act_received("m", who, seq, payload, received_ms);
        stage.delivered.clear();
        stage.look().log().pop().unwrap()
    };
    assert_eq!(add(&mut stage, ANN, 1, 3_000), "0 adds 1 at 3000", "a busy worker burns no player's clock");
    assert_eq!(add(&mut stage, BOB, 1, 2_000), "1 adds 1 at 3000", "time doesn't run backwards");
    // What was done at 3000 could be seen at 5000 only: the time between is nobody's.
    assert_eq!(add(&mut stage, ANN, 2, 9_000), "0 adds 1 at 3000", "nor ahead");
    stage.now = 5_700;
    assert_eq!(add(&mut stage, BOB, 2, 5_600), "1 adds 1 at 3600", "from then on it runs");
}

#[test]
fn a_note_reaches_its_audience_only() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.attach("m", EVE);
    stage.delivered.clear();
    stage.act("m", ANN, 1, Do::Give(42));
    let notes = [ANN, BOB, EVE].map(|who| stage.updates(who)[0].json["payload"]["notes"].clone());
    assert_eq!(notes, [json!([42]), json!([]), json!([])]);
}

#[test]
fn a_secret_is_in_its_seats_messages_and_no_others() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    stage.attach("m", EVE);
    let whole = |seen: Vec<crate::stage::Seen>| seen.iter().map(|seen| seen.json.to_string()).collect::<String>();
    stage.act("m", ANN, 1, Do::Add(1));
    let secrets = [ANN, BOB].map(|who| {
        let seen = stage.updates(who);
        let secret = seen.last().unwrap().view()["secret"].to_string();
        (secret, whole(seen))
    });
    let onlooker = whole(stage.updates(EVE));
    assert!(!secrets[1].1.contains(&secrets[0].0) && !secrets[0].1.contains(&secrets[1].0));
    assert!(!onlooker.contains(&secrets[0].0) && !onlooker.contains(&secrets[1].0));
}

#[test]
fn a_match_that_cant_start_is_refused_to_the_lobby() {
    use engine::messages::{ToLobby, ToWorker};
    let mut stage = Stage::<Counter>::new();
    for (options, players, code) in [
        (json!({"seats": 2, "goal": 0}), &PLAYERS[..], "rules.no_goal"),
        (json!({"seats": 2, "goal": 13}), &PLAYERS, "title_failed"),
        (json!({"seats": 2, "goal": 666}), &PLAYERS, "title_failed"),
        (json!({"seats": "two", "goal": 1}), &PLAYERS, "bad_options"),
        (json!({"seats": 3, "goal": 1}), &PLAYERS, "bad_options"),
        (json!({"seats": 0, "goal": 1}), &[], "bad_options"),
    ] {
        let create = stage.creation("m", options, players);
        stage.lobby.clear();
        stage.tell(ToWorker::Create(create));
        assert!(
            matches!(&stage.lobby[..], [ToLobby::CreateRefused(_, _, refused)] if refused.code.0 == code),
            "{code}"
        );
    }
    assert!(stage.journal().is_empty());
}

#[test]
fn a_match_said_to_be_created_again_begins_once() {
    use engine::messages::{Create, ToLobby, ToWorker};
    let mut stage = Stage::<Counter>::new();
    let create = Create { again: true, ..stage.creation("m", json!({"seats": 2, "goal": 1}), &PLAYERS) };
    stage.tell(ToWorker::Create(create.clone()));
    stage.act("m", ANN, 1, Do::Add(1));
    stage.tell(ToWorker::Create(create.clone()));
    let mut stage = stage.crash();
    stage.tell(ToWorker::Create(create));
    let [ToLobby::WorkerUp(_), said @ ..] = &stage.lobby[..] else { panic!("{:?}", stage.lobby) };
    assert!(!said.is_empty() && said.iter().all(|said| matches!(said, ToLobby::Created(..))));
    assert_eq!(stage.kinds(), ["action"]);
}

#[test]
fn a_refusal_stands_whatever_has_changed_since() {
    let mut stage = Stage::<Counter>::playing(json!({}));
    assert_eq!(stage.acts(BOB, 1, Do::Add(1)), Err("not_your_turn".to_string()));
    stage.acts(ANN, 1, Do::Add(1)).unwrap();
    // A copy that was on its way when the worker came up.
    assert_eq!(stage.acts(BOB, 1, Do::Add(1)), Err("not_your_turn".to_string()));
    assert_eq!(stage.acts(BOB, 2, Do::Add(1)), Ok(2));
}

fn bytes_of(bytes: &[u8]) -> bytes::Bytes {
    bytes::Bytes::copy_from_slice(bytes)
}
