//! The browser client, built into the binary. Where it wasn't built, a page says how to build it; the API serves either way.

use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
};
use rust_embed::{EmbeddedFile, RustEmbed};

/// static/dist at build time; in a debug build, as it is at run time.
#[derive(RustEmbed)]
#[folder = "../static/dist"]
#[allow_missing = true]
struct Client;

/// What the page says where the client wasn't built.
const UNBUILT: &str = include_str!("unbuilt.html");

/// The page, whatever its address: the client finds out by itself what to show.
pub(crate) fn page(seen: Option<&str>) -> HttpResponse {
    match Client::get("index.html") {
        Some(file) => answer("index.html", &file, "no-cache", seen),
        None => HttpResponse::Ok().content_type("text/html; charset=utf-8").body(UNBUILT),
    }
}

/// A file of the client; `None` if it has none of this name.
pub(crate) fn file(path: &str, seen: Option<&str>) -> Option<HttpResponse> {
    let file = Client::get(path)?;
    // Files under assets/ bear a hash of their content in their name, so they never change.
    let caching = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    Some(answer(path, &file, caching, seen))
}

/// Whether a title has a view module.
pub(crate) fn has_view(title: &str) -> bool {
    Client::get(&format!("titles/{title}/view.js")).is_some()
}

fn answer(path: &str, file: &EmbeddedFile, caching: &str, seen: Option<&str>) -> HttpResponse {
    let tag: String = file.metadata.sha256_hash().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{tag}\"");
    if seen == Some(&tag) {
        return HttpResponse::NotModified().insert_header((ETAG, tag)).finish();
    }
    let mime = match path.rsplit_once('.') {
        Some((_, "html")) => "text/html; charset=utf-8",
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        _ => file.metadata.mimetype(),
    };
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, mime))
        .insert_header((CACHE_CONTROL, caching.to_string()))
        .insert_header((ETAG, tag))
        .body(file.data.clone().into_owned())
}

/// The tag a browser has seen before.
pub(crate) fn seen(request: &actix_web::HttpRequest) -> Option<&str> {
    request.headers().get(IF_NONE_MATCH)?.to_str().ok()
}
