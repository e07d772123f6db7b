//! The owner's own rules, version by version.

use std::path::Path;

use async_trait::async_trait;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, PgConnection, SqliteConnection};

use super::db::{Conn, Db, away, on};
use super::open::{OpenError, Settings};
use super::sql_own_rules;
use crate::domain::Timestamp;
use crate::ports::{Note, OwnRulebook, OwnRules, StoreError};

#[derive(sqlx::FromRow)]
struct Row {
    number: i64,
    body: String,
    may_soften: bool,
    reason: String,
    by_whom: String,
    at: i64,
}

impl Row {
    fn rules(self) -> OwnRules {
        OwnRules {
            number: self.number,
            text: self.body,
            may_soften: self.may_soften,
            reason: self.reason,
            by: self.by_whom,
            at: Timestamp(self.at),
        }
    }
}

#[async_trait]
impl OwnRulebook for Db {
    async fn own_rules(&self) -> Result<Option<OwnRules>, StoreError> {
        Ok(versions(&mut self.read().await?, 1).await?.into_iter().next())
    }

    async fn own_rules_version(&self, number: i64) -> Result<Option<OwnRules>, StoreError> {
        let mut conn = self.read().await?;
        let row: Option<Row> = on!(&mut conn, c => sqlx::query_as(sql_own_rules::OWN_RULES_VERSION)
            .bind(number).fetch_optional(c).await)
        .map_err(away)?;
        Ok(row.map(Row::rules))
    }

    async fn own_rules_versions(&self, limit: i64) -> Result<Vec<OwnRules>, StoreError> {
        versions(&mut self.read().await?, limit.clamp(1, 200)).await
    }

    async fn add_own_rules(&self, rules: &OwnRules, note: &Note) -> Result<bool, StoreError> {
        let rules = rules.clone();
        self.noted(note, move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql_own_rules::ADD_OWN_RULES)
                    .bind(rules.number).bind(rules.text).bind(rules.may_soften).bind(rules.reason).bind(rules.by)
                    .bind(rules.at.0).execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)
            })
        })
        .await
    }
}

async fn versions(conn: &mut Conn, limit: i64) -> Result<Vec<OwnRules>, StoreError> {
    let rows: Vec<Row> =
        on!(conn, c => sqlx::query_as(sql_own_rules::OWN_RULES).bind(limit).fetch_all(c).await)
            .map_err(away)?;
    Ok(rows.into_iter().map(Row::rules).collect())
}

impl Db {
    /// Looks at the own rules of a store without changing anything in it; none where there is no store or no such table.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub async fn peek_own_rules(settings: &Settings) -> Result<Option<OwnRules>, OpenError> {
        let found: Result<Option<Row>, sqlx::Error> = if let Some(path) = settings.url.strip_prefix("sqlite:")
        {
            let path = Path::new(path.strip_prefix("//").unwrap_or(path));
            if !path.exists() {
                return Ok(None);
            }
            let options = SqliteConnectOptions::new().filename(path).read_only(true);
            let mut conn = SqliteConnection::connect_with(&options).await?;
            sqlx::query_as(sql_own_rules::OWN_RULES).bind(1_i64).fetch_optional(&mut conn).await
        } else {
            let mut conn = PgConnection::connect(&settings.url).await?;
            sqlx::query_as(sql_own_rules::OWN_RULES).bind(1_i64).fetch_optional(&mut conn).await
        };
        match found {
            Ok(row) => Ok(row.map(Row::rules)),
            // The table is not there yet: the next start makes it.
            Err(sqlx::Error::Database(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
