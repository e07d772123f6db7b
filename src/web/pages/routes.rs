//! Which page answers where.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use super::{
    article, autopilot, conversation, conversations, dead_letters, held, knowledge, learning, queue,
    rehearsal, reports, review, settings,
};
use crate::web::state::App;

/// An article of the largest size, every letter of it escaped as forms do, bytes.
pub(in crate::web) const ARTICLE_BYTES_MAX: usize = 3 * 1024 * 1024 + 64 * 1024;

/// Pages of signed-in owners.
pub(in crate::web) fn router() -> Router<App> {
    Router::new()
        .merge(settings::router())
        .merge(reports::router())
        .merge(autopilot::router())
        .merge(rehearsal::router())
        .route("/", get(queue::show))
        .route("/suggestions/{id}/approve", post(review::approve))
        .route("/suggestions/{id}/reject", post(review::reject))
        .route("/suggestions/{id}/undo", post(held::undo))
        .route("/conversations", get(conversations::show))
        .route("/conversations/{id}", get(conversation::show))
        .route("/conversations/{id}/{deed}", get(conversation::whole).post(conversation::act))
        .route("/knowledge", get(knowledge::show))
        .route("/knowledge/new", get(article::new))
        .route("/knowledge/articles", post(article::create).layer(DefaultBodyLimit::max(ARTICLE_BYTES_MAX)))
        .route(
            "/knowledge/articles/{slug}",
            get(article::show).post(article::change).layer(DefaultBodyLimit::max(ARTICLE_BYTES_MAX)),
        )
        .route("/knowledge/articles/{slug}/remove", post(article::remove))
        .route("/learning", get(learning::show))
        .route("/learning/{id}", get(learning::one))
        .route("/learning/{id}/adopt", post(learning::adopt))
        .route("/learning/{id}/dismiss", post(learning::dismiss))
        .route("/learning/speech/forget", post(learning::forget))
        .route("/dead-letters", get(dead_letters::show))
        .route("/dead-letters/{id}/replay", post(dead_letters::replay))
}
