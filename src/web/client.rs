//! Where a request comes from: the other end of the connection, or what a proxy of ours says about it.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;
use axum::http::request::Parts;

use super::state::Site;

/// The other end of the connection; the accept loop puts it beside every request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub SocketAddr);

/// A chain of more proxies than this is none of ours.
const HOPS_MAX: usize = 20;

/// The address that a request is counted by; none where it would stand for people who have nothing to do with each
/// other: behind a proxy on our own network that nobody has configured.
pub(super) fn address(site: &Site, parts: &Parts) -> Option<IpAddr> {
    let Peer(peer) = *parts.extensions.get::<Peer>()?;
    let peer = peer.ip().to_canonical();
    if trusted(site, peer) {
        return Some(forwarded(site, &parts.headers).unwrap_or(peer));
    }
    let behind = parts.headers.contains_key("x-forwarded-for") || parts.headers.contains_key("forwarded");
    (!(behind && near(peer))).then_some(peer)
}

fn trusted(site: &Site, address: IpAddr) -> bool {
    site.trusted_proxies.iter().any(|net| net.contains(&address))
}

/// The last one that no proxy of ours has added: what stands further left is the client's own tale.
fn forwarded(site: &Site, headers: &HeaderMap) -> Option<IpAddr> {
    let lines: Vec<&str> =
        headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect();
    let hops = lines.iter().rev().flat_map(|line| line.rsplit(',')).take(HOPS_MAX);
    let mut last = None;
    for hop in hops {
        let Some(address) = parse(hop) else { break };
        last = Some(address);
        if !trusted(site, address) {
            break;
        }
    }
    last
}

/// An address as proxies write it, with or without a port.
fn parse(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bare = hop.parse().or_else(|_| hop.parse::<SocketAddr>().map(|with_port| with_port.ip()));
    bare.or_else(|_| hop.trim_matches(['[', ']']).parse()).ok().map(|address: IpAddr| address.to_canonical())
}

/// Loopback, or a network of one's own.
fn near(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(trusted: &[&str], peer: &str, forwarded: &[&'static str]) -> Option<String> {
        let site = Site {
            trusted_proxies: trusted.iter().filter_map(|net| net.parse().ok()).collect(),
            ..Site::default()
        };
        assert_eq!(site.trusted_proxies.len(), trusted.len());
        let mut request = axum::http::Request::builder();
        for value in forwarded {
            request = request.header("x-forwarded-for", *value);
        }
        let (mut parts, ()) = request.body(()).ok()?.into_parts();
        parts.extensions.insert(Peer(SocketAddr::new(peer.parse().ok()?, 1)));
        address(&site, &parts).map(|address| address.to_string())
    }

    #[test]
    fn what_a_client_says_about_itself_counts_only_through_a_proxy_of_ours() {
        let at = |text: &str| Some(text.to_owned());
        for (trusted, peer, forwarded, wanted) in [
            // Nobody is trusted: the connection counts, whatever the client says.
            (&[][..], "203.0.113.9", &[][..], at("203.0.113.9")),
            (&[], "203.0.113.9", &["198.51.100.1"], at("203.0.113.9")),
            (&[], "127.0.0.1", &[], at("127.0.0.1")),
            // A proxy on our own network that nobody configured: everybody behind it would be one.
            (&[], "127.0.0.1", &["198.51.100.1"], None),
            (&[], "10.0.0.4", &["198.51.100.1"], None),
            // A proxy of ours: the last one that it does not vouch for as another of ours.
            (&["10.0.0.0/8"], "10.0.0.4", &["198.51.100.1"], at("198.51.100.1")),
            (&["10.0.0.0/8"], "10.0.0.4", &["6.6.6.6, 198.51.100.1"], at("198.51.100.1")),
            (&["10.0.0.0/8"], "10.0.0.4", &["6.6.6.6, 198.51.100.1, 10.1.1.1"], at("198.51.100.1")),
            (&["10.0.0.0/8"], "10.0.0.4", &["6.6.6.6", "198.51.100.1, 10.1.1.1"], at("198.51.100.1")),
            (&["10.0.0.0/8"], "10.0.0.4", &["198.51.100.1, unknown"], at("10.0.0.4")),
            (&["10.0.0.0/8"], "10.0.0.4", &["198.51.100.1:4711"], at("198.51.100.1")),
            (&["10.0.0.0/8"], "10.0.0.4", &["[2001:db8::7]:4711"], at("2001:db8::7")),
            (&["10.0.0.0/8"], "10.0.0.4", &["2001:db8::7"], at("2001:db8::7")),
            (&["10.0.0.0/8"], "::ffff:10.0.0.4", &["198.51.100.1"], at("198.51.100.1")),
            (&["10.0.0.0/8"], "10.0.0.4", &[], at("10.0.0.4")),
            (&["10.0.0.0/8"], "203.0.113.9", &["10.0.0.1"], at("203.0.113.9")),
        ] {
            assert_eq!(seen(trusted, peer, forwarded), wanted, "{trusted:?} {peer} {forwarded:?}");
        }
    }
}
