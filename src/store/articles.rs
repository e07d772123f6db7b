//! The owner's articles and their versions.

use async_trait::async_trait;

use super::db::{Conn, Db, away, on};
use super::sql_articles;
use crate::domain::Timestamp;
use crate::ports::{Article, ArticleUse, ArticleVersion, Articles, StoreError};

#[derive(sqlx::FromRow)]
struct Row {
    slug: String,
    title: String,
    source: String,
    body: String,
    hash: String,
    updated_at: i64,
    by_whom: Option<String>,
}

#[derive(sqlx::FromRow)]
struct VersionRow {
    slug: String,
    number: i64,
    title: String,
    source: String,
    body: String,
    hash: String,
    at: i64,
    by_whom: Option<String>,
}

#[derive(sqlx::FromRow)]
struct UseRow {
    slug: String,
    suggested: i64,
    sent: i64,
    judged: i64,
    good: i64,
    outdated: i64,
    last_cited: i64,
}

impl Row {
    fn article(self) -> Article {
        Article {
            slug: self.slug,
            title: self.title,
            source: self.source,
            body: self.body,
            hash: self.hash,
            updated_at: Timestamp(self.updated_at),
            by: self.by_whom,
        }
    }
}

impl VersionRow {
    fn version(self) -> ArticleVersion {
        let row = Row {
            slug: self.slug,
            title: self.title,
            source: self.source,
            body: self.body,
            hash: self.hash,
            updated_at: self.at,
            by_whom: self.by_whom,
        };
        ArticleVersion { number: count(self.number), article: row.article() }
    }
}

#[async_trait]
impl Articles for Db {
    async fn articles(&self) -> Result<Vec<Article>, StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<Row> =
            on!(&mut conn, c => sqlx::query_as(sql_articles::ARTICLES).fetch_all(c).await).map_err(away)?;
        Ok(rows.into_iter().map(Row::article).collect())
    }

    async fn article_sources(&self) -> Result<Vec<(String, String)>, StoreError> {
        let mut conn = self.read().await?;
        on!(&mut conn, c => sqlx::query_as(sql_articles::ARTICLE_SOURCES).fetch_all(c).await).map_err(away)
    }

    async fn article(&self, slug: &str) -> Result<Option<Article>, StoreError> {
        let mut conn = self.read().await?;
        let row: Option<Row> =
            on!(&mut conn, c => sqlx::query_as(sql_articles::ARTICLE).bind(slug).fetch_optional(c).await)
                .map_err(away)?;
        Ok(row.map(Row::article))
    }

    async fn put_article(&self, article: &Article) -> Result<bool, StoreError> {
        let a = article.clone();
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                let rows = on!(conn, c => sqlx::query(sql_articles::PUT_ARTICLE)
                    .bind(&a.slug).bind(&a.title).bind(&a.source).bind(&a.body).bind(&a.hash).bind(a.updated_at.0)
                    .execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)?;
                keep_version(conn, rows, &a).await
            })
        }))
        .await
    }

    async fn write_article(&self, article: &Article, known: Option<&str>) -> Result<bool, StoreError> {
        let (a, known) = (article.clone(), known.map(str::to_owned));
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                let rows = match &known {
                    None => on!(conn, c => sqlx::query(sql_articles::NEW_ARTICLE)
                        .bind(&a.slug).bind(&a.title).bind(&a.source).bind(&a.body).bind(&a.hash)
                        .bind(a.updated_at.0).bind(&a.by)
                        .execute(c).await.map(|done| done.rows_affected())),
                    Some(known) => on!(conn, c => sqlx::query(sql_articles::EDIT_ARTICLE)
                        .bind(&a.slug).bind(&a.title).bind(&a.body).bind(&a.hash).bind(a.updated_at.0)
                        .bind(&a.by).bind(known)
                        .execute(c).await.map(|done| done.rows_affected())),
                }
                .map_err(away)?;
                keep_version(conn, rows, &a).await
            })
        }))
        .await
    }

    async fn forget_article(&self, slug: &str) -> Result<bool, StoreError> {
        let slug = slug.to_owned();
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                let rows = on!(conn, c => sqlx::query(sql_articles::FORGET_ARTICLE).bind(slug)
                    .execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)?;
                Ok(rows == 1)
            })
        }))
        .await
    }

    async fn remove_article(
        &self,
        slug: &str,
        known: Option<&str>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (slug, known) = (slug.to_owned(), known.unwrap_or_default().to_owned());
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                let rows = on!(conn, c => sqlx::query(sql_articles::REMOVE_ARTICLE).bind(slug).bind(now.0).bind(known)
                    .execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)?;
                Ok(rows == 1)
            })
        }))
        .await
    }

    async fn article_versions(&self, slug: &str, limit: i64) -> Result<Vec<ArticleVersion>, StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<VersionRow> =
            on!(&mut conn, c => sqlx::query_as(sql_articles::ARTICLE_VERSIONS).bind(slug).bind(limit).fetch_all(c).await)
                .map_err(away)?;
        Ok(rows.into_iter().map(VersionRow::version).collect())
    }

    async fn article_uses(&self, since: Timestamp) -> Result<Vec<ArticleUse>, StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<UseRow> =
            on!(&mut conn, c => sqlx::query_as(sql_articles::ARTICLE_USES).bind(since.0).fetch_all(c).await)
                .map_err(away)?;
        let used = |row: UseRow| ArticleUse {
            slug: row.slug,
            suggested: count(row.suggested),
            sent: count(row.sent),
            judged: count(row.judged),
            good: count(row.good),
            outdated: count(row.outdated),
            last_cited: Some(Timestamp(row.last_cited)),
        };
        Ok(rows.into_iter().map(used).collect())
    }

    async fn articles_version(&self) -> Result<String, StoreError> {
        let mut conn = self.read().await?;
        let row: (i64, i64, String, String, i64, i64) =
            on!(&mut conn, c => sqlx::query_as(sql_articles::ARTICLES_VERSION).fetch_one(c).await)
                .map_err(away)?;
        Ok(format!("{}-{}-{}-{}-{}-{}", row.0, row.1, row.2, row.3, row.4, row.5))
    }
}

/// Nothing was written: there is no new version.
async fn keep_version(conn: &mut Conn, rows: u64, a: &Article) -> Result<bool, StoreError> {
    if rows != 1 {
        return Ok(false);
    }
    on!(conn, c => sqlx::query(sql_articles::ADD_ARTICLE_VERSION)
        .bind(&a.slug).bind(&a.title).bind(&a.source).bind(&a.body).bind(&a.hash).bind(a.updated_at.0).bind(&a.by)
        .execute(c).await.map(drop))
    .map_err(away)?;
    Ok(true)
}

fn count(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}
