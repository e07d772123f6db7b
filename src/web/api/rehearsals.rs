//! `/v1/rehearsals`: past questions judged in one sitting, to earn evidence faster.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Sent;
use crate::domain::Timestamp;
use crate::domain::sitting::{Given, Outlook};
use crate::engine::JudgedSitting;
use crate::ports::{QuestionRow, QuestionState, SittingRow};
use crate::web::caller::Caller;
use crate::web::fields::Fields;
use crate::web::may;
use crate::web::problem::Problem;
use crate::web::rehearsals;
use crate::web::state::App;

/// Which past questions.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct RehearsalBody {
    /// How far back, 1 to 365 days; 90.
    pub days: Option<u64>,
    /// The newest questions, at most so many, 1 to 50; 30.
    pub limit: Option<u64>,
}

/// What is said of a draft.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct JudgeBody {
    /// `right` (you would send it as it stands), `wording` (only the wording; counts as good), `wrong` or `skip`.
    pub judgement: String,
    /// Where it is wrong: `wrong_fact`, `wrong_topic`, `needs_a_person` or `outdated_source`.
    pub reason: Option<String>,
    /// How long the draft was looked at, ms. A good judgement without it, or faster than reading, says nothing.
    pub read_ms: Option<u64>,
}

/// All rehearsals, and what another one would bring.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RehearsalsShape {
    /// Newest first, at most 50.
    pub items: Vec<RehearsalShape>,
    /// For each share of wrong ones in use, what 30 more questions would bring.
    pub outlook: Vec<OutlookShape>,
}

/// At most half of a threshold's evidence may be rehearsed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OutlookShape {
    /// At most so many of what leaves may be wrong, percent.
    pub percent: u8,
    /// Decisions at the loosest threshold.
    pub judged: u64,
    /// How many of them were rehearsed.
    pub rehearsed: u64,
    /// How many of 30 more would count towards the start at once.
    pub room: u64,
    /// The others, which would not count before `live` decisions on live chats.
    pub surplus: u64,
    pub live: u64,
    /// The same in words.
    pub words: String,
}

/// A rehearsal.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RehearsalShape {
    pub id: String,
    pub at: String,
    pub by: String,
    /// Nothing while it is open.
    pub ended_at: Option<String>,
    /// Questions chosen.
    pub chosen: u64,
    /// Waiting for a draft.
    pub waiting: u64,
    /// Drafted, and not judged.
    pub ready: u64,
    /// Without a draft that could be judged.
    pub skipped: u64,
    pub judged: u64,
    /// Judgements that said something.
    pub counted: u64,
    /// The wrong ones of these.
    pub wrong: u64,
    /// Of the open one, in their order; empty elsewhere.
    pub questions: Vec<QuestionShape>,
}

/// A past question with its draft.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuestionShape {
    pub id: String,
    pub conversation_id: String,
    /// When it was asked.
    pub at: String,
    pub question: String,
    pub topic: Option<String>,
    /// `waiting`, `skipped`, `ready` or `judged`.
    pub state: &'static str,
    /// Why there is no draft.
    pub why: Option<String>,
    pub draft: Option<String>,
    /// `right`, `wording`, `wrong` or `skip`.
    pub judgement: Option<&'static str>,
    /// It says something, and counts.
    pub counted: Option<bool>,
    /// The real answer of then, once the draft is judged.
    pub answer: Option<AnswerShape>,
}

/// The real answer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AnswerShape {
    pub text: String,
    pub by: Option<String>,
    pub at: String,
}

/// What came of a judgement.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JudgedShape {
    /// `counted`, `skipped`, `too_fast` (faster than reading: it says nothing) or `outdated` (the evidence it was for has
    /// been given up).
    pub outcome: &'static str,
    pub question: QuestionShape,
}

impl RehearsalShape {
    fn of(row: &SittingRow, questions: Vec<QuestionShape>) -> Self {
        let of = row.progress;
        Self {
            id: row.id.to_string(),
            at: row.at.rfc3339(),
            by: row.by.clone(),
            ended_at: row.ended_at.map(Timestamp::rfc3339),
            chosen: of.chosen,
            waiting: of.waiting,
            ready: of.ready,
            skipped: of.skipped,
            judged: of.judged,
            counted: of.counted,
            wrong: of.wrong,
            questions,
        }
    }
}

