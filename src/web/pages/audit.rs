//! Who changed what: the list that owners read.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

use super::audit_changes::{Changed, changes, spoken_in};
use super::shell::{Shell, Sorry, page};
use crate::domain::{Timestamp, Titles};
use crate::ports::{Note, Noted};
use crate::web::audit::{FILTERS, filter};
use crate::web::fields::Fields;
use crate::web::may;
use crate::web::moment::Moment;
use crate::web::session::Member;
use crate::web::state::{App, Configured};

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
    /// As programs know it, where a person knows it otherwise, or not at all.
    id: Option<String>,
    reason: Option<String>,
    more: Vec<More>,
    /// What reads otherwise than before.
    changes: Vec<Changed>,
}

/// One more thing that is said about it.
struct More {
    name: String,
    value: String,
}

impl Entry {
    pub(super) fn of(noted: Noted, configured: &Configured, titles: &Titles, now: Timestamp) -> Self {
        let note = noted.note;
        let both = note.detail.get("before").zip(note.detail.get("after"));
        let changes = both.and_then(|(before, after)| changes(before, after, configured, titles));
        let (subject, id) = called(&note, titles);
        let told = |name: &str| changes.is_some() && matches!(name, "before" | "after");
        let more = note.detail.into_iter().filter(|(name, _)| !told(name));
        Self {
            at: Moment::of(note.at, now),
            by: note.by,
            what: note.what,
            subject,
            id,
            reason: note.reason,
            more: more.map(|(name, value)| More { name, value: plain(value) }).collect(),
            changes: changes.unwrap_or_default(),
        }
    }
}

/// What it was done to, as a person and as a program knows it.
fn called(note: &Note, titles: &Titles) -> (String, Option<String>) {
    let subject = note.subject.clone();
    let title = note.detail.get("title").and_then(Value::as_str);
    match (note.what.split('.').next().unwrap_or_default(), title) {
        ("knowledge", Some(title)) => (title.to_owned(), Some(subject)),
        ("topic", _) => (titles.topic(&subject).to_owned(), Some(subject)),
        ("autopilot", _) => (titles.topic(&subject).to_owned(), None),
        ("replay" | "lesson" | "dead_letter", _) => (String::new(), Some(subject)),
        ("rehearsal", _) if note.what == "rehearsal.ended" => (String::new(), Some(subject)),
        _ => (subject, None),
    }
}

/// A value as a person reads it: texts without quotes, lists with commas, no brackets.
fn plain(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Null => "nothing".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Array(items) if items.is_empty() => "nothing".to_owned(),
        Value::Array(ref items) => match spoken_in(&value) {
            Some(words) => words,
            None => items.iter().cloned().map(plain).collect::<Vec<_>>().join(", "),
        },
        Value::Object(parts) => {
            let parts = parts
                .into_iter()
                .map(|(name, value)| format!("{}: {}", name.replace('_', " "), plain(value)));
            parts.collect::<Vec<_>>().join(", ")
        }
        Value::Number(number) => number.to_string(),
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
    let titles = app.engine.policy().titles();
    let entry = |noted| Entry::of(noted, &app.configured, &titles, now);
    let entries = found.items.into_iter().map(entry).collect();
    let shell = Shell::new(&app, &member, "settings");
    Ok(page(StatusCode::OK, &AuditPage { shell, tab: "audit", entries, what, by, next }))
}
