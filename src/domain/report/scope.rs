//! Scope follows evidence: what must fall back to humans because the lottery shows that AI harms there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::comparison::Comparison;
use super::difference::Gap;
use super::sentence::{Kind, size};

/// What must not be sent without an owner any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "scope")]
pub enum FallBack {
    /// Nothing.
    Nothing,
    /// These topics.
    Topics {
        /// In order of their names.
        topics: Vec<String>,
    },
    /// Everything.
    Everything,
}

/// From the randomised comparison alone: a raw or an adjusted difference never takes anything away, and never gives
/// anything back. A broken lottery, too few ratings or different response rates say nothing, so nothing changes.
///
/// Whole: the verdict is "harms" (anytime interval at 5 %, wholly below 0). A topic: its own anytime interval, alpha divided
/// by the number of topics shown, lies wholly below 0.
#[must_use]
pub fn must_fall_back(comparison: &Comparison) -> FallBack {
    let Some(randomised) = &comparison.randomised else { return FallBack::Nothing };
    match randomised.kind {
        Kind::Harms => FallBack::Everything,
        Kind::Broken | Kind::CantTellResponse | Kind::TooFew => FallBack::Nothing,
        _ if comparison.topics.source != "lottery" => FallBack::Nothing,
        _ => {
            let harmed =
                comparison.topics.rows.iter().filter(|row| row.csat.is_some_and(|gap| gap.high < 0.0));
            let topics: Vec<String> = harmed.map(|row| row.topic.clone()).collect();
            if topics.is_empty() { FallBack::Nothing } else { FallBack::Topics { topics } }
        }
    }
}

/// What the lottery showed when something fell back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Harm {
    /// In words, with n and interval.
    pub sentence: String,
    /// Ratings in the AI arm.
    pub ai_n: u64,
    /// Ratings in the human arm.
    pub human_n: u64,
    /// Satisfied visitors, AI minus human, percentage points.
    pub points: f64,
    /// Anytime interval.
    pub low: f64,
    pub high: f64,
}

/// What falls back now, and what no longer does.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ScopeMoves {
    /// Topics with what was seen; the empty one stands for everything.
    pub begin: Vec<(String, Harm)>,
    /// The same, without.
    pub end: Vec<String>,
}

/// What changes by a comparison where `open` has fallen back already, with what was seen then. What says nothing changes
/// nothing, either way: see [`must_fall_back`]. So do chats made up for the demo. And nothing comes back because evidence was
/// lost (it aged out of the stretch, or the lottery was begun anew): it takes as many ratings as there were when it fell.
#[must_use]
pub fn scope_moves(comparison: &Comparison, open: &BTreeMap<String, Harm>) -> ScopeMoves {
    let mut moves = ScopeMoves::default();
    let Some(randomised) = comparison.randomised.as_ref().filter(|_| !comparison.sample_data) else {
        return moves;
    };
    let is_open = |topic: &str| open.contains_key(topic);
    let may_end = |topic: &str, n: u64| open.get(topic).is_some_and(|harm| n >= harm.ai_n + harm.human_n);
    match (randomised.kind, randomised.csat) {
        (Kind::Broken | Kind::CantTellResponse | Kind::TooFew, _) | (_, None) => return moves,
        (Kind::Harms, Some(gap)) if !is_open("") => {
            let n = (randomised.csat_n.ai_assisted, randomised.csat_n.human_only);
            let sentence = sentence("Over all chats", gap, n);
            moves.begin.push((String::new(), harm(sentence, gap, n)));
        }
        (Kind::Harms, Some(_)) => {}
        (_, Some(_)) if may_end("", randomised.csat_n.ai_assisted + randomised.csat_n.human_only) => {
            moves.end.push(String::new());
        }
        (_, Some(_)) => {}
    }
    let fallen = match must_fall_back(comparison) {
        FallBack::Topics { topics } => topics,
        FallBack::Nothing | FallBack::Everything => Vec::new(),
    };
    let by_lottery = comparison.topics.rows.iter().filter(|_| comparison.topics.source == "lottery");
    for row in by_lottery {
        let Some(gap) = row.csat else { continue };
        if gap.high >= 0.0 && may_end(&row.topic, row.pair.ai_n + row.pair.human_n) {
            moves.end.push(row.topic.clone());
        }
        if fallen.contains(&row.topic) && !is_open(&row.topic) {
            let n = (row.pair.ai_n, row.pair.human_n);
            let sentence = sentence(&format!("On {}", row.topic), gap, n);
            moves.begin.push((row.topic.clone(), harm(sentence, gap, n)));
        }
    }
    moves
}

fn sentence(what: &str, gap: Gap, (ai_n, human_n): (u64, u64)) -> String {
    format!(
        "{what}, visitors in the AI group are less happy by {} points (between {} and {}; {ai_n} ratings against {human_n}, \
         by lottery).",
        size(gap.points),
        size(gap.high),
        size(gap.low)
    )
}

const fn harm(sentence: String, gap: Gap, (ai_n, human_n): (u64, u64)) -> Harm {
    Harm { sentence, ai_n, human_n, points: gap.points, low: gap.low, high: gap.high }
}
