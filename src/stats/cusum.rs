//! An alarm for a risk that has grown, watched label by label.

use serde::{Deserialize, Serialize};

use super::inputs::Probability;

/// A bet never stands on a higher risk than this.
const BET_MAX: f64 = 0.95;

/// Two e-CUSUMs side by side (Shin, Ramdas & Rinaldo, *E-detectors*): while the risk is at most the null, an alarm at
/// `level` comes on average after `level` labels or more.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ECusum {
    sums: [f64; 2],
}

impl Default for ECusum {
    fn default() -> Self {
        Self { sums: [1.0; 2] }
    }
}

/// What an [`ECusum`] bets: that the risk is one of `bets` rather than `null`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wager {
    null: f64,
    bets: [f64; 2],
}

impl Wager {
    /// Against a risk of `null`, that it is `factors` times as large (at most 95 %). `None` when a bet would not lie above
    /// the null.
    #[must_use]
    pub fn times(null: Probability, factors: [f64; 2]) -> Option<Self> {
        Self::on(null, factors.map(|factor| (factor * null.get()).min(BET_MAX)))
    }

    /// That the risk is one of `bets`. `None` unless they lie between the null and 1.
    #[must_use]
    pub fn on(null: Probability, bets: [f64; 2]) -> Option<Self> {
        let null = null.get();
        bets.iter().all(|bet| *bet > null && *bet < 1.0).then_some(Self { null, bets })
    }
}

impl ECusum {
    /// After one more label: `M = max(M, 1) * (q/a or (1-q)/(1-a))`.
    #[must_use]
    pub fn after(self, bad: bool, wager: &Wager) -> Self {
        let step = |sum: f64, bet: f64| {
            sum.max(1.0) * if bad { bet / wager.null } else { (1.0 - bet) / (1.0 - wager.null) }
        };
        let [one, other] = self.sums;
        let [bet, higher] = wager.bets;
        Self { sums: [step(one, bet), step(other, higher)] }
    }

    /// The mean of both, compared with the alarm level.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::midpoint(self.sums[0], self.sums[1])
    }
}
