//! Drafts below the threshold are all decided on: when they turn worse, those above it are likely to follow.

use serde::{Deserialize, Serialize};

use crate::stats::{ECusum, Evidence, Probability, Share, Wager, clopper_pearson};

/// With fewer labels below the threshold there is nothing to compare with.
const LABELS_MIN: u64 = 20;
/// The alarm bets on a risk so many times what it was.
const FACTORS: [f64; 2] = [1.5, 2.5];

/// An alarm for the risk below the threshold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Canary {
    /// The upper 95 % limit of the risk there when sending began.
    usual: f64,
    alarm: ECusum,
}

impl Canary {
    /// `None` with too few labels, or when nearly all were bad.
    pub(super) fn over(below: Evidence) -> Option<Self> {
        if below.n() < LABELS_MIN {
            return None;
        }
        let share = Share::new(below.bad(), below.n())?;
        let usual = clopper_pearson(share, crate::stats::ALPHA_5)?.high;
        let canary = Self { usual, alarm: ECusum::default() };
        canary.wager().map(|_| canary)
    }

    fn wager(&self) -> Option<Wager> {
        Wager::times(Probability::new(self.usual)?, FACTORS)
    }

    /// After one more label.
    pub(super) fn hear(&mut self, bad: bool) {
        if let Some(wager) = self.wager() {
            self.alarm = self.alarm.after(bad, &wager);
        }
    }

    /// How loud it is.
    pub(super) fn value(&self) -> f64 {
        self.alarm.value()
    }

    /// From the beginning.
    pub(super) fn calm(&mut self) {
        self.alarm = ECusum::default();
    }
}
