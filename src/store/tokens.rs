//! Keys for the API: their hashes, what they are for, what they may do.

use async_trait::async_trait;

use super::accounts::{lock_owners, touched};
use super::db::{Db, away, on};
use super::names::Names;
use super::rows::inconsistent;
use super::sql_accounts;
use crate::domain::Timestamp;
use crate::ports::{ApiToken, Note, Scopes, StoreError, Tokens};

#[derive(sqlx::FromRow)]
struct Row {
    token_hash: String,
    name: String,
    scopes: String,
    created_at: i64,
    made_by: String,
    last_used_at: Option<i64>,
}

impl Row {
    fn token(self) -> Result<ApiToken, StoreError> {
        let scopes = Scopes::parse(&self.scopes).ok_or_else(|| {
            inconsistent("api_token.scopes", &format_args!("`{}` are no scopes", self.scopes))
        })?;
        Ok(ApiToken {
            token_hash: self.token_hash,
            name: self.name,
            scopes,
            created_at: Timestamp(self.created_at),
            made_by: self.made_by,
            last_used_at: self.last_used_at.map(Timestamp),
        })
    }
}

#[async_trait]
impl Tokens for Db {
    async fn add_token(&self, token: &ApiToken, note: &Note) -> Result<bool, StoreError> {
        let t = token.clone();
        self.noted(note, move |conn| {
            Box::pin(async move {
                lock_owners(conn).await?;
                if Names::lock(conn).await?.has(&t.name, "") {
                    return Ok(0);
                }
                let scopes = t.scopes.words().join(" ");
                touched!(
                    conn,
                    sql_accounts::ADD_TOKEN,
                    t.token_hash,
                    t.name,
                    scopes,
                    t.created_at.0,
                    t.made_by
                )
            })
        })
        .await
    }

    async fn token(&self, token_hash: &str) -> Result<Option<ApiToken>, StoreError> {
        let mut conn = self.read().await?;
        let row: Option<Row> = on!(&mut conn, c => sqlx::query_as(sql_accounts::TOKEN)
            .bind(token_hash).fetch_optional(c).await)
        .map_err(away)?;
        row.map(Row::token).transpose()
    }

    async fn tokens(&self) -> Result<Vec<ApiToken>, StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<Row> =
            on!(&mut conn, c => sqlx::query_as(sql_accounts::TOKENS).fetch_all(c).await).map_err(away)?;
        rows.into_iter().map(Row::token).collect()
    }

    async fn touch_token(&self, token_hash: &str, now: Timestamp) -> Result<(), StoreError> {
        let hash = token_hash.to_owned();
        self.changed(move |conn| {
            Box::pin(async move { touched!(conn, sql_accounts::TOUCH_TOKEN, hash, now.0) })
        })
        .await
        .map(drop)
    }

    async fn revoke_token(&self, token_hash: &str, note: &Note) -> Result<bool, StoreError> {
        let hash = token_hash.to_owned();
        self.noted(note, move |conn| {
            Box::pin(async move { touched!(conn, sql_accounts::REVOKE_TOKEN, hash) })
        })
        .await
    }
}
