//! Times until something happened, where for some it has not happened yet.

use super::distributions::two_sided_z;
use super::inputs::{CONFIDENCE_95, Share, real};
use super::interval::{Estimate, wilson};

/// A chat that came back counts as reopened within so many hours.
pub const REOPEN_HOURS: f64 = 72.0;

/// Products that should be 0.1 come out as 0.1 +- this.
const ROUNDING: f64 = 1e-12;

/// How long somebody waited, and whether the wait ended (or is still going on, or was given up).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Waited {
    pub time: f64,
    pub ended: bool,
}

/// One step of the curve: at time `t`, `events` of the `at_risk` ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    pub t: f64,
    pub at_risk: u64,
    pub events: u64,
    /// Share still waiting after `t`.
    pub survival: f64,
    /// Greenwood's standard error; `None` once nobody waits any more.
    pub standard_error: Option<f64>,
    /// 95 % limits on the log-log scale; `None` once nobody waits any more.
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// The curve, and the first times at which half and nine tenths had ended (`None` = not reached).
#[derive(Debug, Clone, PartialEq)]
pub struct KaplanMeier {
    pub steps: Vec<Step>,
    pub median: Option<f64>,
    pub p90: Option<f64>,
}

/// Share reopened within 72 h: among chats old enough to know, and by Kaplan-Meier with the younger ones too.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reopened {
    pub mature_n: u64,
    pub mature_reopened: u64,
    /// Wilson 95 %; `None` while no chat is old enough.
    pub rate: Option<Estimate>,
    pub km_rate: f64,
    pub km_se: Option<f64>,
}

/// Product-limit curve (Kaplan & Meier 1958), variance of Greenwood (1926), log-log limits (Kalbfleisch & Prentice 1980).
///
/// `None` when empty or a time is negative or not finite. Ties: an end counts before a wait given up at the same time.
#[must_use]
pub fn kaplan_meier(waits: &[Waited]) -> Option<KaplanMeier> {
    if waits.is_empty() || waits.iter().any(|wait| !wait.time.is_finite() || wait.time < 0.0) {
        return None;
    }
    let mut sorted = waits.to_vec();
    sorted.sort_by(|one, other| one.time.total_cmp(&other.time));
    let z = two_sided_z(CONFIDENCE_95);
    let mut at_risk = u64::try_from(sorted.len()).ok()?;
    let (mut survival, mut greenwood) = (1.0, 0.0);
    let mut steps = Vec::new();
    for tied in sorted.chunk_by(|one, other| one.time.total_cmp(&other.time).is_eq()) {
        let events = u64::try_from(tied.iter().filter(|wait| wait.ended).count()).ok()?;
        if events > 0 {
            let (d, r) = (real(events), real(at_risk));
            survival *= 1.0 - d / r;
            greenwood += d / (r * (r - d));
            steps.push(step(tied.first()?.time, at_risk, events, (survival, greenwood), z));
        }
        at_risk -= u64::try_from(tied.len()).ok()?;
    }
    let first = |left: f64| steps.iter().find(|s| s.survival <= left + ROUNDING).map(|s| s.t);
    let (median, p90) = (first(0.5), first(0.1));
    Some(KaplanMeier { steps, median, p90 })
}

fn step(t: f64, at_risk: u64, events: u64, (survival, greenwood): (f64, f64), z: f64) -> Step {
    // When all remaining waits end at once Greenwood's sum is infinite: no error can be given.
    let known = survival > 0.0 && greenwood.is_finite();
    let limit = |sign: f64| {
        known.then(|| {
            let log = -survival.ln();
            (-(log.ln() + sign * z * greenwood.sqrt() / log).exp()).exp()
        })
    };
    Step {
        t,
        at_risk,
        events,
        survival,
        standard_error: known.then(|| survival * greenwood.sqrt()),
        low: limit(1.0),
        high: limit(-1.0),
    }
}

/// `(hours since resolved, hours from resolved to the visitor's return)` of each chat.
///
/// A chat resolved less than 72 h ago that is quiet so far is unknown, not "not reopened": it enters only the
/// Kaplan-Meier rate. `None` when empty, or when an hour is negative, not finite, or a return lies in the future.
#[must_use]
pub fn reopened_within_72h(chats: &[(f64, Option<f64>)]) -> Option<Reopened> {
    let (mut mature_n, mut mature_reopened) = (0, 0);
    let mut waits = Vec::with_capacity(chats.len());
    for (since, back) in chats {
        if back.is_some_and(|hours| hours > *since) {
            return None;
        }
        let reopened = back.is_some_and(|hours| hours <= REOPEN_HOURS);
        if *since >= REOPEN_HOURS {
            mature_n += 1;
            mature_reopened += u64::from(reopened);
        }
        waits.push(Waited {
            time: back.unwrap_or(*since).min(REOPEN_HOURS.max(back.unwrap_or(0.0))),
            ended: reopened,
        });
    }
    let curve = kaplan_meier(&waits)?;
    let last = curve.steps.last();
    Some(Reopened {
        mature_n,
        mature_reopened,
        rate: Share::new(mature_reopened, mature_n).map(|share| wilson(share, CONFIDENCE_95)),
        km_rate: last.map_or(0.0, |step| 1.0 - step.survival),
        km_se: last.and_then(|step| step.standard_error),
    })
}
