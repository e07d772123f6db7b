//! Whether a request that changes something comes from a page of ours.

use axum::http::{HeaderMap, header};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::session::hex;
use super::state::Site;

/// Compares without telling by its duration where the two differ.
pub(super) fn same(given: &str, wanted: &str) -> bool {
    !wanted.is_empty() && bool::from(given.as_bytes().ct_eq(wanted.as_bytes()))
}

/// What a form must carry so that only who holds the cookie's `token` can send it.
pub(super) fn bound_to(token: &str) -> String {
    hex(&Sha256::digest(format!("form\u{1f}{token}").as_bytes())[..16])
}

/// Whether the browser says that the request comes from our own origin.
/// A client that says nothing is no browser of this decade: the token alone decides then.
pub(super) fn from_here(site: &Site, headers: &HeaderMap) -> bool {
    let read = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    if let Some(relation) = read("sec-fetch-site") {
        return matches!(relation, "same-origin" | "none");
    }
    let Some(origin) = read(header::ORIGIN.as_str()) else { return true };
    let Some(theirs) = authority(origin) else { return false };
    if site.public_url.as_deref().and_then(authority).is_some_and(|ours| ours == theirs) {
        return true;
    }
    read(header::HOST.as_str()).is_some_and(|host| host.eq_ignore_ascii_case(&theirs))
}

/// Host and port of an origin or URL, lower case, default ports left out.
pub(super) fn authority(origin: &str) -> Option<String> {
    let url = url::Url::parse(origin).ok()?;
    let host = url.host_str()?.to_ascii_lowercase();
    Some(url.port().map_or_else(|| host.clone(), |port| format!("{host}:{port}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .filter_map(|(name, value)| Some((name.parse::<header::HeaderName>().ok()?, value.parse().ok()?)))
            .collect()
    }

    fn judged(pairs: &[(&'static str, &'static str)]) -> bool {
        let site = Site { public_url: Some("https://desk.example.com".to_owned()), ..Site::default() };
        from_here(&site, &headers(pairs))
    }

    #[test]
    fn a_request_from_another_site_is_refused() {
        assert!(!judged(&[("sec-fetch-site", "cross-site")]));
        assert!(!judged(&[("sec-fetch-site", "same-site"), ("host", "desk.example.com")]));
        assert!(!judged(&[("origin", "https://evil.example"), ("host", "127.0.0.1:8080")]));
        assert!(!judged(&[("origin", "null"), ("host", "127.0.0.1:8080")]));
        assert!(!judged(&[("origin", "https://desk.example.com.evil.example"), ("host", "x")]));
    }

    #[test]
    fn a_request_from_our_own_page_is_let_in() {
        assert!(judged(&[("sec-fetch-site", "same-origin")]));
        assert!(judged(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]));
        assert!(judged(&[("origin", "https://desk.example.com"), ("host", "10.0.0.7:8080")]));
        assert!(judged(&[("host", "127.0.0.1:8080")]));
    }

    #[test]
    fn an_empty_token_matches_nothing() {
        assert!(!same("", ""));
        assert!(!same("a", ""));
        assert!(!same("", "a"));
        assert!(same("abc", "abc"));
        assert!(!same("abd", "abc"));
    }

    #[test]
    fn a_form_bound_to_one_cookie_does_not_fit_another() {
        assert_eq!(bound_to("a"), bound_to("a"));
        assert_ne!(bound_to("a"), bound_to("b"));
    }
}
