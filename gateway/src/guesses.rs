//! How often an address may ask for a short code that isn't there. Codes are short so that people can type them; this keeps
//! them from being tried out.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    credit::Credit,
    limits::{CODE_ADDRESSES, CODE_MISS_MS, CODE_MISSES},
    peer::household,
};

/// The guesses of all addresses. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Guesses(Arc<Mutex<HashMap<IpAddr, Credit>>>);

impl Guesses {
    /// Counts a guess of `address` as a miss, before it is known whether it is one: many at once are no way around it. Whether
    /// it may guess at all.
    pub(crate) fn take(&self, address: IpAddr, now_ms: u64) -> bool {
        let mut credits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let address = household(address);
        if credits.len() >= CODE_ADDRESSES && !credits.contains_key(&address) {
            // Who has all their credit is not worth remembering.
            credits.retain(|_, credit| !credit.is_full(now_ms));
            if credits.len() >= CODE_ADDRESSES {
                return false;
            }
        }
        credits.entry(address).or_insert_with(|| Credit::slow(CODE_MISS_MS, CODE_MISSES, now_ms)).spend(now_ms)
    }

    /// The guess was right, and is no miss.
    pub(crate) fn was_right(&self, address: IpAddr) {
        let mut credits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(credit) = credits.get_mut(&household(address)) {
            credit.give_back();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    fn address(number: u32) -> IpAddr {
        IpAddr::V4(Ipv4Addr::from_bits(number))
    }

    #[test]
    fn an_address_may_miss_so_often_and_then_once_in_a_while() {
        let guesses = Guesses::default();
        assert!((0..CODE_MISSES).all(|_| guesses.take(address(1), 0)));
        assert!(!guesses.take(address(1), 0));
        assert!(guesses.take(address(2), 0), "another address has its own");
        assert!(!guesses.take(address(1), CODE_MISS_MS - 1));
        assert!(guesses.take(address(1), CODE_MISS_MS) && !guesses.take(address(1), CODE_MISS_MS));
    }

    #[test]
    fn whoever_guesses_right_may_go_on() {
        let guesses = Guesses::default();
        for _ in 0..10 * CODE_MISSES {
            assert!(guesses.take(address(1), 0));
            guesses.was_right(address(1));
        }
    }

    #[test]
    fn so_many_addresses_are_remembered_and_those_first_forgotten_that_wait_for_nothing() {
        let guesses = Guesses::default();
        let most = u32::try_from(CODE_ADDRESSES).unwrap();
        assert!((0..most).all(|number| guesses.take(address(number), 0)));
        assert!(!guesses.take(address(most), 0));
        assert!(guesses.take(address(0), 0), "it is known already");
        assert!(guesses.take(address(most), CODE_MISS_MS));
        assert_eq!(guesses.0.lock().unwrap().len(), 2, "one has two misses, and one is new");
    }
}
