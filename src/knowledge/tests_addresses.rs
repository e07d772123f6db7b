//! Which addresses may be connected to: a table, without any network.

use std::net::IpAddr;

use super::web_pages::forbidden;

/// On the internet.
const PUBLIC: &str =
    "1.1.1.1 8.8.8.8 93.184.216.34 100.63.255.255 172.32.0.1 192.169.0.1 2606:4700::1111 2a00:1450::1";

/// In a network of the owner's.
const OWN: &str = "127.0.0.1 127.9.9.9 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 100.127.255.255 \
    ::1 fc00::1 fdff::1";

/// No host at all, an address in disguise, or a cloud's metadata.
const NEVER: &str = "0.0.0.0 0.1.2.3 169.254.169.254 169.254.0.1 100.100.100.200 192.0.0.1 192.0.2.1 198.18.0.1 \
    198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 192.88.99.1 :: ::2 \
    ::127.0.0.1 ::ffff:8.8.8.8 ::ffff:127.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 \
    2001:db8::1 2002:7f00:1:: fe80::1 febf::1 fec0::1 ff02::1 fd00:ec2::254 3fff::1 5f00::1 4000::1";

fn is_forbidden(address: &str, private: bool) -> bool {
    forbidden(address.parse::<IpAddr>().unwrap(), private).is_some()
}

#[test]
fn only_public_addresses_may_be_connected_to() {
    for (addresses, public, private) in [(PUBLIC, false, false), (OWN, true, false), (NEVER, true, true)] {
        for address in addresses.split_whitespace() {
            let wanted = (public, private);
            assert_eq!((is_forbidden(address, false), is_forbidden(address, true)), wanted, "{address}");
        }
    }
}
