//! `/v1/autopilot/fall-back`: where the lottery showed that AI harms, and who sends there all the same.

use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Sent;
use super::shapes::List;
use crate::domain::Timestamp;
use crate::domain::autopilot::Fall;
use crate::web::autopilot_scope::{self as scope, EVERYTHING};
use crate::web::caller::Caller;
use crate::web::fields::Fields;
use crate::web::may;
use crate::web::problem::Problem;
use crate::web::state::App;

/// Something that falls back to suggestions, or did within the last 30 days.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FallBackShape {
    /// A topic's slug, or `everything`.
    pub topic: String,
    /// Nothing leaves there without an owner now.
    pub in_force: bool,
    pub since: String,
    /// What the lottery showed then, with n and interval.
    pub evidence: String,
    /// Ratings in the AI arm, and in the human arm.
    pub ai_ratings: u64,
    pub human_ratings: u64,
    /// Satisfied visitors, AI minus human, percentage points, with its interval.
    pub points: f64,
    pub low: f64,
    pub high: f64,
    /// Who sends all the same.
    pub overridden_by: Option<String>,
    pub overridden_why: Option<String>,
    pub overridden_at: Option<String>,
    /// When it was no longer shown.
    pub over_at: Option<String>,
}

impl FallBackShape {
    fn of(fall: Fall) -> Self {
        let in_force = fall.is_in_force();
        let (by, why, at) = match fall.overridden {
            Some(over) => (Some(over.by), Some(over.why), Some(over.at.rfc3339())),
            None => (None, None, None),
        };
        Self {
            topic: if fall.topic.is_empty() { EVERYTHING.to_owned() } else { fall.topic },
            in_force,
            since: fall.since.rfc3339(),
            evidence: fall.harm.sentence,
            ai_ratings: fall.harm.ai_n,
            human_ratings: fall.harm.human_n,
            points: fall.harm.points,
            low: fall.harm.low,
            high: fall.harm.high,
            overridden_by: by,
            overridden_why: why,
            overridden_at: at,
            over_at: fall.closed_at.map(Timestamp::rfc3339),
        }
    }
}

/// Why somebody sends all the same; kept with their name.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct OverrideBody {
    pub why: String,
}

/// What falls back to suggestions because the lottery showed that AI harms there.
#[utoipa::path(get, path = "/v1/autopilot/fall-back", tag = "autopilot",
    responses((status = 200, body = List<FallBackShape>), (status = 401, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    _caller: Caller,
) -> Result<Json<List<FallBackShape>>, Problem> {
    let falls = scope::falls(&app).await?;
    Ok(Json(List { items: falls.into_iter().map(FallBackShape::of).collect(), next_cursor: None }))
}

/// Sends all the same, until the lottery no longer shows harm: an owner takes it on themselves. `topic` is a slug, or
/// `everything`.
#[utoipa::path(post, path = "/v1/autopilot/fall-back/{topic}/override", tag = "autopilot",
    params(("topic" = String, Path)), request_body = OverrideBody,
    responses((status = 200, body = List<FallBackShape>), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 409, body = Problem, description = "Somebody has decided that already")))]
pub(super) async fn send_all_the_same(
    State(app): State<App>,
    Path(topic): Path<String>,
    sent: Sent<may::Admin>,
) -> Result<Json<List<FallBackShape>>, Problem> {
    let fields = Fields::from_json(&sent.body, &["why"])?;
    scope::send_all_the_same(&app, &sent.caller.by(), &topic, &fields).await?;
    let falls = scope::falls(&app).await?;
    Ok(Json(List { items: falls.into_iter().map(FallBackShape::of).collect(), next_cursor: None }))
}
