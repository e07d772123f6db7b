//! `/v1/autopilot`, `/v1/certificates` and `/v1/sent`: what leaves without an owner, and on what grounds.

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{Sent, WhyBody};
use super::shapes::{List, Suggestion};
use crate::domain::Timestamp;
use crate::domain::autopilot::{Judged, Lever, SentState, Switch, UNDERSTOOD};
use crate::domain::gate::sign;
use crate::ports::{GateEntry, SentRow};
use crate::web::autopilot::{self, SENT_MAX};
use crate::web::caller::Caller;
use crate::web::deeds;
use crate::web::fields::{BadField, Fields};
use crate::web::may;
use crate::web::problem::Problem;
use crate::web::state::App;

/// The switch, and what it depends on.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own on the wire")]
pub(super) struct AutopilotShape {
    /// Sending without an owner is allowed at all.
    pub allowed: bool,
    /// Nothing leaves without an owner for the time being.
    pub paused: bool,
    /// Who pulled the switch last.
    pub by: Option<String>,
    pub why: Option<String>,
    pub at: Option<String>,
    /// Somebody can be reached who looks at what is put before them.
    pub reachable: bool,
    /// Somebody is there.
    pub attended: bool,
    /// Replies that left without an owner within the last hour, and 24 hours.
    pub sent_last_hour: u64,
    pub sent_last_day: u64,
}

/// Allowing it, with the caveat confirmed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct AllowBody {
    /// `true`: you know what is promised, and what is not. Without it the answer says what that is.
    pub understood: bool,
    pub why: Option<String>,
}

/// Why evidence is given up.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct RestartBody {
    /// `owner` (somebody else decides now) or `by_hand`.
    pub reason: Option<String>,
    pub why: Option<String>,
}

/// One line of a gate's log: whoever takes the inputs in their order comes to the same state.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MoveShape {
    pub number: i64,
    pub at: String,
    pub conversation_id: Option<String>,
    #[schema(value_type = Object)]
    pub input: serde_json::Value,
    #[schema(value_type = Vec<Object>)]
    pub events: serde_json::Value,
}

/// A reply that left without an owner.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SentShape {
    /// The suggestion it was.
    pub id: String,
    pub conversation_id: String,
    pub relay: String,
    pub question: String,
    pub text: String,
    pub topic: Option<String>,
    /// `leaving`, `sent` or `uncertain`.
    pub state: &'static str,
    pub at: String,
    /// The certificate it relied on.
    #[schema(value_type = Object)]
    pub certificate: serde_json::Value,
    /// It was drawn by lot: an owner judges it within a day.
    pub audit: bool,
    /// What the visitor did that asks for a look.
    pub sign: Option<&'static str>,
    /// `fine` or `wrong`, once somebody said so.
    pub judged: Option<&'static str>,
    pub judged_by: Option<String>,
}

/// Whether replies leave without an owner.
#[utoipa::path(get, path = "/v1/autopilot", tag = "autopilot",
    responses((status = 200, body = AutopilotShape), (status = 401, body = Problem)))]
pub(super) async fn show(State(app): State<App>, _caller: Caller) -> Result<Json<AutopilotShape>, Problem> {
    Ok(Json(shape(&app).await?))
}

async fn shape(app: &App) -> Result<AutopilotShape, Problem> {
    let pilot = app.autopilots.autopilot(app.clock.now(), &[]).await?;
    let Switch { allowed, paused, by, why, at } = pilot.switch;
    Ok(AutopilotShape {
        allowed,
        paused,
        by,
        why,
        at: at.map(Timestamp::rfc3339),
        reachable: pilot.reachable,
        attended: pilot.attended,
        sent_last_hour: pilot.traffic.hour,
        sent_last_day: pilot.traffic.day,
    })
}

async fn pull(
    app: &App,
    by: &crate::web::audit::By,
    lever: Lever,
    body: &[u8],
) -> Result<Json<AutopilotShape>, Problem> {
    let fields = Fields::from_json(body, &["why"])?;
    autopilot::pull(app, by, lever, autopilot::why(&fields)?.as_deref()).await?;
    Ok(Json(shape(app).await?))
}

