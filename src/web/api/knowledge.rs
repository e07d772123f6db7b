//! `/v1/knowledge/search`: what a question finds in the articles.

use axum::Json;
use axum::extract::{RawQuery, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::List;
use crate::web::caller::Caller;
use crate::web::fields::{BadField, Fields};
use crate::web::pages::knowledge::question;
use crate::web::problem::Problem;
use crate::web::state::App;

/// A passage that fits a question.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Passage {
    id: String,
    article: String,
    heading: String,
    text: String,
    /// 0..1.
    score: f64,
}

/// The passages that fit a question best, best first.
#[utoipa::path(get, path = "/v1/knowledge/search", tag = "knowledge",
    params(("q" = String, Query), ("limit" = Option<i64>, Query, description = "1 to 50; 8 when not given")),
    responses((status = 200, body = List<Passage>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn search(
    State(app): State<App>,
    _caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Json<List<Passage>>, Problem> {
    let fields = Fields::from_query(query.as_deref(), &["q", "limit"])?;
    let question = question(&fields)?;
    if question.is_empty() {
        return Err(BadField::new("q", "is missing").into());
    }
    let limit = usize::try_from(fields.within("limit", 1, 50, 8)?).unwrap_or(8);
    let found = app.knowledge.search(&question, limit).await.into_iter().map(|passage| Passage {
        id: passage.id,
        article: passage.article,
        heading: passage.heading,
        text: passage.text,
        score: passage.score,
    });
    Ok(Json(List { items: found.collect(), next_cursor: None }))
}
