//! Where a conversation stands.

use serde::{Deserialize, Serialize};

use super::event::Review;
use super::handoff::HandoffReason;
use super::id::{ActionId, SuggestionId};
use super::label::{Label, Unread};
use super::message::Turn;
use super::reply::Draft;
use super::time::Timestamp;

/// Where a conversation stands. Each variant carries only what is true in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Stage {
    /// The visitor waits for nothing.
    Quiet,
    /// The visitor may still be typing: the turn is clear and waits for a short silence.
    Gathering {
        /// The open turn.
        turn: Turn,
        /// When drafting starts unless another message comes.
        due: Timestamp,
    },
    /// A draft has been asked for.
    Drafting {
        /// The open turn.
        turn: Turn,
        /// The order; an answer to any other order changes nothing.
        order: ActionId,
        /// After this the drafter is taken for dead.
        deadline: Timestamp,
    },
    /// A suggestion is before the owner.
    InReview {
        /// The open turn.
        turn: Turn,
        /// The suggestion's id.
        suggestion: SuggestionId,
        /// What is suggested.
        draft: Box<Draft>,
        /// When it was put before the owner.
        since: Timestamp,
        /// The visitor has been told that an answer is being looked at.
        waiting_told: bool,
    },
    /// The owner has decided, and may still take it back: nothing has left.
    Holding {
        /// The open turn.
        turn: Turn,
        /// The suggestion decided on.
        suggestion: SuggestionId,
        /// What was suggested.
        draft: Box<Draft>,
        /// What was decided, by whom.
        decided: Decided,
        /// When it is carried out.
        until: Timestamp,
        /// When the suggestion was put before the owner.
        since: Timestamp,
        /// The visitor has been told that an answer is being looked at.
        waiting_told: bool,
    },
    /// A draft leaves without an owner when the time is over; until then anybody may stop it.
    Countdown {
        /// The open turn.
        turn: Turn,
        /// The suggestion.
        suggestion: SuggestionId,
        /// What leaves.
        draft: Box<Draft>,
        /// When it was let go.
        since: Timestamp,
        /// When it leaves.
        until: Timestamp,
    },
    /// A cleared reply is on its way.
    Sending {
        /// The turn it answers.
        turn: Turn,
        /// The action that sends it.
        action: ActionId,
    },
    /// A human has it.
    WithHuman {
        /// The open turn; none when it has been answered.
        turn: Option<Turn>,
        /// Why.
        why: HandoffReason,
        /// Since when.
        since: Timestamp,
    },
    /// Done, until the visitor writes again.
    Resolved {
        /// When.
        at: Timestamp,
    },
}

impl Stage {
    /// The word stored and shown.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Gathering { .. } => "gathering",
            Self::Drafting { .. } => "drafting",
            Self::InReview { .. } => "in_review",
            Self::Holding { .. } => "holding",
            Self::Countdown { .. } => "countdown",
            Self::Sending { .. } => "sending",
            Self::WithHuman { .. } => "with_human",
            Self::Resolved { .. } => "resolved",
        }
    }

    /// The open turn, if the visitor waits.
    #[must_use]
    pub const fn turn(&self) -> Option<&Turn> {
        match self {
            Self::Gathering { turn, .. }
            | Self::Drafting { turn, .. }
            | Self::InReview { turn, .. }
            | Self::Holding { turn, .. }
            | Self::Countdown { turn, .. }
            | Self::Sending { turn, .. } => Some(turn),
            Self::WithHuman { turn, .. } => turn.as_ref(),
            Self::Quiet | Self::Resolved { .. } => None,
        }
    }
}

/// A decision that may still be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// What.
    pub review: Review,
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What it says of the draft; counted when it is carried out.
    #[serde(default)]
    pub label: Option<Label>,
    /// Why it says nothing although it lets a reply go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread: Option<Unread>,
}
