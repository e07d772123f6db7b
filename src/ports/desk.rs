//! What the owner's desk reads: lists and single rows for pages, API and reports.

use std::collections::BTreeMap;
use std::fmt;

use async_trait::async_trait;

use super::store::StoreError;
use crate::domain::report::{Episodes, Unanswered};
use crate::domain::waiting::Promise;
use crate::domain::{
    ActionId, Author, Closing, Conversation, ConversationId, Event, Findings, HandoffReason, Message,
    Screening, Suggestion, SuggestionId, Timestamp, Unread,
};

/// A page of a longer list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page starts; none at the end.
    pub next_cursor: Option<String>,
}

/// A suggestion with what surrounds it.
#[derive(Clone, Debug, PartialEq)]
pub struct SuggestionRow {
    /// The suggestion as it was made; its `state` is the state now.
    pub suggestion: Suggestion,
    /// How it ended, if it has.
    pub closing: Option<Closing>,
    /// The conversation it belongs to.
    pub conversation: ConversationId,
    /// The conversation's revision now: what an approval must name.
    pub revision: u64,
    /// The relay's name.
    pub relay: String,
    /// What the relay calls the conversation.
    pub external_id: String,
    /// The visitor's name, where the relay gives one.
    pub visitor_name: Option<String>,
    /// When its visitor was last heard from.
    pub heard_at: Timestamp,
    /// What its visitor was told of the wait.
    pub promise: Option<Promise>,
    /// Made by the demo.
    pub sample: bool,
}

/// A conversation in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ConversationRow {
    /// The conversation as it stands.
    pub conversation: Conversation,
    /// Why it is with a human, if it is, with what was found.
    pub handed_off: Option<(HandoffReason, Option<Findings>)>,
    /// The newest message.
    pub last_message: Option<Message>,
    /// What a search found in it; none where nothing was searched for, or only the visitor's name was found.
    pub glimpse: Option<Glimpse>,
}

/// The words around a hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glimpse {
    /// Whose words.
    pub author: Author,
    /// A part of the message, on one line.
    pub text: String,
    /// Where the hits are in it: bytes, in order, apart from each other.
    pub marks: Vec<(usize, usize)>,
}

/// What conversations can be filtered by: what occurs in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Topics of episodes.
    pub topics: Vec<String>,
    /// Relays.
    pub relays: Vec<String>,
    /// Rules that have held a turn.
    pub rules: Vec<String>,
}

/// What waits for somebody. The costliest wait comes first: danger, a promise that runs out or has run out, a visitor
/// who is here now, then who has waited longest.
#[derive(Clone, Debug, PartialEq)]
pub struct Queue {
    /// Suggestions to decide on.
    pub suggestions: Vec<SuggestionRow>,
    /// Chats that wait for a human.
    pub waiting: Vec<ConversationRow>,
    /// What can still be taken back: this person's own decisions, then what leaves by itself, each the newest first.
    pub holding: Vec<ConversationRow>,
    /// How many suggestions there are in all; [`QUEUE_COUNT_MAX`] may mean more.
    pub suggestions_count: i64,
    /// How many chats wait in all; [`QUEUE_COUNT_MAX`] may mean more.
    pub waiting_count: i64,
}

/// Nobody counts further.
pub const QUEUE_COUNT_MAX: i64 = 10_000;

/// A visitor heard from within this time is taken to be here still, ms.
pub const PRESENT_MS: i64 = 120_000;

/// A promise that ends within this time comes first, ms.
pub const PROMISE_SOON_MS: i64 = 300_000;

/// A conversation with all that was said.
#[derive(Clone, Debug, PartialEq)]
pub struct Thread {
    /// See [`ConversationRow`].
    pub row: ConversationRow,
    /// Everything said, oldest first.
    pub messages: Vec<Message>,
    /// The last verdict on a turn of it.
    pub screening: Option<ScreeningRow>,
    /// The suggestion before the owner, if there is one.
    pub pending: Option<SuggestionRow>,
    /// The suggestions that were sent and say nothing of their drafts, and why.
    pub unread: BTreeMap<SuggestionId, Unread>,
}

/// A stored verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct ScreeningRow {
    /// The conversation.
    pub conversation: ConversationId,
    /// The verdict.
    pub screening: Screening,
}

/// A turn that was screened in the past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastTurn {
    /// Its conversation.
    pub conversation: ConversationId,
    /// Its messages, in order.
    pub messages: Vec<String>,
    /// Whether it was held then.
    pub held: bool,
}

