//! The assembly: starts the workers, the lobby, the bots, their thinker and their steersman, and starts them again when they
//! fall. It decides nothing about matches; it only sees to it that somebody does.

use std::collections::{BTreeMap, BTreeSet};

use actix::{Actor, Addr, Arbiter, ArbiterHandle, AsyncContext, Context, Handler, Message, ResponseFuture};
use engine::{
    actors::{BotsActor, Fall, Fallen, Line, LobbyActor, Role, Routes, SteersmanActor, ThinkerActor, WorkerActor},
    entropy,
    ids::{HubId, WorkerId},
    lobby::Lobby,
    messages::ToHub,
    titles::Titles,
};
use gateway::State;
use timer::Timer;
use title::Rng;
use tokio::sync::oneshot;

/// The assembly's place among the hubs, where it hears that a worker or the lobby has come up.
const EAR: HubId = HubId(u32::MAX);

/// What the assembly puts together.
pub(crate) struct Deps {
    pub(crate) titles: Titles,
    pub(crate) shards: u16,
    pub(crate) workers: BTreeSet<WorkerId>,
    pub(crate) routes: Routes,
    pub(crate) timer: Timer,
    pub(crate) state: State,
    pub(crate) lobby_thread: ArbiterHandle,
}

/// Keeps workers, lobby, bots, thinker and steersman running.
pub(crate) struct Assembly {
    deps: Deps,
    running: BTreeMap<WorkerId, (Addr<WorkerActor>, Arbiter)>,
    lobby: Option<Addr<LobbyActor>>,
    bots: Option<Addr<BotsActor>>,
    thinker: Option<(Addr<ThinkerActor>, Arbiter)>,
    steersman: Option<(Addr<SteersmanActor>, Arbiter)>,
    up: BTreeSet<WorkerId>,
    lobby_up: bool,
    waiting: Vec<oneshot::Sender<()>>,
    quitting: bool,
}

/// Asks to be answered once every role is up.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct WhenReady;

/// Asks where a worker is.
#[derive(Message)]
#[rtype(result = "Option<Addr<WorkerActor>>")]
pub(crate) struct AddressOf(pub(crate) WorkerId);

/// Asks to end a role's shell.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct Fell(pub(crate) Role);

/// Asks to end every worker and start none again.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct Quit;

impl Assembly {
    pub(crate) fn start_for(deps: Deps) -> Addr<Assembly> {
        Assembly {
            deps,
            running: BTreeMap::new(),
            lobby: None,
            bots: None,
            thinker: None,
            steersman: None,
            up: BTreeSet::new(),
            lobby_up: false,
            waiting: Vec::new(),
            quitting: false,
        }
        .start()
    }

    fn start_worker(&mut self, id: WorkerId, context: &mut Context<Self>) {
        let offered = match self.deps.titles.get(&id.title) {
            Ok(offered) => offered,
            Err(_) => return,
        };
        // A thread of its own, and a new one each time: what felled the worker may still hold the old one.
        let thread = Arbiter::new();
        let (routes, timer) = (self.deps.routes.clone(), self.deps.timer.clone());
        let core = offered.worker(id.clone());
        let worker = WorkerActor::start_on(&thread, core, routes, timer, context.address().recipient());
        if let Some((_, old)) = self.running.insert(id, (worker, thread)) {
            old.stop();
        }
    }

    fn start_lobby(&mut self, context: &mut Context<Self>) {
        let deps = &self.deps;
        let lobby = Lobby::new(deps.titles.clone(), deps.shards, Rng::new(entropy::seed()));
        let (routes, timer) = (deps.routes.clone(), deps.timer.clone());
        let own = context.address().recipient();
        self.lobby = Some(LobbyActor::start_on(&deps.lobby_thread, lobby, routes, timer, own));
    }

    fn start_bots(&mut self, context: &mut Context<Self>) {
        let deps = &self.deps;
        let (routes, timer) = (deps.routes.clone(), deps.timer.clone());
        let (rng, own) = (Rng::new(entropy::seed()), context.address().recipient());
        self.bots = Some(BotsActor::start_on(&deps.lobby_thread, rng, routes, timer, own));
    }

    fn start_thinker(&mut self, context: &mut Context<Self>) {
        // A new thread each time: what felled the thinker may still hold the old one.
        let thread = Arbiter::new();
        let (titles, routes) = (self.deps.titles.clone(), self.deps.routes.clone());
        let clock = self.deps.timer.clock();
        let thinker = ThinkerActor::start_on(&thread, titles, routes, clock, context.address().recipient());
        if let Some((_, old)) = self.thinker.replace((thinker, thread)) {
            old.stop();
        }
    }

