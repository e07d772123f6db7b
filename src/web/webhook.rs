//! Relay events come in: bytes, signature, one of our events, the disk, and only then a 2xx.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::json;
use tower_http::limit::RequestBodyLimitLayer;

use super::problem::Problem;
use super::state::App;
use crate::ports::{Appended, BadCall, Call};

/// What a relay may send at most, bytes.
const BODY_BYTES_MAX: usize = 256 * 1_024;

/// The relays' door.
pub fn router() -> Router<App> {
    Router::new()
        .route("/v1/relays/{name}/events", post(events))
        .layer(axum::extract::DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(BODY_BYTES_MAX))
}

async fn events(
    State(app): State<App>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Response {
    let answer = hear(&app, &name, &headers, body).await;
    let outcome = match &answer {
        Ok((_, word)) => *word,
        Err(problem) => problem.code(),
    };
    metrics::counter!("banister_relay_events_total", "outcome" => outcome).increment(1);
    match answer {
        Ok((status, word)) => (status, axum::Json(json!({ "status": word }))).into_response(),
        Err(problem) => problem.into_response(),
    }
}

async fn hear(
    app: &App,
    name: &str,
    headers: &HeaderMap,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<(StatusCode, &'static str), Problem> {
    let ear = app.ears.get(name).ok_or_else(|| Problem::not_found("no relay of this name is configured"))?;
    if headers.get(header::CONTENT_ENCODING).is_some_and(|e| e.as_bytes() != b"identity") {
        return Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported_encoding",
            "send the body uncompressed",
        ));
    }
    let body = body.map_err(|rejection| {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "the body is over 256 kB")
        } else {
            Problem::new(StatusCode::BAD_REQUEST, "unreadable", "the body broke off or came too slowly")
        }
    })?;
    let look_up = |wanted: &str| headers.get(wanted).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let call = ear.hear(&look_up, &body, app.clock.now()).map_err(|bad| match bad {
        BadCall::Unsigned(why) => Problem::new(StatusCode::UNAUTHORIZED, "unsigned", &why),
        BadCall::Malformed { field, message } => Problem::bad_field(&field, &message),
    })?;
    let event = match call {
        Call::Ignored { kind } => {
            tracing::debug!(relay = name, kind, "ignored");
            return Ok((StatusCode::OK, "ignored"));
        }
        Call::Event(event) => *event,
    };
    match app.engine.hear(event).await {
        Ok(Appended::Kept) => Ok((StatusCode::ACCEPTED, "accepted")),
        Ok(Appended::Duplicate) => Ok((StatusCode::OK, "duplicate")),
        Err(error) => {
            tracing::error!(relay = name, %error, "an event could not be kept and was not acknowledged");
            Err(Problem::unavailable("the event could not be kept; send it again"))
        }
    }
}