/// Which conversations to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConversationFilter {
    /// Stage name (`with_human`, `in_review` …).
    pub stage: Option<String>,
    /// `none`, `human_only`, `ai_assisted`.
    pub handling: Option<String>,
    /// Topic of the episode.
    pub topic: Option<String>,
    /// Relay name.
    pub relay: Option<String>,
    /// What the relay calls it.
    pub external_id: Option<String>,
    /// Only those that wait for a human: with a human and an open turn.
    pub needs_human: bool,
    /// Id of a rule that has held a turn of it, now or earlier.
    pub rule: Option<String>,
    /// The visitor's last score: `low` (1, 2), `middle` (3), `high` (4, 5), `none`.
    pub rating: Option<String>,
    /// Last active then or later; with `text`, the words were said about then.
    pub from: Option<Timestamp>,
    /// Last active before.
    pub to: Option<Timestamp>,
    /// Words that must all stand in some thirty neighbouring messages or the visitor's name; in any spelling of accents
    /// and capitals, longer ones also as the beginnings of words.
    pub text: Option<String>,
    /// From an earlier page.
    pub cursor: Option<String>,
    /// 1..100.
    pub limit: i64,
}

/// An action that was given up.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadLetter {
    /// Its id.
    pub action: ActionId,
    /// Its conversation.
    pub conversation: ConversationId,
    /// The relay it was for.
    pub relay: String,
    /// `send`, `labels`, `handoff` …
    pub kind: String,
    /// What it would have done, for a person to read.
    pub what: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What was seen last.
    pub error: String,
    /// When it was first asked for.
    pub asked_at: Timestamp,
    /// When it was given up.
    pub died_at: Timestamp,
}

/// A half-open stretch of time: `from <= t < to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since {
    /// Start, included.
    pub from: Timestamp,
    /// End, excluded.
    pub to: Timestamp,
}

/// The reading side.
#[async_trait]
pub trait Desk: Send + Sync + fmt::Debug {
    /// Suggestions in a state (`pending` …), oldest first.
    async fn suggestions(
        &self,
        state: &str,
        cursor: Option<&str>,
        limit: i64,
    ) -> Result<Page<SuggestionRow>, StoreError>;
    /// What waits for somebody now, the costliest wait first, and what `by` can take back or stop.
    async fn queue(&self, now: Timestamp, limit: i64, by: &str) -> Result<Queue, StoreError>;
    /// One suggestion.
    async fn suggestion(&self, id: SuggestionId) -> Result<Option<SuggestionRow>, StoreError>;
    /// Conversations, last active first; with a text, by the newest place where it stands. Each once, also while new ones
    /// come. A page is short, even empty, where the looking was ended for its length: `next_cursor` goes on from there.
    async fn conversations(&self, filter: &ConversationFilter) -> Result<Page<ConversationRow>, StoreError>;
    /// What conversations can be filtered by.
    async fn choices(&self) -> Result<Choices, StoreError>;
    /// Makes findable what is not yet (after an upgrade, or after somebody deleted messages), in at most `limit`
    /// conversations; says in how many.
    async fn catch_up(&self, limit: i64) -> Result<usize, StoreError>;
    /// One conversation with all that was said.
    async fn thread(&self, id: ConversationId) -> Result<Option<Thread>, StoreError>;
    /// What happened to a conversation, as the event log has it: at most its newest 500 events, oldest first.
    async fn happenings(&self, id: ConversationId) -> Result<Vec<(Timestamp, Event)>, StoreError>;
    /// The public messages of a conversation, oldest first: what its visitor may read.
    async fn public_messages(&self, id: ConversationId) -> Result<Vec<Message>, StoreError>;
    /// When the lottery began that still goes on, through all changes of its share; none where nobody is drawn now.
    async fn lottery_since(&self) -> Result<Option<Timestamp>, StoreError>;
    /// Episodes that started in the stretch, for the comparison.
    async fn episodes(&self, since: Since) -> Result<Episodes, StoreError>;
    /// What visitors asked in episodes of the stretch and no article answered, personal data left out; newest first.
    async fn unanswered(&self, since: Since, limit: i64) -> Result<Vec<Unanswered>, StoreError>;
    /// Actions given up, newest first.
    async fn dead_letters(&self, limit: i64) -> Result<Vec<DeadLetter>, StoreError>;
    /// Puts a dead action back in line, due now; `false` when it is not among the dead.
    async fn replay(&self, action: ActionId, now: Timestamp) -> Result<bool, StoreError>;
    /// The newest turns screened since a time, oldest first, of at most `limit` verdicts; and whether there were more.
    async fn newest_turns(&self, since: Timestamp, limit: i64) -> Result<(Vec<PastTurn>, bool), StoreError>;
    /// Turns screened since a time, oldest first, at most `limit` verdicts: what new rules are tried on.
    async fn past_turns(&self, since: Timestamp, limit: i64) -> Result<Vec<PastTurn>, StoreError>;
    /// A number that grows with every change, for live pages to compare.
    async fn version(&self) -> Result<i64, StoreError>;
}
