//! Rehearsal: past questions with fresh drafts, judged one after the other; the real answer is shown after each.

use askama::Template;
use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::queue::did;
use super::shell::{Shell, Sorry, page};
use crate::domain::Author;
use crate::engine::JudgedSitting;
use crate::ports::{QuestionRow, QuestionState, SittingRow};
use crate::web::fields::Fields;
use crate::web::may;
use crate::web::moment::Moment;
use crate::web::rehearsals::{self, DAYS, LIMIT, LIMIT_MAX};
use crate::web::session::{Member, Posted};
use crate::web::state::App;

/// The page looks again after so many seconds while the first draft is being made.
const AGAIN_S: &str = "3";

#[derive(Template)]
#[template(path = "rehearsal.html")]
struct RehearsalPage {
    shell: Shell,
    did: String,
    open: Option<Open>,
    last: Option<Last>,
    outlook: Vec<String>,
    past: Vec<Past>,
    days: i64,
    limit: i64,
    limit_max: i64,
}

/// The open sitting.
struct Open {
    id: String,
    /// The place of the one at hand, of so many that can be judged.
    place: u64,
    of: u64,
    waiting: u64,
    skipped: u64,
    judged: u64,
    counted: u64,
    wrong: u64,
    card: Option<Card>,
}

/// A draft to judge.
struct Card {
    id: String,
    at: Moment,
    topic: String,
    /// Who, and what they said.
    history: Vec<(&'static str, String)>,
    question: String,
    draft: String,
    sources: Vec<(String, String)>,
}

/// The one judged before, with the real answer.
struct Last {
    conversation: String,
    question: String,
    draft: String,
    said: &'static str,
    answer: Option<(String, String)>,
}

/// A sitting of the past.
struct Past {
    at: Moment,
    by: String,
    judged: u64,
    counted: u64,
    wrong: u64,
    chosen: u64,
}

/// The page and its forms.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/autopilot/rehearsal", get(show).post(begin))
        .route("/autopilot/rehearsal/{id}/end", post(end))
        .route("/autopilot/rehearsal/{id}/judge/{word}", post(judge))
}

/// `GET /autopilot/rehearsal`
async fn show(
    State(app): State<App>,
    member: Member<may::Admin>,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    let now = app.clock.now();
    let (sittings, outlook) = rehearsals::told(&app).await?;
    let open = match sittings.iter().find(|sitting| sitting.ended_at.is_none()) {
        Some(row) => Some(opened(&app, row).await?),
        None => None,
    };
    let again = open.as_ref().is_some_and(|open| open.card.is_none() && open.waiting > 0);
    let shown = RehearsalPage {
        last: last(&app, query.as_deref()).await?,
        open,
        outlook: outlook.iter().map(crate::domain::sitting::Outlook::sentence).collect(),
        past: sittings
            .iter()
            .filter(|sitting| sitting.ended_at.is_some())
            .map(|sitting| Past {
                at: Moment::of(sitting.at, now),
                by: sitting.by.clone(),
                judged: sitting.progress.judged,
                counted: sitting.progress.counted,
                wrong: sitting.progress.wrong,
                chosen: sitting.progress.chosen,
            })
            .collect(),
        days: DAYS,
        limit: LIMIT,
        limit_max: LIMIT_MAX,
        shell: Shell::new(&app, &member, "autopilot"),
        did: did(query.as_deref()),
    };
    let mut response = page(StatusCode::OK, &shown);
    if again {
        response.headers_mut().insert(header::REFRESH, HeaderValue::from_static(AGAIN_S));
    }
    Ok(response)
}

async fn opened(app: &App, row: &SittingRow) -> Result<Open, Sorry> {
    let questions = app.rehearser.sittings.questions(row.id).await?;
    let next = questions.into_iter().find(|one| matches!(one.state, QuestionState::Ready(_)));
    let of = row.progress;
    Ok(Open {
        id: row.id.to_string(),
        place: of.judged + 1,
        of: of.chosen.saturating_sub(of.skipped),
        waiting: of.waiting,
        skipped: of.skipped,
        judged: of.judged,
        counted: of.counted,
        wrong: of.wrong,
        card: next.and_then(|one| card(app, one)),
    })
}

fn card(app: &App, row: QuestionRow) -> Option<Card> {
    let QuestionState::Ready(draft) = row.state else { return None };
    let question = row.question;
    let line = |line: crate::domain::HistoryLine| {
        let who = if line.author == Author::Visitor { "Visitor" } else { "We" };
        (who, line.text)
    };
    Some(Card {
        id: row.id.to_string(),
        at: Moment::of(question.at, app.clock.now()),
        topic: question.topic,
        history: question.history.into_iter().map(line).collect(),
        question: question.messages.join("\n"),
        draft: draft.text,
        sources: draft.citations.into_iter().map(|cited| (cited.quote, cited.article)).collect(),
    })
}

/// The one that `judged` names, if it has been.
async fn last(app: &App, query: Option<&str>) -> Result<Option<Last>, Sorry> {
    let fields = Fields::from_form(query.unwrap_or_default().as_bytes());
    let Some(id) = fields.text("judged").ok().flatten().and_then(|id| id.parse().ok()) else {
        return Ok(None);
    };
    let Some(row) = app.rehearser.sittings.question(id).await? else { return Ok(None) };
    let QuestionState::Judged(draft, judged) = row.state else { return Ok(None) };
    let said = match judged.judgement.as_str() {
        "right" => "right as it stands",
        "wording" => "right, but for the wording",
        "wrong" => "wrong",
        _ => "skipped",
    };
    let answer = row.question.answer.map(|given| (given.text, given.by.unwrap_or_default()));
    let conversation = row.question.conversation.to_string();
    Ok(Some(Last {
        conversation,
        question: row.question.messages.join("\n"),
        draft: draft.text,
        said,
        answer,
    }))
}

/// `POST /autopilot/rehearsal`
async fn begin(State(app): State<App>, posted: Posted<may::Admin>) -> Result<Response, Sorry> {
    rehearsals::begin(&app, &posted.fields, &posted.person.by()).await?;
    Ok(Redirect::to("/autopilot/rehearsal?did=begun").into_response())
}

/// `POST /autopilot/rehearsal/{id}/end`
async fn end(
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted<may::Admin>,
) -> Result<Response, Sorry> {
    rehearsals::end(&app, &id, &posted.person.by()).await?;
    Ok(Redirect::to("/autopilot/rehearsal?did=ended").into_response())
}

/// `POST /autopilot/rehearsal/{id}/judge/{word}`: right, wording, wrong, skip.
async fn judge(
    State(app): State<App>,
    Path((id, word)): Path<(String, String)>,
    posted: Posted<may::Admin>,
) -> Result<Response, Sorry> {
    let judgement = rehearsals::judgement(&word, &posted.fields)?;
    let (said, row) = rehearsals::judge(&app, &id, judgement, &posted.fields, &posted.person.name()).await?;
    let did = match said {
        JudgedSitting::Counted(_) => "counted",
        JudgedSitting::Skipped | JudgedSitting::Closed => "skipped",
        JudgedSitting::TooFast => "too_fast",
        JudgedSitting::Outdated => "outdated",
    };
    Ok(Redirect::to(&format!("/autopilot/rehearsal?did={did}&judged={}", row.id)).into_response())
}
