//! Who changed what: the list that owners read.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

use super::shell::{Shell, Sorry, page};
use crate::domain::Timestamp;
use crate::ports::Noted;
use crate::web::audit::{FILTERS, filter};
use crate::web::fields::Fields;
use crate::web::may;
use crate::web::moment::Moment;
use crate::web::session::Member;
use crate::web::state::App;

/// Entries on a page.
const ENTRIES: i64 = 50;

#[derive(Template)]
#[template(path = "audit.html")]
pub(super) struct AuditPage {
    pub shell: Shell,
    pub tab: &'static str,
    pub entries: Vec<Entry>,
    /// What is filtered by, as the form shows it.
    pub what: String,
    pub by: String,
    /// The query of the next page.
    pub next: Option<String>,
}

pub(super) struct Entry {
    at: Moment,
    by: String,
    what: String,
    subject: String,
    reason: Option<String>,
    more: Vec<More>,
}

/// One more thing that is said about it.
struct More {
    name: String,
    value: String,
}

impl Entry {
    pub(super) fn of(noted: Noted, now: Timestamp) -> Self {
        let note = noted.note;
        let more = note.detail.into_iter().map(|(name, value)| More { name, value: plain(value) });
        Self {
            at: Moment::of(note.at, now),
            by: note.by,
            what: note.what,
            subject: note.subject,
            reason: note.reason,
            more: more.collect(),
        }
    }
}

/// A value as a person reads it: texts without quotes, lists with commas.
fn plain(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Null => "nothing".to_owned(),
        Value::Array(items) => items.into_iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// `GET /settings/audit`
pub(super) async fn show(
    State(app): State<App>,
    member: Member<may::Admin>,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    let fields = Fields::from_query(query.as_deref(), FILTERS)?;
    let wanted = filter(&fields, ENTRIES)?;
    let found = app.audit.entries(&wanted).await?;
    let now = app.clock.now();
    let (what, by) = (wanted.what.unwrap_or_default(), wanted.by.unwrap_or_default());
    let next = found.next_cursor.map(|cursor| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("what", &what).append_pair("by", &by).append_pair("cursor", &cursor).finish()
    });
    let entries = found.items.into_iter().map(|noted| Entry::of(noted, now)).collect();
    let shell = Shell::new(&app, &member, "settings");
    Ok(page(StatusCode::OK, &AuditPage { shell, tab: "audit", entries, what, by, next }))
}
