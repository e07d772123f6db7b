//! How much of what a gate knows was rehearsed.

use super::state::Gate;

impl Gate {
    /// Decisions at the loosest threshold, one of each conversation, and how many of them were rehearsed. Before there are
    /// thresholds, those that wait for them.
    #[must_use]
    pub fn rehearsed(&self) -> (u64, u64) {
        if let Some(level) = self.levels.last() {
            return (level.seen.n(), level.rehearsed);
        }
        let first = || self.early.iter().filter(|label| label.is_first());
        (first().count() as u64, first().filter(|label| label.is_rehearsed()).count() as u64)
    }
}
