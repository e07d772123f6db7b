//! Turns of the past as they can be played again: their words and history, the verdict, draft and decision they got.

use std::collections::BTreeSet;

use super::super::confidence::Known;
use super::super::id::ConversationId;
use super::super::label::Label;
use super::super::message::{Author, HistoryLine, Message, MessageKind};
use super::super::reply::{Draft, SuggestionState};
use super::super::time::Timestamp;
use crate::guardrail::Reason;

/// How many lines of earlier talk a drafter may see.
const HISTORY_LINES_MAX: usize = 12;

/// A conversation as it was kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// Its id.
    pub conversation: ConversationId,
    /// The lottery keeps it for humans since then, and it is not over: no draft of it may be seen.
    pub sealed_since: Option<Timestamp>,
    /// All that was said, oldest first.
    pub messages: Vec<Message>,
    /// Its turns, in the order in which they were first screened.
    pub turns: Vec<RecordedTurn>,
    /// What came of its draft orders, oldest first.
    pub drafts: Vec<RecordedDraft>,
    /// Its suggestions, oldest first.
    pub suggestions: Vec<RecordedSuggestion>,
}

/// A turn with the last verdict on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedTurn {
    /// When it was first screened.
    pub at: Timestamp,
    /// Its messages.
    pub message_ids: Vec<String>,
    /// Why it was held; empty when it was clear.
    pub reasons: Vec<Reason>,
}

/// What came of a draft order.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedDraft {
    /// When.
    pub at: Timestamp,
    /// `suggested`, `shadow`, `findings`, `overtaken`, `held`, or why there was none.
    pub outcome: String,
    /// The draft, where one came.
    pub draft: Option<Draft>,
    /// What was known of the question beside the passages.
    pub known: Known,
}

/// A suggestion and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedSuggestion {
    /// When it was made.
    pub at: Timestamp,
    /// The hash of its draft.
    pub draft_hash: String,
    /// It asked back.
    pub asks_back: bool,
    /// Where it stands.
    pub state: SuggestionState,
    /// What the owner's decision says about the draft; of one that left by itself, what they said of it afterwards.
    pub label: Option<Label>,
    /// Its topic where it met a gate; empty where it had none.
    pub topic: String,
}

/// A turn of the past, ready to be played again.
#[derive(Clone, Debug, PartialEq)]
pub struct PastCase {
    /// Its conversation.
    pub conversation: ConversationId,
    /// When it was first screened.
    pub at: Timestamp,
    /// Its messages, in order.
    pub messages: Vec<String>,
    /// Why it was held then; empty when it was clear.
    pub reasons: Vec<Reason>,
    /// What was said before, held turns and their answers left out.
    pub history: Vec<HistoryLine>,
    /// When the assistant had answered before.
    pub answers: Vec<Timestamp>,
    /// A question back had been sent before.
    pub asked_back: bool,
    /// What came of the draft that was asked for; none where none was, or where none may be seen.
    pub then: Option<Then>,
}

/// What came of a draft order, and how the owner judged the draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Then {
    /// What would have been, or was, put before the owner; none where a human got findings or nothing.
    pub draft: Option<Draft>,
    /// What was known of the question beside the passages.
    pub known: Known,
    /// The owner's judgement, where the decision says something.
    pub label: Option<Label>,
    /// Its topic; empty where it had none, or where none is known.
    pub topic: String,
}

impl PastCase {
    /// Whether the rules held it then.
    #[must_use]
    pub fn was_held(&self) -> bool {
        !self.reasons.is_empty()
    }
}

impl Recorded {
    /// All its turns that have words, oldest first.
    #[must_use]
    pub fn cases(&self) -> Vec<PastCase> {
        (0..self.turns.len()).filter_map(|place| self.case(place)).collect()
    }

