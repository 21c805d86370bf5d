//! The server as a process: started on a folder and a port that stay the same, and killed.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::Stdio,
};

use title::Rng;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

/// The start of the line in which a server says where it is.
const SERVES: &str = "turnwheel serves http://";

/// Ports to be tried. They lie below those that the kernel gives to outgoing connections: one of the players' own, dialling a
/// server that is down, might otherwise be given the server's.
const PORTS: std::ops::Range<u16> = 15_000..30_000;

/// How a server is started.
pub(crate) struct Program {
    pub(crate) path: PathBuf,
    pub(crate) data: PathBuf,
    pub(crate) address: SocketAddr,
    /// Where it serves its figures, or `off`.
    pub(crate) metrics: String,
}

/// One that runs. It ends when this is dropped.
pub(crate) struct Running {
    pub(crate) child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    serves: bool,
}

impl Program {
    /// The program at `path` on this folder, and on a port that nobody has now.
    pub(crate) fn new(path: PathBuf, data: PathBuf, rng: &mut Rng) -> io::Result<Program> {
        Ok(Program { path, data, address: free_address(rng)?, metrics: "off".to_string() })
    }

    pub(crate) fn start(&self) -> io::Result<Running> {
        let mut child = Command::new(&self.path)
            .arg("--listen")
            .arg(self.address.to_string())
            .arg("--data")
            .arg(&self.data)
            .arg("--metrics")
            .arg(&self.metrics)
            .env("RUST_LOG", std::env::var("RUST_LOG").unwrap_or_else(|_| "error".to_string()))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            // What is typed at the terminal is for this process, which ends the server itself.
            .process_group(0)
            .spawn()?;
        let stdout = child.stdout.take().expect("its output is piped");
        Ok(Running { child, lines: BufReader::new(stdout).lines(), serves: false })
    }
}

impl Running {
    /// Waits until it serves.
    pub(crate) async fn serves(&mut self) -> io::Result<()> {
        while !self.serves {
            let line = self.lines.next_line().await?;
            let line = line.ok_or_else(|| io::Error::other("the server has ended by itself; its log says why"))?;
            self.serves = line.starts_with(SERVES);
        }
        Ok(())
    }

    /// Kills it without a warning, and waits until nothing is left of it. Fails if it had ended before.
    pub(crate) async fn kill(mut self) -> io::Result<()> {
        if let Some(status) = self.child.try_wait()? {
            return Err(io::Error::other(format!("the server has ended by itself: {status}")));
        }
        self.child.kill().await
    }
}

/// An address on this machine that nobody has now.
pub(crate) fn free_address(rng: &mut Rng) -> io::Result<SocketAddr> {
    loop {
        let port = PORTS.start + u16::try_from(rng.below(PORTS.len() as u64)).expect("a range of ports is short");
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        match TcpListener::bind(address) {
            Ok(_) => return Ok(address),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            Err(error) => return Err(error),
        }
    }
}
