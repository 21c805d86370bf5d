//! Mail between the roles: each is given what came for it, and does what its core asks.

use super::*;

impl World {
    pub(super) fn send(&mut self, from: Role, to: Role, mail: Mail) {
        let there = match &to {
            Role::Worker(worker) => self.workers.contains_key(worker),
            Role::Lobby => self.lobby.is_some(),
            Role::Bots => self.bots.is_some(),
            _ => true,
        };
        // What is sent to a role that has fallen is lost.
        if there {
            self.mail.entry((from, to)).or_default().push_back(mail);
        }
    }

    pub(super) fn send_due(&mut self, subscriber: SubscriberId, due: Due) {
        let role = self.subscribers[&subscriber].clone();
        self.send(Role::Timer, role, Mail::Due(due));
    }

    pub(super) fn deliver(&mut self, from: &Role, to: &Role) {
        let Some(mail) = self.mail.get_mut(&(from.clone(), to.clone())).and_then(VecDeque::pop_front) else { return };
        self.talk(|| format!("{from:?} to {to:?}: {}", short(&mail)));
        let now_ms = self.service_ms();
        let due = matches!(mail, Mail::Due(_));
        match (to, mail) {
            (Role::Worker(id), mail) => {
                let Some(worker) = self.workers.get_mut(id) else { return };
                let effects = match mail {
                    Mail::Worker(message) => worker.handle(now_ms, message),
                    Mail::Due(due) => worker.due(now_ms, &due),
                    _ => unreachable!("no other mail is for workers"),
                };
                self.worker_effects(id, effects);
            }
            (Role::Hub(id), mail) => {
                let hub = self.hubs.get_mut(id).unwrap();
                let effects = match mail {
                    Mail::Hub(message) => hub.handle(now_ms, message),
                    Mail::Open(connection, player) => hub.connected(now_ms, connection, player),
                    Mail::Arrival(arrival) => hub.arrived(now_ms, arrival),
                    Mail::Due(due) => hub.due(now_ms, &due),
                    _ => unreachable!("no other mail is for hubs"),
                };
                self.hub_effects(*id, effects);
            }
            (Role::Lobby, mail) => {
                let Some(lobby) = &mut self.lobby else { return };
                let effects = match mail {
                    Mail::Lobby(message) => lobby.handle(now_ms, message),
                    Mail::Due(due) => lobby.due(now_ms, &due),
                    _ => unreachable!("no other mail is for the lobby"),
                };
                self.lobby_effects(effects);
            }
            (Role::Bots, mail) => {
                let Some(bots) = &mut self.bots else { return };
                let effects = match mail {
                    Mail::Hub(message) => bots.handle(now_ms, message),
                    Mail::Due(due) => bots.due(now_ms, &due),
                    _ => unreachable!("no other mail is for bots"),
                };
                self.bots_effects(effects);
            }
            (Role::Recorder, Mail::Recorder(message)) => {
                self.recorder.handle(message);
                self.write_pending = true;
            }
            _ => unreachable!("nobody else has a mailbox"),
        }
        if due && let Some(subscriber) = self.subscriber(to) {
            for deliver in self.schedule.handled(now_ms * 1000, subscriber) {
                self.send_due(deliver.subscriber, deliver.due);
            }
        }
    }

    pub(super) fn write(&mut self) {
        self.write_pending = false;
        let answers = self.recorder.write(self.service_ms());
        self.note_secrets();
        if self.die_without_power() {
            return;
        }
        for answer in answers {
            match answer {
                Answer::Worker(worker, answer) => {
                    self.send(Role::Recorder, Role::Worker(worker), Mail::Worker(answer));
                }
                Answer::Lobby(answer) => self.send(Role::Recorder, Role::Lobby, Mail::Lobby(answer)),
            }
        }
    }

    pub(super) fn arrange(&mut self, role: &Role, wish: Arrange) {
        let command = match wish {
            Arrange::Alarm { key, at_ms, generation } => {
                timer::Command::Alarm { key: Key(key), at_us: at_ms * 1000, generation }
            }
            Arrange::Ticks { key, hz, from_ms } => {
                timer::Command::Ticks { key: Key(key), hz, from_us: from_ms * 1000, generation: 0 }
            }
            Arrange::Cancel { key } => timer::Command::Cancel { key: Key(key) },
        };
        if let Some(subscriber) = self.subscriber(role) {
            self.schedule.command(self.service_ms() * 1000, subscriber, command).unwrap();
        }
    }

    pub(super) fn post_to_hub(&mut self, from: &Role, hub: HubId, message: ToHub) {
        let to = if hub == self.bots_hub { Role::Bots } else { Role::Hub(hub) };
        if to == Role::Bots || hub.0 <= 2 {
            self.send(from.clone(), to, Mail::Hub(message));
        }
    }

