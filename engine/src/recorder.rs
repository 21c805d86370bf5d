//! The recorder: writes what the workers record, in order, as much at a time as has come meanwhile. It stands between
//! them and a store that blocks, so that no worker waits for a disk. It does not look into what it writes.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{
    ids::{MatchId, WorkerId},
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
}

impl Recorder {
    /// A recorder for `store`.
    pub fn new(store: Box<dyn Store>) -> Recorder {
        Recorder { store, queue: VecDeque::new(), broken: BTreeSet::new() }
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
        let Batch { records, tickets } = std::mem::take(batch);
        if records.is_empty() {
            return;
        }
        let result = self.store.commit(&records);
        if let Err(error) = &result {
            tracing::error!(%error, records = records.len(), "commit failed");
            self.broken.extend(tickets.keys().cloned());
        }
        let answer = |(worker, ticket)| (worker, ToWorker::Committed { ticket, result: result.clone() });
        answers.extend(tickets.into_iter().map(answer));
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
