//! The board: the newest figures of every role, and the page they make. It turns what roles count into names and labels; it
//! asks nobody.

use std::collections::{BTreeMap, BTreeSet};

use engine::{actors::Pulse, ids::WorkerId, lobby::LobbySeen, recorder::RecorderSeen, worker::WorkerSeen};
use gateway::hub::HubSeen;
use metrics::{Key, Label, Level, Metadata, Recorder};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use timer::{Delays, Observed, SubscriberDelays};

use super::{
    histogram,
    names::{self, FIGURES, Kind},
};

const METADATA: Metadata<'static> = Metadata::new("turnwheel", Level::INFO, None);

/// All that is published.
pub(super) struct Board {
    recorder: PrometheusRecorder,
    page: PrometheusHandle,
    /// What each role had counted when it was asked last. One that came up anew counts from 0 again.
    counted: BTreeMap<(Key, u64), u64>,
    hubs: BTreeMap<u64, HubSeen>,
    /// The roles whose mailboxes were shown last.
    mailboxes: BTreeSet<Key>,
    delays: BTreeMap<&'static str, BTreeMap<Key, Delays>>,
}

impl Board {
    pub(super) fn new() -> Board {
        let recorder = PrometheusBuilder::new().build_recorder();
        for (name, kind, help) in FIGURES {
            match kind {
                Kind::Counter => recorder.describe_counter(name.into(), None, help.into()),
                Kind::Gauge => recorder.describe_gauge(name.into(), None, help.into()),
                // Written by this room itself.
                Kind::Histogram => {}
            }
        }
        let page = recorder.handle();
        Board {
            recorder,
            page,
            counted: BTreeMap::new(),
            hubs: BTreeMap::new(),
            mailboxes: BTreeSet::new(),
            delays: BTreeMap::new(),
        }
    }

    pub(super) fn timer(&mut self, delays: Vec<SubscriberDelays>, observed: Observed) {
        self.delays(names::TIMER_LATENESS, delays.iter().map(|of| (&*of.name, of.timer)));
        self.delays(names::HANDLER_LATENESS, delays.iter().map(|of| (&*of.name, of.handler)));
        self.gauge(names::TICKING, Vec::new(), observed.ticks as f64);
    }

    pub(super) fn pulses(&mut self, pulses: &[Pulse]) {
        self.delays(names::HANDLER, pulses.iter().map(|pulse| (pulse.role(), pulse.times())));
        // A mailbox that is gone holds nothing.
        for gone in std::mem::take(&mut self.mailboxes) {
            self.recorder.register_gauge(&gone, &METADATA).set(0.0);
        }
        for pulse in pulses {
            let key = key(names::MESSAGES_WAITING, labels_of(pulse.role()));
            self.recorder.register_gauge(&key, &METADATA).set(pulse.waiting() as f64);
            self.mailboxes.insert(key);
        }
    }

    pub(super) fn worker(&mut self, id: &WorkerId, seen: &WorkerSeen) {
        let labels = || worker_labels(&id.title, &id.shard.to_string());
        self.gauge(names::MATCHES, labels(), seen.matches as f64);
        self.gauge(names::UNCOMMITTED, labels(), seen.uncommitted as f64);
        self.gauge(names::WORKER_BEHIND, labels(), seen.late_ms as f64 / 1000.0);
        self.gauge(names::WORKER_LATE, labels(), f64::from(u8::from(seen.is_late)));
        let counts = seen.counts;
        for (name, total) in [
            (names::STALE_ALARMS, seen.stale_alarms),
            (names::TICKS, counts.ticks_run),
            (names::TICKS_SKIPPED, counts.ticks_skipped),
            (names::INPUTS, counts.inputs_applied),
            (names::INPUTS_LATE, counts.inputs_late),
            (names::INPUTS_BAD, counts.inputs_bad),
            (names::FRAMES_MADE, counts.frames_made),
            (names::FRAMES_REPLACED, counts.frames_skipped),
        ] {
            self.count(name, labels(), 0, total);
        }
    }

    /// `slot` tells the hubs apart; they are published together, since no player knows which one holds him.
    pub(super) fn hub(&mut self, slot: u64, seen: HubSeen) {
        self.hubs.insert(slot, seen);
        let connections: usize = self.hubs.values().map(|hub| hub.connections).sum();
        let sessions: usize = self.hubs.values().map(|hub| hub.sessions).sum();
        self.gauge(names::CONNECTIONS, Vec::new(), connections as f64);
        self.gauge(names::SESSIONS, Vec::new(), sessions as f64);
        let counts = seen.counts;
        for (class, messages, bytes) in [
            ("state", counts.frames_sent, counts.bytes_state),
            ("moves", counts.updates_sent, counts.bytes_moves),
            ("answers", counts.answers_sent, counts.bytes_answers),
            ("lobby", counts.lobby_sent, counts.bytes_lobby),
            ("other", counts.other_sent, counts.bytes_other),
        ] {
            self.count(names::MESSAGES_SENT, vec![Label::new("class", class)], slot, messages);
            self.count(names::BYTES_SENT, vec![Label::new("class", class)], slot, bytes);
        }
        for (why, total) in [("pressure", counts.closed_for_pressure), ("silence", counts.closed_for_silence)] {
            self.count(names::CLOSED, vec![Label::new("why", why)], slot, total);
        }
        for (name, total) in [
            (names::INPUTS_PASSED, counts.inputs),
            (names::FRAMES_SKIPPED, counts.frames_skipped),
            (names::RESYNCS, counts.resyncs),
        ] {
            self.count(name, Vec::new(), slot, total);
        }
    }

