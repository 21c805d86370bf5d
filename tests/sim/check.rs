//! What must be true of a run, whatever happened in it.

use std::collections::{BTreeMap, BTreeSet};

use engine::{
    event::{Entry, Event},
    ids::{ClientId, Epoch, MatchId, Rev, Seq},
    store::Store,
    wire::{Cause, Refused, ServerMessage},
};

use super::world::{Secret, World};

/// Every command of every tab that is still open has its answer.
pub(super) fn everything_was_answered(world: &World) {
    for client in world.clients.iter().filter(|client| !client.closed) {
        assert!(client.unanswered.is_empty(), "{:?} waits for {:?}", client.id, client.unanswered);
    }
}

/// All viewers were shown the same events in the same order, and they are the ones in the journal.
pub(super) fn everybody_saw_the_same(world: &World) {
    let mut shown: BTreeMap<(MatchId, Epoch, Rev), (ServerMessage, ClientId)> = BTreeMap::new();
    for client in &world.clients {
        for (match_id, epoch, rev, update) in &client.updates {
            let ServerMessage::Update {
                happened,
                now_ms,
                turn,
                away,
                outcome,
                offset_ms,
                paused,
                offers,
                gone,
                tick,
                ..
            } = update
            else {
                unreachable!()
            };
            if happened.cause == Cause::Snapshot {
                continue;
            }
            // The last second of a match in real time may be lost, and played again in another way. What somebody did in it, and
            // who came and went, is not shown before it is stored.
            let may_be_lost = tick.is_some() && happened.cause == Cause::Checkpoint && outcome.is_none();
            let epoch = if may_be_lost { *epoch } else { Epoch(0) };
            let entry = journal(world, match_id).into_iter().find(|entry| entry.rev == *rev && has_rev(entry));
            if !may_be_lost {
                let entry = entry.unwrap_or_else(|| panic!("{match_id} {rev:?} was shown and is not in the journal"));
                assert_eq!((entry.at_ms, entry.offset_ms), (*now_ms, *offset_ms), "{match_id} {rev:?}");
            }
            let (first, by) =
                &*shown.entry((match_id.clone(), epoch, *rev)).or_insert_with(|| (update.clone(), client.id.clone()));
            let ServerMessage::Update {
                happened: h,
                now_ms: n,
                turn: t,
                away: a,
                outcome: o,
                paused: p,
                offers: f,
                gone: g,
                ..
            } = first
            else {
                unreachable!()
            };
            assert!(
                (h, n, t, a, o, p, f, g) == (happened, now_ms, turn, away, outcome, paused, offers, gone),
                "{by} and {} saw {match_id} {rev:?} differently:\n{first:?}\n{update:?}",
                client.id
            );
        }
    }
}

/// What was answered with `ok` is in the journal once, under the revision that was named; what was refused is not.
pub(super) fn what_was_acknowledged_is_stored_once(world: &World) {
    let mut applied: BTreeMap<(ClientId, Seq), Vec<Rev>> = BTreeMap::new();
    for match_id in matches(world) {
        let mut last = None;
        for entry in journal(world, &match_id) {
            if has_rev(&entry) {
                assert_eq!(entry.rev.0, last.map_or(0, |last: u64| last + 1), "{match_id} has a gap");
                last = Some(entry.rev.0);
            }
            if let Event::Action { command, .. }
            | Event::TakenBack { command, .. }
            | Event::Courtesy { command: Some(command), .. } = entry.event
            {
                applied.entry(command).or_default().push(entry.rev);
            }
        }
    }
    for (command, revs) in &applied {
        assert_eq!(revs.len(), 1, "{command:?} was applied {} times", revs.len());
    }
    for client in &world.clients {
        for (seq, answer) in &client.answers {
            let stored = applied.get(&(client.id.clone(), *seq));
            match answer {
                ServerMessage::Ok { rev: Some(rev), .. } => {
                    assert_eq!(stored, Some(&vec![*rev]), "{:?} {seq:?}", client.id)
                }
                // Whether a commit that failed is there after all shows when the store is read again.
                ServerMessage::Error { code, .. } if *code == Refused::STORAGE_UNAVAILABLE.code => {}
                ServerMessage::Error { code, .. } => {
                    assert_eq!(stored, None, "{:?} {seq:?} was refused as {code:?} and applied", client.id);
                }
                _ => {}
            }
        }
        for (seq, (command, _)) in &client.unanswered {
            assert!(client.closed || command.match_id().is_none(), "{:?} {seq:?}", client.id);
        }
    }
}

/// A match's time runs with the server's or stands still; it never runs ahead of it, and goes back by an undo alone. No fall
/// of a worker gives or takes any.
pub(super) fn nobody_gains_or_loses_time(world: &World) {
    for match_id in matches(world) {
        for pair in journal(world, &match_id).windows(2) {
            let [before, after] = pair else { unreachable!("windows of two") };
            let taken_back = matches!(after.event, Event::TakenBack { .. });
            assert!(taken_back || after.at_ms >= before.at_ms, "{match_id}: {before:?} {after:?}");
            assert!(after.offset_ms >= before.offset_ms, "{match_id}: {before:?} {after:?}");
        }
    }
}

/// Whoever watches the public tables knows them as they are, and whoever was told that they wait for partners does.
pub(super) fn everybody_knows_the_lobby(world: &mut World) {
    let seeking = world.clients.iter().filter(|client| client.waits()).map(|client| client.id.clone());
    let seeking: Vec<ClientId> = seeking.collect();
    assert_eq!(seeking.len(), world.seeking(), "{seeking:?} think that they wait");
    if world.clients.iter().all(|client| client.watching().is_none()) {
        return;
    }
    let listing = world.listing();
    for client in &world.clients {
        if let Some(known) = client.watching() {
            assert_eq!(*known, listing, "{} knows another list", client.id);
        }
    }
}

/// When everybody has gone and time has passed, nothing is kept of them in memory.
pub(super) fn nothing_is_left(world: &World) {
    let what = "sessions, connections, tables, matches, bots and seekers";
    assert_eq!(world.left(), [0; 6], "{what} are left at {} ms", world.now_ms);
}

/// The two runs differ in one hidden choice. Until it came out, nobody but its player was sent a byte that differs.
pub(super) fn a_secret_changes_nothing_for_others(world: &World, other: &World, secret: &Secret) {
    let heard_by_others = |world: &World| {
        let all = world.heard.iter().filter(|(step, ..)| *step <= secret.until_step);
        all.filter(|(_, index, _)| world.clients[*index].player != secret.player).cloned().collect::<Vec<_>>()
    };
    let (one, two) = (heard_by_others(world), heard_by_others(other));
    assert_eq!(one.len(), two.len(), "{secret:?}");
    for (one, two) in one.iter().zip(&two) {
        assert!(one == two, "{secret:?} shows at step {}:\n{one:?}\n{two:?}", one.0);
    }
    assert!(world.secrets.contains(secret));
}

/// Every match that anybody saw.
fn matches(world: &World) -> BTreeSet<MatchId> {
    let updates = world.clients.iter().flat_map(|client| &client.updates);
    updates.map(|(match_id, ..)| match_id.clone()).collect()
}

fn journal(world: &World, match_id: &MatchId) -> Vec<Entry> {
    world.disk.with(|store| store.history(match_id)).unwrap().unwrap_or_default().entries
}

fn has_rev(entry: &Entry) -> bool {
    !matches!(entry.event, Event::Ticks | Event::Skipped { .. } | Event::Poisoned { .. } | Event::Migrated { .. })
}
