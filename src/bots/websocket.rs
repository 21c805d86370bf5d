//! The websocket protocol (RFC 6455) as far as a client of this server needs it: whole messages, no extensions. Bytes in, bytes
//! out; no socket.

use super::limits::MESSAGE_BYTES;

/// Something that has arrived whole.
#[derive(Debug, PartialEq)]
pub(super) enum Arrived<'a> {
    Message(&'a [u8]),
    Ping(&'a [u8]),
    Pong,
    /// The server closes, with this code.
    Close(u16),
}

/// What kind of frame to write.
#[derive(Clone, Copy)]
pub(super) enum Opcode {
    Binary = 2,
    Pong = 10,
}

/// These bytes are not what this server would send.
#[derive(Debug, PartialEq)]
pub(super) struct Broken;

/// The code of a close that names none.
const NO_CODE: u16 = 1005;

/// The first frame of `bytes`, and how long it is; `None` if it isn't there whole.
pub(super) fn first(bytes: &[u8]) -> Result<Option<(Arrived<'_>, usize)>, Broken> {
    let [kind, short, ref rest @ ..] = *bytes else { return Ok(None) };
    let (length, head) = match (short, rest) {
        (0..126, _) => (u64::from(short), 2),
        (126, &[a, b, ..]) => (u64::from(u16::from_be_bytes([a, b])), 4),
        (127, &[a, b, c, d, e, f, g, h, ..]) => (u64::from_be_bytes([a, b, c, d, e, f, g, h]), 10),
        (126 | 127, _) => return Ok(None),
        // A server doesn't mask.
        _ => return Err(Broken),
    };
    let length = usize::try_from(length).ok().filter(|length| *length <= MESSAGE_BYTES).ok_or(Broken)?;
    let Some(body) = bytes.get(head..head + length) else { return Ok(None) };
    let arrived = match kind {
        0x82 => Arrived::Message(body),
        0x89 => Arrived::Ping(body),
        0x8a => Arrived::Pong,
        0x88 => Arrived::Close(body.first_chunk().map_or(NO_CODE, |code| u16::from_be_bytes(*code))),
        _ => return Err(Broken),
    };
    Ok(Some((arrived, head + length)))
}

/// Writes one frame, masked as a client must.
pub(super) fn write(to: &mut Vec<u8>, opcode: Opcode, mask: [u8; 4], body: &[u8]) {
    to.push(0x80 | opcode as u8);
    match u16::try_from(body.len()) {
        Ok(length @ 0..126) => to.push(0x80 | length as u8),
        Ok(length) => {
            to.push(0x80 | 126);
            to.extend_from_slice(&length.to_be_bytes());
        }
        Err(_) => {
            to.push(0x80 | 127);
            to.extend_from_slice(&(body.len() as u64).to_be_bytes());
        }
    }
    to.extend_from_slice(&mask);
    to.extend(body.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame as a server writes it: what a client writes, without the mask.
    fn from_server(kind: u8, body: &[u8]) -> Vec<u8> {
        let mut masked = Vec::new();
        write(&mut masked, Opcode::Binary, [0; 4], body);
        let head = masked.len() - body.len() - 4;
        masked[0] = 0x80 | kind;
        masked[1] &= 0x7f;
        [&masked[..head], body].concat()
    }

    #[test]
    fn frames_of_every_length_are_found_whole_and_not_before() {
        for length in [0, 1, 125, 126, 65_535, 65_536, MESSAGE_BYTES] {
            let body = vec![7; length];
            let mut bytes = from_server(2, &body);
            let whole = bytes.len();
            for cut in [1, 2, 3, whole / 2, whole - 1] {
                if cut < whole {
                    assert_eq!(first(&bytes[..cut]), Ok(None), "{cut} of {whole}");
                }
            }
            bytes.push(1);
            assert_eq!(first(&bytes), Ok(Some((Arrived::Message(&body), whole))));
        }
        assert_eq!(first(&from_server(2, &vec![7; MESSAGE_BYTES + 1])), Err(Broken));
    }

    #[test]
    fn control_frames_are_told_apart() {
        assert_eq!(first(&from_server(9, b"7")), Ok(Some((Arrived::Ping(b"7"), 3))));
        assert_eq!(first(&from_server(10, b"")), Ok(Some((Arrived::Pong, 2))));
        assert_eq!(first(&from_server(8, &4001_u16.to_be_bytes())), Ok(Some((Arrived::Close(4001), 4))));
        assert_eq!(first(&from_server(8, b"")), Ok(Some((Arrived::Close(NO_CODE), 2))));
        assert_eq!(first(&from_server(1, b"text")), Err(Broken));
        assert_eq!(first(&[0x82, 0x80]), Err(Broken), "masked");
    }

    #[test]
    fn a_client_masks() {
        let mut bytes = Vec::new();
        write(&mut bytes, Opcode::Pong, [1, 2, 3, 4], &[1, 2, 3, 4, 5]);
        assert_eq!(bytes, [0x8a, 0x85, 1, 2, 3, 4, 0, 0, 0, 0, 4]);
    }
}
