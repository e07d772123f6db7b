//! Waits of which some have not ended: Kaplan-Meier quantiles with log-log limits, exact, without sorting the ended ones.
//!
//! Between two waits that were given up, `prod (1 - d/r)` telescopes to `(r - d)/r` and Greenwood's `sum d/(r(r - d))` to
//! `1/(r - d) - 1/r`. So only the waits that were given up are sorted; of the others it is enough to know how many lie
//! between them.

use std::cell::OnceCell;

use serde::Serialize;

use super::order::{Ordered, Places};
use super::times::{MEDIAN_N_MIN, P90_N_MIN, TimeFigure, Times, seconds};
use crate::stats::{Waited, real};

/// z of a two-sided 95 % interval.
pub(super) const Z_95: f64 = 1.959_963_984_540_054;

/// Products that should be 0.1 come out as 0.1 +- this.
const ROUNDING: f64 = 1e-12;

/// Steps (and stretches) looked at one by one; of more, by halving: with so many the lines only fall.
const LOOKED_AT_MAX: usize = 256;

/// Seconds until it happened, with those in which it has not (95 %, log-log limits; Kaplan & Meier 1958).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WaitFigure {
    /// All of them.
    pub n: u64,
    /// Those in which it happened.
    pub ended: u64,
    /// Null below 6, and while less than half have ended ("not reached").
    pub median: Option<f64>,
    pub median_low: Option<f64>,
    pub median_high: Option<f64>,
    /// Null below 10, and while less than nine in ten have ended.
    pub p90: Option<f64>,
    pub p90_low: Option<f64>,
    pub p90_high: Option<f64>,
}

/// A value, and its lower and upper limit.
pub(super) type Limited = (f64, Option<f64>, Option<f64>);

/// Waits that ended, and waits that were given up or are still going on, microseconds.
#[derive(Debug, Clone, Default)]
pub(super) struct Waits {
    pub(super) ended: Times,
    pub(super) open: Times,
    /// Made when it is first asked for; what is added later makes it anew.
    known: OnceCell<Known>,
}

/// What every figure of the same waits stands on.
#[derive(Debug, Clone)]
struct Known {
    curve: Curve,
    ordered: Ordered,
}

impl Waits {
    /// A wait that ended after so long, or one that is `so_far` long.
    pub(super) fn add(&mut self, ended: Option<i64>, so_far: i64) {
        self.known.take();
        match ended {
            Some(_) => self.ended.add(ended),
            None => self.open.add(Some(so_far.max(0))),
        }
    }

    pub(super) fn join(&mut self, other: &Self) {
        self.known.take();
        self.ended.join(&other.ended);
        self.open.join(&other.open);
    }

    pub(super) fn n(&self) -> u64 {
        self.ended.n() + self.open.n()
    }

    fn known(&self) -> &Known {
        self.known.get_or_init(|| Known { curve: Curve::of(self), ordered: Ordered::of(self.ended.values()) })
    }

    /// Of those that ended alone.
    pub(super) fn ended_figure(&self) -> TimeFigure {
        self.ended.figure(&self.known().ordered)
    }

    /// For the bootstrap.
    pub(super) fn listed(&self) -> Vec<Waited> {
        let mut all = self.ended.as_waits();
        all.extend(self.open.values().iter().map(|t| Waited { time: seconds(*t), ended: false }));
        all
    }

    pub(super) fn figure(&self) -> WaitFigure {
        let Known { curve, ordered } = self.known();
        let limits = [Limit::Middle, Limit::Low(Z_95), Limit::High(Z_95)];
        let half = limits.map(|limit| curve.first(limit, 0.5));
        let ninety = limits.map(|limit| curve.first(limit, 0.1));
        let ranks: Vec<usize> = half.iter().chain(&ninety).map(|rank| rank.unwrap_or(usize::MAX)).collect();
        let values: Vec<Option<f64>> =
            ordered.at(self.ended.values(), &ranks).into_iter().map(|t| t.map(seconds)).collect();
        let n = self.n();
        let value = |at: usize, least: u64| values.get(at).copied().flatten().filter(|_| n >= least);
        WaitFigure {
            n,
            ended: self.ended.n(),
            median: value(0, MEDIAN_N_MIN),
            median_low: value(1, MEDIAN_N_MIN),
            median_high: value(2, MEDIAN_N_MIN),
            p90: value(3, P90_N_MIN),
            p90_low: value(4, P90_N_MIN),
            p90_high: value(5, P90_N_MIN),
        }
    }

