//! Where a request comes from: its address, behind proxies that are trusted and no others, and how many sockets that
//! address may hold.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, PoisonError},
};

use actix_web::{HttpRequest, http::header::HeaderMap};
use ipnet::IpNet;

use crate::limits::SOCKETS_PER_ADDRESS;

/// Proxies whose word about an address is believed.
#[derive(Clone, Debug, Default)]
pub struct Proxies(Vec<IpNet>);

impl Proxies {
    /// These networks, and no others.
    pub fn new(trusted: Vec<IpNet>) -> Proxies {
        Proxies(trusted)
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The client's address: the last one in `X-Forwarded-For` that isn't a trusted proxy's, if the request came from one.
    pub(crate) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        let forwarded = headers.get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
        let hops: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
        for hop in hops.into_iter().rev() {
            let (true, Ok(address)) = (self.trusts(client), hop.parse::<IpAddr>()) else { break };
            client = address.to_canonical();
        }
        client
    }

    /// A header in which a trusted proxy tells what it saw.
    pub(crate) fn told<'a>(&self, request: &'a HttpRequest, header: &str) -> Option<&'a str> {
        let peer = request.peer_addr()?.ip().to_canonical();
        request.headers().get(header)?.to_str().ok().filter(|_| self.trusts(peer))
    }
}

/// Counts the sockets of each address.
#[derive(Clone, Default)]
pub(crate) struct Places(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One socket's place among those of its address. Dropping it makes room.
pub(crate) struct Place {
    places: Places,
    address: IpAddr,
}

impl Places {
    /// A place for one more socket of `address`, if it has room.
    pub(crate) fn take(&self, address: IpAddr) -> Option<Place> {
        let address = household(address);
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_default();
        if *count >= SOCKETS_PER_ADDRESS {
            return None;
        }
        *count += 1;
        Some(Place { places: self.clone(), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.places.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.address);
            }
        }
    }
}

/// What counts as one address: of IPv6 the first 64 bits, which is what one household is given.
pub(crate) fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn headers(forwarded: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(HeaderName::from_static("x-forwarded-for"), HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let proxies = Proxies::new(vec!["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()]);
        let cases: [(&str, &[&'static str], &str); 7] = [
            ("192.0.2.1", &["203.0.113.9"], "192.0.2.1"),
            ("10.0.0.1", &["203.0.113.9"], "203.0.113.9"),
            ("10.0.0.1", &["203.0.113.9, 198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", &["203.0.113.9", "10.1.1.1"], "203.0.113.9"),
            ("10.0.0.1", &["nonsense"], "10.0.0.1"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("::ffff:10.0.0.1", &["203.0.113.9"], "203.0.113.9"),
        ];
        for (peer, forwarded, client) in cases {
            let found = proxies.client(peer.parse().unwrap(), &headers(forwarded));
            assert_eq!(found, client.parse::<IpAddr>().unwrap(), "{peer} {forwarded:?}");
        }
    }

    #[test]
    fn an_address_has_so_many_places_and_leaving_makes_room() {
        let places = Places::default();
        let address: IpAddr = "2001:db8::1".parse().unwrap();
        let neighbour: IpAddr = "2001:db8::ffff:2".parse().unwrap();
        let elsewhere: IpAddr = "2001:db8:0:1::1".parse().unwrap();
        let mut held: Vec<Place> = (0..SOCKETS_PER_ADDRESS).map(|_| places.take(address).unwrap()).collect();
        assert!(places.take(neighbour).is_none(), "one /64 is one address");
        assert!(places.take(elsewhere).is_some());
        held.pop();
        assert!(places.take(neighbour).is_some());
        held.clear();
        assert!(places.0.lock().unwrap().is_empty(), "nothing is kept of who has gone");
    }
}
