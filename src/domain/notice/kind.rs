//! The kinds of notice, and the ways out of the house.

use serde::{Deserialize, Serialize};

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A human is needed, with the reason.
    Handoff,
    /// The time that a visitor was promised an answer within is nearly over.
    Promise,
    /// A visitor has waited for a human for too long.
    Overdue,
    /// A suggestion waits for a decision.
    Suggestion,
    /// A visitor began a chat that nobody has answered yet.
    NewChat,
    /// Replies may leave without an owner, or may no longer.
    Autopilot,
    /// What the last day was like.
    Digest,
    /// What the last whole week was like.
    Scorecard,
    /// Somebody asked for it, to see whether it arrives.
    Test,
}

impl Kind {
    /// Those that a person chooses a channel for, in the order of their weight.
    pub const CHOSEN: [Self; 8] = [
        Self::Handoff,
        Self::Promise,
        Self::Overdue,
        Self::Suggestion,
        Self::NewChat,
        Self::Autopilot,
        Self::Digest,
        Self::Scorecard,
    ];

    /// The word stored, and used in forms and metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Handoff => "handoff",
            Self::Promise => "promise",
            Self::Overdue => "overdue",
            Self::Suggestion => "suggestion",
            Self::NewChat => "new_chat",
            Self::Autopilot => "autopilot",
            Self::Digest => "digest",
            Self::Scorecard => "scorecard",
            Self::Test => "test",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::CHOSEN.into_iter().chain([Self::Test]).find(|kind| kind.as_str() == word)
    }
}

/// A way to reach a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Mail to the address they sign in with.
    Email,
    /// The team's channel behind one incoming webhook.
    Webhook,
    /// A message of the operator's bot.
    Telegram,
}

impl Channel {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Email, Self::Webhook, Self::Telegram];

    /// The word stored, and used in forms and metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Webhook => "webhook",
            Self::Telegram => "telegram",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.as_str() == word)
    }

    /// Whether the same notice twice does no harm: mail carries a stable `Message-ID`, by which a second copy is known.
    /// Everywhere else an uncertain send is never repeated.
    #[must_use]
    pub const fn may_repeat(self) -> bool {
        matches!(self, Self::Email)
    }
}
