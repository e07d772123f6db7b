//! The inbox: suggestions to decide on, oldest first, and chats that wait for a human.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::card::{Card, Notice, Waiting};
use super::shell::{Shell, Sorry, page};
use crate::ports::ConversationFilter;
use crate::web::fields::Fields;
use crate::web::session::Owner;
use crate::web::state::App;

/// Cards shown at a time; the next ones come up as these are decided.
const CARDS_MAX: i64 = 25;

#[derive(Template)]
#[template(path = "queue.html")]
pub(super) struct Queue {
    pub(super) shell: Shell,
    pub(super) cards: Vec<Card>,
    pub(super) more_cards: bool,
    pub(super) waiting: Vec<Waiting>,
    pub(super) more_waiting: bool,
    /// What the owner has just done.
    pub(super) did: String,
    /// A decision that could not be carried out and has no card any more.
    pub(super) notice: Option<Notice>,
}

impl Queue {
    pub(super) async fn load(app: &App, owner: &Owner) -> Result<Self, Sorry> {
        let filter =
            ConversationFilter { needs_human: true, limit: CARDS_MAX, ..ConversationFilter::default() };
        let (pending, humans) = tokio::try_join!(
            app.desk.suggestions("pending", None, CARDS_MAX),
            app.desk.conversations(&filter),
        )?;
        let (now, csrf) = (app.clock.now(), &owner.session.csrf);
        let mut waiting: Vec<Waiting> = humans.items.iter().map(|row| Waiting::of(row, now, csrf)).collect();
        // The desk lists the last active first; here the longest wait comes first.
        waiting.sort_by(|a, b| a.since.exact.cmp(&b.since.exact));
        Ok(Self {
            shell: Shell::new(app, owner, "inbox"),
            cards: pending.items.iter().map(|row| Card::of(row, now, csrf, "/")).collect(),
            more_cards: pending.next_cursor.is_some(),
            waiting,
            more_waiting: humans.next_cursor.is_some(),
            did: String::new(),
            notice: None,
        })
    }
}

/// `GET /`
pub(super) async fn show(
    State(app): State<App>,
    owner: Owner,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    let mut queue = Queue::load(&app, &owner).await?;
    queue.did = did(query.as_deref());
    Ok(page(StatusCode::OK, &queue))
}

/// The word of `?did=`, which only templates turn into a sentence.
pub(super) fn did(query: Option<&str>) -> String {
    let fields = Fields::from_form(query.unwrap_or_default().as_bytes());
    fields.text("did").ok().flatten().unwrap_or_default().chars().take(20).collect()
}
