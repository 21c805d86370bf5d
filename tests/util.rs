//! What makes a story short: a server of its own for each, clients that speak the protocol, and raw sockets for what no
//! client would do. Everything in here waits for messages; a watchdog ends a story that has fallen silent.

use std::{future::Future, net::SocketAddr, path::PathBuf, time::Duration};

use actix::System;
use actix_rt::net::TcpStream;
use engine::{
    ids::WorkerId,
    limits::LOBBY_BEAT_MS,
    wire::{Codec, json_of},
};
use futures_util::{SinkExt, StreamExt};
use gateway::hub::HubSeen;
use serde_json::{Value, json};
use tempfile::TempDir;
use timer::Clock;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time::Instant,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest},
};
use turnwheel::{Server, Settings};

/// How long a story waits for one thing before it is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Waits for something that must come.
pub(crate) async fn soon<R>(what: impl AsRef<str>, wait: impl Future<Output = R>) -> R {
    before(Instant::now() + PATIENCE, what, wait).await
}

/// The same, where several things may come before it.
#[expect(clippy::disallowed_methods, reason = "a story that hangs must say where; no story waits for this")]
async fn before<R>(end: Instant, what: impl AsRef<str>, wait: impl Future<Output = R>) -> R {
    match tokio::time::timeout_at(end, wait).await {
        Ok(result) => result,
        Err(_) => panic!("waited in vain for {}", what.as_ref()),
    }
}

/// A running server and its data folder.
pub(crate) struct Stage {
    server: Option<Server>,
    address: SocketAddr,
    data: TempDir,
}

/// Tells a story on a server whose clock is moved by hand.
pub(crate) fn story(run: impl AsyncFnOnce(&mut Stage)) {
    staged(|_| (), run);
}

/// Tells a story on a server with other settings; its clock is moved by hand unless they say otherwise.
pub(crate) fn staged(change: impl FnOnce(&mut Settings), run: impl AsyncFnOnce(&mut Stage)) {
    in_system(async {
        let mut stage = Stage::start(tempfile::tempdir().unwrap(), change).await;
        run(&mut stage).await;
        stage.stop().await;
    });
}

/// Runs a story that sees to its servers itself.
pub(crate) fn in_system(run: impl Future<Output = ()>) {
    System::new().block_on(run);
}

impl Stage {
    /// Starts a server with this data folder.
    pub(crate) async fn start(data: TempDir, change: impl FnOnce(&mut Settings)) -> Stage {
        let mut settings = settings(data.path().to_path_buf());
        change(&mut settings);
        let server = soon("the server to start", Server::start(settings)).await.unwrap();
        let address = server.address();
        Stage { server: Some(server), address, data }
    }

    /// Stops the server, and hands back its data folder. Stopping it twice is fine.
    pub(crate) async fn stop(&mut self) {
        if let Some(server) = self.server.take() {
            let timer = server.timer().clone();
            soon("the server to stop", server.stop()).await;
            assert_eq!(timer.observe().await.subscribers, 0, "a timer is still running");
        }
    }

    /// Ends the stage and keeps its data folder for the next.
    pub(crate) async fn leave(mut self) -> TempDir {
        self.stop().await;
        self.data
    }

    pub(crate) async fn recorder_fell(&mut self) {
        let server = self.server.as_mut().expect("the server runs");
        soon("the recorder to fall", server.recorder_fell()).await;
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.data.path().to_path_buf()
    }

    pub(crate) fn server(&self) -> &Server {
        self.server.as_ref().expect("the server hasn't been stopped")
    }

    pub(crate) fn take_server(&mut self) -> Server {
        self.server.take().expect("the server hasn't been stopped")
    }

    /// Moves the clock by hand.
    pub(crate) async fn advance(&self, ms: u64) {
        soon("the clock to move", self.server().timer().advance(ms)).await.unwrap();
    }

    /// Lets the lobby's beats pass until `client` hears something like this.
    pub(crate) async fn beat_until(&self, client: &mut Client, what: &str, like: impl Fn(&Value) -> bool) -> Value {
        // What leads to it may still be on its way to the lobby.
        for _ in 0..100 {
            self.advance(LOBBY_BEAT_MS).await;
            client.round_trip().await;
            if client.has_waiting(&like) {
                break;
            }
        }
        client.wait(what, like).await
    }

