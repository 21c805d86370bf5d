//! The context a title is handed: the only way for rules to get at time, chance and alarms, and to say what happened.
//! Everything in it is a wish until the engine takes it; on a rejection or a panic all of it is thrown away.

use crate::{Audience, Outcome, Rng, Title};

/// What one event of a match may use and ask for.
pub struct Cx<T: Title> {
    now_ms: u64,
    seats: u8,
    pub(crate) rng: Rng,
    pub(crate) alarms: Vec<AlarmChange<T::Alarm>>,
    pub(crate) notes: Vec<(Audience, T::Note)>,
    pub(crate) checkpoint: bool,
    pub(crate) revealed: bool,
    pub(crate) outcome: Option<Outcome>,
}

/// A wish about one alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlarmChange<A> {
    /// Fire `alarm` at this match time, in milliseconds; replaces an earlier setting of the same alarm.
    Set(A, u64),
    /// Forget the alarm.
    Cancel(A),
}

impl<T: Title> Cx<T> {
    pub(crate) fn new(now_ms: u64, seats: u8, rng: Rng) -> Cx<T> {
        Cx {
            now_ms,
            seats,
            rng,
            alarms: Vec::new(),
            notes: Vec::new(),
            checkpoint: false,
            revealed: false,
            outcome: None,
        }
    }

    /// The time of this event in milliseconds of match time: it never runs backwards, and stands still while the
    /// server is down. Its zero means nothing; only differences do.
    pub fn now(&self) -> u64 {
        self.now_ms
    }

    /// How many seats the match has.
    pub fn seats(&self) -> u8 {
        self.seats
    }

    /// The match's own source of chance.
    pub fn rng(&mut self) -> &mut Rng {
        &mut self.rng
    }

    /// Asks for [`Title::alarm`] with this alarm at `at_ms` of match time. The same alarm set again is replaced.
    pub fn set_alarm(&mut self, alarm: T::Alarm, at_ms: u64) {
        self.alarms.push(AlarmChange::Set(alarm, at_ms));
    }

    /// Forgets an alarm; it will not reach the title, however late this comes. Forgetting what isn't set is fine.
    pub fn cancel_alarm(&mut self, alarm: T::Alarm) {
        self.alarms.push(AlarmChange::Cancel(alarm));
    }

    /// Tells `audience` what just happened: a capture, a die, a point.
    pub fn note(&mut self, audience: Audience, note: T::Note) {
        self.notes.push((audience, note));
    }

    /// Somebody has learned by this event what they can't forget (a card turned over): no undo goes back before it. Chance
    /// that was drawn need not be told of; the engine sees it.
    pub fn reveal(&mut self) {
        self.revealed = true;
    }

    /// In a real-time match: this tick must be on disk before it is shown. Turn-based events always are.
    pub fn checkpoint(&mut self) {
        self.checkpoint = true;
    }

    /// Ends the match. No action, alarm or tick reaches it afterwards.
    pub fn end(&mut self, outcome: Outcome) {
        self.outcome = Some(outcome);
    }
}
