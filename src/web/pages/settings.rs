//! The settings: where each of their pages answers.

use axum::Router;
use axum::response::Redirect;
use axum::routing::get;

use super::{audit, notices, waiting};
use crate::web::state::App;

/// The pages below `/settings`.
pub(super) fn router() -> Router<App> {
    Router::new().route("/settings", get(first)).route("/settings/audit", get(audit::show)).route("/settings/waiting", get(waiting::show)).merge(notices::router())
}

/// `GET /settings`: the first of them.
async fn first() -> Redirect {
    Redirect::to("/settings/audit")
}