    /// Lets the lobby's beats pass until `client` is shown a table like this.
    pub(crate) async fn table_at_beat(&self, client: &mut Client, what: &str, like: impl Fn(&Value) -> bool) -> Value {
        let is = |message: &Value| message["type"] == "table" && like(&message["table"]);
        self.beat_until(client, what, is).await["table"].clone()
    }

    /// All hubs together.
    pub(crate) async fn hubs(&self) -> HubSeen {
        let hubs = soon("the hubs to answer", self.server().observe_hubs()).await;
        hubs.into_iter().fold(HubSeen::default(), |mut all, hub| {
            all.connections += hub.connections;
            all.sessions += hub.sessions;
            all.counts.add(hub.counts);
            all
        })
    }

    /// Sends one request and reads its answer.
    pub(crate) async fn http(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
        let mut socket = Raw::connect(self.address).await;
        socket.request(method, path, headers, body).await
    }

    /// Reads an address with no headers of its own.
    pub(crate) async fn get(&self, path: &str) -> Response {
        self.http("GET", path, &[], "").await
    }

    /// A new guest, as a program gets one.
    pub(crate) async fn guest(&self) -> Guest {
        let json = ("content-type", "application/json");
        let guest = self.http("POST", "/api/guest", &[json], r#"{"bearer": true}"#).await;
        assert_eq!(guest.status, 200, "{guest:?}");
        let text = |name: &str| guest.json()[name].as_str().unwrap().to_string();
        Guest { player: text("player"), name: text("name"), token: text("token") }
    }

    /// A new guest with a connection that has said hello.
    pub(crate) async fn player(&self) -> Client {
        let guest = self.guest().await;
        self.join(&guest).await
    }

    /// A new tab of this guest.
    pub(crate) async fn join(&self, guest: &Guest) -> Client {
        let mut client = self.connect(guest, Codec::Json).await;
        client.hello(&client_id(), None).await;
        client
    }

    /// A socket of this guest that has said nothing.
    pub(crate) async fn connect(&self, guest: &Guest, codec: Codec) -> Client {
        let bearer = format!("Bearer {}", guest.token);
        Client::dial(self.address, codec, &[("authorization", &bearer)], guest.clone()).await
    }

    /// A match of `title` between new guests, who all look at their table.
    pub(crate) async fn table(&self, title: &str, options: Value, seats: usize) -> Table {
        let mut players = Vec::new();
        for _ in 0..seats {
            players.push(self.player().await);
        }
        let table = players[0].create(title, options).await;
        for player in &mut players {
            player.open(&table).await;
        }
        for player in &mut players[1..] {
            player.sit(&table).await;
        }
        let mut match_id = String::new();
        for player in &mut players {
            match_id = player.playing(&table).await;
            player.update(0).await;
        }
        Table { table, match_id, players }
    }

    /// The worker of a title in a server with one worker each.
    pub(crate) fn worker(title: &str) -> WorkerId {
        WorkerId { title: title.to_string(), shard: 0 }
    }
}

/// What stories start a server with.
pub(crate) fn settings(data: PathBuf) -> Settings {
    Settings { clock: Clock::by_hand(), ..Settings::new("127.0.0.1:0".parse().unwrap(), data) }
}

/// A client id as a tab would draw it.
pub(crate) fn client_id() -> String {
    let seed = engine::entropy::seed();
    seed.0.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// Somebody with a token.
#[derive(Clone, Debug)]
pub(crate) struct Guest {
    pub(crate) player: String,
    pub(crate) name: String,
    pub(crate) token: String,
}

/// A match being played, and its players' clients by seat.
pub(crate) struct Table {
    pub(crate) table: String,
    pub(crate) match_id: String,
    pub(crate) players: Vec<Client>,
}

impl Table {
    /// The player of `seat` acts; returns the event that it became.
    pub(crate) async fn act(&mut self, seat: usize, action: Value) -> u64 {
        let ok = self.players[seat].act(&self.match_id, action).await;
        assert_eq!(ok["type"], "ok", "{ok}");
        ok["rev"].as_u64().unwrap()
    }
}

/// A websocket that speaks the protocol. It keeps all it ever heard, so that a story can wait for what it needs and look
/// at the rest later.
pub(crate) struct Client {
    pub(crate) guest: Guest,
    pub(crate) codec: Codec,
    /// The client id it said hello with.
    pub(crate) id: String,
    /// The number of its last command.
    pub(crate) seq: u64,
    /// Everything heard, in order.
    pub(crate) heard: Vec<Value>,
    waiting: Vec<Value>,
    socket: WebSocketStream<TcpStream>,
}

impl Client {
    /// Opens a websocket with these headers.
    pub(crate) async fn dial(address: SocketAddr, codec: Codec, headers: &[(&str, &str)], guest: Guest) -> Client {
        let mut request = format!("ws://{address}/ws").into_client_request().unwrap();
        let names = [("sec-websocket-protocol", codec.subprotocol())];
        for (name, value) in headers.iter().chain(&names) {
            let name: tokio_tungstenite::tungstenite::http::HeaderName = name.parse().unwrap();
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        let stream = soon("a connection", TcpStream::connect(address)).await.unwrap();
        let (socket, _) = soon("the upgrade", client_async(request, stream)).await.unwrap();
        let (id, seq, heard, waiting) = (String::new(), 0, Vec::new(), Vec::new());
        Client { guest, codec, id, seq, heard, waiting, socket }
    }

    /// Says hello and returns the welcome.
    pub(crate) async fn hello(&mut self, id: &str, have: Option<Value>) -> Value {
        self.id = id.to_string();
        let mut hello = json!({ "type": "hello", "client": id });
        if let Some(have) = have {
            hello["have"] = have;
        }
        self.send(hello).await;
        let welcome = self.expect("welcome").await;
        self.seq = welcome["last_seq"].as_u64().unwrap_or(0);
        welcome
    }

    /// Sends a message; its field `payload` travels as the codec has it.
    pub(crate) async fn send(&mut self, mut message: Value) {
        let message = match self.codec {
            Codec::Json => Message::text(message.to_string()),
            Codec::Msgpack => {
                let payload = message.as_object_mut().and_then(|fields| fields.remove("payload"));
                let mut bytes = rmp_serde::to_vec_named(&message).unwrap();
                if let Some(payload) = payload {
                    bytes.extend(rmp_serde::to_vec_named(&payload).unwrap());
                }
                Message::binary(bytes)
            }
        };
        self.send_raw(message).await;
    }

    /// Sends a websocket message as it is.
    pub(crate) async fn send_raw(&mut self, message: Message) {
        soon("a message to be sent", self.socket.send(message)).await.unwrap();
    }

    /// Sends a command under the next number, which it returns, and waits for nothing.
    pub(crate) async fn tell(&mut self, command: Value, payload: Option<Value>) -> u64 {
        self.seq += 1;
        self.tell_as(self.seq, command, payload).await;
        self.seq
    }

    /// Sends a command under this number.
    pub(crate) async fn tell_as(&mut self, seq: u64, command: Value, payload: Option<Value>) {
        let mut message = json!({ "type": "command", "seq": seq, "command": command });
        if let Some(payload) = payload {
            message["payload"] = payload;
        }
        self.send(message).await;
    }

    /// The answer to a command: an `ok` or an `error`.
    pub(crate) async fn answer(&mut self, seq: u64) -> Value {
        self.wait(&format!("the answer to command {seq}"), |message| {
            matches!(message["type"].as_str(), Some("ok" | "error")) && message["seq"] == seq
        })
        .await
    }

    /// A command and its answer.
    pub(crate) async fn ask(&mut self, command: Value) -> Value {
        let seq = self.tell(command, None).await;
        self.answer(seq).await
    }

    /// A command that must be done.
    pub(crate) async fn done(&mut self, command: Value) -> Value {
        let answer = self.ask(command.clone()).await;
        assert_eq!(answer["type"], "ok", "{command}: {answer}");
        answer
    }

    /// A command that must be refused; returns the code.
    pub(crate) async fn refused(&mut self, command: Value) -> String {
        let answer = self.ask(command.clone()).await;
        assert_eq!(answer["type"], "error", "{command}: {answer}");
        code_of(&answer)
    }

    pub(crate) async fn create(&mut self, title: &str, options: Value) -> String {
        let ok = self.done(json!({ "type": "create_table", "title": title, "options": options })).await;
        ok["table"].as_str().unwrap().to_string()
    }

    pub(crate) async fn open(&mut self, table: &str) {
        self.done(json!({ "type": "open_table", "table": table })).await;
    }

    pub(crate) async fn sit(&mut self, table: &str) {
        self.done(json!({ "type": "sit", "table": table })).await;
    }

    /// Acts and returns the answer.
    pub(crate) async fn act(&mut self, match_id: &str, action: Value) -> Value {
        let seq = self.tell(json!({ "type": "act", "match_id": match_id }), Some(action)).await;
        self.answer(seq).await
    }

    /// An action that must be refused; returns the code.
    pub(crate) async fn act_refused(&mut self, match_id: &str, action: Value) -> String {
        let answer = self.act(match_id, action).await;
        assert_eq!(answer["type"], "error", "{answer}");
        code_of(&answer)
    }

    /// Waits until a match is played at this table, and returns it.
    pub(crate) async fn playing(&mut self, table: &str) -> String {
        let is = |state: &Value| state["phase"] == "playing" && state["table"] == table;
        let table = self.table_where("played at", is).await;
        table["match_id"].as_str().unwrap().to_string()
    }

    /// Waits for a table message like this.
    pub(crate) async fn table_where(&mut self, what: &str, like: impl Fn(&Value) -> bool) -> Value {
        let is = |message: &Value| message["type"] == "table" && like(&message["table"]);
        self.wait(&format!("a table that is {what}"), is).await["table"].clone()
    }

    /// Waits for the update of this revision.
    pub(crate) async fn update(&mut self, rev: u64) -> Value {
        let is = |message: &Value| message["type"] == "update" && message["rev"] == rev;
        self.wait(&format!("update {rev}"), is).await
    }

    /// Waits for a message of this type.
    pub(crate) async fn expect(&mut self, kind: &str) -> Value {
        self.wait(kind, |message| message["type"] == kind).await
    }

    /// Waits for an error that answers no command; returns its code.
    pub(crate) async fn error(&mut self) -> String {
        let error = self.wait("an error", |message| message["type"] == "error" && message["seq"].is_null()).await;
        code_of(&error)
    }

    /// Goes the way to the hub and back: all that the hub had said before has been heard, and pings were answered.
    pub(crate) async fn round_trip(&mut self) -> u64 {
        let echo = self.heard.len();
        self.send(json!({ "type": "ping", "echo": echo })).await;
        let pong = self.wait("a pong", |message| message["type"] == "pong" && message["echo"] == echo).await;
        pong["now_ms"].as_u64().unwrap()
    }

    /// The first message like this that no one has waited for yet; what else comes is kept.
    pub(crate) async fn wait(&mut self, what: &str, like: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(at) = self.waiting.iter().position(&like) {
                return self.waiting.remove(at);
            }
            match before(end, format!("{what}, after {:#?}", self.tail()), self.socket.next()).await {
                Some(Ok(Message::Close(reason))) => {
                    panic!("closed ({reason:?}) before {what}, after {:#?}", self.tail())
                }
                Some(Ok(message)) => {
                    self.keep(&message);
                    self.acknowledge().await;
                }
                Some(Err(error)) => panic!("{error} before {what}, after {:#?}", self.tail()),
                None => panic!("gone before {what}, after {:#?}", self.tail()),
            }
        }
    }

    /// Tells the server of the frame that was heard last, if there is one: without that it sends no more.
    async fn acknowledge(&mut self) {
        let Some(last) = self.heard.last().filter(|last| last["type"] == "frame") else { return };
        let seen = json!({ "type": "seen", "match_id": last["match_id"], "tick": last["tick"] });
        self.send(seen).await;
    }

    /// Whether something like this has been heard and not been waited for.
    pub(crate) fn has_waiting(&self, like: impl Fn(&Value) -> bool) -> bool {
        self.waiting.iter().any(like)
    }

    /// Waits for the server to close the socket, and returns the code; `None` if it was cut without one.
    pub(crate) async fn closed(&mut self) -> Option<u16> {
        let end = Instant::now() + PATIENCE;
        loop {
            match before(end, format!("the close, after {:#?}", self.tail()), self.socket.next()).await {
                Some(Ok(Message::Close(reason))) => return reason.map(|reason| u16::from(reason.code)),
                Some(Ok(message)) => self.keep(&message),
                Some(Err(_)) | None => return None,
            }
        }
    }

    fn keep(&mut self, message: &Message) {
        let message: Value = match (self.codec, message) {
            (Codec::Json, Message::Text(text)) => serde_json::from_str(text).unwrap(),
            (Codec::Msgpack, Message::Binary(bytes)) => serde_json::from_str(&json_of(bytes).unwrap()).unwrap(),
            (_, Message::Ping(_) | Message::Pong(_)) => return,
            (codec, message) => panic!("{message:?} on a connection that speaks {codec:?}"),
        };
        self.heard.push(message.clone());
        self.waiting.push(message);
    }

    fn tail(&self) -> &[Value] {
        &self.heard[self.heard.len().saturating_sub(3)..]
    }

    /// The updates heard of a match, in order.
    pub(crate) fn updates(&self, match_id: &str) -> Vec<&Value> {
        let of_match = |message: &&Value| message["type"] == "update" && message["match_id"] == match_id;
        self.heard.iter().filter(of_match).collect()
    }

    /// What to say in `have` when it comes back.
    pub(crate) fn have(&self, match_id: &str) -> Option<Value> {
        let last = self.updates(match_id).into_iter().next_back()?;
        Some(json!({ "match_id": match_id, "epoch": last["epoch"], "rev": last["rev"] }))
    }

    /// Closes the socket as a page that is left does.
    pub(crate) async fn leave(mut self) {
        // The server may have closed it first.
        let _ = soon("the goodbye", self.socket.close(None)).await;
        while let Some(Ok(_)) = soon("the end", self.socket.next()).await {}
    }

    /// Cuts the socket without a word, as a tunnel does. Returns who it was.
    pub(crate) fn cut(self) -> Guest {
        drop(self.socket);
        self.guest
    }
}

/// The code of an error.
pub(crate) fn code_of(error: &Value) -> String {
    error["code"].as_str().unwrap_or_else(|| panic!("{error} has no code")).to_string()
}

/// An answer over HTTP.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// The code of a refusal.
    pub(crate) fn code(&self) -> String {
        code_of(&self.json())
    }
}

/// A plain TCP connection, for what no client would do.
pub(crate) struct Raw {
    socket: TcpStream,
    read: Vec<u8>,
}

impl Raw {
    pub(crate) async fn connect(address: SocketAddr) -> Raw {
        let socket = soon("a connection", TcpStream::connect(address)).await.unwrap();
        Raw { socket, read: Vec::new() }
    }

