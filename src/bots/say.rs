//! What players say: the messages sent at every tick, written straight into a buffer, and the others by the protocol's own types.

use engine::wire::{ClientMessage, Command};

/// A message of the protocol's types.
pub(super) fn message(to: &mut Vec<u8>, message: &ClientMessage) {
    rmp_serde::encode::write_named(to, message).expect("messages have text keys and finite depth");
}

/// A command.
pub(super) fn command(to: &mut Vec<u8>, seq: u64, command: Command) {
    message(to, &ClientMessage::Command { seq: engine::ids::Seq(seq), command });
}

/// An action.
pub(super) fn act(to: &mut Vec<u8>, seq: u64, match_id: &str, action: &[u8]) {
    map(to, 3);
    field(to, "type", "command");
    text(to, "seq");
    number(to, seq);
    text(to, "command");
    map(to, 2);
    field(to, "type", "act");
    field(to, "match_id", match_id);
    to.extend_from_slice(action);
}

/// The newest control: which of the player's inputs it is, the tick it is for, and the newest tick seen.
pub(super) struct Steer<'a> {
    pub(super) match_id: &'a str,
    pub(super) input: u64,
    pub(super) tick: u64,
    pub(super) seen: u64,
    pub(super) payload: &'a [u8],
}

/// An input.
pub(super) fn input(to: &mut Vec<u8>, steer: &Steer<'_>) {
    map(to, 5);
    field(to, "type", "input");
    field(to, "match_id", steer.match_id);
    for (name, value) in [("input", steer.input), ("tick", steer.tick), ("seen", steer.seen)] {
        text(to, name);
        number(to, value);
    }
    to.extend_from_slice(steer.payload);
}

/// The newest tick seen.
pub(super) fn seen(to: &mut Vec<u8>, match_id: &str, tick: u64) {
    map(to, 3);
    field(to, "type", "seen");
    field(to, "match_id", match_id);
    text(to, "tick");
    number(to, tick);
}

fn map(to: &mut Vec<u8>, entries: u8) {
    to.push(0x80 | entries);
}

fn field(to: &mut Vec<u8>, name: &str, value: &str) {
    text(to, name);
    text(to, value);
}

/// Names are short and so are ids; one of more than 255 bytes has no place in a message that is sent at every tick.
fn text(to: &mut Vec<u8>, text: &str) {
    match u8::try_from(text.len()) {
        Ok(length @ 0..32) => to.push(0xa0 | length),
        Ok(length) => to.extend_from_slice(&[0xd9, length]),
        Err(_) => unreachable!("an id of {} bytes", text.len()),
    }
    to.extend_from_slice(text.as_bytes());
}

fn number(to: &mut Vec<u8>, number: u64) {
    match (u8::try_from(number), u32::try_from(number)) {
        (Ok(small @ 0..128), _) => to.push(small),
        (_, Ok(medium)) => {
            to.push(0xce);
            to.extend_from_slice(&medium.to_be_bytes());
        }
        _ => {
            to.push(0xcf);
            to.extend_from_slice(&number.to_be_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use engine::{
        ids::{MatchId, Seq},
        wire::{Codec, decode},
    };

    use super::*;

    const MATCH: &str = "a_title_with_a_long_name.12.k3j9x2mq";

    /// What the server reads of what `write` wrote, and the payload after it.
    fn as_read(write: impl FnOnce(&mut Vec<u8>)) -> (ClientMessage, Option<Vec<u8>>) {
        let mut bytes = Vec::new();
        write(&mut bytes);
        let read = decode(Codec::Msgpack, &bytes).unwrap();
        (read.message, read.payload.map(Vec::from))
    }

    #[test]
    fn the_server_reads_what_is_meant() {
        let match_id: MatchId = MATCH.parse().unwrap();
        for number in [0, 1, 127, 128, 70_000, u64::from(u32::MAX), 1 << 52] {
            let steer = Steer { match_id: MATCH, input: number, tick: number, seen: number, payload: &[1] };
            let meant = ClientMessage::Input { match_id: match_id.clone(), input: number, tick: number, seen: number };
            assert_eq!(as_read(|to| input(to, &steer)), (meant, Some(vec![1])));
            let meant = ClientMessage::Seen { match_id: match_id.clone(), tick: number };
            assert_eq!(as_read(|to| seen(to, MATCH, number)), (meant, None));
            let acts = Command::Act { match_id: match_id.clone() };
            let meant = ClientMessage::Command { seq: Seq(number), command: acts };
            assert_eq!(as_read(|to| act(to, number, MATCH, &[0x90])), (meant, Some(vec![0x90])));
        }
        let meant = ClientMessage::Command { seq: Seq(1), command: Command::CloseTable };
        assert_eq!(as_read(|to| command(to, 1, Command::CloseTable)), (meant, None));
    }
}
