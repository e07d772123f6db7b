//! AI minus human in the raw split, each difference with its interval or with the number of answers it lacks.

use serde::Serialize;

use super::group::{NPS_N_MIN, Tally};
use crate::stats::{
    ALPHA_5, CONFIDENCE_95, MIN_PER_ARM, Moments, N_STAR, NpsCounts, Share, anytime_difference, newcombe,
    nps_difference, welch,
};

const PERCENT: f64 = 100.0;

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

/// Answers on both sides, and how many more it takes to show a difference at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Sides {
    pub ai_assisted: u64,
    pub human_only: u64,
    /// 0 = enough.
    pub more: u64,
}

impl Sides {
    pub(super) fn new(ai_assisted: u64, human_only: u64, least: u64) -> Self {
        let more = least.saturating_sub(ai_assisted) + least.saturating_sub(human_only);
        Self { ai_assisted, human_only, more }
    }
}

impl Gap {
    /// Shares turned into points, cut at +-100.
    fn percent(value: f64, low: f64, high: f64) -> Self {
        Self {
            points: PERCENT * value,
            low: (PERCENT * low).max(-PERCENT),
            high: (PERCENT * high).min(PERCENT),
        }
    }
}

impl Differences {
    pub(super) fn between(ai: &Tally, human: &Tally) -> Self {
        let csat_n = Sides::new(ai.rated(), human.rated(), MIN_PER_ARM);
        let nps_n = Sides::new(ai.nps_n(), human.nps_n(), NPS_N_MIN);
        let reopened_n = Sides::new(ai.reopened_n(), human.reopened_n(), MIN_PER_ARM);
        Self {
            csat: enough(csat_n, ai.csat(), human.csat()).map(one_look),
            csat_anytime: enough(csat_n, ai.csat(), human.csat()).map(any_time),
            csat_mean: enough(csat_n, Moments::of(&ai.stars), Moments::of(&human.stars)).and_then(means),
            csat_n,
            nps: enough(nps_n, ai.nps(), human.nps()).map(scores),
            nps_n,
            reopened: enough(reopened_n, ai.reopened(), human.reopened()).map(one_look),
            reopened_n,
        }
    }
}

fn enough<T>(n: Sides, ai: Option<T>, human: Option<T>) -> Option<(T, T)> {
    ai.zip(human).filter(|_| n.more == 0)
}

fn one_look((ai, human): (Share, Share)) -> Gap {
    let seen = newcombe(ai, human);
    Gap::percent(seen.value, seen.low, seen.high)
}

fn any_time((ai, human): (Share, Share)) -> Gap {
    let seen = anytime_difference(ai, human, ALPHA_5, N_STAR);
    Gap::percent(seen.diff, seen.low, seen.high)
}

fn means((ai, human): (Moments, Moments)) -> Option<Gap> {
    let seen = welch(ai, human, CONFIDENCE_95)?;
    Some(Gap { points: seen.diff, low: seen.low, high: seen.high })
}

/// The plain difference of the scores, inside the interval of the adjusted ones.
fn scores((ai, human): (NpsCounts, NpsCounts)) -> Gap {
    let seen = nps_difference(ai, human);
    Gap { points: seen.diff, low: seen.low.max(-200.0), high: seen.high.min(200.0) }
}
