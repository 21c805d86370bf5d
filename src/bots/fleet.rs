//! All the players, as a plain struct: it is told what arrives and when the next beat is, and says what to send. It knows no
//! socket and no clock.

use bytes::Bytes;
use engine::{
    entropy,
    ids::{ClientId, TableId},
    titles::Offered,
    wire::{ClientMessage, Command},
};
use serde_json::Value;
use timer::Micros;
use title::{Rng, Seat};

use super::{
    control::Control,
    heard::{self, Heard, Shown},
    limits::{ACK_FRAMES, SLICES},
    outgoing::Outgoing,
    player::{Line, Player},
    say,
    tally::Tally,
    websocket::{self, Arrived},
};

/// What the players do.
pub(super) struct Script {
    pub(super) offered: Offered,
    pub(super) options: Value,
    pub(super) matches: usize,
    pub(super) seats: usize,
    pub(super) spectators: usize,
    pub(super) think: bool,
}

/// All players, those of one match after those of another, each match's seats before its spectators.
pub(super) struct Fleet {
    pub(super) script: Script,
    pub(super) players: Vec<Player>,
    pub(super) games: Vec<Game>,
    pub(super) tally: Tally,
    pub(super) outgoing: Outgoing,
    rng: Rng,
    /// Whether tables are to be made now.
    making: bool,
}

/// One table and its match.
#[derive(Default)]
pub(super) struct Game {
    pub(super) table: Stage,
    /// When each seat last acted.
    acted_at: Vec<Option<Micros>>,
}

/// How far a table is.
#[derive(Default)]
pub(super) enum Stage {
    #[default]
    Unasked,
    /// Asked for by the command of this number.
    Asked(u64),
    /// Refused for now; to be asked for again at this time.
    Refused(Micros),
    Made(TableId),
}

impl Fleet {
    pub(super) fn new(script: Script) -> Fleet {
        let per_game = script.seats + script.spectators;
        let players = (0..script.matches * per_game).map(|_| Player::default()).collect();
        let game = || Game { acted_at: vec![None; script.seats], ..Game::default() };
        let games = (0..script.matches).map(|_| game()).collect();
        let rng = Rng::new(entropy::seed());
        let (tally, outgoing) = (Tally::default(), Outgoing::default());
        Fleet { script, players, games, tally, outgoing, rng, making: false }
    }

    /// How many have a connection, or ought to.
    pub(super) fn len(&self) -> usize {
        self.players.len()
    }

    /// How many are on a line like this.
    pub(super) fn lines(&self, line: Line) -> usize {
        self.players.iter().filter(|player| player.line == line).count()
    }

    /// How many tables are played at before all who are to see it: a match goes on there, or the next is about to begin.
    pub(super) fn playing(&self) -> usize {
        let there = |player: &Player| player.began && player.line != Line::Lost;
        self.players.chunks(self.per_game()).filter(|game| game.iter().all(there)).count()
    }

    /// How many matches can't be played, because a player has no connection.
    pub(super) fn hopeless(&self) -> usize {
        let lost = |player: &Player| player.line == Line::Lost;
        self.players.chunks(self.per_game()).filter(|game| game.iter().any(lost)).count()
    }

    /// The fewest frames and updates that one who plays has been told since measuring began.
    pub(super) fn told_least(&self) -> u64 {
        let playing = self.players.iter().filter(|player| player.plays);
        playing.map(|player| player.told).min().unwrap_or_default()
    }

    /// Tables are made from now on.
    pub(super) fn make_tables(&mut self) {
        self.making = true;
    }

    /// What happens from now on counts.
    pub(super) fn measure(&mut self, now: Micros) {
        for player in &mut self.players {
            player.settle(now, &mut self.tally);
            player.told = 0;
        }
        self.tally.set_open(true);
    }

    /// What happens from now on doesn't count any more.
    pub(super) fn measured(&mut self, now: Micros) {
        for player in &mut self.players {
            player.settle(now, &mut self.tally);
        }
        self.tally.set_open(false);
    }

    /// A connection is open.
    pub(super) fn opened(&mut self, player: usize) {
        let client = format!("bots-{:016x}", self.rng.bits());
        let hello = ClientMessage::Hello { client: ClientId(client), have: None, last_seq: None };
        self.outgoing.message(player, self.rng.bits(), |to| say::message(to, &hello));
    }

    /// A connection is gone, or was never there.
    pub(super) fn lost(&mut self, player: usize, why: &str) {
        if self.players[player].line != Line::Lost {
            self.players[player].line = Line::Lost;
            self.players[player].plays = false;
            self.tally.error(why);
        }
    }

    /// Bytes have come over a connection.
    pub(super) fn heard(&mut self, player: usize, bytes: &[u8], now: Micros) {
        let mut kept = std::mem::take(&mut self.players[player].kept);
        let mut rest = if kept.is_empty() {
            bytes
        } else {
            kept.extend_from_slice(bytes);
            &kept
        };
        loop {
            match websocket::first(rest) {
                Ok(Some((arrived, length))) => {
                    self.arrived(player, arrived, now);
                    rest = &rest[length..];
                }
                Ok(None) => break,
                Err(websocket::Broken) => return self.lost(player, "unreadable"),
            }
        }
        self.players[player].kept = rest.to_vec();
    }

