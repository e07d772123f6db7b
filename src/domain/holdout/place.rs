//! An episode's place in the lottery: drawn once, whatever happens later.

use serde::{Deserialize, Serialize};

use crate::domain::id::ActionId;
use crate::domain::message::Turn;

/// What the lottery said of a visitor, whatever happened later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arm {
    /// Drafts may be shown and sent.
    AiAllowed,
    /// Kept for humans.
    HumanOnly,
}

impl Arm {
    /// The word stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AiAllowed => "ai_allowed",
            Self::HumanOnly => "human_only",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::AiAllowed, Self::HumanOnly].into_iter().find(|arm| arm.as_str() == word)
    }
}

/// A place in the lottery: the arm, and the stretch of time in which the share of the arms was one and the same.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Assignment {
    /// What was drawn.
    pub arm: Arm,
    /// Counted from 0; a changed share begins the next one. Periods are strata and are never pooled.
    pub period: u32,
    /// Share of visitors kept for humans in that period, 0..1.
    pub human_share: f64,
    /// The number drawn, 0..1: the same for every chat of a visitor in that period, and so tells which chats belong
    /// together. None where it was not written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<f64>,
}

/// A place, and what became of the draft that was made with it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// The place.
    #[serde(flatten)]
    pub assignment: Assignment,
    /// Whether the draft of the first eligible turn passed every gate, looked at in both arms alike; none where there was no
    /// such draft, or it is not back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed: Option<bool>,
}

/// Where an episode stands in the lottery.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// It has none and gets none: there was no lottery when it was first found eligible, or it is older than the lottery.
    #[default]
    Never,
    /// No turn of it has been eligible yet.
    Open,
    /// Drawn.
    Drawn(Drawn),
}

impl Place {
    /// What was drawn, if anything was.
    #[must_use]
    pub const fn drawn(&self) -> Option<&Drawn> {
        match self {
            Self::Drawn(drawn) => Some(drawn),
            Self::Never | Self::Open => None,
        }
    }

    /// Kept for humans.
    #[must_use]
    pub fn is_human(&self) -> bool {
        self.drawn().is_some_and(|drawn| drawn.assignment.arm == Arm::HumanOnly)
    }

    /// See [`Place::Never`].
    #[must_use]
    pub const fn is_never(&self) -> bool {
        matches!(self, Self::Never)
    }
}

/// The draft whose fate says, in both arms alike, whether an episode's first eligible turn would have got one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Watched {
    /// Its order.
    pub order: ActionId,
    /// What it answers, as it stood when it was asked for.
    pub turn: Turn,
}
