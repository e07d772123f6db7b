//! Whether a visitor may be asked now, and with which instrument, from what they were asked before.

use super::withheld::Withheld;
use crate::domain::event::Instrument;
use crate::domain::time::Timestamp;

/// Between any two surveys to one visitor, ms: a day, whatever else is configured.
pub const FLOOR_MS: i64 = 86_400_000;

const DAY_MS: i64 = 86_400_000;

/// When recommendation is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NpsRules {
    /// At all.
    pub on: bool,
    /// After so many resolved chats since the last time.
    pub every: u32,
    /// And at most once in so many days.
    pub days: u32,
}

/// A question that a visitor was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// When.
    pub at: Timestamp,
    /// Whether they answered it.
    pub answered: bool,
}

/// What a visitor was asked before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// Satisfaction, the last time.
    pub csat: Option<Asked>,
    /// Recommendation, the last time.
    pub nps: Option<Asked>,
    /// Their chats that were resolved since then, or ever; this one included.
    pub resolved_since_nps: u32,
}

/// The question for a visitor whose chat was just resolved.
///
/// # Errors
/// Why nobody asks them now.
pub const fn choose(rules: NpsRules, past: &Past, now: Timestamp) -> Result<Instrument, Withheld> {
    if within(past.csat, now, FLOOR_MS) || within(past.nps, now, FLOOR_MS) {
        return Err(Withheld::AskedLately);
    }
    // Who left the last question unanswered is not asked for more.
    let declined = matches!(past.csat, Some(Asked { answered: false, .. }));
    let enough = past.resolved_since_nps >= rules.every;
    let rested = !within(past.nps, now, DAY_MS.saturating_mul(rules.days as i64));
    if rules.on && enough && rested && !declined {
        return Ok(Instrument::Nps);
    }
    Ok(Instrument::Csat)
}

/// Less than `ms` ago, or ahead of us by a clock that was set back.
const fn within(asked: Option<Asked>, now: Timestamp, ms: i64) -> bool {
    match asked {
        Some(Asked { at, .. }) => now.since(at) < ms.saturating_mul(1_000),
        None => false,
    }
}
