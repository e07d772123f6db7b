//! What the staging check sees, step by step, and what to do where it is not as it must be.

use std::time::Duration;

use async_trait::async_trait;

use crate::domain::survey::{SurveyRecord, Withheld};
use crate::domain::{DraftFailure, HandoffReason};
use crate::ports::Thread;

/// What a chat that a rule held is labelled with, as docs/relays.md promises.
pub(super) const HELD_LABELS: [&str; 2] = ["needs-human", "held-by-rule"];

/// And one that a human answered without us.
pub(super) const ANSWERED_LABEL: &str = "human-only";

/// What people are waited for by.
const WAITS_LABEL: &str = "needs-human";

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
        ("with_human", Some((why, _))) => {
            labelled(DRAFT, &format!("a human has it. {}", why.sentence()), &c.tags, &[WAITS_LABEL])
        }
        ("in_review", _) => fine(DRAFT, "a suggestion is before the owners".to_owned()),
        (stage, _) => fine(DRAFT, format!("the chat is {}", stage.replace('_', " "))),
    };
    vec![fine(TIMER, "it did".to_owned()), step]
}

fn labels(tags: &[String]) -> String {
    if tags.is_empty() { "no labels".to_owned() } else { format!("labels: {}", tags.join(", ")) }
}

/// Fine where the chat carries all of these labels: people in the chat system find it by them.
pub(super) fn labelled(what: &'static str, seen: &str, tags: &[String], wanted: &[&str]) -> Step {
    let missing: Vec<&str> = wanted.iter().copied().filter(|l| !tags.iter().any(|tag| tag == l)).collect();
    let seen = format!("{seen}; {}", labels(tags));
    if missing.is_empty() {
        return fine(what, seen);
    }
    let remedy = "nobody in the chat system would find it by its labels: take the same version for both";
    failed(what, &format!("{seen}; missing: {}", missing.join(", ")), remedy)
}

/// What was decided about asking the visitor. Made up as they are they are never asked, and that is on record.
pub(super) fn decided_on_survey(what: &'static str, record: Option<&SurveyRecord>) -> Step {
    let Some(record) = record else {
        let remedy =
            "does the running server have the [survey] of this configuration? Restart it after a change";
        return failed(what, "nothing was decided about it", remedy);
    };
    match record.reason {
        Some(Withheld::MadeUp) => fine(what, "a visitor would have been, this one is made up".to_owned()),
        Some(Withheld::NoPublicUrl) => {
            failed(what, Withheld::NoPublicUrl.sentence(), "set server.public_url, or csat = \"relay\"")
        }
        Some(other) => failed(what, other.sentence(), "look at the server's log"),
        None => failed(what, "a question was put to nobody", "take the same version for both"),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::survey::Scale;
    use crate::domain::{ConversationId, EpisodeId, SurveyId, Timestamp};

    #[test]
    fn a_label_that_is_missing_is_a_fault_and_is_named() {
        let step = |tags: &[&str]| {
            let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
            labelled("held", "refund", &tags, &HELD_LABELS)
        };
        let both = step(&["needs-human", "vip", "held-by-rule"]);
        assert_eq!(
            (both.went, both.seen.as_str()),
            (Went::Fine, "refund; labels: needs-human, vip, held-by-rule")
        );
        let one = step(&["needs-human"]);
        assert_eq!(
            (one.went, one.seen.as_str()),
            (Went::Failed, "refund; labels: needs-human; missing: held-by-rule")
        );
        assert_eq!(step(&[]).seen, "refund; no labels; missing: needs-human, held-by-rule");
    }

    #[test]
    fn what_was_decided_about_a_survey_is_told_and_nothing_decided_is_a_fault() {
        let record = |reason| {
            let now = Timestamp(0);
            SurveyRecord {
                id: SurveyId::derived(now, &["s"]),
                conversation: ConversationId::of("shop", "banister-check-1-a"),
                relay: "shop".to_owned(),
                external_id: "banister-check-1-a".to_owned(),
                episode: EpisodeId::derived(now, &["e"]),
                instrument: None,
                scale: Scale::default(),
                language: None,
                reason,
                made_at: now,
                asked_at: None,
                answered_at: None,
                expires_at: now,
                score: None,
                comment: None,
            }
        };
        let step = |reason| decided_on_survey("asked", Some(&record(reason)));
        assert_eq!(step(Some(Withheld::MadeUp)).went, Went::Fine);
        let nowhere = step(Some(Withheld::NoPublicUrl));
        assert!(nowhere.went == Went::Failed && nowhere.remedy.contains("server.public_url"), "{nowhere:?}");
        assert_eq!(step(Some(Withheld::NobodyAnswered)).went, Went::Failed);
        assert_eq!(step(None).went, Went::Failed, "nobody is asked");
        assert_eq!(decided_on_survey("asked", None).went, Went::Failed);
    }
}
