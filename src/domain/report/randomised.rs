//! The comparison by lottery: the only one that may say "helps" or "harms".

use serde::Serialize;

use super::adjusted::Pair;
use super::difference::{Gap, Sides, TimeGap, of_periods, of_scores, of_stars, of_waits};
use super::figure::ShareFigure;
use super::group::{Group, Tally};
use super::lottery::{LotteryFigure, Period, PeriodCounts, check};
use super::sentence::{Kind, RatingsToCome};
use crate::stats::lottery::{RatedArm, Trimmed};
use crate::stats::{
    ALPHA_5, MARGIN, MIN_PER_ARM, N_STAR, Probability, Share, Stratum, anytime_difference_stratified,
    lee_bounds, ratings_still_needed, real,
};

/// Response rates that differ by less than this, in points, are let pass.
const RESPONSE_POINTS: f64 = 5.0;

/// Arms as assigned (intention to treat), AI minus human.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Randomised {
    pub periods: Vec<PeriodCounts>,
    /// Not counted here: chats of a visitor who was counted already in the same period. Visitors are drawn, and each counts
    /// once, with the first chat.
    pub later_chats: u64,
    pub lottery: LotteryFigure,
    pub ai_allowed: Group,
    pub human_only: Group,
    /// Satisfied visitors in points, valid however often it is looked at; null below 20 ratings in an arm.
    pub csat: Option<Gap>,
    pub csat_n: Sides,
    /// How many more ratings until it can be told; null when it can, or never will.
    pub ratings_needed: Option<u64>,
    pub response: Response,
    pub differences: ArmDifferences,
    /// Chats of the AI arm in which the assistant wrote at least once.
    pub wrote: ShareFigure,
    /// The effect on those chats: `csat.points / wrote`; null while nothing is known.
    pub undiluted_points: Option<f64>,
    /// The same comparison among chats in which a draft passed every gate, in both arms: no dilution.
    pub triggered: Triggered,
    #[serde(skip)]
    pub(super) kind: Kind,
    #[serde(skip)]
    pub(super) to_come: RatingsToCome,
}

/// Do visitors of both arms rate equally often?
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Response {
    /// AI minus human, points.
    pub gap: Option<Gap>,
    /// The interval excludes 0 and the gap is 5 points or more.
    pub caution: bool,
    /// Only then: what the difference could be if surplus raters alone had made it, points (Lee 2009).
    pub lee: Option<Lee>,
}

/// See [`Response`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Lee {
    pub low: f64,
    pub high: f64,
    /// Largest share of an arm's ratings that is surplus.
    pub trim_share: f64,
}

/// Differences that describe and decide nothing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArmDifferences {
    pub csat_mean: Option<Gap>,
    pub nps: Option<Gap>,
    pub left_without_reply: Option<Gap>,
    pub reopened: Option<Gap>,
    pub unhappy: Option<Gap>,
    /// Medians with those still waiting; of the period with the most chats.
    pub first_reply: Option<TimeGap>,
    pub solved: Option<TimeGap>,
}

/// See [`Randomised::triggered`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Triggered {
    pub periods: Vec<Pair>,
    pub csat: Option<Gap>,
    pub csat_n: Sides,
}

/// `None` where nobody was kept for humans. `later_chats` were left out of the periods. `id` seeds the bootstrap.
pub(super) fn conclude(periods: &[Period], later_chats: u64, id: &str) -> Option<Randomised> {
    if periods.is_empty() {
        return None;
    }
    let pairs: Vec<Pair> = periods.iter().map(Period::pair).collect();
    let lottery = check(periods);
    let (csat, csat_n) = anytime(&pairs, ALPHA_5);
    let response = response(periods);
    let wrote = ShareFigure::of(
        periods.iter().map(|period| period.wrote).sum(),
        periods.iter().map(|period| period.ai.conversations).sum(),
    );
    let all = |arm: fn(&Period) -> &Tally| {
        periods.iter().map(arm).fold(Tally::default(), |mut sum, tally| {
            sum.join(tally);
            sum
        })
    };
    let (ai, human) = (all(|period| &period.ai), all(|period| &period.human));
    let kind = kind(lottery.broken, csat, &response);
    let to_come = if kind == Kind::CantTell { to_come(&pairs) } else { RatingsToCome::Few(0) };
    let triggered: Vec<Pair> = periods.iter().map(|period| period.triggered).collect();
    let (triggered_csat, triggered_n) = anytime(&triggered, ALPHA_5);
    Some(Randomised {
        periods: periods.iter().map(Period::counts).collect(),
        later_chats,
        lottery,
        ai_allowed: ai.figures(),
        human_only: human.figures(),
        csat,
        csat_n,
        ratings_needed: match to_come {
            RatingsToCome::Few(more) if kind == Kind::CantTell => Some(more),
            _ => None,
        },
        response,
        differences: differences(periods, id),
        undiluted_points: csat.zip(wrote.share).filter(|(_, w)| *w > 0.0).map(|(gap, w)| gap.points / w),
        wrote,
        triggered: Triggered { periods: triggered, csat: triggered_csat, csat_n: triggered_n },
        kind,
        to_come,
    })
}

