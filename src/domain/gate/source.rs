//! Drafts that cite an article which has just changed are looked at for a while.

use serde::{Deserialize, Serialize};

use crate::domain::time::Timestamp;

/// A change is fresh for so long, µs: 7 days.
const FRESH_MICROS: i64 = 7 * 86_400_000_000;
/// So many approvals citing the new version end the probation.
const APPROVALS: u64 = 3;

/// An article that a draft cites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitedSource<'a> {
    /// Its id.
    pub article: &'a str,
    /// When its present version appeared.
    pub changed_at: Timestamp,
    /// Approved drafts that cite the present version.
    pub approvals: u64,
}

impl CitedSource<'_> {
    /// Changed less than 7 days ago, or never approved since; until 3 approvals.
    #[must_use]
    pub const fn is_on_probation(&self, now: Timestamp) -> bool {
        self.approvals < APPROVALS && (self.approvals == 0 || now.since(self.changed_at) < FRESH_MICROS)
    }
}
