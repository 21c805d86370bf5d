//! Stories of the doors: who gets in, over HTTP and the websocket's handshake, and what a server needs to start.

use std::{fs, os::unix::fs::PermissionsExt};

use engine::wire::Codec;
use gateway::limits::{BODY_BYTES, TOKEN_S};
use serde_json::{Value, json};
use turnwheel::{Server, StartError};

use crate::util::{Client, Guest, Raw, Response, Stage, UPGRADE, client_id, in_system, settings, soon, staged, story};

type Headers<'a> = &'a [(&'a str, &'a str)];

const JSON: (&str, &str) = ("content-type", "application/json");
const HOST: (&str, &str) = ("host", "play.example");
const OWN: (&str, &str) = ("origin", "http://play.example");
const FOREIGN: (&str, &str) = ("origin", "http://evil.example");

/// Knocks at the websocket's door with these headers besides those of an upgrade.
async fn knock(stage: &Stage, headers: &[(&str, &str)]) -> Response {
    let headers = [&UPGRADE[..], headers].concat();
    stage.http("GET", "/ws", &headers, "").await
}

/// The refusal of a knock: its status and its code.
async fn refusal(stage: &Stage, headers: &[(&str, &str)]) -> (u16, String) {
    let response = knock(stage, headers).await;
    (response.status, response.code())
}

/// A guest as a page gets one: the answer, and the cookie's value.
async fn page_guest(stage: &Stage, headers: &[(&str, &str)]) -> (Response, Option<String>) {
    let response = stage.http("POST", "/api/guest", &[&[HOST, OWN][..], headers].concat(), "").await;
    let cookie = response.header("set-cookie").map(|cookie| cookie.split(';').next().unwrap().to_string());
    (response, cookie)
}

#[test]
fn a_program_gets_in_with_its_bearer() {
    story(async |stage| {
        let guest = stage.guest().await;
        let mut client = stage.connect(&guest, Codec::Json).await;
        let id = client_id();
        let welcome = client.hello(&id, None).await;
        let expected = json!({
            "type": "welcome", "player": guest.player, "name": guest.name, "last_seq": null, "now_ms": 0,
        });
        assert_eq!(welcome, expected);
        let refused = stage.http("POST", "/api/guest", &[JSON], "{}").await;
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (401, "bearer_needed"),
            "it has nowhere to keep a cookie"
        );
    });
}

#[test]
fn a_page_gets_in_with_its_cookie() {
    story(async |stage| {
        let (response, cookie) = page_guest(stage, &[]).await;
        let attributes: Vec<&str> = response.header("set-cookie").unwrap().split("; ").skip(1).collect();
        assert!(attributes.contains(&"HttpOnly"), "{attributes:?}");
        assert!(attributes.contains(&"SameSite=Lax"), "{attributes:?}");
        assert!(attributes.contains(&"Path=/"), "{attributes:?}");
        assert!(!attributes.contains(&"Secure"), "there is no TLS here: {attributes:?}");
        assert_eq!(response.json().get("token"), None, "a page's scripts never see the token");
        let player = response.json()["player"].as_str().unwrap().to_string();

        let origin = format!("http://{}", stage.address());
        let cookie = cookie.unwrap();
        let headers = [("origin", origin.as_str()), ("cookie", &cookie)];
        let guest = Guest { player: player.clone(), name: String::new(), token: String::new() };
        let mut client = Client::dial(stage.address(), Codec::Msgpack, &headers, guest).await;
        assert_eq!(client.hello(&client_id(), None).await["player"], player);
        assert_eq!(client.create("duel", json!({})).await.len(), 10);
    });
}

