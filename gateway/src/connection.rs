//! One socket's messages: assembled from fragments under a cap, counted against their credit, decoded. A plain struct; the
//! socket's actor feeds it. It does not know what a command means, and no title's payload is looked into.

use std::collections::VecDeque;

use bytes::Bytes;
use engine::wire::{ClientMessage, Codec, DecodeError, Inbound, Refused, decode};

use crate::{
    credit::Credit,
    limits::{
        COMMANDS_AT_ONCE, COMMANDS_PER_S, FRAGMENTS, MESSAGE_BYTES, MESSAGES_AT_ONCE, MESSAGES_PER_S, PINGS_UNANSWERED,
        STRIKE_MS, STRIKES,
    },
    messages::Answered,
};

/// What arrives on a socket.
#[derive(Clone, Debug)]
pub enum Arrived {
    /// A whole message, text or binary.
    Whole(Kind, Bytes),
    /// The first fragment of a message.
    First(Kind, Bytes),
    /// A further fragment.
    Next(Bytes),
    /// The last fragment.
    Last(Bytes),
}

/// The websocket's two kinds of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8 text.
    Text,
    /// Bytes.
    Binary,
}

/// What a connection's core asks its socket to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// Pass this to the hub.
    Pass {
        /// The message.
        inbound: Inbound,
        /// Whether it came too fast to be carried out.
        too_fast: bool,
    },
    /// Tell the client that its message was refused.
    Refuse(Refused),
    /// Close the socket.
    Close(CloseCode),
}

/// Why the server closes a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseCode {
    /// 1002: no `hello` in time, or the websocket protocol was broken.
    Protocol,
    /// 1008: too many messages that can't be read or come too fast.
    Policy,
    /// 1009: a message was too large.
    Size,
    /// 1012: the server restarts.
    Restart,
    /// 4000: a newer connection of the same client took over.
    Superseded,
    /// 4001: the client reads too slowly, or the server has no room for what it says.
    Pressure,
}

impl CloseCode {
    /// The number on the wire.
    pub fn number(self) -> u16 {
        match self {
            CloseCode::Protocol => 1002,
            CloseCode::Policy => 1008,
            CloseCode::Size => 1009,
            CloseCode::Restart => 1012,
            CloseCode::Superseded => 4000,
            CloseCode::Pressure => 4001,
        }
    }
}

/// The core of a connection.
pub struct Connection {
    codec: Codec,
    assembling: Option<Assembly>,
    commands: Credit,
    messages: Credit,
    strikes: Credit,
    /// The pings that wait for their answer, and when they were sent.
    pinged: VecDeque<(u64, u64)>,
}

/// A message whose last fragment hasn't come.
struct Assembly {
    kind: Kind,
    bytes: Vec<u8>,
    fragments: usize,
}

impl Connection {
    /// A connection that speaks `codec`.
    pub fn new(codec: Codec, now_ms: u64) -> Connection {
        Connection {
            codec,
            assembling: None,
            commands: Credit::new(COMMANDS_PER_S, COMMANDS_AT_ONCE, now_ms),
            messages: Credit::new(MESSAGES_PER_S, MESSAGES_AT_ONCE, now_ms),
            strikes: Credit::slow(STRIKE_MS, STRIKES, now_ms),
            pinged: VecDeque::new(),
        }
    }

    /// What the ping `number` carries.
    pub fn ping(&mut self, now_ms: u64, number: u64) -> [u8; 8] {
        if self.pinged.len() >= PINGS_UNANSWERED {
            self.pinged.pop_front();
        }
        self.pinged.push_back((number, now_ms));
        number.to_be_bytes()
    }

    /// The client answered a ping, if this is the first answer to one that waits for it. A client may leave out earlier ones.
    pub fn ponged(&mut self, now_ms: u64, echo: &[u8]) -> Option<Answered> {
        let ping = u64::from_be_bytes(echo.try_into().ok()?);
        let at = self.pinged.iter().position(|(number, _)| *number == ping)?;
        let (_, pinged_ms) = self.pinged.drain(..=at).next_back()?;
        Some(Answered { ping, round_trip_ms: now_ms.saturating_sub(pinged_ms) })
    }

    /// How it speaks.
    pub fn codec(&self) -> Codec {
        self.codec
    }

    /// Handles what arrived.
    pub fn handle(&mut self, now_ms: u64, arrived: Arrived) -> Option<Asked> {
        match arrived {
            Arrived::Whole(kind, bytes) => self.message(now_ms, kind, &bytes),
            Arrived::First(kind, bytes) => {
                self.assembling = Some(Assembly { kind, bytes: Vec::new(), fragments: 0 });
                self.fragment(&bytes)
            }
            Arrived::Next(bytes) => self.fragment(&bytes),
            Arrived::Last(bytes) => {
                let refused = self.fragment(&bytes);
                if refused.is_some() {
                    return refused;
                }
                let Assembly { kind, bytes, .. } = self.assembling.take()?;
                self.message(now_ms, kind, &bytes)
            }
        }
    }

    fn fragment(&mut self, bytes: &[u8]) -> Option<Asked> {
        let Some(assembly) = &mut self.assembling else { return Some(Asked::Close(CloseCode::Protocol)) };
        assembly.fragments += 1;
        if assembly.fragments > FRAGMENTS || assembly.bytes.len() + bytes.len() > MESSAGE_BYTES {
            self.assembling = None;
            return Some(Asked::Close(CloseCode::Size));
        }
        assembly.bytes.extend_from_slice(bytes);
        None
    }

    fn message(&mut self, now_ms: u64, kind: Kind, bytes: &[u8]) -> Option<Asked> {
        if bytes.len() > MESSAGE_BYTES {
            return Some(Asked::Close(CloseCode::Size));
        }
        let expected = match self.codec {
            Codec::Msgpack => Kind::Binary,
            Codec::Json => Kind::Text,
        };
        let decoded = if kind == expected { decode(self.codec, bytes) } else { Err(DecodeError::Malformed) };
        match decoded {
            Err(error) => self.strike(now_ms, Some(Asked::Refuse(error.into()))),
            Ok(inbound) if matches!(inbound.message, ClientMessage::Command { .. }) => {
                let too_fast = !self.commands.spend(now_ms);
                let asked = Some(Asked::Pass { inbound, too_fast });
                if too_fast { self.strike(now_ms, asked) } else { asked }
            }
            Ok(inbound) if self.messages.spend(now_ms) => Some(Asked::Pass { inbound, too_fast: false }),
            Ok(_) => self.strike(now_ms, None),
        }
    }

    fn strike(&mut self, now_ms: u64, otherwise: Option<Asked>) -> Option<Asked> {
        if self.strikes.spend(now_ms) { otherwise } else { Some(Asked::Close(CloseCode::Policy)) }
    }
}

#[cfg(test)]
mod tests;
