//! One JSON message by HTTP, and what the answer says of it: left, did not leave, or nobody can tell.

use std::time::Duration;

use reqwest::Response;
use serde_json::Value;

use crate::ports::NotifyError;

/// What an answer may hold at most, bytes.
const ANSWER_BYTES_MAX: usize = 65_536;

/// The longest wait that the other side may ask for, seconds.
const RETRY_AFTER_S_MAX: i64 = 3_600;

/// A client that goes where it was told and nowhere else.
pub(super) fn client(timeout_ms: u64) -> Result<reqwest::Client, reqwest::Error> {
    let timeout = Duration::from_millis(timeout_ms);
    reqwest::Client::builder()
        .timeout(timeout)
        .connect_timeout(timeout.min(Duration::from_secs(5)))
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .user_agent(concat!("banister/", env!("CARGO_PKG_VERSION")))
        .build()
}

/// Posts `message` once. The address is a secret and stays out of every error.
pub(super) async fn post(http: &reqwest::Client, url: &str, message: &Value) -> Result<(), NotifyError> {
    let sent = http.post(url).json(message).send().await;
    let response = sent.map_err(|error| unsent(&error))?;
    let status = response.status();
    if status.is_success() {
        return Ok(());
    }
    let advice = retry_after(response.headers());
    let (words, asked) = explained(response).await;
    let detail = format!("answered {status}{words}");
    Err(match status.as_u16() {
        408 | 425 | 429 => NotifyError::Refused { detail, retry_after_ms: asked.or(advice) },
        // A gateway that gave up waiting cannot tell; whoever else fails says that nothing came of it.
        504 => NotifyError::Unknown { detail },
        500..=599 => NotifyError::Refused { detail, retry_after_ms: advice },
        _ => NotifyError::Never { detail },
    })
}

/// A connection that was never made took nothing; anything later may have.
pub(super) fn unsent(error: &reqwest::Error) -> NotifyError {
    if error.is_connect() || error.is_builder() {
        return NotifyError::Refused { detail: "cannot be reached".to_owned(), retry_after_ms: None };
    }
    let detail = if error.is_timeout() { "did not answer in time" } else { "the connection broke off" };
    NotifyError::Unknown { detail: detail.to_owned() }
}

fn retry_after(headers: &reqwest::header::HeaderMap) -> Option<i64> {
    seconds_ms(headers.get("retry-after")?.to_str().ok()?.trim().parse().ok()?)
}

fn seconds_ms(seconds: i64) -> Option<i64> {
    (seconds >= 0).then(|| seconds.min(RETRY_AFTER_S_MAX) * 1_000)
}

/// Why it was refused, in the other side's words, and how long it wants to be left alone (Telegram).
async fn explained(mut response: Response) -> (String, Option<i64>) {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        if body.len() + chunk.len() > ANSWER_BYTES_MAX {
            return (String::new(), None);
        }
        body.extend_from_slice(&chunk);
    }
    let said = match serde_json::from_slice::<Value>(&body) {
        Ok(value) => value,
        Err(_) => Value::String(String::from_utf8_lossy(&body).into_owned()),
    };
    let words = said["description"].as_str().or_else(|| said.as_str()).unwrap_or_default();
    let words = crate::domain::notice::excerpt(&words.split_whitespace().collect::<Vec<_>>().join(" "), 160);
    let asked = said["parameters"]["retry_after"].as_i64().and_then(seconds_ms);
    (if words.is_empty() { words } else { format!(": {words}") }, asked)
}
