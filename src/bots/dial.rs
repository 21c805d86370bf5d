//! Opens a player's connection: from a source address with room, as a new guest, as far as the websocket's first message.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};

use super::limits::{RESPONSE_BYTES, SOCKETS_PER_SOURCE};

/// A websocket, and what has come over it already.
pub(super) struct Dialled {
    pub(super) stream: TcpStream,
    pub(super) early: Vec<u8>,
}

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub(super) enum DialError {
    /// The network says no.
    #[error("{}", .0.kind())]
    Io(#[from] io::Error),
    /// The server refuses, with this code.
    #[error("{0}")]
    Refused(String),
    /// What answers is no server of this kind.
    #[error("no Turnwheel server")]
    Foreign,
}

/// Connects the player of this number.
pub(super) async fn dial(server: SocketAddr, number: usize) -> Result<Dialled, DialError> {
    let socket = if server.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    if let Some(source) = source(server.ip(), number) {
        socket.bind(SocketAddr::new(source, 0))?;
    }
    let mut stream = socket.connect(server).await?;
    stream.set_nodelay(true)?;
    let body = r#"{"bearer":true}"#;
    let ask = format!(
        "POST /api/guest HTTP/1.1\r\nhost: {server}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let (response, _) = exchange(&mut stream, &ask).await?;
    let guest: Value = serde_json::from_str(&response.body).map_err(|_| DialError::Foreign)?;
    let token = guest["token"].as_str().ok_or_else(|| refused(&guest))?;
    // The key proves to a browser that no cache answered. There is none between here and the server under load.
    let ask = format!(
        "GET /ws HTTP/1.1\r\nhost: {server}\r\nauthorization: Bearer {token}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
         sec-websocket-protocol: turnwheel.v1.msgpack\r\n\r\n"
    );
    match exchange(&mut stream, &ask).await? {
        (Response { status: 101, .. }, early) => Ok(Dialled { stream, early }),
        (response, _) => Err(refused(&serde_json::from_str(&response.body).unwrap_or_default())),
    }
}

/// On loopback there are addresses enough for everybody.
fn source(server: IpAddr, number: usize) -> Option<IpAddr> {
    let IpAddr::V4(server) = server else { return None };
    let group = u32::try_from(number / SOCKETS_PER_SOURCE).ok()?;
    server.is_loopback().then(|| Ipv4Addr::from_bits(Ipv4Addr::LOCALHOST.to_bits() + group).into())
}

fn refused(body: &Value) -> DialError {
    body["code"].as_str().map_or(DialError::Foreign, |code| DialError::Refused(code.to_string()))
}

/// An answer over HTTP.
struct Response {
    status: u16,
    body: String,
}

/// Sends a request and reads its answer, and what came after it.
async fn exchange(stream: &mut TcpStream, ask: &str) -> Result<(Response, Vec<u8>), DialError> {
    stream.write_all(ask.as_bytes()).await?;
    let mut heard = Vec::new();
    loop {
        if let Some((response, length)) = response(&heard)? {
            return Ok((response, heard.split_off(length)));
        }
        if heard.len() > RESPONSE_BYTES {
            return Err(DialError::Foreign);
        }
        if stream.read_buf(&mut heard).await? == 0 {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
        }
    }
}

/// The answer at the start of `bytes` and how long it is; `None` if it isn't there whole.
fn response(bytes: &[u8]) -> Result<Option<(Response, usize)>, DialError> {
    let Some(head) = bytes.windows(4).position(|end| end == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(&bytes[..head]).map_err(|_| DialError::Foreign)?;
    let mut lines = text.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).ok_or(DialError::Foreign)?;
    let fields = lines.filter_map(|line| line.split_once(':'));
    let mut lengths = fields.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length = lengths.next().map_or(Ok(0), |(_, value)| value.trim().parse()).map_err(|_| DialError::Foreign)?;
    let Some(body) = bytes.get(head + 4..).and_then(|rest| rest.get(..length)) else { return Ok(None) };
    let body = String::from_utf8_lossy(body).into_owned();
    Ok(Some((Response { status, body }, head + 4 + length)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_whole_and_what_follows_is_left() {
        let bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nx: y\r\n\r\n{}rest";
        for cut in 0..bytes.len() - 4 {
            assert!(response(&bytes[..cut]).unwrap().is_none(), "cut at {cut}");
        }
        let (answer, length) = response(bytes).unwrap().unwrap();
        assert_eq!((answer.status, answer.body.as_str(), &bytes[length..]), (200, "{}", &b"rest"[..]));
        assert!(response(b"SSH-2.0\r\n\r\n").is_err());
    }

    #[test]
    fn players_on_loopback_have_addresses_of_their_own() {
        let from = |server: &str, number| source(server.parse().unwrap(), number).map(|address| address.to_string());
        assert_eq!(from("127.0.0.1", 0).as_deref(), Some("127.0.0.1"));
        assert_eq!(from("127.0.0.1", SOCKETS_PER_SOURCE - 1).as_deref(), Some("127.0.0.1"));
        assert_eq!(from("127.0.0.1", SOCKETS_PER_SOURCE * 300).as_deref(), Some("127.0.1.45"));
        assert_eq!((from("192.0.2.1", 0), from("::1", 0)), (None, None));
    }
}
