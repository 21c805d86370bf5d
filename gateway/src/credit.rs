//! Credit: how much a connection may ask for. A bucket that fills with time, as a plain value.

/// A bucket of credit: holds `most`, gains `per_s` each second.
#[derive(Clone, Debug)]
pub struct Credit {
    per_s: u32,
    most_milli: u64,
    held_milli: u64,
    at_ms: u64,
}

impl Credit {
    /// A full bucket.
    pub fn new(per_s: u32, most: u32, now_ms: u64) -> Credit {
        let most_milli = u64::from(most) * 1000;
        Credit { per_s, most_milli, held_milli: most_milli, at_ms: now_ms }
    }

    /// Takes one out, if there is one.
    pub fn spend(&mut self, now_ms: u64) -> bool {
        let gained = now_ms.saturating_sub(self.at_ms) * u64::from(self.per_s);
        self.held_milli = (self.held_milli + gained).min(self.most_milli);
        self.at_ms = self.at_ms.max(now_ms);
        let enough = self.held_milli >= 1000;
        if enough {
            self.held_milli -= 1000;
        }
        enough
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
