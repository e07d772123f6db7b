//! Intervals for differences of medians and means that assume no shape: drawn anew from what was seen.
//!
//! The same data and the same seed give the same numbers on every machine and in every version: the generator is PCG-64
//! (O'Neill 2014), whose stream is part of its definition, and chance enters nowhere else.
//!
//! Up to [`DRAWN_MAX`] values on a side every resample is drawn (Efron & Tibshirani 1993). Beyond it a resample is one
//! normal deviate: a mean moves by `z sd / sqrt(n)`; the median of a sample lies at the rank `n/2 + z sqrt(n)/2` (what the
//! bootstrap of a median tends to; Serfling 1980, 2.6); that of a waiting curve where `S(t) + z se(t)` comes down to one
//! half, se by Greenwood (the limits of Brookmeyer & Crowley 1982, drawn instead of solved for).

use rand_pcg::Pcg64;
use rand_pcg::rand_core::{Rng as _, SeedableRng as _};
use sha2::{Digest as _, Sha256};

use super::inputs::{Probability, real};
use super::quantile::{median, quantile_type7};
use super::survival::{KaplanMeier, Waited, kaplan_meier};
use super::{interval::Interval, norm_quantile};

/// Resamples of a report.
pub const RESAMPLES: usize = 1_000;

/// With more values than this on a side no resample is drawn value by value.
pub const DRAWN_MAX: usize = 5_000;

/// Products that should be one half come out as one half +- this.
const ROUNDING: f64 = 1e-12;

/// More resamples than this are a typing error.
const RESAMPLES_MAX: usize = 100_000;

/// A difference (first minus second) with the intervals its resamples leave in the middle. A bound is minus or plus
/// infinity where too many resamples have no median: say "no bound on that side".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bootstrapped {
    pub diff: f64,
    /// Holds 95 of 100 resamples.
    pub p95: Interval,
    /// Holds 99 of 100.
    pub p99: Interval,
}

impl Bootstrapped {
    /// Even 99 of 100 resamples lie on one side of "no difference".
    #[must_use]
    pub const fn is_clear(&self) -> bool {
        self.p99.low > 0.0 || self.p99.high < 0.0
    }
}

/// A seed that follows from a text (a report's id): the first 8 bytes of its SHA-256, big-endian.
#[must_use]
pub fn seed_of(text: &str) -> u64 {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}

/// Difference of the means. `None` when a side is empty or a value is not finite.
#[must_use]
pub fn difference_of_means(one: &[f64], other: &[f64], resamples: usize, seed: u64) -> Option<Bootstrapped> {
    let (one, other) = (Mean::of(one)?, Mean::of(other)?);
    compare(resamples, seed, (one.center, other.center), |dice| (one.drawn(dice), other.drawn(dice)))
}

/// Difference of the medians (halfway between the middle two). `None` when a side is empty or a value is not finite.
#[must_use]
pub fn difference_of_medians(
    one: &[f64],
    other: &[f64],
    resamples: usize,
    seed: u64,
) -> Option<Bootstrapped> {
    let (one, other) = (sorted(one)?, sorted(other)?);
    let observed = (median(&one)?, median(&other)?);
    compare(resamples, seed, observed, |dice| (drawn_median(&one, dice), drawn_median(&other, dice)))
}

/// Difference of the medians of two waiting curves. `None` when a median was not reached, a side is empty, or a time is
/// negative or not finite.
#[must_use]
pub fn difference_of_waits(
    one: &[Waited],
    other: &[Waited],
    resamples: usize,
    seed: u64,
) -> Option<Bootstrapped> {
    let (one, other) = (Waits::of(one)?, Waits::of(other)?);
    let observed = (one.curve.median?, other.curve.median?);
    compare(resamples, seed, observed, |dice| (one.drawn(dice), other.drawn(dice)))
}

/// The generator, and the two shapes of chance that are drawn from it.
struct Dice(Pcg64);

impl Dice {
    /// A place in a list of `length`: the upper half of a product of 64-bit numbers, uneven by at most `length / 2^64`.
    fn place(&mut self, length: usize) -> usize {
        let wide = u128::from(self.0.next_u64()) * (length as u128);
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// A standard normal number, by its quantile.
    fn normal(&mut self) -> f64 {
        const CELLS: f64 = 9_007_199_254_740_992.0;
        let cell = real(self.0.next_u64() >> 11);
        Probability::new((cell + 0.5) / CELLS).map_or(0.0, norm_quantile)
    }
}

fn sorted(values: &[f64]) -> Option<Vec<f64>> {
    if values.is_empty() || values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    Some(values)
}

fn length<T>(list: &[T]) -> f64 {
    real(u64::try_from(list.len()).unwrap_or(u64::MAX))
}

fn compare(
    resamples: usize,
    seed: u64,
    observed: (f64, f64),
    mut draw: impl FnMut(&mut Dice) -> (f64, f64),
) -> Option<Bootstrapped> {
    let mut dice = Dice(Pcg64::seed_from_u64(seed));
    let (mut lows, mut highs) = (Vec::new(), Vec::new());
    for _ in 0..resamples.min(RESAMPLES_MAX) {
        let (one, other) = draw(&mut dice);
        let diff = one - other;
        // Neither median was reached: the difference could be anything.
        lows.push(if diff.is_nan() { f64::NEG_INFINITY } else { diff });
        highs.push(if diff.is_nan() { f64::INFINITY } else { diff });
    }
    lows.sort_by(f64::total_cmp);
    highs.sort_by(f64::total_cmp);
    let middle = |part: f64| -> Option<Interval> {
        let last = lows.len().checked_sub(1)?;
        // Whole ranks, outward: between a number and infinity nothing can be interpolated.
        let outside = whole(length(&lows) * (1.0 - part) / 2.0 + 1e-9).min(last);
        Some(Interval { low: *lows.get(outside)?, high: *highs.get(last - outside)? })
    };
    Some(Bootstrapped { diff: observed.0 - observed.1, p95: middle(0.95)?, p99: middle(0.99)? })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rank: not negative, and small"
)]
fn whole(value: f64) -> usize {
    value.floor() as usize
}

