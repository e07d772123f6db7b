//! Binomial probabilities that keep their digits from one label to a billion.

use std::f64::consts::TAU;

use super::inputs::{Probability, real};

/// Terms below this part of the sum no longer change a double.
const NEGLIGIBLE: f64 = 1e-18;

/// From here on Stirling's series has more digits than a double; below it factorials are exact.
const STIRLING_FROM: u64 = 16;

/// P(B <= k), B binomial(n, p): the p-value of "the risk is p or more" when `k` of `n` were bad. 1 for `k >= n`.
///
/// One term by the saddle-point expansion (Loader 2000, *Fast and accurate computation of binomial probabilities*), the
/// others by their ratios, away from the mode; the time grows with the root of n.
#[must_use]
pub fn binom_tail_p_value(k: u64, n: u64, p: Probability) -> f64 {
    if k >= n {
        return 1.0;
    }
    let (p, q) = (p.get(), 1.0 - p.get());
    if real(k) < (real(n) + 1.0) * p {
        let smaller = |count: u64| (count > 0).then(|| real(count) * q / ((real(n - count) + 1.0) * p));
        return (mass(k, n, p) * series(k, |count| smaller(count).map(|ratio| (count - 1, ratio)))).min(1.0);
    }
    let larger = |count: u64| (count < n).then(|| real(n - count) * p / ((real(count) + 1.0) * q));
    let above = mass(k + 1, n, p) * series(k + 1, |count| larger(count).map(|ratio| (count + 1, ratio)));
    (1.0 - above).max(0.0)
}

/// `1 + r1 + r1 r2 + ...` with the ratios from `next`, which also says the next count.
fn series(from: u64, next: impl Fn(u64) -> Option<(u64, f64)>) -> f64 {
    let (mut count, mut term, mut sum) = (from, 1.0, 1.0);
    while let Some((to, ratio)) = next(count) {
        (count, term) = (to, term * ratio);
        sum += term;
        if term < NEGLIGIBLE * sum {
            break;
        }
    }
    sum
}

/// P(B = k); `k <= n`.
fn mass(k: u64, n: u64, p: f64) -> f64 {
    let (hits, all, misses) = (real(k), real(n), real(n - k));
    if k == 0 {
        return (all * (-p).ln_1p()).exp();
    }
    if k == n {
        return (all * p.ln()).exp();
    }
    let corrections = stirling_error(n) - stirling_error(k) - stirling_error(n - k);
    let deviance = deviance(hits, all * p) + deviance(misses, all * (1.0 - p));
    (corrections - deviance).exp() * (all / (TAU * hits * misses)).sqrt()
}

/// `ln n! - ln(sqrt(2 pi n) (n/e)^n)`, `n >= 1`.
fn stirling_error(n: u64) -> f64 {
    let x = real(n);
    if n < STIRLING_FROM {
        let factorial: f64 = (1..=n).map(real).product();
        return factorial.ln() - (0.5 * (TAU * x).ln() + x * x.ln() - x);
    }
    let s = 1.0 / (x * x);
    (1.0 / 12.0 - s * (1.0 / 360.0 - s * (1.0 / 1_260.0 - s * (1.0 / 1_680.0 - s / 1_188.0)))) / x
}

/// `x ln(x / m) + m - x`, without losing the digits when x is near m; both above 0.
fn deviance(x: f64, m: f64) -> f64 {
    if (x - m).abs() >= 0.1 * (x + m) {
        return x * (x / m).ln() + m - x;
    }
    let v = (x - m) / (x + m);
    let (mut sum, mut term) = ((x - m) * v, 2.0 * x * v);
    for odd in (3..).step_by(2).map(f64::from).take(1_000) {
        term *= v * v;
        let next = sum + term / odd;
        if next.total_cmp(&sum).is_eq() {
            break;
        }
        sum = next;
    }
    sum
}
