//! How many ratings an answer takes: before it starts, and from here on.

use super::anytime;
use super::distributions::norm_quantile;
use super::inputs::{ALPHA_5, Probability, Share, real, whole_above};

/// The farthest the search looks; a comparison that needs more ratings than this will never end.
const RATINGS_SEARCHED_MAX: u64 = 1 << 52;

/// How many ratings until the anytime interval is as narrow as the effect seen, or as the margin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatingsNeeded {
    /// The radius aimed at: the difference seen, but no less than the margin.
    pub target: f64,
    pub total: u64,
    /// `total` minus what is there; 0 when there are enough.
    pub more: u64,
}

/// Conversations with a rating that each arm needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleSize {
    pub human: u64,
    pub ai: u64,
}

/// The smallest N whose anytime radius is at most `max(|d|, margin)` (alpha 5 %), if the pooled share
/// `(x1 + x0 + 2)/(n + 4)` and the split between the arms stay as they are.
///
/// `None` when it is beyond any number of ratings that a site will ever see.
#[must_use]
pub fn ratings_still_needed(
    ai: Share,
    human: Share,
    margin: Probability,
    n_star: f64,
) -> Option<RatingsNeeded> {
    let now = ai.n() + human.n();
    let n = real(now);
    let target = (ai.value() - human.value()).abs().max(margin.get());
    let pooled = (real(ai.hits()) + real(human.hits()) + 2.0) / (n + 4.0);
    let split = real(ai.n()) / n;
    let spread = pooled * (1.0 - pooled) * (1.0 / split + 1.0 / (1.0 - split));
    let enough = |total: u64| anytime::radius(spread / real(total), real(total), ALPHA_5, n_star) <= target;
    // The radius only falls with N: double until it fits, then halve the last stretch.
    let mut high = 1;
    while !enough(high) {
        high *= 2;
        if high > RATINGS_SEARCHED_MAX {
            return None;
        }
    }
    let mut low = high / 2;
    while low + 1 < high {
        let middle = u64::midpoint(low, high);
        if enough(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(RatingsNeeded { target, total: high, more: high.saturating_sub(now) })
}

/// Ratings per arm to see a difference of two shares in one look, two-sided (Fleiss, Levin & Paik 2003, without
/// continuity correction); `ratio` = AI chats for each human one.
///
/// `None` when the shares are equal, `ratio` is not positive, or the number is beyond 2^53.
#[must_use]
pub fn sample_size_two_proportions(
    human: Probability,
    ai: Probability,
    ratio: f64,
    alpha: Probability,
    power: Probability,
) -> Option<SampleSize> {
    if !(ratio.is_finite() && ratio > 0.0) {
        return None;
    }
    let (p0, p1) = (human.get(), ai.get());
    let pooled = (p0 + ratio * p1) / (1.0 + ratio);
    let z_alpha = norm_quantile(Probability::new(1.0 - alpha.get() / 2.0)?);
    let z_power = norm_quantile(power);
    let same = ((1.0 + 1.0 / ratio) * pooled * (1.0 - pooled)).sqrt();
    let apart = (p0 * (1.0 - p0) + p1 * (1.0 - p1) / ratio).sqrt();
    let n0 = ((z_alpha * same + z_power * apart) / (p1 - p0)).powi(2);
    Some(SampleSize { human: whole_above(n0)?, ai: whole_above(ratio * n0)? })
}
