//! The stock server: every role in one process, put together. Only this room knows which implementations were chosen;
//! nobody below it asks. A server can be started twice in one process, on port 0 too.

mod ask;
mod assembly;
pub mod bots;
mod last_resort;
mod metrics;
pub mod tools;

use std::{
    collections::BTreeSet,
    fs, io,
    net::{SocketAddr, TcpListener},
    path::PathBuf,
};

use actix::{Addr, Arbiter};
use engine::{
    actors::{ObserveWorker, RecorderActor, Role, Routes, WhenWritten},
    entropy,
    ids::WorkerId,
    messages::ToWorker,
    recorder::Recorder,
    store::{MemoryStore, Store, StoreError},
    titles::Titles,
    worker::WorkerSeen,
};
use gateway::{Gateway, Parts, State, hub::HubSeen, identity::Identity, peer::Proxies};
use ipnet::IpNet;
use timer::{Clock, Timer};
use title::Rng;
use tokio::sync::oneshot;

use crate::assembly::{AddressOf, Assembly, Deps, Fell, Quit, WhenReady};
use crate::last_resort::LastResort;
use crate::metrics::Metrics;

/// The longest a stop may take altogether, in milliseconds: what the sockets are given, and as much again for the store. Then
/// whoever asked for [`Server::limit_stop`] gives up on it.
pub const STOP_HARD_MS: u64 = 2 * 1000 * gateway::limits::STOP_S;

/// The bundled titles. One line a title.
pub fn titles() -> Titles {
    Titles::default() //
        .with::<games::Chess>()
        .with::<games::ConnectFour>()
        .with::<games::Duel>()
        .with::<games::Pong>()
        .with::<games::Reversi>()
        .with::<games::TicTacToe>()
        .with::<games::Tron>()
}

/// What a server is started with.
pub struct Settings {
    /// Where it listens; port 0 for any free one.
    pub listen: SocketAddr,
    /// Where `/metrics` is served, for whoever runs the server and nobody else; port 0 for any free one. Nowhere when `None`.
    pub metrics: Option<SocketAddr>,
    /// The folder of what must outlive the process: the signing key. Made if it isn't there.
    pub data: PathBuf,
    /// The titles on offer.
    pub titles: Titles,
    /// How many workers share the matches of each title.
    pub workers_per_title: u16,
    /// How many threads serve sockets.
    pub gateway_threads: usize,
    /// Networks of proxies whose word about addresses is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Origins of other sites whose pages may speak to this server.
    pub origins: Vec<String>,
    /// The clock: real, or moved by hand in a test.
    pub clock: Clock,
    /// Where matches and tables are kept.
    pub store: Box<dyn Store>,
}

impl Settings {
    /// The bundled titles on this address, with this folder, in memory.
    pub fn new(listen: SocketAddr, data: PathBuf) -> Settings {
        Settings {
            listen,
            metrics: None,
            data,
            titles: titles(),
            workers_per_title: 1,
            gateway_threads: 2,
            trusted_proxies: Vec::new(),
            origins: Vec::new(),
            clock: Clock::real(),
            store: Box::new(MemoryStore::default()),
        }
    }
}

/// Why a server doesn't start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder can't be used.
    #[error("can't use the data folder {0}: {1}")]
    Data(PathBuf, io::Error),
    /// The address can't be listened on.
    #[error("can't listen on {0}: {1}")]
    Listen(SocketAddr, io::Error),
    /// The address of the metrics can't be listened on.
    #[error("can't serve metrics on {0}: {1}; choose another address with --metrics, or none with --metrics off")]
    Metrics(SocketAddr, io::Error),
    /// The store can't be read.
    #[error("can't read the store: {0}")]
    Store(StoreError),
    /// A role did not come up.
    #[error("a role did not come up; the log says which")]
    Roles,
}

/// A server that runs. It stops when told to; dropping it leaves it running.
pub struct Server {
    gateway: Gateway,
    metrics: Option<Metrics>,
    assembly: Addr<Assembly>,
    lobby_thread: Arbiter,
    recorder: Addr<RecorderActor>,
    recorder_thread: Arbiter,
    recorder_stands: oneshot::Receiver<()>,
    routes: Routes,
    timer: Timer,
}

