//! What the gateway answers over HTTP: the API for pages and programs, the websocket's upgrade, the client's files, and the
//! two questions an operator's machines ask.

mod past;

use actix_web::{
    Error, HttpRequest, HttpResponse, Resource,
    error::{InternalError, JsonPayloadError},
    http::StatusCode,
    web::{self, Data, Json, JsonConfig, Path, Payload, PayloadConfig, QueryConfig, ServiceConfig},
};
use engine::{
    actors::{FindCode, FindTable, ListTables, MakeTable},
    ids::TableId,
    messages::NewTable,
    wire::{Codec, Offer, Refused, Sides},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use title::Courtesy;

pub(crate) use self::past::Replays;
use crate::{
    client_files,
    connection::Connection,
    gateway::Shared,
    guard::{COOKIE, From},
    identity::Identity,
    limits::BODY_BYTES,
    socket::Socket,
    socket_handle::SocketHandle,
};

/// Every address of the gateway.
pub(crate) fn routes(config: &mut ServiceConfig) {
    let json = JsonConfig::default().limit(BODY_BYTES).error_handler(|error, _| {
        let refused = match &error {
            JsonPayloadError::Overflow { .. } | JsonPayloadError::OverflowKnownLength { .. } => Refused::TOO_LARGE,
            _ => Refused::MALFORMED,
        };
        InternalError::from_response(error, refuse(refused)).into()
    });
    let query = QueryConfig::default()
        .error_handler(|error, _| InternalError::from_response(error, refuse(Refused::MALFORMED)).into());
    config
        .app_data(json)
        .app_data(query)
        .app_data(PayloadConfig::new(BODY_BYTES))
        .service(get("/healthz", web::get().to(healthz)))
        .service(get("/readyz", web::get().to(readyz)))
        .service(get("/api/guest", web::post().to(guest)))
        .service(get("/api/titles", web::get().to(titles)))
        .service(get("/api/tables", web::get().to(tables)).route(web::post().to(make_table)))
        .service(get("/api/tables/code/{code}", web::get().to(table_by_code)))
        .service(get("/api/tables/{table}", web::get().to(table)))
        .service(get("/api/matches/{match}/replay", web::get().to(past::replay)))
        .service(get("/api/forks", web::post().to(past::make_fork)))
        .service(get("/ws", web::get().to(upgrade)))
        .service(get("/", web::get().to(page)))
        .service(get("/t/{table}", web::get().to(page)))
        .service(get("/replay/{match}", web::get().to(page)))
        .default_service(web::to(file));
}

fn get(path: &str, route: actix_web::Route) -> Resource {
    web::resource(path).route(route).default_service(web::to(async || refuse(Refused::NOT_FOUND)))
}

/// A refusal over HTTP.
#[derive(Serialize)]
struct RefusedBody<'a> {
    code: &'a str,
    reason: &'a str,
}

/// A refusal's HTTP answer: the one place where codes meet statuses.
pub(crate) fn refuse(refused: Refused) -> HttpResponse {
    const STATUSES: [(Refused, StatusCode); 23] = [
        (Refused::NO_TOKEN, StatusCode::UNAUTHORIZED),
        (Refused::BAD_TOKEN, StatusCode::UNAUTHORIZED),
        (Refused::EXPIRED_TOKEN, StatusCode::UNAUTHORIZED),
        (Refused::BEARER_NEEDED, StatusCode::UNAUTHORIZED),
        (Refused::FOREIGN_ORIGIN, StatusCode::FORBIDDEN),
        (Refused::SECRETS, StatusCode::FORBIDDEN),
        (Refused::UNKNOWN_TABLE, StatusCode::NOT_FOUND),
        (Refused::UNKNOWN_MATCH, StatusCode::NOT_FOUND),
        (Refused::NO_SUCH_MOMENT, StatusCode::NOT_FOUND),
        (Refused::UNKNOWN_TITLE, StatusCode::NOT_FOUND),
        (Refused::UNKNOWN_CODE, StatusCode::NOT_FOUND),
        (Refused::NOT_FOUND, StatusCode::NOT_FOUND),
        (Refused::MATCH_RUNNING, StatusCode::CONFLICT),
        (Refused::OTHER_RULES, StatusCode::CONFLICT),
        (Refused::TOO_LONG, StatusCode::CONFLICT),
        (Refused::TOO_LARGE, StatusCode::PAYLOAD_TOO_LARGE),
        (Refused::TOO_FAST, StatusCode::TOO_MANY_REQUESTS),
        (Refused::TOO_MANY_SOCKETS, StatusCode::TOO_MANY_REQUESTS),
        (Refused::TOO_MANY_TABLES, StatusCode::TOO_MANY_REQUESTS),
        (Refused::TABLES_FULL, StatusCode::SERVICE_UNAVAILABLE),
        (Refused::BUSY, StatusCode::SERVICE_UNAVAILABLE),
        (Refused::STORAGE_UNAVAILABLE, StatusCode::SERVICE_UNAVAILABLE),
        (Refused::STOPPING, StatusCode::SERVICE_UNAVAILABLE),
    ];
    let status = STATUSES.iter().find(|(one, _)| one.code == refused.code);
    let status = status.map_or(StatusCode::BAD_REQUEST, |(_, status)| *status);
    HttpResponse::build(status).json(RefusedBody { code: &refused.code.0, reason: &refused.reason })
}

