//! The lobby's shell, and the questions that pages and programs ask it over HTTP.

use std::collections::BTreeMap;

use actix::{
    Actor, ActorContext, Addr, ArbiterHandle, AsyncContext, Context, Handler, Message, MessageResult, Recipient,
    ResponseFuture,
};
use timer::{Due, Timer};
use tokio::sync::oneshot;

use super::{Alarms, Fall, Fallen, Line, LobbyDoor, Pulse, Role, Routes, fall::FallGuard};
use crate::{
    ids::TableId,
    limits::ROLE_MAILBOX,
    lobby::{Lobby, LobbyEffect, LobbySeen, Question},
    messages::{Delivery, NewTable, ToLobby},
    player::Player,
    wire::{Refused, TableState},
};

/// Runs a [`Lobby`].
pub struct LobbyActor {
    core: Lobby,
    routes: Routes,
    alarms: Alarms,
    pulse: Pulse,
    /// Who waits for the answer to which question.
    questions: BTreeMap<u64, oneshot::Sender<Replied>>,
    asked: u64,
    _guard: FallGuard,
}

/// How the lobby answers a question about a table.
pub type Replied = Result<TableState, Refused>;

/// Asks for the open tables that wait for players.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "Vec<TableState>")]
pub struct ListTables;

/// Asks for one table.
#[derive(Clone, Debug, Message)]
#[rtype(result = "Replied")]
pub struct FindTable(pub TableId);

/// Asks for the table that gathers players under a short code.
#[derive(Clone, Debug, Message)]
#[rtype(result = "Replied")]
pub struct FindCode(pub String);

/// Asks for a new table.
#[derive(Clone, Debug, Message)]
#[rtype(result = "Replied")]
pub struct MakeTable {
    /// Who asks for it, and sits down at it unless it is for whoever comes.
    pub player: Player,
    /// What it is to be.
    pub new: NewTable,
}

/// Asks for a small copy of the lobby's state.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "LobbySeen")]
pub struct ObserveLobby;

impl LobbyActor {
    /// Starts the lobby on `arbiter`'s thread and puts it in its place.
    pub fn start_on(
        arbiter: &ArbiterHandle,
        core: Lobby,
        routes: Routes,
        timer: Timer,
        assembly: Recipient<Fallen>,
    ) -> Addr<LobbyActor> {
        LobbyActor::start_in_arbiter(arbiter, move |context| {
            context.set_mailbox_capacity(ROLE_MAILBOX);
            let guard = FallGuard::new(Role::Lobby, assembly);
            let pulse = Pulse::new("lobby".to_string());
            let alarms = Alarms::new(timer, pulse.role().to_string());
            LobbyActor { core, routes, alarms, pulse, questions: BTreeMap::new(), asked: 0, _guard: guard }
        })
    }

    fn perform(&mut self, effects: Vec<LobbyEffect>) {
        for effect in effects {
            match effect {
                LobbyEffect::Deliver(to, what) => {
                    for (hub, delivery) in Delivery::by_hub(to, &what) {
                        self.routes.to_hub(hub, delivery.into());
                    }
                }
                LobbyEffect::EveryHub(message) => self.routes.to_every_hub(&message),
                LobbyEffect::Worker(worker, message) => {
                    // What a lobby sends always goes in: a worker's tables are bounded.
                    let _ = self.routes.to_worker(&worker, message);
                }
                LobbyEffect::Recorder(message) => self.routes.to_recorder(message),
                LobbyEffect::Reply { question, result } => {
                    if let Some(asker) = self.questions.remove(&question) {
                        // Who doesn't wait any more needn't know.
                        let _ = asker.send(result);
                    }
                }
                LobbyEffect::Timer(wish) => self.alarms.arrange(wish),
            }
        }
    }
}

impl LobbyActor {
    /// Asks the core. The answer comes when the tables it is about have been found, and what it tells is stored.
    fn ask(&mut self, question: Question) -> ResponseFuture<Replied> {
        self.asked += 1;
        let (asker, answer) = oneshot::channel();
        self.questions.insert(self.asked, asker);
        let effects = self.core.ask(self.alarms.now_ms(), self.asked, question);
        self.perform(effects);
        // A lobby that falls answers nobody.
        Box::pin(async move { answer.await.unwrap_or(Err(Refused::BUSY)) })
    }
}

impl Actor for LobbyActor {
    type Context = Context<Self>;

    fn started(&mut self, context: &mut Context<Self>) {
        self.alarms.open(context.address().recipient());
        let own = context.address();
        let door = LobbyDoor {
            list: own.clone().recipient(),
            find: own.clone().recipient(),
            find_code: own.clone().recipient(),
            make: own.clone().recipient(),
            observe: own.clone().recipient(),
        };
        self.routes.set_lobby(Line::new(own.recipient(), &self.pulse), door);
        let effects = self.core.start(self.alarms.now_ms());
        self.perform(effects);
    }
}

impl Handler<ToLobby> for LobbyActor {
    type Result = ();

    fn handle(&mut self, message: ToLobby, _: &mut Context<Self>) {
        self.pulse.taken();
        let clock = self.alarms.clock();
        let begun_us = clock.now_us();
        let effects = self.core.handle(begun_us / 1000, message);
        self.perform(effects);
        self.pulse.handled(&clock, begun_us, "message");
    }
}

impl Handler<Due> for LobbyActor {
    type Result = ();

    fn handle(&mut self, due: Due, _: &mut Context<Self>) {
        let clock = self.alarms.clock();
        let begun_us = clock.now_us();
        let effects = self.core.due(begun_us / 1000, &due);
        self.perform(effects);
        self.pulse.handled(&clock, begun_us, "due");
    }
}

impl Handler<ListTables> for LobbyActor {
    type Result = Vec<TableState>;

    fn handle(&mut self, _: ListTables, _: &mut Context<Self>) -> Vec<TableState> {
        self.core.open_tables()
    }
}

impl Handler<FindTable> for LobbyActor {
    type Result = ResponseFuture<Replied>;

    fn handle(&mut self, FindTable(table): FindTable, _: &mut Context<Self>) -> Self::Result {
        self.ask(Question::Table(table))
    }
}

impl Handler<FindCode> for LobbyActor {
    type Result = ResponseFuture<Replied>;

    fn handle(&mut self, FindCode(code): FindCode, _: &mut Context<Self>) -> Self::Result {
        self.ask(Question::Code(code))
    }
}

impl Handler<MakeTable> for LobbyActor {
    type Result = ResponseFuture<Replied>;

    fn handle(&mut self, MakeTable { player, new }: MakeTable, _: &mut Context<Self>) -> Self::Result {
        self.ask(Question::Make(player, new))
    }
}

impl Handler<ObserveLobby> for LobbyActor {
    type Result = MessageResult<ObserveLobby>;

    fn handle(&mut self, _: ObserveLobby, _: &mut Context<Self>) -> MessageResult<ObserveLobby> {
        MessageResult(self.core.observe())
    }
}

impl Handler<Fall> for LobbyActor {
    type Result = ();

    fn handle(&mut self, _: Fall, context: &mut Context<Self>) {
        context.terminate();
    }
}
