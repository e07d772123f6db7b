//! Drafts without a model: the passage that answers best, in the owner's own words.

use std::collections::BTreeMap;

use async_trait::async_trait;

use super::ask_back::ask_back;
use super::plain::{plain, shortened};
use super::signals;
use super::words::content_words;
use crate::domain::{Citation, Draft, DraftFailure, DraftOrder, Passage, Usage};
use crate::ports::{Drafted, Drafter, Foreseen};

/// A longer reply is no chat message, characters.
const REPLY_CHARS_MAX: usize = 700;
/// Below this score a passage is no answer; the owner sees it among the findings.
const SCORE_MIN: f64 = 0.25;
/// Below this fit the reason says why it is low.
const SURE: f64 = 0.5;

/// Quotes the best passage. Invents nothing: every word is the owner's.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extractive;

#[async_trait]
impl Drafter for Extractive {
    async fn draft(&self, order: &DraftOrder, passages: &[Passage]) -> Drafted {
        let outcome = quote(order.screened.text(), order.screened.rulebook_hash(), passages);
        Drafted { outcome, usage: Usage::default() }
    }

    fn foresee(&self, _order: &DraftOrder, _passages: &[Passage]) -> Option<Foreseen> {
        None
    }

    fn name(&self) -> &'static str {
        "extractive"
    }
}

/// The heading is left out: as a question it would only repeat the visitor's.
fn quote(question: &str, rulebook_hash: &str, passages: &[Passage]) -> Result<Draft, DraftFailure> {
    // A greeting or thanks alone is nobody's question.
    if content_words(question).is_empty() {
        return Err(DraftFailure::NothingFound);
    }
    let fitting = passages.iter().filter(|p| p.score >= SCORE_MIN);
    let Some(best) = fitting.reduce(|best, p| if p.score > best.score { p } else { best }) else {
        return Err(DraftFailure::NothingFound);
    };
    if let Some(draft) = ask_back(question, rulebook_hash, passages) {
        return Ok(draft);
    }
    let text = shortened(&plain(&best.text), REPLY_CHARS_MAX);
    if text.is_empty() {
        return Err(DraftFailure::NothingFound);
    }
    let judged = signals::quotation(question, &[best], passages);
    Ok(Draft {
        text,
        citations: vec![Citation::of(best)],
        fit: judged.fit,
        confidence: 0.0,
        confidence_range: None,
        weighed: BTreeMap::new(),
        asks_back: false,
        needs_human: false,
        reason: reason(judged.fit, best),
        signals: judged.signals,
        drafter: "extractive".to_owned(),
        prompt: None,
        behind: None,
        usage: Usage::default(),
        found: Vec::new(),
        findings: Vec::new(),
        rulebook_hash: rulebook_hash.to_owned(),
        gated: None,
    })
}

fn reason(fit: f64, passage: &Passage) -> String {
    if fit < SURE {
        return format!("the article \u{201c}{}\u{201d} fits the question only loosely", passage.article);
    }
    format!("word for word from the article \u{201c}{}\u{201d}", passage.article)
}
