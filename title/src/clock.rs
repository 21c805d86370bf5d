//! The clocks of a match: a plain value that a title holds and calls. It knows no wall clock: it is told `now` by the
//! context, and asks for the fall of a flag as an alarm. It ends no match: the title hears whose flag fell, and
//! decides.

mod time_control;

use serde::{Deserialize, Serialize};

pub use self::time_control::TimeControl;
use crate::{Cx, Rejection, Seat, Title};

/// How much a title should give when somebody adds time, in milliseconds: a quarter of a minute is a courtesy and no
/// change of the game.
pub const GIFT_MS: u64 = 15_000;

/// The most that a gift may leave a seat with, in milliseconds: six hours, twice the longest base time. It keeps two
/// friends from a game without end by a button held down. A gift beyond it is refused as `too_much_time`.
const GIFTED_MS_MAX: u64 = 6 * 60 * 60 * 1000;

/// The clocks of a match, one for each seat, of which at most one runs.
///
/// A title names an alarm for the flag and passes it to every call. It calls [`Clock::start`] when a seat is awaited,
/// [`Clock::press`] when that seat has moved, [`Clock::stop`] at the end, and [`Clock::rang`] from [`Title::alarm`]. A
/// flag falls in the millisecond in which nothing is left, and before a move of the same millisecond.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    control: TimeControl,
    running: Option<Running>,
    seats: Vec<SeatTime>,
}

/// What a view shows, best under the key `clock`: there the page finds it and draws the clocks beside the names.
///
/// At match time `t` the running seat has `remaining_ms - max(0, t - since_ms - free_ms)` left, not below 0; the others
/// have their `remaining_ms`. Unlimited time has nothing to show: nobody runs, and all seats have 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockFace {
    /// How time is dealt out.
    pub control: TimeControl,
    /// Whose clock runs.
    pub running: Option<Seat>,
    /// The match time, in milliseconds, since which it runs; 0 if none does.
    pub since_ms: u64,
    /// How many milliseconds from then on are not charged (a delay); 0 if none runs.
    pub free_ms: u64,
    /// The time of each seat, in the order of the seats.
    pub seats: Vec<SeatTime>,
}

/// The time of one seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatTime {
    /// Milliseconds left of the base time or the period it is in, when its clock last started or stopped.
    pub remaining_ms: u64,
    /// Periods left after that (byo-yomi).
    pub periods: u8,
}
crate::Wire!(ClockFace, SeatTime);

/// The clock that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Running {
    seat: Seat,
    since_ms: u64,
    free_ms: u64,
}

impl Clock {
    /// Clocks for `seats` seats, none of them running. `control` has passed [`TimeControl::check`].
    pub fn new(control: TimeControl, seats: u8) -> Clock {
        Clock { control, running: None, seats: vec![control.opening(); usize::from(seats)] }
    }

    /// The time of `seat` runs from now on, and `alarm` is set for the fall of its flag. Another's clock is stopped
    /// first.
    pub fn start<T: Title>(&mut self, seat: Seat, alarm: T::Alarm, cx: &mut Cx<T>) {
        if self.control == TimeControl::Unlimited {
            return;
        }
        self.charge(cx.now());
        self.run(Running { seat, since_ms: cx.now(), free_ms: self.control.free_ms() }, alarm, cx);
    }

    /// The seat whose clock runs has moved: it is charged, gets what a move earns, and stops. Nothing happens if none
    /// runs.
    pub fn press<T: Title>(&mut self, alarm: T::Alarm, cx: &mut Cx<T>) {
        if let Some(seat) = self.charge(cx.now()) {
            let time = &mut self.seats[seat.index()];
            *time = self.control.moved(*time);
        }
        cx.cancel_alarm(alarm);
    }

    /// Nobody is awaited any more, as at the end: the seat whose clock runs is charged for its time and earns nothing.
    pub fn stop<T: Title>(&mut self, alarm: T::Alarm, cx: &mut Cx<T>) {
        self.charge(cx.now());
        cx.cancel_alarm(alarm);
    }

    /// The alarm has come: whose flag fell. `None` if the base time or a period was used up and another has begun, or
    /// if no clock runs.
    pub fn rang<T: Title>(&mut self, alarm: T::Alarm, cx: &mut Cx<T>) -> Option<Seat> {
        let running = self.running?;
        let flag_ms = self.flag_ms(running);
        if flag_ms > cx.now() {
            self.run(running, alarm, cx);
            return None;
        }
        self.charge(cx.now());
        match self.control.next_period(self.seats[running.seat.index()]) {
            Some(period) => {
                self.seats[running.seat.index()] = period;
                self.run(Running { since_ms: flag_ms, ..running }, alarm, cx);
                None
            }
            None => Some(running.seat),
        }
    }

    /// Gives `seat` `ms` more, whether its clock runs or not; one that runs sets `alarm` anew. A gift is spent first:
    /// a period or a time per move begins to shrink when it is gone, and it outlasts the move that makes those whole
    /// again.
    ///
    /// Refused as `no_clock` where nobody runs out of seconds (unlimited, or days for each move), and as
    /// `too_much_time` above six hours.
    pub fn give<T: Title>(&mut self, seat: Seat, ms: u64, alarm: T::Alarm, cx: &mut Cx<T>) -> Result<(), Rejection> {
        if !self.control.takes_gifts() {
            return Err(Rejection::new("no_clock", "There is no clock in this match to add time to."));
        }
        let running = self.running.filter(|running| running.seat == seat);
        let spent_ms = running.map_or(0, |running| running.spent_ms(cx.now()));
        let time = &mut self.seats[seat.index()];
        if time.remaining_ms.saturating_sub(spent_ms).saturating_add(ms) > GIFTED_MS_MAX {
            return Err(Rejection::new("too_much_time", "There is enough time on that clock; no more can be added."));
        }
        time.remaining_ms += ms;
        if let Some(running) = running {
            self.run(running, alarm, cx);
        }
        Ok(())
    }

    /// What a view shows.
    pub fn face(&self) -> ClockFace {
        ClockFace {
            control: self.control,
            running: self.running.map(|running| running.seat),
            since_ms: self.running.map_or(0, |running| running.since_ms),
            free_ms: self.running.map_or(0, |running| running.free_ms),
            seats: self.seats.clone(),
        }
    }

    fn run<T: Title>(&mut self, running: Running, alarm: T::Alarm, cx: &mut Cx<T>) {
        self.running = Some(running);
        cx.set_alarm(alarm, self.flag_ms(running));
    }

    /// When the running clock has nothing left.
    fn flag_ms(&self, running: Running) -> u64 {
        running.since_ms + running.free_ms + self.seats[running.seat.index()].remaining_ms
    }

    /// Stops the clock that runs and takes what it has spent, never more than is left. Whose it was.
    fn charge(&mut self, now_ms: u64) -> Option<Seat> {
        let running = self.running.take()?;
        let time = &mut self.seats[running.seat.index()];
        time.remaining_ms = time.remaining_ms.saturating_sub(running.spent_ms(now_ms));
        Some(running.seat)
    }
}

impl Running {
    /// What of its time is charged at `now_ms`.
    fn spent_ms(self, now_ms: u64) -> u64 {
        now_ms.saturating_sub(self.since_ms + self.free_ms)
    }
}
