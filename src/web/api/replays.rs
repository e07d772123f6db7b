//! `/v1/replays`: past conversations played again under other rules, prompts, models or thresholds.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Sent;
use super::rules::FaultShape;
use super::shapes::List;
use crate::ports::ReplayRow;
use crate::web::caller::Caller;
use crate::web::fields::Fields;
use crate::web::may;
use crate::web::problem::Problem;
use crate::web::replays::{self, FIELDS, NotBegun};
use crate::web::state::App;

/// Replays that are listed.
const REPLAYS: i64 = 100;

/// What is to be tried; whatever is left out stays as it is in force.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct ReplayBody {
    /// How far back, 1 to 365 days; 30.
    pub days: Option<u64>,
    /// The newest turns, at most so many; 1,000.
    pub limit: Option<u64>,
    /// Own rules as a rule file has them, in the place of those in force.
    pub own_rules: Option<String>,
    /// These may let pass what the other rules hold. Not unless said.
    pub may_soften: Option<bool>,
    /// `in_force` or `built-in`.
    pub prompts: Option<String>,
    /// Another model of the configured server.
    pub model: Option<String>,
    /// What would have been sent by itself from this confidence on, 0 to 1, by confidence alone; or `in_force`: by the
    /// thresholds that autopilot has in force, on topics that stand on auto.
    #[schema(value_type = Option<Object>)]
    pub threshold: Option<serde_json::Value>,
    /// Drafts a turn, 1 to 20; 1.
    pub runs: Option<u64>,
    /// Makes drafts anew also where neither prompts nor model are others. Not unless said.
    pub drafts: Option<bool>,
}

/// A replay.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReplayShape {
    pub id: String,
    pub at: String,
    pub by: String,
    /// What is tried, in words.
    pub what: String,
    /// `waiting`, `running`, `done`, `failed` or `broken_off`.
    pub state: &'static str,
    /// Turns played so far.
    pub done: u64,
    /// Of so many; 0 before they are known.
    pub total: u64,
    pub ended_at: Option<String>,
    /// Why there is no result.
    pub error: Option<String>,
    /// The result, as `banister replay --json` prints it; left out of lists.
    #[schema(value_type = Option<Object>)]
    pub result: Option<serde_json::Value>,
}

impl ReplayShape {
    fn of(row: ReplayRow) -> Self {
        Self {
            id: row.id.to_string(),
            at: row.at.rfc3339(),
            by: row.by,
            what: row.tried.sentence(),
            state: row.state.as_str(),
            done: row.done,
            total: row.total,
            ended_at: row.ended_at.map(crate::domain::Timestamp::rfc3339),
            error: row.error,
            result: row.result.and_then(|result| serde_json::to_value(result).ok()),
        }
    }
}

/// Puts a replay in line; one at a time. Nothing is sent to anybody.
#[utoipa::path(post, path = "/v1/replays", tag = "replays", request_body = ReplayBody,
    responses((status = 202, body = ReplayShape), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 409, body = Problem, description = "Another one is not done yet"),
        (status = 422, body = Problem, description = "The rules are faulty; `faults` says where and how to mend them")))]
pub(super) async fn begin(
    State(app): State<App>,
    sent: Sent<may::Admin>,
) -> Result<(StatusCode, Json<ReplayShape>), Problem> {
    let fields = Fields::from_json(&sent.body, FIELDS)?;
    let has_rules = fields.text("own_rules")?.is_some();
    match replays::begin(&app, &fields, has_rules, &sent.caller.by()).await {
        Ok(row) => Ok((StatusCode::ACCEPTED, Json(ReplayShape::of(row)))),
        Err(NotBegun::Problem(problem)) => Err(problem),
        Err(NotBegun::Faults(faults)) => {
            let detail = faults.first().map(ToString::to_string).unwrap_or_default();
            let faults: Vec<_> = faults.into_iter().map(FaultShape::of).collect();
            let refused = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "faulty_rules", &detail);
            Err(refused.with_now("faults", &faults))
        }
    }
}

/// Replays that are kept, newest first, at most 100, without their results.
#[utoipa::path(get, path = "/v1/replays", tag = "replays",
    responses((status = 200, body = List<ReplayShape>), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    _caller: Caller<may::Admin>,
) -> Result<Json<List<ReplayShape>>, Problem> {
    let items = app.replays.replays(REPLAYS).await?.into_iter().map(ReplayShape::of).collect();
    Ok(Json(List { items, next_cursor: None }))
}

/// One replay, with its result.
#[utoipa::path(get, path = "/v1/replays/{id}", tag = "replays", params(("id" = String, Path)),
    responses((status = 200, body = ReplayShape), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn one(
    State(app): State<App>,
    Path(id): Path<String>,
    _caller: Caller<may::Admin>,
) -> Result<Json<ReplayShape>, Problem> {
    Ok(Json(ReplayShape::of(replays::one(&app, &id).await?)))
}
