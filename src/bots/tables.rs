//! How tables come to be: a few at a time, each made by its first player, with a rematch whenever a match is over.

use engine::{
    ids::TableId,
    wire::{Command, Offer, Sides},
};
use timer::Micros;

use super::{
    fleet::{Fleet, Game, Stage},
    limits::{TABLE_AGAIN_MS, TABLES_AT_ONCE},
    player::{Line, Player},
};

impl Fleet {
    /// Asks for another match once this one is over, for the table and for the player.
    pub(super) fn play_again(&mut self, player: usize) {
        let asker = &mut self.players[player];
        if asker.table_over && asker.match_over && asker.seat.is_some() {
            asker.match_over = false;
            if let Stage::Made(table) = &self.games[player / self.per_game()].table {
                let table = table.clone();
                self.command(player, Command::Rematch { table });
            }
        }
    }

    /// Has the first player of each match make its table, of a few at a time.
    pub(super) fn ask_for_tables(&mut self, now: Micros) {
        let per_game = self.per_game();
        let starting = |index: usize, game: &Game, players: &[Player]| {
            let all = &players[index * per_game..][..per_game];
            let alive = all.iter().all(|player| player.line == Line::Welcomed);
            alive && matches!(game.table, Stage::Asked(_) | Stage::Made(_)) && all.iter().any(|one| !one.began)
        };
        let busy =
            (self.games.iter().enumerate()).filter(|(index, game)| starting(*index, game, &self.players)).count();
        let mut room = TABLES_AT_ONCE.saturating_sub(busy);
        for index in 0..self.games.len() {
            let creator = index * per_game;
            let due = match self.games[index].table {
                Stage::Unasked => true,
                Stage::Refused(again) => again <= now,
                Stage::Asked(_) | Stage::Made(_) => false,
            };
            if room > 0 && due && self.players[creator].line == Line::Welcomed {
                room -= 1;
                let (title, options) = (self.script.offered.info.name.to_string(), self.script.options.clone());
                let (offer, sides) = (Offer::Private, Sides::Chosen);
                let seq = self.command(creator, Command::CreateTable { title, options, offer, seat: Some(0), sides });
                self.games[index].table = Stage::Asked(seq);
            }
        }
    }

    /// A command was done. If it has made a table, everybody goes there.
    pub(super) fn done(&mut self, player: usize, seq: u64, table: Option<&str>) {
        self.answered(player, seq);
        let (index, per_game) = (player / self.per_game(), self.per_game());
        if let (Stage::Asked(_), Some(table)) = (&self.games[index].table, table) {
            let table = TableId(table.to_string());
            self.games[index].table = Stage::Made(table.clone());
            for number in 0..per_game {
                let player = index * per_game + number;
                self.command(player, Command::OpenTable { table: table.clone() });
                if (1..self.script.seats).contains(&number) {
                    let seat = u8::try_from(number).ok();
                    self.command(player, Command::Sit { table: table.clone(), seat });
                }
            }
        }
    }

    pub(super) fn refused(&mut self, player: usize, seq: Option<u64>, code: &str, now: Micros) {
        self.tally.error(code);
        let Some(seq) = seq else { return };
        self.answered(player, seq);
        let game = player / self.per_game();
        if matches!(self.games[game].table, Stage::Asked(asked) if asked == seq)
            && player.is_multiple_of(self.per_game())
        {
            self.games[game].table = Stage::Refused(now + 1000 * TABLE_AGAIN_MS);
        }
    }
}
