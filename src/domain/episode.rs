//! An episode: from a first visitor message to a resolution, with what the reports need, recorded as it happens.

use serde::{Deserialize, Serialize};

use super::holdout::{Drawn, Place};
use super::id::EpisodeId;
use super::metrics::{Measured, Said};
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// The visitor's first message after the resolution, however long after: within [`REOPENED_WITHIN_MS`] it reopened
    /// the episode.
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
    /// Where it stands in the lottery that keeps some visitors for humans.
    #[serde(default, skip_serializing_if = "Place::is_never")]
    pub place: Place,
    /// What its figures follow from.
    #[serde(default, skip_serializing_if = "Measured::is_empty")]
    pub measured: Measured,
}

/// Topics that may stand beside the primary one.
pub const SECONDARY_MAX: usize = 2;

/// A visitor message within this time of a resolution reopens it, ms.
pub const REOPENED_WITHIN_MS: i64 = 72 * 3_600_000;

impl Episode {
    /// An episode that starts at `at`.
    #[must_use]
    pub fn starting(id: EpisodeId, at: Timestamp) -> Self {
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
            place: Place::Open,
            measured: Measured { whole: true, ..Measured::default() },
        }
    }

    /// An answer reached the visitor; the same one again changes nothing. Assistance, once given, stays on record. Says
    /// whether it counts.
    pub fn answered(&mut self, said: Said) -> bool {
        let (at, assisted) = (said.at, said.counted.assisted());
        if !self.measured.say(said) {
            return false;
        }
        if self.first_response_at.is_none_or(|known| at < known) {
            self.first_response_at = Some(at);
        }
        if assisted.is_some() {
            self.handling = Handling::AiAssisted;
            // The first by the clock, whichever was heard of first; one that began before anything was counted keeps its own.
            let first = self.measured.said.iter().find_map(|said| said.counted.assisted());
            self.kind = self.kind.filter(|_| !self.measured.whole).or(first);
        } else if self.handling == Handling::None {
            self.handling = Handling::HumanOnly;
        }
        true
    }

    /// Without what its figures follow from.
    #[must_use]
    pub fn unmeasured(self) -> Self {
        // What a draft that nobody may see is worth would be seen there.
        let place = match self.place {
            Place::Drawn(drawn) => Place::Drawn(Drawn { passed: None, ..drawn }),
            Place::Open | Place::Never => Place::Never,
        };
        Self { measured: Measured::default(), place, ..self }
    }

    /// Whether something said at `at` was said in it.
    #[must_use]
    pub fn spans(&self, at: Timestamp) -> bool {
        at >= self.started_at && self.resolved_at.is_none_or(|end| at <= end)
    }

    /// Whether the visitor came back so soon after the resolution that it counts as reopened.
    #[must_use]
    pub fn reopened(&self) -> bool {
        let again = self.resolved_at.zip(self.reopened_at);
        again.is_some_and(|(resolved, again)| again.since(resolved) <= REOPENED_WITHIN_MS * 1_000)
    }
}
