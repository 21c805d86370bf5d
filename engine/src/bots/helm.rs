//! How one bot holds its control in a real-time match: what the steersman still has to be shown, and what was said to the match.
//! At most one thing is asked at a time; what comes meanwhile is kept, and that is bounded.

use bytes::Bytes;
use serde::Deserialize;
use title::{Seat, Seed};

use crate::{
    follower::{Follower, Verdict},
    ids::SessionId,
    limits::{BOT_FRAMES, INPUT_AGAIN_TICKS},
    messages::{BotShown, Sight},
};

/// The helm of one bot.
#[derive(Default)]
pub(super) struct Helm {
    follower: Follower,
    /// What the steersman hasn't been shown: an update perhaps, and the frames after it.
    kept: Vec<Sight>,
    /// The number of the last question.
    generation: u64,
    /// Whether it has no answer yet.
    asked: bool,
    /// What was said last, under which number, when that many ticks had run.
    held: Option<Bytes>,
    number: u64,
    said_at_tick: u64,
}

/// What a frame means to a helm.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Framed {
    /// Nothing, or nothing that is urgent.
    Kept,
    /// The match has to be asked how things stand.
    Resync,
    /// The match hasn't heard this; it goes out again.
    Again(Bytes),
}

/// What is read of a frame's envelope.
#[derive(Deserialize)]
struct Told {
    input: u64,
}

impl Helm {
    /// An update, which shows the position after `tick`.
    pub(super) fn shown(&mut self, tick: u64, title: &str, seat: Seat, seed: Seed, payload: Bytes) {
        self.follower.shown(Some(tick));
        self.kept.clear();
        self.kept.push(Sight::Update { title: title.to_string(), seat, seed, payload });
    }

    /// The frame of `tick`, encoded.
    pub(super) fn framed(&mut self, tick: u64, delta: bool, message: &Bytes) -> Framed {
        match self.follower.frame(tick, delta) {
            Verdict::Pass => {}
            Verdict::Drop => return Framed::Kept,
            Verdict::Resync => return Framed::Resync,
        }
        let mut rest: &[u8] = message;
        let Ok(Told { input }) = Told::deserialize(&mut rmp_serde::Deserializer::new(&mut rest)) else {
            return Framed::Kept;
        };
        if !delta && matches!(self.kept.last(), Some(Sight::Frame(_))) {
            self.kept.pop();
        }
        self.kept.push(Sight::Frame(message.slice_ref(rest)));
        if self.kept.len() > BOT_FRAMES {
            self.forget();
            return Framed::Resync;
        }
        match &self.held {
            Some(held) if input < self.number && tick >= self.said_at_tick + INPUT_AGAIN_TICKS => {
                Framed::Again(held.clone())
            }
            _ => Framed::Kept,
        }
    }

    /// What the steersman should be asked, if anything.
    pub(super) fn ask(&mut self, bot: SessionId) -> Option<BotShown> {
        if self.asked || self.kept.is_empty() {
            return None;
        }
        self.asked = true;
        self.generation += 1;
        Some(BotShown { bot, generation: self.generation, sights: std::mem::take(&mut self.kept) })
    }

    /// Whether this is the answer that is waited for. It isn't any more then.
    pub(super) fn answered(&mut self, generation: u64) -> bool {
        self.asked && generation == self.generation && std::mem::take(&mut self.asked)
    }

    /// This is said to the match now; returns its number.
    pub(super) fn say(&mut self, input: Bytes) -> u64 {
        self.number += 1;
        self.said_at_tick = self.follower.tick().unwrap_or(0);
        self.held = Some(input);
        self.number
    }

    /// The steersman is a new one, and knows nothing of the bot. Nor should it before an update has come.
    pub(super) fn steersman_up(&mut self) {
        self.asked = false;
        self.forget();
    }

    /// Whatever was kept is of no use, and no frame is before the next update.
    fn forget(&mut self) {
        self.kept.clear();
        self.follower = Follower::default();
    }
}
