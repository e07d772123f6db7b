//! How suggestions and conversations look on the wire. Outside tests read these: fields may be added, not renamed.

use serde::Serialize;
use utoipa::ToSchema;

use super::confidence::Confidence;
use crate::domain::{self, Closing, Conversation, HandoffReason, Stage};
use crate::ports::{ConversationRow, SuggestionRow, Thread};

/// A list with where its next page starts.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct List<T: ToSchema> {
    pub items: Vec<T>,
    pub next_cursor: Option<String>,
}

/// Which conversation a suggestion is for.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ConversationRef {
    pub id: String,
    pub relay: String,
    pub external_id: String,
}

/// A citation.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Citation {
    pub passage_id: String,
    pub article: String,
    pub quote: String,
}

/// A suggestion.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Suggestion {
    pub id: String,
    /// `pending`, `countdown`, `auto_sent`, `approved`, `edited`, `rejected`, `overtaken`, `expired` (or `shadow`).
    pub state: &'static str,
    pub conversation: ConversationRef,
    /// What an approval must name.
    pub revision: u64,
    /// What an approval must name.
    pub draft_hash: String,
    pub text: String,
    pub citations: Vec<Citation>,
    /// How likely the owner sends it as it stands: `low`, `medium`, `high`; a number 0..1 once enough drafts were judged.
    pub confidence: Confidence,
    /// Where it is a number: what the owner decided on drafts with a similar one, as an interval, 0..1.
    pub confidence_range: Option<(f64, f64)>,
    /// What the confidence is made of, each on a scale of about -3 to 3.
    pub signals: std::collections::BTreeMap<String, f64>,
    /// How well the passages answer the question and back the reply, 0..1.
    pub fit: f64,
    /// It is one question back for a missing detail, no answer.
    pub asks_back: bool,
    pub warnings: Vec<String>,
    /// The visitor's words it answers.
    pub question: String,
    /// The drafter's own words on why.
    pub reason: String,
    /// The model, or `extractive`.
    pub drafter: String,
    pub visitor_name: Option<String>,
    pub sample: bool,
    pub created_at: String,
    /// How it ended.
    pub decided: Option<Decided>,
    /// How its gate ruled on it; nothing where it met none.
    #[schema(value_type = Option<Object>)]
    pub gate: Option<serde_json::Value>,
}

/// How a suggestion ended.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Decided {
    pub by: Option<String>,
    /// Why it was rejected.
    pub reason: Option<&'static str>,
    /// What was sent instead.
    pub text: Option<String>,
    /// What the decision says about the draft: `approved`, `cosmetic_edit`, `tone_only` (good), `changed`, `rejected` (bad);
    /// nothing where it says nothing.
    pub label: Option<&'static str>,
    /// Why it says nothing although the reply was sent: `too_quick` (faster than reading) or `untimed` (without `read_ms`).
    pub unread: Option<&'static str>,
    pub at: String,
}

impl Suggestion {
    pub(super) fn of(row: &SuggestionRow) -> Self {
        let (suggestion, draft) = (&row.suggestion, &row.suggestion.draft);
        Self {
            id: suggestion.id.to_string(),
            state: row.closing.as_ref().map_or(suggestion.state, |closing| closing.state).as_str(),
            conversation: ConversationRef {
                id: row.conversation.to_string(),
                relay: row.relay.clone(),
                external_id: row.external_id.clone(),
            },
            revision: row.revision,
            draft_hash: draft.hash(),
            text: draft.text.clone(),
            citations: draft.citations.iter().map(Citation::of).collect(),
            confidence: Confidence::of(draft),
            confidence_range: draft.confidence_range,
            signals: draft.weighed.clone(),
            fit: draft.fit,
            asks_back: draft.asks_back,
            warnings: warnings(draft),
            question: suggestion.turn_text.clone(),
            reason: draft.reason.clone(),
            drafter: draft.drafter.clone(),
            visitor_name: row.visitor_name.clone(),
            sample: row.sample,
            created_at: suggestion.at.rfc3339(),
            decided: row.closing.as_ref().map(|closing| Decided::of(closing, draft)),
            gate: draft.gated.as_ref().and_then(|gated| serde_json::to_value(gated).ok()),
        }
    }
}

fn warnings(draft: &domain::Draft) -> Vec<String> {
    let mut warnings: Vec<String> = draft.findings.iter().map(domain::Finding::sentence).collect();
    if draft.needs_human {
        warnings.push("the drafter asks for a person".to_owned());
    }
    if draft.confidence_word() == "low" {
        warnings.push("low confidence".to_owned());
    }
    warnings
}

impl Citation {
    fn of(citation: &domain::Citation) -> Self {
        Self {
            passage_id: citation.passage_id.clone(),
            article: citation.article.clone(),
            quote: citation.quote.clone(),
        }
    }
}

impl Decided {
    fn of(closing: &Closing, draft: &domain::Draft) -> Self {
        Self {
            by: closing.by.clone(),
            reason: closing.reason.map(domain::RejectReason::as_str),
            text: closing.edited_text.clone(),
            label: closing.label.map(|label| label.why.as_str()),
            unread: closing.unread(draft).map(domain::Unread::as_str),
            at: closing.at.rfc3339(),
        }
    }
}

/// Why a rule holds the open turn.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Held {
    pub reason: String,
    pub rules: Vec<String>,
}

/// Why a human has it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Handoff {
    pub code: &'static str,
    pub sentence: String,
}

/// A visitor was told that somebody will answer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Promise {
    /// When they were told first.
    pub told_at: String,
    /// The time they were given, if they were given one.
    pub until: Option<String>,
    /// It is nearly over, and people were told so.
    pub alarmed: bool,
}

