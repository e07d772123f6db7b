//! Whether what visitors were promised was kept: for reading, and as numbers.

use std::fmt::Write as _;

use serde::Serialize;

use super::measure::Measured;
use crate::domain::time::Timestamp;
use crate::stats::{CONFIDENCE_95, Share, wilson};

/// With fewer promises that were kept or broken no share is shown.
pub const KEPT_N_MIN: u64 = 20;

/// The promises told in a stretch of time, counted. Made-up chats are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PromiseCounts {
    /// Visitors told that somebody will answer.
    pub told: u64,
    /// Of these, given a time.
    pub promised: u64,
    /// Of these, answered by then.
    pub kept: u64,
    /// Not answered by then, whether or not they were later.
    pub broken: u64,
    /// Not answered yet, and the time is not over.
    pub open: u64,
}

/// `banister report promises`
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PromiseReport {
    /// RFC 3339.
    pub from: String,
    /// RFC 3339, excluded.
    pub to: String,
    /// Visitors told that somebody will answer.
    pub told: u64,
    /// Of these, given a time.
    pub promised: u64,
    /// Of these, not answered yet, with the time not over.
    pub open: u64,
    /// Of these, nobody needed an answer any more before the time was over.
    pub withdrawn: u64,
    /// Promises kept.
    pub kept: u64,
    /// Promises kept or broken.
    pub n: u64,
    /// The share that was kept, 0..1; nothing below [`KEPT_N_MIN`].
    pub share: Option<f64>,
    /// Its interval (95 %, Wilson 1927).
    pub low: Option<f64>,
    /// See `low`.
    pub high: Option<f64>,
    /// How many more until a share is shown.
    pub missing: u64,
    /// What a promise would rest on now.
    pub waits: WaitFigure,
}

/// The measured wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct WaitFigure {
    /// Waits measured, of the latest 200.
    pub n: usize,
    /// Nine in ten last so long at most, opening hours alone, rounded up, seconds. `null` while no time is promised.
    pub upper_seconds: Option<i64>,
    /// How many more until a time is promised; 0 beside `null` means that too many waits had no end.
    pub missing: usize,
}

impl PromiseReport {
    /// The report of a stretch.
    #[must_use]
    pub fn of(from: Timestamp, to: Timestamp, counts: PromiseCounts, measured: Measured) -> Self {
        let n = counts.kept + counts.broken;
        let enough = n >= KEPT_N_MIN;
        let interval =
            Share::new(counts.kept, n).filter(|_| enough).map(|share| wilson(share, CONFIDENCE_95));
        Self {
            from: from.rfc3339(),
            to: to.rfc3339(),
            told: counts.told,
            promised: counts.promised,
            open: counts.open,
            withdrawn: counts.promised.saturating_sub(n + counts.open),
            kept: counts.kept,
            n,
            share: interval.map(|i| i.value),
            low: interval.map(|i| i.low),
            high: interval.map(|i| i.high),
            missing: KEPT_N_MIN.saturating_sub(n),
            waits: WaitFigure {
                n: measured.n,
                upper_seconds: measured.upper_ms.map(|ms| ms / 1_000),
                missing: measured.missing(),
            },
        }
    }

    /// For reading.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::from("WHAT WAITING VISITORS WERE PROMISED\n\n");
        // Writing to a String cannot fail.
        let _never = writeln!(
            text,
            "{} visitors were told that somebody will answer; {} of them were given a time.",
            self.told, self.promised
        );
        let _never = match (self.share, self.low, self.high) {
            (Some(share), Some(low), Some(high)) => writeln!(
                text,
                "Kept: {} of {} ({:.0} %, 95 % interval {:.0} to {:.0} %).",
                self.kept,
                self.n,
                100.0 * share,
                100.0 * low,
                100.0 * high
            ),
            _ => writeln!(
                text,
                "Kept: {} of {}: not enough data yet, about {} more.",
                self.kept, self.n, self.missing
            ),
        };
        let _never = writeln!(text, "Open now: {}. No longer needed: {}.", self.open, self.withdrawn);
        let _never = writeln!(text, "\n{}", self.waits.sentence());
        text
    }
}

impl WaitFigure {
    /// In a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        match (self.upper_seconds, self.missing) {
            (Some(seconds), _) => format!(
                "Nine in ten visitors wait at most {} of opening hours (n = {}); that is what is promised now.",
                minutes(seconds),
                self.n
            ),
            (None, 0) => format!("No time is promised: of {} waits too many had no end.", self.n),
            (None, missing) => {
                format!("No time is promised yet: {} waits measured, about {missing} more.", self.n)
            }
        }
    }
}

/// `25 min`, `3 h`, `1 h 15 min`.
fn minutes(seconds: i64) -> String {
    match (seconds / 3_600, seconds % 3_600 / 60) {
        (0, m) => format!("{m} min"),
        (h, 0) => format!("{h} h"),
        (h, m) => format!("{h} h {m} min"),
    }
}
