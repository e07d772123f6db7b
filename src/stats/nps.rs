//! Net promoter score and the difference of two, in points from -100 to 100.

use super::distributions::two_sided_z;
use super::inputs::{CONFIDENCE_95, real};
use super::interval::Interval;

/// Adjusted Wald (Rocks 2016): so many imagined answers of each kind before the interval is made.
const ADDED_PROMOTERS: f64 = 0.75;
const ADDED_PASSIVES: f64 = 1.5;
const ADDED_DETRACTORS: f64 = 0.75;

/// Answers of 9-10, 7-8 and 0-6; at least one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NpsCounts {
    promoters: u64,
    passives: u64,
    detractors: u64,
}

impl NpsCounts {
    /// `None` when nobody answered.
    #[must_use]
    pub const fn new(promoters: u64, passives: u64, detractors: u64) -> Option<Self> {
        if promoters == 0 && passives == 0 && detractors == 0 {
            return None;
        }
        Some(Self { promoters, passives, detractors })
    }

    fn plain(self) -> Centre {
        Centre::of(real(self.promoters), real(self.passives), real(self.detractors))
    }

    fn adjusted(self) -> Centre {
        Centre::of(
            real(self.promoters) + ADDED_PROMOTERS,
            real(self.passives) + ADDED_PASSIVES,
            real(self.detractors) + ADDED_DETRACTORS,
        )
    }
}

/// The score and its two intervals; the adjusted one is the one to print.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nps {
    pub score: f64,
    pub standard_error: f64,
    pub wald: Interval,
    pub adjusted_center: f64,
    pub adjusted: Interval,
}

/// First score minus second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NpsDifference {
    pub diff: f64,
    pub adjusted_diff: f64,
    pub standard_error: f64,
    pub low: f64,
    pub high: f64,
}

/// A score as a share (-1..1) and the variance of its estimate.
#[derive(Debug, Clone, Copy)]
struct Centre {
    score: f64,
    variance: f64,
}

impl Centre {
    /// One answer counts +1, 0 or -1; its variance is `p + d - (p - d)^2`.
    fn of(promoters: f64, passives: f64, detractors: f64) -> Self {
        let n = promoters + passives + detractors;
        let (p, d) = (promoters / n, detractors / n);
        let score = p - d;
        Self { score, variance: ((p + d - score * score) / n).max(0.0) }
    }

    fn interval(self, z: f64) -> Interval {
        let half = z * self.variance.sqrt();
        Interval { low: 100.0 * (self.score - half), high: 100.0 * (self.score + half) }
    }
}

/// Net promoter score with 95 % intervals (Wald, and adjusted Wald of Rocks 2016). The ends are not cut at +-100.
#[must_use]
pub fn nps(counts: NpsCounts) -> Nps {
    let z = two_sided_z(CONFIDENCE_95);
    let (plain, adjusted) = (counts.plain(), counts.adjusted());
    Nps {
        score: 100.0 * plain.score,
        standard_error: 100.0 * plain.variance.sqrt(),
        wald: plain.interval(z),
        adjusted_center: 100.0 * adjusted.score,
        adjusted: adjusted.interval(z),
    }
}

/// Difference of two scores; the 95 % interval stands on the adjusted centres and variances of both.
#[must_use]
pub fn nps_difference(ai: NpsCounts, human: NpsCounts) -> NpsDifference {
    let (one, zero) = (ai.adjusted(), human.adjusted());
    let both = Centre { score: one.score - zero.score, variance: one.variance + zero.variance };
    let Interval { low, high } = both.interval(two_sided_z(CONFIDENCE_95));
    NpsDifference {
        diff: 100.0 * (ai.plain().score - human.plain().score),
        adjusted_diff: 100.0 * both.score,
        standard_error: 100.0 * both.variance.sqrt(),
        low,
        high,
    }
}
