//! What goes wrong: connections break, pages are reloaded, roles fall, the disk fails, and the server is killed; and how each
//! comes up again.

use super::*;

impl World {
    pub(super) fn trouble(&mut self) {
        if self.chance(150) {
            let wires: Vec<ConnectionId> = self.network.wires.keys().copied().collect();
            if let Some(id) = self.rng.choose(&wires).copied() {
                self.talk(|| format!("{id:?} breaks"));
                self.network.cut(id, self.now_ms, &mut self.rng);
            }
        }
        if self.chance(300) {
            let open: Vec<usize> = (0..self.clients.len()).filter(|index| !self.clients[*index].closed).collect();
            if let Some(index) = self.rng.choose(&open).copied() {
                self.reload(index);
            }
        }
        if self.chance(600) {
            let player = usize::try_from(self.rng.below(self.players)).unwrap();
            self.open_tab(player);
        }
        if self.chance(250) {
            let workers: Vec<WorkerId> = self.workers.keys().cloned().collect();
            if let Some(worker) = self.rng.choose(&workers).cloned() {
                self.fell(Role::Worker(worker));
            }
        }
        if self.chance(900) && self.lobby.is_some() {
            self.fell(Role::Lobby);
        }
        if self.chance(900) && self.bots.is_some() {
            self.fell(Role::Bots);
        }
        if self.chance(900) {
            // Another is there at once, and knows no bot.
            self.steersman = Steersman::new(self.titles.clone());
            self.send(Role::Bots, Role::Bots, Mail::Hub(ToHub::SteersmanUp));
        }
        self.trouble_with_the_disk();
    }

    pub(super) fn trouble_with_the_disk(&mut self) {
        // Not in every storm, and not in all to the same extent: matches should get somewhere too.
        let spared = self.plan.seed % 3;
        if spared > 0 && self.rng.below(2) < spared {
            return;
        }
        if self.chance(400) {
            self.talk(|| "the next commit fails".to_string());
            self.disk.fail_once();
        }
        if self.chance(1_200) && self.broken_until_ms.is_none() {
            self.talk(|| "the disk breaks".to_string());
            self.disk.break_down();
            self.broken_until_ms = Some(self.now_ms + self.rng.below(4_000));
        }
        if self.chance(900) {
            self.talk(|| "the disk hangs".to_string());
            self.hangs_until_ms = self.now_ms + self.rng.below(5_000);
        }
        // The power goes at a boundary of the commits to come: before one, within, or after it and before anybody knows.
        if self.chance(350) {
            self.disk.cut_at(self.rng.below(6));
        }
        if self.chance(1_500) {
            self.crash();
        }
    }

    pub(super) fn mend_disk(&mut self) {
        self.disk.mend();
        (self.broken_until_ms, self.hangs_until_ms) = (None, 0);
    }

    /// The server's process dies, and all that it had not stored dies with it.
    pub(super) fn crash(&mut self) {
        if self.down_until_ms.is_some() {
            return;
        }
        self.talk(|| "the server dies".to_string());
        let stored_ms = self.disk.with(|store| store.service_ms()).unwrap();
        let lost_ms = self.service_ms().saturating_sub(stored_ms);
        let calm = self.now_ms > self.trouble_ms + 2 * MARK_MS && self.broken_until_ms.is_none() && !self.disk.is_cut();
        assert!(!calm || lost_ms <= MARK_MS * 3 / 2 + STEP_MS, "{lost_ms} ms are lost");
        self.mail.clear();
        self.restarts.clear();
        self.hubs.clear();
        self.workers.clear();
        (self.lobby, self.bots) = (None, None);
        self.write_pending = false;
        self.schedule = Schedule::new(0);
        self.subscribers.clear();
        self.network.server_died(self.now_ms, &mut self.rng);
        self.down_until_ms = Some(self.now_ms + self.rng.below(1_500));
    }

    /// Another process comes up on what the first has stored.
    pub(super) fn start_server(&mut self) {
        self.down_until_ms = None;
        if self.disk.power_up() {
            self.note_secrets_anew();
        }
        let origin_ms = self.disk.with(|store| store.service_ms()).unwrap();
        self.talk(|| format!("the server comes up, {} ms of its time are lost", self.service_ms() - origin_ms));
        self.behind_ms = self.now_ms - origin_ms;
        self.marked_ms = origin_ms;
        self.schedule = Schedule::new(origin_ms * 1000);
        self.recorder = Recorder::new(Box::new(self.disk.clone()));
        self.steersman = Steersman::new(self.titles.clone());
        let workers = self.titles.iter().flat_map(|offered| {
            let title = offered.info.name.to_string();
            (0..SHARDS).map(move |shard| WorkerId { title: title.clone(), shard })
        });
        let workers: BTreeSet<WorkerId> = workers.collect();
        for hub in [HubId(1), HubId(2)] {
            self.hubs.insert(hub, Hub::new(hub, workers.clone()));
            self.subscribe(Role::Hub(hub));
        }
        for worker in workers {
            self.start_worker(worker);
        }
        self.start_bots();
        self.start_lobby();
    }

