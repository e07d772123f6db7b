//! What can be learned: a proposal, what it rests on, and what it would change.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::habit::Habit;
use super::mined::MinedRule;
use super::shelf::Mend;
use crate::domain::{ConversationId, SuggestionId, Timestamp};

/// Bytes of a hash that name a lesson.
const ID_BYTES: usize = 8;

/// What kind of thing was corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LessonKind {
    /// A number, date, price, name or link: what we know is out of date.
    Fact,
    /// The same sentence is added again and again.
    Addition,
    /// Another way of saying the same.
    Tone,
    /// Turns that owners say need a person.
    Rule,
}

impl LessonKind {
    /// The word in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Addition => "addition",
            Self::Tone => "tone",
            Self::Rule => "rule",
        }
    }
}

/// What adopting a lesson would change.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// An article.
    Article(Mend),
    /// How drafts speak.
    Habit(Habit),
    /// The owner's own rules.
    Rule(Box<MinedRule>),
    /// Nothing that could be done by itself: these words stand in no sentence of what was cited. The article's slug and
    /// title, where there is one.
    ByHand(Option<(String, String)>),
}

/// A proposal.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// A hash of what it says: the same correction is the same lesson, however often it comes.
    pub id: String,
    /// What was corrected.
    pub kind: LessonKind,
    /// The words that were replaced; empty where words were added.
    pub from: String,
    /// The words that came.
    pub to: String,
    /// What would change.
    pub wish: Wish,
    /// The decisions that it rests on.
    pub suggestions: Vec<SuggestionId>,
    /// Their conversations, the newest first.
    pub conversations: Vec<ConversationId>,
    /// When the last of them was made.
    pub last_at: Timestamp,
}

impl Lesson {
    /// How many decisions it rests on.
    #[must_use]
    pub fn n(&self) -> u64 {
        u64::try_from(self.suggestions.len()).unwrap_or(u64::MAX)
    }

    /// In one line, for lists.
    #[must_use]
    pub fn words(&self) -> String {
        match (&self.wish, self.from.as_str(), self.to.as_str()) {
            (Wish::Rule(rule), ..) => format!("hold {}", rule.says()),
            (_, "", to) => format!("add “{to}”"),
            (_, from, "") => format!("leave out “{from}”"),
            (_, from, to) => format!("“{to}” in place of “{from}”"),
        }
    }
}

/// The name of a lesson that says this.
pub(super) fn id_of(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0x1f]);
    }
    hasher.finalize().iter().take(ID_BYTES).fold("les_".to_owned(), |mut id, byte| {
        // Writing to a String cannot fail.
        let _never = write!(id, "{byte:02x}");
        id
    })
}

/// Each once, those of the newest decision first.
pub(super) fn newest_first(found: impl Iterator<Item = (Timestamp, ConversationId)>) -> Vec<ConversationId> {
    let mut all: Vec<(Timestamp, ConversationId)> = found.collect();
    all.sort_by(|one, other| other.cmp(one));
    let mut seen = BTreeSet::new();
    all.into_iter().map(|(_, conversation)| conversation).filter(|one| seen.insert(*one)).collect()
}
