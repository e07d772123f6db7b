//! Whether one topic may be worse than the rest although the average is fine.

use super::distributions::reg_inc_beta;
use super::evidence::Evidence;
use super::inputs::{Probability, real};

/// A topic with fewer labels stays closed: every new one begins so.
pub const TOPIC_LABELS_MIN: u64 = 10;

/// A topic is closed while it exceeds the limit with a larger chance than this.
pub const OVER_LIMIT_MAX: f64 = 0.20;

/// What is believed of a topic after its labels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TopicGate {
    /// Mean of the posterior, 0..1.
    pub mean: f64,
    /// The chance that its risk exceeds the limit, 0..1.
    pub over_limit: f64,
    /// Enough labels, and a chance of at most 20 %.
    pub open: bool,
}

/// Beta prior worth `strength` labels around the `pooled` risk, updated by the topic's labels. `None` when the beta
/// function has no value.
#[must_use]
pub fn topic_gate(
    seen: Evidence,
    strength: f64,
    pooled: Probability,
    limit: Probability,
) -> Option<TopicGate> {
    let bad = strength * pooled.get() + real(seen.bad());
    let good = strength * (1.0 - pooled.get()) + real(seen.good());
    // P(risk > limit) = P(1 - risk < 1 - limit): the small side of the function keeps its digits.
    let over_limit = reg_inc_beta(good, bad, 1.0 - limit.get())?;
    let open = seen.n() >= TOPIC_LABELS_MIN && over_limit <= OVER_LIMIT_MAX;
    Some(TopicGate { mean: bad / (bad + good), over_limit, open })
}
