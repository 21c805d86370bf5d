//! Making a table, and who has room for one.

use title::Seats;

use super::{Lobby, LobbyEffect};
use crate::{
    code_word,
    ids::{ClientId, PlayerId, Seq, TableId},
    limits,
    messages::NewTable,
    player::Player,
    table::TableRecord,
    wire::{Holder, HolderKind, Offer, Phase, Refused, Sides, TableState},
};

impl Lobby {
    /// Makes a table for a program or a page.
    pub fn make(
        &mut self,
        now_ms: u64,
        player: &Player,
        new: &NewTable,
    ) -> (Result<TableState, Refused>, Vec<LobbyEffect>) {
        self.now_ms = now_ms;
        let command = (ClientId(code_word::word(&mut self.rng)), Seq(1));
        let made = self.create(player, command, new);
        let made = made.and_then(|table| self.state(&table).ok_or(Refused::UNKNOWN_TABLE));
        (made, std::mem::take(&mut self.out))
    }

    /// Makes a table and seats its maker; the same command makes it once.
    pub(super) fn create(
        &mut self,
        player: &Player,
        command: (ClientId, Seq),
        new: &NewTable,
    ) -> Result<TableId, Refused> {
        if let Some(made) = self.made_before(player, &command) {
            return Ok(made);
        }
        let (options, plan) = self.titles.get(&new.title)?.check(&new.options)?;
        self.has_room(player)?;
        self.is_not_full()?;
        self.keeps_up(&new.title)?;
        let mut record = self.new_record(&new.title, options, usize::from(plan.seats));
        (record.offer, record.sides, record.applied) = (new.offer, new.sides, vec![command]);
        record.sit(new.seat, player.holder())?;
        let id = record.table.clone();
        self.admit(record);
        self.mind_idle(&id);
        self.changed(&id);
        self.start_if_full(&id);
        Ok(id)
    }

    /// The table at which a player sits that was made by this command.
    fn made_before(&self, player: &Player, command: &(ClientId, Seq)) -> Option<TableId> {
        let mut own = self.index.seats_of(&player.id);
        own.find(|id| self.tables.get(id).is_some_and(|table| table.record.applied.contains(command))).cloned()
    }

    /// A table with nobody at it, not yet among the others.
    pub(super) fn new_record(&mut self, title: &str, options: serde_json::Value, seats: usize) -> TableRecord {
        TableRecord {
            table: TableId(code_word::word(&mut self.rng)),
            title: title.to_string(),
            options,
            offer: Offer::Private,
            sides: Sides::Chosen,
            code: String::new(),
            holders: vec![None; seats],
            phase: Phase::Gathering,
            match_id: None,
            games: 0,
            outcome: None,
            turn: Seats::none(),
            fork: None,
            applied: Vec::new(),
        }
    }

    /// Whether a player may sit at one more table.
    pub(super) fn has_room(&self, player: &Player) -> Result<(), Refused> {
        let room = self.index.seats_taken(&player.id) < limits::TABLES_PER_PLAYER;
        if room { Ok(()) } else { Err(Refused::TOO_MANY_TABLES) }
    }

    /// Whether there may be one more table.
    pub(super) fn is_not_full(&self) -> Result<(), Refused> {
        if self.tables.len() < limits::TABLES { Ok(()) } else { Err(Refused::TABLES_FULL) }
    }

    /// Another bot.
    pub(super) fn bot(&mut self, name: &str) -> Holder {
        let player = PlayerId(format!("bot-{}", code_word::word(&mut self.rng)));
        Holder { player, name: name.to_string(), kind: HolderKind::Bot }
    }
}
