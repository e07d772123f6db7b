//! `/v1/dead-letters`: what was given up, and how to put it back in line.

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::body::Sent;
use super::shapes::List;
use crate::domain::ActionId;
use crate::web::caller::Caller;
use crate::web::deeds;
use crate::web::fields::Fields;
use crate::web::may;
use crate::web::pages::dead_letters::LETTERS_MAX;
use crate::web::problem::Problem;
use crate::web::state::App;

/// An action that was given up.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Letter {
    id: String,
    conversation_id: String,
    relay: String,
    kind: String,
    what: String,
    attempts: i64,
    error: String,
    asked_at: String,
    died_at: String,
}

/// What became of a replay.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Replayed {
    /// `replayed`
    status: &'static str,
}

/// Actions given up, newest first (at most 100).
#[utoipa::path(get, path = "/v1/dead-letters", tag = "dead letters",
    responses((status = 200, body = List<Letter>), (status = 401, body = Problem)))]
pub(super) async fn list(State(app): State<App>, _caller: Caller) -> Result<Json<List<Letter>>, Problem> {
    let items = app.desk.dead_letters(LETTERS_MAX).await?.into_iter().map(|letter| Letter {
        id: letter.action.to_string(),
        conversation_id: letter.conversation.to_string(),
        relay: letter.relay,
        kind: letter.kind,
        what: letter.what,
        attempts: letter.attempts,
        error: letter.error,
        asked_at: letter.asked_at.rfc3339(),
        died_at: letter.died_at.rfc3339(),
    });
    Ok(Json(List { items: items.collect(), next_cursor: None }))
}

/// Puts one back in line, due now.
#[utoipa::path(post, path = "/v1/dead-letters/{id}/replay", tag = "dead letters", params(("id" = String, Path)),
    responses((status = 200, body = Replayed), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn replay(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<may::Admin>,
) -> Result<Json<Replayed>, Problem> {
    let action: ActionId = id.parse()?;
    Fields::from_json(&sent.body, &[])?;
    deeds::replay(&app, action, &sent.caller.by()).await?;
    Ok(Json(Replayed { status: "replayed" }))
}
