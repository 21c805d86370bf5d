//! What is set on every accepted socket, and the way to end one from outside. The actor of a stalled socket is frozen with
//! it (nothing polls it while its write buffer is full), so neither a close nor a drop would ever reach it.

use std::{any::Any, net::Shutdown, sync::Arc, time::Duration};

use actix_web::{dev::Extensions, rt::net::TcpStream};
use socket2::{SockRef, Socket};

use crate::limits::{SOCKET_SEND_BYTES, TCP_USER_TIMEOUT_MS};

/// A second handle on a connection's socket. It costs one more file descriptor a connection, and in exchange never names
/// a descriptor that was closed and given to somebody else.
#[derive(Clone, Debug)]
pub struct SocketHandle(Arc<Socket>);

impl SocketHandle {
    /// Ends the socket both ways, at once.
    pub fn shut_down(&self) {
        // It may have ended by itself.
        let _ = self.0.shutdown(Shutdown::Both);
    }
}

/// Prepares an accepted socket and leaves its handle with the connection's data.
pub(crate) fn on_connect(io: &dyn Any, data: &mut Extensions) {
    let Some(stream) = io.downcast_ref::<TcpStream>() else { return };
    let socket = SockRef::from(stream);
    // A move is a small packet that must not wait for another.
    let set = [
        socket.set_tcp_nodelay(true),
        socket.set_send_buffer_size(SOCKET_SEND_BYTES),
        #[cfg(target_os = "linux")]
        socket.set_tcp_user_timeout(Some(Duration::from_millis(TCP_USER_TIMEOUT_MS))),
    ];
    for error in set.into_iter().filter_map(Result::err) {
        tracing::warn!(%error, "a socket option can't be set");
    }
    match socket.try_clone() {
        Ok(socket) => _ = data.insert(SocketHandle(Arc::new(socket))),
        Err(error) => tracing::warn!(%error, "a socket can't be held; if it stalls, the kernel ends it"),
    }
}
