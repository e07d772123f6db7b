//! How sure we are that the owner would send a draft as it stands: signals, their weights, and what these rest on.
//!
//! A signal is a number from what can be checked, brought to a common scale by a fixed formula and cut off at ±3; one
//! that is not known counts 0. The score is a logistic regression with a prior that ships (a MAP estimate); the prior
//! alone speaks until the owner has decided often enough.
//!
//! ```text
//! says_itself   (logit(p) - 1.5) / 1        p: the model's own estimate, cut to 0.02..0.98
//! lead          (best - mean) / sd          retrieval scores, mean and sd of ranks 5 to 20
//! grounded      (g - 0.6) / 0.25            g: share of the reply's words that the cited passages hold
//! neighbours    (r - 0.8) / 0.25            r: how often the owner sent drafts to the 10 most similar questions
//! novelty       (n - 0.5) / 0.2             n: 1 - cosine to the most similar question so far
//! length        (ln tokens - ln 80) / 0.6
//! conversation  answers so far / 2, and 1.5 when the visitor asks the same again
//! logprob       (l + 0.3) / 0.3             l: mean log probability of the model's tokens, where it tells
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::reply::Draft;
use crate::stats::{CONFIDENCE_95, Prior, Scored, Share, logistic, map_logistic, wilson};

/// The signals, in the order of their weights.
pub const SIGNALS: [&str; 8] =
    ["says_itself", "lead", "grounded", "neighbours", "novelty", "length", "conversation", "logprob"];

/// Signal, its name for the owner, and whether more of it is better.
pub const SIGNAL_NAMES: [(&str, &str, f64); 8] = [
    ("neighbours", "How you decided on drafts to similar questions", 1.0),
    ("grounded", "How much of the reply the cited passages say", 1.0),
    ("lead", "How far the best passage stands out", 1.0),
    ("says_itself", "What the model itself expects", 1.0),
    ("logprob", "How sure the model was of its words", 1.0),
    ("novelty", "How new the question is", -1.0),
    ("length", "How long the reply is", -1.0),
    ("conversation", "How long the chat has been going on", -1.0),
];

/// The intercept and a weight for each signal, before any decision.
const PRIOR_MEAN: [f64; 9] = [1.4, 0.5, 0.3, 0.8, 0.6, -0.4, -0.3, -0.3, 0.3];
/// How far a site's own weights may lie from them.
const PRIOR_SD: [f64; 9] = [1.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5];
/// Beyond this a signal says no more.
const SIGNAL_MAX: f64 = 3.0;
/// Letters a token, on average.
const LETTERS_A_TOKEN: f64 = 4.0;

/// From this many decisions on a confidence is shown as a number with its range; before, in words.
pub const LABELS_FOR_NUMBERS: usize = 30;
/// Numbers of decisions at which the weights are learned anew.
pub const REFITS: [usize; 4] = [50, 100, 200, 400];
/// The decisions on the drafts most alike in score, which the range rests on.
const ALIKE: usize = 40;

/// What the world knows of a question beside its passages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Known {
    /// How far the best passage stands out among those found, in standard deviations.
    pub lead: Option<f64>,
    /// How often the owner sent drafts to the most similar questions, 0..1.
    pub approval: Option<f64>,
    /// 1 - cosine to the most similar question so far, 0..2.
    pub novelty: Option<f64>,
}

/// The signals of a draft on their common scale, by name; what is not known is left out.
#[must_use]
pub fn signals(draft: &Draft, known: &Known, answers: usize, asked_again: bool) -> BTreeMap<String, f64> {
    let own = |name: &str| draft.signals.get(name).copied();
    let logit = |p: f64| (p / (1.0 - p)).ln();
    let tokens = real(draft.text.chars().count()) / LETTERS_A_TOKEN;
    let again = if asked_again { 1.5 } else { 0.0 };
    let values = [
        own("p_send").map(|p| logit(p.clamp(0.02, 0.98)) - 1.5),
        known.lead,
        own("support").map(|g| (g - 0.6) / 0.25),
        known.approval.map(|r| (r - 0.8) / 0.25),
        known.novelty.map(|n| (n - 0.5) / 0.2),
        Some((tokens.max(1.0).ln() - 80_f64.ln()) / 0.6),
        Some(real(answers) / 2.0 + again),
        own("logprob").map(|l| (l + 0.3) / 0.3),
    ];
    let named = SIGNALS.into_iter().zip(values);
    named
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .filter(|(_, value)| value.is_finite())
        .map(|(name, value)| (name, value.clamp(-SIGNAL_MAX, SIGNAL_MAX)))
        .collect()
}

