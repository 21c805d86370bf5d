//! How a bot holds its control in a real-time match, for a title whose type is known here: it has the view of its seat,
//! follows the frames, and asks the title. It knows no match, no message around the payloads, and no clock.

use bytes::Bytes;
use serde::Deserialize;
use title::{Rng, Seat, Seed, Title};

use crate::{
    panics,
    wire::{from_payload, to_payload},
};

/// One bot's mind in one real-time match. It is told what its seat is shown, in the order it was shown, and says at which
/// control to hold the seat. All of it is cheap: an update is decoded once, each frame brings the view up to date.
///
/// It says nothing while it knows nothing: before the first update, and after a payload that can't be read or a title that
/// panicked, until the next update.
pub trait Mind: Send {
    /// The seat was shown the update with this payload.
    fn shown(&mut self, payload: &[u8]);

    /// The seat was sent the frame with this payload. A title with [`title::Info::delta_frames`] needs every one, in order; of
    /// others the newest is enough.
    fn framed(&mut self, payload: &[u8]);

    /// The control to hold from now on, as an input's payload; `None` if it is the one said last. After an update it is
    /// said again, for a match that came back from the store may not have heard it.
    fn steer(&mut self) -> Option<Bytes>;
}

/// The mind of `T`'s own bot.
struct Own<T: Title> {
    seat: Seat,
    rng: Rng,
    /// What the seat would be shown now, as far as it is known.
    view: Option<T::View>,
    /// What was said last, and has not to be said again.
    held: Option<T::Input>,
}

/// The one field that is read of an update's payload.
#[derive(Deserialize)]
struct Seen<V> {
    view: V,
}

/// A mind for `T`'s own bot in `seat`.
pub(super) fn mind<T: Title>(seat: Seat, seed: Seed) -> Box<dyn Mind> {
    Box::new(Own::<T> { seat, rng: Rng::new(seed), view: None, held: None })
}

impl<T: Title> Mind for Own<T> {
    fn shown(&mut self, payload: &[u8]) {
        let seen = caught::<T, _>(|| from_payload(payload).ok());
        self.view = seen.map(|Seen { view }| view);
        self.held = None;
    }

    fn framed(&mut self, payload: &[u8]) {
        // Taken out meanwhile: what a panic leaves of it is of no use.
        let Some(mut view) = self.view.take() else { return };
        self.view = caught::<T, _>(|| {
            let frame = from_payload(payload).ok()?;
            T::follow(&mut view, &frame);
            Some(view)
        });
    }

    fn steer(&mut self) -> Option<Bytes> {
        // A title whose bot panics at every tick is heard of once an update.
        let view = self.view.take()?;
        let (seat, rng, held) = (self.seat, &mut self.rng, self.held);
        let (view, said) = caught::<T, _>(|| {
            let input = T::steer(&view, seat, rng).filter(|input| held != Some(*input));
            let said = input.and_then(|input| Some((input, to_payload(&input).ok()?)));
            Some((view, said))
        })?;
        self.view = Some(view);
        let (input, payload) = said?;
        self.held = Some(input);
        Some(payload)
    }
}

/// Asks the title; `None` also if it panics.
fn caught<T: Title, R>(ask: impl FnOnce() -> Option<R>) -> Option<R> {
    panics::caught(ask).unwrap_or_else(|| {
        tracing::error!(title = T::INFO.name, report = panics::last(), "a title's bot panicked");
        None
    })
}