impl Server {
    /// Starts a server. Must be called inside an actix system.
    pub async fn start(settings: Settings) -> Result<Server, StartError> {
        engine::panics::keep_reports();
        let data = settings.data;
        let in_data = |error| StartError::Data(data.clone(), error);
        fs::create_dir_all(&data).map_err(in_data)?;
        let identity = Identity::open(&data, entropy::seed()).map_err(in_data)?;
        let on_address = |error| StartError::Listen(settings.listen, error);
        let listener = TcpListener::bind(settings.listen).map_err(on_address)?;

        let metrics_listener = match settings.metrics {
            Some(at) => Some((at, TcpListener::bind(at).map_err(|error| StartError::Metrics(at, error))?)),
            None => None,
        };

        let mut store = settings.store;
        // Time that the server was down is nobody's.
        let origin_ms = store.service_ms().map_err(StartError::Store)?;
        let routes = Routes::default();
        let state = State::default();
        let timer = Timer::start(settings.clock.going_on_from(origin_ms.saturating_mul(1000)));
        let workers: BTreeSet<WorkerId> = settings
            .titles
            .iter()
            .flat_map(|offered| {
                let title = offered.info.name.to_string();
                (0..settings.workers_per_title).map(move |shard| WorkerId { title: title.clone(), shard })
            })
            .collect();

        let recorder_thread = Arbiter::new();
        let recorder = Recorder::new(store);
        let (stands, recorder_stands) = oneshot::channel();
        let recorder = RecorderActor::start_on(&recorder_thread, recorder, routes.clone(), timer.clone(), stands);
        let lobby_thread = Arbiter::new();
        let assembly = Assembly::start_for(Deps {
            titles: settings.titles.clone(),
            shards: settings.workers_per_title,
            workers: workers.clone(),
            routes: routes.clone(),
            timer: timer.clone(),
            state: state.clone(),
            lobby_thread: lobby_thread.handle(),
        });
        let gateway = Gateway::start(Parts {
            listener,
            threads: settings.gateway_threads,
            identity,
            proxies: Proxies::new(settings.trusted_proxies),
            origins: settings.origins,
            titles: settings.titles,
            workers,
            routes: routes.clone(),
            timer: timer.clone(),
            state,
            rng: Rng::new(entropy::seed()),
        })
        .map_err(on_address)?;
        let metrics = match metrics_listener {
            Some((at, listener)) => {
                let metrics = Metrics::start(listener, routes.clone(), gateway.hubs(), timer.clone());
                Some(metrics.map_err(|error| StartError::Metrics(at, error))?)
            }
            None => None,
        };
        assembly.send(WhenReady).await.map_err(|_| StartError::Roles)?;
        Ok(Server {
            gateway,
            metrics,
            assembly,
            lobby_thread,
            recorder,
            recorder_thread,
            recorder_stands,
            routes,
            timer,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.gateway.address()
    }

    /// Where `/metrics` is served, if it is.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics.as_ref().map(Metrics::address)
    }

    /// The timer, to move time in a test and to read how late it is.
    pub fn timer(&self) -> &Timer {
        &self.timer
    }

    /// A small copy of each gateway thread's state.
    pub async fn observe_hubs(&self) -> Vec<HubSeen> {
        self.gateway.observe().await
    }

    /// A small copy of a worker's state. `None` if there is no such worker.
    pub async fn observe_worker(&self, worker: WorkerId) -> Option<WorkerSeen> {
        let worker = self.assembly.send(AddressOf(worker)).await.ok()??;
        worker.send(ObserveWorker).await.ok()
    }

    /// Ends a role's shell as a defect in it would; another is started from the store.
    pub async fn fell(&self, role: Role) {
        // A server that is stopping has nothing to fell.
        let _ = self.assembly.send(Fell(role)).await;
    }

    /// Waits until the recorder has fallen, which only a defect can make it do. It isn't started again, because its store is gone
    /// with it: nothing can be done any more that would not be lost. Whoever runs the server should end the process and start
    /// another, which goes on from what is stored.
    pub async fn recorder_fell(&mut self) {
        // Nothing is ever sent: the other end goes with the recorder.
        let _ = (&mut self.recorder_stands).await;
    }

    /// Calls `give_up` when a stop that begins now has taken longer than any good one can: [`STOP_HARD_MS`].
    pub fn limit_stop(&self, give_up: impl FnOnce() + 'static) {
        LastResort::arm(self.timer.clone(), STOP_HARD_MS, Box::new(give_up));
    }

    /// Stops: no new tables, a notice to everyone, sockets closed with 1012, what was recorded written. It takes as long as
    /// [`gateway::limits::STOP_S`] at most, and a moment for the store.
    pub async fn stop(self) {
        self.gateway.stop().await;
        if let Some(metrics) = &self.metrics {
            metrics.stop().await;
        }
        // Nothing is said to the workers after this, and each has answered when it has stored what it has.
        self.routes.to_every_worker(&ToWorker::Stopping);
        for (_, worker) in self.routes.worker_observers() {
            let _ = worker.send(ObserveWorker).await;
        }
        // Everything recorded before this question is written before its answer.
        let _ = self.recorder.send(WhenWritten).await;
        let _ = self.assembly.send(Quit).await;
        self.routes.clear();
        self.recorder_thread.stop();
        // Its store is closed then, and another server may have the data folder.
        ended(self.recorder_thread).await;
        self.timer.stop();
        self.lobby_thread.stop();
    }
}

/// Waits for a thread to end without holding up this one.
async fn ended(thread: Arbiter) {
    let (tell, told) = oneshot::channel();
    std::thread::spawn(move || {
        // One that panicked has ended too, and the log says how.
        let _ = thread.join();
        let _ = tell.send(());
    });
    let _ = told.await;
}