/// The difference that may be looked at any time, over periods; null below 20 ratings on a side.
pub(super) fn anytime(periods: &[Pair], alpha: Probability) -> (Option<Gap>, Sides) {
    let strata: Vec<Stratum> = periods.iter().filter_map(Pair::stratum).collect();
    let side = |n: fn(&Stratum) -> u64| strata.iter().map(n).sum();
    let n = Sides::new(side(|s| s.ai.n()), side(|s| s.human.n()), MIN_PER_ARM);
    let seen = anytime_difference_stratified(&strata, alpha, N_STAR).filter(|_| n.more == 0);
    (seen.map(|seen| Gap::percent(seen.diff, seen.low, seen.high)), n)
}

/// STATISTICS.md C5, in its order.
fn kind(broken: bool, csat: Option<Gap>, response: &Response) -> Kind {
    let margin = 100.0 * MARGIN.get();
    let Some(seen) = csat.filter(|_| !broken) else {
        return if broken { Kind::Broken } else { Kind::TooFew };
    };
    if response.lee.is_some_and(|lee| lee.low < 0.0 && lee.high > 0.0) {
        return Kind::CantTellResponse;
    }
    match seen {
        Gap { low, .. } if low > 0.0 => Kind::Helps,
        Gap { high, .. } if high < 0.0 => Kind::Harms,
        Gap { low, high, .. } if low > -margin && high < margin => Kind::NoRealDifference,
        Gap { low, .. } if low > -margin => Kind::NotWorse,
        _ => Kind::CantTell,
    }
}

fn to_come(pairs: &[Pair]) -> RatingsToCome {
    let all = pairs.iter().fold(Pair::default(), |mut sum, pair| {
        sum.join(pair);
        sum
    });
    let needed = all
        .stratum()
        .and_then(|seen| ratings_still_needed(seen.ai, seen.human, MARGIN, N_STAR))
        .map(|needed| needed.more);
    RatingsToCome::of(needed)
}

fn response(periods: &[Period]) -> Response {
    let rates: Vec<_> = periods.iter().map(|p| (p.ai.response(), p.human.response())).collect();
    let gap = of_periods(&rates);
    let caution = gap.is_some_and(|gap| gap.excludes_zero() && gap.points.abs() >= RESPONSE_POINTS);
    Response { gap, caution, lee: lee(periods).filter(|_| caution) }
}

/// Bounds of each period, weighted by its ratings.
fn lee(periods: &[Period]) -> Option<Lee> {
    let arm = |tally: &Tally| {
        let rated = Share::new(tally.stars.satisfied(), tally.rated())?;
        RatedArm::new(rated, tally.over)
    };
    let bounds: Vec<_> = periods
        .iter()
        .filter_map(|period| {
            let bounds = lee_bounds(arm(&period.ai)?, arm(&period.human)?);
            Some((real(period.ai.rated() + period.human.rated()), bounds))
        })
        .collect();
    let all: f64 = bounds.iter().map(|(weight, _)| weight).sum();
    if bounds.is_empty() {
        return None;
    }
    let sum = |part: fn(&crate::stats::LeeBounds) -> f64| {
        bounds.iter().map(|(weight, bounds)| weight / all * part(bounds)).sum::<f64>()
    };
    let trimmed = bounds.iter().filter(|(_, bounds)| bounds.trimmed != Trimmed::Neither);
    Some(Lee {
        low: 100.0 * sum(|bounds| bounds.low),
        high: 100.0 * sum(|bounds| bounds.high),
        trim_share: trimmed.map(|(_, bounds)| bounds.trim_share).fold(0.0, f64::max),
    })
}

fn differences(periods: &[Period], id: &str) -> ArmDifferences {
    let shares = |share: fn(&Tally) -> ShareFigure| {
        let each: Vec<_> = periods.iter().map(|p| (share(&p.ai), share(&p.human))).collect();
        of_periods(&each)
    };
    let largest = periods.iter().max_by_key(|p| p.ai.conversations + p.human.conversations);
    let wait = |what: &str, waits: fn(&Tally) -> &super::waits::Waits| {
        largest.and_then(|p| of_waits(waits(&p.ai), waits(&p.human), &format!("{id} {what}")))
    };
    // Means and scores have no formula for several periods: the one with the most chats speaks.
    ArmDifferences {
        csat_mean: largest.and_then(|p| of_stars(&p.ai.stars, &p.human.stars)),
        nps: largest.and_then(|p| of_scores(&p.ai.recommending, &p.human.recommending)),
        left_without_reply: shares(Tally::left_without_reply),
        reopened: shares(Tally::reopened),
        unhappy: shares(Tally::unhappy),
        first_reply: wait("first reply", |tally| &tally.first_reply),
        solved: wait("solved", |tally| &tally.solved),
    }
}
