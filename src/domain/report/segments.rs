//! By topic: differences with intervals made wider for their number, and no verdict words.

use std::collections::BTreeMap;

use serde::Serialize;

use super::adjusted::Pair;
use super::difference::Gap;
use super::randomised::anytime;
use crate::stats::{ALPHA_5, Probability, real};

/// Ratings in each arm below which a topic is not shown (STATISTICS.md C4).
pub const SEGMENT_MIN: u64 = 40;

/// Topics with at least 40 ratings in each arm.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Segments {
    /// `lottery` or `raw`.
    pub source: &'static str,
    pub least_per_arm: u64,
    /// Alpha of each row's interval: 5 % divided by the number of rows.
    pub alpha_each: f64,
    pub rows: Vec<Segment>,
    /// Topics with ratings that are too few to be shown.
    pub too_few: u64,
}

/// One topic.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Segment {
    pub topic: String,
    #[serde(flatten)]
    pub pair: Pair,
    /// AI minus human, valid however often it is looked at.
    pub csat: Option<Gap>,
}

/// Counts by topic, one pair a period.
pub(super) fn by_topic(source: &'static str, topics: &BTreeMap<&str, Vec<Pair>>) -> Segments {
    let all = |pairs: &[Pair]| {
        pairs.iter().fold(Pair::default(), |mut sum, pair| {
            sum.join(pair);
            sum
        })
    };
    let enough = |pair: &Pair| pair.ai_n >= SEGMENT_MIN && pair.human_n >= SEGMENT_MIN;
    let rated = topics.values().filter(|pairs| all(pairs).ai_n + all(pairs).human_n > 0).count();
    let shown: Vec<(&&str, &Vec<Pair>)> = topics.iter().filter(|(_, pairs)| enough(&all(pairs))).collect();
    let number = u64::try_from(shown.len()).unwrap_or(1).max(1);
    let alpha = Probability::new(ALPHA_5.get() / real(number)).unwrap_or(ALPHA_5);
    let rows: Vec<Segment> = shown
        .into_iter()
        .map(|(topic, pairs)| Segment {
            topic: (*topic).to_owned(),
            pair: all(pairs),
            csat: anytime(pairs, alpha).0,
        })
        .collect();
    Segments {
        source,
        least_per_arm: SEGMENT_MIN,
        alpha_each: alpha.get(),
        too_few: u64::try_from(rated.saturating_sub(rows.len())).unwrap_or(0),
        rows,
    }
}
