//! The lobby's coming up, and its falling when the store fails: it forgets all it knows, for what it knows may not be stored,
//! and comes up again from what is.

use super::{Lobby, LobbyEffect, Table, arrival::Arrival};
use crate::{
    arrange::Arrange,
    ids::WorkerId,
    limits,
    messages::{ToHub, ToWorker},
    outbox::Ticket,
    store::{Find, StoreError},
    table::TableRecord,
    wire::Refused,
};

/// Whether the lobby knows its tables.
pub(super) enum Life {
    /// It has asked the store for them.
    Coming {
        /// Questions of pages and programs, which nobody asks again when the lobby is up.
        questions: Vec<Arrival>,
        /// Whether the store has failed.
        failed: bool,
    },
    /// It does.
    Up,
}

impl Default for Life {
    fn default() -> Life {
        Life::Coming { questions: Vec::new(), failed: false }
    }
}

impl Life {
    /// The timer's key of asking the store again.
    pub(super) const KEY: u64 = 2;
}

impl Lobby {
    /// Whether it knows its tables.
    pub(super) fn is_up(&self) -> bool {
        matches!(self.life, Life::Up)
    }

    /// Something has come to a lobby that isn't up. Hubs say again what they want when it is, and workers are asked about
    /// their matches; so only those are kept who ask once.
    pub(super) fn receive_early(&mut self, arrival: Arrival) {
        let Life::Coming { questions, failed } = &mut self.life else { return };
        let refused = match &arrival {
            _ if *failed && arrival.asks_once() => Refused::STORAGE_UNAVAILABLE,
            Arrival::Asked(..) if questions.len() < limits::LOBBY_WAITING => return questions.push(arrival),
            Arrival::Asked(..) => Refused::BUSY,
            Arrival::Said(_) => return,
        };
        self.refuse(&arrival, refused);
    }

    /// The store says which tables are awake: the lobby is up.
    pub(super) fn come_up(&mut self, tables: Result<Vec<TableRecord>, StoreError>) {
        let Life::Coming { questions, failed } = &mut self.life else { return };
        let questions = std::mem::take(questions);
        match tables {
            Err(error) => {
                *failed = true;
                tracing::error!(%error, "the tables can't be read");
                self.ask_soon();
                for question in questions {
                    self.refuse(&question, Refused::STORAGE_UNAVAILABLE);
                }
            }
            Ok(tables) => {
                self.life = Life::Up;
                for table in tables {
                    self.admit(table);
                }
                for table in self.tables.keys().cloned().collect::<Vec<_>>() {
                    self.mind_idle(&table);
                }
                self.start_again();
                self.ask_about(|_| true);
                // Before anything that it may have to hold.
                self.at_once.push(LobbyEffect::EveryHub(ToHub::LobbyUp));
                for worker in self.workers() {
                    self.out.push(LobbyEffect::Worker(worker, ToWorker::LobbyUp));
                }
                self.look_for_due();
                for question in questions {
                    self.receive(question);
                }
            }
        }
    }

    /// All workers of the server.
    fn workers(&self) -> Vec<WorkerId> {
        let titles = self.titles.iter().map(|offered| offered.info.name.to_string());
        titles.flat_map(|title| (0..self.shards).map(move |shard| WorkerId { title: title.clone(), shard })).collect()
    }

    /// The store has answered a commit.
    pub(super) fn kept(&mut self, ticket: Ticket, result: Result<(), StoreError>) {
        if !self.outbox.awaits(ticket) {
            return;
        }
        match result {
            Ok(()) => {
                let free = self.outbox.release(ticket);
                self.at_once.extend(free);
                self.fall_asleep(ticket);
            }
            Err(error) => {
                tracing::error!(%error, "the tables can't be stored");
                self.give_up();
            }
        }
    }

    /// Forgets all it knows, and comes up again when the store answers.
    pub(super) fn give_up(&mut self) {
        let mut refused: Vec<LobbyEffect> =
            std::mem::take(&mut self.out).into_iter().filter_map(LobbyEffect::unstored).collect();
        let mut told = self.outbox.give_up();
        told.append(&mut refused);
        let waiting = self.waiting.clear();
        let asking = waiting.iter().filter(|one| one.asks_once());
        told.extend(asking.filter_map(|one| one.refused(Refused::STORAGE_UNAVAILABLE)));
        self.at_once.append(&mut told);
        self.records.clear();
        self.finds.clear();
        for Table { key, .. } in std::mem::take(&mut self.tables).into_values().filter(|table| table.idle_ms.is_some())
        {
            self.at_once.push(LobbyEffect::Timer(Arrange::Cancel { key }));
        }
        self.known.clear();
        self.index.clear();
        self.looks = Default::default();
        self.listing = Default::default();
        self.own = Default::default();
        self.forks = Default::default();
        self.seekers = Default::default();
        self.beat = Default::default();
        self.sleep = Default::default();
        self.life = Life::Coming { questions: Vec::new(), failed: true };
        self.ask_soon();
    }

    /// The store is asked again after a moment.
    pub(super) fn ask_soon(&mut self) {
        let at_ms = self.now_ms + limits::RELOAD_MS;
        self.arrange(Arrange::Alarm { key: Life::KEY, at_ms, generation: 0 });
    }

    /// The moment is over.
    pub(super) fn ask_again(&mut self) {
        if self.is_up() {
            let again = self.waiting.again();
            self.finds.extend(again.iter().map(|need| need.find()));
        } else {
            self.finds.push(Find::Awake);
        }
    }
}
