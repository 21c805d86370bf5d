//! One player's tab as a plain struct: it is told what arrives and when to do something, and says what to send. It speaks the
//! protocol of docs/PROTOCOL.md, remembers what has no answer, and says it again under its number when it comes back.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use bytes::Bytes;
use engine::{
    entropy,
    ids::{ClientId, Epoch, MatchId, PlayerId, Rev, Seq, TableId},
    titles::{Mind, Offered},
    wire::{
        Ask, Cause, ClientMessage, Command, Have, Offer, Offering, Phase, Proposal, ServerMessage, Sides, TableState,
        from_payload, to_payload,
    },
};
use serde::Deserialize;
use serde_json::Value;
use title::{Rng, Seat};

use super::ledger::{Answer, Ledger, Sight, What};

/// Frames between two words about what was seen, as in the browser.
const SEEN_EVERY: u64 = 3;
/// How many ticks an input is for the future.
const LEAD_TICKS: u64 = 2;
/// One in so many moves, a player asks for something beside the rules first.
const COURTEOUS_ONE_IN: u64 = 12;
/// One in so many times that a player could give up, it does. Matches shall end, and also last for some restarts.
const RESIGNS_ONE_IN: u64 = 8;

/// Where a host tells the others of its company which table to come to.
pub(crate) type Invitation = Rc<RefCell<Option<TableId>>>;

/// What a tab does at its table.
#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) offered: Offered,
    pub(crate) options: Value,
    pub(crate) invitation: Invitation,
    /// Whether it makes the table.
    pub(crate) hosts: bool,
    /// Whether the seats that are free are for the server's bots.
    pub(crate) bots: bool,
}

/// A tab.
pub(crate) struct Tab {
    part: Part,
    id: ClientId,
    player: PlayerId,
    /// What proves who it is.
    pub(crate) token: String,
    welcomed: bool,
    seq: Seq,
    /// Commands without an answer, by number.
    unanswered: BTreeMap<Seq, (Command, Option<Bytes>)>,
    table: Option<TableState>,
    /// Whether it was told that it sits at its table.
    seated: bool,
    game: Option<Game>,
    /// The number of its last input: it never starts again.
    input: u64,
    /// Whether it begins nothing new.
    resting: bool,
    rng: Rng,
    ledger: Rc<RefCell<Ledger>>,
}

/// What it knows of the match it is shown.
struct Game {
    id: MatchId,
    epoch: Epoch,
    rev: Rev,
    seat: Option<u8>,
    over: bool,
    paused: bool,
    my_turn: bool,
    asks: Vec<Ask>,
    offers: Vec<Offering>,
    payload: Bytes,
    legal: Vec<Value>,
    /// The revision that its own last action has become, which it has yet to see.
    acted: Rev,
    /// What holds its control in a real-time match.
    mind: Option<Box<dyn Mind>>,
    tick: u64,
    unsaid: u64,
}

#[derive(Deserialize)]
struct Payload {
    view: Value,
    legal: Value,
}

impl Tab {
    pub(crate) fn new(part: Part, player: PlayerId, token: String, mut rng: Rng, ledger: Rc<RefCell<Ledger>>) -> Tab {
        Tab {
            part,
            id: ClientId(format!("crash-{:016x}", rng.bits())),
            player,
            token,
            welcomed: false,
            seq: Seq(0),
            unanswered: BTreeMap::new(),
            table: None,
            seated: false,
            game: None,
            input: 0,
            resting: false,
            rng,
            ledger,
        }
    }

    /// Its connection has opened: what it says first.
    pub(crate) fn hello(&mut self) -> Bytes {
        let have = self.game.as_ref().map(|game| Have { match_id: game.id.clone(), epoch: game.epoch, rev: game.rev });
        let last_seq = Some(self.seq);
        encode(&ClientMessage::Hello { client: self.id.clone(), have, last_seq }, None)
    }

    /// Its connection is gone.
    pub(crate) fn lost(&mut self) {
        self.welcomed = false;
    }

    /// From now on it only waits for the answers that it lacks.
    pub(crate) fn rest(&mut self) {
        self.resting = true;
    }

    /// Whether it is connected and lacks no answer.
    pub(crate) fn is_quiet(&self) -> bool {
        self.welcomed && self.unanswered.is_empty()
    }

