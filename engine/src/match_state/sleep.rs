//! When a match needs to be in memory: when it is due next, and whether anybody would miss it meanwhile.

use title::{Seat, Title};

use super::{Match, time::MatchTime};
use crate::{
    ids::{Address, PlayerId},
    limits::NEAR_MS,
    wire::HolderKind,
};

impl<T: Title> Match<T> {
    /// When it needs to be woken next, in milliseconds of service time.
    pub fn next_due_ms(&self) -> Option<u64> {
        self.due_by(&self.time)
    }

    /// When it must be in memory at the latest, in milliseconds of service time, whatever becomes of the server at `now_ms`;
    /// `None`: when somebody asks for it.
    pub fn wake_ms(&self, now_ms: u64) -> Option<u64> {
        if self.play.outcome().is_some() {
            return None;
        }
        if self.tick_hz().is_some() || self.waits_for_bot() {
            return Some(now_ms);
        }
        self.due_by(&self.time.kept(now_ms))
    }

    /// Whether nobody misses it in memory at `now_ms`: no person looks at it, no bot is to act, and nothing is due soon.
    pub fn may_sleep(&self, now_ms: u64) -> bool {
        // It is asked after every tick of every match, so what costs nothing is asked first.
        self.play.outcome().is_none()
            && self.tick_hz().is_none()
            && self.settle_ms.is_none()
            && self.watchers.values().all(|watcher| self.is_bot(&watcher.player))
            && self.next_due_ms().is_none_or(|at_ms| at_ms > now_ms.saturating_add(NEAR_MS))
            && !self.waits_for_bot()
    }

    /// How many entries its journal has.
    pub fn entries(&self) -> u64 {
        self.entries
    }

    /// The bots that play in it, while it goes on.
    pub fn bots(&self) -> impl Iterator<Item = &PlayerId> {
        let live = self.play.outcome().is_none();
        self.holders.iter().filter(move |holder| live && holder.kind == HolderKind::Bot).map(|holder| &holder.player)
    }

    /// The sessions of its bots.
    pub fn bots_watching(&self) -> Vec<Address> {
        self.watchers.iter().filter(|(_, watcher)| self.is_bot(&watcher.player)).map(|(who, _)| *who).collect()
    }

    fn is_bot(&self, player: &PlayerId) -> bool {
        self.holders.iter().any(|holder| holder.player == *player && holder.kind == HolderKind::Bot)
    }

    fn waits_for_bot(&self) -> bool {
        let persons = self.persons();
        let bots = |seat: Seat| !persons.contains(seat);
        !self.time.is_paused() && self.play.outcome().is_none() && self.turn().iter().any(bots)
    }

    fn due_by(&self, time: &MatchTime) -> Option<u64> {
        let alarm = self.play.next_alarm_ms().and_then(|at_ms| time.when(at_ms));
        let alarm = alarm.map(|at_ms| at_ms.saturating_add(self.grace_ms(None)));
        let rest = self.settle_ms.into_iter().chain(self.courtesies_due_ms());
        alarm.into_iter().chain(rest.filter(|_| self.play.outcome().is_none())).min()
    }
}
