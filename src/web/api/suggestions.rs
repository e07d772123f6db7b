//! `/v1/suggestions`: list, look, approve, edit, reject. A decision names what it has seen.

use axum::Json;
use axum::extract::{Path, RawQuery, State};

use super::body::{ApproveBody, EditBody, RejectBody, Sent};
use super::shapes::{ConversationShape, List, Suggestion};
use crate::domain::{Conversation, Review};
use crate::engine::ActError;
use crate::ports::SuggestionRow;
use crate::web::caller::Caller;
use crate::web::deeds;
use crate::web::fields::Fields;
use crate::web::may;
use crate::web::problem::Problem;
use crate::web::state::App;

const STATES: &[&str] = &[
    "pending",
    "countdown",
    "auto_sent",
    "approved",
    "edited",
    "rejected",
    "overtaken",
    "expired",
    "shadow",
];

/// Suggestions of a state, oldest first.
#[utoipa::path(get, path = "/v1/suggestions", tag = "suggestions",
    params(
        ("state" = Option<String>, Query, description = "`pending` when not given"),
        ("cursor" = Option<String>, Query), ("limit" = Option<i64>, Query, description = "1 to 100; 50 when not given"),
    ),
    responses((status = 200, body = List<Suggestion>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    _caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Json<List<Suggestion>>, Problem> {
    let fields = Fields::from_query(query.as_deref(), &["state", "cursor", "limit"])?;
    let state = fields.one_of("state", STATES)?.unwrap_or("pending");
    let cursor = deeds::cursor(&fields)?;
    let found = app.desk.suggestions(state, cursor.as_deref(), fields.within("limit", 1, 100, 50)?).await?;
    let items = found.items.iter().map(Suggestion::of).collect();
    Ok(Json(List { items, next_cursor: found.next_cursor }))
}

/// One suggestion, open or not.
#[utoipa::path(get, path = "/v1/suggestions/{id}", tag = "suggestions", params(("id" = String, Path)),
    responses((status = 200, body = Suggestion), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn one(
    State(app): State<App>,
    _caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Suggestion>, Problem> {
    Ok(Json(Suggestion::of(&deeds::suggestion(&app, &id).await?)))
}

/// Send it as it stands.
#[utoipa::path(post, path = "/v1/suggestions/{id}/approve", tag = "suggestions", params(("id" = String, Path)),
    request_body = ApproveBody,
    responses((status = 200, body = Suggestion), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem, description = "Overtaken: with what is the case now")))]
pub(super) async fn approve(
    app: State<App>,
    id: Path<String>,
    sent: Sent,
) -> Result<Json<Suggestion>, Problem> {
    let fields = Fields::from_json(&sent.body, &["revision", "draft_hash", "read_ms", "undoable"])?;
    decide(&app, &id, &sent.caller, &fields, Review::Approve).await
}

/// Send the owner's words instead.
#[utoipa::path(post, path = "/v1/suggestions/{id}/edit", tag = "suggestions", params(("id" = String, Path)),
    request_body = EditBody,
    responses((status = 200, body = Suggestion), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem, description = "Overtaken: with what is the case now")))]
pub(super) async fn edit(app: State<App>, id: Path<String>, sent: Sent) -> Result<Json<Suggestion>, Problem> {
    let fields = Fields::from_json(
        &sent.body,
        &["revision", "draft_hash", "text", "only_tone", "read_ms", "undoable"],
    )?;
    let text = deeds::plain(fields.needed("text")?);
    decide(&app, &id, &sent.caller, &fields, Review::Edit { text, only_tone: fields.switch("only_tone")? })
        .await
}

/// Don't send it.
#[utoipa::path(post, path = "/v1/suggestions/{id}/reject", tag = "suggestions", params(("id" = String, Path)),
    request_body = RejectBody,
    responses((status = 200, body = Suggestion), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem, description = "Overtaken: with what is the case now")))]
pub(super) async fn reject(
    app: State<App>,
    id: Path<String>,
    sent: Sent,
) -> Result<Json<Suggestion>, Problem> {
    let fields = Fields::from_json(&sent.body, &["revision", "draft_hash", "reason", "read_ms", "undoable"])?;
    let reason = deeds::reject_reason(&fields)?;
    decide(&app, &id, &sent.caller, &fields, Review::Reject { reason }).await
}

async fn decide(
    app: &App,
    id: &str,
    caller: &Caller<may::Decide>,
    fields: &Fields,
    review: Review,
) -> Result<Json<Suggestion>, Problem> {
    let seen = deeds::seen(fields)?;
    let undoable = fields.switch("undoable")?;
    let row = deeds::suggestion(app, id).await?;
    let outcome = deeds::review(app, &row, seen, review, &caller.name, undoable).await;
    answer(app, row, outcome).await
}

/// Take a decision back that was made `undoable`, before it is carried out: the suggestion is open again.
#[utoipa::path(post, path = "/v1/suggestions/{id}/undo", tag = "suggestions", params(("id" = String, Path)),
    responses((status = 200, body = Suggestion), (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem, description = "Too late: with what is the case now")))]
pub(super) async fn undo(app: State<App>, id: Path<String>, sent: Sent) -> Result<Json<Suggestion>, Problem> {
    let _nothing = Fields::from_json(&sent.body, &[])?;
    let row = deeds::suggestion(&app, &id).await?;
    let outcome = deeds::undo(&app, &row, &sent.caller.name).await;
    answer(&app, row, outcome).await
}

async fn answer(
    app: &App,
    row: SuggestionRow,
    outcome: Result<Conversation, ActError>,
) -> Result<Json<Suggestion>, Problem> {
    match outcome {
        Ok(_) => {
            let after = app.desk.suggestion(row.suggestion.id).await?;
            Ok(Json(Suggestion::of(after.as_ref().unwrap_or(&row))))
        }
        Err(ActError::Refused { refusal, now }) => {
            let problem = Problem::from(refusal).with_now("conversation", &ConversationShape::of(&now));
            Err(with_fresh(app, &row, problem).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Adds the suggestion as it stands now, and the one that is open instead, if there is one.
async fn with_fresh(app: &App, row: &SuggestionRow, problem: Problem) -> Result<Problem, Problem> {
    let named = app.desk.suggestion(row.suggestion.id).await?;
    let open = app.desk.thread(row.conversation).await?.and_then(|thread| thread.pending);
    Ok(problem
        .with_now("suggestion", &named.as_ref().map(Suggestion::of))
        .with_now("pending", &open.as_ref().map(Suggestion::of)))
}
