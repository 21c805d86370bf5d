//! The whole system, from outside: real sockets, faults, and the simulation. One binary, so that it is linked once.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

mod bad_input;
mod bots;
mod cases;
mod courtesies;
mod crash;
mod doors;
mod faults;
mod load;
mod lobby;
mod metrics;
mod play;
mod resume;
mod sim;
mod storage;
mod ticks;
mod tidy;
mod titles;
mod tools;
mod util;
