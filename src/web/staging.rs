//! The staging check: a made-up chat through the real door, and a look at everything that must come of it.

use std::time::Duration;

use serde_json::{Value, json};

use super::spoken;
use super::staging_steps::{
    ANSWERED_LABEL, HELD_LABELS, accepted, decided_on_survey, failed, fine, labelled, note, outcome_of, said,
};
pub use super::staging_steps::{Answered, Door, Step, Went};
use tokio::time::Instant;

use crate::domain::staging::STAGED;
use crate::domain::{ConversationId, Timestamp};
use crate::ports::{Caller, Clock, Desk, StoreError, Surveys, Thread};

/// Pause between two looks.
const LOOK: Duration = Duration::from_millis(100);

/// How long the decision about a survey is waited for: it falls with the resolution.
const SURVEY_WAIT: Duration = Duration::from_secs(3);

/// What the made-up visitor asks.
const QUESTION: &str = "Hello, this is a test by the owner. When are you open?";

/// What the made-up human answers.
const ANSWER: &str = "This is a test by the owner. Nobody reads it.";

/// What is to be tried, and where to look.
pub struct Staging<'a> {
    pub relay: &'a str,
    /// Of one run: no two have the same.
    pub run: String,
    /// One for each secret that the relay may sign with.
    pub callers: &'a [std::sync::Arc<dyn Caller>],
    pub door: &'a dyn Door,
    pub desk: &'a dyn Desk,
    pub surveys: &'a dyn Surveys,
    pub clock: &'a dyn Clock,
    /// Words that a rule must hold; none where the rules have no example.
    pub held: Option<String>,
    /// Whether this relay's visitors are asked how it was.
    pub asks: bool,
    /// How long drafting may take.
    pub patience: Duration,
}

