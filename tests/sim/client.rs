//! A player's browser tab: it speaks the protocol from docs/PROTOCOL.md and from nothing else, wants to play, and is as
//! clumsy as people and networks are.

use std::collections::BTreeMap;

use bytes::Bytes;
use engine::{
    ids::{ClientId, Epoch, MatchId, Rev, Seq, TableId},
    wire::{
        Ask, ClientMessage, Command, Have, Offer, Offering, Phase, Proposal, Refused, ServerMessage, Sides, TableState,
        from_payload, to_payload,
    },
};
use gateway::messages::ConnectionId;
use serde::Deserialize;
use serde_json::{Value, json};
use title::Rng;

/// A tab.
pub(super) struct Client {
    pub(super) player: usize,
    pub(super) id: ClientId,
    pub(super) connection: Option<ConnectionId>,
    pub(super) retry_ms: u64,
    pub(super) think_ms: u64,
    welcomed: bool,
    seq: Seq,
    /// The number of its last input. It never starts again: an input may be on its way when the match is.
    input: u64,
    /// Commands without an answer, by number.
    pub(super) unanswered: BTreeMap<Seq, (Command, Option<Bytes>)>,
    pub(super) answers: BTreeMap<Seq, ServerMessage>,
    /// Which table it wants to look at, and what it saw there.
    pub(super) wants: Option<TableId>,
    pub(super) table: Option<TableState>,
    /// Whether it must ask for that table once more.
    reopen: bool,
    pub(super) game: Option<Game>,
    /// The public tables as it was told of them; `None` before the whole list.
    listing: Option<BTreeMap<TableId, TableState>>,
    /// Whether it wants to be told of them.
    watches: bool,
    /// Whether it waits for partners, as far as it was told.
    seeks: bool,
    /// How many frames it was shown of each title.
    pub(super) frames: BTreeMap<String, u64>,
    /// Updates in the order in which they were taken, for the checks.
    pub(super) updates: Vec<(MatchId, Epoch, Rev, ServerMessage)>,
    /// Whether it was left by a reload: nothing is answered to it any more.
    pub(super) closed: bool,
    /// The command whose secret is to be another in this run.
    pub(super) scramble: Option<Seq>,
}

/// What it knows of the match it is shown.
#[derive(Debug)]
pub(super) struct Game {
    pub(super) id: MatchId,
    pub(super) epoch: Epoch,
    pub(super) rev: Rev,
    pub(super) over: bool,
    pub(super) legal: Vec<Value>,
    seat: Option<u8>,
    paused: bool,
    offers: Vec<Offering>,
    asks: Vec<Ask>,
    /// In a real-time match, the newest tick it was shown, and how many of those before it never came.
    pub(super) tick: Option<u64>,
    pub(super) missed: u64,
    /// How many frames came since it last said what it has seen.
    unsaid: u64,
}

/// Inputs of one tab: none ever gives so many, so that a number tells whose it is.
const INPUTS: u64 = 1_000_000;

/// Frames between two words about what was seen.
const SEEN_EVERY: u64 = 3;

#[derive(Deserialize)]
struct Payload {
    legal: Option<Vec<Value>>,
}

impl Client {
    /// The tab number `number` of all.
    pub(super) fn new(number: u64, player: usize, id: ClientId, now_ms: u64) -> Client {
        Client {
            player,
            id,
            connection: None,
            retry_ms: now_ms,
            think_ms: now_ms,
            welcomed: false,
            seq: Seq(0),
            input: number * INPUTS,
            unanswered: BTreeMap::new(),
            answers: BTreeMap::new(),
            wants: None,
            table: None,
            reopen: false,
            game: None,
            listing: None,
            watches: false,
            seeks: false,
            frames: BTreeMap::new(),
            updates: Vec::new(),
            closed: false,
            scramble: None,
        }
    }

    /// The connection it holds has opened: what it says first.
    pub(super) fn hello(&self) -> Bytes {
        let have = self.game.as_ref().map(|game| Have { match_id: game.id.clone(), epoch: game.epoch, rev: game.rev });
        let last_seq = Some(self.seq);
        encode(&ClientMessage::Hello { client: self.id.clone(), have, last_seq }, None)
    }

    /// The connection is over.
    pub(super) fn lost(&mut self, now_ms: u64, rng: &mut Rng) {
        self.connection = None;
        self.welcomed = false;
        self.retry_ms = now_ms + rng.below(4_000);
    }

