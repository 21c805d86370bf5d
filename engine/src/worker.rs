//! The worker: runs every match of a title, or of one shard of it, one message at a time and each to the end. It decides
//! where a message goes, what is stored together, and when what a match said may be heard. It knows no actor, no clock and
//! no thread: `handle(now, message)` returns what is to be done.

mod slot;
mod storage;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use timer::Due;
use title::Title;

use self::slot::Slot;
use crate::{
    arrange::Arrange,
    event::Start,
    ids::{Address, Epoch, HubId, MatchId, WorkerId},
    limits,
    match_state::{Failure, Match, MatchEffect},
    messages::{Attach, Create, Delivery, ToHub, ToLobby, ToRecorder, ToWorker},
    outbox::{Post, Ticket},
    store::{Record, StoreError},
    wire::Refused,
};

/// Something a worker asks its shell to do.
#[derive(Clone, Debug)]
pub enum WorkerEffect {
    /// Send this to a hub.
    Hub(HubId, ToHub),
    /// Send this to every hub, and to the bots.
    EveryHub(ToHub),
    /// Send this to the lobby.
    Lobby(ToLobby),
    /// Send this to the recorder.
    Recorder(ToRecorder),
    /// Ask this of the timer.
    Timer(Arrange),
}

/// A small copy of a worker's state, for tests and operators.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorkerSeen {
    /// Matches in memory.
    pub matches: usize,
    /// Alarms that came too late to count, since the start.
    pub stale_alarms: u64,
    /// Records that wait for the store.
    pub uncommitted: usize,
}

/// A worker of any title: what its shell and the simulation see of [`Worker`].
pub trait WorkerCore: Send {
    /// Which worker it is.
    fn id(&self) -> &WorkerId;
    /// The first thing to do.
    fn start(&mut self) -> Vec<WorkerEffect>;
    /// Handles one message to the end.
    fn handle(&mut self, now_ms: u64, message: ToWorker) -> Vec<WorkerEffect>;
    /// Handles what has fallen due.
    fn due(&mut self, now_ms: u64, due: &Due) -> Vec<WorkerEffect>;
    /// A small copy of its state.
    fn observe(&self) -> WorkerSeen;
}

/// The key of the alarm that asks the store again; matches' keys begin above it.
const RETRY_KEY: u64 = 0;

/// The worker of a title.
pub struct Worker<T: Title> {
    id: WorkerId,
    /// The epoch it appends under; `None` until the store has made it the owner.
    epoch: Option<Epoch>,
    /// What came before that, in order.
    waiting: Vec<ToWorker>,
    slots: BTreeMap<MatchId, Slot<T>>,
    keys: BTreeMap<u64, MatchId>,
    next_key: u64,
    /// Matches asked of the store, and what came for them since.
    loading: BTreeMap<MatchId, Vec<ToWorker>>,
    /// Those of them that the store could not bring, to be asked for again.
    reload: BTreeSet<MatchId>,
    /// What this handler stores.
    batch: Vec<Record>,
    ticket: Ticket,
    committed: Ticket,
    in_flight: VecDeque<(Ticket, usize)>,
    /// How many records those are together.
    in_flight_records: usize,
    /// Matches that said something which waits for a commit, by the last commit they need.
    holding: BTreeMap<Ticket, BTreeSet<MatchId>>,
    stale_alarms: u64,
    hubs: BTreeMap<HubId, Vec<Delivery>>,
    out: Vec<WorkerEffect>,
}

impl<T: Title> Worker<T> {
    /// A worker that owns nothing yet.
    pub fn new(id: WorkerId) -> Worker<T> {
        Worker {
            id,
            epoch: None,
            waiting: Vec::new(),
            slots: BTreeMap::new(),
            keys: BTreeMap::new(),
            next_key: RETRY_KEY + 1,
            loading: BTreeMap::new(),
            reload: BTreeSet::new(),
            batch: Vec::new(),
            ticket: 1,
            committed: 0,
            in_flight: VecDeque::new(),
            in_flight_records: 0,
            holding: BTreeMap::new(),
            stale_alarms: 0,
            hubs: BTreeMap::new(),
            out: Vec::new(),
        }
    }

