//! The connection's actor: one per websocket, dead when it is. The only file that knows `actix-web-actors`. A stalled
//! socket freezes this actor, so nothing is decided here: it moves messages between the socket, the connection's core and the
//! hub.

use actix::{Actor, ActorContext, AsyncContext, Handler, Recipient, StreamHandler};
use actix_web::{Error, HttpRequest, HttpResponse, web};
use actix_web_actors::ws;
use bytes::Bytes;
use engine::{
    actors::Line,
    player::Player,
    wire::{Codec, Outbound, Refused, ServerMessage, json_of},
};
use timer::Clock;

use crate::{
    connection::{Arrived, Asked, CloseCode, Connection, Kind},
    limits::{CONNECTION_MAILBOX, MESSAGE_BYTES},
    messages::{Arrival, Connected, ConnectionId, FromConnection, ToConnection},
    peer::Place,
    socket_handle::SocketHandle,
};

/// A websocket's actor.
pub(crate) struct Socket {
    pub(crate) id: ConnectionId,
    pub(crate) core: Connection,
    pub(crate) clock: Clock,
    pub(crate) player: Player,
    pub(crate) hub: Line<FromConnection>,
    pub(crate) announce: Recipient<Connected>,
    pub(crate) handle: Option<SocketHandle>,
    /// This address's count of sockets; leaving gives it back.
    pub(crate) _place: Place,
}

type Ctx = ws::WebsocketContext<Socket>;

impl Socket {
    /// Answers the upgrade request and starts the actor.
    pub(crate) fn upgrade(self, request: &HttpRequest, stream: web::Payload) -> Result<HttpResponse, Error> {
        let protocols = [self.core.codec().subprotocol()];
        ws::WsResponseBuilder::new(self, request, stream).protocols(&protocols).frame_size(MESSAGE_BYTES).start()
    }

    fn arrived(&mut self, arrived: Arrived, context: &mut Ctx) {
        let now_ms = self.clock.now_ms();
        match self.core.handle(now_ms, arrived) {
            None => {}
            Some(Asked::Pass { inbound, too_fast }) => {
                let what = Arrival::Received { inbound, too_fast, received_ms: now_ms };
                if self.hub.try_send(FromConnection { connection: self.id, what }).is_err() {
                    close(context, CloseCode::Pressure);
                }
            }
            Some(Asked::Refuse(Refused { code, reason })) => {
                let error = ServerMessage::Error { seq: None, code, reason: reason.into_owned() };
                self.send(&Outbound::plain(error).encode(), context);
            }
            Some(Asked::Close(code)) => close(context, code),
        }
    }

    fn send(&self, message: &Bytes, context: &mut Ctx) {
        match self.core.codec() {
            Codec::Msgpack => context.binary(message.clone()),
            Codec::Json => match json_of(message) {
                Some(text) => context.text(text),
                None => tracing::error!(connection = ?self.id, "a title's payload has no JSON form"),
            },
        }
    }
}

fn close(context: &mut Ctx, code: CloseCode) {
    context.close(Some(ws::CloseReason::from(ws::CloseCode::from(code.number()))));
    context.stop();
}

impl Actor for Socket {
    type Context = Ctx;

    fn started(&mut self, context: &mut Ctx) {
        context.set_mailbox_capacity(CONNECTION_MAILBOX);
        // One a connection, and the number of connections is bounded.
        self.announce.do_send(Connected {
            connection: self.id,
            player: self.player.clone(),
            recipient: context.address().recipient(),
            socket: self.handle.clone(),
        });
    }

    fn stopped(&mut self, _: &mut Ctx) {
        // One a connection; it must not be lost, or the player would seem to be here for ever.
        self.hub.do_send(FromConnection { connection: self.id, what: Arrival::Gone });
    }
}

impl StreamHandler<Result<ws::Message, ws::ProtocolError>> for Socket {
    fn handle(&mut self, message: Result<ws::Message, ws::ProtocolError>, context: &mut Ctx) {
        match message {
            Ok(ws::Message::Text(text)) => self.arrived(Arrived::Whole(Kind::Text, text.into_bytes()), context),
            Ok(ws::Message::Binary(bytes)) => self.arrived(Arrived::Whole(Kind::Binary, bytes), context),
            Ok(ws::Message::Continuation(item)) => self.arrived(fragment(item), context),
            Ok(ws::Message::Ping(bytes)) => context.pong(&bytes),
            Ok(ws::Message::Pong(echo)) => {
                let what = Arrival::Heard(self.core.ponged(self.clock.now_ms(), &echo));
                // If the hub is that busy, the next one will do.
                let _ = self.hub.try_send(FromConnection { connection: self.id, what });
            }
            Ok(ws::Message::Close(reason)) => {
                context.close(reason);
                context.stop();
            }
            Ok(ws::Message::Nop) => {}
            Err(ws::ProtocolError::Overflow) => close(context, CloseCode::Size),
            Err(error) => {
                tracing::debug!(connection = ?self.id, %error, "a websocket is broken");
                close(context, CloseCode::Protocol);
            }
        }
    }
}

fn fragment(item: actix_http::ws::Item) -> Arrived {
    use actix_http::ws::Item;
    match item {
        Item::FirstText(bytes) => Arrived::First(Kind::Text, bytes),
        Item::FirstBinary(bytes) => Arrived::First(Kind::Binary, bytes),
        Item::Continue(bytes) => Arrived::Next(bytes),
        Item::Last(bytes) => Arrived::Last(bytes),
    }
}

impl Handler<ToConnection> for Socket {
    type Result = ();

    fn handle(&mut self, message: ToConnection, context: &mut Ctx) {
        match message {
            ToConnection::Send(message) => self.send(&message, context),
            ToConnection::Ping(number) => context.ping(&self.core.ping(self.clock.now_ms(), number)),
            ToConnection::Close(code) => close(context, code),
        }
    }
}