    /// Gives a command its number and sends it, as soon as it is connected.
    fn command(&mut self, command: Command, payload: Option<Bytes>) -> Vec<Bytes> {
        self.seq.0 += 1;
        let message = encode(&ClientMessage::Command { seq: self.seq, command: command.clone() }, payload.as_ref());
        self.unanswered.insert(self.seq, (command, payload));
        if self.welcomed { vec![message] } else { Vec::new() }
    }

    /// Handles a message of the server; returns what to send.
    pub(super) fn hear(&mut self, message: &[u8]) -> Vec<Bytes> {
        let mut rest = message;
        let envelope = ServerMessage::deserialize(&mut rmp_serde::Deserializer::new(&mut rest)).unwrap();
        match envelope.clone() {
            ServerMessage::Welcome { last_seq, .. } => {
                self.welcomed = true;
                let mut out = Vec::new();
                for (seq, (command, payload)) in &self.unanswered {
                    let message = ClientMessage::Command { seq: *seq, command: command.clone() };
                    out.push(encode(&message, payload.as_ref()));
                }
                // A server that knows nothing of this tab doesn't know either which table it looked at.
                let opening = self.unanswered.values().any(|(command, _)| matches!(command, Command::OpenTable { .. }));
                if let Some(table) = self.wants.clone().filter(|_| last_seq.is_none() && !opening) {
                    out.extend(self.command(Command::OpenTable { table }, None));
                }
                // Nor what else it wanted.
                if last_seq.is_none() {
                    self.seeks = false;
                    if self.watches && !self.unanswered.values().any(|(command, _)| *command == Command::WatchLobby) {
                        out.extend(self.command(Command::WatchLobby, None));
                    }
                }
                out
            }
            ServerMessage::Ok { seq, table, .. } => {
                self.answered(seq, envelope);
                if let Some(table) = table {
                    self.wants = Some(table.clone());
                    return self.command(Command::OpenTable { table }, None);
                }
                Vec::new()
            }
            ServerMessage::Error { seq, code, .. } => {
                let asked = seq.and_then(|seq| self.unanswered.get(&seq)).map(|(command, _)| command.clone());
                if let Some(seq) = seq {
                    self.answered(seq, envelope);
                }
                // Nothing has changed: it tries again, as people do.
                self.reopen |= matches!(asked, Some(Command::OpenTable { .. })) && code != Refused::UNKNOWN_TABLE.code;
                Vec::new()
            }
            ServerMessage::Table { table } => {
                // Of a table left behind there may still be word on the way.
                if self.wants.as_ref() == Some(&table.table) {
                    self.table = Some(table);
                }
                Vec::new()
            }
            ServerMessage::TableClosed { table, .. } => {
                if self.wants.as_ref() == Some(&table) {
                    (self.wants, self.table, self.game) = (None, None, None);
                }
                Vec::new()
            }
            ServerMessage::Lobby { whole, tables, gone, .. } => {
                // What was on its way when this tab turned away means nothing to it.
                if whole && self.watches {
                    self.listing = Some(BTreeMap::new());
                }
                if let Some(listing) = &mut self.listing {
                    listing.retain(|table, _| !gone.contains(table));
                    listing.extend(tables.into_iter().map(|table| (table.table.clone(), table)));
                }
                Vec::new()
            }
            ServerMessage::Seated { table } => {
                self.seeks = false;
                (self.wants, self.table, self.game) = (Some(table.clone()), None, None);
                self.command(Command::OpenTable { table }, None)
            }
            ServerMessage::SeekEnded { .. } => {
                self.seeks = false;
                Vec::new()
            }
            ServerMessage::Update {
                match_id,
                epoch,
                rev,
                outcome,
                happened,
                seat,
                paused,
                offers,
                courtesies: asks,
                tick,
                ..
            } => {
                let payload: Payload = from_payload(rest).unwrap();
                if self.table.as_ref().is_none_or(|table| table.match_id.as_ref() != Some(&match_id)) {
                    return Vec::new();
                }
                let snapshot = happened.cause == engine::wire::Cause::Snapshot;
                if let Some(game) = self.game.as_ref().filter(|game| game.id == match_id) {
                    let old = if snapshot { rev < game.rev } else { rev <= game.rev };
                    if epoch < game.epoch || (epoch == game.epoch && old) {
                        return Vec::new();
                    }
                    assert!(snapshot || epoch > game.epoch || rev.0 == game.rev.0 + 1, "a gap: {:?} {rev:?}", game.rev);
                    // Of a match in real time the last second may be, if the server was killed.
                    let gone = rev < game.rev && tick.is_none();
                    assert!(!gone, "what was shown is gone: {:?} {rev:?}", game.rev);
                }
                let legal = payload.legal.unwrap_or_default();
                let (id, over) = (match_id.clone(), outcome.is_some());
                let (mut newest, mut missed, mut unsaid) = (tick, 0, 0);
                if let Some(before) = self.game.as_ref().filter(|game| game.id == match_id && game.epoch == epoch) {
                    (missed, unsaid) = (before.missed, before.unsaid);
                    newest = newest.max(before.tick);
                }
                self.game = Some(Game {
                    id,
                    epoch,
                    rev,
                    over,
                    legal,
                    seat,
                    paused,
                    offers,
                    asks,
                    tick: newest,
                    missed,
                    unsaid,
                });
                self.updates.push((match_id, epoch, rev, envelope));
                Vec::new()
            }
            ServerMessage::Frame { match_id, epoch, tick, input } => self.see(&match_id, epoch, tick, input),
            ServerMessage::Notice { .. } | ServerMessage::Pong { .. } => Vec::new(),
        }
    }

