//! The owner's articles.

use async_trait::async_trait;

use super::db::{Db, away, on};
use super::sql_desk;
use crate::domain::Timestamp;
use crate::ports::{Article, Articles, StoreError};

#[derive(sqlx::FromRow)]
struct Row {
    slug: String,
    title: String,
    source: String,
    body: String,
    hash: String,
    updated_at: i64,
}

#[async_trait]
impl Articles for Db {
    async fn articles(&self) -> Result<Vec<Article>, StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<Row> =
            on!(&mut conn, c => sqlx::query_as(sql_desk::ARTICLES).fetch_all(c).await).map_err(away)?;
        Ok(rows
            .into_iter()
            .map(|r| Article {
                slug: r.slug,
                title: r.title,
                source: r.source,
                body: r.body,
                hash: r.hash,
                updated_at: Timestamp(r.updated_at),
            })
            .collect())
    }

    async fn put_article(&self, article: &Article) -> Result<bool, StoreError> {
        let a = article.clone();
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                let rows = on!(conn, c => sqlx::query(sql_desk::PUT_ARTICLE)
                    .bind(a.slug).bind(a.title).bind(a.source).bind(a.body).bind(a.hash).bind(a.updated_at.0)
                    .execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)?;
                Ok(rows == 1)
            })
        }))
        .await
    }

    async fn remove_article(&self, slug: &str) -> Result<bool, StoreError> {
        let slug = slug.to_owned();
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                let rows = on!(conn, c => sqlx::query(sql_desk::REMOVE_ARTICLE).bind(slug)
                    .execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)?;
                Ok(rows == 1)
            })
        }))
        .await
    }

    async fn articles_version(&self) -> Result<String, StoreError> {
        let mut conn = self.read().await?;
        let row: (i64, i64, String, String) =
            on!(&mut conn, c => sqlx::query_as(sql_desk::ARTICLES_VERSION).fetch_one(c).await)
                .map_err(away)?;
        Ok(format!("{}-{}-{}-{}", row.0, row.1, row.2, row.3))
    }
}
