//! What the bots ask those who think for them, and are answered: the thinker about what to do, the steersman about how to hold
//! a control.

use actix::Message;
use bytes::Bytes;
use title::{Seat, Seed};

use crate::ids::{Address, HubId, SessionId};

/// To the thinker, from the bots: what does a bot do? Answered by `Thought`. Each bot asks one thing at a time.
#[derive(Clone, Debug, Message)]
#[rtype(result = "()")]
pub struct Think {
    /// Which bot asks.
    pub who: Address,
    /// Comes back with the answer.
    pub generation: u64,
    /// The title's name.
    pub title: String,
    /// Where the bot sits.
    pub seat: Seat,
    /// The payload of the update it was shown last: all it knows.
    pub payload: Bytes,
    /// Where its chance starts from.
    pub seed: Seed,
}

/// To the steersman, from the bots: how do bots of real-time matches hold their controls, after what they were shown since they
/// asked last? Answered by one `Steered` about all of them. Each bot asks one thing at a time.
#[derive(Clone, Debug, Message)]
#[rtype(result = "()")]
pub struct Steer {
    /// Who asks. Bots of another hub than the last that asked are no more.
    pub hub: HubId,
    /// Bots that play no more.
    pub left: Vec<SessionId>,
    /// What the others were shown.
    pub shown: Vec<BotShown>,
}

/// What one bot was shown.
#[derive(Clone, Debug, PartialEq)]
pub struct BotShown {
    /// Which bot.
    pub bot: SessionId,
    /// Comes back with the answer.
    pub generation: u64,
    /// All that it was shown since the last time, in order.
    pub sights: Vec<Sight>,
}

/// A message of a match as a bot's mind is shown it.
#[derive(Clone, Debug, PartialEq)]
pub enum Sight {
    /// An update. It is all that a mind needs to begin, and to go on after anything was missed.
    Update {
        /// The title's name.
        title: String,
        /// Where the bot sits.
        seat: Seat,
        /// Where its chance starts from, if it has no mind yet.
        seed: Seed,
        /// The update's payload.
        payload: Bytes,
    },
    /// A frame's payload.
    Frame(Bytes),
}

/// How one bot holds its control.
#[derive(Clone, Debug, PartialEq)]
pub struct Steered {
    /// Which bot.
    pub bot: SessionId,
    /// As it was asked under.
    pub generation: u64,
    /// The title's input; `None` if it is as before.
    pub input: Option<Bytes>,
}
