//! `[lessons]`: when what owners correct again and again becomes a proposal.

use serde::{Deserialize, Serialize};

use crate::domain::policy::BadSetting;

/// Two may be chance; a proposal wants at least this many.
const EVIDENCE_MIN: u32 = 2;
/// More is never reached.
const EVIDENCE_MAX: u32 = 1_000;
/// Older corrections speak of another shop.
const DAYS_MAX: u32 = 365;

/// `[lessons]` of the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LessonSettings {
    /// How far back decisions are looked at, days.
    pub days: u32,
    /// So many edits must say the same.
    pub min_edits: u32,
    /// In so many conversations.
    pub min_conversations: u32,
}

impl Default for LessonSettings {
    fn default() -> Self {
        Self { days: 30, min_edits: 3, min_conversations: 3 }
    }
}

impl LessonSettings {
    /// Every fault at once.
    #[must_use]
    pub fn faults(&self) -> Vec<BadSetting> {
        let mut faults = Vec::new();
        if !(1..=DAYS_MAX).contains(&self.days) {
            let message = format!("is {}; give 1 to {DAYS_MAX} days", self.days);
            faults.push(BadSetting { field: "days", message });
        }
        for (field, n) in [("min_edits", self.min_edits), ("min_conversations", self.min_conversations)] {
            if !(EVIDENCE_MIN..=EVIDENCE_MAX).contains(&n) {
                let message = format!("is {n}; give {EVIDENCE_MIN} to {EVIDENCE_MAX}");
                faults.push(BadSetting { field, message });
            }
        }
        faults
    }

    /// How far back, ms.
    #[must_use]
    pub fn back_ms(&self) -> i64 {
        i64::from(self.days) * 86_400_000
    }

    /// Whether so many edits of so many conversations are enough.
    #[must_use]
    pub fn enough(&self, edits: usize, conversations: usize) -> bool {
        let at_least = |n: usize, least: u32| u32::try_from(n).unwrap_or(u32::MAX) >= least;
        at_least(edits, self.min_edits) && at_least(conversations, self.min_conversations)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_meant_is_named() {
        assert_eq!(LessonSettings::default().faults(), []);
        let bad = LessonSettings { days: 0, min_edits: 1, min_conversations: 1_001 };
        let fields: Vec<_> = bad.faults().into_iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["days", "min_edits", "min_conversations"]);
        assert!(LessonSettings::default().enough(3, 3));
        assert!(!LessonSettings::default().enough(3, 2) && !LessonSettings::default().enough(2, 3));
    }
}
