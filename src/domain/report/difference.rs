//! AI minus human, each difference with its interval or with the number of answers it lacks.

use serde::Serialize;

use super::figure::{NPS_N_MIN, Recommending, ShareFigure, Stars};
use super::group::Tally;
use super::waits::{Limited, Waits, Z_95};
use crate::stats::bootstrap::{RESAMPLES, difference_of_waits, seed_of};
use crate::stats::{
    ALPHA_5, CONFIDENCE_95, MIN_PER_ARM, Moments, N_STAR, Share, Stratum, anytime_difference,
    mantel_haenszel, newcombe, nps_difference, welch,
};

const PERCENT: f64 = 100.0;

/// z of a two-sided 99 % interval.
const Z_99: f64 = 2.575_829_303_548_901;

/// With more waits on a side nothing is drawn.
const DRAWN_MAX: u64 = 2_000;

/// One row per figure; null below the least number of answers on either side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Differences {
    /// Percentage points of satisfied visitors, for one look (Newcombe).
    pub csat: Option<Gap>,
    /// The same difference, valid however often it is looked at.
    pub csat_anytime: Option<Gap>,
    /// Points on the scale from 1 to 5 (Welch). Also null when no rating differs from another.
    pub csat_mean: Option<Gap>,
    pub csat_n: Sides,
    /// Points on the scale from -100 to 100.
    pub nps: Option<Gap>,
    pub nps_n: Sides,
    /// Percentage points of chats that came back within 72 h (Newcombe).
    pub reopened: Option<Gap>,
    pub reopened_n: Sides,
}

/// A difference with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Gap {
    pub points: f64,
    pub low: f64,
    pub high: f64,
}

/// Difference of two medians of waits (Kaplan-Meier), with the intervals of a bootstrap; seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TimeGap {
    pub seconds: f64,
    /// 95 %; null: no bound on that side.
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// Even the 99 % interval excludes 0.
    pub clear: bool,
}

/// Answers on both sides, and how many more it takes to show a difference at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Sides {
    pub ai_assisted: u64,
    pub human_only: u64,
    /// 0 = enough.
    pub more: u64,
}

impl Sides {
    pub(super) const fn new(ai_assisted: u64, human_only: u64, least: u64) -> Self {
        let more = least.saturating_sub(ai_assisted) + least.saturating_sub(human_only);
        Self { ai_assisted, human_only, more }
    }
}

impl Gap {
    /// Shares turned into points, cut at +-100.
    pub(super) const fn percent(value: f64, low: f64, high: f64) -> Self {
        Self {
            points: PERCENT * value,
            low: (PERCENT * low).max(-PERCENT),
            high: (PERCENT * high).min(PERCENT),
        }
    }

