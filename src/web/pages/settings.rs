//! The settings: where each of their pages answers.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::Redirect;
use axum::routing::{get, post};

use super::{
    audit, handbook, keys, notices, people, preferences, replay, rules, second_factor, staging, waiting,
    waiting_texts, you,
};
use crate::web::rules::BODY_BYTES_MAX;
use crate::web::state::App;

/// The pages below `/settings`.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/settings", get(first))
        .route("/settings/you", get(you::show))
        .route("/settings/you/name", post(you::rename))
        .route("/settings/you/password", post(you::password))
        .route("/settings/you/sessions/end", post(you::end_one))
        .route("/settings/you/sessions/end-all", post(you::end_all))
        .route("/settings/you/second-factor", get(second_factor::show).post(second_factor::confirm))
        .route("/settings/you/second-factor/start", post(second_factor::start))
        .route("/settings/you/second-factor/codes", post(second_factor::fresh_codes))
        .route("/settings/you/second-factor/off", post(second_factor::off))
        .route("/settings/people", get(people::show).post(people::add))
        .route("/settings/people/{id}/role", post(people::change_role))
        .route("/settings/people/{id}/link", post(people::link))
        .route("/settings/people/{id}/remove", post(people::remove))
        .route("/settings/people/{id}/second-factor-off", post(people::second_factor_off))
        .route("/settings/keys", post(keys::make))
        .route("/settings/keys/{id}/revoke", post(keys::revoke))
        .route("/settings/audit", get(audit::show))
        .route("/settings/answers", get(preferences::show).post(preferences::choose))
        .route("/settings/check", get(staging::show).post(staging::run))
        .route("/settings/topics", get(handbook::topics).post(handbook::put_topic))
        .route("/settings/replies", get(handbook::saved_replies).post(handbook::put_reply))
        .route("/settings/waiting", get(waiting::show))
        .route("/settings/waiting/texts", get(waiting_texts::choose_language))
        .route("/settings/waiting/{language}", get(waiting_texts::show).post(waiting_texts::choose))
        .route("/replay/{id}", get(replay::one))
        .route("/replay/{id}/{file}", get(replay::report))
        .merge(rules_router())
        .merge(notices::router())
}

/// A text of rules is longer than what other forms bring.
fn rules_router() -> Router<App> {
    Router::new()
        .route("/settings/rules", get(rules::show).post(rules::save))
        .route("/settings/rules/try", post(rules::try_out))
        .route("/settings/rules/versions/{number}", get(rules::version))
        .route("/replay", get(replay::show).post(replay::begin))
        .route("/replay/rules", post(replay::with_rules))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
}

/// `GET /settings`: the first of them.
async fn first() -> Redirect {
    Redirect::to("/settings/you")
}
