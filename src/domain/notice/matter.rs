//! What there is to tell of a conversation, as it stands: each matter with a key that is told once.

use serde::{Deserialize, Serialize};

use super::kind::Kind;
use crate::domain::conversation::Conversation;
use crate::domain::handoff::HandoffReason;
use crate::domain::id::{ConversationId, SuggestionId};
use crate::domain::message::Turn;
use crate::domain::stage::Stage;
use crate::domain::time::Timestamp;
use crate::domain::waiting::Promise;

/// The key of what is told: the same thing has the same key for as long as it is the case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Subject(String);

impl Subject {
    /// Of a suggestion.
    #[must_use]
    pub fn suggestion(id: SuggestionId) -> Self {
        Self(format!("suggestion:{id}"))
    }

    /// Of the digest of a day (`2026-11-28`).
    #[must_use]
    pub fn digest(day: &str) -> Self {
        Self(format!("digest:{day}"))
    }

    /// Of the scorecard of a week (`2026-W49`).
    #[must_use]
    pub fn scorecard(week: &str) -> Self {
        Self(format!("scorecard:{week}"))
    }

    /// Of a change about sending without an owner, by its key.
    #[must_use]
    pub fn autopilot(key: &str) -> Self {
        Self(format!("autopilot:{key}"))
    }

    /// Of a test.
    #[must_use]
    pub fn test(name: &str) -> Self {
        Self(format!("test:{name}"))
    }

    /// What it is about.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        Kind::parse(self.0.split(':').next()?)
    }

    /// As stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// From the store.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let subject = Self(text.to_owned());
        subject.kind().map(|_| subject)
    }
}

/// Something to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    /// Its key.
    pub subject: Subject,
    /// Its kind.
    pub kind: Kind,
    /// Since when it is the case, or from when on it will be.
    pub since: Timestamp,
    /// Somebody may be in danger: told at once, whatever the hour.
    pub danger: bool,
    /// The conversation it is about; none for a digest, a scorecard, a test or what is of all.
    pub conversation: Option<ConversationId>,
}

/// When waiting becomes an alarm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Alarms {
    /// After so many milliseconds of waiting for a human; none: never.
    pub overdue_ms: Option<i64>,
}

/// Everything to tell of a conversation as it stands; nothing of a made-up one, or where nobody waits.
#[must_use]
pub fn matters(c: &Conversation, alarms: Alarms) -> Vec<Matter> {
    let Some(turn) = c.stage.turn().filter(|_| !c.sample) else { return Vec::new() };
    [new_chat(c, turn), suggestion(c), handoff(c, turn), promise(c), overdue(c, turn, alarms)]
        .into_iter()
        .flatten()
        .collect()
}

fn of(c: &Conversation, kind: Kind, what: &str, since: Timestamp) -> Matter {
    let subject = Subject(format!("{}:{what}", kind.as_str()));
    Matter { subject, kind, since, danger: false, conversation: Some(c.id) }
}

/// A new chat is news until somebody has answered it or said that it is theirs.
fn new_chat(c: &Conversation, turn: &Turn) -> Option<Matter> {
    let episode = c.episode.as_ref()?;
    let open = episode.first_response_at.is_none() && episode.resolved_at.is_none() && c.silenced.is_none();
    open.then(|| of(c, Kind::NewChat, &episode.id.to_string(), turn.opened_at()))
}

fn suggestion(c: &Conversation) -> Option<Matter> {
    let Stage::InReview { suggestion, since, .. } = &c.stage else { return None };
    Some(of(c, Kind::Suggestion, &suggestion.to_string(), *since))
}

/// One for each reason and open question: more words to the same question are no other handoff.
fn handoff(c: &Conversation, turn: &Turn) -> Option<Matter> {
    let Stage::WithHuman { why, .. } = &c.stage else { return None };
    let taken = c.silenced.is_some()
        || matches!(why, HandoffReason::TakenOver { .. } | HandoffReason::RelaySaysHuman);
    let danger = why.is_danger();
    if taken && !danger {
        return None;
    }
    let opened = turn.opened_at();
    let what = format!("{}:{}:{}", c.id, opened.0, why.code());
    Some(Matter { danger, ..of(c, Kind::Handoff, &what, opened) })
}

/// Whoever has it: what the visitor was told is about to become untrue.
fn promise(c: &Conversation) -> Option<Matter> {
    // That the conversation has taken note of it is no reason to keep it from people.
    let promise = Promise { alarmed: false, ..c.promise? };
    let (until, alarm_at) = (promise.until?, promise.alarm_at()?);
    Some(of(c, Kind::Promise, &format!("{}:{}", c.id, until.0), alarm_at))
}

/// Whoever has it: the visitor waits for a human, and has done for too long.
fn overdue(c: &Conversation, turn: &Turn, alarms: Alarms) -> Option<Matter> {
    let for_a_human = matches!(c.stage, Stage::WithHuman { .. } | Stage::InReview { .. });
    let after_ms = alarms.overdue_ms.filter(|_| for_a_human)?;
    let opened = turn.opened_at();
    Some(of(c, Kind::Overdue, &format!("{}:{}", c.id, opened.0), opened.plus_ms(after_ms)))
}
