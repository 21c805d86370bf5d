//! The lobby's beat. What may change many times in a moment, and is of interest to many, is told once a beat: to those who
//! watch the list of tables, of it and of their own, and to those who look at a table about who else looks.

use std::collections::BTreeSet;

use super::Lobby;
use crate::{
    arrange::Arrange,
    ids::{Address, TableId},
    limits::LOBBY_BEAT_MS,
};

/// What waits for the next beat.
#[derive(Default)]
pub(super) struct Beat {
    /// Whether the timer is asked for it.
    armed: bool,
    /// The tables whose lookers have changed.
    stirred: BTreeSet<TableId>,
}

impl Beat {
    /// The timer's key of the beat.
    pub(super) const KEY: u64 = 0;
}

impl Lobby {
    /// Something is to be told at the next beat.
    pub(super) fn arm_beat(&mut self) {
        if !self.beat.armed {
            self.beat.armed = true;
            let at_ms = self.now_ms + LOBBY_BEAT_MS;
            self.arrange(Arrange::Alarm { key: Beat::KEY, at_ms, generation: 0 });
        }
    }

    /// Who looks at a table has changed. Those who look at it are told of that at the next beat, unless that is
    /// only `shown`, who has been shown it just now.
    pub(super) fn stir(&mut self, id: &TableId, shown: Option<Address>) {
        self.relist(id);
        if self.looks.is_watched_by_others(id, shown) {
            self.beat.stirred.insert(id.clone());
            self.arm_beat();
        }
    }

    /// Those who look at a table know how it stands.
    pub(super) fn settle(&mut self, id: &TableId) {
        self.beat.stirred.remove(id);
    }

    /// The beat.
    pub(super) fn tell_what_changed(&mut self) {
        self.beat.armed = false;
        for id in std::mem::take(&mut self.beat.stirred) {
            self.show(&id);
        }
        self.tell_watchers();
        self.tell_own();
    }
}
