//! What `decide` answers: the conversation after, facts to keep, effects to perform; or a refusal.

use serde::{Deserialize, Serialize};

use super::autopilot::{GateMove, Judged, Lever, SentReply, SentState};
use super::conversation::Conversation;
use super::effect::Effect;
use super::episode::Episode;
use super::event::Rating;
use super::gate::SoftSignal;
use super::handoff::HandoffReason;
use super::id::{ActionId, EpisodeId, SuggestionId};
use super::label::{Label, Unread};
use super::message::Message;
use super::metrics::{Mark, Said};
use super::reply::{Draft, Passage, RejectReason, SuggestionState};
use super::survey::NotAsked;
use super::time::Timestamp;
use crate::guardrail::Reason;

/// Committed together, or not at all.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The conversation after the event.
    pub after: Conversation,
    /// Rows to keep.
    pub facts: Vec<Fact>,
    /// What to ask of the world, each under its own id.
    pub effects: Vec<(ActionId, Effect)>,
}

/// Something to keep for good.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// A message was said.
    MessageKept(Message),
    /// A gate took something in.
    GateMoved(Box<GateMove>),
    /// The switch for sending without an owner was pulled.
    SwitchPulled {
        /// How.
        lever: Lever,
        /// Who.
        by: String,
        /// When.
        at: Timestamp,
    },
    /// A reply was let go without an owner.
    LetGo(Box<SentReply>),
    /// What became of it.
    SentIs {
        /// Which.
        suggestion: SuggestionId,
        /// Where it stands.
        state: SentState,
        /// When that was known.
        at: Timestamp,
    },
    /// A sign of discontent followed it: an owner should look.
    SentFlagged {
        /// Which.
        suggestion: SuggestionId,
        /// The sign.
        signal: SoftSignal,
    },
    /// An owner said what they think of it.
    SentJudged {
        /// Which.
        suggestion: SuggestionId,
        /// What.
        judged: Judged,
        /// Who.
        by: String,
        /// When.
        at: Timestamp,
    },
    /// The message just kept counts in an episode, once.
    MessageCounted {
        /// Which message.
        external_id: String,
        /// In which episode.
        episode: EpisodeId,
        /// When, and as what.
        said: Said,
    },
    /// A line for an episode's own log.
    Marked {
        /// Which episode.
        episode: EpisodeId,
        /// When it was so.
        at: Timestamp,
        /// What.
        mark: Mark,
    },
    /// A turn was screened.
    TurnScreened(Screening),
    /// A suggestion came to be.
    SuggestionMade(Suggestion),
    /// A suggestion was decided on, or lost its point.
    SuggestionClosed(Closing),
    /// A decision was taken back: the suggestion is before the owner again, and what was learned of it is forgotten.
    SuggestionReopened(SuggestionId),
    /// An episode began or changed; the whole of it, as it stands now.
    EpisodeChanged(Episode),
    /// An earlier episode turned out to be reopened.
    EpisodeReopened {
        /// Which.
        episode: EpisodeId,
        /// When the visitor came back.
        at: Timestamp,
    },
    /// A rating was given; the last one to a survey counts.
    RatingGiven {
        /// The episode rated.
        episode: Option<EpisodeId>,
        /// The rating.
        rating: Rating,
        /// When.
        at: Timestamp,
    },
    /// A rating was given to an earlier episode than the current one.
    EarlierRated {
        /// Which.
        episode: EpisodeId,
        /// The rating.
        rating: Rating,
        /// When.
        at: Timestamp,
    },
    /// The visitor is not asked how it was.
    SurveyWithheld(NotAsked),
    /// An owner judged how the episode was answered; their last judgement counts.
    RubricGiven {
        /// Which.
        episode: EpisodeId,
        /// Who.
        by: String,
        /// The marks.
        rubric: Rubric,
        /// When.
        at: Timestamp,
    },
    /// The conversation was handed off.
    HandedOff {
        /// Why.
        why: HandoffReason,
        /// What is shown instead of a draft, where there is something.
        findings: Option<Findings>,
    },
    /// The echo of one of our messages proves that it arrived: the outbox need not try again.
    ActionSettled(ActionId),
    /// A visitor was told that somebody will answer, perhaps by when; told again, the time is added.
    PromiseMade {
        /// When they were told first.
        told_at: Timestamp,
        /// The time they were given.
        until: Option<Timestamp>,
    },
    /// The wait of a visitor who was told so is over.
    PromiseEnded {
        /// When they had been told first.
        told_at: Timestamp,
        /// When an answer reached them; none where nobody needed one any more.
        answered_at: Option<Timestamp>,
        /// When it was over.
        ended_at: Timestamp,
        /// Whether they were answered by the time they were given.
        kept: Option<bool>,
    },
    /// What came out of a draft order, for accounts of cost and quality.
    DraftAnswered {
        /// The order.
        order: ActionId,
        /// The draft, where one came.
        draft: Option<Draft>,
        /// `suggested`, `shadow`, `findings`, `overtaken`, or the failure's sentence.
        outcome: String,
    },
}

