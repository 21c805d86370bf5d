//! One run from beginning to end: a server, connections, tables, matches, and the figures.

use std::{net::SocketAddr, rc::Rc};

use actix_rt::spawn;
use timer::{Clock, Micros, Timer};

use super::{
    Failed, Lasting, Plan, Report, Target,
    crew::{Crew, Pace},
    fleet::{Fleet, Script},
    limits::{OVERTIME_MS, SETTLE_MS, SETUP_MS, SLICES, SPAWN_MS},
    player::Line,
    progress::Progress,
    report::{Generator, ServerCost},
    spawned::{self, Spawned, Used},
};

/// Actions a second of a player whose title has no ticks: half of what a server takes.
const MOVES_PER_S: u32 = 10;

/// Plays, and reports. Whatever was measured when `stop` resolves is reported too. Must be called inside an actix system, whose
/// thread is the players'.
pub async fn run(plan: Plan, target: Target, stop: impl Future<Output = ()> + 'static) -> Result<Report, Failed> {
    let offered = plan.titles.get(&plan.title).map_err(Failed::Refused)?.clone();
    let (options, rules) = offered.check(&plan.options).map_err(Failed::Refused)?;
    let rate = plan.rate.or(rules.tick_hz).unwrap_or(MOVES_PER_S);
    // Before the timer has its thread: whatever starts from here on has the players' cores.
    let mut spawned = match &target {
        Target::Address(_) => None,
        Target::Spawned { arguments, cores } => Some(Spawned::start(arguments, cores).map_err(Failed::Spawn)?),
    };
    let timer = Timer::start(Clock::real());
    let script = Script {
        offered,
        options,
        matches: plan.matches,
        seats: usize::from(rules.seats),
        spectators: plan.spectators,
        think: plan.think,
    };
    let crew = Crew::new(Fleet::new(script), timer.clone());
    let _pace = Pace::start(crew.clone(), rate, SLICES)?;
    let stopper = crew.clone();
    let stopping = spawn(async move {
        stop.await;
        stopper.stop();
    });
    let run = Run { plan, crew: crew.clone() };
    let report = run.with(&target, &mut spawned).await;
    stopping.abort();
    crew.leave();
    timer.stop();
    if let Some(spawned) = spawned
        && let Err(error) = spawned.end().await
    {
        tracing::warn!(%error, "the server didn't end as it should");
    }
    report
}

struct Run {
    plan: Plan,
    crew: Rc<Crew>,
}

/// What was used at some moment, by the players and by their server.
#[derive(Clone, Copy)]
struct Moment {
    at: Micros,
    own: Option<Used>,
    server: Option<Used>,
}

impl Run {
    async fn with(&self, target: &Target, spawned: &mut Option<Spawned>) -> Result<Report, Failed> {
        let server = self.server(target, spawned).await?;
        let before = self.moment(spawned);
        let latest = self.crew.now() + 1000 * SETUP_MS;
        self.crew.connect(server);
        self.connected(latest).await;
        self.crew.rest(SETTLE_MS).await;
        let connected = self.moment(spawned);
        self.crew.fleet.borrow_mut().make_tables();
        self.started(latest).await;
        if self.crew.fleet.borrow().playing() == 0 {
            return Err(self.nothing());
        }
        self.crew.rest(SETTLE_MS).await;
        self.crew.fleet.borrow_mut().measure(self.crew.now());
        let begun = self.moment(spawned);
        self.played(begun.at).await;
        let ended = self.moment(spawned);
        self.crew.fleet.borrow_mut().measured(ended.at);
        let report = self.report([before, connected, begun, ended]);
        if spawned.is_none() {
            self.crew.resign();
            self.crew.rest(SETTLE_MS).await;
        }
        report
    }

    /// Where the server is, once it is up.
    async fn server(&self, target: &Target, spawned: &mut Option<Spawned>) -> Result<SocketAddr, Failed> {
        let Some(spawned) = spawned else {
            return match target {
                Target::Address(address) => Ok(*address),
                Target::Spawned { .. } => Err(Failed::NoServer),
            };
        };
        let address = tokio::select! {
            address = spawned.address() => address,
            () = self.crew.rest(SPAWN_MS) => Ok(None),
        };
        address.map_err(Failed::Spawn)?.ok_or(Failed::NoServer)
    }

