//! How well passages answer a question and back a reply. Every signal is 0..1, is kept with the draft, and comes from
//! what can be checked. Whether the owner would send the draft is another matter: see `domain::signals`.
//!
//! ```text
//! quotation  : fit = (0.40 retrieval + 0.30 coverage + 0.30 ahead) * (1 - 0.6 (1 - asked))
//! model      : fit = min(0.50 retrieval + 0.30 coverage + 0.20 margin, support, p_send)
//!   retrieval  how far the best cited passage's retrieval score lies between NO_FIT and FULL_FIT
//!   coverage   share of the question's content words that the cited passages contain
//!   ahead      how far the passage is ahead of the next one of any article, as a share of its score, over FULL_AHEAD
//!   margin     how far the best cited article is ahead of the best other one, likewise, over FULL_LEAD
//!   asked      whether the passage holds the kind of thing asked for: see `asked`
//!   support    how far the share of the reply's content words found in cited passages or question reaches FULL_SUPPORT
//!   p_send     what the model itself says; models are overconfident, so it can only lower the result
//! ```
//!
//! A quotation is one passage, so another that fits as well casts doubt, even a neighbour from the same article; a model
//! reads them all. The weights were set on half of 348 questions about the sample shop and checked on the other half: a
//! bar below which nothing is suggested, not a probability.

use std::collections::BTreeMap;

use super::asked::asked;
use super::words::{content_words, share};
use crate::domain::Passage;

/// A retrieval score that speaks for nothing.
const NO_FIT: f64 = 0.20;
/// A retrieval score that could hardly be better.
const FULL_FIT: f64 = 0.75;
/// A lead over the next article that leaves no doubt, as a share of the best score.
const FULL_LEAD: f64 = 0.40;
/// A lead over the next passage that leaves no doubt, as a share of the best score.
const FULL_AHEAD: f64 = 0.30;
/// A paraphrase shares about this much of its words with its source.
const FULL_SUPPORT: f64 = 0.60;

/// What the signals weigh.
struct Weights {
    retrieval: f64,
    coverage: f64,
    lead: f64,
}

const QUOTATION: Weights = Weights { retrieval: 0.40, coverage: 0.30, lead: 0.30 };
const MODEL: Weights = Weights { retrieval: 0.50, coverage: 0.30, lead: 0.20 };

/// What a quotation loses that does not hold what is asked for.
const IN_VAIN: f64 = 0.60;

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
    let mut signals = evidence(question, cited, passages);
    let ahead = lead(cited, passages.iter().filter(|p| !cited.iter().any(|c| c.id == p.id)));
    let asked = asked(question, cited);
    let fit = QUOTATION.of(&signals, ramp(ahead, 0.0, FULL_AHEAD)) * (1.0 - IN_VAIN * (1.0 - asked));
    signals.insert("ahead".to_owned(), ahead);
    signals.insert("asked".to_owned(), asked);
    // Every word is the owner's.
    signals.insert("support".to_owned(), 1.0);
    Judged { fit, signals }
}

/// Judges a model's words; `None` for a question back, which says nothing that could be backed.
pub(super) fn model(
    question: &str,
    reply: Option<&str>,
    p_send: Option<f64>,
    cited: &[&Passage],
    passages: &[Passage],
) -> Judged {
    let mut signals = evidence(question, cited, passages);
    let margin = signals.get("margin").copied().unwrap_or(0.0);
    let evidence = MODEL.of(&signals, ramp(margin, 0.0, FULL_LEAD));
    let mut fit = evidence;
    if let Some(reply) = reply {
        let mut known = content_words(question);
        known.extend(cited.iter().flat_map(|p| content_words(&all_of(p))));
        let support = ramp(share(&content_words(reply), &known), 0.0, FULL_SUPPORT);
        fit = fit.min(support);
        signals.insert("support".to_owned(), support);
    }
    if let Some(p_send) = p_send {
        signals.insert("p_send".to_owned(), p_send);
        fit = fit.min(p_send);
    }
    Judged { fit, signals }
}

impl Weights {
    /// The evidence, given how far the passages are ahead of others.
    fn of(&self, signals: &BTreeMap<String, f64>, lead: f64) -> f64 {
        let signal = |name| signals.get(name).copied().unwrap_or(0.0);
        self.retrieval * ramp(signal("retrieval"), NO_FIT, FULL_FIT)
            + self.coverage * signal("coverage")
            + self.lead * lead
    }
}

/// What quotations and a model's words have in common.
fn evidence(question: &str, cited: &[&Passage], passages: &[Passage]) -> BTreeMap<String, f64> {
    let given = cited.iter().flat_map(|p| content_words(&all_of(p))).collect();
    let coverage = if cited.is_empty() { 0.0 } else { share(&content_words(question), &given) };
    let margin = lead(cited, passages.iter().filter(|p| !cited.iter().any(|c| c.article == p.article)));
    BTreeMap::from([
        ("retrieval".to_owned(), best(cited.iter().copied())),
        ("coverage".to_owned(), coverage),
        ("margin".to_owned(), margin),
    ])
}

/// How far the best of `cited` is ahead of the best of `others`, as a share of the former, 0..1.
fn lead<'a>(cited: &[&Passage], others: impl Iterator<Item = &'a Passage>) -> f64 {
    let (own, other) = (best(cited.iter().copied()), best(others));
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
