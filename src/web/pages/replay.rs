//! Replays of the past: what to try, the ones that are kept, and the reports to take away.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::replay_result::{ResultPage, Shown};
use super::shell::{Shell, Sorry, page};
use crate::domain::replay::markdown;
use crate::ports::ReplayRow;
use crate::web::fields::{BadField, Fields};
use crate::web::filters;
use crate::web::may;
use crate::web::moment::Moment;
use crate::web::problem::Problem;
use crate::web::replays::{self, NotBegun};
use crate::web::rules::told;
use crate::web::session::{Member, Person, Posted};
use crate::web::state::App;

/// Replays that are listed.
const REPLAYS: i64 = 50;

#[derive(Template)]
#[template(path = "replay.html")]
struct ReplayPage {
    shell: Shell,
    tab: &'static str,
    form: Form,
    /// The configured model; none where drafts are quotations.
    model: Option<String>,
    /// Why none was begun.
    wrong: Vec<String>,
    rows: Vec<Row>,
}

/// What stands in the form.
#[expect(clippy::struct_excessive_bools, reason = "each is a tick of its own")]
#[derive(Clone, Debug, Default)]
struct Form {
    days: String,
    limit: String,
    with_rules: bool,
    own_rules: String,
    may_soften: bool,
    /// The version of own rules that these were written upon.
    upon: String,
    built_in: bool,
    model: String,
    threshold: String,
    runs: String,
    drafts: bool,
}

/// A replay in the list.
pub(super) struct Row {
    pub id: String,
    pub what: String,
    pub by: String,
    pub at: Moment,
    pub state: &'static str,
    pub open: bool,
}

impl Row {
    pub(super) fn of(row: &ReplayRow, now: crate::domain::Timestamp) -> Self {
        Self {
            id: row.id.to_string(),
            what: headed(&row.tried.sentence()),
            by: row.by.clone(),
            at: Moment::of(row.at, now),
            state: row.state.as_str(),
            open: row.state.is_open(),
        }
    }
}

/// With a capital.
fn headed(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

impl Form {
    async fn fresh(app: &App) -> Result<Self, Problem> {
        let own = app.own_rules.own_rules().await?;
        Ok(Self {
            days: "30".to_owned(),
            limit: "1000".to_owned(),
            own_rules: own.as_ref().map(|own| own.text.clone()).unwrap_or_default(),
            upon: own.as_ref().map_or(0, |own| own.number).to_string(),
            may_soften: own.is_some_and(|own| own.may_soften),
            runs: "1".to_owned(),
            ..Self::default()
        })
    }

    fn sent(fields: &Fields) -> Result<Self, BadField> {
        let text = |name: &str| Ok::<_, BadField>(fields.text(name)?.unwrap_or_default().to_owned());
        Ok(Self {
            days: text("days")?,
            limit: text("limit")?,
            with_rules: fields.switch("with_rules")?,
            own_rules: text("own_rules")?,
            may_soften: fields.switch("may_soften")?,
            upon: text("upon")?,
            built_in: text("prompts")? == "built-in",
            model: text("model")?,
            threshold: text("threshold")?,
            runs: text("runs")?,
            drafts: fields.switch("drafts")?,
        })
    }
}

/// `GET /replay`
pub(super) async fn show(State(app): State<App>, member: Member<may::Admin>) -> Result<Response, Sorry> {
    let form = Form::fresh(&app).await?;
    filled(&app, &member, StatusCode::OK, form, Vec::new()).await
}

/// `POST /replay/rules`: the form, with rules as somebody is writing them on their page.
pub(super) async fn with_rules(
    State(app): State<App>,
    posted: Posted<may::Admin>,
) -> Result<Response, Sorry> {
    let fields = &posted.fields;
    let form = Form {
        with_rules: true,
        own_rules: fields.text("text")?.unwrap_or_default().to_owned(),
        may_soften: fields.switch("may_soften")?,
        upon: fields.text("number")?.unwrap_or_default().to_owned(),
        ..Form::fresh(&app).await?
    };
    filled(&app, &posted.person, StatusCode::OK, form, Vec::new()).await
}

/// `POST /replay`
pub(super) async fn begin(State(app): State<App>, posted: Posted<may::Admin>) -> Result<Response, Sorry> {
    let form = Form::sent(&posted.fields)?;
    let wrong = match replays::begin(&app, &posted.fields, form.with_rules, &posted.person.by()).await {
        Ok(row) => return Ok(Redirect::to(&format!("/replay/{}", row.id)).into_response()),
        Err(NotBegun::Faults(faults)) => faults.iter().map(told).collect(),
        Err(NotBegun::Problem(problem)) if problem.status.is_client_error() => vec![problem.detail],
        Err(NotBegun::Problem(problem)) => return Err(Sorry(problem)),
    };
    filled(&app, &posted.person, StatusCode::BAD_REQUEST, form, wrong).await
}

async fn filled(
    app: &App,
    person: &Person,
    status: StatusCode,
    form: Form,
    wrong: Vec<String>,
) -> Result<Response, Sorry> {
    let now = app.clock.now();
    let rows = app.replays.replays(REPLAYS).await?;
    let shown = ReplayPage {
        shell: Shell::new(app, person, "settings"),
        tab: "replay",
        form,
        model: app.configured.model.clone(),
        wrong,
        rows: rows.iter().map(|row| Row::of(row, now)).collect(),
    };
    Ok(page(status, &shown))
}

/// `GET /replay/{id}`
pub(super) async fn one(
    State(app): State<App>,
    member: Member<may::Admin>,
    Path(id): Path<String>,
    RawQuery(_query): RawQuery,
) -> Result<Response, Sorry> {
    let row = replays::one(&app, &id).await?;
    let shown = ResultPage {
        shell: Shell::new(&app, &member, "settings"),
        tab: "replay",
        script: crate::web::assets::url("replay.js"),
        row: Row::of(&row, app.clock.now()),
        done: row.done,
        total: row.total,
        error: row.error,
        shown: row.result.as_ref().map(|result| Shown::of(result, &app.engine.policy().titles())),
        written: row.tried.own_rules,
    };
    Ok(page(StatusCode::OK, &shown))
}

/// `GET /replay/{id}/{file}`: `report.md` or `report.json`.
pub(super) async fn report(
    State(app): State<App>,
    _member: Member<may::Admin>,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, Sorry> {
    let row = replays::one(&app, &id).await?;
    let result = row.result.ok_or_else(|| Problem::missing("report"))?;
    let (kind, text) = match file.as_str() {
        "report.md" => ("text/markdown; charset=utf-8", markdown(&result)),
        "report.json" => {
            let json = serde_json::to_string_pretty(&result).map_err(|_| Problem::internal())?;
            ("application/json", json)
        }
        _ => return Err(Problem::missing("report").into()),
    };
    let name = format!("attachment; filename=\"replay-{}.{}\"", row.id, file.trim_start_matches("report."));
    Ok(([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)], text).into_response())
}
