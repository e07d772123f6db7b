//! Which page answers where.

use axum::Router;
use axum::routing::{get, post};

use super::{comparison, conversation, conversations, dead_letters, knowledge, queue, review};
use crate::web::state::App;

/// Pages of signed-in owners.
pub(in crate::web) fn router() -> Router<App> {
    Router::new()
        .route("/", get(queue::show))
        .route("/suggestions/{id}/approve", post(review::approve))
        .route("/suggestions/{id}/reject", post(review::reject))
        .route("/conversations", get(conversations::show))
        .route("/conversations/{id}", get(conversation::show))
        .route("/conversations/{id}/{deed}", post(conversation::act))
        .route("/reports/comparison", get(comparison::show))
        .route("/knowledge", get(knowledge::show))
        .route("/dead-letters", get(dead_letters::show))
        .route("/dead-letters/{id}/replay", post(dead_letters::replay))
}
