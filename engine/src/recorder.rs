//! The recorder: writes what the workers record, in order, as much at a time as has come meanwhile. It stands between
//! them and a store that blocks, so that no worker waits for a disk. It does not look into what it writes.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{
    ids::{MatchId, TableId, WorkerId},
    messages::{Claim, ToRecorder, ToWorker},
    store::{Record, Store, StoreError},
    table::TableRecord,
};

/// Writes to a store for all workers.
pub struct Recorder {
    store: Box<dyn Store>,
    queue: VecDeque<ToRecorder>,
    /// Workers whose last commit failed: what they recorded on top of it must not be stored. A claim clears it.
    broken: BTreeSet<WorkerId>,
    /// Tables that a failed commit has left unstored, as they are now: they go along with the next one.
    unkept: BTreeMap<TableId, Record>,
}

impl Recorder {
    /// A recorder for `store`.
    pub fn new(store: Box<dyn Store>) -> Recorder {
        Recorder { store, queue: VecDeque::new(), broken: BTreeSet::new(), unkept: BTreeMap::new() }
    }

    /// Takes a message, to be dealt with by the next [`Recorder::write`].
    pub fn handle(&mut self, message: ToRecorder) {
        self.queue.push_back(message);
    }

    /// Deals with everything taken since the last time: one commit for as many records as stand in a row.
    pub fn write(&mut self) -> Vec<(WorkerId, ToWorker)> {
        let mut answers = Vec::new();
        let mut batch = Batch::default();
        for message in std::mem::take(&mut self.queue) {
            match message {
                ToRecorder::Record { worker, ticket, .. } if self.broken.contains(&worker) => {
                    let result = Err(StoreError::Unavailable("an earlier commit failed".to_string()));
                    answers.push((worker, ToWorker::Committed { ticket, result }));
                }
                ToRecorder::Record { worker, ticket, records } => {
                    batch.records.extend(records);
                    batch.tickets.insert(worker, ticket);
                }
                ToRecorder::Keep(records) => batch.records.extend(records),
                ToRecorder::Claim(worker) => {
                    self.commit(&mut batch, &mut answers);
                    let claim = self.claim(&worker);
                    answers.push((worker, ToWorker::Claimed(claim)));
                }
                ToRecorder::Load(match_id) => {
                    self.commit(&mut batch, &mut answers);
                    let journal = self.store.load(&match_id);
                    answers.push((match_id.worker.clone(), ToWorker::Loaded { match_id, journal }));
                }
            }
        }
        self.commit(&mut batch, &mut answers);
        answers
    }

    fn commit(&mut self, batch: &mut Batch, answers: &mut Vec<(WorkerId, ToWorker)>) {
        let batch = std::mem::take(batch);
        if batch.records.is_empty() {
            return;
        }
        let records = std::mem::take(&mut self.unkept).into_values().chain(batch.records).collect();
        let batch = Batch { records, tickets: batch.tickets };
        match self.store.commit(&batch.records) {
            // One of them has lost its matches to another owner. The others have not.
            Err(StoreError::Fenced) if batch.owners() > 1 => {
                for part in batch.split() {
                    let result = self.store.commit(&part.records);
                    self.answer(part, result, answers);
                }
            }
            result => self.answer(batch, result, answers),
        }
    }

    fn answer(&mut self, batch: Batch, result: Result<(), StoreError>, answers: &mut Vec<(WorkerId, ToWorker)>) {
        if let Err(error) = &result {
            tracing::error!(%error, records = batch.records.len(), "commit failed");
            self.broken.extend(batch.tickets.keys().cloned());
            for record in batch.records {
                match &record {
                    Record::Table(TableRecord { table, .. }) | Record::TableGone(table) => {
                        self.unkept.insert(table.clone(), record);
                    }
                    Record::Append { .. } => {}
                }
            }
        }
        let answer = |(worker, ticket)| (worker, ToWorker::Committed { ticket, result: result.clone() });
        answers.extend(batch.tickets.into_iter().map(answer));
    }

    fn claim(&mut self, worker: &WorkerId) -> Result<Claim, StoreError> {
        let epoch = self.store.claim(worker)?;
        let live: Vec<MatchId> = self.store.live(worker)?;
        let mut journals = Vec::with_capacity(live.len());
        for id in live {
            if let Some(journal) = self.store.load(&id)? {
                journals.push((id, journal));
            }
        }
        self.broken.remove(worker);
        Ok(Claim { epoch, journals })
    }

    /// The tables as stored, for a lobby that comes up.
    pub fn tables(&mut self) -> Result<Vec<TableRecord>, StoreError> {
        self.store.tables()
    }
}

/// What goes into one commit: the records, and the last ticket of each worker among them.
#[derive(Default)]
struct Batch {
    records: Vec<Record>,
    tickets: BTreeMap<WorkerId, u64>,
}

impl Batch {
    /// How many stand to lose if it fails: the workers, and the lobby if it has something in it.
    fn owners(&self) -> usize {
        let lobbys = self.records.iter().any(|record| owner(record).is_none());
        self.tickets.len() + usize::from(lobbys)
    }

    /// A batch for each owner, their records in the order they had.
    fn split(self) -> impl Iterator<Item = Batch> {
        let mut parts: BTreeMap<Option<WorkerId>, Batch> = BTreeMap::new();
        for record in self.records {
            parts.entry(owner(&record).cloned()).or_default().records.push(record);
        }
        for (worker, ticket) in self.tickets {
            parts.entry(Some(worker.clone())).or_default().tickets.insert(worker, ticket);
        }
        parts.into_values()
    }
}

/// The worker whose match it is about; `None` for the lobby's tables.
fn owner(record: &Record) -> Option<&WorkerId> {
    match record {
        Record::Append { id, .. } => Some(&id.worker),
        Record::Table(_) | Record::TableGone(_) => None,
    }
}