    async fn connected(&self, latest: Micros) {
        let players = self.crew.fleet.borrow().len();
        let progress = Progress::new("connecting", players as u64);
        let is = |fleet: &Fleet| {
            let opening = fleet.lines(Line::Opening);
            progress.at((players - opening) as u64);
            opening == 0
        };
        self.crew.until(latest, is).await;
    }

    async fn started(&self, latest: Micros) {
        let progress = Progress::new("starting", self.plan.matches as u64);
        let is = |fleet: &Fleet| {
            let playing = fleet.playing();
            progress.at(playing as u64);
            playing + fleet.hopeless() >= self.plan.matches
        };
        self.crew.until(latest, is).await;
    }

    async fn played(&self, from: Micros) {
        let (length, told) = match self.plan.lasting {
            Lasting::Ms(ms) => (ms, None),
            Lasting::Told(told) => (OVERTIME_MS + told * 1000, Some(told)),
        };
        let progress = Progress::new("playing", told.unwrap_or(length));
        let is = |fleet: &Fleet| match told {
            // A server that has gone won't come back.
            _ if fleet.lines(Line::Welcomed) == 0 => true,
            Some(told) => {
                let least = fleet.told_least();
                progress.at(least);
                least >= told
            }
            None => {
                progress.at((self.crew.now() - from) / 1000);
                false
            }
        };
        self.crew.until(from + 1000 * length, is).await;
    }

    fn moment(&self, spawned: &Option<Spawned>) -> Moment {
        Moment { at: self.crew.now(), own: spawned::own(), server: spawned.as_ref().and_then(Spawned::used) }
    }

    /// Why no match is being played.
    fn nothing(&self) -> Failed {
        let fleet = self.crew.fleet.borrow();
        let errors: Vec<String> = fleet.tally.errors.iter().map(|(code, count)| format!("{code} {count}")).collect();
        if errors.is_empty() { Failed::Stopped } else { Failed::NothingStarted(errors.join(", ")) }
    }

    fn report(&self, [before, connected, begun, ended]: [Moment; 4]) -> Result<Report, Failed> {
        let fleet = self.crew.fleet.borrow();
        let tally = &fleet.tally;
        let matches_playing = fleet.playing();
        if begun.at == ended.at {
            return Err(Failed::Stopped);
        }
        let us = ended.at - begun.at;
        let busy = |from: Used, to: Used| (to.cpu_us - from.cpu_us) as f64 / us as f64;
        let per = |whole: f64, parts: u64| (parts > 0).then(|| whole / parts as f64);
        let cost = |[before, connected, begun, ended]: [Used; 4]| {
            let cpu_us = (ended.cpu_us - begun.cpu_us) as f64;
            let grown =
                |from: Used, to: Used, parts: usize| (to.rss_kb as f64 - from.rss_kb as f64) / parts.max(1) as f64;
            ServerCost {
                cores_busy: busy(begun, ended),
                cpu_us_per_frame: per(cpu_us, tally.frames),
                cpu_us_per_move: per(cpu_us, tally.moves),
                rss_kb_at_start: before.rss_kb,
                kb_per_connection: grown(before, connected, fleet.lines(Line::Welcomed)),
                kb_per_match: grown(connected, begun, matches_playing),
                rss_kb_at_end: ended.rss_kb,
            }
        };
        let seconds = us as f64 / 1e6;
        Ok(Report {
            title: self.plan.title.clone(),
            matches: self.plan.matches,
            matches_playing,
            connections: fleet.len(),
            spectators: self.plan.spectators,
            seconds,
            frames_expected: tally.frames_expected(),
            frames_delivered: tally.frames,
            frame_payload_bytes: per(tally.frame_bytes as f64, tally.frames).unwrap_or_default(),
            ticks_merged: tally.merged,
            interval_deviation_ms: (&tally.deviation).into(),
            inputs: tally.inputs,
            inputs_late: tally.inputs_late,
            inputs_unseen: tally.inputs_unseen,
            input_to_effect_ms: (&tally.effect).into(),
            moves: tally.moves,
            moves_per_s: tally.moves as f64 / seconds,
            move_to_opponent_ms: (&tally.opponent).into(),
            errors: tally.errors.clone(),
            generator: Generator {
                cores_busy: begun.own.zip(ended.own).map(|(from, to)| busy(from, to)),
                beats_missed: tally.beats_missed,
            },
            server: (|| Some(cost([before.server?, connected.server?, begun.server?, ended.server?])))(),
        })
    }
}
