//! Means of ratings and their differences, and which of two groups rates higher.

use super::distributions::{t_quantile, t_two_sided_p};
use super::inputs::{Probability, real};
use super::interval::Estimate;

/// Number, mean and variance (divided by n - 1; 0 for one value) of a sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    n: u64,
    mean: f64,
    variance: f64,
}

impl Moments {
    /// `None` for an empty sample or one with NaN, an infinity or numbers too large to square.
    #[must_use]
    pub fn of(values: &[f64]) -> Option<Self> {
        let n = u64::try_from(values.len()).ok().filter(|n| *n > 0)?;
        let mean = values.iter().sum::<f64>() / real(n);
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let variance = if n > 1 { squares / (real(n) - 1.0) } else { 0.0 };
        (mean.is_finite() && variance.is_finite()).then_some(Self { n, mean, variance })
    }

    #[must_use]
    pub const fn n(self) -> u64 {
        self.n
    }

    #[must_use]
    pub const fn mean(self) -> f64 {
        self.mean
    }

    /// Variance of the mean.
    fn of_mean(self) -> f64 {
        self.variance / real(self.n)
    }
}

/// The lowest and the highest answer a visitor can give.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    pub low: f64,
    pub high: f64,
}

/// First mean minus second, by Welch's unequal-variances t.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Welch {
    pub diff: f64,
    pub standard_error: f64,
    pub df: f64,
    pub t: f64,
    pub p: f64,
    pub low: f64,
    pub high: f64,
}

/// Difference of two means (Welch 1947) with Satterthwaite's degrees of freedom (1946).
///
/// `None` with fewer than two values on a side, or when neither side varies: there is no error to measure then.
#[must_use]
pub fn welch(ai: Moments, human: Moments, confidence: Probability) -> Option<Welch> {
    if ai.n < 2 || human.n < 2 {
        return None;
    }
    let (one, zero) = (ai.of_mean(), human.of_mean());
    let variance = one + zero;
    let parts = one * one / (real(ai.n) - 1.0) + zero * zero / (real(human.n) - 1.0);
    if variance <= 0.0 || parts <= 0.0 {
        return None;
    }
    let (diff, standard_error, df) = (ai.mean - human.mean, variance.sqrt(), variance * variance / parts);
    let half = t_quantile(upper(confidence)?, df)? * standard_error;
    let t = diff / standard_error;
    let p = t_two_sided_p(t, df)?;
    Some(Welch { diff, standard_error, df, t, p, low: diff - half, high: diff + half })
}

/// Mean of answers on a bounded scale with Student's t interval, cut at the ends of the scale.
///
/// When all n answers are equal, t would give an interval of no width. Then the share of *other* answers is below
/// `1 - ((1 - confidence) / 2)^(1/n)` (Clopper & Pearson 1934, no hits), and the mean moves by at most that share of the
/// way to each end of the scale. `None` for one answer, or answers off the scale.
#[must_use]
pub fn mean_on_scale(sample: Moments, scale: Scale, confidence: Probability) -> Option<Estimate> {
    let value = sample.mean;
    if sample.n < 2 || !(scale.low..=scale.high).contains(&value) {
        return None;
    }
    if sample.variance <= 0.0 {
        let others = -(((1.0 - confidence.get()) / 2.0).ln() / real(sample.n)).exp_m1();
        let low = value - others * (value - scale.low);
        return Some(Estimate { value, low, high: value + others * (scale.high - value) });
    }
    let half = t_quantile(upper(confidence)?, real(sample.n) - 1.0)? * sample.of_mean().sqrt();
    Some(Estimate { value, low: (value - half).max(scale.low), high: (value + half).min(scale.high) })
}

/// P(a random first value is above a random second one) plus half the ties: 0.5 = no difference (Mann & Whitney 1947).
///
/// `None` when a side is empty or holds NaN.
#[must_use]
pub fn prob_superiority(ai: &[f64], human: &[f64]) -> Option<f64> {
    if ai.is_empty() || human.is_empty() || ai.iter().chain(human).any(|value| value.is_nan()) {
        return None;
    }
    let mut sorted = human.to_vec();
    sorted.sort_by(f64::total_cmp);
    let wins = ai.iter().map(|value| {
        let below = sorted.partition_point(|other| other < value);
        let not_above = sorted.partition_point(|other| other <= value);
        u64::try_from(below + not_above).ok().map_or(0.0, real) / 2.0
    });
    let pairs = real(u64::try_from(ai.len()).ok()?) * real(u64::try_from(sorted.len()).ok()?);
    Some(wins.sum::<f64>() / pairs)
}

/// The one-sided probability whose quantile bounds a two-sided interval: 0.975 for 0.95.
fn upper(confidence: Probability) -> Option<Probability> {
    Probability::new(0.5 + confidence.get() / 2.0)
}