/// Values with their mean and its standard error.
struct Mean<'a> {
    values: &'a [f64],
    center: f64,
    standard_error: f64,
}

impl<'a> Mean<'a> {
    fn of(values: &'a [f64]) -> Option<Self> {
        let n = length(values);
        let mean = values.iter().sum::<f64>() / n;
        let standard_error = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>().sqrt() / n;
        // An empty list has no mean, and one with a value that is not finite none that is.
        standard_error.is_finite().then_some(Self { values, center: mean, standard_error })
    }

    fn drawn(&self, dice: &mut Dice) -> f64 {
        let n = self.values.len();
        if n > DRAWN_MAX {
            return self.center + dice.normal() * self.standard_error;
        }
        (0..n).filter_map(|_| self.values.get(dice.place(n))).sum::<f64>() / length(self.values)
    }
}

fn drawn_median(sorted: &[f64], dice: &mut Dice) -> f64 {
    if sorted.len() > DRAWN_MAX {
        let part =
            (0.5 + dice.normal() / (2.0 * length(sorted).sqrt())).clamp(f64::EPSILON, 1.0 - f64::EPSILON);
        return Probability::new(part).and_then(|p| quantile_type7(sorted, p)).unwrap_or(f64::NAN);
    }
    let counts = multiplicities(sorted.len(), dice);
    // The middle two of the resample; the same one when their number is odd.
    let (lower, upper) = (sorted.len().saturating_sub(1) / 2, sorted.len() / 2);
    let mut seen = 0;
    let (mut low, mut high) = (f64::NAN, f64::NAN);
    for (value, count) in sorted.iter().zip(counts) {
        let before = seen;
        seen += count as usize;
        if before <= lower && lower < seen {
            low = *value;
        }
        if before <= upper && upper < seen {
            high = *value;
            break;
        }
    }
    f64::midpoint(low, high)
}

/// How often each of `n` values is drawn when n are.
fn multiplicities(n: usize, dice: &mut Dice) -> Vec<u32> {
    let mut counts = vec![0_u32; n];
    for _ in 0..n {
        if let Some(count) = counts.get_mut(dice.place(n)) {
            *count += 1;
        }
    }
    counts
}

/// Waits in the order of their times (ends before waits given up at the same time), and their curve.
struct Waits {
    sorted: Vec<Waited>,
    curve: KaplanMeier,
    /// Of each step, the largest z up to it with `S(t) + z se(t) <= 1/2`: what a normal deviate is looked up in.
    reach: Vec<f64>,
}

impl Waits {
    fn of(waits: &[Waited]) -> Option<Self> {
        let curve = kaplan_meier(waits)?;
        let mut sorted = waits.to_vec();
        sorted.sort_by(|one, other| one.time.total_cmp(&other.time).then(other.ended.cmp(&one.ended)));
        let mut reach = Vec::with_capacity(curve.steps.len());
        let mut largest = f64::NEG_INFINITY;
        for step in &curve.steps {
            largest = largest.max(step.standard_error.map_or(f64::INFINITY, |se| (0.5 - step.survival) / se));
            reach.push(largest);
        }
        Some(Self { sorted, curve, reach })
    }

    /// The median of one resample; infinite when it was not reached.
    fn drawn(&self, dice: &mut Dice) -> f64 {
        if self.sorted.len() > DRAWN_MAX {
            let z = dice.normal();
            let step = self.reach.partition_point(|reach| *reach < z);
            return self.curve.steps.get(step).map_or(f64::INFINITY, |step| step.t);
        }
        let counts = multiplicities(self.sorted.len(), dice);
        let (mut at_risk, mut survival) = (length(&self.sorted), 1.0);
        for (wait, count) in self.sorted.iter().zip(counts) {
            let count = f64::from(count);
            if wait.ended && count > 0.0 {
                // Ends at the same time one after the other multiply to the same product.
                survival *= 1.0 - count / at_risk;
                if survival <= 0.5 + ROUNDING {
                    return wait.time;
                }
            }
            at_risk -= count;
        }
        f64::INFINITY
    }
}
