//! What the owner allows: autonomy, times, caps and the fixed messages, with the rulebook in force.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::confidence::Scorer;
use super::conversation::Conversation;
use super::handoff::Notice;
use super::holdout::Period;
use super::preferences::Budgets;
use super::reply::Draft;
use super::style::Style;
use super::survey::Surveys;
use super::time::Timestamp;
use super::topics::Topics;
use super::waiting::{Said, Waiting};
use crate::guardrail::{Route, Routing, Rulebook, Verdict};

/// How far the assistant may go. `auto` does not exist yet: nothing here can send without an owner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Autonomy {
    /// Humans only; no draft is asked for.
    Off,
    /// Drafts are made and kept, and shown to nobody.
    Shadow,
    /// Drafts are put before the owner.
    #[default]
    Suggest,
}

/// What becomes of a draft that says what nothing backs. It is never sent by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnbackedDrafts {
    /// A human answers, with what was found.
    #[default]
    Findings,
    /// It is suggested, with a warning for each finding.
    Suggest,
}

/// A visitor who gets a human before any draft is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HumanAtOnce {
    /// Asks for one.
    Person,
    /// Is angry.
    Anger,
    /// Is in danger, or a danger.
    Danger,
    /// Asks the same for the third time.
    Again,
}

impl HumanAtOnce {
    /// All of them: the default.
    pub const ALL: [Self; 4] = [Self::Person, Self::Anger, Self::Danger, Self::Again];

    /// The one of a route.
    #[must_use]
    pub const fn of(route: Route) -> Self {
        match route {
            Route::Person => Self::Person,
            Route::Anger => Self::Anger,
            Route::Danger => Self::Danger,
        }
    }
}

/// `[policy]` of the configuration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// `off`, `shadow` or `suggest`.
    pub autonomy: Autonomy,
    /// Silence after a visitor's message before drafting starts, ms.
    pub debounce_ms: i64,
    /// Drafting starts at the latest this long after the turn opened, however much is typed, ms.
    pub debounce_max_ms: i64,
    /// A suggestion's passages must fit the question at least so well, 0..1; below it the owner sees findings.
    pub min_confidence: f64,
    /// `findings` or `suggest`: what becomes of a draft with a number, link, date or promise that nothing backs.
    pub unbacked_drafts: UnbackedDrafts,
    /// Which visitors get a human at once, before any draft: `person` (asks for one), `anger`, `danger`, `again` (asks the
    /// same for the third time).
    pub human_at_once: Vec<HumanAtOnce>,
    /// Answers of the assistant in one episode-spanning conversation before a human must take it.
    pub max_assistant_turns: usize,
    /// Answers of the assistant within one minute in one conversation (two bots talking).
    pub max_assistant_turns_per_minute: usize,
    /// A visitor who waits for the owner's decision this long is told so once, ms; 0 = never.
    pub waiting_notice_ms: i64,
    /// A suggestion nobody decided on expires after this, ms.
    pub suggestion_ttl_ms: i64,
    /// A drafter that has not answered after this is given up, ms (a safety net above the model's timeout).
    pub draft_deadline_ms: i64,
    /// A decision made on a page can be taken back for this long before it is carried out, ms; 0 = at once.
    pub undo_ms: i64,
    /// The assistant may speak again this long after the last human message, ms; 0 = only after a resume.
    pub resume_after_quiet_ms: i64,
    /// An answered conversation without a word for this long counts as resolved by quiet, ms.
    pub quiet_resolution_ms: i64,
    /// What a visitor reads when a human will answer, in place of the texts that ship.
    pub handoff_message: String,
    /// What a visitor reads while the owner has not decided yet, in place of the texts that ship.
    pub waiting_message: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            autonomy: Autonomy::Suggest,
            debounce_ms: 2_500,
            debounce_max_ms: 15_000,
            min_confidence: 0.5,
            unbacked_drafts: UnbackedDrafts::Findings,
            human_at_once: HumanAtOnce::ALL.to_vec(),
            max_assistant_turns: 8,
            max_assistant_turns_per_minute: 4,
            waiting_notice_ms: 120_000,
            suggestion_ttl_ms: 86_400_000,
            draft_deadline_ms: 300_000,
            undo_ms: 5_000,
            resume_after_quiet_ms: 0,
            quiet_resolution_ms: 86_400_000,
            handoff_message:
                "Thanks for your message. This one needs a person: a colleague will answer you here."
                    .to_owned(),
            waiting_message: "Thanks for your patience: a colleague is looking at your question.".to_owned(),
        }
    }
}

