//! A tab's connection: opened again each time it breaks, with a moment between tries, until the run is over.

use std::{cell::RefCell, io, net::SocketAddr, rc::Rc, time::Duration};

use engine::{ids::PlayerId, wire::Codec};
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest, http::HeaderValue},
};

use super::{ledger::Ledger, storm::News, tab::Tab};

/// How long a player waits before it tries to come back.
const AGAIN: Duration = Duration::from_millis(15);

/// How long a player rests between two things it does: a connection may send 20 commands a second for long, and this one sends
/// less.
const BEAT: Duration = Duration::from_millis(60);

/// Keeps `tab` connected. It never ends by itself.
pub(crate) async fn keep(tab: Rc<RefCell<Tab>>, address: SocketAddr, ledger: Rc<RefCell<Ledger>>, news: Rc<News>) {
    let mut first = true;
    loop {
        let token = tab.borrow().token.clone();
        match dial(address, &token).await {
            Ok(socket) => {
                if !std::mem::take(&mut first) {
                    ledger.borrow_mut().counts.reconnects += 1;
                }
                talk(&tab, socket, &ledger, &news).await;
                tab.borrow_mut().lost();
            }
            Err(_) => ledger.borrow_mut().counts.turned_away += 1,
        }
        news.tell();
        pause(AGAIN).await;
    }
}

/// Speaks until the connection breaks.
async fn talk(tab: &RefCell<Tab>, mut socket: WebSocketStream<TcpStream>, ledger: &RefCell<Ledger>, news: &News) {
    let kill = news.kills();
    let hello = tab.borrow_mut().hello();
    if socket.send(Message::binary(hello)).await.is_err() {
        return;
    }
    let mut beat = Box::pin(pause(BEAT));
    loop {
        let out = tokio::select! {
            heard = socket.next() => match heard {
                Some(Ok(Message::Binary(message))) => {
                    let before = ledger.borrow().counts.acknowledged;
                    let out = tab.borrow_mut().hear(&message);
                    if ledger.borrow().counts.acknowledged > before {
                        news.accepted(kill);
                    }
                    news.tell();
                    out
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => Vec::new(),
            },
            () = &mut beat => {
                beat = Box::pin(pause(BEAT));
                tab.borrow_mut().act()
            }
        };
        for message in out {
            if socket.send(Message::binary(message)).await.is_err() {
                return;
            }
        }
    }
}

async fn dial(address: SocketAddr, token: &str) -> io::Result<WebSocketStream<TcpStream>> {
    let mut request = format!("ws://{address}/ws").into_client_request().map_err(io::Error::other)?;
    let bearer = HeaderValue::from_str(&format!("Bearer {token}")).map_err(io::Error::other)?;
    request.headers_mut().insert("authorization", bearer);
    let protocol = HeaderValue::from_static(Codec::Msgpack.subprotocol());
    request.headers_mut().insert("sec-websocket-protocol", protocol);
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (socket, _) = client_async(request, stream).await.map_err(io::Error::other)?;
    Ok(socket)
}

/// A new guest: who they are, and what proves it.
pub(crate) async fn guest(address: SocketAddr) -> io::Result<(PlayerId, String)> {
    const BODY: &str = r#"{"bearer": true}"#;
    let mut stream = TcpStream::connect(address).await?;
    let request = format!(
        "POST /api/guest HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{BODY}",
        BODY.len()
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    let guest: Value = serde_json::from_str(body).map_err(io::Error::other)?;
    match (guest["player"].as_str(), guest["token"].as_str()) {
        (Some(player), Some(token)) => Ok((PlayerId(player.to_string()), token.to_string())),
        _ => Err(io::Error::other(format!("no guest: {answer}"))),
    }
}

#[expect(clippy::disallowed_methods, reason = "a player takes a moment, between tries as between moves")]
async fn pause(time: Duration) {
    tokio::time::sleep(time).await;
}
