//! The network between clients and hubs: connections that carry messages in order, each with its own delays, and that break
//! without warning. What was on its way is then lost, and the two ends notice at different times.

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use gateway::{connection::Connection, messages::ConnectionId};
use title::Rng;

/// Something that reaches one end of a connection.
#[derive(Clone, Debug)]
pub(super) enum Parcel {
    /// The client's end of a connection that has opened: to the hub.
    Open,
    /// Bytes of a message.
    Message(Bytes),
    /// A ping of the server, and what it carries.
    Ping([u8; 8]),
    /// The answer to one.
    Pong([u8; 8]),
    /// The connection is over.
    Over,
}

/// Which end a parcel goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    Hub,
    Client,
}

/// One connection.
pub(super) struct Wire {
    pub(super) client: usize,
    pub(super) core: Connection,
    pub(super) cut: bool,
    ways: BTreeMap<End, VecDeque<(u64, Parcel)>>,
}

/// All connections.
#[derive(Default)]
pub(super) struct Network {
    pub(super) wires: BTreeMap<ConnectionId, Wire>,
    next: u64,
    slowest_ms: u64,
}

impl Network {
    pub(super) fn new(slowest_ms: u64) -> Network {
        Network { slowest_ms, ..Network::default() }
    }

    pub(super) fn open(&mut self, client: usize, core: Connection, now_ms: u64, rng: &mut Rng) -> ConnectionId {
        self.next += 1;
        let id = ConnectionId(self.next);
        self.wires.insert(id, Wire { client, core, cut: false, ways: BTreeMap::new() });
        self.send(id, End::Hub, Parcel::Open, now_ms, rng);
        id
    }

    /// Puts a parcel on its way; it arrives after all that went before it the same way.
    pub(super) fn send(&mut self, id: ConnectionId, to: End, parcel: Parcel, now_ms: u64, rng: &mut Rng) {
        let delay = rng.below(self.slowest_ms + 1);
        let Some(wire) = self.wires.get_mut(&id).filter(|wire| !wire.cut) else { return };
        let way = wire.ways.entry(to).or_default();
        let after = way.back().map_or(0, |(at, _)| *at);
        way.push_back(((now_ms + delay).max(after), parcel));
    }

    /// Breaks a connection: each way keeps a part of what was on it, and each end notices in its own time.
    pub(super) fn cut(&mut self, id: ConnectionId, now_ms: u64, rng: &mut Rng) {
        let Some(wire) = self.wires.get_mut(&id).filter(|wire| !wire.cut) else { return };
        for end in [End::Hub, End::Client] {
            let way = wire.ways.entry(end).or_default();
            way.truncate(usize::try_from(rng.below(way.len() as u64 + 1)).unwrap());
            let after = way.back().map_or(now_ms, |(at, _)| *at);
            way.push_back((after.max(now_ms) + rng.below(3_000), Parcel::Over));
        }
        wire.cut = true;
    }

    /// The server's end of every connection is gone: nothing reaches it any more, and clients notice in their own time.
    pub(super) fn server_died(&mut self, now_ms: u64, rng: &mut Rng) {
        for id in self.wires.keys().copied().collect::<Vec<_>>() {
            self.cut(id, now_ms, rng);
            if let Some(wire) = self.wires.get_mut(&id) {
                wire.ways.remove(&End::Hub);
            }
        }
    }

    /// When the next parcel arrives.
    pub(super) fn next_ms(&self) -> Option<u64> {
        self.wires.values().flat_map(|wire| wire.ways.values()).filter_map(|way| way.front()).map(|(at, _)| *at).min()
    }

    /// A random parcel that has arrived by `now_ms`.
    pub(super) fn arrive(&mut self, now_ms: u64, rng: &mut Rng) -> Option<(ConnectionId, End, Parcel)> {
        let ready = |way: &VecDeque<(u64, Parcel)>| way.front().is_some_and(|(at, _)| *at <= now_ms);
        let ways: Vec<(ConnectionId, End)> = self
            .wires
            .iter()
            .flat_map(|(id, wire)| wire.ways.iter().map(move |(end, way)| (*id, *end, way)))
            .filter(|(_, _, way)| ready(way))
            .map(|(id, end, _)| (id, end))
            .collect();
        let (id, end) = *rng.choose(&ways)?;
        let wire = self.wires.get_mut(&id)?;
        let (_, parcel) = wire.ways.get_mut(&end)?.pop_front()?;
        if wire.cut && wire.ways.values().all(VecDeque::is_empty) && matches!(parcel, Parcel::Over) {
            // Both ends know by now; but the caller may still ask whose it was.
            wire.ways.clear();
        }
        Some((id, end, parcel))
    }
}
