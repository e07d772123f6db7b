//! What a waiting visitor was told, and until when they were promised an answer.

use serde::{Deserialize, Serialize};

use crate::domain::id::ActionId;
use crate::domain::time::Timestamp;

/// The alarm comes so long before the promise's end, ms,
const ALARM_BEFORE_MS: i64 = 300_000;
/// or after three quarters of its time, whichever is later.
const ALARM_QUARTERS: i64 = 3;

/// A visitor was told that somebody will answer, and has not been answered yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// When they were told first.
    pub told_at: Timestamp,
    /// The time they were given, if they were given one. It never moves.
    pub until: Option<Timestamp>,
    /// The time is nearly over, and people were told so.
    #[serde(default)]
    pub alarmed: bool,
    /// By how much the relay's clock was seen to lag behind ours, at most, ms: what it says happened at a time
    /// happened so much later by ours.
    #[serde(default)]
    pub lag_ms: i64,
}

impl Promise {
    /// When to tell people that the time is nearly over: always before its end. Nothing where no time was given or
    /// they have been told.
    #[must_use]
    pub fn alarm_at(&self) -> Option<Timestamp> {
        let until = self.until.filter(|_| !self.alarmed)?;
        let long = until.since(self.told_at).max(0);
        let late = Timestamp(self.told_at.0.saturating_add(long / 4 * ALARM_QUARTERS));
        Some(late.max(until.minus_ms(ALARM_BEFORE_MS)).min(Timestamp(until.0.saturating_sub(1))))
    }

    /// Whether an answer at `at` keeps it; nothing where no time was given.
    #[must_use]
    pub fn kept_by(&self, at: Timestamp) -> Option<bool> {
        self.until.map(|until| at <= until)
    }
}

/// A fixed message that reached the visitor since they were last answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The action that told it.
    pub action: ActionId,
    /// The words.
    pub text: String,
}

const MINUTE_MS: i64 = 60_000;

/// A wait as people say it, rounded up: five-minute steps to half an hour, quarters of an hour to two hours, hours
/// beyond. Milliseconds both.
#[must_use]
pub fn rounded_up_ms(ms: i64) -> i64 {
    let step = match ms {
        i64::MIN..=1_800_000 => 5 * MINUTE_MS,
        1_800_001..=7_200_000 => 15 * MINUTE_MS,
        _ => 60 * MINUTE_MS,
    };
    let ms = ms.max(1);
    (ms - 1).saturating_add(step) / step * step
}
