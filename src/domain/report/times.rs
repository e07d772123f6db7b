//! Times of a group: medians and 90th percentiles, of those that ended and (by Kaplan-Meier) of those that have not.

use serde::Serialize;

use super::order::Ordered;
use crate::stats::{CONFIDENCE_95, Probability, Waited, quantile_ci_ranks, real};

/// Median: from 6 values on the smallest and largest enclose it with 95 % (1 - 2/2^6; 5 values give 94 %).
pub const MEDIAN_N_MIN: u64 = 6;

/// 90th percentile: below 10 values none of them need lie above it. Its upper limit exists from 36 on (1 - 0.9^36).
pub const P90_N_MIN: u64 = 10;

const MICROS_PER_SECOND: f64 = 1e6;

/// Seconds, of the episodes in which it happened; limits are order statistics (95 %).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimeFigure {
    pub n: u64,
    pub median: Option<f64>,
    pub median_low: Option<f64>,
    pub median_high: Option<f64>,
    pub p90: Option<f64>,
    pub p90_low: Option<f64>,
    /// Null below 36 values: "at least `p90_low`" is all that can be said.
    pub p90_high: Option<f64>,
}

/// Times in microseconds, in no order.
#[derive(Debug, Clone, Default)]
pub(super) struct Times(Vec<u64>);

impl Times {
    /// A time that ran backwards was not measured.
    pub(super) fn add(&mut self, micros: Option<i64>) {
        self.0.extend(micros.and_then(|micros| u64::try_from(micros).ok()));
    }

    pub(super) fn join(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
    }

    pub(super) fn n(&self) -> u64 {
        u64::try_from(self.0.len()).unwrap_or(u64::MAX)
    }

    pub(super) fn values(&self) -> &[u64] {
        &self.0
    }

    /// All of them as waits that ended, seconds.
    pub(super) fn as_waits(&self) -> Vec<Waited> {
        self.0.iter().map(|t| Waited { time: seconds(*t), ended: true }).collect()
    }

    /// How many took at most so long.
    pub(super) fn within(&self, limit_us: u64) -> u64 {
        u64::try_from(self.0.iter().filter(|time| **time <= limit_us).count()).unwrap_or(u64::MAX)
    }

    /// Median and 90th percentile by linear interpolation (Hyndman & Fan 1996, type 7).
    pub(super) fn figure(&self, ordered: &Ordered) -> TimeFigure {
        let n = self.n();
        let (half, ninety) = (Wanted::of(n, 0.5), Wanted::of(n, 0.9));
        let ranks: Vec<usize> = half.ranks().chain(ninety.ranks()).collect();
        let values = ordered.at(&self.0, &ranks);
        let (first, second) = values.split_at(values.len() / 2);
        let (half, ninety) = (half.read(first), ninety.read(second));
        let shown = |least: u64, value: Option<f64>| value.filter(|_| n >= least);
        TimeFigure {
            n,
            median: shown(MEDIAN_N_MIN, half.0),
            median_low: shown(MEDIAN_N_MIN, half.1),
            median_high: shown(MEDIAN_N_MIN, half.2),
            p90: shown(P90_N_MIN, ninety.0),
            p90_low: shown(P90_N_MIN, ninety.1),
            p90_high: shown(P90_N_MIN, ninety.2),
        }
    }
}

pub(super) fn seconds(micros: u64) -> f64 {
    real(micros) / MICROS_PER_SECOND
}

/// The ranks that one quantile and its interval need; a rank there is not lies beyond every list.
struct Wanted {
    below: usize,
    part: f64,
    low: usize,
    high: usize,
}

/// Beyond every list.
const NO_RANK: usize = usize::MAX;

impl Wanted {
    fn of(n: u64, share: f64) -> Self {
        let nothing = Self { below: NO_RANK, part: 0.0, low: NO_RANK, high: NO_RANK };
        let (Some(p), Some(last)) = (Probability::new(share), n.checked_sub(1)) else { return nothing };
        let position = real(last) * share;
        let limits = quantile_ci_ranks(n, p, CONFIDENCE_95);
        let rank = |rank: Option<u64>| {
            rank.and_then(|rank| usize::try_from(rank.checked_sub(1)?).ok()).unwrap_or(NO_RANK)
        };
        Self {
            below: floor(position),
            part: position.fract(),
            low: rank(limits.lower),
            high: rank(limits.upper),
        }
    }

    fn ranks(&self) -> impl Iterator<Item = usize> + use<> {
        [self.below, self.below.saturating_add(1), self.low, self.high].into_iter()
    }

    /// The quantile and its limits, seconds.
    fn read(&self, values: &[Option<u64>]) -> (Option<f64>, Option<f64>, Option<f64>) {
        let &[below, above, low, high] = values else { return (None, None, None) };
        let between = below.map(|below| {
            let (below, above) = (seconds(below), seconds(above.unwrap_or(below)));
            below + self.part * (above - below)
        });
        (between, low.map(seconds), high.map(seconds))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a position in a list: not negative"
)]
fn floor(position: f64) -> usize {
    position.floor() as usize
}
