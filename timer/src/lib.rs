//! The timer: alarms and ticks for anyone, and the only clock of the program.
//!
//! Nothing else in the program reads a clock or waits for time. Whoever wants to hear about a moment registers a
//! `Recipient<Due>`, sets alarms and ticks under keys of its own choosing, and is sent one [`Due`] for all that has
//! fallen due. This room has no word for game: it knows subscribers, keys and microseconds, and not what they mean.
//!
//! All times in here are **microseconds of service time** ([`Micros`]): they start at the clock's origin and never go
//! back. [`Clock::now_ms`] is the same time in whole milliseconds.
//!
//! From the inside out:
//!
//! * [`Wheel`] is the order of future moments: plain numbers, no clock.
//! * [`Schedule`] is the decisions: who is sent what and when, for several subscribers. A simulation drives it under
//!   virtual time without any actor.
//! * [`Timer`] and [`Subscription`] are the handles of the actor that feeds a `Schedule` with real time, or with time
//!   moved by hand in tests.
//!
//! ```
//! use actix::prelude::*;
//! use timer::{Clock, Due, Key, Timer};
//!
//! struct Kettle {
//!     whistled_us: Vec<u64>,
//! }
//!
//! impl Actor for Kettle {
//!     type Context = Context<Self>;
//! }
//!
//! impl Handler<Due> for Kettle {
//!     type Result = ();
//!     fn handle(&mut self, due: Due, _: &mut Context<Self>) {
//!         self.whistled_us.extend(due.alarms.iter().map(|alarm| alarm.planned_us));
//!     }
//! }
//!
//! struct Whistles;
//!
//! impl Message for Whistles {
//!     type Result = Vec<u64>;
//! }
//!
//! impl Handler<Whistles> for Kettle {
//!     type Result = Vec<u64>;
//!     fn handle(&mut self, _: Whistles, _: &mut Context<Self>) -> Vec<u64> {
//!         self.whistled_us.clone()
//!     }
//! }
//!
//! System::new().block_on(async {
//!     let timer = Timer::start(Clock::by_hand());
//!     let kettle = Kettle { whistled_us: vec![] }.start();
//!     let subscription = timer.register("kettle", kettle.clone().recipient());
//!
//!     subscription.alarm(Key(1), 180_000_000, 0);
//!     timer.advance(179_999).await.expect("the clock is moved by hand");
//!     assert!(kettle.send(Whistles).await.expect("the kettle is on").is_empty());
//!     timer.advance(1).await.expect("the clock is moved by hand");
//!     assert_eq!(kettle.send(Whistles).await.expect("the kettle is on"), [180_000_000]);
//!     timer.stop();
//! });
//! ```

mod actor;
mod clock;
mod delays;
mod due;
mod lateness;
mod messages;
mod rate;
mod schedule;
mod subscription;
mod timer;
mod wake;
mod wheel;

pub mod limits;

pub use clock::{Clock, HAND_WALL_EPOCH_S};
pub use delays::{Delays, SubscriberDelays};
pub use due::{Due, DueAlarm, DueTicks, Key, Micros, SubscriberId};
pub use lateness::{Lateness, SubscriberLateness};
pub use rate::{TickRate, TickRefusal};
pub use schedule::{Command, Deliver, Observed, Refusal, Schedule};
pub use subscription::Subscription;
pub use timer::{AdvanceRefusal, Timer};
pub use wheel::Wheel;
