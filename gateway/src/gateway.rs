//! The gateway as a whole: threads, each with its hub and its share of the sockets, behind one listener.

use std::{
    collections::BTreeSet,
    io,
    net::{SocketAddr, TcpListener},
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    time::Duration,
};

use actix::{Addr, Recipient};
use actix_web::{App, HttpServer, dev::ServerHandle, middleware::DefaultHeaders, web::Data};
use engine::{
    actors::{Line, Pulse, Routes},
    ids::{PlayerId, WorkerId},
    titles::Titles,
};
use timer::Timer;
use title::Rng;

use crate::{
    api::{self, Replays},
    guard::{Guard, SAFETY},
    guesses::Guesses,
    hub::{HubActor, HubSeen, ObserveHub},
    identity::Identity,
    limits,
    messages::{Connected, ConnectionId, FromConnection, Stopping},
    peer::{Places, Proxies},
    socket_handle,
};

/// What a gateway is made of.
pub struct Parts {
    /// Where it listens.
    pub listener: TcpListener,
    /// How many threads serve sockets.
    pub threads: usize,
    /// The signing of tokens.
    pub identity: Identity,
    /// Proxies whose word about addresses is believed.
    pub proxies: Proxies,
    /// Origins of other sites whose pages may speak to this server.
    pub origins: Vec<String>,
    /// The titles on offer.
    pub titles: Titles,
    /// The workers there are.
    pub workers: BTreeSet<WorkerId>,
    /// Where the other roles are.
    pub routes: Routes,
    /// The timer.
    pub timer: Timer,
    /// Whether the server serves.
    pub state: State,
    /// Chance for the names of guests.
    pub rng: Rng,
}

/// Whether the server serves, shared by those who ask and those who know.
#[derive(Clone, Default)]
pub struct State(Arc<Flags>);

#[derive(Default)]
struct Flags {
    ready: AtomicBool,
    stopping: AtomicBool,
}

impl State {
    /// Every role is up.
    pub fn set_ready(&self) {
        self.0.ready.store(true, Ordering::Release);
    }

    /// Whether players can be served.
    pub fn is_serving(&self) -> bool {
        self.0.ready.load(Ordering::Acquire) && !self.is_stopping()
    }

    /// Whether the server is on its way out.
    pub fn is_stopping(&self) -> bool {
        self.0.stopping.load(Ordering::Acquire)
    }

    fn set_stopping(&self) {
        self.0.stopping.store(true, Ordering::Release);
    }
}

/// What all threads of a gateway share.
pub(crate) struct Shared {
    pub(crate) guard: Guard,
    pub(crate) titles: Titles,
    pub(crate) routes: Routes,
    pub(crate) timer: Timer,
    pub(crate) state: State,
    pub(crate) places: Places,
    pub(crate) guesses: Guesses,
    pub(crate) hubs: Hubs,
    pub(crate) replays: Replays,
    rng: Mutex<Rng>,
    connections: AtomicU64,
}

impl Shared {
    pub(crate) fn next_connection(&self) -> ConnectionId {
        ConnectionId(self.connections.fetch_add(1, Ordering::Relaxed))
    }

