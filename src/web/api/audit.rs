//! `/v1/audit`: who changed what.

use axum::Json;
use axum::extract::{RawQuery, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::List;
use crate::ports::Noted;
use crate::web::audit::{FILTERS, filter};
use crate::web::caller::Caller;
use crate::web::fields::Fields;
use crate::web::may;
use crate::web::problem::Problem;
use crate::web::state::App;

/// Something that somebody did.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditEntry {
    /// Grows with every entry.
    id: i64,
    at: String,
    /// A person's e-mail, `key NAME` for the holder of a token, `command line`, or `banister` itself.
    by: String,
    /// `user.added`, `token.made`, `knowledge.changed`, `dead_letter.replayed` …
    what: String,
    /// To whom or what: an e-mail, a name, a slug, an id.
    subject: String,
    /// More of it; often `before` and `after`.
    #[schema(value_type = Object)]
    detail: serde_json::Map<String, serde_json::Value>,
    /// Why, where it was said.
    reason: Option<String>,
}

impl AuditEntry {
    fn of(noted: Noted) -> Self {
        Self {
            id: noted.id,
            at: noted.note.at.rfc3339(),
            by: noted.note.by,
            what: noted.note.what,
            subject: noted.note.subject,
            detail: noted.note.detail,
            reason: noted.note.reason,
        }
    }
}

/// Who changed what, newest first.
#[utoipa::path(get, path = "/v1/audit", tag = "audit",
    params(("what" = Option<String>, Query, description = "How the word begins: `user.`, `rules.` …"),
        ("by" = Option<String>, Query, description = "Who, exactly as `by` shows it"),
        ("cursor" = Option<String>, Query), ("limit" = Option<i64>, Query, description = "1 to 100; 50 when not given")),
    responses((status = 200, body = List<AuditEntry>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    _caller: Caller<may::Admin>,
    RawQuery(query): RawQuery,
) -> Result<Json<List<AuditEntry>>, Problem> {
    let fields = Fields::from_query(query.as_deref(), FILTERS)?;
    let found = app.audit.entries(&filter(&fields, 50)?).await?;
    let items = found.items.into_iter().map(AuditEntry::of).collect();
    Ok(Json(List { items, next_cursor: found.next_cursor }))
}
