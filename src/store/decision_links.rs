//! Links by which people decide without signing in. Only hashes of their tokens are kept.

use async_trait::async_trait;

use super::db::{Db, away, on};
use super::rows::parsed;
use super::sql_notices as sql;
use crate::domain::notice::DecisionLink;
use crate::domain::{SuggestionId, Timestamp};
use crate::ports::{DecisionLinks, StoreError};

#[derive(sqlx::FromRow)]
struct Row {
    token_hash: String,
    person: String,
    suggestion_id: String,
    revision: i64,
    draft_hash: String,
    created_at: i64,
    expires_at: i64,
    used_at: Option<i64>,
}

#[async_trait]
impl DecisionLinks for Db {
    async fn add_decision_links(&self, links: &[DecisionLink]) -> Result<(), StoreError> {
        if links.is_empty() {
            return Ok(());
        }
        let links = links.to_vec();
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                for link in links {
                    let revision = i64::try_from(link.revision).unwrap_or(i64::MAX);
                    on!(conn, c => sqlx::query(sql::ADD_DECISION_LINK)
                        .bind(link.token_hash).bind(link.person).bind(link.suggestion.to_string()).bind(revision)
                        .bind(link.draft_hash).bind(link.created_at.0).bind(link.expires_at.0)
                        .execute(c).await.map(drop))
                    .map_err(away)?;
                }
                Ok(())
            })
        }))
        .await
    }

    async fn decision_link(&self, token_hash: &str) -> Result<Option<DecisionLink>, StoreError> {
        let mut conn = self.read().await?;
        let row: Option<Row> =
            on!(&mut conn, c => sqlx::query_as(sql::DECISION_LINK).bind(token_hash).fetch_optional(c).await)
                .map_err(away)?;
        let link = |row: Row| {
            Ok(DecisionLink {
                token_hash: row.token_hash,
                person: row.person,
                suggestion: parsed(&row.suggestion_id, "decision_link.suggestion_id")?,
                revision: u64::try_from(row.revision).unwrap_or(0),
                draft_hash: row.draft_hash,
                created_at: Timestamp(row.created_at),
                expires_at: Timestamp(row.expires_at),
                used_at: row.used_at.map(Timestamp),
            })
        };
        row.map(link).transpose()
    }

    async fn use_decision_link(&self, token_hash: &str, now: Timestamp) -> Result<bool, StoreError> {
        let hash = token_hash.to_owned();
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                let used: Vec<(String,)> = on!(conn, c => sqlx::query_as(sql::USE_DECISION_LINKS)
                    .bind(&hash).bind(now.0).fetch_all(c).await)
                .map_err(away)?;
                Ok(used.iter().any(|(one,)| *one == hash))
            })
        }))
        .await
    }

    async fn give_back_decision_links(
        &self,
        person: &str,
        suggestion: SuggestionId,
        used_at: Timestamp,
    ) -> Result<(), StoreError> {
        let person = person.to_owned();
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql::GIVE_BACK_DECISION_LINKS)
                    .bind(person).bind(suggestion.to_string()).bind(used_at.0).execute(c).await.map(drop))
                .map_err(away)
            })
        }))
        .await
    }
}
