//! The model of the fairness of clocks: random games, and what each move of them must cost. It knows no match and no
//! [`title::Clock`].

use engine::limits::LAG_QUOTA_MS;
use title::{Rng, TimeControl};

/// What the players and the network do in a game, however the server fares.
#[derive(Clone, Debug)]
pub(super) struct Script {
    pub(super) time: TimeControl,
    pub(super) plies: Vec<Ply>,
    /// Whether the timer's word goes before a player's of the same millisecond.
    pub(super) timer_first: bool,
    /// Whether it came to that.
    pub(super) tie: bool,
    /// What each move must cost its clock, by the model; the last is of the flag that falls, if one does.
    pub(super) costs: Vec<u64>,
    pub(super) flag: Option<u8>,
}

/// One move: from the moment the position is on its way to its player until the move is at the gateway.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ply {
    pub(super) down_ms: u64,
    pub(super) think_ms: u64,
    pub(super) up_ms: u64,
    /// By the server's pings.
    pub(super) lag_ms: u64,
    /// Whose connection is lost meanwhile, when, and for how long.
    pub(super) cut: Option<(u8, u64, u64)>,
}

impl Ply {
    /// From the release of the position to the receipt of the move.
    pub(super) fn out_ms(&self) -> u64 {
        self.down_ms + self.think_ms + self.up_ms
    }

    pub(super) fn elapsed_ms(&self) -> u64 {
        self.out_ms().saturating_sub(self.lag_ms.min(LAG_QUOTA_MS))
    }
}

/// What a seat has left, and what it pays, without a match and without a [`title::Clock`].
pub(super) struct Purse {
    pub(super) left_ms: u64,
    pub(super) free_ms: u64,
    pub(super) bonus_ms: u64,
}

impl Purse {
    pub(super) fn of(time: TimeControl) -> Purse {
        let (base_s, free_s, bonus_s) = match time {
            TimeControl::SuddenDeath { base_s } => (base_s, 0, 0),
            TimeControl::Increment { base_s, increment_s } => (base_s, 0, increment_s),
            TimeControl::Delay { base_s, delay_s } => (base_s, delay_s, 0),
            other => panic!("the model has no word for {other:?}"),
        };
        let ms = |s: u32| u64::from(s) * 1000;
        Purse { left_ms: ms(base_s), free_ms: ms(free_s), bonus_ms: ms(bonus_s) }
    }
}

impl Script {
    pub(super) fn random(rng: &mut Rng) -> Script {
        let mut upto = |most: u64| rng.below(most + 1);
        let (base_s, extra_s) = (1 + upto(2) as u32, 1 + upto(1) as u32);
        let time = match upto(2) {
            0 => TimeControl::SuddenDeath { base_s },
            1 => TimeControl::Increment { base_s, increment_s: extra_s },
            _ => TimeControl::Delay { base_s, delay_s: extra_s },
        };
        let lags = [0, 0].map(|_| if upto(3) == 0 { 0 } else { upto(500) });
        let timer_first = upto(1) == 0;
        let (plies, costs) = (Vec::new(), Vec::new());
        let mut script = Script { time, plies, timer_first, tie: false, costs, flag: None };
        let mut purses = [Purse::of(time), Purse::of(time)];
        for number in 0..3 + upto(4) as usize {
            let (seat, lag) = (number % 2, lags[number % 2]);
            // The first move shows how far away its player is; later pings may have been luckier.
            let lag_ms = if number < 2 || upto(2) > 0 { lag } else { upto(lag) };
            let true_ms = if upto(2) > 0 { lag } else { upto(700) };
            let down_ms = upto(true_ms);
            let mut ply = Ply { down_ms, think_ms: upto(1_400), up_ms: true_ms - down_ms, lag_ms, cut: None };
            let purse = &mut purses[seat];
            if upto(9) == 0 {
                // A move at the millisecond of the flag, or one beside it.
                let flag_ms = purse.left_ms + purse.free_ms + lag_ms.min(LAG_QUOTA_MS);
                ply.think_ms = (flag_ms + upto(2)).saturating_sub(true_ms + 1);
            }
            if upto(3) == 0 {
                let (whose, at_ms, for_ms) = (upto(1) as usize, upto(ply.out_ms()), upto(400));
                ply.cut = Some((whose as u8, at_ms, for_ms));
                // What was sent meanwhile is sent again when the connection is back.
                if whose == seat && at_ms + for_ms > ply.out_ms() {
                    ply.up_ms += at_ms + for_ms - ply.out_ms();
                }
            }
            let first_moves = number < 2;
            let cost_ms = ply.elapsed_ms().saturating_sub(purse.free_ms);
            script.plies.push(ply);
            if first_moves {
                continue;
            }
            let flag_ms = purse.left_ms + purse.free_ms;
            // The timer's word waits for the longest lag there was: at the same millisecond it meets only a move from as far.
            let meets = lag_ms.min(LAG_QUOTA_MS) == lag.min(LAG_QUOTA_MS);
            script.tie |= ply.elapsed_ms() == flag_ms;
            if ply.elapsed_ms() > flag_ms || ply.elapsed_ms() == flag_ms && meets && timer_first {
                script.costs.push(purse.left_ms);
                script.flag = Some(seat as u8);
                break;
            }
            script.costs.push(cost_ms);
            purse.left_ms = purse.left_ms - cost_ms + purse.bonus_ms;
        }
        script
    }

    /// The script without anybody's coming and going: no gateway stamps that, so a busy worker dates it late.
    pub(super) fn uncut(&self) -> Script {
        let plies = self.plies.iter().map(|ply| Ply { cut: None, ..*ply }).collect();
        Script { plies, ..self.clone() }
    }
}