    /// Sees a frame; says now and then what it has seen.
    fn see(&mut self, match_id: &MatchId, epoch: Epoch, tick: u64, input: u64) -> Vec<Bytes> {
        let current = |game: &&mut Game| game.id == *match_id && game.epoch == epoch;
        let Some(game) = self.game.as_mut().filter(current) else { return Vec::new() };
        // Another tab may hold the same seat's control.
        let own = input / INPUTS == self.input / INPUTS;
        assert!(!own || input <= self.input, "an input was applied that was never given: {input} of {}", self.input);
        let last = game.tick.unwrap_or(0);
        assert!(game.tick.is_none_or(|last| tick > last), "tick {tick} came after {last}");
        game.missed += tick - last - 1;
        *self.frames.entry(match_id.worker.title.clone()).or_default() += 1;
        game.tick = Some(tick);
        game.unsaid += 1;
        if game.unsaid < SEEN_EVERY {
            return Vec::new();
        }
        game.unsaid = 0;
        vec![encode(&ClientMessage::Seen { match_id: match_id.clone(), tick }, None)]
    }

    /// Holds another control, in a real-time match; too early, in time or too late.
    fn steer(&mut self, rng: &mut Rng) -> Option<Bytes> {
        let game = self.game.as_mut().filter(|game| !game.over && !game.paused && game.seat.is_some())?;
        let seen = game.tick?;
        self.input += 1;
        game.unsaid = 0;
        let controls: &[Value] = match game.id.worker.title.as_str() {
            "pong" => &[json!("Up"), json!("Down"), json!("Stay"), json!({ "To": 400 }), json!(7)],
            "tron" => &[json!("Up"), json!("Down"), json!("Left"), json!("Right"), json!("nonsense")],
            _ => return None,
        };
        let payload = to_payload(rng.choose(controls)?).unwrap();
        let tick = (seen + rng.below(20)).saturating_sub(5);
        let (match_id, input) = (game.id.clone(), self.input);
        Some(encode(&ClientMessage::Input { match_id, input, tick, seen }, Some(&payload)))
    }

    fn answered(&mut self, seq: Seq, answer: ServerMessage) {
        let asked = self.unanswered.remove(&seq);
        match (&asked, &answer) {
            (Some((Command::Seek { .. }, _)), ServerMessage::Ok { .. }) => self.seeks = true,
            (Some((Command::CancelSeek, _)), ServerMessage::Ok { .. }) => self.seeks = false,
            _ => {}
        }
        match self.answers.get(&seq) {
            Some(before) => assert_eq!(*before, answer, "two answers to one command"),
            None => {
                assert!(asked.is_some(), "an answer to nothing: {answer:?}");
                self.answers.insert(seq, answer);
            }
        }
    }

    /// The public tables as it knows them, if it is told of them now.
    pub(super) fn watching(&self) -> Option<&BTreeMap<TableId, TableState>> {
        self.listing.as_ref().filter(|_| !self.closed && self.welcomed && self.watches)
    }