    /// The median with its limits at each z, seconds.
    pub(super) fn medians(&self, zs: [f64; 2]) -> Option<[Limited; 2]> {
        let Known { curve, ordered } = self.known();
        let limits = zs.map(|z| [Limit::Middle, Limit::Low(z), Limit::High(z)]);
        let ranks: Vec<usize> =
            limits.iter().flatten().map(|limit| curve.first(*limit, 0.5).unwrap_or(usize::MAX)).collect();
        let values = ordered.at(self.ended.values(), &ranks);
        let &[Some(median), low, high, _, lower, higher] = values.as_slice() else { return None };
        let limited =
            |low: Option<u64>, high: Option<u64>| (seconds(median), low.map(seconds), high.map(seconds));
        Some([limited(low, high), limited(lower, higher)])
    }

    /// When so large a share had ended, seconds: the curve at the shares asked for.
    pub(super) fn when(&self, shares: &[f64]) -> Vec<Option<f64>> {
        let Known { curve, ordered } = self.known();
        let rank = |share: &f64| curve.first(Limit::Middle, 1.0 - share).unwrap_or(usize::MAX);
        let ranks: Vec<usize> = shares.iter().map(rank).collect();
        ordered.at(self.ended.values(), &ranks).into_iter().map(|t| t.map(seconds)).collect()
    }
}

/// Which line is followed down.
#[derive(Clone, Copy, Debug)]
enum Limit {
    Middle,
    /// At this z.
    Low(f64),
    High(f64),
}

/// Ends between two waits that were given up.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    /// Ends before it.
    before: u64,
    ends: u64,
    at_risk: u64,
    survival: f64,
    greenwood: f64,
}

#[derive(Debug, Clone)]
struct Curve(Vec<Stretch>);

impl Curve {
    fn of(waits: &Waits) -> Self {
        let mut open = waits.open.values().to_vec();
        open.sort_unstable();
        // An end counts before a wait given up at the same time.
        let mut ends = vec![0_u64; open.len() + 1];
        if open.is_empty() {
            ends = vec![waits.ended.n()];
        } else {
            let places = Places::of(&open);
            for time in waits.ended.values() {
                if let Some(count) = ends.get_mut(places.below(*time)) {
                    *count += 1;
                }
            }
        }
        let (mut before, mut at_risk, mut survival, mut greenwood) = (0, waits.n(), 1.0, 0.0);
        let stretches = ends.into_iter().map(|ends| {
            let stretch = Stretch { before, ends, at_risk, survival, greenwood };
            (survival, greenwood) = stretch.after(ends);
            before += ends;
            at_risk = at_risk.saturating_sub(ends + 1);
            stretch
        });
        Self(stretches.collect())
    }

    /// Rank (from 0, among the ended) of the first end at which the line is at or below `left`.
    fn first(&self, limit: Limit, left: f64) -> Option<usize> {
        let crosses = |stretch: &Stretch, ends: u64| stretch.line(limit, ends) <= left + ROUNDING;
        // After the last of all there is no error, and so no upper limit: the one before may have crossed all the same.
        let within = |stretch: &Stretch| {
            [stretch.ends, stretch.ends.saturating_sub(1)]
                .into_iter()
                .any(|ends| ends > 0 && crosses(stretch, ends))
        };
        let many = self.0.len() > LOOKED_AT_MAX;
        let begin = if many { self.0.partition_point(|stretch| !crosses(stretch, stretch.ends)) } else { 0 };
        let stretch = self.0.iter().skip(begin).find(|stretch| within(stretch))?;
        let ends = if stretch.ends <= LOOKED_AT_MAX as u64 {
            (1..=stretch.ends).find(|ends| crosses(stretch, *ends))
        } else {
            let holds = |ends| crosses(stretch, ends);
            halved(stretch.ends, holds).or_else(|| halved(stretch.ends - 1, holds))
        };
        usize::try_from(stretch.before + ends? - 1).ok()
    }
}

