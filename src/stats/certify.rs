//! Which thresholds are shown to be safe: several at once, without spending more than one error.

use super::evidence::reaches;
use super::inputs::{Probability, Share, real};
use super::interval::clopper_pearson;

/// One threshold, tested.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tested {
    /// The error it was tested at, 0..1.
    pub level: f64,
    /// Its evidence reached that level.
    pub certified: bool,
}

/// Fallback procedure (Wiens & Dmitrienko 2005), strictest threshold first: each has its share `weights[j]` of `delta`,
/// and inherits the level of the one before when that was certified. The chance that a threshold is certified whose risk
/// is alpha or more is at most `delta`, if the weights add up to at most 1.
///
/// `best[j]` is the largest log e-value seen so far at threshold j (minus infinity before the first label).
#[must_use]
pub fn fallback_certify(best: &[f64], weights: &[f64], delta: Probability) -> Vec<Tested> {
    let mut inherited = 0.0;
    best.iter()
        .zip(weights)
        .map(|(best, weight)| {
            let level = delta.get() * weight + inherited;
            let certified = reaches(*best, level);
            inherited = if certified { level } else { 0.0 };
            Tested { level, certified }
        })
        .collect()
}

/// A score, and whether its draft was bad.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Graded {
    pub score: f64,
    pub bad: bool,
}

/// One threshold of a test that may be looked at once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threshold {
    /// Scores from here on count.
    pub lambda: f64,
    pub n: u64,
    pub bad: u64,
    /// Exact upper limit of the risk; 1 without drafts.
    pub upper: f64,
    /// It and all before it are at most alpha.
    pub accepted: bool,
}

/// Fixed-sequence testing with exact limits ("learn then test", Angelopoulos et al. 2021): the thresholds in the order
/// given, up to the first whose upper limit (error `delta`) exceeds `alpha`. For one look only.
///
/// `None` only when the beta function has no value.
#[must_use]
pub fn ltt_fixed_sequence(
    drafts: &[Graded],
    thresholds: &[f64],
    alpha: Probability,
    delta: Probability,
) -> Option<Vec<Threshold>> {
    let mut open = true;
    thresholds
        .iter()
        .map(|lambda| {
            let (n, bad) = at_least(drafts, *lambda);
            let upper = match Share::new(bad, n) {
                Some(share) => clopper_pearson(share, delta)?.high,
                None => 1.0,
            };
            open &= upper <= alpha.get();
            Some(Threshold { lambda: *lambda, n, bad, upper, accepted: open })
        })
        .collect()
}

/// Conformal risk control (Angelopoulos et al. 2024): `(bad at or above lambda + 1) / (all + 1)`. The lowest threshold
/// whose value is at most alpha keeps the *expected* share of drafts that are bad and sent at most alpha.
#[must_use]
pub fn crc_joint_risk(drafts: &[Graded], lambda: f64) -> f64 {
    let all = drafts.iter().fold(0_u64, |sum, _| sum + 1);
    (real(at_least(drafts, lambda).1) + 1.0) / (real(all) + 1.0)
}

/// Drafts with a score of `lambda` or more, and the bad ones among them.
fn at_least(drafts: &[Graded], lambda: f64) -> (u64, u64) {
    drafts
        .iter()
        .filter(|draft| draft.score >= lambda)
        .fold((0, 0), |(n, bad), draft| (n + 1, bad + u64::from(draft.bad)))
}
