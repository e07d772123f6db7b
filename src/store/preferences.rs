//! What owners chose on a page, every version of it.

use async_trait::async_trait;

use super::db::{Db, away, on};
use super::rows::{json, stored};
use super::sql_preferences;
use crate::domain::{Preferences, Timestamp};
use crate::ports::{Chooser, Chosen, Note, StoreError};

#[async_trait]
impl Chooser for Db {
    async fn chosen(&self) -> Result<Option<Chosen>, StoreError> {
        let mut conn = self.read().await?;
        let row: Option<(i64, String, i64, String)> =
            on!(&mut conn, c => sqlx::query_as(sql_preferences::CHOSEN).fetch_optional(c).await)
                .map_err(away)?;
        let Some((version, chosen, at, by)) = row else { return Ok(None) };
        let preferences = stored(&chosen, "preferences.chosen")?;
        Ok(Some(Chosen { version, preferences, at: Timestamp(at), by }))
    }

    async fn choose(&self, before: i64, preferences: &Preferences, note: &Note) -> Result<bool, StoreError> {
        let chosen = json(preferences, "preferences.chosen")?;
        let (version, at, by) = (before.saturating_add(1), note.at.0, note.by.clone());
        self.noted(note, move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql_preferences::CHOOSE)
                    .bind(version).bind(chosen).bind(at).bind(by)
                    .execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)
            })
        })
        .await
    }
}