async fn healthz() -> &'static str {
    "alive\n"
}

async fn readyz(shared: Data<Shared>) -> HttpResponse {
    if shared.state.is_serving() {
        HttpResponse::Ok().body("serving\n")
    } else {
        HttpResponse::ServiceUnavailable().body("not serving\n")
    }
}

#[derive(Default, Deserialize)]
struct AskGuest {
    /// Whether the token is to come in the answer, for a program.
    #[serde(default)]
    bearer: bool,
}

#[derive(Serialize)]
struct Guest {
    player: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

/// Makes a guest, or greets one who comes back.
async fn guest(request: HttpRequest, shared: Data<Shared>, body: Option<Json<AskGuest>>) -> HttpResponse {
    let from = match shared.guard.origin(&request) {
        Ok(from) => from,
        Err(refused) => return refuse(refused),
    };
    let now_s = shared.timer.clock().wall_s();
    let known = request.cookie(COOKIE).and_then(|cookie| shared.guard.identity.read(cookie.value(), now_s).ok());
    let known = known.filter(|_| from == From::Page);
    let renew = known.as_ref().is_none_or(|(_, renew)| *renew);
    let player = known.map_or_else(|| shared.with_rng(Identity::guest), |(player, _)| player);
    let mut guest = Guest { player: player.id.to_string(), name: player.name.clone(), token: None };
    let mut response = HttpResponse::Ok();
    // A page's scripts never get to see its token; a program has nowhere to keep a cookie.
    if from == From::Program {
        if !body.is_some_and(|body| body.bearer) {
            return refuse(Refused::BEARER_NEEDED);
        }
        guest.token = Some(shared.guard.identity.sign(&player, now_s));
    } else if renew {
        response.cookie(shared.guard.cookie(&request, shared.guard.identity.sign(&player, now_s)));
    }
    response.json(guest)
}

#[derive(Serialize)]
struct TitleBody<'a> {
    name: &'a str,
    label: &'a str,
    summary: &'a str,
    rules_version: u32,
    /// How many seats a table has by default.
    seats: u8,
    real_time: bool,
    /// What players may ask of each other.
    courtesies: &'a [Courtesy],
    /// What the seats are called, in order; empty if they have no names.
    sides: &'a [&'a str],
    /// What quick match offers.
    presets: Vec<PresetBody<'a>>,
    /// The name of the bot that can be seated; null if there is none.
    bot: Option<&'a str>,
    /// Whether there is a view module at `/titles/NAME/view.js`.
    view: bool,
    /// The JSON schema of its options.
    options: &'a Value,
    defaults: &'a Value,
}

#[derive(Serialize)]
struct PresetBody<'a> {
    label: &'a str,
    options: &'a Value,
}

async fn titles(shared: Data<Shared>) -> HttpResponse {
    let titles: Vec<TitleBody<'_>> = shared
        .titles
        .iter()
        .map(|offered| TitleBody {
            name: offered.info.name,
            label: offered.info.label,
            summary: offered.info.summary,
            rules_version: offered.info.rules_version,
            seats: offered.plan.seats,
            real_time: offered.plan.tick_hz.is_some(),
            courtesies: offered.info.courtesies,
            sides: offered.info.sides,
            presets: offered.presets.iter().map(|(label, options)| PresetBody { label, options }).collect(),
            bot: offered.bot,
            view: client_files::has_view(offered.info.name),
            options: &offered.schema,
            defaults: &offered.defaults,
        })
        .collect();
    HttpResponse::Ok().json(titles)
}

async fn tables(shared: Data<Shared>) -> HttpResponse {
    let Some(lobby) = shared.routes.lobby_door() else { return refuse(Refused::BUSY) };
    match lobby.list.send(ListTables).await {
        Ok(tables) => HttpResponse::Ok().json(tables),
        Err(_) => refuse(Refused::BUSY),
    }
}

