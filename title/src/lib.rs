//! What an author writes a game against: the [`Title`] trait, the context [`Cx`] that hands it time, chance and alarms,
//! the words of a match (seats, viewers, outcomes), and a test [`Table`] that plays it in virtual time.
//!
//! This room knows no socket, no thread, no clock, no disk. A title is a plain value with synchronous methods; the same
//! options, seed and events always give the same state.

mod case;
mod clock;
mod context;
mod courtesy;
mod deadline;
mod outcome;
mod plan;
mod play;
mod rejection;
mod rng;
mod seat;
mod table;
mod title;
mod wire;

pub use case::{Case, CaseError, CaseEvent, CaseWhat};
pub use clock::{Clock, ClockFace, GIFT_MS, SeatTime, TimeControl};
pub use context::{AlarmChange, Cx};
pub use courtesy::{Courtesy, Forfeit};
pub use deadline::{Countdown, Deadline};
pub use outcome::Outcome;
pub use plan::{Info, Legal, NoOptions, Plan, Presence, Preset, Shown};
pub use play::{Around, Effects, Fired, Next, Play, Refusal, StartError};
pub use rejection::Rejection;
pub use rng::{Rng, Seed};
pub use schemars;
pub use seat::{Audience, Seat, Seats, Viewer};
pub use table::Table;
pub use title::Title;
pub use wire::Wire;
