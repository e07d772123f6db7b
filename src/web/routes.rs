//! Every route under one roof: headers, limits, and what is answered when nothing fits.

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use super::pages::Sorry;
use super::problem::Problem;
use super::state::App;
use super::{api, assets, host, moment, pages, playground, sign_in, spoken, survey, webhook};

/// Bodies of pages and API; the relays' door sets its own.
const BODY_BYTES_MAX: usize = 64 * 1024;

/// Until the head of an answer; a stream's events are not counted.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// Addresses are told to nobody else. Not `no-referrer`: under it browsers send `Origin: null` with our own forms.
const REFERRER: &str = "same-origin";

/// Nothing from elsewhere, nothing inline, no frames around us.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// The whole site.
pub fn router(app: App) -> Router {
    let ours = Router::new()
        .merge(pages::router())
        .merge(sign_in::router())
        .merge(playground::router())
        .merge(api::router())
        .route("/assets/{name}", get(assets::serve))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX));
    let all = ours
        .fallback(nothing_there)
        .method_not_allowed_fallback(not_that_way)
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        .layer(CatchPanicLayer::custom(panicked));
    let door = webhook::router()
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        .layer(CatchPanicLayer::custom(panicked));
    // Their addresses are secrets: no other page is told where a browser comes from.
    let by_link = pages::decision::router()
        .merge(survey::router())
        .method_not_allowed_fallback(not_that_way)
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        .layer(CatchPanicLayer::custom(panicked));
    let known = axum::middleware::from_fn_with_state(app.clone(), host::known_by);
    let clock = axum::middleware::from_fn_with_state(app.clone(), moment::by_the_shops_clock);
    let language = axum::middleware::from_fn(spoken::in_the_readers_language);
    let all = all.merge(door).layer(clock.clone()).layer(language.clone()).layer(known.clone());
    let by_link = by_link.layer(clock).layer(language).layer(known);
    // Around everything: whoever is turned away gets the headers as well.
    with_headers(all, REFERRER).merge(with_headers(by_link, "no-referrer")).with_state(app)
}

fn with_headers(router: Router<App>, referrer: &'static str) -> Router<App> {
    let always = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
    };
    router
        .layer(always(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
        .layer(always(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(always(header::REFERRER_POLICY, referrer))
        .layer(always(header::X_FRAME_OPTIONS, "DENY"))
        .layer(always(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(always(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ))
}

async fn nothing_there(uri: Uri) -> Response {
    answer(&uri, Problem::missing("page"))
}

async fn not_that_way(uri: Uri) -> Response {
    let detail = "this address does not answer to that method";
    answer(&uri, Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail))
}

fn answer(uri: &Uri, problem: Problem) -> Response {
    if uri.path().starts_with("/v1") { problem.into_response() } else { Sorry(problem).into_response() }
}

/// The panic's own words may hold visitor text: they are not repeated.
fn panicked(_words: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked; the request was answered with 500");
    Problem::internal().into_response()
}
