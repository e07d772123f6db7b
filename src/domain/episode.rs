//! An episode: from a first visitor message to a resolution, with what the reports need, recorded as it happens.

use serde::{Deserialize, Serialize};

use super::id::EpisodeId;
use super::time::Timestamp;

/// What reached the visitor in an episode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handling {
    /// Nothing yet.
    #[default]
    None,
    /// Only humans answered.
    HumanOnly,
    /// At least one answer came from a draft.
    AiAssisted,
}

impl Handling {
    /// The word stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::HumanOnly => "human_only",
            Self::AiAssisted => "ai_assisted",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::None, Self::HumanOnly, Self::AiAssisted].into_iter().find(|h| h.as_str() == word)
    }
}

/// How the first assisted answer of an episode left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssistKind {
    /// Without an owner, under a certificate.
    AutoSent,
    /// As drafted, after an owner's approval.
    Approved,
    /// In the owner's words.
    Edited,
}

impl AssistKind {
    /// The word stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AutoSent => "auto_sent",
            Self::Approved => "approved",
            Self::Edited => "edited",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::AutoSent, Self::Approved, Self::Edited].into_iter().find(|k| k.as_str() == word)
    }
}

/// How an episode was resolved. The two are shown apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// Somebody said so.
    Confirmed,
    /// Nobody wrote for 24 hours after an answer.
    Quiet,
}

impl Resolution {
    /// The word stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Quiet => "quiet",
        }
    }
}

/// One episode.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Episode {
    /// Its id.
    pub id: EpisodeId,
    /// The first visitor message.
    pub started_at: Timestamp,
    /// The first answering public message by owner or assistant.
    pub first_response_at: Option<Timestamp>,
    /// When it was resolved.
    pub resolved_at: Option<Timestamp>,
    /// How it was resolved.
    pub resolution: Option<Resolution>,
    /// A visitor message within 72 h of the resolution.
    pub reopened_at: Option<Timestamp>,
    /// What reached the visitor.
    pub handling: Handling,
    /// How the first assisted answer left.
    pub kind: Option<AssistKind>,
    /// The ids of the rules that held a turn of it; empty when none did.
    pub held_rules: Vec<String>,
    /// Satisfaction, 1..5.
    pub csat: Option<u8>,
    /// When that score was given (the last one counts).
    pub csat_at: Option<Timestamp>,
    /// Willingness to recommend, 0..10.
    pub nps: Option<u8>,
    /// When that score was given.
    pub nps_at: Option<Timestamp>,
    /// What the visitor wrote beside the score.
    pub comment: Option<String>,
    /// Primary topic.
    pub topic: Option<String>,
    /// Topics beside it, at most [`SECONDARY_MAX`].
    #[serde(default)]
    pub secondary: Vec<String>,
}

/// Topics that may stand beside the primary one.
pub const SECONDARY_MAX: usize = 2;

/// A visitor message within this time of a resolution reopens it, ms.
pub const REOPENED_WITHIN_MS: i64 = 72 * 3_600_000;

impl Episode {
    /// An episode that starts at `at`.
    #[must_use]
    pub const fn starting(id: EpisodeId, at: Timestamp) -> Self {
        Self {
            id,
            started_at: at,
            first_response_at: None,
            resolved_at: None,
            resolution: None,
            reopened_at: None,
            handling: Handling::None,
            kind: None,
            held_rules: Vec::new(),
            csat: None,
            csat_at: None,
            nps: None,
            nps_at: None,
            comment: None,
            topic: None,
            secondary: Vec::new(),
        }
    }

    /// An answer reached the visitor. Assistance, once given, stays on record.
    pub fn answered(&mut self, at: Timestamp, assisted: Option<AssistKind>) {
        if self.first_response_at.is_none_or(|known| at < known) {
            self.first_response_at = Some(at);
        }
        match assisted {
            Some(kind) => {
                self.handling = Handling::AiAssisted;
                self.kind.get_or_insert(kind);
            }
            None if self.handling == Handling::None => self.handling = Handling::HumanOnly,
            None => {}
        }
    }
}
