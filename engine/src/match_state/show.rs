//! What viewers get to see of a match, encoded. What a viewer may see is decided by the title's `view`, `frame` and
//! `legal` alone; nothing else of its state passes through here.

use bytes::Bytes;
use serde::Serialize;
use title::{Audience, Seat, Title, Viewer};

use super::{Match, MatchEffect, ring::Updates};
use crate::{
    limits::LEGAL_LISTED,
    messages::Delivered,
    panics,
    wire::{Cause, Happened, Outbound, ServerMessage, Standing, to_payload},
};

/// The payload of an `update`.
#[derive(Serialize)]
struct Payload<'a, V, N, A> {
    view: &'a V,
    notes: Vec<&'a N>,
    legal: Option<Vec<A>>,
}

impl<T: Title> Match<T> {
    /// The update of the event that led to the position as it is, for every viewer there could be. An `Err` is the
    /// message of a title's panic.
    pub(super) fn updates(&self, happened: Happened, notes: &[(Audience, T::Note)]) -> Result<Updates, String> {
        let shared = if T::INFO.views_differ { None } else { Some(self.guarded(|| self.view(Viewer::Spectator))?) };
        let gives = self.takes_gifts();
        let seats = (0..self.play.seats()).map(|seat| Viewer::Seat(Seat(seat)));
        seats
            .chain([Viewer::Spectator])
            .map(|viewer| {
                let own;
                let view = match &shared {
                    Some(view) => view,
                    None => {
                        own = self.guarded(|| self.view(viewer))?;
                        &own
                    }
                };
                Ok((viewer, self.update(viewer, happened, gives, view, notes)?))
            })
            .collect()
    }

    /// How things stand, for one viewer.
    pub(super) fn snapshot(&self, viewer: Viewer) -> Result<Bytes, String> {
        let view = self.guarded(|| self.view(viewer))?;
        let gives = viewer != Viewer::Spectator && self.takes_gifts();
        self.update(viewer, Happened::plain(Cause::Snapshot, None), gives, &view, &[])
    }

    /// Updates that show nothing: for a match whose title can't make a view any more.
    pub(super) fn bare_updates(&self, cause: Cause) -> Updates {
        let seats = (0..self.play.seats()).map(|seat| Viewer::Seat(Seat(seat)));
        seats.chain([Viewer::Spectator]).map(|viewer| (viewer, self.bare_update(viewer, cause))).collect()
    }

    /// An update for one viewer in which the view is null.
    pub(super) fn bare_update(&self, viewer: Viewer, cause: Cause) -> Bytes {
        let nothing: Payload<'_, (), (), ()> = Payload { view: &(), notes: Vec::new(), legal: Some(Vec::new()) };
        let message = self.envelope(viewer, Happened::plain(cause, None), false, Vec::new());
        Outbound { message, payload: to_payload(&nothing).ok() }.encode()
    }

    /// One frame for each audience that somebody belongs to.
    pub(super) fn frames(&self) -> Result<Vec<MatchEffect>, String> {
        let mut frames = Vec::new();
        let Some(hz) = self.play.tick_hz() else { return Ok(frames) };
        let mut audiences: Vec<Viewer> = self.watchers.values().map(|watcher| watcher.viewer).collect();
        audiences.sort_unstable();
        audiences.dedup();
        if audiences.is_empty() {
            return Ok(frames);
        }
        let shared = if T::INFO.views_differ { None } else { Some(self.frame(Viewer::Spectator)?) };
        for viewer in audiences {
            let payload = shared.clone().map_or_else(|| self.frame(viewer), Ok)?;
            let Some(payload) = payload else { continue };
            let input = match viewer {
                Viewer::Seat(seat) => self.inputs.applied(seat.index()),
                Viewer::Spectator => 0,
            };
            let (match_id, epoch, tick) = (self.id.clone(), self.epoch, self.play.ticks());
            let message = ServerMessage::Frame { match_id: match_id.clone(), epoch, tick, input };
            let message = Outbound { message, payload: Some(payload) }.encode();
            let wait = self.shown == title::Shown::WhenStored;
            let what = Delivered::Frame { match_id, epoch, tick, hz, delta: T::INFO.delta_frames, message };
            frames.push(MatchEffect::say(self.audience(viewer), what, wait));
        }
        Ok(frames)
    }

    /// The payload of the frame that `viewer` is sent, if there is one.
    fn frame(&self, viewer: Viewer) -> Result<Option<Bytes>, String> {
        let Some(frame) = self.guarded(|| self.play.state().frame(viewer))? else { return Ok(None) };
        let payload = self.guarded(|| to_payload(&frame))?.map_err(|_| "a frame can't be encoded".to_string())?;
        Ok(Some(payload))
    }

    fn view(&self, viewer: Viewer) -> T::View {
        self.play.state().view(viewer)
    }

    fn update(
        &self,
        viewer: Viewer,
        happened: Happened,
        gives: bool,
        view: &T::View,
        notes: &[(Audience, T::Note)],
    ) -> Result<Bytes, String> {
        let turn = self.guarded(|| self.play.turn())?;
        let legal = match viewer {
            Viewer::Seat(seat) if turn.contains(seat) => self.guarded(|| self.legal(seat))?,
            Viewer::Seat(_) | Viewer::Spectator => Some(Vec::new()),
        };
        let notes = notes.iter().filter(|(audience, _)| audience.includes(viewer)).map(|(_, note)| note).collect();
        let payload = self
            .guarded(|| to_payload(&Payload { view, notes, legal }))?
            .map_err(|_| "a view can't be encoded".to_string())?;
        let message = self.envelope(viewer, happened, gives, turn.iter().map(|seat| seat.0).collect());
        Ok(Outbound { message, payload: Some(payload) }.encode())
    }

    fn legal(&self, seat: Seat) -> Option<Vec<T::Action>> {
        match self.play.state().legal(seat) {
            title::Legal::Unlisted => None,
            title::Legal::Listed(actions) | title::Legal::Sampled(actions) => {
                Some(actions).filter(|actions| actions.len() <= LEGAL_LISTED)
            }
        }
    }

    fn envelope(&self, viewer: Viewer, happened: Happened, gives: bool, turn: Vec<u8>) -> ServerMessage {
        ServerMessage::Update {
            match_id: self.id.clone(),
            epoch: self.epoch,
            rev: self.rev,
            seat: match viewer {
                Viewer::Seat(seat) => Some(seat.0),
                Viewer::Spectator => None,
            },
            happened,
            now_ms: self.play.now_ms(),
            offset_ms: self.time.offset(self.now_ms),
            paused: self.time.is_paused(),
            offers: self.offers_shown(),
            courtesies: match viewer {
                Viewer::Seat(seat) => self.asks(seat, gives),
                Viewer::Spectator => Vec::new(),
            },
            gone: self.gone_shown(),
            turn,
            away: self.away.iter().map(|seat| seat.0).collect(),
            outcome: self.play.outcome().map(Standing::from),
            tick: self.play.tick_hz().map(|_| self.play.ticks()),
            hz: self.play.tick_hz(),
        }
    }

    /// Runs a piece of the title that only looks.
    fn guarded<R>(&self, look: impl FnOnce() -> R) -> Result<R, String> {
        panics::caught(look).ok_or_else(|| "the title panicked while it was looked at".to_string())
    }
}
