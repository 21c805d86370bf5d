//! Histories that bear out what was told, and such that don't: what is lost, doubled or wrong is found.

use engine::{
    event::{Entry, Event, Start},
    ids::{ClientId, Epoch, MatchId, Rev, Seq, TableId},
    wire::{Cause, Holder, Standing},
};
use serde_json::{Value, json};
use title::{Seat, Seats, Seed};

use super::harness::{
    journals::Journals,
    ledger::{Answer, Ledger, Sight, Verdict, What},
};

const MATCH: &str = "chess.0.k3j9x2mq";

fn id() -> MatchId {
    MATCH.parse().unwrap()
}

fn client() -> ClientId {
    ClientId::from("one-client")
}

/// A journal of a start and these commands of one client.
fn journal(commands: &[u64]) -> Vec<Entry> {
    let start = Start {
        table: TableId::from("table"),
        rules_version: 1,
        options: json!({}),
        seed: Seed::number(1),
        holders: Vec::<Holder>::new(),
        away: Seats::none(),
        position: None,
    };
    let action =
        |seq: &u64| Event::Action { seat: Seat(0), command: (client(), Seq(*seq)), lag_ms: 0, action: Vec::new() };
    let events = std::iter::once(Event::Start(start)).chain(commands.iter().map(action));
    let entry = |(rev, event)| Entry {
        index: rev,
        rev: Rev(rev),
        at_ms: 10 * rev,
        offset_ms: 0,
        tick: 0,
        inputs: Vec::new(),
        event,
    };
    (0..).zip(events).map(entry).collect()
}

fn journals(entries: Vec<Entry>) -> Journals {
    Journals { matches: [(id(), entries)].into(), tables: [TableId::from("table")].into() }
}

/// A ledger of commands that were acknowledged, as revisions from 1 on.
fn ledger(commands: &[u64]) -> Ledger {
    let mut ledger = Ledger::default();
    for (rev, seq) in (1..).zip(commands) {
        ledger.asked(&client(), Seq(*seq), What::Match(id()));
        ledger.answered(&client(), Seq(*seq), Answer::Done { rev: Some(Rev(rev)), table: None });
    }
    ledger
}

fn sight<'a>(match_id: &'a MatchId, rev: u64, view: &'a Value) -> Sight<'a> {
    Sight {
        match_id,
        epoch: Epoch(1),
        rev: Rev(rev),
        seat: Some(0),
        cause: Cause::Snapshot,
        by: None,
        now_ms: 10 * rev,
        outcome: None,
        turn_based: true,
        view,
        legal: &Value::Null,
    }
}

fn counts(verdict: &Verdict) -> [usize; 3] {
    [verdict.lost.len(), verdict.doubled.len(), verdict.wrong.len()]
}

#[test]
fn a_history_that_bears_out_what_was_told_is_clean() {
    let (id, view, mut ledger) = (id(), json!("view"), ledger(&[1, 2, 3]));
    ledger.asked(&client(), Seq(4), What::Match(id.clone()));
    let told = Sight { cause: Cause::Action, by: Some(0), ..sight(&id, 2, &view) };
    ledger.shown(&client(), &told);
    assert_eq!(ledger.check(&journals(journal(&[1, 2, 3]))), Verdict::default());
    let stored_and_not_answered = ledger.check(&journals(journal(&[1, 2, 3, 4])));
    assert_eq!(stored_and_not_answered, Verdict::default());
}

#[test]
fn a_lost_command_is_found() {
    assert_eq!(counts(&ledger(&[1, 2, 3]).check(&journals(journal(&[1, 2])))), [1, 0, 0]);
    assert_eq!(counts(&ledger(&[1, 2, 3]).check(&Journals::default())), [3, 0, 0]);
    let mut ledger = Ledger::default();
    ledger.asked(&client(), Seq(1), What::Table);
    ledger.answered(&client(), Seq(1), Answer::Done { rev: None, table: Some(TableId::from("another")) });
    assert_eq!(counts(&ledger.check(&journals(journal(&[])))), [1, 0, 0]);
}

