//! What waiting visitors were promised: written with the decision, counted for reports, measured for the next promise.

use async_trait::async_trait;

use super::db::{Conn, Db, away, on};
use super::sql_promises;
use crate::domain::waiting::{PromiseCounts, Wait};
use crate::domain::{Conversation, Timestamp};
use crate::ports::{Promises, Since, StoreError};

/// A visitor was told that somebody will answer.
pub(super) async fn made(
    conn: &mut Conn,
    of: &Conversation,
    episode: Option<String>,
    (told_at, until): (Timestamp, Option<Timestamp>),
) -> Result<(), StoreError> {
    on!(conn, c => sqlx::query(sql_promises::PUT_PROMISE)
        .bind(of.id.to_string()).bind(told_at.0).bind(until.map(|t| t.0)).bind(of.sample).bind(episode)
        .execute(c).await.map(drop))
    .map_err(away)
}

/// Their wait is over.
pub(super) async fn ended(conn: &mut Conn, of: &Conversation, end: End) -> Result<(), StoreError> {
    on!(conn, c => sqlx::query(sql_promises::END_PROMISE)
        .bind(of.id.to_string()).bind(end.told_at.0).bind(end.answered_at.map(|t| t.0))
        .bind(end.ended_at.0).bind(end.kept)
        .execute(c).await.map(drop))
    .map_err(away)
}

/// See `Fact::PromiseEnded`.
pub(super) struct End {
    pub told_at: Timestamp,
    pub answered_at: Option<Timestamp>,
    pub ended_at: Timestamp,
    pub kept: Option<bool>,
}

#[derive(sqlx::FromRow)]
struct Counted {
    told: i64,
    promised: i64,
    kept: i64,
    broken: i64,
    open: i64,
}

#[async_trait]
impl Promises for Db {
    async fn latest_waits(&self, limit: usize) -> Result<Vec<Wait>, StoreError> {
        let mut conn = self.read().await?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows: Vec<(i64, Option<i64>, Option<i64>)> =
            on!(&mut conn, c => sqlx::query_as(sql_promises::LATEST_WAITS).bind(limit).fetch_all(c).await)
                .map_err(away)?;
        let wait = |(told_at, answered_at, ended_at): (i64, Option<i64>, Option<i64>)| Wait {
            told_at: Timestamp(told_at),
            answered_at: answered_at.map(Timestamp),
            ended_at: ended_at.map(Timestamp),
        };
        Ok(rows.into_iter().map(wait).collect())
    }

    async fn promise_counts(&self, since: Since, now: Timestamp) -> Result<PromiseCounts, StoreError> {
        let mut conn = self.read().await?;
        let row: Counted = on!(&mut conn, c => sqlx::query_as(sql_promises::PROMISE_COUNTS)
            .bind(since.from.0).bind(since.to.0).bind(now.0).fetch_one(c).await)
        .map_err(away)?;
        let count = |n: i64| u64::try_from(n).unwrap_or(0);
        Ok(PromiseCounts {
            told: count(row.told),
            promised: count(row.promised),
            kept: count(row.kept),
            broken: count(row.broken),
            open: count(row.open),
        })
    }
}
