//! Everything that can happen, in the past tense and in the order of a conversation's life.

use serde::{Deserialize, Serialize};

use super::autopilot::Judged;
use super::confidence::Known;
use super::decision::Rubric;
use super::id::{ActionId, SuggestionId, SurveyId};
use super::message::Author;
use super::reply::{Draft, DraftFailure, Passage, RejectReason};
use super::survey::Withheld;
use super::time::Timestamp;

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// A visitor opened the chat.
    ChatOpened {
        /// The page they were on.
        page_url: Option<String>,
        /// Where they had come from.
        #[serde(default)]
        referrer: Option<String>,
    },
    /// Somebody said something, or changed what they had said.
    MessageHeard(Heard),
    /// The relay says who has the conversation.
    StatusChanged {
        /// Who has it now.
        status: RelayStatus,
        /// Who changed it: `bot`, `owner`, `user`, or what the relay calls it.
        by: Option<String>,
    },
    /// The conversation was resolved.
    ChatResolved {
        /// By whom.
        by: String,
    },
    /// The visitor rated the conversation.
    Rated(Rating),
    /// The visitor was asked how it was.
    SurveyAsked {
        /// The survey.
        survey: SurveyId,
        /// The action that asked.
        action: ActionId,
        /// What was asked.
        instrument: Instrument,
        /// What the visitor read, the link cut out; empty where the relay puts the question itself.
        text: String,
    },
    /// The visitor was not asked how it was.
    SurveyWithheld {
        /// The survey.
        survey: SurveyId,
        /// Why.
        reason: Withheld,
    },
    /// The visitor bought something.
    Converted {
        /// Minor units are the relay's affair: the value as it was given.
        value: Option<f64>,
        /// ISO 4217.
        currency: Option<String>,
    },
    /// A draft came back.
    DraftArrived {
        /// The order it answers.
        order: ActionId,
        /// The draft.
        draft: Box<Draft>,
        /// What was found in the knowledge base.
        passages: Vec<Passage>,
        /// What else is known of the question.
        #[serde(default)]
        known: Known,
    },
    /// No draft came back.
    DraftFailed {
        /// The order it answers.
        order: ActionId,
        /// Why.
        failure: DraftFailure,
        /// What was found in the knowledge base all the same.
        passages: Vec<Passage>,
    },
    /// The owner decided on a suggestion.
    Reviewed {
        /// Which.
        suggestion: SuggestionId,
        /// What was decided.
        review: Review,
        /// What the owner had seen.
        seen: Seen,
        /// Who decided.
        by: String,
        /// It waits for the time of `policy.undo_ms`, within which it can be taken back.
        #[serde(default)]
        undoable: bool,
    },
    /// An owner took a decision back.
    DecisionUndone {
        /// The suggestion decided on.
        suggestion: SuggestionId,
        /// Who.
        by: String,
    },
    /// Somebody stopped a draft that would have left by itself, to look at it first.
    CountdownStopped {
        /// Which.
        suggestion: SuggestionId,
        /// Who.
        by: String,
    },
    /// An owner said what they think of a reply that had left without one.
    SentJudged {
        /// Which.
        suggestion: SuggestionId,
        /// What.
        judged: Judged,
        /// Who.
        by: String,
    },
    /// What a suggestion cites, or the rules, changed under it.
    SuggestionOutdated {
        /// Which.
        suggestion: SuggestionId,
    },
    /// A human took the conversation.
    TakenOver {
        /// Who.
        by: String,
        /// Why, if they said so.
        #[serde(default)]
        why: Option<String>,
    },
    /// A human gave it back.
    Resumed {
        /// Who.
        by: String,
        /// Why, if they said so.
        #[serde(default)]
        why: Option<String>,
    },
    /// A human answered from the inbox.
    OwnerReplied {
        /// Who.
        by: String,
        /// The words.
        text: String,
        /// How long a suggestion had been before them while they wrote, ms.
        #[serde(default)]
        read_ms: Option<u64>,
        /// The saved reply it began with.
        #[serde(default)]
        template: Option<String>,
    },
    /// An owner sorted the episode.
    Tagged {
        /// Who.
        by: String,
        /// The primary topic.
        primary: Option<String>,
        /// Topics beside it.
        secondary: Vec<String>,
    },
    /// An owner judged how a resolved episode was answered.
    Judged {
        /// Who.
        by: String,
        /// The marks.
        rubric: Rubric,
    },
    /// The relay took a message of ours.
    Delivered {
        /// Which.
        action: ActionId,
        /// The relay's id of it.
        message_id: Option<String>,
    },
    /// The relay took one of the fixed messages.
    NoticeGiven {
        /// Which action gave it.
        action: ActionId,
        /// The words, as they stood then.
        text: String,
        /// The time that they promised, if they did.
        #[serde(default)]
        promise_until: Option<Timestamp>,
    },
    /// A message of ours did not reach the visitor, or may not have.
    NotDelivered {
        /// Which.
        action: ActionId,
        /// What is known.
        outcome: Undelivered,
    },
    /// A timer ran out. The decision core looks at `now`.
    ClockReached,
}

