//! How long visitors really wait, and the time that nine in ten of them wait at most.
//!
//! The figure is the order statistic of split conformal prediction (Vovk, Gammerman & Shafer 2005, *Algorithmic
//! Learning in a Random World*): of n waits the k-th smallest, k = ceil((n + 1) * 0.9). If waits keep coming as they
//! came, the next one is no longer with a probability of at least 0.9, whatever their distribution.

use super::hours::Hours;
use super::promise::rounded_up_ms;
use crate::domain::time::Timestamp;

/// The latest waits that the figure rests on.
pub const WAITS_MAX: usize = 200;

/// With fewer waits no time is promised.
pub const WAITS_MIN: usize = 20;

/// Waits in ten that the figure covers.
const TENTHS: usize = 9;

/// A visitor waited, or waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// When they were told that somebody will answer.
    pub told_at: Timestamp,
    /// When an answer reached them.
    pub answered_at: Option<Timestamp>,
    /// When the wait ended, answered or not; none while they wait.
    pub ended_at: Option<Timestamp>,
}

/// What the latest waits say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// Waits that say something.
    pub n: usize,
    /// Nine in ten last so long at most, in open time, rounded up as people say it, ms. Nothing with fewer than
    /// [`WAITS_MIN`] waits, or where too many had no end.
    pub upper_ms: Option<i64>,
}

impl Measured {
    /// From the latest waits. One that ended without an answer, or has not ended, counts as endless once it has lasted
    /// longer than an open day or than the figure itself; before that it says nothing.
    #[must_use]
    pub fn of(hours: &Hours, now: Timestamp, waits: &[Wait]) -> Self {
        let mut answered = Vec::new();
        let mut unanswered = Vec::new();
        for wait in waits {
            match wait.answered_at {
                Some(at) => answered.push(hours.open_ms_between(wait.told_at, at)),
                None => unanswered.push(hours.open_ms_between(wait.told_at, wait.ended_at.unwrap_or(now))),
            }
        }
        answered.sort_unstable();
        let longer_than = |ms: i64| unanswered.iter().filter(|lasted| **lasted > ms).count();
        let day = hours.open_day_ms();
        let first = upper(&answered, longer_than(day));
        let endless = longer_than(first.map_or(day, |figure| figure.min(day)));
        let n = answered.len() + endless;
        let upper_ms = upper(&answered, endless).filter(|_| n >= WAITS_MIN).map(rounded_up_ms);
        Self { n, upper_ms }
    }

    /// How many waits more it takes until a time can be promised.
    #[must_use]
    pub const fn missing(self) -> usize {
        WAITS_MIN.saturating_sub(self.n)
    }
}

/// The order statistic of `sorted` waits and so many without an end; nothing where it falls on one of those.
fn upper(sorted: &[i64], endless: usize) -> Option<i64> {
    let n = sorted.len() + endless;
    let k = ((n + 1) * TENTHS).div_ceil(10);
    sorted.get(k.checked_sub(1)?).copied()
}
