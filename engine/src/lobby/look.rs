//! Looking at a table: who turns to it is shown it at once, those who look already are told at the next beat.

use super::{Lobby, LobbyEffect};
use crate::{
    ids::{Address, PlayerId, TableId},
    messages::Delivered,
    wire::Refused,
};

impl Lobby {
    /// A session looks at `table` from now on, or at none.
    pub(super) fn look(&mut self, who: Address, player: PlayerId, table: Option<TableId>) {
        let table = match table {
            Some(table) if !self.tables.contains_key(&table) => {
                let reason = Refused::UNKNOWN_TABLE.reason.to_string();
                self.out.push(LobbyEffect::deliver(vec![who], Delivered::TableClosed { table, reason }));
                None
            }
            table => table,
        };
        let before = self.looks.look(who, player, table.clone());
        if let Some(state) = table.as_ref().and_then(|id| self.state(id)) {
            self.out.push(LobbyEffect::deliver(vec![who], Delivered::Table(Box::new(state))));
        }
        // Who looks once more at the same table changes nothing for the others.
        if before == table {
            return;
        }
        if let Some(before) = before {
            self.stir(&before, None);
            self.mind_idle(&before);
        }
        if let Some(table) = table {
            self.stir(&table, Some(who));
            self.mind_idle(&table);
        }
    }
}
