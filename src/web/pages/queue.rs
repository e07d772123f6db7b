//! The inbox: suggestions to decide on and chats that wait for a human, the costliest wait first.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::card::{Card, Notice, Waiting, cited};
use super::held::Held;
use super::shell::{Shell, Sorry, page};
use crate::domain::{SuggestionId, SuggestionState};
use crate::ports::{QUEUE_COUNT_MAX, SavedReply, SuggestionRow};
use crate::web::fields::Fields;
use crate::web::filters;
use crate::web::session::{Member, Person};
use crate::web::state::App;

/// Cards shown at a time; the next ones come up as these are decided.
const CARDS_MAX: i64 = 25;

#[derive(Template)]
#[template(path = "queue.html")]
pub(super) struct Queue {
    pub(super) shell: Shell,
    pub(super) cards: Vec<Card>,
    /// How many suggestions there are, as the badge says it.
    pub(super) cards_count: String,
    pub(super) waiting: Vec<Waiting>,
    pub(super) waiting_count: String,
    /// Both together, for the window's title.
    pub(super) count: String,
    pub(super) more_waiting: bool,
    /// Some wait because the articles are found by their words alone.
    pub(super) words_only: bool,
    /// What leaves by itself and can be stopped, then this owner's decisions that can be taken back, the newest last.
    pub(super) undoable: Vec<Held>,
    /// For whoever replies by hand: names and words, placeholders and all.
    pub(super) replies: Vec<SavedReply>,
    /// What the owner has just done.
    pub(super) did: String,
    /// A decision that could not be carried out and has no card any more.
    pub(super) notice: Option<Notice>,
}

impl Queue {
    /// `keep`: the suggestion that somebody is looking at; it stays on the page while it is open, whatever its rank.
    pub(super) async fn load(app: &App, person: &Person, keep: Option<&str>) -> Result<Self, Sorry> {
        let (now, csrf) = (app.clock.now(), &person.session.csrf);
        let me = person.name();
        let mut queue = app.desk.queue(now, CARDS_MAX, &me).await?;
        queue.suggestions.extend(kept(app, &queue.suggestions, keep).await?);
        let passages = cited(app, &queue.suggestions.iter().collect::<Vec<_>>()).await;
        let titles = app.engine.policy().titles();
        let waiting: Vec<Waiting> =
            queue.waiting.iter().map(|row| Waiting::of(row, now, csrf, &titles)).collect();
        // The page lets each new one stand below the others, and the key takes back the last: one's own newest.
        let held = queue.holding.iter().rev().filter_map(|row| Held::of(row, now, csrf, "/"));
        Ok(Self {
            shell: Shell::new(app, person, "inbox"),
            cards: queue.suggestions.iter().map(|row| Card::of(row, &passages, now, csrf, "/")).collect(),
            cards_count: counted(queue.suggestions_count),
            more_waiting: queue.waiting_count > CARDS_MAX,
            words_only: app.knowledge.by_words_only() && waiting.iter().any(|chat| chat.found_too_little),
            waiting,
            waiting_count: counted(queue.waiting_count),
            count: counted(queue.suggestions_count + queue.waiting_count),
            undoable: held.collect(),
            replies: app.handbook.saved_replies().await?,
            did: String::new(),
            notice: None,
        })
    }
}

/// What is looked at, where the list has no place for it.
async fn kept(
    app: &App,
    listed: &[SuggestionRow],
    keep: Option<&str>,
) -> Result<Option<SuggestionRow>, Sorry> {
    let Some(id) = keep.and_then(|id| id.parse::<SuggestionId>().ok()) else { return Ok(None) };
    if listed.iter().any(|row| row.suggestion.id == id) {
        return Ok(None);
    }
    let row = app.desk.suggestion(id).await?;
    Ok(row.filter(|row| row.suggestion.state == SuggestionState::Pending))
}

fn counted(n: i64) -> String {
    if n >= QUEUE_COUNT_MAX { format!("{QUEUE_COUNT_MAX}+") } else { n.to_string() }
}

/// `GET /`
pub(super) async fn show(
    State(app): State<App>,
    member: Member,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    let fields = Fields::from_form(query.as_deref().unwrap_or_default().as_bytes());
    let keep = fields.text("keep").ok().flatten();
    let mut queue = Queue::load(&app, &member, keep).await?;
    queue.did = did(query.as_deref());
    Ok(page(StatusCode::OK, &queue))
}

/// The word of `?did=`, which only templates turn into a sentence.
pub(super) fn did(query: Option<&str>) -> String {
    let fields = Fields::from_form(query.unwrap_or_default().as_bytes());
    fields.text("did").ok().flatten().unwrap_or_default().chars().take(20).collect()
}
