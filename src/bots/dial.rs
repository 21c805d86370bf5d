//! Opens a player's connection: from a source address with room, as a new guest, as far as the websocket's first message.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use tokio::net::{TcpSocket, TcpStream};

use super::limits::SOCKETS_PER_SOURCE;
use crate::ask::{self, AskError, Response};

/// A websocket, and what has come over it already.
pub(super) struct Dialled {
    pub(super) stream: TcpStream,
    pub(super) early: Vec<u8>,
}

/// Connects the player of this number.
pub(super) async fn dial(server: SocketAddr, number: usize) -> Result<Dialled, AskError> {
    let socket = if server.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    if let Some(source) = source(server.ip(), number) {
        socket.bind(SocketAddr::new(source, 0))?;
    }
    let mut stream = socket.connect(server).await?;
    stream.set_nodelay(true)?;
    let token = ask::guest(&mut stream, server).await?;
    // The key proves to a browser that no cache answered. There is none between here and the server under load.
    let ask = format!(
        "GET /ws HTTP/1.1\r\nhost: {server}\r\nauthorization: Bearer {token}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
         sec-websocket-protocol: turnwheel.v1.msgpack\r\n\r\n"
    );
    match ask::exchange(&mut stream, &ask).await? {
        (Response { status: 101, .. }, early) => Ok(Dialled { stream, early }),
        (response, _) => Err(response.refused()),
    }
}

/// On loopback there are addresses enough for everybody.
fn source(server: IpAddr, number: usize) -> Option<IpAddr> {
    let IpAddr::V4(server) = server else { return None };
    let group = u32::try_from(number / SOCKETS_PER_SOURCE).ok()?;
    server.is_loopback().then(|| Ipv4Addr::from_bits(Ipv4Addr::LOCALHOST.to_bits() + group).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn players_on_loopback_have_addresses_of_their_own() {
        let from = |server: &str, number| source(server.parse().unwrap(), number).map(|address| address.to_string());
        assert_eq!(from("127.0.0.1", 0).as_deref(), Some("127.0.0.1"));
        assert_eq!(from("127.0.0.1", SOCKETS_PER_SOURCE - 1).as_deref(), Some("127.0.0.1"));
        assert_eq!(from("127.0.0.1", SOCKETS_PER_SOURCE * 300).as_deref(), Some("127.0.1.45"));
        assert_eq!((from("192.0.2.1", 0), from("::1", 0)), (None, None));
    }
}
