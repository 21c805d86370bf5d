//! The names of all figures, in one place, as `docs/OPERATING.md` lists them.

/// What a figure does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Rises only, from 0 at the start of its role.
    Counter,
    /// Rises and falls.
    Gauge,
    /// Delays in seconds, counted in slots.
    Histogram,
}

pub(super) const BOTS: &str = "turnwheel_bots";
pub(super) const BYTES_SENT: &str = "turnwheel_bytes_sent_total";
pub(super) const CLOSED: &str = "turnwheel_closed_total";
pub(super) const COMMITS: &str = "turnwheel_commits_total";
pub(super) const COMMITS_FAILED: &str = "turnwheel_commits_failed_total";
pub(super) const CONNECTIONS: &str = "turnwheel_connections";
pub(super) const FRAMES_MADE: &str = "turnwheel_frames_made_total";
pub(super) const FRAMES_REPLACED: &str = "turnwheel_frames_replaced_total";
pub(super) const FRAMES_SKIPPED: &str = "turnwheel_frames_skipped_total";
pub(super) const HANDLER: &str = "turnwheel_handler_seconds";
pub(super) const HANDLER_LATENESS: &str = "turnwheel_handler_lateness_seconds";
pub(super) const INPUTS: &str = "turnwheel_inputs_total";
pub(super) const INPUTS_PASSED: &str = "turnwheel_inputs_passed_total";
pub(super) const INPUTS_BAD: &str = "turnwheel_inputs_bad_total";
pub(super) const INPUTS_LATE: &str = "turnwheel_inputs_late_total";
pub(super) const MATCHES: &str = "turnwheel_matches";
pub(super) const MESSAGES_SENT: &str = "turnwheel_messages_sent_total";
pub(super) const MESSAGES_WAITING: &str = "turnwheel_messages_waiting";
pub(super) const RECORDS: &str = "turnwheel_records_total";
pub(super) const RESYNCS: &str = "turnwheel_resyncs_total";
pub(super) const SEEKERS: &str = "turnwheel_seekers";
pub(super) const SESSIONS: &str = "turnwheel_sessions";
pub(super) const STALE_ALARMS: &str = "turnwheel_stale_alarms_total";
pub(super) const TABLES: &str = "turnwheel_tables";
pub(super) const TICKING: &str = "turnwheel_ticking";
pub(super) const TICKS: &str = "turnwheel_ticks_total";
pub(super) const TICKS_SKIPPED: &str = "turnwheel_ticks_skipped_total";
pub(super) const TIMER_LATENESS: &str = "turnwheel_timer_lateness_seconds";
pub(super) const UNANSWERED: &str = "turnwheel_unanswered";
pub(super) const UNCOMMITTED: &str = "turnwheel_uncommitted_records";
pub(super) const WORKER_BEHIND: &str = "turnwheel_worker_behind_seconds";
pub(super) const WORKER_LATE: &str = "turnwheel_worker_late";

/// Every figure: its name, what it does, and what it says.
pub(super) const FIGURES: [(&str, Kind, &str); 32] = [
    (TIMER_LATENESS, Kind::Histogram, "From the time an alarm or tick was planned for to the beat that found it due"),
    (HANDLER_LATENESS, Kind::Histogram, "From the beat that told a role what is due to the news that it was handled"),
    (HANDLER, Kind::Histogram, "How long one handler of a role ran"),
    (MESSAGES_WAITING, Kind::Gauge, "Messages in a role's mailbox"),
    (UNANSWERED, Kind::Gauge, "Roles that did not answer in time and are shown as they were"),
    (TICKING, Kind::Gauge, "Matches that tick at the timer"),
    (TICKS, Kind::Counter, "Ticks run"),
    (TICKS_SKIPPED, Kind::Counter, "Ticks left out because the worker was too late for them"),
    (WORKER_BEHIND, Kind::Gauge, "How late the last ticks were run"),
    (WORKER_LATE, Kind::Gauge, "1 while a worker is so late for so long that it gets no new matches"),
    (INPUTS_PASSED, Kind::Counter, "Inputs that hubs passed on to matches"),
    (INPUTS, Kind::Counter, "Inputs that a tick ran with"),
    (INPUTS_LATE, Kind::Counter, "Inputs that came after the tick they were for and held from the next"),
    (INPUTS_BAD, Kind::Counter, "Inputs that could not be read"),
    (FRAMES_MADE, Kind::Counter, "Frames encoded, one for each audience"),
    (FRAMES_REPLACED, Kind::Counter, "Frames that a newer one replaced before anybody was sent them"),
    (MESSAGES_SENT, Kind::Counter, "Messages sent to connections, by class; those of the class state are frames"),
    (FRAMES_SKIPPED, Kind::Counter, "Frames not sent to a connection that has not caught up"),
    (RESYNCS, Kind::Counter, "Whole views asked for because frames of changes were skipped"),
    (BYTES_SENT, Kind::Counter, "Bytes of these messages as MessagePack, before a socket makes JSON or frames of them"),
    (
        CLOSED,
        Kind::Counter,
        "Connections ended because their clients read too slowly (pressure) or said nothing (silence)",
    ),
    (CONNECTIONS, Kind::Gauge, "Open connections of players"),
    (SESSIONS, Kind::Gauge, "Sessions, connected or waiting for their player"),
    (MATCHES, Kind::Gauge, "Matches in memory"),
    (TABLES, Kind::Gauge, "Tables that are awake"),
    (SEEKERS, Kind::Gauge, "Players who wait to be paired"),
    (BOTS, Kind::Gauge, "Seats played by the server's bots"),
    (UNCOMMITTED, Kind::Gauge, "Records of matches that wait for the store"),
    (COMMITS, Kind::Counter, "Commits that the store has made durable, each with a sync of the disk"),
    (RECORDS, Kind::Counter, "Records in them: entries of journals, snapshots, tables"),
    (COMMITS_FAILED, Kind::Counter, "Commits that the store could not make"),
    (STALE_ALARMS, Kind::Counter, "Alarms that crossed their cancelling and were dropped"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_has_its_kind_in_its_name() {
        for (name, kind, _) in FIGURES {
            assert_eq!(name.ends_with("_total"), kind == Kind::Counter, "{name}");
            assert!(kind != Kind::Histogram || name.ends_with("_seconds"), "{name}");
        }
    }

    #[test]
    fn the_manual_lists_every_figure_and_no_other() {
        let manual = include_str!("../../docs/OPERATING.md");
        let rows = manual.lines().filter_map(|line| line.strip_prefix("| `")?.split('|').next());
        let listed: Vec<&str> =
            rows.flat_map(|row| row.split('`')).filter(|word| word.starts_with("turnwheel_")).collect();
        let mut names = FIGURES.map(|(name, ..)| name).to_vec();
        names.sort_unstable();
        let mut sorted = listed.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, names);
    }
}