/// A day, ms.
const DAY: i64 = 86_400_000;

/// The settings together with the rulebook in force.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The owner's settings.
    pub settings: Settings,
    /// How drafts speak.
    pub style: Style,
    /// The rules.
    pub rulebook: Arc<Rulebook>,
    /// Who is to have a human at once.
    pub routing: Arc<Routing>,
    /// What makes a confidence of signals.
    pub scorer: Scorer,
    /// Which words suggest a topic.
    pub topics: Arc<Topics>,
    /// When somebody is there, what waiting visitors read, how long they wait.
    pub waiting: Waiting,
    /// How visitors are asked afterwards.
    pub survey: Surveys,
    /// What models may cost a day, where an owner chose it; else the drafter's own bounds hold.
    pub budgets: Option<Budgets>,
    /// The lottery in force; none where there never was one.
    pub holdout: Option<Arc<Period>>,
}

impl Policy {
    /// Whether the rules in force hold a turn, or its draft, that earlier rules let pass.
    #[must_use]
    pub fn holds_now(&self, turn: &[String], draft: &Draft) -> bool {
        draft.rulebook_hash != self.rulebook.hash()
            && (matches!(self.rulebook.screen(turn), Verdict::Hold(_))
                || !self.rulebook.screen_reply(&draft.text).is_empty())
    }

    /// What the visitor of `c` is told now; nothing where it would be the same again.
    #[must_use]
    pub fn notice(&self, now: Timestamp, c: &Conversation, notice: Notice) -> Option<Said> {
        self.waiting.notice(&self.settings, now, c, notice)
    }
}

/// A setting whose value cannot be meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {message}")]
pub struct BadSetting {
    /// The key.
    pub field: &'static str,
    /// What is wrong and what would be right.
    pub message: String,
}

impl Settings {
    /// The owner's own words in place of the default text of a notice, if they gave some.
    #[must_use]
    pub fn own_words(&self, notice: Notice) -> Option<&str> {
        let default = Self::default();
        let (own, default) = match notice {
            Notice::HandedOff | Notice::Held | Notice::AskedForHuman => {
                (&self.handoff_message, default.handoff_message)
            }
            Notice::Waiting => (&self.waiting_message, default.waiting_message),
            // A text written for something else is no help in danger.
            Notice::Danger => return None,
        };
        (*own != default).then_some(own)
    }

    /// Every fault at once.
    #[must_use]
    pub fn faults(&self) -> Vec<BadSetting> {
        let mut faults = Vec::new();
        let mut range = |field, value: i64, low: i64, high: i64| {
            if value < low || value > high {
                faults.push(BadSetting {
                    field,
                    message: format!("is {value}; give {low} to {high} milliseconds"),
                });
            }
        };
        range("debounce_ms", self.debounce_ms, 0, 60_000);
        range("debounce_max_ms", self.debounce_max_ms, self.debounce_ms.max(0), 600_000);
        range("waiting_notice_ms", self.waiting_notice_ms, 0, DAY);
        range("suggestion_ttl_ms", self.suggestion_ttl_ms, 1_000, 30 * DAY);
        range("draft_deadline_ms", self.draft_deadline_ms, 1_000, DAY);
        range("undo_ms", self.undo_ms, 0, 60_000);
        range("resume_after_quiet_ms", self.resume_after_quiet_ms, 0, 365 * DAY);
        range("quiet_resolution_ms", self.quiet_resolution_ms, 60_000, 30 * DAY);
        if !(0.0..=1.0).contains(&self.min_confidence) {
            faults.push(BadSetting {
                field: "min_confidence",
                message: format!("is {}; give a number from 0 to 1", self.min_confidence),
            });
        }
        for (field, text) in
            [("handoff_message", &self.handoff_message), ("waiting_message", &self.waiting_message)]
        {
            if text.trim().is_empty() || text.len() > 2_000 || text.contains('\0') {
                faults.push(BadSetting {
                    field,
                    message: "give 1 to 2000 bytes of text without NUL: a handoff is never silent".to_owned(),
                });
            }
        }
        if self.max_assistant_turns == 0 || self.max_assistant_turns_per_minute == 0 {
            faults.push(BadSetting {
                field: "max_assistant_turns",
                message: "is 0; give at least 1, or set autonomy = \"off\"".to_owned(),
            });
        }
        faults
    }
}