/// Nothing leaves without an owner until somebody resumes. Whoever may decide may do that.
#[utoipa::path(post, path = "/v1/autopilot/pause", tag = "autopilot", request_body = Option<WhyBody>,
    responses((status = 200, body = AutopilotShape), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn pause(State(app): State<App>, sent: Sent) -> Result<Json<AutopilotShape>, Problem> {
    pull(&app, &sent.caller.by(), Lever::Pause, &sent.body).await
}

/// It goes on.
#[utoipa::path(post, path = "/v1/autopilot/resume", tag = "autopilot", request_body = Option<WhyBody>,
    responses((status = 200, body = AutopilotShape), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn resume(
    State(app): State<App>,
    sent: Sent<may::Admin>,
) -> Result<Json<AutopilotShape>, Problem> {
    pull(&app, &sent.caller.by(), Lever::Resume, &sent.body).await
}

/// Replies that have earned it may leave without an owner.
#[utoipa::path(post, path = "/v1/autopilot/allow", tag = "autopilot", request_body = AllowBody,
    responses((status = 200, body = AutopilotShape), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn allow(
    State(app): State<App>,
    sent: Sent<may::Admin>,
) -> Result<Json<AutopilotShape>, Problem> {
    let fields = Fields::from_json(&sent.body, &["understood", "why"])?;
    if !fields.switch("understood")? {
        return Err(BadField::new("understood", format!("give true, which says: {UNDERSTOOD}")).into());
    }
    autopilot::pull(&app, &sent.caller.by(), Lever::Allow, autopilot::why(&fields)?.as_deref()).await?;
    Ok(Json(shape(&app).await?))
}

/// They may not.
#[utoipa::path(post, path = "/v1/autopilot/forbid", tag = "autopilot", request_body = Option<WhyBody>,
    responses((status = 200, body = AutopilotShape), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn forbid(
    State(app): State<App>,
    sent: Sent<may::Admin>,
) -> Result<Json<AutopilotShape>, Problem> {
    pull(&app, &sent.caller.by(), Lever::Forbid, &sent.body).await
}

/// What was earned for each alpha, or what is missing.
#[utoipa::path(get, path = "/v1/certificates", tag = "autopilot",
    responses((status = 200, body = List<Object>), (status = 401, body = Problem)))]
pub(super) async fn certificates(
    State(app): State<App>,
    _caller: Caller,
) -> Result<Json<serde_json::Value>, Problem> {
    let told = autopilot::told(&app).await?;
    Ok(Json(serde_json::json!({ "items": told.certificates, "next_cursor": null })))
}

/// Gives up all evidence of an alpha (in percent): everything is put before the owner until it is earned anew.
#[utoipa::path(post, path = "/v1/certificates/{percent}/restart", tag = "autopilot",
    params(("percent" = u8, Path)), request_body = RestartBody,
    responses((status = 200, body = List<Object>), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
pub(super) async fn restart(
    State(app): State<App>,
    Path(percent): Path<String>,
    sent: Sent<may::Admin>,
) -> Result<Json<serde_json::Value>, Problem> {
    let fields = Fields::from_json(&sent.body, &["reason", "why"])?;
    let (reason, why) = (autopilot::restart_reason(&fields)?, autopilot::why(&fields)?);
    autopilot::restart(&app, &sent.caller.by(), &percent, reason, why.as_deref()).await?;
    let told = autopilot::told(&app).await?;
    Ok(Json(serde_json::json!({ "items": told.certificates, "next_cursor": null })))
}

/// A gate's log, from its first input on.
#[utoipa::path(get, path = "/v1/certificates/{percent}/log", tag = "autopilot",
    params(("percent" = u8, Path), ("after" = Option<i64>, Query, description = "The number after which to go on"),
        ("limit" = Option<i64>, Query, description = "1 to 1000; 100 when not given")),
    responses((status = 200, body = List<MoveShape>), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
pub(super) async fn log(
    State(app): State<App>,
    _caller: Caller,
    Path(percent): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<List<MoveShape>>, Problem> {
    let fields = Fields::from_query(query.as_deref(), &["after", "limit"])?;
    let (after, limit) = (fields.within("after", 0, i64::MAX, 0)?, fields.within("limit", 1, 1_000, 100)?);
    let entries = app.autopilots.gate_log(autopilot::alpha(&percent)?, after, limit).await?;
    let full = i64::try_from(entries.len()).is_ok_and(|n| n == limit);
    let next_cursor = entries.last().filter(|_| full).map(|last| last.number.to_string());
    Ok(Json(List { items: entries.into_iter().map(MoveShape::of).collect(), next_cursor }))
}

/// Replies that left without an owner, newest first; without `since`, those of today where the shop is.
#[utoipa::path(get, path = "/v1/sent", tag = "autopilot",
    params(("since" = Option<String>, Query, description = "RFC 3339"),
        ("to_judge" = Option<bool>, Query, description = "Only those that an owner should look at, whenever they left")),
    responses((status = 200, body = List<SentShape>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn sent(
    State(app): State<App>,
    _caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Json<List<SentShape>>, Problem> {
    let fields = Fields::from_query(query.as_deref(), &["since", "to_judge"])?;
    let rows = if fields.one_of("to_judge", &["true", "false"])? == Some("true") {
        app.autopilots.sent_to_judge(SENT_MAX).await?
    } else {
        let since = match fields.text("since")? {
            Some(text) => Timestamp::parse_rfc3339(text)
                .ok_or_else(|| BadField::new("since", "give an RFC 3339 time, as 2026-11-29T08:00:00Z"))?,
            None => autopilot::today(&app, app.clock.now()),
        };
        app.autopilots.sent(since, SENT_MAX).await?
    };
    Ok(Json(List { items: rows.into_iter().map(SentShape::of).collect(), next_cursor: None }))
}

/// It was wrong: counted against the certificate, and everything is put before the owner until enough were right in a row.
#[utoipa::path(post, path = "/v1/sent/{id}/wrong", tag = "autopilot", params(("id" = String, Path)),
    responses((status = 200, body = SentShape), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn wrong(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Json<SentShape>, Problem> {
    judge(&app, &id, &sent, Judged::Wrong).await
}

/// It was right. Counted only where it was drawn by lot.
#[utoipa::path(post, path = "/v1/sent/{id}/fine", tag = "autopilot", params(("id" = String, Path)),
    responses((status = 200, body = SentShape), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn fine(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Json<SentShape>, Problem> {
    judge(&app, &id, &sent, Judged::Fine).await
}

async fn judge(app: &App, id: &str, sent: &Sent, judged: Judged) -> Result<Json<SentShape>, Problem> {
    let _nothing = Fields::from_json(&sent.body, &[])?;
    Ok(Json(SentShape::of(autopilot::judge(app, id, judged, &sent.caller.name).await?)))
}

/// Stops a draft that would leave by itself: it waits for a decision.
#[utoipa::path(post, path = "/v1/suggestions/{id}/stop", tag = "autopilot", params(("id" = String, Path)),
    responses((status = 200, body = Suggestion), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem, description = "Too late: it has left, or the chat moved on")))]
pub(super) async fn stop(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Json<Suggestion>, Problem> {
    let _nothing = Fields::from_json(&sent.body, &[])?;
    autopilot::stop(&app, &id, &sent.caller.name).await?;
    Ok(Json(Suggestion::of(&deeds::suggestion(&app, &id).await?)))
}

impl MoveShape {
    fn of(entry: GateEntry) -> Self {
        Self {
            number: entry.number,
            at: entry.at.rfc3339(),
            conversation_id: entry.conversation.map(|id| id.to_string()),
            input: serde_json::to_value(entry.input).unwrap_or_default(),
            events: serde_json::to_value(entry.events).unwrap_or_default(),
        }
    }
}

impl SentShape {
    fn of(row: SentRow) -> Self {
        let (judged, judged_by) = row.judged.unzip();
        Self {
            id: row.suggestion.to_string(),
            conversation_id: row.conversation.to_string(),
            relay: row.relay,
            question: row.question,
            text: row.text,
            topic: Some(row.topic).filter(|topic| !topic.is_empty()),
            state: SentState::as_str(row.state),
            at: row.at.rfc3339(),
            certificate: serde_json::to_value(row.statement).unwrap_or_default(),
            audit: row.audit,
            sign: row.signal.map(sign),
            judged: judged.map(|judged| match judged {
                Judged::Fine => "fine",
                Judged::Wrong => "wrong",
            }),
            judged_by,
        }
    }
}
