//! `/v1/lessons`: what owners' decisions teach; looked ahead at, adopted, dismissed.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Sent;
use super::rules::EffectShape;
use crate::domain::lessons::{EffectTold, LessonTold, LessonsTold};
use crate::web::caller::Caller;
use crate::web::fields::Fields;
use crate::web::lessons::{self, Ahead};
use crate::web::may;
use crate::web::problem::Problem;
use crate::web::state::App;

/// A lesson with what adopting it would have done.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LessonShape {
    /// As in the list.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    lesson: LessonTold,
    /// What an adoption must name: the version of what it changes. None where nothing can be adopted.
    seen: Option<String>,
    /// To replies of the past: how many it could touch, of the edits among them how many would have been needless, and how
    /// many approved ones would read otherwise.
    #[schema(value_type = Option<Object>)]
    replies: Option<EffectTold>,
    /// To turns of the past, where it is a rule.
    turns: Option<EffectShape>,
}

/// What was seen.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct AdoptBody {
    /// As `GET /v1/lessons/{id}` showed it beside the effect.
    pub seen: String,
}

/// Everything that can be learned from the newest decisions: facts, additions and ways of speaking that owners correct again
/// and again, and rules for turns that need a person.
#[utoipa::path(get, path = "/v1/lessons", tag = "lessons",
    responses((status = 200, body = Object), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    _caller: Caller<may::Admin>,
) -> Result<Json<LessonsTold>, Problem> {
    let looked = lessons::look(&app).await?;
    Ok(Json(LessonsTold::of(&looked.lessons, app.configured.lessons.days, looked.capped)))
}

/// One lesson, with what adopting it would have done to the past; nothing is kept or sent, and no model is asked.
#[utoipa::path(get, path = "/v1/lessons/{id}", tag = "lessons", params(("id" = String, Path)),
    responses((status = 200, body = LessonShape), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub(super) async fn one(
    State(app): State<App>,
    _caller: Caller<may::Admin>,
    Path(id): Path<String>,
) -> Result<Json<LessonShape>, Problem> {
    let looked = lessons::look(&app).await?;
    let lesson = looked.lesson(&id)?;
    let (replies, turns) = match lessons::ahead(&app, &looked, lesson).await? {
        Ahead::Replies(effect) => (Some(EffectTold::of(&effect)), None),
        Ahead::Turns(effect) => (None, Some(EffectShape::of(effect))),
        Ahead::Nothing => (None, None),
    };
    Ok(Json(LessonShape { lesson: LessonTold::of(lesson), seen: looked.seen(lesson), replies, turns }))
}

/// Puts a lesson in force by the same way as the editors: an article's new version, a way of speaking, or one more own rule.
#[utoipa::path(post, path = "/v1/lessons/{id}/adopt", tag = "lessons", params(("id" = String, Path)), request_body = AdoptBody,
    responses((status = 200, body = Object), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem, description = "What it changes is not what was seen, or it can only be done by hand")))]
pub(super) async fn adopt(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<may::Admin>,
) -> Result<Json<LessonTold>, Problem> {
    let fields = Fields::from_json(&sent.body, &["seen"])?;
    let lesson = lessons::adopt(&app, &id, fields.needed("seen")?, &sent.caller.by()).await?;
    Ok(Json(LessonTold::of(&lesson)))
}

/// Shows a lesson no more, unless twice as many decisions say it.
#[utoipa::path(post, path = "/v1/lessons/{id}/dismiss", tag = "lessons", params(("id" = String, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub(super) async fn dismiss(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<may::Admin>,
) -> Result<StatusCode, Problem> {
    Fields::from_json(&sent.body, &[])?;
    lessons::dismiss(&app, &id, &sent.caller.by()).await?;
    Ok(StatusCode::NO_CONTENT)
}
