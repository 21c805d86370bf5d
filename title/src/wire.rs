//! The mark that a type was made to be sent. A title's state carries serde's derives too (it is stored), so that alone
//! must not make it sendable: only what an author marks with [`Wire`] can travel, and the state never is.

use serde::{Serialize, de::DeserializeOwned};

/// A type made for the wire: an option set, an action, an input, a view, a frame or a note.
///
/// It travels as MessagePack to browsers and as JSON to people, with the same shape. So maps need text keys, integers
/// stay below 2^53, and bytes are not a type of their own.
///
/// ```
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Place { cell: u8 }
/// title::Wire!(Place);
/// ```
pub trait Wire: Serialize + DeserializeOwned + Send + 'static {}

impl Wire for () {}

/// Marks the named types as made for the wire: `title::Wire!(Options, Action, View);`.
#[macro_export]
macro_rules! Wire {
    ($($made_for_the_wire:ty),+ $(,)?) => { $(impl $crate::Wire for $made_for_the_wire {})+ };
}
