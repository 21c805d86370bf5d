//! One bot in one match: what it knows, and what it says to the match's worker. It decides nothing.

use bytes::Bytes;
use serde::{Deserialize, de::IgnoredAny};
use title::{Rng, Seat};

use super::{BotsEffect, helm::Helm};
use crate::{
    code_word,
    ids::{Address, ClientId, Epoch, MatchId, PlayerId, Rev, Seq},
    messages::{Act, Attach, Doing, ToWorker},
    wire::{ServerMessage, from_payload},
};

/// That a match waits for a bot: where it sits, and all that it is shown.
pub(super) type Turn = (Seat, Bytes);

/// One bot in one match.
pub(super) struct Bot {
    pub(super) player: PlayerId,
    pub(super) match_id: MatchId,
    client: ClientId,
    pub(super) have: Option<(Epoch, Rev)>,
    pub(super) seq: Seq,
    /// What it was shown last, if the match waits for it.
    pub(super) turn: Option<Turn>,
    pub(super) mind: Mind,
    /// What it did and has no answer to yet.
    pub(super) acting: Option<Bytes>,
    /// Grows with each situation it is in.
    pub(super) generation: u64,
    /// The generation under which the thinker was asked and has not answered.
    pub(super) asked: Option<u64>,
    /// How it holds its control, in a real-time match.
    pub(super) helm: Option<Helm>,
}

/// How far a bot is with what it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mind {
    /// It has nothing to do, or has done it.
    Idle,
    /// It lets some time pass.
    Waiting {
        /// Until when.
        at_ms: u64,
    },
    /// It would think now, if the thinker had done with an older situation.
    Ready,
    /// The thinker thinks for it.
    Thinking,
}

impl Bot {
    pub(super) fn new(match_id: MatchId, player: PlayerId, rng: &mut Rng) -> Bot {
        let client = ClientId(format!("{player}-{}", code_word::word(rng)));
        Bot {
            player,
            match_id,
            client,
            have: None,
            seq: Seq(0),
            turn: None,
            mind: Mind::Idle,
            acting: None,
            generation: 0,
            asked: None,
            helm: None,
        }
    }

    pub(super) fn attach(&self, who: Address) -> BotsEffect {
        // What it missed in a real-time match is past; how things stand is what it needs.
        let have = self.have.filter(|_| self.helm.is_none());
        let attach = Attach { match_id: self.match_id.clone(), who, player: self.player.clone(), have };
        BotsEffect::Worker(self.match_id.worker.clone(), ToWorker::Attach(attach))
    }

    pub(super) fn detach(self, who: Address) -> BotsEffect {
        BotsEffect::Worker(self.match_id.worker.clone(), ToWorker::Detach { match_id: self.match_id, who })
    }

    pub(super) fn input(&self, who: Address, input: u64, payload: Bytes) -> BotsEffect {
        let (match_id, player) = (self.match_id.clone(), self.player.clone());
        // For the next tick: it was thought out for now, and has no way to go.
        BotsEffect::Worker(match_id.worker.clone(), ToWorker::Input { match_id, who, player, input, tick: 0, payload })
    }

    pub(super) fn act(&self, who: Address, received_ms: u64, payload: Bytes) -> BotsEffect {
        let act = Act {
            match_id: self.match_id.clone(),
            who,
            player: self.player.clone(),
            command: (self.client.clone(), self.seq),
            received_ms,
            lag_ms: 0,
            what: Doing::Action(payload),
        };
        BotsEffect::Worker(self.match_id.worker.clone(), ToWorker::Act(act))
    }
}

/// What an update says to a bot.
pub(super) struct Shown {
    /// Whether the match is over.
    pub(super) over: bool,
    /// That the match waits for the bot, and there may be something it could do.
    pub(super) turn: Option<Turn>,
    /// Where it sits, and all that it is shown, if the match ticks.
    pub(super) real_time: Option<Turn>,
}

/// What a bot reads of an update's payload.
#[derive(Deserialize)]
struct Listed {
    legal: Option<Vec<IgnoredAny>>,
}

impl Shown {
    /// Reads an encoded update; `None` if it is none.
    pub(super) fn read(message: &Bytes) -> Option<Shown> {
        let mut rest: &[u8] = message;
        let envelope = ServerMessage::deserialize(&mut rmp_serde::Deserializer::new(&mut rest)).ok()?;
        let ServerMessage::Update { outcome, paused, seat, turn, hz, .. } = envelope else { return None };
        let shown = seat.map(|seat| (Seat(seat), message.slice_ref(rest)));
        let awaits = shown.clone().filter(|(seat, _)| outcome.is_none() && !paused && turn.contains(&seat.0));
        let turn = match awaits {
            // A title that doesn't list what may be done may have a bot that knows all the same.
            Some(_) if from_payload::<Listed>(rest).ok()?.legal.is_some_and(|legal| legal.is_empty()) => None,
            awaits => awaits,
        };
        Some(Shown { over: outcome.is_some(), turn, real_time: shown.filter(|_| hz.is_some()) })
    }
}
