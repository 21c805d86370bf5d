//! A moment of a finished match to play on from, with new chance.

use title::{Presence, Title};

use super::{refused, steps::start_of, work::work};
use crate::{
    event::Event,
    ids::{MatchId, Rev},
    limits::FORK_WORK,
    match_state::{Again, Match, snapshot::pack},
    panics,
    store::History,
    wire::Refused,
};

/// Where a match can be played on from.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// The title's options, complete.
    pub options: serde_json::Value,
    /// The whole game, as MessagePack.
    pub game: Vec<u8>,
}

/// The game of `T` just after the event `at` of a match that has ended, with everybody there. Who plays on from it knows what
/// the title knows there, so nothing in it may be a secret any more.
pub(crate) fn position<T: Title>(id: &MatchId, history: &History, at: Rev) -> Result<Position, Refused> {
    let start = start_of(history)?;
    if !history.ended {
        return Err(Refused::MATCH_RUNNING);
    }
    if work(&history.entries) > FORK_WORK {
        return Err(Refused::TOO_LONG);
    }
    let mut found = None;
    let end = Match::<T>::retrace(id, history, |game, again, _| {
        let here = match again {
            Again::Begun(_) => true,
            // What comes after it without a revision of its own is later.
            Again::Happened(entry) => !matches!(entry.event, Event::Ticks | Event::Skipped { .. }),
            Again::Ticked(_) => false,
        };
        if here && game.rev() == at && found.is_none() {
            found = Some((game.play().clone(), game.told_away()));
        }
    });
    let end = end.map_err(refused)?;
    if !panics::caught(|| end.play().state().is_open()).ok_or(Refused::TITLE_FAILED)? {
        return Err(Refused::SECRETS);
    }
    let (mut play, away) = found.filter(|(play, _)| play.outcome().is_none()).ok_or(Refused::NO_SUCH_MOMENT)?;
    for seat in away.iter() {
        play = play.presence(play.now_ms(), seat, Presence::Here).map_err(|_| Refused::TITLE_FAILED)?.play;
    }
    if play.outcome().is_some() {
        return Err(Refused::NO_SUCH_MOMENT);
    }
    let game = pack(&play).ok_or(Refused::TITLE_FAILED)?;
    Ok(Position { options: start.options.clone(), game })
}
