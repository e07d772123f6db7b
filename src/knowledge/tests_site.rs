//! A web server on this machine that means no good, for the tests that read from it.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io::Write as _;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::web_pages::{Progress, Refusal, Skipped, Web, WebError, WebRead, read_web};

/// A site without rules.
pub(super) const OPEN: (&str, Reply) = ("/robots.txt", Reply::Status(404));

#[derive(Clone, Debug)]
pub(super) enum Reply {
    Status(u16),
    Html(&'static str),
    /// `BASE` in it is the server.
    Xml(String),
    Of(&'static str, Vec<u8>),
    Moved(&'static str),
    Endless,
}

/// A server with these pages, and what was asked of it.
pub(super) struct Site {
    pub base: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    pub(super) async fn with(pages: &[(&'static str, Reply)]) -> Self {
        let _already_installed = rustls::crypto::ring::default_provider().install_default();
        let pages: BTreeMap<String, Reply> =
            pages.iter().map(|(p, r)| ((*p).to_owned(), r.clone())).collect();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let (own, log) = (base.clone(), Arc::clone(&asked));
        let answer = move |uri: Uri, headers: HeaderMap| {
            let agent = headers.get("user-agent").and_then(|v| v.to_str().ok()).unwrap_or_default();
            assert_eq!(agent, concat!("Banister/", env!("CARGO_PKG_VERSION")));
            log.lock().unwrap().push(uri.to_string());
            let reply = pages.get(&uri.to_string()).cloned().unwrap_or(Reply::Status(404));
            let base = own.clone();
            async move { respond(reply, &base) }
        };
        let app = Router::new().fallback(answer);
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { base, asked }
    }

    pub(super) fn web(&self, path: &str) -> Web {
        Web { allow_private: true, ..Web::new(format!("{}{path}", self.base)) }
    }

    pub(super) async fn read(&self, path: &str) -> Result<WebRead, WebError> {
        read(&self.web(path)).await
    }

    /// What was refused, by path.
    pub(super) fn refused(&self, skipped: &[Skipped]) -> Vec<(String, Refusal)> {
        skipped.iter().map(|s| (s.url.replace(&self.base, ""), s.why.clone())).collect()
    }

    pub(super) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn respond(reply: Reply, base: &str) -> Response {
    match reply {
        Reply::Status(code) => StatusCode::from_u16(code).unwrap().into_response(),
        Reply::Html(text) => ([("content-type", "text/html; charset=utf-8")], text).into_response(),
        Reply::Xml(text) => {
            ([("content-type", "application/xml")], text.replace("BASE", base)).into_response()
        }
        Reply::Of(kind, bytes) => ([("content-type", kind)], bytes).into_response(),
        Reply::Moved(to) => (StatusCode::FOUND, [("location", to.replace("BASE", base))]).into_response(),
        Reply::Endless => {
            let piece = Ok::<_, Infallible>(Bytes::from_static(&[b'x'; 4096]));
            let body = Body::from_stream(futures_util::stream::repeat(piece));
            ([("content-type", "text/html")], body).into_response()
        }
    }
}

pub(super) async fn read(web: &Web) -> Result<WebRead, WebError> {
    read_web(web, &mut |_: Progress<'_>| {}).await
}

pub(super) fn urlset(paths: &[&str]) -> Reply {
    let urls: Vec<String> = paths.iter().map(|p| format!("<url><loc>BASE{p}</loc></url>")).collect();
    let urls = urls.concat();
    Reply::Xml(format!(
        "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>"
    ))
}

pub(super) fn index(paths: &[&str]) -> Reply {
    let maps: Vec<String> =
        paths.iter().map(|p| format!("<sitemap><loc> BASE{p}\n</loc></sitemap>")).collect();
    let maps = maps.concat();
    Reply::Xml(format!("<sitemapindex>{maps}</sitemapindex>"))
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn slugs(read: &WebRead) -> Vec<&str> {
    read.found.iter().map(|f| f.slug.as_str()).collect()
}