impl Staging<'_> {
    /// Goes through all of it. Stops where nothing further can be told.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn go(&self) -> Result<Vec<Step>, StoreError> {
        let mut steps = self.at_the_door().await;
        if steps.iter().all(|step| step.went != Went::Failed) {
            self.a_chat(&mut steps).await?;
            self.a_held_one(&mut steps).await?;
        }
        Ok(steps)
    }

    fn chat(&self, name: &str) -> String {
        format!("{STAGED}{}-{name}", self.run)
    }

    fn event(&self, n: &str, kind: &str, chat: &str, data: &Value) -> (String, Vec<u8>) {
        let id = format!("{chat}-{n}");
        let event = json!({
            "id": id, "type": kind, "schema": "1", "source": "banister-check",
            "timestamp": self.clock.now().rfc3339(), "conversation_id": chat, "data": data,
        });
        (id, event.to_string().into_bytes())
    }

    async fn send(&self, caller: &dyn Caller, event: (String, Vec<u8>)) -> Result<Answered, String> {
        let (id, body) = event;
        self.door.knock(caller.headers(&id, self.clock.now(), &body), body).await
    }

    async fn at_the_door(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        let chat = self.chat("a");
        for (at, caller) in self.callers.iter().enumerate() {
            let opened = json!({ "page_url": "https://example.com/banister-check" });
            let event = self.event(&format!("open{at}"), "chat_opened", &chat, &opened);
            let answer = self.send(caller.as_ref(), event).await;
            steps.push(accepted("staging-what-signed", answer, 202));
        }
        let Some(caller) = self.callers.first() else {
            let seen = said("staging-no-secret");
            return vec![failed("staging-what-signed", seen, "staging-do-give-secret")];
        };
        if steps.iter().any(|step| step.went == Went::Failed) {
            return steps;
        }
        let (id, body) = self.event("forged", "chat_opened", &chat, &json!({}));
        let forged = caller.headers(&id, self.clock.now(), b"other words");
        let answer = self.door.knock(forged, body).await;
        steps.push(accepted("staging-what-forged", answer, 401));
        let said = self.event("q", "message_sent", &chat, &message("from_user", &chat, "q", QUESTION));
        let first = self.send(caller.as_ref(), said.clone()).await;
        steps.push(accepted("staging-what-message", first, 202));
        steps.push(accepted("staging-what-again", self.send(caller.as_ref(), said).await, 200));
        steps
    }

    async fn a_chat(&self, steps: &mut Vec<Step>) -> Result<(), StoreError> {
        let id = ConversationId::of(self.relay, &self.chat("a"));
        let short = Duration::from_secs(5);
        let Some(seen) = self.until(id, short, |t| !t.messages.is_empty()).await? else {
            let seen = said("staging-not-in-store");
            steps.push(failed("staging-what-handled", seen, "staging-do-same-store"));
            return Ok(());
        };
        let n = self.desk.happenings(id).await?.len();
        let handled = spoken::text("staging-events").with("n", &n).with("messages", &seen.messages.len());
        steps.push(fine("staging-what-handled", handled.plain()));
        steps.push(if seen.row.conversation.sample {
            fine("staging-what-made-up", said("staging-not-counted"))
        } else {
            failed("staging-what-made-up", said("staging-it-is-not"), "staging-do-same-version")
        });
        let settled = |t: &Thread| !matches!(t.row.conversation.stage.name(), "gathering" | "drafting");
        let outcome = self.until(id, self.patience, settled).await?;
        steps.push(self.screened(id).await?);
        steps.extend(outcome_of(outcome.as_ref(), self.thread(id).await?.as_ref(), self.patience));
        self.the_end(id, steps).await
    }

    async fn screened(&self, id: ConversationId) -> Result<Step, StoreError> {
        const WHAT: &str = "staging-what-screened";
        let screening = self.thread(id).await?.and_then(|t| t.screening);
        Ok(screening.map_or_else(
            || failed(WHAT, said("staging-no-verdict"), "staging-do-log"),
            |row| {
                let rules: Vec<&str> = row.screening.reasons.iter().map(|r| r.rule.as_str()).collect();
                let verdict = if rules.is_empty() {
                    spoken::text("staging-clear")
                } else {
                    spoken::text("staging-held").with("rules", &rules.join(", "))
                };
                fine(WHAT, verdict.with("hash", &row.screening.rulebook_hash).plain())
            },
        ))
    }

    /// A human answers, the chat is resolved, the visitor is asked.
    async fn the_end(&self, id: ConversationId, steps: &mut Vec<Step>) -> Result<(), StoreError> {
        const SILENCES: &str = "staging-what-silences";
        let (chat, Some(caller)) = (self.chat("a"), self.callers.first()) else { return Ok(()) };
        let data = message("from_owner", &chat, "h", ANSWER);
        let answer = self.send(caller.as_ref(), self.event("h", "message_sent", &chat, &data)).await;
        steps.push(accepted("staging-what-answer", answer, 202));
        let wait = Duration::from_secs(5);
        let silent = |t: &Thread| t.row.conversation.silenced.is_some() && t.pending.is_none();
        steps.push(match self.until(id, wait, silent).await? {
            Some(t) => {
                labelled(SILENCES, &said("staging-it-does"), &t.row.conversation.tags, &[ANSWERED_LABEL])
            }
            None => failed(SILENCES, said("staging-it-does-not"), "staging-do-log"),
        });
        let done = self.event("end", "chat_resolved", &chat, &json!({ "resolved_by": "owner" }));
        steps.push(accepted("staging-what-resolution", self.send(caller.as_ref(), done).await, 202));
        let over = |t: &Thread| {
            let episode = t.row.conversation.episode.as_ref();
            episode.is_some_and(|e| e.resolved_at.is_some() && e.first_response_at.is_some())
        };
        steps.push(match self.until(id, wait, over).await? {
            Some(_) => fine("staging-what-measured", said("staging-known")),
            None => failed("staging-what-measured", said("staging-no-end"), "staging-do-log"),
        });
        steps.push(self.survey(id).await?);
        Ok(())
    }

    async fn survey(&self, id: ConversationId) -> Result<Step, StoreError> {
        const WHAT: &str = "staging-what-asked";
        if !self.asks {
            return Ok(note(WHAT, said("staging-survey-off")));
        }
        let until = Instant::now() + SURVEY_WAIT;
        loop {
            let record = self.surveys.surveys(Some(id), None, 1).await?.items.into_iter().next();
            if record.is_some() || Instant::now() >= until {
                return Ok(decided_on_survey(WHAT, record.as_ref()));
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// What a rule holds goes to a human, and no model sees it.
    async fn a_held_one(&self, steps: &mut Vec<Step>) -> Result<(), StoreError> {
        const WHAT: &str = "staging-what-held";
        let Some((words, caller)) = self.held.as_ref().zip(self.callers.first()) else {
            steps.push(note(WHAT, said("staging-no-example")));
            return Ok(());
        };
        let chat = self.chat("b");
        let data = message("from_user", &chat, "q", words);
        let answer = self.send(caller.as_ref(), self.event("q", "message_sent", &chat, &data)).await;
        let id = ConversationId::of(self.relay, &chat);
        let held = |t: &Thread| t.row.conversation.stage.name() == "with_human";
        let went = self.until(id, Duration::from_secs(5), held).await?;
        let by_rule = went.as_ref().filter(|t| !t.row.conversation.held.is_empty());
        steps.push(match (&answer, by_rule) {
            (Ok(Answered { status: 202, .. }), Some(t)) => {
                let rules = t.row.conversation.held.join(", ");
                labelled(WHAT, &rules, &t.row.conversation.tags, &HELD_LABELS)
            }
            (Ok(Answered { status: 202, .. }), None) => {
                failed(WHAT, said("staging-not-held"), "staging-do-same-rules")
            }
            _ => accepted(WHAT, answer, 202),
        });
        let done = self.event("end", "chat_resolved", &chat, &json!({ "resolved_by": "owner" }));
        let _tidied = self.send(caller.as_ref(), done).await;
        Ok(())
    }

    async fn thread(&self, id: ConversationId) -> Result<Option<Thread>, StoreError> {
        self.desk.thread(id).await
    }

    async fn until(
        &self,
        id: ConversationId,
        patience: Duration,
        fits: impl Fn(&Thread) -> bool,
    ) -> Result<Option<Thread>, StoreError> {
        let until = Instant::now() + patience;
        loop {
            if let Some(thread) = self.thread(id).await?.filter(|thread| fits(thread)) {
                return Ok(Some(thread));
            }
            if Instant::now() >= until {
                return Ok(None);
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

fn message(direction: &str, chat: &str, n: &str, text: &str) -> Value {
    let id = format!("{chat}-{n}");
    json!({ "message_id": id, "direction": direction, "text": text, "author": { "name": "Banister's check" } })
}

/// A name for one run.
#[must_use]
pub fn run_name(now: Timestamp) -> String {
    format!("{:x}-{:08x}", now.0 / 1_000_000, rand::random::<u32>())
}
