//! Titles whose frames tell only what a tick has changed: who follows them knows the match, whatever is left out on the way.

use engine::follower::{Follower, Verdict};
use proptest::prelude::*;
use title::Title;

use super::*;
use crate::toys::trail::{Trail, TrailFrame, TrailOptions, TrailView};

/// A watcher who follows, as a hub and its client do together.
struct Watching {
    who: u64,
    follower: Follower,
    view: Option<TrailView>,
    seen: Vec<u64>,
    resyncs: usize,
}

impl Watching {
    fn new(who: u64) -> Watching {
        Watching { who, follower: Follower::default(), view: None, seen: Vec::new(), resyncs: 0 }
    }

    /// Follows what was delivered since the last time, save what is `lost` on the way.
    fn follow(&mut self, stage: &mut Stage<Trail>, mut lost: impl FnMut() -> bool) {
        loop {
            let mut resync = false;
            for what in stage.taken(self.who) {
                let seen = Seen::of(&what);
                match what {
                    Delivered::Update { tick, .. } => {
                        self.follower.shown(tick);
                        self.view = seen.map(|seen| serde_json::from_value(seen.view().clone()).unwrap());
                    }
                    Delivered::Frame { tick, delta, .. } if !lost() => match self.follower.frame(tick, delta) {
                        Verdict::Pass => {
                            let payload = frame_of(&what).unwrap()["payload"].clone();
                            let frame: TrailFrame = serde_json::from_value(payload).unwrap();
                            Trail::follow(self.view.as_mut().unwrap(), &frame);
                            self.seen.push(tick);
                        }
                        Verdict::Drop => {}
                        Verdict::Resync => resync = true,
                    },
                    Delivered::Frame { .. } => {}
                    other => panic!("nothing else was asked for: {other:?}"),
                }
            }
            if !resync {
                return;
            }
            self.resyncs += 1;
            stage.attach("m", self.who);
        }
    }

    fn knows(&self, stage: &mut Stage<Trail>) -> bool {
        let now: TrailView = serde_json::from_value(stage.look().view().clone()).unwrap();
        self.view.as_ref() == Some(&now)
    }
}

fn trail(options: TrailOptions) -> Stage<Trail> {
    let mut stage = Stage::new();
    stage.create("m", serde_json::to_value(options).unwrap());
    stage
}

#[test]
fn ticks_made_up_for_are_told_one_by_one() {
    let mut stage = trail(TrailOptions::default());
    stage.attach("m", ANN);
    let mut ann = Watching::new(ANN);
    stage.advance(100);
    stage.stall(1_000);
    stage.advance(100);
    ann.follow(&mut stage, || false);
    assert!(ann.knows(&mut stage));
    assert_eq!(ann.seen, (1..=6 + TICKS_CAUGHT_UP + 6).collect::<Vec<_>>(), "ticks that are skipped use up no number");
    assert_eq!(ann.resyncs, 0);
    assert_eq!(stage.worker.observe().counts.frames_skipped, 0);
}

#[test]
fn a_watcher_who_comes_late_has_everything() {
    let mut stage = trail(TrailOptions::default());
    stage.advance(3_000);
    stage.attach("m", EVE);
    let mut eve = Watching::new(EVE);
    stage.advance(3_000);
    eve.follow(&mut stage, || false);
    assert!(eve.knows(&mut stage));
    assert_eq!((eve.view.as_ref().unwrap().cells.len(), eve.resyncs), (360, 0));
}

#[test]
fn a_watcher_who_comes_back_is_shown_the_whole_view() {
    let mut stage = trail(TrailOptions { checkpoint_every: 7, ..TrailOptions::default() });
    stage.attach("m", ANN);
    stage.advance(500);
    let have = stage.taken(ANN).iter().filter_map(Seen::of).next_back().map(|seen| (seen.epoch, seen.rev)).unwrap();
    stage.detach("m", ANN);
    stage.advance(500);
    stage.attach_with("m", ANN, Some((engine::ids::Epoch(have.0), engine::ids::Rev(have.1))));
    let mut ann = Watching::new(ANN);
    stage.advance(500);
    ann.follow(&mut stage, || false);
    assert!(ann.knows(&mut stage));
    assert_eq!(ann.resyncs, 0);
}

#[test]
fn frames_behind_a_slow_commit_are_merged_counted_and_healed() {
    let mut stage = trail(TrailOptions { checkpoint_every: 50, ..TrailOptions::default() });
    stage.attach("m", ANN);
    stage.hold = true;
    let mut ann = Watching::new(ANN);
    stage.advance(1_000);
    stage.release();
    stage.advance(50);
    ann.follow(&mut stage, || false);
    assert_eq!((ann.resyncs, stage.worker.observe().counts.frames_skipped), (1, 9));
    stage.advance(50);
    ann.follow(&mut stage, || false);
    assert!(ann.knows(&mut stage));
}

#[derive(Clone, Debug)]
enum Step {
    Advance(u64),
    Stall(u64),
    Hold(bool),
    Push(u64, i8),
    Leave,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (1u64..200).prop_map(Step::Advance),
        1 => (1u64..1_000).prop_map(Step::Stall),
        2 => any::<bool>().prop_map(Step::Hold),
        3 => (1u64..3, -2i8..3).prop_map(|(who, push)| Step::Push(who, push)),
        1 => Just(Step::Leave),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Frames are lost at will between the worker and the watcher, as a hub under pressure loses them; a stalled worker and a
    /// slow store lose more. Each gap is healed by one update, ticks never go back, and what the watcher knows is true.
    #[test]
    fn whoever_follows_knows_the_match(
        steps in prop::collection::vec(step(), 1..40),
        losses in prop::collection::vec(prop::bool::weighted(0.1), 64),
        checkpoint_every in 0u64..9,
    ) {
        let mut stage = trail(TrailOptions { checkpoint_every, ..TrailOptions::default() });
        stage.attach("m", ANN);
        let mut ann = Watching::new(ANN);
        let mut losses = losses.into_iter().cycle();
        for (number, step) in (1..).zip(steps) {
            match step {
                Step::Advance(ms) => stage.advance(ms),
                Step::Stall(ms) => stage.stall(ms),
                Step::Hold(hold) => {
                    stage.hold = hold;
                    stage.flush();
                }
                Step::Push(who, push) => stage.input("m", who, number, Push(push)),
                Step::Leave => {
                    stage.detach("m", ANN);
                    stage.advance(30);
                    ann.follow(&mut stage, || false);
                    stage.attach("m", ANN);
                    ann.follower = Follower::default();
                }
            }
            ann.follow(&mut stage, || losses.next().unwrap());
        }
        stage.release();
        stage.advance(100);
        ann.follow(&mut stage, || false);
        stage.advance(20);
        ann.follow(&mut stage, || false);
        prop_assert!(ann.knows(&mut stage));
        prop_assert!(ann.seen.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", ann.seen);
    }
}