    /// Whether it counts on partners to be found.
    pub(super) fn waits(&self) -> bool {
        !self.closed && self.welcomed && self.seeks
    }

    /// Whether it has done all it can: nothing unanswered, and its game over.
    pub(super) fn is_content(&self) -> bool {
        let playing = self.table.as_ref().is_some_and(|table| matches!(table.phase, Phase::Playing | Phase::Starting));
        self.closed || (self.unanswered.is_empty() && !playing)
    }

    /// Thinks about what to do next. In a calm it only plays on; in a storm it does whatever people do.
    pub(super) fn think(&mut self, calm: bool, links: &[TableId], titles: &[&str], rng: &mut Rng) -> Vec<Bytes> {
        if !self.welcomed || self.unanswered.len() >= 8 {
            return Vec::new();
        }
        if std::mem::take(&mut self.reopen)
            && let Some(table) = self.wants.clone()
        {
            return self.command(Command::OpenTable { table }, None);
        }
        if rng.below(2) == 0
            && let Some(input) = self.steer(rng)
        {
            return vec![input];
        }
        if let Some(command) = self.be_courteous(calm, rng) {
            return self.command(command, None);
        }
        if let Some(game) = &self.game
            && !game.over
            && !game.paused
            && !game.legal.is_empty()
            && !self.unanswered.values().any(|(command, _)| matches!(command, Command::Act { .. }))
        {
            let mut action = rng.choose(&game.legal).unwrap().clone();
            if self.scramble == Some(Seq(self.seq.0 + 1))
                && let Some(number) = action["number"].as_u64()
            {
                action["number"] = json!(number % 5 + 1);
            }
            let match_id = game.id.clone();
            return self.command(Command::Act { match_id }, Some(to_payload(&action).unwrap()));
        }
        if calm {
            return Vec::new();
        }
        self.fool_around(links, titles, rng)
    }

    /// What it asks of its match beside the rules, if anything. In a calm only what brings the match to its end.
    fn be_courteous(&self, calm: bool, rng: &mut Rng) -> Option<Command> {
        let game = self.game.as_ref().filter(|game| !game.over && game.seat.is_some())?;
        if self.unanswered.values().any(|(command, _)| command.match_id().is_some()) {
            return None;
        }
        let match_id = game.id.clone();
        if let Some(offer) = game.offers.iter().find(|offer| Some(offer.by) != game.seat)
            && rng.below(3) == 0
        {
            let accept = rng.below(2) == 0 && !(calm && offer.what != Proposal::Draw);
            return Some(Command::Answer { match_id, what: offer.what, accept });
        }
        if game.paused && (calm || rng.below(4) == 0) {
            return Some(Command::Resume { match_id });
        }
        // People ask for what they can't have, too.
        let likely =
            if calm || rng.below(20) > 0 { rng.choose(&game.asks).copied() } else { rng.choose(&ASKS).copied() };
        let one_in = if calm { 30 } else { 12 };
        let ask = likely.filter(|_| rng.below(one_in) == 0)?;
        Some(match ask {
            Ask::Resign if calm || rng.below(8) == 0 => Command::Resign { match_id },
            Ask::Abort if calm || rng.below(8) == 0 => Command::Abort { match_id },
            Ask::Claim => Command::Claim { match_id },
            Ask::Resume => Command::Resume { match_id },
            Ask::Draw => Command::Offer { match_id, what: Proposal::Draw },
            Ask::AddTime if !calm => Command::AddTime { match_id },
            Ask::Undo if !calm => Command::Offer { match_id, what: Proposal::Undo },
            Ask::Pause if !calm => Command::Offer { match_id, what: Proposal::Pause },
            Ask::Resign | Ask::Abort | Ask::AddTime | Ask::Undo | Ask::Pause => return None,
        })
    }

