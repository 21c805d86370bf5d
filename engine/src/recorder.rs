//! The recorder: writes what the workers and the lobby record, in order, as much at a time as has come meanwhile. It stands
//! between them and a store that blocks, so that nobody waits for a disk. It does not look into what it writes.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{
    ids::{MatchId, WorkerId},
    limits::MARK_MS,
    messages::{ToLobby, ToRecorder, ToWorker},
    store::{Find, History, Record, Store, StoreError},
};

/// Writes to a store for all others.
pub struct Recorder {
    store: Box<dyn Store>,
    queue: VecDeque<ToRecorder>,
    /// Those whose last commit failed: what they recorded on top of it must not be stored. A claim clears it.
    broken: BTreeSet<Owner>,
    /// The service time that was stored last.
    marked_ms: u64,
    counts: RecorderSeen,
}

/// Whose a record is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    Lobby,
    Worker(WorkerId),
}

/// What the recorder says to whom.
#[derive(Clone, Debug)]
pub enum Answer {
    /// To a worker.
    Worker(WorkerId, ToWorker),
    /// To the lobby.
    Lobby(ToLobby),
}

/// What the recorder has counted since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecorderSeen {
    /// Commits that were stored, those of the time alone among them.
    pub commits: u64,
    /// Records in them.
    pub records: u64,
    /// Commits that failed.
    pub failed: u64,
}

impl Recorder {
    /// A recorder for `store`.
    pub fn new(store: Box<dyn Store>) -> Recorder {
        let (queue, broken, counts) = (VecDeque::new(), BTreeSet::new(), RecorderSeen::default());
        Recorder { store, queue, broken, marked_ms: 0, counts }
    }

    /// Takes a message, to be dealt with by the next [`Recorder::write`].
    pub fn handle(&mut self, message: ToRecorder) {
        self.queue.push_back(message);
    }

    /// Deals with everything taken since the last time: one commit for as many records as stand in a row.
    pub fn write(&mut self, now_ms: u64) -> Vec<Answer> {
        let mut answers = Vec::new();
        let mut batch = Batch::default();
        for message in std::mem::take(&mut self.queue) {
            match message {
                ToRecorder::Record { worker, ticket, records } => {
                    self.gather(Owner::Worker(worker), ticket, records, &mut batch, &mut answers);
                }
                ToRecorder::Keep { ticket, records } => {
                    self.gather(Owner::Lobby, ticket, records, &mut batch, &mut answers);
                }
                // Whoever asks has recorded what stands before it, and expects to find it.
                ToRecorder::Claim(worker) => {
                    self.commit(now_ms, &mut batch, &mut answers);
                    answers.push(self.claim(worker));
                }
                ToRecorder::Load(match_id) => {
                    self.commit(now_ms, &mut batch, &mut answers);
                    let stored = self.store.load(&match_id);
                    answers.push(Answer::Worker(match_id.worker.clone(), ToWorker::Loaded { match_id, stored }));
                }
                ToRecorder::Source { match_id, source } => {
                    self.commit(now_ms, &mut batch, &mut answers);
                    let source = self.store.history(&source);
                    answers.push(Answer::Worker(match_id.worker.clone(), ToWorker::Source { match_id, source }));
                }
                ToRecorder::Wakes { worker, limit } => {
                    self.commit(now_ms, &mut batch, &mut answers);
                    let wakes = self.store.wakes(&worker, u64::MAX, limit);
                    answers.push(Answer::Worker(worker, ToWorker::Wakes(wakes)));
                }
                ToRecorder::Find(find) => {
                    // Tables are the lobby's: what workers recorded needn't be stored for this, and shares the next commit.
                    if batch.tickets.contains_key(&Owner::Lobby) {
                        self.commit(now_ms, &mut batch, &mut answers);
                    }
                    answers.push(self.find(find));
                }
            }
        }
        self.commit(now_ms, &mut batch, &mut answers);
        answers
    }

    /// Stores the time, unless that was done less than half a beat ago; so of one and a half at most is lost. Without it, time
    /// would go back when the process ends. Whether it must be done again at the next beat: nobody's time runs while no match
    /// does.
    pub fn mark(&mut self, now_ms: u64) -> bool {
        if now_ms >= self.marked_ms + MARK_MS / 2
            && let Err(error) = self.store(now_ms, &[])
        {
            tracing::warn!(%error, "the time can't be stored");
        }
        self.store.has_live().unwrap_or(true)
    }

