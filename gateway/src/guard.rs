//! Who may ask for what over HTTP: tokens, cookies and origins. Everything that can change something, and the websocket,
//! passes through here.

use std::net::IpAddr;

use actix_web::{
    HttpRequest,
    cookie::{Cookie, SameSite, time::Duration},
    http::header::{AUTHORIZATION, HOST, HeaderName, ORIGIN},
};
use engine::{player::Player, wire::Refused};

use crate::{identity::Identity, limits::TOKEN_S, peer::Proxies};

/// The cookie of a guest's token.
pub(crate) const COOKIE: &str = "turnwheel";

/// Tells who asks, and whether they may.
#[derive(Clone)]
pub(crate) struct Guard {
    pub(crate) identity: Identity,
    pub(crate) proxies: Proxies,
    /// Origins of other sites whose pages may speak to this server.
    pub(crate) origins: Vec<String>,
}

/// Where a request's page is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    /// A page of this server, or of an origin it trusts.
    Page,
    /// No page: a program.
    Program,
}

impl Guard {
    /// Where a request comes from; refused if it is another site's page.
    pub(crate) fn origin(&self, request: &HttpRequest) -> Result<From, Refused> {
        let Some(origin) = request.headers().get(ORIGIN) else { return Ok(From::Program) };
        let origin = origin.to_str().map_err(|_| Refused::FOREIGN_ORIGIN)?;
        if self.origins.iter().any(|trusted| trusted == origin) {
            return Ok(From::Page);
        }
        let told = self.proxies.told(request, "x-forwarded-host");
        let host = told.or_else(|| request.headers().get(HOST)?.to_str().ok()).ok_or(Refused::FOREIGN_ORIGIN)?;
        let own = origin.split_once("://").is_some_and(|(_, origin)| origin.eq_ignore_ascii_case(host));
        if own { Ok(From::Page) } else { Err(Refused::FOREIGN_ORIGIN) }
    }

    /// Who asks. A program must carry its token as a bearer: a cookie without an origin could be anybody's page.
    pub(crate) fn player(&self, request: &HttpRequest, now_s: u64) -> Result<Player, Refused> {
        let from = self.origin(request)?;
        let token = match (bearer(request), from) {
            (Some(token), _) => token,
            (None, From::Program) => return Err(Refused::BEARER_NEEDED),
            (None, From::Page) => request.cookie(COOKIE).ok_or(Refused::NO_TOKEN)?.value().to_string(),
        };
        Ok(self.identity.read(&token, now_s)?.0)
    }

    /// Who reads, if they say so. A page's own requests to read carry no origin, and nobody else's page can see what they are
    /// answered: so a cookie is enough here.
    pub(crate) fn reader(&self, request: &HttpRequest, now_s: u64) -> Result<Option<Player>, Refused> {
        self.origin(request)?;
        let token = bearer(request).or_else(|| Some(request.cookie(COOKIE)?.value().to_string()));
        Ok(token.and_then(|token| Some(self.identity.read(&token, now_s).ok()?.0)))
    }

    /// Where a request comes from on the network; `None` if that can't be told.
    pub(crate) fn address(&self, request: &HttpRequest) -> Option<IpAddr> {
        Some(self.proxies.client(request.peer_addr()?.ip(), request.headers()))
    }

    /// The cookie for a guest's token. Secure where the request came over TLS.
    pub(crate) fn cookie(&self, request: &HttpRequest, token: String) -> Cookie<'static> {
        let told = self.proxies.told(request, "x-forwarded-proto");
        let secure = told.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"));
        Cookie::build(COOKIE, token)
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(secure)
            .max_age(Duration::seconds(i64::try_from(TOKEN_S).unwrap_or(i64::MAX)))
            .finish()
    }
}

fn bearer(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_string())
}

/// Headers that every response carries: pages load nothing from elsewhere and can't be framed.
pub(crate) const SAFETY: [(HeaderName, &str); 4] = [
    (
        actix_web::http::header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'",
    ),
    (actix_web::http::header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (actix_web::http::header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];
