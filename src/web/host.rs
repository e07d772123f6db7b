//! The demo signs anybody in: it answers only to names that no stranger's name server can point at this machine.

use std::net::{IpAddr, Ipv6Addr};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::csrf::authority;
use super::problem::Problem;
use super::state::{App, Site};

/// Turns away requests under a foreign name (DNS rebinding). Outside the demo every name is fine: one has to sign in.
pub(super) async fn known_by(State(app): State<App>, request: Request, next: Next) -> Response {
    if app.site.demo && !is_ours(&app.site, request.headers()) {
        let detail = "the demo answers under its address (http://127.0.0.1:8080) or as localhost, not under another name";
        return Problem::new(StatusCode::MISDIRECTED_REQUEST, "unknown_host", detail).into_response();
    }
    next.run(request).await
}

fn is_ours(site: &Site, headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST) else { return true };
    let Ok(host) = host.to_str() else { return false };
    let host = host.to_ascii_lowercase();
    if site.public_url.as_deref().and_then(authority).is_some_and(|ours| ours == host) {
        return true;
    }
    let name = without_port(&host);
    name == "localhost" || name.ends_with(".localhost") || name.parse::<IpAddr>().is_ok()
}

/// `[::1]:8080` is `::1`.
fn without_port(host: &str) -> &str {
    if let Some((inside, _)) = host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return if inside.parse::<Ipv6Addr>().is_ok() { inside } else { host };
    }
    host.rsplit_once(':').map_or(host, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked_as(host: &str) -> bool {
        let site = Site { demo: true, public_url: Some("https://try.example".to_owned()), ..Site::default() };
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        is_ours(&site, &headers)
    }

    #[test]
    fn an_address_localhost_and_the_public_name_are_ours() {
        for host in
            ["127.0.0.1:8080", "localhost:8080", "LOCALHOST", "a.localhost:1", "[::1]:8080", "192.168.1.7:80"]
        {
            assert!(asked_as(host), "{host}");
        }
        assert!(asked_as("try.example"));
    }

    #[test]
    fn a_name_that_somebody_else_may_point_here_is_not() {
        for host in [
            "evil.example:8080",
            "127.0.0.1.evil.example",
            "localhost.evil.example:8080",
            "[::1",
            "[x]:80",
            "",
        ] {
            assert!(!asked_as(host), "{host}");
        }
    }
}
