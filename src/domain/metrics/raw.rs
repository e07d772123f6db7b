//! The rows of one episode that are only ever added to, as the store keeps them: what its figures can be concluded from
//! without the conversation.

use super::mark::Mark;
use super::measured::Counted;
use crate::domain::event::{Event, Instrument};
use crate::domain::id::{ConversationId, EpisodeId, SuggestionId};
use crate::domain::message::{Author, MessageKind};
use crate::domain::time::Timestamp;

/// A message that was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawMessage {
    /// The relay's id of it.
    pub external_id: String,
    /// Who wrote it.
    pub author: Author,
    /// How it came to be.
    pub kind: MessageKind,
    /// When it counted.
    pub at: Timestamp,
    /// As what it counted.
    pub counted: Counted,
    /// The saved reply it began with.
    pub template: Option<String>,
    /// The draft it came of, perhaps one of an earlier episode.
    pub drafted: Option<String>,
    /// The words.
    pub text: String,
}

/// A suggestion as it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawSuggestion {
    /// Its id.
    pub id: SuggestionId,
    /// How long it had been before the owner, ms.
    pub read_ms: Option<u64>,
    /// The owner would not have sent it so; nothing where they did not say.
    pub bad: Option<bool>,
    /// It left without an owner, and somebody called it wrong.
    pub called_wrong: bool,
}

/// A draft that came back, whatever became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct RawDraft {
    /// When.
    pub at: Timestamp,
    /// Its order.
    pub order: String,
    /// Tokens both ways.
    pub tokens: u64,
    /// Millionths.
    pub cost_micros: u64,
    /// Its confidence where it was weighed.
    pub confidence: Option<f64>,
}

/// A rating, the last one to its survey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawRating {
    /// What was asked.
    pub instrument: Instrument,
    /// The answer.
    pub score: u8,
    /// When.
    pub at: Timestamp,
}

/// All rows of one episode.
#[derive(Clone, Debug, PartialEq)]
pub struct RawEpisode {
    /// The episode.
    pub id: EpisodeId,
    /// Its conversation.
    pub conversation: ConversationId,
    /// Its log, in order.
    pub marks: Vec<(Timestamp, Mark)>,
    /// Messages that count, in any order.
    pub messages: Vec<RawMessage>,
    /// Suggestions, in any order.
    pub suggestions: Vec<RawSuggestion>,
    /// Drafts, in any order.
    pub drafts: Vec<RawDraft>,
    /// Rules that held, verdict by verdict, in order.
    pub held: Vec<Vec<String>>,
    /// Promises: until when, whether it is over, and whether it was kept.
    pub promises: Vec<(Option<Timestamp>, bool, Option<bool>)>,
    /// Ratings.
    pub ratings: Vec<RawRating>,
    /// The event log of its conversation from its beginning to its end, for a reader: nothing is concluded from it.
    pub events: Vec<(Timestamp, Event)>,
}
