//! Real time through a hub: frames out, as many as the client keeps up with, and inputs and acknowledgements in.

use bytes::Bytes;
use engine::{
    ids::{MatchId, SessionId},
    messages::{Attach, ToWorker},
    wire::Refused,
};

use super::{Hub, HubEffect, counts::Class, look::Watch};
use crate::{
    flow::{Frame, Offered, Window},
    messages::ConnectionId,
};

impl Hub {
    /// There is a frame for the attachment `address`.
    pub(super) fn frame(&mut self, address: SessionId, frame: Frame) {
        if let Some(id) = self.watches.get(&address).copied() {
            self.with_window(id, |window, round_trip_ms| window.offer(frame, round_trip_ms));
        }
    }

    /// The client of a session says that it has the frame of `tick`.
    pub(super) fn seen(&mut self, id: SessionId, match_id: &MatchId, tick: u64) {
        // Its word may have been on the way when it was turned to another match.
        if self.sessions.get(&id).is_some_and(|session| session.is_shown(match_id)) {
            self.with_window(id, |window, round_trip_ms| window.seen(tick, round_trip_ms));
        }
    }

    /// The client of a connection holds another control from `tick` on.
    pub(super) fn input(
        &mut self,
        connection: ConnectionId,
        id: SessionId,
        match_id: MatchId,
        numbered: (u64, u64),
        payload: Option<Bytes>,
    ) {
        let Some(session) = self.sessions.get(&id) else { return };
        // An input of a match that isn't shown here, or without its control, can't be meant.
        let Some(payload) = payload.filter(|_| session.is_shown(&match_id)) else {
            return self.refuse(connection, None, &Refused::BAD_INPUT);
        };
        self.counts.inputs += 1;
        let (worker, player, (input, tick)) = (match_id.worker.clone(), session.player.id.clone(), numbered);
        let who = self.address(id);
        self.out.push(HubEffect::Worker(worker, ToWorker::Input { match_id, who, player, input, tick, payload }));
    }

    /// Has the window of what a session looks at decide, and does as it says.
    pub(super) fn with_window(&mut self, id: SessionId, ask: impl FnOnce(&mut Window, u64) -> Offered) {
        let Some(session) = self.sessions.get_mut(&id) else { return };
        let link = session.connection.and_then(|connection| self.links.get(&connection));
        let round_trip_ms = link.map_or(0, |link| link.lag.least_ms());
        let Some(Watch { window, .. }) = &mut session.watch else { return };
        let offered = ask(window, round_trip_ms);
        self.counts.frames_skipped += window.take_skipped();
        match offered {
            Offered::Nothing => {}
            Offered::Send(message) => self.send(id, Class::State, message),
            Offered::Resync => self.resync(id),
        }
    }

    /// Asks the match for a whole view, at the address of the attachment there is: what comes after it follows it.
    fn resync(&mut self, id: SessionId) {
        let Some(session) = self.sessions.get(&id) else { return };
        let Some(Watch { address, match_id, .. }) = &session.watch else { return };
        let (match_id, player, who) = (match_id.clone(), session.player.id.clone(), self.address(*address));
        self.counts.resyncs += 1;
        let attach = Attach { match_id: match_id.clone(), who, player, have: None };
        self.out.push(HubEffect::Worker(match_id.worker, ToWorker::Attach(attach)));
    }
}
