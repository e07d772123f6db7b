//! One article: read it, change it, see its versions; and a page for a new one.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::shell::{Shell, Sorry, page};
use crate::ports::{Article, WRITTEN_HERE};
use crate::web::deeds;
use crate::web::fields::Fields;
use crate::web::filters;
use crate::web::may;
use crate::web::moment::Moment;
use crate::web::problem::Problem;
use crate::web::session::{Member, Person, Posted};
use crate::web::state::App;

/// Versions shown, the latest.
const VERSIONS_MAX: i64 = 10;

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage {
    shell: Shell,
    /// None for a new one.
    slug: Option<String>,
    title: String,
    body: String,
    hash: String,
    source: String,
    /// Where it stands on the web, if it does.
    url: Option<String>,
    /// Changed here: it stays so until its source changes.
    edited: bool,
    versions: Vec<Version>,
    /// What was wrong with what was sent.
    wrong: Option<String>,
}

struct Version {
    number: u64,
    at: Moment,
    by: Option<String>,
    body: String,
}

/// `GET /knowledge/new`, with `?title=` from a question that found nothing.
pub(super) async fn new(
    State(app): State<App>,
    member: Member<may::Knowledge>,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    let fields = Fields::from_query(query.as_deref(), &["title"])?;
    let title = fields.text("title")?.unwrap_or_default().to_owned();
    Ok(page(StatusCode::OK, &blank(Shell::new(&app, &member, "knowledge"), title, String::new(), None)))
}

fn blank(shell: Shell, title: String, body: String, wrong: Option<String>) -> ArticlePage {
    ArticlePage {
        shell,
        slug: None,
        title,
        body,
        hash: String::new(),
        source: WRITTEN_HERE.to_owned(),
        url: None,
        edited: false,
        versions: Vec::new(),
        wrong,
    }
}

/// `GET /knowledge/articles/{slug}`
pub(super) async fn show(
    State(app): State<App>,
    member: Member,
    Path(slug): Path<String>,
) -> Result<Response, Sorry> {
    let article = deeds::article(&app, &slug).await?;
    Ok(page(StatusCode::OK, &filled(&app, &member, article, None).await?))
}

async fn filled(
    app: &App,
    person: &Person,
    article: Article,
    wrong: Option<String>,
) -> Result<ArticlePage, Sorry> {
    let now = app.clock.now();
    let versions =
        app.articles.article_versions(&article.slug, VERSIONS_MAX).await?.into_iter().map(|v| Version {
            number: v.number,
            at: Moment::of(v.article.updated_at, now),
            by: v.article.by,
            body: v.article.body,
        });
    Ok(ArticlePage {
        shell: Shell::new(app, person, "knowledge"),
        url: article.source.starts_with("http").then(|| article.source.clone()),
        edited: article.by.is_some() && article.source != WRITTEN_HERE,
        source: article.source,
        slug: Some(article.slug),
        title: article.title,
        body: article.body,
        hash: article.hash,
        versions: versions.collect(),
        wrong,
    })
}

/// `POST /knowledge/articles`: a new one.
pub(super) async fn create(
    State(app): State<App>,
    posted: Posted<may::Knowledge>,
) -> Result<Response, Sorry> {
    match deeds::write(&app, None, None, &posted.fields, &posted.person.by()).await {
        Ok(article) => Ok(to(&article.slug, "written")),
        Err(problem) if is_theirs(&problem) => {
            let text = |name: &str| {
                posted.fields.text(name).map(Option::unwrap_or_default).unwrap_or_default().to_owned()
            };
            let shell = Shell::new(&app, &posted.person, "knowledge");
            Ok(page(problem.status, &blank(shell, text("title"), text("body"), Some(problem.detail))))
        }
        Err(problem) => Err(problem.into()),
    }
}

/// `POST /knowledge/articles/{slug}`: a new version.
pub(super) async fn change(
    State(app): State<App>,
    Path(slug): Path<String>,
    posted: Posted<may::Knowledge>,
) -> Result<Response, Sorry> {
    let known = posted.fields.needed("hash")?;
    let standing = deeds::article(&app, &slug).await?;
    match deeds::write(&app, Some(&slug), Some(known), &posted.fields, &posted.person.by()).await {
        Ok(_) => Ok(to(&slug, "written")),
        Err(problem) if is_theirs(&problem) => {
            // What was written is shown again, on top of the version that stands now.
            let title = posted.fields.needed("title")?.to_owned();
            let body = posted.fields.needed("body")?.to_owned();
            let article = Article { title, body, ..standing };
            Ok(page(problem.status, &filled(&app, &posted.person, article, Some(problem.detail)).await?))
        }
        Err(problem) => Err(problem.into()),
    }
}

/// `POST /knowledge/articles/{slug}/remove`
pub(super) async fn remove(
    State(app): State<App>,
    Path(slug): Path<String>,
    posted: Posted<may::Knowledge>,
) -> Result<Response, Sorry> {
    deeds::remove(&app, &slug, Some(posted.fields.needed("hash")?), &posted.person.by()).await?;
    Ok(Redirect::to("/knowledge?did=removed").into_response())
}

fn is_theirs(problem: &Problem) -> bool {
    matches!(problem.status, StatusCode::BAD_REQUEST | StatusCode::CONFLICT)
}

fn to(slug: &str, did: &str) -> Response {
    let slug: String = url::form_urlencoded::byte_serialize(slug.as_bytes()).collect();
    Redirect::to(&format!("/knowledge?did={did}#{slug}")).into_response()
}
