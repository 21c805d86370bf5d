//! What is counted of a match's real time, for those who run the server. Plain numbers that only rise; whoever publishes
//! them is elsewhere.

/// What has been done, and what has not, since the counting began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Ticks that ran.
    pub ticks_run: u64,
    /// Ticks that were left out because the worker was too late for them. Those of a time when it was down are not counted.
    pub ticks_skipped: u64,
    /// Inputs that a tick ran with first.
    pub inputs_applied: u64,
    /// Inputs that came after the tick they were for; they held from the next one.
    pub inputs_late: u64,
    /// Inputs that could not be read.
    pub inputs_bad: u64,
    /// Frames that were encoded, one for each audience, however many belong to it.
    pub frames_made: u64,
    /// Frames that no audience gets because a newer one came in their place: of ticks made up for, or behind a commit.
    pub frames_skipped: u64,
}

impl Counts {
    /// Counts `more` besides.
    pub fn add(&mut self, more: Counts) {
        self.ticks_run += more.ticks_run;
        self.ticks_skipped += more.ticks_skipped;
        self.inputs_applied += more.inputs_applied;
        self.inputs_late += more.inputs_late;
        self.inputs_bad += more.inputs_bad;
        self.frames_made += more.frames_made;
        self.frames_skipped += more.frames_skipped;
    }
}
