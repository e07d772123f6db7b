//! What lessons are drawn from: decisions of the past, and the articles they rested on.

use crate::domain::{Citation, ConversationId, RejectReason, SuggestionId, Timestamp};

/// A suggestion that an owner decided on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastDecision {
    /// The suggestion.
    pub suggestion: SuggestionId,
    /// Its conversation.
    pub conversation: ConversationId,
    /// When it was decided on.
    pub at: Timestamp,
    /// The turn's words.
    pub question: String,
    /// The draft's words.
    pub draft: String,
    /// Who wrote them: the model's name, or `extractive`.
    pub drafter: String,
    /// What it rested on.
    pub citations: Vec<Citation>,
    /// What became of it.
    pub end: End,
}

/// See [`PastDecision`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// Sent as it stood.
    Approved,
    /// Sent in these words.
    Edited(String),
    /// Not sent.
    Rejected(RejectReason),
}

impl PastDecision {
    /// What was sent in place of the draft, if something was.
    #[must_use]
    pub fn edited(&self) -> Option<&str> {
        match &self.end {
            End::Edited(sent) => Some(sent),
            End::Approved | End::Rejected(_) => None,
        }
    }

    /// Whether it rested on this article.
    #[must_use]
    pub fn cites(&self, slug: &str) -> bool {
        self.citations.iter().any(|citation| citation.slug() == slug)
    }
}

/// An article as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleText {
    /// Its name in passage ids.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The whole of it, Markdown.
    pub body: String,
    /// SHA-256 of title and body.
    pub hash: String,
}

/// What an owner did with a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is not to be shown again, unless there is twice the evidence.
    Dismissed,
    /// It is in force; what happened before counts no more.
    Adopted,
}

impl Fate {
    /// The word stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dismissed => "dismissed",
            Self::Adopted => "adopted",
        }
    }

    /// Reads the word; `None` for any other.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Dismissed, Self::Adopted].into_iter().find(|fate| fate.as_str() == word)
    }
}

/// What is remembered of a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// The lesson.
    pub id: String,
    /// What became of it.
    pub fate: Fate,
    /// How many decisions it rested on then.
    pub n: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: String,
    /// What it said, in one line.
    pub words: String,
}
