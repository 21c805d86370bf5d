//! What kills a server and finds out whether anything that was acknowledged is lost: the real program on a folder of its own,
//! players over real sockets who come back by themselves, and a ledger of all they were told. Shared by the test and the long
//! form of it, which is a benchmark target.

pub(crate) mod journals;
pub(crate) mod ledger;
mod line;
pub(crate) mod program;
mod report;
mod storm;
mod tab;

pub(crate) use self::storm::{Plan, storm};
