//! The simulation: the real cores on one thread under virtual time. A seed decides the order in which roles get to handle
//! their messages, how slow and how broken the network is, when workers and the lobby fall, and what the players do. After
//! a stormy part everything calms down, and then every promise of the design must hold.
//!
//! `SEEDS=2000` runs more of them, `SEED=17` runs that one and says what happened.

mod check;
mod client;
mod disk;
mod network;
mod world;

use std::{
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicU64, Ordering},
};

use self::world::{Plan, World};

/// How many seeds `make test` runs.
const SEEDS: u64 = 500;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Runs a seed to its end and checks it; then again with one secret changed, which nobody else may notice.
fn run(seed: u64, talk: bool) {
    let mut world = World::new(Plan::of(seed, talk));
    world.storm();
    world.calm();
    check::everything_was_answered(&world);
    check::everybody_saw_the_same(&world);
    check::what_was_acknowledged_is_stored_once(&world);
    check::nobody_gains_or_loses_time(&world);
    let secrets = world.secrets.clone();
    world.settle();
    check::everybody_knows_the_lobby(&mut world);
    world.everybody_leaves();
    check::nothing_is_left(&world);
    if let Some(secret) = secrets.last() {
        let mut other = World::new(Plan::of(seed, false).with_scrambled(secret));
        other.storm();
        other.calm();
        check::a_secret_changes_nothing_for_others(&world, &other, secret);
    }
}

#[test]
fn every_promise_holds_for_every_seed() {
    if let Some(seed) = number("SEED") {
        return run(seed, true);
    }
    let seeds = number("SEEDS").unwrap_or(SEEDS);
    let next = AtomicU64::new(1);
    let failed = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let mut failed = Vec::new();
                    loop {
                        let seed = next.fetch_add(1, Ordering::Relaxed);
                        if seed > seeds || failed.len() >= 3 {
                            return failed;
                        }
                        if catch_unwind(AssertUnwindSafe(|| run(seed, false))).is_err() {
                            failed.push(seed);
                        }
                    }
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<u64>>()
    });
    assert!(failed.is_empty(), "seeds {failed:?} failed; replay one with `make sim SEED={}`", failed[0]);
}

#[test]
fn every_title_is_played() {
    let (mut played, mut frames) = (BTreeSet::new(), BTreeMap::<String, u64>::new());
    for seed in 1..=100 {
        let mut world = World::new(Plan::of(seed, false));
        world.storm();
        for client in &world.clients {
            played.extend(client.updates.iter().map(|(match_id, ..)| match_id.worker.title.clone()));
            for (title, count) in &client.frames {
                *frames.entry(title.clone()).or_default() += count;
            }
        }
    }
    let titles: BTreeSet<String> = turnwheel::titles().iter().map(|offered| offered.info.name.to_string()).collect();
    assert_eq!(played, titles);
    assert!(frames.len() == 2 && frames.values().all(|count| *count > 500), "{frames:?}");
}

#[test]
fn the_same_seed_is_the_same_story() {
    let story = |seed| {
        let mut world = World::new(Plan::of(seed, false));
        world.storm();
        world.calm();
        world.heard
    };
    assert_eq!(story(7), story(7));
    assert_ne!(story(7), story(8));
}
