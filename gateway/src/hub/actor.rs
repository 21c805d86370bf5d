//! The hub's shell: one actor on each gateway thread. It keeps one recipient per connection for as long as the connection
//! lives, because only a kept one ever reports a full mailbox.

use std::collections::{BTreeMap, BTreeSet};

use actix::{Actor, Addr, AsyncContext, Context, Handler, Message, MessageResult, Recipient, prelude::SendError};
use engine::{
    actors::{Alarms, HubPlace, Line, Pulse, Routes},
    ids::WorkerId,
    messages::ToHub,
};
use timer::{Due, Timer};

use super::{Hub, HubEffect, HubSeen};
use crate::{
    limits::HUB_MAILBOX,
    messages::{Connected, ConnectionId, FromConnection, Stopping, ToConnection},
    socket_handle::SocketHandle,
};

/// Runs a [`Hub`].
pub struct HubActor {
    core: Hub,
    routes: Routes,
    alarms: Alarms,
    connections: BTreeMap<ConnectionId, (Recipient<ToConnection>, Option<SocketHandle>)>,
    place: HubPlace,
    pulse: Pulse,
}

/// Asks for a small copy of a hub's state.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "HubSeen")]
pub struct ObserveHub;

impl HubActor {
    /// Starts a hub on this thread and puts it in its place. The second is its pulse, for lines to it.
    pub fn start_here(workers: BTreeSet<WorkerId>, routes: Routes, timer: Timer) -> (Addr<HubActor>, Pulse) {
        let place = routes.place_hub();
        let pulse = Pulse::new(format!("hub {}", place.id()));
        let own = pulse.clone();
        let address = HubActor::create(move |context| {
            context.set_mailbox_capacity(HUB_MAILBOX);
            let alarms = Alarms::new(timer, own.role().to_string());
            let core = Hub::new(place.id(), workers);
            HubActor { core, routes, alarms, connections: BTreeMap::new(), place, pulse: own }
        });
        (address, pulse)
    }

    fn perform(&mut self, effects: Vec<HubEffect>) {
        for effect in effects {
            match effect {
                HubEffect::Connection(connection, message) => self.send(connection, message),
                HubEffect::ShutDown(connection) => {
                    if let Some((_, Some(socket))) = self.connections.get(&connection) {
                        socket.shut_down();
                    }
                }
                HubEffect::Forget(connection) => _ = self.connections.remove(&connection),
                HubEffect::Worker(worker, message) => {
                    if let Err(act) = self.routes.to_worker(&worker, message) {
                        let effects = self.core.handle(self.alarms.now_ms(), act.refused_as_busy().into());
                        self.perform(effects);
                    }
                }
                HubEffect::Lobby(message) => self.routes.to_lobby(message),
                HubEffect::Timer(wish) => self.alarms.arrange(wish),
            }
        }
    }

    fn send(&mut self, connection: ConnectionId, message: ToConnection) {
        let Some((recipient, _)) = self.connections.get(&connection) else { return };
        match recipient.try_send(message) {
            Ok(()) => {}
            Err(SendError::Full(_)) => {
                let effects = self.core.overrun(self.alarms.now_ms(), connection);
                self.perform(effects);
            }
            // Its last word is on the way.
            Err(SendError::Closed(_)) => {}
        }
    }
}

impl Actor for HubActor {
    type Context = Context<Self>;

    fn started(&mut self, context: &mut Context<Self>) {
        self.alarms.open(context.address().recipient());
        self.routes.set_hub(self.place.id(), Line::new(context.address().recipient(), &self.pulse));
    }
}

impl Handler<Connected> for HubActor {
    type Result = ();

    fn handle(&mut self, connected: Connected, _: &mut Context<Self>) {
        let Connected { connection, player, recipient, socket } = connected;
        self.connections.insert(connection, (recipient, socket));
        let effects = self.core.connected(self.alarms.now_ms(), connection, player);
        self.perform(effects);
    }
}

impl Handler<FromConnection> for HubActor {
    type Result = ();

    fn handle(&mut self, from: FromConnection, _: &mut Context<Self>) {
        self.pulse.taken();
        let clock = self.alarms.clock();
        let begun_us = clock.now_us();
        let effects = self.core.arrived(begun_us / 1000, from);
        self.perform(effects);
        self.pulse.handled(&clock, begun_us, "arrival");
    }
}

impl Handler<ToHub> for HubActor {
    type Result = ();

    fn handle(&mut self, message: ToHub, _: &mut Context<Self>) {
        self.pulse.taken();
        let clock = self.alarms.clock();
        let begun_us = clock.now_us();
        let effects = self.core.handle(begun_us / 1000, message);
        self.perform(effects);
        self.pulse.handled(&clock, begun_us, "message");
    }
}

impl Handler<Due> for HubActor {
    type Result = ();

    fn handle(&mut self, due: Due, _: &mut Context<Self>) {
        let clock = self.alarms.clock();
        let begun_us = clock.now_us();
        let effects = self.core.due(begun_us / 1000, &due);
        self.perform(effects);
        self.pulse.handled(&clock, begun_us, "due");
    }
}

impl Handler<Stopping> for HubActor {
    type Result = ();

    fn handle(&mut self, _: Stopping, _: &mut Context<Self>) {
        let effects = self.core.stop();
        self.perform(effects);
    }
}

impl Handler<ObserveHub> for HubActor {
    type Result = MessageResult<ObserveHub>;

    fn handle(&mut self, _: ObserveHub, _: &mut Context<Self>) -> MessageResult<ObserveHub> {
        MessageResult(self.core.observe())
    }
}