#[test]
fn a_guest_who_comes_back_is_the_same() {
    story(async |stage| {
        let (first, cookie) = page_guest(stage, &[]).await;
        let cookie = cookie.unwrap();
        let (again, renewed) = page_guest(stage, &[("cookie", &cookie)]).await;
        assert_eq!(again.json(), first.json());
        assert_eq!(renewed, None, "it is still good for long");

        // After half its time it is renewed, and the guest stays who it is.
        stage.advance(TOKEN_S / 2 * 1000 + 1_000).await;
        let (again, renewed) = page_guest(stage, &[("cookie", &cookie)]).await;
        assert_eq!(again.json(), first.json());
        let renewed = renewed.unwrap();
        stage.advance(TOKEN_S / 2 * 1000).await;
        let (anew, _) = page_guest(stage, &[("cookie", &cookie)]).await;
        assert_ne!(anew.json()["player"], first.json()["player"], "the first token has run out");
        let (again, _) = page_guest(stage, &[("cookie", &renewed)]).await;
        assert_eq!(again.json(), first.json());
    });
}

#[test]
fn the_cookie_is_secure_where_a_trusted_proxy_says_https() {
    let https = ("x-forwarded-proto", "https");
    let is_secure = |response: &Response| response.header("set-cookie").unwrap().contains("Secure");
    story(async |stage| {
        assert!(!is_secure(&page_guest(stage, &[https]).await.0), "anybody could say so");
    });
    let proxied = |settings: &mut turnwheel::Settings| settings.trusted_proxies = vec!["127.0.0.1/32".parse().unwrap()];
    staged(proxied, async |stage| {
        assert!(is_secure(&page_guest(stage, &[https]).await.0));
        assert!(!is_secure(&page_guest(stage, &[("x-forwarded-proto", "http")]).await.0));
        // The proxy's word for the host counts too.
        let headers = [("origin", "https://games.example"), ("x-forwarded-host", "games.example"), https];
        let response = stage.http("POST", "/api/guest", &[&[HOST][..], &headers].concat(), "").await;
        assert_eq!(response.status, 200);
    });
}

#[test]
fn who_cannot_say_who_they_are_stays_outside() {
    story(async |stage| {
        let token = stage.guest().await.token;
        let bearer = format!("Bearer {token}");
        let cookie = format!("turnwheel={token}");
        let protocol = ("sec-websocket-protocol", Codec::Json.subprotocol());
        let mut bent = token.clone().into_bytes();
        bent[10] ^= 1;
        let forged = format!("Bearer {}", String::from_utf8_lossy(&bent));
        let own = [HOST, OWN, protocol];
        let cases: [(Headers, u16, &str); 10] = [
            (&[protocol], 401, "bearer_needed"),
            (&[("cookie", &cookie), protocol], 401, "bearer_needed"),
            (&own, 401, "no_token"),
            (&[&own[..], &[("cookie", "turnwheel=nonsense")]].concat(), 401, "bad_token"),
            (&[("authorization", &forged), protocol], 401, "bad_token"),
            (&[("authorization", "Bearer nonsense"), protocol], 401, "bad_token"),
            (&[("authorization", "Basic bWU6bWU="), protocol], 401, "bearer_needed"),
            (&[("authorization", &bearer), FOREIGN, protocol], 403, "foreign_origin"),
            (&[("authorization", &bearer), ("sec-websocket-protocol", "turnwheel.v2.json")], 400, "bad_subprotocol"),
            (&[("authorization", &bearer)], 400, "bad_subprotocol"),
        ];
        for (headers, status, code) in cases {
            assert_eq!(refusal(stage, headers).await, (status, code.to_string()), "{headers:?}");
        }
        let no_upgrade = [("authorization", bearer.as_str()), protocol];
        assert_eq!(stage.http("GET", "/ws", &no_upgrade, "").await.status, 400);

        // Of several subprotocols the first that is spoken here is chosen.
        let several = ("sec-websocket-protocol", "soap, turnwheel.v1.msgpack, turnwheel.v1.json");
        let response = knock(stage, &[("authorization", &bearer), several]).await;
        assert_eq!(response.status, 101);
        assert_eq!(response.header("sec-websocket-protocol"), Some("turnwheel.v1.msgpack"));
    });
}

