//! Cookies of ours: how they are named, read, set and taken away.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum_extra::extract::CookieJar;

use super::state::Site;

/// A cookie by its purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Crumb {
    /// Who is signed in.
    Session,
    /// Binds the sign-in form to the browser that was given it.
    Door,
    /// Who has shown a password and still owes a code.
    Half,
    /// Which conversation a playground visitor has.
    Visitor,
}

impl Crumb {
    /// The name; with TLS the prefix makes browsers refuse one that another host or path has set.
    const fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Session, false) => "banister_session",
            (Self::Session, true) => "__Host-banister_session",
            (Self::Door, false) => "banister_door",
            (Self::Door, true) => "__Host-banister_door",
            (Self::Half, false) => "banister_half",
            (Self::Half, true) => "__Host-banister_half",
            (Self::Visitor, false) => "banister_visitor",
            (Self::Visitor, true) => "__Host-banister_visitor",
        }
    }

    /// `Lax` where a link from outside should find one signed in; `Strict` everywhere else.
    const fn same_site(self) -> &'static str {
        match self {
            Self::Session => "Lax",
            Self::Door | Self::Half | Self::Visitor => "Strict",
        }
    }

    /// The cookie's value, when it has the form of a token of ours.
    pub(super) fn read(self, site: &Site, headers: &HeaderMap) -> Option<String> {
        let jar = CookieJar::from_headers(headers);
        let value = jar.get(self.name(site.secure_cookies))?.value();
        let ours = (32..=64).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_hexdigit());
        ours.then(|| value.to_ascii_lowercase())
    }

    /// A header that sets it for `seconds`; 0 takes it away.
    pub(super) fn set(self, site: &Site, value: &str, seconds: i64) -> (HeaderName, HeaderValue) {
        let text = format!(
            "{}={value}; Path=/; HttpOnly; SameSite={}; Max-Age={seconds}{}",
            self.name(site.secure_cookies),
            self.same_site(),
            if site.secure_cookies { "; Secure" } else { "" },
        );
        let value = HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""));
        (header::SET_COOKIE, value)
    }
}
