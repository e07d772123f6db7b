//! Everything we ask of the world, as orders; and the plain row each becomes in the outbox.

use serde::{Deserialize, Serialize};

use super::clearance::Cleared;
use super::handoff::Notice;
use super::id::{ActionId, EpisodeId, SurveyId};
use super::message::HistoryLine;
use crate::guardrail::{Rulebook, Screened, Verdict};

/// An order to the world. `Draft` wants a proof of screening, `Send` a clearance.
///
/// ```compile_fail
/// use banister::domain::Effect;
/// // No screening, no draft: a text is not a proof.
/// let effect = Effect::Draft { screened: "How long is shipping?", history: vec![] };
/// ```
///
/// ```compile_fail
/// use banister::domain::Effect;
/// // No clearance, no send.
/// let effect = Effect::Send("We ship in three days.".to_owned());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Draft a reply to a screened turn.
    Draft {
        /// The turn, message by message, as it was screened.
        messages: Vec<String>,
        /// The proof.
        screened: Screened,
        /// What was said before.
        history: Vec<HistoryLine>,
    },
    /// Send a cleared reply.
    Send(Cleared),
    /// Tell the visitor one of the owner's fixed messages.
    Acknowledge(Notice),
    /// Ask the visitor how it was, if what they were asked before allows it.
    Survey {
        /// The survey.
        survey: SurveyId,
        /// What it is about.
        episode: EpisodeId,
    },
    /// Change the relay's labels: what to add, what to take away.
    ChangeLabels {
        /// To add.
        add: Vec<String>,
        /// To take away.
        remove: Vec<String>,
    },
    /// Give the conversation to a human.
    HandOff {
        /// The reason code.
        reason: String,
        /// What the human should know, in a few lines. Internal.
        summary: String,
    },
}

/// An effect as it waits in the outbox. By itself it opens nothing: performing a draft or a send
/// earns its proof again, from the rulebook and from the conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Idempotency key and `client_ref`.
    pub id: ActionId,
    /// What to do.
    pub body: ActionBody,
}

/// Actions are worked off in two lines, so that a slow model never keeps a reply waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionClass {
    /// Orders to the drafter.
    Drafts,
    /// Everything that goes to a relay.
    Relay,
}

/// What an action does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum ActionBody {
    /// See [`Effect::Draft`].
    Draft {
        /// The turn's messages.
        messages: Vec<String>,
        /// What was said before.
        history: Vec<HistoryLine>,
    },
    /// See [`Effect::Send`].
    Send {
        /// The words, for the list of dead letters; what is sent comes from the clearance.
        text: String,
        /// The relay's id of the message answered.
        in_reply_to: Option<String>,
        /// The relay's sequence it was decided on.
        based_on: Option<i64>,
    },
    /// See [`Effect::Acknowledge`].
    Acknowledge {
        /// Which.
        notice: Notice,
    },
    /// See [`Effect::Survey`].
    Survey {
        /// The survey.
        survey: SurveyId,
        /// What it is about.
        episode: EpisodeId,
    },
    /// See [`Effect::ChangeLabels`].
    ChangeLabels {
        /// To add.
        add: Vec<String>,
        /// To take away.
        remove: Vec<String>,
    },
    /// See [`Effect::HandOff`].
    HandOff {
        /// The reason code.
        reason: String,
        /// For the human.
        summary: String,
    },
}

impl ActionBody {
    /// The word stored and shown.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Draft { .. } => "draft",
            Self::Send { .. } => "send",
            Self::Acknowledge { .. } => "acknowledge",
            Self::Survey { .. } => "survey",
            Self::ChangeLabels { .. } => "labels",
            Self::HandOff { .. } => "handoff",
        }
    }

    /// Whether a visitor would read it: those of one conversation leave one after the other.
    #[must_use]
    pub const fn speaks(&self) -> bool {
        matches!(self, Self::Send { .. } | Self::Acknowledge { .. } | Self::Survey { .. })
    }
}

impl Action {
    /// The row of an effect.
    #[must_use]
    pub fn of(id: ActionId, effect: Effect) -> Self {
        let body = match effect {
            Effect::Draft { messages, history, screened: _ } => ActionBody::Draft { messages, history },
            Effect::Send(cleared) => {
                let outgoing = cleared.outgoing();
                ActionBody::Send {
                    text: outgoing.text.clone(),
                    in_reply_to: outgoing.answers.last().cloned(),
                    based_on: outgoing.based_on,
                }
            }
            Effect::Acknowledge(notice) => ActionBody::Acknowledge { notice },
            Effect::Survey { survey, episode } => ActionBody::Survey { survey, episode },
            Effect::ChangeLabels { add, remove } => ActionBody::ChangeLabels { add, remove },
            Effect::HandOff { reason, summary } => ActionBody::HandOff { reason, summary },
        };
        Self { id, body }
    }
}

/// The lines of history that the rules in force would not hold: an owner's own words were never screened,
/// and rules grow stricter.
pub(in crate::domain) fn tellable(rulebook: &Rulebook, history: &[HistoryLine]) -> Vec<HistoryLine> {
    history.iter().filter(|line| rulebook.screen_reply(&line.text).is_empty()).cloned().collect()
}

/// An order for a draft whose turn has just passed the rules in force. The only thing a drafter takes.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftOrder {
    /// The proof, with the turn's words.
    pub screened: Screened,
    /// What was said before.
    pub history: Vec<HistoryLine>,
}

impl DraftOrder {
    /// Screens the turn again, under the rules in force now; `None` when they hold it.
    #[must_use]
    pub fn rescreened(rulebook: &Rulebook, messages: &[String], history: &[HistoryLine]) -> Option<Self> {
        match rulebook.screen(messages) {
            Verdict::Clear(screened) => Some(Self { screened, history: tellable(rulebook, history) }),
            Verdict::Hold(_) => None,
        }
    }
}
