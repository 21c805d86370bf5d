//! How a bot makes up its mind, for a title whose type is known here: from what its seat is shown, and nothing else.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::Value;
use title::{Rng, Seat, Seed, Title};

use crate::{
    panics,
    wire::{from_payload, to_payload},
};

/// What the title's own bot reads of an update's payload.
#[derive(Deserialize)]
struct Seen<V> {
    view: V,
}

/// What chance reads of it.
#[derive(Deserialize)]
struct Listed {
    legal: Option<Vec<Value>>,
}

/// What `T`'s own bot does; or else any of the legal actions, if they are listed.
pub(super) fn think<T: Title>(payload: &[u8], seat: Seat, seed: Seed) -> Option<Bytes> {
    let mut rng = Rng::new(seed);
    let own = from_payload::<Seen<T::View>>(payload).ok().and_then(|Seen { view }| {
        let thought = panics::caught(|| T::bot(&view, seat, &mut rng).and_then(|action| to_payload(&action).ok()));
        thought.unwrap_or_else(|| {
            tracing::error!(title = T::INFO.name, %seat, report = panics::last(), "a title's bot panicked");
            None
        })
    });
    own.or_else(|| {
        let Listed { legal } = from_payload(payload).ok()?;
        to_payload(rng.choose(&legal?)?).ok()
    })
}
