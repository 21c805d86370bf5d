//! Matches that are over, over HTTP: seen again step by step, and played on from one of them at a new table. To play a match
//! again is work, so it is done off the threads that serve sockets, and for a few at a time.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use actix_web::{
    HttpRequest, HttpResponse,
    web::{self, Data, Json, Path, Query},
};
use engine::{
    actors::{AskHistory, MakeTable},
    ids::{MatchId, Rev},
    messages::NewTable,
    replay::{Asked, By},
    store::{History, StoreError},
    table::Fork,
    titles::Offered,
    wire::{Offer, Refused, Sides},
};
use serde::Deserialize;
use title::Seat;

use super::refuse;
use crate::{gateway::Shared, limits::REPLAYS_AT_ONCE};

/// How many matches are played again just now.
#[derive(Clone, Default)]
pub(crate) struct Replays(Arc<AtomicUsize>);

/// One of them. Dropping it makes room for another.
struct Running(Arc<AtomicUsize>);

impl Replays {
    fn take(&self) -> Option<Running> {
        let more = |running| (running < REPLAYS_AT_ONCE).then_some(running + 1);
        let taken = self.0.fetch_update(Ordering::AcqRel, Ordering::Acquire, more);
        taken.is_ok().then(|| Running(self.0.clone()))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[derive(Deserialize)]
pub(super) struct AskReplay {
    #[serde(default)]
    seat: Option<u8>,
    #[serde(default)]
    from: u64,
}

/// A match step by step.
pub(super) async fn replay(
    request: HttpRequest,
    shared: Data<Shared>,
    id: Path<String>,
    asked: Query<AskReplay>,
) -> HttpResponse {
    let by = match shared.guard.reader(&request, shared.timer.clock().wall_s()) {
        Ok(Some(player)) => By::Player(player.id),
        Ok(None) => By::Anyone,
        Err(refused) => return refuse(refused),
    };
    let Ok(id) = id.parse() else { return refuse(Refused::UNKNOWN_MATCH) };
    let asked = Asked { by, seat: asked.seat.map(Seat), from: asked.from, steps: u64::MAX };
    let shown = played(&shared, id, move |offered, id, history| {
        let replay = offered.replay(id, history, &asked)?;
        serde_json::to_string(&replay).map_err(|_| Refused::TITLE_FAILED)
    });
    match shown.await {
        Ok(json) => HttpResponse::Ok().content_type("application/json").body(json),
        Err(refused) => refuse(refused),
    }
}

#[derive(Deserialize)]
pub(super) struct AskFork {
    match_id: String,
    at: Rev,
}

/// A table at which a match is played on from one of its moments.
pub(super) async fn make_fork(request: HttpRequest, shared: Data<Shared>, asked: Json<AskFork>) -> HttpResponse {
    let player = match shared.guard.player(&request, shared.timer.clock().wall_s()) {
        Ok(player) => player,
        Err(refused) => return refuse(refused),
    };
    if shared.state.is_stopping() {
        return refuse(Refused::STOPPING);
    }
    let at = asked.at;
    let Ok(id) = asked.match_id.parse::<MatchId>() else { return refuse(Refused::UNKNOWN_MATCH) };
    let fork = Fork { match_id: id.clone(), at };
    let title = id.worker.title.clone();
    // What can't be begun is refused now, not when everybody sits.
    let options = match played(&shared, id, move |offered, id, history| offered.position(id, history, at)).await {
        Ok(position) => position.options,
        Err(refused) => return refuse(refused),
    };
    let new =
        NewTable { title, options, offer: Offer::default(), seat: None, sides: Sides::default(), fork: Some(fork) };
    let Some(lobby) = shared.routes.lobby_door() else { return refuse(Refused::BUSY) };
    match lobby.make.send(MakeTable { player, new }).await {
        Ok(Ok(table)) => HttpResponse::Created().json(table),
        Ok(Err(refused)) => refuse(refused),
        Err(_) => refuse(Refused::BUSY),
    }
}

/// What `play` makes of a stored match, off this thread.
async fn played<R: Send + 'static>(
    shared: &Data<Shared>,
    id: MatchId,
    play: impl FnOnce(&Offered, &MatchId, &History) -> Result<R, Refused> + Send + 'static,
) -> Result<R, Refused> {
    let offered = shared.titles.get(&id.worker.title).map_err(|_| Refused::UNKNOWN_MATCH)?.clone();
    let running = shared.replays.take().ok_or(Refused::BUSY)?;
    let door = shared.routes.recorder_door().ok_or(Refused::BUSY)?;
    let history = match door.history.send(AskHistory(id.clone())).await {
        Ok(Ok(Some(history))) => history,
        Ok(Ok(None)) => return Err(Refused::UNKNOWN_MATCH),
        Ok(Err(StoreError::Unavailable(_) | StoreError::Fenced | StoreError::Hole { .. })) => {
            return Err(Refused::STORAGE_UNAVAILABLE);
        }
        Err(_) => return Err(Refused::BUSY),
    };
    let played = web::block(move || {
        // Whoever asked may be gone by now; the work is counted until it is done.
        let _running = running;
        play(&offered, &id, &history)
    });
    played.await.unwrap_or(Err(Refused::BUSY))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_matches_are_played_again_at_once_and_no_more() {
        let replays = Replays::default();
        let mut running: Vec<Running> = (0..REPLAYS_AT_ONCE).map(|_| replays.take().unwrap()).collect();
        assert!(replays.take().is_none());
        running.pop();
        running.push(replays.take().unwrap());
        assert!(replays.take().is_none());
    }
}