impl Stretch {
    /// Survival and Greenwood's sum after so many of its ends.
    fn after(self, ends: u64) -> (f64, f64) {
        let (risk, left) = (real(self.at_risk), real(self.at_risk.saturating_sub(ends)));
        if ends == 0 {
            return (self.survival, self.greenwood);
        }
        (self.survival * left / risk, self.greenwood + 1.0 / left - 1.0 / risk)
    }

    fn line(self, limit: Limit, ends: u64) -> f64 {
        let (survival, greenwood) = self.after(ends);
        let z = match limit {
            Limit::Middle => return survival,
            Limit::Low(z) => z,
            Limit::High(z) => -z,
        };
        if survival <= 0.0 || !greenwood.is_finite() {
            // Nobody waits any more: no error can be given, and so no upper limit.
            return if z > 0.0 { 0.0 } else { 1.0 };
        }
        let log = -survival.ln();
        (-(log.ln() + z * greenwood.sqrt() / log).exp()).exp()
    }
}

/// The first of `1..=n` for which it holds, where it holds for all that follow.
fn halved(n: u64, holds: impl Fn(u64) -> bool) -> Option<u64> {
    if !holds(n) {
        return None;
    }
    let (mut low, mut high) = (0, n);
    while low + 1 < high {
        let middle = u64::midpoint(low, high);
        if holds(middle) { high = middle } else { low = middle }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::kaplan_meier;

    fn waits(seed: u64, n: u64, open_of_ten: u64) -> Waits {
        let mut state = seed;
        let mut waits = Waits::default();
        for _ in 0..n {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let time = i64::try_from((state >> 40) % 900 + 1).unwrap() * 1_000_000;
            waits.add(((state >> 20) % 10 >= open_of_ten).then_some(time), time);
        }
        waits
    }

    #[test]
    fn the_quantiles_are_those_of_the_whole_curve() {
        for (seed, n, open) in [
            (1, 7, 3),
            (2, 40, 2),
            (3, 300, 4),
            (4, 6_000, 1),
            (5, 9_000, 0),
            (6, 50, 9),
            (7, 4_000, 3),
            (8, 3_000, 4),
        ] {
            let waits = waits(seed, n, open);
            let (figure, curve) = (waits.figure(), kaplan_meier(&waits.listed()).unwrap());
            let first = |limit: fn(&crate::stats::survival::Step) -> Option<f64>, left: f64| {
                curve.steps.iter().find(|s| limit(s).is_some_and(|l| l <= left + 1e-12)).map(|s| s.t)
            };
            assert_eq!(figure.median, curve.median.filter(|_| n >= 6), "{seed}");
            assert_eq!(figure.p90, curve.p90.filter(|_| n >= 10), "{seed}");
            assert_eq!(figure.median_high, first(|s| s.high, 0.5), "{seed}");
            let low = first(|s| Some(s.low.unwrap_or(0.0)), 0.5);
            assert_eq!(figure.median_low, low, "{seed}");
        }
    }

    #[test]
    fn a_median_that_fewer_than_half_have_seen_is_not_reached() {
        let mut waits = Waits::default();
        for at in 1..=10 {
            waits.add((at <= 4).then_some(at * 1_000_000), 9_000_000);
        }
        let figure = waits.figure();
        assert_eq!((figure.n, figure.ended, figure.median, figure.p90), (10, 4, None, None));
        assert!(figure.median_low.is_some());
        assert_eq!(waits.when(&[0.1, 0.4, 0.5]), [Some(1.0), Some(4.0), None]);
    }
}
