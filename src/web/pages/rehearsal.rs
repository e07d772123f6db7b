//! Rehearsal: past questions with fresh drafts, judged one after the other; the real answer is shown after each.

use askama::Template;
use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::queue::did;
use super::shell::{Shell, Sorry, page};
use crate::domain::sitting::Outlook;
use crate::domain::{Author, QuestionId};
use crate::engine::JudgedSitting;
use crate::ports::{QuestionRow, QuestionState, SittingRow};
use crate::web::fields::Fields;
use crate::web::filters;
use crate::web::may;
use crate::web::moment::Moment;
use crate::web::problem::Problem;
use crate::web::rehearsals::{self, DAYS, LIMIT, LIMIT_MAX};
use crate::web::session::{Member, Person, Posted};
use crate::web::spoken;
use crate::web::state::App;
use crate::words::Text;

#[derive(Template)]
#[template(path = "rehearsal.html")]
struct RehearsalPage {
    shell: Shell,
    did: String,
    /// Why what a form asked for was not done.
    wrong: Option<Problem>,
    open: Option<Open>,
    last: Option<Last>,
    /// What another one could take; nothing while one is open.
    ahead: Option<Ahead>,
    past: Vec<Past>,
    /// What stands in the form.
    days: String,
    limit: String,
    limit_max: i64,
}

/// What a page says beyond what is the case.
#[derive(Default)]
struct Said {
    did: String,
    wrong: Option<Problem>,
    /// The question judged before.
    judged: Option<QuestionId>,
    /// As it was sent.
    fields: Fields,
}

/// What a sitting begun now could take, and what that would bring.
struct Ahead {
    sentence: String,
    /// Why the other questions are left out.
    reasons: Vec<String>,
    may: u64,
    /// So many make a sitting.
    wanted: u64,
    outlook: Vec<String>,
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
    history: Vec<Text>,
    question: String,
    draft: String,
    sources: Vec<(String, String)>,
}

/// The one judged before, with the real answer.
struct Last {
    conversation: String,
    question: String,
    draft: String,
    /// How it was judged, as a heading.
    said: Text,
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
    let fields = Fields::from_form(query.as_deref().unwrap_or_default().as_bytes());
    let judged = fields.text("judged").ok().flatten().and_then(|id| id.parse().ok());
    let said = Said { did: did(query.as_deref()), judged, ..Said::default() };
    shown(&app, &member, said).await
}

/// A form's refusal, on the page it came from.
async fn refused(
    app: &App,
    posted: Posted<may::Admin>,
    wrong: Problem,
    judged: Option<QuestionId>,
) -> Result<Response, Sorry> {
    if !wrong.status.is_client_error() {
        return Err(Sorry(wrong));
    }
    let said = Said { wrong: Some(wrong), judged, fields: posted.fields, ..Said::default() };
    shown(app, &posted.person, said).await
}

async fn shown(app: &App, person: &Person, said: Said) -> Result<Response, Sorry> {
    let now = app.clock.now();
    let sittings = rehearsals::sittings(app).await?;
    let open = match sittings.iter().find(|sitting| sitting.ended_at.is_none()) {
        Some(row) => Some(opened(app, row).await?),
        None => None,
    };
    let status = said.wrong.as_ref().map_or(StatusCode::OK, |wrong| wrong.status);
    let sent = |name, usual: i64| {
        said.fields.text(name).ok().flatten().map_or_else(|| usual.to_string(), str::to_owned)
    };
    let shown = RehearsalPage {
        last: last(app, said.judged).await?,
        ahead: if open.is_none() { Some(ahead(app, &said.fields).await?) } else { None },
        open,
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
        days: sent("days", DAYS),
        limit: sent("limit", LIMIT),
        limit_max: LIMIT_MAX,
        shell: Shell::new(app, person, "autopilot"),
        did: said.did,
        wrong: said.wrong,
    };
    Ok(page(status, &shown))
}

async fn ahead(app: &App, fields: &Fields) -> Result<Ahead, Sorry> {
    let days = rehearsals::days(fields).unwrap_or(DAYS);
    let (looked, wanted, outlook) = rehearsals::looked(app, days).await?;
    Ok(Ahead {
        sentence: looked.sentence(days),
        reasons: looked.reasons(),
        may: looked.may,
        wanted,
        outlook: outlook.iter().map(Outlook::sentence).collect(),
    })
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
        let key = if line.author == Author::Visitor { "rehearsal-line-visitor" } else { "rehearsal-line-we" };
        spoken::text(key).with("text", &line.text)
    };
    Some(Card {
        id: row.id.to_string(),
        at: Moment::of(question.at, app.clock.now()),
        topic: app.engine.policy().titles().topic(&question.topic).to_owned(),
        history: question.history.into_iter().map(line).collect(),
        question: question.messages.join("\n"),
        draft: draft.text,
        sources: draft.citations.into_iter().map(|cited| (cited.quote, cited.article)).collect(),
    })
}

/// The one judged before, if it has been.
async fn last(app: &App, id: Option<QuestionId>) -> Result<Option<Last>, Sorry> {
    let Some(id) = id else { return Ok(None) };
    let Some(row) = app.rehearser.sittings.question(id).await? else { return Ok(None) };
    let QuestionState::Judged(draft, judged) = row.state else { return Ok(None) };
    let said = spoken::text(match judged.judgement.as_str() {
        "right" => "rehearsal-before-right",
        "wording" => "rehearsal-before-wording",
        "wrong" => "rehearsal-before-wrong",
        _ => "rehearsal-before-skipped",
    });
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
    match rehearsals::begin(&app, &posted.fields, &posted.person.by()).await {
        Ok(_) => Ok(Redirect::to("/autopilot/rehearsal?did=begun").into_response()),
        Err(problem) => refused(&app, posted, problem, None).await,
    }
}

/// `POST /autopilot/rehearsal/{id}/end`
async fn end(
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted<may::Admin>,
) -> Result<Response, Sorry> {
    match rehearsals::end(&app, &id, &posted.person.by()).await {
        Ok(()) => Ok(Redirect::to("/autopilot/rehearsal?did=ended").into_response()),
        Err(problem) => refused(&app, posted, problem, None).await,
    }
}

/// `POST /autopilot/rehearsal/{id}/judge/{word}`: right, wording, wrong, skip.
async fn judge(
    State(app): State<App>,
    Path((id, word)): Path<(String, String)>,
    posted: Posted<may::Admin>,
) -> Result<Response, Sorry> {
    let judged = match rehearsals::judgement(&word, &posted.fields) {
        Ok(word) => rehearsals::judge(&app, &id, word, &posted.fields, &posted.person.name()).await,
        Err(bad) => Err(bad.into()),
    };
    let (said, row) = match judged {
        Ok(judged) => judged,
        Err(problem) => return refused(&app, posted, problem, id.parse().ok()).await,
    };
    let did = match said {
        JudgedSitting::Counted(_) => "counted",
        JudgedSitting::Skipped | JudgedSitting::Closed => "skipped",
        JudgedSitting::TooFast => "too_fast",
        JudgedSitting::Outdated => "outdated",
    };
    Ok(Redirect::to(&format!("/autopilot/rehearsal?did={did}&judged={}", row.id)).into_response())
}
