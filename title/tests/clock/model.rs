//! A clock as naive as can be: a row of stretches of time for each seat, eaten from the front as time passes. It sets
//! no alarm and remembers no start; nothing of it is like the real one but what it is meant to say.

use std::collections::VecDeque;

use title::TimeControl;

/// The most that a gift may leave.
const GIFTED_MS_MAX: u64 = 6 * 3_600_000;

pub(crate) struct Model {
    control: TimeControl,
    seats: Vec<VecDeque<Stretch>>,
    /// Whose time passes, and how much of it passes for free.
    running: Option<(usize, u64)>,
}

/// Some time to use, and what a move makes it at least.
#[derive(Clone, Copy)]
struct Stretch {
    ms: u64,
    renewed_ms: u64,
}

impl Model {
    pub(crate) fn new(control: TimeControl, seats: u8) -> Model {
        let base = |s: u32| Stretch { ms: u64::from(s) * 1000, renewed_ms: 0 };
        let whole = |ms: u64| Stretch { ms, renewed_ms: ms };
        let row: Vec<Stretch> = match control {
            TimeControl::Unlimited => panic!("there is nothing to model"),
            TimeControl::Increment { base_s: 0, increment_s } => vec![base(increment_s)],
            TimeControl::SuddenDeath { base_s }
            | TimeControl::Increment { base_s, .. }
            | TimeControl::Delay { base_s, .. } => vec![base(base_s)],
            TimeControl::ByoYomi { base_s, periods, period_s } => {
                let main = (base_s > 0).then(|| base(base_s));
                let periods = (0..periods).map(|_| whole(u64::from(period_s) * 1000));
                main.into_iter().chain(periods).collect()
            }
            TimeControl::PerMove { move_s } => vec![whole(u64::from(move_s) * 1000)],
            TimeControl::Days { days } => vec![whole(u64::from(days) * 86_400_000)],
        };
        Model { control, seats: vec![row.into(); usize::from(seats)], running: None }
    }

    pub(crate) fn start(&mut self, seat: usize) {
        let free_ms = if let TimeControl::Delay { delay_s, .. } = self.control { u64::from(delay_s) * 1000 } else { 0 };
        self.running = Some((seat, free_ms));
    }

    pub(crate) fn press(&mut self) {
        let Some((seat, _)) = self.running.take() else { return };
        let front = &mut self.seats[seat][0];
        front.ms = front.ms.max(front.renewed_ms);
        if let TimeControl::Increment { increment_s, .. } = self.control {
            front.ms += u64::from(increment_s) * 1000;
        }
    }

    pub(crate) fn stop(&mut self) {
        self.running = None;
    }

    /// Whether the gift is taken.
    pub(crate) fn give(&mut self, seat: usize, ms: u64) -> bool {
        let taken = !self.control.is_unhurried() && self.seats[seat][0].ms + ms <= GIFTED_MS_MAX;
        if taken {
            self.seats[seat][0].ms += ms;
        }
        taken
    }

    /// Lets time pass. How much of it had passed when a flag fell, if one did.
    pub(crate) fn pass(&mut self, mut ms: u64) -> Option<u64> {
        let (seat, free_ms) = self.running?;
        let mut passed_ms = free_ms.min(ms);
        self.running = Some((seat, free_ms - passed_ms));
        if passed_ms < free_ms {
            return None;
        }
        ms -= passed_ms;
        while let Some(front) = self.seats[seat].front_mut() {
            let eaten_ms = front.ms.min(ms);
            front.ms -= eaten_ms;
            ms -= eaten_ms;
            passed_ms += eaten_ms;
            if front.ms > 0 {
                return None;
            }
            self.seats[seat].pop_front();
        }
        self.running = None;
        Some(passed_ms)
    }

    /// How long the one whose time passes may go on, to the end of its stretch and to the end of all.
    pub(crate) fn edges_ms(&self) -> (u64, u64) {
        let (seat, free_ms) = self.running.unwrap();
        let all: u64 = self.seats[seat].iter().map(|stretch| stretch.ms).sum();
        (free_ms + self.seats[seat][0].ms, free_ms + all)
    }

    /// What there is of the stretch a seat is in, and how many follow it.
    pub(crate) fn left(&self, seat: usize) -> (u64, usize) {
        let row = &self.seats[seat];
        (row.front().map_or(0, |stretch| stretch.ms), row.len().saturating_sub(1))
    }
}
