//! `/v1/surveys`: what visitors were asked, what they answered, and why others were not asked.

use axum::Json;
use axum::extract::{RawQuery, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::{ConversationRef, List};
use crate::domain::survey::{SurveyRecord, Withheld};
use crate::domain::{ConversationId, Instrument, SurveyId, Timestamp};
use crate::web::caller::Caller;
use crate::web::fields::{BadField, Fields};
use crate::web::problem::Problem;
use crate::web::state::App;

/// One survey, about one episode.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Survey {
    /// What `survey_id` of an answer names.
    id: String,
    conversation: ConversationRef,
    episode: String,
    /// `asked`, `answered`, `suppressed` or `expired`.
    state: &'static str,
    /// `csat` or `nps`; nothing where nothing was asked.
    #[schema(value_type = Option<String>)]
    instrument: Option<Instrument>,
    /// `stars` or `faces`: how satisfaction is shown. The score is 1 to 5 either way.
    scale: &'static str,
    /// Why the visitor was not asked, as a word; `delivery_uncertain` where they may have been.
    reason: Option<&'static str>,
    /// The same as a sentence.
    reason_sentence: Option<&'static str>,
    /// When it was decided on.
    made_at: String,
    asked_at: Option<String>,
    /// When they answered last.
    answered_at: Option<String>,
    /// Until when an answer is taken.
    expires_at: String,
    /// 1 to 5, or 0 to 10 for `nps`.
    score: Option<u8>,
    comment: Option<String>,
}

impl Survey {
    fn of(survey: SurveyRecord, now: Timestamp) -> Self {
        Self {
            id: survey.id.to_string(),
            state: survey.state(now).as_str(),
            conversation: ConversationRef {
                id: survey.conversation.to_string(),
                relay: survey.relay,
                external_id: survey.external_id,
            },
            episode: survey.episode.to_string(),
            instrument: survey.instrument,
            scale: survey.scale.as_str(),
            reason: survey.reason.map(Withheld::as_str),
            reason_sentence: survey.reason.map(Withheld::sentence),
            made_at: survey.made_at.rfc3339(),
            asked_at: survey.asked_at.map(Timestamp::rfc3339),
            answered_at: survey.answered_at.map(Timestamp::rfc3339),
            expires_at: survey.expires_at.rfc3339(),
            score: survey.score,
            comment: survey.comment,
        }
    }
}

/// Surveys, newest first: asked, answered, expired, and those that were not asked, with the reason.
#[utoipa::path(get, path = "/v1/surveys", tag = "surveys",
    params(("conversation" = Option<String>, Query, description = "Those of one conversation, by its id"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<i64>, Query, description = "1 to 100; 50 when not given")),
    responses((status = 200, body = List<Survey>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    _caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Json<List<Survey>>, Problem> {
    let fields = Fields::from_query(query.as_deref(), &["conversation", "cursor", "limit"])?;
    let of = fields.text("conversation")?.map(str::parse::<ConversationId>);
    let of = of.transpose().map_err(|bad| BadField::new("conversation", bad.to_string()))?;
    let cursor = fields.text("cursor")?.map(str::parse::<SurveyId>);
    let cursor = cursor.transpose().map_err(|bad| BadField::new("cursor", bad.to_string()))?;
    let limit = fields.within("limit", 1, 100, 50)?;
    let found = app.surveys.surveys(of, cursor, limit).await?;
    let now = app.clock.now();
    let items = found.items.into_iter().map(|survey| Survey::of(survey, now)).collect();
    Ok(Json(List { items, next_cursor: found.next_cursor }))
}
