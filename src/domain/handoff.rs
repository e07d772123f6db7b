//! Why a conversation goes to a human, and what is said about it.

use serde::{Deserialize, Serialize};

use super::reply::{DraftFailure, RejectReason};
use crate::guardrail::Route;

/// The reason code of a handoff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum HandoffReason {
    /// A guardrail rule holds the turn.
    Held {
        /// The rules.
        rules: Vec<String>,
        /// The first reason in plain words.
        sentence: String,
    },
    /// The visitor asks for a human, is angry or is in danger.
    Routed {
        /// Which.
        route: Route,
        /// In plain words, with what was said.
        sentence: String,
    },
    /// The visitor asks the same for the third time.
    AskedAgain,
    /// Part of the turn is no text (a picture, a voice message).
    Unreadable,
    /// The draft is not sure enough to be shown as a reply.
    LowConfidence {
        /// The drafter's own words.
        sentence: String,
    },
    /// A rule holds what the draft would say.
    DraftHeld {
        /// The rules.
        rules: Vec<String>,
    },
    /// The draft says what nothing backs.
    Unbacked {
        /// What, in plain sentences.
        findings: Vec<String>,
    },
    /// No draft came.
    NoDraft {
        /// Why.
        failure: DraftFailure,
    },
    /// The owner rejected the suggestion.
    Rejected {
        /// Why.
        reason: RejectReason,
    },
    /// A human took over or answered.
    TakenOver {
        /// Who.
        by: String,
    },
    /// The relay says that a human has it.
    RelaySaysHuman,
    /// Autonomy is `off` or `shadow` here.
    HumansOnly,
    /// The lottery keeps the visitor for humans.
    Holdout,
    /// The assistant has said enough in this conversation.
    TurnCap,
    /// Nobody decided on the suggestion in time.
    NobodyDecided,
    /// A visitor's message arrived after what it precedes had been answered.
    LateMessage,
    /// A reply could not be delivered.
    NotDelivered {
        /// What was seen.
        detail: String,
    },
    /// A reply may or may not have reached the visitor; it is not sent again blindly.
    DeliveryUncertain,
}

impl HandoffReason {
    /// The word used in the API and towards the relay.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Held { .. } => "held_by_rule",
            Self::Routed { route: Route::Person, .. } => "asked_for_human",
            Self::Routed { route: Route::Anger, .. } => "visitor_angry",
            Self::Routed { route: Route::Danger, .. } => "visitor_in_danger",
            Self::AskedAgain => "asked_again",
            Self::Unreadable => "unreadable",
            Self::LowConfidence { .. } => "low_confidence",
            Self::DraftHeld { .. } => "draft_held_by_rule",
            Self::Unbacked { .. } => "draft_unbacked",
            Self::NoDraft { .. } => "no_draft",
            Self::Rejected { .. } => "rejected",
            Self::TakenOver { .. } => "taken_over",
            Self::RelaySaysHuman => "relay_says_human",
            Self::HumansOnly => "humans_only",
            Self::Holdout => "holdout",
            Self::TurnCap => "turn_cap",
            Self::NobodyDecided => "nobody_decided",
            Self::LateMessage => "late_message",
            Self::NotDelivered { .. } => "not_delivered",
            Self::DeliveryUncertain => "delivery_uncertain",
        }
    }

    /// The visitor is in danger, or a danger.
    #[must_use]
    pub const fn is_danger(&self) -> bool {
        matches!(self, Self::Routed { route: Route::Danger, .. })
    }

    /// The articles were searched, and what was found did not do.
    #[must_use]
    pub const fn found_too_little(&self) -> bool {
        matches!(self, Self::LowConfidence { .. } | Self::NoDraft { failure: DraftFailure::NothingFound })
    }

    /// One plain sentence for the owner.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Held { sentence, .. } | Self::Routed { sentence, .. } => sentence.clone(),
            Self::AskedAgain => "The visitor asks the same for the third time.".to_owned(),
            Self::Unreadable => "The visitor sent something that is not text; please look at it.".to_owned(),
            Self::LowConfidence { sentence } => format!("Not sure enough to suggest a reply: {sentence}"),
            Self::DraftHeld { rules } => {
                format!("The draft itself touched a guarded subject ({}).", rules.join(", "))
            }
            Self::Unbacked { findings } => {
                format!("The draft said what the knowledge base does not: {}", findings.join(" "))
            }
            Self::NoDraft { failure } => format!("No draft: {}.", failure.sentence()),
            Self::Rejected { reason } => {
                format!("The suggestion was rejected ({}).", reason.as_str().replace('_', " "))
            }
            Self::TakenOver { by } => format!("{by} has it."),
            Self::RelaySaysHuman => "The chat system says that a human has it.".to_owned(),
            Self::HumansOnly => "Humans answer here: drafts are switched off.".to_owned(),
            Self::Holdout => "Kept for humans by lottery, so that AI and human can be compared.".to_owned(),
            Self::TurnCap => "The assistant has answered often enough in this conversation.".to_owned(),
            Self::NobodyDecided => "Nobody decided on the suggestion in time.".to_owned(),
            Self::LateMessage => {
                "A message from before the last answer arrived late; please see whether it still needs one."
                    .to_owned()
            }
            Self::NotDelivered { detail } => format!("A reply could not be delivered: {detail}."),
            Self::DeliveryUncertain => {
                "A reply may or may not have reached the visitor. Please check before writing again."
                    .to_owned()
            }
        }
    }

    /// Whether more words of the visitor may still lead to a draft: nobody has taken the conversation,
    /// there only was not enough to answer.
    #[must_use]
    pub const fn may_pass(&self) -> bool {
        matches!(self, Self::NoDraft { .. } | Self::LowConfidence { .. } | Self::Unbacked { .. })
    }

    /// Whether the visitor should be told that a human will answer.
    /// Not when a human already has it, and not where there is nothing new to tell.
    #[must_use]
    pub const fn tells_visitor(&self) -> bool {
        !matches!(
            self,
            Self::TakenOver { .. }
                | Self::RelaySaysHuman
                | Self::HumansOnly
                | Self::LateMessage
                | Self::DeliveryUncertain
                | Self::NotDelivered { .. }
        )
    }
}

/// The fixed messages that acknowledge and never answer. Their words are in `messages/` and the owner's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// A human will answer.
    HandedOff,
    /// A human will answer, because a rule keeps the subject for one.
    Held,
    /// A human will answer, as the visitor wished.
    AskedForHuman,
    /// A human is told at once, and who to call in an emergency.
    Danger,
    /// An answer is being looked at.
    Waiting,
}

impl Notice {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::HandedOff, Self::Held, Self::AskedForHuman, Self::Danger, Self::Waiting];

    /// The one that tells a visitor of a handoff.
    #[must_use]
    pub const fn of(why: &HandoffReason) -> Self {
        match why {
            HandoffReason::Held { .. } => Self::Held,
            HandoffReason::Routed { route: Route::Person, .. } => Self::AskedForHuman,
            HandoffReason::Routed { route: Route::Danger, .. } => Self::Danger,
            _ => Self::HandedOff,
        }
    }

    /// The word used in files, forms and stories.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HandedOff => "handed_off",
            Self::Held => "held",
            Self::AskedForHuman => "asked_for_human",
            Self::Danger => "danger",
            Self::Waiting => "waiting",
        }
    }
}