    /// Whether 0 lies outside.
    #[must_use]
    pub const fn excludes_zero(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

impl Differences {
    pub(super) fn between(ai: &Tally, human: &Tally) -> Self {
        let csat_n = Sides::new(ai.rated(), human.rated(), MIN_PER_ARM);
        let nps_n = Sides::new(ai.recommending.n(), human.recommending.n(), NPS_N_MIN);
        let (back, back_human) = (ai.reopened(), human.reopened());
        let reopened_n = Sides::new(back.n, back_human.n, MIN_PER_ARM);
        Self {
            csat: of_shares(ai.csat(), human.csat(), MIN_PER_ARM),
            csat_anytime: enough(csat_n, ai.csat().counts(), human.csat().counts()).map(any_time),
            csat_mean: of_stars(&ai.stars, &human.stars),
            csat_n,
            nps: of_scores(&ai.recommending, &human.recommending),
            nps_n,
            reopened: of_shares(back, back_human, MIN_PER_ARM),
            reopened_n,
        }
    }
}

/// First minus second share in points, for one look (Newcombe 1998).
pub(super) fn of_shares(one: ShareFigure, other: ShareFigure, least: u64) -> Option<Gap> {
    let seen = enough(Sides::new(one.n, other.n, least), one.counts(), other.counts())?;
    let seen = newcombe(seen.0, seen.1);
    Some(Gap::percent(seen.value, seen.low, seen.high))
}

/// First minus second mean rating (Welch); null below 20 on a side, and without a spread.
pub(super) fn of_stars(one: &Stars, other: &Stars) -> Option<Gap> {
    let n = Sides::new(one.n(), other.n(), MIN_PER_ARM);
    let (one, other) = enough(n, one.moments(), other.moments())?;
    of_means(one, other)
}

/// First minus second mean (Welch).
pub(super) fn of_means(one: Moments, other: Moments) -> Option<Gap> {
    let seen = welch(one, other, CONFIDENCE_95)?;
    Some(Gap { points: seen.diff, low: seen.low, high: seen.high })
}

/// The plain difference of the scores, inside the interval of the adjusted ones.
pub(super) fn of_scores(one: &Recommending, other: &Recommending) -> Option<Gap> {
    let n = Sides::new(one.n(), other.n(), NPS_N_MIN);
    let (one, other) = enough(n, one.counts(), other.counts())?;
    let seen = nps_difference(one, other);
    Some(Gap { points: seen.diff, low: seen.low.max(-200.0), high: seen.high.min(200.0) })
}

/// First minus second median wait. Null below six on a side, and where a median was not reached.
///
/// By the bootstrap; with more than 2,000 waits on a side by the two medians' own limits, put together as Newcombe does with
/// shares (MOVER; Donner & Zou 2012).
pub(super) fn of_waits(one: &Waits, other: &Waits, id: &str) -> Option<TimeGap> {
    const LEAST: u64 = super::times::MEDIAN_N_MIN;
    if one.n() < LEAST || other.n() < LEAST {
        return None;
    }
    if one.n().max(other.n()) > DRAWN_MAX {
        return of_many_waits(one, other);
    }
    let seen = difference_of_waits(&one.listed(), &other.listed(), RESAMPLES, seed_of(id))?;
    let bound = |limit: f64| limit.is_finite().then_some(limit);
    Some(TimeGap {
        seconds: seen.diff,
        low: bound(seen.p95.low),
        high: bound(seen.p95.high),
        clear: seen.is_clear(),
    })
}

fn of_many_waits(one: &Waits, other: &Waits) -> Option<TimeGap> {
    let ([one_95, one_99], [other_95, other_99]) = (one.medians([Z_95, Z_99])?, other.medians([Z_95, Z_99])?);
    let together = |(m1, l1, u1): Limited, (m0, l0, u0): Limited| {
        let low = l1.zip(u0).map(|(l1, u0)| m1 - m0 - (m1 - l1).hypot(u0 - m0));
        let high = u1.zip(l0).map(|(u1, l0)| m1 - m0 + (u1 - m1).hypot(m0 - l0));
        (m1 - m0, low, high)
    };
    let ((seconds, low, high), (_, lower, higher)) = (together(one_95, other_95), together(one_99, other_99));
    let clear = lower.is_some_and(|low| low > 0.0) || higher.is_some_and(|high| high < 0.0);
    Some(TimeGap { seconds, low, high, clear })
}

/// Shares of several periods, never pooled: one period by Newcombe, several by Mantel-Haenszel.
pub(super) fn of_periods(periods: &[(ShareFigure, ShareFigure)]) -> Option<Gap> {
    let strata: Vec<Stratum> = periods
        .iter()
        .filter_map(|(ai, human)| Some(Stratum { ai: ai.counts()?, human: human.counts()? }))
        .collect();
    match strata.as_slice() {
        [] => None,
        [only] => {
            let seen = newcombe(only.ai, only.human);
            Some(Gap::percent(seen.value, seen.low, seen.high))
        }
        several => {
            let seen = mantel_haenszel(several)?;
            let interval = seen.risk?;
            Some(Gap::percent(seen.risk_difference, interval.low, interval.high))
        }
    }
}

fn enough<T>(n: Sides, ai: Option<T>, human: Option<T>) -> Option<(T, T)> {
    ai.zip(human).filter(|_| n.more == 0)
}

fn any_time((ai, human): (Share, Share)) -> Gap {
    let seen = anytime_difference(ai, human, ALPHA_5, N_STAR);
    Gap::percent(seen.diff, seen.low, seen.high)
}
