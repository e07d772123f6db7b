//! `/v1/knowledge/articles`: list, show, write, change and remove.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::body::{ArticleBody, NewArticleBody, Sent};
use super::shapes::List;
use crate::ports::{self, ArticleUse};
use crate::web::caller::Caller;
use crate::web::deeds::{self, USES_MS};
use crate::web::fields::Fields;
use crate::web::may;
use crate::web::problem::Problem;
use crate::web::state::App;

/// Versions named, the latest.
const VERSIONS_MAX: i64 = 50;

/// An article in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Article {
    slug: String,
    title: String,
    /// A file, a URL, or `written here`.
    source: String,
    /// What a change must name.
    hash: String,
    updated_at: String,
    /// Who wrote this version here; nobody when it stands as its source has it.
    by: Option<String>,
    /// What became of drafts that cite it, of the last 90 days.
    used: Used,
}

/// What became of drafts that cite an article.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct Used {
    /// Suggestions that cite it.
    suggested: u64,
    /// Of these, sent as they stood or edited.
    sent: u64,
    /// Of these, with a decision that says whether the draft was good.
    judged: u64,
    /// Of the judged, good.
    good: u64,
    /// Rejected because the source is out of date.
    outdated: u64,
    last_cited: Option<String>,
}

/// An article with its text and its versions.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WholeArticle {
    #[serde(flatten)]
    article: Article,
    /// Markdown.
    body: String,
    /// Newest first.
    versions: Vec<Version>,
}

/// A version of an article.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Version {
    number: u64,
    title: String,
    hash: String,
    at: String,
    by: Option<String>,
}

impl Article {
    fn of(article: &ports::Article, used: Option<&ArticleUse>) -> Self {
        Self {
            slug: article.slug.clone(),
            title: article.title.clone(),
            source: article.source.clone(),
            hash: article.hash.clone(),
            updated_at: article.updated_at.rfc3339(),
            by: article.by.clone(),
            used: used.map(Used::of).unwrap_or_default(),
        }
    }
}

impl Used {
    fn of(used: &ArticleUse) -> Self {
        Self {
            suggested: used.suggested,
            sent: used.sent,
            judged: used.judged,
            good: used.good,
            outdated: used.outdated,
            last_cited: used.last_cited.map(crate::domain::Timestamp::rfc3339),
        }
    }
}

/// All articles, by slug.
#[utoipa::path(get, path = "/v1/knowledge/articles", tag = "knowledge",
    responses((status = 200, body = List<Article>), (status = 401, body = Problem)))]
pub(super) async fn list(State(app): State<App>, _caller: Caller) -> Result<Json<List<Article>>, Problem> {
    let uses = app.articles.article_uses(app.clock.now().minus_ms(USES_MS)).await?;
    let uses: HashMap<&str, &ArticleUse> = uses.iter().map(|used| (used.slug.as_str(), used)).collect();
    let all = app.articles.articles().await?;
    let items = all.iter().map(|a| Article::of(a, uses.get(a.slug.as_str()).copied())).collect();
    Ok(Json(List { items, next_cursor: None }))
}

/// An article with its text and versions.
#[utoipa::path(get, path = "/v1/knowledge/articles/{slug}", tag = "knowledge", params(("slug" = String, Path)),
    responses((status = 200, body = WholeArticle), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn one(
    State(app): State<App>,
    _caller: Caller,
    Path(slug): Path<String>,
) -> Result<Json<WholeArticle>, Problem> {
    Ok(Json(whole(&app, &slug).await?))
}

/// Writes a new article.
#[utoipa::path(post, path = "/v1/knowledge/articles", tag = "knowledge", request_body = NewArticleBody,
    responses((status = 201, body = WholeArticle), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 409, body = Problem, description = "The slug is taken")))]
pub(super) async fn create(
    State(app): State<App>,
    sent: Sent<may::Knowledge>,
) -> Result<(StatusCode, Json<WholeArticle>), Problem> {
    let fields = Fields::from_json(&sent.body, &["slug", "title", "body"])?;
    let slug = fields.text("slug")?;
    let article = deeds::write(&app, slug, None, &fields, &sent.caller.by()).await?;
    Ok((StatusCode::CREATED, Json(whole(&app, &article.slug).await?)))
}

/// Changes an article; `hash` names the version that was looked at.
#[utoipa::path(put, path = "/v1/knowledge/articles/{slug}", tag = "knowledge", params(("slug" = String, Path)),
    request_body = ArticleBody,
    responses((status = 200, body = WholeArticle), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem, description = "Another version stands by now")))]
pub(super) async fn change(
    State(app): State<App>,
    Path(slug): Path<String>,
    sent: Sent<may::Knowledge>,
) -> Result<Json<WholeArticle>, Problem> {
    let fields = Fields::from_json(&sent.body, &["hash", "title", "body"])?;
    let known = fields.needed("hash")?;
    deeds::article(&app, &slug).await?;
    deeds::write(&app, Some(&slug), Some(known), &fields, &sent.caller.by()).await?;
    Ok(Json(whole(&app, &slug).await?))
}

/// Removes an article; it stays away until its source changes. `hash` names the version that was looked at.
#[utoipa::path(delete, path = "/v1/knowledge/articles/{slug}", tag = "knowledge",
    params(("slug" = String, Path), ("hash" = Option<String>, Query)),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem, description = "Another version stands by now")))]
pub(super) async fn remove(
    State(app): State<App>,
    caller: Caller<may::Knowledge>,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<StatusCode, Problem> {
    let fields = Fields::from_query(query.as_deref(), &["hash"])?;
    deeds::remove(&app, &slug, fields.text("hash")?, &caller.by()).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn whole(app: &App, slug: &str) -> Result<WholeArticle, Problem> {
    let article = deeds::article(app, slug).await?;
    let uses = app.articles.article_uses(app.clock.now().minus_ms(USES_MS)).await?;
    let versions = app.articles.article_versions(slug, VERSIONS_MAX).await?.into_iter().map(|v| Version {
        number: v.number,
        title: v.article.title,
        hash: v.article.hash,
        at: v.article.updated_at.rfc3339(),
        by: v.article.by,
    });
    Ok(WholeArticle {
        article: Article::of(&article, uses.iter().find(|used| used.slug == slug)),
        body: article.body,
        versions: versions.collect(),
    })
}