impl QuestionShape {
    fn of(row: QuestionRow) -> Self {
        let question = row.question;
        let mut shape = Self {
            id: row.id.to_string(),
            conversation_id: question.conversation.to_string(),
            at: question.at.rfc3339(),
            question: question.messages.join("\n"),
            topic: Some(question.topic).filter(|topic| !topic.is_empty()),
            state: "waiting",
            why: None,
            draft: None,
            judgement: None,
            counted: None,
            answer: None,
        };
        match row.state {
            QuestionState::Waiting => {}
            QuestionState::Skipped(why) => (shape.state, shape.why) = ("skipped", Some(why)),
            QuestionState::Ready(draft) => (shape.state, shape.draft) = ("ready", Some(draft.text)),
            QuestionState::Judged(draft, judged) => {
                (shape.state, shape.draft) = ("judged", Some(draft.text));
                shape.judgement = Some(judged.judgement.as_str());
                shape.counted = Some(judged.label.is_some());
                shape.answer = question.answer.map(answer);
            }
        }
        shape
    }
}

fn answer(given: Given) -> AnswerShape {
    AnswerShape { text: given.text, by: given.by, at: given.at.rfc3339() }
}

async fn shape(app: &App, row: &SittingRow) -> Result<RehearsalShape, Problem> {
    let questions =
        if row.ended_at.is_some() { Vec::new() } else { app.rehearser.sittings.questions(row.id).await? };
    Ok(RehearsalShape::of(row, questions.into_iter().map(QuestionShape::of).collect()))
}

/// Rehearsals that are kept, newest first; the open one with its questions, whose real answers are shown once judged.
#[utoipa::path(get, path = "/v1/rehearsals", tag = "autopilot",
    responses((status = 200, body = RehearsalsShape), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    _caller: Caller<may::Admin>,
) -> Result<Json<RehearsalsShape>, Problem> {
    let (sittings, outlook) = rehearsals::told(&app).await?;
    let mut items = Vec::with_capacity(sittings.len());
    for row in &sittings {
        items.push(shape(&app, row).await?);
    }
    let told = |one: &Outlook| OutlookShape {
        percent: one.percent,
        judged: one.judged,
        rehearsed: one.rehearsed,
        room: one.room,
        surplus: one.surplus,
        live: one.live,
        words: one.sentence(),
    };
    Ok(Json(RehearsalsShape { items, outlook: outlook.iter().map(told).collect() }))
}

/// Begins a rehearsal: chooses past questions and has them drafted, one after the other. Nothing is sent to anybody.
#[utoipa::path(post, path = "/v1/rehearsals", tag = "autopilot", request_body = RehearsalBody,
    responses((status = 202, body = RehearsalShape), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 409, body = Problem, description = "Another one is open, or there is nothing to rehearse, and `looked` says why")))]
pub(super) async fn begin(
    State(app): State<App>,
    sent: Sent<may::Admin>,
) -> Result<(StatusCode, Json<RehearsalShape>), Problem> {
    let fields = Fields::from_json(&sent.body, &["days", "limit"])?;
    let id = rehearsals::begin(&app, &fields, &sent.caller.by()).await?;
    let (sittings, _) = rehearsals::told(&app).await?;
    let row = sittings.iter().find(|row| row.id == id).ok_or_else(|| Problem::missing("rehearsal"))?;
    Ok((StatusCode::ACCEPTED, Json(shape(&app, row).await?)))
}

/// Ends a rehearsal; what was judged stays.
#[utoipa::path(post, path = "/v1/rehearsals/{id}/end", tag = "autopilot", params(("id" = String, Path)),
    responses((status = 204), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn end(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<may::Admin>,
) -> Result<StatusCode, Problem> {
    rehearsals::end(&app, &id, &sent.caller.by()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Judges the draft of a rehearsed question; `id` is the question's. What was said stays.
#[utoipa::path(post, path = "/v1/rehearsals/{id}/judge", tag = "autopilot", params(("id" = String, Path)),
    request_body = JudgeBody,
    responses((status = 200, body = JudgedShape), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem, description = "Judged already, or nothing to judge")))]
pub(super) async fn judge(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<may::Admin>,
) -> Result<Json<JudgedShape>, Problem> {
    let fields = Fields::from_json(&sent.body, &["judgement", "reason", "read_ms"])?;
    let judgement = rehearsals::judgement(fields.needed("judgement")?, &fields)?;
    let name = sent.caller.by().name;
    let (said, row) = rehearsals::judge(&app, &id, judgement, &fields, &name).await?;
    let outcome = match said {
        JudgedSitting::Counted(_) => "counted",
        JudgedSitting::Skipped | JudgedSitting::Closed => "skipped",
        JudgedSitting::TooFast => "too_fast",
        JudgedSitting::Outdated => "outdated",
    };
    Ok(Json(JudgedShape { outcome, question: QuestionShape::of(row) }))
}
