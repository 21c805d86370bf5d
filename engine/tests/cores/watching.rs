//! Coming, going, coming back: who is shown what, and when a player counts as away.

use engine::{
    ids::{Epoch, HubId, Rev},
    limits::{RING_UPDATES, SETTLE_MS, WATCHERS},
    messages::{Create, ToWorker},
    wire::Refused,
};
use serde_json::json;
use title::Seats;

use crate::{
    stage::{ANN, BOB, EVE, PLAYERS, Stage, no_match, revs, seat, session},
    toys::{Counter, Do, Rally},
};

/// A match with this many moves made.
fn moved(moves: u64) -> Stage<Counter> {
    let mut stage = Stage::<Counter>::playing(json!({}));
    for seq in 1..=moves {
        stage.acts(if seq % 2 == 1 { ANN } else { BOB }, seq, Do::Add(1)).unwrap();
    }
    stage.delivered.clear();
    stage
}

#[test]
fn one_who_comes_back_gets_exactly_what_was_missed() {
    let mut stage = moved(10);
    stage.attach_with("m", EVE, Some((Epoch(1), Rev(7))));
    let seen = stage.updates(EVE);
    assert_eq!(revs(&seen), [8, 9, 10]);
    assert!(seen.iter().all(|seen| seen.cause == "action"));
    stage.attach_with("m", EVE, Some((Epoch(1), Rev(10))));
    assert_eq!(stage.taken(EVE), [], "nothing was missed");
}

#[test]
fn one_who_missed_too_much_gets_the_whole_view() {
    let moves = RING_UPDATES as u64 + 5;
    let mut stage = moved(moves);
    let oldest = moves - RING_UPDATES as u64;
    stage.attach_with("m", EVE, Some((Epoch(1), Rev(oldest))));
    assert_eq!(stage.updates(EVE).len(), RING_UPDATES, "the last that is still here");
    stage.attach_with("m", EVE, Some((Epoch(1), Rev(oldest - 1))));
    let seen = stage.updates(EVE);
    assert_eq!((revs(&seen), seen[0].cause.as_str()), (vec![moves], "snapshot"));
}

#[test]
fn one_who_knows_what_never_was_gets_the_whole_view() {
    let mut stage = moved(3);
    for have in [(Epoch(0), Rev(2)), (Epoch(9), Rev(2)), (Epoch(1), Rev(4)), (Epoch(1), Rev(u64::MAX))] {
        stage.attach_with("m", EVE, Some(have));
        let seen = stage.updates(EVE);
        assert_eq!((revs(&seen), seen[0].cause.as_str()), (vec![3], "snapshot"), "{have:?}");
    }
}

#[test]
fn a_crash_is_a_new_epoch_and_a_snapshot() {
    let mut stage = moved(3).crash();
    stage.attach_with("m", ANN, Some((Epoch(1), Rev(3))));
    let seen = stage.updates(ANN);
    assert_eq!((seen[0].epoch, seen[0].rev, seen[0].cause.as_str()), (2, 3, "snapshot"));
    assert!(matches!(stage.every_hub[..], [engine::messages::ToHub::WorkerUp(_)]));
}

#[test]
fn one_who_comes_back_is_shown_the_seats_own_view() {
    let mut stage = moved(2);
    stage.attach_with("m", BOB, Some((Epoch(1), Rev(1))));
    stage.attach_with("m", EVE, Some((Epoch(1), Rev(1))));
    let (bob, eve) = (stage.updates(BOB).pop().unwrap(), stage.updates(EVE).pop().unwrap());
    assert_eq!((&bob.json["seat"], &eve.json["seat"]), (&json!(1), &json!(null)));
    assert!(bob.view()["secret"].is_number() && eve.view()["secret"].is_null());
}

#[test]
fn onlookers_come_and_go_without_an_event() {
    let mut stage = moved(1);
    stage.attach("m", EVE);
    stage.detach("m", EVE);
    stage.acts(BOB, 1, Do::Add(1)).unwrap();
    assert_eq!(stage.taken(EVE), [], "who has left hears nothing");
    assert_eq!(stage.kinds(), ["action", "action"]);
}

#[test]
fn a_player_is_away_when_the_last_session_goes() {
    let mut stage = moved(0);
    stage.advance(SETTLE_MS);
    let second = Stage::<Counter>::id(&stage, "m");
    let two = engine::messages::Attach { match_id: second, who: session(50), player: "ann".into(), have: None };
    stage.tell(ToWorker::Attach(two));
    stage.detach("m", ANN);
    assert_eq!(stage.kinds(), [""; 0], "one is still here");
    stage.delivered.clear();
    stage.detach("m", 50);
    let seen = stage.updates(BOB).pop().unwrap();
    assert_eq!((seen.cause.as_str(), seen.away(), seen.rev), ("presence", &json!([0]), 1));
    assert_eq!(seen.log(), ["0 Away at 6000"]);
    stage.attach("m", ANN);
    let seen = stage.updates(ANN);
    assert_eq!(revs(&seen), [1, 2], "how it stands, and then that they are here");
    assert_eq!(seen[1].away(), &json!([]));
    assert_eq!(seen[1].log().len(), 2);
}

