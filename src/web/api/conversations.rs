//! `/v1/conversations`: list, look, take over, give back, resolve, reply.

use axum::Json;
use axum::extract::{Path, RawQuery, State};

use super::body::{ReplyBody, RubricBody, Sent, TagsBody, WhyBody};
use super::shapes::{ConversationShape, List, ThreadShape};
use crate::domain::ConversationId;
use crate::engine::ActError;
use crate::web::caller::Caller;
use crate::web::deeds::{self, Deed};
use crate::web::fields::Fields;
use crate::web::filter::{FILTERS, filter};
use crate::web::problem::Problem;
use crate::web::sorting;
use crate::web::state::App;

/// Conversations, last active first; with `q`, by the newest place where the words stand. A page may be short, even empty,
/// where looking further would take long: `next_cursor` goes on from there.
#[utoipa::path(get, path = "/v1/conversations", tag = "conversations",
    params(
        ("state" = Option<String>, Query, description = "A stage, or `needs_human`"),
        ("handling" = Option<String>, Query, description = "`none`, `human_only` or `ai_assisted`"),
        ("q" = Option<String>, Query, description = "Words that must all stand in some thirty neighbouring messages or the visitor's name; longer ones also as the beginnings of words"),
        ("topic" = Option<String>, Query), ("relay" = Option<String>, Query), ("external_id" = Option<String>, Query),
        ("rule" = Option<String>, Query, description = "Id of a rule that has held a turn of it"),
        ("rating" = Option<String>, Query, description = "The visitor's last score: `low` (1, 2), `middle` (3), `high` (4, 5) or `none`"),
        ("from" = Option<String>, Query, description = "Last active on this day or later, or an RFC 3339 time"),
        ("to" = Option<String>, Query, description = "Last active up to this day (which counts whole), or before an RFC 3339 time"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<i64>, Query, description = "1 to 100; 50 when not given"),
    ),
    responses((status = 200, body = List<ConversationShape>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    _caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Json<List<ConversationShape>>, Problem> {
    let filter = filter(&Fields::from_query(query.as_deref(), FILTERS)?, 50)?;
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
    request_body = Option<WhyBody>,
    responses((status = 200, body = ConversationShape), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn takeover(
    app: State<App>,
    id: Path<String>,
    sent: Sent,
) -> Result<Json<ConversationShape>, Problem> {
    act(&app, &id, Deed::TakeOver, &["why"], sent).await
}

/// Back to the assistant.
#[utoipa::path(post, path = "/v1/conversations/{id}/resume", tag = "conversations", params(("id" = String, Path)),
    request_body = Option<WhyBody>,
    responses((status = 200, body = ConversationShape), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem, description = "A rule holds the open question, or no human has it")))]
pub(super) async fn resume(
    app: State<App>,
    id: Path<String>,
    sent: Sent,
) -> Result<Json<ConversationShape>, Problem> {
    act(&app, &id, Deed::Resume, &["why"], sent).await
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
    act(&app, &id, Deed::Reply, &["text", "read_ms", "template"], sent).await
}

/// Sort the current episode: one primary topic, at most two beside it, all from the owner's list.
#[utoipa::path(post, path = "/v1/conversations/{id}/tags", tag = "conversations", params(("id" = String, Path)),
    request_body = TagsBody,
    responses((status = 200, body = ConversationShape), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn tags(
    app: State<App>,
    id: Path<String>,
    sent: Sent,
) -> Result<Json<ConversationShape>, Problem> {
    act(&app, &id, Deed::Tags, &["primary", "secondary"], sent).await
}

/// Judge how the last, resolved episode was answered: marks of 1 to 3. The last judgement of a person counts.
#[utoipa::path(post, path = "/v1/conversations/{id}/rubric", tag = "conversations", params(("id" = String, Path)),
    request_body = RubricBody,
    responses((status = 200, body = ConversationShape), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem, description = "It is not resolved")))]
pub(super) async fn rubric(
    app: State<App>,
    id: Path<String>,
    sent: Sent,
) -> Result<Json<ConversationShape>, Problem> {
    act(&app, &id, Deed::Rubric, &["clarity", "correctness", "empathy"], sent).await
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
    sorting::known(app, &event).await?;
    match deeds::act(app, id, event).await {
        Ok(after) => Ok(Json(ConversationShape::of(&after))),
        Err(ActError::Refused { refusal, now }) => {
            Err(Problem::from(refusal).with_now("conversation", &ConversationShape::of(&now)))
        }
        Err(error) => Err(error.into()),
    }
}
