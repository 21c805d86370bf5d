//! The little HTTP that the program speaks when it is not the server: a request over a connection of its own, and the answer.
//! Plain and unencrypted: it speaks to a server on this machine or in this network.

use std::{
    io,
    net::{SocketAddr, ToSocketAddrs},
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Bytes of the head of an answer, with its body. A longer one is none of this server's.
const RESPONSE_BYTES: usize = 64 * 1024;

/// Why there is no answer to use.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The network says no.
    #[error("{}", .0.kind())]
    Io(#[from] io::Error),
    /// The server refuses.
    #[error("{code}")]
    Refused {
        /// Its code.
        code: String,
        /// Its sentence.
        reason: String,
    },
    /// What answers is no server of this kind.
    #[error("no Turnwheel server")]
    Foreign,
}

/// An answer over HTTP.
pub(crate) struct Response {
    pub(crate) status: u16,
    body: String,
}

impl Response {
    /// What the server wanted to know nothing of.
    pub(crate) fn refused(&self) -> AskError {
        let body: Value = serde_json::from_str(&self.body).unwrap_or_default();
        let text = |field: &str| body[field].as_str().map(str::to_string);
        match (text("code"), text("reason")) {
            (Some(code), Some(reason)) => AskError::Refused { code, reason },
            _ => AskError::Foreign,
        }
    }
}

/// Makes a guest of the server at the other end of `stream`: its token.
pub(crate) async fn guest(stream: &mut TcpStream, server: SocketAddr) -> Result<String, AskError> {
    let guest = post(stream, server, "/api/guest", None, &json!({ "bearer": true })).await?;
    guest["token"].as_str().map(str::to_string).ok_or(AskError::Foreign)
}

/// Sends `body` to `path`, in the name of the guest whose token it is, and gives the answer if it isn't a refusal.
pub(crate) async fn post(
    stream: &mut TcpStream,
    server: SocketAddr,
    path: &str,
    token: Option<&str>,
    body: &Value,
) -> Result<Value, AskError> {
    let body = body.to_string();
    let bearer = token.map_or(String::new(), |token| format!("authorization: Bearer {token}\r\n"));
    let ask = format!(
        "POST {path} HTTP/1.1\r\nhost: {server}\r\n{bearer}content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let (response, _) = exchange(stream, &ask).await?;
    match response.status {
        200..300 => serde_json::from_str(&response.body).map_err(|_| AskError::Foreign),
        _ => Err(response.refused()),
    }
}

/// The server that `url` names.
pub(crate) fn address(url: &str) -> Result<SocketAddr, String> {
    let host =
        url.strip_prefix("http://").ok_or("only http:// can be spoken; to reach a proxy, name what is behind it")?;
    let host = host.trim_end_matches('/');
    let mut found = host.to_socket_addrs().map_err(|error| format!("{error}; give a host and a port"))?;
    found.next().ok_or("there is no such host".to_string())
}

/// Sends a request and reads its answer, and what came after it.
pub(crate) async fn exchange(stream: &mut TcpStream, ask: &str) -> Result<(Response, Vec<u8>), AskError> {
    stream.write_all(ask.as_bytes()).await?;
    let mut heard = Vec::new();
    loop {
        if let Some((response, length)) = response(&heard)? {
            return Ok((response, heard.split_off(length)));
        }
        if heard.len() > RESPONSE_BYTES {
            return Err(AskError::Foreign);
        }
        if stream.read_buf(&mut heard).await? == 0 {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
        }
    }
}

/// The answer at the start of `bytes` and how long it is; `None` if it isn't there whole.
fn response(bytes: &[u8]) -> Result<Option<(Response, usize)>, AskError> {
    let Some(head) = bytes.windows(4).position(|end| end == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(&bytes[..head]).map_err(|_| AskError::Foreign)?;
    let mut lines = text.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).ok_or(AskError::Foreign)?;
    let fields = lines.filter_map(|line| line.split_once(':'));
    let mut lengths = fields.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length = lengths.next().map_or(Ok(0), |(_, value)| value.trim().parse()).map_err(|_| AskError::Foreign)?;
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
}
