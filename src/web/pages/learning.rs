//! What owners' decisions teach: the proposals, one of them with its effect, and how drafts speak because of them.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::learning_view::{Card, Earlier, Replies, Spoken};
use super::queue::did;
use super::rules_effect::Shift;
use super::shell::{Shell, Sorry, page};
use crate::domain::lessons::ChangeTold;
use crate::web::filters;
use crate::web::lessons::{self, Ahead, Looked};
use crate::web::may;
use crate::web::session::{Member, Person, Posted};
use crate::web::state::App;

#[derive(Template)]
#[template(path = "learning.html")]
pub(super) struct LearningPage {
    pub shell: Shell,
    pub did: String,
    pub days: u32,
    pub min_edits: u32,
    pub min_chats: u32,
    /// Decisions, edits, those written anew, rejects, approved.
    pub decisions: u64,
    pub edits: u64,
    pub anew: u64,
    pub rejects: u64,
    pub approved: u64,
    pub capped: bool,
    pub cards: Vec<Card>,
    pub rules: Vec<Card>,
    pub habits: Vec<Spoken>,
    /// The version of what owners chose.
    pub chosen: i64,
    pub earlier: Vec<Earlier>,
}

#[derive(Template)]
#[template(path = "lesson.html")]
pub(super) struct LessonPage {
    pub shell: Shell,
    pub days: u32,
    pub card: Card,
    /// What an adoption must name; none where nothing can be adopted.
    pub seen: Option<String>,
    pub replies: Option<Replies>,
    pub turns: Option<Shift>,
    /// Why it was not adopted.
    pub wrong: Option<String>,
}

/// `GET /learning`
pub(super) async fn show(
    State(app): State<App>,
    member: Member<may::Admin>,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    let looked = lessons::look(&app).await?;
    let now = app.clock.now();
    let settings = app.configured.lessons;
    let found = &looked.lessons;
    let cards = found.lessons.iter().map(|lesson| Card::of(lesson, now));
    let (rules, cards) = cards.partition(Card::is_rule);
    let shown = LearningPage {
        shell: Shell::new(&app, &member, "learning"),
        did: did(query.as_deref()),
        days: settings.days,
        min_edits: settings.min_edits,
        min_chats: settings.min_conversations,
        decisions: found.decisions,
        edits: found.edits,
        anew: found.written_anew,
        rejects: found.rejects,
        approved: found.approved,
        capped: looked.capped,
        cards,
        rules,
        habits: looked.habits().iter().enumerate().map(Spoken::of).collect(),
        chosen: looked.chosen(),
        earlier: looked.remembered.iter().map(|known| Earlier::of(known, now)).collect(),
    };
    Ok(page(StatusCode::OK, &shown))
}

/// `GET /learning/{id}`: with its effect.
pub(super) async fn one(
    State(app): State<App>,
    member: Member<may::Admin>,
    Path(id): Path<String>,
) -> Result<Response, Sorry> {
    let looked = lessons::look(&app).await?;
    Ok(page(StatusCode::OK, &filled(&app, &member, &looked, &id, None).await?))
}

async fn filled(
    app: &App,
    person: &Person,
    looked: &Looked,
    id: &str,
    wrong: Option<String>,
) -> Result<LessonPage, Sorry> {
    let lesson = looked.lesson(id)?;
    let (replies, turns) = match lessons::ahead(app, looked, lesson).await? {
        Ahead::Replies(effect) => (Some(Replies::of(&effect)), None),
        Ahead::Turns(effect) => (None, Some(Shift::of(&effect, &app.engine.policy().titles()))),
        Ahead::Nothing => (None, None),
    };
    Ok(LessonPage {
        shell: Shell::new(app, person, "learning"),
        days: app.configured.lessons.days,
        card: Card::of(lesson, app.clock.now()),
        seen: looked.seen(lesson),
        replies,
        turns,
        wrong,
    })
}

/// `POST /learning/{id}/adopt`: what was seen, or the effect anew.
pub(super) async fn adopt(
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted<may::Admin>,
) -> Result<Response, Sorry> {
    match lessons::adopt(&app, &id, posted.fields.needed("seen")?, &posted.person.by()).await {
        Ok(_) => Ok(Redirect::to("/learning?did=adopted").into_response()),
        Err(problem) if problem.status == StatusCode::CONFLICT => {
            let looked = lessons::look(&app).await?;
            // The lesson itself may be gone by now: then the reason is all there is to show.
            if looked.lesson(&id).is_err() {
                return Err(problem.into());
            }
            let shown = filled(&app, &posted.person, &looked, &id, Some(problem.detail)).await?;
            Ok(page(StatusCode::CONFLICT, &shown))
        }
        Err(problem) => Err(problem.into()),
    }
}

/// `POST /learning/{id}/dismiss`
pub(super) async fn dismiss(
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted<may::Admin>,
) -> Result<Response, Sorry> {
    lessons::dismiss(&app, &id, &posted.person.by()).await?;
    Ok(Redirect::to("/learning?did=dismissed").into_response())
}

/// `POST /learning/speech/forget`: one way of speaking less.
pub(super) async fn forget(State(app): State<App>, posted: Posted<may::Admin>) -> Result<Response, Sorry> {
    let (place, version) = (posted.fields.whole("place")?, posted.fields.whole("version")?);
    lessons::forget(&app, place, version, &posted.person.by()).await?;
    Ok(Redirect::to("/learning?did=chosen").into_response())
}
