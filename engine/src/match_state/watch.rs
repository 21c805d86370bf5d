//! Who looks at a match: sessions that come and go, and how what is shown finds its way to them.

use title::{Title, Viewer};

use super::{Effected, Match, MatchEffect, ring::Updates};
use crate::{
    ids::{Address, HubId, PlayerId, Rev},
    limits,
    messages::{Attach, Delivered},
    wire::{Cause, Refused},
};

/// A session that is shown the match.
pub(super) struct Watcher {
    pub(super) viewer: Viewer,
    pub(super) player: PlayerId,
}

impl<T: Title> Match<T> {
    /// A session wants to see the match.
    pub fn attach(&mut self, attach: Attach, now_ms: u64) -> Effected {
        self.now_ms = now_ms;
        let Attach { who, player, have, .. } = attach;
        let viewer = self.viewer(&player);
        if !self.watchers.contains_key(&who) {
            // Each seat is counted by itself: onlookers can't keep a player from the match.
            if self.audience(viewer).len() >= limits::WATCHERS {
                let what = Delivered::NoMatch { match_id: self.id.clone(), why: Refused::BUSY };
                return vec![MatchEffect::say(vec![who], what, true)];
            }
            // A new session numbers its inputs from the start again.
            if let Viewer::Seat(seat) = viewer {
                self.inputs.renumber(seat.index());
            }
        }
        self.watchers.insert(who, Watcher { viewer, player });
        // Who missed frames that tell only changes needs the whole view.
        let have = have.filter(|(epoch, _)| *epoch == self.epoch && !T::INFO.delta_frames);
        let mut out = match have.and_then(|(_, rev)| self.missed(viewer, rev)) {
            Some(missed) => {
                let say = |(rev, message)| MatchEffect::say(vec![who], self.delivered(rev, None, message), true);
                missed.into_iter().map(say).collect()
            }
            None => match self.snapshot(viewer) {
                Ok(message) => vec![MatchEffect::say(vec![who], self.delivered_now(message), true)],
                // A match that is over can't end of it; that it is over can still be said.
                Err(_) if self.play.outcome().is_some() => {
                    let message = self.bare_update(viewer, Cause::Snapshot);
                    vec![MatchEffect::say(vec![who], self.delivered_now(message), true)]
                }
                Err(message) => self.fault(message),
            },
        };
        if let Viewer::Seat(seat) = viewer {
            out.extend(self.presence(seat, now_ms));
        }
        out
    }

    /// What `viewer` was shown after `rev`, if all of it is still here.
    fn missed(&self, viewer: Viewer, rev: Rev) -> Option<Vec<(Rev, bytes::Bytes)>> {
        let missed = self.ring.since(rev, self.rev)?;
        Some(missed.filter_map(|(rev, updates)| Some((rev, updates.get(&viewer)?.clone()))).collect())
    }

    /// A session has gone, or looks elsewhere.
    pub fn detach(&mut self, who: Address, now_ms: u64) -> Effected {
        self.now_ms = now_ms;
        match self.watchers.remove(&who).map(|watcher| watcher.viewer) {
            Some(Viewer::Seat(seat)) => self.presence(seat, now_ms),
            Some(Viewer::Spectator) | None => Vec::new(),
        }
    }

    /// Keeps the updates for those who come back, and shows them to those who are here.
    pub(super) fn show(&mut self, updates: Updates, wait: bool, out: &mut Effected) {
        for (viewer, message) in &updates {
            let to = self.audience(*viewer);
            if !to.is_empty() {
                out.push(MatchEffect::say(to, self.delivered_now(message.clone()), wait));
            }
        }
        self.ring.push(self.rev, updates);
    }

    /// The sessions that see the match from where `viewer` does.
    pub(super) fn audience(&self, viewer: Viewer) -> Vec<Address> {
        self.watchers.iter().filter(|(_, watcher)| watcher.viewer == viewer).map(|(who, _)| *who).collect()
    }

    /// An update that shows the position as it is.
    fn delivered_now(&self, message: bytes::Bytes) -> Delivered {
        self.delivered(self.rev, self.play.tick_hz().map(|_| self.play.ticks()), message)
    }

    fn delivered(&self, rev: Rev, tick: Option<u64>, message: bytes::Bytes) -> Delivered {
        Delivered::Update { match_id: self.id.clone(), epoch: self.epoch, rev, tick, message }
    }

    /// The watchers whose sessions are in `hub`.
    pub fn watchers_of(&self, hub: HubId) -> impl Iterator<Item = Address> {
        self.watchers.keys().copied().filter(move |who| who.hub == hub)
    }

    /// Whether somebody watches it.
    pub fn is_watched(&self) -> bool {
        !self.watchers.is_empty()
    }

    /// How its watchers would attach anew, knowing nothing.
    pub fn attachments(&self) -> impl Iterator<Item = Attach> {
        self.watchers.iter().map(|(who, watcher)| Attach {
            match_id: self.id.clone(),
            who: *who,
            player: watcher.player.clone(),
            have: None,
        })
    }
}
