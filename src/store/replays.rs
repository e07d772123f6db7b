//! Replays that owners keep, and the drafts that were asked for in them.

use async_trait::async_trait;

use super::db::{Db, away, on};
use super::rows::{json, parsed, stored, word};
use super::{past_cases, sql_replay};
use crate::domain::replay::PastCase;
use crate::domain::{ReplayId, Timestamp};
use crate::ports::{ReplayEnd, ReplayRow, ReplayState, Replays, StoreError};

/// What is said of a replay whose worker is gone.
const BROKEN_OFF: &str = "the service ended before it was done; start it again, what was drafted is kept";

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    at: i64,
    by_whom: String,
    tried: String,
    state: String,
    done: i64,
    total: i64,
    ended_at: Option<i64>,
    error: Option<String>,
    result: Option<String>,
}

impl Row {
    fn replay(self) -> Result<ReplayRow, StoreError> {
        Ok(ReplayRow {
            id: parsed(&self.id, "replay.id")?,
            at: Timestamp(self.at),
            by: self.by_whom,
            tried: stored(&self.tried, "replay.tried")?,
            state: word::<ReplayState>(&self.state, "replay.state")?,
            done: u64::try_from(self.done).unwrap_or(0),
            total: u64::try_from(self.total).unwrap_or(0),
            ended_at: self.ended_at.map(Timestamp),
            error: self.error,
            result: self.result.map(|result| stored(&result, "replay.result")).transpose()?,
        })
    }
}

#[async_trait]
impl Replays for Db {
    async fn past_cases(&self, since: Timestamp, limit: u64) -> Result<(Vec<PastCase>, bool), StoreError> {
        past_cases::read(&mut self.read().await?, since, limit).await
    }

    async fn kept_answer(&self, key: &str) -> Result<Option<String>, StoreError> {
        let mut conn = self.read().await?;
        let row: Option<(String,)> =
            on!(&mut conn, c => sqlx::query_as(sql_replay::KEPT_ANSWER).bind(key).fetch_optional(c).await)
                .map_err(away)?;
        Ok(row.map(|(answer,)| answer))
    }

    async fn keep_answer(&self, key: &str, answer: &str, now: Timestamp) -> Result<(), StoreError> {
        let (key, answer) = (key.to_owned(), answer.to_owned());
        self.changed(move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql_replay::KEEP_ANSWER).bind(key).bind(now.0).bind(answer)
                    .execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)
            })
        })
        .await
        .map(drop)
    }

    async fn begin_replay(&self, replay: &ReplayRow) -> Result<bool, StoreError> {
        let (id, at, by) = (replay.id.to_string(), replay.at.0, replay.by.clone());
        let tried = json(&replay.tried, "replay.tried")?;
        self.changed(move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql_replay::BEGIN_REPLAY).bind(id).bind(at).bind(by).bind(tried)
                    .execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)
            })
        })
        .await
    }

    async fn claim_replay(&self, now: Timestamp) -> Result<Option<ReplayRow>, StoreError> {
        let row: Option<Row> = self
            .write(Box::new(move |conn| {
                Box::pin(async move {
                    on!(conn, c => sqlx::query_as(sql_replay::CLAIM_REPLAY).bind(now.0).fetch_optional(c).await)
                        .map_err(away)
                })
            }))
            .await?;
        row.map(Row::replay).transpose()
    }

    async fn replay_goes_on(
        &self,
        id: ReplayId,
        done: u64,
        total: u64,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let (id, done, total) = (id.to_string(), count(done), count(total));
        self.changed(move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql_replay::REPLAY_GOES_ON).bind(id).bind(done).bind(total).bind(now.0)
                    .execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)
            })
        })
        .await
    }

    async fn end_replay(&self, id: ReplayId, end: &ReplayEnd, now: Timestamp) -> Result<bool, StoreError> {
        let (state, error, result) = match end {
            ReplayEnd::Done(result) => {
                (ReplayState::Done, None, Some(json(result.as_ref(), "replay.result")?))
            }
            ReplayEnd::Failed(why) => (ReplayState::Failed, Some(why.clone()), None),
        };
        let id = id.to_string();
        self.changed(move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql_replay::END_REPLAY)
                    .bind(id).bind(state.as_str()).bind(error).bind(result).bind(now.0)
                    .execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)
            })
        })
        .await
    }

    async fn break_off_replays(&self, silent_since: Timestamp, now: Timestamp) -> Result<u64, StoreError> {
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql_replay::BREAK_OFF_REPLAYS)
                    .bind(silent_since.0).bind(now.0).bind(BROKEN_OFF)
                    .execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)
            })
        }))
        .await
    }

    async fn replays(&self, limit: i64) -> Result<Vec<ReplayRow>, StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<Row> = on!(&mut conn, c => sqlx::query_as(sql_replay::REPLAYS)
            .bind(limit.clamp(1, 200)).fetch_all(c).await)
        .map_err(away)?;
        rows.into_iter().map(Row::replay).collect()
    }

    async fn replay_of(&self, id: ReplayId) -> Result<Option<ReplayRow>, StoreError> {
        let mut conn = self.read().await?;
        let row: Option<Row> = on!(&mut conn, c => sqlx::query_as(sql_replay::REPLAY_BY_ID)
            .bind(id.to_string()).fetch_optional(c).await)
        .map_err(away)?;
        row.map(Row::replay).transpose()
    }
}
