//! Actions that were given up, to look at and to put back in line.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::queue::did;
use super::shell::{Shell, Sorry, page};
use crate::domain::ActionId;
use crate::web::deeds;
use crate::web::filters;
use crate::web::may;
use crate::web::moment::Moment;
use crate::web::problem::Problem;
use crate::web::session::{Member, Posted};
use crate::web::state::App;

/// Letters shown at a time.
pub(in crate::web) const LETTERS_MAX: i64 = 100;

#[derive(Template)]
#[template(path = "dead_letters.html")]
struct DeadLettersPage {
    shell: Shell,
    letters: Vec<Letter>,
    did: String,
}

struct Letter {
    id: String,
    conversation: String,
    relay: String,
    kind: String,
    what: String,
    attempts: i64,
    error: String,
    asked: Moment,
    died: Moment,
}

/// `GET /dead-letters`
pub(super) async fn show(
    State(app): State<App>,
    member: Member,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    let now = app.clock.now();
    let letters = app.desk.dead_letters(LETTERS_MAX).await?.into_iter().map(|letter| Letter {
        id: letter.action.to_string(),
        conversation: letter.conversation.to_string(),
        relay: letter.relay,
        kind: letter.kind,
        what: letter.what,
        attempts: letter.attempts,
        error: letter.error,
        asked: Moment::of(letter.asked_at, now),
        died: Moment::of(letter.died_at, now),
    });
    let letters = letters.collect();
    let shell = Shell::new(&app, &member, "dead-letters");
    Ok(page(StatusCode::OK, &DeadLettersPage { shell, letters, did: did(query.as_deref()) }))
}

/// `POST /dead-letters/{id}/replay`
pub(super) async fn replay(
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted<may::Admin>,
) -> Result<Response, Sorry> {
    let action: ActionId = id.parse().map_err(|_| Problem::missing("dead letter"))?;
    deeds::replay(&app, action, &posted.person.by()).await?;
    Ok(Redirect::to("/dead-letters?did=replayed").into_response())
}
