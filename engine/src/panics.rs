//! Reports of titles' panics. A caught panic carries only its message, so a hook keeps where it happened and how it got
//! there, for the log line of whoever caught it.

use std::{
    backtrace::Backtrace,
    cell::RefCell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

thread_local! {
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps the place and backtrace of every panic from now on, besides what was done with them before. Further calls do
/// nothing.
pub fn keep_reports() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            LAST.with_borrow_mut(|last| *last = format!("{info}\n{}", Backtrace::force_capture()));
            before(info);
        }));
    });
}

/// Runs a piece of a title; `None` if it panicked. Unwind safety is the callers': they drop what may be half-changed.
pub(crate) fn caught<R>(run: impl FnOnce() -> R) -> Option<R> {
    panic::catch_unwind(AssertUnwindSafe(run)).ok()
}

/// The report of this thread's last panic, once.
pub(crate) fn last() -> String {
    LAST.take()
}
