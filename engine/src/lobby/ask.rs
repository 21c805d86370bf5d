//! What players ask of the lobby. A command that is sent again is answered again, and applied once.

use super::{Lobby, keep::Table};
use crate::{
    ids::{Address, ClientId, Seq, TableId},
    messages::{Done, TableCommand},
    player::Player,
    wire::Refused,
};

impl Lobby {
    pub(super) fn command(
        &mut self,
        who: Address,
        player: &Player,
        command: &(ClientId, Seq),
        what: TableCommand,
    ) -> Result<Done, Refused> {
        match what {
            TableCommand::Create(new) => {
                let table = self.create(player, command, &new)?;
                return Ok(Done { table: Some(table), rev: None });
            }
            TableCommand::Open(table) => {
                self.table(&table)?;
                self.look(who, player.id.clone(), Some(table));
            }
            TableCommand::Sit(table, seat) => {
                if self.is_new(&table, command)? {
                    self.sit(player, command, &table, seat)?;
                }
            }
            TableCommand::Stand(table) => {
                if self.is_new(&table, command)? {
                    self.table(&table)?.record.stand(&player.id)?;
                    self.applied(&table, command);
                }
            }
            TableCommand::SeatBot(table, seat) => {
                if self.is_new(&table, command)? {
                    self.seat_bot(player, command, &table, seat)?;
                }
            }
            TableCommand::UnseatBot(table, seat) => {
                if self.is_new(&table, command)? {
                    self.table_of(&table, player)?.record.unseat_bot(seat)?;
                    self.applied(&table, command);
                }
            }
            TableCommand::Rematch(table) => {
                if self.is_new(&table, command)? {
                    self.rematch(&table, player, command)?;
                }
            }
            TableCommand::Seek(wish) => self.seek(who, player, &wish)?,
            TableCommand::CancelSeek => {
                if !self.seekers.leave(who, &player.id) {
                    return Err(Refused::NO_SEEK);
                }
            }
        }
        Ok(Done::default())
    }

    fn sit(
        &mut self,
        player: &Player,
        command: &(ClientId, Seq),
        id: &TableId,
        seat: Option<u8>,
    ) -> Result<(), Refused> {
        let hurried = self.table(id)?.hurried;
        self.has_room(&player.id, hurried)?;
        let sat = self.table(id)?;
        if sat.record.is_playing() {
            return Err(Refused::TABLE_FULL);
        }
        sat.record.sit(seat, player.holder())?;
        self.applied(id, command);
        self.start_if_full(id);
        Ok(())
    }

    fn seat_bot(
        &mut self,
        player: &Player,
        command: &(ClientId, Seq),
        id: &TableId,
        seat: Option<u8>,
    ) -> Result<(), Refused> {
        let sat = self.table_of(id, player)?;
        if sat.record.is_playing() {
            return Err(Refused::MATCH_RUNNING);
        }
        let title = sat.record.title.clone();
        let name = self.titles.get(&title)?.bot.ok_or(Refused::NO_BOT)?;
        let bot = self.bot(name);
        self.table(id)?.record.sit(seat, bot)?;
        self.applied(id, command);
        self.start_if_full(id);
        Ok(())
    }

    /// Whether a command has yet to be applied to a table.
    fn is_new(&mut self, table: &TableId, command: &(ClientId, Seq)) -> Result<bool, Refused> {
        Ok(!self.table(table)?.record.has_applied(command))
    }

    /// A command has changed a table.
    pub(super) fn applied(&mut self, id: &TableId, command: &(ClientId, Seq)) {
        if let Some(table) = self.tables.get_mut(id) {
            table.record.note_applied(command);
        }
        self.changed(id);
    }

    pub(super) fn table(&mut self, table: &TableId) -> Result<&mut Table, Refused> {
        self.tables.get_mut(table).ok_or(Refused::UNKNOWN_TABLE)
    }

    pub(super) fn table_of(&mut self, table: &TableId, player: &Player) -> Result<&mut Table, Refused> {
        let table = self.table(table)?;
        if table.record.seat_of(&player.id).is_some() { Ok(table) } else { Err(Refused::NOT_SEATED) }
    }
}
