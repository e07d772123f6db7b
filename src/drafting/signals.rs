//! How well passages answer a question and back a reply. Every signal is 0..1, is kept with the draft, and comes from
//! what can be checked. Whether the owner would send the draft is another matter: see `domain::signals`.
//!
//! ```text
//! evidence   = 0.50 fit + 0.30 coverage + 0.20 lead
//!   fit        how far the best cited passage's retrieval score lies between NO_FIT and FULL_FIT
//!   coverage   share of the question's content words that the cited passages contain
//!   lead       how far the best cited article is ahead of the best other one (margin over FULL_LEAD)
//! quotation  : fit = evidence
//! model      : fit = min(evidence, support, p_send)
//!   support    how far the share of the reply's content words found in cited passages or question reaches FULL_SUPPORT
//!   p_send     what the model itself says; models are overconfident, so it can only lower the result
//! ```
//!
//! The weights were set on the sample shop: a bar below which nothing is suggested, not a probability.

use std::collections::BTreeMap;

use super::words::{content_words, share};
use crate::domain::Passage;

/// A retrieval score that speaks for nothing.
const NO_FIT: f64 = 0.20;
/// A retrieval score that could hardly be better.
const FULL_FIT: f64 = 0.75;
/// A lead over the next article that leaves no doubt, as a share of the best score.
const FULL_LEAD: f64 = 0.40;
/// A paraphrase shares about this much of its words with its source.
const FULL_SUPPORT: f64 = 0.60;

const FIT_WEIGHT: f64 = 0.50;
const COVERAGE_WEIGHT: f64 = 0.30;
const LEAD_WEIGHT: f64 = 0.20;

/// A fit and what it is made of.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Judged {
    /// 0..1.
    pub fit: f64,
    /// Each 0..1, by name.
    pub signals: BTreeMap<String, f64>,
}

/// Judges words quoted from `cited`, among all `passages` found.
pub(super) fn quotation(question: &str, cited: &[&Passage], passages: &[Passage]) -> Judged {
    let mut signals = BTreeMap::new();
    let fit = evidence(question, cited, passages, &mut signals);
    // Every word is the owner's.
    signals.insert("support".to_owned(), 1.0);
    Judged { fit, signals }
}

/// Judges a model's words.
pub(super) fn model(
    question: &str,
    reply: &str,
    p_send: Option<f64>,
    cited: &[&Passage],
    passages: &[Passage],
) -> Judged {
    let mut signals = BTreeMap::new();
    let evidence = evidence(question, cited, passages, &mut signals);
    let mut known = content_words(question);
    known.extend(cited.iter().flat_map(|p| content_words(&all_of(p))));
    let support = ramp(share(&content_words(reply), &known), 0.0, FULL_SUPPORT);
    let mut fit = evidence.min(support);
    signals.insert("support".to_owned(), support);
    if let Some(p_send) = p_send {
        signals.insert("p_send".to_owned(), p_send);
        fit = fit.min(p_send);
    }
    Judged { fit, signals }
}

fn evidence(
    question: &str,
    cited: &[&Passage],
    passages: &[Passage],
    signals: &mut BTreeMap<String, f64>,
) -> f64 {
    let score = best(cited.iter().copied());
    let mut given = std::collections::BTreeSet::new();
    given.extend(cited.iter().flat_map(|p| content_words(&all_of(p))));
    let coverage = if cited.is_empty() { 0.0 } else { share(&content_words(question), &given) };
    let margin = margin(cited, passages);
    signals.insert("retrieval".to_owned(), score);
    signals.insert("coverage".to_owned(), coverage);
    signals.insert("margin".to_owned(), margin);
    FIT_WEIGHT * ramp(score, NO_FIT, FULL_FIT)
        + COVERAGE_WEIGHT * coverage
        + LEAD_WEIGHT * ramp(margin, 0.0, FULL_LEAD)
}

/// How far the best cited article is ahead of the best article that is not cited, as a share of the former, 0..1.
fn margin(cited: &[&Passage], passages: &[Passage]) -> f64 {
    let own = best(cited.iter().copied());
    let other = best(passages.iter().filter(|p| !cited.iter().any(|c| c.article == p.article)));
    if own <= 0.0 { 0.0 } else { ((own - other) / own).clamp(0.0, 1.0) }
}

fn best<'a>(passages: impl Iterator<Item = &'a Passage>) -> f64 {
    passages.map(|p| p.score).filter(|s| s.is_finite()).fold(0.0, f64::max).min(1.0)
}

/// 0 up to `from`, 1 from `to` on, a straight line between.
fn ramp(value: f64, from: f64, to: f64) -> f64 {
    ((value - from) / (to - from)).clamp(0.0, 1.0)
}

/// Everything that a reader of the passage reads.
fn all_of(passage: &Passage) -> String {
    format!("{}\n{}\n{}", passage.article, passage.heading, passage.text)
}