/// How well an episode was answered, in an owner's eyes; each 1 (poor) to 3 (good).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rubric {
    /// Is it easy to understand?
    pub clarity: u8,
    /// Is it right?
    pub correctness: u8,
    /// Is it kind?
    pub empathy: u8,
}

/// A turn met the rulebook.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Screening {
    /// The rulebook's content hash.
    pub rulebook_hash: String,
    /// The ids of the messages screened.
    pub message_ids: Vec<String>,
    /// Empty when clear.
    pub reasons: Vec<Reason>,
    /// When.
    pub at: Timestamp,
}

/// A draft put before the owner (or, in shadow, only kept).
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// Its id.
    pub id: SuggestionId,
    /// The revision at which it was made.
    pub revision: u64,
    /// What is suggested.
    pub draft: Draft,
    /// The visitor's words it answers.
    pub turn_text: String,
    /// `Pending` or `Shadow`.
    pub state: SuggestionState,
    /// When.
    pub at: Timestamp,
}

/// The end of a suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// Which.
    pub id: SuggestionId,
    /// How it ended.
    pub state: SuggestionState,
    /// Who decided.
    pub by: Option<String>,
    /// Why it was rejected.
    pub reason: Option<RejectReason>,
    /// What was sent instead.
    pub edited_text: Option<String>,
    /// What the decision says about the draft; nothing where it says nothing.
    pub label: Option<Label>,
    /// How long it had been before the owner, ms, where that is known.
    pub read_ms: Option<u64>,
    /// When.
    pub at: Timestamp,
}

impl Closing {
    /// Why it says nothing of the draft although the reply was let go; nothing where it says something, where it was not
    /// let go, and of a draft from before there were signals, of which nothing can be said.
    #[must_use]
    pub fn unread(&self, draft: &Draft) -> Option<Unread> {
        let let_go = matches!(self.state, SuggestionState::Approved | SuggestionState::Edited);
        let told = self.label.is_some() || draft.weighed.is_empty();
        (let_go && !told).then(|| Unread::why(self.read_ms))
    }
}

/// What the owner sees instead of a draft below the bar. A guess never looks like a reply.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// What is not known, in one sentence.
    pub unknown: String,
    /// What was found.
    pub passages: Vec<Passage>,
}

/// An expected no, with a sentence for the person who gets it. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "refusal")]
pub enum Refusal {
    /// The suggestion is not the one before the owner any more.
    #[error("this suggestion is no longer open: {why}")]
    Overtaken {
        /// What happened.
        why: String,
    },
    /// The conversation or the draft changed since the owner looked.
    #[error("changed since you looked: the conversation is at revision {revision}, or its draft is another")]
    ChangedSinceSeen {
        /// The revision now.
        revision: u64,
    },
    /// The words cannot be sent.
    #[error("{field}: {message}")]
    BadText {
        /// Which field.
        field: String,
        /// What is wrong, and what would be right.
        message: String,
    },
    /// It cannot be done at this stage.
    #[error("{why}")]
    NotNow {
        /// Why not.
        why: String,
    },
}
