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
use crate::web::filters;
use crate::web::may;
use crate::web::moment::Moment;
use crate::web::session::Member;
use crate::web::spoken;
use crate::web::state::{App, Configured};
use crate::words::Text;

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

    /// Who did what to whom, in one sentence.
    fn deed(&self) -> Text {
        let other =
            if self.subject.is_empty() { "audit-words-deed-other" } else { "audit-words-deed-other-to" };
        let text = spoken::text(deed(&self.what).unwrap_or(other));
        text.with("by", &self.by).with("what", &self.what).with("subject", &self.subject)
    }
}

/// The text of a deed.
fn deed(what: &str) -> Option<&'static str> {
    Some(match what {
        "user.added" => "audit-words-deed-user-added",
        "user.renamed" => "audit-words-deed-user-renamed",
        "user.role_changed" => "audit-words-deed-user-role-changed",
        "user.removed" => "audit-words-deed-user-removed",
        "user.link_made" => "audit-words-deed-user-link-made",
        "user.password_changed" => "audit-words-deed-user-password-changed",
        "user.second_factor_on" => "audit-words-deed-user-second-factor-on",
        "user.second_factor_off" => "audit-words-deed-user-second-factor-off",
        "user.recovery_codes_made" => "audit-words-deed-user-recovery-codes-made",
        "user.signed_out" => "audit-words-deed-user-signed-out",
        "sign_in.recovery_code_used" => "audit-words-deed-sign-in-recovery-code-used",
        "token.made" => "audit-words-deed-token-made",
        "token.revoked" => "audit-words-deed-token-revoked",
        "knowledge.added" => "audit-words-deed-knowledge-added",
        "knowledge.changed" => "audit-words-deed-knowledge-changed",
        "knowledge.removed" => "audit-words-deed-knowledge-removed",
        "topic.saved" => "audit-words-deed-topic-saved",
        "reply.saved" => "audit-words-deed-reply-saved",
        "reply.removed" => "audit-words-deed-reply-removed",
        "rules.saved" => "audit-words-deed-rules-saved",
        "replay.begun" => "audit-words-deed-replay-begun",
        "settings.changed" => "audit-words-deed-settings-changed",
        "lesson.adopted" => "audit-words-deed-lesson-adopted",
        "lesson.dismissed" => "audit-words-deed-lesson-dismissed",
        "dead_letter.replayed" => "audit-words-deed-dead-letter-replayed",
        "autopilot.allow" => "audit-words-deed-autopilot-allow",
        "autopilot.forbid" => "audit-words-deed-autopilot-forbid",
        "autopilot.pause" => "audit-words-deed-autopilot-pause",
        "autopilot.resume" => "audit-words-deed-autopilot-resume",
        "autopilot.restart" => "audit-words-deed-autopilot-restart",
        "autopilot.fell_back" => "audit-words-deed-autopilot-fell-back",
        "autopilot.fall_back_over" => "audit-words-deed-autopilot-fall-back-over",
        "autopilot.sends_all_the_same" => "audit-words-deed-autopilot-sends-all-the-same",
        "rehearsal.begun" => "audit-words-deed-rehearsal-begun",
        "rehearsal.ended" => "audit-words-deed-rehearsal-ended",
        _ => return None,
    })
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
        Value::Null => spoken::text("audit-value-nothing").plain(),
        Value::Bool(true) => spoken::text("audit-value-yes").plain(),
        Value::Bool(false) => spoken::text("audit-value-no").plain(),
        Value::Array(items) if items.is_empty() => spoken::text("audit-value-nothing").plain(),
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
