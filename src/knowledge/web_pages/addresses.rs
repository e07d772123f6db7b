//! Which addresses may be connected to: a page's host must not lead into the owner's own network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Why nobody may connect to this address. `private` lets through what an owner's own network may hold, but nothing that
/// is no host, and no cloud's metadata.
pub(in super::super) fn forbidden(address: IpAddr, private: bool) -> Option<&'static str> {
    match address {
        IpAddr::V4(v4) => forbidden_v4(v4, private),
        IpAddr::V6(v6) => forbidden_v6(v6, private),
    }
}

fn forbidden_v4(address: Ipv4Addr, private: bool) -> Option<&'static str> {
    let [a, b, c, d] = address.octets();
    let never = match (a, b, c) {
        (0, ..) => "this network",
        (169, 254, _) => "link-local",
        (224..=239, ..) => "multicast",
        (100, 100, 100) if d == 200 => "cloud metadata",
        (240..=255, ..) | (192, 0, 0) => "reserved",
        (192, 0, 2) | (198, 51, 100) | (203, 0, 113) => "documentation",
        (192, 31, 196) | (192, 52, 193) | (192, 175, 48) => "special purpose",
        (192, 88, 99) => "6to4 relay",
        (198, 18..=19, _) => "benchmarking",
        _ => "",
    };
    if !never.is_empty() {
        return Some(never);
    }
    let own = match (a, b) {
        (127, _) => "loopback",
        (10, _) | (172, 16..=31) | (192, 168) => "private",
        (100, 64..=127) => "shared (CGNAT)",
        _ => "",
    };
    (!own.is_empty() && !private).then_some(own)
}

fn forbidden_v6(address: Ipv6Addr, private: bool) -> Option<&'static str> {
    let parts = address.segments();
    match parts {
        [0, 0, 0, 0, 0, 0, 0, 1] => return (!private).then_some("loopback"),
        [0, 0, 0, 0, 0, 0, ..] => return Some("unspecified or IPv4-compatible"),
        // An IPv4 address in disguise, and never what a resolver answers.
        [0, 0, 0, 0, 0, 0xffff, ..] | [0, 0, 0, 0, 0xffff, 0, ..] => return Some("IPv4-mapped"),
        [0x64, 0xff9b, ..] => return Some("NAT64"),
        [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254] | [0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254] => {
            return Some("cloud metadata");
        }
        _ => {}
    }
    match parts[0] {
        0xfc00..=0xfdff => (!private).then_some("unique local"),
        0xfe80..=0xfebf => Some("link-local"),
        0xfec0..=0xfeff => Some("site-local"),
        0xff00..=0xffff => Some("multicast"),
        0x2002 => Some("6to4"),
        0x2001 if parts[1] < 0x200 => Some("special purpose"),
        0x2001 if parts[1] == 0xdb8 => Some("documentation"),
        0x3fff if parts[1] < 0x1000 => Some("documentation"),
        0x2620 if parts[1] == 0x4f && parts[2] == 0x8000 => Some("special purpose"),
        // Only this eighth of all addresses is given out.
        0x2000..=0x3fff => None,
        _ => Some("reserved"),
    }
}

/// Resolves names to the addresses that may be connected to; the connection is made to these and no others, so that a
/// name cannot mean something else a moment later.
#[derive(Clone, Copy, Debug)]
pub(super) struct CheckedNames {
    pub private: bool,
}

impl Resolve for CheckedNames {
    fn resolve(&self, name: Name) -> Resolving {
        let private = self.private;
        Box::pin(async move {
            let all: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let open: Vec<SocketAddr> =
                all.iter().copied().filter(|a| forbidden(a.ip(), private).is_none()).collect();
            if let (true, Some(first)) = (open.is_empty(), all.first()) {
                let why = forbidden(first.ip(), private).unwrap_or_default();
                return Err(Forbidden { address: first.ip(), why }.into());
            }
            Ok(Box::new(open.into_iter()) as Addrs)
        })
    }
}

/// A name leads only to addresses that nobody may connect to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{address} ({why})")]
pub(super) struct Forbidden {
    pub address: IpAddr,
    pub why: &'static str,
}