/// Somebody said something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// The relay's id of the message.
    pub message_id: String,
    /// Who said it. `Assistant` means any bot: ours is known by `client_ref`.
    pub author: Author,
    /// A note among colleagues.
    pub private: bool,
    /// The words, empty where there are none.
    pub text: String,
    /// Whether all of it is text.
    pub readable: bool,
    /// The author's name or id where the relay gives one.
    pub name: Option<String>,
    /// The relay's id of the author, where it gives one.
    #[serde(default)]
    pub author_id: Option<String>,
    /// Our action id, on the echo of our own message.
    pub client_ref: Option<String>,
    /// An edit of a message heard before.
    pub edited: bool,
}

/// Who has a conversation, as the relay sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelayStatus {
    /// The assistant.
    Bot,
    /// A human.
    Human,
    /// Nobody: it is done.
    Resolved,
}

/// A visitor's rating.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// What was asked.
    pub instrument: Instrument,
    /// The survey: a later answer to the same one replaces the earlier.
    pub survey_id: String,
    /// 1..5 for CSAT, 0..10 for NPS.
    pub score: u8,
    /// What the visitor wrote.
    pub comment: Option<String>,
}

/// What was asked of the visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instrument {
    /// Satisfaction, 1..5.
    Csat,
    /// Willingness to recommend, 0..10.
    Nps,
}

/// An owner's decision on a suggestion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "decision")]
pub enum Review {
    /// Send it as it stands.
    Approve,
    /// Send this instead.
    Edit {
        /// The owner's words.
        text: String,
        /// The owner says that only tone or style was wrong.
        #[serde(default)]
        only_tone: bool,
    },
    /// Don't send it.
    Reject {
        /// Why.
        reason: RejectReason,
    },
}

/// What an owner had before them when deciding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The conversation's revision.
    pub revision: u64,
    /// The draft's hash.
    pub draft_hash: String,
    /// How long they had it before them, ms, where that is known.
    #[serde(default)]
    pub read_ms: Option<u64>,
}

/// What is known of a message that was not confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum Undelivered {
    /// The relay knows more than we did when deciding (409).
    Stale,
    /// The conversation no longer wanted it when its turn came.
    Cancelled,
    /// Given up; it is in the dead letters.
    Dead {
        /// The last thing seen.
        detail: String,
    },
    /// It may have arrived, and this relay cannot tell a repetition.
    Uncertain,
}

/// An event with when and where it stands in its conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Logged {
    /// Its place in the event log.
    pub seq: i64,
    /// When it happened, by the source's clock.
    pub at: Timestamp,
    /// When it was heard, by ours.
    pub heard_at: Timestamp,
    /// The relay's own order, where it gives one.
    pub sequence: Option<i64>,
    /// What happened.
    pub event: Event,
}
