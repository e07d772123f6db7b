//! The difference of two shares, valid however often somebody looks at it.
//!
//! Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, *Time-uniform central limit theory and asymptotic confidence sequences*,
//! Annals of Statistics 2024 (asymptotic confidence sequence with a mixture over the effect).

use super::inputs::{Probability, Share, real};
use super::strata::Stratum;

/// The number of ratings at which the interval is made to be narrowest: where most sites look first.
pub const N_STAR: f64 = 100.0;

/// A difference (share of the first minus share of the second) and its anytime-valid interval. Not cut at +-1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Anytime {
    pub diff: f64,
    pub radius: f64,
    pub low: f64,
    pub high: f64,
}

/// `rho^2 = (-2 ln a + ln(-2 ln a + 1)) / n*`: the tuning that makes the interval narrowest at `n_star` ratings.
#[must_use]
pub fn asycs_rho2(n_star: f64, alpha: Probability) -> f64 {
    let twice = -2.0 * alpha.get().ln();
    (twice + twice.ln_1p()) / n_star
}

/// `sqrt( V * 2(n rho2 + 1)/(n rho2) * ln( sqrt(n rho2 + 1)/a ) )`, V the variance of the difference.
#[must_use]
pub fn radius(variance: f64, n: f64, alpha: Probability, n_star: f64) -> f64 {
    let scaled = n * asycs_rho2(n_star, alpha);
    let stretch = 2.0 * (scaled + 1.0) / scaled;
    (variance * stretch * (0.5 * scaled.ln_1p() - alpha.get().ln())).sqrt()
}

/// One allocation period. To be shown only when both arms have [`super::MIN_PER_ARM`] ratings.
#[must_use]
pub fn anytime_difference(ai: Share, human: Share, alpha: Probability, n_star: f64) -> Anytime {
    let diff = ai.value() - human.value();
    let variance = ai.softened_variance() + human.softened_variance();
    around(diff, radius(variance, real(ai.n()) + real(human.n()), alpha, n_star))
}

/// Several allocation periods with different holdout shares: `d = sum w_s d_s`, `V = sum w_s^2 V_s`, w = size / all.
///
/// Never pooled: time is a confounder too. `None` without a period.
#[must_use]
pub fn anytime_difference_stratified(
    periods: &[Stratum],
    alpha: Probability,
    n_star: f64,
) -> Option<Anytime> {
    let n: f64 = periods.iter().map(|period| period.size()).sum();
    if periods.is_empty() {
        return None;
    }
    let (mut diff, mut variance) = (0.0, 0.0);
    for period in periods {
        let weight = period.size() / n;
        diff += weight * (period.ai.value() - period.human.value());
        variance += weight * weight * (period.ai.softened_variance() + period.human.softened_variance());
    }
    Some(around(diff, radius(variance, n, alpha, n_star)))
}

fn around(diff: f64, radius: f64) -> Anytime {
    Anytime { diff, radius, low: diff - radius, high: diff + radius }
}
