//! A sentence that a draft rests on, where it stands in its source.

use super::marked::{Part, find, marked};
use crate::domain::{Citation, Passage};

/// A citation with its surroundings.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub quote: String,
    pub article: String,
    pub slug: String,
    /// The passage with the quote marked; empty where the article has changed since.
    pub passage: Vec<Part>,
    /// The passage says more than is quoted.
    pub more: bool,
}

impl Source {
    pub(super) fn of(citation: &Citation, passages: &[Passage]) -> Self {
        let text = passages.iter().find(|p| p.id == citation.passage_id).map(|p| p.text.as_str());
        let passage = text.map(|text| {
            let span = find(text, &citation.quote);
            marked(text, &span.into_iter().collect::<Vec<_>>())
        });
        let passage = passage.unwrap_or_default();
        Self {
            quote: citation.quote.clone(),
            article: citation.article.clone(),
            slug: citation.slug().to_owned(),
            more: passage.len() > 1 || passage.first().is_some_and(|part| !part.hit),
            passage,
        }
    }
}
