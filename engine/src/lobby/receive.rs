//! What comes to the lobby: it is handled at once if all it needs is in memory, and else when the store has brought that.

use super::{
    Lobby, LobbyEffect,
    arrival::{Arrival, Need, Question},
};
use crate::{
    limits,
    messages::{Delivered, ToLobby},
    store::{Find, StoreError},
    table::TableRecord,
    wire::Refused,
};

impl Lobby {
    /// Something has come.
    pub(super) fn receive(&mut self, arrival: Arrival) {
        let Some(sender) = arrival.sender() else { return self.deal_with(arrival) };
        if !self.is_up() {
            return self.receive_early(arrival);
        }
        let busy = self.outbox.is_full() || self.waiting.len() >= limits::LOBBY_WAITING;
        if busy && arrival.is_answered() {
            return self.refuse(&arrival, Refused::BUSY);
        }
        let needs = arrival.needs();
        let missing: Vec<Need> = needs.iter().filter(|need| !self.has(need)).cloned().collect();
        if missing.is_empty() && !self.waiting.has(&sender) {
            return self.deal_with(arrival);
        }
        let new = self.waiting.push(arrival, sender, needs, missing);
        self.finds.extend(new.iter().map(Need::find));
        if self.waiting.len() > limits::LOBBY_WAITING_MAX {
            tracing::error!("more waits for the store than the lobby can keep");
            self.give_up();
        }
    }

    /// Whether this is in memory, or known not to be anywhere.
    fn has(&self, need: &Need) -> bool {
        match need {
            Need::Table(table) => self.tables.contains_key(table) || self.sleep.is_gone(table),
            Need::Of(player) => self.known.contains(player),
        }
    }

    /// The store has found something.
    pub(super) fn found(&mut self, find: Find, tables: Result<Vec<TableRecord>, StoreError>) {
        match find {
            Find::Awake => return self.come_up(tables),
            // What a lobby asked that has fallen since is nothing to this one.
            _ if !self.is_up() => return,
            Find::Due { limit, .. } => return self.close_due(tables, limit),
            _ => {}
        }
        let Some(need) = Need::behind(find) else { return };
        match tables {
            Ok(tables) => {
                for table in tables {
                    self.wake(table);
                }
                if let Need::Of(player) = &need {
                    self.know(player);
                }
                self.waiting.found(&need);
            }
            Err(error) => {
                tracing::error!(%error, "a table can't be read");
                self.ask_soon();
                for refused in self.waiting.failed(&need) {
                    self.refuse(&refused, Refused::STORAGE_UNAVAILABLE);
                }
            }
        }
        while let Some(arrival) = self.waiting.pop() {
            self.deal_with(arrival);
        }
    }

    /// Tells whoever waits for an answer at once that there is none. That reveals nothing that isn't stored.
    pub(super) fn refuse(&mut self, arrival: &Arrival, why: Refused) {
        self.at_once.extend(arrival.refused(why));
    }

    /// Handles what has come: all it needs is there.
    fn deal_with(&mut self, arrival: Arrival) {
        let said = match arrival {
            Arrival::Asked(number, question) => return self.reply(number, question),
            Arrival::Said(said) => said,
        };
        match said {
            ToLobby::Ask { who, player, command, what } => {
                let result = self.command(who, &player, &command, what);
                self.out.push(LobbyEffect::deliver(vec![who], Delivered::Answer { command, result }));
                // Whoever waits is told so before they are told that it is over.
                self.seat_seekers(&player.id);
            }
            ToLobby::Look { who, player, table } => self.look(who, player, table),
            ToLobby::Watch { who, player } => self.watch(who, &player),
            ToLobby::Unwatch(who) => self.unwatch(who),
            ToLobby::SeekOn { who, player, wish } => self.seek_on(who, &player, &wish),
            ToLobby::Unseek { who, player } => _ = self.seekers.leave(who, &player),
            ToLobby::Created(match_id, table) => self.created(&match_id, &table),
            ToLobby::CreateRefused(match_id, table, refused) => self.create_refused(&match_id, &table, &refused),
            ToLobby::Ended(match_id, table, outcome) => self.ended(&match_id, &table, &outcome),
            ToLobby::Turn(match_id, table, turn) => self.turned(&match_id, &table, turn),
            ToLobby::Late(worker, late) => self.late.said(worker, late),
            ToLobby::WorkerUp(up) => {
                self.late.said(up.clone(), false);
                self.ask_about(|worker| *worker == up);
            }
            ToLobby::HubGone(hub) => {
                self.waiting.hub_gone(hub);
                self.listing.hub_gone(hub);
                self.own.hub_gone(hub);
                self.seekers.hub_gone(hub);
                for (who, player) in self.looks.of_hub(hub) {
                    self.look(who, player, None);
                }
            }
            // These are taken where they come in.
            ToLobby::Kept { .. } | ToLobby::Found { .. } => {}
        }
    }

    fn reply(&mut self, number: u64, question: Question) {
        let result = match question {
            Question::Table(table) => self.state(&table).ok_or(Refused::UNKNOWN_TABLE),
            Question::Code(code) => self.state_by_code(&code).ok_or(Refused::UNKNOWN_CODE),
            Question::Make(player, new) => self.make(&player, &new),
        };
        self.out.push(LobbyEffect::Reply { question: number, result });
    }
}