    fn case(&self, place: usize) -> Option<PastCase> {
        let turn = self.turns.get(place)?;
        let said = |id: &String| self.messages.iter().find(|m| m.external_id == *id);
        let of_turn: Vec<&Message> = turn.message_ids.iter().filter_map(said).collect();
        let began = of_turn.iter().map(|m| m.at).min()?;
        let before: Vec<&Message> = self
            .messages
            .iter()
            .filter(|m| m.at < began && !m.private && !turn.message_ids.contains(&m.external_id))
            .collect();
        let then = self.then(place);
        let suggested_a_question =
            then.as_ref().and_then(|then| then.draft.as_ref()).is_some_and(|draft| draft.asks_back);
        let asked_before = self.suggestions.iter().any(|s| {
            s.at < turn.at
                && s.asks_back
                && matches!(
                    s.state,
                    SuggestionState::Approved | SuggestionState::Edited | SuggestionState::AutoSent
                )
        });
        let answered = |m: &&&Message| m.suggestion.is_some() && m.kind.answers();
        Some(PastCase {
            conversation: self.conversation,
            at: turn.at,
            messages: of_turn.iter().map(|m| m.text.clone()).collect(),
            reasons: turn.reasons.clone(),
            history: self.history(&before),
            answers: before.iter().filter(answered).map(|m| m.at).collect(),
            // There is one question back an episode: where one could be suggested, none had been sent in it.
            asked_back: asked_before && !suggested_a_question,
            then,
        })
    }

    /// The last draft between this turn and the next that says something.
    fn then(&self, place: usize) -> Option<Then> {
        let from = self.turns.get(place)?.at;
        let to = self.turns.get(place + 1).map_or(Timestamp::NEVER, |next| next.at);
        if self.sealed_since.is_some_and(|sealed| from >= sealed) {
            return None;
        }
        let within = |at: Timestamp| from <= at && at < to;
        let drafted = self
            .drafts
            .iter()
            .rev()
            .find(|d| within(d.at) && !matches!(d.outcome.as_str(), "overtaken" | "held"))?;
        let shown = matches!(drafted.outcome.as_str(), "suggested" | "shadow");
        let draft = drafted.draft.clone().filter(|_| shown);
        let hash = draft.as_ref().map(Draft::hash);
        let suggestion =
            self.suggestions.iter().rev().find(|s| within(s.at) && Some(&s.draft_hash) == hash.as_ref());
        let topic = suggestion.map(|s| s.topic.clone()).unwrap_or_default();
        Some(Then { draft, known: drafted.known, label: suggestion.and_then(|s| s.label), topic })
    }

    /// As the decision core remembers: questions with their answers; never a held turn, its answer, or what nobody had
    /// screened.
    fn history(&self, before: &[&Message]) -> Vec<HistoryLine> {
        let clear: BTreeSet<&str> = ids(self.turns.iter().filter(|turn| turn.reasons.is_empty()));
        let held: BTreeSet<&str> = ids(self.turns.iter().filter(|turn| !turn.reasons.is_empty()));
        let mut lines: Vec<HistoryLine> = Vec::new();
        let (mut asked, mut holding): (Vec<&Message>, bool) = (Vec::new(), false);
        for message in before {
            let id = message.external_id.as_str();
            match message.kind {
                MessageKind::Question if clear.contains(id) && !held.contains(id) => asked.push(message),
                MessageKind::Question => holding = true,
                kind if kind.answers() => {
                    if !holding && !asked.is_empty() {
                        lines.extend(asked.iter().map(|m| line(Author::Visitor, m)));
                        lines.push(line(message.author, message));
                    }
                    asked.clear();
                    holding = false;
                }
                _ => {}
            }
        }
        lines.drain(..lines.len().saturating_sub(HISTORY_LINES_MAX));
        lines
    }
}

fn ids<'a>(turns: impl Iterator<Item = &'a RecordedTurn>) -> BTreeSet<&'a str> {
    turns.flat_map(|turn| turn.message_ids.iter().map(String::as_str)).collect()
}

fn line(author: Author, message: &Message) -> HistoryLine {
    HistoryLine { author, text: message.text.clone() }
}
