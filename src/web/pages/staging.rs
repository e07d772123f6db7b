//! The staging check at the push of a button: a made-up chat through the relays' door, and what came of it.

use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::shell::{Shell, Sorry, page};
use crate::domain::survey::Way;
use crate::web::filters;
use crate::web::may;
use crate::web::session::{Member, Person, Posted};
use crate::web::staging::{Staging, Step, Went, run_name};
use crate::web::staging_door::OwnDoor;
use crate::web::state::App;

/// How long drafting may take here: a page must answer within half a minute.
const PATIENCE: Duration = Duration::from_secs(12);

#[derive(Template)]
#[template(path = "staging.html")]
struct StagingPage {
    shell: Shell,
    tab: &'static str,
    relays: Vec<String>,
    /// The relay that was looked at, and what was seen.
    done: Option<(String, Vec<Seen>)>,
    failed: usize,
}

/// A step as it is shown.
struct Seen {
    went: &'static str,
    what: String,
    found: String,
    remedy: String,
}

impl Seen {
    fn of(step: Step) -> Self {
        let went = match step.went {
            Went::Fine => "fine",
            Went::Failed => "failed",
            Went::Note => "note",
        };
        Self { went, what: step.what, found: step.seen, remedy: step.remedy }
    }
}

fn shown(app: &App, person: &Person, done: Option<(String, Vec<Step>)>) -> Response {
    let mut relays: Vec<String> = app.callers.keys().cloned().collect();
    relays.sort_unstable();
    let failed = done.iter().flat_map(|(_, steps)| steps).filter(|step| step.went == Went::Failed).count();
    let done = done.map(|(relay, steps)| (relay, steps.into_iter().map(Seen::of).collect()));
    let shell = Shell::new(app, person, "settings");
    page(StatusCode::OK, &StagingPage { shell, tab: "check", relays, done, failed })
}

/// `GET /settings/check`
pub(super) async fn show(State(app): State<App>, member: Member<may::Admin>) -> Result<Response, Sorry> {
    Ok(shown(&app, &member, None))
}

/// `POST /settings/check`
pub(super) async fn run(State(app): State<App>, posted: Posted<may::Admin>) -> Result<Response, Sorry> {
    let names: Vec<&str> = app.callers.keys().map(String::as_str).collect();
    let Some(relay) = posted.fields.one_of("relay", &names)? else {
        return Ok(shown(&app, &posted.person, None));
    };
    let policy = app.engine.policy();
    let door = OwnDoor { app: app.clone(), relay: relay.to_owned() };
    let staging = Staging {
        relay,
        run: run_name(app.clock.now()),
        callers: app.callers.get(relay).map_or(&[], Vec::as_slice),
        door: &door,
        desk: app.desk.as_ref(),
        surveys: app.surveys.as_ref(),
        clock: app.clock.as_ref(),
        held: policy.rulebook.held_example(),
        asks: policy.survey.way(relay) != Way::Off,
        patience: PATIENCE,
    };
    let steps = staging.go().await?;
    Ok(shown(&app, &posted.person, Some((relay.to_owned(), steps))))
}
