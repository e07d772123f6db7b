//! The page behind a link of a notice, in each of its states.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::card::Who;
use super::shell::{Bare, page};
use crate::domain::{Citation, SuggestionState, Timestamp};
use crate::ports::SuggestionRow;
use crate::web::fields::BadField;
use crate::web::filters;
use crate::web::moment::Moment;

#[derive(Template)]
#[template(path = "decision.html")]
pub(super) struct DecisionPage {
    links: Bare,
    says: Says,
    /// What it is about, where that is anybody's business.
    card: Option<DecisionCard>,
}

/// What the page has to say.
pub(super) enum Says {
    /// Decide.
    Open { token: String, csrf: String, name: String, left: Left, refused: Option<Refused> },
    /// It was decided: `approved`, `edited`, `rejected`; and why that says nothing of the draft, where it does not.
    Done { did: &'static str, unread: &'static str },
    /// What the notice showed is not the case any more.
    Changed { what: Changes, ended: Ended, words: Option<String>, conversation: String },
    /// The link was used.
    Used { at: Moment, ended: Ended },
    /// The link's time is over.
    Expired { at: Moment, ended: Ended, conversation: String },
    /// No such link.
    Unknown,
}

/// How long a link still works.
pub(super) struct Left {
    pub hours: i64,
    pub minutes: i64,
}

impl Left {
    pub(super) fn of(until: Timestamp, now: Timestamp) -> Self {
        let minutes = (until.since(now) / 60_000_000).max(1);
        Self { hours: minutes / 60, minutes }
    }
}

/// Why nothing was done although the link is good.
pub(super) enum Refused {
    /// The form was not the one of this page.
    Form,
    /// A field does not fit.
    Field { bad: BadField, words: Option<String> },
}

/// How a suggestion ended: the state's word, and by whom; `pending` while it has not.
pub(super) struct Ended {
    pub state: &'static str,
    pub by: Option<String>,
}

/// What is different from what the notice showed.
#[derive(Default)]
pub(super) struct Changes {
    pub visitor_wrote: bool,
    pub draft_changed: bool,
    pub sources_changed: bool,
    /// Where the conversation stands.
    pub stage: String,
}

/// A suggestion as this page shows it.
pub(super) struct DecisionCard {
    pub who: Who,
    pub question: String,
    pub since: Moment,
    pub draft: String,
    pub citations: Vec<Citation>,
    pub confidence: &'static str,
    pub findings: Vec<String>,
    pub needs_human: bool,
    pub asks_back: bool,
}

impl DecisionCard {
    pub(super) fn of(row: &SuggestionRow, now: Timestamp) -> Self {
        let (suggestion, draft) = (&row.suggestion, &row.suggestion.draft);
        let id = row.conversation.to_string();
        Self {
            who: Who::of(id, row.visitor_name.as_deref(), &row.external_id, &row.relay, row.sample),
            question: suggestion.turn_text.clone(),
            since: Moment::of(suggestion.at, now),
            draft: draft.text.clone(),
            citations: draft.citations.clone(),
            confidence: draft.confidence_word(),
            findings: draft.findings.iter().map(crate::domain::Finding::sentence).collect(),
            needs_human: draft.needs_human,
            asks_back: draft.asks_back,
        }
    }
}

/// How it ended, if it has.
pub(super) fn ended(row: &SuggestionRow) -> Ended {
    Ended {
        state: row.suggestion.state.as_str(),
        by: row.closing.as_ref().and_then(|closing| closing.by.clone()),
    }
}

impl Says {
    /// `seen` is what the notice showed, `fresh` what is before the owner now.
    pub(super) fn changed(
        seen: &SuggestionRow,
        fresh: Option<&SuggestionRow>,
        stage: &str,
        words: Option<String>,
    ) -> Self {
        let (old, new) = (&seen.suggestion, fresh.map(|row| &row.suggestion));
        let what = Changes {
            visitor_wrote: new.is_some_and(|new| new.turn_text != old.turn_text),
            draft_changed: new.is_some_and(|new| new.draft.text != old.draft.text),
            sources_changed: new.is_some_and(|new| new.draft.citations != old.draft.citations),
            stage: stage.to_owned(),
        };
        let words = words.filter(|words| words.trim() != old.draft.text.trim());
        Self::Changed { what, ended: ended(seen), words, conversation: seen.conversation.to_string() }
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::Open { .. } | Self::Done { .. } | Self::Changed { .. } => StatusCode::OK,
            Self::Used { .. } | Self::Expired { .. } => StatusCode::GONE,
            Self::Unknown => StatusCode::NOT_FOUND,
        }
    }
}

impl DecisionPage {
    pub(super) fn new(says: Says, card: Option<DecisionCard>) -> Self {
        Self { links: Bare::new(), says, card }
    }

    pub(super) fn unknown() -> Self {
        Self::new(Says::Unknown, None)
    }

    pub(super) fn done(did: &'static str, unread: &'static str, card: DecisionCard) -> Self {
        Self::new(Says::Done { did, unread }, Some(card))
    }

    pub(super) fn used(at: Timestamp, ended: Ended, now: Timestamp) -> Self {
        Self::new(Says::Used { at: Moment::of(at, now), ended }, None)
    }

    pub(super) fn expired(at: Timestamp, ended: Ended, row: &SuggestionRow, now: Timestamp) -> Self {
        let conversation = row.conversation.to_string();
        Self::new(Says::Expired { at: Moment::of(at, now), ended, conversation }, None)
    }

    pub(super) fn response(&self) -> Response {
        page(self.says.status(), self)
    }
}

/// Whether somebody still has to decide.
impl Ended {
    fn is_open(&self) -> bool {
        self.state == SuggestionState::Pending.as_str()
    }
}
