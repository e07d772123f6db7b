//! The way to a model server and back: one client, limits on time, size and crowding, and no answer's status lost.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use async_openai::Client;
use async_openai::config::OpenAIConfig;
use async_openai::error::OpenAIError;
use async_openai::middleware::{HttpRequestFactory, ReqwestService};
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use tower::{Service, ServiceBuilder};

use super::answer::Reply;
use super::settings::{BadSetting, Settings};
use crate::domain::DraftFailure;

/// A draft is a few kilobytes; more than this is an accident or an attack, bytes.
const BODY_BYTES_MAX: usize = 1024 * 1024;
/// Of a refusal only its code is wanted, bytes.
const REFUSAL_BYTES_MAX: usize = 16 * 1024;
/// A server that takes longer to accept a connection is away.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// No server's advice keeps a visitor waiting longer than this, ms.
const RETRY_AFTER_MAX_MS: u64 = 600_000;

/// A client for the server of these settings.
///
/// # Errors
/// When no HTTP client can be made, as without a TLS provider.
pub(super) fn client(settings: &Settings) -> Result<Client<OpenAIConfig>, BadSetting> {
    let http = reqwest::Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(Duration::from_millis(settings.timeout_ms))
        .redirect(reqwest::redirect::Policy::none())
        // A key and visitors' words go where the configuration says, not where an environment variable says.
        .no_proxy()
        .build()
        .map_err(|e| BadSetting::new("base_url", format!("no HTTP client: {e}")))?;
    // Each of these would otherwise be read from the environment.
    let config = OpenAIConfig::new()
        .with_api_base(settings.base_url.as_deref().unwrap_or_default().trim_end_matches('/'))
        .with_api_key(settings.api_key.as_deref().unwrap_or_default())
        .with_org_id("")
        .with_project_id("");
    let service = ServiceBuilder::new()
        .concurrency_limit(settings.max_concurrency)
        .service(Honest { inner: ReqwestService::new(http.clone()) });
    Ok(Client::build(http, config).with_http_service(service))
}

/// What the server did instead of answering. Never holds visitor text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Trouble {
    #[error("the server answered {status}{}", code.as_ref().map(|c| format!(" ({c})")).unwrap_or_default())]
    Status { status: u16, code: Option<String>, retry_after_ms: Option<u64> },
    #[error("the answer is longer than 1 MiB")]
    TooLarge,
    #[error("the answer is {0} instead of a chat completion")]
    NotACompletion(&'static str),
}

impl Trouble {
    /// Whether the server may only have disliked the form of the request.
    pub(super) const fn is_about_the_form(&self) -> bool {
        matches!(self, Self::Status { status: 400 | 415 | 422 | 501, .. })
    }

    /// Whether the server surely wrote nothing. A gateway that lost patience, or an answer that cannot be read, does not
    /// say so.
    pub(super) const fn costs_nothing(&self) -> bool {
        matches!(self, Self::Status { status: 300..=501 | 503, .. })
    }
}

impl From<Trouble> for DraftFailure {
    fn from(trouble: Trouble) -> Self {
        let detail = trouble.to_string();
        let Trouble::Status { status, retry_after_ms, .. } = trouble else {
            return Self::Garbage { detail };
        };
        match status {
            408 | 504 => Self::Timeout,
            429 => Self::RateLimited { retry_after_ms },
            401 | 403 => Self::Unavailable { detail: format!("{detail}; check model.api_key") },
            404 => Self::Unavailable { detail: format!("{detail}; check model.base_url and model.name") },
            300..=399 => Self::Unavailable { detail: format!("{detail}, a redirect; check model.base_url") },
            500.. => Self::Unavailable { detail },
            _ => Self::Garbage { detail },
        }
    }
}

/// The server was never reached.
const CANNOT_CONNECT: &str = "cannot connect; check model.base_url";

/// Whether nothing of the request was heard.
pub(super) fn is_unreached(failure: &DraftFailure) -> bool {
    matches!(failure, DraftFailure::Unavailable { detail } if detail == CANNOT_CONNECT)
}

