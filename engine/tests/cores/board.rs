//! A board: a match on the stage whose players count their own commands, and ask for courtesies as well.

use std::collections::BTreeMap;

use engine::{
    messages::{Act, Create, Doing, ToWorker},
    wire::{HolderKind, Proposal, to_payload},
};
use serde::Serialize;
use serde_json::{Value, json};
use title::Title;

use crate::{
    stage::{ANN, BOB, EVE, Seen, Stage, holders},
    toys::blitz::{Blitz, Move},
};

/// The third player of a match of three.
pub(crate) const CAT: u64 = 4;

/// A match on the stage whose players count their own commands.
pub(crate) struct Board<T: Title = Blitz> {
    pub(crate) stage: Stage<T>,
    pub(crate) seqs: BTreeMap<u64, u64>,
}

impl Board {
    /// A minute each, and both have made a first move: from now on Ann's clock runs.
    pub(crate) fn clocked() -> Board {
        let mut board = Board::new(json!({}));
        board.adds(ANN);
        board.adds(BOB);
        board
    }

    pub(crate) fn adds(&mut self, who: u64) {
        self.acts(who, Move::Add(1)).unwrap();
    }

    pub(crate) fn offers(&mut self, who: u64, what: Proposal) -> Result<u64, String> {
        self.asks(who, Doing::Offer(what))
    }

    pub(crate) fn agrees(&mut self, who: u64, what: Proposal) -> Result<u64, String> {
        self.asks(who, Doing::Answer(what, true))
    }

    pub(crate) fn declines(&mut self, who: u64, what: Proposal) -> Result<u64, String> {
        self.asks(who, Doing::Answer(what, false))
    }

    /// What is left on a seat's clock now, as a page would reckon it.
    pub(crate) fn left_ms(&mut self, seat: usize) -> u64 {
        let seen = self.stage.look();
        let (clock, now_ms) = (&seen.view()["clock"], self.match_ms(&seen));
        let left_ms = clock["seats"][seat]["remaining_ms"].as_u64().unwrap();
        if clock["running"] == seat {
            (left_ms + clock["since_ms"].as_u64().unwrap()).saturating_sub(now_ms)
        } else {
            left_ms
        }
    }

    /// A match of a person and a bot.
    pub(crate) fn with_a_bot() -> Board {
        let mut stage = Stage::new();
        let mut create = stage.creation("m", json!({}), &["ann", "bob"]);
        create.holders[1].kind = HolderKind::Bot;
        stage.tell(ToWorker::Create(create));
        Board::of(stage)
    }

    /// A match of three.
    pub(crate) fn of_three() -> Board {
        let mut stage = Stage::new();
        let creation = stage.creation("m", json!({ "seats": 3 }), &[]);
        stage.tell(ToWorker::Create(Create { holders: holders(&["ann", "bob", "eve4"]), ..creation }));
        let mut board = Board::of(stage);
        board.stage.attach("m", CAT);
        board
    }
}

impl<T: Title> Board<T> {
    pub(crate) fn new(options: Value) -> Board<T> {
        let mut stage = Stage::new();
        stage.create("m", options);
        Board::of(stage)
    }

    pub(crate) fn of(mut stage: Stage<T>) -> Board<T> {
        stage.attach("m", ANN);
        stage.attach("m", BOB);
        stage.delivered.clear();
        stage.lobby.clear();
        Board { stage, seqs: BTreeMap::new() }
    }

    pub(crate) fn acts(&mut self, who: u64, action: impl Serialize) -> Result<u64, String> {
        self.asks(who, Doing::Action(to_payload(&action).unwrap()))
    }

    pub(crate) fn asks(&mut self, who: u64, what: Doing) -> Result<u64, String> {
        self.asks_from(who, what, self.stage.now, 0)
    }

    /// Asks from afar, or of a busy worker: the command was received at `received_ms`, and its way is `lag_ms` long.
    pub(crate) fn asks_from(&mut self, who: u64, what: Doing, received_ms: u64, lag_ms: u64) -> Result<u64, String> {
        let seq = self.seqs.entry(who).or_default();
        *seq += 1;
        let act = Act { received_ms, lag_ms, ..self.stage.deed("m", who, *seq, what) };
        self.stage.delivered.clear();
        self.stage.tell(ToWorker::Act(act));
        self.stage.answer(who)
    }

    /// Adds from afar, or at a busy worker.
    pub(crate) fn adds_from(&mut self, who: u64, received_ms: u64, lag_ms: u64) -> Result<u64, String> {
        let add = Doing::Action(to_payload(&Move::Add(1)).unwrap());
        self.asks_from(who, add, received_ms, lag_ms)
    }

    /// The number of the last command of `who`.
    pub(crate) fn seq_of(&self, who: u64) -> u64 {
        self.seqs[&who]
    }

    /// The same command once more, under its number.
    pub(crate) fn repeats(&mut self, who: u64, seq: u64, what: Doing) -> Result<u64, String> {
        let act = self.stage.deed("m", who, seq, what);
        self.stage.delivered.clear();
        self.stage.tell(ToWorker::Act(act));
        self.stage.answer(who)
    }

    /// How the match looks to a session of its players, or to an onlooker.
    pub(crate) fn seen_by(&mut self, who: u64) -> Seen {
        self.stage.taken(who);
        self.stage.attach("m", who);
        let seen = self.stage.updates(who).pop().unwrap();
        if who == EVE {
            self.stage.detach("m", EVE);
        }
        seen
    }

    /// What a player may ask for.
    pub(crate) fn may(&mut self, who: u64) -> Value {
        self.seen_by(who).json["courtesies"].clone()
    }

    /// The match's time by an update.
    pub(crate) fn match_ms(&self, seen: &Seen) -> u64 {
        if seen.json["paused"] == true || !seen.json["outcome"].is_null() {
            return seen.json["now_ms"].as_u64().unwrap();
        }
        self.stage.now.checked_add_signed(-seen.json["offset_ms"].as_i64().unwrap()).unwrap()
    }

    /// How it ended, if it has: the places and the reason.
    pub(crate) fn ended(&mut self) -> Value {
        self.stage.look().json["outcome"].clone()
    }

    /// The worker's process dies, and everybody comes back to the next.
    pub(crate) fn crash(self) -> Board<T> {
        let seqs = self.seqs;
        Board { seqs, ..Board::of(self.stage.crash()) }
    }
}

/// How a command is answered that is refused.
pub(crate) fn refused(code: &str) -> Result<u64, String> {
    Err(code.to_string())
}
