//! A disk that outlives the server and fails as disks do. What was synced survives anything; what was written and could not be
//! synced may be there afterwards or not; and the power may go at any boundary of a commit.

use std::{
    cell::Cell,
    sync::{Arc, Mutex, MutexGuard},
};

use engine::{
    ids::{Epoch, MatchId, WorkerId},
    store::{Find, History, MemoryStore, Record, Store, StoreError, Stored},
    table::TableRecord,
};
use title::{Rng, Seed};

/// A disk; clones share it.
#[derive(Clone)]
pub(super) struct Disk(Arc<Mutex<Platter>>);

struct Platter {
    /// As whoever reads sees it.
    store: MemoryStore,
    /// As it was synced last, if something was written since that could not be: a crash may bring this back.
    synced: Option<MemoryStore>,
    /// Nothing works.
    broken: bool,
    /// The next commit fails.
    fails: bool,
    /// The power goes at this boundary: each commit has one before it and one after it.
    cut_at: Option<u64>,
    /// It has gone.
    cut: bool,
    /// What was written since that was last asked.
    written: Vec<Record>,
    rng: Rng,
}

impl Disk {
    pub(super) fn new(seed: u64) -> Disk {
        Disk(Arc::new(Mutex::new(Platter {
            store: MemoryStore::default(),
            synced: None,
            broken: false,
            fails: false,
            cut_at: None,
            cut: false,
            written: Vec::new(),
            rng: Rng::new(Seed::number(seed)),
        })))
    }

    /// Looks at it as whoever reads sees it.
    pub(super) fn with<R>(&self, look: impl FnOnce(&mut MemoryStore) -> R) -> R {
        look(&mut self.platter().store)
    }

    /// Nothing works until it is mended.
    pub(super) fn break_down(&self) {
        self.platter().broken = true;
    }

    /// Everything works.
    pub(super) fn mend(&self) {
        let mut platter = self.platter();
        (platter.broken, platter.fails, platter.cut_at) = (false, false, None);
    }

    /// The next commit can't be synced.
    pub(super) fn fail_once(&self) {
        self.platter().fails = true;
    }

    /// The power goes at the boundary that is so many away.
    pub(super) fn cut_at(&self, boundary: u64) {
        self.platter().cut_at = Some(boundary);
    }

    /// Whether the power has gone.
    pub(super) fn is_cut(&self) -> bool {
        self.platter().cut
    }

    /// The power is back. What was never synced is there, or it isn't: whether something that could be read isn't.
    pub(super) fn power_up(&self) -> bool {
        let mut platter = self.platter();
        (platter.cut, platter.cut_at, platter.fails) = (false, None, false);
        let lost = platter.synced.take().filter(|_| platter.rng.below(2) == 0);
        let is_lost = lost.is_some();
        if let Some(synced) = lost {
            platter.store = synced;
        }
        is_lost
    }

    /// What was written since this was last asked, in order.
    pub(super) fn take_written(&self) -> Vec<Record> {
        std::mem::take(&mut self.platter().written)
    }

    fn platter(&self) -> MutexGuard<'_, Platter> {
        self.0.lock().unwrap()
    }

    fn read<R>(&self, read: impl FnOnce(&mut MemoryStore) -> Result<R, StoreError>) -> Result<R, StoreError> {
        let mut platter = self.platter();
        platter.works()?;
        read(&mut platter.store)
    }
}

impl Platter {
    fn works(&self) -> Result<(), StoreError> {
        match (self.cut, self.broken) {
            (true, _) => Err(StoreError::Unavailable("no power".to_string())),
            (_, true) => Err(StoreError::Unavailable("broken".to_string())),
            (false, false) => Ok(()),
        }
    }

    /// A boundary of a commit.
    fn boundary(&mut self) -> Result<(), StoreError> {
        match &mut self.cut_at {
            Some(0) => self.cut = true,
            Some(left) => *left -= 1,
            None => {}
        }
        self.works()
    }

    /// Writes, and says whether it could be synced.
    fn write<R>(&mut self, write: impl FnOnce(&mut MemoryStore) -> Result<R, StoreError>) -> Result<R, StoreError> {
        self.boundary()?;
        if std::mem::take(&mut self.fails) {
            // Whoever reads now may see it or not, and after a crash it may be otherwise again.
            if self.rng.below(2) == 0 {
                let before = self.store.clone();
                if write(&mut self.store).is_ok() {
                    self.synced.get_or_insert(before);
                }
            }
            return Err(StoreError::Unavailable("it could not be synced".to_string()));
        }
        let written = write(&mut self.store)?;
        // A sync takes along all that was written before it.
        self.synced = None;
        self.boundary()?;
        Ok(written)
    }
}

impl Store for Disk {
    fn commit(&mut self, now_ms: u64, records: &[Record]) -> Result<(), StoreError> {
        let mut platter = self.platter();
        let written = Cell::new(false);
        let result = platter.write(|store| {
            let stored = store.commit(now_ms, records);
            written.set(stored.is_ok());
            stored
        });
        if written.get() {
            platter.written.extend_from_slice(records);
        }
        result
    }

    fn service_ms(&mut self) -> Result<u64, StoreError> {
        self.read(MemoryStore::service_ms)
    }

    fn claim(&mut self, worker: &WorkerId) -> Result<Epoch, StoreError> {
        self.platter().write(|store| store.claim(worker))
    }

    fn load(&mut self, id: &MatchId) -> Result<Option<Stored>, StoreError> {
        self.read(|store| store.load(id))
    }

    fn history(&mut self, id: &MatchId) -> Result<Option<History>, StoreError> {
        self.read(|store| store.history(id))
    }

    fn wakes(&mut self, worker: &WorkerId, until_ms: u64, limit: usize) -> Result<Vec<(u64, MatchId)>, StoreError> {
        self.read(|store| store.wakes(worker, until_ms, limit))
    }

    fn has_live(&mut self) -> Result<bool, StoreError> {
        self.read(MemoryStore::has_live)
    }

    fn matches(&mut self, after: Option<&MatchId>, limit: usize) -> Result<Vec<MatchId>, StoreError> {
        self.read(|store| store.matches(after, limit))
    }

    fn tables(&mut self, find: &Find) -> Result<Vec<TableRecord>, StoreError> {
        self.read(|store| store.tables(find))
    }
}