/// The weights in force.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// The decisions they were learned from; 0 for those that ship.
    pub labels: usize,
    /// The intercept, then one for each of [`SIGNALS`].
    pub theta: Vec<f64>,
}

impl Default for Weights {
    fn default() -> Self {
        Self { labels: 0, theta: PRIOR_MEAN.to_vec() }
    }
}

/// A draft that the owner decided on.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Its signals, as they were stored with it.
    pub signals: BTreeMap<String, f64>,
    /// Its confidence, as it was stored with it.
    pub confidence: f64,
    /// The owner would send it as it stood.
    pub good: bool,
}

impl Weights {
    /// Whether they are for the signals of this version.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.theta.len() == PRIOR_MEAN.len()
    }

    /// The chance that the owner sends a draft with these signals as it stands, 0..1.
    #[must_use]
    pub fn score(&self, signals: &BTreeMap<String, f64>) -> f64 {
        logistic::probability(&self.theta, &row(signals)).unwrap_or(0.0)
    }

    /// The weights that these decisions teach, starting from those that ship; `None` when the fit fails.
    #[must_use]
    pub fn learned(judged: &[Judged]) -> Option<Self> {
        let rows: Vec<Vec<f64>> = judged.iter().map(|j| row(&j.signals)).collect();
        let good: Vec<bool> = judged.iter().map(|j| j.good).collect();
        let prior = Prior::new(&PRIOR_MEAN, &PRIOR_SD).ok()?;
        Some(Self { labels: judged.len(), theta: map_logistic(&rows, &good, &prior).ok()? })
    }
}

fn row(signals: &BTreeMap<String, f64>) -> Vec<f64> {
    SIGNALS.iter().map(|name| signals.get(*name).copied().unwrap_or(0.0)).collect()
}

/// The weights, and the decisions that say what their scores are worth.
#[derive(Clone, Debug, Default)]
pub struct Scorer {
    /// See [`Weights`].
    pub weights: Weights,
    /// The latest decisions, with the scores the drafts had.
    pub judged: Arc<[Scored]>,
}

/// A confidence with what similar scores came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Confidence {
    /// 0..1.
    pub value: f64,
    /// The share of drafts with similar scores that the owner sent as they stood, as an interval (95 %, Wilson 1927);
    /// `None` before there are [`LABELS_FOR_NUMBERS`] decisions.
    pub range: Option<(f64, f64)>,
}

impl Scorer {
    /// The confidence of a draft with these signals.
    #[must_use]
    pub fn confidence(&self, signals: &BTreeMap<String, f64>) -> Confidence {
        let value = self.weights.score(signals);
        Confidence { value, range: self.range(value) }
    }

    fn range(&self, value: f64) -> Option<(f64, f64)> {
        if self.judged.len() < LABELS_FOR_NUMBERS {
            return None;
        }
        let mut nearest: Vec<&Scored> = self.judged.iter().collect();
        nearest.sort_by(|a, b| (a.score - value).abs().total_cmp(&(b.score - value).abs()));
        nearest.truncate(ALIKE);
        let good = nearest.iter().filter(|scored| scored.good).count() as u64;
        let interval = wilson(Share::new(good, nearest.len() as u64)?, CONFIDENCE_95);
        Some((interval.low, interval.high))
    }
}

#[expect(clippy::cast_precision_loss, reason = "lengths of replies and counts of turns")]
const fn real(count: usize) -> f64 {
    count as f64
}
