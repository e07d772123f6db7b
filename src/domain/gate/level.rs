//! One threshold and everything known about the drafts above it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::label::GateLabel;
use super::terms::{Floors, LevelTerms};
use crate::stats::{
    Evidence, Probability, TopicGate, anytime_upper_bound, log_e, quantile_type7, reaches, topic_gate,
};

/// A threshold is kept with so many decimal places, rounded down: it survives being written and read.
const DECIMALS: f64 = 1e12;
/// Labels that the pooled risk is worth when a topic is judged.
const POOLED_LABELS: f64 = 20.0;

/// The drafts with a score of `lambda` or more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// Scores from here on belong to it.
    pub lambda: f64,
    /// The share of drafts it was placed for, 0..1.
    pub share: f64,
    /// Its own part of the error.
    pub weight: f64,
    /// Evidence: one label of each conversation, and every confirmed complaint.
    pub seen: Evidence,
    /// How many of `seen` were rehearsed.
    pub rehearsed: u64,
    /// The error it is tested at: its own, and what a certified stricter level passes down.
    pub error: f64,
    /// Its evidence once reached that error.
    pub certified: bool,
    /// Certified, and seen widely enough to be used.
    pub in_force: bool,
    /// Days (UTC, the beginning in microseconds) its labels come from; no more are kept than are asked for.
    days: BTreeSet<i64>,
    /// Visitors likewise.
    visitors: BTreeSet<String>,
    /// The largest log e-value so far.
    best: Option<f64>,
    /// The smallest risk excluded so far.
    bound: Option<f64>,
    /// Evidence by topic.
    topics: BTreeMap<String, Evidence>,
}

impl Level {
    /// Levels where the quantiles of `scores` lie, strictest first; equal ones are one, and the weights are shared anew.
    pub(super) fn placed(scores: &[f64], terms: &[LevelTerms]) -> Vec<Self> {
        let mut levels: Vec<Self> = Vec::new();
        for level in terms {
            let Some(lambda) = threshold(scores, level.share) else { continue };
            match levels.last_mut().filter(|last| last.lambda.total_cmp(&lambda).is_eq()) {
                Some(last) => last.share = level.share,
                None => levels.push(Self::new(lambda, *level)),
            }
        }
        let all: f64 = terms.iter().map(|level| level.weight).sum();
        let kept: f64 = levels.iter().map(|level| level.weight).sum();
        for level in &mut levels {
            level.weight *= all / kept;
        }
        levels
    }

    fn new(lambda: f64, terms: LevelTerms) -> Self {
        Self {
            lambda,
            share: terms.share,
            weight: terms.weight,
            seen: Evidence::default(),
            rehearsed: 0,
            error: 0.0,
            certified: false,
            in_force: false,
            days: BTreeSet::new(),
            visitors: BTreeSet::new(),
            best: None,
            bound: None,
            topics: BTreeMap::new(),
        }
    }

    /// The same evidence about scores that were computed anew.
    pub(super) fn moved(&mut self, scores: &[f64]) {
        self.lambda = threshold(scores, self.share).unwrap_or(self.lambda);
    }

    /// Counts a label of a draft that belongs here.
    pub(super) fn count(&mut self, label: &GateLabel<'_>, alpha: Probability, floors: &Floors) {
        let first = label.conversation_best.is_none_or(|best| best < self.lambda);
        if !first && !label.source.always_counts() {
            return;
        }
        self.seen = self.seen.with(label.bad);
        self.rehearsed += u64::from(label.source.is_rehearsed());
        let topic = self.topics.entry(label.topic.to_owned()).or_default();
        *topic = topic.with(label.bad);
        if self.days.len() < floors.days {
            self.days.insert(label.at.day().0);
        }
        if self.visitors.len() < floors.visitors {
            self.visitors.insert(label.visitor.to_owned());
        }
        let now = log_e(self.seen, alpha);
        self.best = Some(self.best.map_or(now, |best| best.max(now)));
    }