    pub(super) fn post_to_every_hub(&mut self, from: &Role, message: &ToHub) {
        for hub in [self.bots_hub, HubId(1), HubId(2)] {
            self.post_to_hub(from, hub, message.clone());
        }
    }

    pub(super) fn worker_effects(&mut self, id: &WorkerId, effects: Vec<WorkerEffect>) {
        let from = Role::Worker(id.clone());
        for effect in effects {
            match effect {
                WorkerEffect::Hub(hub, message) => self.post_to_hub(&from, hub, message),
                WorkerEffect::EveryHub(message) => self.post_to_every_hub(&from, &message),
                WorkerEffect::Bots(message) => self.post_to_hub(&from, self.bots_hub, message),
                WorkerEffect::Lobby(message) => self.send(from.clone(), Role::Lobby, Mail::Lobby(message)),
                WorkerEffect::Recorder(message) => self.send(from.clone(), Role::Recorder, Mail::Recorder(message)),
                WorkerEffect::Timer(wish) => self.arrange(&from, wish),
            }
        }
    }

    pub(super) fn hub_effects(&mut self, id: HubId, effects: Vec<HubEffect>) {
        let from = Role::Hub(id);
        for effect in effects {
            let (now_ms, service_ms, rng) = (self.now_ms, self.now_ms - self.behind_ms, &mut self.rng);
            match effect {
                HubEffect::Connection(connection, ToConnection::Send(bytes)) => {
                    self.network.send(connection, End::Client, Parcel::Message(bytes), now_ms, rng);
                }
                HubEffect::Connection(connection, ToConnection::Ping(number)) => {
                    if let Some(wire) = self.network.wires.get_mut(&connection) {
                        let echo = wire.core.ping(service_ms, number);
                        self.network.send(connection, End::Client, Parcel::Ping(echo), now_ms, rng);
                    }
                }
                HubEffect::Connection(connection, ToConnection::Close(_)) => {
                    self.network.send(connection, End::Client, Parcel::Over, now_ms, rng);
                    self.network.send(connection, End::Hub, Parcel::Over, now_ms, rng);
                    if let Some(wire) = self.network.wires.get_mut(&connection) {
                        wire.cut = true;
                    }
                }
                HubEffect::ShutDown(connection) => self.network.cut(connection, now_ms, rng),
                HubEffect::Forget(_) => {}
                HubEffect::Worker(worker, message) => {
                    self.send(from.clone(), Role::Worker(worker), Mail::Worker(message));
                }
                HubEffect::Lobby(message) => self.send(from.clone(), Role::Lobby, Mail::Lobby(message)),
                HubEffect::Timer(wish) => self.arrange(&from, wish),
            }
        }
    }

    pub(super) fn lobby_effects(&mut self, effects: Vec<LobbyEffect>) {
        let from = Role::Lobby;
        for effect in effects {
            match effect {
                LobbyEffect::Deliver(to, what) => {
                    for (hub, delivery) in Delivery::by_hub(to, &what) {
                        self.post_to_hub(&from, hub, delivery.into());
                    }
                }
                LobbyEffect::EveryHub(message) => self.post_to_every_hub(&from, &message),
                LobbyEffect::Worker(worker, message) => {
                    self.send(from.clone(), Role::Worker(worker), Mail::Worker(message));
                }
                LobbyEffect::Recorder(message) => self.send(from.clone(), Role::Recorder, Mail::Recorder(message)),
                LobbyEffect::Reply { .. } => panic!("nobody asked a question over HTTP"),
                LobbyEffect::Timer(wish) => self.arrange(&from, wish),
            }
        }
    }

    pub(super) fn bots_effects(&mut self, effects: Vec<BotsEffect>) {
        for effect in effects {
            match effect {
                BotsEffect::Worker(worker, message) => {
                    self.send(Role::Bots, Role::Worker(worker), Mail::Worker(message));
                }
                BotsEffect::EveryWorker(message) => {
                    for worker in self.workers.keys().cloned().collect::<Vec<_>>() {
                        self.send(Role::Bots, Role::Worker(worker), Mail::Worker(message.clone()));
                    }
                }
                // The thinker only asks the title; here it takes no time.
                BotsEffect::Think(Think { who, generation, title, seat, payload, seed }) => {
                    let action = self.titles.get(&title).unwrap().think(&payload, seat, seed);
                    let thought = ToHub::Thought { session: who.session, generation, action };
                    self.send(Role::Bots, Role::Bots, Mail::Hub(thought));
                }
                // Nor does the steersman.
                BotsEffect::Steer(steer) => {
                    let steered = ToHub::Steered(self.steersman.handle(steer));
                    self.send(Role::Bots, Role::Bots, Mail::Hub(steered));
                }
                BotsEffect::Timer(wish) => self.arrange(&Role::Bots, wish),
            }
        }
    }
}
