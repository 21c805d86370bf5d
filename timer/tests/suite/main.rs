//! The tests of the timer through its public door: the wheel, the schedule under virtual time, and the actor.

mod probe;
mod schedule;
mod shell_by_hand;
mod shell_real;
mod wheel;