    fn receive(&mut self, now_ms: u64, message: ToWorker) {
        match message {
            ToWorker::Claimed(Ok(claim)) => self.claimed(now_ms, claim),
            ToWorker::Claimed(Err(error)) => self.retry_later(now_ms, &error),
            // A claim is answered after all that was recorded before it: these are tickets of a time that is gone, of
            // another worker's in this place perhaps.
            ToWorker::Committed { .. } if self.epoch.is_none() => {}
            ToWorker::Committed { ticket, result: Ok(()) } => self.committed(now_ms, ticket),
            ToWorker::Committed { result: Err(error), .. } => self.commit_failed(now_ms, &error),
            ToWorker::Input { match_id, player, input, payload } => {
                if let Some(slot) = self.slots.get_mut(&match_id) {
                    slot.game.input(&player, input, &payload);
                }
            }
            message if self.epoch.is_none() => self.wait_for_claim(message),
            ToWorker::Loaded { match_id, journal } => self.loaded(now_ms, match_id, journal),
            ToWorker::Create(create) => self.create(now_ms, create),
            ToWorker::Report(match_id) => self.with(now_ms, match_id.clone(), ToWorker::Report(match_id)),
            ToWorker::Abandon(match_id) => self.with(now_ms, match_id.clone(), ToWorker::Abandon(match_id)),
            ToWorker::Attach(attach) => self.with(now_ms, attach.match_id.clone(), ToWorker::Attach(attach)),
            ToWorker::Act(act) if self.is_behind() => self.refuse_act(act, Refused::BUSY),
            ToWorker::Act(act) => self.with(now_ms, act.match_id.clone(), ToWorker::Act(act)),
            ToWorker::Detach { ref match_id, who } => {
                // Who leaves a match that isn't here has nothing to leave, save the queue of its loading.
                if let Some(waiting) = self.loading.get_mut(match_id) {
                    forget_look(waiting, match_id, who);
                } else if self.slots.contains_key(match_id) {
                    self.with(now_ms, match_id.clone(), message);
                }
            }
            ToWorker::HubGone(hub) => self.hub_gone(now_ms, hub),
        }
    }

    /// Everybody in `hub` has left every match.
    fn hub_gone(&mut self, now_ms: u64, hub: HubId) {
        for waiting in self.loading.values_mut() {
            waiting.retain(|message| !matches!(message, ToWorker::Attach(attach) if attach.who.hub == hub));
        }
        let watched = self.slots.iter().flat_map(|(id, slot)| slot.game.watchers_of(hub).map(|who| (id.clone(), who)));
        for (match_id, who) in watched.collect::<Vec<_>>() {
            self.with(now_ms, match_id.clone(), ToWorker::Detach { match_id, who });
        }
    }

    /// Gives `message` to its match: now, or once the store has brought it.
    fn with(&mut self, now_ms: u64, match_id: MatchId, message: ToWorker) {
        if let Some(waiting) = self.loading.get_mut(&match_id) {
            if let ToWorker::Attach(Attach { match_id, who, .. }) = &message {
                forget_look(waiting, match_id, *who);
            }
            waiting.push(message);
            return;
        }
        let Some(slot) = self.slots.get_mut(&match_id) else {
            self.load(match_id, vec![message]);
            return;
        };
        let effects = happen(&mut slot.game, message, now_ms);
        self.perform(now_ms, &match_id, effects);
    }

    fn create(&mut self, now_ms: u64, create: Create) {
        let match_id = create.match_id.clone();
        if create.again || self.slots.contains_key(&match_id) || self.loading.contains_key(&match_id) {
            return self.with(now_ms, match_id, ToWorker::Create(create));
        }
        self.begin(now_ms, create);
    }

    fn begin(&mut self, now_ms: u64, create: Create) {
        let Create { match_id, table, options, seed, holders, away, .. } = create;
        let start = Start { table, rules_version: T::INFO.rules_version, options, seed, holders, away };
        let Some(epoch) = self.epoch else { return };
        match Match::start(match_id.clone(), epoch, start, now_ms) {
            Ok((game, effects)) => {
                self.admit(match_id.clone(), game);
                self.perform(now_ms, &match_id, effects);
            }
            Err(failure) => {
                tracing::warn!(%match_id, %failure, report = crate::panics::last(), "a match can't start");
                let refused = match failure {
                    Failure::Options => Refused::BAD_OPTIONS,
                    Failure::Rejected(rejection) => Refused::by_rules(&rejection),
                    Failure::Title(_) => Refused::TITLE_FAILED,
                };
                self.out.push(WorkerEffect::Lobby(ToLobby::CreateRefused(match_id, refused)));
            }
        }
    }