    fn fool_around(&mut self, links: &[TableId], titles: &[&str], rng: &mut Rng) -> Vec<Bytes> {
        let table = self.wants.clone();
        let link = rng.choose(links).cloned();
        match rng.below(60) {
            0 => {
                self.watches = true;
                return self.command(Command::WatchLobby, None);
            }
            1 => {
                (self.watches, self.listing) = (false, None);
                return self.command(Command::UnwatchLobby, None);
            }
            2 | 3 => {
                let title = wished(titles, rng);
                return self.command(Command::Seek { options: json!({}), title }, None);
            }
            4 => return self.command(Command::CancelSeek, None),
            _ => {}
        }
        match (rng.below(12), table, link) {
            (0, _, _) | (_, None, None) => {
                let title = wished(titles, rng);
                let offer = if rng.below(2) == 0 { Offer::Open } else { Offer::Private };
                let sides = if rng.below(2) == 0 { Sides::Chosen } else { Sides::Random };
                let seat = if rng.below(3) == 0 { Some(1) } else { None };
                let options = options_of(&title, rng);
                self.command(Command::CreateTable { title, options, offer, seat, sides }, None)
            }
            (1 | 2, _, Some(table)) | (_, None, Some(table)) => {
                if self.wants.as_ref() != Some(&table) {
                    (self.wants, self.table, self.game) = (Some(table.clone()), None, None);
                }
                self.command(Command::OpenTable { table }, None)
            }
            (3..=5, Some(table), _) => {
                let seat = [None, Some(0), Some(1), Some(2)][usize::try_from(rng.below(4)).unwrap()];
                self.command(Command::Sit { table, seat }, None)
            }
            (6, Some(table), _) => self.command(Command::SeatBot { table, seat: None }, None),
            (7, Some(table), _) => self.command(Command::Stand { table }, None),
            (8 | 9, Some(table), _) => self.command(Command::Rematch { table }, None),
            (10, Some(_), _) => {
                // An action out of turn, out of seat, or of nonsense.
                let Some(game) = &self.game else { return Vec::new() };
                let nonsense = [json!({ "cell": 77 }), json!({ "number": 3 }), json!("nonsense")];
                let action = to_payload(rng.choose(&nonsense).unwrap()).unwrap();
                let match_id = game.id.clone();
                self.command(Command::Act { match_id }, Some(action))
            }
            (_, Some(_), _) if rng.below(3) == 0 => {
                (self.wants, self.table, self.game) = (None, None, None);
                self.command(Command::CloseTable, None)
            }
            _ => Vec::new(),
        }
    }

    /// Sends something again that has no answer yet, as an impatient program would.
    pub(super) fn repeat(&self, rng: &mut Rng) -> Vec<Bytes> {
        if !self.welcomed {
            return Vec::new();
        }
        let all: Vec<_> = self.unanswered.iter().collect();
        let Some((seq, (command, payload))) = rng.choose(&all) else { return Vec::new() };
        vec![encode(&ClientMessage::Command { seq: **seq, command: command.clone() }, payload.as_ref())]
    }
}

/// All there is to ask for.
const ASKS: [Ask; 8] =
    [Ask::Resign, Ask::Abort, Ask::Draw, Ask::Undo, Ask::Pause, Ask::AddTime, Ask::Resume, Ask::Claim];

/// What to play: often enough something in real time, which needs a while to get anywhere.
fn wished(titles: &[&str], rng: &mut Rng) -> String {
    let of = if rng.below(3) == 0 { &["pong", "tron"] } else { titles };
    (*rng.choose(of).unwrap()).to_string()
}

/// Options under which a match ends in the time of a run, more often than not by the clock.
fn options_of(title: &str, rng: &mut Rng) -> Value {
    if !matches!(title, "chess" | "connect_four" | "reversi") {
        return json!({});
    }
    let base_s = 3 + rng.below(20);
    let time = match rng.below(5) {
        0 => json!({ "kind": "sudden_death", "base_s": base_s }),
        1 => json!({ "kind": "increment", "base_s": base_s, "increment_s": 1 }),
        2 => json!({ "kind": "delay", "base_s": base_s, "delay_s": 1 }),
        3 => json!({ "kind": "byo_yomi", "base_s": base_s, "periods": 2, "period_s": 1 }),
        _ => json!({ "kind": "per_move", "move_s": 5 }),
    };
    if title == "chess" { json!({ "time": time, "chess960": rng.below(3) == 0 }) } else { json!({ "time": time }) }
}

fn encode(message: &ClientMessage, payload: Option<&Bytes>) -> Bytes {
    let mut bytes = rmp_serde::to_vec_named(message).unwrap();
    bytes.extend_from_slice(payload.map_or(&[], |payload| payload));
    bytes.into()
}
