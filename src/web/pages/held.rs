//! Decisions that can still be taken back: shown with the time left, and taken back.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::card::Who;
use super::review::not_done;
use super::shell::Sorry;
use crate::domain::{Review, Stage, Timestamp, Unread};
use crate::engine::ActError;
use crate::ports::ConversationRow;
use crate::web::deeds;
use crate::web::session::{Posted, local_path};
use crate::web::state::App;

/// A decision that waits for its time.
#[derive(Clone, Debug)]
pub(super) struct Held {
    /// The suggestion's id.
    pub id: String,
    pub who: Who,
    /// `approved`, `edited`, `rejected`; `countdown` where it leaves by itself.
    pub what: &'static str,
    pub by: String,
    /// Why it says nothing of the draft although it lets a reply go; empty elsewhere.
    pub unread: &'static str,
    /// Time left, ms.
    pub left_ms: i64,
    /// The same in whole seconds, rounded up.
    pub left_s: i64,
    pub csrf: String,
    pub back: String,
}

impl Held {
    pub(super) fn of(row: &ConversationRow, now: Timestamp, csrf: &str, back: &str) -> Option<Self> {
        let (suggestion, what, by, unread, until) = match &row.conversation.stage {
            Stage::Holding { suggestion, decided, until, .. } => {
                (suggestion, word(&decided.review), decided.by.as_str(), decided.unread, until)
            }
            Stage::Countdown { suggestion, until, .. } => (suggestion, COUNTDOWN, "", None, until),
            _ => return None,
        };
        let left_ms = until.since(now) / 1_000;
        (left_ms > 0).then(|| Self {
            id: suggestion.to_string(),
            who: Who::in_row(row),
            what,
            by: by.to_owned(),
            unread: unread.map_or("", Unread::as_str),
            left_ms,
            left_s: (left_ms + 999) / 1_000,
            csrf: csrf.to_owned(),
            back: back.to_owned(),
        })
    }
}

/// What leaves by itself: everybody sees it, and anybody may stop it.
pub(super) const COUNTDOWN: &str = "countdown";

const fn word(review: &Review) -> &'static str {
    match review {
        Review::Approve => "approved",
        Review::Edit { .. } => "edited",
        Review::Reject { .. } => "rejected",
    }
}

/// `POST /suggestions/{id}/undo`
pub(super) async fn undo(
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Sorry> {
    let row = deeds::suggestion(&app, &id).await?;
    let back = local_path(posted.fields.text("back")?);
    match deeds::undo(&app, &row, &posted.person.name()).await {
        Ok(_) => {
            let path = back.split(['?', '#']).next().unwrap_or("/");
            // Its card is back, whatever its rank.
            Ok(Redirect::to(&format!("{path}?did=undone&keep={}", row.suggestion.id)).into_response())
        }
        Err(ActError::Refused { refusal, .. }) => not_done(&app, &posted, &row, &refusal, None, &back).await,
        Err(error) => Err(error.into()),
    }
}
