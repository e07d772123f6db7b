//! What changed, with everything that whoever recomputes it needs.

use serde::{Deserialize, Serialize};

use super::audits::Pause;
use super::epoch::EpochReason;
use super::label::LabelSource;
use super::soft::SoftSignal;

/// Why everything is put before the owner again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum ProbationReason {
    /// A draft above the threshold was bad.
    Bad {
        /// Which one.
        draft: String,
        /// How that came out.
        source: LabelSource,
    },
    /// Drafts below the threshold turned worse.
    Below {
        /// The alarm's value.
        alarm: f64,
    },
    /// Signs of discontent follow sent replies more often than approved ones.
    Signs {
        /// The alarm's value.
        alarm: f64,
    },
}

/// A transition, for the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum GateEvent {
    /// The thresholds of an epoch were placed (or, while nothing is certified, placed anew).
    Placed {
        /// The epoch.
        epoch: u32,
        /// From the strictest to the loosest.
        lambdas: Vec<f64>,
        /// Scores that they were placed on.
        scores: usize,
    },
    /// The evidence of a level reached its error.
    Certified {
        /// The epoch.
        epoch: u32,
        /// Its threshold.
        lambda: f64,
        /// The share of drafts it was placed for.
        share: f64,
        /// Labels.
        n: u64,
        /// Bad ones.
        bad: u64,
        /// The largest log e-value.
        log_e: f64,
        /// The error it was tested at.
        error: f64,
    },
    /// A certified level was seen widely enough: drafts above it may be sent.
    InForce {
        /// The epoch.
        epoch: u32,
        /// Its threshold.
        lambda: f64,
        /// It is the epoch's first: what could not be sent before can be now.
        #[serde(default)]
        first: bool,
    },
    /// Sending begins.
    Started {
        /// The epoch.
        epoch: u32,
        /// From this score on.
        tau: f64,
    },
    /// Everything is put before the owner.
    OnProbation {
        /// The epoch.
        epoch: u32,
        /// Why.
        reason: ProbationReason,
        /// So many good ones in a row end it.
        clear: u64,
    },
    /// Sending goes on.
    ProbationOver {
        /// The epoch.
        epoch: u32,
        /// After so many good ones in a row.
        after: u64,
    },
    /// The audits stop the sending.
    Paused {
        /// The epoch.
        epoch: u32,
        /// Why.
        pause: Pause,
    },
    /// They no longer do.
    Resumed {
        /// The epoch.
        epoch: u32,
    },
    /// A reply that was sent should be looked at.
    AuditWanted {
        /// Its draft.
        draft: String,
        /// Why.
        signal: SoftSignal,
    },
    /// All evidence is gone: from the beginning.
    NewEpoch {
        /// The new one.
        epoch: u32,
        /// Why.
        reason: EpochReason,
        /// How far the site had gone.
        was: super::state::Mode,
    },
}
