//! Where a request comes from, for counting what is tried: an address is never kept and never logged.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::request::Parts;

/// Whose request it is. A proxy on this machine or network says it for others; nobody else is believed.
pub fn address(parts: &Parts) -> Option<IpAddr> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|it| it.0.ip().to_canonical())?;
    let is_near = match peer {
        IpAddr::V4(it) => it.is_loopback() || it.is_private(),
        IpAddr::V6(it) => it.is_loopback() || it.is_unique_local(),
    };
    let told = parts.headers.get_all("x-forwarded-for").iter().next_back().and_then(|it| it.to_str().ok());
    // The last one was added by the proxy that speaks to us.
    let told = told.and_then(|it| it.rsplit(',').next()).and_then(|it| it.trim().parse().ok());
    told.filter(|_| is_near).or(Some(peer))
}

/// The address; of IPv6 the network, of which one machine has all addresses.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(it) => it.into(),
        IpAddr::V6(it) => {
            let [a, b, c, d, ..] = it.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
    }
}

/// The network that a request comes from. None where a proxy on this machine does not say: then all would share one
/// address, and only ceilings for all hold.
pub fn network_of(parts: &Parts) -> Option<IpAddr> {
    address(parts).filter(|it| !it.is_loopback()).map(network)
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn from(peer: &str, forwarded: Option<&str>) -> String {
        let mut request = Request::builder().uri("/");
        if let Some(it) = forwarded {
            request = request.header("x-forwarded-for", it);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        parts.extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 4000)));
        address(&parts).unwrap().to_string()
    }

    #[test]
    fn a_proxy_nearby_says_who_asks_and_nobody_else_does() {
        assert_eq!(from("203.0.113.9", None), "203.0.113.9");
        assert_eq!(from("203.0.113.9", Some("198.51.100.1")), "203.0.113.9");
        assert_eq!(from("127.0.0.1", Some("192.0.2.66, 198.51.100.1")), "198.51.100.1");
        assert_eq!(from("10.0.0.2", Some("unknown")), "10.0.0.2");
        assert_eq!(from("::ffff:203.0.113.9", Some("198.51.100.1")), "203.0.113.9");
    }
}