    pub(crate) fn with_rng<R>(&self, draw: impl FnOnce(&mut Rng) -> R) -> R {
        draw(&mut self.rng.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The hubs of all threads. A player's sessions are all in one of them, found by the player's id: so a connection finds its
/// session whichever thread accepted it.
#[derive(Clone, Default)]
pub struct Hubs(Arc<RwLock<Vec<Placed>>>);

/// The hub of one thread, and its pulse.
type Placed = (Addr<HubActor>, Pulse);

impl Hubs {
    fn put(&self, slot: usize, hub: Placed) {
        let mut hubs = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if slot < hubs.len() {
            hubs[slot] = hub;
        } else {
            hubs.push(hub);
        }
    }

    /// The hub of a player, as a connection needs it.
    pub(crate) fn for_player(&self, player: &PlayerId) -> Option<(Line<FromConnection>, Recipient<Connected>)> {
        let hubs = self.0.read().unwrap_or_else(PoisonError::into_inner);
        // FNV-1a: any even spread will do, as long as every thread computes the same.
        let hash = player
            .0
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let slot = usize::try_from(hash % u64::try_from(hubs.len().max(1)).ok()?).ok()?;
        let (hub, pulse) = hubs.get(slot)?;
        Some((Line::new(hub.clone().recipient(), pulse), hub.clone().recipient()))
    }

    /// Where each hub can be asked for a small copy of its state, by its thread.
    pub fn observers(&self) -> Vec<Recipient<ObserveHub>> {
        self.all().into_iter().map(Addr::recipient).collect()
    }

    fn all(&self) -> Vec<Addr<HubActor>> {
        let hubs = self.0.read().unwrap_or_else(PoisonError::into_inner);
        hubs.iter().map(|(hub, _)| hub.clone()).collect()
    }
}

/// A gateway that serves.
pub struct Gateway {
    address: SocketAddr,
    server: ServerHandle,
    hubs: Hubs,
    state: State,
}

impl Gateway {
    /// Starts to serve on the listener. Must be called inside an actix system.
    pub fn start(parts: Parts) -> io::Result<Gateway> {
        let address = parts.listener.local_addr()?;
        let hubs = Hubs::default();
        let shared = Data::new(Shared {
            guard: Guard { identity: parts.identity, proxies: parts.proxies, origins: parts.origins },
            titles: parts.titles,
            routes: parts.routes.clone(),
            timer: parts.timer.clone(),
            state: parts.state.clone(),
            places: Places::default(),
            guesses: Guesses::default(),
            hubs: hubs.clone(),
            replays: Replays::default(),
            rng: Mutex::new(parts.rng),
            connections: AtomicU64::new(0),
        });
        let (routes, timer, workers, threads) = (parts.routes, parts.timer, parts.workers, parts.threads);
        let started = Arc::new(AtomicU32::new(0));
        let server = HttpServer::new({
            let hubs = hubs.clone();
            move || {
                // Runs once on each thread, before it accepts anything, and again if the thread had to be replaced.
                let count = started.fetch_add(1, Ordering::Relaxed);
                let slot = usize::try_from(count).unwrap_or(0) % threads;
                hubs.put(slot, HubActor::start_here(workers.clone(), routes.clone(), timer.clone()));
                let safety = SAFETY.into_iter().fold(DefaultHeaders::new(), DefaultHeaders::add);
                App::new().app_data(shared.clone()).wrap(safety).configure(api::routes)
            }
        })
        .workers(threads)
        .max_connections(limits::CONNECTIONS_PER_THREAD)
        .client_request_timeout(Duration::from_millis(limits::REQUEST_MS))
        .h1_write_buffer_size(limits::WRITE_BUFFER_BYTES)
        .on_connect(socket_handle::on_connect)
        .shutdown_timeout(limits::STOP_S)
        .disable_signals()
        .listen(parts.listener)?
        .run();
        let handle = server.handle();
        actix::spawn(async move {
            if let Err(error) = server.await {
                tracing::error!(%error, "the listener failed");
            }
        });
        Ok(Gateway { address, server: handle, hubs, state: parts.state })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The hubs of all threads.
    pub fn hubs(&self) -> Hubs {
        self.hubs.clone()
    }

    /// Stops to serve: nothing new, a notice to everyone, sockets closed with 1012. Returns when they are gone, or after
    /// [`limits::STOP_S`].
    pub async fn stop(&self) {
        self.state.set_stopping();
        for hub in self.hubs.all() {
            // A hub that is gone has nobody to tell.
            let _ = hub.send(Stopping).await;
        }
        self.server.stop(true).await;
    }

    /// A small copy of each hub's state.
    pub async fn observe(&self) -> Vec<HubSeen> {
        let mut seen = Vec::new();
        for hub in self.hubs.all() {
            seen.extend(hub.send(ObserveHub).await);
        }
        seen
    }
}
