//! What a figure is made of: counts, and what may be said of them with its interval. Null beside its n where nothing may.

use serde::Serialize;

use crate::stats::{
    CONFIDENCE_95, Estimate, Moments, NpsCounts, Scale, Share, mean_on_scale, nps, real, wilson,
};

/// A mean of ratings: two are the least that show a spread, and Student's t says how little two are worth.
pub const MEAN_N_MIN: u64 = 2;

/// Net promoter score: below 30 answers even the adjusted interval spans most of the scale (STATISTICS.md C3).
pub const NPS_N_MIN: u64 = 30;

const STARS: Scale = Scale { low: 1.0, high: 5.0 };

/// A share of some count, with Wilson's 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ShareFigure {
    pub positive: u64,
    pub n: u64,
    pub share: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

impl ShareFigure {
    /// `positive` of `n`; nothing is said of nobody.
    #[must_use]
    pub fn of(positive: u64, n: u64) -> Self {
        let seen = Share::new(positive, n).map(|share| wilson(share, CONFIDENCE_95));
        Self {
            positive,
            n,
            share: seen.map(|seen| seen.value),
            low: seen.map(|seen| seen.low),
            high: seen.map(|seen| seen.high),
        }
    }

    /// As the formulas want it.
    pub(super) const fn counts(&self) -> Option<Share> {
        Share::new(self.positive, self.n)
    }
}

/// Mean rating from 1 to 5 with a 95 % interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeanFigure {
    pub n: u64,
    pub mean: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// Net promoter score, -100 to 100 points, with the adjusted Wald 95 % interval cut at the ends of the scale.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NpsFigure {
    pub promoters: u64,
    pub passives: u64,
    pub detractors: u64,
    pub n: u64,
    pub score: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// Reopened within 72 h, of those for which it is known; share with Wilson's 95 % interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReopenedFigure {
    pub reopened: u64,
    pub n: u64,
    pub share: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// How many of the unknown have come back already. Counting them, and not their quiet contemporaries, would push
    /// the share up.
    pub early: u64,
    /// Resolved less than 72 h ago: unknown, in no count.
    pub unknown: u64,
}

/// How many gave each number of stars, one to five.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Stars([u64; 5]);

impl Stars {
    /// A rating off its scale is ignored.
    pub(super) fn add(&mut self, stars: u8) {
        let place = usize::from(stars).checked_sub(1);
        if let Some(count) = place.and_then(|place| self.0.get_mut(place)) {
            *count += 1;
        }
    }

    pub(super) fn join(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }

    pub(super) fn n(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Four or five.
    pub(super) fn satisfied(&self) -> u64 {
        self.0.iter().skip(3).sum()
    }

    /// One star, two, ... five.
    pub(super) const fn counts(&self) -> [u64; 5] {
        self.0
    }

    /// One by one, as the formulas want them.
    pub(super) fn listed(&self) -> Vec<f64> {
        let each = (1_u8..=5).zip(self.0);
        each.flat_map(|(stars, count)| {
            std::iter::repeat_n(f64::from(stars), usize::try_from(count).unwrap_or(0))
        })
        .collect()
    }

    pub(super) fn moments(&self) -> Option<Moments> {
        Moments::of(&self.listed())
    }

    pub(super) fn share(&self) -> ShareFigure {
        ShareFigure::of(self.satisfied(), self.n())
    }

    pub(super) fn mean(&self) -> MeanFigure {
        let seen: Option<Estimate> = self
            .moments()
            .filter(|moments| moments.n() >= MEAN_N_MIN)
            .and_then(|moments| mean_on_scale(moments, STARS, CONFIDENCE_95));
        MeanFigure {
            n: self.n(),
            mean: seen.map(|mean| mean.value),
            low: seen.map(|mean| mean.low),
            high: seen.map(|mean| mean.high),
        }
    }
}

/// Answers to "would you recommend us".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Recommending {
    promoters: u64,
    passives: u64,
    detractors: u64,
}

impl Recommending {
    /// An answer off its scale is ignored.
    pub(super) fn add(&mut self, score: Option<u8>) {
        match score {
            Some(9 | 10) => self.promoters += 1,
            Some(7 | 8) => self.passives += 1,
            Some(0..=6) => self.detractors += 1,
            _ => {}
        }
    }

    pub(super) fn join(&mut self, other: &Self) {
        self.promoters += other.promoters;
        self.passives += other.passives;
        self.detractors += other.detractors;
    }

    pub(super) fn n(&self) -> u64 {
        self.promoters + self.passives + self.detractors
    }

    pub(super) fn counts(&self) -> Option<NpsCounts> {
        NpsCounts::new(self.promoters, self.passives, self.detractors)
    }

    pub(super) fn figure(&self) -> NpsFigure {
        let seen = self.counts().filter(|_| self.n() >= NPS_N_MIN).map(nps);
        NpsFigure {
            promoters: self.promoters,
            passives: self.passives,
            detractors: self.detractors,
            n: self.n(),
            score: seen.map(|nps| nps.score),
            low: seen.map(|nps| nps.adjusted.low.max(-100.0)),
            high: seen.map(|nps| nps.adjusted.high.min(100.0)),
        }
    }
}

/// A ratio of a sum to a share's count, e.g. money per case that ended well: the sum is known, the share has an interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PerFigure {
    /// What was spent in all.
    pub total: f64,
    /// Cases that ended well.
    pub good: u64,
    /// Cases.
    pub n: u64,
    /// `total / good`, and the same at the ends of the share's 95 % interval (Wilson).
    pub each: Option<f64>,
    pub low: Option<f64>,
    /// Null where the share may be 0.
    pub high: Option<f64>,
}

impl PerFigure {
    /// `total` over the `good` of `n`; null while none is good.
    #[must_use]
    pub fn of(total: f64, good: u64, n: u64) -> Self {
        let share = ShareFigure::of(good, n);
        let per = |share: Option<f64>| share.filter(|s| *s > 0.0).map(|s| total / (s * real(n)));
        let known = good > 0;
        Self {
            total,
            good,
            n,
            each: per(share.share),
            low: per(share.high).filter(|_| known),
            high: per(share.low).filter(|_| known),
        }
    }
}
