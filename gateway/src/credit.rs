//! Credit: how much a connection may ask for. A bucket that fills with time, as a plain value.

/// A bucket of credit: holds so much, and gains with each millisecond.
#[derive(Clone, Debug)]
pub struct Credit {
    gain_per_ms: u64,
    /// What one costs, in the unit of the gain.
    cost: u64,
    most: u64,
    held: u64,
    at_ms: u64,
}

impl Credit {
    /// A full bucket of `most` that gains `per_s` each second.
    pub fn new(per_s: u32, most: u32, now_ms: u64) -> Credit {
        Credit::full(u64::from(per_s), 1000, most, now_ms)
    }

    /// A full bucket of `most` that gains one each `every_ms` milliseconds, which must not be 0.
    pub fn slow(every_ms: u64, most: u32, now_ms: u64) -> Credit {
        Credit::full(1, every_ms, most, now_ms)
    }

    fn full(gain_per_ms: u64, cost: u64, most: u32, now_ms: u64) -> Credit {
        let most = u64::from(most) * cost;
        Credit { gain_per_ms, cost, most, held: most, at_ms: now_ms }
    }

    /// Takes one out, if there is one.
    pub fn spend(&mut self, now_ms: u64) -> bool {
        self.gain(now_ms);
        let enough = self.held >= self.cost;
        if enough {
            self.held -= self.cost;
        }
        enough
    }

    /// Puts back one that was taken out.
    pub fn give_back(&mut self) {
        self.held = (self.held + self.cost).min(self.most);
    }

    /// Whether it holds as much as it can: then it is as good as a new one.
    pub fn is_full(&mut self, now_ms: u64) -> bool {
        self.gain(now_ms);
        self.held == self.most
    }

    fn gain(&mut self, now_ms: u64) {
        let gained = now_ms.saturating_sub(self.at_ms).saturating_mul(self.gain_per_ms);
        self.held = self.held.saturating_add(gained).min(self.most);
        self.at_ms = self.at_ms.max(now_ms);
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert, proptest};

    use super::*;

    #[test]
    fn the_last_allowed_and_the_first_refused() {
        let mut credit = Credit::new(10, 3, 0);
        assert!((0..3).all(|_| credit.spend(0)));
        assert!(!credit.spend(0));
        assert!(!credit.spend(99));
        assert!(credit.spend(100));
        assert!(!credit.spend(100));
    }

    #[test]
    fn a_slow_one_gains_one_in_its_time() {
        let mut credit = Credit::slow(30_000, 2, 0);
        assert!(credit.is_full(0));
        assert!(credit.spend(0) && credit.spend(0) && !credit.spend(29_999));
        assert!(credit.spend(30_000) && !credit.spend(30_000));
        credit.give_back();
        assert!(credit.spend(30_000) && !credit.is_full(89_999) && credit.is_full(90_000));
        credit.give_back();
        assert!(credit.spend(90_000) && credit.spend(90_000) && !credit.spend(90_000), "no more than it can hold");
    }

    proptest! {
        #[test]
        fn never_more_than_the_rate_allows(gaps in proptest::collection::vec(0u64..50, 1..400)) {
            let mut credit = Credit::new(20, 40, 0);
            let (mut now_ms, mut spent) = (0, 0);
            for gap in gaps {
                now_ms += gap;
                spent += u64::from(credit.spend(now_ms));
                prop_assert!(spent <= 40 + now_ms * 20 / 1000);
            }
        }
    }
}
