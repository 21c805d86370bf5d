//! What the server says about itself, in Prometheus' text format, at an address that is not the players'.
//!
//! Roles count as they go, always, and know nothing of this room. Somebody who asks for the page makes [`Gather`] look at
//! all of them; nobody is disturbed as long as nobody asks.

mod board;
mod gather;
mod histogram;
mod names;
mod page;

mod limits;

use std::{
    io,
    net::{SocketAddr, TcpListener},
};

use actix_web::dev::ServerHandle;
use engine::actors::Routes;
use gateway::Hubs;
use timer::Timer;

use self::gather::Gather;

/// A page of figures that is served.
pub(crate) struct Metrics {
    address: SocketAddr,
    server: ServerHandle,
}

impl Metrics {
    /// Serves the page on this listener. Must be called inside an actix system.
    pub(crate) fn start(listener: TcpListener, routes: Routes, hubs: Hubs, timer: Timer) -> io::Result<Metrics> {
        let address = listener.local_addr()?;
        let server = page::serve(listener, Gather::start_for(routes, hubs, timer))?;
        Ok(Metrics { address, server })
    }

    /// Where it is served.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops to serve it.
    pub(crate) async fn stop(&self) {
        self.server.stop(false).await;
    }
}
