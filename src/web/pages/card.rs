//! The cards of the inbox: a suggestion to decide on, a chat that waits for a human, and a notice when things moved on.

use super::because::{Because, alike, because};
use crate::domain::{
    Citation, Findings, HandoffReason, Passage, Refusal, Stage, Suggestion, Timestamp, Turn,
};
use crate::ports::{ConversationRow, SuggestionRow};
use crate::web::moment::Moment;

/// Who a conversation is with.
#[derive(Clone, Debug)]
pub(super) struct Who {
    /// `con_…`
    pub id: String,
    pub visitor: Option<String>,
    /// The end of the relay's own id, to tell nameless visitors apart.
    pub short: String,
    pub relay: String,
    pub sample: bool,
}

impl Who {
    pub(super) fn of(id: String, name: Option<&str>, external_id: &str, relay: &str, sample: bool) -> Self {
        let letters = external_id.chars().count();
        Self {
            id,
            visitor: name.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned),
            short: external_id.chars().skip(letters.saturating_sub(6)).collect(),
            relay: relay.to_owned(),
            sample,
        }
    }

    pub(super) fn in_row(row: &ConversationRow) -> Self {
        let c = &row.conversation;
        Self::of(c.id.to_string(), c.visitor_name.as_deref(), &c.external_id, &c.relay, c.sample)
    }
}

/// A suggestion before the owner.
#[derive(Clone, Debug)]
pub(super) struct Card {
    pub id: String,
    pub who: Who,
    pub question: String,
    pub since: Moment,
    pub draft: String,
    pub citations: Vec<Citation>,
    /// `low`, `medium`, `high`.
    pub confidence: &'static str,
    pub percent: String,
    /// What became of drafts with a similar confidence, once there are enough.
    pub alike: Option<String>,
    pub because: Vec<Because>,
    /// The drafter's own words on why.
    pub why: String,
    pub drafter: String,
    pub needs_human: bool,
    /// It is one question back.
    pub asks_back: bool,
    /// What the fact gate found, in plain sentences.
    pub findings: Vec<String>,
    pub revision: u64,
    pub draft_hash: String,
    /// Set when it differs from what the owner had decided on a moment ago.
    pub notice: Option<Notice>,
    /// Where to go after a decision.
    pub back: String,
    pub csrf: String,
}

impl Card {
    pub(super) fn of(row: &SuggestionRow, now: Timestamp, csrf: &str, back: &str) -> Self {
        let (suggestion, draft) = (&row.suggestion, &row.suggestion.draft);
        Self {
            id: suggestion.id.to_string(),
            who: Who::of(
                row.conversation.to_string(),
                row.visitor_name.as_deref(),
                &row.external_id,
                &row.relay,
                row.sample,
            ),
            question: suggestion.turn_text.clone(),
            since: Moment::of(suggestion.at, now),
            draft: draft.text.clone(),
            citations: draft.citations.clone(),
            confidence: draft.confidence_word(),
            percent: format!("{:.0}", 100.0 * draft.confidence),
            alike: alike(draft),
            because: because(draft),
            why: draft.reason.clone(),
            drafter: draft.drafter.clone(),
            needs_human: draft.needs_human,
            asks_back: draft.asks_back,
            findings: draft.findings.iter().map(crate::domain::Finding::sentence).collect(),
            revision: row.revision,
            draft_hash: draft.hash(),
            notice: None,
            back: back.to_owned(),
            csrf: csrf.to_owned(),
        }
    }
}

/// A chat that waits for a human.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub who: Who,
    pub question: String,
    pub since: Moment,
    /// Why, in plain words.
    pub sentence: String,
    pub rules: Vec<String>,
    /// What the knowledge base does not say; empty where nothing was looked for.
    pub unknown: String,
    pub passages: Vec<Passage>,
    /// Somebody has said that it is theirs.
    pub taken: bool,
    pub csrf: String,
}

impl Waiting {
    pub(super) fn of(row: &ConversationRow, now: Timestamp, csrf: &str) -> Self {
        let c = &row.conversation;
        let (sentence, findings) = match &row.handed_off {
            Some((why, findings)) => (why.sentence(), findings.clone().unwrap_or_default()),
            None => (String::new(), Findings::default()),
        };
        Self {
            who: Who::in_row(row),
            question: open_question(row),
            since: Moment::of(c.stage.turn().map_or(c.last_activity, Turn::opened_at), now),
            sentence,
            rules: rules_that_hold(row),
            unknown: findings.unknown,
            passages: findings.passages,
            taken: c.silenced.is_some(),
            csrf: csrf.to_owned(),
        }
    }
}

/// The rules that hold the open turn.
pub(super) fn rules_that_hold(row: &ConversationRow) -> Vec<String> {
    match &row.conversation.stage {
        Stage::WithHuman { why: HandoffReason::Held { rules, .. }, turn: Some(_), .. }
            if row.conversation.held.is_empty() =>
        {
            rules.clone()
        }
        _ => row.conversation.held.clone(),
    }
}

fn open_question(row: &ConversationRow) -> String {
    match row.conversation.stage.turn() {
        Some(turn) => turn.texts().join("\n"),
        None => row.last_message.as_ref().map(|m| m.text.clone()).unwrap_or_default(),
    }
}

/// Tells an owner that a decision was not carried out, what changed, and what they had written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Notice {
    /// `changed`, `closed` or `refused`.
    pub kind: &'static str,
    pub detail: String,
    pub visitor_wrote: bool,
    pub draft_changed: bool,
    pub sources_changed: bool,
    pub your_words: Option<String>,
}

impl Notice {
    /// `seen` is the suggestion the owner had before them; `fresh` the one that is open now.
    pub(super) fn of(
        refusal: &Refusal,
        seen: &Suggestion,
        fresh: Option<&Suggestion>,
        words: Option<String>,
    ) -> Self {
        let your_words = words.filter(|words| words.trim() != seen.draft.text.trim());
        let Some(fresh) = fresh else {
            let kind = if matches!(refusal, Refusal::BadText { .. }) { "refused" } else { "closed" };
            return Self { kind, detail: refusal.to_string(), your_words, ..Self::default() };
        };
        Self {
            kind: if matches!(refusal, Refusal::BadText { .. }) { "refused" } else { "changed" },
            detail: refusal.to_string(),
            visitor_wrote: fresh.turn_text != seen.turn_text,
            draft_changed: fresh.draft.text != seen.draft.text,
            sources_changed: fresh.draft.citations != seen.draft.citations,
            your_words,
        }
    }
}
