//! The hard deadline of a stop. A graceful one asks every role to finish; a role that hogs its thread never would, and the
//! process must end all the same.

use actix::{Actor, ActorContext, Addr, AsyncContext, Context, Handler};
use engine::{actors::Alarms, arrange::Arrange};
use timer::{Due, Timer};

/// Does something drastic when its time has come.
pub(crate) struct LastResort {
    /// Kept: the timer forgets whoever drops them.
    _alarms: Alarms,
    give_up: Option<Box<dyn FnOnce()>>,
    /// The timer holds whom it serves weakly, and nobody else knows this one: it holds itself until it is done.
    own: Option<Addr<LastResort>>,
}

impl LastResort {
    /// Calls `give_up` in `patience_ms` milliseconds, if the process is still there.
    pub(crate) fn arm(timer: Timer, patience_ms: u64, give_up: Box<dyn FnOnce()>) {
        // The alarm stands when this returns, not when the actor gets its first turn.
        LastResort::create(move |context| {
            let mut alarms = Alarms::new(timer, "last resort".to_string());
            alarms.open(context.address().recipient());
            alarms.arrange(Arrange::Alarm { key: 0, at_ms: alarms.now_ms() + patience_ms, generation: 0 });
            LastResort { _alarms: alarms, give_up: Some(give_up), own: Some(context.address()) }
        });
    }
}

impl Actor for LastResort {
    type Context = Context<Self>;
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
