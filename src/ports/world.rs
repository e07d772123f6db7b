//! Knowledge, drafter, relay and clock: the promises of the world to the engine.

use std::fmt;

use async_trait::async_trait;

use super::articles::Article;
use super::ledger::Foreseen;
use super::store::NewEvent;
use crate::domain::survey::Scale;
use crate::domain::{
    ActionId, Draft, DraftFailure, DraftOrder, Instrument, Passage, SurveyId, Timestamp, Usage,
};

/// The owner's articles, cut into citable passages.
#[async_trait]
pub trait Knowledge: Send + Sync + fmt::Debug {
    /// The passages that fit `question` best, best first, scores in 0..1; empty when none fits at all.
    async fn search(&self, question: &str, limit: usize) -> Vec<Passage>;

    /// Whether articles are found by their words alone, because no encoder was set up that knows what words mean.
    fn by_words_only(&self) -> bool;

    /// What tells the encoder that is set up from others, whether or not it can be reached just now; `words` where there
    /// is none.
    fn encoder(&self) -> String;

    /// Whether every one of these passages still stands word for word.
    async fn current(&self, passage_ids: &[String]) -> bool;

    /// These passages as they stand, in the order asked for; one that is not there any more is left out.
    async fn passages(&self, passage_ids: &[String]) -> Vec<Passage>;

    /// What an owner wrote, as an article: of this slug, or of one made from the title.
    ///
    /// # Errors
    /// The field that does not fit, with what would be right.
    fn written(
        &self,
        slug: Option<&str>,
        title: &str,
        body: &str,
        now: Timestamp,
    ) -> Result<Article, BadArticle>;
}

/// Words that are no article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {message}")]
pub struct BadArticle {
    /// `slug`, `title` or `body`.
    pub field: &'static str,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// What came of a draft order, and what it cost either way.
#[derive(Clone, Debug, PartialEq)]
pub struct Drafted {
    /// The draft, or why there is none.
    pub outcome: Result<Draft, DraftFailure>,
    /// All calls of the model together; nothing where none was asked.
    pub usage: Usage,
}

/// Writes drafts. It gets nothing but screened words, and its answer is only a proposal.
#[async_trait]
pub trait Drafter: Send + Sync + fmt::Debug {
    /// A draft from these passages, or why not. Returns within the drafter's own time limit.
    async fn draft(&self, order: &DraftOrder, passages: &[Passage]) -> Drafted;

    /// What such a draft would cost at most, and what may be spent; nothing where drafts cost nothing.
    fn foresee(&self, order: &DraftOrder, passages: &[Passage]) -> Option<Foreseen>;

    /// The model's name, or `extractive`.
    fn name(&self) -> &str;

    /// What tells its server from others that have a model of the same name; nothing where none is asked.
    fn server(&self) -> Option<String> {
        None
    }

    /// How many drafts may be asked for at the same time.
    fn places(&self) -> usize {
        8
    }
}

/// What a relay is asked to do. The id is the idempotency key: the relay applies it once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Idempotency key and `client_ref`.
    pub id: ActionId,
    /// What the relay calls the conversation.
    pub conversation: String,
    /// What to do there.
    pub what: Wanted,
}

/// See [`Request`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Post a message the visitor reads.
    Post {
        /// The words.
        text: String,
        /// The message it answers.
        in_reply_to: Option<String>,
        /// Refuse as stale when the conversation is past this sequence.
        based_on: Option<i64>,
    },
    /// Ask the visitor how it was.
    Survey(AskedSurvey),
    /// Change labels.
    Labels {
        /// To add.
        add: Vec<String>,
        /// To take away.
        remove: Vec<String>,
    },
    /// Give the conversation to a human.
    HandOff {
        /// The reason code.
        reason: String,
        /// Internal.
        summary: String,
    },
}

/// A question that the relay puts in its own way. The answer comes back under the survey's id, or by the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedSurvey {
    /// The survey.
    pub survey: SurveyId,
    /// What is asked.
    pub instrument: Instrument,
    /// How satisfaction is shown.
    pub scale: Scale,
    /// The question, in the visitor's language.
    pub question: String,
    /// That language.
    pub language: &'static str,
    /// Our page with the same question; none where we do not know how browsers reach us.
    pub url: Option<String>,
    /// Until when an answer is taken.
    pub until: Timestamp,
}

/// The relay did it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// The relay's id of the message posted.
    pub message_id: Option<String>,
}

/// The relay did not do it, or we cannot tell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RelayError {
    /// It knows more than we did (409): drop what we wanted.
    #[error("the conversation has moved on (409)")]
    Stale,
    /// It certainly did nothing; trying again may help.
    #[error("{detail}")]
    Refused {
        /// What was seen.
        detail: String,
        /// Its own advice, capped, ms.
        retry_after_ms: Option<i64>,
    },
    /// It may have done it: no answer, or one that cannot be read.
    #[error("{detail}")]
    Unknown {
        /// What was seen.
        detail: String,
    },
    /// It will never do this.
    #[error("{detail}")]
    Never {
        /// What was seen.
        detail: String,
    },
}

/// A chat system.
#[async_trait]
pub trait Relay: Send + Sync + fmt::Debug {
    /// Asks for it once. No retries inside.
    async fn perform(&self, request: &Request) -> Result<Applied, RelayError>;

    /// Whether the same request twice has one effect there. Where not, an uncertain send is never repeated.
    fn deduplicates(&self) -> bool;

    /// Whether visitors read what we keep of a conversation, rather than what was posted to them.
    fn reads_back(&self) -> bool {
        false
    }
}

/// The time.
pub trait Clock: Send + Sync + fmt::Debug {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Request headers as an ear may read them: name in lower case to value.
pub type Headers<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What a relay's call turned out to be.
#[derive(Clone, Debug)]
pub enum Call {
    /// An event of ours.
    Event(Box<NewEvent>),
    /// Signed and well formed, and nothing we act on: answered 200.
    Ignored {
        /// Its type.
        kind: String,
    },
}

/// Why a relay's call is refused. Nothing is kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadCall {
    /// Missing, wrong or old signature (401).
    #[error("{0}")]
    Unsigned(String),
    /// Not in the form agreed on (400).
    #[error("{field}: {message}")]
    Malformed {
        /// The field, as a path.
        field: String,
        /// What is wrong, and what would be right.
        message: String,
    },
}

/// The hearing side of a relay: bytes in, one of our events out. Pure but for the secrets it holds.
pub trait Ear: Send + Sync + fmt::Debug {
    /// Checks the signature over the raw bytes, then reads them.
    ///
    /// # Errors
    /// See [`BadCall`].
    fn hear(&self, headers: Headers<'_>, body: &[u8], now: Timestamp) -> Result<Call, BadCall>;
}
