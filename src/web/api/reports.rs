//! `/v1/reports/…`: the reports as JSON, CSV and text; spending and promises as JSON and text.

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::domain::Spending;
use crate::domain::report_text::{ReportName, confidence_document, csv, text};
use crate::domain::waiting::PromiseReport;
use crate::web::caller::Caller;
use crate::web::fields::Fields;
use crate::web::pages::waiting;
use crate::web::problem::Problem;
use crate::web::reports::{self, QUERY, ask_of, fields_of, load, stretch_of};
use crate::web::state::App;

/// AI-assisted and human-only conversations compared: by lottery, among similar chats, and raw. Every figure beside its n.
#[utoipa::path(get, path = "/v1/reports/comparison", tag = "reports",
    params(
        ("from" = Option<String>, Query, description = "A day or an RFC 3339 time; thirty days before `to` when not given"),
        ("to" = Option<String>, Query, description = "A day (which counts whole) or an RFC 3339 time; now when not given"),
        ("format" = Option<String>, Query, description = "`json`, `csv` or `text`"),
    ),
    responses((status = 200, body = Object), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn comparison(
    State(app): State<App>,
    _caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    made(&app, ReportName::Comparison, query.as_deref()).await
}

/// Any report by its name.
#[utoipa::path(get, path = "/v1/reports/{name}", tag = "reports",
    params(
        ("name" = String, Path, description = "`scorecard` or another report of the page /reports"),
        ("from" = Option<String>, Query, description = "A day or an RFC 3339 time; the report's own stretch when not given"),
        ("to" = Option<String>, Query, description = "A day (which counts whole) or an RFC 3339 time; now when not given"),
        ("format" = Option<String>, Query, description = "`json`, `csv` or `text`"),
        ("hour_cost" = Option<f64>, Query, description = "Instead of `[report] hour_cost`, for this one look"),
        ("minutes_by_hand" = Option<f64>, Query, description = "Instead of `[report] minutes_by_hand`, for this one look"),
    ),
    responses((status = 200, body = Object), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
pub(super) async fn named(
    State(app): State<App>,
    _caller: Caller,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let name = ReportName::parse(&name).ok_or_else(|| Problem::missing("report"))?;
    made(&app, name, query.as_deref()).await
}

async fn made(app: &App, name: ReportName, query: Option<&str>) -> Result<Response, Problem> {
    let format = fields_of(query)?.one_of("format", &["json", "csv", "text"])?.unwrap_or("json").to_owned();
    let (built, _) = load(app, &ask_of(app, name, query)?).await?;
    Ok(match format.as_str() {
        "csv" => sheet(name.as_str(), built.csv()),
        "text" => plain(built.text(&app.engine.policy().titles())),
        _ => Json(built).into_response(),
    })
}

fn sheet(name: &str, csv: String) -> Response {
    let file = format!("attachment; filename=\"{name}.csv\"");
    let head =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, file)];
    (head, csv).into_response()
}

fn plain(text: String) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// What the confidence of drafts has been worth, on the latest decisions; no figures below 100.
#[utoipa::path(get, path = "/v1/reports/confidence", tag = "reports",
    params(("format" = Option<String>, Query, description = "`json`, `csv` or `text`")),
    responses((status = 200, body = Object), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn confidence(
    State(app): State<App>,
    _caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let fields = Fields::from_query(query.as_deref(), &["format"])?;
    let format = fields.one_of("format", &["json", "csv", "text"])?.unwrap_or("json");
    let report = reports::confidence(&app).await?;
    let document = || confidence_document(&report, app.clock.now());
    Ok(match format {
        "csv" => sheet("confidence", csv(&document())),
        "text" => plain(text(&document())),
        _ => Json(report).into_response(),
    })
}

/// What models cost, by day.
#[utoipa::path(get, path = "/v1/reports/spending", tag = "reports",
    params(
        ("from" = Option<String>, Query, description = "A day or an RFC 3339 time; thirty days before `to` when not given"),
        ("to" = Option<String>, Query, description = "A day (which counts whole) or an RFC 3339 time; now when not given"),
        ("format" = Option<String>, Query, description = "`json` or `text`"),
    ),
    responses((status = 200, body = Object), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn spending(
    State(app): State<App>,
    _caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let fields = Fields::from_query(query.as_deref(), QUERY)?;
    let since = stretch_of(&fields, app.clock.now())?;
    let spending = Spending::of(since.from, since.to, &app.ledger.spent(since).await?);
    shown(&fields, &spending, Spending::text)
}

/// Times promised to waiting visitors: how many were kept, and what a promise would rest on now.
#[utoipa::path(get, path = "/v1/reports/promises", tag = "reports",
    params(
        ("from" = Option<String>, Query, description = "A day or an RFC 3339 time; thirty days before `to` when not given"),
        ("to" = Option<String>, Query, description = "A day (which counts whole) or an RFC 3339 time; now when not given"),
        ("format" = Option<String>, Query, description = "`json` or `text`"),
    ),
    responses((status = 200, body = Object), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn promises(
    State(app): State<App>,
    _caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let fields = Fields::from_query(query.as_deref(), QUERY)?;
    let report = waiting::report(&app, stretch_of(&fields, app.clock.now())?).await?;
    shown(&fields, &report, PromiseReport::text)
}

fn shown<T: Serialize>(fields: &Fields, report: &T, text: fn(&T) -> String) -> Result<Response, Problem> {
    Ok(match fields.one_of("format", &["json", "text"])? {
        Some("text") => ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text(report)).into_response(),
        _ => Json(report).into_response(),
    })
}
