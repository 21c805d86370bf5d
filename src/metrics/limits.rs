//! Every bound of the page of figures, why it is there, and what happens to whoever meets it.

/// How long a role is waited for before the page goes out without its news, in milliseconds of service time.
///
/// A title that hogs its worker must not keep the page from whoever wants to know why. Policy: the role's last numbers are
/// shown, `turnwheel_unanswered` names it, and it isn't asked again until it has answered.
pub(super) const PATIENCE_MS: u64 = 250;

/// How many connections may be open at the page's address.
///
/// A scraper needs one, a person another. Policy: further ones wait in the listener's queue.
pub(super) const CONNECTIONS: usize = 16;

/// How long a request may take to arrive, in milliseconds. Policy: the connection is closed.
pub(super) const REQUEST_MS: u64 = 2_000;
