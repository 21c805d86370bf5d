//! Who can be reached where. One table of addresses for the whole process: a role that falls and comes up again, or moves
//! to another machine, is put in its place here, and nobody who sends to it needs to know.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use actix::{Recipient, prelude::SendError};

use super::{
    AskHistory, FindCode, FindTable, Line, ListTables, MakeTable, ObserveBots, ObserveLobby, ObserveRecorder,
    ObserveWorker, Pulse,
};
use crate::{
    ids::{HubId, WorkerId},
    messages::{Act, Steer, Think, ToHub, ToLobby, ToRecorder, ToWorker},
};

/// The addresses of all roles. Clones share them.
#[derive(Clone, Default)]
pub struct Routes(Arc<RwLock<Addresses>>);

/// The questions pages and programs ask of the lobby, each answered by itself.
#[derive(Clone)]
pub struct LobbyDoor {
    /// The open tables.
    pub list: Recipient<ListTables>,
    /// One table.
    pub find: Recipient<FindTable>,
    /// One table, by its short code.
    pub find_code: Recipient<FindCode>,
    /// A new table.
    pub make: Recipient<MakeTable>,
    /// A small copy of its state.
    pub observe: Recipient<ObserveLobby>,
}

/// The questions others ask of the recorder, each answered by itself.
#[derive(Clone)]
pub struct RecorderDoor {
    /// All that is stored of a match.
    pub history: Recipient<AskHistory>,
    /// What it has counted.
    pub observe: Recipient<ObserveRecorder>,
}

#[derive(Default)]
struct Addresses {
    workers: BTreeMap<WorkerId, (Line<ToWorker>, Recipient<ObserveWorker>)>,
    hubs: BTreeMap<HubId, Line<ToHub>>,
    hubs_placed: u32,
    bots: Option<(Line<ToHub>, Recipient<ObserveBots>)>,
    lobby: Option<Line<ToLobby>>,
    lobby_door: Option<LobbyDoor>,
    recorder: Option<Line<ToRecorder>>,
    recorder_door: Option<RecorderDoor>,
    thinker: Option<Line<Think>>,
    steersman: Option<Line<Steer>>,
}

/// A hub's place among the addresses, under an id that no other hub ever has: what is still on its way to a hub that is gone
/// finds nobody. Dropping it tells everyone that the hub's sessions are gone.
pub struct HubPlace {
    id: HubId,
    routes: Routes,
}

impl HubPlace {
    /// What the hub is known by.
    pub fn id(&self) -> HubId {
        self.id
    }
}

impl Drop for HubPlace {
    fn drop(&mut self) {
        let mut addresses = self.routes.write();
        addresses.hubs.remove(&self.id);
        // One message a role, and hubs don't fall every day.
        for (worker, _) in addresses.workers.values() {
            worker.do_send(ToWorker::HubGone(self.id));
        }
        if let Some(lobby) = &addresses.lobby {
            lobby.do_send(ToLobby::HubGone(self.id));
        }
    }
}

impl Routes {
    /// From now on the worker is here.
    pub fn set_worker(&self, id: WorkerId, worker: Line<ToWorker>, observe: Recipient<ObserveWorker>) {
        self.write().workers.insert(id, (worker, observe));
    }

    /// From now on the hub is here.
    pub fn set_hub(&self, id: HubId, hub: Line<ToHub>) {
        self.write().hubs.insert(id, hub);
    }

    /// A place for a new hub.
    pub fn place_hub(&self) -> HubPlace {
        let mut addresses = self.write();
        addresses.hubs_placed += 1;
        HubPlace { id: HubId(addresses.hubs_placed), routes: self.clone() }
    }

    /// From now on the bots are here, and the hub they are is `id`.
    pub fn set_bots(&self, id: HubId, bots: Line<ToHub>, observe: Recipient<ObserveBots>) {
        let mut addresses = self.write();
        addresses.bots = Some((bots.clone(), observe));
        addresses.hubs.insert(id, bots);
    }

    /// From now on the lobby is here.
    pub fn set_lobby(&self, lobby: Line<ToLobby>, door: LobbyDoor) {
        let mut addresses = self.write();
        addresses.lobby = Some(lobby);
        addresses.lobby_door = Some(door);
    }

    /// The lobby's answers to pages and programs, if it is up.
    pub fn lobby_door(&self) -> Option<LobbyDoor> {
        self.read().lobby_door.clone()
    }

    /// From now on the recorder is here.
    pub fn set_recorder(&self, recorder: Line<ToRecorder>, door: RecorderDoor) {
        let mut addresses = self.write();
        addresses.recorder = Some(recorder);
        addresses.recorder_door = Some(door);
    }

    /// The recorder's answers to others, if it is up.
    pub fn recorder_door(&self) -> Option<RecorderDoor> {
        self.read().recorder_door.clone()
    }

