//! A server of one's own to load: started, given cores of its own, looked at, and ended with the run.

use std::{fs, io, net::SocketAddr, process::Stdio};

use rustix::{
    param::{clock_ticks_per_second, page_size},
    thread::{CpuSet, sched_getaffinity, sched_setaffinity},
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

/// The start of the line in which a server says where it is.
const SERVES: &str = "turnwheel serves http://";

/// A server that this process has started. It ends when this is dropped.
pub(super) struct Spawned {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    _data: TempDir,
}

/// What a process has used.
#[derive(Clone, Copy, Default)]
pub(super) struct Used {
    pub(super) cpu_us: u64,
    pub(super) rss_kb: u64,
}

impl Spawned {
    /// Starts the program that runs now as a server, with these arguments. Given `cores`, it gets those, and this process keeps
    /// the others for itself and for threads it starts from now on.
    pub(super) fn start(arguments: &[String], cores: &[usize]) -> io::Result<Spawned> {
        let data = tempfile::tempdir()?;
        let all = sched_getaffinity(None)?;
        if !cores.is_empty() {
            // A process inherits the cores of the thread that starts it: so it never runs anywhere else.
            sched_setaffinity(None, &only(&all, |core| cores.contains(&core))?)?;
        }
        let child = Command::new(std::env::current_exe()?)
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(data.path())
            .args(arguments)
            // A server that is measured beside another must not want the other's address for its figures.
            .env("METRICS", "off")
            // A server under load has much to complain of, in the middle of the bars that show how far a run is.
            .env("RUST_LOG", std::env::var("RUST_LOG").unwrap_or_else(|_| "error".to_string()))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            // What is typed at the terminal is for this process, which ends the server itself.
            .process_group(0)
            .spawn();
        if !cores.is_empty() {
            sched_setaffinity(None, &only(&all, |core| !cores.contains(&core))?)?;
        }
        let mut child = child?;
        let stdout = child.stdout.take().expect("its output is piped");
        Ok(Spawned { child, lines: BufReader::new(stdout).lines(), _data: data })
    }

    /// Where it serves, once it does. `None` if it has ended instead, for which it has given its reason.
    pub(super) async fn address(&mut self) -> io::Result<Option<SocketAddr>> {
        while let Some(line) = self.lines.next_line().await? {
            if let Some(address) = line.strip_prefix(SERVES).and_then(|address| address.parse().ok()) {
                return Ok(Some(address));
            }
        }
        Ok(None)
    }

    /// What it has used so far. `None` if it has ended, or where this can't be known.
    pub(super) fn used(&self) -> Option<Used> {
        used(&self.child.id()?.to_string())
    }

    /// Ends it, and waits for its end.
    pub(super) async fn end(mut self) -> io::Result<()> {
        self.child.kill().await
    }
}

/// What this process has used so far.
pub(super) fn own() -> Option<Used> {
    used("self")
}

/// Those of `all` that are to be `kept`.
fn only(all: &CpuSet, kept: impl Fn(usize) -> bool) -> io::Result<CpuSet> {
    let mut cores = CpuSet::new();
    (0..CpuSet::MAX_CPU).filter(|core| all.is_set(*core) && kept(*core)).for_each(|core| cores.set(core));
    if cores.count() == 0 {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "these cores leave none for the server or for the players",
        ));
    }
    Ok(cores)
}

fn used(process: &str) -> Option<Used> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let statm = fs::read_to_string(format!("/proc/{process}/statm")).ok()?;
    let (user, system) = cpu_ticks(&stat)?;
    let pages: u64 = statm.split(' ').nth(1)?.parse().ok()?;
    let cpu_us = (user + system) * 1_000_000 / clock_ticks_per_second();
    Some(Used { cpu_us, rss_kb: pages * page_size() as u64 / 1024 })
}

/// Fields 14 and 15 of a process's `stat`. Its name, the second, may hold anything, also brackets and spaces.
fn cpu_ticks(stat: &str) -> Option<(u64, u64)> {
    let mut fields = stat.rsplit_once(") ")?.1.split(' ').skip(11);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_a_process_is_read_whatever_its_name() {
        let stat = "42 (a (bad) name) S 1 2 3 4 5 6 7 8 9 10 11 222 0 0 20 0 1 0 5 6 7";
        assert_eq!(cpu_ticks(stat), Some((11, 222)));
        assert_eq!(cpu_ticks("42 (cut) S 1"), None);
    }

    #[test]
    fn cores_are_shared_out_or_refused() {
        let mut all = CpuSet::new();
        [0, 2, 5].into_iter().for_each(|core| all.set(core));
        let cores = only(&all, |core| core != 2).unwrap();
        assert!(cores.is_set(0) && cores.is_set(5) && cores.count() == 2);
        assert!(only(&all, |core| core == 1).is_err());
    }
}
