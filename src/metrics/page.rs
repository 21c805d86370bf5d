//! The page of figures over HTTP, on a listener of its own. The only file of this room that knows HTTP.

use std::{io, net::TcpListener, time::Duration};

use actix::Addr;
use actix_web::{
    App, HttpResponse, HttpServer, Responder,
    dev::ServerHandle,
    web::{self, Data},
};

use super::{
    gather::{Gather, Page},
    limits,
};

/// What Prometheus expects to be told about its text format.
const TEXT_FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Serves `/metrics` until the handle stops it.
pub(super) fn serve(listener: TcpListener, gather: Addr<Gather>) -> io::Result<ServerHandle> {
    let gather = Data::new(gather);
    let server = HttpServer::new(move || App::new().app_data(gather.clone()).route("/metrics", web::get().to(metrics)))
        .workers(1)
        .max_connections(limits::CONNECTIONS)
        .client_request_timeout(Duration::from_millis(limits::REQUEST_MS))
        .disable_signals()
        .listen(listener)?
        .run();
    let handle = server.handle();
    actix::spawn(async move {
        if let Err(error) = server.await {
            tracing::error!(%error, "the listener of the metrics failed");
        }
    });
    Ok(handle)
}

async fn metrics(gather: Data<Addr<Gather>>) -> impl Responder {
    match gather.send(Page).await {
        Ok(page) => HttpResponse::Ok().content_type(TEXT_FORMAT).body(page),
        Err(_) => HttpResponse::ServiceUnavailable().body("the server is stopping"),
    }
}
