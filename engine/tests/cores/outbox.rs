//! The outbox of a match against the plainest one there could be.

use bytes::Bytes;
use engine::{
    ids::{Address, ClientId, HubId, MatchId, Seq, SessionId},
    messages::{Delivered, Done},
    outbox::{Outbox, Post, Said},
    wire::Refused,
};
use proptest::prelude::*;

fn to(session: u64) -> Vec<Address> {
    vec![Address { hub: HubId(1), session: SessionId(session) }]
}

fn match_id() -> MatchId {
    "any.0.m".parse().unwrap()
}

fn answer(seq: u64) -> Post {
    let result = Ok(Done::default());
    Post::Sessions(to(1), Delivered::Answer { command: (ClientId("c".to_string()), Seq(seq)), result })
}

fn frame(session: u64, number: u8) -> Post {
    Post::Sessions(
        to(session),
        Delivered::Frame {
            match_id: match_id(),
            epoch: engine::ids::Epoch(1),
            tick: 1,
            hz: 60,
            delta: false,
            message: Bytes::from(vec![number]),
        },
    )
}

#[derive(Clone, Debug)]
enum Move {
    Push(Option<u64>, u64),
    Release(u64),
}

proptest! {
    #[test]
    fn nothing_overtakes_and_nothing_comes_before_its_commit(moves in prop::collection::vec(
        prop_oneof![
            (prop::option::of(0u64..20), 0u64..1000).prop_map(|(wait, seq)| Move::Push(wait, seq)),
            (0u64..20).prop_map(Move::Release),
        ],
        0..100,
    )) {
        let mut outbox = Outbox::default();
        let mut naive: Vec<(Option<u64>, Post)> = Vec::new();
        for one in moves {
            match one {
                Move::Push(wait, seq) => {
                    outbox.push(wait, answer(seq));
                    naive.push((wait, answer(seq)));
                }
                Move::Release(committed) => {
                    let mut free = Vec::new();
                    while naive.first().is_some_and(|(wait, _)| wait.is_none_or(|wait| wait <= committed)) {
                        free.push(naive.remove(0).1);
                    }
                    prop_assert_eq!(outbox.release(committed), free);
                }
            }
            prop_assert_eq!(outbox.is_empty(), naive.is_empty());
        }
    }

    #[test]
    fn frames_that_wait_take_no_more_room_than_one_for_each_audience(
        numbers in prop::collection::vec((1u64..4, any::<u8>(), any::<bool>()), 1..100),
    ) {
        let mut outbox = Outbox::default();
        outbox.push(Some(5), answer(1));
        for (session, number, beat) in &numbers {
            outbox.push(None, frame(*session, *number));
            if *beat {
                prop_assert_eq!(outbox.release(4), []);
            }
        }
        prop_assert_eq!(outbox.release(4), []);
        let skipped = outbox.take_skipped();
        let out = outbox.release(5);
        prop_assert!(out.len() <= 4);
        prop_assert_eq!(skipped + out.len() as u64, 1 + numbers.len() as u64, "each frame is said or counted");
        for (session, _, _) in &numbers {
            let newest = numbers.iter().rev().find(|(other, ..)| other == session).unwrap();
            prop_assert!(out.contains(&frame(*session, newest.1)));
        }
    }

    #[test]
    fn frames_that_wait_for_nothing_are_all_said(count in 1u8..100) {
        let mut outbox = Outbox::default();
        (0..count).for_each(|number| outbox.push(Some(3), frame(1, number)));
        prop_assert_eq!(outbox.release(3).len(), usize::from(count));
        prop_assert_eq!(outbox.take_skipped(), 0);
    }
}

#[test]
fn what_is_given_up_is_answered_and_not_shown() {
    let mut outbox = Outbox::default();
    let no_match = Post::Sessions(to(3), Delivered::NoMatch { match_id: match_id(), why: Refused::BUSY });
    outbox.push(Some(9), frame(1, 1));
    outbox.push(Some(9), answer(4));
    outbox.push(Some(9), Post::Lobby("t".into(), Said::Created));
    outbox.push(Some(9), no_match.clone());
    let instead = outbox.drop_held();
    let Post::Sessions(_, Delivered::Answer { command, result }) = &instead[0] else {
        panic!("an answer: {instead:?}")
    };
    assert_eq!((command.1, result), (Seq(4), &Err(Refused::STORAGE_UNAVAILABLE)));
    assert_eq!(instead[1..], [no_match], "what reveals nothing is said as it is");
    assert!(outbox.is_empty());
}
