//! Similar chats compared: the difference within what was known before the reply, put together again.

use serde::Serialize;

use super::difference::{Gap, Sides};
use super::group::satisfied;
use super::names::at;
use super::{EpisodeRow, Handling};

use crate::stats::strata::PostStratified;
use crate::stats::{MIN_PER_ARM, MantelHaenszel, Share, Stratum, mantel_haenszel, post_stratified, real};

const NO_COMMON_TOPIC: &str = "no topic has rated chats on both sides";
const TOO_FEW_SIMILAR: &str = "fewer than 20 rated chats on a side share a topic with the other";
const NO_SPREAD: &str = "within each topic every rating is the same, so no error can be measured";

/// What the strata are made of: what was known before the reply. Not speed, which is one of AI's effects.
pub const SIMILAR_BY: &str = "topic, opening hours and returning visitor";

/// A stratum with fewer ratings than this on a side is merged with the others of its kind.
const STRATUM_MIN: u64 = 5;

/// The merged strata.
const OTHER: &str = "other";

/// Difference in satisfied visitors among similar chats, in percentage points with a 95 % interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Adjusted {
    pub method: &'static str,
    pub by: &'static str,
    pub points: f64,
    pub low: f64,
    pub high: f64,
    /// The effect on the chats that AI handled: each stratum weighs as many chats as AI had in it.
    pub post_stratified: Option<Gap>,
    /// Share of AI's rated chats that could be compared: their stratum has human ratings too.
    pub coverage: f64,
    /// The ratings that were compared.
    pub n: Sides,
    /// The strata as compared, and those with ratings on one side only, so that the figure can be recomputed.
    pub strata: Vec<StratumCounts>,
}

/// Satisfied and rated chats of one stratum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StratumCounts {
    pub topic: String,
    /// Started within the opening hours; null where there are none.
    pub in_hours: Option<bool>,
    pub returning: bool,
    #[serde(flatten)]
    pub pair: Pair,
}

/// Both sides of a stratum, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// Chats, rated or not.
    pub ai_chats: u64,
    pub ai_positive: u64,
    pub ai_n: u64,
    pub human_chats: u64,
    pub human_positive: u64,
    pub human_n: u64,
}

impl Pair {
    pub(super) fn add(&mut self, is_ai: bool, satisfied: Option<bool>) {
        let (chats, positive, n) = if is_ai {
            (&mut self.ai_chats, &mut self.ai_positive, &mut self.ai_n)
        } else {
            (&mut self.human_chats, &mut self.human_positive, &mut self.human_n)
        };
        *chats += 1;
        *n += u64::from(satisfied.is_some());
        *positive += u64::from(satisfied == Some(true));
    }

    pub(super) const fn join(&mut self, other: &Self) {
        self.ai_chats += other.ai_chats;
        self.ai_positive += other.ai_positive;
        self.ai_n += other.ai_n;
        self.human_chats += other.human_chats;
        self.human_positive += other.human_positive;
        self.human_n += other.human_n;
    }

    /// Where both sides have ratings.
    pub(super) fn stratum(&self) -> Option<Stratum> {
        let ai = Share::new(self.ai_positive, self.ai_n)?;
        let human = Share::new(self.human_positive, self.human_n)?;
        Some(Stratum { ai, human })
    }

    const fn is_small(&self) -> bool {
        self.ai_n < STRATUM_MIN || self.human_n < STRATUM_MIN
    }
}

/// Strata of a topic: opening hours (none, out, in) by returning visitor.
type OfTopic = [Pair; 6];

/// Counts the strata while the rows go by.
#[derive(Debug, Default)]
pub(super) struct Similar {
    /// By the topic's place.
    strata: Vec<OfTopic>,
    /// AI's rated chats, with a topic or without.
    ai_rated: u64,
}

impl Similar {
    /// Chats without a topic are not known to be similar to any other and stay out.
    pub(super) fn add(&mut self, row: &EpisodeRow, topic: Option<usize>, group: Handling) {
        let (is_ai, satisfied) = (group == Handling::AiAssisted, satisfied(row));
        self.ai_rated += u64::from(is_ai && satisfied.is_some());
        let of_topic = topic.and_then(|topic| at(&mut self.strata, topic));
        if let Some(pair) = of_topic.and_then(|strata| strata.get_mut(stratum(row.in_hours, row.returning))) {
            pair.add(is_ai, satisfied);
        }
    }

    /// Mantel-Haenszel over the strata.
    pub(super) fn conclude(self, topics: &[&str]) -> Result<Adjusted, &'static str> {
        let strata = self.merged(topics);
        let comparable: Vec<(Stratum, f64)> = strata
            .iter()
            .filter_map(|counts| Some((counts.pair.stratum()?, real(counts.pair.ai_chats))))
            .collect();
        let only: Vec<Stratum> = comparable.iter().map(|(stratum, _)| *stratum).collect();
        let n = Sides::new(
            only.iter().map(|stratum| stratum.ai.n()).sum(),
            only.iter().map(|stratum| stratum.human.n()).sum(),
            MIN_PER_ARM,
        );
        let MantelHaenszel { risk_difference, risk, .. } = mantel_haenszel(&only).ok_or(NO_COMMON_TOPIC)?;
        if n.more > 0 {
            return Err(TOO_FEW_SIMILAR);
        }
        let interval = risk.ok_or(NO_SPREAD)?;
        Ok(Adjusted {
            method: "mantel_haenszel",
            by: SIMILAR_BY,
            points: 100.0 * risk_difference,
            low: (100.0 * interval.low).max(-100.0),
            high: (100.0 * interval.high).min(100.0),
            post_stratified: post_stratified(&comparable).map(gap),
            coverage: real(n.ai_assisted) / real(self.ai_rated),
            n,
            strata,
        })
    }

    /// Strata in which both sides have ratings, but one fewer than five, are put together; what has ratings on one side
    /// only has nothing to be compared with and is put nowhere.
    fn merged(&self, topics: &[&str]) -> Vec<StratumCounts> {
        let mut sorted: Vec<(&&str, &OfTopic)> = topics.iter().zip(&self.strata).collect();
        sorted.sort_by_key(|(topic, _)| **topic);
        let mut other = Pair::default();
        let mut all = Vec::new();
        for (topic, strata) in sorted {
            for (in_hours, returning) in KNOWN {
                let pair = strata.get(stratum(in_hours, returning)).copied().unwrap_or_default();
                if pair.ai_n == 0 && pair.human_n == 0 {
                    continue;
                }
                if pair.stratum().is_some() && pair.is_small() {
                    other.join(&pair);
                } else {
                    all.push(StratumCounts { topic: (*topic).to_owned(), in_hours, returning, pair });
                }
            }
        }
        if other != Pair::default() {
            let topic = OTHER.to_owned();
            all.push(StratumCounts { topic, in_hours: None, returning: false, pair: other });
        }
        all
    }
}

/// All that can be known beside the topic, in the order of their places.
const KNOWN: [(Option<bool>, bool); 6] = [
    (None, false),
    (None, true),
    (Some(false), false),
    (Some(false), true),
    (Some(true), false),
    (Some(true), true),
];

const fn stratum(in_hours: Option<bool>, returning: bool) -> usize {
    let hours = match in_hours {
        None => 0,
        Some(false) => 2,
        Some(true) => 4,
    };
    hours + returning as usize
}

fn gap(seen: PostStratified) -> Gap {
    Gap::percent(seen.diff, seen.low, seen.high)
}
