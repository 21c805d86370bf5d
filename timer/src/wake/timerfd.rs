//! A timerfd of the kernel's monotonic clock, waited for by the runtime.
//!
//! Linux only. It knows spans and file descriptors, not what time it is.

use std::io;
use std::os::fd::OwnedFd;
use std::time::Duration;

use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create, timerfd_settime,
};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

#[derive(Debug)]
pub(super) struct Timerfd {
    fd: AsyncFd<OwnedFd>,
}

impl Timerfd {
    #[expect(
        deprecated,
        reason = "tokio put an unsafe constructor in place of this one, for types that may close or change their \
                  descriptor; an OwnedFd does neither, so the safe one is sound here"
    )]
    pub(super) fn new() -> io::Result<Self> {
        let fd = timerfd_create(TimerfdClockId::Monotonic, TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC)?;
        Ok(Timerfd { fd: AsyncFd::with_interest(fd, Interest::READABLE)? })
    }

    pub(super) fn arm(&self, after: Option<Duration>) {
        let nothing = Timespec { tv_sec: 0, tv_nsec: 0 };
        // To the kernel, zero means never.
        let it_value = after.map_or(nothing, |after| {
            let after = after.clamp(Duration::from_nanos(1), super::NEVER);
            Timespec::try_from(after).expect("a span of at most a century fits")
        });
        timerfd_settime(&self.fd, TimerfdTimerFlags::empty(), &Itimerspec { it_interval: nothing, it_value })
            .expect("the descriptor is a timerfd and the span is in range");
    }

    pub(super) async fn fired(&self) {
        loop {
            let mut ready = self.fd.readable().await.expect("the runtime outlives its tasks");
            // Reading takes the firing away. There is none if the timer was armed anew since it became readable.
            if let Ok(read) = ready.try_io(|fd| Ok(rustix::io::read(fd, &mut [0; 8])?)) {
                read.expect("the descriptor is a timerfd, and the buffer holds its counter");
                return;
            }
        }
    }
}
