//! Errors for machines: problem+json (RFC 9457), each with a sentence that says what would be right.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};

use super::fields::BadField;
use crate::domain::{BadId, Refusal};
use crate::engine::ActError;
use crate::ports::{BadArticle, Scope, StoreError};

/// What to tell a caller who asked too early, seconds.
const RETRY_AFTER_S: u32 = 1;

/// An error as it is answered.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(super) struct Problem {
    /// A URN of ours; its end is one word, for logs and metrics too.
    #[serde(rename = "type", serialize_with = "as_urn")]
    #[schema(value_type = String)]
    pub code: &'static str,
    /// What went wrong, in general.
    pub title: &'static str,
    /// The HTTP status.
    #[serde(serialize_with = "as_number")]
    #[schema(value_type = u16)]
    pub status: StatusCode,
    /// What went wrong here, and what would be right.
    pub detail: String,
    /// The field at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What is the case now, when that is why.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    pub now: Box<Map<String, Value>>,
    #[serde(skip)]
    #[schema(ignore)]
    pub retry_after_s: Option<u32>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
fn as_number<S: serde::Serializer>(status: &StatusCode, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_u16(status.as_u16())
}

fn as_urn<S: serde::Serializer>(code: &str, out: S) -> Result<S::Ok, S::Error> {
    out.collect_str(&format_args!("urn:banister:problem:{code}"))
}

impl Problem {
    pub(super) fn new(status: StatusCode, code: &'static str, detail: &str) -> Self {
        Self {
            code,
            title: title(status, code),
            status,
            detail: detail.to_owned(),
            field: None,
            now: Box::default(),
            retry_after_s: None,
        }
    }

    /// One word for logs and metrics.
    pub(super) const fn code(&self) -> &'static str {
        self.code
    }

    pub(super) fn bad_field(field: &str, message: &str) -> Self {
        let mut problem = Self::new(StatusCode::BAD_REQUEST, "bad_field", &format!("{field}: {message}"));
        problem.field = Some(field.to_owned());
        problem
    }

    pub(super) fn not_found(detail: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", detail)
    }

    /// There is no `what` of this name.
    pub(super) fn missing(what: &str) -> Self {
        Self::not_found(&format!("there is no such {what}"))
    }

    pub(super) fn unauthorised(detail: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorised", detail)
    }

    pub(super) fn forbidden(detail: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", detail)
    }

    /// Known, but without the right to do this.
    pub(super) fn not_allowed(scope: Scope, detail: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "not_allowed", detail).with_now("scope", &scope.as_str())
    }

    pub(super) fn conflict(code: &'static str, detail: &str) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    pub(super) fn too_large() -> Self {
        let detail = "the body is larger than this address takes, or could not be read";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail)
    }

    pub(super) fn unavailable(detail: &str) -> Self {
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail);
        problem.retry_after_s = Some(RETRY_AFTER_S);
        problem
    }

    pub(super) fn internal() -> Self {
        let detail = "something is wrong on our side; it is in the log";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail)
    }

    /// The same, with what is the case now.
    pub(super) fn with_now(mut self, name: &str, state: &impl Serialize) -> Self {
        if let Ok(value) = serde_json::to_value(state) {
            self.now.insert(name.to_owned(), value);
        }
        self
    }
}

/// What went wrong, in general.
fn title(status: StatusCode, code: &str) -> &'static str {
    match (status, code) {
        (_, "not_now") => "Not possible at this stage",
        (_, "overtaken") => "No longer open",
        (_, "changed") => "Changed since you looked",
        (_, "not_allowed") => "Not among your rights",
        (_, "bad_field") => "Not in the form agreed on",
        (StatusCode::UNAUTHORIZED, _) => "Not signed in",
        (StatusCode::FORBIDDEN, _) => "Refused",
        (StatusCode::SERVICE_UNAVAILABLE, _) => "Not available for the moment",
        _ => status.canonical_reason().unwrap_or("Error"),
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, code, retry) = (self.status, self.code, self.retry_after_s);
        let mut response = (status, Json(self)).into_response();
        let mut set = |name: HeaderName, value: HeaderValue| response.headers_mut().insert(name, value);
        set(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = retry {
            set(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if code == "unauthorised" {
            set(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"banister\""));
        }
        response
    }
}

impl From<BadField> for Problem {
    fn from(bad: BadField) -> Self {
        Self::bad_field(&bad.field, &bad.message)
    }
}

impl From<BadId> for Problem {
    fn from(bad: BadId) -> Self {
        BadField::new("id", bad.to_string()).into()
    }
}

impl From<BadArticle> for Problem {
    fn from(bad: BadArticle) -> Self {
        BadField::new(bad.field, bad.message).into()
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => {
                Self::unavailable("the store is busy or away; nothing was changed, try again")
            }
            StoreError::Fenced | StoreError::GateMoved => {
                Self::unavailable("somebody else is handling this conversation; try again")
            }
            StoreError::Inconsistent { .. } => {
                tracing::error!(%error, "a request failed");
                Self::internal()
            }
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        if let Refusal::BadText { field, message } = refusal {
            return BadField { field, message }.into();
        }
        let code = match refusal {
            Refusal::NotNow { .. } => "not_now",
            Refusal::Overtaken { .. } => "overtaken",
            _ => "changed",
        };
        Self::new(StatusCode::CONFLICT, code, &refusal.to_string())
    }
}

impl From<ActError> for Problem {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Unknown => Self::missing("conversation"),
            ActError::Refused { refusal, .. } => refusal.into(),
            ActError::Busy => {
                Self::unavailable("this conversation is being handled; nothing was changed, try again")
            }
            ActError::Store(error) => error.into(),
        }
    }
}