    fn admit(&mut self, match_id: MatchId, game: Match<T>) {
        let key = self.next_key;
        // Two keys a match: its alarm's and its ticks'.
        self.next_key += 2;
        self.keys.insert(key, match_id.clone());
        self.keys.insert(key + 1, match_id.clone());
        self.slots.insert(match_id, Slot::new(game, key));
    }

    fn release_slot(&mut self, match_id: &MatchId) -> Option<Slot<T>> {
        let slot = self.slots.remove(match_id)?;
        for key in [slot.key, slot.key + 1] {
            self.keys.remove(&key);
            self.out.push(WorkerEffect::Timer(Arrange::Cancel { key }));
        }
        Some(slot)
    }

    /// Does what a match asked for, and sees to its alarms.
    fn perform(&mut self, now_ms: u64, match_id: &MatchId, effects: Vec<MatchEffect>) {
        let (Some(slot), Some(epoch)) = (self.slots.get_mut(match_id), self.epoch) else { return };
        for effect in effects {
            match effect {
                MatchEffect::Record { entry, last } => {
                    self.batch.push(Record::Append { id: match_id.clone(), epoch, entry, last });
                    slot.ticket = self.ticket;
                }
                MatchEffect::Post { post, wait } => slot.outbox.push(wait.then_some(slot.ticket), post),
            }
        }
        self.settle(now_ms, match_id);
    }

    /// Says what may be said, arms what is due next, and lets go of a match that nobody needs in memory.
    fn settle(&mut self, now_ms: u64, match_id: &MatchId) {
        let Some(slot) = self.slots.get_mut(match_id) else { return };
        let posts = slot.outbox.release(self.committed);
        slot.arm(now_ms, &mut self.out);
        if slot.outbox.is_empty() {
            if slot.game.outcome().is_some() && !slot.game.is_watched() && slot.ticket <= self.committed {
                self.release_slot(match_id);
            }
        } else {
            self.holding.entry(slot.ticket).or_default().insert(match_id.clone());
        }
        for post in posts {
            self.say(match_id, post);
        }
    }

    fn say(&mut self, match_id: &MatchId, post: Post) {
        match post {
            Post::Sessions(to, what) => {
                for (hub, delivery) in Delivery::by_hub(to, &what) {
                    self.hubs.entry(hub).or_default().push(delivery);
                }
            }
            Post::Lobby(said) => self.out.push(WorkerEffect::Lobby(said.about(match_id.clone()))),
        }
    }

    /// Players are told and may try again. The lobby's messages are kept: it would take a refusal for the match's end.
    fn load_failed(&mut self, now_ms: u64, match_id: MatchId, waiting: Vec<ToWorker>, error: &StoreError) {
        tracing::warn!(%match_id, %error, "a match can't be loaded");
        let (players, lobbys): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|message| matches!(message, ToWorker::Attach(_) | ToWorker::Act(_)));
        for message in players {
            self.refuse(message, &Refused::STORAGE_UNAVAILABLE);
        }
        if !lobbys.is_empty() {
            self.reload.insert(match_id.clone());
            self.loading.insert(match_id, lobbys);
            self.retry_later(now_ms, error);
        }
    }

    fn uncommitted(&self) -> usize {
        self.batch.len() + self.in_flight_records
    }

    /// Whether so much waits for the store that no more may be taken on.
    fn is_behind(&self) -> bool {
        self.uncommitted() + self.loading.values().map(Vec::len).sum::<usize>() >= limits::UNCOMMITTED
    }

    /// What was to be done when the store didn't answer.
    fn retry(&mut self) {
        if self.epoch.is_none() {
            let claim = self.start();
            self.out.extend(claim);
        }
        let loads = std::mem::take(&mut self.reload).into_iter().map(ToRecorder::Load);
        self.out.extend(loads.map(WorkerEffect::Recorder));
    }

    /// Ends a handler: everything it stores in one commit, everything it says to a hub in one message.
    fn finish(&mut self) -> Vec<WorkerEffect> {
        if !self.batch.is_empty() {
            let records = std::mem::take(&mut self.batch);
            self.in_flight.push_back((self.ticket, records.len()));
            self.in_flight_records += records.len();
            let record = ToRecorder::Record { worker: self.id.clone(), ticket: self.ticket, records };
            self.out.push(WorkerEffect::Recorder(record));
            self.ticket += 1;
        }
        let mut out = std::mem::take(&mut self.out);
        let hubs = std::mem::take(&mut self.hubs);
        out.extend(hubs.into_iter().map(|(hub, deliveries)| WorkerEffect::Hub(hub, ToHub::Deliver(deliveries))));
        out
    }
}