    fn start_steersman(&mut self, context: &mut Context<Self>) {
        // A new thread each time, as the thinker has.
        let thread = Arbiter::new();
        let (titles, routes) = (self.deps.titles.clone(), self.deps.routes.clone());
        let clock = self.deps.timer.clock();
        let steersman = SteersmanActor::start_on(&thread, titles, routes, clock, context.address().recipient());
        if let Some((_, old)) = self.steersman.replace((steersman, thread)) {
            old.stop();
        }
    }

    fn tell_ready(&mut self) {
        if self.lobby_up && self.up.len() == self.deps.workers.len() {
            self.deps.state.set_ready();
            for waiting in self.waiting.drain(..) {
                // Who doesn't wait any more needn't know.
                let _ = waiting.send(());
            }
        }
    }
}

impl Actor for Assembly {
    type Context = Context<Self>;

    fn started(&mut self, context: &mut Context<Self>) {
        self.deps.routes.set_hub(EAR, Line::uncounted(context.address().recipient()));
        for id in self.deps.workers.clone() {
            self.start_worker(id, context);
        }
        self.start_thinker(context);
        self.start_steersman(context);
        self.start_bots(context);
        self.start_lobby(context);
    }
}

impl Handler<Fallen> for Assembly {
    type Result = ();

    fn handle(&mut self, Fallen(role): Fallen, context: &mut Context<Self>) {
        if self.quitting {
            return;
        }
        tracing::error!(?role, "a role fell and is started again");
        match role {
            Role::Worker(id) => self.start_worker(id, context),
            Role::Lobby => self.start_lobby(context),
            Role::Bots => self.start_bots(context),
            Role::Thinker => self.start_thinker(context),
            Role::Steersman => self.start_steersman(context),
        }
    }
}

impl Handler<ToHub> for Assembly {
    type Result = ();

    fn handle(&mut self, message: ToHub, _: &mut Context<Self>) {
        match message {
            ToHub::WorkerUp(id) => _ = self.up.insert(id),
            ToHub::LobbyUp => self.lobby_up = true,
            // The assembly holds no sessions.
            ToHub::Deliver(_)
            | ToHub::BotSeated { .. }
            | ToHub::Thought { .. }
            | ToHub::ThinkerUp
            | ToHub::Steered(_)
            | ToHub::SteersmanUp => {}
        }
        self.tell_ready();
    }
}

impl Handler<WhenReady> for Assembly {
    type Result = ResponseFuture<()>;

    fn handle(&mut self, _: WhenReady, _: &mut Context<Self>) -> ResponseFuture<()> {
        let (tell, told) = oneshot::channel();
        self.waiting.push(tell);
        self.tell_ready();
        Box::pin(async move {
            // An assembly that ends before it is ready is told of by its own log.
            let _ = told.await;
        })
    }
}

impl Handler<AddressOf> for Assembly {
    type Result = Option<Addr<WorkerActor>>;

    fn handle(&mut self, AddressOf(worker): AddressOf, _: &mut Context<Self>) -> Option<Addr<WorkerActor>> {
        self.running.get(&worker).map(|(worker, _)| worker.clone())
    }
}

impl Handler<Fell> for Assembly {
    type Result = ();

    fn handle(&mut self, Fell(role): Fell, _: &mut Context<Self>) {
        // One message for one role; it is on its way out.
        match role {
            Role::Worker(id) => {
                if let Some((worker, _)) = self.running.get(&id) {
                    worker.do_send(Fall);
                }
            }
            Role::Lobby => {
                if let Some(lobby) = &self.lobby {
                    lobby.do_send(Fall);
                }
            }
            Role::Bots => {
                if let Some(bots) = &self.bots {
                    bots.do_send(Fall);
                }
            }
            Role::Thinker => {
                if let Some((thinker, _)) = &self.thinker {
                    thinker.do_send(Fall);
                }
            }
            Role::Steersman => {
                if let Some((steersman, _)) = &self.steersman {
                    steersman.do_send(Fall);
                }
            }
        }
    }
}

impl Handler<Quit> for Assembly {
    type Result = ();

    fn handle(&mut self, _: Quit, _: &mut Context<Self>) {
        self.quitting = true;
        for (_, thread) in self.running.values() {
            thread.stop();
        }
        self.running.clear();
        self.lobby = None;
        self.bots = None;
        if let Some((_, thread)) = self.thinker.take() {
            thread.stop();
        }
        if let Some((_, thread)) = self.steersman.take() {
            thread.stop();
        }
    }
}
