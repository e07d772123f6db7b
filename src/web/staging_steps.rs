//! What the staging check sees, step by step, and what to do where it is not as it must be.

use std::time::Duration;

use async_trait::async_trait;

use crate::domain::{DraftFailure, HandoffReason};
use crate::ports::Thread;

/// How the door answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub status: u16,
    /// Its own words.
    pub detail: String,
}

/// The relays' door of a running service.
#[async_trait]
pub trait Door: Send + Sync {
    /// Knocks: these bytes, with these headers. An error says why nobody answered.
    async fn knock(&self, headers: Vec<(&'static str, String)>, body: Vec<u8>) -> Result<Answered, String>;
}

/// How a step went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Went {
    Fine,
    Failed,
    /// Neither: it says what was not looked at, and why.
    Note,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub what: &'static str,
    pub went: Went,
    pub seen: String,
    /// What to do about it.
    pub remedy: String,
}

/// What became of the turn, and whether the clock did its part.
pub(super) fn outcome_of(settled: Option<&Thread>, now: Option<&Thread>, patience: Duration) -> Vec<Step> {
    const TIMER: &str = "the pause after the visitor's words ended";
    const DRAFT: &str = "a suggestion, or a human";
    let Some(thread) = settled else {
        let stage = now.map_or("gone", |t| t.row.conversation.stage.name());
        let seconds = patience.as_secs();
        if stage == "gathering" {
            let remedy =
                "timers do not run: look at the server's log, or wait longer than policy.debounce_ms";
            return vec![failed(TIMER, &format!("still waiting after {seconds} s"), remedy)];
        }
        let remedy =
            "does the model answer? `banister check` knocks at it; model.timeout_ms may be longer than this";
        return vec![
            fine(TIMER, "drafting has begun".to_owned()),
            failed(DRAFT, &format!("still {stage} after {seconds} s"), remedy),
        ];
    };
    let c = &thread.row.conversation;
    let step = match (c.stage.name(), &thread.row.handed_off) {
        ("with_human", Some((HandoffReason::NoDraft { failure }, _)))
            if !matches!(failure, DraftFailure::NothingFound | DraftFailure::BudgetSpent) =>
        {
            let remedy = "`banister check` knocks at the model; the server's log says more";
            failed(DRAFT, &format!("a human has it, for want of a draft: {}", failure.sentence()), remedy)
        }
        ("with_human", Some((why, _))) => fine(DRAFT, format!("a human has it. {}", why.sentence())),
        ("in_review", _) => fine(DRAFT, "a suggestion is before the owners".to_owned()),
        (stage, _) => fine(DRAFT, format!("the chat is {}", stage.replace('_', " "))),
    };
    vec![fine(TIMER, "it did".to_owned()), step]
}

pub(super) fn labels(thread: &Thread) -> String {
    let tags = &thread.row.conversation.tags;
    if tags.is_empty() { "no labels".to_owned() } else { format!("labels: {}", tags.join(", ")) }
}

pub(super) fn fine(what: &'static str, seen: String) -> Step {
    Step { what, went: Went::Fine, seen, remedy: String::new() }
}

pub(super) fn failed(what: &'static str, seen: &str, remedy: &str) -> Step {
    Step { what, went: Went::Failed, seen: seen.to_owned(), remedy: remedy.to_owned() }
}

pub(super) fn note(what: &'static str, seen: &str) -> Step {
    Step { what, went: Went::Note, seen: seen.to_owned(), remedy: String::new() }
}

/// Whether the door answered as it must.
pub(super) fn accepted(what: &'static str, answer: Result<Answered, String>, wanted: u16) -> Step {
    let answer = match answer {
        Ok(Answered { status, .. }) if status == wanted => return fine(what, format!("answered {status}")),
        Ok(answer) => answer,
        Err(why) => return failed(what, &why, "is `banister serve` running, and reachable at this address?"),
    };
    let remedy = match answer.status {
        401 => {
            "the running server has another inbound secret than this configuration: restart it after a change, or mend \
             inbound_secret"
        }
        404 => {
            "the running server knows no relay of this name: restart it after a change of the configuration"
        }
        503 => "the server could not keep the event: look at its log and its store",
        200 if wanted == 401 => "signatures are not checked: is something between us that answers by itself?",
        _ => "look at the server's log",
    };
    failed(what, &format!("answered {}: {}", answer.status, answer.detail), remedy)
}
