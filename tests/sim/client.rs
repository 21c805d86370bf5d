//! A player's browser tab: it speaks the protocol from docs/PROTOCOL.md and from nothing else, wants to play, and is as
//! clumsy as people and networks are.

use std::collections::BTreeMap;

use bytes::Bytes;
use engine::{
    ids::{ClientId, Epoch, MatchId, Rev, Seq, TableId},
    wire::{ClientMessage, Command, Have, Offer, Phase, ServerMessage, TableState, from_payload, to_payload},
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
    /// Commands without an answer, by number.
    pub(super) unanswered: BTreeMap<Seq, (Command, Option<Bytes>)>,
    pub(super) answers: BTreeMap<Seq, ServerMessage>,
    /// Which table it wants to look at, and what it saw there.
    pub(super) wants: Option<TableId>,
    pub(super) table: Option<TableState>,
    pub(super) game: Option<Game>,
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
}

#[derive(Deserialize)]
struct Payload {
    legal: Option<Vec<Value>>,
}

impl Client {
    pub(super) fn new(player: usize, id: ClientId, now_ms: u64) -> Client {
        Client {
            player,
            id,
            connection: None,
            retry_ms: now_ms,
            think_ms: now_ms,
            welcomed: false,
            seq: Seq(0),
            unanswered: BTreeMap::new(),
            answers: BTreeMap::new(),
            wants: None,
            table: None,
            game: None,
            updates: Vec::new(),
            closed: false,
            scramble: None,
        }
    }

    /// The connection it holds has opened: what it says first.
    pub(super) fn hello(&self) -> Bytes {
        let have = self.game.as_ref().map(|game| Have { match_id: game.id.clone(), epoch: game.epoch, rev: game.rev });
        encode(&ClientMessage::Hello { client: self.id.clone(), have }, None)
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
            ServerMessage::Error { seq, .. } => {
                if let Some(seq) = seq {
                    self.answered(seq, envelope);
                }
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
            ServerMessage::Update { match_id, epoch, rev, outcome, happened, .. } => {
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
                    assert!(rev >= game.rev, "what was shown is gone: {:?} {rev:?}", game.rev);
                }
                let legal = payload.legal.unwrap_or_default();
                self.game = Some(Game { id: match_id.clone(), epoch, rev, over: outcome.is_some(), legal });
                self.updates.push((match_id, epoch, rev, envelope));
                Vec::new()
            }
            ServerMessage::Frame { .. } | ServerMessage::Notice { .. } | ServerMessage::Pong { .. } => Vec::new(),
        }
    }

    fn answered(&mut self, seq: Seq, answer: ServerMessage) {
        let asked = self.unanswered.remove(&seq);
        match self.answers.get(&seq) {
            Some(before) => assert_eq!(*before, answer, "two answers to one command"),
            None => {
                assert!(asked.is_some(), "an answer to nothing: {answer:?}");
                self.answers.insert(seq, answer);
            }
        }
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
        if let Some(game) = &self.game
            && !game.over
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

    fn fool_around(&mut self, links: &[TableId], titles: &[&str], rng: &mut Rng) -> Vec<Bytes> {
        let table = self.wants.clone();
        let link = rng.choose(links).cloned();
        match (rng.below(12), table, link) {
            (0, _, _) | (_, None, None) => {
                let title = (*rng.choose(titles).unwrap()).to_string();
                let offer = if rng.below(2) == 0 { Offer::Open } else { Offer::Private };
                self.command(Command::CreateTable { title, options: json!({}), offer }, None)
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

fn encode(message: &ClientMessage, payload: Option<&Bytes>) -> Bytes {
    let mut bytes = rmp_serde::to_vec_named(message).unwrap();
    bytes.extend_from_slice(payload.map_or(&[], |payload| payload));
    bytes.into()
}
