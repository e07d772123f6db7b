//! The language that whoever reads a page is spoken to in.

use std::borrow::Cow;

use axum::extract::Request;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::middleware::Next;
use axum::response::Response;

use crate::words::{Language, Text};

tokio::task_local! {
    /// What the browser asks for, while an answer is made.
    static LANGUAGE: Language;
}

/// Answers are written in the language that the browser asks for, as far as it is spoken here.
pub(super) async fn in_the_readers_language(request: Request, next: Next) -> Response {
    let header = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    LANGUAGE.scope(header.map(Language::accepted).unwrap_or_default(), next.run(request)).await
}

/// The language of the answer that is being made.
pub(super) fn language() -> Language {
    LANGUAGE.try_with(|language| *language).unwrap_or_default()
}

/// A text of `messages/pages/` in that language.
pub(super) fn text(key: impl Into<Cow<'static, str>>) -> Text {
    Text::new(language(), key)
}
