//! The timer's actor: a thin shell that feeds the [`Schedule`] with messages and the clock, and carries what it
//! returns.
//!
//! It decides nothing about who is told what. The second half, `actor/by_hand.rs`, moves time in tests.

mod by_hand;

use std::collections::BTreeMap;
use std::rc::Rc;

use actix::{Actor, ActorContext, Arbiter, Context, Handler, Message, MessageResult, WeakAddr, WeakRecipient};

use crate::clock::Clock;
use crate::delays::SubscriberDelays;
use crate::due::{Due, Micros, SubscriberId};
use crate::lateness::SubscriberLateness;
use crate::messages::{Beat, Handled, Instruct, Observe, ReadDelays, ReadLateness, Stop, Subscribe, Unsubscribe};
use crate::schedule::{Deliver, Observed, Refusal, Schedule};
use crate::wake::Wake;
use by_hand::Advancing;

pub(crate) struct TimerActor {
    clock: Clock,
    schedule: Schedule,
    peers: BTreeMap<SubscriberId, Peer>,
    me: WeakAddr<TimerActor>,
    /// Nothing when the clock is moved by hand: then nobody waits for time.
    wake: Option<Rc<Wake>>,
    armed_us: Option<Micros>,
    advancing: Option<Advancing>,
}

/// Where a subscriber is. The recipient is weak because a subscriber usually owns its subscription: held strongly, the
/// two would keep each other forever.
struct Peer {
    name: String,
    recipient: WeakRecipient<Due>,
}

impl TimerActor {
    pub(crate) fn new(clock: Clock, me: WeakAddr<TimerActor>) -> Self {
        TimerActor {
            schedule: Schedule::new(clock.now_us()),
            wake: (!clock.is_by_hand()).then(|| Rc::new(Wake::new(clock.clone()))),
            clock,
            peers: BTreeMap::new(),
            me,
            armed_us: None,
            advancing: None,
        }
    }

    fn carry(&self, deliveries: Vec<Deliver>) {
        for Deliver { subscriber, due } in deliveries {
            self.deliver(subscriber, due);
        }
    }

    /// Sends a subscriber its `Due`, and awaits the handling in a task of its own, so that a slow one holds up nobody.
    fn deliver(&self, subscriber: SubscriberId, due: Due) {
        let peer = self.peers.get(&subscriber).expect("the schedule forgets a subscriber together with its peer");
        let request = peer.recipient.upgrade().map(|recipient| recipient.send(due));
        let (recipient, me) = (peer.recipient.clone(), self.me.clone());
        actix::spawn(async move {
            let answered = match request {
                Some(request) => request.await.is_ok(),
                None => false,
            };
            // No answer from an actor that is still there is one asynchronous handler that failed, not its end.
            let gone = !answered && !recipient.upgrade().is_some_and(|recipient| recipient.connected());
            // Through the mailbox: what the handler asked for is there already, and is done before this. There is at
            // most one for each subscriber, so it may pass the mailbox's bound.
            if let Some(me) = me.upgrade() {
                me.do_send(Handled { subscriber, gone });
            }
        });
    }

    fn forget(&mut self, subscriber: SubscriberId) {
        self.schedule.unsubscribe(subscriber);
        self.peers.remove(&subscriber);
    }

    fn rearm(&mut self) {
        let Some(wake) = &self.wake else { return };
        let next_us = self.schedule.next_wake();
        if next_us != self.armed_us {
            wake.arm(next_us);
            self.armed_us = next_us;
        }
    }

    fn name(&self, subscriber: SubscriberId) -> &str {
        self.peers.get(&subscriber).map_or("", |peer| &peer.name)
    }
}

impl Actor for TimerActor {
    type Context = Context<Self>;

    fn started(&mut self, _: &mut Self::Context) {
        let Some(wake) = self.wake.clone() else { return };
        let me = self.me.clone();
        // Not a future of the actor's context: one of those would keep the actor alive without anybody to serve.
        actix::spawn(async move {
            loop {
                wake.fired().await;
                let Some(me) = me.upgrade() else { break };
                // Waiting for the beat keeps it to one in the mailbox.
                if me.send(Beat).await.is_err() {
                    break;
                }
            }
        });
    }
}