impl<T: Title> WorkerCore for Worker<T> {
    fn id(&self) -> &WorkerId {
        &self.id
    }

    fn start(&mut self) -> Vec<WorkerEffect> {
        vec![WorkerEffect::Recorder(ToRecorder::Claim(self.id.clone()))]
    }

    fn handle(&mut self, now_ms: u64, message: ToWorker) -> Vec<WorkerEffect> {
        self.receive(now_ms, message);
        self.finish()
    }

    fn due(&mut self, now_ms: u64, due: &Due) -> Vec<WorkerEffect> {
        for alarm in &due.alarms {
            if alarm.key.0 == RETRY_KEY {
                self.retry();
                continue;
            }
            let Some((match_id, slot)) = slot_of(&self.keys, &mut self.slots, alarm.key.0) else { continue };
            if !slot.alarm_rang(alarm.generation) {
                self.stale_alarms += 1;
                continue;
            }
            // While the store hasn't made this worker the owner nothing may happen; the alarm is set again by then.
            if self.epoch.is_some() {
                let effects = slot.game.due(now_ms);
                self.perform(now_ms, &match_id, effects);
            }
        }
        for ticks in &due.ticks {
            let wait = self.epoch.is_none() || self.is_behind();
            let Some((match_id, slot)) = slot_of(&self.keys, &mut self.slots, ticks.key.0) else { continue };
            if !slot.is_ticking() {
                continue;
            }
            slot.ticks_due += u64::from(ticks.count);
            if !wait {
                let effects = slot.game.tick(std::mem::take(&mut slot.ticks_due));
                self.perform(now_ms, &match_id, effects);
            }
        }
        self.finish()
    }

    fn observe(&self) -> WorkerSeen {
        WorkerSeen { matches: self.slots.len(), stale_alarms: self.stale_alarms, uncommitted: self.uncommitted() }
    }
}

/// Gives a match a message of a player or the lobby.
fn happen<T: Title>(game: &mut Match<T>, message: ToWorker, now_ms: u64) -> Vec<MatchEffect> {
    match message {
        ToWorker::Attach(attach) => game.attach(attach, now_ms),
        ToWorker::Detach { who, .. } => game.detach(who, now_ms),
        ToWorker::Act(act) => game.act(act, now_ms),
        ToWorker::Abandon(_) => game.abandon(),
        ToWorker::Create(_) | ToWorker::Report(_) => vec![game.said()],
        ToWorker::Input { .. }
        | ToWorker::HubGone(_)
        | ToWorker::Committed { .. }
        | ToWorker::Claimed(_)
        | ToWorker::Loaded { .. } => Vec::new(),
    }
}

/// Takes what `who` wished about looking at a match out of a queue: something newer follows.
fn forget_look(queue: &mut Vec<ToWorker>, match_id: &MatchId, who: Address) {
    queue.retain(|message| match message {
        ToWorker::Attach(attach) => attach.match_id != *match_id || attach.who != who,
        ToWorker::Detach { match_id: left, who: leaver } => left != match_id || *leaver != who,
        _ => true,
    });
}

fn slot_of<'a, T: Title>(
    keys: &BTreeMap<u64, MatchId>,
    slots: &'a mut BTreeMap<MatchId, Slot<T>>,
    key: u64,
) -> Option<(MatchId, &'a mut Slot<T>)> {
    let match_id = keys.get(&key)?;
    Some((match_id.clone(), slots.get_mut(match_id)?))
}
