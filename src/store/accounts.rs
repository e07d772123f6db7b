//! Users, sessions, sign-in links and API tokens. Only hashes of secrets are kept.

use async_trait::async_trait;

use super::db::{Db, away, on};
use super::sql_desk;
use crate::domain::Timestamp;
use crate::ports::{Accounts, ApiToken, Session, StoreError, User};

#[derive(sqlx::FromRow)]
struct UserRow {
    id: String,
    email: String,
    name: String,
    role: String,
    password_hash: String,
    created_at: i64,
}

impl From<UserRow> for User {
    fn from(r: UserRow) -> Self {
        Self {
            id: r.id,
            email: r.email,
            name: r.name,
            role: r.role,
            password_hash: r.password_hash,
            created_at: Timestamp(r.created_at),
        }
    }
}

/// Runs one writing statement and answers with the number of rows it touched.
macro_rules! write_one {
    ($db:expr, $sql:expr, $($bind:expr),+) => {{
        $db.write(Box::new(move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query($sql)$(.bind($bind))+.execute(c).await.map(|done| done.rows_affected()))
                    .map_err(away)
            })
        }))
        .await
    }};
}

#[async_trait]
impl Accounts for Db {
    async fn users(&self) -> Result<Vec<User>, StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<UserRow> =
            on!(&mut conn, c => sqlx::query_as(sql_desk::USERS).fetch_all(c).await).map_err(away)?;
        Ok(rows.into_iter().map(User::from).collect())
    }

    async fn user_by_email(&self, email: &str) -> Result<Option<User>, StoreError> {
        let mut conn = self.read().await?;
        let row: Option<UserRow> =
            on!(&mut conn, c => sqlx::query_as(sql_desk::USER_BY_EMAIL).bind(email).fetch_optional(c).await)
                .map_err(away)?;
        Ok(row.map(User::from))
    }

    async fn user(&self, id: &str) -> Result<Option<User>, StoreError> {
        let mut conn = self.read().await?;
        let row: Option<UserRow> =
            on!(&mut conn, c => sqlx::query_as(sql_desk::USER).bind(id).fetch_optional(c).await)
                .map_err(away)?;
        Ok(row.map(User::from))
    }

    async fn add_user(&self, user: &User) -> Result<bool, StoreError> {
        let u = user.clone();
        let rows = write_one!(
            self,
            sql_desk::ADD_USER,
            u.id,
            u.email,
            u.name,
            u.role,
            u.password_hash,
            u.created_at.0
        )?;
        Ok(rows == 1)
    }

    async fn set_password(&self, user_id: &str, password_hash: &str) -> Result<bool, StoreError> {
        let (id, hash) = (user_id.to_owned(), password_hash.to_owned());
        let known = write_one!(self, sql_desk::SET_PASSWORD, id, hash)? == 1;
        // Whoever was signed in under the old one is no longer.
        let id = user_id.to_owned();
        write_one!(self, sql_desk::END_SESSIONS_OF, id)?;
        Ok(known)
    }

    async fn add_session(&self, session: &Session) -> Result<(), StoreError> {
        let s = session.clone();
        write_one!(
            self,
            sql_desk::ADD_SESSION,
            s.token_hash,
            s.user_id,
            s.csrf,
            s.created_at.0,
            s.expires_at.0
        )?;
        Ok(())
    }

    async fn session(&self, token_hash: &str, now: Timestamp) -> Result<Option<Session>, StoreError> {
        let mut conn = self.read().await?;
        let row: Option<(String, String, String, i64, i64)> =
            on!(&mut conn, c => sqlx::query_as(sql_desk::SESSION).bind(token_hash).bind(now.0).fetch_optional(c).await)
                .map_err(away)?;
        Ok(row.map(|(token_hash, user_id, csrf, created, expires)| Session {
            token_hash,
            user_id,
            csrf,
            created_at: Timestamp(created),
            expires_at: Timestamp(expires),
        }))
    }

    async fn end_session(&self, token_hash: &str) -> Result<(), StoreError> {
        let hash = token_hash.to_owned();
        write_one!(self, sql_desk::END_SESSION, hash)?;
        Ok(())
    }

    async fn add_token(&self, token: &ApiToken) -> Result<(), StoreError> {
        let t = token.clone();
        write_one!(self, sql_desk::ADD_TOKEN, t.token_hash, t.name, t.created_at.0)?;
        Ok(())
    }

    async fn token(&self, token_hash: &str) -> Result<Option<ApiToken>, StoreError> {
        let mut conn = self.read().await?;
        let row: Option<(String, String, i64)> =
            on!(&mut conn, c => sqlx::query_as(sql_desk::TOKEN).bind(token_hash).fetch_optional(c).await)
                .map_err(away)?;
        Ok(row.map(|(token_hash, name, at)| ApiToken { token_hash, name, created_at: Timestamp(at) }))
    }

    async fn add_link(
        &self,
        token_hash: &str,
        user_id: &str,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let (hash, user) = (token_hash.to_owned(), user_id.to_owned());
        write_one!(self, sql_desk::ADD_LINK, hash, user, expires_at.0)?;
        Ok(())
    }

    async fn use_link(&self, token_hash: &str, now: Timestamp) -> Result<Option<String>, StoreError> {
        let hash = token_hash.to_owned();
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                let row: Option<(String,)> = on!(conn, c => sqlx::query_as(sql_desk::USE_LINK)
                    .bind(hash).bind(now.0).fetch_optional(c).await)
                .map_err(away)?;
                Ok(row.map(|(id,)| id))
            })
        }))
        .await
    }
}
