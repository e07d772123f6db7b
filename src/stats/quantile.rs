//! Medians and 90th percentiles with intervals that assume nothing about the shape of the data.

use super::inputs::{Probability, real};

/// Weights below this part of the largest one no longer change a sum of doubles.
const NEGLIGIBLE: f64 = 1e-40;

/// Sums that should be equal differ by about this part through rounding.
const ROUNDING: f64 = 1e-12;

/// Ranks (1-based, in the sorted sample) between which the quantile lies; `None` = no bound on that side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankInterval {
    pub lower: Option<u64>,
    pub upper: Option<u64>,
    /// The chance that the ranks enclose the quantile, at least the confidence asked for.
    pub coverage: f64,
}

/// Quantile by linear interpolation (Hyndman & Fan 1996, type 7); `sorted` ascending. `None` when empty.
#[must_use]
pub fn quantile_type7(sorted: &[f64], p: Probability) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let position = real(u64::try_from(last).ok()?) * p.get();
    let below = whole_below(position).min(last);
    let (low, high) = (*sorted.get(below)?, *sorted.get((below + 1).min(last))?);
    let part = position - real(u64::try_from(below).ok()?);
    Some(low + part * (high - low))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a position inside a slice: not negative, and below its length"
)]
fn whole_below(position: f64) -> usize {
    position.floor() as usize
}

/// The median of an ascending sample.
#[must_use]
pub fn median(sorted: &[f64]) -> Option<f64> {
    quantile_type7(sorted, Probability::new(0.5)?)
}

/// What nine of ten stay below, of an ascending sample.
#[must_use]
pub fn p90(sorted: &[f64]) -> Option<f64> {
    quantile_type7(sorted, Probability::new(0.9)?)
}

/// Order-statistic interval of the p-quantile of n values (binomial argument; Conover 1999, section 3.2).
///
/// `lower = max{l: P(B <= l-1) <= a/2}`, `upper = min{u: P(B <= u-1) >= 1 - a/2}`, B binomial(n, p).
/// The sums run outward from the most likely count and are divided by their total, so no gamma function is needed and
/// the time grows with the root of n.
#[must_use]
pub fn quantile_ci_ranks(n: u64, p: Probability, confidence: Probability) -> RankInterval {
    let weights = BinomialWeights::around_mode(n, p.get());
    let tail = (1.0 - confidence.get()) / 2.0;
    // P(B <= count) is compared count by count, from the lowest that matters.
    let (mut lower, mut upper) = (None, None);
    let (mut below_lower, mut below_upper) = (0.0, 1.0);
    let mut sum = 0.0;
    for (count, weight) in (weights.first..).zip(&weights.parts) {
        sum += weight / weights.total;
        if sum <= tail * (1.0 + ROUNDING) {
            (lower, below_lower) = (Some(count + 1), sum);
        }
        if upper.is_none() && sum >= (1.0 - tail) * (1.0 - ROUNDING) {
            upper = Some(count + 1);
            below_upper = sum;
        }
    }
    let upper = upper.filter(|rank| *rank <= n);
    let coverage = if upper.is_some() { below_upper } else { 1.0 } - below_lower;
    RankInterval { lower, upper, coverage }
}

/// Binomial probabilities up to a common factor, for every count that is not negligible.
struct BinomialWeights {
    first: u64,
    parts: Vec<f64>,
    total: f64,
}

impl BinomialWeights {
    fn around_mode(n: u64, p: f64) -> Self {
        let odds = p / (1.0 - p);
        let mode = mode(n, p);
        let mut down = Vec::new();
        let (mut count, mut weight) = (mode, 1.0);
        while count > 0 && weight > NEGLIGIBLE {
            weight *= real(count) / (real(n - count + 1) * odds);
            count -= 1;
            down.push(weight);
        }
        let first = count;
        let mut parts: Vec<f64> = down.into_iter().rev().collect();
        parts.push(1.0);
        (count, weight) = (mode, 1.0);
        while count < n && weight > NEGLIGIBLE {
            weight *= real(n - count) * odds / real(count + 1);
            count += 1;
            parts.push(weight);
        }
        // Smallest first, from both sides, keeps the digits.
        let (left, right) = parts.split_at(usize::try_from(mode - first).unwrap_or(0));
        let total = left.iter().sum::<f64>() + right.iter().rev().sum::<f64>();
        Self { first, parts, total }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and n + 1, and cut at n"
)]
fn mode(n: u64, p: f64) -> u64 {
    (((real(n) + 1.0) * p).floor() as u64).min(n)
}
