//! Earlier questions and how the drafts to them were judged, by meaning.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use arc_swap::ArcSwap;
use async_trait::async_trait;

use super::encoder::Vector;
use super::meaning::Meanings;
use crate::domain::Known;
use crate::ports::{Asked, Judgements, Precedents, StoreError};

/// Questions remembered, the newest.
const ASKED_MAX: usize = 2_000;
/// The most similar judged ones that speak.
const NEIGHBOURS: usize = 10;
/// How fast a neighbour's word loses weight with its distance (1 - cosine).
const REACH: f64 = 0.15;
/// What is taken for granted without neighbours, and for how many of them it counts.
const APPROVAL: f64 = 0.8;
const APPROVAL_COUNTS: f64 = 2.0;

/// Without an encoder nothing is remembered: words alone do not tell what is alike.
pub struct PastQuestions {
    judgements: Arc<dyn Judgements>,
    meanings: Option<Meanings>,
    remembered: ArcSwap<Vec<Remembered>>,
}

#[derive(Clone, Debug)]
struct Remembered {
    id: String,
    meaning: Vector,
    good: Option<bool>,
}

impl PastQuestions {
    /// Remembers nothing yet: see [`Self::refresh`].
    pub(super) fn new(judgements: Arc<dyn Judgements>, meanings: Option<Meanings>) -> Self {
        Self { judgements, meanings, remembered: ArcSwap::default() }
    }

    /// Reads what was asked and judged since, some 12 ms of CPU a new question. A new one that the rules in force do not
    /// call clear any more is left out: an encoder may be a server elsewhere.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn refresh(&self, is_clear: impl Fn(&str) -> bool + Send + 'static) -> Result<(), StoreError> {
        let Some(meanings) = self.meanings.clone() else { return Ok(()) };
        let asked = self.judgements.asked(ASKED_MAX).await?;
        let known = self.remembered.load_full();
        let encode = move || remember(&meanings, asked, &known, is_clear);
        if let Ok(remembered) = tokio::task::spawn_blocking(encode).await {
            self.remembered.store(Arc::new(remembered));
        }
        Ok(())
    }
}

fn remember(
    meanings: &Meanings,
    asked: Vec<Asked>,
    known: &[Remembered],
    is_clear: impl Fn(&str) -> bool,
) -> Vec<Remembered> {
    let known: HashMap<&str, &Vector> = known.iter().map(|r| (r.id.as_str(), &r.meaning)).collect();
    asked
        .into_iter()
        .filter_map(|one| {
            let seen = known.get(one.id.as_str()).map(|meaning| (*meaning).clone());
            let fresh = || if is_clear(&one.question) { meanings.of_question(&one.question) } else { None };
            let meaning = seen.or_else(fresh)?;
            Some(Remembered { id: one.id, meaning, good: one.good })
        })
        .collect()
}

fn compare(remembered: &[Remembered], meaning: &Vector) -> Known {
    let mut near: Vec<(f64, Option<bool>)> =
        remembered.iter().map(|r| (cosine(&r.meaning, meaning), r.good)).collect();
    near.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(Ordering::Equal));
    let Some((most, _)) = near.first() else { return Known::default() };
    let judged = near.iter().filter_map(|(cosine, good)| Some((*cosine, (*good)?))).take(NEIGHBOURS);
    let (mut sum, mut weights) = (APPROVAL * APPROVAL_COUNTS, APPROVAL_COUNTS);
    for (cosine, good) in judged {
        let weight = ((cosine - 1.0) / REACH).exp();
        weights += weight;
        sum += if good { weight } else { 0.0 };
    }
    Known { lead: None, approval: Some(sum / weights), novelty: Some(1.0 - most) }
}

/// Both have length 1.
fn cosine(one: &Vector, other: &Vector) -> f64 {
    one.iter().zip(other.iter()).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
}

#[async_trait]
impl Precedents for PastQuestions {
    async fn of(&self, question: &str) -> Known {
        let (Some(meanings), remembered) = (self.meanings.clone(), self.remembered.load_full()) else {
            return Known::default();
        };
        if remembered.is_empty() {
            return Known::default();
        }
        let question = question.to_owned();
        let found = tokio::task::spawn_blocking(move || {
            meanings.of_question(&question).map(|meaning| compare(&remembered, &meaning))
        });
        found.await.ok().flatten().unwrap_or_default()
    }
}

impl fmt::Debug for PastQuestions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PastQuestions")
            .field("remembered", &self.remembered.load().len())
            .finish_non_exhaustive()
    }
}