    pub(super) fn lobby(&mut self, seen: LobbySeen) {
        self.gauge(names::TABLES, Vec::new(), seen.tables as f64);
        self.gauge(names::SEEKERS, Vec::new(), seen.seekers as f64);
    }

    pub(super) fn recorder(&mut self, seen: RecorderSeen) {
        for (name, total) in
            [(names::COMMITS, seen.commits), (names::RECORDS, seen.records), (names::COMMITS_FAILED, seen.failed)]
        {
            self.count(name, Vec::new(), 0, total);
        }
    }

    pub(super) fn bots(&mut self, count: usize) {
        self.gauge(names::BOTS, Vec::new(), count as f64);
    }

    pub(super) fn unanswered(&mut self, count: usize) {
        self.gauge(names::UNANSWERED, Vec::new(), count as f64);
    }

    /// All of it as text.
    pub(super) fn page(&self) -> String {
        let mut page = self.page.render();
        for (name, _, help) in FIGURES {
            if let Some(all) = self.delays.get(name) {
                histogram::write(&mut page, name, help, all);
            }
        }
        page
    }

    /// The delays of all roles under one name, in place of those shown before. A role that is on its way out may share its
    /// name with the next; a series that stood there twice would spoil the page.
    fn delays<'a>(&mut self, name: &'static str, all: impl Iterator<Item = (&'a str, Delays)>) {
        let mut by_key = BTreeMap::<Key, Delays>::new();
        for (role, delays) in all {
            by_key.entry(key(name, labels_of(role))).or_default().add(&delays);
        }
        self.delays.insert(name, by_key);
    }

    fn gauge(&self, name: &'static str, labels: Vec<Label>, value: f64) {
        self.recorder.register_gauge(&key(name, labels), &METADATA).set(value);
    }

    /// What one of those who count under these labels has counted since it came up.
    fn count(&mut self, name: &'static str, labels: Vec<Label>, who: u64, total: u64) {
        let key = key(name, labels);
        let counter = self.recorder.register_counter(&key, &METADATA);
        let before = self.counted.insert((key, who), total).unwrap_or(0);
        counter.increment(total.checked_sub(before).unwrap_or(total));
    }
}

fn key(name: &'static str, labels: Vec<Label>) -> Key {
    Key::from_parts(name, labels)
}

fn worker_labels(title: &str, shard: &str) -> Vec<Label> {
    vec![Label::new("role", "worker"), Label::new("title", title.to_string()), Label::new("shard", shard.to_string())]
}

/// The labels of a role by the name it has at the timer: `worker chess.0`, `hub 2`, `lobby`.
fn labels_of(role: &str) -> Vec<Label> {
    match role.split_once(' ') {
        Some(("worker", id)) => {
            let (title, shard) = id.rsplit_once('.').unwrap_or((id, ""));
            worker_labels(title, shard)
        }
        Some(("hub", id)) => vec![Label::new("role", "hub"), Label::new("hub", id.to_string())],
        _ => vec![Label::new("role", role.to_string())],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(board: &Board, line: &str) -> Option<f64> {
        let page = board.page();
        let found = page.lines().find_map(|found| found.strip_prefix(line))?;
        found.trim().parse().ok()
    }

    fn seen(ticks_run: u64) -> WorkerSeen {
        let mut seen = WorkerSeen::default();
        seen.counts.ticks_run = ticks_run;
        seen
    }

    #[test]
    fn a_worker_that_comes_up_anew_counts_on() {
        let mut board = Board::new();
        let id = WorkerId { title: "pong".to_string(), shard: 1 };
        let line = r#"turnwheel_ticks_total{role="worker",title="pong",shard="1"}"#;
        for (ticks_run, total) in [(100, 100.0), (150, 150.0), (30, 180.0), (31, 181.0)] {
            board.worker(&id, &seen(ticks_run));
            assert_eq!(value(&board, line), Some(total));
        }
    }

    #[test]
    fn hubs_are_added_up() {
        let mut board = Board::new();
        board.hub(0, HubSeen { connections: 3, ..HubSeen::default() });
        board.hub(1, HubSeen { connections: 4, ..HubSeen::default() });
        board.hub(0, HubSeen { connections: 1, ..HubSeen::default() });
        assert_eq!(value(&board, "turnwheel_connections"), Some(5.0));
    }

    #[test]
    fn the_mailbox_of_a_role_that_is_gone_is_empty() {
        let mut board = Board::new();
        let pulse = Pulse::new("hub 7".to_string());
        board.pulses(&[pulse]);
        board.pulses(&[]);
        assert_eq!(value(&board, r#"turnwheel_messages_waiting{role="hub",hub="7"}"#), Some(0.0));
    }

    #[test]
    fn a_role_s_name_makes_its_labels() {
        let labels = |role| {
            let labels = labels_of(role);
            labels.iter().map(|label| format!("{}={}", label.key(), label.value())).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(labels("worker tic_tac_toe.12"), "role=worker title=tic_tac_toe shard=12");
        assert_eq!(labels("hub 3"), "role=hub hub=3");
        assert_eq!(labels("last resort"), "role=last resort");
    }
}