    /// Lets the store do what it does in its own time. Whether there is more of that.
    pub fn tend(&mut self, wall_s: u64) -> bool {
        self.store.tend(wall_s).unwrap_or_else(|error| {
            tracing::warn!(%error, "the store can't be tended");
            false
        })
    }

    /// All that is stored of a match.
    pub fn history(&mut self, id: &MatchId) -> Result<Option<History>, StoreError> {
        self.store.history(id)
    }

    /// What was counted since the start.
    pub fn observe(&self) -> RecorderSeen {
        self.counts
    }

    fn gather(
        &mut self,
        owner: Owner,
        ticket: u64,
        records: Vec<Record>,
        batch: &mut Batch,
        answers: &mut Vec<Answer>,
    ) {
        if self.broken.contains(&owner) {
            let result = Err(StoreError::Unavailable("an earlier commit failed".to_string()));
            return answers.push(owner.committed(ticket, result));
        }
        batch.records.extend(records);
        batch.tickets.insert(owner, ticket);
    }

    fn claim(&mut self, worker: WorkerId) -> Answer {
        let claimed = self.store.claim(&worker);
        if claimed.is_ok() {
            self.broken.remove(&Owner::Worker(worker.clone()));
        }
        Answer::Worker(worker, ToWorker::Claimed(claimed))
    }

    fn find(&mut self, find: Find) -> Answer {
        let tables = self.store.tables(&find);
        if find == Find::Awake && tables.is_ok() {
            // This is the lobby's claim: from now on it knows what is stored, and nothing else.
            self.broken.remove(&Owner::Lobby);
        }
        Answer::Lobby(ToLobby::Found { find, tables })
    }

    fn commit(&mut self, now_ms: u64, batch: &mut Batch, answers: &mut Vec<Answer>) {
        let batch = std::mem::take(batch);
        if batch.tickets.is_empty() {
            return;
        }
        match self.store(now_ms, &batch.records) {
            // One of them doesn't own its matches any more. The others do.
            Err(StoreError::Fenced | StoreError::Hole { .. }) if batch.tickets.len() > 1 => {
                for part in batch.split() {
                    let result = self.store(now_ms, &part.records);
                    self.answer_for(part, &result, answers);
                }
            }
            result => self.answer_for(batch, &result, answers),
        }
    }

    fn store(&mut self, now_ms: u64, records: &[Record]) -> Result<(), StoreError> {
        let result = self.store.commit(now_ms, records);
        match &result {
            Ok(()) => {
                self.marked_ms = self.marked_ms.max(now_ms);
                self.counts.commits += 1;
                self.counts.records += records.len() as u64;
            }
            Err(_) => self.counts.failed += 1,
        }
        result
    }

    fn answer_for(&mut self, batch: Batch, result: &Result<(), StoreError>, answers: &mut Vec<Answer>) {
        if let Err(error) = result {
            tracing::error!(%error, records = batch.records.len(), "commit failed");
            self.broken.extend(batch.tickets.keys().cloned());
        }
        answers.extend(batch.tickets.into_iter().map(|(owner, ticket)| owner.committed(ticket, result.clone())));
    }
}

impl Owner {
    fn of(record: &Record) -> Owner {
        match record {
            Record::Append { id, .. } | Record::Snapshot { id, .. } => Owner::Worker(id.worker.clone()),
            Record::Table { .. } | Record::TableGone(_) => Owner::Lobby,
        }
    }

    fn committed(self, ticket: u64, result: Result<(), StoreError>) -> Answer {
        match self {
            Owner::Worker(worker) => Answer::Worker(worker, ToWorker::Committed { ticket, result }),
            Owner::Lobby => Answer::Lobby(ToLobby::Kept { ticket, result }),
        }
    }
}

/// What goes into one commit: the records, and the last ticket of each whose they are.
#[derive(Default)]
struct Batch {
    records: Vec<Record>,
    tickets: BTreeMap<Owner, u64>,
}

impl Batch {
    /// A batch for each owner, their records in the order they had.
    fn split(self) -> impl Iterator<Item = Batch> {
        let mut parts: BTreeMap<Owner, Batch> = BTreeMap::new();
        for record in self.records {
            parts.entry(Owner::of(&record)).or_default().records.push(record);
        }
        for (owner, ticket) in self.tickets {
            parts.entry(owner.clone()).or_default().tickets.insert(owner, ticket);
        }
        parts.into_values()
    }
}
