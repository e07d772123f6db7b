//! Judged drafts, and what was learned from them.

use async_trait::async_trait;

use super::db::{Db, away, on};
use super::rows::{json, stored};
use super::sql_trust;
use crate::domain::{Draft, Judged, Timestamp, Weights};
use crate::ports::{Asked, Judgements, StoreError};

impl Db {
    async fn judged(&self, statement: &'static str, limit: usize) -> Result<Vec<Judged>, StoreError> {
        let mut conn = self.read().await?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows: Vec<(String, bool)> =
            on!(&mut conn, c => sqlx::query_as(statement).bind(limit).fetch_all(c).await).map_err(away)?;
        rows.into_iter()
            .map(|(draft, bad)| {
                let draft: Draft = stored(&draft, "suggestion.draft")?;
                Ok(Judged { signals: draft.weighed, confidence: draft.confidence, good: !bad })
            })
            .collect()
    }
}

#[async_trait]
impl Judgements for Db {
    async fn judged_count(&self, most: usize) -> Result<usize, StoreError> {
        let mut conn = self.read().await?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let (count,): (i64,) =
            on!(&mut conn, c => sqlx::query_as(sql_trust::JUDGED_COUNT).bind(most).fetch_one(c).await)
                .map_err(away)?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    async fn first_judged(&self, limit: usize) -> Result<Vec<Judged>, StoreError> {
        self.judged(sql_trust::FIRST_JUDGED, limit).await
    }

    async fn latest_judged(&self, limit: usize) -> Result<Vec<Judged>, StoreError> {
        self.judged(sql_trust::LATEST_JUDGED, limit).await
    }

    async fn asked(&self, limit: usize) -> Result<Vec<Asked>, StoreError> {
        let mut conn = self.read().await?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows: Vec<(String, String, Option<bool>)> =
            on!(&mut conn, c => sqlx::query_as(sql_trust::ASKED).bind(limit).fetch_all(c).await)
                .map_err(away)?;
        Ok(rows
            .into_iter()
            .map(|(id, question, bad)| Asked { id, question, good: bad.map(|bad| !bad) })
            .collect())
    }

    async fn weights(&self) -> Result<Option<Weights>, StoreError> {
        let mut conn = self.read().await?;
        let row: Option<(String,)> =
            on!(&mut conn, c => sqlx::query_as(sql_trust::WEIGHTS).fetch_optional(c).await).map_err(away)?;
        row.map(|(weights,)| stored(&weights, "score_model.weights")).transpose()
    }

    async fn put_weights(&self, weights: &Weights, now: Timestamp) -> Result<(), StoreError> {
        let labels = i64::try_from(weights.labels).unwrap_or(i64::MAX);
        let weights = json(weights, "score_model.weights")?;
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql_trust::PUT_WEIGHTS)
                    .bind(labels).bind(now.0).bind(weights).execute(c).await.map(drop))
                .map_err(away)
            })
        }))
        .await
    }
}
