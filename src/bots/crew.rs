//! The players' sockets, and the actor that gives them their beats. Everything runs on one thread; what is to be said is
//! decided by the fleet.

use std::{
    cell::{Cell, RefCell},
    io,
    net::SocketAddr,
    rc::Rc,
};

use actix::{Actor, Context, Handler};
use timer::{Due, Micros, Subscription, Timer};
use tokio::{
    net::TcpStream,
    sync::Notify,
    task::{JoinHandle, spawn_local},
};

use super::{
    dial::{Dialled, dial},
    fleet::Fleet,
    limits::{BACKLOG_BYTES, DIALS_AT_ONCE},
};

/// What is read at once from a socket.
const READ_BYTES: usize = 64 * 1024;

/// Players with their sockets.
pub(super) struct Crew {
    pub(super) fleet: RefCell<Fleet>,
    timer: Timer,
    sockets: RefCell<Vec<Option<Socket>>>,
    /// Those whose sockets didn't take everything.
    blocked: RefCell<Vec<usize>>,
    buffer: RefCell<Vec<u8>>,
    tasks: RefCell<Vec<JoinHandle<()>>>,
    next: Cell<usize>,
    stopped: Cell<bool>,
    /// Tells that something may have changed: at each beat, and at a stop.
    changed: Notify,
}

/// A socket, and what it hasn't taken.
struct Socket {
    stream: Rc<TcpStream>,
    backlog: Vec<u8>,
}

impl Crew {
    pub(super) fn new(fleet: Fleet, timer: Timer) -> Rc<Crew> {
        let sockets = (0..fleet.len()).map(|_| None).collect();
        Rc::new(Crew {
            fleet: RefCell::new(fleet),
            timer,
            sockets: RefCell::new(sockets),
            blocked: RefCell::default(),
            buffer: RefCell::new(vec![0; READ_BYTES]),
            tasks: RefCell::default(),
            next: Cell::new(0),
            stopped: Cell::new(false),
            changed: Notify::new(),
        })
    }

    pub(super) fn now(&self) -> Micros {
        self.timer.clock().now_us()
    }

    /// Ends every wait.
    pub(super) fn stop(&self) {
        self.stopped.set(true);
        self.changed.notify_waiters();
    }

    /// Waits until the fleet is as it should be, or it is `latest`, or everything is to stop.
    pub(super) async fn until(&self, latest: Micros, is: impl Fn(&Fleet) -> bool) {
        while !self.stopped.get() && self.now() < latest && !is(&self.fleet.borrow()) {
            self.changed.notified().await;
        }
    }

    /// Waits so many milliseconds.
    pub(super) async fn rest(&self, ms: u64) {
        self.until(self.now() + 1000 * ms, |_| false).await;
    }

    /// Whoever plays gives up.
    pub(super) fn resign(&self) {
        self.tell(Fleet::resign);
    }

    /// Begins to connect everybody, a few at a time.
    pub(super) fn connect(self: &Rc<Crew>, server: SocketAddr) {
        for _ in 0..DIALS_AT_ONCE {
            let crew = self.clone();
            self.spawn(async move { crew.dial_all(server).await });
        }
    }

    /// Ends everything that runs, and closes the sockets.
    pub(super) fn leave(&self) {
        self.tasks.take().iter().for_each(JoinHandle::abort);
        self.sockets.borrow_mut().clear();
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.tasks.borrow_mut().push(spawn_local(task));
    }

    async fn dial_all(self: Rc<Crew>, server: SocketAddr) {
        loop {
            let player = self.next.get();
            if player >= self.fleet.borrow().len() {
                return;
            }
            self.next.set(player + 1);
            match dial(server, player).await {
                Ok(Dialled { stream, early }) => {
                    let stream = Rc::new(stream);
                    self.sockets.borrow_mut()[player] = Some(Socket { stream: stream.clone(), backlog: Vec::new() });
                    self.tell(|fleet| fleet.opened(player));
                    self.tell(|fleet| fleet.heard(player, &early, self.now()));
                    let crew = self.clone();
                    self.spawn(async move { crew.listen(player, &stream).await });
                }
                Err(error) => self.fleet.borrow_mut().lost(player, &error.to_string()),
            }
        }
    }

