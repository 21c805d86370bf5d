//! One run from beginning to end: companies of players sit down, the server is killed again and again at moments drawn from a
//! seed, and what is stored is held against what the players were told after each restart and at the end.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    io,
    path::PathBuf,
    rc::Rc,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use title::{Rng, Seed};
use tokio::{process::Command, sync::Notify};

use super::{
    journals::Journals,
    ledger::{Counts, Ledger, Verdict},
    line,
    program::{Program, Running},
    report::{Report, Spread},
    tab::{Invitation, Part, Tab},
};

/// How long nothing may happen that is waited for before a run is given up. No run waits for this.
const PATIENCE: Duration = Duration::from_secs(60);

/// Messages that the players hear at most between two kills, frames among them.
const HEARD_MAX: u64 = 900;
/// Commands that are acknowledged at most between two kills.
const ACKNOWLEDGED_MAX: u64 = 90;
/// Connections that are refused at most before a server that starts is killed, if it hasn't come up by then.
const TURNED_AWAY_MAX: u64 = 60;

/// Who plays what: title, options, people, and whether a bot of the server takes the last seat.
const COMPANIES: [(&str, &str, usize, bool); 10] = [
    ("chess", r#"{ "time": { "kind": "increment", "base_s": 300, "increment_s": 3 } }"#, 2, false),
    ("chess", r#"{ "time": { "kind": "days", "days": 3 } }"#, 2, false),
    ("chess", "{}", 1, true),
    ("tic_tac_toe", "{}", 2, false),
    ("tic_tac_toe", "{}", 2, false),
    ("tic_tac_toe", "{}", 1, true),
    ("pong", "{}", 2, false),
    ("pong", r#"{ "bot": "hard" }"#, 1, true),
    ("tron", r#"{ "riders": 2 }"#, 2, false),
    ("tron", r#"{ "riders": 3 }"#, 2, true),
];

/// What is to be done to a server.
pub(crate) struct Plan {
    /// The server's program.
    pub(crate) program: PathBuf,
    /// The folder of its data.
    pub(crate) data: PathBuf,
    /// How often it is killed, the last time at the end.
    pub(crate) kills: u32,
    /// What all chance is drawn from. Which message comes first is up to the machine.
    pub(crate) seed: u64,
}

/// What the players tell whoever kills the server.
#[derive(Default)]
pub(crate) struct News {
    notify: Notify,
    kills: Cell<u32>,
    /// Since when no command has been accepted.
    killed: Cell<Option<Instant>>,
    first_accepted: RefCell<Vec<u128>>,
}

impl News {
    /// Something was heard.
    pub(crate) fn tell(&self) {
        self.notify.notify_one();
    }

    /// How often the server has been killed.
    pub(crate) fn kills(&self) -> u32 {
        self.kills.get()
    }

    /// A command was accepted on a connection that was opened after so many kills. Only what the newest server says counts:
    /// words of the one before may still be on their way.
    pub(crate) fn accepted(&self, kills: u32) {
        if kills == self.kills.get()
            && let Some(killed) = self.killed.take()
        {
            self.first_accepted.borrow_mut().push((clock() - killed).as_millis());
        }
    }

    fn killed(&self) {
        self.kills.set(self.kills.get() + 1);
        self.killed.set(Some(clock()));
    }
}

/// When a server is killed, counted from its start.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// While it starts: when so many connections were refused, or as soon as it serves.
    TurnedAway(u64),
    /// As soon as it serves.
    Serving,
    /// When so many messages were heard.
    Heard(u64),
    /// When so many commands were acknowledged.
    Acknowledged(u64),
}

impl Moment {
    fn draw(rng: &mut Rng) -> Moment {
        match rng.below(12) {
            0 => Moment::TurnedAway(1 + rng.below(TURNED_AWAY_MAX)),
            1 => Moment::Serving,
            2..=5 => Moment::Heard(1 + rng.below(HEARD_MAX)),
            _ => Moment::Acknowledged(1 + rng.below(ACKNOWLEDGED_MAX)),
        }
    }

    fn has_come(self, since: Counts, now: Counts) -> bool {
        match self {
            Moment::Serving => true,
            Moment::TurnedAway(count) => now.turned_away - since.turned_away >= count,
            Moment::Heard(count) => now.heard - since.heard >= count,
            Moment::Acknowledged(count) => now.acknowledged - since.acknowledged >= count,
        }
    }
}

/// The players, and what they were told.
struct Crowd {
    tabs: Vec<Rc<RefCell<Tab>>>,
    lines: Vec<tokio::task::JoinHandle<()>>,
    ledger: Rc<RefCell<Ledger>>,
    news: Rc<News>,
}

/// Kills a server, and reports. `tell` is told how far it is. Must be called inside an actix system.
pub(crate) async fn storm(plan: Plan, tell: impl Fn(String)) -> io::Result<Report> {
    let begun = clock();
    let mut rng = Rng::new(Seed::number(plan.seed));
    let program = Program::new(plan.program, plan.data, &mut rng)?;
    let mut server = program.start()?;
    server.serves().await?;
    let crowd = Crowd::sit_down(&program, &mut rng).await?;
    let matches = || crowd.ledger.borrow().matches().0;
    crowd.until(|| matches() >= COMPANIES.len(), "every company's first match").await?;
    let mut complaints = Verdict::default();
    while crowd.news.kills() + 1 < plan.kills {
        let moment = Moment::draw(&mut rng);
        crowd.wait_for(moment, &mut server).await?;
        server = crowd.kill(server, &program).await?;
        if !matches!(moment, Moment::TurnedAway(_)) {
            complaints.add(crowd.check(&program)?);
        }
        let (kill, acknowledged) = (crowd.news.kills(), crowd.acknowledged());
        tell(format!("kill {kill} of {}: {moment:?}; {acknowledged} acknowledged so far", plan.kills));
    }
    // Somebody has been accepted once more, and nobody lacks an answer: then the last.
    crowd.wait_for(Moment::Acknowledged(1), &mut server).await?;
    crowd.tabs.iter().for_each(|tab| tab.borrow_mut().rest());
    crowd.until(|| crowd.tabs.iter().all(|tab| tab.borrow().is_quiet()), "the answers that are still missing").await?;
    crowd.news.killed();
    server.kill().await?;
    crowd.leave();
    tell(format!("kill {} of {}: when all was answered", plan.kills, plan.kills));
    let journals = Journals::read(&program.data)?;
    let verify = Command::new(&program.path).arg("verify").arg("--data").arg(&program.data).output();
    let verified = verify.await?;
    complaints.add(crowd.ledger.borrow().check(&journals));
    if !verified.status.success() {
        tell(String::from_utf8_lossy(&verified.stdout).into_owned());
        tell(String::from_utf8_lossy(&verified.stderr).into_owned());
    }
    let ledger = crowd.ledger.borrow();
    let (counts, (matches, ended)) = (ledger.counts, ledger.matches());
    Ok(Report {
        kills: plan.kills,
        acknowledged: counts.acknowledged,
        lost: complaints.lost.len(),
        doubled: complaints.doubled.len(),
        wrong: complaints.wrong.len(),
        reconnects: counts.reconnects,
        repeated: counts.repeated,
        refusals: ledger.refusals.clone(),
        inputs: counts.inputs,
        updates: counts.updates,
        frames: counts.frames,
        compared: counts.compared,
        matches,
        ended,
        entries: journals.entries(),
        first_accepted_ms: Spread::of(crowd.news.first_accepted.take()),
        verified: verified.status.success(),
        seed: plan.seed,
        seconds: (clock() - begun).as_secs_f64(),
        complaints: complaints.lines(),
    })
}

impl Crowd {
    /// Everybody gets a name and a connection.
    async fn sit_down(program: &Program, rng: &mut Rng) -> io::Result<Crowd> {
        let (ledger, news) = (Rc::new(RefCell::new(Ledger::default())), Rc::new(News::default()));
        let (titles, mut tabs, mut lines) = (turnwheel::titles(), Vec::new(), Vec::new());
        for (title, options, people, bots) in COMPANIES {
            let offered = titles.get(title).map_err(|_| io::Error::other(title))?;
            let options: Value = serde_json::from_str(options).unwrap_or_else(|_| json!({}));
            let invitation = Invitation::default();
            for number in 0..people {
                let (player, token) = line::guest(program.address).await?;
                let part = Part {
                    offered: offered.clone(),
                    options: options.clone(),
                    invitation: invitation.clone(),
                    hosts: number == 0,
                    bots,
                };
                let rng = Rng::new(engine::entropy::drawn(rng));
                let tab = Rc::new(RefCell::new(Tab::new(part, player, token, rng, ledger.clone())));
                let line = line::keep(tab.clone(), program.address, ledger.clone(), news.clone());
                tabs.push(tab);
                lines.push(actix_rt::spawn(line));
            }
        }
        Ok(Crowd { tabs, lines, ledger, news })
    }

    /// Waits for `moment`.
    async fn wait_for(&self, moment: Moment, server: &mut Running) -> io::Result<()> {
        let since = self.ledger.borrow().counts;
        let has_come = || moment.has_come(since, self.ledger.borrow().counts);
        if let Moment::TurnedAway(_) = moment {
            return tokio::select! {
                served = server.serves() => served,
                waited = self.until(has_come, "connections to be refused") => waited,
            };
        }
        patient(server.serves(), "the server's start").await??;
        // What was heard while it started isn't what is waited for.
        let since = self.ledger.borrow().counts;
        self.until(|| moment.has_come(since, self.ledger.borrow().counts), &format!("{moment:?}")).await
    }

    /// Kills the server, and starts it again at once.
    async fn kill(&self, server: Running, program: &Program) -> io::Result<Running> {
        self.news.killed();
        server.kill().await?;
        program.start()
    }

    /// Holds what is stored against what the players were told so far.
    fn check(&self, program: &Program) -> io::Result<Verdict> {
        // All that was acknowledged is stored by now: so it is looked up first, and read then.
        let journals = Journals::read(&program.data)?;
        Ok(self.ledger.borrow().check(&journals))
    }

    fn acknowledged(&self) -> u64 {
        self.ledger.borrow().counts.acknowledged
    }

    /// Waits until something is so; whatever is heard may have made it so.
    async fn until(&self, is_so: impl Fn() -> bool, what: &str) -> io::Result<()> {
        let wait = async {
            while !is_so() {
                self.news.notify.notified().await;
            }
        };
        patient(wait, what).await.map_err(|error| self.explain(&error.to_string()))
    }

    fn explain(&self, what: &str) -> io::Error {
        let tabs: BTreeSet<String> = self.tabs.iter().map(|tab| tab.borrow().describe()).collect();
        io::Error::other(format!("{what}\n{}", tabs.into_iter().collect::<Vec<_>>().join("\n")))
    }

    fn leave(&self) {
        self.lines.iter().for_each(tokio::task::JoinHandle::abort);
    }
}

#[expect(clippy::disallowed_methods, reason = "a run that hangs must say where; no run waits for this")]
async fn patient<R>(wait: impl Future<Output = R>, what: &str) -> io::Result<R> {
    let waited = tokio::time::timeout(PATIENCE, wait).await;
    waited.map_err(|_| io::Error::other(format!("waited in vain for {what}")))
}

#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn clock() -> Instant {
    Instant::now()
}
