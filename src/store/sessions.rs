//! Signed-in browsers, sign-ins that are half done, and how often somebody tried.

use async_trait::async_trait;

use super::accounts::touched;
use super::db::{Db, away, either, on};
use super::{audit, sql_accounts};
use crate::domain::Timestamp;
use crate::ports::{Began, HalfSession, Note, Session, Sessions, StoreError};

/// Tries are forgotten after this time, ms; no window is longer.
const TRIES_KEPT_MS: i64 = 3_600_000;

#[derive(sqlx::FromRow)]
struct Row {
    token_hash: String,
    user_id: String,
    csrf: String,
    created_at: i64,
    expires_at: i64,
    last_used_at: i64,
    browser: String,
    began_by: String,
}

impl From<Row> for Session {
    fn from(r: Row) -> Self {
        Self {
            token_hash: r.token_hash,
            user_id: r.user_id,
            csrf: r.csrf,
            created_at: Timestamp(r.created_at),
            expires_at: Timestamp(r.expires_at),
            last_used_at: Timestamp(r.last_used_at),
            browser: r.browser,
            began: Began::parse(&r.began_by),
        }
    }
}

#[async_trait]
impl Sessions for Db {
    async fn add_session(&self, session: &Session) -> Result<(), StoreError> {
        let s = session.clone();
        self.changed(move |conn| {
            Box::pin(async move {
                let now = s.created_at.0;
                touched!(conn, sql_accounts::SWEEP_SESSIONS, now)?;
                touched!(conn, sql_accounts::SWEEP_HALVES, now)?;
                touched!(conn, sql_accounts::SIGNED_IN, &s.user_id, now)?;
                touched!(
                    conn,
                    sql_accounts::ADD_SESSION,
                    s.token_hash,
                    s.user_id,
                    s.csrf,
                    now,
                    s.expires_at.0,
                    s.last_used_at.0,
                    s.browser,
                    s.began.as_str()
                )
            })
        })
        .await
        .map(drop)
    }

    async fn session(
        &self,
        token_hash: &str,
        now: Timestamp,
        idle_since: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        let mut conn = self.read().await?;
        let row: Option<Row> = on!(&mut conn, c => sqlx::query_as(sql_accounts::SESSION)
            .bind(token_hash).bind(now.0).bind(idle_since.0).fetch_optional(c).await)
        .map_err(away)?;
        Ok(row.map(Session::from))
    }

    async fn sessions(
        &self,
        user_id: &str,
        now: Timestamp,
        idle_since: Timestamp,
    ) -> Result<Vec<Session>, StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<Row> = on!(&mut conn, c => sqlx::query_as(sql_accounts::SESSIONS_OF)
            .bind(user_id).bind(now.0).bind(idle_since.0).fetch_all(c).await)
        .map_err(away)?;
        Ok(rows.into_iter().map(Session::from).collect())
    }

    async fn touch_session(&self, token_hash: &str, now: Timestamp) -> Result<(), StoreError> {
        let hash = token_hash.to_owned();
        self.changed(move |conn| {
            Box::pin(async move { touched!(conn, sql_accounts::TOUCH_SESSION, hash, now.0) })
        })
        .await
        .map(drop)
    }

    async fn end_session(&self, token_hash: &str) -> Result<(), StoreError> {
        let hash = token_hash.to_owned();
        self.changed(move |conn| Box::pin(async move { touched!(conn, sql_accounts::END_SESSION, hash) }))
            .await
            .map(drop)
    }

    async fn end_own_session(&self, user_id: &str, token_hash: &str) -> Result<bool, StoreError> {
        let (id, hash) = (user_id.to_owned(), token_hash.to_owned());
        self.changed(move |conn| {
            Box::pin(async move { touched!(conn, sql_accounts::END_OWN_SESSION, id, hash) })
        })
        .await
    }

    async fn end_sessions(&self, user_id: &str, keep: Option<&str>, note: &Note) -> Result<u64, StoreError> {
        let (id, keep) = (user_id.to_owned(), keep.unwrap_or_default().to_owned());
        let note = note.clone();
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                touched!(conn, sql_accounts::END_HALVES_OF, &id)?;
                let ended = touched!(conn, sql_accounts::END_SESSIONS_OF, id, keep)?;
                audit::keep(conn, &note.with("sessions", ended)).await?;
                Ok(ended)
            })
        }))
        .await
    }

    async fn add_half(&self, half: &HalfSession) -> Result<(), StoreError> {
        let h = half.clone();
        self.changed(move |conn| {
            Box::pin(async move {
                touched!(
                    conn,
                    sql_accounts::ADD_HALF,
                    h.token_hash,
                    h.user_id,
                    h.began.as_str(),
                    h.expires_at.0
                )
            })
        })
        .await
        .map(drop)
    }

    async fn half(&self, token_hash: &str, now: Timestamp) -> Result<Option<HalfSession>, StoreError> {
        let mut conn = self.read().await?;
        let row: Option<(String, String, String, i64)> =
            on!(&mut conn, c => sqlx::query_as(sql_accounts::HALF)
            .bind(token_hash).bind(now.0).fetch_optional(c).await)
            .map_err(away)?;
        Ok(row.map(|(token_hash, user_id, began, expires)| HalfSession {
            token_hash,
            user_id,
            began: Began::parse(&began),
            expires_at: Timestamp(expires),
        }))
    }

    async fn end_half(&self, token_hash: &str) -> Result<(), StoreError> {
        let hash = token_hash.to_owned();
        self.changed(move |conn| Box::pin(async move { touched!(conn, sql_accounts::END_HALF, hash) }))
            .await
            .map(drop)
    }

    async fn count_try(&self, key: &str, now: Timestamp, window_began: Timestamp) -> Result<i64, StoreError> {
        let key = key.to_owned();
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                // The own row first: only it may be waited for, so two who try at once never wait for each other.
                let (tries,): (i64,) = on!(conn, c => sqlx::query_as(sql_accounts::COUNT_TRY)
                    .bind(&key).bind(now.0).bind(window_began.0).fetch_one(c).await)
                .map_err(away)?;
                let sweep =
                    either!(conn, sql_accounts::SWEEP_TRIES_SQLITE, sql_accounts::SWEEP_TRIES_POSTGRES);
                touched!(conn, sweep, now.minus_ms(TRIES_KEPT_MS).0, key)?;
                Ok(tries)
            })
        }))
        .await
    }

    async fn forgive(&self, key: &str) -> Result<(), StoreError> {
        let key = key.to_owned();
        self.changed(move |conn| Box::pin(async move { touched!(conn, sql_accounts::FORGIVE, key) }))
            .await
            .map(drop)
    }

    async fn forgive_one(&self, key: &str) -> Result<(), StoreError> {
        let key = key.to_owned();
        self.changed(move |conn| Box::pin(async move { touched!(conn, sql_accounts::FORGIVE_ONE, key) }))
            .await
            .map(drop)
    }
}
