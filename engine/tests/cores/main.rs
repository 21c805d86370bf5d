//! The cores of the engine through their public door: a message in, effects out, under virtual time moved by hand. No
//! actor, no thread, no clock.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

mod acting;
mod alarms;
mod board;
mod bots;
mod courtesies;
mod fairness;
mod faults;
mod lobby;
mod minds;
mod outbox;
mod past;
mod rebuilding;
mod recorder;
mod sleeping;
mod stage;
mod steering;
mod storage;
mod ticks;
mod titles;
mod toys;
mod watching;
