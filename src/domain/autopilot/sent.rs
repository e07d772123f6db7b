//! Replies that came of a draft and reached a visitor: watched for a while, and judged where they left without an owner.

use serde::{Deserialize, Serialize};

use super::gated::Gated;
use crate::domain::gate::{SoftSignal, Statement};
use crate::domain::id::{ActionId, SuggestionId};
use crate::domain::time::Timestamp;

/// What was drawn by lot and sent because nobody was there is judged within this time, ms.
pub const AUDIT_WITHIN_MS: i64 = 24 * 3_600_000;

/// What an owner said of a reply that had left without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judged {
    /// It was right.
    Fine,
    /// It was wrong.
    Wrong,
}

/// A reply of ours that a visitor has read, while it is watched.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AiReply {
    /// The suggestion it was.
    pub suggestion: SuggestionId,
    /// Its place at the gate.
    pub gated: Gated,
    /// It left without an owner.
    pub auto_sent: bool,
    /// When.
    pub at: Timestamp,
    /// Messages of the visitor since.
    pub heard: u8,
    /// What the visitor did is known, and told.
    pub told: bool,
    /// The sign of discontent that followed, if one did.
    pub signal: Option<SoftSignal>,
    /// What an owner said of it.
    pub judged: Option<Judged>,
    /// It waits for an owner's judgement, drawn by lot.
    pub audit: bool,
}

/// Where a reply that was let go stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SentState {
    /// Let go, and not known to have arrived.
    Leaving,
    /// With the visitor.
    Sent,
    /// Taken back before it left.
    Withdrawn,
    /// It may have arrived.
    Uncertain,
}

impl SentState {
    /// The word stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Leaving => "leaving",
            Self::Sent => "sent",
            Self::Withdrawn => "withdrawn",
            Self::Uncertain => "uncertain",
        }
    }
}

/// A reply let go without an owner, for the list of them.
#[derive(Clone, Debug, PartialEq)]
pub struct SentReply {
    /// The suggestion it was.
    pub suggestion: SuggestionId,
    /// The action that sends it.
    pub action: ActionId,
    /// The words the visitor reads.
    pub text: String,
    /// Its topic; empty where it has none.
    pub topic: String,
    /// On these grounds.
    pub statement: Statement,
    /// It was drawn by lot: the owner judges it within a day.
    pub audit: bool,
    /// When it was let go.
    pub at: Timestamp,
}