#[test]
fn a_token_runs_out_to_the_second() {
    story(async |stage| {
        let guest = stage.guest().await;
        let bearer = format!("Bearer {}", guest.token);
        let headers = [("authorization", bearer.as_str()), ("sec-websocket-protocol", Codec::Json.subprotocol())];
        stage.advance(TOKEN_S * 1000 - 1).await;
        assert_eq!(knock(stage, &headers).await.status, 101);
        stage.advance(1).await;
        assert_eq!(refusal(stage, &headers).await, (401, "expired_token".to_string()));
    });
}

#[test]
fn pages_of_other_sites_stay_outside_unless_they_are_trusted() {
    story(async |stage| {
        for (method, path, body) in [("POST", "/api/guest", ""), ("POST", "/api/tables", r#"{"title":"duel"}"#)] {
            for origin in [FOREIGN, ("origin", "null"), ("origin", "http://play.example.evil.example")] {
                let refused = stage.http(method, path, &[HOST, JSON, origin], body).await;
                assert_eq!((refused.status, refused.code().as_str()), (403, "foreign_origin"), "{path} {origin:?}");
            }
        }
    });
    let trusting = |settings: &mut turnwheel::Settings| settings.origins = vec!["http://evil.example".to_string()];
    staged(trusting, async |stage| {
        assert_eq!(stage.http("POST", "/api/guest", &[HOST, FOREIGN], "").await.status, 200);
    });
}

#[test]
fn a_program_makes_a_table() {
    story(async |stage| {
        let guest = stage.guest().await;
        let bearer = format!("Bearer {}", guest.token);
        let headers = [("authorization", bearer.as_str()), JSON];
        let ask = json!({ "title": "duel", "options": { "choose_seconds": 7 }, "offer": "open" });
        let made = stage.http("POST", "/api/tables", &headers, &ask.to_string()).await;
        assert_eq!(made.status, 201);
        let table = made.json();
        assert_eq!(table["options"], json!({ "choose_seconds": 7, "default_number": 1 }));
        let holder = json!({ "player": guest.player, "name": guest.name, "kind": "player" });
        assert_eq!(table["seats"][0]["holder"], holder);
        assert_eq!(stage.get(&format!("/api/tables/{}", table["table"].as_str().unwrap())).await.json(), table);

        let refused = async |headers: &[(&str, &str)], body: &str| {
            let refused = stage.http("POST", "/api/tables", headers, body).await;
            (refused.status, refused.code())
        };
        let cases = [
            (r#"{"title":"chequers"}"#, 404, "unknown_title"),
            (r#"{"title":"duel","options":{"choose_seconds":1}}"#, 400, "rules.choose_seconds"),
            (r#"{"title":"duel","options":[]}"#, 400, "bad_options"),
            (r#"{"title":"duel","offer":"auction"}"#, 400, "malformed"),
            (r#"{"options":{}}"#, 400, "malformed"),
            ("{", 400, "malformed"),
        ];
        for (body, status, code) in cases {
            assert_eq!(refused(&headers, body).await, (status, code.to_string()), "{body}");
        }
        assert_eq!(refused(&headers[..1], "title=duel").await, (400, "malformed".to_string()), "not JSON by its label");
        assert_eq!(refused(&[JSON], r#"{"title":"duel"}"#).await, (401, "bearer_needed".to_string()));

        let pad = |bytes: usize| format!("{{{}}}", " ".repeat(bytes - 2));
        assert_eq!(
            refused(&headers, &pad(BODY_BYTES)).await,
            (400, "malformed".to_string()),
            "read, and found lacking"
        );
        assert_eq!(refused(&headers, &pad(BODY_BYTES + 1)).await, (413, "too_large".to_string()));
    });
}

#[test]
fn an_unknown_address_is_nowhere() {
    story(async |stage| {
        for (method, path) in [
            ("GET", "/nowhere"),
            ("GET", "/api/nowhere"),
            ("GET", "/../Cargo.toml"),
            ("GET", "/%2e%2e/Cargo.toml"),
            ("POST", "/api/titles"),
            ("DELETE", "/api/tables/x"),
            ("POST", "/ws"),
            ("PUT", "/"),
        ] {
            let response = stage.http(method, path, &[], "").await;
            assert_eq!((response.status, response.code().as_str()), (404, "not_found"), "{method} {path}");
        }
        let response = stage.get("/api/tables/nowhere").await;
        assert_eq!((response.status, response.code().as_str()), (404, "unknown_table"));
    });
}

#[test]
fn every_answer_carries_the_headers_of_safety() {
    story(async |stage| {
        let token = stage.guest().await.token;
        let (bearer, large) = (format!("Bearer {token}"), "x".repeat(BODY_BYTES + 1));
        let authorized = ("authorization", bearer.as_str());
        let protocol = ("sec-websocket-protocol", Codec::Json.subprotocol());
        let mut answers = vec![knock(stage, &[authorized, protocol]).await, knock(stage, &[]).await];
        let asks: [(&str, &str, Headers, &str); 10] = [
            ("GET", "/", &[], ""),
            ("GET", "/t/anything", &[], ""),
            ("GET", "/healthz", &[], ""),
            ("GET", "/readyz", &[], ""),
            ("GET", "/api/titles", &[], ""),
            ("GET", "/api/tables", &[], ""),
            ("GET", "/nowhere", &[], ""),
            ("GET", "/ws", &[authorized, protocol], ""),
            ("POST", "/api/tables", &[authorized, JSON], &large),
            ("POST", "/api/guest", &[FOREIGN], ""),
        ];
        for (method, path, headers, body) in asks {
            answers.push(stage.http(method, path, headers, body).await);
        }
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        assert_eq!(statuses, [101, 401, 200, 200, 200, 200, 200, 200, 404, 400, 413, 403]);
        for answer in answers {
            let policy = answer.header("content-security-policy").unwrap();
            assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
            assert_eq!(answer.header("referrer-policy"), Some("same-origin"));
            assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"));
        }
    });
}

#[test]
fn operators_machines_get_their_answers() {
    story(async |stage| {
        let health = stage.get("/healthz").await;
        assert_eq!((health.status, health.text().as_str()), (200, "alive\n"));
        let ready = stage.get("/readyz").await;
        assert_eq!((ready.status, ready.text().as_str()), (200, "serving\n"));
    });
}

#[test]
fn titles_are_described() {
    story(async |stage| {
        let titles = stage.get("/api/titles").await.json();
        let names: Vec<&Value> = titles.as_array().unwrap().iter().map(|title| &title["name"]).collect();
        assert_eq!(names, ["chess", "connect_four", "duel", "pong", "reversi", "tic_tac_toe", "tron"]);
        let title = |name: &str| titles.as_array().unwrap().iter().find(|title| title["name"] == name).unwrap();
        let duel = title("duel");
        assert_eq!(duel["defaults"], json!({ "choose_seconds": 20, "default_number": 1 }));
        assert_eq!(duel["options"]["properties"]["choose_seconds"]["maximum"], 120);
        assert_eq!(duel["courtesies"], json!(["resign", "abort", "rematch", "claim"]));
        assert_eq!((&duel["sides"], &duel["bot"]), (&json!([]), &json!("Random bot")));
        assert_eq!(duel["presets"], json!([{ "label": "", "options": duel["defaults"] }]));
        let tic_tac_toe = title("tic_tac_toe");
        assert_eq!((&tic_tac_toe["seats"], &tic_tac_toe["real_time"]), (&json!(2), &json!(false)));
        assert_eq!(tic_tac_toe["sides"], json!(["X", "O"]));
        let pong = title("pong");
        assert_eq!((&pong["seats"], &pong["real_time"]), (&json!(2), &json!(true)));
        let chess = title("chess");
        assert!(chess["courtesies"].as_array().unwrap().contains(&json!("undo")));
        for preset in chess["presets"].as_array().unwrap() {
            assert!(!preset["label"].as_str().unwrap().is_empty());
            let names = |options: &Value| options.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
            assert_eq!(names(&preset["options"]), names(&chess["defaults"]), "complete");
        }
    });
}

#[test]
fn the_key_is_its_owners_alone_and_outlives_the_server() {
    in_system(async {
        let stage = Stage::start(tempfile::tempdir().unwrap(), |_| ()).await;
        let guest = stage.guest().await;
        let key = stage.data().join("identity.key");
        assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
        let written = fs::read(&key).unwrap();
        assert_eq!(written.len(), 32);

        let mut stage = Stage::start(stage.leave().await, |_| ()).await;
        assert_eq!(fs::read(&key).unwrap(), written);
        let mut client = stage.connect(&guest, Codec::Json).await;
        assert_eq!(client.hello(&client_id(), None).await["player"], guest.player);
        client.leave().await;
        stage.stop().await;

        // A key that was cut short isn't taken for one, and isn't replaced either.
        fs::write(&key, &written[..31]).unwrap();
        let error = Server::start(settings(stage.data())).await.err().unwrap();
        assert!(matches!(&error, StartError::Data(_, _)), "{error}");
        assert!(error.to_string().contains("identity.key"), "{error}");
        assert_eq!(fs::read(&key).unwrap(), written[..31]);
    });
}

#[test]
fn a_server_that_cannot_start_says_why() {
    story(async |stage| {
        let file = stage.data().join("file");
        fs::write(&file, "").unwrap();
        let error = Server::start(settings(file.clone())).await.err().unwrap();
        assert!(matches!(&error, StartError::Data(path, _) if *path == file), "{error}");
        assert!(error.to_string().contains(&*file.to_string_lossy()), "{error}");

        let mut taken = settings(stage.data());
        taken.listen = stage.address();
        let error = Server::start(taken).await.err().unwrap();
        assert!(matches!(&error, StartError::Listen(address, _) if *address == stage.address()), "{error}");
        assert!(error.to_string().contains(&stage.address().to_string()), "{error}");
    });
}

#[test]
fn two_servers_in_one_process_know_nothing_of_each_other() {
    story(async |stage| {
        let mut other = Stage::start(tempfile::tempdir().unwrap(), |_| ()).await;
        assert_ne!(stage.address(), other.address());
        let guest = stage.guest().await;
        let bearer = format!("Bearer {}", guest.token);
        let headers = [("authorization", bearer.as_str()), ("sec-websocket-protocol", Codec::Json.subprotocol())];
        assert_eq!(refusal(&other, &headers).await, (401, "bad_token".to_string()));

        let mut host = stage.join(&guest).await;
        let table = host.create("duel", json!({})).await;
        let mut stranger = other.player().await;
        let refused = stranger.refused(json!({ "type": "open_table", "table": table })).await;
        assert_eq!(refused, "unknown_table");
        stranger.leave().await;
        other.stop().await;
        host.open(&table).await;
    });
}

#[test]
fn half_a_request_disturbs_nobody() {
    story(async |stage| {
        let mut slow = Raw::connect(stage.address()).await;
        slow.write(b"GET /api/tables HTTP/1.1\r\nhost: ").await.unwrap();
        let mut wrong = Raw::connect(stage.address()).await;
        wrong.write(b"\x16\x03\x01 this is no HTTP\r\n\r\n").await.unwrap();
        let (read, _) = soon("an end of it", wrong.read_out()).await;
        assert!(read > 0, "it is told off");
        assert_eq!(stage.get("/healthz").await.status, 200);
        drop(slow);
    });
}
