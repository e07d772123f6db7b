//! The owner's articles, and a search box that shows what a drafter would be given.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::shell::{Shell, Sorry, page};
use crate::domain::{Passage, Timestamp};
use crate::ports::{Article, ArticleUse, WRITTEN_HERE};
use crate::web::deeds::USES_MS;
use crate::web::fields::{BadField, Fields};
use crate::web::filters;
use crate::web::moment::Moment;
use crate::web::session::Member;
use crate::web::spoken;
use crate::web::state::App;

/// Passages shown for a question.
const PASSAGES_MAX: usize = 8;

/// An article that nobody changed or cited for so long may be out of date, ms.
const STALE_MS: i64 = 180 * 86_400_000;

/// A longer question is none, bytes.
pub(in crate::web) const QUESTION_BYTES_MAX: usize = 2_000;

#[derive(Template)]
#[template(path = "knowledge.html")]
struct KnowledgePage {
    shell: Shell,
    did: String,
    question: String,
    /// No encoder was set up.
    words_only: bool,
    found: Vec<Found>,
    articles: Vec<Listed>,
}

struct Found {
    passage: Passage,
    percent: String,
}

struct Listed {
    slug: String,
    title: String,
    /// The file's name, the page's address, or that it was written here.
    source: String,
    updated: Moment,
    /// Changed here since its source last changed.
    edited: bool,
    used: ArticleUse,
    /// Nothing cited it for a long time, or owners called it out of date.
    stale: bool,
}

impl Listed {
    fn of(article: Article, used: ArticleUse, now: Timestamp) -> Self {
        let is_old = now.since(article.updated_at) > STALE_MS * 1_000;
        Self {
            edited: article.by.is_some() && article.source != WRITTEN_HERE,
            stale: used.outdated > 0 || (is_old && used.suggested == 0),
            source: short(&article.source),
            slug: article.slug,
            title: article.title,
            updated: Moment::of(article.updated_at, now),
            used,
        }
    }
}

/// A file by its name alone: where it lies is the operator's affair.
fn short(source: &str) -> String {
    if source == WRITTEN_HERE {
        return spoken::text("knowledge-written-here").plain();
    }
    if source.starts_with('/') {
        return source.rsplit('/').next().unwrap_or(source).to_owned();
    }
    source.to_owned()
}

/// `GET /knowledge`
pub(super) async fn show(
    State(app): State<App>,
    member: Member,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    let fields = Fields::from_query(query.as_deref(), &["q", "did"])?;
    let did = fields.text("did")?.unwrap_or_default().to_owned();
    let question = question(&fields)?;
    let found = match question.as_str() {
        "" => Vec::new(),
        question => app.knowledge.search(question, PASSAGES_MAX).await,
    };
    let now = app.clock.now();
    let recent = app.articles.article_uses(now.minus_ms(USES_MS)).await?;
    let mut recent: HashMap<String, ArticleUse> = recent.into_iter().map(|u| (u.slug.clone(), u)).collect();
    let articles = app.articles.articles().await?;
    let articles = articles.into_iter().map(|a| {
        let used = recent.remove(&a.slug).unwrap_or_default();
        Listed::of(a, used, now)
    });
    let found =
        found.into_iter().map(|passage| Found { percent: format!("{:.0}", 100.0 * passage.score), passage });
    let shell = Shell::new(&app, &member, "knowledge");
    let (found, articles) = (found.collect(), articles.collect());
    let words_only = app.knowledge.by_words_only();
    Ok(page(StatusCode::OK, &KnowledgePage { shell, did, question, words_only, found, articles }))
}

/// The question `q`, empty when none is asked.
pub(in crate::web) fn question(fields: &Fields) -> Result<String, BadField> {
    let question = fields.text("q")?.unwrap_or_default().trim().to_owned();
    if question.len() > QUESTION_BYTES_MAX {
        return Err(BadField::new(
            "q",
            format!("is over {QUESTION_BYTES_MAX} bytes; ask a shorter question"),
        ));
    }
    Ok(question)
}
