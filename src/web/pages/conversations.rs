//! All conversations, filtered and paged.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::card::{Who, rules_that_hold};
use super::shell::{Shell, Sorry, page};
use crate::ports::{ConversationFilter, ConversationRow};
use crate::web::deeds::{FILTERS, filter};
use crate::web::fields::Fields;
use crate::web::moment::Moment;
use crate::web::session::Owner;
use crate::web::state::App;

/// Letters of the last message shown in the list.
const GLIMPSE_CHARS: usize = 140;

#[derive(Template)]
#[template(path = "conversations.html")]
struct ConversationsPage {
    shell: Shell,
    rows: Vec<Row>,
    /// What is filtered by, as the form shows it.
    state: String,
    handling: String,
    topic: String,
    relay: String,
    external_id: String,
    filtered: bool,
    /// The query of the next page.
    next: Option<String>,
}

struct Row {
    who: Who,
    stage: &'static str,
    handling: &'static str,
    held: bool,
    was_held: bool,
    topic: Option<String>,
    author: &'static str,
    glimpse: String,
    at: Moment,
}

/// `GET /conversations`
pub(super) async fn show(
    State(app): State<App>,
    owner: Owner,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    let fields = Fields::from_query(query.as_deref(), FILTERS)?;
    let wanted = filter(&fields, 30)?;
    let found = app.desk.conversations(&wanted).await?;
    let now = app.clock.now();
    let given = |name: &str| fields.text(name).ok().flatten().unwrap_or_default().to_owned();
    Ok(page(
        StatusCode::OK,
        &ConversationsPage {
            shell: Shell::new(&app, &owner, "conversations"),
            rows: found.items.iter().map(|row| Row::of(row, now)).collect(),
            state: given("state"),
            handling: given("handling"),
            topic: given("topic"),
            relay: given("relay"),
            external_id: given("external_id"),
            filtered: ConversationFilter { cursor: None, limit: 0, ..wanted }
                != ConversationFilter::default(),
            next: found.next_cursor.map(|cursor| next_query(&fields, &cursor)),
        },
    ))
}

fn next_query(fields: &Fields, cursor: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for name in FILTERS.iter().filter(|name| **name != "cursor") {
        if let Ok(Some(value)) = fields.text(name) {
            query.append_pair(name, value);
        }
    }
    query.append_pair("cursor", cursor).finish()
}

impl Row {
    fn of(row: &ConversationRow, now: crate::domain::Timestamp) -> Self {
        let c = &row.conversation;
        let episode = c.episode.as_ref();
        let (author, glimpse) =
            row.last_message.as_ref().map_or(("", String::new()), |m| (m.author.as_str(), glimpse(&m.text)));
        Self {
            who: Who::in_row(row),
            stage: c.stage.name(),
            handling: episode.map_or("none", |e| e.handling.as_str()),
            held: !rules_that_hold(row).is_empty(),
            was_held: episode.is_some_and(|e| !e.held_rules.is_empty()),
            topic: episode.and_then(|e| e.topic.clone()),
            author,
            glimpse,
            at: Moment::of(c.last_activity, now),
        }
    }
}

fn glimpse(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= GLIMPSE_CHARS {
        return line;
    }
    line.chars().take(GLIMPSE_CHARS).chain(['…']).collect()
}
