//! Bytes that were sent on a connection and are not known to be received. A client answers a ping only when it has read all
//! that came before it, so the answers to the server's pings tell, and no word of the client's own.

use std::collections::VecDeque;

use crate::limits::{BYTES_PER_PING, BYTES_UNSEEN_MAX};

/// The bytes of one connection.
#[derive(Debug, Default)]
pub(crate) struct Budget {
    sent: u64,
    /// How many of those are known to be received.
    received: u64,
    /// How many had been sent at the last ping.
    at_ping: u64,
    /// The pings without an answer: their numbers, and the bytes sent before them. No more than fit between the two bounds,
    /// and those of the hub's beat until it takes the client for silent.
    pinged: VecDeque<(u64, u64)>,
    pings: u64,
}

/// What follows from a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spent {
    /// Nothing.
    Fine,
    /// It is time to ping the client.
    Ping,
    /// The client is too far behind: there was too much on its way already.
    Over,
}

impl Budget {
    /// A message of so many bytes is sent. The one that goes beyond the bound is let pass, so that none is too large by itself.
    pub(crate) fn spend(&mut self, bytes: usize) -> Spent {
        let over = self.unseen() > BYTES_UNSEEN_MAX;
        self.sent += bytes as u64;
        if over {
            Spent::Over
        } else if self.sent - self.at_ping >= BYTES_PER_PING {
            Spent::Ping
        } else {
            Spent::Fine
        }
    }

    /// A ping is sent: its number.
    pub(crate) fn ping(&mut self) -> u64 {
        self.pings += 1;
        self.at_ping = self.sent;
        self.pinged.push_back((self.pings, self.sent));
        self.pings
    }

    /// The client has answered the ping `number`, and so has read all that was sent before it.
    pub(crate) fn ponged(&mut self, number: u64) {
        while let Some((ping, sent)) = self.pinged.front().copied().filter(|(ping, _)| *ping <= number) {
            self.received = sent;
            self.pinged.pop_front();
            if ping == number {
                return;
            }
        }
    }

    /// Bytes that were sent and are not known to be received.
    pub(crate) fn unseen(&self) -> u64 {
        self.sent - self.received
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    #[test]
    fn the_last_byte_allowed_and_the_first_too_many() {
        let mut budget = Budget::default();
        let most = usize::try_from(BYTES_UNSEEN_MAX).unwrap();
        assert_ne!(budget.spend(most), Spent::Over);
        assert_ne!(budget.spend(1), Spent::Over, "nothing was too much before it");
        assert_eq!(budget.spend(1), Spent::Over);
    }

    #[test]
    fn a_message_larger_than_the_bound_can_be_sent_to_who_has_read_the_rest() {
        let mut budget = Budget::default();
        let most = usize::try_from(BYTES_UNSEEN_MAX).unwrap();
        assert_ne!(budget.spend(2 * most), Spent::Over);
        let ping = budget.ping();
        budget.ponged(ping);
        assert_ne!(budget.spend(2 * most), Spent::Over);
    }

    #[test]
    fn a_ping_goes_out_after_so_many_bytes() {
        let mut budget = Budget::default();
        let per_ping = usize::try_from(BYTES_PER_PING).unwrap();
        assert_eq!([per_ping - 1, 1].map(|bytes| budget.spend(bytes)), [Spent::Fine, Spent::Ping]);
        budget.ping();
        assert_eq!([per_ping - 1, 1].map(|bytes| budget.spend(bytes)), [Spent::Fine, Spent::Ping]);
    }

    proptest! {
        /// Beside the plainest model there is: a list of all messages and pings, of which the client has read the first few.
        #[test]
        fn what_is_unseen_is_what_came_after_the_last_ping_answered(
            steps in vec((0usize..40_000, any::<bool>(), 0usize..6), 1..200),
        ) {
            let mut budget = Budget::default();
            let mut wire: Vec<Result<u64, u64>> = Vec::new();
            let mut read = 0;
            for (bytes, pings, reads) in steps {
                let unseen = |wire: &[Result<u64, u64>], read: usize| {
                    let known = wire[..read].iter().rposition(Result::is_err).unwrap_or(0);
                    wire[known..].iter().filter_map(|sent| sent.ok()).sum::<u64>()
                };
                prop_assert_eq!(budget.unseen(), unseen(&wire, read));
                let over = unseen(&wire, read) > BYTES_UNSEEN_MAX;
                let spent = budget.spend(bytes);
                prop_assert_eq!(spent == Spent::Over, over);
                wire.push(Ok(bytes as u64));
                if pings || spent == Spent::Ping {
                    wire.push(Err(budget.ping()));
                }
                for _ in 0..reads {
                    if let Some(sent) = wire.get(read) {
                        read += 1;
                        sent.err().into_iter().for_each(|ping| budget.ponged(ping));
                    }
                }
                // An answer that comes again, or to nothing, changes nothing.
                budget.ponged(0);
            }
        }
    }
}