#[test]
fn nobody_is_away_until_it_is_settled_who_comes() {
    let mut stage = Stage::<Counter>::new();
    stage.create("m", json!({"seats": 2, "goal": 1}));
    stage.attach("m", ANN);
    stage.detach("m", ANN);
    stage.attach("m", BOB);
    stage.advance(SETTLE_MS - 1);
    assert_eq!(stage.kinds(), [""; 0]);
    stage.advance(1);
    assert_eq!(stage.kinds(), ["presence"]);
    assert_eq!(stage.look().log(), ["0 Away at 6000"]);
}

#[test]
fn after_a_crash_players_have_time_to_come_back() {
    let stage = moved(1);
    let mut stage = stage.crash();
    stage.attach("m", ANN);
    stage.advance(SETTLE_MS - 1);
    assert_eq!(stage.kinds(), ["action"]);
    stage.advance(1);
    assert_eq!(stage.kinds(), ["action", "presence"]);
    assert_eq!(stage.look().away(), &json!([1]));
    let mut stage = stage.crash();
    stage.advance(SETTLE_MS);
    assert_eq!(stage.look().log().len(), 3, "who was away before is not away again");
}

#[test]
fn a_player_who_was_not_there_at_the_start_is_shown_away_and_told_of_when_settled() {
    let start = |come: bool| {
        let mut stage = Stage::<Counter>::new();
        let create = stage.creation("m", json!({"seats": 2, "goal": 1}), &PLAYERS);
        stage.tell(ToWorker::Create(Create { away: Seats::only(seat(1)), ..create }));
        stage.attach("m", ANN);
        assert_eq!(stage.updates(ANN)[0].away(), &json!([1]));
        if come {
            stage.attach("m", BOB);
        }
        let mut stage = stage.crash();
        stage.attach("m", ANN);
        if come {
            stage.attach("m", BOB);
        }
        stage.advance(2 * SETTLE_MS);
        stage.look().log()
    };
    assert_eq!(start(false), ["1 Away at 6000"]);
    assert_eq!(start(true), ["1 Here at 1000"]);
}

#[test]
fn a_bot_is_always_here() {
    let mut stage = Stage::<Counter>::new();
    let mut create = stage.creation("m", json!({"seats": 2, "goal": 1}), &PLAYERS);
    create.holders[1].kind = engine::wire::HolderKind::Bot;
    stage.tell(ToWorker::Create(create));
    stage.attach("m", ANN);
    stage.advance(2 * SETTLE_MS);
    assert_eq!(stage.kinds(), [""; 0]);
}

#[test]
fn the_last_onlooker_allowed_and_the_first_refused() {
    let mut stage = Stage::<Rally>::playing(json!({}));
    let first = 100;
    for who in first..first + WATCHERS as u64 {
        stage.attach("m", who);
        stage.delivered.clear();
    }
    let one_more = first + WATCHERS as u64;
    stage.attach("m", one_more);
    assert_eq!(no_match(&stage.taken(one_more)), Some(Refused::BUSY));
    stage.attach("m", first);
    assert_eq!(stage.updates(first).len(), 1, "who is here already may ask again");
    stage.detach("m", ANN);
    stage.delivered.clear();
    stage.attach("m", ANN);
    assert!(!stage.updates(ANN).is_empty(), "onlookers don't keep a player out");
    stage.detach("m", first);
    stage.attach("m", one_more);
    assert_eq!(stage.updates(one_more).len(), 1, "there is room again");
}

#[test]
fn an_unknown_match_is_said_to_be_unknown() {
    let mut stage = Stage::<Counter>::new();
    stage.attach("nowhere", EVE);
    assert_eq!(no_match(&stage.taken(EVE)), Some(Refused::UNKNOWN_MATCH));
}

#[test]
fn a_match_long_over_can_be_watched() {
    let mut stage = moved(0);
    stage.acts(ANN, 1, Do::Add(1000)).unwrap();
    let mut stage = stage.crash();
    stage.attach("m", EVE);
    stage.attach("m", BOB);
    assert_eq!(stage.updates(EVE)[0].ended(), Some("goal"));
    assert_eq!(stage.updates(BOB)[0].ended(), Some("goal"));
    assert!(stage.kinds() == ["action"] && stage.alarms.is_empty());
}

#[test]
fn a_hub_that_is_gone_takes_its_watchers_with_it() {
    let mut stage = moved(1);
    stage.advance(SETTLE_MS);
    let hub = session(ANN).hub;
    stage.tell(ToWorker::HubGone(HubId(99)));
    stage.acts(BOB, 9, Do::Add(1)).unwrap();
    assert!(!stage.updates(ANN).is_empty(), "another hub's end is nothing to her");
    stage.taken(EVE);
    stage.tell(ToWorker::HubGone(hub));
    stage.attach("m", EVE);
    assert_eq!(stage.updates(EVE)[0].json["away"], json!([0]), "bob is in another hub");
}