/// What went wrong, in our words. An error's own text may hold the server's and is left out.
pub(super) fn trouble_of(error: OpenAIError) -> Result<Trouble, DraftFailure> {
    let boxed = match error {
        OpenAIError::Boxed(boxed) => boxed,
        OpenAIError::Reqwest(e) => return Err(network(&e)),
        OpenAIError::InvalidArgument(_) => return Err(unavailable("the request could not be built")),
        _ => return Err(DraftFailure::Garbage { detail: "the answer could not be read".to_owned() }),
    };
    match boxed.downcast::<Trouble>() {
        Ok(trouble) => Ok(*trouble),
        Err(_) => Err(unavailable("the request failed")),
    }
}

fn network(error: &reqwest::Error) -> DraftFailure {
    if error.is_connect() {
        return unavailable(CANNOT_CONNECT);
    }
    if error.is_timeout() {
        return DraftFailure::Timeout;
    }
    unavailable("the connection broke off")
}

fn unavailable(detail: &str) -> DraftFailure {
    DraftFailure::Unavailable { detail: detail.to_owned() }
}

/// Turns whatever is not a chat completion into an error that keeps what happened, before the client library sees it:
/// the library loses a status whose body it cannot read, logs bodies that it cannot read, and reads without a limit.
#[derive(Clone, Debug)]
struct Honest<S> {
    inner: S,
}

impl<S> Service<HttpRequestFactory> for Honest<S>
where
    S: Service<HttpRequestFactory, Response = Response, Error = OpenAIError>,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = OpenAIError;
    type Future = Pin<Box<dyn Future<Output = Result<Response, OpenAIError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: HttpRequestFactory) -> Self::Future {
        let answer = self.inner.call(request);
        Box::pin(async move { checked(answer.await?).await })
    }
}

async fn checked(response: Response) -> Result<Response, OpenAIError> {
    let status = response.status();
    if !status.is_success() {
        return Err(boxed(refusal(status, response).await));
    }
    let Some(body) = body(response, BODY_BYTES_MAX).await? else {
        return Err(boxed(Trouble::TooLarge));
    };
    if serde_json::from_slice::<Reply>(&body).is_err() {
        return Err(boxed(Trouble::NotACompletion(looks_like(&body))));
    }
    Ok(Response::from(hyper::Response::new(body)))
}

/// The body, or nothing when it is longer than `max` bytes; the rest is then never read.
async fn body(mut response: Response, max: usize) -> Result<Option<Vec<u8>>, OpenAIError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > max {
            return Ok(None);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Some(body))
}

async fn refusal(status: StatusCode, response: Response) -> Trouble {
    let retry_after_ms = retry_after_ms(response.headers());
    let body = body(response, REFUSAL_BYTES_MAX).await.ok().flatten().unwrap_or_default();
    Trouble::Status { status: status.as_u16(), code: code(&body), retry_after_ms }
}

/// The error's own short name, if it has one; its message may repeat the prompt and is left where it is.
fn code(body: &[u8]) -> Option<String> {
    let value: serde_json::Value = serde_json::from_slice(body).ok()?;
    let error = value.get("error").unwrap_or(&value);
    let name = ["code", "type"].iter().find_map(|key| error.get(key)?.as_str())?;
    let short =
        name.len() <= 60 && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    (short && !name.is_empty()).then(|| name.to_owned())
}

/// Seconds, or a date measured against the server's own clock; capped.
fn retry_after_ms(headers: &HeaderMap) -> Option<u64> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        let ms = Duration::try_from_secs_f64(seconds).ok()?.as_millis();
        return Some(u64::try_from(ms).unwrap_or(u64::MAX).min(RETRY_AFTER_MAX_MS));
    }
    let moment = |text: &str| jiff::fmt::rfc2822::parse(text).ok().map(|z| z.timestamp().as_millisecond());
    let now = moment(headers.get(DATE)?.to_str().ok()?)?;
    let wait = moment(text)?.saturating_sub(now);
    Some(u64::try_from(wait).unwrap_or(0).min(RETRY_AFTER_MAX_MS))
}

fn looks_like(body: &[u8]) -> &'static str {
    match body.trim_ascii_start() {
        [] => "empty",
        [b'<', ..] => "an HTML page",
        [b'd', b'a', b't', b'a', b':', ..] => "a stream",
        [b'{' | b'[', ..] => "broken or foreign JSON",
        _ => "plain text",
    }
}

fn boxed(trouble: Trouble) -> OpenAIError {
    OpenAIError::Boxed(Box::new(trouble))
}
