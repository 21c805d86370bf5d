//! Tests of a session: its numbers and answers against a model that remembers everything.

use std::collections::BTreeMap;

use engine::ids::PlayerId;
use proptest::{collection::vec, prelude::*};

use super::*;

fn session() -> Session {
    let player = Player { id: PlayerId::from("p-1"), name: "Quiet Otter".to_string() };
    Session::new(SessionId(1), player, ClientId::from("tab-00001"))
}

fn pending() -> Pending {
    Pending { command: Command::CloseTable, payload: None, received_ms: 0 }
}

/// Carries a command out as far as the session is concerned, and answers it at once.
fn done(session: &mut Session, seq: u64) -> Bytes {
    assert_eq!(session.number(Seq(seq)), Numbered::New, "{seq}");
    session.underway(Seq(seq), pending());
    session.answer(Seq(seq), Ok(Done::default())).unwrap().1
}

#[test]
fn the_first_number_may_be_any() {
    let mut session = session();
    assert_eq!(session.last(), None);
    assert_eq!(session.number(Seq(0)), Numbered::BadNumber(Refused::STALE_SEQ));
    done(&mut session, 17);
    assert_eq!(session.last(), Some(Seq(17)));
    assert_eq!(session.number(Seq(16)), Numbered::BadNumber(Refused::STALE_SEQ));
    assert_eq!(session.number(Seq(19)), Numbered::BadNumber(Refused::SEQ_GAP));
    assert_eq!(session.last(), Some(Seq(17)), "a gap spends nothing");
    done(&mut session, 18);
}

#[test]
fn what_another_server_has_answered_is_no_hole() {
    // Of 7 to 12, all but 8, 9 and 11 were answered by a server that was killed.
    let mut session = session();
    session.comes_back(Some(Seq(12)));
    for seq in [8, 9, 11] {
        done(&mut session, seq);
    }
    assert_eq!(session.number(Seq(10)), Numbered::BadNumber(Refused::STALE_SEQ));
    assert_eq!(session.number(Seq(14)), Numbered::BadNumber(Refused::SEQ_GAP), "13 was given after that");
    done(&mut session, 12);
    done(&mut session, 13);
    session.comes_back(None);
    assert_eq!(session.number(Seq(15)), Numbered::BadNumber(Refused::SEQ_GAP), "who doesn't say so left nothing out");
}

#[test]
fn a_new_command_may_follow_on_a_hole_that_is_none() {
    // Of 9 and 10, the later one was answered by a server that was killed.
    let mut session = session();
    session.comes_back(Some(Seq(10)));
    done(&mut session, 9);
    assert_eq!(session.number(Seq(12)), Numbered::BadNumber(Refused::SEQ_GAP));
    done(&mut session, 11);
}

#[test]
fn the_last_number_of_all_is_no_trap() {
    let mut session = session();
    done(&mut session, u64::MAX);
    assert!(matches!(session.number(Seq(u64::MAX)), Numbered::Answered(_)));
    assert_eq!(session.number(Seq(1)), Numbered::BadNumber(Refused::STALE_SEQ));
}

#[test]
fn so_many_wait_for_their_answer_and_no_more() {
    let mut session = session();
    let most = u64::try_from(UNANSWERED).unwrap();
    for seq in 1..=most {
        assert_eq!(session.number(Seq(seq)), Numbered::New);
        session.underway(Seq(seq), pending());
    }
    assert_eq!(session.number(Seq(1)), Numbered::Underway);
    assert_eq!(session.number(Seq(most + 1)), Numbered::Refused(Refused::TOO_MANY_UNANSWERED));
    let (_, refusal) = session.answer(Seq(most + 1), Err(Refused::TOO_MANY_UNANSWERED)).unwrap();
    assert_eq!(session.number(Seq(most + 1)), Numbered::Answered(refusal), "the refusal is its answer for good");
    // One answer makes room for one more.
    session.answer(Seq(3), Ok(Done::default())).unwrap();
    assert_eq!(session.number(Seq(most + 2)), Numbered::New);
    session.underway(Seq(most + 2), pending());
    assert_eq!(session.number(Seq(most + 3)), Numbered::Refused(Refused::TOO_MANY_UNANSWERED));
    let waiting: Vec<u64> = session.pending.keys().map(|seq| seq.0).collect();
    assert_eq!(waiting, (1..=most).filter(|seq| *seq != 3).chain([most + 2]).collect::<Vec<_>>());
}

