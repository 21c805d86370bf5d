//! A player for benchmarks: a websocket of the simplest kind on a plain socket, and the requests that bring it to a table. It
//! knows no title.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Instant,
};

use engine::wire::json_of;
use serde_json::{Value, json};

/// Frames between two acknowledgements, as in the browser.
const ACK_FRAMES: u64 = 3;

/// It speaks MessagePack and answers pings.
pub(crate) struct Player {
    stream: TcpStream,
    read: Vec<u8>,
    seq: u64,
    match_id: Option<String>,
    frames: u64,
}

impl Player {
    pub(crate) fn connect(address: SocketAddr, token: &str) -> Player {
        let mut stream = TcpStream::connect(address).expect("the server listens");
        stream.set_nodelay(true).expect("a socket takes options");
        let request = format!(
            "GET /ws HTTP/1.1\r\nhost: {address}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             sec-websocket-protocol: turnwheel.v1.msgpack\r\nauthorization: Bearer {token}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).expect("the server reads");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).expect("the server answers");
            head.push(byte[0]);
        }
        assert!(head.starts_with(b"HTTP/1.1 101"), "no websocket: {}", String::from_utf8_lossy(&head));
        let mut player = Player { stream, read: Vec::new(), seq: 0, match_id: None, frames: 0 };
        player.say(&json!({ "type": "hello", "client": format!("bench-{}", &token[token.len() - 12..].replace(['.', '='], "x")) }));
        player
    }

    fn frame(&mut self, opcode: u8, payload: &[u8]) {
        let mut frame = vec![0x80 | opcode];
        match u8::try_from(payload.len()) {
            Ok(length) if length < 126 => frame.push(0x80 | length),
            _ => {
                frame.push(0x80 | 126);
                frame.extend(u16::try_from(payload.len()).expect("what a client says is short").to_be_bytes());
            }
        }
        // A mask of zeros is a mask.
        frame.extend([0; 4]);
        frame.extend(payload);
        // A server that has hung up is noticed where it is read from.
        let _ = self.stream.write_all(&frame);
    }

    fn say(&mut self, message: &Value) {
        let bytes = rmp_serde::to_vec_named(message).expect("a message can be encoded");
        self.frame(2, &bytes);
    }

    pub(crate) fn command(&mut self, command: &Value) {
        self.seq += 1;
        self.say(&json!({ "type": "command", "seq": self.seq, "command": command }));
    }

    /// Reads at most `most` bytes; `false` at the end.
    pub(crate) fn take(&mut self, most: usize) -> bool {
        let mut bytes = vec![0; most];
        match self.stream.read(&mut bytes) {
            Ok(0) | Err(_) => false,
            Ok(count) => {
                self.read.extend_from_slice(&bytes[..count]);
                true
            }
        }
    }

    /// The next whole message that has been read, if there is one.
    pub(crate) fn next(&mut self) -> Option<Value> {
        loop {
            let (opcode, second) = (self.read.first()? & 0x0f, usize::from(*self.read.get(1)?));
            let (start, length) = match second {
                126 => (4, usize::from(u16::from_be_bytes([*self.read.get(2)?, *self.read.get(3)?]))),
                length => (2, length),
            };
            if self.read.len() < start + length {
                return None;
            }
            let payload: Vec<u8> = self.read.drain(..start + length).skip(start).collect();
            match opcode {
                9 => self.frame(10, &payload),
                2 => {
                    let text = json_of(&payload).expect("a message can be read");
                    return Some(serde_json::from_str(&text).expect("what is written as JSON is JSON"));
                }
                _ => {}
            }
        }
    }

    /// Takes note of a message: the tick, if it is a frame.
    pub(crate) fn note(&mut self, message: &Value) -> Option<u64> {
        if message["type"] == "update" {
            self.match_id = message["match_id"].as_str().map(str::to_string);
        }
        let tick = message["tick"].as_u64().filter(|_| message["type"] == "frame")?;
        self.frames += 1;
        if self.frames.is_multiple_of(ACK_FRAMES) {
            self.say(&json!({ "type": "seen", "match_id": message["match_id"], "tick": tick }));
        }
        Some(tick)
    }
}

/// One request to the server; its answer.
pub(crate) fn post(address: SocketAddr, path: &str, token: &str, body: &Value) -> Value {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    let body = body.to_string();
    let bearer = if token.is_empty() { String::new() } else { format!("authorization: Bearer {token}\r\n") };
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-type: application/json\r\n\
         {bearer}content-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).expect("the server reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the server answers");
    serde_json::from_str(answer.split_once("\r\n\r\n").expect("an answer has a body").1).expect("an answer is JSON")
}

/// A new guest's token.
pub(crate) fn guest(address: SocketAddr) -> String {
    let guest = post(address, "/api/guest", "", &json!({ "bearer": true }));
    guest["token"].as_str().expect("a guest has a token").to_string()
}

/// A new table of `title`; its maker sits at it.
pub(crate) fn table(address: SocketAddr, token: &str, title: &str) -> String {
    let made = post(address, "/api/tables", token, &json!({ "title": title }));
    made["table"]["table"].as_str().or(made["table"].as_str()).expect("a table has a name").to_string()
}

#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
pub(crate) fn clock() -> Instant {
    Instant::now()
}
