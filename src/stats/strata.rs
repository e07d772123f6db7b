//! Like compared with like: differences within topics (or periods), put together again.

use super::distributions::{chi2_sf_df1, two_sided_z};
use super::inputs::{CONFIDENCE_95, Share, real};
use super::interval::Interval;

/// One topic or period in which both groups have ratings. Where one side is empty there is nothing to compare, hence no
/// stratum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stratum {
    pub ai: Share,
    pub human: Share,
}

impl Stratum {
    /// Ratings on both sides.
    #[must_use]
    pub fn size(self) -> f64 {
        real(self.ai.n()) + real(self.human.n())
    }
}

/// Mantel-Haenszel figures over all strata; what cannot be computed (no variation) is `None`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MantelHaenszel {
    pub risk_difference: f64,
    /// Sato's standard error; `None` when nothing varies.
    pub risk_se: Option<f64>,
    pub risk: Option<Interval>,
    pub odds: Option<OddsRatio>,
    pub test: Option<CmhTest>,
}

/// Common odds ratio with the interval of Robins, Breslow & Greenland.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OddsRatio {
    pub value: f64,
    pub log_se: f64,
    pub low: f64,
    pub high: f64,
}

/// Cochran-Mantel-Haenszel test of no association, plain and with continuity correction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CmhTest {
    pub chi2: f64,
    pub p: f64,
    pub chi2_corrected: f64,
    pub p_corrected: f64,
}

/// A weighted sum of the strata's differences.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PostStratified {
    pub diff: f64,
    pub standard_error: f64,
    pub low: f64,
    pub high: f64,
}

/// Difference of shares common to all strata (Mantel & Haenszel 1959; variance of Sato 1989), odds ratio (variance of
/// Robins, Breslow & Greenland 1986) and the Cochran-Mantel-Haenszel test; 95 %. `None` without a stratum.
#[must_use]
pub fn mantel_haenszel(strata: &[Stratum]) -> Option<MantelHaenszel> {
    if strata.is_empty() {
        return None;
    }
    let z = two_sided_z(CONFIDENCE_95);
    let mut sums = Sums::default();
    for stratum in strata {
        sums.add(*stratum);
    }
    let risk_difference = sums.difference / sums.weight;
    let variance = (risk_difference * sums.sato_p + sums.sato_q) / (sums.weight * sums.weight);
    let risk_se = (variance > 0.0).then(|| variance.sqrt());
    Some(MantelHaenszel {
        risk_difference,
        risk_se,
        risk: risk_se.map(|se| Interval { low: risk_difference - z * se, high: risk_difference + z * se }),
        odds: sums.odds(z),
        test: sums.test(),
    })
}

/// What is added up over the strata; names follow the 2x2 table a = x1, b = n1 - x1, c = x0, d = n0 - x0.
#[derive(Default)]
struct Sums {
    difference: f64,
    weight: f64,
    sato_p: f64,
    sato_q: f64,
    ad: f64,
    bc: f64,
    p_ad: f64,
    cross: f64,
    q_bc: f64,
    surprise: f64,
    hypergeometric: f64,
}

impl Sums {
    #[expect(clippy::many_single_char_names, reason = "the letters of the 2x2 table, as in the papers")]
    fn add(&mut self, stratum: Stratum) {
        let Stratum { ai, human } = stratum;
        let (a, b, n1) = (real(ai.hits()), real(ai.misses()), real(ai.n()));
        let (c, d, n0) = (real(human.hits()), real(human.misses()), real(human.n()));
        let n = n1 + n0;
        self.difference += (a * n0 - c * n1) / n;
        self.weight += n1 * n0 / n;
        self.sato_p += (n1 * n1 * c - n0 * n0 * a + n1 * n0 * (n0 - n1) / 2.0) / (n * n);
        self.sato_q += (a * d + c * b) / (2.0 * n);
        let (ad, bc, p, q) = (a * d / n, b * c / n, (a + d) / n, (b + c) / n);
        self.ad += ad;
        self.bc += bc;
        self.p_ad += p * ad;
        self.cross += p * bc + q * ad;
        self.q_bc += q * bc;
        let (hits, misses) = (a + c, b + d);
        self.surprise += a - n1 * hits / n;
        self.hypergeometric += n1 * n0 * hits * misses / (n * n * (n - 1.0));
    }

    fn odds(&self, z: f64) -> Option<OddsRatio> {
        if self.ad <= 0.0 || self.bc <= 0.0 {
            return None;
        }
        let variance = self.p_ad / (2.0 * self.ad * self.ad)
            + self.cross / (2.0 * self.ad * self.bc)
            + self.q_bc / (2.0 * self.bc * self.bc);
        let (value, log_se) = (self.ad / self.bc, variance.sqrt());
        let stretch = (z * log_se).exp();
        Some(OddsRatio { value, log_se, low: value / stretch, high: value * stretch })
    }

    fn test(&self) -> Option<CmhTest> {
        if self.hypergeometric <= 0.0 {
            return None;
        }
        let chi2 = self.surprise.powi(2) / self.hypergeometric;
        let chi2_corrected = (self.surprise.abs() - 0.5).max(0.0).powi(2) / self.hypergeometric;
        let (p, p_corrected) = (chi2_sf_df1(chi2), chi2_sf_df1(chi2_corrected));
        Some(CmhTest { chi2, p, chi2_corrected, p_corrected })
    }
}

/// `sum w_s (p1s - p0s)` with weights that are scaled to 1: with w = AI chats per stratum, the effect on the chats that AI
/// handled. Variance `sum w_s^2 (p~q~/n of both)`, p~ = (x+1)/(n+2); 95 %.
///
/// `None` without strata, with a negative weight, or when all weights are 0.
#[must_use]
pub fn post_stratified(weighted: &[(Stratum, f64)]) -> Option<PostStratified> {
    let all: f64 = weighted.iter().map(|(_, weight)| weight).sum();
    if !(all.is_finite() && all > 0.0) || weighted.iter().any(|(_, weight)| *weight < 0.0) {
        return None;
    }
    let (mut diff, mut variance) = (0.0, 0.0);
    for (stratum, weight) in weighted {
        let part = weight / all;
        diff += part * (stratum.ai.value() - stratum.human.value());
        variance += part * part * (stratum.ai.softened_variance() + stratum.human.softened_variance());
    }
    let standard_error = variance.sqrt();
    let half = two_sided_z(CONFIDENCE_95) * standard_error;
    Some(PostStratified { diff, standard_error, low: diff - half, high: diff + half })
}