#[test]
fn a_doubled_command_is_found() {
    assert_eq!(counts(&ledger(&[1, 2]).check(&journals(journal(&[1, 2, 2])))), [0, 1, 0]);
    let mut twice = journals(journal(&[1]));
    twice.matches.insert("chess.0.another1".parse().unwrap(), journal(&[1]));
    assert_eq!(counts(&ledger(&[1]).check(&twice)), [0, 1, 0]);
}

#[test]
fn a_command_out_of_its_place_is_found() {
    assert_eq!(counts(&ledger(&[1, 2]).check(&journals(journal(&[2, 1])))), [0, 0, 3]);
    let mut gap = journal(&[1, 2, 3]);
    gap.remove(2);
    assert_eq!(counts(&ledger(&[1]).check(&journals(gap))), [0, 0, 2], "a place and a revision are left out");
}

#[test]
fn a_refused_command_that_is_stored_is_found() {
    let mut ledger = Ledger::default();
    ledger.asked(&client(), Seq(1), What::Match(id()));
    ledger.answered(&client(), Seq(1), Answer::Refused("busy".to_string()));
    assert_eq!(counts(&ledger.check(&journals(journal(&[])))), [0, 0, 0]);
    assert_eq!(counts(&ledger.check(&journals(journal(&[1])))), [0, 0, 1]);
}

#[test]
fn what_was_shown_and_is_gone_is_found() {
    let (id, view) = (id(), json!("view"));
    let mut ledger = Ledger::default();
    ledger.shown(&client(), &Sight { cause: Cause::Action, by: Some(0), ..sight(&id, 3, &view) });
    assert_eq!(counts(&ledger.check(&journals(journal(&[1, 2])))), [1, 0, 0]);
    assert_eq!(counts(&ledger.check(&journals(journal(&[1, 2, 3])))), [0, 0, 0]);
    ledger.shown(&client(), &Sight { epoch: Epoch(2), ..sight(&id, 2, &view) });
    assert_eq!(counts(&ledger.check(&journals(journal(&[1, 2, 3])))), [0, 0, 1]);
}

#[test]
fn what_is_shown_otherwise_than_before_is_found() {
    let (id, other) = (id(), ClientId::from("another-client"));
    let found = |ledger: &Ledger| counts(&ledger.check(&journals(journal(&[1, 2, 3]))))[2];
    let (view, another) = (json!("view"), json!("another view"));
    let mut ledger = Ledger::default();
    ledger.shown(&client(), &sight(&id, 2, &view));
    ledger.shown(&client(), &Sight { epoch: Epoch(2), ..sight(&id, 2, &view) });
    assert_eq!((found(&ledger), ledger.counts.compared), (0, 1));
    ledger.shown(&other, &sight(&id, 2, &another));
    assert_eq!(found(&ledger), 1);
    let live = |view, outcome| Sight { turn_based: false, outcome, ..sight(&id, 3, view) };
    let (two, one) = (json!({ "scores": [0, 2] }), json!({ "scores": [0, 1] }));
    ledger.shown(&client(), &live(&two, None));
    ledger.shown(&client(), &live(&one, None));
    assert_eq!(found(&ledger), 2, "a point is gone");
    let end = Standing { places: vec![1, 2], reason: "score".to_string() };
    ledger.shown(&client(), &live(&two, Some(&end)));
    ledger.shown(&other, &live(&two, Some(&end)));
    assert_eq!(found(&ledger), 2);
    ledger.shown(&client(), &live(&two, None));
    assert_eq!(found(&ledger), 3, "the end is gone");
}

#[test]
fn an_answer_that_changes_is_found() {
    let mut ledger = ledger(&[1]);
    ledger.answered(&client(), Seq(1), Answer::Done { rev: Some(Rev(1)), table: None });
    assert_eq!(counts(&ledger.check(&journals(journal(&[1])))), [0, 0, 0]);
    ledger.answered(&client(), Seq(1), Answer::Refused("not_your_turn".to_string()));
    assert_eq!(counts(&ledger.check(&journals(journal(&[1])))), [0, 0, 1]);
}
