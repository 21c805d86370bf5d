//! Shows on a terminal how far a run is. Where there is no terminal it says nothing.

use indicatif::{ProgressBar, ProgressStyle};

/// One bar at a time, on the terminal.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar for something that has so many parts.
    pub(super) fn new(what: &'static str, parts: u64) -> Progress {
        let bar = ProgressBar::new(parts);
        if let Ok(style) = ProgressStyle::with_template("{msg:<12} {bar:40} {pos}/{len}") {
            bar.set_style(style);
        }
        bar.set_message(what);
        Progress { bar }
    }

    /// So many are done.
    pub(super) fn at(&self, done: u64) {
        self.bar.set_position(done);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
