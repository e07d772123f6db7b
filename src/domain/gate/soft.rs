//! Signs that a reply was no good, from visitors: never labels, but a reason to look.

use serde::{Deserialize, Serialize};

use crate::stats::{ECusum, Evidence, Probability, Share, Wager, clopper_pearson};

/// With fewer replies that an owner let go there is nothing to compare with.
const APPROVED_MIN: u64 = 50;
/// The alarm bets on signs so many times as frequent as after approved replies.
const FACTORS: [f64; 2] = [2.0, 4.0];

/// What a visitor did after a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SoftSignal {
    /// Asked for a human within two messages.
    AskedForHuman,
    /// One or two of five. (A thumb was a sign of its own once, which nobody ever gave.)
    #[serde(alias = "thumbs_down")]
    LowRating,
    /// Came back within 72 hours.
    Reopened,
}

/// A reply whose time for signs is over (or that showed one).
#[derive(Clone, Copy, Debug)]
pub struct Aftermath<'a> {
    /// The draft it was.
    pub draft: &'a str,
    /// Its epoch.
    pub epoch: u32,
    /// Sent without an owner; otherwise an owner let it go.
    pub auto_sent: bool,
    /// The sign, if there was one.
    pub signal: Option<SoftSignal>,
}

/// How often signs follow replies that were sent, against replies that an owner let go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SoftWatch {
    /// Replies an owner let go; "bad" = with a sign.
    approved: Evidence,
    alarm: ECusum,
}

impl SoftWatch {
    /// The alarm's value after one more reply that was sent; `None` while there is nothing to compare with.
    pub(super) fn hear(&mut self, auto_sent: bool, signal: bool) -> Option<f64> {
        if !auto_sent {
            self.approved = self.approved.with(signal);
            return None;
        }
        let wager = self.wager()?;
        self.alarm = self.alarm.after(signal, &wager);
        Some(self.alarm.value())
    }

    /// The null is the upper 95 % limit of what is usual after approved replies.
    fn wager(&self) -> Option<Wager> {
        if self.approved.n() < APPROVED_MIN {
            return None;
        }
        let usual = Share::new(self.approved.bad(), self.approved.n())?;
        Wager::times(Probability::new(clopper_pearson(usual, crate::stats::ALPHA_5)?.high)?, FACTORS)
    }

    pub(super) fn calm(&mut self) {
        self.alarm = ECusum::default();
    }
}
