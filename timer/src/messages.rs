//! Every message the timer's actor takes, grouped by who sends it, and the one it sends.
//!
//! Data only. Outside this room nobody sends these; [`crate::Timer`] and [`crate::Subscription`] do.

use actix::{Message, WeakRecipient};

use crate::delays::SubscriberDelays;
use crate::due::{Due, SubscriberId};
use crate::lateness::SubscriberLateness;
use crate::schedule::{Command, Observed};
use crate::timer::AdvanceRefusal;

/// To a subscriber: something has fallen due.
impl Message for Due {
    type Result = ();
}

// From subscribers, through their `Subscription`.

/// Sent when somebody registers.
pub(crate) struct Subscribe {
    pub(crate) id: SubscriberId,
    pub(crate) name: String,
    pub(crate) recipient: WeakRecipient<Due>,
}

impl Message for Subscribe {
    type Result = ();
}

/// Sent when a subscriber sets or cancels something.
pub(crate) struct Instruct {
    pub(crate) subscriber: SubscriberId,
    pub(crate) command: Command,
}

impl Message for Instruct {
    type Result = ();
}

/// Sent when a `Subscription` is dropped.
pub(crate) struct Unsubscribe {
    pub(crate) subscriber: SubscriberId,
}

impl Message for Unsubscribe {
    type Result = ();
}

// From the timer to itself, so that they keep their place behind what subscribers said before.

/// Sent when the armed wake-up comes.
pub(crate) struct Beat;

impl Message for Beat {
    type Result = ();
}

/// Sent when a subscriber has handled its `Due`, or can no longer.
pub(crate) struct Handled {
    pub(crate) subscriber: SubscriberId,
    pub(crate) gone: bool,
}

impl Message for Handled {
    type Result = ();
}

// From whoever started the timer, from tests, and from people who look.

/// Sent to move time by hand.
pub(crate) struct Advance {
    pub(crate) by_us: u64,
}

impl Message for Advance {
    type Result = Result<(), AdvanceRefusal>;
}

/// Sent to see a small copy of the state.
pub(crate) struct Observe;

impl Message for Observe {
    type Result = Observed;
}

/// Sent to see how late everybody was served.
pub(crate) struct ReadLateness;

impl Message for ReadLateness {
    type Result = Vec<SubscriberLateness>;
}

/// Sent to see the same, counted in slots.
pub(crate) struct ReadDelays;

impl Message for ReadDelays {
    type Result = Vec<SubscriberDelays>;
}

/// Sent to end the actor and its thread.
pub(crate) struct Stop;

impl Message for Stop {
    type Result = ();
}
