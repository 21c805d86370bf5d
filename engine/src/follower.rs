//! Which frames of a real-time match one watcher may be given. A frame that tells only what its own tick has changed is of
//! no use without the one before it, so whoever stands between a match and a watcher (a hub, the bots) asks this before
//! passing one on. It knows ticks and nothing else: no match, no message, no reason why a frame is missing.

use crate::limits::RESYNC_AGAIN_TICKS;

/// What one watcher of one match has been given.
///
/// Whoever owns it puts every update and every frame past it. On [`Verdict::Resync`] the owner attaches to the match
/// again from the same address, having nothing; the snapshot that comes of it heals the gap, whatever made it: a merged
/// outbox, a full window, a lost message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Follower {
    /// The tick of what was passed on last; `None` until an update has told one.
    last: Option<u64>,
    /// The tick at which the update was asked for that heals a gap.
    asked: Option<u64>,
}

/// What to do with a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Pass it on.
    Pass,
    /// Don't: the watcher has it, or could do nothing with it.
    Drop,
    /// Don't, and ask the match for how things stand.
    Resync,
}

impl Follower {
    /// The watcher was passed an update. It shows the position after `tick`, or, with `None`, an earlier one than now.
    pub fn shown(&mut self, tick: Option<u64>) {
        if tick.is_some() {
            *self = Follower { last: tick, asked: None };
        }
    }

    /// What to do with the frame of `tick`. With [`Verdict::Pass`] it counts as passed on.
    pub fn frame(&mut self, tick: u64, delta: bool) -> Verdict {
        let verdict = if delta { self.delta(tick) } else { self.whole(tick) };
        match verdict {
            Verdict::Pass => self.last = Some(tick),
            Verdict::Resync => self.asked = Some(tick),
            Verdict::Drop => {}
        }
        verdict
    }

    /// The tick of what was passed on last.
    pub fn tick(&self) -> Option<u64> {
        self.last
    }

    fn whole(&self, tick: u64) -> Verdict {
        if self.last.is_none_or(|last| tick > last) { Verdict::Pass } else { Verdict::Drop }
    }

    fn delta(&self, tick: u64) -> Verdict {
        match self.last {
            Some(last) if tick <= last => Verdict::Drop,
            Some(last) if tick == last + 1 && self.asked.is_none() => Verdict::Pass,
            // Who has never been shown anything is about to be: that is what an attachment begins with.
            None => Verdict::Drop,
            Some(_) if self.asked.is_some_and(|asked| tick < asked + RESYNC_AGAIN_TICKS) => Verdict::Drop,
            Some(_) => Verdict::Resync,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Verdict::*, *};

    fn shown(tick: u64) -> Follower {
        let mut follower = Follower::default();
        follower.shown(Some(tick));
        follower
    }

    #[test]
    fn whole_frames_pass_whatever_is_missing_and_never_back() {
        let mut follower = shown(10);
        let verdicts = [10, 10, 11, 15, 14, 15, 16].map(|tick| follower.frame(tick, false));
        assert_eq!(verdicts, [Drop, Drop, Pass, Pass, Drop, Drop, Pass]);
        assert_eq!(follower.tick(), Some(16));
    }

    #[test]
    fn changes_pass_one_after_the_other() {
        let mut follower = shown(10);
        let verdicts = [9, 10, 11, 11, 12].map(|tick| follower.frame(tick, true));
        assert_eq!(verdicts, [Drop, Drop, Pass, Drop, Pass]);
    }

    #[test]
    fn a_gap_is_asked_about_once_and_healed_by_an_update_of_now() {
        let mut follower = shown(10);
        let verdicts = [12, 13, 11, 14].map(|tick| follower.frame(tick, true));
        assert_eq!(verdicts, [Resync, Drop, Drop, Drop]);
        follower.shown(None);
        assert_eq!(follower.frame(15, true), Drop, "an update of earlier heals nothing");
        follower.shown(Some(15));
        assert_eq!([15, 16].map(|tick| follower.frame(tick, true)), [Drop, Pass]);
        assert_eq!(follower.frame(18, true), Resync, "the next gap is a new one");
    }

    #[test]
    fn who_gets_no_answer_asks_again() {
        let mut follower = shown(10);
        let asked: Vec<u64> = (12..200).filter(|tick| follower.frame(*tick, true) == Resync).collect();
        assert_eq!(asked, [12, 12 + RESYNC_AGAIN_TICKS, 12 + 2 * RESYNC_AGAIN_TICKS]);
    }

    #[test]
    fn nothing_is_followed_before_the_first_update() {
        let mut follower = Follower::default();
        assert_eq!([1, 2].map(|tick| follower.frame(tick, true)), [Drop, Drop]);
        follower.shown(Some(2));
        assert_eq!(follower.frame(3, true), Pass);
    }

    proptest! {
        /// Whatever is lost on the way, a watcher who follows knows each position it thinks it knows, and is never left
        /// behind for good.
        #[test]
        fn who_follows_changes_is_right_or_asks(lost in prop::collection::vec(any::<bool>(), 1..200), answer_after in 0u64..9) {
            let mut follower = shown(0);
            let mut known = 0;
            let mut answer_at = None;
            for (tick, lost) in (1..).zip(lost) {
                if !lost {
                    match follower.frame(tick, true) {
                        Pass => {
                            prop_assert_eq!(tick, known + 1);
                            known = tick;
                        }
                        Resync => {
                            prop_assert_eq!(answer_at, None, "asked once");
                            answer_at = Some(tick + answer_after);
                        }
                        Drop => prop_assert!(answer_at.is_some() || tick <= known),
                    }
                }
                if answer_at.is_some_and(|at| at <= tick) {
                    answer_at = None;
                    follower.shown(Some(tick));
                    known = tick;
                }
            }
            prop_assert_eq!(follower.tick(), Some(known));
        }
    }
}