    /// A part of the players does what is to be done.
    pub(super) fn beat(&mut self, slice: usize, missed: u64, now: Micros) {
        for player in (slice..self.players.len()).step_by(SLICES) {
            if self.players[player].plays {
                self.tally.count(|tally| &mut tally.beats_missed, missed);
                self.act(player, now);
            }
        }
        if self.making && slice == 0 {
            self.ask_for_tables(now);
        }
    }

    /// Who plays gives up, so that no match waits forever for those who leave.
    pub(super) fn resign(&mut self) {
        for player in (0..self.players.len()).step_by(self.per_game()) {
            let Ok(match_id) = self.players[player].match_id.parse() else { continue };
            if self.players[player].plays {
                self.command(player, Command::Resign { match_id });
            }
        }
    }

    pub(super) fn per_game(&self) -> usize {
        self.script.seats + self.script.spectators
    }

    /// Gives the next command of a player its number, which it returns.
    pub(super) fn command(&mut self, player: usize, command: Command) -> u64 {
        let speaker = &mut self.players[player];
        speaker.seq += 1;
        let seq = speaker.seq;
        self.outgoing.message(player, self.rng.bits(), |to| say::command(to, seq, command));
        seq
    }

    fn arrived(&mut self, player: usize, arrived: Arrived<'_>, now: Micros) {
        match arrived {
            Arrived::Message(message) => match heard::read(message) {
                Some(heard) => self.message(player, heard, now),
                None => self.tally.error("unreadable"),
            },
            Arrived::Ping(body) => self.outgoing.pong(player, self.rng.bits(), body),
            Arrived::Pong => {}
            Arrived::Close(code) => self.lost(player, &format!("closed {code}")),
        }
    }

    fn message(&mut self, player: usize, heard: Heard<'_>, now: Micros) {
        match heard {
            Heard::Frame { match_id, tick, input, payload } => {
                let listener = &mut self.players[player];
                if listener.match_id == match_id && listener.plays {
                    listener.framed(tick, input, payload, now, &mut self.tally);
                    self.acknowledge(player);
                }
            }
            Heard::Update(shown) => self.update(player, &shown, now),
            Heard::Table { phase } => {
                self.players[player].table_over = phase == "finished";
                self.play_again(player);
            }
            Heard::Ok { seq, table } => self.done(player, seq, table),
            Heard::Error { seq, code } => self.refused(player, seq, code, now),
            Heard::Welcome => self.players[player].line = Line::Welcomed,
            Heard::Other => {}
        }
    }

    fn update(&mut self, player: usize, shown: &Shown<'_>, now: Micros) {
        let acted_at = &mut self.games[player / (self.script.seats + self.script.spectators)].acted_at;
        if let (Some(actor), Some(seat)) = (shown.actor, shown.seat)
            && let Some(Some(at)) = acted_at.get(usize::from(actor))
        {
            match actor == seat {
                true => self.tally.count(|tally| &mut tally.moves, 1),
                false => self.tally.span(|tally| &mut tally.opponent, now - at),
            }
        }
        let offered = &self.script.offered;
        let listener = &mut self.players[player];
        if listener.shown(shown, now, &mut self.tally)
            && let (Some(seat), Some(_)) = (shown.seat, shown.hz)
        {
            let mind = offered.mind(Seat(seat), entropy::drawn(&mut self.rng));
            listener.control = Some(Control::new(mind, self.script.think, offered.info.delta_frames));
        }
        if let Some(control) = &mut listener.control {
            control.shown(shown.payload);
        }
        listener.action = None;
        if !shown.over && shown.my_turn {
            self.players[player].action = self.choose(shown);
        }
        self.play_again(player);
    }

    /// What to do in a match that waits for this seat.
    fn choose(&mut self, shown: &Shown<'_>) -> Option<Bytes> {
        let pick = |count: usize| self.rng.below(count as u64) as usize;
        let listed = if self.script.think { None } else { heard::listed(shown.payload, pick) };
        match listed {
            Some(action) => Some(Bytes::copy_from_slice(action)),
            // A title that doesn't list its actions may still know a good one.
            None => self.script.offered.think(shown.payload, Seat(shown.seat?), entropy::drawn(&mut self.rng)),
        }
    }

    /// Does what this player has to do at a beat.
    fn act(&mut self, player: usize, now: Micros) {
        let mask = self.rng.bits();
        let actor = &mut self.players[player];
        let Some(seat) = actor.seat else { return };
        if let Some(steer) = actor.steer(now, &mut self.tally) {
            self.outgoing.message(player, mask, |to| say::input(to, &steer));
        } else if actor.acting.is_none()
            && let Some(action) = actor.action.take()
        {
            actor.seq += 1;
            actor.acting = Some(actor.seq);
            self.outgoing.message(player, mask, |to| say::act(to, actor.seq, &actor.match_id, &action));
            let game = &mut self.games[player / (self.script.seats + self.script.spectators)];
            if let Some(at) = game.acted_at.get_mut(usize::from(seat)) {
                *at = Some(now);
            }
        }
    }

    /// Tells what a player has seen, if no input of its does.
    fn acknowledge(&mut self, player: usize) {
        let listener = &mut self.players[player];
        if listener.untold >= ACK_FRAMES {
            listener.untold = 0;
            let mask = self.rng.bits();
            self.outgoing.message(player, mask, |to| say::seen(to, &listener.match_id, listener.tick()));
        }
    }

    pub(super) fn answered(&mut self, player: usize, seq: u64) {
        let actor = &mut self.players[player];
        if actor.acting == Some(seq) {
            actor.acting = None;
        }
    }
}

#[cfg(test)]
mod tests;
