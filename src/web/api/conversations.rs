//! `/v1/conversations`: list, look, take over, give back, resolve, reply.

use axum::Json;
use axum::extract::{Path, RawQuery, State};

use super::body::{ReplyBody, Sent};
use super::shapes::{ConversationShape, List, ThreadShape};
use crate::domain::ConversationId;
use crate::engine::ActError;
use crate::web::caller::Caller;
use crate::web::deeds::{self, Deed, FILTERS};
use crate::web::fields::Fields;
use crate::web::problem::Problem;
use crate::web::state::App;

/// Conversations, last active first.
#[utoipa::path(get, path = "/v1/conversations", tag = "conversations",
    params(
        ("state" = Option<String>, Query, description = "A stage, or `needs_human`"),
        ("handling" = Option<String>, Query, description = "`none`, `human_only` or `ai_assisted`"),
        ("topic" = Option<String>, Query), ("relay" = Option<String>, Query), ("external_id" = Option<String>, Query),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<i64>, Query, description = "1 to 100; 50 when not given"),
    ),
    responses((status = 200, body = List<ConversationShape>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    _caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Json<List<ConversationShape>>, Problem> {
    let filter = deeds::filter(&Fields::from_query(query.as_deref(), FILTERS)?, 50)?;
    let found = app.desk.conversations(&filter).await?;
    let items = found.items.iter().map(ConversationShape::of_row).collect();
    Ok(Json(List { items, next_cursor: found.next_cursor }))
}

/// One conversation with all that was said.
#[utoipa::path(get, path = "/v1/conversations/{id}", tag = "conversations", params(("id" = String, Path)),
    responses((status = 200, body = ThreadShape), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn one(
    State(app): State<App>,
    _caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<ThreadShape>, Problem> {
    let id: ConversationId = id.parse()?;
    let thread = app.desk.thread(id).await?.ok_or_else(|| Problem::missing("conversation"))?;
    Ok(Json(ThreadShape::of(&thread)))
}

/// A human has it from now on; drafts stop.
#[utoipa::path(post, path = "/v1/conversations/{id}/takeover", tag = "conversations", params(("id" = String, Path)),
    responses((status = 200, body = ConversationShape), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn takeover(
    app: State<App>,
    id: Path<String>,
    sent: Sent,
) -> Result<Json<ConversationShape>, Problem> {
    act(&app, &id, Deed::TakeOver, &[], sent).await
}

/// Back to the assistant.
#[utoipa::path(post, path = "/v1/conversations/{id}/resume", tag = "conversations", params(("id" = String, Path)),
    responses((status = 200, body = ConversationShape), (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem, description = "A rule holds the open question, or no human has it")))]
pub(super) async fn resume(
    app: State<App>,
    id: Path<String>,
    sent: Sent,
) -> Result<Json<ConversationShape>, Problem> {
    act(&app, &id, Deed::Resume, &[], sent).await
}

/// Done, until the visitor writes again.
#[utoipa::path(post, path = "/v1/conversations/{id}/resolve", tag = "conversations", params(("id" = String, Path)),
    responses((status = 200, body = ConversationShape), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn resolve(
    app: State<App>,
    id: Path<String>,
    sent: Sent,
) -> Result<Json<ConversationShape>, Problem> {
    act(&app, &id, Deed::Resolve, &[], sent).await
}

/// A human answers; the conversation is theirs.
#[utoipa::path(post, path = "/v1/conversations/{id}/reply", tag = "conversations", params(("id" = String, Path)),
    request_body = ReplyBody,
    responses((status = 200, body = ConversationShape), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
pub(super) async fn reply(
    app: State<App>,
    id: Path<String>,
    sent: Sent,
) -> Result<Json<ConversationShape>, Problem> {
    act(&app, &id, Deed::Reply, &["text", "read_ms"], sent).await
}

async fn act(
    app: &App,
    id: &str,
    deed: Deed,
    known: &[&str],
    sent: Sent,
) -> Result<Json<ConversationShape>, Problem> {
    let id: ConversationId = id.parse()?;
    let event = deed.event(&sent.caller.name, &Fields::from_json(&sent.body, known)?)?;
    match deeds::act(app, id, event).await {
        Ok(after) => Ok(Json(ConversationShape::of(&after))),
        Err(ActError::Refused { refusal, now }) => {
            Err(Problem::from(refusal).with_now("conversation", &ConversationShape::of(&now)))
        }
        Err(error) => Err(error.into()),
    }
}
