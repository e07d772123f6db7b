//! The cards of the inbox: a suggestion to decide on, a chat that waits for a human, and a notice when things moved on.

use super::marked::{Part, marked};
use super::source::Source;
use super::why::Why;
use crate::domain::waiting::Promise;
use crate::domain::{
    AsSeen, Draft, Findings, HandoffReason, Passage, Refusal, Stage, Suggestion, Timestamp, Titles, Turn,
};
use crate::ports::{ConversationRow, PRESENT_MS, SuggestionRow};
use crate::web::moment::Moment;
use crate::web::state::App;

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
    /// Since when a human has it, us; 0 where nobody has: a form that says so is refused once somebody else took it.
    pub in_hand: i64,
}

impl Who {
    /// While there is a suggestion before the owner, nobody has the chat.
    pub(super) fn of(id: String, name: Option<&str>, external_id: &str, relay: &str, sample: bool) -> Self {
        let letters = external_id.chars().count();
        Self {
            id,
            visitor: name.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned),
            short: external_id.chars().skip(letters.saturating_sub(6)).collect(),
            relay: relay.to_owned(),
            sample,
            in_hand: 0,
        }
    }

    pub(super) fn in_row(row: &ConversationRow) -> Self {
        let c = &row.conversation;
        let who = Self::of(c.id.to_string(), c.visitor_name.as_deref(), &c.external_id, &c.relay, c.sample);
        Self { in_hand: AsSeen::in_hand_of(c).0, ..who }
    }
}

/// A suggestion before the owner.
#[derive(Clone, Debug)]
pub(super) struct Card {
    pub id: String,
    pub who: Who,
    pub question: String,
    pub since: Moment,
    /// The visitor was heard from a moment ago.
    pub here: bool,
    /// The time the visitor was promised, if they were.
    pub promised: Option<Promised>,
    pub draft: String,
    /// The draft with what nothing backs marked; empty where there is nothing to mark.
    pub marks: Vec<Part>,
    pub sources: Vec<Source>,
    /// `low`, `medium`, `high`.
    pub confidence: &'static str,
    pub why: Why,
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

/// What the passages of these suggestions say now.
pub(super) async fn cited(app: &App, rows: &[&SuggestionRow]) -> Vec<Passage> {
    let ids = rows.iter().flat_map(|row| &row.suggestion.draft.citations).map(|c| c.passage_id.clone());
    app.knowledge.passages(&ids.collect::<Vec<_>>()).await
}

impl Card {
    pub(super) fn of(
        row: &SuggestionRow,
        passages: &[Passage],
        now: Timestamp,
        csrf: &str,
        back: &str,
    ) -> Self {
        let (suggestion, draft) = (&row.suggestion, &row.suggestion.draft);
        let since = Moment::of(suggestion.at, now);
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
            here: is_here(row.heard_at, now),
            promised: Promised::of(row.promise, now),
            draft: draft.text.clone(),
            marks: unbacked(draft),
            sources: draft.citations.iter().map(|citation| Source::of(citation, passages)).collect(),
            confidence: draft.confidence_word(),
            why: Why::of(row, since.clone()),
            since,
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

/// A time that a visitor was told.
#[derive(Clone, Debug)]
pub(super) struct Promised {
    pub until: Moment,
    /// `open`, `soon` or `broken`.
    pub state: &'static str,
}

impl Promised {
    fn of(promise: Option<Promise>, now: Timestamp) -> Option<Self> {
        let promise = promise?;
        let until = promise.until?;
        let state = match () {
            () if until < now => "broken",
            () if promise.alarmed => "soon",
            () => "open",
        };
        Some(Self { until: Moment::ahead(until, now), state })
    }
}

fn is_here(heard_at: Timestamp, now: Timestamp) -> bool {
    heard_at >= now.minus_ms(PRESENT_MS)
}

fn unbacked(draft: &Draft) -> Vec<Part> {
    let mut spans: Vec<_> = draft.findings.iter().map(|f| f.span).filter(|(from, to)| from < to).collect();
    spans.sort_unstable();
    if spans.is_empty() { Vec::new() } else { marked(&draft.text, &spans) }
}

/// A chat that waits for a human.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub who: Who,
    pub question: String,
    pub since: Moment,
    /// The visitor was heard from a moment ago.
    pub here: bool,
    /// The time the visitor was promised, if they were.
    pub promised: Option<Promised>,
    /// Somebody may be in danger.
    pub urgent: bool,
    /// Why, in plain words.
    pub sentence: String,
    pub rules: Vec<RuleCalled>,
    /// What the knowledge base does not say; empty where nothing was looked for.
    pub unknown: String,
    /// The articles were searched, and what was found did not do.
    pub found_too_little: bool,
    pub passages: Vec<Passage>,
    /// Who has said that it is theirs; empty where nobody has.
    pub taken: String,
    /// The page the visitor wrote from, for saved replies.
    pub page: String,
    pub csrf: String,
}

/// A rule that holds the turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RuleCalled {
    pub id: String,
    pub title: String,
}

impl Waiting {
    pub(super) fn of(row: &ConversationRow, now: Timestamp, csrf: &str, titles: &Titles) -> Self {
        let c = &row.conversation;
        let (sentence, findings) = match &row.handed_off {
            Some((why, findings)) => (said(why, titles), findings.clone().unwrap_or_default()),
            None => (String::new(), Findings::default()),
        };
        Self {
            who: Who::in_row(row),
            page: c.page_url.clone().unwrap_or_default(),
            question: open_question(row),
            since: Moment::of(c.stage.turn().map_or(c.last_activity, Turn::opened_at), now),
            here: is_here(c.last_activity, now),
            promised: Promised::of(c.promise, now),
            urgent: matches!(&c.stage, Stage::WithHuman { why, .. } if why.is_danger()),
            sentence,
            rules: rules_that_hold(row)
                .into_iter()
                .map(|id| RuleCalled { title: titles.rule(&id).to_owned(), id })
                .collect(),
            unknown: findings.unknown,
            found_too_little: row.handed_off.as_ref().is_some_and(|(why, _)| why.found_too_little()),
            passages: findings.passages,
            taken: c.silenced.as_ref().map(|silence| silence.by.clone()).unwrap_or_default(),
            csrf: csrf.to_owned(),
        }
    }
}

/// Why, with the rules by their titles.
fn said(why: &HandoffReason, titles: &Titles) -> String {
    match why {
        HandoffReason::DraftHeld { rules } => {
            let rules = rules.iter().map(|id| titles.rule(id).to_owned()).collect();
            HandoffReason::DraftHeld { rules }.sentence()
        }
        why => titles.explained(&why.sentence()),
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
