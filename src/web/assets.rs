//! Style sheet, script and icon: inside the binary, cached for good under the hash of their content.

use axum::extract::{Path, RawQuery};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::pages::Sorry;
use super::problem::Problem;
use super::session::hex;

#[derive(rust_embed::Embed)]
#[folder = "src/web/assets/"]
struct Files;

/// The address of an asset; it changes with the content.
pub(super) fn url(name: &str) -> String {
    let hash = Files::get(name).map(|file| file.metadata.sha256_hash()).unwrap_or_default();
    format!("/assets/{name}?v={}", hex(&hash[..6]))
}

/// `GET /assets/{name}`: kept for good under its hash; a script that another one names is asked for anew each time.
pub(super) async fn serve(Path(name): Path<String>, RawQuery(query): RawQuery) -> Response {
    let Some(file) = Files::get(&name) else { return Sorry(Problem::missing("file")).into_response() };
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let keep = if query.is_some_and(|query| query.starts_with("v=")) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let head = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)];
    (StatusCode::OK, head, file.data).into_response()
}
