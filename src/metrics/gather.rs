//! Gathers the figures: an actor that asks every role for a small copy of its state when somebody wants the page, and
//! answers when all have, or when its patience is at an end. Who asks while others wait gets the same page.

use std::collections::BTreeMap;

use actix::{
    Actor, ActorFutureExt, Addr, AsyncContext, Context, Handler, Message, Recipient, ResponseFuture, WrapFuture,
};
use engine::{
    actors::{Alarms, ObserveBots, ObserveLobby, ObserveRecorder, ObserveWorker, Routes},
    arrange::Arrange,
    ids::WorkerId,
};
use gateway::{Hubs, hub::ObserveHub};
use timer::{Due, Timer};
use tokio::sync::oneshot;

use super::{board::Board, limits::PATIENCE_MS};

/// Asks all roles, and publishes what they answer.
pub(super) struct Gather {
    routes: Routes,
    hubs: Hubs,
    timer: Timer,
    alarms: Alarms,
    board: Board,
    /// Counts the times that all were asked.
    round: u64,
    /// Who has not answered yet, and in which round it was asked. Nobody is asked twice before he has answered.
    asked: BTreeMap<Source, u64>,
    waiting: Vec<oneshot::Sender<String>>,
}

/// Somebody who is asked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    Timer,
    Hub(u64),
    Worker(WorkerId),
    Lobby,
    Bots,
    Recorder,
}

/// Asks for the page.
#[derive(Message)]
#[rtype(result = "String")]
pub(super) struct Page;

/// The key of the one alarm, at the end of patience.
const PATIENCE_KEY: u64 = 0;

impl Gather {
    pub(super) fn start_for(routes: Routes, hubs: Hubs, timer: Timer) -> Addr<Gather> {
        Gather {
            routes,
            hubs,
            alarms: Alarms::new(timer.clone(), "metrics".to_string()),
            timer,
            board: Board::new(),
            round: 0,
            asked: BTreeMap::new(),
            waiting: Vec::new(),
        }
        .start()
    }

    fn ask_all(&mut self, context: &mut Context<Self>) {
        self.round += 1;
        let at_ms = self.alarms.now_ms() + PATIENCE_MS;
        self.alarms.arrange(Arrange::Alarm { key: PATIENCE_KEY, at_ms, generation: self.round });
        self.ask_timer(context);
        for (slot, hub) in (0..).zip(self.hubs.observers()) {
            self.ask(Source::Hub(slot), hub, ObserveHub, move |board, seen| board.hub(slot, seen), context);
        }
        for (id, worker) in self.routes.worker_observers() {
            let source = Source::Worker(id.clone());
            self.ask(source, worker, ObserveWorker, move |board, seen| board.worker(&id, &seen), context);
        }
        if let Some(door) = self.routes.lobby_door() {
            self.ask(Source::Lobby, door.observe, ObserveLobby, Board::lobby, context);
        }
        if let Some(bots) = self.routes.bots_observer() {
            self.ask(Source::Bots, bots, ObserveBots, Board::bots, context);
        }
        if let Some(door) = self.routes.recorder_door() {
            self.ask(Source::Recorder, door.observe, ObserveRecorder, Board::recorder, context);
        }
    }

    fn ask_timer(&mut self, context: &mut Context<Self>) {
        if !self.note(Source::Timer) {
            return;
        }
        let timer = self.timer.clone();
        let asked = async move { (timer.delays().await, timer.observe().await) }.into_actor(self);
        context.spawn(asked.map(|(delays, observed), gather, _| {
            gather.board.timer(delays, observed);
            gather.answered(&Source::Timer);
        }));
    }

    fn ask<M>(
        &mut self,
        source: Source,
        role: Recipient<M>,
        question: M,
        publish: impl FnOnce(&mut Board, M::Result) + 'static,
        context: &mut Context<Self>,
    ) where
        M: Message + Send + 'static,
        M::Result: Send,
    {
        if !self.note(source.clone()) {
            return;
        }
        let asked = role.send(question).into_actor(self);
        context.spawn(asked.map(move |answer, gather, _| {
            // A role that has fallen is asked anew in the next round, where the one in its place is found.
            if let Ok(answer) = answer {
                publish(&mut gather.board, answer);
            }
            gather.answered(&source);
        }));
    }

    /// Whether `source` is to be asked; then it is asked in this round.
    fn note(&mut self, source: Source) -> bool {
        let free = !self.asked.contains_key(&source);
        if free {
            self.asked.insert(source, self.round);
        }
        free
    }

    fn answered(&mut self, source: &Source) {
        self.asked.remove(source);
        if !self.asked.values().any(|round| *round == self.round) {
            self.tell();
        }
    }

    /// Gives the page to all who wait for it.
    fn tell(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        self.alarms.arrange(Arrange::Cancel { key: PATIENCE_KEY });
        self.board.unanswered(self.asked.len());
        self.board.pulses(&self.routes.pulses());
        let page = self.board.page();
        for waiting in self.waiting.drain(..) {
            // Who has hung up needs no page.
            let _ = waiting.send(page.clone());
        }
    }
}

impl Actor for Gather {
    type Context = Context<Self>;

    fn started(&mut self, context: &mut Context<Self>) {
        self.alarms.open(context.address().recipient());
    }
}

impl Handler<Page> for Gather {
    type Result = ResponseFuture<String>;

    fn handle(&mut self, _: Page, context: &mut Context<Self>) -> ResponseFuture<String> {
        let (tell, told) = oneshot::channel();
        self.waiting.push(tell);
        if self.waiting.len() == 1 {
            self.ask_all(context);
        }
        Box::pin(async move {
            // Only a server that is gone tells nothing.
            told.await.unwrap_or_default()
        })
    }
}

impl Handler<Due> for Gather {
    type Result = ();

    fn handle(&mut self, due: Due, _: &mut Context<Self>) {
        // The alarm of an earlier round may have crossed its cancelling.
        if due.alarms.iter().any(|alarm| alarm.generation == self.round) {
            self.tell();
        }
    }
}
