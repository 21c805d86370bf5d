//! The hard deadline of a stop. A graceful one asks every role to finish; a role that hogs its thread never would, and the
//! process must end all the same.

use actix::{Actor, ActorContext, Addr, AsyncContext, Context, Handler};
use engine::{actors::Alarms, arrange::Arrange};
use timer::{Due, Timer};

/// Does something drastic when its time has come.
pub(crate) struct LastResort {
    alarms: Alarms,
    at_ms: u64,
    give_up: Option<Box<dyn FnOnce()>>,
    /// The timer holds whom it serves weakly, and nobody else knows this one: it holds itself until it is done.
    own: Option<Addr<LastResort>>,
}

impl LastResort {
    /// Calls `give_up` in `patience_ms` milliseconds, if the process is still there.
    pub(crate) fn arm(timer: Timer, patience_ms: u64, give_up: Box<dyn FnOnce()>) {
        let alarms = Alarms::new(timer, "last resort".to_string());
        let at_ms = alarms.now_ms() + patience_ms;
        LastResort { alarms, at_ms, give_up: Some(give_up), own: None }.start();
    }
}

impl Actor for LastResort {
    type Context = Context<Self>;

    fn started(&mut self, context: &mut Context<Self>) {
        self.own = Some(context.address());
        self.alarms.open(context.address().recipient());
        self.alarms.arrange(Arrange::Alarm { key: 0, at_ms: self.at_ms, generation: 0 });
    }
}

impl Handler<Due> for LastResort {
    type Result = ();

    fn handle(&mut self, _: Due, context: &mut Context<Self>) {
        if let Some(give_up) = self.give_up.take() {
            give_up();
        }
        self.own = None;
        context.stop();
    }
}