impl Drop for TimerActor {
    /// However the actor ends, by being stopped, without anybody left or in a panic, its thread ends with it.
    fn drop(&mut self) {
        if let Some(arbiter) = Arbiter::try_current() {
            arbiter.stop();
        }
    }
}

impl Handler<Subscribe> for TimerActor {
    type Result = ();

    fn handle(&mut self, Subscribe { id, name, recipient }: Subscribe, _: &mut Self::Context) {
        match self.schedule.subscribe(id) {
            Ok(()) => {
                self.peers.insert(id, Peer { name, recipient });
            }
            Err(refusal) => tracing::error!(subscriber = name, %refusal, "timer refused a subscriber"),
        }
    }
}

impl Handler<Instruct> for TimerActor {
    type Result = ();

    fn handle(&mut self, Instruct { subscriber, command }: Instruct, _: &mut Self::Context) {
        match self.schedule.command(self.clock.now_us(), subscriber, command) {
            Ok(()) => self.rearm(),
            Err(refusal @ Refusal::UnknownSubscriber(_)) => tracing::debug!(%refusal, "timer ignored a command"),
            Err(refusal) => {
                tracing::error!(subscriber = self.name(subscriber), %refusal, "timer refused a command");
            }
        }
    }
}

impl Handler<Unsubscribe> for TimerActor {
    type Result = ();

    fn handle(&mut self, Unsubscribe { subscriber }: Unsubscribe, _: &mut Self::Context) {
        self.forget(subscriber);
        self.rearm();
        self.step_by_hand();
    }
}

impl Handler<Beat> for TimerActor {
    type Result = ();

    fn handle(&mut self, _: Beat, _: &mut Self::Context) {
        // The wake-up is spent, so even the same moment has to be armed anew.
        self.armed_us = None;
        let deliveries = self.schedule.beat(self.clock.now_us());
        self.carry(deliveries);
        self.rearm();
    }
}

impl Handler<Handled> for TimerActor {
    type Result = ();

    fn handle(&mut self, Handled { subscriber, gone }: Handled, _: &mut Self::Context) {
        if gone && self.peers.contains_key(&subscriber) {
            tracing::info!(subscriber = self.name(subscriber), "timer lost a subscriber");
            self.forget(subscriber);
        }
        let deliveries = self.schedule.handled(self.clock.now_us(), subscriber);
        self.carry(deliveries);
        self.rearm();
        self.step_by_hand();
    }
}

impl Handler<Observe> for TimerActor {
    type Result = MessageResult<Observe>;

    fn handle(&mut self, _: Observe, _: &mut Self::Context) -> Self::Result {
        let observed: Observed = self.schedule.observe();
        MessageResult(observed)
    }
}

impl Handler<ReadLateness> for TimerActor {
    type Result = <ReadLateness as Message>::Result;

    fn handle(&mut self, _: ReadLateness, _: &mut Self::Context) -> Self::Result {
        let lateness = |(id, peer): (&SubscriberId, &Peer)| {
            let (timer, handler) = self.schedule.lateness(*id)?;
            Some(SubscriberLateness { name: peer.name.clone(), timer, handler })
        };
        self.peers.iter().filter_map(lateness).collect()
    }
}

impl Handler<ReadDelays> for TimerActor {
    type Result = <ReadDelays as Message>::Result;

    fn handle(&mut self, _: ReadDelays, _: &mut Self::Context) -> Self::Result {
        let delays = |(id, peer): (&SubscriberId, &Peer)| {
            let (timer, handler) = self.schedule.delays(*id)?;
            Some(SubscriberDelays { name: peer.name.clone(), timer, handler })
        };
        self.peers.iter().filter_map(delays).collect()
    }
}

impl Handler<Stop> for TimerActor {
    type Result = ();

    fn handle(&mut self, _: Stop, context: &mut Self::Context) {
        context.stop();
    }
}
