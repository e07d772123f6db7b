//! The early life of a reply: passages, a draft or why there is none, a suggestion and how it may end.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::autopilot::Gated;
use crate::guardrail::evidence::Finding;

/// About a third of the sample shop's drafts score above the one, and a third below the other, by the shipped weights.
const HIGH: f64 = 0.90;
const MEDIUM: f64 = 0.80;

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

impl Citation {
    /// Of the whole of a passage.
    #[must_use]
    pub fn of(passage: &Passage) -> Self {
        Self { passage_id: passage.id.clone(), article: passage.article.clone(), quote: passage.text.clone() }
    }

    /// The article's slug: the part of the passage's id before the `#`.
    #[must_use]
    pub fn slug(&self) -> &str {
        self.passage_id.split('#').next().unwrap_or_default()
    }
}

/// A passage that was put before a drafter, without its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// The passage's id.
    pub id: String,
    /// The title of its article.
    pub article: String,
    /// The heading it stands under, empty at the top.
    pub heading: String,
    /// How well it fits the question, 0..1.
    pub score: f64,
}

impl Found {
    fn of(passage: &Passage) -> Self {
        let Passage { id, article, heading, score, .. } = passage;
        Self { id: id.clone(), article: article.clone(), heading: heading.clone(), score: *score }
    }

    /// All of them, in the order given.
    #[must_use]
    pub fn all(passages: &[Passage]) -> Vec<Self> {
        passages.iter().map(Self::of).collect()
    }
}

/// What a draft cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Tokens read by the model.
    pub prompt_tokens: u64,
    /// Tokens written by the model.
    pub completion_tokens: u64,
    /// Money, in millionths of the owner's currency, by the prices in the settings.
    #[serde(default)]
    pub cost_micros: u64,
}

impl Usage {
    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            prompt_tokens: self.prompt_tokens.saturating_add(other.prompt_tokens),
            completion_tokens: self.completion_tokens.saturating_add(other.completion_tokens),
            cost_micros: self.cost_micros.saturating_add(other.cost_micros),
        }
    }

    /// Tokens in both directions.
    #[must_use]
    pub const fn tokens(self) -> u64 {
        self.prompt_tokens.saturating_add(self.completion_tokens)
    }
}

/// A reply the assistant proposes. It is not a suggestion before the decision core has looked at it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The reply, plain text.
    pub text: String,
    /// What it rests on; never empty in a suggestion.
    pub citations: Vec<Citation>,
    /// How well the passages answer the question and back the reply, 0..1, as the drafter found.
    #[serde(default)]
    pub fit: f64,
    /// How sure we are that the owner would send it as it stands, 0..1. Filled by the decision core alone.
    #[serde(default)]
    pub confidence: f64,
    /// What the owner decided on drafts with a similar confidence, as an interval; nothing before there were enough
    /// decisions. Filled by the decision core alone.
    #[serde(default)]
    pub confidence_range: Option<(f64, f64)>,
    /// The signals of the confidence, on their common scale. Filled by the decision core alone.
    #[serde(default)]
    pub weighed: BTreeMap<String, f64>,
    /// It is no answer but one question back, for a detail without which nobody can answer.
    #[serde(default)]
    pub asks_back: bool,
    /// The drafter itself asks for a human.
    pub needs_human: bool,
    /// Why, in one sentence.
    pub reason: String,
    /// What the drafter measured.
    pub signals: BTreeMap<String, f64>,
    /// The model's name, or `extractive`.
    pub drafter: String,
    /// The prompt's id and content hash, when a model wrote it.
    pub prompt: Option<String>,
    /// What stands behind it beside model and prompt: the model's server, and the encoder that its passages were found with.
    /// Filled by the engine alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behind: Option<String>,
    /// What it cost.
    pub usage: Usage,
    /// What was found in the knowledge base for it, best first, cited or not. Filled by the decision core alone.
    #[serde(default)]
    pub found: Vec<Found>,
    /// What the fact gate found in it; the owner sees it as warnings. Filled by the decision core alone.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// The rulebook its turn was screened with.
    pub rulebook_hash: String,
    /// Its place at the gate; nothing where it met none. Filled by the decision core alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gated: Option<Box<Gated>>,
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
        hasher.finalize().iter().take(16).fold(String::with_capacity(32), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _never = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// Confidence in words.
    #[must_use]
    pub fn confidence_word(&self) -> &'static str {
        match self.confidence {
            c if c >= HIGH => "high",
            c if c >= MEDIUM => "medium",
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
    /// Another call could exceed what the owner allows a day.
    BudgetSpent,
}

impl DraftFailure {
    /// Whether asking again may help.
    #[must_use]
    pub const fn worth_retrying(&self) -> bool {
        matches!(
            self,
            // What calls under way have set aside and not used comes back within seconds.
            Self::Timeout | Self::RateLimited { .. } | Self::Unavailable { .. } | Self::BudgetSpent
        )
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
            Self::BudgetSpent => "another draft could exceed today's budget for the model".to_owned(),
        }
    }
}

/// Where a suggestion stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionState {
    /// Before the owner.
    Pending,
    /// Leaves by itself in a moment, unless somebody stops it.
    Countdown,
    /// Sent without an owner.
    AutoSent,
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
            Self::Countdown => "countdown",
            Self::AutoSent => "auto_sent",
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