    /// The evidence as another alpha sees it.
    pub(super) fn judged_anew(&mut self, alpha: Probability) {
        self.best = (self.seen.n() > 0).then(|| log_e(self.seen, alpha));
    }

    /// The largest log e-value so far; minus infinity before the first label.
    #[must_use]
    pub fn best(&self) -> f64 {
        self.best.unwrap_or(f64::NEG_INFINITY)
    }

    /// Remembers the smallest risk excluded so far, with an error of its own part of `delta`.
    pub(super) fn remember_bound(&mut self, delta: Probability) {
        let Some(own) = self.own_error(delta) else { return };
        // Most labels do not lower it: one look at the old bound tells.
        let lower = self
            .bound
            .and_then(Probability::new)
            .is_none_or(|bound| reaches(log_e(self.seen, bound), own.get()));
        if lower {
            let now = anytime_upper_bound(self.seen, own);
            self.bound = Some(self.bound.map_or(now, |bound| bound.min(now)));
        }
    }

    /// The risk that the labels exclude, with an error of the level's own part of `delta`, at whatever time one looks.
    #[must_use]
    pub fn bound(&self, delta: Probability) -> f64 {
        let now = self.own_error(delta).map_or(1.0, |own| anytime_upper_bound(self.seen, own));
        self.bound.map_or(now, |bound| bound.min(now))
    }

    fn own_error(&self, delta: Probability) -> Option<Probability> {
        Probability::new(delta.get() * self.weight)
    }

    /// What is missing before it may be used, whatever its figures say.
    #[must_use]
    pub fn missing(&self, floors: &Floors) -> Missing {
        Missing {
            days: floors.days.saturating_sub(self.days.len()),
            visitors: floors.visitors.saturating_sub(self.visitors.len()),
            live: live_labels_missing(self.seen.n(), self.rehearsed, floors.rehearsed_percent_max),
        }
    }

    /// What is believed of a topic: its labels here, and as many as 20 from all topics (at least half of alpha of them
    /// bad), against twice alpha.
    #[must_use]
    pub fn topic(&self, topic: &str, alpha: Probability) -> Option<TopicGate> {
        let seen = self.topics.get(topic).copied().unwrap_or_default();
        let least = alpha.get() / 2.0;
        let all =
            crate::stats::Share::new(self.seen.bad(), self.seen.n()).map_or(0.0, crate::stats::Share::value);
        let pooled = Probability::new(all.max(least).min(1.0 - least))?;
        topic_gate(seen, POOLED_LABELS, pooled, Probability::new(2.0 * alpha.get())?)
    }

    /// The topics with evidence here.
    pub fn topics(&self) -> impl Iterator<Item = (&str, Evidence)> {
        self.topics.iter().map(|(topic, seen)| (topic.as_str(), *seen))
    }
}

/// What a level lacks beside evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Days.
    pub days: usize,
    /// Visitors.
    pub visitors: usize,
    /// Labels from live chats, because too many were rehearsed.
    pub live: u64,
}

impl Missing {
    /// Nothing is.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.days == 0 && self.visitors == 0 && self.live == 0
    }
}

/// The fewest live labels more after which at most `percent` of all are rehearsed.
fn live_labels_missing(n: u64, rehearsed: u64, percent: u64) -> u64 {
    if percent == 0 {
        return if rehearsed == 0 { 0 } else { u64::MAX };
    }
    rehearsed.saturating_mul(100).div_ceil(percent).saturating_sub(n)
}

/// The score that `share` of the scores reach: their (1 - share)-quantile, type 7.
fn threshold(scores: &[f64], share: f64) -> Option<f64> {
    let mut sorted = scores.to_vec();
    sorted.sort_by(f64::total_cmp);
    let lambda = match Probability::new(1.0 - share) {
        Some(part) => quantile_type7(&sorted, part)?,
        None => *sorted.first()?,
    };
    Some((lambda * DECIMALS).floor() / DECIMALS)
}