    /// A connection whose kernel takes little before the client reads.
    pub(crate) async fn narrow(address: SocketAddr) -> Raw {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        let socket = soon("a connection", socket.connect(address)).await.unwrap();
        Raw { socket, read: Vec::new() }
    }

    /// Sends a request and reads its answer. The connection stays open if the server lets it.
    pub(crate) async fn request(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
        let mut request = format!("{method} {path} HTTP/1.1\r\n");
        if !headers.iter().any(|(name, _)| *name == "host") {
            request += "host: turnwheel.test\r\n";
        }
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        if !body.is_empty() {
            request += &format!("content-length: {}\r\n", body.len());
        }
        // A server that refuses a body needn't read it to its end.
        let _ = self.write(format!("{request}\r\n{body}").as_bytes()).await;
        self.response().await
    }

    /// Sends the head of a request and waits to be asked for the body, so that the request is under way.
    pub(crate) async fn announce(&mut self, path: &str, headers: &[(&str, &str)], body: &str) {
        let length = body.len().to_string();
        let more = [("content-length", length.as_str()), ("expect", "100-continue")];
        let asked = self.request("POST", path, &[headers, &more].concat(), "").await;
        assert_eq!(asked.status, 100);
    }

    /// Opens a websocket and returns the answer, which is 101 if it worked.
    pub(crate) async fn upgrade(&mut self, token: &str, protocol: Codec) -> Response {
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str()), ("sec-websocket-protocol", protocol.subprotocol())];
        self.request("GET", "/ws", &[&UPGRADE[..], &headers].concat(), "").await
    }

    pub(crate) async fn response(&mut self) -> Response {
        let end = loop {
            if let Some(end) = self.read.windows(4).position(|window| window == b"\r\n\r\n") {
                break end;
            }
            assert!(self.read_some().await, "the server hung up before it answered");
        };
        let head: Vec<u8> = self.read.drain(..end + 4).collect();
        let head = String::from_utf8(head).unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_string()))
            .collect();
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let length = length.map_or(0, |(_, length)| length.parse().unwrap());
        while self.read.len() < length {
            assert!(self.read_some().await, "the server hung up in the middle of its answer");
        }
        Response { status, headers, body: self.read.drain(..length).collect() }
    }

    pub(crate) async fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        soon("bytes to be written", self.socket.write_all(bytes)).await
    }

    /// Sends a websocket frame: whether it is the last of its message, what kind, and its bytes.
    pub(crate) async fn frame(&mut self, last: bool, opcode: u8, payload: &[u8]) {
        let mut frame = vec![u8::from(last) << 7 | opcode];
        match payload.len() {
            length @ 0..126 => frame.push(0x80 | u8::try_from(length).unwrap()),
            length @ 126..65_536 => {
                frame.push(0x80 | 126);
                frame.extend(u16::try_from(length).unwrap().to_be_bytes());
            }
            length => {
                frame.push(0x80 | 127);
                frame.extend(u64::try_from(length).unwrap().to_be_bytes());
            }
        }
        // A mask of zeros is a mask.
        frame.extend([0; 4]);
        frame.extend(payload);
        self.write(&frame).await.unwrap();
    }

    /// Sends a text message in one frame.
    pub(crate) async fn text(&mut self, message: &Value) {
        self.frame(true, 1, message.to_string().as_bytes()).await;
    }

    /// The next websocket frame of the server that is no ping: its opcode and its bytes.
    pub(crate) async fn next_frame(&mut self) -> (u8, Vec<u8>) {
        loop {
            let (opcode, bytes) = self.any_frame().await;
            if opcode != 9 {
                return (opcode, bytes);
            }
        }
    }

    /// The next websocket frame of the server, a ping too.
    pub(crate) async fn any_frame(&mut self) -> (u8, Vec<u8>) {
        self.fill(2).await;
        let (start, length) = match self.read[1] {
            126 => {
                self.fill(4).await;
                (4, usize::from(u16::from_be_bytes([self.read[2], self.read[3]])))
            }
            127 => {
                self.fill(10).await;
                let length = u64::from_be_bytes(self.read[2..10].try_into().unwrap());
                (10, usize::try_from(length).unwrap())
            }
            length => (2, usize::from(length)),
        };
        self.fill(start + length).await;
        let frame: Vec<u8> = self.read.drain(..start + length).collect();
        (frame[0] & 0x0f, frame[start..].to_vec())
    }

    /// Reads until the server is gone; returns how many bytes came, and the code of its close frame if they end with one.
    pub(crate) async fn read_out(&mut self) -> (usize, Option<u16>) {
        while self.read_some().await {}
        let close = match self.read.as_slice() {
            [.., 0x88, 2, high, low] => Some(u16::from_be_bytes([*high, *low])),
            _ => None,
        };
        (self.read.len(), close)
    }

    async fn fill(&mut self, length: usize) {
        while self.read.len() < length {
            assert!(self.read_some().await, "the server hung up");
        }
    }

    async fn read_some(&mut self) -> bool {
        let mut bytes = [0; 16 * 1024];
        match soon("bytes to read", self.socket.read(&mut bytes)).await {
            Ok(0) | Err(_) => false,
            Ok(count) => {
                self.read.extend_from_slice(&bytes[..count]);
                true
            }
        }
    }
}

/// The headers of a websocket's handshake, without who asks and what for.
pub(crate) const UPGRADE: [(&str, &str); 4] = [
    ("connection", "Upgrade"),
    ("upgrade", "websocket"),
    ("sec-websocket-version", "13"),
    ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
];
