//! What owners keep for answering: topics to sort chats by, saved replies, and their judgements.

use std::fmt;

use async_trait::async_trait;

use super::audit::Note;
use super::store::StoreError;
use crate::domain::{ConversationId, Rubric, Timestamp};

/// A topic of the owner's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its name in the API, in reports and in the relay's labels.
    pub slug: String,
    /// What owners read.
    pub name: String,
    /// No longer to choose; chats that have it keep it.
    pub retired: bool,
    /// Words that suggest it, one a line.
    pub keywords: String,
}

/// A reply worth keeping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedReply {
    /// What is typed after the slash.
    pub name: String,
    /// The words, with placeholders.
    pub body: String,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Who changed it.
    pub by: Option<String>,
}

/// How somebody judged an episode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenRubric {
    /// Who.
    pub by: String,
    /// The marks.
    pub rubric: Rubric,
    /// When.
    pub at: Timestamp,
}

/// The owner's own lists.
#[async_trait]
pub trait Handbook: Send + Sync + fmt::Debug {
    /// All topics in the owner's order, retired ones last.
    async fn topics(&self) -> Result<Vec<Topic>, StoreError>;
    /// Adds a topic at the end, or renames, retires or takes back one that is there.
    async fn put_topic(&self, topic: &Topic, note: &Note) -> Result<(), StoreError>;
    /// All saved replies, by name.
    async fn saved_replies(&self) -> Result<Vec<SavedReply>, StoreError>;
    /// Adds or replaces one.
    async fn put_saved_reply(&self, reply: &SavedReply, note: &Note) -> Result<(), StoreError>;
    /// Takes one away; `false` when it is not there.
    async fn remove_saved_reply(&self, name: &str, note: &Note) -> Result<bool, StoreError>;
    /// How the last episode of a conversation was judged, newest first.
    async fn rubrics(&self, conversation: ConversationId) -> Result<Vec<GivenRubric>, StoreError>;
}
