//! Scope follows evidence: what must fall back to humans because the lottery shows that AI harms there.

use serde::Serialize;

use super::comparison::Comparison;
use super::sentence::Kind;

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
