//! How often somebody has tried to sign in lately, or to answer, and whether they may try again. Counted in the store: a
//! restart or another process is no way around it.

use std::net::IpAddr;

use super::session::hex;
use super::state::App;
use crate::ports::StoreError;
use sha2::{Digest, Sha256};

/// The window for passwords, ms.
const WINDOW_MS: i64 = 300_000;

/// The window for codes, ms: there are only a million of them, and three hold at a time.
const CODES_WINDOW_MS: i64 = 900_000;

/// Whose tries are counted.
#[derive(Clone, Copy, Debug)]
pub(super) enum Trier<'a> {
    /// Passwords for an e-mail. Unknown e-mails are counted like known ones, so that the answer tells nothing.
    Email(&'a str),
    /// Codes of a user's second factor, whose id this is.
    Code(&'a str),
    /// Whatever comes from an address.
    Address(IpAddr),
    /// Answers of visitors at an address; who asks them does not sign in there.
    Visitor(IpAddr),
    /// Answers to one survey, whose id this is.
    Survey(&'a str),
}

impl Trier<'_> {
    /// How many tries there are in a window.
    const fn most(self) -> i64 {
        match self {
            Self::Email(_) => 10,
            Self::Code(_) => 6,
            // A whole team may sit behind one address.
            Self::Address(_) => 50,
            // And so may a whole town of visitors.
            Self::Visitor(_) => 120,
            Self::Survey(_) => 30,
        }
    }

    const fn window_ms(self) -> i64 {
        match self {
            Self::Code(_) => CODES_WINDOW_MS,
            Self::Email(_) | Self::Address(_) | Self::Visitor(_) | Self::Survey(_) => WINDOW_MS,
        }
    }

    /// What is kept: of bounded length, and no list of who tried.
    fn key(self) -> String {
        let text = match self {
            Self::Email(email) => format!("email\u{1f}{email}"),
            Self::Code(user) => format!("code\u{1f}{user}"),
            Self::Address(address) => format!("address\u{1f}{}", network(address)),
            Self::Visitor(address) => format!("visitor\u{1f}{}", network(address)),
            Self::Survey(survey) => format!("survey\u{1f}{survey}"),
        };
        hex(&Sha256::digest(text.as_bytes())[..16])
    }
}

/// Whoever has one address of IPv6 has a whole /64.
fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => address.to_string(),
            None => format!("{:x}", address.to_bits() >> 64),
        },
    }
}

/// Counts one try of each; `false` when one of them had too many in this window.
pub(super) async fn allow(app: &App, triers: &[Trier<'_>]) -> Result<bool, StoreError> {
    let now = app.clock.now();
    for trier in triers {
        let count = app.sessions.count_try(&trier.key(), now, now.minus_ms(trier.window_ms())).await?;
        if count > trier.most() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The last try was a good one: who somebody is has been shown, and an address has one try less.
pub(super) async fn forgive(app: &App, triers: &[Trier<'_>]) -> Result<(), StoreError> {
    for trier in triers {
        match trier {
            Trier::Address(_) | Trier::Visitor(_) => app.sessions.forgive_one(&trier.key()).await?,
            Trier::Email(_) | Trier::Code(_) | Trier::Survey(_) => app.sessions.forgive(&trier.key()).await?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Option<String> {
        text.parse().ok().map(|address| Trier::Address(address).key())
    }

    #[test]
    fn neighbours_in_a_64_count_as_one_and_other_networks_apart() {
        assert_eq!(address("2001:db8:1:2::1"), address("2001:db8:1:2:ffff::9"));
        assert_ne!(address("2001:db8:1:2::1"), address("2001:db8:1:3::1"));
        assert_eq!(address("::ffff:192.0.2.1"), address("192.0.2.1"));
        assert_ne!(address("192.0.2.1"), address("192.0.2.2"));
    }

    #[test]
    fn an_email_cannot_be_taken_for_something_else() {
        assert_ne!(Trier::Email("a").key(), Trier::Code("a").key());
        assert_eq!(Trier::Email("a@b.c").key().len(), 32);
        assert!(!Trier::Email("a@b.c").key().contains('@'));
    }
}
