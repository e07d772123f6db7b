//! The life of a reply: a draft, a suggestion, a clearance, an outgoing message.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::id::{ActionId, SuggestionId};
use super::message::MessageKind;
use super::time::Timestamp;

/// A citable piece of knowledge as a draft saw it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    /// Article slug, number and content hash: a changed passage is another passage.
    pub id: String,
    /// The title of the article it stands in.
    pub article: String,
    /// The heading it stands under, empty at the top.
    pub heading: String,
    /// The words.
    pub text: String,
    /// How well it fits the question, 0..1, as the index scored it.
    pub score: f64,
}

/// Where a draft's words come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// The passage cited.
    pub passage_id: String,
    /// The title of its article.
    pub article: String,
    /// The words relied on.
    pub quote: String,
}

/// What a draft cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Tokens read by the model.
    pub prompt_tokens: u64,
    /// Tokens written by the model.
    pub completion_tokens: u64,
}

/// A reply the assistant proposes. It is not a suggestion before the decision core has looked at it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The reply, plain text.
    pub text: String,
    /// What it rests on; never empty in a suggestion.
    pub citations: Vec<Citation>,
    /// How sure the drafter is that the owner would send it, 0..1.
    pub confidence: f64,
    /// The drafter itself asks for a human.
    pub needs_human: bool,
    /// Why, in one sentence.
    pub reason: String,
    /// What the confidence is made of, each 0..1.
    pub signals: BTreeMap<String, f64>,
    /// The model's name, or `extractive`.
    pub drafter: String,
    /// The prompt's id and content hash, when a model wrote it.
    pub prompt: Option<String>,
    /// What it cost.
    pub usage: Usage,
    /// The rulebook its turn was screened with.
    pub rulebook_hash: String,
}

impl Draft {
    /// A hash of all that the owner sees of it: text and citations. An approval names it.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut hasher = Sha256::new();
        hasher.update(self.text.as_bytes());
        for citation in &self.citations {
            hasher.update([0x1f]);
            hasher.update(citation.passage_id.as_bytes());
            hasher.update([0x1e]);
            hasher.update(citation.quote.as_bytes());
        }
        hasher.finalize().iter().take(16).map(|b| format!("{b:02x}")).collect()
    }

    /// Confidence in words, as pages and the API show it beside the number.
    #[must_use]
    pub fn confidence_word(&self) -> &'static str {
        match self.confidence {
            c if c >= 0.8 => "high",
            c if c >= 0.5 => "medium",
            _ => "low",
        }
    }
}

/// Why no draft came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum DraftFailure {
    /// Nothing in the knowledge base fits the question.
    NothingFound,
    /// No answer within the time allowed.
    Timeout,
    /// The model server asks for patience.
    RateLimited {
        /// Its own advice, capped, ms.
        retry_after_ms: Option<u64>,
    },
    /// The model server cannot be reached or fails.
    Unavailable {
        /// What was seen, without any visitor text.
        detail: String,
    },
    /// The model declined to answer.
    Refused,
    /// What came back is not an answer in the form asked for.
    Garbage {
        /// What was wrong with it.
        detail: String,
    },
    /// Asked again and again without an outcome.
    GivenUp {
        /// The last thing seen.
        detail: String,
    },
    /// The rules changed while the order waited, and they hold the turn now.
    HeldMeanwhile,
}

impl DraftFailure {
    /// Whether asking again may help.
    #[must_use]
    pub const fn worth_retrying(&self) -> bool {
        matches!(self, Self::Timeout | Self::RateLimited { .. } | Self::Unavailable { .. })
    }

    /// One plain sentence for the owner.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::NothingFound => "nothing in the knowledge base answers this".to_owned(),
            Self::Timeout => "the model did not answer in time".to_owned(),
            Self::RateLimited { .. } => "the model server is limiting requests".to_owned(),
            Self::Unavailable { detail } => format!("the model server is not available ({detail})"),
            Self::Refused => "the model declined to answer".to_owned(),
            Self::Garbage { detail } => format!("the model's answer could not be used ({detail})"),
            Self::GivenUp { detail } => format!("no draft after several tries ({detail})"),
            Self::HeldMeanwhile => "the rules changed and hold this turn now".to_owned(),
        }
    }
}

/// Where a suggestion stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionState {
    /// Before the owner.
    Pending,
    /// Sent as it stood.
    Approved,
    /// Sent in the owner's words.
    Edited,
    /// Not sent, with a reason.
    Rejected,
    /// The conversation moved on before a decision, or before the send.
    Overtaken,
    /// Nobody decided in time.
    Expired,
    /// Drafted to measure, shown to nobody (autonomy `shadow`).
    Shadow,
}

