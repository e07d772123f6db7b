//! Who changed what: notes are added and read, never changed.

use async_trait::async_trait;
use futures_util::future::BoxFuture;

use super::db::{Conn, Db, away, on};
use super::rows::{json, stored};
use super::sql_accounts;
use crate::domain::Timestamp;
use crate::ports::{Audit, AuditFilter, Note, Noted, Page, StoreError};

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    at: i64,
    by_whom: String,
    what: String,
    subject: String,
    detail: String,
    reason: Option<String>,
}

impl Row {
    fn noted(self) -> Result<Noted, StoreError> {
        let note = Note {
            at: Timestamp(self.at),
            by: self.by_whom,
            what: self.what,
            subject: self.subject,
            detail: stored(&self.detail, "audit.detail")?,
            reason: self.reason,
        };
        Ok(Noted { id: self.id, note })
    }
}

/// Adds a note to the transaction at hand.
pub(super) async fn keep(conn: &mut Conn, note: &Note) -> Result<(), StoreError> {
    let detail = json(&note.detail, "audit.detail")?;
    on!(conn, c => sqlx::query(sql_accounts::ADD_NOTE)
        .bind(note.at.0).bind(&note.by).bind(&note.what).bind(&note.subject).bind(&detail).bind(&note.reason)
        .execute(c).await.map(drop))
    .map_err(away)
}

impl Db {
    /// Runs a change, and keeps the note in the same transaction when the change touched a row.
    pub(super) async fn noted<F>(&self, note: &Note, change: F) -> Result<bool, StoreError>
    where
        F: for<'c> FnOnce(&'c mut Conn) -> BoxFuture<'c, Result<u64, StoreError>> + Send + 'static,
    {
        let note = note.clone();
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                let touched = change(conn).await? > 0;
                if touched {
                    keep(conn, &note).await?;
                }
                Ok(touched)
            })
        }))
        .await
    }

    /// Runs a change: whether it touched a row.
    pub(super) async fn changed<F>(&self, change: F) -> Result<bool, StoreError>
    where
        F: for<'c> FnOnce(&'c mut Conn) -> BoxFuture<'c, Result<u64, StoreError>> + Send + 'static,
    {
        self.write(Box::new(move |conn| Box::pin(async move { Ok(change(conn).await? > 0) }))).await
    }
}

#[async_trait]
impl Audit for Db {
    async fn note(&self, note: &Note) -> Result<(), StoreError> {
        let note = note.clone();
        self.write(Box::new(move |conn| Box::pin(async move { keep(conn, &note).await }))).await
    }

    async fn entries(&self, filter: &AuditFilter) -> Result<Page<Noted>, StoreError> {
        let before = filter.cursor.as_deref().and_then(|text| text.parse().ok()).unwrap_or(i64::MAX);
        let (by, what) = (filter.by.clone().unwrap_or_default(), filter.what.clone().unwrap_or_default());
        let limit = filter.limit.clamp(1, 100);
        let mut conn = self.read().await?;
        let rows: Vec<Row> = on!(&mut conn, c => sqlx::query_as(sql_accounts::NOTES)
            .bind(before).bind(by).bind(what).bind(limit + 1).fetch_all(c).await)
        .map_err(away)?;
        let mut items = rows.into_iter().map(Row::noted).collect::<Result<Vec<_>, _>>()?;
        let is_more = items.len() > usize::try_from(limit).unwrap_or(usize::MAX);
        if is_more {
            items.pop();
        }
        let next_cursor = items.last().filter(|_| is_more).map(|noted| noted.id.to_string());
        Ok(Page { items, next_cursor })
    }
}
