//! The five special functions everything else stands on: normal, Student t, beta, chi-square.
//!
//! Values come from `statrs`; the two inverses of the incomplete beta function are searched here, because its Newton
//! iteration (AS 109) may run for ever when a step turns into NaN, and a report must always end.

use std::f64::consts::SQRT_2;

use statrs::function::beta::{checked_beta_reg, checked_ln_beta};
use statrs::function::erf::{erfc, erfc_inv};

use super::inputs::Probability;

/// Largest `a` or `b` up to which `statrs` keeps ten digits of the incomplete beta function
/// (its continued fraction stops after 140 terms; measured against exact binomial sums).
pub const BETA_SHAPE_MAX: f64 = 100_000.0;

/// Degrees of freedom beyond which Student t is computed from the normal quantile.
const T_IS_NEARLY_NORMAL: f64 = 100_000.0;

/// More steps than halving needs from 1 down to the smallest double.
const SEARCH_STEPS_MAX: u32 = 2_000;

/// Quantile of the standard normal distribution.
#[must_use]
pub fn norm_quantile(p: Probability) -> f64 {
    let z = -SQRT_2 * erfc_inv(2.0 * p.get());
    // -0.0 would be printed with its sign.
    if z == 0.0 { 0.0 } else { z }
}

/// The two-sided normal quantile of a confidence: 1.96 for 0.95.
#[must_use]
pub fn two_sided_z(confidence: Probability) -> f64 {
    -SQRT_2 * erfc_inv(1.0 + confidence.get())
}

/// P(Z <= z) of the standard normal distribution.
#[must_use]
pub fn norm_cdf(z: f64) -> f64 {
    0.5 * erfc(-z / SQRT_2)
}

/// P(X > x) of chi-square with one degree of freedom; 1 for `x <= 0`.
#[must_use]
pub fn chi2_sf_df1(x: f64) -> f64 {
    erfc((x.max(0.0) / 2.0).sqrt())
}

/// Regularised incomplete beta function `I_x(a, b)`; `None` unless `a, b > 0` and `0 <= x <= 1`.
#[must_use]
pub fn reg_inc_beta(a: f64, b: f64, x: f64) -> Option<f64> {
    checked_beta_reg(a, b, x).ok().filter(|p| p.is_finite()).map(|p| p.clamp(0.0, 1.0))
}

/// The x with `I_x(a, b) = p`; `None` unless `a, b > 0` and finite.
///
/// Newton steps inside a bracket that halves whenever a step would leave it.
#[must_use]
pub fn beta_quantile(p: Probability, a: f64, b: f64) -> Option<f64> {
    let ln_beta = checked_ln_beta(a, b).ok().filter(|value| value.is_finite())?;
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    let mut x = a / (a + b);
    for _ in 0..SEARCH_STEPS_MAX {
        let excess = reg_inc_beta(a, b, x)? - p.get();
        if excess == 0.0 {
            return Some(x);
        }
        if excess > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let density = ((a - 1.0) * x.ln() + (b - 1.0) * (-x).ln_1p() - ln_beta).exp();
        let newton = x - excess / density;
        let next = if newton > low && newton < high { newton } else { middle(low, high) };
        if (next - x).abs() <= 1e-15 * x || high - low <= f64::EPSILON * low {
            return Some(next);
        }
        x = next;
    }
    Some(x)
}

/// Halves the way in orders of magnitude when the bracket spans several of them.
fn middle(low: f64, high: f64) -> f64 {
    if low > 0.0 && high > 4.0 * low { (low * high).sqrt() } else { f64::midpoint(low, high) }
}

/// Quantile of Student's t with `df > 0` degrees of freedom (they may be fractional).
#[must_use]
pub fn t_quantile(p: Probability, df: f64) -> Option<f64> {
    if !(df.is_finite() && df > 0.0) {
        return None;
    }
    if df > T_IS_NEARLY_NORMAL {
        return Some(t_from_normal(norm_quantile(p), df));
    }
    if (p.get() - 0.5).abs() < f64::EPSILON {
        return Some(0.0);
    }
    let outside = 2.0 * p.get().min(1.0 - p.get());
    let half = df / 2.0;
    // Search the smaller of y and 1 - y, y = df / (df + t^2): the other one loses its digits.
    let size = if outside < 0.5 {
        let y = beta_quantile(Probability::new(outside)?, half, 0.5)?;
        (df * (1.0 - y) / y).sqrt()
    } else {
        let w = beta_quantile(Probability::new(1.0 - outside)?, 0.5, half)?;
        (df * w / (1.0 - w)).sqrt()
    };
    size.is_finite().then_some(if p.get() < 0.5 { -size } else { size })
}

/// Cornish-Fisher expansion (Abramowitz & Stegun 26.7.5), exact to 1e-14 for the `df` it is used for.
fn t_from_normal(z: f64, df: f64) -> f64 {
    let first = (z.powi(3) + z) / (4.0 * df);
    let second = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / (96.0 * df * df);
    z + first + second
}

/// P(|T| > |t|) of Student's t.
#[must_use]
pub fn t_two_sided_p(t: f64, df: f64) -> Option<f64> {
    if df > T_IS_NEARLY_NORMAL {
        return Some(erfc(t.abs() / SQRT_2));
    }
    reg_inc_beta(df / 2.0, 0.5, df / (df + t * t))
}
