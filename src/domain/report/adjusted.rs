//! Similar chats compared: the difference within topics, put together by Mantel-Haenszel.

use std::collections::BTreeMap;

use serde::Serialize;

use super::difference::Sides;
use super::group::satisfied;
use super::{EpisodeRow, Episodes, Handling, group_of};

use crate::stats::{MIN_PER_ARM, Share, Stratum, mantel_haenszel, real};

const NO_COMMON_TOPIC: &str = "no topic has rated chats on both sides";
const TOO_FEW_SIMILAR: &str = "fewer than 20 rated chats on a side share a topic with the other";
const NO_SPREAD: &str = "within each topic every rating is the same, so no error can be measured";

/// Difference in satisfied visitors among chats of the same topic, in percentage points with a 95 % interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Adjusted {
    pub method: &'static str,
    pub by: &'static str,
    pub points: f64,
    pub low: f64,
    pub high: f64,
    /// Share of AI's rated chats that could be compared: their topic is known and has human ratings too.
    pub coverage: f64,
    /// The ratings that were compared.
    pub n: Sides,
    /// Every topic with a rating, compared or not, so that the figure can be recomputed.
    pub strata: Vec<TopicCounts>,
}

/// Satisfied and rated chats of one topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TopicCounts {
    pub topic: String,
    pub ai_positive: u64,
    pub ai_n: u64,
    pub human_positive: u64,
    pub human_n: u64,
}

impl TopicCounts {
    fn stratum(&self) -> Option<Stratum> {
        let ai = Share::new(self.ai_positive, self.ai_n)?;
        let human = Share::new(self.human_positive, self.human_n)?;
        Some(Stratum { ai, human })
    }
}

/// By topic, which is known before the reply; not by speed, which is one of AI's effects. Chats without a topic are not
/// known to be similar to any other and stay out.
pub(super) fn by_topic(rows: &Episodes) -> Result<Adjusted, &'static str> {
    let strata = topics(rows);
    let comparable: Vec<Stratum> = strata.iter().filter_map(TopicCounts::stratum).collect();
    let n = Sides::new(
        comparable.iter().map(|stratum| stratum.ai.n()).sum(),
        comparable.iter().map(|stratum| stratum.human.n()).sum(),
        MIN_PER_ARM,
    );
    let seen = mantel_haenszel(&comparable).ok_or(NO_COMMON_TOPIC)?;
    if n.more > 0 {
        return Err(TOO_FEW_SIMILAR);
    }
    let interval = seen.risk.ok_or(NO_SPREAD)?;
    let is_rated_ai =
        |row: &&EpisodeRow| group_of(row) == Some(Handling::AiAssisted) && satisfied(row).is_some();
    let all = u64::try_from(rows.iter().filter(is_rated_ai).count()).unwrap_or(u64::MAX);
    Ok(Adjusted {
        method: "mantel_haenszel",
        by: "topic",
        points: 100.0 * seen.risk_difference,
        low: (100.0 * interval.low).max(-100.0),
        high: (100.0 * interval.high).min(100.0),
        coverage: real(n.ai_assisted) / real(all),
        n,
        strata,
    })
}

fn topics(rows: &Episodes) -> Vec<TopicCounts> {
    let mut topics: BTreeMap<&str, TopicCounts> = BTreeMap::new();
    for row in rows.iter() {
        let (Some(topic), Some(satisfied)) = (row.topic.as_deref(), satisfied(row)) else {
            continue;
        };
        let Some(group) = group_of(row) else { continue };
        let counts = topics.entry(topic).or_insert_with(|| TopicCounts {
            topic: topic.to_owned(),
            ai_positive: 0,
            ai_n: 0,
            human_positive: 0,
            human_n: 0,
        });
        let (positive, n) = match group {
            Handling::AiAssisted => (&mut counts.ai_positive, &mut counts.ai_n),
            _ => (&mut counts.human_positive, &mut counts.human_n),
        };
        *positive += u64::from(satisfied);
        *n += 1;
    }
    topics.into_values().collect()
}
