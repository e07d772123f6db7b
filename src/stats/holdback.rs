//! What a random share kept back for review promises, and what it tells of the rest.

use super::inputs::{Probability, real, whole_above};

/// Rounding in a quotient of two logarithms.
const ROUNDING: f64 = 1e-12;

/// What continuous sampling keeps bad replies down to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Csp1 {
    /// Average outgoing quality limit: the largest long-run share of bad replies sent, whatever the (constant) risk.
    pub limit_constant_risk: f64,
    /// The risk at which it is reached.
    pub at_risk: f64,
    /// The same for a process that knows when it is looked at.
    pub limit_any_process: f64,
    /// Bad replies sent, on average, before the first bad one is held back.
    pub bad_before_noticed_mean: f64,
    /// At most so many in 95 of 100 cases.
    pub bad_before_noticed_p95: u64,
}

/// Dodge's plan CSP-1 (1943): a random share `holdback` is reviewed; after a bad one everything is, until `clear` good
/// ones in a row.
///
/// The limits are `max_p p (1-f) q^i / (f + (1-f) q^i)` and `(1/f - 1) / (1/f + i)` (Lieberman 1953); bad replies before the
/// first one noticed are geometric with the chance f.
#[must_use]
pub fn csp1_limits(holdback: Probability, clear: u64) -> Csp1 {
    let (f, i) = (holdback.get(), real(clear));
    let released = |p: f64| (1.0 - f) * (i * (-p).ln_1p()).exp();
    // Where the derivative vanishes: q (f + (1-f) q^i) = i p f. The left side falls with p, the right side grows.
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    while high - low > f64::EPSILON * high {
        let p = f64::midpoint(low, high);
        if p <= low || p >= high {
            break;
        }
        if (1.0 - p) * (f + released(p)) > i * p * f {
            low = p;
        } else {
            high = p;
        }
    }
    let sent = high * released(high) / (f + released(high));
    // P(more than m before) = (1-f)^(m+1) <= 5 %.
    let enough = 0.05_f64.ln() / (-f).ln_1p();
    Csp1 {
        limit_constant_risk: if clear == 0 { 1.0 - f } else { sent },
        at_risk: high,
        limit_any_process: (1.0 / f - 1.0) / (1.0 / f + i),
        bad_before_noticed_mean: (1.0 - f) / f,
        bad_before_noticed_p95: whole_above(enough * (1.0 - ROUNDING))
            .map_or(u64::MAX, |m| m.saturating_sub(1)),
    }
}

/// The risk among all drafts, estimated from those that were labelled with known chances.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighted {
    /// Hajek's estimate, 0..1.
    pub risk: f64,
    pub standard_error: f64,
    /// As many equally likely labels would say as much.
    pub n_effective: f64,
}

/// Hajek's estimate from `(chance of a label, bad)` of the labelled drafts, weights `1/chance`. `None` without labels or
/// when a chance is not above 0 and at most 1.
#[must_use]
pub fn ipw_risk(labelled: &[(f64, bool)]) -> Option<Weighted> {
    if labelled.is_empty() || labelled.iter().any(|(chance, _)| !(*chance > 0.0 && *chance <= 1.0)) {
        return None;
    }
    // Scaled by the smallest chance, no weight and no square of one overflows.
    let least = labelled.iter().map(|(chance, _)| *chance).fold(1.0, f64::min);
    let sum = |part: &dyn Fn(f64, f64) -> f64| -> f64 {
        labelled.iter().map(|(chance, bad)| part(least / chance, f64::from(u8::from(*bad)))).sum()
    };
    let weight = sum(&|w, _| w);
    let risk = sum(&|w, bad| w * bad) / weight;
    Some(Weighted {
        risk,
        standard_error: sum(&|w, bad| (w * (bad - risk)).powi(2)).sqrt() / weight,
        n_effective: weight * weight / sum(&|w, _| w * w),
    })
}

/// The true risk behind an observed one, when a share `missed` of the bad drafts is waved through and a share
/// `false_rejects` of the good ones is rejected: `(observed - false_rejects) / (1 - missed - false_rejects)`, kept within
/// 0..1. `None` when so many labels are wrong that they say nothing.
#[must_use]
pub fn noise_corrected_risk(observed: f64, missed: f64, false_rejects: f64) -> Option<f64> {
    let kept = 1.0 - missed - false_rejects;
    if !(kept > ROUNDING && observed.is_finite() && missed >= 0.0 && false_rejects >= 0.0) {
        return None;
    }
    // -0.0 would be printed with its sign.
    Some(((observed - false_rejects) / kept).clamp(0.0, 1.0) + 0.0)
}
