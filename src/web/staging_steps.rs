//! What the staging check sees, step by step, and what to do where it is not as it must be.

use std::time::Duration;

use async_trait::async_trait;

use super::spoken;
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
    pub what: String,
    pub went: Went,
    pub seen: String,
    /// What to do about it.
    pub remedy: String,
}

/// What became of the turn, and whether the clock did its part.
pub(super) fn outcome_of(settled: Option<&Thread>, now: Option<&Thread>, patience: Duration) -> Vec<Step> {
    const TIMER: &str = "staging-what-timer";
    const DRAFT: &str = "staging-what-draft";
    let Some(thread) = settled else {
        let stage = now.map_or("gone", |t| t.row.conversation.stage.name());
        let seconds = patience.as_secs();
        if stage == "gathering" {
            let waiting = spoken::text("staging-still-waiting").with("seconds", &seconds).plain();
            return vec![failed(TIMER, waiting, "staging-do-timers")];
        }
        let still = spoken::text("staging-still").with("stage", &stage).with("seconds", &seconds).plain();
        return vec![fine(TIMER, said("staging-drafting")), failed(DRAFT, still, "staging-do-await-model")];
    };
    let c = &thread.row.conversation;
    let step = match (c.stage.name(), &thread.row.handed_off) {
        ("with_human", Some((HandoffReason::NoDraft { failure }, _)))
            if !matches!(failure, DraftFailure::NothingFound | DraftFailure::BudgetSpent) =>
        {
            let why = spoken::text("staging-no-draft").with("why", &failure.sentence());
            failed(DRAFT, why.plain(), "staging-do-knock-at-model")
        }
        ("with_human", Some((why, _))) => {
            let seen = spoken::text("staging-with-human").with("why", &why.sentence()).plain();
            labelled(DRAFT, &seen, &c.tags, &[WAITS_LABEL])
        }
        ("in_review", _) => fine(DRAFT, said("staging-in-review")),
        (stage, _) => {
            let stage = stage.replace('_', " ");
            fine(DRAFT, spoken::text("staging-chat-is").with("stage", &stage).plain())
        }
    };
    vec![fine(TIMER, said("staging-it-did")), step]
}

/// The text of a key, as it stands.
pub(super) fn said(key: &'static str) -> String {
    spoken::text(key).plain()
}

fn with_labels(seen: &str, tags: &[String]) -> String {
    if tags.is_empty() {
        return spoken::text("staging-no-labels").with("seen", &seen).plain();
    }
    spoken::text("staging-labels").with("seen", &seen).with("labels", &tags.join(", ")).plain()
}

/// Fine where the chat carries all of these labels: people in the chat system find it by them.
pub(super) fn labelled(what: &'static str, seen: &str, tags: &[String], wanted: &[&str]) -> Step {
    let missing: Vec<&str> = wanted.iter().copied().filter(|l| !tags.iter().any(|tag| tag == l)).collect();
    let seen = with_labels(seen, tags);
    if missing.is_empty() {
        return fine(what, seen);
    }
    let seen = spoken::text("staging-labels-missing").with("seen", &seen).with("labels", &missing.join(", "));
    failed(what, seen.plain(), "staging-do-same-version-labels")
}

/// What was decided about asking the visitor. Made up as they are they are never asked, and that is on record.
pub(super) fn decided_on_survey(what: &'static str, record: Option<&SurveyRecord>) -> Step {
    let Some(record) = record else {
        return failed(what, said("staging-survey-undecided"), "staging-do-survey");
    };
    match record.reason {
        Some(Withheld::MadeUp) => fine(what, said("staging-survey-made-up")),
        Some(Withheld::NoPublicUrl) => {
            failed(what, Withheld::NoPublicUrl.sentence().to_owned(), "staging-do-public-url")
        }
        Some(other) => failed(what, other.sentence().to_owned(), "staging-do-log"),
        None => failed(what, said("staging-survey-to-nobody"), "staging-do-same-version"),
    }
}

/// `what` is a key here and below, and so is `remedy`; `seen` is in words.
pub(super) fn fine(what: &'static str, seen: String) -> Step {
    Step { what: said(what), went: Went::Fine, seen, remedy: String::new() }
}

pub(super) fn failed(what: &'static str, seen: String, remedy: &'static str) -> Step {
    Step { what: said(what), went: Went::Failed, seen, remedy: said(remedy) }
}

pub(super) fn note(what: &'static str, seen: String) -> Step {
    Step { what: said(what), went: Went::Note, seen, remedy: String::new() }
}

/// Whether the door answered as it must.
pub(super) fn accepted(what: &'static str, answer: Result<Answered, String>, wanted: u16) -> Step {
    let answer = match answer {
        Ok(Answered { status, .. }) if status == wanted => {
            return fine(what, spoken::text("staging-answered").with("status", &status).plain());
        }
        Ok(answer) => answer,
        Err(why) => return failed(what, why, "staging-do-serve"),
    };
    let remedy = match answer.status {
        401 => "staging-do-secret",
        404 => "staging-do-relay-name",
        503 => "staging-do-log-and-store",
        200 if wanted == 401 => "staging-do-between",
        _ => "staging-do-log",
    };
    let seen = spoken::text("staging-answered-detail").with("status", &answer.status);
    failed(what, seen.with("detail", &answer.detail).plain(), remedy)
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