#[test]
fn so_many_answers_are_kept_and_no_more() {
    let mut session = session();
    let kept = u64::try_from(ANSWERS_KEPT).unwrap();
    let answers: Vec<Bytes> = (1..=kept).map(|seq| done(&mut session, seq)).collect();
    for (seq, answer) in (1..).zip(&answers) {
        assert_eq!(session.number(Seq(seq)), Numbered::Answered(answer.clone()));
    }
    done(&mut session, kept + 1);
    assert_eq!(session.number(Seq(1)), Numbered::BadNumber(Refused::STALE_SEQ));
    assert_eq!(session.number(Seq(2)), Numbered::Answered(answers[1].clone()));
}

#[test]
fn a_second_answer_counts_for_nothing() {
    let mut session = session();
    let first = done(&mut session, 1);
    assert!(session.answer(Seq(1), Err(Refused::BUSY)).is_none());
    assert_eq!(session.number(Seq(1)), Numbered::Answered(first));
}

#[derive(Clone, Debug)]
enum Step {
    /// The client sends this number.
    Say(u64),
    /// One of those on their way is answered.
    Answer(prop::sample::Index),
}

proptest! {
    #[test]
    fn each_number_is_new_exactly_once(
        steps in vec(prop_oneof![3 => (0u64..120).prop_map(Step::Say), 1 => any::<prop::sample::Index>().prop_map(Step::Answer)], 0..400),
        in_order in any::<bool>(),
    ) {
        let mut session = session();
        // The model keeps every answer for ever, in the order they were given.
        let (mut answers, mut order) = (BTreeMap::<u64, Bytes>::new(), Vec::new());
        let (mut underway, mut last) = (Vec::new(), None::<u64>);
        for step in steps {
            match step {
                Step::Say(seq) => {
                    // Mostly the next number, as a client would, or any at all.
                    let seq = if in_order && seq % 4 != 0 { last.map_or(1, |last| last + 1) } else { seq };
                    let kept = order.len().saturating_sub(ANSWERS_KEPT);
                    let expected = if order[kept..].contains(&seq) {
                        Numbered::Answered(answers[&seq].clone())
                    } else if underway.contains(&seq) {
                        Numbered::Underway
                    } else if seq == 0 || last.is_some_and(|last| seq <= last) {
                        Numbered::BadNumber(Refused::STALE_SEQ)
                    } else if last.is_some_and(|last| seq > last + 1) {
                        Numbered::BadNumber(Refused::SEQ_GAP)
                    } else if underway.len() >= UNANSWERED {
                        last = Some(seq);
                        Numbered::Refused(Refused::TOO_MANY_UNANSWERED)
                    } else {
                        last = Some(seq);
                        Numbered::New
                    };
                    let numbered = session.number(Seq(seq));
                    prop_assert_eq!(&numbered, &expected, "{}", seq);
                    match numbered {
                        Numbered::New => {
                            session.underway(Seq(seq), pending());
                            underway.push(seq);
                        }
                        Numbered::Refused(refused) => {
                            let (_, answer) = session.answer(Seq(seq), Err(refused)).unwrap();
                            answers.insert(seq, answer);
                            order.push(seq);
                        }
                        Numbered::Underway | Numbered::Answered(_) | Numbered::BadNumber(_) => {}
                    }
                }
                Step::Answer(which) => {
                    if !underway.is_empty() {
                        let seq = underway.remove(which.index(underway.len()));
                        let (pending, answer) = session.answer(Seq(seq), Ok(Done::default())).unwrap();
                        prop_assert!(pending.is_some());
                        prop_assert!(answers.insert(seq, answer).is_none(), "answered twice");
                        order.push(seq);
                    }
                }
            }
            prop_assert_eq!(session.last(), last.map(Seq));
            prop_assert_eq!(session.pending.len(), underway.len());
            prop_assert!(session.answers.len() <= ANSWERS_KEPT && session.pending.len() <= UNANSWERED);
        }
    }
}