impl Promise {
    fn of(promise: domain::waiting::Promise) -> Self {
        Self {
            told_at: promise.told_at.rfc3339(),
            until: promise.until.map(domain::Timestamp::rfc3339),
            alarmed: promise.alarmed,
        }
    }
}

/// A conversation.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ConversationShape {
    pub id: String,
    pub relay: String,
    pub external_id: String,
    /// `quiet`, `gathering`, `drafting`, `in_review`, `holding`, `sending`, `with_human`, `resolved`.
    pub stage: &'static str,
    /// `none`, `human_only`, `ai_assisted`.
    pub handling: &'static str,
    pub held: Option<Held>,
    pub handoff: Option<Handoff>,
    pub topic: Option<String>,
    /// The topic is what its keywords suggest; nobody has confirmed it.
    pub topic_suggested: bool,
    /// Topics beside it, at most two.
    pub secondary: Vec<String>,
    pub tags: Vec<String>,
    pub revision: u64,
    pub visitor_name: Option<String>,
    pub page_url: Option<String>,
    pub silenced_by: Option<String>,
    pub sample: bool,
    pub last_activity: String,
    /// What a visitor who waits was told of it; none once they are answered.
    pub promise: Option<Promise>,
    /// The current or last episode, with times in unix microseconds.
    #[schema(value_type = Option<Object>)]
    pub episode: Option<domain::Episode>,
    pub last_message: Option<Message>,
    /// With `q`: the words around the hit.
    pub glimpse: Option<Glimpse>,
}

/// A part of a message that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Glimpse {
    /// `visitor`, `owner`, `assistant`.
    pub author: &'static str,
    pub text: String,
    /// Where the hits are in it, in bytes.
    pub marks: Vec<(usize, usize)>,
}

impl ConversationShape {
    pub(super) fn of(c: &Conversation) -> Self {
        let why = match &c.stage {
            Stage::WithHuman { why, .. } => Some(why),
            _ => None,
        };
        let (reason, held_by) = match why {
            Some(HandoffReason::Held { rules, sentence }) => (sentence.clone(), rules.clone()),
            _ => (String::new(), Vec::new()),
        };
        let rules = if c.held.is_empty() { held_by } else { c.held.clone() };
        Self {
            id: c.id.to_string(),
            relay: c.relay.clone(),
            external_id: c.external_id.clone(),
            stage: c.stage.name(),
            handling: c.episode.as_ref().map_or("none", |e| e.handling.as_str()),
            held: (!rules.is_empty()).then_some(Held { reason, rules }),
            handoff: why.map(|why| Handoff { code: why.code(), sentence: why.sentence() }),
            topic: c.episode.as_ref().and_then(|e| e.topic.clone()),
            topic_suggested: c.episode.as_ref().is_some_and(|e| e.measured.suggested),
            secondary: c.episode.as_ref().map(|e| e.secondary.clone()).unwrap_or_default(),
            tags: c.tags.clone(),
            revision: c.revision,
            visitor_name: c.visitor_name.clone(),
            page_url: c.page_url.clone(),
            silenced_by: c.silenced.as_ref().map(|silence| silence.by.clone()),
            sample: c.sample,
            last_activity: c.last_activity.rfc3339(),
            promise: c.promise.map(Promise::of),
            // What its figures follow from is the reports' affair.
            episode: c.episode.clone().map(domain::Episode::unmeasured),
            last_message: None,
            glimpse: None,
        }
    }

    pub(super) fn of_row(row: &ConversationRow) -> Self {
        let mut shape = Self::of(&row.conversation);
        shape.last_message = row.last_message.as_ref().map(Message::of);
        shape.glimpse = row.glimpse.as_ref().map(|glimpse| Glimpse {
            author: glimpse.author.as_str(),
            text: glimpse.text.clone(),
            marks: glimpse.marks.clone(),
        });
        // A takeover replaces the stage's reason; the row keeps the one it was handed off for.
        if let (Some(held), Some((why, _))) = (&mut shape.held, &row.handed_off)
            && held.reason.is_empty()
        {
            held.reason = why.sentence();
        }
        shape
    }
}

/// A message.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Message {
    pub external_id: String,
    /// `visitor`, `owner`, `assistant`.
    pub author: &'static str,
    /// `question`, `human`, `approved`, `edited`, `notice`, `other_bot`.
    pub kind: &'static str,
    pub private: bool,
    pub text: String,
    pub at: String,
    /// Who wrote or approved it.
    pub by: Option<String>,
}

impl Message {
    fn of(message: &domain::Message) -> Self {
        Self {
            external_id: message.external_id.clone(),
            author: message.author.as_str(),
            kind: message.kind.as_str(),
            private: message.private,
            text: domain::survey::cut_links(&message.text).into_owned(),
            at: message.at.rfc3339(),
            by: message.by.clone(),
        }
    }
}

/// A conversation with all that was said.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ThreadShape {
    #[serde(flatten)]
    pub conversation: ConversationShape,
    pub messages: Vec<Message>,
    /// The last verdict on a turn.
    #[schema(value_type = Option<Object>)]
    pub screening: Option<domain::Screening>,
    /// The suggestion before the owner.
    pub suggestion: Option<Suggestion>,
}

impl ThreadShape {
    pub(super) fn of(thread: &Thread) -> Self {
        Self {
            conversation: ConversationShape::of_row(&thread.row),
            messages: thread.messages.iter().map(Message::of).collect(),
            screening: thread.screening.as_ref().map(|row| row.screening.clone()),
            suggestion: thread.pending.as_ref().map(Suggestion::of),
        }
    }
}
