//! A subscriber for tests: passes on what it is told, and does in its handler what the test wants done there.

use std::future::Future;

use actix::{Actor, Addr, Arbiter, AsyncContext, Context, Handler, Message, System};
use timer::{Due, Subscription, Timer};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

type React = Box<dyn FnMut(&Due, &Subscription) + Send>;

pub(crate) struct Probe {
    subscription: Option<Subscription>,
    react: React,
    heard: UnboundedSender<Due>,
}

/// The test's end of a probe. The probe ends when this is dropped.
pub(crate) struct Ear {
    pub(crate) addr: Addr<Probe>,
    heard: UnboundedReceiver<Due>,
}

impl Probe {
    /// Starts a probe on the test's thread; `begin` is what it asks for at first.
    pub(crate) fn start(
        timer: &Timer,
        begin: impl FnOnce(&Subscription) + Send + 'static,
        react: impl FnMut(&Due, &Subscription) + Send + 'static,
    ) -> Ear {
        Probe::start_on(&Arbiter::current(), timer, begin, react)
    }

    pub(crate) fn start_on(
        arbiter: &actix::ArbiterHandle,
        timer: &Timer,
        begin: impl FnOnce(&Subscription) + Send + 'static,
        react: impl FnMut(&Due, &Subscription) + Send + 'static,
    ) -> Ear {
        let (said, heard) = unbounded_channel();
        let timer = timer.clone();
        let addr = Probe::start_in_arbiter(arbiter, move |context| {
            let subscription = timer.register("probe", context.address().recipient());
            begin(&subscription);
            Probe { subscription: Some(subscription), react: Box::new(react), heard: said }
        });
        Ear { addr, heard }
    }
}

impl Ear {
    /// Waits until the probe has begun, so that the timer knows what it asked for.
    pub(crate) async fn begun(&self) {
        self.addr.send(Begun).await.expect("the probe is running");
    }

    /// Lets go of the probe's last address and waits until it is gone.
    pub(crate) async fn end(self) {
        let Ear { addr, mut heard } = self;
        drop(addr);
        while heard.recv().await.is_some() {}
    }

    pub(crate) async fn next(&mut self) -> Due {
        self.heard.recv().await.expect("the probe is running")
    }

    /// All that was heard since the last call, without waiting.
    pub(crate) fn so_far(&mut self) -> Vec<Due> {
        std::iter::from_fn(|| self.heard.try_recv().ok()).collect()
    }
}

impl Actor for Probe {
    type Context = Context<Self>;
}

impl Handler<Due> for Probe {
    type Result = ();

    fn handle(&mut self, due: Due, _: &mut Self::Context) {
        if let Some(subscription) = &self.subscription {
            (self.react)(&due, subscription);
        }
        // The test may have stopped listening.
        let _ = self.heard.send(due);
    }
}

struct Begun;

impl Message for Begun {
    type Result = ();
}

impl Handler<Begun> for Probe {
    type Result = ();

    fn handle(&mut self, _: Begun, _: &mut Self::Context) {}
}

/// Ends the subscription of a probe that goes on living.
pub(crate) struct Resign;

impl Message for Resign {
    type Result = ();
}

impl Handler<Resign> for Probe {
    type Result = ();

    fn handle(&mut self, _: Resign, _: &mut Self::Context) {
        self.subscription = None;
    }
}

/// Runs a test as an actix system.
pub(crate) fn story(test: impl Future<Output = ()>) {
    System::new().block_on(test);
}