    async fn listen(&self, player: usize, stream: &TcpStream) {
        while stream.readable().await.is_ok() && self.read(player, stream) {}
        self.fleet.borrow_mut().lost(player, "connection lost");
    }

    /// Reads what there is. Tells whether the connection stands.
    fn read(&self, player: usize, stream: &TcpStream) -> bool {
        let mut buffer = self.buffer.borrow_mut();
        match stream.try_read(&mut buffer) {
            Ok(0) => false,
            Ok(length) => {
                let now = self.now();
                self.tell(|fleet| fleet.heard(player, &buffer[..length], now));
                true
            }
            Err(error) => error.kind() == io::ErrorKind::WouldBlock,
        }
    }

    /// Has the fleet take something in, and writes what it says.
    fn tell(&self, change: impl FnOnce(&mut Fleet)) {
        let mut fleet = self.fleet.borrow_mut();
        change(&mut fleet);
        let fleet = &mut *fleet;
        let mut from = 0;
        for (player, end) in &fleet.outgoing.to {
            let bytes = &fleet.outgoing.bytes[from..*end];
            from = *end;
            if let Some(Some(socket)) = self.sockets.borrow_mut().get_mut(*player)
                && !socket.write(bytes)
            {
                self.blocked.borrow_mut().push(*player);
            }
        }
        fleet.outgoing.clear();
    }

    fn beat(&self, slice: usize, missed: u64) {
        for player in self.blocked.take() {
            let mut sockets = self.sockets.borrow_mut();
            let Some(Some(socket)) = sockets.get_mut(player) else { continue };
            if socket.backlog.len() > BACKLOG_BYTES {
                sockets[player] = None;
                self.fleet.borrow_mut().lost(player, "server doesn't read");
            } else if !socket.write(&[]) {
                self.blocked.borrow_mut().push(player);
            }
        }
        let now = self.now();
        self.tell(|fleet| fleet.beat(slice, missed, now));
        if slice == 0 {
            self.changed.notify_waiters();
        }
    }
}

impl Socket {
    /// Writes what has waited and then this, as far as the kernel takes it. Tells whether nothing waits that is not known to wait.
    fn write(&mut self, bytes: &[u8]) -> bool {
        let waited = !self.backlog.is_empty();
        if waited {
            self.backlog.extend_from_slice(bytes);
            // What waits is tried again at a beat, which comes with nothing new to say.
            if !bytes.is_empty() {
                return true;
            }
        }
        let all = if waited { &self.backlog } else { bytes };
        // A socket that is broken is noticed where it is read.
        let taken = self.stream.try_write(all).unwrap_or_default();
        let rest = all[taken..].to_vec();
        self.backlog = rest;
        self.backlog.is_empty()
    }
}

/// The actor that the timer tells of the beats.
pub(super) struct Pace {
    crew: Rc<Crew>,
    _beats: Subscription,
}

impl Pace {
    /// Gives the crew `rate` beats a second for each of so many slices, spread evenly over the period.
    pub(super) fn start(crew: Rc<Crew>, rate: u32, slices: usize) -> Result<actix::Addr<Pace>, timer::TickRefusal> {
        let mut refused = None;
        let addr = Pace::create(|context| {
            let beats = crew.timer.register("players", actix::AsyncContext::address(context).recipient());
            let now = crew.now();
            for slice in 0..slices as u64 {
                let from = now + slice * 1_000_000 / (u64::from(rate.max(1)) * slices as u64);
                refused = refused.or(beats.ticks(timer::Key(slice), rate, from, 0).err());
            }
            Pace { crew, _beats: beats }
        });
        refused.map_or(Ok(addr), Err)
    }
}

impl Actor for Pace {
    type Context = Context<Pace>;
}

impl Handler<Due> for Pace {
    type Result = ();

    fn handle(&mut self, due: Due, _: &mut Context<Pace>) {
        for ticks in due.ticks {
            self.crew.beat(ticks.key.0 as usize, u64::from(ticks.count.saturating_sub(1)));
        }
    }
}
