//! The door of the reference servers: axum on hyper-util, built as Banister builds its own, without pages and layers.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use tokio::net::{TcpListener, TcpStream};

use super::{Keeper, Row};
use crate::requests::{RELAY, SECRET};

/// How far a signature's time may be from ours, seconds.
const TOLERANCE_S: i64 = 300;

/// A client that has not sent its whole request head by then is hung up on.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

#[derive(Clone)]
struct App {
    keeper: Keeper,
    key: Arc<Vec<u8>>,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'a str,
    timestamp: &'a str,
    conversation_id: String,
    #[serde(borrow)]
    data: &'a RawValue,
}

#[derive(Deserialize)]
struct Message {
    #[serde(rename = "message_id")]
    id: String,
    direction: String,
    text: String,
}

pub async fn serve(listener: TcpListener, keeper: Keeper) -> anyhow::Result<()> {
    let key = Arc::new(STANDARD.decode(SECRET.trim_start_matches("whsec_"))?);
    let router =
        Router::new().route("/v1/relays/{name}/events", post(events)).with_state(App { keeper, key });
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(connection(stream, router.clone()));
    }
}

async fn connection(stream: TcpStream, router: Router) {
    let _best_effort = stream.set_nodelay(true);
    let http = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(64 * 1_024)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let _hung_up = pin!(http).as_mut().await;
}

async fn events(
    State(app): State<App>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (status, word) = match hear(&app, &name, &headers, &body).await {
        Ok(true) => (StatusCode::ACCEPTED, "accepted"),
        Ok(false) => (StatusCode::OK, "duplicate"),
        Err(status) => (status, "refused"),
    };
    (status, axum::Json(json!({ "status": word }))).into_response()
}

async fn hear(app: &App, name: &str, headers: &HeaderMap, body: &[u8]) -> Result<bool, StatusCode> {
    let now = jiff::Timestamp::now();
    let id = signed(&app.key, headers, body, now.as_second()).ok_or(StatusCode::UNAUTHORIZED)?;
    let envelope: Envelope<'_> = serde_json::from_slice(body).map_err(|_| StatusCode::BAD_REQUEST)?;
    let message: Message = serde_json::from_str(envelope.data.get()).map_err(|_| StatusCode::BAD_REQUEST)?;
    let sound = name == RELAY
        && envelope.id == id
        && envelope.kind == "message_sent"
        && !message.id.is_empty()
        && !message.text.is_empty()
        && message.direction.starts_with("from_")
        && envelope.timestamp.parse::<jiff::Timestamp>().is_ok();
    if !sound {
        return Err(StatusCode::BAD_REQUEST);
    }
    let body = std::str::from_utf8(body).map_err(|_| StatusCode::BAD_REQUEST)?.to_owned();
    let (conversation, received_at) = (envelope.conversation_id, now.as_microsecond());
    let row = Row { provider_id: envelope.id, conversation, received_at, body };
    app.keeper.keep(row).await.map_err(|error| {
        eprintln!("not kept: {error:#}");
        StatusCode::SERVICE_UNAVAILABLE
    })
}

/// The message's id, if its signature holds.
fn signed<'h>(key: &[u8], headers: &'h HeaderMap, body: &[u8], now_s: i64) -> Option<&'h str> {
    let header = |name: &str| headers.get(name)?.to_str().ok();
    let (id, at, signatures) =
        (header("webhook-id")?, header("webhook-timestamp")?, header("webhook-signature")?);
    let seconds: i64 = at.parse().ok()?;
    if (now_s - seconds).abs() > TOLERANCE_S {
        return None;
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    for part in [id.as_bytes(), b".", at.as_bytes(), b".", body] {
        mac.update(part);
    }
    let expected = mac.finalize().into_bytes();
    let mut given = signatures.split(' ').filter_map(|s| STANDARD.decode(s.strip_prefix("v1,")?).ok());
    given.any(|s| bool::from(expected.as_slice().ct_eq(&s))).then_some(id)
}
