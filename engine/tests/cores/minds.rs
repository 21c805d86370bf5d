//! Minds: what a bot of a real-time match makes of what its seat is shown.

use engine::{
    titles::{Mind, Titles},
    wire::{from_payload, to_payload},
};
use serde_json::{Value, json};
use title::{Seat, Seed};

use crate::toys::{
    Counter,
    chase::{Chase, LOST, Run, UNBEARABLE},
};

fn titles() -> Titles {
    Titles::default().with::<Chase<false>>().with::<Chase<true>>().with::<Counter>()
}

/// A bot of seat 1.
fn mind(title: &str) -> Box<dyn Mind> {
    titles().get(title).unwrap().mind(Seat(1), Seed::number(1))
}

fn shown(mind: &mut Box<dyn Mind>, hare: i64, hunter: i64) {
    let payload = json!({"view": {"hare": hare, "hunters": [0, hunter]}, "notes": [1], "legal": null});
    mind.shown(&to_payload(&payload).unwrap());
}

fn framed(mind: &mut Box<dyn Mind>, hare: i64, hunter: i64) {
    mind.framed(&to_payload(&json!([hare, [0, hunter]])).unwrap());
}

fn says(mind: &mut Box<dyn Mind>) -> Option<i8> {
    mind.steer().map(|input| from_payload::<Run>(&input).unwrap().0)
}

#[test]
fn a_mind_steers_by_the_newest_it_was_shown_and_says_only_what_is_new() {
    let mut mind = mind("chase");
    assert_eq!(says(&mut mind), None, "it has seen nothing");
    framed(&mut mind, 5, 0);
    assert_eq!(says(&mut mind), None, "nor does a frame mean anything to it");
    shown(&mut mind, 5, 0);
    assert_eq!(says(&mut mind), Some(1));
    assert_eq!(says(&mut mind), None);
    framed(&mut mind, 6, 1);
    assert_eq!(says(&mut mind), None, "nothing new");
    framed(&mut mind, 6, 9);
    assert_eq!(says(&mut mind), Some(-1));
    shown(&mut mind, 6, 8);
    assert_eq!(says(&mut mind), Some(-1), "after an update it is said again");
}

#[test]
fn a_mind_follows_frames_that_tell_changes() {
    let mut mind = mind("chase_by_delta");
    shown(&mut mind, 5, 3);
    assert_eq!(says(&mut mind), Some(1));
    (0..4).for_each(|_| framed(&mut mind, -1, 3));
    assert_eq!(says(&mut mind), Some(-1));
}

#[test]
fn the_same_chance_leads_to_the_same_controls() {
    let controls = |seed| {
        let mut mind = titles().get("chase").unwrap().mind(Seat(1), Seed::number(seed));
        let mut said = Vec::new();
        for tick in 0..40 {
            shown(&mut mind, 7, 7 + tick % 2);
            said.push(says(&mut mind));
        }
        said
    };
    assert_eq!(controls(1), controls(1));
    assert_ne!(controls(1), controls(2));
}

#[test]
fn a_title_that_panics_silences_its_bot_until_the_next_update() {
    let mut mind = mind("chase");
    for broken in [LOST, UNBEARABLE] {
        shown(&mut mind, 5, 0);
        framed(&mut mind, broken, 0);
        assert_eq!(says(&mut mind), None, "it panics, and nobody else does");
        framed(&mut mind, 5, 0);
        assert_eq!(says(&mut mind), None, "who knows what is left of its view?");
        shown(&mut mind, 5, 0);
        assert_eq!(says(&mut mind), Some(1));
    }
}

#[test]
fn what_can_t_be_read_silences_it_too() {
    let mut mind = mind("chase");
    shown(&mut mind, 5, 0);
    mind.framed(b"nonsense");
    assert_eq!(says(&mut mind), None);
    mind.shown(&to_payload(&json!({"view": null, "notes": [], "legal": []})).unwrap());
    assert_eq!(says(&mut mind), None, "its title failed");
    shown(&mut mind, 5, 0);
    assert_eq!(says(&mut mind), Some(1));
}

#[test]
fn a_title_that_doesn_t_steer_has_a_mind_that_says_nothing() {
    let mut mind = mind("counter");
    mind.shown(&to_payload(&json!({"view": {"count": 0, "log": [], "secret": 1}, "notes": [], "legal": []})).unwrap());
    mind.framed(&to_payload(&Value::Null).unwrap());
    assert_eq!(mind.steer(), None);
}
