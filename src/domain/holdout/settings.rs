//! `[holdout]`: how many visitors are kept for humans.

use serde::{Deserialize, Serialize};

use crate::domain::policy::BadSetting;

/// More than half would cost more than it tells: two equal arms need the fewest ratings.
pub const SHARE_MAX: f64 = 0.5;

/// `[holdout]` of the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HoldoutSettings {
    /// Share of the visitors who could get a draft that are kept for humans, 0 to 0.5; 0: no lottery.
    pub share: f64,
    /// Their draft is written all the same, in silence: nobody sees it before the episode is over, and it makes the
    /// comparison sharper.
    pub shadow: bool,
}

impl Default for HoldoutSettings {
    fn default() -> Self {
        Self { share: 0.0, shadow: true }
    }
}

impl HoldoutSettings {
    /// Every fault at once.
    #[must_use]
    pub fn faults(&self) -> Vec<BadSetting> {
        if (0.0..=SHARE_MAX).contains(&self.share) {
            return Vec::new();
        }
        let message =
            format!("is {}; give 0 (nobody is kept for humans) to {SHARE_MAX} (half of them)", self.share);
        vec![BadSetting { field: "share", message }]
    }
}
