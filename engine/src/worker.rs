//! The worker: runs every match of a title, or of one shard of it, one message at a time and each to the end. It decides
//! where a message goes, what is stored together, and when what a match said may be heard. It knows no actor, no clock and
//! no thread: `handle(now, message)` returns what is to be done.

mod door;
mod fork;
mod lateness;
mod perform;
mod sleep;
mod slot;
mod storage;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use title::Title;

pub use self::door::{WorkerCore, WorkerEffect, WorkerSeen};
use self::{lateness::Lateness, slot::Slot};
use crate::{
    arrange::Arrange,
    event::Start,
    ids::{Address, Epoch, HubId, MatchId, WorkerId},
    match_state::{Counts, Failure, Match, MatchEffect},
    messages::{Attach, Create, Delivery, ToLobby, ToWorker},
    outbox::Ticket,
    store::{Record, Stored},
    wire::Refused,
};

/// The key of the alarm that asks the store again.
const RETRY_KEY: u64 = 0;

/// The key of the alarm that looks for matches to wake; matches' keys begin above it.
const WAKE_KEY: u64 = 1;

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
    /// When it looks for matches to wake next, if any sleep that must be.
    looks_ms: Option<u64>,
    /// How many it asked for when it looked last.
    wakes_asked: usize,
    /// Matches that are stored and can't be gone on with here, and what is said of them.
    unplayable: BTreeMap<MatchId, Refused>,
    /// Matches that were given up for a commit that failed, with the match time when they were: it stands until they are back.
    stood: BTreeMap<MatchId, u64>,
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
    counts: Counts,
    lateness: Lateness,
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
            next_key: WAKE_KEY + 1,
            loading: BTreeMap::new(),
            reload: BTreeSet::new(),
            looks_ms: None,
            wakes_asked: 0,
            unplayable: BTreeMap::new(),
            stood: BTreeMap::new(),
            batch: Vec::new(),
            ticket: 1,
            committed: 0,
            in_flight: VecDeque::new(),
            in_flight_records: 0,
            holding: BTreeMap::new(),
            stale_alarms: 0,
            counts: Counts::default(),
            lateness: Lateness::default(),
            hubs: BTreeMap::new(),
            out: Vec::new(),
        }
    }

    fn receive(&mut self, now_ms: u64, message: ToWorker) {
        match message {
            ToWorker::Claimed(Ok(epoch)) => self.claimed(now_ms, epoch),
            ToWorker::Claimed(Err(error)) => self.retry_later(now_ms, &error),
            // A claim is answered after all that was recorded before it: these are tickets of a time that is gone, of
            // another worker's in this place perhaps.
            ToWorker::Committed { .. } if self.epoch.is_none() => {}
            ToWorker::Committed { ticket, result: Ok(()) } => self.committed(now_ms, ticket),
            ToWorker::Committed { result: Err(error), .. } => self.commit_failed(now_ms, &error),
            ToWorker::Input { match_id, who, player, input, tick, payload } => {
                if let Some(slot) = self.slots.get_mut(&match_id) {
                    slot.game.input(who, &player, input, tick, &payload);
                    self.counts.add(slot.game.take_counts());
                }
            }
            ToWorker::BotsUp => self.seat_bots_again(),
            ToWorker::Stopping => self.save_all(now_ms),
            message if self.epoch.is_none() => self.wait_for_claim(message),
            ToWorker::LobbyUp => self.say_all(now_ms),
            ToWorker::Loaded { match_id, stored } => self.loaded(now_ms, match_id, stored),
            ToWorker::Wakes(wakes) => self.wake(now_ms, wakes),
            ToWorker::Source { match_id, source } => self.source_came(now_ms, match_id, source),
            ToWorker::Create(create) => self.create(now_ms, create),
            ToWorker::Report(match_id, table) => {
                self.with(now_ms, match_id.clone(), ToWorker::Report(match_id, table));
            }
            ToWorker::Abandon(match_id) => self.with(now_ms, match_id.clone(), ToWorker::Abandon(match_id)),
            ToWorker::Attach(attach) => self.with(now_ms, attach.match_id.clone(), ToWorker::Attach(attach)),
            ToWorker::Act(act) if self.is_behind() => self.refuse_act(act, Refused::BUSY),
            ToWorker::Act(act) => self.with(now_ms, act.match_id.clone(), ToWorker::Act(act)),
            ToWorker::Detach { ref match_id, who } => {
                // Who leaves a match that isn't here has nothing to leave, save the queue of its loading.
                if let Some(waiting) = self.loading.get_mut(match_id) {
                    forget_look(waiting, match_id, who);
                } else if let Some(slot) = self.slots.get(match_id) {
                    let (match_id, bot) = (match_id.clone(), slot.game.bots_watching().contains(&who));
                    self.with(now_ms, match_id.clone(), message);
                    // No bot leaves a match that goes on, but by mistake.
                    if bot {
                        self.seat_bots(&match_id);
                    }
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
            return match self.unplayable.get(&match_id).cloned() {
                Some(refused) => self.refuse(message, &refused),
                None => self.load(match_id, vec![message]),
            };
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
        match &create.fork {
            Some(fork) => self.ask_for_source(fork.match_id.clone(), create),
            None => self.begin_from(now_ms, create, None),
        }
    }

    fn begin_from(&mut self, now_ms: u64, create: Create, position: Option<Vec<u8>>) {
        let Create { match_id, table, options, seed, holders, away, .. } = create;
        let rules_version = T::INFO.rules_version;
        let start = Start { table: table.clone(), rules_version, options, seed, holders, away, position };
        let Some(epoch) = self.epoch else { return };
        match Match::start(match_id.clone(), epoch, start, now_ms) {
            Ok((game, effects)) => {
                self.admit(match_id.clone(), game, &Stored::default());
                self.perform(now_ms, &match_id, effects);
            }
            Err(failure) => {
                tracing::warn!(%match_id, %failure, report = crate::panics::last(), "a match can't start");
                let refused = match failure {
                    Failure::Options => Refused::BAD_OPTIONS,
                    Failure::Position => Refused::OTHER_RULES,
                    Failure::Rejected(rejection) => Refused::by_rules(&rejection),
                    Failure::Title(_) => Refused::TITLE_FAILED,
                };
                self.out.push(WorkerEffect::Lobby(ToLobby::CreateRefused(match_id, table, refused)));
            }
        }
    }

    /// Takes a match into memory of which so much is stored.
    fn admit(&mut self, match_id: MatchId, game: Match<T>, stored: &Stored) {
        let key = self.next_key;
        // Two keys a match: its alarm's and its ticks'.
        self.next_key += 2;
        self.keys.insert(key, match_id.clone());
        self.keys.insert(key + 1, match_id.clone());
        let mut slot = Slot::new(game, key);
        slot.saved = stored.snapshot.as_ref().map_or(0, |snapshot| snapshot.entries);
        slot.wake_ms = stored.wake_ms;
        self.slots.insert(match_id.clone(), slot);
        self.seat_bots(&match_id);
    }

    fn release_slot(&mut self, match_id: &MatchId) -> Option<Slot<T>> {
        let slot = self.slots.remove(match_id)?;
        for key in [slot.key, slot.key + 1] {
            self.keys.remove(&key);
            self.out.push(WorkerEffect::Timer(Arrange::Cancel { key }));
        }
        Some(slot)
    }
}

/// Gives a match a message of a player or the lobby.
fn happen<T: Title>(game: &mut Match<T>, message: ToWorker, now_ms: u64) -> Vec<MatchEffect> {
    match message {
        ToWorker::Attach(attach) => game.attach(attach, now_ms),
        ToWorker::Detach { who, .. } => game.detach(who, now_ms),
        ToWorker::Act(act) => game.act(act, now_ms),
        ToWorker::Abandon(_) => game.abandon(now_ms),
        ToWorker::Create(_) | ToWorker::Report(..) => game.said(),
        ToWorker::Input { .. }
        | ToWorker::HubGone(_)
        | ToWorker::Committed { .. }
        | ToWorker::Claimed(_)
        | ToWorker::Loaded { .. }
        | ToWorker::Wakes(_)
        | ToWorker::Source { .. }
        | ToWorker::BotsUp
        | ToWorker::LobbyUp
        | ToWorker::Stopping => Vec::new(),
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
