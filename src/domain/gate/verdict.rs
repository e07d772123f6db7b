//! What becomes of a draft.

use serde::{Deserialize, Serialize};

use super::audits::Pause;
use super::certificate::Certificate;

/// What becomes of a draft, decided when it is made and kept with it.
#[derive(Clone, Debug, PartialEq)]
pub enum GateVerdict {
    /// It is put before the owner.
    Suggest(WhyNot),
    /// It is sent.
    Send {
        /// On these grounds.
        certificate: Certificate,
        /// It was drawn by lot while nobody was there: the owner judges it afterwards, within a day.
        audit: bool,
    },
}

/// Why a draft is put before the owner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum WhyNot {
    /// It failed a hard gate; what becomes of it is no evidence.
    HardGate,
    /// It has no score.
    NoScore,
    /// A past question is judged.
    Rehearsal,
    /// Nothing is certified yet.
    NotCertified,
    /// Its score is below the threshold.
    Below {
        /// The threshold.
        tau: f64,
    },
    /// Too little is known of its topic, or it may be worse than the rest.
    TopicClosed {
        /// Its labels above the threshold.
        n: u64,
        /// The bad ones.
        bad: u64,
    },
    /// It cites an article that changed.
    SourceChanged {
        /// Which one.
        article: String,
    },
    /// The owner has not allowed it.
    NotAllowed,
    /// Nobody can be reached.
    NobodyReachable,
    /// A wrong one was found lately.
    Probation,
    /// The audits stop the sending.
    Paused {
        /// Why.
        pause: Pause,
    },
    /// It was drawn by lot.
    Holdback,
}
