//! An owner's decision on a suggestion, from a form.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::card::Notice;
use super::conversation::ThreadPage;
use super::queue::Queue;
use super::shell::{Sorry, page};
use crate::domain::{Refusal, Review, SuggestionId, Unread};
use crate::engine::ActError;
use crate::ports::SuggestionRow;
use crate::web::deeds;
use crate::web::session::{Posted, local_path};
use crate::web::state::App;

/// What is told of a reply that was let go: also when that says nothing of its draft.
const fn let_go(edited: bool, unread: Option<Unread>) -> &'static str {
    match (edited, unread) {
        (false, None) => "approved",
        (false, Some(Unread::TooQuick)) => "approved_too_quick",
        (false, Some(Unread::Untimed)) => "approved_untimed",
        (true, None) => "edited",
        (true, Some(Unread::TooQuick)) => "edited_too_quick",
        (true, Some(Unread::Untimed)) => "edited_untimed",
    }
}

/// `POST /suggestions/{id}/approve`: as it stands, or in the owner's words when they differ.
pub(super) async fn approve(
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Sorry> {
    let row = deeds::suggestion(&app, &id).await?;
    let text = deeds::plain(posted.fields.needed("text")?);
    let unchanged = text.trim() == deeds::plain(&row.suggestion.draft.text).trim();
    if unchanged {
        return decide(&app, &posted, &row, Review::Approve, None).await;
    }
    let review = Review::Edit { text: text.clone(), only_tone: posted.fields.switch("only_tone")? };
    decide(&app, &posted, &row, review, Some(text)).await
}

/// `POST /suggestions/{id}/reject`
pub(super) async fn reject(
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Sorry> {
    let row = deeds::suggestion(&app, &id).await?;
    let reason = deeds::reject_reason(&posted.fields)?;
    let words = posted.fields.text("text")?.map(deeds::plain);
    decide(&app, &posted, &row, Review::Reject { reason }, words).await
}

async fn decide(
    app: &App,
    posted: &Posted,
    row: &SuggestionRow,
    review: Review,
    words: Option<String>,
) -> Result<Response, Sorry> {
    let seen = deeds::seen(&posted.fields)?;
    let edited = match review {
        Review::Approve => Some(false),
        Review::Edit { .. } => Some(true),
        Review::Reject { .. } => None,
    };
    let back = local_path(posted.fields.text("back")?);
    match deeds::review(app, row, seen, review, &posted.person.name(), true).await {
        Ok(_) => {
            let unread = deeds::unread(app, row).await?;
            let did = edited.map_or("rejected", |edited| let_go(edited, unread));
            let keep = posted.fields.text("keep")?.filter(|id| id.parse::<SuggestionId>().is_ok());
            let keep = keep.map(|id| format!("&keep={id}")).unwrap_or_default();
            Ok(Redirect::to(&format!("{}?did={did}{keep}", path_of(&back))).into_response())
        }
        Err(ActError::Refused { refusal, .. }) => not_done(app, posted, row, &refusal, words, &back).await,
        Err(error) => Err(error.into()),
    }
}

/// The page the owner came from, fresh, with what changed and what they had written.
pub(super) async fn not_done(
    app: &App,
    posted: &Posted,
    row: &SuggestionRow,
    refusal: &Refusal,
    words: Option<String>,
    back: &str,
) -> Result<Response, Sorry> {
    let status = if matches!(refusal, Refusal::BadText { .. }) {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::CONFLICT
    };
    let fresh = app.desk.thread(row.conversation).await?.and_then(|thread| thread.pending);
    let notice = Notice::of(refusal, &row.suggestion, fresh.as_ref().map(|row| &row.suggestion), words);
    if path_of(back).starts_with("/conversations/") {
        let thread = ThreadPage::load(app, &posted.person, row.conversation, Some(notice)).await?;
        return Ok(page(status, &thread));
    }
    let fresh_id = fresh.map(|row| row.suggestion.id.to_string());
    let mut queue = Queue::load(app, &posted.person, fresh_id.as_deref()).await?;
    match queue.cards.iter_mut().find(|card| Some(&card.id) == fresh_id.as_ref()) {
        Some(card) => card.notice = Some(notice),
        None => queue.notice = Some(notice),
    }
    Ok(page(status, &queue))
}

fn path_of(back: &str) -> &str {
    back.split(['?', '#']).next().unwrap_or("/")
}
