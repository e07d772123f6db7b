//! Intervals for shares and for the difference of two shares.

use super::distributions::{beta_quantile, two_sided_z};
use super::inputs::{CONFIDENCE_95, Probability, Share, real};

/// From `low` to `high`, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

/// A figure together with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

/// Score interval of a share (Wilson 1927), all three as shares from 0 to 1.
#[must_use]
pub fn wilson(share: Share, confidence: Probability) -> Estimate {
    let (n, p, z) = (real(share.n()), share.value(), two_sided_z(confidence));
    let z2 = z * z;
    let center = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt() / (1.0 + z2 / n);
    // The ends are exact where nothing or everything hit; rounding must not say otherwise.
    let low = if share.hits() == 0 { 0.0 } else { (center - half).clamp(0.0, p) };
    let high = if share.misses() == 0 { 1.0 } else { (center + half).clamp(p, 1.0) };
    Estimate { value: p, low, high }
}

/// Exact limits of a share (Clopper & Pearson 1934), each missed with a chance of at most `delta`.
///
/// Ten digits up to n = 100,000. `None` only when the beta function has no value.
#[must_use]
pub fn clopper_pearson(share: Share, delta: Probability) -> Option<Interval> {
    let (k, n, rest) = (real(share.hits()), real(share.n()), real(share.misses()));
    // With no miss, or no hit, the equation has a closed solution: share^n = delta.
    let nth_root = delta.get().ln() / n;
    let low = match (share.hits(), share.misses()) {
        (0, _) => 0.0,
        (_, 0) => nth_root.exp(),
        _ => beta_quantile(delta, k, rest + 1.0)?,
    };
    let high = match (share.misses(), share.hits()) {
        (0, _) => 1.0,
        (_, 0) => -nth_root.exp_m1(),
        _ => beta_quantile(Probability::new(1.0 - delta.get())?, k + 1.0, rest)?,
    };
    Some(Interval { low, high })
}

/// First share minus second with the hybrid score interval (Newcombe 1998, method 10), 95 %.
///
/// For one look only: looked at again and again it is wrong far too often, see [`super::anytime`].
#[must_use]
pub fn newcombe(ai: Share, human: Share) -> Estimate {
    let (one, zero) = (wilson(ai, CONFIDENCE_95), wilson(human, CONFIDENCE_95));
    let value = one.value - zero.value;
    let down = (one.value - one.low).hypot(zero.high - zero.value);
    let up = (one.high - one.value).hypot(zero.value - zero.low);
    Estimate { value, low: (value - down).max(-1.0), high: (value + up).min(1.0) }
}