impl SuggestionState {
    /// The word stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Edited => "edited",
            Self::Rejected => "rejected",
            Self::Overtaken => "overtaken",
            Self::Expired => "expired",
            Self::Shadow => "shadow",
        }
    }
}

/// Why the owner rejected a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectReason {
    /// It states something false.
    WrongFact,
    /// It answers another question.
    WrongTopic,
    /// Right, but not in our voice.
    Tone,
    /// Only a person should answer this.
    NeedsAPerson,
    /// The article it cites is out of date.
    OutdatedSource,
}

impl RejectReason {
    /// All of them, in the order of the digit keys 1..5.
    pub const ALL: [Self; 5] =
        [Self::WrongFact, Self::WrongTopic, Self::Tone, Self::NeedsAPerson, Self::OutdatedSource];

    /// The word stored and used in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WrongFact => "wrong_fact",
            Self::WrongTopic => "wrong_topic",
            Self::Tone => "tone",
            Self::NeedsAPerson => "needs_a_person",
            Self::OutdatedSource => "outdated_source",
        }
    }

    /// Reads the word; `None` for any other.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == word)
    }
}

/// Who allowed a reply to leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "how")]
enum Clearance {
    /// An owner approved or edited a suggestion.
    Review { suggestion: SuggestionId, draft_hash: String, by: String, at: Timestamp },
    /// An owner wrote it.
    Words { by: String, at: Timestamp },
}

/// Proof that a reply may leave: nothing is sent without one.
///
/// Only [`Cleared::by_owner`] and [`Cleared::in_owners_words`] make one, inside the decision core;
/// there is no certificate yet, so there is no other way. It cannot be made by hand:
///
/// ```compile_fail
/// let forged = banister::domain::Cleared { outgoing: todo!() };
/// ```
///
/// nor read back from bytes:
///
/// ```compile_fail
/// fn wants<T: serde::de::DeserializeOwned>() {}
/// wants::<banister::domain::Cleared>();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleared {
    outgoing: Outgoing,
}

impl Cleared {
    /// The owner let a suggestion go, as it stood or in other words.
    pub(in crate::domain) fn by_owner(
        action: ActionId,
        review: &Approval<'_>,
        answers: Vec<String>,
        based_on: Option<i64>,
    ) -> Self {
        Self {
            outgoing: Outgoing {
                action,
                text: review.text.to_owned(),
                kind: if review.edited { MessageKind::Edited } else { MessageKind::Approved },
                suggestion: Some(review.suggestion),
                by: Some(review.by.to_owned()),
                answers,
                based_on,
                cancelled: false,
                clearance: Clearance::Review {
                    suggestion: review.suggestion,
                    draft_hash: review.draft_hash.to_owned(),
                    by: review.by.to_owned(),
                    at: review.at,
                },
            },
        }
    }

    /// The owner wrote the reply.
    pub(in crate::domain) fn in_owners_words(
        action: ActionId,
        by: &str,
        text: &str,
        at: Timestamp,
        answers: Vec<String>,
        based_on: Option<i64>,
    ) -> Self {
        Self {
            outgoing: Outgoing {
                action,
                text: text.to_owned(),
                kind: MessageKind::Human,
                suggestion: None,
                by: Some(by.to_owned()),
                answers,
                based_on,
                cancelled: false,
                clearance: Clearance::Words { by: by.to_owned(), at },
            },
        }
    }

    /// The one way back from the store: the conversation itself still wants this send.
    /// A takeover, a new visitor message or a resolution has cancelled it by then.
    #[must_use]
    pub(in crate::domain) fn still_wanted(outgoing: &Outgoing) -> Option<Self> {
        (!outgoing.cancelled).then(|| Self { outgoing: outgoing.clone() })
    }

    /// What may leave.
    #[must_use]
    pub const fn outgoing(&self) -> &Outgoing {
        &self.outgoing
    }
}

/// An owner's approval as [`Cleared::by_owner`] wants it.
pub(in crate::domain) struct Approval<'a> {
    pub suggestion: SuggestionId,
    pub draft_hash: &'a str,
    pub text: &'a str,
    pub edited: bool,
    pub by: &'a str,
    pub at: Timestamp,
}

/// A message on its way to the relay, kept in the conversation until its outcome is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// The action that sends it; idempotency key and `client_ref`.
    pub action: ActionId,
    /// The words.
    pub text: String,
    /// How it came to be.
    pub kind: MessageKind,
    /// The suggestion it came from.
    pub suggestion: Option<SuggestionId>,
    /// Who approved or wrote it.
    pub by: Option<String>,
    /// The visitor messages it answers.
    pub answers: Vec<String>,
    /// The relay's sequence it was decided on.
    pub based_on: Option<i64>,
    /// No longer wanted; kept until we know whether it had already left.
    pub cancelled: bool,
    clearance: Clearance,
}
