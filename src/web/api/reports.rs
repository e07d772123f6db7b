//! `/v1/reports/…`: the comparison as JSON, CSV and text; confidence, spending and promises as JSON and text.

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::domain::report_text::{comparison_csv, comparison_text};
use crate::domain::waiting::PromiseReport;
use crate::domain::{ConfidenceReport, JUDGED_MAX, Spending};
use crate::web::caller::Caller;
use crate::web::fields::Fields;
use crate::web::pages::comparison::{QUERY, load, stretch_of};
use crate::web::pages::waiting;
use crate::web::problem::Problem;
use crate::web::state::App;

/// AI-assisted and human-only conversations compared; every figure beside its n.
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
    let fields = Fields::from_query(query.as_deref(), QUERY)?;
    let format = fields.one_of("format", &["json", "csv", "text"])?.unwrap_or("json");
    let comparison = load(&app, stretch_of(&fields, app.clock.now())?).await?;
    Ok(match format {
        "csv" => {
            let head = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"comparison.csv\""),
            ];
            (head, comparison_csv(&comparison)).into_response()
        }
        "text" => ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], comparison_text(&comparison))
            .into_response(),
        _ => Json(comparison).into_response(),
    })
}

/// What the confidence of drafts has been worth, on the latest decisions; no figures below 100.
#[utoipa::path(get, path = "/v1/reports/confidence", tag = "reports",
    params(("format" = Option<String>, Query, description = "`json` or `text`")),
    responses((status = 200, body = Object), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn confidence(
    State(app): State<App>,
    _caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let fields = Fields::from_query(query.as_deref(), &["format"])?;
    let judged = app.judgements.latest_judged(JUDGED_MAX).await?;
    let report = ConfidenceReport::of(&judged, &app.engine.policy().scorer.weights);
    shown(&fields, &report, ConfidenceReport::text)
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