async fn table(shared: Data<Shared>, table: Path<String>) -> HttpResponse {
    let Some(lobby) = shared.routes.lobby_door() else { return refuse(Refused::BUSY) };
    match lobby.find.send(FindTable(TableId(table.into_inner()))).await {
        Ok(Ok(table)) => HttpResponse::Ok().json(table),
        Ok(Err(refused)) => refuse(refused),
        Err(_) => refuse(Refused::BUSY),
    }
}

async fn table_by_code(request: HttpRequest, shared: Data<Shared>, code: Path<String>) -> HttpResponse {
    let Some(lobby) = shared.routes.lobby_door() else { return refuse(Refused::BUSY) };
    let Some(address) = shared.guard.address(&request) else { return refuse(Refused::TOO_FAST) };
    if !shared.guesses.take(address, shared.timer.clock().now_ms()) {
        return refuse(Refused::TOO_FAST);
    }
    match lobby.find_code.send(FindCode(code.into_inner())).await {
        Ok(Ok(table)) => {
            shared.guesses.was_right(address);
            HttpResponse::Ok().json(table)
        }
        Ok(Err(refused)) if refused == Refused::UNKNOWN_CODE => refuse(refused),
        // Who was not answered has not guessed.
        missed => {
            shared.guesses.was_right(address);
            refuse(missed.ok().and_then(Result::err).unwrap_or(Refused::BUSY))
        }
    }
}

#[derive(Deserialize)]
struct AskTable {
    title: String,
    #[serde(default)]
    options: Value,
    #[serde(default)]
    offer: Offer,
    #[serde(default)]
    seat: Option<u8>,
    #[serde(default)]
    sides: Sides,
}

async fn make_table(request: HttpRequest, shared: Data<Shared>, ask: Json<AskTable>) -> HttpResponse {
    let player = match shared.guard.player(&request, shared.timer.clock().wall_s()) {
        Ok(player) => player,
        Err(refused) => return refuse(refused),
    };
    if shared.state.is_stopping() {
        return refuse(Refused::STOPPING);
    }
    let AskTable { title, options, offer, seat, sides } = ask.into_inner();
    let new = NewTable { title, options, offer, seat, sides, fork: None };
    let Some(lobby) = shared.routes.lobby_door() else { return refuse(Refused::BUSY) };
    match lobby.make.send(MakeTable { player, new }).await {
        Ok(Ok(table)) => HttpResponse::Created().json(table),
        Ok(Err(refused)) => refuse(refused),
        Err(_) => refuse(Refused::BUSY),
    }
}

/// Opens a websocket.
async fn upgrade(request: HttpRequest, shared: Data<Shared>, stream: Payload) -> Result<HttpResponse, Error> {
    let admitted = shared.guard.player(&request, shared.timer.clock().wall_s()).and_then(|player| {
        let codec = subprotocol(&request).ok_or(Refused::BAD_SUBPROTOCOL)?;
        if shared.state.is_stopping() {
            return Err(Refused::STOPPING);
        }
        let client = shared.guard.address(&request).ok_or(Refused::FOREIGN_ORIGIN)?;
        let place = shared.places.take(client).ok_or(Refused::TOO_MANY_SOCKETS)?;
        Ok((player, codec, place))
    });
    let (player, codec, place) = match admitted {
        Ok(admitted) => admitted,
        Err(refused) => return Ok(refuse(refused)),
    };
    let clock = shared.timer.clock();
    let Some((hub, announce)) = shared.hubs.for_player(&player.id) else { return Ok(refuse(Refused::BUSY)) };
    let socket = Socket {
        id: shared.next_connection(),
        core: Connection::new(codec, clock.now_ms()),
        clock,
        player,
        hub,
        announce,
        handle: request.conn_data::<SocketHandle>().cloned(),
        _place: place,
    };
    socket.upgrade(&request, stream)
}

/// The first subprotocol asked for that the server speaks.
fn subprotocol(request: &HttpRequest) -> Option<Codec> {
    let asked = request.headers().get_all("sec-websocket-protocol").filter_map(|value| value.to_str().ok());
    asked
        .flat_map(|value| value.split(','))
        .find_map(|name| [Codec::Msgpack, Codec::Json].into_iter().find(|codec| codec.subprotocol() == name.trim()))
}

async fn page(request: HttpRequest) -> HttpResponse {
    client_files::page(client_files::seen(&request))
}

async fn file(request: HttpRequest) -> HttpResponse {
    let path = request.path().trim_start_matches('/');
    client_files::file(path, client_files::seen(&request)).unwrap_or_else(|| refuse(Refused::NOT_FOUND))
}
