//! What was said in a conversation, by whom, and the open turn that waits for an answer.

use serde::{Deserialize, Serialize};

use super::id::{ActionId, SuggestionId};
use super::time::Timestamp;

/// The three authors of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// The person who asks.
    Visitor,
    /// Any human on our side.
    Owner,
    /// Banister.
    Assistant,
}

impl Author {
    /// The word stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Owner => "owner",
            Self::Assistant => "assistant",
        }
    }
}

/// How a message came to be, recorded when it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// Written by a visitor.
    Question,
    /// Written by a human on our side, in the relay or in the inbox.
    Human,
    /// A draft the owner approved as it stood.
    Approved,
    /// A draft the owner changed before it went out.
    Edited,
    /// A draft that left without an owner, on the grounds of a certificate.
    AutoSent,
    /// A fixed text of the owner's settings: it acknowledges, it does not answer.
    Notice,
    /// Another bot's words in the same conversation.
    OtherBot,
}

impl MessageKind {
    /// The word stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Human => "human",
            Self::Approved => "approved",
            Self::Edited => "edited",
            Self::AutoSent => "auto_sent",
            Self::Notice => "notice",
            Self::OtherBot => "other_bot",
        }
    }

    /// Whether such a message answers the visitor (a first response counts only then).
    #[must_use]
    pub const fn answers(self) -> bool {
        matches!(self, Self::Human | Self::Approved | Self::Edited | Self::AutoSent)
    }
}

/// A message as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The relay's id of it; unique in its conversation.
    pub external_id: String,
    /// Who wrote it.
    pub author: Author,
    /// How it came to be.
    pub kind: MessageKind,
    /// A note among colleagues: never shown to the visitor, never shown to a model.
    pub private: bool,
    /// The words, plain text.
    pub text: String,
    /// When it was said, by the relay's clock.
    pub at: Timestamp,
    /// The suggestion it came from, if it did.
    pub suggestion: Option<SuggestionId>,
    /// Our action that sent it, if it was ours.
    pub action: Option<ActionId>,
    /// The colleague who wrote or approved it, where known.
    pub by: Option<String>,
}

/// One visitor message of the open turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnMessage {
    /// The relay's id of it.
    pub external_id: String,
    /// The words.
    pub text: String,
    /// Whether all of it is text that the guardrail can read (no attachment, image or voice).
    pub readable: bool,
    /// When it was said, by the relay's clock.
    pub at: Timestamp,
    /// When it was heard, by ours: clocks differ, and a silence is measured by one.
    pub heard_at: Timestamp,
    /// The relay's sequence number, where it gives one.
    pub sequence: Option<i64>,
}

/// The visitor's messages since the last public answer: what guardrail and drafter look at. Never empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    messages: Vec<TurnMessage>,
}

/// Above this many messages a turn is for a human: nobody's one question is that long.
pub const TURN_MESSAGES_MAX: usize = 50;

impl Turn {
    /// A turn that opens with `message`.
    #[must_use]
    pub fn opening(message: TurnMessage) -> Self {
        Self { messages: vec![message] }
    }

    /// The messages in the order they were said.
    #[must_use]
    pub fn messages(&self) -> &[TurnMessage] {
        &self.messages
    }

    /// The words of each message, as the guardrail wants them.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        self.messages.iter().map(|m| m.text.clone()).collect()
    }

    /// Adds a message at its place in time; the same id again replaces the text (an edit).
    pub fn put(&mut self, message: TurnMessage) {
        if let Some(known) = self.messages.iter_mut().find(|m| m.external_id == message.external_id) {
            // An original that comes after its edit does not take the edit back.
            if message.at >= known.at {
                known.text = message.text;
                known.readable = message.readable;
                known.at = message.at;
            }
            return;
        }
        // Past the cap a human has it anyway, and the store has the words: the turn need not grow for ever.
        if self.messages.len() > TURN_MESSAGES_MAX {
            return;
        }
        let place = self
            .messages
            .iter()
            .position(|m| (m.at, m.sequence) > (message.at, message.sequence))
            .unwrap_or(self.messages.len());
        self.messages.insert(place, message);
    }

    /// The turn without the messages named, or nothing when all are.
    #[must_use]
    pub fn without(mut self, answered: &[String]) -> Option<Self> {
        self.messages.retain(|m| !answered.contains(&m.external_id));
        (!self.messages.is_empty()).then_some(self)
    }

    /// Whether a message of this id is part of it.
    #[must_use]
    pub fn contains(&self, external_id: &str) -> bool {
        self.messages.iter().any(|m| m.external_id == external_id)
    }

    /// The ids of its messages.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        self.messages.iter().map(|m| m.external_id.clone()).collect()
    }

    /// When the first of it was heard, by our clock.
    #[must_use]
    pub fn opened_at(&self) -> Timestamp {
        self.messages.iter().map(|m| m.heard_at).min().unwrap_or_default()
    }

    /// The last message's id and sequence: what a reply answers and is based on.
    #[must_use]
    pub fn last(&self) -> (Option<&str>, Option<i64>) {
        let last = self.messages.last();
        (last.map(|m| m.external_id.as_str()), self.messages.iter().filter_map(|m| m.sequence).max())
    }

    /// Whether the guardrail can read all of it.
    #[must_use]
    pub fn readable(&self) -> bool {
        self.messages.iter().all(|m| m.readable)
    }
}

/// One line of what was said before the open turn, as a drafter may see it.
/// Held turns and their answers never become history: no text of a held turn reaches a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryLine {
    /// Who said it.
    pub author: Author,
    /// The words.
    pub text: String,
}