    /// From now on the thinker is here.
    pub fn set_thinker(&self, thinker: Line<Think>) {
        self.write().thinker = Some(thinker);
    }

    /// From now on the steersman is here.
    pub fn set_steersman(&self, steersman: Line<Steer>) {
        self.write().steersman = Some(steersman);
    }

    /// The pulse of every role that is up.
    pub fn pulses(&self) -> Vec<Pulse> {
        let addresses = self.read();
        let workers = addresses.workers.values().map(|(worker, _)| worker.pulse());
        // The bots are one of the hubs.
        let hubs = addresses.hubs.values().map(Line::pulse);
        let lobby = addresses.lobby.iter().map(Line::pulse);
        let recorder = addresses.recorder.iter().map(Line::pulse);
        let thinker = addresses.thinker.iter().map(Line::pulse);
        let steersman = addresses.steersman.iter().map(Line::pulse);
        let minds = thinker.chain(steersman);
        workers.chain(hubs).chain(lobby).chain(recorder).chain(minds).flatten().cloned().collect()
    }

    /// Where each worker can be asked for a small copy of its state.
    pub fn worker_observers(&self) -> Vec<(WorkerId, Recipient<ObserveWorker>)> {
        self.read().workers.iter().map(|(id, (_, observe))| (id.clone(), observe.clone())).collect()
    }

    /// Where the bots can be asked for a small copy of their state, if they are up.
    pub fn bots_observer(&self) -> Option<Recipient<ObserveBots>> {
        self.read().bots.as_ref().map(|(_, observe)| observe.clone())
    }

    /// Forgets every address, so that their actors can end.
    pub fn clear(&self) {
        *self.write() = Addresses::default();
    }

    /// Sends to a worker. An action comes back when the worker's mailbox is full, and an input is dropped then, since a newer
    /// one follows: players send both as fast as they like. Attachments, commits and the like are bounded by what they are
    /// about, and always go in. What is sent to a fallen worker is lost with it: its senders say it again when it is up.
    pub fn to_worker(&self, id: &WorkerId, message: ToWorker) -> Result<(), Box<Act>> {
        let addresses = self.read();
        let Some((worker, _)) = addresses.workers.get(id) else { return Ok(()) };
        if !matches!(message, ToWorker::Act(_) | ToWorker::Input { .. }) {
            worker.do_send(message);
            return Ok(());
        }
        match worker.try_send(message) {
            Err(SendError::Full(ToWorker::Act(act))) => Err(Box::new(act)),
            Ok(()) | Err(SendError::Full(_) | SendError::Closed(_)) => Ok(()),
        }
    }

    /// Whether the worker exists at all.
    pub fn has_worker(&self, id: &WorkerId) -> bool {
        self.read().workers.contains_key(id)
    }

    /// Sends to a hub. Moves and results are never dropped, so this ignores the bound of its mailbox; the hub decides about
    /// pressure connection by connection.
    pub fn to_hub(&self, id: HubId, message: ToHub) {
        if let Some(hub) = self.read().hubs.get(&id) {
            hub.do_send(message);
        }
    }

    /// Sends to every hub, and to the bots.
    pub fn to_every_hub(&self, message: &ToHub) {
        for hub in self.read().hubs.values() {
            hub.do_send(message.clone());
        }
    }

    /// Sends to every worker.
    pub fn to_every_worker(&self, message: &ToWorker) {
        for (worker, _) in self.read().workers.values() {
            worker.do_send(message.clone());
        }
    }

    /// Sends to the bots. There are as many messages as bots whose matches come into memory, and as times that the thinker or the steersman
    /// falls.
    pub fn to_bots(&self, message: ToHub) {
        if let Some((bots, _)) = &self.read().bots {
            bots.do_send(message);
        }
    }

    /// Sends to the lobby. Players' requests were counted by their session's credit.
    pub fn to_lobby(&self, message: ToLobby) {
        if let Some(lobby) = &self.read().lobby {
            lobby.do_send(message);
        }
    }

    /// Sends to the recorder. A worker bounds what it has in flight.
    pub fn to_recorder(&self, message: ToRecorder) {
        if let Some(recorder) = &self.read().recorder {
            recorder.do_send(message);
        }
    }

    /// Sends to the thinker. Each bot asks one thing at a time.
    pub fn to_thinker(&self, think: Think) {
        if let Some(thinker) = &self.read().thinker {
            thinker.do_send(think);
        }
    }

    /// Sends to the steersman. Each bot asks one thing at a time.
    pub fn to_steersman(&self, steer: Steer) {
        if let Some(steersman) = &self.read().steersman {
            steersman.do_send(steer);
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, Addresses> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Addresses> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}
