//! The owner's articles, and a search box that shows what a drafter would be given.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::shell::{Shell, Sorry, page};
use crate::domain::Passage;
use crate::web::fields::{BadField, Fields};
use crate::web::moment::Moment;
use crate::web::session::Owner;
use crate::web::state::App;

/// Passages shown for a question.
const PASSAGES_MAX: usize = 8;

/// A longer question is none, bytes.
pub(in crate::web) const QUESTION_BYTES_MAX: usize = 2_000;

#[derive(Template)]
#[template(path = "knowledge.html")]
struct KnowledgePage {
    shell: Shell,
    question: String,
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
    source: String,
    body: String,
    updated: Moment,
}

/// `GET /knowledge`
pub(super) async fn show(
    State(app): State<App>,
    owner: Owner,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    let question = question(&Fields::from_query(query.as_deref(), &["q"])?)?;
    let found = match question.as_str() {
        "" => Vec::new(),
        question => app.knowledge.search(question, PASSAGES_MAX).await,
    };
    let now = app.clock.now();
    let articles = app.articles.articles().await?.into_iter().map(|article| Listed {
        slug: article.slug,
        title: article.title,
        source: article.source,
        body: article.body,
        updated: Moment::of(article.updated_at, now),
    });
    let found =
        found.into_iter().map(|passage| Found { percent: format!("{:.0}", 100.0 * passage.score), passage });
    let shell = Shell::new(&app, &owner, "knowledge");
    let (found, articles) = (found.collect(), articles.collect());
    Ok(page(StatusCode::OK, &KnowledgePage { shell, question, found, articles }))
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
