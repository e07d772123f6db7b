//! The inbox: what waits for somebody, the costliest wait first.

use super::conversations;
use super::db::{Conn, away, either, on};
use super::{sql_queue, suggestions};
use crate::domain::Timestamp;
use crate::ports::{
    ConversationRow, PRESENT_MS, PROMISE_SOON_MS, QUEUE_COUNT_MAX, Queue, StoreError, SuggestionRow,
};

/// Decisions under way at the same time that one person is shown.
const HOLDING_MAX: i64 = 20;

pub(super) async fn read(conn: &mut Conn, now: Timestamp, limit: i64, by: &str) -> Result<Queue, StoreError> {
    let (suggestions_count, waiting_count): (i64, i64) = on!(conn, c =>
        sqlx::query_as(sql_queue::QUEUE_COUNTS).bind(QUEUE_COUNT_MAX).fetch_one(c).await)
    .map_err(away)?;
    Ok(Queue {
        suggestions: pending(conn, now, limit).await?,
        waiting: waiting(conn, now, limit).await?,
        holding: holding(conn, by).await?,
        suggestions_count,
        waiting_count,
    })
}

async fn pending(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<SuggestionRow>, StoreError> {
    let (soon, present) = (now.plus_ms(PROMISE_SOON_MS).0, now.minus_ms(PRESENT_MS).0);
    let rows: Vec<suggestions::Row> = on!(conn, c => sqlx::query_as(sql_queue::QUEUE_SUGGESTIONS)
        .bind(soon).bind(present).bind(limit).fetch_all(c).await)
    .map_err(away)?;
    rows.into_iter().map(suggestions::Row::suggestion).collect()
}

async fn waiting(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<ConversationRow>, StoreError> {
    let (soon, present) = (now.plus_ms(PROMISE_SOON_MS).0, now.minus_ms(PRESENT_MS).0);
    let rows: Vec<conversations::Row> = on!(conn, c => sqlx::query_as(sql_queue::QUEUE_WAITING)
        .bind(soon).bind(present).bind(limit).fetch_all(c).await)
    .map_err(away)?;
    listed(conn, rows).await
}

async fn holding(conn: &mut Conn, by: &str) -> Result<Vec<ConversationRow>, StoreError> {
    let statement = either!(conn, sql_queue::QUEUE_HOLDING_SQLITE, sql_queue::QUEUE_HOLDING_POSTGRES);
    let rows: Vec<conversations::Row> = on!(conn, c =>
        sqlx::query_as(statement).bind(by).bind(HOLDING_MAX).fetch_all(c).await)
    .map_err(away)?;
    listed(conn, rows).await
}

async fn listed(conn: &mut Conn, rows: Vec<conversations::Row>) -> Result<Vec<ConversationRow>, StoreError> {
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        items.push(row.listed(conn).await?);
    }
    Ok(items)
}
