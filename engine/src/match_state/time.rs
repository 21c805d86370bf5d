//! The time of a match: milliseconds that run with the server's service time, behind it by an offset that grows whenever the
//! match's time stands still. It stands from an event that a player must answer until that event can be seen, and while the
//! players pause. So clocks, deadlines and alarms are fair whatever the store or a busy worker do, and no title knows of it.

/// The time of one match.
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct MatchTime {
    /// By how much it is behind service time while it runs.
    offset_ms: i64,
    /// The time of the last event.
    at_ms: u64,
    /// Whether the last event that must be seen isn't yet.
    held: bool,
    paused: bool,
    /// The offset that viewers were told last.
    told_ms: i64,
}

impl MatchTime {
    /// A time that runs with the server's, `offset_ms` behind it, from the event at `at_ms` on.
    pub(super) fn running(at_ms: u64, offset_ms: i64) -> MatchTime {
        MatchTime { offset_ms, at_ms, held: false, paused: false, told_ms: offset_ms }
    }

    /// The match time at the service time `service_ms`.
    pub(super) fn now(&self, service_ms: u64) -> u64 {
        if self.stands() { self.at_ms } else { less(service_ms, self.offset_ms).max(self.at_ms) }
    }

    /// The match time of something that was received at `received_ms` from a player `lag_ms` away.
    pub(super) fn of_receipt(&self, received_ms: u64, lag_ms: u64) -> u64 {
        if self.stands() {
            return self.at_ms;
        }
        less(received_ms, self.offset_ms).saturating_sub(lag_ms).max(self.at_ms)
    }

    /// When the match time `at_ms` comes, in service time: in the past if it has come; `None` while nobody knows.
    pub(super) fn when(&self, at_ms: u64) -> Option<u64> {
        let known = !self.stands() || (!self.paused && at_ms <= self.at_ms);
        known.then(|| less(at_ms, -self.offset_ms))
    }

    /// The service time of the match time `at_ms`, for something that is dated so and handled at `service_ms`. Of what lasts
    /// from an event on, a journal tells it again.
    pub(super) fn service(&self, at_ms: u64, service_ms: u64) -> u64 {
        less(at_ms, -self.offset(service_ms))
    }

    /// Something happened at the match time `at_ms`.
    pub(super) fn happened(&mut self, at_ms: u64) {
        self.at_ms = self.at_ms.max(at_ms);
    }

    /// The time stands until [`MatchTime::released`].
    pub(super) fn hold(&mut self) {
        self.held = true;
    }

    /// The event it stood for can be seen, as of `service_ms`: it runs on.
    pub(super) fn released(&mut self, service_ms: u64) {
        if std::mem::take(&mut self.held) && !self.paused {
            self.offset_ms = self.standing_offset(service_ms);
        }
    }

    /// The players pause at the match time `at_ms`.
    pub(super) fn pause(&mut self, at_ms: u64) {
        self.happened(at_ms);
        self.paused = true;
    }

    /// They go on at `service_ms`.
    pub(super) fn resume(&mut self, service_ms: u64) {
        self.paused = false;
        self.offset_ms = self.standing_offset(service_ms);
    }

    /// The match goes back to `at_ms`.
    pub(super) fn rewind(&mut self, at_ms: u64, service_ms: u64) {
        self.at_ms = at_ms;
        self.offset_ms = self.standing_offset(service_ms);
    }

    /// A journal says that an event happened at `at_ms` and that the time was `offset_ms` behind.
    pub(super) fn replayed(&mut self, at_ms: u64, offset_ms: i64) {
        (self.at_ms, self.offset_ms, self.told_ms) = (at_ms, offset_ms, offset_ms);
    }

    /// The time as it goes on when it is brought back: whatever it stood for is seen by then.
    pub(super) fn kept(&self, service_ms: u64) -> MatchTime {
        let offset_ms = self.offset(service_ms);
        MatchTime { offset_ms, held: false, told_ms: offset_ms, ..*self }
    }

    /// Whether the players pause.
    pub(super) fn is_paused(&self) -> bool {
        self.paused
    }

    /// The offset at `service_ms`, for an entry of the journal or a viewer.
    pub(super) fn offset(&self, service_ms: u64) -> i64 {
        if self.stands() { self.standing_offset(service_ms) } else { self.offset_ms }
    }

    /// Viewers are told the offset of `service_ms`.
    pub(super) fn tell(&mut self, service_ms: u64) {
        self.told_ms = self.offset(service_ms);
    }

    /// By how much viewers think that more time has passed than has.
    pub(super) fn untold_ms(&self) -> u64 {
        if self.stands() { 0 } else { (self.offset_ms - self.told_ms).unsigned_abs() }
    }

    /// Whether it stands still.
    pub(super) fn stands(&self) -> bool {
        self.held || self.paused
    }

    fn standing_offset(&self, service_ms: u64) -> i64 {
        // Milliseconds of a server's life are far below 2^62.
        service_ms.cast_signed() - self.at_ms.cast_signed()
    }
}

/// `time_ms` less an offset of either sign. A title may name the end of time.
fn less(time_ms: u64, offset_ms: i64) -> u64 {
    time_ms.saturating_add_signed(-offset_ms)
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert, prop_assert_eq, proptest};

    use super::*;

    #[derive(Clone, Copy, Debug)]
    enum Step {
        Event { hold: bool },
        Release,
        Pause,
        Resume,
    }

    fn steps() -> impl proptest::strategy::Strategy<Value = Vec<(u64, Step)>> {
        use proptest::prelude::*;
        let step = prop_oneof![
            any::<bool>().prop_map(|hold| Step::Event { hold }),
            Just(Step::Release),
            Just(Step::Pause),
            Just(Step::Resume),
        ];
        proptest::collection::vec((0u64..10_000, step), 0..40)
    }

    proptest! {
        /// The naive model counts the milliseconds one by one, standing or not.
        #[test]
        fn it_runs_exactly_while_nothing_holds_it(start in 0u64..1_000_000, steps in steps()) {
            let (mut service, mut counted) = (start, start);
            let (mut held, mut paused) = (false, false);
            let mut time = MatchTime::running(start, 0);
            for (pass_ms, step) in steps {
                service += pass_ms;
                if !held && !paused {
                    counted += pass_ms;
                }
                prop_assert_eq!(time.now(service), counted);
                match step {
                    Step::Event { hold } => {
                        time.happened(time.now(service));
                        if hold {
                            time.hold();
                            held = true;
                        }
                    }
                    Step::Release => {
                        time.released(service);
                        held = false;
                    }
                    Step::Pause => {
                        time.pause(time.now(service));
                        paused = true;
                    }
                    Step::Resume if paused => {
                        time.resume(service);
                        paused = false;
                    }
                    Step::Resume => {}
                }
                prop_assert_eq!(time.now(service), counted);
                prop_assert_eq!(less(service, time.offset(service)), counted);
                if let Some(when) = time.when(counted + 500) {
                    prop_assert_eq!(when, service + 500);
                }
            }
        }

        /// However far away a player says they are, nothing is dated before the last event or after its receipt.
        #[test]
        fn lag_dates_nothing_before_the_last_event(at in 0u64..100_000, passed in 0u64..10_000, lag in 0u64..100_000) {
            let time = MatchTime::running(at, 0);
            let dated = time.of_receipt(at + passed, lag);
            prop_assert!((at..=at + passed).contains(&dated));
            prop_assert_eq!(at + passed - dated, lag.min(passed));
        }
    }
}