    /// What it waits for, for whoever waits for it in vain.
    pub(crate) fn describe(&self) -> String {
        let game = self.game.as_ref().map(|game| (game.id.to_string(), game.epoch, game.rev, game.over, game.my_turn));
        let phase = self.table.as_ref().map(|table| table.phase);
        let unanswered: Vec<&Seq> = self.unanswered.keys().collect();
        format!("{} welcomed {} table {phase:?} match {game:?} unanswered {unanswered:?}", self.id, self.welcomed)
    }

    /// Handles a message of the server; returns what to send.
    ///
    /// # Panics
    /// If it can't be read: the protocol's examples can.
    pub(crate) fn hear(&mut self, message: &[u8]) -> Vec<Bytes> {
        self.ledger.borrow_mut().counts.heard += 1;
        let mut rest = message;
        let envelope = ServerMessage::deserialize(&mut rmp_serde::Deserializer::new(&mut rest));
        match envelope.expect("a server speaks the protocol") {
            ServerMessage::Welcome { last_seq, .. } => self.welcome(last_seq),
            ServerMessage::Ok { seq, table, rev } => {
                self.done(seq, table.clone(), rev);
                Vec::new()
            }
            ServerMessage::Error { seq: Some(seq), code, .. } => {
                let asked = self.unanswered.remove(&seq);
                let mut ledger = self.ledger.borrow_mut();
                if code.0 == "seq_gap" {
                    ledger.complain(format!("{} has left nothing out, and is told so of {seq}", self.id));
                }
                if let Some((Command::OpenTable { table }, _)) = asked
                    && code.0 == "unknown_table"
                {
                    ledger.complain(format!("the table {table} is not there any more for {}", self.id));
                }
                ledger.answered(&self.id, seq, Answer::Refused(code.0.to_string()));
                Vec::new()
            }
            ServerMessage::Table { table } => {
                self.at_table(table);
                Vec::new()
            }
            ServerMessage::TableClosed { table, reason } => {
                self.ledger.borrow_mut().complain(format!("the table {table} was closed under {}: {reason}", self.id));
                Vec::new()
            }
            ServerMessage::Frame { match_id, epoch, tick, .. } => self.see(&match_id, epoch, tick, rest),
            update @ ServerMessage::Update { .. } => {
                self.shown(&update, rest);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Does what is to be done now; returns what to send.
    pub(crate) fn act(&mut self) -> Vec<Bytes> {
        if !self.welcomed {
            return Vec::new();
        }
        if let Some(input) = self.steer() {
            return vec![input];
        }
        match self.wanted() {
            Some((command, payload)) if !self.resting => self.command(command, payload),
            _ => Vec::new(),
        }
    }

    fn welcome(&mut self, last_seq: Option<Seq>) -> Vec<Bytes> {
        self.welcomed = true;
        let again = self.unanswered.iter().map(|(seq, (command, payload))| {
            encode(&ClientMessage::Command { seq: *seq, command: command.clone() }, payload.as_ref())
        });
        let mut out: Vec<Bytes> = again.collect();
        self.ledger.borrow_mut().counts.repeated += out.len() as u64;
        // A server that knows nothing of this tab doesn't know either which table it looked at.
        let opening = self.unanswered.values().any(|(command, _)| matches!(command, Command::OpenTable { .. }));
        if last_seq.is_none()
            && !opening
            && let Some(table) = self.table.as_ref().map(|table| table.table.clone())
        {
            out.extend(self.command(Command::OpenTable { table }, None));
        }
        out
    }

    /// Gives a command its number and sends it.
    fn command(&mut self, command: Command, payload: Option<Bytes>) -> Vec<Bytes> {
        self.seq.0 += 1;
        let what = match (&command, command.match_id()) {
            (_, Some(match_id)) => What::Match(match_id.clone()),
            (Command::CreateTable { .. }, _) => What::Table,
            _ => What::Other,
        };
        self.ledger.borrow_mut().asked(&self.id, self.seq, what);
        let message = encode(&ClientMessage::Command { seq: self.seq, command: command.clone() }, payload.as_ref());
        self.unanswered.insert(self.seq, (command, payload));
        vec![message]
    }

    fn done(&mut self, seq: Seq, table: Option<TableId>, rev: Option<Rev>) {
        self.ledger.borrow_mut().answered(&self.id, seq, Answer::Done { rev, table: table.clone() });
        match self.unanswered.remove(&seq) {
            Some((Command::CreateTable { .. }, _)) => {
                *self.part.invitation.borrow_mut() = table;
                self.seated = true;
            }
            Some((Command::Sit { .. }, _)) => self.seated = true,
            Some((Command::Act { match_id }, _)) => {
                if let (Some(game), Some(rev)) = (self.game.as_mut().filter(|game| game.id == match_id), rev) {
                    game.acted = rev;
                }
            }
            _ => {}
        }
    }

    fn at_table(&mut self, table: TableState) {
        if self.seated && self.seat_at(&table).is_none() {
            let complaint = format!("{} has lost its seat: {table:?}, after {:?}", self.id, self.table);
            self.ledger.borrow_mut().complain(complaint);
        }
        if let Some(before) = &self.table
            && table.games < before.games
        {
            let complaint = format!("{}: {} games had been played, now {}", table.table, before.games, table.games);
            self.ledger.borrow_mut().complain(complaint);
        }
        self.table = Some(table);
    }

    fn seat_at(&self, table: &TableState) -> Option<usize> {
        let is_own = |seat: &engine::wire::SeatState| seat.holder.as_ref().is_some_and(|own| own.player == self.player);
        table.seats.iter().position(is_own)
    }

    fn shown(&mut self, update: &ServerMessage, payload: &[u8]) {
        let ServerMessage::Update {
            match_id,
            epoch,
            rev,
            seat,
            happened,
            now_ms,
            paused,
            offers,
            courtesies,
            turn,
            outcome,
            tick,
            hz,
            ..
        } = update
        else {
            return;
        };
        let before = self.game.take().filter(|game| game.id == *match_id);
        if let Some(game) = &before {
            let snapshot = happened.cause == Cause::Snapshot;
            let old = if snapshot { *rev < game.rev } else { *rev <= game.rev };
            if *epoch < game.epoch || (*epoch == game.epoch && old) {
                self.game = before;
                return;
            }
        }
        let Payload { view, legal } = from_payload(payload).expect("an update has a view");
        let sight = Sight {
            match_id,
            epoch: *epoch,
            rev: *rev,
            seat: *seat,
            cause: happened.cause,
            by: happened.seat,
            now_ms: *now_ms,
            outcome: outcome.as_ref(),
            turn_based: hz.is_none(),
            view: &view,
            legal: &legal,
        };
        self.ledger.borrow_mut().shown(&self.id, &sight);
        let (acted, mind, ticked) = match before {
            Some(game) if game.epoch == *epoch => (game.acted, game.mind, game.tick),
            Some(game) => (game.acted, game.mind, 0),
            None => (Rev(0), None, 0),
        };
        let mut mind = match (mind, *seat, *hz) {
            (None, Some(seat), Some(_)) => Some(self.part.offered.mind(Seat(seat), entropy::drawn(&mut self.rng))),
            (mind, ..) => mind,
        };
        if let Some(mind) = &mut mind {
            mind.shown(payload);
        }
        self.game = Some(Game {
            id: match_id.clone(),
            epoch: *epoch,
            rev: *rev,
            seat: *seat,
            over: outcome.is_some(),
            paused: *paused,
            my_turn: seat.is_some_and(|seat| turn.contains(&seat)),
            asks: courtesies.clone(),
            offers: offers.clone(),
            payload: Bytes::copy_from_slice(payload),
            legal: legal.as_array().cloned().unwrap_or_default(),
            acted,
            mind,
            tick: tick.unwrap_or_default().max(ticked),
            unsaid: 0,
        });
    }

    /// Sees a frame; says now and then what it has seen.
    fn see(&mut self, match_id: &MatchId, epoch: Epoch, tick: u64, frame: &[u8]) -> Vec<Bytes> {
        self.ledger.borrow_mut().counts.frames += 1;
        let current = |game: &&mut Game| game.id == *match_id && game.epoch == epoch && tick > game.tick;
        let Some(game) = self.game.as_mut().filter(current) else { return Vec::new() };
        game.tick = tick;
        if let Some(mind) = &mut game.mind {
            mind.framed(frame);
        }
        game.unsaid += 1;
        if game.unsaid < SEEN_EVERY {
            return Vec::new();
        }
        game.unsaid = 0;
        vec![encode(&ClientMessage::Seen { match_id: match_id.clone(), tick }, None)]
    }

    /// The control that its mind wants to hold now, if that is another.
    fn steer(&mut self) -> Option<Bytes> {
        let game = self.game.as_mut().filter(|game| !game.over && !game.paused)?;
        let payload = game.mind.as_mut()?.steer()?;
        self.input += 1;
        game.unsaid = 0;
        self.ledger.borrow_mut().counts.inputs += 1;
        let (match_id, input, seen) = (game.id.clone(), self.input, game.tick);
        Some(encode(&ClientMessage::Input { match_id, input, tick: seen + LEAD_TICKS, seen }, Some(&payload)))
    }

    /// What it would do next.
    fn wanted(&mut self) -> Option<(Command, Option<Bytes>)> {
        let Some(table) = self.table.clone() else { return self.come().map(|command| (command, None)) };
        let table_asked = self.unanswered.values().any(|(command, _)| command.match_id().is_none());
        match table.phase {
            Phase::Gathering if table_asked => None,
            Phase::Gathering if self.seat_at(&table).is_none() => {
                Some((Command::Sit { table: table.table, seat: None }, None))
            }
            Phase::Gathering if self.part.bots => Some((Command::SeatBot { table: table.table, seat: None }, None)),
            Phase::Finished if table_asked => None,
            Phase::Finished => {
                let seat = table.seats.get(self.seat_at(&table)?)?;
                (!seat.rematch).then_some((Command::Rematch { table: table.table }, None))
            }
            Phase::Playing => self.play(),
            Phase::Gathering | Phase::Starting => None,
        }
    }

    /// How it gets to its table.
    fn come(&self) -> Option<Command> {
        if !self.unanswered.is_empty() {
            return None;
        }
        if let Some(table) = self.part.invitation.borrow().clone() {
            return Some(Command::OpenTable { table });
        }
        self.part.hosts.then(|| Command::CreateTable {
            title: self.part.offered.info.name.to_string(),
            options: self.part.options.clone(),
            offer: Offer::Private,
            seat: None,
            sides: Sides::Chosen,
        })
    }

    fn play(&mut self) -> Option<(Command, Option<Bytes>)> {
        if let Some(command) = self.be_courteous() {
            return Some((command, None));
        }
        let acting = self.unanswered.values().any(|(command, _)| matches!(command, Command::Act { .. }));
        let game = self.game.as_ref().filter(|game| game.my_turn && !game.over && !game.paused)?;
        if acting || game.rev < game.acted {
            return None;
        }
        let action = match self.rng.choose(&game.legal) {
            Some(action) => to_payload(action).ok(),
            // A title that doesn't list its actions may still know a good one.
            None => self.part.offered.think(&game.payload, Seat(game.seat?), entropy::drawn(&mut self.rng)),
        };
        Some((Command::Act { match_id: game.id.clone() }, Some(action?)))
    }

    /// What it asks of its match beside the rules, if anything.
    fn be_courteous(&mut self) -> Option<Command> {
        let courteous = |command: &Command| command.match_id().is_some() && !matches!(command, Command::Act { .. });
        if self.unanswered.values().any(|(command, _)| courteous(command)) {
            return None;
        }
        let game = self.game.as_ref().filter(|game| !game.over && game.seat.is_some())?;
        let match_id = game.id.clone();
        if game.paused {
            return (self.rng.below(3) == 0).then_some(Command::Resume { match_id });
        }
        if let Some(offer) = game.offers.iter().find(|offer| Some(offer.by) != game.seat)
            && self.rng.below(3) == 0
        {
            // A draw now and then: matches shall last for some restarts.
            let accept = offer.what != Proposal::Draw || self.rng.below(4) == 0;
            return Some(Command::Answer { match_id, what: offer.what, accept });
        }
        let once = if game.mind.is_some() { 20 * COURTEOUS_ONE_IN } else { COURTEOUS_ONE_IN };
        if self.rng.below(once) != 0 {
            return None;
        }
        Some(match self.rng.choose(&game.asks)? {
            Ask::Resign if self.rng.below(RESIGNS_ONE_IN) == 0 => Command::Resign { match_id },
            Ask::Draw => Command::Offer { match_id, what: Proposal::Draw },
            Ask::Undo => Command::Offer { match_id, what: Proposal::Undo },
            Ask::Pause => Command::Offer { match_id, what: Proposal::Pause },
            Ask::AddTime => Command::AddTime { match_id },
            Ask::Resign | Ask::Abort | Ask::Resume | Ask::Claim => return None,
        })
    }
}

fn encode(message: &ClientMessage, payload: Option<&Bytes>) -> Bytes {
    let mut bytes = rmp_serde::to_vec_named(message).expect("a message can be encoded");
    bytes.extend_from_slice(payload.map_or(&[], |payload| payload));
    bytes.into()
}
