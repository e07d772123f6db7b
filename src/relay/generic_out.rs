//! Our actions to a generic relay, signed with the outbound secret and told apart by id.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde::Deserialize;
use serde_json::{Value, json};

use super::signature::Secret;
use crate::domain::Timestamp;
use crate::domain::staging::is_staged;
use crate::ports::{Applied, Clock, Relay, RelayError, Request, Wanted};

/// What a relay may answer at most, bytes.
const ANSWER_BYTES_MAX: usize = 65_536;

/// The longest wait a relay may ask for, seconds.
const RETRY_AFTER_S_MAX: i64 = 36_000;

/// Speaks to one generic relay.
#[derive(Debug)]
pub struct GenericRelay {
    http: reqwest::Client,
    url: String,
    secret: Secret,
    deduplicates: bool,
    clock: Arc<dyn Clock>,
}

impl GenericRelay {
    /// A relay whose actions go to `url`.
    ///
    /// # Errors
    /// When the HTTP client cannot be built (no certificates).
    pub fn new(
        url: String,
        secret: Secret,
        deduplicates: bool,
        timeout: Duration,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, reqwest::Error> {
        let http = reqwest::Client::builder()
            .timeout(timeout)
            .connect_timeout(timeout.min(Duration::from_secs(3)))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .tcp_nodelay(true)
            .user_agent(concat!("banister/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { http, url, secret, deduplicates, clock })
    }
}

#[async_trait]
impl Relay for GenericRelay {
    async fn perform(&self, request: &Request) -> Result<Applied, RelayError> {
        // The relay knows nothing of a chat that our own check made up: nothing leaves the house for it.
        if is_staged(&request.conversation) {
            return Ok(Applied::default());
        }
        let now_s = self.clock.now().0 / 1_000_000;
        let id = request.id.to_string();
        let body = envelope(request, now_s).to_string();
        let signature = self.secret.sign(&id, now_s, body.as_bytes());
        let sent = self
            .http
            .post(&self.url)
            .header("content-type", "application/json")
            .header("webhook-id", &id)
            .header("webhook-timestamp", now_s)
            .header("webhook-signature", signature)
            .body(body)
            .send()
            .await;
        let response = sent.map_err(|e| unsent(&e))?;
        let status = response.status();
        let retry_after_ms = retry_after(response.headers());
        if status.is_success() {
            // Done, whatever the answer says of it: an unreadable answer only leaves us without the message's id.
            return Ok(answer(response).await);
        }
        let detail = format!("the relay answered {status}");
        Err(match status.as_u16() {
            409 => RelayError::Stale,
            408 | 425 | 429 | 503 => RelayError::Refused { detail, retry_after_ms },
            // A handler may have done it before it failed, a gateway may have passed it on before it gave up waiting.
            500..=599 => RelayError::Unknown { detail },
            _ => RelayError::Never { detail },
        })
    }

    fn deduplicates(&self) -> bool {
        self.deduplicates
    }
}

fn envelope(request: &Request, now_s: i64) -> Value {
    let mut data = json!({ "conversation_id": request.conversation });
    let fields = match &request.what {
        Wanted::Post { text, in_reply_to, based_on } => json!({
            "action": "message.post", "text": text, "private": false, "in_reply_to": in_reply_to,
            "based_on_sequence": based_on, "client_ref": request.id.to_string(),
        }),
        Wanted::Survey(asked) => json!({
            "action": "csat.request", "survey_id": asked.survey.to_string(), "instrument": asked.instrument,
            "scale": asked.scale.as_str(), "scores": asked.scale.scores(asked.instrument),
            "question": asked.question, "language": asked.language, "url": asked.url,
            "expires_at": asked.until.rfc3339(), "client_ref": request.id.to_string(),
        }),
        Wanted::Labels { add, remove } => json!({ "action": "labels.change", "add": add, "remove": remove }),
        Wanted::HandOff { reason, summary } => json!({
            "action": "conversation.handoff", "reason": reason, "summary": summary,
            "assignee": null, "team": null, "if_status": null,
        }),
    };
    if let (Some(data), Value::Object(fields)) = (data.as_object_mut(), fields) {
        data.extend(fields);
    }
    json!({
        "id": request.id.to_string(),
        "type": "action.requested",
        "schema": "1",
        "source": "banister",
        "timestamp": Timestamp(now_s * 1_000_000).rfc3339(),
        "data": data,
    })
}

/// A connection that was never made did nothing; anything later may have.
fn unsent(error: &reqwest::Error) -> RelayError {
    if error.is_connect() || error.is_builder() {
        return RelayError::Refused {
            detail: "the relay cannot be reached".to_owned(),
            retry_after_ms: None,
        };
    }
    let detail = if error.is_timeout() {
        "the relay did not answer in time"
    } else {
        "the connection to the relay broke off"
    };
    RelayError::Unknown { detail: detail.to_owned() }
}

/// `Retry-After` in seconds, capped. Dates are rare and left to our own schedule.
fn retry_after(headers: &reqwest::header::HeaderMap) -> Option<i64> {
    let seconds: i64 = headers.get("retry-after")?.to_str().ok()?.trim().parse().ok()?;
    Some(seconds.clamp(0, RETRY_AFTER_S_MAX) * 1_000)
}

#[derive(Deserialize, Default)]
struct Answer {
    #[serde(default)]
    message_id: Option<String>,
}

async fn answer(mut response: reqwest::Response) -> Applied {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        if body.len() + chunk.len() > ANSWER_BYTES_MAX {
            return Applied::default();
        }
        body.extend_from_slice(&chunk);
    }
    let answer: Answer = serde_json::from_slice(&body).unwrap_or_default();
    Applied {
        message_id: answer
            .message_id
            .filter(|id| !id.is_empty() && id.len() <= 128 && !id.chars().any(char::is_control)),
    }
}
