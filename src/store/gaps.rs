//! Questions that no article answered.

use super::db::{Conn, away, on};
use super::sql_gaps;
use crate::domain::DraftFailure;
use crate::domain::report::Unanswered;
use crate::ports::{Since, StoreError};

#[derive(sqlx::FromRow)]
struct Row {
    at: i64,
    conversation_id: String,
    topic: Option<String>,
    question: Option<String>,
}

/// The newest `limit` questions of the stretch, newest first.
pub(super) async fn unanswered(
    conn: &mut Conn,
    since: Since,
    limit: i64,
) -> Result<Vec<Unanswered>, StoreError> {
    let nothing = DraftFailure::NothingFound.sentence();
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(sql_gaps::UNANSWERED)
        .bind(since.from.0).bind(since.to.0).bind(&nothing).bind(limit).fetch_all(c).await)
    .map_err(away)?;
    let one = |row: Row| Unanswered::new(row.at, row.conversation_id, &row.question?, row.topic);
    Ok(rows.into_iter().filter_map(one).collect())
}
