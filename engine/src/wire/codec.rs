//! Bytes to messages and back. MessagePack is the protocol's own form: the envelope's value, then the payload's value if
//! there is one. JSON is the same for people: one object, the payload in its field `payload`. Inside the server a payload
//! is always MessagePack bytes that only the title's worker reads; JSON exists at the edge alone.

use bytes::Bytes;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{ClientMessage, Refused, ServerMessage};

/// How deep lists and maps may be nested in a message; deeper ones are refused as malformed. A reader needs stack for each
/// level, and a stack that runs over ends the process. JSON's reader has the same bound of its own.
const DEPTH_MAX: usize = 128;

/// How a connection encodes its messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// Binary messages; the browser client's.
    Msgpack,
    /// Text messages; for people and scripts.
    Json,
}

impl Codec {
    /// The websocket subprotocol that stands for it.
    pub const fn subprotocol(self) -> &'static str {
        match self {
            Codec::Msgpack => "turnwheel.v1.msgpack",
            Codec::Json => "turnwheel.v1.json",
        }
    }
}

/// A client's message as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Inbound {
    /// The envelope.
    pub message: ClientMessage,
    /// The title's payload, as MessagePack that nobody has looked into.
    pub payload: Option<Bytes>,
}

/// A server's message before it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Outbound {
    /// The envelope.
    pub message: ServerMessage,
    /// The title's payload, as MessagePack.
    pub payload: Option<Bytes>,
}

/// Why bytes are no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// They are not the encoding they should be, or lack a field, or have too much at the end.
    #[error("the message can't be read")]
    Malformed,
    /// They have a type the protocol doesn't know.
    #[error("the message is of an unknown type")]
    UnknownType,
}

impl From<DecodeError> for Refused {
    fn from(error: DecodeError) -> Refused {
        match error {
            DecodeError::Malformed => Refused::MALFORMED,
            DecodeError::UnknownType => Refused::UNKNOWN_TYPE,
        }
    }
}

/// Only the tags of a message: tells a message of an unknown type from one that lacks something.
#[derive(Deserialize)]
struct Tags {
    #[serde(rename = "type")]
    kind: String,
    command: Option<CommandTag>,
}

#[derive(Deserialize)]
struct CommandTag {
    #[serde(rename = "type")]
    kind: String,
}

/// Reads a client's message.
pub fn decode(codec: Codec, bytes: &[u8]) -> Result<Inbound, DecodeError> {
    match codec {
        Codec::Msgpack => {
            let mut rest = bytes;
            let message = match first_value::<ClientMessage>(&mut rest) {
                Ok(message) => message,
                Err(_) => return Err(why(first_value::<Tags>(&mut { bytes }).ok())),
            };
            Ok(Inbound { message, payload: (!rest.is_empty()).then(|| Bytes::copy_from_slice(rest)) })
        }
        Codec::Json => {
            let mut value: Value = serde_json::from_slice(bytes).map_err(|_| DecodeError::Malformed)?;
            let payload = value.as_object_mut().and_then(|fields| fields.remove("payload"));
            let tags = Tags::deserialize(&value).ok();
            let message = serde_json::from_value(value).map_err(|_| why(tags))?;
            let payload = payload.map(|payload| to_payload(&payload)).transpose()?;
            Ok(Inbound { message, payload })
        }
    }
}

impl Outbound {
    /// A message without a payload.
    pub fn plain(message: ServerMessage) -> Outbound {
        Outbound { message, payload: None }
    }

    /// Writes the message as MessagePack.
    pub fn encode(&self) -> Bytes {
        let mut bytes = rmp_serde::to_vec_named(&self.message).expect("messages have text keys and finite depth");
        if let Some(payload) = &self.payload {
            bytes.extend_from_slice(payload);
        }
        bytes.into()
    }
}

/// Writes an encoded server's message as JSON. `None` if a title's payload has no JSON form (bytes, or keys that are no
/// text), which [`title::Wire`](trait@title::Wire) forbids.
pub fn json_of(message: &[u8]) -> Option<String> {
    let mut rest = message;
    let mut value: Value = first_value(&mut rest).ok()?;
    if !rest.is_empty() {
        value.as_object_mut()?.insert("payload".to_string(), from_payload(rest).ok()?);
    }
    Some(value.to_string())
}

/// Writes a title's value as a payload.
pub fn to_payload(value: &impl Serialize) -> Result<Bytes, DecodeError> {
    rmp_serde::to_vec_named(value).map(Bytes::from).map_err(|_| DecodeError::Malformed)
}

/// Reads a title's value from a payload, which must hold it and nothing more.
pub fn from_payload<V: DeserializeOwned>(payload: &[u8]) -> Result<V, DecodeError> {
    let mut rest = payload;
    let value = first_value(&mut rest)?;
    if rest.is_empty() { Ok(value) } else { Err(DecodeError::Malformed) }
}

/// Reads one value and leaves what follows it.
fn first_value<V: DeserializeOwned>(rest: &mut &[u8]) -> Result<V, DecodeError> {
    let mut reader = rmp_serde::Deserializer::new(rest);
    reader.set_max_depth(DEPTH_MAX);
    V::deserialize(&mut reader).map_err(|_| DecodeError::Malformed)
}

fn why(tags: Option<Tags>) -> DecodeError {
    const TYPES: [&str; 5] = ["hello", "command", "input", "seen", "ping"];
    #[rustfmt::skip]
    const COMMANDS: [&str; 20] = [
        "create_table", "open_table", "close_table", "sit", "stand", "seat_bot", "unseat_bot", "rematch",
        "act", "resign", "abort", "claim", "add_time", "resume", "offer", "answer",
        "watch_lobby", "unwatch_lobby", "seek", "cancel_seek",
    ];
    match tags {
        Some(tags) if !TYPES.contains(&tags.kind.as_str()) => DecodeError::UnknownType,
        Some(Tags { command: Some(command), .. }) if !COMMANDS.contains(&command.kind.as_str()) => {
            DecodeError::UnknownType
        }
        _ => DecodeError::Malformed,
    }
}
