//! What a run came to, for people and as JSON.

use std::{collections::BTreeMap, fmt};

use hdrhistogram::Histogram;
use serde::Serialize;

/// The figures of one run. All counts are of the measured time, all times of the players' process.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The title's name.
    pub title: String,
    /// The matches asked for.
    pub matches: usize,
    /// The matches that went on at the end, or had just ended and were about to be played again.
    pub matches_playing: usize,
    /// Connections of players and spectators that were asked for.
    pub connections: usize,
    /// Spectators of each match.
    pub spectators: usize,
    /// How long was measured, in seconds.
    pub seconds: f64,
    /// Frames there would have been, had every player and spectator got one at each tick.
    pub frames_expected: u64,
    /// Frames that came.
    pub frames_delivered: u64,
    /// Bytes of a frame's payload, on average.
    pub frame_payload_bytes: f64,
    /// Ticks that came merged with a later one.
    pub ticks_merged: u64,
    /// How far the time between two frames of a match at one player was from what their ticks say.
    pub interval_deviation_ms: Spread,
    /// Inputs sent.
    pub inputs: u64,
    /// Inputs that were applied at a later tick than they were for.
    pub inputs_late: u64,
    /// Inputs whose effect wasn't seen before too many others had been sent.
    pub inputs_unseen: u64,
    /// From an input's sending to the first frame in which it was applied.
    pub input_to_effect_ms: Spread,
    /// Actions done.
    pub moves: u64,
    /// Actions done, per second.
    pub moves_per_s: f64,
    /// From an action's sending to the update that shows it to another player.
    pub move_to_opponent_ms: Spread,
    /// Refusals by code and lost connections by reason, from the first connection on.
    pub errors: BTreeMap<String, u64>,
    /// What the players themselves needed.
    pub generator: Generator,
    /// What the server needed, if this run has started it.
    pub server: Option<ServerCost>,
}

/// What the players' own process needed. Figures of one that was short of time say nothing about a server.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Generator {
    /// Its share of one core.
    pub cores_busy: Option<f64>,
    /// Inputs and actions that were not sent because their time had passed.
    pub beats_missed: u64,
}

/// What a spawned server needed.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ServerCost {
    /// How many cores it kept busy.
    pub cores_busy: f64,
    /// CPU time for each frame delivered, all its work together.
    pub cpu_us_per_frame: Option<f64>,
    /// CPU time for each action done.
    pub cpu_us_per_move: Option<f64>,
    /// Memory before the first connection.
    pub rss_kb_at_start: u64,
    /// Memory that each connection took that had said hello and nothing else.
    pub kb_per_connection: f64,
    /// Memory that each match took, with its table and all that its players' connections needed for it.
    pub kb_per_match: f64,
    /// Memory at the end.
    pub rss_kb_at_end: u64,
}

/// How times are spread, in milliseconds.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Spread {
    /// How many there are.
    pub count: u64,
    /// Half of them are below this.
    pub p50: f64,
    /// 99 % are.
    pub p99: f64,
    /// 99.9 % are.
    pub p999: f64,
    /// The longest.
    pub max: f64,
}

impl From<&Histogram<u64>> for Spread {
    fn from(times: &Histogram<u64>) -> Spread {
        let ms = |us: u64| us as f64 / 1000.0;
        let at = |quantile| ms(times.value_at_quantile(quantile));
        Spread { count: times.len(), p50: at(0.5), p99: at(0.99), p999: at(0.999), max: ms(times.max()) }
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Spread { p50, p99, p999, max, .. } = self;
        write!(f, "p50 {p50:.2}  p99 {p99:.2}  p99.9 {p999:.2}  max {max:.2} ms")
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |f: &mut fmt::Formatter<'_>, name: &str, value: &dyn fmt::Display| writeln!(f, "{name:<20}{value}");
        let Report { title, matches, matches_playing, connections, seconds, .. } = self;
        writeln!(f, "{title}: {matches_playing} of {matches} matches, {connections} connections, {seconds:.1} s")?;
        if self.frames_expected > 0 {
            let share = 100.0 * self.frames_delivered as f64 / self.frames_expected as f64;
            let (delivered, expected, bytes) = (self.frames_delivered, self.frames_expected, self.frame_payload_bytes);
            line(f, "frames", &format_args!("{delivered} of {expected} ({share:.2} %), {bytes:.1} bytes of payload"))?;
            line(f, "ticks merged", &self.ticks_merged)?;
            line(f, "interval deviation", &self.interval_deviation_ms)?;
        }
        if self.inputs > 0 {
            let (inputs, late, unseen) = (self.inputs, self.inputs_late, self.inputs_unseen);
            line(f, "inputs", &format_args!("{inputs}, {late} applied late, {unseen} unseen"))?;
            line(f, "input to effect", &self.input_to_effect_ms)?;
        }
        if self.moves > 0 {
            line(f, "moves", &format_args!("{}, {:.0} a second", self.moves, self.moves_per_s))?;
            line(f, "move to opponent", &self.move_to_opponent_ms)?;
        }
        let errors: Vec<String> = self.errors.iter().map(|(code, count)| format!("{code} {count}")).collect();
        line(f, "errors", &if errors.is_empty() { "none".to_string() } else { errors.join(", ") })?;
        if let Some(cores) = self.generator.cores_busy {
            let missed = self.generator.beats_missed;
            line(f, "players' own cost", &format_args!("{cores:.2} cores, {missed} beats missed"))?;
        }
        let Some(server) = &self.server else { return Ok(()) };
        line(f, "server", &format_args!("{:.2} cores", server.cores_busy))?;
        for (name, cost) in [("CPU per frame", server.cpu_us_per_frame), ("CPU per move", server.cpu_us_per_move)] {
            if let Some(us) = cost {
                line(f, name, &format_args!("{us:.1} µs"))?;
            }
        }
        let ServerCost { kb_per_connection, kb_per_match, rss_kb_at_start, rss_kb_at_end, .. } = server;
        let memory = format_args!(
            "{kb_per_connection:.1} KB a connection, {kb_per_match:.1} KB more a match; {rss_kb_at_start} KB at first, \
             {rss_kb_at_end} KB at last"
        )
        .to_string();
        line(f, "memory", &memory)
    }
}