    pub(super) fn fell(&mut self, role: Role) {
        self.talk(|| format!("{role:?} falls"));
        match &role {
            Role::Worker(worker) => _ = self.workers.remove(worker),
            Role::Bots => {
                self.bots = None;
                let hub = self.bots_hub;
                for worker in self.workers.keys().cloned().collect::<Vec<_>>() {
                    self.send(Role::Bots, Role::Worker(worker), Mail::Worker(ToWorker::HubGone(hub)));
                }
                self.send(Role::Bots, Role::Lobby, Mail::Lobby(ToLobby::HubGone(hub)));
            }
            _ => self.lobby = None,
        }
        // Its mailbox is gone with it.
        self.mail.retain(|(_, to), _| *to != role);
        self.unsubscribe(&role);
        let at_ms = self.now_ms + self.rng.below(200);
        self.restarts.push((at_ms, role));
    }

    pub(super) fn restart(&mut self, role: Role) {
        self.talk(|| format!("{role:?} comes up"));
        match role {
            Role::Worker(worker) => self.start_worker(worker),
            Role::Bots => self.start_bots(),
            _ => self.start_lobby(),
        }
    }

    pub(super) fn start_lobby(&mut self) {
        let mut lobby = Lobby::new(self.titles.clone(), SHARDS, fork(&mut self.rng));
        self.subscribe(Role::Lobby);
        let effects = lobby.start(self.service_ms());
        self.lobby = Some(lobby);
        self.lobby_effects(effects);
    }

    pub(super) fn start_worker(&mut self, id: WorkerId) {
        let mut worker = self.titles.get(&id.title).unwrap().worker(id.clone());
        self.subscribe(Role::Worker(id.clone()));
        let effects = worker.start();
        self.workers.insert(id.clone(), worker);
        self.worker_effects(&id, effects);
    }

    pub(super) fn start_bots(&mut self) {
        // A hub that comes up anew has another name, so that nothing on its way to the old one finds it.
        self.bots_hub.0 += 1;
        let mut bots = Bots::new(self.bots_hub, fork(&mut self.rng));
        self.subscribe(Role::Bots);
        let effects = bots.start();
        self.bots = Some(bots);
        self.bots_effects(effects);
    }

    pub(super) fn subscribe(&mut self, role: Role) {
        let next = self.subscribers.keys().last().map_or(0, |last| last.0 + 1);
        self.schedule.subscribe(SubscriberId(next)).unwrap();
        self.subscribers.insert(SubscriberId(next), role);
    }

    pub(super) fn unsubscribe(&mut self, role: &Role) {
        if let Some(id) = self.subscriber(role) {
            self.schedule.unsubscribe(id);
            // The number stays taken, so that no late word reaches another.
            self.subscribers.insert(id, Role::Timer);
        }
    }

    pub(super) fn subscriber(&self, role: &Role) -> Option<SubscriberId> {
        self.subscribers.iter().find(|(_, subscriber)| *subscriber == role).map(|(id, _)| *id)
    }

    pub(super) fn open_tab(&mut self, player: usize) {
        let id = ClientId(format!("tab-{}-{player}", self.clients.len() + 1000));
        let mut client = Client::new(self.clients.len() as u64, player, id.clone(), self.now_ms);
        client.scramble = self.plan.scramble.as_ref().filter(|secret| secret.client == id).map(|secret| secret.seq);
        self.clients.push(client);
    }

    pub(super) fn reload(&mut self, index: usize) {
        self.talk(|| format!("{:?} is reloaded", self.clients[index].id));
        let client = &mut self.clients[index];
        client.closed = true;
        let (player, wants, connection) = (client.player, client.wants.clone(), client.connection.take());
        if let Some(connection) = connection {
            self.network.cut(connection, self.now_ms, &mut self.rng);
        }
        self.open_tab(player);
        self.clients.last_mut().unwrap().wants = wants;
    }
}
